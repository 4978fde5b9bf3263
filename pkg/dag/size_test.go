package dag_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/model"
)

// large has n columns that each depend on up to degree earlier ones.
func large(n, degree int) []model.Column {
	source := rand.New(rand.NewPCG(1, 2))
	columns := make([]model.Column, n)
	for i := range columns {
		columns[i] = model.Column{Name: fmt.Sprintf("column_%06d", i), Strategy: model.CellByCell}
		for range min(i, degree) {
			up := columns[source.IntN(i)].Name
			columns[i].Dependencies = append(columns[i].Dependencies, model.Dependency{Name: up, Kind: model.Required})
		}
	}
	return columns
}

// 100,000 columns and a million edges. That it ends at all, with every column
// once, guards against anything that is more than linear.
func TestFromColumns_large(t *testing.T) {
	t.Parallel()
	const n = 100_000
	columns := large(n, 10)
	columns[0].Dependencies = nil
	g, err := dag.FromColumns(columns)
	if err != nil {
		t.Fatal(err)
	}
	if edges := len(g.Edges()); edges < 999_000 {
		t.Errorf("only %d edges", edges)
	}
	seen := make([]bool, n)
	for _, id := range g.TopologicalOrder() {
		for up := range g.Upstream(id).All() {
			if !seen[up] {
				t.Fatalf("%s comes before %s", g.Name(id), g.Name(up))
			}
		}
		seen[id] = true
	}
	path := g.CriticalPath(func(model.ColumnID) time.Duration { return time.Second })
	if want := time.Duration(len(g.Layers())) * time.Second; path.Time != want {
		t.Errorf("the critical path takes %v, want %v", path.Time, want)
	}
}

// The same with the last column upstream of the first ones: cycles in a graph
// of that size are found as well, without recursion.
func TestFromColumns_largeCycle(t *testing.T) {
	t.Parallel()
	const n = 100_000
	columns := make([]model.Column, n)
	for i := range columns {
		up := model.Dependency{Name: name((i + n - 1) % n), Kind: model.Required}
		columns[i] = model.Column{Name: name(i), Strategy: model.CellByCell, Dependencies: []model.Dependency{up}}
	}
	_, err := dag.FromColumns(columns)
	var cycle *dag.CycleError
	if !errors.As(err, &cycle) || cycle.Columns != n || len(cycle.Cycles) != 1 || len(cycle.Cycles[0]) != n {
		t.Fatalf("got %v, want one cycle of %d columns", err, n)
	}
	want := "columns wait for each other: c0 → c1 → c2 → c3 → c4 → c5 → (99989 more) → c99995 → c99996 → c99997 → c99998 → c99999 → c0"
	if cycle.Error() != want {
		t.Errorf("got  %s\nwant %s", cycle, want)
	}
}

// Adding what is there already must not grow anything.
func TestBuilder_repeatedEdges(t *testing.T) { //nolint:paralleltest // allocations of other tests would count
	b := two(t)
	if err := b.AddEdge("a", "b"); err != nil {
		t.Fatal(err)
	}
	if allocs := testing.AllocsPerRun(100, func() {
		if err := b.AddEdge("a", "b"); err != nil {
			t.Error(err)
		}
	}); allocs != 0 {
		t.Errorf("adding an edge again allocates %v times", allocs)
	}
}

func BenchmarkFromColumns(b *testing.B) {
	for _, size := range []struct{ columns, degree int }{{1000, 3}, {100_000, 10}} {
		columns := large(size.columns, size.degree)
		b.Run(fmt.Sprintf("columns=%d/edges=%d", size.columns, size.columns*size.degree), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := dag.FromColumns(columns); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkGraph_CriticalPath(b *testing.B) {
	g, err := dag.FromColumns(large(100_000, 10))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		g.CriticalPath(func(id model.ColumnID) time.Duration { return time.Duration(id % 7) })
	}
}
