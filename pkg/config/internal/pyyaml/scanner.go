package pyyaml

import (
	"strings"
)

// scanner cuts a text into tokens. The first error ends it: it then stands at
// the end of the text, so that every loop ends by itself.
type scanner struct {
	text  string
	pos   int // byte offset
	index int // characters before pos; \r\n is one
	line  int
	col   int // characters since the line break, without byte order marks

	tokens []token // scanned; those before head have been taken
	head   int
	taken  int // from the start of the text
	done   bool

	flow    int // brackets and braces that are open
	indent  int // column of the innermost block collection, -1 outside
	indents []int
	// allowKey is true where a simple key, or a block collection, may start.
	allowKey bool
	// keys are the places where a simple key may have started: at most one for
	// each level of flow, by ascending level.
	keys []simpleKey

	err *Error
}

func newScanner(text string) *scanner {
	s := &scanner{text: text, indent: -1, allowKey: true}
	if strings.HasPrefix(text, byteOrderMark) {
		s.skip()
	}
	return s
}

// fail notes the first error and ends the scan.
func (s *scanner) fail(e *Error) {
	if s.err == nil {
		s.err = e
	}
	s.pos, s.done, s.keys = len(s.text), true, nil
	s.tokens, s.head = append(s.tokens[:0], token{kind: endToken, start: s.pos, end: s.pos}), 0
}

// peek returns the next token without taking it.
func (s *scanner) peek() token {
	for !s.done && s.needsMore() {
		s.fetch()
	}
	return s.tokens[s.head]
}

// take returns the next token. The last one, the end, is never taken away.
func (s *scanner) take() token {
	t := s.peek()
	if t.kind == endToken {
		return t
	}
	s.taken++
	if s.head++; s.head > len(s.tokens)/2 { // so that moving costs no more than taking
		s.tokens, s.head = s.tokens[:copy(s.tokens, s.tokens[s.head:])], 0
	}
	return t
}

func (s *scanner) needsMore() bool {
	if s.head == len(s.tokens) {
		return true
	}
	s.dropStaleKeys()
	return len(s.keys) > 0 && s.keys[0].number == s.taken
}

// unwind closes the block collections that are indented more than column.
func (s *scanner) unwind(column int) {
	if s.flow > 0 {
		return
	}
	for s.indent > column {
		s.indent = s.indents[len(s.indents)-1]
		s.indents = s.indents[:len(s.indents)-1]
		s.add(blockEndToken, 0)
	}
}

// indentTo opens a block collection at a column, unless one is open there.
func (s *scanner) indentTo(column int) bool {
	if s.indent >= column {
		return false
	}
	s.indents = append(s.indents, s.indent)
	s.indent = column
	return true
}

// add appends a token of n bytes and skips them.
func (s *scanner) add(kind tokenKind, n int) {
	if s.err != nil {
		return
	}
	s.tokens = append(s.tokens, token{kind: kind, start: s.pos, end: s.pos + n})
	s.skipTo(s.pos + n)
}

// fetch scans one token, and what it closes or opens.
func (s *scanner) fetch() {
	s.skipToToken()
	s.dropStaleKeys()
	s.unwind(s.col)
	if s.pos >= len(s.text) {
		s.fetchEnd()
		return
	}
	if s.col == 0 && s.fetchDocumentMark() {
		return
	}
	c := s.text[s.pos]
	switch {
	case c == '[' || c == '{':
		s.fetchOpening(c)
	case c == ']' || c == '}':
		s.fetchClosing(c)
	case c == ',':
		s.removeKey()
		s.allowKey = true
		s.add(flowEntryToken, 1)
	case c == '-' && s.endsAt(1):
		s.fetchEntry()
	case c == '?' && (s.flow > 0 || s.endsAt(1)):
		s.fetchKey()
	case c == ':' && (s.flow > 0 || s.endsAt(1)):
		s.fetchValue()
	case c == '*' || c == '&':
		s.saveKey()
		s.allowKey = false
		s.fetchAnchor(c)
	case c == '!':
		s.saveKey()
		s.allowKey = false
		s.fetchTag()
	default:
		s.fetchScalar(c)
	}
}

func (s *scanner) fetchScalar(c byte) {
	switch {
	case (c == '|' || c == '>') && s.flow == 0:
		s.removeKey()
		s.allowKey = true
		s.push(s.scanBlock)
	case c == '\'' || c == '"':
		s.saveKey()
		s.allowKey = false
		s.push(s.scanQuoted)
	case s.startsPlain(c):
		s.saveKey()
		s.allowKey = false
		s.push(s.scanPlain)
	default:
		s.failCharacter(c)
	}
}

