package jinja

import (
	"strings"
	"unicode/utf8"
)

// lexer cuts a template into tokens, one at a time, as the parser asks for them:
// an error that the parser meets first is the one that is reported, as in Jinja.
type lexer struct {
	src string
	pos int
	// end is the kind that closes the tag which the lexer is in, and 0 in text.
	end tokenKind
	// tag is the offset of that tag.
	tag int
	// suffix is the offset from which on the source is not the user's, if not 0.
	suffix int
	// open holds the brackets of the tag that are not closed yet. A tag ends only
	// where all are.
	open []bracket
	// err is the error that the token tokInvalid stands for.
	err *SyntaxError
	// steps counts the bytes and tokens looked at; tests hold it to linear growth.
	steps int
}

type bracket struct {
	closer byte
	offset int
}

// newLexer starts at the beginning of src. One newline at its end belongs to
// nobody: Jinja drops it before it looks for tags.
func newLexer(src string, suffix int) lexer {
	if strings.HasSuffix(src, "\n") {
		src = strings.TrimSuffix(src[:len(src)-1], "\r")
	} else {
		src = strings.TrimSuffix(src, "\r")
	}
	return lexer{src: src, suffix: suffix}
}

// stop makes every further token the end of the template.
func (l *lexer) stop() {
	l.pos, l.end, l.open = len(l.src), 0, nil
}

// fail records the error and returns the token for it.
func (l *lexer) fail(e SyntaxError) token {
	l.err = &e
	return token{kind: tokInvalid, start: e.Offset, end: e.Offset}
}

// conditionEnd is what the }} behind a condition is called: nobody wrote it.
const conditionEnd = "end of the condition"

// describe names a token in a message.
func (l *lexer) describe(t token) string {
	if l.suffix > 0 && t.start >= l.suffix {
		return conditionEnd
	}
	return t.String()
}

// next returns the next token, and tokEOF for ever after the last one.
func (l *lexer) next() token {
	l.steps++
	if l.end != 0 {
		return l.inTag()
	}
	return l.inText()
}

// inText returns the data up to the next tag, or the beginning of that tag.
func (l *lexer) inText() token {
	for l.pos < len(l.src) {
		start := l.pos
		tag := findTag(l.src, start)
		l.steps += tag - start
		if tag > start {
			l.pos = tag
			if data := l.data(start, tag, tag); data.text != "" {
				return data
			}
			continue
		}
		if t := l.openTag(); t.kind != 0 {
			return t
		}
	}
	return token{kind: tokEOF, start: l.pos, end: l.pos}
}

// findTag returns the offset of the next {{, {% or {#, or the end of src.
func findTag(src string, from int) int {
	for i := from; ; i++ {
		at := strings.IndexByte(src[i:], '{')
		if at < 0 || i+at+1 >= len(src) {
			return len(src)
		}
		i += at
		if c := src[i+1]; c == '{' || c == '%' || c == '#' {
			return i
		}
	}
}

// data makes the token for src[start:end], before the tag at the offset tag,
// whose minus sign takes the whitespace before it away.
func (l *lexer) data(start, end, tag int) token {
	if l.signAt(tag) == '-' {
		end = start + trimRun(l.src[start:end], end-start, isSpace)
	}
	return token{kind: tokData, text: l.src[start:end], start: start, end: end}
}

// signAt returns the whitespace control sign of the tag at an offset, or 0.
func (l *lexer) signAt(tag int) byte {
	if tag+2 < len(l.src) && (l.src[tag+2] == '-' || l.src[tag+2] == '+') {
		return l.src[tag+2]
	}
	return 0
}

// openTag reads the beginning of the tag at pos. A comment has no token, and a
// raw block has the token of its text: the kind is 0 where there is nothing.
func (l *lexer) openTag() token {
	start := l.pos
	l.pos += len("{{")
	if l.signAt(start) != 0 {
		l.pos++
	}
	l.tag = start
	switch l.src[start+1] {
	case '#':
		return l.comment()
	case '{':
		l.end = tokVariableEnd
		return token{kind: tokVariableBegin, start: start, end: l.pos}
	}
	if end := l.rawTag(l.pos, "raw", false); end > 0 {
		l.pos = end
		return l.raw()
	}
	l.end = tokBlockEnd
	return token{kind: tokBlockBegin, start: start, end: l.pos}
}

// comment skips to the end of a comment. One that begins at the very end of the
// template needs no end.
func (l *lexer) comment() token {
	if l.pos == len(l.src) {
		return token{}
	}
	at := strings.Index(l.src[l.pos:], "#}")
	if at < 0 {
		return l.fail(SyntaxError{
			Kind: Syntax, Offset: l.tag, Opened: -1,
			Message: "comment is not closed",
			Hint:    "end it with #}",
		})
	}
	l.steps += at
	end := l.pos + at
	minus := at > 0 && l.src[end-1] == '-'
	l.pos = end + len("#}")
	if minus {
		l.skipSpace()
	}
	return token{}
}

