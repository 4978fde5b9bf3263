package jinja

// parser builds the tree of a template.
//
// The first error ends the parse: fail records it and turns every further token
// into the end of the template, at which all rules stop by themselves. They
// return some node then, which nobody looks at.
type parser struct {
	lex   lexer
	tok   token // the current one
	ahead token // the one after it, if peeked
	// peeked: ahead has been read from the lexer.
	peeked bool
	// last is the token before the current one.
	last token
	// tags are the tags that are open, from the outermost.
	tags []openTag
	// frames and tagFrames account for depth; see limit.go.
	frames, tagFrames int
	err               *SyntaxError
}

type openTag struct {
	name   string
	offset int
	// ends are the tags that may come next on this level; the last closes it.
	ends []string
}

// parse returns the tree, or nil and the error. Tokens from the offset suffix on
// are called the end of the condition in messages.
func parse(src string, suffix int) (*template, int, *SyntaxError) {
	p := &parser{lex: newLexer(src, suffix)}
	p.tok = p.read()
	body := p.statements(nil)
	if p.err != nil {
		return nil, p.lex.steps, p.err
	}
	return &template{body: body}, p.lex.steps, nil
}

// read takes a token from the lexer and reports the lexer's error.
func (p *parser) read() token {
	t := p.lex.next()
	if t.kind == tokInvalid {
		p.fail(*p.lex.err)
		t.kind = tokEOF
	}
	return t
}

// next moves on by one token and returns the one that was current.
func (p *parser) next() token {
	t := p.tok
	p.last = t
	if p.peeked {
		p.tok, p.peeked = p.ahead, false
	} else {
		p.tok = p.read()
	}
	return t
}

// peek returns the token after the current one.
func (p *parser) peek() token {
	if !p.peeked {
		ahead := p.read()
		if p.err != nil {
			return p.tok
		}
		p.ahead, p.peeked = ahead, true
	}
	return p.ahead
}

func (p *parser) at(kind tokenKind) bool { return p.tok.kind == kind }

func (p *parser) atName(name string) bool { return p.tok.is(name) }

func (t token) is(name string) bool { return t.kind == tokName && t.text == name }

// accept moves behind a token of the kind, if it is the current one.
func (p *parser) accept(kind tokenKind) bool {
	if !p.at(kind) {
		return false
	}
	p.next()
	return true
}

func (p *parser) acceptName(name string) bool {
	if !p.atName(name) {
		return false
	}
	p.next()
	return true
}

// expect moves behind a token of the kind, or fails.
func (p *parser) expect(kind tokenKind) token {
	if p.at(kind) {
		return p.next()
	}
	if kind == tokVariableEnd && p.lex.suffix > 0 {
		p.unexpected(conditionEnd)
	} else {
		p.unexpected(kind.String())
	}
	return p.tok
}

func (p *parser) expectName(name string) {
	if !p.acceptName(name) {
		p.unexpected("'" + name + "'")
	}
}

// until reports whether a list that the kind ends goes on.
func (p *parser) until(kind tokenKind) bool { return p.err == nil && !p.at(kind) }

// fail records the first error and ends the template here.
func (p *parser) fail(e SyntaxError) {
	if p.err != nil {
		return
	}
	p.err = &e
	p.lex.stop()
	p.peeked = false
	p.tok = token{kind: tokEOF, start: p.tok.start, end: p.tok.start}
}

// unexpected fails at the current token, where something else was to come.
func (p *parser) unexpected(wanted string) {
	e := SyntaxError{
		Kind: Syntax, Offset: p.tok.start, Opened: -1,
		Message: "unexpected " + p.lex.describe(p.tok) + ", expected " + wanted,
		Hint:    p.hint(),
	}
	if open := p.lex.open; p.at(tokEOF) && len(open) > 0 {
		e.Opened = open[len(open)-1].offset
	} else if p.at(tokEOF) {
		e.Opened = p.lex.tag
	}
	p.fail(e)
}

// make returns a node that ends where the last token did. It accounts for its
// depth and folds it.
func (p *parser) make(kind exprKind, start int, kids ...*expr) *expr {
	e := &expr{kind: kind, access: accessLoad, start: start, end: p.last.end, kids: kids}
	return p.finish(e)
}

func (p *parser) finish(e *expr) *expr {
	e.frames = framesNode
	if e.kind == exprCond && len(e.kids) > 2 {
		e.frames = framesElse
	}
	deepest := 0
	for _, kid := range e.kids {
		deepest = max(deepest, kid.frames)
		e.failsInside = e.failsInside || kid.failsInside
	}
	e.frames += deepest
	p.checkDepth(p.tagFrames+e.frames, e.start)
	e.fold()
	return e
}
