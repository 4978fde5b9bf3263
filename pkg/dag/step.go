package dag

import (
	"slices"

	"github.com/dagplan/dagplan/pkg/model"
)

// mixedSteps returns a [*StepError] for every column whose strategy differs
// from that of the first column of its step.
func (g *Graph) mixedSteps() Errors {
	var errs Errors
	for id, first := range g.stepHeads() {
		if g.strategies[id] != g.strategies[first] {
			errs = append(errs, &StepError{First: g.names[first], Column: g.names[id]})
		}
	}
	return errs
}

// stepHeads returns, for every column, the first column of its step: itself
// where it has a step of its own.
func (g *Graph) stepHeads() []model.ColumnID {
	heads := make([]model.ColumnID, len(g.names))
	first := make(map[int]model.ColumnID)
	for id, step := range g.steps {
		heads[id] = model.ColumnID(id)
		if step == 0 {
			continue
		}
		if head, known := first[step]; known {
			heads[id] = head
		} else {
			first[step] = model.ColumnID(id)
		}
	}
	return heads
}

// waitingStep returns a [*StepError] where a step waits for itself: one of its
// columns needs another, directly or through other columns and steps, though
// both are made at once. The columns themselves must have no cycle. What a cycle
// through columns is in the graph of the steps, is a step that waits for itself here.
func (g *Graph) waitingStep() error {
	if !g.hasSteps() {
		return nil
	}
	heads := g.stepHeads()
	for _, e := range g.edges {
		if heads[e.From] == heads[e.To] {
			return g.stepError(e.From, e.To, []Edge{e})
		}
	}
	steps, original := g.joined(heads)
	waiting := steps.kahn()
	if len(steps.order) == len(steps.names) {
		return nil
	}
	cycles, _ := steps.cycles(steps.components(waiting))
	return g.joinedCycle(cycles[0], original)
}

// hasSteps reports whether any column is made by a multi-column step.
func (g *Graph) hasSteps() bool {
	return slices.ContainsFunc(g.steps, func(step int) bool { return step != 0 })
}

// joined returns the graph in which every step is its first column, with the columns
// of g that each edge comes from. The other columns are in it, without edges.
func (g *Graph) joined(heads []model.ColumnID) (*Graph, map[edgeKey]Edge) {
	steps := &Graph{names: g.names}
	original := make(map[edgeKey]Edge)
	for _, e := range g.edges {
		joined := Edge{From: heads[e.From], To: heads[e.To]}
		key := edgeKey{joined.From, joined.To}
		if _, known := original[key]; !known {
			original[key] = e
			steps.edges = append(steps.edges, joined)
		}
	}
	steps.link()
	return steps, original
}

// StepOrder returns the first column of each step, a column of its own being one,
// such that each step comes after all that any of its columns waits for. Without
// multi-column steps it is [Graph.TopologicalOrder].
//
// Complexity: O(columns + edges).
func (g *Graph) StepOrder() []model.ColumnID {
	if !g.hasSteps() {
		return g.TopologicalOrder()
	}
	heads := g.stepHeads()
	steps, _ := g.joined(heads)
	steps.kahn()
	return slices.DeleteFunc(steps.order, func(id model.ColumnID) bool { return heads[id] != id })
}

// joinedCycle tells a cycle of steps by the columns that make it one.
func (g *Graph) joinedCycle(cycle []model.ColumnID, original map[edgeKey]Edge) error {
	edges := make([]Edge, len(cycle))
	for i, head := range cycle {
		edges[i] = original[edgeKey{head, cycle[(i+1)%len(cycle)]}]
	}
	for i, e := range edges {
		// A step through which the cycle passes by one and the same column is not
		// to blame, and there is one that is: columns alone have no cycle.
		if before := edges[(i+len(edges)-1)%len(edges)]; before.To != e.From {
			return g.stepError(e.From, before.To, append(edges[i:len(edges):len(edges)], edges[:i]...))
		}
	}
	return nil
}

func (g *Graph) stepError(first, column model.ColumnID, edges []Edge) *StepError {
	err := &StepError{First: g.names[first], Column: g.names[column]}
	for _, e := range edges {
		err.Waits = append(err.Waits, Wait{Upstream: g.names[e.From], Column: g.names[e.To]})
	}
	return err
}