// raw returns the text up to {% endraw %}. A raw block that begins at the very
// end of the template needs no end.
func (l *lexer) raw() token {
	start := l.pos
	if start == len(l.src) {
		return token{}
	}
	for i := start; ; {
		at := strings.Index(l.src[i:], "{%")
		if at < 0 {
			return l.fail(SyntaxError{
				Kind: Syntax, Offset: l.tag, Opened: -1,
				Message: "block 'raw' is not closed",
				Hint:    "end it with {% endraw %}",
			})
		}
		l.steps += at
		tag := i + at
		i = tag + len("{%")
		name := i
		if l.signAt(tag) != 0 {
			name++
		}
		if end := l.rawTag(name, "endraw", true); end > 0 {
			l.pos = end
			if data := l.data(start, tag, tag); data.text != "" {
				return data
			}
			return token{}
		}
	}
}

// rawTag returns the offset behind a raw or endraw tag whose name, after
// whitespace, stands at i, or 0 if it is another tag. Only an endraw may end in +%}.
func (l *lexer) rawTag(i int, name string, plus bool) int {
	at := skipRun(l.src, i, isSpace)
	l.steps += at - i
	if !strings.HasPrefix(l.src[at:], name) {
		return 0
	}
	end := skipRun(l.src, at+len(name), isSpace)
	l.steps += end - at
	rest := l.src[end:]
	switch {
	case strings.HasPrefix(rest, "%}"):
		return end + len("%}")
	case strings.HasPrefix(rest, "-%}"):
		return skipRun(l.src, end+len("-%}"), isSpace)
	case plus && strings.HasPrefix(rest, "+%}"):
		return end + len("+%}")
	}
	return 0
}

func (l *lexer) skipSpace() {
	end := skipRun(l.src, l.pos, isSpace)
	l.steps += end - l.pos
	l.pos = end
}

// inTag returns the next token of a tag, which may be its end.
func (l *lexer) inTag() token {
	l.skipSpace()
	start := l.pos
	if start == len(l.src) {
		return token{kind: tokEOF, start: start, end: start}
	}
	if len(l.open) == 0 {
		if t := l.closeTag(); t.kind != 0 {
			return t
		}
	}
	if end, kind := number(l.src, start); end > start {
		return l.number(kind, end)
	}
	if end := skipRun(l.src, start, isNameRune); end > start {
		return l.name(end)
	}
	if c := l.src[start]; c == '"' || c == '\'' {
		return l.quoted(c)
	}
	return l.operator()
}

// closeTag reads the end of the tag, if it stands at pos.
func (l *lexer) closeTag() token {
	start, rest := l.pos, l.src[l.pos:]
	closer := "}}"
	if l.end == tokBlockEnd {
		closer = "%}"
	}
	sign := rest[0]
	if sign == '-' || sign == '+' && l.end == tokBlockEnd {
		rest = rest[1:]
	} else {
		sign = 0
	}
	if !strings.HasPrefix(rest, closer) {
		return token{}
	}
	l.pos = len(l.src) - len(rest) + len(closer)
	t := token{kind: l.end, start: start, end: l.pos}
	if sign == '-' {
		l.skipSpace()
	}
	l.end = 0
	return t
}

// take returns the token from pos to end and moves behind it.
func (l *lexer) take(kind tokenKind, end int) token {
	t := token{kind: kind, text: l.src[l.pos:end], start: l.pos, end: end}
	l.steps += end - l.pos
	l.pos = end
	return t
}

func (l *lexer) name(end int) token {
	t := l.take(tokName, end)
	if !isIdentifier(t.text) {
		return l.fail(SyntaxError{
			Kind: Syntax, Offset: t.start, Opened: -1,
			Message: quote(t.text) + " is not a name",
			Hint:    "a name has letters, digits and underscores, and does not begin with a digit",
		})
	}
	return t
}

// operator reads an operator and keeps account of brackets.
func (l *lexer) operator() token {
	kind := operatorAt(l.src[l.pos:])
	if kind == 0 {
		r, _ := utf8.DecodeRuneInString(l.src[l.pos:])
		return l.fail(SyntaxError{
			Kind: Syntax, Offset: l.pos, Opened: -1,
			Message: "unexpected character " + quoteRune(r),
			Hint:    characterHint(r),
		})
	}
	t := l.take(kind, l.pos+len(kind.symbol()))
	switch kind {
	case tokLParen:
		l.open = append(l.open, bracket{')', t.start})
	case tokLBracket:
		l.open = append(l.open, bracket{']', t.start})
	case tokLBrace:
		l.open = append(l.open, bracket{'}', t.start})
	case tokRParen, tokRBracket, tokRBrace:
		return l.closeBracket(t)
	}
	return t
}

func (l *lexer) closeBracket(t token) token {
	if len(l.open) == 0 {
		return l.fail(SyntaxError{
			Kind: Syntax, Offset: t.start, Opened: -1,
			Message: "unexpected " + l.describe(t) + ": no bracket is open",
			Hint:    l.closerHint(t),
		})
	}
	last := l.open[len(l.open)-1]
	l.open = l.open[:len(l.open)-1]
	if last.closer == t.text[0] {
		return t
	}
	return l.fail(SyntaxError{
		Kind: Syntax, Offset: t.start, Opened: last.offset,
		Message: "unexpected " + l.describe(t) + ": '" + l.src[last.offset:last.offset+1] + "' is still open",
		Hint:    "close it with '" + string(last.closer) + "'",
	})
}

// closerHint guesses what a stray bracket was meant to be.
func (l *lexer) closerHint(t token) string {
	switch {
	case t.kind == tokRBrace && l.end == tokVariableEnd:
		return "a variable ends with }}"
	case t.kind == tokRBrace:
		return "a tag ends with %}"
	}
	return ""
}
