package frontier_test

import (
	"testing"

	"github.com/dagplan/dagplan/pkg/frontier"
	"github.com/dagplan/dagplan/pkg/model"
)

// Nothing allocates in steady state: a row group is seeded into memory that a
// compacted one has left, and goes through every verb to its own compaction.
func TestTracker_allocations(t *testing.T) { //nolint:paralleltest // counts the allocations of the process
	for name, graph := range allocationGraphs() {
		const groups = 500
		for mode, build := range map[string]func(*builder, model.RowGroupIndex){
			"delta": (*builder).byDeltas, "feed": (*builder).byFeed,
		} {
			t.Run(name+"/"+mode, func(t *testing.T) {
				sizes := make([]int, groups)
				for i := range sizes {
					sizes[i] = allocationRows
				}
				b := &builder{tb: t, t: newTracker(t, graph, sizes...)}
				if mode == "feed" {
					b.feed = frontier.NewFeed(b.t)
				}
				group := model.RowGroupIndex(0)
				next := func() {
					build(b, group)
					group++
				}
				for range 20 {
					next()
				}
				if got := testing.AllocsPerRun(groups-30, next); got != 0 {
					t.Errorf("a row group makes %v allocations, want none", got)
				}
			})
		}
	}
}

const allocationRows = 200

func allocationGraphs() map[string]string {
	return map[string]string{
		"full":   "root! < a, b < c < sink!; a < sink!; other!",
		"planes": "root! < " + columns("w", 40) + " < x < sink!",
		"cells":  "a < b < c",
	}
}

// builder takes row groups through a tracker. Both ways drop a row with a cell in
// flight.
type builder struct {
	tb    testing.TB
	t     *frontier.Tracker
	feed  *frontier.Feed
	queue frontier.Queue
}

func (b *builder) push(d frontier.Delta, err error) {
	if err != nil {
		b.tb.Fatal(err)
	}
	b.queue.Push(d.Ready...)
}

// byDeltas uses every verb of a tracker.
func (b *builder) byDeltas(group model.RowGroupIndex) {
	t := b.t
	must(b.tb, t.Admit(group, allocationRows))
	b.push(t.DropRow(group, 7))
	b.push(t.Seed(group, allocationRows))
	b.push(t.SeedColumns(group, allocationRows, nil))
	dropped := false
	for r, ok := t.Dispatch(&b.queue, 50); ok; r, ok = t.Dispatch(&b.queue, 50) {
		b.push(t.Release(r.Task(0).Slice))
		must(b.tb, t.Acknowledge(frontier.RunOf(r.Task(0))))
		switch {
		case r.Row == model.AllRows:
			b.push(t.CompleteColumn(r.Column, group, allocationRows))
		case !dropped:
			dropped = true
			b.push(t.DropRow(group, r.Row))
			b.push(t.CompleteCells(r))
		case r.Count > 3:
			b.push(t.CompleteCells(r))
		default:
			for task := range r.Tasks() {
				b.push(t.CompleteCell(model.Cell(task.Slice)))
			}
		}
	}
	b.push(t.Compact(group))
}

// byFeed uses every verb of a feed.
func (b *builder) byFeed(group model.RowGroupIndex) {
	must(b.tb, b.feed.Seed(group, allocationRows))
	dropped := false
	isReleased := false
	for r, ok := b.feed.Next(50); ok; r, ok = b.feed.Next(50) {
		switch {
		case !isReleased:
			isReleased = true
			for task := range r.Tasks() {
				must(b.tb, b.feed.Release(task.Slice))
			}
		case r.Row == model.AllRows:
			must(b.tb, b.feed.CompleteColumn(r.Column, group, allocationRows))
		case !dropped:
			dropped = true
			must(b.tb, b.feed.DropRow(group, r.Row))
			must(b.tb, b.feed.CompleteCells(r))
		case r.Count > 3:
			must(b.tb, b.feed.CompleteCells(r))
		default:
			for row := range model.RowIndex(r.Count) {
				must(b.tb, b.feed.Complete(model.Cell{Column: r.Column, RowGroup: group, Row: r.Row + row}))
			}
		}
	}
	if _, err := b.t.Compact(group); err != nil {
		b.tb.Fatal(err)
	}
}
