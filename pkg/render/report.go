package render

import (
	"bytes"
	"encoding/json"
	"io"
)

// Report is a result of a command.
type Report interface {
	// Text writes the report for a person, the answer first.
	Text(p *Page)
	// Document returns the report for a program, a value for encoding/json that
	// starts with a [Header].
	Document() any
}

// Header names the schema of a JSON document. It is embedded in each.
type Header struct {
	// Schema is "dagplan." and the name of the command.
	Schema string `json:"schema"`
	// Version grows when a field changes its meaning or goes away. A field that is
	// added changes nothing.
	Version int `json:"version"`
}

// WriteText writes a report for a person.
func WriteText(w io.Writer, r Report, style Style) error {
	page := &Page{Style: style}
	r.Text(page)
	_, err := io.WriteString(w, page.String())
	return err
}

// WriteJSON writes a report for a program, indented, with a line end after it.
func WriteJSON(w io.Writer, r Report) error {
	var document bytes.Buffer
	encoder := json.NewEncoder(&document)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(r.Document()); err != nil {
		return err
	}
	_, err := w.Write(document.Bytes())
	return err
}

// list returns s, or an empty list for nil, which JSON would write as null.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
