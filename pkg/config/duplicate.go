package config

import "github.com/dagplan/dagplan/pkg/diag"

// definitions gathers what a file defines by name. Of several definitions of
// one name the last counts, at the place of the first (R20, R55).
type definitions[T any] struct {
	what       string // column or model
	span       func(T) diag.Span
	list       []T
	at         map[string]int
	duplicates []Duplicate
}

func newDefinitions[T any](what string, span func(T) diag.Span) *definitions[T] {
	return &definitions[T]{what: what, span: span, at: make(map[string]int)}
}

func columnDefinitions() *definitions[Column] {
	return newDefinitions("column", func(c Column) diag.Span { return c.NameSpan })
}

func (d *definitions[T]) add(name string, item T) {
	first, twice := d.at[name]
	if !twice {
		d.at[name] = len(d.list)
		d.list = append(d.list, item)
		return
	}
	d.duplicates = append(d.duplicates, Duplicate{What: d.what, Name: name, First: d.span(d.list[first]), Last: d.span(item)})
	d.list[first] = item
}
