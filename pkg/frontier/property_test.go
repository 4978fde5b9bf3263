package frontier_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/dagplan/dagplan/pkg/frontier"
	"github.com/dagplan/dagplan/pkg/internal/dagtest"
	"github.com/dagplan/dagplan/pkg/model"
)

// chooser makes the decisions of a random test: a number in [0, n), n > 0.
type chooser func(n int) int

// Whatever is done, in whatever order, a tracker answers as the plain definition
// does: every delta, every refusal and its reason, every query.
func TestTracker_property(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{"delta", "feed"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(rt *rapid.T) {
				choose := func(n int) int { return rapid.IntRange(0, n-1).Draw(rt, "choice") }
				d := newDuel(t, rt.Fatalf, choose)
				for range rapid.IntRange(20, 150).Draw(rt, "operations") {
					d.step(mode)
				}
			})
		})
	}
}

func FuzzTracker(f *testing.F) {
	f.Add([]byte("\x00\x03\x01\x02\x02\x02\x00\x01\x04\x00\x05\x00\x06\x00\x07\x00"))
	f.Add([]byte("\x01\x09\x05\x03\x03\x01\x02\x00\x00\x00\x09\x01\x04\x00\x09\x02\x08\x03\x0a\x00"))
	for seed := range uint64(24) {
		source := rand.New(rand.NewPCG(seed, 5))
		bytes := make([]byte, 250)
		for i := range bytes {
			bytes[i] = byte(source.Uint32())
		}
		f.Add(bytes)
	}
	f.Fuzz(func(t *testing.T, bytes []byte) {
		bytes = bytes[:min(len(bytes), 600)]
		choose := func(n int) int {
			if len(bytes) == 0 {
				return 0
			}
			number := int(bytes[0])
			bytes = bytes[1:]
			return number % n
		}
		mode := []string{"delta", "feed"}[choose(2)]
		d := newDuel(t, t.Fatalf, choose)
		// Every delta is compared; the oracle is too slow to ask everything each time.
		for i := 0; len(bytes) > 0; i++ {
			d.act(mode)
			if i%8 == 7 {
				d.compare()
			}
		}
		d.compare()
	})
}

// duel drives a tracker and the oracle by the same choices.
type duel struct {
	choose chooser
	fatalf func(string, ...any)
	t      *frontier.Tracker
	o      *oracle
	// queue holds what deltas made ready; feed has a queue of its own.
	queue frontier.Queue
	feed  *frontier.Feed
	log   string
}

func newDuel(tb testing.TB, fatalf func(string, ...any), choose chooser) *duel {
	tb.Helper()
	// The widths lie on both sides of what a plane holds, and the sizes of what a
	// chunk does; the product stays small, as the oracle is slow.
	widths := []int{1, 2, 3, 5, 8, 12, 30, 31, 32, 36, 62, 63, 66, 95}
	columns := widths[choose(len(widths))]
	sizes := make([]int, 1+choose(3))
	for i := range sizes {
		sizes[i] = choose(6)
		if many := 1 + 200/columns; choose(3) == 0 {
			sizes[i] = 60 + choose(min(80, max(9, many)))
		}
	}
	source := rand.New(rand.NewPCG(uint64(choose(256)), 7))
	full := []float64{0, 0.1, 0.3, 0.7}[choose(4)]
	g := dagtest.Random(tb, source, columns, []float64{0.05, 0.2, 0.6}[choose(3)], full)
	plan, err := model.NewRowGroupPlanOf(sizes)
	if err != nil {
		tb.Fatal(err)
	}
	tracker, err := frontier.New(g, plan)
	if err != nil {
		tb.Fatal(err)
	}
	d := &duel{choose: choose, fatalf: fatalf, t: tracker, o: newOracle(g, plan)}
	d.compare()
	return d
}

// step does one operation, legal or not, and compares everything.
func (d *duel) step(mode string) {
	d.act(mode)
	d.compare()
}

// act does one operation. In feed mode it may be by deltas first: what they have made
// ready when the feed is made is queued in it.
func (d *duel) act(mode string) {
	if mode == "feed" && d.feed == nil && d.choose(8) > 0 {
		d.feed = frontier.NewFeed(d.t)
	}
	if d.feed != nil {
		d.stepFeed()
	} else {
		d.stepDelta()
	}
}