// push scans a scalar and appends it.
func (s *scanner) push(scan func(*textBuilder) (Style, int)) {
	t := token{kind: scalarToken, start: s.pos, indent: s.indent, flow: s.flow > 0}
	b := textBuilder{}
	t.style, t.end = scan(&b)
	t.value = b.String()
	if s.err == nil {
		s.tokens = append(s.tokens, t)
	}
}

func (s *scanner) failCharacter(c byte) {
	e := &Error{Offset: s.pos}
	switch c {
	case '\t':
		e.Problem, e.Hint = "a tab cannot indent or separate anything in YAML", "use spaces"
	case '@', '`':
		e.Problem, e.Hint = "a value cannot begin with "+string(c), "put the value in quotes"
	case '%':
		e.Problem, e.Hint = "a value cannot begin with %, as {% does inside braces", "put the value in quotes"
	default:
		e.Problem, e.Hint = "a value cannot begin with "+string(c)+" here", "put the value in quotes"
	}
	s.fail(e)
}

func (s *scanner) fetchEnd() {
	s.unwind(-1)
	s.removeKey()
	if s.err != nil {
		return
	}
	s.keys, s.allowKey, s.done = nil, false, true
	s.add(endToken, 0)
}

// fetchDocumentMark scans a directive, "---" or "...", each of which stands at
// the start of a line.
func (s *scanner) fetchDocumentMark() bool {
	switch {
	case s.at(0) == '%':
		s.closeDocument()
		s.fetchDirective()
	case s.separatorHere() && s.at(0) == '-':
		s.closeDocument()
		s.add(documentStartToken, 3)
	case s.separatorHere():
		s.closeDocument()
		s.add(documentEndToken, 3)
	default:
		return false
	}
	return true
}

func (s *scanner) closeDocument() {
	s.unwind(-1)
	s.removeKey()
	s.allowKey = false
}

// separatorHere reports whether "---" or "..." and then a blank stand here.
func (s *scanner) separatorHere() bool {
	rest := s.text[s.pos:]
	return (strings.HasPrefix(rest, "---") || strings.HasPrefix(rest, "...")) && s.endsAt(3)
}

func (s *scanner) fetchOpening(c byte) {
	s.saveKey()
	s.flow++
	s.allowKey = true
	if c == '[' {
		s.add(flowSequenceToken, 1)
	} else {
		s.add(flowMappingToken, 1)
	}
}

func (s *scanner) fetchClosing(c byte) {
	s.removeKey()
	if s.flow > 0 {
		s.flow--
	}
	s.allowKey = false
	if c == ']' {
		s.add(flowSequenceEndToken, 1)
	} else {
		s.add(flowMappingEndToken, 1)
	}
}

func (s *scanner) fetchEntry() {
	if s.flow == 0 {
		if !s.allowKey {
			s.fail(&Error{
				Offset: s.pos, Problem: "a list item cannot start here",
				Hint: "start it on a line of its own, below the key it belongs to",
			})
			return
		}
		if s.indentTo(s.col) {
			s.add(blockSequenceToken, 0)
		}
	}
	s.allowKey = true
	s.removeKey()
	s.add(entryToken, 1)
}

func (s *scanner) fetchKey() {
	if s.flow == 0 {
		if !s.allowKey {
			s.fail(&Error{Offset: s.pos, Problem: "a key cannot start here", Hint: "start it on a line of its own, or put the value in quotes"})
			return
		}
		if s.indentTo(s.col) {
			s.add(blockMappingToken, 0)
		}
	}
	s.allowKey = s.flow == 0
	s.removeKey()
	s.add(keyToken, 1)
}

func (s *scanner) fetchValue() {
	k, there := s.currentKey()
	if there {
		s.keys = s.keys[:len(s.keys)-1]
		s.insertKey(k)
		s.allowKey = false
		s.add(valueToken, 1)
		return
	}
	if s.flow == 0 {
		if !s.allowKey {
			s.fail(&Error{
				Offset: s.pos, Problem: "a value cannot hold \": \" without quotes",
				Hint: "put the value in quotes, or start a new line where a key is meant",
			})
			return
		}
		if s.indentTo(s.col) {
			s.add(blockMappingToken, 0)
		}
	}
	s.allowKey = s.flow == 0
	s.removeKey()
	s.add(valueToken, 1)
}

// startsPlain reports whether a plain scalar may start with c, which stands
// here: no indicator, or one of - ? : before something that is no blank (the
// last two only outside of brackets).
func (s *scanner) startsPlain(c byte) bool {
	if s.endsAt(0) {
		return false
	}
	if strings.IndexByte("-?:,[]{}#&*!|>'\"%@`", c) < 0 {
		return true
	}
	return (c == '-' || s.flow == 0 && (c == '?' || c == ':')) && !s.endsAt(1)
}
