package frontier

import (
	"testing"

	"github.com/dagplan/dagplan/pkg/internal/dagtest"
	"github.com/dagplan/dagplan/pkg/model"
)

// The numbers of entries are 32 bits. A feed that has been busy for 4·10⁹ entries,
// which no test can wait for, starts to count afresh and mixes nothing up.
func TestFeed_numbersRunOut(t *testing.T) {
	t.Parallel()
	const rows, groups = 640, 3
	for _, base := range []uint32{1, 1 << 31, 1<<32 - 1, 1<<32 - 2, 1<<32 - 40, 1<<32 - 100} {
		plan, err := model.NewRowGroupPlan(rows*groups, rows)
		if err != nil {
			t.Fatal(err)
		}
		tracker, err := New(dagtest.Parse(t, "a < b < c; a < d"), plan)
		if err != nil {
			t.Fatal(err)
		}
		feed := NewFeed(tracker)
		feed.base = base
		tasks := 0
		check := func(err error) {
			if err != nil {
				t.Fatalf("numbers from %d: %v", base, err)
			}
		}
		for group := range model.RowGroupIndex(groups) {
			check(feed.Seed(group, rows))
		}
		for r, ok := feed.Next(1); ok; r, ok = feed.Next(1) {
			tasks++
			check(feed.Complete(model.Cell(r.Slice)))
		}
		if want := 4 * rows * groups; tasks != want {
			t.Errorf("numbers from %d: %d tasks were handed out, want %d", base, tasks, want)
		}
	}
}
