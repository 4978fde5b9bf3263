package dag_test

import (
	"fmt"

	"pgregory.net/rapid"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/model"
)

// plain is a graph as a test can reason about it: columns 0 to n-1, and who
// waits for whom.
type plain struct {
	n     int
	edges [][2]int
}

func name(i int) string { return fmt.Sprintf("c%d", i) }

// drawPlain draws a graph of up to most columns. Without cycles, edges follow
// a drawn permutation, so that insertion order is not a topological order.
func drawPlain(t *rapid.T, most int, cyclic bool) plain {
	g := plain{n: rapid.IntRange(0, most).Draw(t, "columns")}
	if g.n == 0 {
		return g
	}
	order := make([]int, g.n)
	for i := range order {
		order[i] = i
	}
	order = rapid.Permutation(order).Draw(t, "order")
	column := rapid.IntRange(0, g.n-1)
	for range rapid.IntRange(0, 2*g.n).Draw(t, "edges") {
		from, to := column.Draw(t, "from"), column.Draw(t, "to")
		if !cyclic && from > to {
			from, to = to, from
		}
		if from != to {
			g.edges = append(g.edges, [2]int{order[from], order[to]})
		}
	}
	return g
}

// build adds everything to a Builder, and returns what Build returns.
func (p plain) build(t interface{ Fatal(...any) }) (*dag.Graph, error) {
	var b dag.Builder
	for i := range p.n {
		if _, err := b.AddColumn(name(i), model.CellByCell); err != nil {
			t.Fatal(err)
		}
	}
	for _, e := range p.edges {
		if err := b.AddEdge(name(e[0]), name(e[1])); err != nil {
			t.Fatal(err)
		}
	}
	return b.Build()
}

func (p plain) hasEdge(from, to int) bool {
	for _, e := range p.edges {
		if e == [2]int{from, to} {
			return true
		}
	}
	return false
}

// reaches reports whether there is a path of at least one edge, by closing the
// relation under composition until nothing changes.
func (p plain) reaches() map[[2]int]bool {
	closed := make(map[[2]int]bool)
	for _, e := range p.edges {
		closed[e] = true
	}
	for changed := true; changed; {
		changed = false
		for a := range closed {
			for _, e := range p.edges {
				if a[1] == e[0] && !closed[[2]int{a[0], e[1]}] {
					closed[[2]int{a[0], e[1]}] = true
					changed = true
				}
			}
		}
	}
	return closed
}

// paths calls visit with every path of the graph, which must have no cycle.
func (p plain) paths(visit func([]int)) {
	var extend func(path []int)
	extend = func(path []int) {
		visit(path)
		for i := range p.n {
			if p.hasEdge(path[len(path)-1], i) {
				extend(append(path[:len(path):len(path)], i))
			}
		}
	}
	for i := range p.n {
		extend([]int{i})
	}
}
