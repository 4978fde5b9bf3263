package dag

import (
	"slices"

	"github.com/dagplan/dagplan/pkg/model"
)

// maxCycles caps how many cycles are reported: a graph can have more of them
// than atoms in the universe.
const maxCycles = 10

// cycleError names the cycles among what Kahn's algorithm left waiting.
func (g *Graph) cycleError(waiting []int32) *CycleError {
	component := g.components(waiting)
	cycles, truncated := g.cycles(component)
	found := &CycleError{Truncated: truncated}
	for _, c := range component {
		if c > 0 {
			found.Columns++
		}
	}
	for _, cycle := range cycles {
		names := make([]string, len(cycle))
		for i, id := range cycle {
			names[i] = g.names[id]
		}
		found.Cycles = append(found.Cycles, names)
	}
	return found
}

// cycles finds, for every edge that lies on a cycle and on none found so far,
// a shortest cycle through it, up to maxCycles of them. Each starts with its
// column of lowest id.
//
// Complexity: O(columns + edges) for each cycle.
func (g *Graph) cycles(component []int) (cycles [][]model.ColumnID, truncated bool) {
	covered := make(map[edgeKey]bool)
	search := cycleSearch{g: g, component: component, from: make([]model.ColumnID, len(g.names))}
	for _, e := range g.edges {
		if component[e.From] == 0 || component[e.From] != component[e.To] || covered[edgeKey{e.From, e.To}] {
			continue
		}
		if len(cycles) == maxCycles {
			return cycles, true
		}
		cycle := search.shortest(e)
		for i, id := range cycle {
			covered[edgeKey{id, cycle[(i+1)%len(cycle)]}] = true
		}
		start := slices.Index(cycle, slices.Min(cycle))
		cycles = append(cycles, slices.Concat(cycle[start:], cycle[:start]))
	}
	return cycles, false
}

type cycleSearch struct {
	g         *Graph
	component []int
	from      []model.ColumnID
	queue     []model.ColumnID
}

// shortest returns a cycle that starts with the edge e: e.From, e.To, and so
// on. Both ends must lie in one component.
func (s *cycleSearch) shortest(e Edge) []model.ColumnID {
	const unseen = -1
	for i := range s.from {
		s.from[i] = unseen
	}
	s.from[e.To] = e.From
	s.queue = append(s.queue[:0], e.To)
	for at := 0; s.from[e.From] == unseen; at++ {
		id := s.queue[at]
		for _, child := range s.g.downstream.of(id).ids {
			if s.component[child] == s.component[e.From] && s.from[child] == unseen {
				s.from[child] = id
				s.queue = append(s.queue, child)
			}
		}
	}
	var cycle []model.ColumnID
	for id := s.from[e.From]; id != e.To; id = s.from[id] {
		cycle = append(cycle, id)
	}
	cycle = append(cycle, e.To, e.From)
	slices.Reverse(cycle)
	return cycle
}

// components numbers the strongly connected components that hold a cycle, from
// 1; other columns get 0. Tarjan's algorithm with a stack of its own, since a
// chain of 100,000 columns would be as many calls.
func (g *Graph) components(waiting []int32) []int {
	t := tarjan{g: g, index: make([]int, len(g.names)), low: make([]int, len(g.names)), component: make([]int, len(g.names)), onStack: make([]bool, len(g.names))}
	for id := range g.names {
		if waiting[id] > 0 && t.index[id] == 0 {
			t.visit(model.ColumnID(id))
		}
	}
	return t.component
}

type tarjan struct {
	g          *Graph
	index, low []int
	component  []int
	onStack    []bool
	stack      []model.ColumnID
	frames     []tarjanFrame
	clock      int
	components int
}

type tarjanFrame struct {
	id   model.ColumnID
	next int
}

func (t *tarjan) enter(id model.ColumnID) {
	t.clock++
	t.index[id], t.low[id] = t.clock, t.clock
	t.stack, t.onStack[id] = append(t.stack, id), true
	t.frames = append(t.frames, tarjanFrame{id: id})
}

func (t *tarjan) visit(root model.ColumnID) {
	t.enter(root)
	for len(t.frames) > 0 {
		frame := &t.frames[len(t.frames)-1]
		children := t.g.downstream.of(frame.id).ids
		if frame.next < len(children) {
			child := children[frame.next]
			frame.next++
			if t.index[child] == 0 {
				t.enter(child)
			} else if t.onStack[child] {
				t.low[frame.id] = min(t.low[frame.id], t.index[child])
			}
			continue
		}
		t.leave(frame.id)
	}
}

func (t *tarjan) leave(id model.ColumnID) {
	t.frames = t.frames[:len(t.frames)-1]
	if len(t.frames) > 0 {
		parent := t.frames[len(t.frames)-1].id
		t.low[parent] = min(t.low[parent], t.low[id])
	}
	if t.low[id] != t.index[id] {
		return
	}
	at := len(t.stack) - 1
	for t.stack[at] != id {
		at--
	}
	members := t.stack[at:]
	t.stack = t.stack[:at]
	if len(members) > 1 {
		t.components++
	}
	for _, m := range members {
		t.onStack[m] = false
		if len(members) > 1 {
			t.component[m] = t.components
		}
	}
}
