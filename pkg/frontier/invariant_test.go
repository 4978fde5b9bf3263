package frontier_test

import (
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/dagplan/dagplan/pkg/frontier"
	"github.com/dagplan/dagplan/pkg/internal/dagtest"
	"github.com/dagplan/dagplan/pkg/model"
)

// Whatever the order of completions, and whichever rows are dropped, every task
// is handed out at most once, each of a live row exactly once, none before its
// inputs are complete, and the build ends with all rows complete or dropped.
func TestTracker_everyTaskOnce(t *testing.T) {
	t.Parallel()
	for name, newDriver := range map[string]func(*frontier.Tracker) driver{
		"delta": func(t *frontier.Tracker) driver { return &deltaDriver{t: t} },
		"feed":  func(t *frontier.Tracker) driver { return feedDriver{frontier.NewFeed(t)} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(rt *rapid.T) {
				source := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1))
				b := &build{
					TB: rt, source: source, handedOut: map[model.Task]bool{},
					drops: rapid.SampledFrom([]float64{0, 0.02, 0.3}).Draw(rt, "drops"),
					fifo:  rapid.Bool().Draw(rt, "fifo"),
				}
				columns := rapid.SampledFrom([]int{1, 4, 10, 33, 66}).Draw(rt, "columns")
				g := dagtest.Random(t, source, columns, source.Float64()/2, source.Float64()/2)
				plan, err := model.NewRowGroupPlan(int64(rapid.IntRange(1, 300).Draw(rt, "records")), int64(rapid.IntRange(1, 150).Draw(rt, "buffer")))
				must(rt, err)
				b.Tracker, err = frontier.New(g, plan)
				must(rt, err)
				b.driver = newDriver(b.Tracker)
				b.run()
			})
		})
	}
}

// driver is a way to drive a tracker.
type driver interface {
	seed(model.RowGroupIndex, int) error
	next(limit int) (frontier.Run, bool)
	complete(model.Cell) error
	completeColumn(model.ColumnID, model.RowGroupIndex, int) error
	drop(model.RowGroupIndex, model.RowIndex) error
}

type deltaDriver struct {
	t     *frontier.Tracker
	queue frontier.Queue
}

func (d *deltaDriver) push(delta frontier.Delta, err error) error {
	d.queue.Push(delta.Ready...)
	return err
}

func (d *deltaDriver) seed(group model.RowGroupIndex, size int) error {
	return d.push(d.t.Seed(group, size))
}
func (d *deltaDriver) next(limit int) (frontier.Run, bool) { return d.t.Dispatch(&d.queue, limit) }
func (d *deltaDriver) complete(cell model.Cell) error      { return d.push(d.t.CompleteCell(cell)) }
func (d *deltaDriver) completeColumn(id model.ColumnID, group model.RowGroupIndex, size int) error {
	return d.push(d.t.CompleteColumn(id, group, size))
}

func (d *deltaDriver) drop(group model.RowGroupIndex, row model.RowIndex) error {
	return d.push(d.t.DropRow(group, row))
}

type feedDriver struct{ f *frontier.Feed }

func (d feedDriver) seed(group model.RowGroupIndex, size int) error { return d.f.Seed(group, size) }
func (d feedDriver) next(limit int) (frontier.Run, bool)            { return d.f.Next(limit) }
func (d feedDriver) complete(cell model.Cell) error                 { return d.f.Complete(cell) }
func (d feedDriver) completeColumn(id model.ColumnID, group model.RowGroupIndex, size int) error {
	return d.f.CompleteColumn(id, group, size)
}

func (d feedDriver) drop(group model.RowGroupIndex, row model.RowIndex) error {
	return d.f.DropRow(group, row)
}

// build runs a build to its end.
type build struct {
	rapid.TB
	*frontier.Tracker
	driver    driver
	source    *rand.Rand
	handedOut map[model.Task]bool
	inFlight  []model.Task
	drops     float64
	fifo      bool
}

func (b *build) run() {
	for group := range model.RowGroupIndex(b.Plan().Len()) {
		must(b, b.driver.seed(group, b.Plan().Size(group)))
		for range b.source.IntN(20) {
			b.step()
		}
	}
	for b.step() {
	}
	for group := range model.RowGroupIndex(b.Plan().Len()) {
		b.checkGroup(group)
	}
}

// step takes what is queued, and completes or drops one of those in flight. It
// reports whether there was any.
func (b *build) step() bool {
	for r, ok := b.driver.next(1 + b.source.IntN(100)); ok; r, ok = b.driver.next(1 + b.source.IntN(100)) {
		for task := range r.Tasks() {
			b.take(task)
		}
	}
	if len(b.inFlight) == 0 {
		return false
	}
	i := 0
	if !b.fifo {
		i = b.source.IntN(len(b.inFlight))
	}
	task := b.inFlight[i]
	b.inFlight = append(b.inFlight[:i], b.inFlight[i+1:]...)
	if task.Row == model.AllRows {
		must(b, b.driver.completeColumn(task.Column, task.RowGroup, b.Plan().Size(task.RowGroup)))
		return true
	}
	if b.source.Float64() < b.drops {
		must(b, b.driver.drop(task.RowGroup, task.Row))
	}
	must(b, b.driver.complete(model.Cell(task.Slice)))
	return true
}

func (b *build) take(task model.Task) {
	if b.handedOut[task] {
		b.Fatalf("%v was handed out twice", task)
	}
	for up := range b.Graph().Upstream(task.Column).All() {
		at := model.Slice{Column: up, RowGroup: task.RowGroup, Row: task.Row}
		if !b.IsComplete(at) {
			b.Fatalf("%v was handed out before %v is complete", task, at)
		}
	}
	b.handedOut[task] = true
	b.inFlight = append(b.inFlight, task)
}

func (b *build) checkGroup(group model.RowGroupIndex) {
	for id := range model.ColumnID(b.Graph().Len()) {
		column := model.ColumnSlice(id, group)
		if b.Graph().Strategy(id) == model.FullColumn {
			if !b.IsComplete(column) {
				b.Fatalf("%v is not complete at the end", column)
			}
			continue
		}
		for row := range model.RowIndex(b.Plan().Size(group)) {
			at := model.Slice{Column: id, RowGroup: group, Row: row}
			task := model.Task{Type: model.CellTask, Slice: at}
			if !b.IsDropped(group, row) && (!b.IsComplete(at) || !b.handedOut[task]) {
				b.Fatalf("%v is not complete at the end, or was never handed out", at)
			}
		}
	}
	if !b.IsRowGroupComplete(group) {
		b.Fatalf("row group %d is not complete at the end", group)
	}
	if _, err := b.Compact(group); err != nil {
		b.Fatal(err)
	}
}