func (d *duel) stepDelta() {
	before := d.o.ready()
	var want frontier.Reason
	var delta frontier.Delta
	var err error
	acknowledges := false
	switch d.choose(12) {
	case 0:
		group, size := d.groupAndSize()
		d.note("admit %d", group)
		want, err = d.o.admit(group, size), d.t.Admit(group, size)
	case 1:
		group, size := d.groupAndSize()
		d.note("seed %d", group)
		want = d.o.seed(group, size, nil)
		delta, err = d.t.Seed(group, size)
	case 2:
		group, size := d.groupAndSize()
		columns := d.roots()
		d.note("seed %d %v", group, columns)
		want = d.o.seed(group, size, columns)
		delta, err = d.t.SeedColumns(group, size, columns)
	case 3:
		at := d.pick(frontier.Ready, frontier.Dispatched)
		d.note("complete %v", at)
		want = d.o.completeCells(frontier.CellRun(at.Column, at.RowGroup, at.Row, 1))
		delta, err = d.t.CompleteCell(model.Cell(at))
	case 4, 5:
		r := d.run(frontier.Dispatched)
		d.note("complete %v", r)
		want = d.o.completeCells(r)
		delta, err = d.t.CompleteCells(r)
	case 6:
		at := d.pickFull(frontier.Ready, frontier.Dispatched)
		size := d.size(at.RowGroup)
		d.note("complete column %v", at)
		want = d.o.completeColumn(at.Column, at.RowGroup, size)
		delta, err = d.t.CompleteColumn(at.Column, at.RowGroup, size)
	case 7:
		group, row := d.group(), d.row()
		d.note("drop %d:%d", group, row)
		want = d.o.dropRow(group, row)
		delta, err = d.t.DropRow(group, row)
	case 8:
		acknowledges = true
		want, err = d.acknowledge()
	case 9:
		d.dispatch()
		return
	case 10:
		at := d.pick(frontier.Dispatched)
		d.note("release %v", at)
		want = d.o.release(at)
		delta, err = d.t.Release(at)
	case 11:
		group := d.group()
		d.note("compact %d", group)
		want = d.o.compact(group)
		delta, err = d.t.Compact(group)
	}
	d.settle(want, err)
	if !acknowledges {
		d.compareDelta(delta, before)
		d.queue.Push(delta.Ready...)
	}
}

func (d *duel) acknowledge() (frontier.Reason, error) {
	if d.choose(3) == 0 {
		at := d.pick(frontier.Ready)
		d.note("acknowledge %v", at)
		if at.IsColumn() {
			// A cell that is no cell.
			return d.o.acknowledge(frontier.CellRun(at.Column, at.RowGroup, -2, 1)), d.t.AcknowledgeCell(model.Cell{Column: at.Column, RowGroup: at.RowGroup, Row: -2})
		}
		return d.o.acknowledge(frontier.CellRun(at.Column, at.RowGroup, at.Row, 1)), d.t.AcknowledgeCell(model.Cell(at))
	}
	r := d.run(frontier.Ready)
	d.note("acknowledge %v", r)
	return d.o.acknowledge(r), d.t.Acknowledge(r)
}

// dispatch takes from the queue what is ready still, and finds the frontier empty
// once the queue is.
func (d *duel) dispatch() {
	limit := 1 + d.choose(70)
	r, ok := d.t.Dispatch(&d.queue, limit)
	d.note("dispatch %v", r)
	if !ok {
		if left := d.o.ready(); len(left) > 0 || d.queue.Len() != 0 {
			d.fail("nothing is queued, but %v are ready", left)
		}
		return
	}
	if int(r.Count) > limit {
		d.fail("dispatched %v, more than %d", r, limit)
	}
	if reason := d.o.acknowledge(r); reason != 0 {
		d.fail("dispatched %v, to be refused for %d", r, reason)
	}
}

