//go:build frontiercount

package frontier

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/internal/dagtest"
	"github.com/dagplan/dagplan/pkg/model"
)

// The costs that the documentation promises, counted: go test -tags
// frontiercount ./pkg/frontier.

// counted is a tracker of one row group whose steps are counted.
type counted struct {
	*Tracker
	tb testing.TB
}

func newCounted(tb testing.TB, g *dag.Graph, rows int) counted {
	tb.Helper()
	plan, err := model.NewRowGroupPlanOf([]int{rows})
	if err != nil {
		tb.Fatal(err)
	}
	t, err := New(g, plan)
	if err != nil {
		tb.Fatal(err)
	}
	return counted{t, tb}
}

func (c counted) check(_ Delta, err error) {
	c.tb.Helper()
	if err != nil {
		c.tb.Fatal(err)
	}
}

// cost returns how many steps an operation on row group 0 takes.
func (c counted) cost(operation func()) int {
	s := c.slab(0)
	before := s.steps.n + s.ready.steps.n
	operation()
	return s.steps.n + s.ready.steps.n - before
}

func countedGraphs(tb testing.TB) map[string]*dag.Graph {
	tb.Helper()
	var chain, wide strings.Builder
	for i := range 9 {
		fmt.Fprintf(&chain, "c%d < c%d; ", i, i+1)
	}
	for i := range 20 {
		fmt.Fprintf(&wide, "root! < w%d < sink!; ", i)
	}
	return map[string]*dag.Graph{
		"chain":   dagtest.Parse(tb, chain.String()),
		"barrier": dagtest.Parse(tb, wide.String()),
		"judge":   dagtest.Parse(tb, "root! < g0, g1, g2; g0 < j0; g1 < j1; g2 < j2; j0, j1, j2 < verdict!"),
		"planes":  dagtest.Random(tb, rand.New(rand.NewPCG(3, 4)), 70, 0.1, 0),
	}
}

// drain completes everything, cells one by one in random order, and returns the
// most that completing a cell took beyond what its downstream allows.
func (c counted) drain() (excess int) {
	source := rand.New(rand.NewPCG(8, 9))
	var bag []model.Task
	add := func(d Delta) {
		for _, r := range d.Ready {
			c.check(Delta{}, c.Acknowledge(r))
			for task := range r.Tasks() {
				bag = append(bag, task)
			}
		}
	}
	d, err := c.Seed(0, c.plan.Size(0))
	c.check(d, err)
	add(d)
	for len(bag) > 0 {
		i := source.IntN(len(bag))
		task := bag[i]
		bag[i] = bag[len(bag)-1]
		bag = bag[:len(bag)-1]
		if task.Row == model.AllRows {
			d, err = c.CompleteColumn(task.Column, 0, c.plan.Size(0))
		} else {
			steps := c.cost(func() { d, err = c.CompleteCell(model.Cell(task.Slice)) })
			excess = max(excess, steps-costOfCell*(1+c.graph.Downstream(task.Column).Len()))
		}
		c.check(d, err)
		add(d)
	}
	if !c.IsRowGroupComplete(0) {
		c.tb.Fatal("the row group is not complete")
	}
	return excess
}

// costOfCell bounds the steps for a completed cell and for each column downstream
// of it: its lane is read and written, and so is that of the target, and the
// index of ready cells has up to three levels above the lowest in these tests.
const costOfCell = 5

// Completing a cell costs what its downstream does, at any number of rows, and
// also where it is the last cell before a barrier.
func TestCost_complete(t *testing.T) {
	t.Parallel()
	for name, g := range countedGraphs(t) {
		for _, rows := range []int{10, 1000, 30000} {
			t.Run(fmt.Sprintf("%s/%d", name, rows), func(t *testing.T) {
				t.Parallel()
				if excess := newCounted(t, g, rows).drain(); excess > 0 {
					t.Errorf("completing a cell took %d steps more than %d for it and each column downstream", excess, costOfCell)
				}
			})
		}
	}
}

// Dropping a row costs what the columns do, at any number of rows, and also where
// it is the last row that a barrier waits for.
func TestCost_drop(t *testing.T) {
	t.Parallel()
	for name, g := range countedGraphs(t) {
		for _, rows := range []int{10, 1000, 30000} {
			t.Run(fmt.Sprintf("%s/%d", name, rows), func(t *testing.T) {
				t.Parallel()
				c := newCounted(t, g, rows)
				c.check(c.Seed(0, rows))
				limit, edges := 2*g.Len(), len(g.Edges())
				for row := range model.RowIndex(rows) {
					allowed := limit
					if int(row) == rows-1 {
						allowed += edges // each column completes
					}
					steps := c.cost(func() { c.check(c.DropRow(0, row)) })
					if steps > allowed {
						t.Fatalf("dropping row %d took %d steps, more than %d", row, steps, allowed)
					}
					if again := c.cost(func() { c.check(c.DropRow(0, row)) }); again > 1 {
						t.Fatalf("dropping row %d again took %d steps", row, again)
					}
				}
			})
		}
	}
}

// A query for the frontier costs what it answers, at any number of rows and
// wherever they are.
func TestCost_ready(t *testing.T) {
	t.Parallel()
	for name, g := range countedGraphs(t) {
		for _, rows := range []int{10, 1000, 300000} {
			t.Run(fmt.Sprintf("%s/%d", name, rows), func(t *testing.T) {
				t.Parallel()
				c := newCounted(t, g, rows)
				d, err := c.Seed(0, rows)
				c.check(d, err)
				for _, r := range d.Ready {
					c.check(Delta{}, c.Acknowledge(r))
				}
				for _, r := range d.Ready {
					if r.Row == model.AllRows {
						c.check(c.CompleteColumn(r.Column, 0, rows))
					}
				}
				for _, answers := range []int{0, 1, 10} {
					for i := range answers { // far from one another
						row := model.RowIndex((i*rows/10 + answers) % rows)
						c.ensureReady(row)
					}
					got := 0
					steps := c.cost(func() {
						for range c.Ready(0) {
							got++
						}
					})
					if answers > 0 && got == 0 {
						t.Fatal("nothing is ready")
					}
					if limit := 3 * (1 + got); steps > limit {
						t.Errorf("%d answers took %d steps, more than %d", got, steps, limit)
					}
				}
			})
		}
	}
}

// ensureReady releases the first root cell of a row that is in flight.
func (c counted) ensureReady(row model.RowIndex) {
	for _, id := range c.cells {
		at := model.Slice{Column: id, Row: row}
		if c.StatusOf(at) == Dispatched {
			c.check(c.Release(at))
			return
		}
	}
}

// Acknowledging a task costs the same however many are ready.
func TestDecision_acknowledgeOne(t *testing.T) {
	t.Parallel()
	for _, rows := range []int{1, 1000, 100000} {
		c := newCounted(t, dagtest.Parse(t, "a < b"), rows)
		c.check(c.Seed(0, rows))
		for row := range model.RowIndex(rows) {
			var err error
			steps := c.cost(func() { err = c.AcknowledgeCell(model.Cell{Row: row}) })
			if c.check(Delta{}, err); steps > 4 {
				t.Fatalf("acknowledging row %d of %d took %d steps, more than 4", row, rows, steps)
			}
		}
	}
}
