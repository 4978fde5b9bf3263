package render

import (
	"fmt"
	"strings"

	"github.com/dagplan/dagplan/pkg/diag"
)

// Findings is what a check of files has found.
type Findings struct {
	// Files are the files that were checked, in the order in which they were
	// named; "-" is standard input.
	Files []string
	// List are the findings in the order in which they are to be shown.
	List diag.List
	// Sources is the text of the files, from which text shows lines.
	Sources Sources
	// Codes documents the codes, for the forms that carry their documentation.
	Codes diag.Table
}

var _ Report = Findings{}

// Text writes every finding with the line it is about, its hint and its notes,
// and how many there are.
func (f Findings) Text(p *Page) {
	f.writeList(p)
	files := counted(int64(len(f.Files)), "file")
	errors, warnings := f.List.Count(diag.Error), f.List.Count(diag.Warning)
	switch {
	case len(f.List) == 0:
		p.Printf("%s\n", p.Strong.Render(files+" checked, nothing found"))
	case errors == 0:
		p.Printf("%s\n", p.Strong.Render(fmt.Sprintf("%s checked, %s", files, counted(int64(warnings), "warning"))))
	default:
		p.Printf("%s\n", p.Strong.Render(fmt.Sprintf("%s checked, %s, %s", files, counted(int64(errors), "error"), counted(int64(warnings), "warning"))))
	}
}

// FindingsText returns findings as [Findings.Text] shows them, without the
// count: what a command prints that cannot go on.
func FindingsText(list diag.List, sources Sources, style Style) string {
	page := &Page{Style: style}
	Findings{List: list, Sources: sources}.writeList(page)
	return page.String()
}

func (f Findings) writeList(p *Page) {
	w := findingWriter{Page: p, sources: f.Sources, indexes: make(map[string]*lineIndex)}
	for i, d := range f.List {
		if i > 0 {
			p.Printf("\n")
		}
		w.finding(d)
	}
	if len(f.List) > 0 && len(f.Files) > 0 {
		p.Printf("\n")
	}
}

// findingWriter writes findings; it indexes the lines of a file once.
type findingWriter struct {
	*Page
	sources Sources
	indexes map[string]*lineIndex
}

func (w *findingWriter) finding(d diag.Diagnostic) {
	label := w.Warn
	if d.Severity == diag.Error {
		label = w.Bad
	}
	place := ""
	if at := d.Span.String(); at != "" {
		place = Printable(at) + ": "
	}
	w.Printf("%s%s %s %s\n", place, label.Render(d.Severity.String()+":"), Printable(d.Message), w.Dim.Render("["+string(d.Code)+"]"))
	w.excerpt(d.Span, label.Render)
	if d.Hint != "" {
		w.Printf("  hint: %s\n", Printable(d.Hint))
	}
	for _, note := range d.Notes {
		w.Printf("  %s: %s\n", Printable(note.Span.String()), Printable(note.Message))
		w.excerpt(note.Span, w.Name.Render)
	}
}

// excerpt writes the line of a span and marks the span below it.
func (w *findingWriter) excerpt(span diag.Span, mark func(...string) string) {
	text, known := w.sources[span.File]
	if !known || span.Line == 0 {
		return
	}
	index := w.indexes[span.File]
	if index == nil {
		index = newLineIndex(text)
		w.indexes[span.File] = index
	}
	shown, found := index.excerptOf(span)
	if !found {
		return
	}
	number := fmt.Sprintf("%5d", span.Line)
	w.Printf("%s\n", strings.TrimRight(w.Dim.Render(number+" │")+" "+shown.text, " "))
	w.Printf("%s %s%s\n", w.Dim.Render(strings.Repeat(" ", len(number))+" │"),
		strings.Repeat(" ", shown.pad), mark(strings.Repeat("^", shown.width)))
}