func (d *duel) stepFeed() {
	var want frontier.Reason
	var err error
	var taken frontier.Taken
	switch d.choose(11) {
	case 10:
		at := d.pick(frontier.Dispatched)
		d.note("release %v", at)
		want, err = d.o.release(at), d.feed.Release(at)
	case 0, 1:
		group, size := d.groupAndSize()
		d.note("seed %d", group)
		want, err = d.o.seed(group, size, nil), d.feed.Seed(group, size)
	case 2, 3:
		d.next()
		return
	case 4, 5:
		at := d.pick(frontier.Ready, frontier.Dispatched)
		want = d.o.completeCells(frontier.CellRun(at.Column, at.RowGroup, at.Row, 1))
		if d.choose(2) == 0 {
			d.note("complete %v", at)
			err = d.feed.Complete(model.Cell(at))
			break
		}
		d.note("complete and take %v", at)
		if taken, err = d.feed.CompleteAndTake(model.Cell(at)); err != nil && taken != (frontier.Taken{}) {
			d.fail("took %v, though %v", taken, err)
		}
	case 6:
		r := d.run(frontier.Dispatched)
		d.note("complete %v", r)
		want, err = d.o.completeCells(r), d.feed.CompleteCells(r)
	case 7:
		at := d.pickFull(frontier.Ready, frontier.Dispatched)
		size := d.size(at.RowGroup)
		d.note("complete column %v", at)
		want, err = d.o.completeColumn(at.Column, at.RowGroup, size), d.feed.CompleteColumn(at.Column, at.RowGroup, size)
	case 8:
		group, row := d.group(), d.row()
		d.note("drop %d:%d", group, row)
		want, err = d.o.dropRow(group, row), d.feed.DropRow(group, row)
	case 9:
		group := d.group()
		d.note("compact %d", group)
		want = d.o.compact(group)
		_, err = d.t.Compact(group)
	}
	d.settle(want, err)
	for cell, ok := taken.Next(); ok; cell, ok = taken.Next() {
		r := frontier.RunOf(d.o.task(cell.Slice()))
		if reason := d.o.acknowledge(r); reason != 0 {
			d.fail("took %v, to be refused for %d", r, reason)
		}
	}
	if got, want := d.feed.Len(), int64(len(d.o.ready())); got != want {
		d.fail("%d tasks are queued, but %d are ready", got, want)
	}
}

// next takes tasks off the feed: each of them is ready; and where there is none,
// none is.
func (d *duel) next() {
	limit := 1 + d.choose(70)
	r, ok := d.feed.Next(limit)
	d.note("next %v", r)
	if !ok {
		if left := d.o.ready(); len(left) > 0 {
			d.fail("nothing is left, but %v are ready", left)
		}
		return
	}
	if int(r.Count) > limit || r.Count < 1 {
		d.fail("took %v, limit %d", r, limit)
	}
	if reason := d.o.acknowledge(r); reason != 0 {
		d.fail("took %v, to be refused for %d", r, reason)
	}
}

// settle compares a refusal.
func (d *duel) settle(want frontier.Reason, err error) {
	var refusal *frontier.Error
	if err != nil && !errors.As(err, &refusal) {
		d.fail("%v is not a *frontier.Error", err)
	}
	switch {
	case want == 0 && err != nil:
		d.fail("got %v, want none", err)
	case want != 0 && (refusal == nil || refusal.Reason != want):
		d.fail("got %v, want reason %d", err, want)
	}
}

// compareDelta holds a delta against the difference that it must be.
func (d *duel) compareDelta(delta frontier.Delta, before map[model.Task]bool) {
	after := d.o.ready()
	d.compareRuns("ready", delta.Ready, after, before)
	d.compareRuns("withdrawn", delta.Withdrawn(), before, after)
}

func (d *duel) compareRuns(what string, runs []frontier.Run, in, out map[model.Task]bool) {
	seen := map[model.Task]bool{}
	for _, r := range runs {
		for task := range r.Tasks() {
			if seen[task] || !in[task] || out[task] {
				d.fail("%s: %v should not be there, or not twice", what, task)
			}
			seen[task] = true
		}
	}
	for task := range in {
		if !out[task] && !seen[task] {
			d.fail("%s: %v is missing", what, task)
		}
	}
}

// compare holds every query against the oracle.
func (d *duel) compare() {
	ready, seen := d.o.ready(), map[model.Task]bool{}
	var groups []model.RowGroupIndex
	for group := range model.RowGroupIndex(d.o.plan.Len()) {
		groups = append(groups, group)
		d.compareGroup(group)
	}
	for task := range d.t.Ready(groups...) {
		if seen[task] || !ready[task] || !d.t.IsReady(task) {
			d.fail("%v is in the frontier, but should not, or not twice", task)
		}
		seen[task] = true
	}
	if len(seen) != len(ready) {
		d.fail("%d tasks are ready, want %d", len(seen), len(ready))
	}
}

