package render

import (
	"fmt"
	"html"
	"io"
	"strings"
	"unicode/utf8"
)

const (
	// maxMarkdown is how many characters the Markdown of a diff has at most:
	// GitHub refuses a comment of more than 65,536.
	maxMarkdown = 60_000
	// maxOpen is how many lines a part has that is not folded.
	maxOpen = 12
	// maxCell is how many characters of a name or of a text are shown.
	maxCell = 300
)

// WriteMarkdown writes a diff for a comment on a pull request: at most
// 65,000 characters, long parts folded.
func (r Diff) WriteMarkdown(w io.Writer) error {
	m := &markdown{left: maxMarkdown}
	m.add(fmt.Sprintf("### dagplan: %s\n\n%s → %s\n", markdownText(r.Summary()), markdownCode(r.OldName), markdownCode(r.NewName)))
	if !r.Empty() {
		m.add("\n| | before | after | change |\n|---|--:|--:|--:|\n")
		for _, f := range r.figures() {
			m.add(fmt.Sprintf("| %s | %s | %s | %s |\n", f.name, f.before, f.after, f.change))
		}
		for _, p := range r.parts() {
			m.part(p)
		}
	}
	_, err := io.WriteString(w, m.text.String())
	return err
}

// markdown is text of a limited length.
type markdown struct {
	text strings.Builder
	// left is how many characters may still be added.
	left int
}

// add appends a text if it fits, and reports whether it does.
func (m *markdown) add(text string) bool {
	length := utf8.RuneCountInString(text)
	if length > m.left {
		return false
	}
	m.left -= length
	m.text.WriteString(text)
	return true
}

// part writes a part as a table, folded where it is long, and says how many
// lines did not fit.
func (m *markdown) part(p part) {
	title := fmt.Sprintf("%s (%d)", p.title, len(p.lines))
	before, after := fmt.Sprintf("\n**%s**\n\n", title), ""
	if len(p.lines) > maxOpen {
		before, after = fmt.Sprintf("\n<details><summary>%s</summary>\n\n", title), "\n</details>\n"
	}
	const closing = 80
	if !m.add(before + "| | | |\n|---|---|---|\n") {
		return
	}
	m.left -= closing
	for i, line := range p.lines {
		if !m.add(fmt.Sprintf("| %s | %s | %s |\n", line.change, markdownCode(line.name), markdownText(line.text))) {
			fmt.Fprintf(&m.text, "| | … | and %d more |\n", len(p.lines)-i)
			break
		}
	}
	m.left += closing
	m.text.WriteString(after)
	m.left -= len(after)
}

// markdownCode writes a name as code in a table. Inside code nothing is markup
// but the backticks that end it and the bar that ends a cell.
func markdownCode(name string) string {
	name = strings.ReplaceAll(firstRunes(Printable(name), maxCell), "|", `\|`)
	fence := "`"
	for strings.Contains(name, fence) {
		fence += "`"
	}
	if len(fence) > 1 || name == "" {
		return fence + " " + name + " " + fence
	}
	return fence + name + fence
}

// markdownText writes text in a table so that nothing in it is markup.
func markdownText(text string) string {
	text = html.EscapeString(firstRunes(Printable(text), maxCell))
	return strings.NewReplacer(`\`, `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`, "]", `\]`, "@", "&#64;", "~", `\~`).Replace(text)
}
