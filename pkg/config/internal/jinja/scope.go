package jinja

import "slices"

// Ref is a variable that a template takes from outside.
type Ref struct {
	Name string
	// Offset and End are where it occurs first, in bytes of the template.
	Offset, End int
	// Assigned: the template reads it nowhere before it is set. It counts as
	// undeclared because a branch of an if sets it (R66).
	Assigned bool
}

// scope knows which names are declared at a place of the template, and gathers
// those that are not.
//
// A frame is what a root, block, loop, macro, call, filter, with, autoescape or
// set block opens. Jinja goes over a frame without the frames inside of it first,
// and over those with the outer frame complete: a name that the outer frame
// mentions anywhere is known to all frames inside of it. Within a frame, the first
// mention of a name decides: stored outside of branches, it is declared; read, or
// stored in a branch (R66), it is undeclared, and is known from then on.
type scope struct {
	// known maps the names that the frame and those around it mention to the
	// reference that they stand for, or to declared.
	known map[string]int
	// undone lists what known held before each change, to leave frames by.
	undone []change
	// branches counts the ifs around the place, within its frame.
	branches int
	refs     []Ref
	byName   map[string]int
	// globals are the names that every template has, in order (R62).
	globals []string
	steps   int
}

const declared = -1

type change struct {
	name  string
	value int
	had   bool
}

func newScope() *scope {
	return &scope{known: map[string]int{}, byName: map[string]int{}, globals: Globals()}
}

// enter opens a frame; leave takes what enter returned.
func (s *scope) enter() int { return len(s.undone) }

// leave forgets what the frame mentions.
func (s *scope) leave(mark int) {
	for _, c := range slices.Backward(s.undone[mark:]) {
		if c.had {
			s.known[c.name] = c.value
		} else {
			delete(s.known, c.name)
		}
	}
	s.undone = s.undone[:mark]
}

func (s *scope) set(name string, value int) {
	old, had := s.known[name]
	if had && old == value {
		return
	}
	s.undone = append(s.undone, change{name, old, had})
	s.known[name] = value
}

// declare makes a name one of the template's own.
func (s *scope) declare(name string) { s.set(name, declared) }

func (s *scope) load(e *expr) {
	ref, known := s.known[e.text]
	switch {
	case !known:
		s.report(Ref{Name: e.text, Offset: e.start, End: e.end})
	case ref != declared && e.start < s.refs[ref].Offset:
		s.refs[ref].Offset, s.refs[ref].End = e.start, e.end
	}
}

func (s *scope) store(name string, start, end int) {
	if s.branches == 0 {
		s.declare(name)
	} else if _, known := s.known[name]; !known {
		s.report(Ref{Name: name, Offset: start, End: end, Assigned: true})
	}
}

// report notes an undeclared name. Globals are known to every template.
func (s *scope) report(r Ref) {
	if listed(s.globals, r.Name) {
		s.declare(r.Name)
		return
	}
	at, found := s.byName[r.Name]
	if !found {
		at = len(s.refs)
		s.byName[r.Name] = at
		s.refs = append(s.refs, r)
	} else {
		old := &s.refs[at]
		if r.Offset < old.Offset {
			old.Offset, old.End = r.Offset, r.End
		}
		old.Assigned = old.Assigned && r.Assigned
	}
	s.set(r.Name, at)
}

// names goes over the names of an expression that belongs to the frame.
func (s *scope) names(e *expr) {
	s.steps++
	switch e.kind {
	case exprName:
		switch e.access {
		case accessLoad:
			s.load(e)
		case accessStore:
			s.store(e.text, e.start, e.end)
		case accessParam:
			s.declare(e.text)
		}
	case exprAttrTarget: // to assign to ns.attr is to read ns (R67)
		s.load(e)
	}
	for _, kid := range e.kids {
		s.names(kid)
	}
}

func (s *scope) allNames(exprs []*expr) {
	for _, e := range exprs {
		s.names(e)
	}
}

// declareTarget declares what a loop assigns to.
func (s *scope) declareTarget(e *expr) {
	if e.kind == exprName {
		s.declare(e.text)
	}
	for _, kid := range e.kids {
		s.declareTarget(kid)
	}
}

// body goes over the statements of a frame, without the frames inside of it.
func (s *scope) body(body []stmt) {
	for _, statement := range body {
		s.steps++
		s.statement(statement)
	}
}

func (s *scope) statement(statement stmt) {
	switch n := statement.(type) {
	case *outputStmt:
		s.allNames(n.kids)
	case *ifStmt:
		s.branch(n)
	case *forStmt:
		s.names(n.iter)
	case *macroStmt:
		s.store(n.name, n.start, n.end)
	case *callStmt:
		s.names(n.call)
	case *filterStmt:
		s.names(n.filter)
	case *withStmt:
		s.allNames(n.values)
	case *extendsStmt:
		s.names(n.template)
	case *includeStmt:
		s.names(n.template)
	case *importStmt:
		s.names(n.template)
		for _, b := range n.names {
			s.store(b.name, b.start, b.end)
		}
	case *assignStmt:
		s.names(n.value) // before the target: in `set x = x` the second x is read first (R67)
		s.names(n.target)
	case *setBlockStmt:
		s.names(n.target) // not the filter, see compiler.setBlock
	}
}

func (s *scope) branch(n *ifStmt) {
	s.names(n.test)
	s.branches++
	s.body(n.body)
	for _, elif := range n.elifs {
		s.branch(elif)
	}
	s.body(n.orElse)
	s.branches--
}
