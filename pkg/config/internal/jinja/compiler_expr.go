package jinja

func (c *compiler) exprs(exprs []*expr, f frame) {
	for _, e := range exprs {
		c.expr(e, f)
	}
}

// expr compiles an expression: folded if it is constant, else its parts.
func (c *compiler) expr(e *expr, f frame) {
	c.steps++
	if e.folds() && !c.volatile {
		if e.failsInside {
			c.unhashableKey(e)
			return
		}
		if e.value != nil {
			return
		}
	}
	switch e.kind {
	case exprName:
		c.name(e)
	case exprCond:
		f = f.inIf()
	case exprFilter:
		c.uses = append(c.uses, filterUse{filter: e, soft: f.soft})
		if !f.soft && !listed(c.filters, e.text) {
			c.unknown(e, UnknownFilter, "filter")
		}
	case exprTest:
		if !f.soft && !listed(c.tests, e.text) {
			c.unknown(e, UnknownTest, "test")
		}
	}
	c.exprs(e.kids, f)
}

// folds reports whether Jinja tries to fold an expression of this kind as a
// whole. Of a tuple, list or dict it folds the elements only.
func (e *expr) folds() bool {
	switch e.kind {
	case exprCond, exprFilter, exprTest, exprCall, exprItem, exprAttr, exprConcat, exprCompare,
		exprMath, exprAnd, exprOr, exprNot, exprSign:
		return true
	}
	return false
}

// unhashableKey reports a dict in e that Python could not build.
func (c *compiler) unhashableKey(e *expr) {
	c.fail(SyntaxError{
		Kind: Assertion, Offset: e.start, Opened: -1,
		Message: "a list or dict is the key of a dict",
		Hint:    "use a string or a number as the key",
	})
}

func (c *compiler) unknown(e *expr, kind Kind, what string) {
	c.fail(SyntaxError{
		Kind: kind, Offset: e.start, Opened: -1, Name: e.text,
		Message: "unknown " + what + " " + quote(e.text),
	})
}

// name checks that the frame knows a name, as it does unless it was overlooked.
func (c *compiler) name(e *expr) {
	if _, known := c.scope.known[e.text]; known {
		return
	}
	c.fail(SyntaxError{
		Kind: Assertion, Offset: e.start, Opened: -1,
		Message: "variable " + quote(e.text) + " cannot be an argument of the filter of a set block",
		Hint:    "set another variable to it first, or filter where the block is used",
	})
}
