package jinja

// compiler goes over a template as Jinja's compiler does, frame by frame, and
// reports what the compiler refuses: unknown filters and tests (R64) and the few
// uses of special names that have no meaning.
type compiler struct {
	scope *scope
	// filters and tests are those of the environment, in order.
	filters, tests []string
	errs           ErrorList
	// uses are the filters that the compiler reaches.
	uses []filterUse
	// extended: an extends outside of any if has been passed; a second one ends
	// what the compiler looks at.
	extended bool
	// volatile: inside of an autoescape that is not constant nothing is folded.
	volatile bool
	steps    int
}

// filterUse is a filter that the compiler reaches. In a soft frame an unknown
// one fails only where it is rendered.
type filterUse struct {
	filter *expr
	soft   bool
}

// frame is what the compiler knows of the place where it is.
type frame struct {
	// top: no frame but ifs around; only there a template may extend another one.
	top bool
	// root: not even an if around.
	root bool
	// soft: inside of an if, not counting ifs outside of the frame (R64).
	soft bool
	// silent: output is skipped once the template is known to extend another one.
	silent bool
}

// inner returns the frame inside of f that a loop and the like open.
func (f frame) inner() frame { return frame{silent: f.silent} }

// inIf returns f inside of an if, or in an inline if.
func (f frame) inIf() frame {
	f.root, f.soft = false, true
	return f
}

// tree compiles a template that was surveyed, its blocks after the rest: they
// see nothing of it (R68).
func (c *compiler) tree(t *template, s *survey) {
	c.uniqueBlocks(s.blocks)
	mark := c.scope.enter()
	c.declareSpecials(t.seen.loaded & specialSelf)
	c.scope.body(t.body)
	c.body(t.body, frame{top: true, root: true, silent: s.extends})
	c.scope.leave(mark)
	for _, block := range s.blocks {
		mark := c.scope.enter()
		c.declareSpecials(block.seen.loaded & (specialSelf | specialSuper))
		c.scope.body(block.body)
		c.body(block.body, frame{})
		c.scope.leave(mark)
	}
}

func (c *compiler) fail(e SyntaxError) { c.errs = append(c.errs, &e) }

func (c *compiler) uniqueBlocks(blocks []*blockStmt) {
	first := map[string]int{}
	for _, block := range blocks {
		at, twice := first[block.name]
		if !twice {
			first[block.name] = block.start
			continue
		}
		c.fail(SyntaxError{
			Kind: Assertion, Offset: block.start, Opened: at,
			Message: "block " + quote(block.name) + " is defined twice",
			Hint:    "give it another name",
		})
	}
}

// declareSpecials declares names that Jinja provides where they are used.
func (c *compiler) declareSpecials(set specialSet) {
	for _, name := range []string{"self", "super", "loop", "caller", "kwargs", "varargs"} {
		if set&special(name) != 0 {
			c.scope.declare(name)
		}
	}
}

// body compiles statements. It stops behind a second extends, where Jinja does.
func (c *compiler) body(body []stmt, f frame) {
	for _, statement := range body {
		c.steps++
		if extends, ok := statement.(*extendsStmt); ok {
			if !c.extend(extends, f) {
				return
			}
			continue
		}
		c.statement(statement, f)
	}
}

// extend reports whether what follows is compiled.
func (c *compiler) extend(n *extendsStmt, f frame) bool {
	if !f.top {
		c.fail(SyntaxError{
			Kind: Assertion, Offset: n.tag, Opened: -1,
			Message: "tag 'extends' stands inside of another block",
			Hint:    "move it to the start of the template",
		})
		return true
	}
	if c.extended {
		return false
	}
	c.expr(n.template, f)
	c.extended = f.root
	return true
}

func (c *compiler) statement(statement stmt, f frame) {
	switch n := statement.(type) {
	case *outputStmt:
		c.output(n, f)
	case *ifStmt:
		c.ifStmt(n, f.inIf())
	case *forStmt:
		c.loop(n, f)
	case *macroStmt:
		c.macro(n.signature, n.body, n.seen, n.tag, f)
	case *callStmt:
		c.macro(n.signature, n.body, n.seen, n.tag, f)
		c.expr(n.call, f)
	case *filterStmt:
		c.inside(f.inner(), func(inner frame) {
			c.scope.body(n.body)
			c.scope.names(n.filter)
			c.body(n.body, inner)
			c.expr(n.filter, inner)
		})
	case *withStmt:
		c.exprs(n.values, f)
		c.inside(f.inner(), func(inner frame) {
			c.scope.allNames(n.targets)
			c.scope.body(n.body)
			c.body(n.body, inner)
		})
	case *includeStmt:
		c.expr(n.template, f)
	case *importStmt:
		c.expr(n.template, f)
	case *assignStmt:
		c.expr(n.value, f)
	case *setBlockStmt:
		c.setBlock(n, f)
	case *scopeStmt:
		c.autoescape(n.inner, f)
	}
}

