package jinja

import "strings"

// What may stand behind an operand: attributes, items, calls, filters, tests.

func (p *parser) postfix(e *expr) *expr {
	for {
		switch p.tok.kind {
		case tokDot:
			e = p.attribute(e)
		case tokLBracket:
			e = p.item(e)
		case tokLParen:
			e = p.call(e)
		default:
			return e
		}
	}
}

func (p *parser) filtersAndTests(e *expr) *expr {
	for {
		switch {
		case p.at(tokPipe):
			p.next()
			e = p.filter(e)
		case p.atName("is"):
			e = p.test(e)
		case p.at(tokLParen):
			e = p.call(e)
		default:
			return e
		}
	}
}

// attribute reads .name, or .0, which is an item.
func (p *parser) attribute(e *expr) *expr {
	p.next()
	switch t := p.tok; t.kind {
	case tokName:
		p.next()
		return p.finish(&expr{kind: exprAttr, text: t.text, start: e.start, end: p.last.end, kids: []*expr{e}})
	case tokInteger:
		p.next()
		return p.make(exprItem, e.start, e, p.constant(t.start, numberValue(t)))
	}
	p.unexpected("the name of an attribute or a number")
	return e
}

// item reads [key]; several keys, or none, are a tuple.
func (p *parser) item(e *expr) *expr {
	start := p.next().start
	p.enter(framesGroup)
	defer p.leave(framesGroup)
	var keys []*expr
	for p.until(tokRBracket) {
		if len(keys) > 0 {
			p.expect(tokComma)
		}
		keys = append(keys, p.subscript())
	}
	p.expect(tokRBracket)
	if len(keys) == 1 {
		return p.make(exprItem, e.start, e, keys[0])
	}
	return p.make(exprItem, e.start, e, p.make(exprTuple, start, keys...))
}

// subscript reads a key, or a slice with any of its three parts left out.
func (p *parser) subscript() *expr {
	start := p.tok.start
	var bounds []*expr
	if !p.at(tokColon) {
		bounds = append(bounds, p.expression())
		if !p.at(tokColon) {
			return bounds[0]
		}
	}
	for part := 0; part < 2 && p.accept(tokColon); part++ {
		if !p.at(tokColon) && !p.at(tokRBracket) && !p.at(tokComma) {
			bounds = append(bounds, p.expression())
		}
	}
	return p.make(exprSlice, start, bounds...)
}

func (p *parser) call(callee *expr) *expr {
	args := p.arguments()
	return p.make(exprCall, callee.start, append([]*expr{callee}, args...)...)
}

// arguments reads ( … ): plain ones, then name=value, then *args and **kwargs.
func (p *parser) arguments() []*expr {
	open := p.expect(tokLParen)
	p.enter(framesGroup)
	defer p.leave(framesGroup)
	var a argumentList
	for p.until(tokRParen) {
		if a.any {
			p.expect(tokComma)
			if p.at(tokRParen) {
				break
			}
		}
		if !p.argument(&a) {
			p.fail(SyntaxError{
				Kind: Syntax, Offset: p.tok.start, Opened: open.start,
				Message: "arguments are in the wrong order",
				Hint:    "plain arguments come first, then name=value, then one *list, then one **dict",
			})
		}
		a.any = true
	}
	p.expect(tokRParen)
	return append(append(append(a.plain, a.named...), a.list...), a.dict...)
}

// argumentList holds arguments by what they are; list and dict hold one at most.
type argumentList struct {
	plain, named, list, dict []*expr
	any                      bool
}

// argument reads one argument and reports whether it may stand where it does.
func (p *parser) argument(a *argumentList) bool {
	start := p.tok.start
	switch {
	case p.at(tokMul):
		if len(a.list)+len(a.dict) > 0 {
			return false
		}
		p.next()
		a.list = append(a.list, p.expression())
	case p.at(tokPow):
		if len(a.dict) > 0 {
			return false
		}
		p.next()
		a.dict = append(a.dict, p.expression())
	case p.at(tokName) && p.peek().kind == tokAssign:
		if len(a.dict) > 0 {
			return false
		}
		name := p.next().text
		p.next()
		value := p.expression()
		a.named = append(a.named, p.finish(&expr{
			kind: exprKeyword, text: name, start: start, end: p.last.end, kids: []*expr{value},
		}))
	default:
		if len(a.named)+len(a.list)+len(a.dict) > 0 {
			return false
		}
		a.plain = append(a.plain, p.expression())
	}
	return true
}

// filter reads a filter behind its bar. The input is nil where it is a block.
func (p *parser) filter(input *expr) *expr {
	at := p.tok.start
	name := p.dottedName()
	end := p.last.end
	var kids []*expr
	if input != nil {
		kids = append(kids, input)
	}
	if p.at(tokLParen) {
		kids = append(kids, p.arguments()...)
	}
	return p.finish(&expr{kind: exprFilter, text: name, start: at, end: end, kids: kids})
}

// blockFilters reads filters for a block, | included before the second one.
func (p *parser) blockFilters(e *expr) *expr {
	for p.accept(tokPipe) {
		e = p.filter(e)
	}
	return e
}

// test reads `is name`, `is not name`, and an argument with parentheses or without.
func (p *parser) test(input *expr) *expr {
	start := p.next().start
	negated := p.acceptName("not")
	at := p.tok.start
	name := p.dottedName()
	end := p.last.end
	kids := []*expr{input}
	switch p.tok.kind {
	case tokLParen:
		kids = append(kids, p.arguments()...)
	case tokName, tokString, tokInteger, tokFloat, tokLBracket, tokLBrace:
		if p.atName("else") || p.atName("or") || p.atName("and") {
			break
		}
		if p.atName("is") {
			p.fail(SyntaxError{
				Kind: Syntax, Offset: p.tok.start, Opened: -1,
				Message: "a test cannot follow another one",
				Hint:    "join them with 'and', or put the first into parentheses",
			})
		}
		kids = append(kids, p.postfix(p.primary(false)))
	}
	e := p.finish(&expr{kind: exprTest, text: name, start: at, end: end, kids: kids})
	if negated {
		e = p.make(exprNot, start, e)
	}
	return e
}

// dottedName reads name.name as one name.
func (p *parser) dottedName() string {
	first := p.expect(tokName).text
	if !p.at(tokDot) {
		return first
	}
	var name strings.Builder
	name.WriteString(first)
	for p.accept(tokDot) {
		name.WriteByte('.')
		name.WriteString(p.expect(tokName).text)
	}
	return name.String()
}
