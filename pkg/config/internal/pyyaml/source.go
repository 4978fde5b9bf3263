package pyyaml

import (
	"fmt"
	"slices"
	"sort"
	"unicode/utf8"
)

// MaxBytes is the length of the longest text that is read.
const MaxBytes = 64 << 20

// Source is the text of a document.
type Source struct {
	text  string
	lines []int // the offset at which each line starts
	// runes[k] is the number of characters that begin before byte k*stride, so
	// that the column of a place in a long line needs no reading of that line.
	runes []int
}

const stride = 128

// NewSource checks that text may stand in a YAML document (R4): UTF-8, with or
// without a byte order mark, of printable characters. A line ends at \n, \r\n
// or \r.
func NewSource(text []byte) (*Source, error) {
	s := &Source{text: string(text), lines: []int{0}}
	if len(text) > MaxBytes {
		return s, &Error{Problem: fmt.Sprintf("the file has %d bytes, more than %d", len(text), MaxBytes), Hint: "split the config"}
	}
	for i := 0; i < len(s.text); {
		c := s.text[i]
		switch {
		case c == '\n', c == '\r' && (i+1 == len(s.text) || s.text[i+1] != '\n'):
			s.lines = append(s.lines, i+1)
			i++
			continue
		case c >= ' ' && c < 0x7f, c == '\t', c == '\r':
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s.text[i:])
		if r == utf8.RuneError && size <= 1 {
			return s, s.encodingError(i)
		}
		if !printable(r) {
			return s, &Error{
				Offset: i, Problem: fmt.Sprintf("character U+%04X is not allowed in YAML", r),
				Hint: fmt.Sprintf("remove it, or write it as \\u%04x in double quotes", r),
			}
		}
		i += size
	}
	s.count()
	return s, nil
}

func (s *Source) count() {
	total := 0
	for start := 0; start <= len(s.text); start += stride {
		s.runes = append(s.runes, total)
		total += beginnings(s.text[start:min(start+stride, len(s.text))])
	}
}

// beginnings counts the bytes that begin a character.
func beginnings(text string) int {
	n := 0
	for i := range len(text) {
		if text[i]&0xc0 != 0x80 {
			n++
		}
	}
	return n
}

// characters returns the number of characters before an offset.
func (s *Source) characters(offset int) int {
	k := offset / stride
	if k >= len(s.runes) {
		return beginnings(s.text[:offset])
	}
	return s.runes[k] + beginnings(s.text[k*stride:offset])
}

func (s *Source) encodingError(at int) error {
	hint := "save it as UTF-8"
	if len(s.text) > 1 && (s.text[:2] == "\xff\xfe" || s.text[:2] == "\xfe\xff") {
		return &Error{Problem: "the file is UTF-16", Hint: hint}
	}
	return &Error{Offset: at, Problem: fmt.Sprintf("byte 0x%02x is not UTF-8", s.text[at]), Hint: hint}
}

// printable reports whether YAML allows a character above ASCII, or a control
// character, to stand in a text.
func printable(r rune) bool {
	return r == 0x85 || r >= 0xa0 && r <= 0xfffd || r >= 0x10000
}

// Len returns the number of bytes.
func (s *Source) Len() int { return len(s.text) }

// Text returns the text from one offset to another.
func (s *Source) Text(start, end int) string { return s.text[start:end] }

// Position returns line and column, both from 1, the column in runes, of an
// offset. A byte order mark takes no column.
//
// Complexity: O(log lines).
func (s *Source) Position(offset int) (line, column int) {
	offset = min(offset, len(s.text))
	line = sort.SearchInts(s.lines, offset+1)
	start := s.lines[line-1]
	column = 1 + s.characters(offset) - s.characters(start)
	if start == 0 && offset >= len(byteOrderMark) && s.text[:len(byteOrderMark)] == byteOrderMark {
		column--
	}
	return line, column
}

// Lines returns the number of lines; what follows the last line break is one.
func (s *Source) Lines() int { return len(s.lines) }

// LineEnd returns the offset of the end of the line that holds an offset,
// without its line break and the blanks before that.
func (s *Source) LineEnd(offset int) int {
	end := len(s.text)
	if next, _ := slices.BinarySearch(s.lines, offset+1); next < len(s.lines) {
		end = s.lines[next]
	}
	for end > offset && (s.text[end-1] == '\n' || s.text[end-1] == '\r' || s.text[end-1] == ' ') {
		end--
	}
	return end
}

const byteOrderMark = "\ufeff"
