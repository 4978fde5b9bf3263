package render

import (
	"slices"
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/lipgloss/table"
)

// column is one column of a table.
type column struct {
	title string
	// right aligns numbers; name colours names.
	right, name bool
}

// columnGap is the space between two columns of a table.
const columnGap = 2

// table writes rows under the titles of columns. Where the terminal is too
// narrow, long names lose their middles, so that what tells two of them apart is
// likely to stay; in a pipe nothing is cut.
func (p *Page) table(columns []column, rows [][]string) {
	titles := make([]string, len(columns))
	for i, c := range columns {
		titles[i] = c.title
	}
	p.Printf("%s", p.tableText(columns, titles, p.narrowed(columns, titles, rows)))
}

// leastName is the width below which no name is cut.
const leastName = 12

// narrowed returns rows whose names are cut as far as the terminal is too narrow for them,
// the longest first.
func (p *Page) narrowed(columns []column, titles []string, rows [][]string) [][]string {
	widths, excess := tableWidths(titles, rows)
	excess -= p.Width
	if p.Width == 0 || excess <= 0 {
		return rows
	}
	for ; excess > 0; excess-- {
		longest := -1
		for i, c := range columns {
			if c.name && widths[i] > max(leastName, lipgloss.Width(titles[i])) && (longest < 0 || widths[i] > widths[longest]) {
				longest = i
			}
		}
		if longest < 0 {
			break
		}
		widths[longest]--
	}
	cut := make([][]string, len(rows))
	for at, row := range rows {
		cut[at] = slices.Clone(row)
		for i, c := range columns {
			if c.name {
				cut[at][i] = withoutMiddle(row[i], widths[i])
			}
		}
	}
	return cut
}

// tableWidths returns the width of each column of a table, and that of the whole.
func tableWidths(titles []string, rows [][]string) (widths []int, all int) {
	widths = make([]int, len(titles))
	all = columnGap * (len(titles) - 1)
	for i := range titles {
		widths[i] = lipgloss.Width(titles[i])
		for _, row := range rows {
			widths[i] = max(widths[i], lipgloss.Width(row[i]))
		}
		all += widths[i]
	}
	return widths, all
}

// withoutMiddle cuts a text in its middle to at most so many runes.
func withoutMiddle(text string, width int) string {
	runes := []rune(text)
	if lipgloss.Width(text) <= width || len(runes) <= width {
		return text
	}
	head := (width - 1) / 2
	return string(runes[:head]) + "…" + string(runes[len(runes)-(width-1-head):])
}

func (p *Page) tableText(columns []column, titles []string, rows [][]string) string {
	t := table.New().Headers(titles...).Rows(rows...).Wrap(false).
		BorderTop(false).BorderBottom(false).BorderLeft(false).BorderRight(false).BorderColumn(false).BorderHeader(false).
		StyleFunc(func(row, at int) lipgloss.Style { return p.cellStyle(columns, row, at) })
	text := t.Render()
	if p.Width > 0 && lipgloss.Width(text) > p.Width {
		text = t.Width(p.Width).Render()
	}
	var trimmed strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		trimmed.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return trimmed.String()
}

func (p *Page) cellStyle(columns []column, row, at int) lipgloss.Style {
	style := lipgloss.NewStyle()
	switch {
	case row == table.HeaderRow:
		style = p.Dim
	case columns[at].name:
		style = p.Name
	}
	if columns[at].right {
		style = style.Align(lipgloss.Right)
	}
	if at < len(columns)-1 {
		style = style.PaddingRight(columnGap)
	}
	return style
}

// fact is a line of a list such as
//
//	roots          topic, persona
//	critical path  topic → summary
type fact struct{ name, value string }

// facts writes a list of facts, the values under one another. Long values are
// wrapped where the terminal ends.
func (p *Page) facts(facts []fact) {
	width := 0
	for _, f := range facts {
		width = max(width, len(f.name))
	}
	for _, f := range facts {
		name := f.name
		for _, line := range p.wrapped(f.value, p.Width-width-columnGap) {
			label := name + strings.Repeat(" ", width-len(name)+columnGap)
			p.Printf("%s\n", strings.TrimRight(p.Dim.Render(label)+line, " "))
			name = ""
		}
	}
}

// heading writes the answer that stands first.
func (p *Page) heading(text string) {
	for _, line := range p.wrapped(text, p.Width) {
		p.Printf("%s\n", p.Strong.Render(line))
	}
}

// wrapped cuts a text into lines of a width between its words, where the width is
// known at all.
func (p *Page) wrapped(text string, width int) []string {
	if p.Width == 0 || width <= 0 {
		return []string{text}
	}
	lines := strings.Split(lipgloss.NewStyle().Width(width).Render(text), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return lines
}

// list writes rows of a name and remarks, without titles.
func (p *Page) list(rows [][]string) {
	if len(rows) == 0 {
		return
	}
	columns := make([]column, len(rows[0]))
	columns[0].name = true
	// A table without titles would lose its first row: they are cut off here.
	_, text, _ := strings.Cut(p.tableText(columns, make([]string, len(columns)), rows), "\n")
	p.Printf("%s", text)
}