func (d *duel) compareGroup(group model.RowGroupIndex) {
	g := &d.o.groups[group]
	isDone := d.o.isGroupDone(group)
	got := [4]bool{d.t.IsAdmitted(group), d.t.IsCompacted(group), d.t.IsRowGroupComplete(group), d.t.CanCompact(group)}
	want := [4]bool{g.admitted && !g.compacted, g.compacted, isDone, d.o.refuseCompact(group) == 0}
	if got != want {
		d.fail("row group %d: admitted, compacted, complete, can be compacted: %v, want %v", group, got, want)
	}
	size := d.o.plan.Size(group)
	for id := model.ColumnID(-1); int(id) <= d.o.graph.Len(); id++ {
		for row := model.RowIndex(-2); int(row) <= size; row++ {
			at := model.Slice{Column: id, RowGroup: group, Row: row}
			status := d.o.status(at)
			if got := d.t.StatusOf(at); got != status || d.t.IsComplete(at) != (status == frontier.Done) {
				d.fail("%v is %v, want %v", at, got, status)
			}
		}
		if !d.o.knows(id) {
			continue
		}
		done := g.compacted || g.admitted && (len(g.dropped) == size || d.o.columnIsDone(id, group))
		if got := d.t.IsColumnComplete(id, group); got != done {
			d.fail("column %d of row group %d is complete: %v, want %v", id, group, got, done)
		}
	}
	for row := model.RowIndex(-2); int(row) <= size; row++ {
		if got := d.t.IsDropped(group, row); got != g.dropped[row] {
			d.fail("row %d of row group %d is dropped: %v, want %v", row, group, got, g.dropped[row])
		}
	}
}

func (d *duel) note(format string, args ...any) { d.log += fmt.Sprintf(format, args...) + "\n" }

func (d *duel) fail(format string, args ...any) {
	edges := d.o.graph.Edges()
	if len(edges) > 40 {
		edges = nil
	}
	d.fatalf("%s\n%d columns, edges %v\nafter\n%s", fmt.Sprintf(format, args...), d.o.graph.Len(), edges, d.log)
}

// The arguments: mostly such as make sense.

func (d *duel) isWild() bool { return d.choose(12) == 0 }

func (d *duel) group() model.RowGroupIndex {
	if d.isWild() {
		return model.RowGroupIndex(d.choose(6) - 2)
	}
	return model.RowGroupIndex(d.choose(d.o.plan.Len()))
}

func (d *duel) size(group model.RowGroupIndex) int {
	if d.isWild() {
		return d.choose(6) - 1
	}
	return d.o.plan.Size(group)
}

func (d *duel) groupAndSize() (model.RowGroupIndex, int) {
	group := d.group()
	return group, d.size(group)
}

func (d *duel) row() model.RowIndex {
	if d.isWild() {
		return model.RowIndex(d.choose(10) - 3)
	}
	return model.RowIndex(d.choose(max(1, d.o.plan.MaxSize())))
}

func (d *duel) column() model.ColumnID { return model.ColumnID(d.choose(d.o.graph.Len()+2) - 1) }

func (d *duel) roots() (list []model.ColumnID) {
	roots := d.o.graph.Roots()
	for range d.choose(3) {
		id := roots[d.choose(len(roots))]
		if d.isWild() {
			id = d.column()
		}
		list = append(list, id)
	}
	return list
}

// pick chooses a slice that has one of some statuses, or any.
func (d *duel) pick(statuses ...frontier.Status) model.Slice {
	if !d.isWild() {
		if list := d.o.in(statuses[d.choose(len(statuses))]); len(list) > 0 {
			return list[d.choose(len(list))]
		}
	}
	return model.Slice{Column: d.column(), RowGroup: d.group(), Row: d.row()}
}

// pickFull is pick for the task of a full column.
func (d *duel) pickFull(statuses ...frontier.Status) model.Slice {
	at := d.pick(statuses...)
	for id := range model.ColumnID(d.o.graph.Len()) {
		column := model.ColumnSlice(id, at.RowGroup)
		for _, s := range statuses {
			if d.o.isFull(id) && !d.isWild() && d.o.status(column) == s {
				return column
			}
		}
	}
	return model.ColumnSlice(at.Column, at.RowGroup)
}

// run chooses the cells of rows that follow one another, of one status if there
// are any, and now and then goes on too far; or the task of a full column.
func (d *duel) run(status frontier.Status) frontier.Run {
	at := d.pick(status)
	if d.isWild() {
		return frontier.CellRun(at.Column, at.RowGroup, at.Row, d.choose(4)-1)
	}
	if d.o.knows(at.Column) && at.IsColumn() {
		r := frontier.RunOf(d.o.task(at))
		if d.isWild() {
			r.Type, r.Count = model.TaskTypes()[d.choose(len(model.TaskTypes()))], int32(1+d.choose(2))
		}
		return r
	}
	count := 1
	for limit := d.choose(90); count < limit; count++ {
		next := at
		next.Row += model.RowIndex(count)
		if d.o.status(next) != status {
			break
		}
	}
	if d.isWild() {
		count += 1 + d.choose(3)
	}
	r := frontier.CellRun(at.Column, at.RowGroup, at.Row, count)
	if d.isWild() {
		r.Type = model.FromScratch
	}
	return r
}
