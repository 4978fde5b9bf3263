package dag

import (
	"slices"
	"time"

	"github.com/dagplan/dagplan/pkg/model"
)

// Basis says by what a [Path] is the longest.
type Basis uint8

// The bases.
const (
	// ByLength is the number of columns. Text form: longest_dependency_chain.
	ByLength Basis = iota + 1
	// ByExpectedTime is the expected time of the columns. Text form: expected_time.
	ByExpectedTime
)

// String returns the text form, or unset for the zero value.
func (b Basis) String() string {
	switch b {
	case ByLength:
		return "longest_dependency_chain"
	case ByExpectedTime:
		return "expected_time"
	default:
		return "unset"
	}
}

// MarshalText returns the text form.
func (b Basis) MarshalText() ([]byte, error) { return []byte(b.String()), nil }

// Path is a chain of columns, each upstream of the next. On a critical path one column
// stands for a multi-column step, which waits for what any of its columns needs.
type Path struct {
	Columns []model.ColumnID
	// Time is the sum of the expected times; 0 where none are known.
	Time  time.Duration
	Basis Basis
}

// LongestDependencyChain returns a longest path by number of columns; of
// several, the one that ends first in topological order, and goes on backwards
// to the column that comes first there. An empty graph has an empty chain.
//
// Complexity: O(columns + edges).
func (g *Graph) LongestDependencyChain() []model.ColumnID {
	return g.longest(func(model.ColumnID) time.Duration { return 1 }).Columns
}

// CriticalPath returns the longest path by expected time, with the ties of
// [Graph.LongestDependencyChain]. Where expected returns 0 for every column no
// times are known, and the path is the longest dependency chain; Basis says
// which. Times must not be negative.
//
// Complexity: O(columns + edges).
func (g *Graph) CriticalPath(expected func(model.ColumnID) time.Duration) Path {
	known := false
	for id := range g.names {
		known = known || expected(model.ColumnID(id)) > 0
	}
	if !known {
		return Path{Columns: g.LongestDependencyChain(), Basis: ByLength}
	}
	path := g.longestOfSteps(expected)
	path.Basis = ByExpectedTime
	return path
}

// longestOfSteps is longest where one task makes all columns of a step, in the time of the
// longest. For a step stands the column that the next one on the path waits for.
func (g *Graph) longestOfSteps(weight func(model.ColumnID) time.Duration) Path {
	if !g.hasSteps() {
		return g.longest(weight)
	}
	heads := g.stepHeads()
	steps, original := g.joined(heads)
	steps.kahn()
	weights := make([]time.Duration, len(g.names))
	for id, head := range heads {
		weights[head] = max(weights[head], weight(model.ColumnID(id)))
	}
	path := steps.longest(func(id model.ColumnID) time.Duration { return weights[id] })
	for i, head := range path.Columns[:len(path.Columns)-1] {
		path.Columns[i] = original[edgeKey{head, path.Columns[i+1]}].From
	}
	return path
}

func (g *Graph) longest(weight func(model.ColumnID) time.Duration) Path {
	if len(g.order) == 0 {
		return Path{}
	}
	const none = -1
	total := make([]time.Duration, len(g.names))
	before := make([]model.ColumnID, len(g.names))
	for _, id := range g.order {
		before[id] = none
	}
	for _, id := range g.order {
		total[id] += weight(id)
		for _, child := range g.downstream.of(id).ids {
			// Of equals the first wins, but a column that takes no time still belongs
			// to the path of what waits for it.
			if total[id] > total[child] || before[child] == none && total[id] == total[child] {
				total[child], before[child] = total[id], id
			}
		}
	}
	end := g.order[0]
	for _, id := range g.order {
		if total[id] > total[end] {
			end = id
		}
	}
	var chain []model.ColumnID
	for id := end; id != none; id = before[id] {
		chain = append(chain, id)
	}
	slices.Reverse(chain)
	return Path{Columns: chain, Time: total[end]}
}
