package dag

import (
	"slices"

	"github.com/dagplan/dagplan/pkg/model"
)

// kahn orders the columns by Kahn's algorithm and returns, for each, how many
// of its upstream never came: 0 for all where there is no cycle. The queue is
// first in first out, so that a column never comes before one of a lower depth
// (R89); it starts with the roots, and children follow, in insertion order.
func (g *Graph) kahn() []int32 {
	n := len(g.names)
	g.depth = make([]int, n)
	waiting := make([]int32, n)
	g.order = make([]model.ColumnID, 0, n)
	for id := range n {
		waiting[id] = int32(g.upstream.of(model.ColumnID(id)).Len())
		if waiting[id] == 0 {
			g.order = append(g.order, model.ColumnID(id))
		}
	}
	for at := 0; at < len(g.order); at++ {
		id := g.order[at]
		g.layers = max(g.layers, g.depth[id]+1)
		for _, child := range g.downstream.of(id).ids {
			g.depth[child] = max(g.depth[child], g.depth[id]+1)
			if waiting[child]--; waiting[child] == 0 {
				g.order = append(g.order, child)
			}
		}
	}
	return waiting
}

// TopologicalOrder returns the columns such that each comes after all of its
// upstream, layer by layer. Inside a layer, a column stands where the last of
// its upstream put it, and those that one column put there in insertion order.
func (g *Graph) TopologicalOrder() []model.ColumnID { return slices.Clone(g.order) }

// Depth returns the number of edges of the longest path from a root to a
// column, which must exist.
func (g *Graph) Depth(id model.ColumnID) int { return g.depth[id] }

// Layers returns the columns by depth, each layer in insertion order.
func (g *Graph) Layers() [][]model.ColumnID {
	layers := make([][]model.ColumnID, g.layers)
	for id, depth := range g.depth {
		layers[depth] = append(layers[depth], model.ColumnID(id))
	}
	return layers
}
