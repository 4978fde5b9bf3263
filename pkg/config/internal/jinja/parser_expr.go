package jinja

// The rules for expressions, from the weakest operator to the strongest. Those
// that are left-associative are loops, so a long chain costs no stack.

// expression reads one expression, with inline ifs.
func (p *parser) expression() *expr {
	start := p.tok.start
	left := p.or()
	for p.acceptName("if") {
		kids := []*expr{p.or(), left}
		if p.acceptName("else") {
			p.enter(framesPrefix)
			kids = append(kids, p.expression())
			p.leave(framesPrefix)
		}
		left = p.make(exprCond, start, kids...)
	}
	return left
}

func (p *parser) or() *expr {
	start := p.tok.start
	left := p.and()
	for p.acceptName("or") {
		right := p.and()
		left = p.make(exprOr, start, left, right)
	}
	return left
}

func (p *parser) and() *expr {
	start := p.tok.start
	left := p.not()
	for p.acceptName("and") {
		right := p.not()
		left = p.make(exprAnd, start, left, right)
	}
	return left
}

func (p *parser) not() *expr {
	start := p.tok.start
	if !p.acceptName("not") {
		return p.compare()
	}
	p.enter(framesPrefix)
	operand := p.not()
	p.leave(framesPrefix)
	return p.make(exprNot, start, operand)
}

func (p *parser) compare() *expr {
	start := p.tok.start
	kids := []*expr{p.sum()}
	for {
		at := p.tok.start
		op := p.comparison()
		if op == 0 {
			break
		}
		operand := p.sum()
		kids = append(kids, p.operator(exprOperand, op, at, operand))
	}
	if len(kids) == 1 {
		return kids[0]
	}
	return p.make(exprCompare, start, kids...)
}

// comparison moves behind a comparison operator and returns it, or 0.
func (p *parser) comparison() tokenKind {
	switch p.tok.kind {
	case tokEq, tokNe, tokLt, tokLtEq, tokGt, tokGtEq:
		return p.next().kind
	}
	if p.acceptName("in") {
		return opIn
	}
	if p.atName("not") && p.peek().is("in") {
		p.next()
		p.next()
		return opNotIn
	}
	return 0
}

// operator makes a node with an operator.
func (p *parser) operator(kind exprKind, op tokenKind, start int, kids ...*expr) *expr {
	return p.finish(&expr{kind: kind, op: op, start: start, end: p.last.end, kids: kids})
}

// math reads operands with any of the operators between them.
func (p *parser) math(operand func() *expr, ops ...tokenKind) *expr {
	start := p.tok.start
	left := operand()
	for {
		op := p.anyOf(ops)
		if op == 0 {
			return left
		}
		right := operand()
		left = p.operator(exprMath, op, start, left, right)
	}
}

func (p *parser) anyOf(kinds []tokenKind) tokenKind {
	for _, kind := range kinds {
		if p.accept(kind) {
			return kind
		}
	}
	return 0
}

func (p *parser) sum() *expr { return p.math(p.concat, tokAdd, tokSub) }

func (p *parser) concat() *expr {
	start := p.tok.start
	kids := []*expr{p.product()}
	for p.accept(tokTilde) {
		kids = append(kids, p.product())
	}
	if len(kids) == 1 {
		return kids[0]
	}
	return p.make(exprConcat, start, kids...)
}

func (p *parser) product() *expr {
	return p.math(p.power, tokMul, tokDiv, tokFloorDiv, tokMod)
}

// power is left-associative, other than in Python (R69b).
func (p *parser) power() *expr {
	return p.math(func() *expr { return p.unary(true) }, tokPow)
}

