package jinja

import "strings"

// The rules of the tags. Each is called behind the name of its tag, with the
// offset of that name, and returns in front of the %} that ends it.

func (p *parser) ifTag(int) stmt {
	result := &ifStmt{}
	for branch := result; ; {
		branch.test = p.tuple(p.or, false)
		branch.body = p.body("elif", "else", "endif")
		if p.acceptName("elif") {
			branch = &ifStmt{}
			result.elifs = append(result.elifs, branch)
			continue
		}
		if p.acceptName("else") {
			result.orElse = p.body("endif")
		}
		p.acceptName("endif")
		return result
	}
}

func (p *parser) forTag(tag int) stmt {
	s := &forStmt{tag: tag}
	s.target = p.target(false)
	p.expectName("in")
	s.iter = p.tuple(p.or, false)
	if p.acceptName("if") {
		s.test = p.expression()
	}
	s.recursive = p.acceptName("recursive")
	s.body = p.body("else", "endfor")
	if p.acceptName("else") {
		s.orElse = p.body("endfor")
	}
	p.acceptName("endfor")
	return s
}

// target reads what a for, set or with assigns to: names, in tuples or not, and
// in a set also attributes of namespaces.
func (p *parser) target(attrs bool) *expr {
	e := p.tuple(func() *expr { return p.primary(attrs) }, false)
	p.assignable(e, accessStore)
	return e
}

// assignable turns an expression into a target, or fails.
func (p *parser) assignable(e *expr, access access) {
	switch e.kind {
	case exprName:
		e.access = access
	case exprAttrTarget:
	case exprTuple:
		for _, item := range e.kids {
			p.assignable(item, access)
		}
	default:
		p.fail(SyntaxError{
			Kind: Syntax, Offset: e.start, Opened: -1,
			Message: "cannot assign to this expression",
			Hint:    "assign to a name, or to names with commas between them",
		})
	}
}

// bind reads a name that is assigned to.
func (p *parser) bind() binding {
	t := p.expect(tokName)
	switch t.text {
	case "true", "false", "none", "True", "False", "None":
		p.fail(SyntaxError{
			Kind: Syntax, Offset: t.start, Opened: -1,
			Message: "cannot assign to " + quote(t.text) + ", which is a constant",
			Hint:    "choose another name",
		})
	}
	return binding{name: t.text, start: t.start, end: t.end}
}

func (p *parser) setTag(tag int) stmt {
	target := p.target(true)
	if p.accept(tokAssign) {
		return &assignStmt{target: target, value: p.tuple(p.expression, false), tag: tag}
	}
	filter := p.blockFilters(nil)
	return &setBlockStmt{target: target, filter: filter, body: p.closedBody("endset")}
}

func (p *parser) withTag(int) stmt {
	s := &withStmt{}
	for p.until(tokBlockEnd) {
		if len(s.targets) > 0 {
			p.expect(tokComma)
		}
		target := p.target(false)
		p.assignable(target, accessParam)
		p.expect(tokAssign)
		s.targets = append(s.targets, target)
		s.values = append(s.values, p.expression())
	}
	s.body = p.closedBody("endwith")
	return s
}

func (p *parser) filterTag(int) stmt {
	filter := p.blockFilters(p.filter(nil))
	return &filterStmt{filter: filter, body: p.closedBody("endfilter")}
}

func (p *parser) autoescapeTag(tag int) stmt {
	value := p.expression()
	option := p.make(exprKeyword, tag, value)
	return &scopeStmt{inner: &autoescapeStmt{option: option, body: p.closedBody("endautoescape")}}
}

func (p *parser) blockTag(tag int) stmt {
	t := p.expect(tokName)
	s := &blockStmt{tag: tag, binding: binding{name: t.text, start: t.start, end: t.end}}
	s.scoped = p.acceptName("scoped")
	s.required = p.acceptName("required")
	if p.at(tokSub) {
		p.fail(SyntaxError{
			Kind: Syntax, Offset: p.tok.start, Opened: -1,
			Message: "unexpected '-' in the name of a block",
			Hint:    "use an underscore",
		})
	}
	s.body = p.closedBody("endblock")
	if s.required && !blank(s.body) {
		p.fail(SyntaxError{
			Kind: Syntax, Offset: t.start, Opened: -1,
			Message: "required block " + quote(t.text) + " is not empty",
			Hint:    "leave only whitespace and comments in it, or take 'required' away",
		})
	}
	p.acceptName(t.text)
	return s
}

