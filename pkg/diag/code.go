package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// CodeInfo documents a code. A package that reports findings keeps a table of
// them, from which docs/diagnostics.md and `dagplan explain` are made.
type CodeInfo struct {
	Code Code
	// Severity is the one the code is reported with. A code has one severity:
	// what is an error in one place and a warning in another has two codes.
	Severity Severity
	// Title says what is found, in a few words.
	Title string
	// Detail says why it matters and what to do about it, in whole sentences.
	Detail string
	// Example is a whole config for which the code is reported.
	Example string
	// Name is the name of the example where it matters; empty is any.
	Name string
	// Beside are the files that lie beside the example, where it needs any.
	Beside []ExampleFile
	// Scenario is a scenario, and Flags are the flags of "dagplan validate", that
	// the example needs, where it needs any.
	Scenario string
	Flags    []string
}

// ExampleFile is a file that an example needs.
type ExampleFile struct{ Name, Text string }

// Table documents codes, in ascending order.
type Table []CodeInfo

// NewTable merges the tables of several packages. A code that two of them
// claim is an error of the program, which a test finds: the first one stays.
func NewTable(parts ...[]CodeInfo) Table {
	t := Table(slices.Concat(parts...))
	slices.SortStableFunc(t, func(a, b CodeInfo) int { return cmp.Compare(a.Code, b.Code) })
	return slices.CompactFunc(t, func(a, b CodeInfo) bool { return a.Code == b.Code })
}

// Lookup returns what is known of a code. Complexity: O(log codes).
func (t Table) Lookup(code Code) (CodeInfo, bool) {
	at, found := slices.BinarySearchFunc(t, code, func(info CodeInfo, code Code) int {
		return cmp.Compare(info.Code, code)
	})
	if !found {
		return CodeInfo{}, false
	}
	return t[at], true
}

// Codes returns every code of the table, in ascending order.
func (t Table) Codes() []string {
	codes := make([]string, len(t))
	for i, info := range t {
		codes[i] = string(info.Code)
	}
	return codes
}

// Family returns what the codes of one hundred are about: syntax, columns,
// graph, models or scenario, and "" for a code that belongs to none.
func (c Code) Family() string {
	if len(c) != len("DP101") || c[:2] != "DP" {
		return ""
	}
	switch c[2] {
	case '1':
		return "syntax"
	case '2':
		return "columns"
	case '3':
		return "graph"
	case '4':
		return "models"
	case '5':
		return "scenario"
	default:
		return ""
	}
}

// Pattern stands for one code, such as DP203, or for all codes that begin
// alike, such as DP2xx. The zero value stands for none.
type Pattern struct{ prefix string }

// ParsePattern reads a pattern in any case. One that stands for no code of the
// table is an error: a mistyped pattern would silence nothing and say nothing.
func (t Table) ParsePattern(text string) (Pattern, error) {
	upper := strings.ToUpper(text)
	prefix := strings.TrimRight(upper, "X")
	p := Pattern{prefix: prefix}
	if len(upper) == len("DP101") && len(prefix) > len("DP") {
		for _, info := range t {
			if p.Matches(info.Code) {
				return p, nil
			}
		}
	}
	if near, found := Nearest(upper, t.Codes()); found {
		return Pattern{}, fmt.Errorf("%q is not a code: did you mean %s?", text, near)
	}
	return Pattern{}, fmt.Errorf("%q is not a code: give one such as DP203, or a family such as DP2xx", text)
}

// Matches reports whether the pattern stands for code.
func (p Pattern) Matches(code Code) bool {
	return p.prefix != "" && strings.HasPrefix(string(code), p.prefix)
}

// String returns the pattern as a user writes it.
func (p Pattern) String() string {
	return p.prefix + strings.Repeat("x", max(0, len("DP101")-len(p.prefix)))
}
