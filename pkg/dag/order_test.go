package dag_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/internal/dagtest"
	"github.com/dagplan/dagplan/pkg/model"
)

func TestGraph_topologicalOrder(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		graph, reason string
		want          []string
	}{
		{"", "an empty graph has an empty order", nil},
		{"b; a; c", "roots stand in insertion order", []string{"b", "a", "c"}},
		{"c < b < a", "a chain has one order", []string{"c", "b", "a"}},
		{"r < x; r < y; x, y < s; z", "the roots first, then layer by layer", []string{"r", "z", "x", "y", "s"}},
		{"a < d; b < c; c; d", "what a released before what b released", []string{"a", "b", "d", "c"}},
	} {
		g := dagtest.Parse(t, test.graph)
		if diff := cmp.Diff(test.want, names(g, g.TopologicalOrder()), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%q: %s (-want +got):\n%s", test.graph, test.reason, diff)
		}
	}
}

func TestGraph_topologicalOrder_property(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPlain(t, 10, false)
		g, err := p.build(t)
		if err != nil {
			t.Fatal(err)
		}
		depth := make([]int, p.n) // by definition: the longest path that ends here
		p.paths(func(path []int) {
			last := path[len(path)-1]
			depth[last] = max(depth[last], len(path)-1)
		})
		order := g.TopologicalOrder()
		place := make([]int, p.n)
		for at, id := range order {
			place[id] = at
			if g.Depth(id) != depth[id] {
				t.Fatalf("depth of %s is %d, want %d", g.Name(id), g.Depth(id), depth[id])
			}
			if at > 0 && depth[order[at-1]] > depth[id] {
				t.Fatalf("%s comes before %s of a lower depth", g.Name(order[at-1]), g.Name(id))
			}
		}
		if len(order) != p.n {
			t.Fatalf("%d of %d columns are in the order", len(order), p.n)
		}
		for _, e := range p.edges {
			if place[e[0]] >= place[e[1]] {
				t.Fatalf("%s waits for %s and comes first", name(e[1]), name(e[0]))
			}
		}
		roots := g.Roots()
		if !slices.IsSorted(roots) || !slices.Equal(order[:len(roots)], roots) {
			t.Fatalf("the order %v does not start with the roots %v", order, roots)
		}
		checkLayers(t, g, depth)
	})
}

func checkLayers(t *rapid.T, g *dag.Graph, depth []int) {
	seen := 0
	for d, layer := range g.Layers() {
		if !slices.IsSorted(layer) || len(layer) == 0 {
			t.Fatalf("layer %d is %v", d, layer)
		}
		for _, id := range layer {
			if depth[id] != d {
				t.Fatalf("column %d of depth %d is in layer %d", id, depth[id], d)
			}
			seen++
		}
	}
	if seen != len(depth) {
		t.Fatalf("%d of %d columns are in a layer", seen, len(depth))
	}
}

// Neighbours are what the edges say, and nothing that a caller does to a list
// changes the graph.
func TestGraph_neighbours_property(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPlain(t, 8, false)
		g, err := p.build(t)
		if err != nil {
			t.Fatal(err)
		}
		for i := range p.n {
			up := slices.Collect(g.Upstream(model.ColumnID(i)).All())
			down := slices.Collect(g.Downstream(model.ColumnID(i)).All())
			if !slices.IsSorted(down) {
				t.Fatalf("downstream of %s is %v, not in insertion order", name(i), down)
			}
			for j := range p.n {
				if got, want := slices.Contains(up, model.ColumnID(j)), p.hasEdge(j, i); got != want {
					t.Fatalf("%s in upstream of %s: %v, want %v", name(j), name(i), got, want)
				}
				if got, want := slices.Contains(down, model.ColumnID(j)), p.hasEdge(i, j); got != want {
					t.Fatalf("%s in downstream of %s: %v, want %v", name(j), name(i), got, want)
				}
			}
		}
		before := g.TopologicalOrder()
		clear(g.TopologicalOrder())
		clear(g.Names())
		clear(g.Edges())
		if !slices.Equal(before, g.TopologicalOrder()) {
			t.Fatal("a caller changed the order of the graph")
		}
	})
}
