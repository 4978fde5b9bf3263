// Package diag is how dagplan tells a user what is wrong with an input: a
// [Diagnostic] with a stable [Code], a [Severity], a message that names the
// thing, a hint that says what to do, and the [Span] of the text that it is
// about. A [List] collects every finding of a run; nil is none.
//
// The package renders nothing: text, JSON and the forms of CI systems are made
// from the same values by package render.
//
// The voice of messages: lower case, no full stop, the thing first; a hint is
// one clause in the imperative.
package diag

import (
	"cmp"
	"fmt"
	"slices"
)

// Code identifies a kind of finding for ever: a code is a literal, and never
// reused. The first digit says the family: 1 syntax, 2 columns, 3 graph,
// 4 models, 5 scenario.
type Code string

// Severity says how bad a finding is.
type Severity uint8

// The severities.
const (
	// Error is a config that cannot be built.
	Error Severity = iota + 1
	// Warning is a config that can be built, though hardly as meant.
	Warning
)

// String returns "error", "warning", or "unset" for the zero value.
func (s Severity) String() string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	default:
		return "unset"
	}
}

// MarshalText returns the text form.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Pos is a place in a file. Line and Column count from 1, Column in runes; a
// zero Line is no place inside the file.
type Pos struct {
	File   string
	Line   int
	Column int
}

// String returns file:line:column, or what of it is known.
func (p Pos) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Span is a piece of a file: from Pos up to, and without, the place at EndLine
// and EndColumn. A zero EndLine is a span whose end is not known.
type Span struct {
	Pos
	EndLine   int
	EndColumn int
}

// Note points at a second place that a finding is about, such as the other of
// two definitions, or an edge of a cycle.
type Note struct {
	Message string
	Span    Span
}

// Diagnostic is one finding.
type Diagnostic struct {
	Code     Code
	Severity Severity
	Message  string
	Hint     string
	Span     Span
	Notes    []Note
}

// Error returns the finding on one line, without its hint and notes.
func (d Diagnostic) Error() string {
	text := fmt.Sprintf("%s: %s [%s]", d.Severity, d.Message, d.Code)
	if at := d.Span.String(); at != "" {
		return at + ": " + text
	}
	return text
}

// List is every finding of a run, in the order of discovery until [List.Sort].
type List []Diagnostic

// Add appends a finding.
func (l *List) Add(d Diagnostic) { *l = append(*l, d) }

// HasErrors reports whether any finding is an error.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(d Diagnostic) bool { return d.Severity == Error })
}

// Count returns the number of findings of a severity.
func (l List) Count(s Severity) int {
	n := 0
	for _, d := range l {
		if d.Severity == s {
			n++
		}
	}
	return n
}

// Sort orders the findings by file, place, code and message, and removes
// those that say the same of the same place twice.
func (l *List) Sort() {
	slices.SortStableFunc(*l, compare)
	*l = slices.CompactFunc(*l, func(a, b Diagnostic) bool { return compare(a, b) == 0 })
}

func compare(a, b Diagnostic) int {
	return cmp.Or(
		cmp.Compare(a.Span.File, b.Span.File),
		cmp.Compare(a.Span.Line, b.Span.Line),
		cmp.Compare(a.Span.Column, b.Span.Column),
		cmp.Compare(a.Code, b.Code),
		cmp.Compare(a.Message, b.Message),
	)
}

// Strict returns the findings with every warning made an error.
func (l List) Strict() List {
	strict := slices.Clone(l)
	for i := range strict {
		strict[i].Severity = Error
	}
	return strict
}