// inside runs a pass in a frame of its own.
func (c *compiler) inside(inner frame, pass func(inner frame)) {
	mark := c.scope.enter()
	pass(inner)
	c.scope.leave(mark)
}

// output compiles what is printed. A constant is printed as it is, unvisited.
func (c *compiler) output(n *outputStmt, f frame) {
	if f.silent && c.extended {
		return
	}
	for _, e := range n.kids {
		if e.value == nil && e.kind != exprData {
			c.expr(e, f)
		}
	}
}

func (c *compiler) ifStmt(n *ifStmt, f frame) {
	c.expr(n.test, f)
	c.body(n.body, f)
	for _, elif := range n.elifs {
		c.expr(elif.test, f)
		c.body(elif.body, f)
	}
	c.body(n.orElse, f)
}

// loop compiles a for: its condition, body and else are frames of their own, and
// what it iterates over belongs to the frame around it (R65).
func (c *compiler) loop(n *forStmt, f frame) {
	if n.loopStore != nil {
		c.fail(SyntaxError{
			Kind: Assertion, Offset: n.loopStore.start, Opened: n.tag,
			Message: "cannot assign to 'loop' inside of a for",
			Hint:    "choose another name",
		})
	}
	c.expr(n.iter, f)
	if n.test != nil {
		c.inside(f.inner(), func(inner frame) {
			c.scope.declareTarget(n.target)
			c.scope.names(n.test)
			c.expr(n.test, inner)
		})
	}
	c.inside(f.inner(), func(inner frame) {
		if n.recursive || n.scopedBlock || n.seen.loaded&specialLoop != 0 {
			c.scope.declare("loop")
		}
		c.scope.declareTarget(n.target)
		c.scope.body(n.body)
		c.body(n.body, inner)
	})
	c.inside(f.inner(), func(inner frame) {
		c.scope.body(n.orElse)
		c.body(n.orElse, inner)
	})
}

// macro compiles the inside of a macro or of a call block.
func (c *compiler) macro(sig signature, body []stmt, seen specials, tag int, f frame) {
	inner := f.inner()
	inner.silent = false
	if at := callerWithoutDefault(sig); at != nil && seen.loaded&specialCaller != 0 {
		c.fail(SyntaxError{
			Kind: Assertion, Offset: at.start, Opened: tag,
			Message: "argument 'caller' has no default, and the body uses it",
			Hint:    "leave it out, Jinja provides it, or give it a default",
		})
	}
	c.inside(inner, func(inner frame) {
		c.declareSpecials(seen.loaded & (specialCaller | specialKwargs | specialVarargs))
		c.scope.allNames(sig.args)
		c.scope.allNames(sig.defaults)
		c.scope.body(body)
		c.exprs(sig.defaults, inner)
		c.body(body, inner)
	})
}

// callerWithoutDefault returns the last argument called caller, unless it has a
// default.
func callerWithoutDefault(sig signature) *expr {
	var caller *expr
	for i, arg := range sig.args {
		if arg.text == "caller" {
			caller = nil
			if len(sig.args)-i > len(sig.defaults) {
				caller = arg
			}
		}
	}
	return caller
}

// setBlock compiles a set block. Jinja forgets to look for the names in the
// arguments of its filters, and fails where nothing else mentions them (R69b).
func (c *compiler) setBlock(n *setBlockStmt, f frame) {
	inner := f.inner()
	inner.silent = false
	c.inside(inner, func(inner frame) {
		c.scope.body(n.body)
		c.body(n.body, inner)
		if n.filter != nil {
			c.expr(n.filter, inner)
		}
	})
}

func (c *compiler) autoescape(n *autoescapeStmt, f frame) {
	c.inside(f.inner(), func(inner frame) {
		c.scope.names(n.option)
		c.scope.body(n.body)
		setting := n.option.kids[0]
		c.expr(setting, inner)
		if setting.fails && (!setting.folds() || c.volatile) {
			c.unhashableKey(setting)
		}
		saved := c.volatile
		if setting.value == nil {
			c.volatile = true
		}
		c.body(n.body, inner)
		c.volatile = saved
	})
}
