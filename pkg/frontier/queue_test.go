package frontier_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/dagplan/dagplan/pkg/frontier"
	"github.com/dagplan/dagplan/pkg/internal/dagtest"
	"github.com/dagplan/dagplan/pkg/model"
)

// newTracker tracks the graph of a line of text over row groups of the given
// sizes.
func newTracker(tb testing.TB, graph string, sizes ...int) *frontier.Tracker {
	tb.Helper()
	plan, err := model.NewRowGroupPlanOf(sizes)
	if err != nil {
		tb.Fatal(err)
	}
	tracker, err := frontier.New(dagtest.Parse(tb, graph), plan)
	if err != nil {
		tb.Fatal(err)
	}
	return tracker
}

// A run that was taken to its end is not lengthened any more, also where it lies
// in the memory of the queue yet and the next row of its column becomes ready.
func TestFeed_runTakenToItsEnd(t *testing.T) {
	t.Parallel()
	feed := frontier.NewFeed(newTracker(t, "a < b; x < y", 2))
	must(t, feed.Seed(0, 2))
	take := func(want ...frontier.Run) {
		t.Helper()
		for _, w := range want {
			if r, ok := feed.Next(10); !ok || r != w {
				t.Fatalf("took %v, %v, want %v", r, ok, w)
			}
		}
	}
	cell := func(column model.ColumnID, row model.RowIndex) model.Cell {
		return model.Cell{Column: column, Row: row}
	}
	take(frontier.CellRun(0, 0, 0, 2), frontier.CellRun(2, 0, 0, 2))
	must(t, feed.Complete(cell(0, 0)))
	must(t, feed.Complete(cell(2, 0)))
	take(frontier.CellRun(1, 0, 0, 1))
	must(t, feed.Complete(cell(0, 1)))
	take(frontier.CellRun(3, 0, 0, 1), frontier.CellRun(1, 0, 1, 1))
	if r, ok := feed.Next(10); ok {
		t.Errorf("took %v, want nothing", r)
	}
}

func TestQueue_Sort(t *testing.T) {
	t.Parallel()
	var q frontier.Queue
	q.Push(frontier.CellRun(0, 0, 9, 1), frontier.CellRun(0, 1, 4, 2), frontier.CellRun(0, 1, 0, 3), frontier.CellRun(0, 0, 2, 1), frontier.CellRun(0, 0, 7, 1))
	if _, ok := q.Pop(1); !ok {
		t.Fatal("the queue is empty")
	}
	q.Sort()
	for _, want := range []frontier.Run{frontier.CellRun(0, 0, 2, 1), frontier.CellRun(0, 0, 7, 1), frontier.CellRun(0, 1, 0, 3), frontier.CellRun(0, 1, 4, 2)} {
		if r, ok := q.Pop(9); !ok || r != want {
			t.Errorf("took %v, %v, want %v", r, ok, want)
		}
	}
}

func TestQueue(t *testing.T) {
	t.Parallel()
	var q frontier.Queue
	if r, ok := q.Pop(3); ok || q.Len() != 0 {
		t.Errorf("an empty queue gave %v", r)
	}
	q.Push(frontier.CellRun(0, 0, 0, 2), frontier.CellRun(0, 0, 2, 3), frontier.CellRun(1, 0, 5, 1))
	q.PushCell(model.Cell{Row: 5})
	if q.Len() != 7 {
		t.Errorf("%d tasks, want 7", q.Len())
	}
	var got []frontier.Run
	for r, ok := q.Pop(3); ok; r, ok = q.Pop(3) {
		got = append(got, r)
	}
	want := []frontier.Run{
		frontier.CellRun(0, 0, 0, 3), frontier.CellRun(0, 0, 3, 2), // one run, cut by the limit
		frontier.CellRun(1, 0, 5, 1), frontier.CellRun(0, 0, 5, 1),
	}
	if !slices.Equal(got, want) || q.Len() != 0 {
		t.Errorf("got %v, want %v", got, want)
	}
}

func must(tb rapid.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// A queue may hold anything: what is no task of the tracker, or no longer ready,
// is skipped.
func TestTracker_dispatchSkips(t *testing.T) {
	t.Parallel()
	tracker := newTracker(t, "a < b; c!", 100, 5)
	ready, err := tracker.Seed(0, 100)
	must(t, err)
	var q frontier.Queue
	full := frontier.RunOf(model.Task{Type: model.FromScratch, Slice: model.ColumnSlice(2, 0)})
	wrong := full
	wrong.Type = model.Batch
	twice := full
	twice.Count = 2
	q.Push(
		frontier.CellRun(0, 0, 0, 0), frontier.CellRun(0, 0, 5, -4), // no tasks
		frontier.CellRun(9, 0, 0, 3), frontier.CellRun(-1, 0, 0, 3), frontier.CellRun(0, 7, 0, 3), frontier.CellRun(0, -1, 0, 3),
		frontier.CellRun(0, 1, 0, 5),    // not admitted
		frontier.CellRun(0, 0, 98, 3),   // too long
		frontier.CellRun(0, 0, -7, 100), // begins before the first row
		frontier.CellRun(2, 0, 0, 5), frontier.CellRun(1, 0, 0, 80),
		frontier.CellRun(0, 0, 0, 1<<31-1), frontier.CellRun(0, 0, 1<<31-1, 5), // more than can be counted
		wrong, twice, full,
	)
	if r, ok := tracker.Dispatch(&q, 0); ok {
		t.Errorf("dispatched %v of no tasks", r)
	}
	if r, ok := q.Pop(-1); ok {
		t.Errorf("popped %v of no tasks", r)
	}
	take := func(want ...frontier.Run) {
		t.Helper()
		for _, w := range want {
			if r, ok := tracker.Dispatch(&q, 1000); !ok || r != w {
				t.Fatalf("dispatched %v, %v, want %v", r, ok, w)
			}
		}
		if r, ok := tracker.Dispatch(&q, 1000); ok || q.Len() != 0 {
			t.Fatalf("dispatched %v, want nothing", r)
		}
	}
	take(full)
	q.Push(ready.Ready...)
	must(t, tracker.Acknowledge(frontier.CellRun(0, 0, 10, 60)))
	take(frontier.CellRun(0, 0, 0, 10), frontier.CellRun(0, 0, 70, 30))
}
