package frontier

import "github.com/dagplan/dagplan/pkg/model"

// Feed drives a tracker first in, first out: what becomes ready is acknowledged
// at once and queued, until Next takes it. It is the shortest way through a
// build, for who dispatches in the order in which tasks become ready.
//
// The queue gathers: the cells of a column that become ready one row after the
// other make one run, also where cells of other columns become ready in between.
// Runs come out in the order of their first tasks.
type Feed struct {
	t     *Tracker
	queue Queue
}

// NewFeed returns a feed of a tracker. Tasks that are ready already are not in
// it.
func NewFeed(t *Tracker) *Feed {
	return &Feed{t: t, queue: Queue{acknowledges: true, tails: make([]uint, len(t.columns))}}
}

// Len returns the number of tasks queued. Complexity: O(runs).
func (f *Feed) Len() int64 { return f.queue.Len() }

// Seed is [Tracker.Seed].
func (f *Feed) Seed(group model.RowGroupIndex, size int) error {
	return f.t.seed(&f.queue, group, size, nil)
}

// Next takes tasks from the front: as many of the first run as limit allows,
// which must be positive. Cells whose row was dropped while they were queued are
// given up and skipped. It returns false where nothing is queued.
//
// Complexity: O(1), and O(1) for each task of a row group with dropped rows.
func (f *Feed) Next(limit int) (Run, bool) {
	for {
		first, ok := f.queue.first()
		if !ok {
			return Run{}, false
		}
		take := limit
		if first.Row != model.AllRows {
			if s := f.t.slab(first.RowGroup); s.live < s.rows {
				take = f.passDropped(s, first, limit)
			}
		}
		if take > 0 {
			return f.queue.Pop(take)
		}
	}
}

// passDropped gives up the cells at the start of a run whose rows have been
// dropped, takes them off the queue, and returns how many live ones follow, up to
// limit.
func (f *Feed) passDropped(s *slab, r *Run, limit int) (take int) {
	row, to := r.Row, r.Row+model.RowIndex(r.Count)
	for row < to && !f.t.isLive(s, row) {
		f.t.abandon(s, r.Column, row)
		row++
	}
	from := row
	for row < to && int(row-from) < limit && f.t.isLive(s, row) {
		row++
	}
	if from > r.Row {
		_, _ = f.queue.Pop(int(from - r.Row))
	}
	return int(row - from)
}

// Complete is [Tracker.CompleteCell].
func (f *Feed) Complete(cell model.Cell) error {
	if f.t.complete(&f.queue, cell) == refused {
		return f.t.refuseCell("complete", cell)
	}
	return nil
}

// CompleteCells is [Tracker.CompleteCells].
func (f *Feed) CompleteCells(r Run) error { return f.t.completeCells(&f.queue, r) }

// CompleteColumn is [Tracker.CompleteColumn].
func (f *Feed) CompleteColumn(column model.ColumnID, group model.RowGroupIndex, size int) error {
	return f.t.completeColumn(&f.queue, column, group, size)
}

// DropRow is [Tracker.DropRow].
func (f *Feed) DropRow(group model.RowGroupIndex, row model.RowIndex) error {
	return f.t.dropRow(&f.queue, group, row)
}
