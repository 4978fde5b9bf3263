package frontier_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/frontier"
	"github.com/dagplan/dagplan/pkg/internal/dagtest"
	"github.com/dagplan/dagplan/pkg/model"
)

// heap returns the bytes in use, without garbage.
func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

func newPlanned(tb testing.TB, g *dag.Graph, records, buffer int64) *frontier.Tracker {
	tb.Helper()
	plan, err := model.NewRowGroupPlan(records, buffer)
	must(tb, err)
	tracker, err := frontier.New(g, plan)
	must(tb, err)
	return tracker
}

// The row groups in flight take at most 4 bytes a cell, whatever the graph.
func TestMemory_inFlight(t *testing.T) { //nolint:paralleltest // reads the heap of the process
	const rows, groups = 10000, 20
	graphs := map[string]*dag.Graph{
		"1 column":                 dagtest.Parse(t, "a"),
		"1 full column":            dagtest.Parse(t, "a!"),
		"2 columns":                dagtest.Parse(t, "a < b"),
		"chain of 10":              dagtest.Parse(t, chain(10)),
		"20 wide between barriers": dagtest.Parse(t, "root! < "+columns("w", 20)+" < sink!"),
		"15 columns":               dagtest.Parse(t, chain(15)),
		"16 columns":               dagtest.Parse(t, chain(16)),
		"32 columns":               dagtest.Parse(t, chain(32)),
		"70 columns, dense":        dagtest.Random(t, rand.New(rand.NewPCG(1, 1)), 70, 0.9, 0),
	}
	for name, g := range graphs { //nolint:paralleltest // reads the heap of the process
		t.Run(name, func(t *testing.T) {
			tracker := newPlanned(t, g, rows*groups, rows)
			feed := frontier.NewFeed(tracker)
			must(t, feed.Seed(0, rows)) // what does not grow with the row groups in flight
			before := heap()
			for group := model.RowGroupIndex(1); group < groups; group++ {
				must(t, feed.Seed(group, rows))
			}
			cells := int64(g.Len()) * rows * (groups - 1)
			perCell := float64(heap()-before) / float64(cells)
			runtime.KeepAlive(feed)
			t.Logf("%.3f bytes a cell", perCell)
			if perCell > 4 || perCell <= 0 {
				t.Errorf("%.3f bytes a cell in flight, want at most 4", perCell)
			}
		})
	}
}

// Finished row groups take a bit a row at most, plus a hundredth of that to find it,
// and next to nothing where no row was dropped, or few.
func TestMemory_finished(t *testing.T) { //nolint:paralleltest // reads the heap of the process
	const rows, groups = 1000, 6000
	for _, test := range []struct { //nolint:paralleltest // reads the heap of the process
		every  int // of so many rows one is dropped, none for 0
		bitsUp float64
	}{{0, 0.01}, {5000, 0.02}, {10, 1.01}} {
		t.Run(fmt.Sprintf("one of %d dropped", test.every), func(t *testing.T) {
			tracker := newPlanned(t, dagtest.Parse(t, "a < b"), rows*groups, rows)
			finish(t, tracker, 0, rows, test.every)
			before := heap()
			for group := model.RowGroupIndex(1); group < groups; group++ {
				finish(t, tracker, group, rows, test.every)
			}
			bits := float64(heap()-before) * 8 / (rows * (groups - 1))
			if !tracker.IsCompacted(groups - 1) {
				t.Error("the last row group is not compacted")
			}
			t.Logf("%.4f bits a row", bits)
			if bits > test.bitsUp {
				t.Errorf("%.3f bits a finished row, want at most %v", bits, test.bitsUp)
			}
		})
	}
}

// Which rows were dropped is kept exactly, however many, in whatever order their row
// groups finish.
func TestMemory_whichRows(t *testing.T) {
	t.Parallel()
	const rows, groups = 5000, 30
	for _, every := range []int{3, 17, 4999, rows * groups} {
		tracker := newPlanned(t, dagtest.Parse(t, "a < b"), rows*groups, rows)
		for i := range groups {
			finish(t, tracker, model.RowGroupIndex(i*7%groups), rows, every)
		}
		wrong := 0
		for record := range rows * groups {
			if tracker.IsDropped(model.RowGroupIndex(record/rows), model.RowIndex(record%rows)) != (record%every == 0) {
				wrong++
			}
		}
		if wrong > 0 {
			t.Errorf("one of %d dropped: %d rows are wrong", every, wrong)
		}
	}
}

// finish takes a row group through a < b at once.
func finish(tb testing.TB, t *frontier.Tracker, group model.RowGroupIndex, rows, every int) {
	tb.Helper()
	check := func(_ frontier.Delta, err error) { must(tb, err) }
	check(t.Seed(group, rows))
	for _, id := range []model.ColumnID{0, 1} {
		check(t.CompleteCells(frontier.CellRun(id, group, 0, rows)))
	}
	for row := range rows {
		if every > 0 && (int(group)*rows+row)%every == 0 {
			check(t.DropRow(group, model.RowIndex(row)))
		}
	}
	check(t.Compact(group))
}

// 10⁹ cells are planned lazily: the memory is that of the row groups in flight,
// not of the build.
func TestMemory_billionCells(t *testing.T) { //nolint:paralleltest // reads the heap of the process
	for _, test := range []struct { //nolint:paralleltest // reads the heap of the process
		name            string
		graph           string
		records, buffer int64
	}{
		{"1,000,000 row groups of 1,000 rows", "a", 1e9, 1e3},
		{"100 row groups of 1,000,000 rows of 10 columns", chain(10), 1e8, 1e6},
		{"100,000,000 row groups of 1 row of 10 columns", chain(10), 1e8, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			before := heap()
			tracker := newPlanned(t, dagtest.Parse(t, test.graph), test.records, test.buffer)
			feed := frontier.NewFeed(tracker)
			plan := tracker.Plan()
			for _, group := range []int{0, 1, plan.Len() / 2, plan.Len() - 1} {
				must(t, feed.Seed(model.RowGroupIndex(group), plan.Size(model.RowGroupIndex(group))))
			}
			bytes := heap() - before
			runtime.KeepAlive(feed)
			t.Logf("%.2f MB", float64(bytes)/1e6)
			if bytes > 100e6 {
				t.Errorf("%d bytes, want at most 100 MB", bytes)
			}
		})
	}
}
