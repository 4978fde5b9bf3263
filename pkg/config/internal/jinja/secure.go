package jinja

import (
	"cmp"
	"fmt"
	"slices"
)

// Refusal is something in a template that Jinja takes and that Data Designer's
// secure renderer, the default at run time, does not (R69d).
type Refusal struct {
	// Offset is where in the template, in bytes.
	Offset int
	// Message names the thing: lower case, no full stop.
	Message string
	// Conditional: the renderer takes the template, and fails for the rows for
	// which this part of it is rendered.
	Conditional bool
}

// The size of template that the secure renderer takes.
const (
	maxSecureNodes = 600
	maxSecureDepth = 10
)

// Secure returns everything that the secure renderer refuses, in the order of
// the offsets; nothing means that it takes the template. Whether the template's
// variables exist is not looked at. Complexity: O(nodes).
func (t *Template) Secure() []Refusal {
	s := secureWalk{}
	s.children(t.tree, 1)
	if s.nodes > maxSecureNodes {
		s.refuse(0, fmt.Sprintf("the template has %d parts, and the secure renderer takes %d", s.nodes, maxSecureNodes))
	}
	permitted := SecureFilters()
	for _, use := range t.uses {
		if name := use.filter.text; !listed(permitted, name) {
			s.refusals = append(s.refusals, Refusal{
				Offset:      use.filter.start,
				Message:     "the secure renderer has no filter " + quote(name),
				Conditional: use.soft,
			})
		}
	}
	for i := range s.refusals {
		s.refusals[i].Offset = relative(s.refusals[i].Offset, t.base, t.length)
	}
	slices.SortStableFunc(s.refusals, func(a, b Refusal) int { return cmp.Compare(a.Offset, b.Offset) })
	return s.refusals
}

// secureWalk counts the nodes of a tree and finds those that are refused.
type secureWalk struct {
	nodes int
	// loops is how many fors are around the node.
	loops int
	// deep: a node deeper than maxSecureDepth has been reported.
	deep bool
	// last is the offset of the last expression before the node.
	last     int
	refusals []Refusal
}

func (s *secureWalk) refuse(offset int, message string) {
	s.refusals = append(s.refusals, Refusal{Offset: offset, Message: message})
}

// children visits what is below a node; depth is the node's, from 1 for the template.
func (s *secureWalk) children(n node, depth int) {
	n.each(func(child node) { s.node(child, depth+1) })
}

func (s *secureWalk) node(n node, depth int) {
	s.nodes++
	if e, ok := n.(*expr); ok {
		s.last = e.start
	}
	if depth > maxSecureDepth && !s.deep {
		s.deep = true
		s.refuse(s.last, fmt.Sprintf("the secure renderer takes %d levels of nesting, and this is deeper", maxSecureDepth))
	}
	switch n := n.(type) {
	case *expr:
		if n.kind == exprName && n.text == "self" {
			s.refuse(n.start, "the secure renderer takes no variable 'self'")
		}
	case *forStmt:
		s.loop(n, depth)
		return
	case *assignStmt:
		s.refuseTag(n.tag, "set")
	case *macroStmt:
		s.refuseTag(n.tag, "macro")
	case *blockStmt:
		s.refuseTag(n.tag, "block")
	case *extendsStmt:
		s.refuseTag(n.tag, "extends")
	case *importStmt:
		if !n.from { // Data Designer forgets from-imports
			s.refuseTag(n.tag, "import")
		}
	}
	s.children(n, depth)
}

func (s *secureWalk) refuseTag(offset int, name string) {
	s.refuse(offset, "the secure renderer takes no tag '"+name+"'")
}

func (s *secureWalk) loop(n *forStmt, depth int) {
	if n.recursive {
		s.refuse(n.tag, "the secure renderer takes no recursive 'for'")
	}
	if s.loops > 0 {
		s.refuse(n.tag, "the secure renderer takes no 'for' inside of another one")
	}
	s.loops++
	s.children(n, depth)
	s.loops--
}
