package pyyaml

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// isWord reports whether c may stand in the name of an anchor, a directive or a
// tag handle.
func isWord(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '-' || c == '_'
}

func (s *scanner) takeWord() string {
	end := s.pos
	for end < len(s.text) && isWord(s.text[end]) {
		end++
	}
	word := s.text[s.pos:end]
	s.skipTo(end)
	return word
}

// fetchAnchor scans an anchor or an alias, which c says.
func (s *scanner) fetchAnchor(c byte) {
	t := token{kind: aliasToken, start: s.pos}
	what := "an alias"
	if c == '&' {
		t.kind, what = anchorToken, "an anchor"
	}
	s.skip()
	t.value, t.end = s.takeWord(), s.pos
	if t.value == "" || !s.endsAt(0) && strings.IndexByte("?:,]}%@`", s.at(0)) < 0 {
		s.fail(&Error{
			Offset: t.start, Problem: fmt.Sprintf("%c starts %s, whose name has letters, digits, - and _ only", c, what),
			Hint: "put the value in quotes if text is meant",
		})
		return
	}
	s.tokens = append(s.tokens, t)
}

// fetchTag scans a tag: !<URI>, ! alone, or a handle such as ! or !! or !x! and
// what follows it.
func (s *scanner) fetchTag() {
	t := token{kind: tagToken, start: s.pos}
	s.skip()
	switch {
	case s.at(0) == '<':
		s.skip()
		t.suffix = s.takeURI(t.start)
		if s.at(0) != '>' {
			s.failTag(t.start)
			return
		}
		s.skip()
	case s.endsAt(0):
		t.suffix = "!"
	default:
		t.value = "!"
		if s.handleFollows() {
			t.value += s.takeWord() + "!"
			if s.at(0) != '!' {
				s.failTag(t.start)
				return
			}
			s.skip()
		}
		t.suffix = s.takeURI(t.start)
	}
	if s.err == nil && s.at(0) != ' ' && !s.lineEnds() {
		s.failTag(t.start)
	}
	if s.err == nil {
		t.end = s.pos
		s.tokens = append(s.tokens, t)
	}
}

// handleFollows reports whether a second ! stands in this word.
func (s *scanner) handleFollows() bool {
	for p := s.pos; p < len(s.text) && s.text[p] != ' ' && s.breakAt(p) == 0; p++ {
		if s.text[p] == '!' {
			return true
		}
	}
	return false
}

func (s *scanner) failTag(start int) {
	s.fail(&Error{Offset: start, Problem: "! starts a tag, and this is none", Hint: "put the value in quotes if text is meant"})
}

func (s *scanner) takeURI(start int) string {
	var uri strings.Builder
	for s.pos < len(s.text) {
		c := s.text[s.pos]
		if c == '%' {
			uri.WriteString(s.takeURIEscapes(start))
			if s.err != nil {
				return ""
			}
			continue
		}
		if !isWord(c) && strings.IndexByte(";/?:@&=+$,.!~*'()[]", c) < 0 {
			break
		}
		uri.WriteByte(c)
		s.skip()
	}
	if uri.Len() == 0 {
		s.failTag(start)
	}
	return uri.String()
}

func (s *scanner) takeURIEscapes(start int) string {
	var decoded []byte
	for s.at(0) == '%' {
		code, ok := s.hex(s.pos+1, 2)
		if !ok {
			s.failTag(start)
			return ""
		}
		decoded = append(decoded, byte(code))
		s.skipTo(s.pos + 3)
	}
	if !utf8.Valid(decoded) {
		s.failTag(start)
		return ""
	}
	return string(decoded)
}

// fetchDirective scans a line that starts with %.
func (s *scanner) fetchDirective() {
	t := token{kind: directiveToken, start: s.pos}
	s.skip()
	t.value = s.takeWord()
	ok := t.value != "" && (s.at(0) == ' ' || s.lineEnds())
	switch t.value {
	case "YAML":
		ok = ok && s.takeVersion(&t)
	case "TAG":
		ok = ok && s.takeTagDirective(&t)
	default:
		for ok && !s.lineEnds() {
			s.skip()
		}
	}
	s.skipBlanks()
	s.skipComment()
	if s.err != nil {
		return
	}
	if !ok || !s.lineEnds() {
		s.fail(&Error{Offset: t.start, Problem: "a line that starts with % is a directive, and this is none", Hint: "put the value in quotes if text is meant"})
		return
	}
	s.skipBreak()
	t.end = s.pos
	s.tokens = append(s.tokens, t)
}

// takeVersion scans the numbers of a %YAML directive; suffix is the first one.
func (s *scanner) takeVersion(t *token) bool {
	s.skipBlanks()
	t.suffix = s.takeDigits()
	if t.suffix == "" || s.at(0) != '.' {
		return false
	}
	s.skip()
	return s.takeDigits() != "" && (s.at(0) == ' ' || s.lineEnds())
}

func (s *scanner) takeDigits() string {
	end := s.pos
	for end < len(s.text) && s.text[end] >= '0' && s.text[end] <= '9' {
		end++
	}
	digits := s.text[s.pos:end]
	s.skipTo(end)
	return digits
}

// takeTagDirective scans the handle and the prefix of a %TAG directive: value
// becomes "TAG" and the handle.
func (s *scanner) takeTagDirective(t *token) bool {
	s.skipBlanks()
	if s.at(0) != '!' {
		return false
	}
	s.skip()
	handle := "!"
	if s.at(0) != ' ' {
		handle += s.takeWord() + "!"
		if s.at(0) != '!' {
			return false
		}
		s.skip()
	}
	if s.at(0) != ' ' {
		return false
	}
	s.skipBlanks()
	t.value += handle
	t.suffix = s.takeURI(t.start)
	return s.at(0) == ' ' || s.lineEnds()
}
