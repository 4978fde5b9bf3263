package jinja

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestScope_againstOracle holds the scope, which decides by the first mention of a
// name, to a tracker that keeps a table a branch and merges them, as Jinja does.
func TestScope_againstOracle(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		src := drawBody(t, 4)
		parsed, err := Parse(src)
		if err != nil {
			t.Skip(err)
		}
		var got []string
		for _, ref := range parsed.Undeclared() {
			got = append(got, ref.Name)
		}
		slices.Sort(got)
		o := oracle{undeclared: map[string]bool{}}
		o.template(parsed.tree)
		if want := slices.Sorted(maps.Keys(o.undeclared)); !slices.Equal(got, want) {
			t.Fatalf("%s\nundeclared %q, the oracle has %q", src, got, want)
		}
	})
}

func drawName(t *rapid.T) string {
	return rapid.SampledFrom([]string{"a", "b", "c", "d", "a", "b", "c", "d", "loop", "self", "super", "caller", "kwargs", "range"}).Draw(t, "name")
}

func drawBody(t *rapid.T, depth int) string {
	var b strings.Builder
	for range rapid.IntRange(0, 3).Draw(t, "statements") {
		b.WriteString(drawStatement(t, depth))
	}
	return b.String()
}

func drawStatement(t *rapid.T, depth int) string {
	name := func() string { return drawName(t) }
	body := func() string { return drawBody(t, depth-1) }
	kinds := 17
	if depth == 0 {
		kinds = 4
	}
	switch rapid.IntRange(0, kinds-1).Draw(t, "kind") {
	case 0, 1:
		return "{{ " + name() + " }}"
	case 2:
		return "{% set " + name() + " = " + name() + " %}"
	case 3:
		return "{% import " + name() + " as " + name() + " %}"
	case 4, 5:
		return "{% if " + name() + " %}" + body() + "{% endif %}"
	case 6:
		return "{% if " + name() + " %}" + body() + "{% elif " + name() + " %}" + body() + "{% else %}" + body() + "{% endif %}"
	case 7:
		return "{% for " + name() + " in " + name() + " %}" + body() + "{% else %}" + body() + "{% endfor %}"
	case 8:
		return "{% for " + name() + ", x in " + name() + " if " + name() + " %}" + body() + "{% endfor %}"
	case 9:
		return "{% macro " + name() + "(" + name() + ", x=" + name() + ") %}" + body() + "{% endmacro %}"
	case 10:
		return "{% call(" + name() + ") " + name() + "(" + name() + ") %}" + body() + "{% endcall %}"
	case 11:
		return "{% filter default(" + name() + ") %}" + body() + "{% endfilter %}"
	case 12:
		return "{% with " + name() + " = " + name() + " %}" + body() + "{% endwith %}"
	case 13:
		return "{% set " + name() + " %}" + body() + "{% endset %}"
	case 14:
		return "{% autoescape " + name() + " %}" + body() + "{% endautoescape %}"
	case 15:
		return "{% set " + name() + ".x, " + name() + " = " + name() + " %}"
	default:
		n := rapid.IntRange(0, 99).Draw(t, "block")
		scoped := rapid.SampledFrom([]string{"", " scoped"}).Draw(t, "scoped")
		return fmt.Sprintf("{%% block n%d%s %%}%s{%% endblock %%}", n, scoped, body())
	}
}

// symbols is what a frame knows of its names: those it mentions, those it stores,
// and those that it looks up outside of the template.
type symbols struct {
	parent                    *symbols
	mentioned, stored, lookup map[string]bool
}

func newSymbols(parent *symbols) *symbols {
	return &symbols{parent, map[string]bool{}, map[string]bool{}, map[string]bool{}}
}

func (s *symbols) outside(name string) bool {
	for p := s.parent; p != nil; p = p.parent {
		if p.mentioned[name] {
			return true
		}
	}
	return false
}

func (s *symbols) load(name string) {
	if !s.mentioned[name] && !s.outside(name) {
		s.mentioned[name], s.lookup[name] = true, true
	}
}

func (s *symbols) store(name string) {
	s.mentioned[name], s.stored[name] = true, true
}

func (s *symbols) declare(name string) {
	s.store(name)
	s.lookup[name] = false
}

// branches runs each branch on a copy, and merges the copies.
func (s *symbols) branches(branches ...func(s *symbols)) {
	var copies []*symbols
	for _, branch := range branches {
		c := &symbols{s.parent, maps.Clone(s.mentioned), maps.Clone(s.stored), maps.Clone(s.lookup)}
		branch(c)
		copies = append(copies, c)
	}
	before := maps.Clone(s.stored)
	for _, c := range copies {
		maps.Copy(s.mentioned, c.mentioned)
		maps.Copy(s.stored, c.stored)
		maps.Copy(s.lookup, c.lookup)
	}
	for name := range s.stored {
		if !before[name] {
			s.lookup[name] = !s.outside(name)
		}
	}
}

