package jinja

import "slices"

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
// and the frames that the passes take for it. It is nil for an unknown tag.
func (p *parser) rule(name string) (func(tag int) stmt, int) {
	switch name {
	case "for":
		return p.forTag, framesBlock
	case "if":
		return p.ifTag, framesBlock
	case "set":
		return p.setTag, framesBlock
	case "with":
		return p.withTag, framesBlock
	case "filter":
		return p.filterTag, framesBlock
	case "block":
		return p.blockTag, framesBlock
	case "macro":
		return p.macroTag, framesCallable
	case "call":
		return p.callTag, framesCallable
	case "autoescape":
		return p.autoescapeTag, framesEscape
	case "print":
		return p.printTag, framesBlock
	case "extends":
		return p.extendsTag, framesBlock
	case "include":
		return p.includeTag, framesBlock
	case "import":
		return p.importTag, framesBlock
	case "from":
		return p.fromTag, framesBlock
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
		e.Message = "unknown tag " + quote(name)
		e.Hint = tagHint(name)
	case name == "raw":
		e.Message = "tag 'raw' takes nothing but its name"
		e.Hint = "write {% raw %}"
	case len(p.tags) == 0:
		e.Message = "unexpected tag " + quote(name)
		e.Hint = "nothing is open that it belongs to"
	default:
		open := p.tags[len(p.tags)-1]
		e.Opened = open.offset
		e.Message = "unexpected tag " + quote(name) + ": block '" + open.name + "' is still open"
		e.Hint = "close it with {% " + open.ends[len(open.ends)-1] + " %}"
	}
	p.fail(e)
}
