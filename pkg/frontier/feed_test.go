package frontier_test

import (
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
		{feed.DropRow(0, 0), "cannot drop row group 0: the row group has not been admitted"},
	} {
		if test.err == nil || test.err.Error() != test.want {
			t.Errorf("got %v, want %s", test.err, test.want)
		}
	}
}
