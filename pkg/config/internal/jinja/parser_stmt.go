package jinja

import (
	"slices"
	"strings"
)

// statements reads text, variables and tags up to one of the tags in ends, whose
// name is the current token then, or up to the end of the template.
func (p *parser) statements(ends []string) []stmt {
	var body []stmt
	var output []*expr
	flush := func() {
		if len(output) > 0 {
			body = append(body, &outputStmt{kids: output})
			output = nil
		}
	}
	for !p.at(tokEOF) {
		switch p.tok.kind {
		case tokData:
			t := p.next()
			output = append(output, p.finish(&expr{kind: exprData, text: t.text, start: t.start, end: t.end}))
		case tokVariableBegin:
			p.next()
			output = append(output, p.tuple(p.expression, false))
			p.expect(tokVariableEnd)
		default:
			flush()
			p.next()
			if p.at(tokName) && slices.Contains(ends, p.tok.text) {
				return body
			}
			body = append(body, p.tag())
			p.expect(tokBlockEnd)
		}
	}
	flush()
	return body
}

// tag reads a statement from its name on, up to the end of its last tag.
func (p *parser) tag() stmt {
	t := p.tok
	if t.kind != tokName {
		p.unexpected("the name of a tag")
		return &outputStmt{}
	}
	rule, frames := p.rule(t.text)
	if rule == nil {
		p.unknownTag()
		return &outputStmt{}
	}
	p.enterTag(frames)
	p.tags = append(p.tags, openTag{name: t.text, offset: p.lex.tag})
	p.next()
	s := rule(t.start)
	p.tags = p.tags[:len(p.tags)-1]
	p.leaveTag(frames)
	return s
}

// rule returns what reads the tag behind its name, given the offset of the name,
// and the frames that the tag takes. It is nil for an unknown tag.
func (p *parser) rule(name string) (func(start int) stmt, int) {
	switch name {
	case "for":
		return p.forTag, framesTag
	case "if":
		return p.ifTag, framesTag
	case "set":
		return p.setTag, framesTag
	case "with":
		return p.withTag, framesTag
	case "filter":
		return p.filterTag, framesTag
	case "block":
		return p.blockTag, framesTag
	case "macro":
		return p.macroTag, framesCallable
	case "call":
		return p.callTag, framesCallable
	case "autoescape":
		return p.autoescapeTag, framesEscape
	case "print":
		return p.printTag, framesTag
	case "extends":
		return p.extendsTag, framesTag
	case "include":
		return p.includeTag, framesTag
	case "import":
		return p.importTag, framesTag
	case "from":
		return p.fromTag, framesTag
	}
	return nil, 0
}

// Tags lists the tags that Jinja has without extensions, in order, those that
// end or continue another one included.
func Tags() []string {
	return []string{
		"autoescape", "block", "call", "elif", "else", "endautoescape", "endblock", "endcall", "endfilter",
		"endfor", "endif", "endmacro", "endraw", "endset", "endwith", "extends", "filter", "for", "from",
		"if", "import", "include", "macro", "print", "raw", "set", "with",
	}
}

// body reads the inside of the tag that is open, up to one of ends.
func (p *parser) body(ends ...string) []stmt {
	p.accept(tokColon)
	p.expect(tokBlockEnd)
	p.tags[len(p.tags)-1].ends = ends
	body := p.statements(ends)
	if p.at(tokEOF) {
		open := p.tags[len(p.tags)-1]
		p.fail(SyntaxError{
			Kind: Syntax, Offset: p.tok.start, Opened: open.offset,
			Message: "unexpected end of template: block '" + open.name + "' is not closed",
			Hint:    "add {% " + ends[len(ends)-1] + " %}",
		})
	}
	return body
}

// closedBody reads the inside of a tag and the name of the tag that ends it.
func (p *parser) closedBody(end string) []stmt {
	body := p.body(end)
	p.next()
	return body
}

// unknownTag fails at a name that is no tag, or not here.
func (p *parser) unknownTag() {
	name := p.tok.text
	e := SyntaxError{Kind: Syntax, Offset: p.tok.start, Opened: -1}
	switch {
	case !slices.Contains(Tags(), name):
		e.Kind, e.Name = UnknownTag, name
		e.Message = "unknown tag '" + name + "'"
	case name == "raw":
		e.Message = "tag 'raw' takes nothing but its name"
		e.Hint = "write {% raw %}"
	case len(p.tags) == 0:
		e.Message = "unexpected tag '" + name + "'"
		e.Hint = "nothing is open that it belongs to"
	default:
		open := p.tags[len(p.tags)-1]
		e.Opened = open.offset
		e.Message = "unexpected tag '" + name + "': block '" + open.name + "' is still open"
		e.Hint = "close it with {% " + open.ends[len(open.ends)-1] + " %}"
	}
	p.fail(e)
}

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

func (p *parser) forTag(start int) stmt {
	s := &forStmt{start: start}
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
			Message: "cannot assign to '" + t.text + "', which is a constant",
			Hint:    "choose another name",
		})
	}
	return binding{name: t.text, start: t.start, end: t.end}
}

func (p *parser) setTag(start int) stmt {
	target := p.target(true)
	if p.accept(tokAssign) {
		return &assignStmt{target: target, value: p.tuple(p.expression, false), start: start}
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

func (p *parser) autoescapeTag(start int) stmt {
	value := p.expression()
	option := p.make(exprKeyword, start, value)
	return &scopeStmt{inner: &autoescapeStmt{option: option, body: p.closedBody("endautoescape")}}
}

func (p *parser) blockTag(int) stmt {
	t := p.expect(tokName)
	s := &blockStmt{binding: binding{name: t.text, start: t.start, end: t.end}}
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
			Message: "required block '" + t.text + "' is not empty",
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

func (p *parser) macroTag(int) stmt {
	s := &macroStmt{binding: p.bind()}
	s.signature = p.signature()
	s.body = p.closedBody("endmacro")
	return s
}

func (p *parser) callTag(start int) stmt {
	s := &callStmt{start: start}
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
				Message: "argument '" + name.name + "' has no default and follows one that has",
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

func (p *parser) extendsTag(start int) stmt {
	return &extendsStmt{template: p.expression(), start: start}
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

func (p *parser) importTag(start int) stmt {
	s := &importStmt{template: p.expression(), start: start}
	p.expectName("as")
	s.names = []binding{p.bind()}
	if p.at(tokName) {
		p.context()
	}
	return s
}

func (p *parser) fromTag(start int) stmt {
	s := &importStmt{template: p.expression(), from: true, start: start}
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
			Message: "cannot import '" + name.name + "': a name with an underscore before it is private",
		})
	}
	if p.acceptName("as") {
		return p.bind()
	}
	return name
}
