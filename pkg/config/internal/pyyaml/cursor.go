package pyyaml

import (
	"strings"
	"unicode/utf8"
)

// at returns the byte that is k bytes ahead, 0 beyond the end.
func (s *scanner) at(k int) byte {
	if s.pos+k < len(s.text) {
		return s.text[s.pos+k]
	}
	return 0
}

// breakAt returns the length of the line break at an offset, 0 for none.
func (s *scanner) breakAt(p int) int {
	if p >= len(s.text) {
		return 0
	}
	switch s.text[p] {
	case '\n':
		return 1
	case '\r':
		if p+1 < len(s.text) && s.text[p+1] == '\n' {
			return 2
		}
		return 1
	case 0xc2:
		if strings.HasPrefix(s.text[p:], "\u0085") {
			return 2
		}
	case 0xe2:
		if strings.HasPrefix(s.text[p:], "\u2028") || strings.HasPrefix(s.text[p:], "\u2029") {
			return 3
		}
	}
	return 0
}

// endsAt reports whether a word ends k bytes ahead: by a blank, a tab, a line
// break, or the end.
func (s *scanner) endsAt(k int) bool {
	c := s.at(k)
	return c == ' ' || c == '\t' || s.pos+k >= len(s.text) || s.breakAt(s.pos+k) > 0
}

// lineEnds reports whether the line ends here: by a line break, or the end.
func (s *scanner) lineEnds() bool {
	return s.pos >= len(s.text) || s.breakAt(s.pos) > 0
}

// skip goes on by one character that is no line break.
func (s *scanner) skip() {
	r, size := utf8.DecodeRuneInString(s.text[s.pos:])
	s.pos += size
	s.index++
	if r != 0xfeff {
		s.col++
	}
}

// skipTo goes on to an offset; no line break lies before it.
func (s *scanner) skipTo(end int) {
	piece := s.text[s.pos:end]
	runes := utf8.RuneCountInString(piece)
	s.pos = end
	s.index += runes
	s.col += runes - strings.Count(piece, byteOrderMark)
}

// skipBreak goes on by a line break, if there is one, and returns what it means
// in a scalar: "\n", or itself where it is a Unicode separator.
func (s *scanner) skipBreak() string {
	n := s.breakAt(s.pos)
	if n == 0 {
		return ""
	}
	meaning := "\n"
	if n == 3 {
		meaning = s.text[s.pos : s.pos+3]
	}
	s.pos += n
	s.index++
	s.line++
	s.col = 0
	return meaning
}

func (s *scanner) skipBlanks() {
	for s.at(0) == ' ' {
		s.skip()
	}
}

func (s *scanner) skipComment() {
	if s.at(0) != '#' {
		return
	}
	end := s.pos
	for end < len(s.text) && s.breakAt(end) == 0 {
		end++
	}
	s.skipTo(end)
}

// skipToToken skips blanks, comments and line breaks. Tabs are not blanks.
func (s *scanner) skipToToken() {
	for {
		s.skipBlanks()
		s.skipComment()
		if s.skipBreak() == "" {
			return
		}
		if s.flow == 0 {
			s.allowKey = true
		}
	}
}