// blank reports whether a body is whitespace.
func blank(body []stmt) bool {
	for _, s := range body {
		output, ok := s.(*outputStmt)
		if !ok {
			return false
		}
		for _, e := range output.kids {
			if e.kind != exprData || skipRun(e.text, 0, isSpace) < len(e.text) {
				return false
			}
		}
	}
	return true
}

func (p *parser) macroTag(tag int) stmt {
	s := &macroStmt{tag: tag, binding: p.bind()}
	s.signature = p.signature()
	s.body = p.closedBody("endmacro")
	return s
}

func (p *parser) callTag(tag int) stmt {
	s := &callStmt{tag: tag}
	if p.at(tokLParen) {
		s.signature = p.signature()
	}
	at := p.tok.start
	s.call = p.expression()
	if s.call.kind != exprCall {
		p.fail(SyntaxError{
			Kind: Syntax, Offset: at, Opened: -1,
			Message: "a call block calls nothing",
			Hint:    "write {% call name() %}",
		})
	}
	s.body = p.closedBody("endcall")
	return s
}

// signature reads the arguments of a macro or call block.
func (p *parser) signature() signature {
	var s signature
	p.expect(tokLParen)
	for p.until(tokRParen) {
		if len(s.args) > 0 {
			p.expect(tokComma)
		}
		name := p.bind()
		s.args = append(s.args, p.finish(&expr{
			kind: exprName, access: accessParam, text: name.name, start: name.start, end: name.end,
		}))
		if p.accept(tokAssign) {
			s.defaults = append(s.defaults, p.expression())
		} else if len(s.defaults) > 0 {
			p.fail(SyntaxError{
				Kind: Syntax, Offset: name.start, Opened: -1,
				Message: "argument " + quote(name.name) + " has no default and follows one that has",
				Hint:    "give it a default, or move it to the front",
			})
		}
	}
	p.expect(tokRParen)
	return s
}

func (p *parser) printTag(int) stmt {
	s := &outputStmt{}
	for p.until(tokBlockEnd) {
		if len(s.kids) > 0 {
			p.expect(tokComma)
		}
		s.kids = append(s.kids, p.expression())
	}
	return s
}

func (p *parser) extendsTag(tag int) stmt {
	return &extendsStmt{template: p.expression(), tag: tag}
}

func (p *parser) includeTag(int) stmt {
	s := &includeStmt{template: p.expression()}
	if p.atName("ignore") && p.peek().is("missing") {
		p.next()
		p.next()
	}
	if p.at(tokName) {
		p.context()
	}
	return s
}

// context moves behind `with context` and `without context`, and reports whether
// either was there. Jinja looks at the text of the token alone, which matters
// where a string may stand: behind the names of a from-import.
func (p *parser) context() bool {
	word := p.at(tokName) || p.at(tokString)
	if !word || p.tok.text != "with" && p.tok.text != "without" || !p.peek().is("context") {
		return false
	}
	p.next()
	p.next()
	return true
}

func (p *parser) importTag(tag int) stmt {
	s := &importStmt{template: p.expression(), tag: tag}
	p.expectName("as")
	s.names = []binding{p.bind()}
	if p.at(tokName) {
		p.context()
	}
	return s
}

func (p *parser) fromTag(tag int) stmt {
	s := &importStmt{template: p.expression(), from: true, tag: tag}
	p.expectName("import")
	for p.err == nil {
		if len(s.names) > 0 {
			p.expect(tokComma)
		}
		if p.at(tokName) && p.context() {
			break
		}
		s.names = append(s.names, p.importedName())
		if p.context() || !p.at(tokComma) {
			break
		}
	}
	return s
}

// importedName reads `name` or `name as alias`, and returns what is stored.
func (p *parser) importedName() binding {
	name := p.bind()
	if strings.HasPrefix(name.name, "_") {
		p.fail(SyntaxError{
			Kind: Assertion, Offset: name.start, Opened: -1,
			Message: "cannot import " + quote(name.name) + ": a name with an underscore before it is private",
		})
	}
	if p.acceptName("as") {
		return p.bind()
	}
	return name
}
