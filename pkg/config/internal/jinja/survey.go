package jinja

// specials is what a part of a template does with names that Jinja treats apart:
// six sets of a bit a name.
type specials struct {
	// used holds the names that occur, loaded those of them that are read before
	// they are stored.
	used, loaded specialSet
}

type specialSet uint8

const (
	specialSelf specialSet = 1 << iota
	specialSuper
	specialLoop
	specialCaller
	specialKwargs
	specialVarargs
)

// special returns the bit of a name, and 0 for an ordinary one.
func special(name string) specialSet {
	switch name {
	case "self":
		return specialSelf
	case "super":
		return specialSuper
	case "loop":
		return specialLoop
	case "caller":
		return specialCaller
	case "kwargs":
		return specialKwargs
	case "varargs":
		return specialVarargs
	}
	return 0
}

// then returns what two parts do, one after the other.
func (s specials) then(next specials) specials {
	return specials{used: s.used | next.used, loaded: s.loaded | next.loaded&^s.used}
}

// survey goes over a tree once, before the compiler does, and notes in the nodes
// what the compiler would otherwise search their subtrees for, again and again.
type survey struct {
	// blocks are all blocks, from the outside to the inside.
	blocks []*blockStmt
	// extends: the template extends another one, anywhere.
	extends bool
	// scopedBlocks counts the scoped blocks so far, and loopStores holds the places
	// so far that assign to `loop`: a for compares them before and behind itself.
	scopedBlocks int
	loopStores   []*expr
	steps        int
}

// tree surveys a template.
func (s *survey) tree(t *template) { t.seen = s.body(t.body) }

func (s *survey) body(body []stmt) specials {
	var sum specials
	for _, statement := range body {
		sum = sum.then(s.node(statement))
	}
	return sum
}

// node returns what the node does with special names. Inside of a block names
// are another matter, so a block does nothing with them.
func (s *survey) node(n node) specials {
	s.steps++
	switch n := n.(type) {
	case *expr:
		if n.kind == exprName {
			return s.name(n)
		}
	case *forStmt:
		return s.loop(n)
	case *macroStmt:
		seen := s.signature(n.signature)
		n.seen = s.body(n.body)
		return seen.then(n.seen)
	case *callStmt:
		seen := s.node(n.call).then(s.signature(n.signature))
		n.seen = s.body(n.body)
		return seen.then(n.seen)
	case *blockStmt:
		s.blocks = append(s.blocks, n)
		if n.scoped {
			s.scopedBlocks++
		}
		n.seen = s.body(n.body)
		return specials{}
	case *extendsStmt:
		s.extends = true
	}
	var sum specials
	n.each(func(child node) { sum = sum.then(s.node(child)) })
	return sum
}

func (s *survey) name(e *expr) specials {
	bit := special(e.text)
	if e.access == accessLoad {
		return specials{used: bit, loaded: bit}
	}
	if e.access == accessStore && bit == specialLoop {
		s.loopStores = append(s.loopStores, e)
	}
	return specials{used: bit}
}

func (s *survey) signature(sig signature) specials {
	var sum specials
	sig.each(func(child node) { sum = sum.then(s.node(child)) })
	return sum
}

func (s *survey) loop(n *forStmt) specials {
	blocks, stores := s.scopedBlocks, len(s.loopStores)
	seen := s.node(n.target).then(s.node(n.iter))
	n.seen = s.body(n.body)
	seen = seen.then(n.seen).then(s.body(n.orElse))
	if n.test != nil {
		seen = seen.then(s.node(n.test))
	}
	n.scopedBlock = s.scopedBlocks > blocks
	if len(s.loopStores) > stores {
		n.loopStore = s.loopStores[stores]
	}
	return seen
}
