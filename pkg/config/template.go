package config

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/dagplan/dagplan/pkg/config/internal/jinja"
	"github.com/dagplan/dagplan/pkg/config/internal/pyyaml"
	"github.com/dagplan/dagplan/pkg/diag"
)

// textPlaces finds the place in the file of a part of a text.
type textPlaces struct {
	*reader
	node   *pyyaml.Node
	places pyyaml.Places
	known  bool
	exact  bool // whether the text is that of the node
}

func (r *reader) placesOf(v *value) *textPlaces {
	return &textPlaces{reader: r, node: v.node, exact: v.node != nil && v.node.Kind == pyyaml.Scalar && v.node.Value == v.text}
}

// span is the place of the bytes from start to end of the text.
func (p *textPlaces) span(start, end int) diag.Span {
	if !p.exact {
		return p.nodeSpan(p.node)
	}
	if !p.known {
		p.places, p.known = p.source.Places(p.node), true
	}
	return p.between(p.places.Offset(start), p.places.Offset(end))
}

// template reads a text as a Jinja template (R43, R61). owner names what it
// belongs to in messages.
func (r *reader) template(owner, name string, v *value) Template {
	return r.templateOf(codeTemplate, owner, name, v)
}

func (r *reader) templateOf(code diag.Code, owner, name string, v *value) Template {
	t := Template{Field: name, Text: v.text, Span: r.span(v)}
	places := r.placesOf(v)
	parsed, err := jinja.Parse(v.text)
	for _, problem := range syntaxErrors(err) {
		var notes []diag.Note
		if problem.Opened >= 0 {
			notes = []diag.Note{{Message: "it is opened here", Span: places.span(problem.Opened, problem.Opened)}}
		}
		at := places.span(problem.Offset, problem.Offset)
		at.EndLine, at.EndColumn = 0, 0
		r.report(code, at, fmt.Sprintf("%s: %s: %s", owner, name, problem.Message), cmp.Or(problem.Hint, "correct the template"), notes...)
		t.Invalid = true
	}
	if parsed != nil {
		t.References = references(parsed.Undeclared(), places)
		t.Refusals = refusals(parsed, places)
	}
	t.SingleBraces = references(jinja.FStringRefs(v.text), places)
	return t
}

func syntaxErrors(err error) []*jinja.SyntaxError {
	var list jinja.ErrorList
	errors.As(err, &list)
	return list
}

func references(refs []jinja.Ref, places *textPlaces) []Reference {
	out := make([]Reference, len(refs))
	for i, ref := range refs {
		out[i] = Reference{Name: ref.Name, Span: places.span(ref.Offset, ref.End)}
	}
	return out
}

func refusals(t *jinja.Template, places *textPlaces) []Refusal {
	var out []Refusal
	for _, refusal := range t.Secure() {
		at := places.span(refusal.Offset, refusal.Offset)
		at.EndLine, at.EndColumn = 0, 0
		out = append(out, Refusal{Message: refusal.Message, Span: at, Conditional: refusal.Conditional})
	}
	return out
}

// condition reads a key of conditional_params (R69c). What is wrong with it is
// kept for later, as Data Designer notices it only when the build runs.
func (r *reader) condition(e *entry) Condition {
	v := &value{kind: textValue, text: e.key, node: e.keyNode, size: 1}
	c := Condition{Template: Template{Field: e.key, Text: e.key, Span: r.nodeSpan(e.keyNode)}}
	places := r.placesOf(v)
	parsed, err := jinja.ParseCondition(e.key)
	if problems := syntaxErrors(err); len(problems) > 0 {
		c.Invalid, c.Problem = true, problems[0].Message
		c.ProblemSpan = places.span(problems[0].Offset, problems[0].Offset)
	}
	if parsed != nil {
		c.References = references(parsed.Undeclared(), places)
	}
	return c
}