// unary reads an operand with its sign, attributes, items and calls, and its
// filters and tests if it may have those: a sign binds closer than they do.
func (p *parser) unary(filters bool) *expr {
	start := p.tok.start
	var e *expr
	switch op := p.tok.kind; op {
	case tokSub, tokAdd:
		p.next()
		p.enter(framesPrefix)
		operand := p.unary(false)
		p.leave(framesPrefix)
		e = p.operator(exprSign, op, start, operand)
	default:
		e = p.primary(false)
	}
	e = p.postfix(e)
	if filters {
		e = p.filtersAndTests(e)
	}
	return e
}

// primary reads a name, a literal or something in brackets. In a target of set,
// ns.attr is an attribute to assign to.
func (p *parser) primary(attrTarget bool) *expr {
	start := p.tok.start
	switch p.tok.kind {
	case tokName:
		return p.nameOrConstant(attrTarget)
	case tokString:
		return p.strings()
	case tokInteger, tokFloat:
		t := p.next()
		return p.constant(start, numberValue(t))
	case tokLParen:
		p.enter(framesGroup)
		defer p.leave(framesGroup)
		p.next()
		e := p.tuple(p.expression, true)
		p.expect(tokRParen)
		return e
	case tokLBracket:
		return p.list()
	case tokLBrace:
		return p.dict()
	}
	p.unexpected("an expression")
	return &expr{}
}

func (p *parser) nameOrConstant(attrTarget bool) *expr {
	t := p.next()
	switch t.text {
	case "true", "True":
		return p.constant(t.start, boolValue(true))
	case "false", "False":
		return p.constant(t.start, boolValue(false))
	case "none", "None":
		return p.constant(t.start, &constant{kind: constNone})
	}
	kind := exprName
	if attrTarget && p.accept(tokDot) {
		kind = exprAttrTarget
		p.expect(tokName)
	}
	return p.finish(&expr{kind: kind, access: accessLoad, text: t.text, start: t.start, end: t.end})
}

// strings reads a string, or several in a row, which are one.
func (p *parser) strings() *expr {
	first := p.next()
	value := stringValue(first.text)
	for p.at(tokString) {
		value = value.join(stringValue(p.next().text))
	}
	return p.constant(first.start, value)
}

func (p *parser) constant(start int, value *constant) *expr {
	return p.finish(&expr{kind: exprConst, start: start, end: p.last.end, value: value})
}

// tuple reads elements up to the end of a tag or a parenthesis. One without a
// comma is the element itself; none at all is a tuple only in parentheses.
func (p *parser) tuple(element func() *expr, parentheses bool) *expr {
	start := p.tok.start
	var items []*expr
	comma := false
	for {
		if len(items) > 0 {
			p.expect(tokComma)
		}
		if p.at(tokVariableEnd) || p.at(tokBlockEnd) || p.at(tokRParen) {
			break
		}
		items = append(items, element())
		if !p.at(tokComma) {
			break
		}
		comma = true
	}
	if !comma && len(items) > 0 {
		return items[0]
	}
	if !comma && !parentheses {
		p.unexpected("an expression")
	}
	return p.make(exprTuple, start, items...)
}

func (p *parser) list() *expr {
	start := p.expect(tokLBracket).start
	p.enter(framesLiteral)
	defer p.leave(framesLiteral)
	items := p.items(tokRBracket, p.expression)
	return p.make(exprList, start, items...)
}

func (p *parser) dict() *expr {
	start := p.expect(tokLBrace).start
	p.enter(framesLiteral)
	defer p.leave(framesLiteral)
	pairs := p.items(tokRBrace, func() *expr {
		at := p.tok.start
		key := p.expression()
		p.expect(tokColon)
		value := p.expression()
		return p.make(exprPair, at, key, value)
	})
	return p.make(exprDict, start, pairs...)
}

// items reads elements with commas between them, and maybe one at the end, and
// moves behind the closing bracket.
func (p *parser) items(closer tokenKind, element func() *expr) []*expr {
	var items []*expr
	for p.until(closer) {
		if len(items) > 0 {
			p.expect(tokComma)
		}
		if p.at(closer) {
			break
		}
		items = append(items, element())
	}
	p.expect(closer)
	return items
}
