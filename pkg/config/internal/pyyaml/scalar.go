package pyyaml

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// textBuilder collects the pieces of a scalar, and where each of them stands in
// the text if places are wanted.
type textBuilder struct {
	pieces int
	first  string // while there is but one piece, which needs no copy
	buf    []byte
	places []place
	record bool
}

// place says that the bytes of a scalar from at onwards were written at source:
// byte by byte where exact, otherwise all of them there.
type place struct {
	at, source int
	exact      bool
}

// add appends a piece that stands at source; exact says that it stands there as
// it is.
func (b *textBuilder) add(piece string, source int, exact bool) {
	if piece == "" {
		return
	}
	if b.record {
		b.places = append(b.places, place{b.len(), source, exact})
	}
	switch b.pieces {
	case 0:
		b.first = piece
	case 1:
		b.buf = append(append(b.buf, b.first...), piece...)
	default:
		b.buf = append(b.buf, piece...)
	}
	b.pieces++
}

func (b *textBuilder) len() int {
	if b.pieces <= 1 {
		return len(b.first)
	}
	return len(b.buf)
}

func (b *textBuilder) String() string {
	if b.pieces <= 1 {
		return b.first
	}
	return string(b.buf)
}

// gap is what stands between two words of a scalar: blanks, or line breaks.
type gap struct {
	source int
	blanks string
	first  string // meaning of the first line break
	more   string // meaning of those after it
}

// addTo appends what the gap means: a single line break is a blank.
func (g gap) addTo(b *textBuilder) {
	switch {
	case g.first == "":
		b.add(g.blanks, g.source, true)
	case g.first != "\n":
		b.add(g.first+g.more, g.source, false)
	case g.more == "":
		b.add(" ", g.source, false)
	default:
		b.add(g.more, g.source, false)
	}
}

func (g gap) empty() bool { return g.blanks == "" && g.first == "" }

// scanPlain scans a scalar without quotes. Inside brackets it also ends before
// any of , ? [ ] { }.
func (s *scanner) scanPlain(b *textBuilder) (Style, int) {
	end := s.pos
	indent := s.indent + 1
	var before gap
	for s.at(0) != '#' {
		stop := s.plainWordEnd()
		if stop == s.pos {
			break
		}
		s.allowKey = false
		before.addTo(b)
		b.add(s.text[s.pos:stop], s.pos, true)
		s.skipTo(stop)
		end = stop
		before = s.scanPlainGap()
		if before.empty() || s.flow == 0 && s.col < indent {
			break
		}
	}
	return Plain, end
}

func (s *scanner) plainWordEnd() int {
	for p := s.pos; ; p++ {
		if p >= len(s.text) {
			return p
		}
		c := s.text[p]
		switch {
		case c == ' ' || c == '\t' || s.breakAt(p) > 0:
			return p
		case c == ':' && (s.endsAt(p+1-s.pos) || s.flow > 0 && strings.IndexByte(",[]{}", s.text[p+1]) >= 0):
			return p
		case s.flow > 0 && strings.IndexByte(",?[]{}", c) >= 0:
			return p
		}
	}
}

// scanPlainGap skips blanks and line breaks. At a document separator, it
// returns the empty gap, which ends the scalar.
func (s *scanner) scanPlainGap() gap {
	g := gap{source: s.pos}
	s.skipBlanks()
	if s.breakAt(s.pos) == 0 {
		g.blanks = s.text[g.source:s.pos]
		return g
	}
	g.source = s.pos
	g.first = s.skipBreak()
	s.allowKey = true
	var more strings.Builder
	for !s.separatorHere() {
		s.skipBlanks()
		b := s.skipBreak()
		if b == "" {
			g.more = more.String()
			return g
		}
		more.WriteString(b)
	}
	return gap{}
}

// scanQuoted scans a scalar in quotes.
func (s *scanner) scanQuoted(b *textBuilder) (Style, int) {
	start, quote := s.pos, s.at(0)
	style := SingleQuoted
	if quote == '"' {
		style = DoubleQuoted
	}
	s.skip()
	s.scanQuotedWord(b, quote, start)
	for s.err == nil && s.at(0) != quote {
		g := s.scanQuotedGap(start)
		g.addTo(b)
		s.scanQuotedWord(b, quote, start)
	}
	if s.err == nil {
		s.skip()
	}
	return style, s.pos
}

