package jinja

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Kind tells what sort of error a template has.
type Kind uint8

const (
	// Syntax: the template cannot be parsed.
	Syntax Kind = iota + 1
	// UnknownTag: {% name %} is no tag of Jinja's. Tags lists those that are.
	UnknownTag
	// UnknownFilter: x|name names no filter. Filters lists those there are (R64).
	UnknownFilter
	// UnknownTest: x is name names no test. Tests lists those there are (R64).
	UnknownTest
	// Assertion: the template parses, and Jinja's compiler refuses it.
	Assertion
	// Limit: the template is nested or chained too deeply for Jinja (R69b2).
	Limit
)

// SyntaxError is one thing for which Jinja refuses a template.
type SyntaxError struct {
	Kind Kind
	// Offset is where in the template, in bytes from its start.
	Offset int
	// Line and Column are the same place, from 1; the column counts runes.
	Line, Column int
	// Message names the thing: lower case, no full stop.
	Message string
	// Hint says what to do about it; it may be empty.
	Hint string
	// Name is the unknown tag, filter or test, and "" for the other kinds.
	Name string
	// Opened is the offset of the tag or bracket that is still open and that the
	// error is about, and -1 if there is none.
	Opened int
}

// Error returns the place in the template and the message.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%d:%d: %s", e.Line, e.Column, e.Message)
}

// ErrorList is everything for which Jinja refuses a template, in the order of
// the offsets. A template that cannot be parsed has exactly one entry.
type ErrorList []*SyntaxError

// Error returns the first error and how many there are besides.
func (l ErrorList) Error() string {
	switch len(l) {
	case 0:
		return "no errors"
	case 1:
		return l[0].Error()
	}
	return fmt.Sprintf("%v (and %d more)", l[0], len(l)-1)
}

// Unwrap lets errors.As find the first error as a *SyntaxError.
func (l ErrorList) Unwrap() []error {
	all := make([]error, len(l))
	for i, e := range l {
		all[i] = e
	}
	return all
}

// sorted returns the list as an error, sorted, with offsets relative to base and
// lines and columns filled in. It is nil for an empty list.
// Complexity: O(src + errors·log errors).
func (l ErrorList) sorted(src string, base int) error {
	if len(l) == 0 {
		return nil
	}
	slices.SortStableFunc(l, func(a, b *SyntaxError) int { return a.Offset - b.Offset })
	place := position{line: 1, column: 1}
	for _, e := range l {
		e.Offset = relative(e.Offset, base, len(src))
		if e.Opened >= 0 {
			e.Opened = relative(e.Opened, base, len(src))
		}
		place.advance(src, e.Offset)
		e.Line, e.Column = place.line, place.column
	}
	return l
}

// relative returns an offset counted from base and kept inside of a source.
func relative(offset, base, length int) int {
	return min(max(offset-base, 0), length)
}

// position follows a source from its start, so that any number of places in
// ascending order costs one reading of it.
type position struct{ offset, line, column int }

// advance moves to a later offset. A line ends at \n, \r or \r\n, as in Jinja.
func (p *position) advance(src string, offset int) {
	for i := p.offset; i < offset; i++ {
		switch c := src[i]; {
		case c == '\n', c == '\r' && !strings.HasPrefix(src[i+1:], "\n"):
			p.line++
			p.column = 1
		case utf8.RuneStart(c):
			p.column++
		}
	}
	p.offset = max(p.offset, offset)
}
