package frontier_test

import (
	"slices"
	"testing"

	"github.com/dagplan/dagplan/pkg/frontier"
	"github.com/dagplan/dagplan/pkg/model"
)

// A task that is completed before the feed has handed it out is out of order, but
// does no harm: not when its row is dropped, nor when its row group is compacted.
func TestFeed_completedWhileQueued(t *testing.T) {
	t.Parallel()
	tracker := newTracker(t, "a; b!", 2)
	feed := frontier.NewFeed(tracker)
	must(t, feed.Seed(0, 2))
	must(t, feed.Complete(model.Cell{Row: 0}))
	must(t, feed.DropRow(0, 0))
	r, ok := feed.Next(9)
	if want := frontier.CellRun(0, 0, 1, 1); !ok || r != want {
		t.Fatalf("took %v, %v, want %v", r, ok, want)
	}
	if got := tracker.StatusOf(model.Slice{Row: 0}); got != frontier.Done {
		t.Errorf("the complete cell of the dropped row is %v", got)
	}
	must(t, feed.CompleteCells(r))
	must(t, feed.CompleteColumn(1, 0, 2))
	if _, err := tracker.Compact(0); err != nil {
		t.Fatal(err)
	}
	if r, ok := feed.Next(9); ok {
		t.Errorf("took %v of a compacted row group", r)
	}
}

// What is ready when the feed is made is queued, the cells of a row group before
// its full columns.
func TestFeed_adopts(t *testing.T) {
	t.Parallel()
	tracker := newTracker(t, "a!; b; c < d", 3, 3, 3)
	for _, group := range []model.RowGroupIndex{2, 0} {
		if _, err := tracker.Seed(group, 3); err != nil {
			t.Fatal(err)
		}
	}
	must(t, tracker.Acknowledge(frontier.CellRun(1, 0, 0, 2)))
	feed := frontier.NewFeed(tracker)
	if got := feed.Len(); got != 2+2*7-2-2 {
		t.Errorf("%d tasks are queued, want 12", got)
	}
	var got []frontier.Run
	for r, ok := feed.Next(9); ok; r, ok = feed.Next(9) {
		got = append(got, r)
	}
	full := func(group model.RowGroupIndex) frontier.Run {
		return frontier.RunOf(model.Task{Type: model.FromScratch, Slice: model.ColumnSlice(0, group)})
	}
	want := []frontier.Run{
		frontier.CellRun(2, 0, 0, 3), frontier.CellRun(1, 0, 2, 1), full(0),
		frontier.CellRun(1, 2, 0, 3), frontier.CellRun(2, 2, 0, 3), full(2),
	}
	if !slices.Equal(got, want) {
		t.Errorf("took\n%v, want\n%v", got, want)
	}
}

// A run is what is ready of 64 rows, also where all of them have become so and some
// are in flight already.
func TestFeed_partOfChunk(t *testing.T) {
	t.Parallel()
	feed := frontier.NewFeed(newTracker(t, "a < b", 64))
	must(t, feed.Seed(0, 64))
	take := func(want frontier.Run) {
		t.Helper()
		if r, ok := feed.Next(100); !ok || r != want {
			t.Fatalf("took %v, %v, want %v", r, ok, want)
		}
	}
	take(frontier.CellRun(0, 0, 0, 64))
	must(t, feed.CompleteCells(frontier.CellRun(0, 0, 0, 10)))
	take(frontier.CellRun(1, 0, 0, 10))
	must(t, feed.CompleteCells(frontier.CellRun(0, 0, 10, 54)))
	take(frontier.CellRun(1, 0, 10, 54))
}

// A run of many rows wakes those that it wakes, wherever they are.
func TestTracker_runWakesSome(t *testing.T) {
	t.Parallel()
	for _, first := range []model.RowIndex{0, 64, 128, 150} {
		tracker := newTracker(t, "a < c; b < c", 200)
		if _, err := tracker.Seed(0, 200); err != nil {
			t.Fatal(err)
		}
		if _, err := tracker.CompleteCells(frontier.CellRun(2, 0, first, 5)); err != nil {
			t.Fatal(err)
		}
		delta, err := tracker.CompleteCells(frontier.CellRun(0, 0, 0, 200))
		if want := []frontier.Run{frontier.CellRun(1, 0, first, 5)}; err != nil || !slices.Equal(delta.Ready, want) {
			t.Errorf("%v became ready, %v, want %v", delta.Ready, err, want)
		}
	}
}

// A task that is released comes out of the feed again, after what was queued before.
func TestFeed_release(t *testing.T) {
	t.Parallel()
	feed := frontier.NewFeed(newTracker(t, "a; b!", 3))
	must(t, feed.Seed(0, 3))
	take := func(limit int, want frontier.Run) {
		t.Helper()
		if r, ok := feed.Next(limit); !ok || r != want {
			t.Fatalf("took %v, %v, want %v", r, ok, want)
		}
	}
	column := frontier.RunOf(model.Task{Type: model.FromScratch, Slice: model.ColumnSlice(1, 0)})
	take(2, frontier.CellRun(0, 0, 0, 2))
	must(t, feed.Release(model.Slice{Row: 0})) // joins its entry, which has a row left
	take(9, frontier.CellRun(0, 0, 2, 1))
	take(9, frontier.CellRun(0, 0, 0, 1))
	take(9, column)
	must(t, feed.Release(model.ColumnSlice(1, 0)))
	must(t, feed.Release(model.Slice{Row: 1}))
	take(9, column)
	take(9, frontier.CellRun(0, 0, 1, 1))
	must(t, feed.DropRow(0, 1))
	must(t, feed.Release(model.Slice{Row: 1})) // given up with its row
	if r, ok := feed.Next(9); ok {
		t.Errorf("took %v, want nothing", r)
	}
}

func TestFeed_refuses(t *testing.T) {
	t.Parallel()
	feed := frontier.NewFeed(newTracker(t, "a < b!", 2))
	for _, test := range []struct {
		err  error
		want string
	}{
		{feed.Seed(0, 3), "cannot seed row group 0: the row group has 2 rows, not 3"},
		{feed.Complete(model.Cell{}), "cannot complete row group 0: the row group has not been admitted"},
		{feed.CompleteCells(frontier.CellRun(1, 0, 0, 2)), "cannot complete row group 0: the row group has not been admitted"},
		{feed.CompleteColumn(1, 5, 2), "cannot complete row group 5: the plan has 1 row groups"},
		{feed.Release(model.Slice{}), "cannot release row group 0: the row group has not been admitted"},
		{feed.DropRow(0, 0), "cannot drop row group 0: the row group has not been admitted"},
	} {
		if test.err == nil || test.err.Error() != test.want {
			t.Errorf("got %v, want %s", test.err, test.want)
		}
	}
}