// scanQuotedWord scans up to a blank, a line break, the closing quote, or the
// end.
func (s *scanner) scanQuotedWord(b *textBuilder, quote byte, start int) {
	for s.err == nil {
		stop := s.pos
		for stop < len(s.text) && strings.IndexByte("'\"\\ \t", s.text[stop]) < 0 && s.breakAt(stop) == 0 {
			stop++
		}
		b.add(s.text[s.pos:stop], s.pos, true)
		s.skipTo(stop)
		c := s.at(0)
		switch {
		case c == '\'' && quote == '\'' && s.at(1) == '\'':
			b.add("'", s.pos, false)
			s.skipTo(s.pos + 2)
		case c == '\\' && quote == '"':
			s.scanEscape(b, start)
		case c == '\'' && quote == '"', c == '"' && quote == '\'', c == '\\':
			b.add(s.text[s.pos:s.pos+1], s.pos, true)
			s.skip()
		default:
			return
		}
	}
}

func (s *scanner) scanQuotedGap(start int) gap {
	g := gap{source: s.pos}
	for s.at(0) == ' ' || s.at(0) == '\t' {
		s.skip()
	}
	if s.pos >= len(s.text) {
		s.fail(&Error{Offset: start, Problem: "this quote is never closed", Hint: "close it"})
		return g
	}
	if s.breakAt(s.pos) == 0 {
		g.blanks = s.text[g.source:s.pos]
		return g
	}
	g.source = s.pos
	g.first = s.skipBreak()
	g.more = s.scanQuotedBreaks(start)
	return g
}

// scanQuotedBreaks skips empty lines and the blanks before the next word.
func (s *scanner) scanQuotedBreaks(start int) string {
	var more strings.Builder
	for !s.separatorHere() {
		for s.at(0) == ' ' || s.at(0) == '\t' {
			s.skip()
		}
		b := s.skipBreak()
		if b == "" {
			return more.String()
		}
		more.WriteString(b)
	}
	s.fail(&Error{
		Offset: start, Problem: "this quote is not closed before the document ends",
		Hint: "close it", Also: s.pos, Note: "the document ends here",
	})
	return ""
}

// scanEscape scans what starts with a backslash in double quotes. Two escapes
// that are the halves of one character outside of the basic plane are that
// character; a half that stands alone is U+FFFD (R3: PyYAML keeps the halves).
func (s *scanner) scanEscape(b *textBuilder, start int) {
	at := s.pos
	s.skip()
	if s.breakAt(s.pos) > 0 {
		s.skipBreak()
		b.add(s.scanQuotedBreaks(start), at, false)
		return
	}
	c := s.at(0)
	if i := strings.IndexByte("0abt\tnvfre \"\\/N_LP", c); i >= 0 && s.pos < len(s.text) {
		meanings := [...]string{
			"\x00", "\a", "\b", "\t", "\t", "\n", "\v", "\f", "\r", "\x1b", " ", "\"", "\\", "/",
			"\u0085", "\u00a0", "\u2028", "\u2029",
		}
		s.skip()
		b.add(meanings[i], at, false)
		return
	}
	width := map[byte]int{'x': 2, 'u': 4, 'U': 8}[c]
	if width == 0 {
		s.fail(&Error{
			Offset: at, Problem: fmt.Sprintf("\\%s is no escape in double quotes", s.character()),
			Hint: "write \\\\ for a backslash, or use single quotes",
		})
		return
	}
	s.skip()
	code, ok := s.hex(s.pos, width)
	if !ok {
		s.fail(&Error{Offset: at, Problem: fmt.Sprintf("\\%c needs %d hexadecimal digits", c, width), Hint: "write all of them"})
		return
	}
	s.skipTo(s.pos + width)
	if code > utf8.MaxRune {
		s.fail(&Error{Offset: at, Problem: fmt.Sprintf("\\%c%x is no character", c, code), Hint: "give a code up to 10ffff"})
		return
	}
	b.add(string(s.joinHalves(rune(code))), at, false)
}

// joinHalves skips the escape of the second half of a character whose first
// half is high.
func (s *scanner) joinHalves(high rune) rune {
	if high < 0xd800 || high > 0xdbff || s.at(0) != '\\' || s.at(1) != 'u' {
		return high // string() makes U+FFFD of a half
	}
	low, ok := s.hex(s.pos+2, 4)
	if !ok || low < 0xdc00 || low > 0xdfff {
		return high
	}
	s.skipTo(s.pos + 6)
	return (high-0xd800)<<10 + (rune(low) - 0xdc00) + 0x10000
}

func (s *scanner) hex(p, width int) (uint64, bool) {
	if p+width > len(s.text) {
		return 0, false
	}
	for _, c := range []byte(s.text[p : p+width]) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') && (c < 'A' || c > 'F') {
			return 0, false
		}
	}
	code, err := strconv.ParseUint(s.text[p:p+width], 16, 32)
	return code, err == nil
}

// character returns the character that stands here.
func (s *scanner) character() string {
	_, size := utf8.DecodeRuneInString(s.text[s.pos:])
	return s.text[s.pos : s.pos+size]
}
