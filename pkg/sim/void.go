package sim

import (
	"slices"

	"github.com/dagplan/dagplan/pkg/frontier"
	"github.com/dagplan/dagplan/pkg/model"
)

// A cell is void whose row was dropped while it was queued. The engine leaves it in the
// queue: in its turn it takes a lease, finds its row gone, sends nothing, and ends as a
// success for those who watch for too many errors. What is left of a row group when it
// is finished is discarded (sections 6 and 9).

// leaveVoid notes that queued cells of one column are void.
func (l *loop) leaveVoid(r frontier.Run) {
	g := &l.inFlight[l.groups.place(r.RowGroup)]
	if len(g.void) == 0 {
		g.void = slices.Grow(g.void, len(l.byColumn))[:len(l.byColumn)]
		clear(g.void)
	}
	g.void[r.Column] += int64(r.Count)
	l.queue.void += int64(r.Count)
}

// pull takes the next task of a flow out of its queue, and out of the frontier where
// it is not void; false where none is left that was not withdrawn.
func (l *loop) pull(f *flow) (frontier.Run, bool) {
	if l.queue.void > 0 {
		return l.pullAny(f)
	}
	return l.tracker.Dispatch(&f.tasks, 1)
}

// pullAny is pull where some cells are void.
func (l *loop) pullAny(f *flow) (frontier.Run, bool) {
	for {
		r, ok := f.tasks.Pop(1)
		if !ok || l.tracker.Acknowledge(r) == nil {
			return r, ok
		}
		if l.groups.holds(r.RowGroup) && l.tracker.StatusOf(r.Slice) == frontier.GivenUp {
			l.inFlight[l.groups.place(r.RowGroup)].void[r.Column]--
			l.queue.void--
			l.mayBeVoid = true
			return r, true
		}
	}
}

// hasLostRow reports whether the row of a task that was dispatched is dropped.
func (l *loop) hasLostRow(f *flight) bool {
	return l.inFlight[f.place].dropped > 0 && !f.task.IsColumn() && l.tracker.IsDropped(f.task.RowGroup, f.task.Row)
}

// finishVoid ends the execution of a void cell.
func (l *loop) finishVoid(f *flight) error {
	l.endAtOnce()
	l.noteOutcome(true)
	l.land(f, model.TaskCancelled)
	l.bookEnd(f, model.TaskCancelled)
	if l.tracker.StatusOf(f.task.Slice) == frontier.Dispatched {
		return l.releaseTask(f.task)
	}
	return nil
}

// discardVoid takes what is void in a row group out of the queue.
func (l *loop) discardVoid(g *groupState) {
	for id, count := range g.void {
		if count > 0 {
			l.unqueue(model.ColumnID(id), count)
			l.queue.void -= count
		}
	}
	g.void = g.void[:0]
}
