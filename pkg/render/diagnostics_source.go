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

// lineIndex finds lines of a file without reading it again for each.
type lineIndex struct {
	text   []byte
	starts []int
}

// newLineIndex splits a text where YAML does: at \n, \r\n and \r.
func newLineIndex(text []byte) *lineIndex {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	index := &lineIndex{text: text, starts: []int{0}}
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
	return strings.TrimRight(string(x.text[x.starts[number-1]:end]), "\r\n"), true
}

// excerptOf shows the line that a span begins on, and marks the part of the
// span that lies on it. It returns false where the line does not exist.
func (x *lineIndex) excerptOf(span diag.Span) (excerpt, bool) {
	line, found := x.line(span.Line)
	if !found {
		return excerpt{}, false
	}
	start := runeOffset(line, span.Column)
	end := start
	switch {
	case span.EndLine > span.Line:
		end = len(line)
	case span.EndLine == span.Line:
		end = runeOffset(line, span.EndColumn)
	}
	before, marked, after := line[:start], line[start:max(start, end)], line[max(start, end):]
	blanks := marked[len(strings.TrimRight(marked, " \t")):]
	marked, after = strings.TrimSuffix(marked, blanks), blanks+after
	if utf8.RuneCountInString(line) <= excerptWidth {
		return newExcerpt(before, marked, after), true
	}
	before = lastRunes(before, excerptLead)
	if utf8.RuneCountInString(marked) > excerptWidth {
		marked, after = firstRunes(marked, excerptWidth), ""
	} else {
		after = firstRunes(after, excerptWidth-excerptLead)
	}
	return newExcerpt(before, marked, after), true
}

func newExcerpt(before, marked, after string) excerpt {
	before, marked, after = visible(before), visible(marked), visible(after)
	return excerpt{text: before + marked + after, pad: lipgloss.Width(before), width: max(1, lipgloss.Width(marked))}
}

// runeOffset returns where the rune of that number, counted from 1, begins.
func runeOffset(line string, column int) int {
	seen := 1
	for i := range line {
		if seen >= column {
			return i
		}
		seen++
	}
	return len(line)
}

func firstRunes(text string, n int) string {
	if cut := runeOffset(text, n+1); cut < len(text) {
		return text[:cut] + "…"
	}
	return text
}

func lastRunes(text string, n int) string {
	if count := utf8.RuneCountInString(text); count > n {
		return "…" + text[runeOffset(text, count-n+1):]
	}
	return text
}

func visible(text string) string {
	return Printable(strings.ReplaceAll(text, "\t", strings.Repeat(" ", tabWidth)))
}
