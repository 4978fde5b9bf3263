package dag

import (
	"fmt"
	"strings"

	"github.com/dagplan/dagplan/pkg/model"
)

// Errors is everything that is wrong with a graph. It unwraps to its members,
// so that errors.As finds each kind.
type Errors []error

// Error returns the messages of all members, a line each.
func (e Errors) Error() string {
	texts := make([]string, len(e))
	for i, err := range e {
		texts[i] = err.Error()
	}
	return strings.Join(texts, "\n")
}

// Unwrap returns the members.
func (e Errors) Unwrap() []error { return e }

// DuplicateColumnError is a column whose name is taken.
type DuplicateColumnError struct{ Column string }

func (e *DuplicateColumnError) Error() string {
	return fmt.Sprintf("column %q is already defined", e.Column)
}

// StrategyError is a column without a strategy.
type StrategyError struct{ Column string }

func (e *StrategyError) Error() string {
	return fmt.Sprintf("column %q has no strategy", e.Column)
}

// UnknownColumnError is a name that is neither a column nor, where a column
// reads it, a side effect.
type UnknownColumnError struct {
	Name string
	// Reader is the column that reads it, with the kind of that dependency;
	// empty where no column does.
	Reader string
	Kind   model.DependencyKind
}

func (e *UnknownColumnError) Error() string {
	if e.Reader == "" {
		return fmt.Sprintf("column %q does not exist", e.Name)
	}
	return fmt.Sprintf("column %q depends on %q, which does not exist", e.Reader, e.Name)
}

// SideEffectError is a side effect with two producers.
type SideEffectError struct{ SideEffect, Producer, Second string }

func (e *SideEffectError) Error() string {
	return fmt.Sprintf("side effect %q of column %q is already written by column %q", e.SideEffect, e.Second, e.Producer)
}

// StepError is a multi-column step that no task can make: two of its columns
// differ in strategy or, where Waits says how, one waits for the other.
type StepError struct {
	First, Column string
	// Waits are the edges by which the step waits for itself: Column of each is
	// made by the step that makes Upstream of the next, the last of them by the
	// step itself.
	Waits []Wait
}

// Wait says that Column waits for Upstream.
type Wait struct{ Upstream, Column string }

func (e *StepError) Error() string {
	if len(e.Waits) == 0 {
		return fmt.Sprintf("columns %q and %q are made by one step, but differ in strategy", e.First, e.Column)
	}
	waits := make([]string, len(e.Waits))
	for i, w := range e.Waits {
		waits[i] = fmt.Sprintf("%q waits for %q", w.Column, w.Upstream)
	}
	return fmt.Sprintf("columns %q and %q are made by one step, but %s", e.First, e.Column, strings.Join(waits, " and "))
}

// CycleError is columns that wait for each other.
type CycleError struct {
	// Cycles are cycles such that every edge that lies on any cycle lies on one
	// of them, up to maxCycles of them. Each starts with its column of lowest
	// id, follows the edges, and does not repeat its start.
	Cycles [][]string
	// Columns is how many columns lie on a cycle.
	Columns int
	// Truncated is true where there are more cycles than maxCycles.
	Truncated bool
}

func (e *CycleError) Error() string {
	var text strings.Builder
	for i, cycle := range e.Cycles {
		if i > 0 {
			text.WriteString("; ")
		}
		text.WriteString("columns wait for each other: ")
		text.WriteString(CycleText(cycle))
	}
	if e.Truncated {
		fmt.Fprintf(&text, "; and more, among %d columns", e.Columns)
	}
	return text.String()
}

// maxCycleNames caps how many columns of a cycle a message prints.
const maxCycleNames = 12

// CycleText prints a cycle as "a → b → a"; the middle of a long one is left
// out.
func CycleText(cycle []string) string {
	if len(cycle) == 0 {
		return ""
	}
	names := append(append([]string(nil), cycle...), cycle[0])
	if len(names) > maxCycleNames {
		left := len(names) - maxCycleNames
		head := append([]string(nil), names[:maxCycleNames/2]...)
		head = append(head, fmt.Sprintf("(%d more)", left))
		names = append(head, names[len(names)-maxCycleNames/2:]...)
	}
	return strings.Join(names, " → ")
}
