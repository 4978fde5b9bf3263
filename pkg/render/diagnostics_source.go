package render

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/lipgloss"

	"github.com/dagplan/dagplan/pkg/diag"
)

// Sources is the text of the files that findings point into, by name. A file
// that is not there is shown without its lines.
type Sources map[string][]byte

const (
	// excerptWidth is how much of a line is shown around a finding: a JSON file
	// may be one line of a megabyte.
	excerptWidth = 100
	// excerptLead is how much of it stands before the finding.
	excerptLead = 30
	// tabWidth is how many columns a tab is shown as.
	tabWidth = 4
)

// excerpt is a line of a file with the place in it that a finding is about.
type excerpt struct {
	text string
	// pad is the number of columns before the mark, width that of the mark.
	pad, width int
}

// lineIndex finds places in a file without reading it again for each: a file
// may be one line of a megabyte, and have a finding on every field.
type lineIndex struct {
	text   string
	starts []int
	// marks are the offsets of every markStep-th rune of the lines that have been
	// looked at, by the number of the line.
	marks map[int][]int
}

// markStep is how many runes lie between two marks of a line.
const markStep = 1024

// newLineIndex splits a text where YAML does: at \n, \r\n and \r.
func newLineIndex(text []byte) *lineIndex {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	index := &lineIndex{text: string(text), starts: []int{0}, marks: make(map[int][]int)}
	for i, c := range text {
		if c == '\n' || c == '\r' && (i+1 == len(text) || text[i+1] != '\n') {
			index.starts = append(index.starts, i+1)
		}
	}
	return index
}

// line returns a line, counted from 1, without its end.
func (x *lineIndex) line(number int) (string, bool) {
	if number < 1 || number > len(x.starts) {
		return "", false
	}
	end := len(x.text)
	if number < len(x.starts) {
		end = x.starts[number]
	}
	return strings.TrimRight(x.text[x.starts[number-1]:end], "\r\n"), true
}

// offset returns where a rune of a line begins, both counted from 1; a rune
// after the last one begins at the end.
//
// Complexity: O(length of the line) once, then O(markStep).
func (x *lineIndex) offset(number int, line string, column int) int {
	marks := x.marks[number]
	if marks == nil {
		for i, runes := 0, 0; i < len(line); runes++ {
			if runes%markStep == 0 {
				marks = append(marks, i)
			}
			_, size := utf8.DecodeRuneInString(line[i:])
			i += size
		}
		marks = append(marks, len(line))
		x.marks[number] = marks
	}
	rune0 := max(0, column-1)
	mark := min(rune0/markStep, len(marks)-1)
	return marks[mark] + runesLength(line[marks[mark]:], rune0-mark*markStep)
}

// excerptOf shows the line that a span begins on, and marks the part of the
// span that lies on it. It returns false where the line does not exist.
func (x *lineIndex) excerptOf(span diag.Span) (excerpt, bool) {
	line, found := x.line(span.Line)
	if !found {
		return excerpt{}, false
	}
	start := x.offset(span.Line, line, span.Column)
	end := start
	switch {
	case span.EndLine > span.Line:
		end = len(line)
	case span.EndLine == span.Line:
		end = max(start, x.offset(span.Line, line, span.EndColumn))
	}
	end = start + len(strings.TrimRight(line[start:end], " \t"))
	before, marked, after := line[:start], line[start:end], line[end:]
	if runesLength(line, excerptWidth) == len(line) {
		return newExcerpt(before, marked, after), true
	}
	if runesLength(marked, excerptWidth) < len(marked) {
		marked, after = firstRunes(marked, excerptWidth), ""
	}
	return newExcerpt(lastRunes(before, excerptLead), marked, firstRunes(after, excerptWidth-excerptLead)), true
}

func newExcerpt(before, marked, after string) excerpt {
	before, marked, after = visible(before), visible(marked), visible(after)
	return excerpt{text: before + marked + after, pad: lipgloss.Width(before), width: max(1, lipgloss.Width(marked))}
}

// runesLength returns how many bytes the first n runes of a text have, or all
// of it where it has fewer. Complexity: O(n).
func runesLength(text string, n int) int {
	for i := range text {
		if n <= 0 {
			return i
		}
		n--
	}
	return len(text)
}

// firstRunes cuts a text to its first n runes.
func firstRunes(text string, n int) string {
	if cut := runesLength(text, n); cut < len(text) {
		return text[:cut] + "…"
	}
	return text
}

// lastRunes cuts a text to its last n runes.
func lastRunes(text string, n int) string {
	cut := len(text)
	for ; n > 0 && cut > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(text[:cut])
		cut -= size
	}
	if cut > 0 {
		return "…" + text[cut:]
	}
	return text
}

func visible(text string) string {
	return Printable(strings.ReplaceAll(text, "\t", strings.Repeat(" ", tabWidth)))
}