// oracle finds undeclared names frame by frame.
type oracle struct{ undeclared map[string]bool }

func (o *oracle) template(t *template) {
	root := newSymbols(nil)
	o.special(root, t.body, "self")
	o.frame(root, t.body)
	var blocks func(n node)
	blocks = func(n node) {
		if block, ok := n.(*blockStmt); ok {
			s := newSymbols(nil)
			o.special(s, block.body, "self", "super")
			o.frame(s, block.body)
		}
		n.each(blocks)
	}
	blocks(t)
}

// special declares those of the names whose first use in a body reads them.
func (o *oracle) special(s *symbols, body []stmt, names ...string) {
	for _, name := range names {
		found, read := false, false
		var search func(n node)
		search = func(n node) {
			if _, block := n.(*blockStmt); block || found {
				return
			}
			if e, ok := n.(*expr); ok && e.kind == exprName && e.text == name {
				found, read = true, e.access == accessLoad
			}
			n.each(search)
		}
		eachStmt(body, search)
		if read {
			s.declare(name)
		}
	}
}

// frame analyses a body, reports what it looks up, and goes on to its frames.
func (o *oracle) frame(s *symbols, body []stmt) {
	o.analyse(s, body)
	for name, lookup := range s.lookup {
		if lookup && !listed(Globals(), name) {
			o.undeclared[name] = true
		}
	}
	o.inner(s, body)
}

func (o *oracle) names(s *symbols, exprs ...*expr) {
	for _, e := range exprs {
		switch {
		case e == nil:
			continue
		case e.kind == exprAttrTarget, e.kind == exprName && e.access == accessLoad:
			s.load(e.text)
		case e.kind == exprName && e.access == accessStore:
			s.store(e.text)
		case e.kind == exprName:
			s.declare(e.text)
		}
		o.names(s, e.kids...)
	}
}

func (o *oracle) analyse(s *symbols, body []stmt) {
	for _, statement := range body {
		switch n := statement.(type) {
		case *outputStmt:
			o.names(s, n.kids...)
		case *ifStmt:
			o.names(s, n.test)
			s.branches(
				func(s *symbols) { o.analyse(s, n.body) },
				func(s *symbols) {
					for _, elif := range n.elifs {
						o.analyse(s, []stmt{elif})
					}
				},
				func(s *symbols) { o.analyse(s, n.orElse) },
			)
		case *forStmt:
			o.names(s, n.iter)
		case *macroStmt:
			s.store(n.name)
		case *callStmt:
			o.names(s, n.call)
		case *filterStmt:
			o.names(s, n.filter)
		case *withStmt:
			o.names(s, n.values...)
		case *importStmt:
			o.names(s, n.template)
			s.store(n.names[0].name)
		case *assignStmt:
			o.names(s, n.value, n.target)
		case *setBlockStmt:
			o.names(s, n.target)
		}
	}
}

// inner goes over the frames inside of a body.
func (o *oracle) inner(s *symbols, body []stmt) {
	for _, statement := range body {
		child := newSymbols(s)
		switch n := statement.(type) {
		case *ifStmt:
			o.inner(s, n.body)
			for _, elif := range n.elifs {
				o.inner(s, elif.body)
			}
			o.inner(s, n.orElse)
		case *forStmt:
			o.loop(s, child, n)
		case *macroStmt:
			o.callable(child, n.signature, n.body)
		case *callStmt:
			o.callable(child, n.signature, n.body)
		case *filterStmt:
			o.names(child, n.filter)
			o.frame(child, n.body)
		case *withStmt:
			o.names(child, n.targets...)
			o.frame(child, n.body)
		case *setBlockStmt:
			o.frame(child, n.body)
		case *scopeStmt:
			o.names(child, n.inner.option)
			o.frame(child, n.inner.body)
		}
	}
}

func (o *oracle) loop(outer, s *symbols, n *forStmt) {
	targets := func(s *symbols) {
		var declare func(n node)
		declare = func(n node) {
			if e := n.(*expr); e.kind == exprName {
				s.declare(e.text)
			}
			n.each(declare)
		}
		declare(n.target)
	}
	o.special(s, n.body, "loop")
	n.each(func(child node) {
		var scoped func(n node)
		scoped = func(n node) {
			if block, ok := n.(*blockStmt); ok && block.scoped {
				s.declare("loop")
			}
			n.each(scoped)
		}
		scoped(child)
	})
	targets(s)
	o.frame(s, n.body)
	test := newSymbols(outer)
	targets(test)
	o.names(test, n.test)
	o.frame(test, nil)
	o.frame(newSymbols(outer), n.orElse)
}

func (o *oracle) callable(s *symbols, sig signature, body []stmt) {
	o.special(s, body, "caller", "kwargs", "varargs")
	o.names(s, sig.args...)
	o.names(s, sig.defaults...)
	o.frame(s, body)
}
