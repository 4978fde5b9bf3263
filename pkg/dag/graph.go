package dag

import (
	"iter"
	"slices"

	"github.com/dagplan/dagplan/pkg/model"
)

// Graph is a checked graph without cycles. It never changes and may be read
// by many goroutines.
type Graph struct {
	names      []string
	ids        map[string]model.ColumnID
	strategies []model.Strategy
	steps      []int
	edges      []Edge
	producers  map[string]model.ColumnID
	aliases    [][]string

	upstream, downstream adjacency
	cellUp, fullUp       adjacency
	order                []model.ColumnID
	depth                []int
	layers               int
}

// adjacency holds the neighbours of every column in one array: those of id
// are targets[start[id]:start[id+1]].
type adjacency struct {
	start   []int32
	targets []model.ColumnID
}

func (a adjacency) of(id model.ColumnID) Columns {
	if id < 0 || int(id)+1 >= len(a.start) {
		return Columns{}
	}
	return Columns{a.targets[a.start[id]:a.start[id+1]]}
}

// newAdjacency keeps, for every column, the order of the pairs. keep says
// which edges count, and which end owns which.
func newAdjacency(columns int, edges []Edge, keep func(Edge) (owner, neighbour model.ColumnID, ok bool)) adjacency {
	start := make([]int32, columns+1)
	for _, e := range edges {
		if owner, _, ok := keep(e); ok {
			start[owner+1]++
		}
	}
	for i := range columns {
		start[i+1] += start[i]
	}
	targets := make([]model.ColumnID, start[columns])
	next := slices.Clone(start)
	for _, e := range edges {
		if owner, neighbour, ok := keep(e); ok {
			targets[next[owner]] = neighbour
			next[owner]++
		}
	}
	return adjacency{start, targets}
}

// reversed turns neighbours round. Those of a column come out in the order of
// their ids, whatever the order of the edges was.
func (a adjacency) reversed() adjacency {
	columns := len(a.start) - 1
	start := make([]int32, columns+1)
	for _, neighbour := range a.targets {
		start[neighbour+1]++
	}
	for i := range columns {
		start[i+1] += start[i]
	}
	targets := make([]model.ColumnID, len(a.targets))
	next := slices.Clone(start)
	for id := range columns {
		for _, neighbour := range a.targets[a.start[id]:a.start[id+1]] {
			targets[next[neighbour]] = model.ColumnID(id)
			next[neighbour]++
		}
	}
	return adjacency{start, targets}
}

// Columns is a read-only list of columns.
type Columns struct{ ids []model.ColumnID }

// Len returns the number of columns.
func (c Columns) Len() int { return len(c.ids) }

// At returns the column at index i, which must be in [0, Len).
func (c Columns) At(i int) model.ColumnID { return c.ids[i] }

// All returns an iterator over the columns.
func (c Columns) All() iter.Seq[model.ColumnID] { return slices.Values(c.ids) }

// Build checks what was added and returns a snapshot of it. Where it cannot be
// built the error is an [Errors] of every [*StepError] and [*CycleError].
//
// Complexity: O(columns + edges); with cycles, that for each cycle reported.
func (b *Builder) Build() (*Graph, error) {
	n := len(b.names)
	g := &Graph{
		names: slices.Clone(b.names), ids: cloneMap(b.ids), strategies: slices.Clone(b.strategies),
		steps: slices.Clone(b.steps), edges: slices.Clone(b.edges), producers: cloneMap(b.producers),
		aliases: make([][]string, n),
	}
	for i, aliases := range b.aliases {
		g.aliases[i] = slices.Clone(aliases)
	}
	g.link()
	g.cellUp = newAdjacency(n, g.edges, g.upstreamOf(model.CellByCell))
	g.fullUp = newAdjacency(n, g.edges, g.upstreamOf(model.FullColumn))
	errs := g.mixedSteps()
	if waiting := g.kahn(); len(g.order) < n {
		errs = append(errs, g.cycleError(waiting))
	} else if waiting := g.waitingStep(); waiting != nil {
		errs = append(errs, waiting)
	}
	if len(errs) > 0 {
		return nil, errs
	}
	return g, nil
}

// link finds the neighbours of every column from the edges.
func (g *Graph) link() {
	g.upstream = newAdjacency(len(g.names), g.edges, func(e Edge) (owner, neighbour model.ColumnID, ok bool) { return e.To, e.From, true })
	g.downstream = g.upstream.reversed()
}

func (g *Graph) upstreamOf(s model.Strategy) func(Edge) (owner, neighbour model.ColumnID, ok bool) {
	return func(e Edge) (owner, neighbour model.ColumnID, ok bool) {
		return e.To, e.From, g.strategies[e.From] == s
	}
}

func cloneMap(m map[string]model.ColumnID) map[string]model.ColumnID {
	c := make(map[string]model.ColumnID, len(m))
	for k, v := range m {
		c[k] = v
	}
	return c
}

// Len returns the number of columns.
func (g *Graph) Len() int { return len(g.names) }

// Name returns the name of a column, which must exist.
func (g *Graph) Name(id model.ColumnID) string { return g.names[id] }

// Names returns the names of all columns in insertion order.
func (g *Graph) Names() []string { return slices.Clone(g.names) }

// ID returns the column of that name, false where there is none.
func (g *Graph) ID(name string) (model.ColumnID, bool) {
	id, known := g.ids[name]
	return id, known
}

// Strategy returns the strategy of a column, which must exist.
func (g *Graph) Strategy(id model.ColumnID) model.Strategy { return g.strategies[id] }

// Step returns the number of the multi-column step that makes a column, 0
// where it has a step of its own.
func (g *Graph) Step(id model.ColumnID) int { return g.steps[id] }

// Upstream returns the columns that a column waits for, in the order in which
// their edges were added.
func (g *Graph) Upstream(id model.ColumnID) Columns { return g.upstream.of(id) }

// Downstream returns the columns that wait for a column, in insertion order.
func (g *Graph) Downstream(id model.ColumnID) Columns { return g.downstream.of(id) }

// SplitUpstream returns the upstream of a column apart by strategy.
// Complexity: O(1).
func (g *Graph) SplitUpstream(id model.ColumnID) (cells, full Columns) {
	return g.cellUp.of(id), g.fullUp.of(id)
}

// Edges returns all edges in the order in which they were added.
func (g *Graph) Edges() []Edge { return slices.Clone(g.edges) }

// SideEffects returns the side effects of a column in the order in which they
// were set.
func (g *Graph) SideEffects(id model.ColumnID) []string { return slices.Clone(g.aliases[id]) }

// ResolveSideEffect returns the column to depend on for a name (R83), false
// where it is neither a column nor a side effect.
func (g *Graph) ResolveSideEffect(name string) (model.ColumnID, bool) {
	if id, known := g.ids[name]; known {
		return id, true
	}
	id, known := g.producers[name]
	return id, known
}

// Roots returns the columns without upstream, in insertion order.
func (g *Graph) Roots() []model.ColumnID {
	var roots []model.ColumnID
	for id := range g.names {
		if g.upstream.of(model.ColumnID(id)).Len() == 0 {
			roots = append(roots, model.ColumnID(id))
		}
	}
	return roots
}
