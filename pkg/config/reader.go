package config

import (
	"errors"

	"github.com/dagplan/dagplan/pkg/config/internal/pyyaml"
	"github.com/dagplan/dagplan/pkg/diag"
)

// reader reads one file and collects what is wrong with it.
type reader struct {
	name   string
	source *pyyaml.Source
	// core resolves scalars by YAML 1.2's core schema, and not by YAML 1.1.
	core bool
	// lax converts scalars as pydantic does (R13).
	lax        bool
	codes      fieldCodes
	severities map[diag.Code]diag.Severity
	findings   *diag.List
}

// fieldCodes are the codes of findings about fields.
type fieldCodes struct {
	unknown, missing, kind, word, bounds diag.Code
}

func newReader(name string) *reader {
	r := &reader{name: name, severities: map[diag.Code]diag.Severity{}, findings: &diag.List{}, codes: configFieldCodes()}
	for _, info := range Codes() {
		r.severities[info.Code] = info.Severity
	}
	return r
}

// report adds a finding, with the severity of its code.
func (r *reader) report(code diag.Code, at diag.Span, message, hint string, notes ...diag.Note) {
	r.findings.Add(diag.Diagnostic{
		Code: code, Severity: r.severities[code], Message: message, Hint: hint, Span: at, Notes: notes,
	})
}

// quiet returns a reader whose findings nobody sees.
func (r *reader) quiet() *reader {
	q := *r
	q.findings = &diag.List{}
	return &q
}

// parse reads the document, nil where there is none or it cannot be read.
func (r *reader) parse(data []byte) *pyyaml.Node {
	source, err := pyyaml.NewSource(data)
	r.source = source
	var root *pyyaml.Node
	code := codeEncoding
	if err == nil {
		code = codeSyntax
		root, err = pyyaml.Parse(source)
	}
	if bad := (*pyyaml.Error)(nil); errors.As(err, &bad) {
		var notes []diag.Note
		if bad.Note != "" {
			notes = []diag.Note{{Message: bad.Note, Span: r.offsetSpan(bad.Also)}}
		}
		r.report(code, r.offsetSpan(bad.Offset), bad.Problem, bad.Hint, notes...)
		return nil
	}
	if root == nil {
		r.report(codeEmpty, r.fileSpan(), "the file is empty", "write the columns below columns:")
	}
	return root
}

// between is the span from one offset to another.
func (r *reader) between(start, end int) diag.Span {
	s := diag.Span{Pos: diag.Pos{File: r.name}}
	if r.source == nil {
		return s // a setting that is looked at apart from its file
	}
	s.Line, s.Column = r.source.Position(start)
	s.EndLine, s.EndColumn = r.source.Position(max(start, end))
	return s
}

// offsetSpan is a place whose end is not known.
func (r *reader) offsetSpan(offset int) diag.Span {
	s := diag.Span{Pos: diag.Pos{File: r.name}}
	s.Line, s.Column = r.source.Position(offset)
	return s
}

// fileSpan is the file as a whole.
func (r *reader) fileSpan() diag.Span { return diag.Span{Pos: diag.Pos{File: r.name}} }

func (r *reader) nodeSpan(n *pyyaml.Node) diag.Span {
	if n == nil {
		return r.fileSpan()
	}
	return r.between(n.Start, n.End)
}

// span is the place of a value.
func (r *reader) span(v *value) diag.Span {
	if v == nil || v.node == nil {
		return r.fileSpan()
	}
	return r.nodeSpan(v.node)
}

// spanOr is the place of a value, or another one where there is no value.
func (r *reader) spanOr(v *value, otherwise diag.Span) diag.Span {
	if v == nil || v.node == nil {
		return otherwise
	}
	return r.span(v)
}

// startSpan is the first line of a value.
func (r *reader) startSpan(v *value) diag.Span {
	if v == nil || v.node == nil {
		return r.fileSpan()
	}
	return r.between(v.node.Start, min(v.node.End, r.source.LineEnd(v.node.Start)))
}
