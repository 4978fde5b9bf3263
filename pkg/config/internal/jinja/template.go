package jinja

import (
	"cmp"
	"slices"
)

// Template is a template that was parsed and analysed. It is immutable.
type Template struct {
	tree *template
	refs []Ref
	uses []filterUse
	// base and length turn offsets of the tree into those of the user's text.
	base, length int
	// steps counts what the passes looked at.
	steps int
}

// Parse analyses a template as Data Designer does when it loads a config (R61).
//
// An error is an ErrorList. If the template cannot be parsed, the list has one
// entry and the template is nil; if Jinja's compiler would refuse it, the list
// has all the reasons and the template is returned as well.
//
// Complexity: O(len(src)), in time and memory.
func Parse(src string) (*Template, error) {
	return analyse(src, src, 0, Filters())
}

// ParseCondition analyses a condition of a sampler's conditional_params, which
// is what {{ }} may hold (R69c), in an environment that has the filter jsonpath
// besides Jinja's own. Offsets are those of the condition.
func ParseCondition(condition string) (*Template, error) {
	const before, after = "{{ ", " }}"
	filters := append(Filters(), "jsonpath")
	slices.Sort(filters)
	return analyse(before+condition+after, condition, len(before), filters)
}

// analyse parses and compiles src. The user wrote text, which is in src behind
// base bytes.
func analyse(src, text string, base int, filters []string) (*Template, error) {
	suffix := 0
	if base > 0 {
		suffix = base + len(text)
	}
	tree, steps, failure := parse(src, suffix)
	if failure != nil {
		return nil, ErrorList{failure}.sorted(text, base)
	}
	t := &Template{tree: tree, base: base, length: len(text)}
	var s survey
	s.tree(tree)
	c := &compiler{scope: newScope(), filters: filters, tests: Tests()}
	c.tree(tree, &s)
	t.uses = c.uses
	t.refs = c.scope.refs
	for i := range t.refs {
		r := &t.refs[i]
		r.Offset, r.End = relative(r.Offset, base, t.length), relative(r.End, base, t.length)
	}
	slices.SortFunc(t.refs, func(a, b Ref) int { return cmp.Compare(a.Offset, b.Offset) })
	t.steps = steps + s.steps + c.steps + c.scope.steps
	return t, c.errs.sorted(text, base)
}

// Undeclared returns the variables that the template takes from outside, in the
// order in which they occur first, each once: the set that
// jinja2.meta.find_undeclared_variables returns (R62 to R68).
func (t *Template) Undeclared() []Ref { return slices.Clone(t.refs) }
