package frontier

import "github.com/dagplan/dagplan/pkg/model"

// Queue holds runs of tasks first in, first out. A run that goes on where the
// last one ends lengthens it, so that the cells of consecutive rows take one
// entry. It holds no pointers. The zero value is an empty queue.
type Queue struct {
	runs []Run
	head int
	// acknowledges is true where a task is in flight once it is in the queue.
	acknowledges bool
	// tails holds, by column, one more than the number of the last run of that
	// column, where the queue gathers; base is the number of the first of runs.
	tails []uint
	base  uint
}

// Len returns the number of tasks. Complexity: O(runs).
func (q *Queue) Len() int64 {
	tasks := int64(0)
	for _, r := range q.runs[q.head:] {
		tasks += int64(r.Count)
	}
	return tasks
}

// Push adds runs at the end.
func (q *Queue) Push(runs ...Run) {
	for i := range runs {
		r := &runs[i]
		q.add(r.Type, r.Column, r.RowGroup, r.Row, r.Count)
	}
}

// add takes the fields of a run one by one: a struct that was just written in
// parts is slow to load as a whole.
func (q *Queue) add(typ model.TaskType, column model.ColumnID, group model.RowGroupIndex, row model.RowIndex, count int32) {
	if !q.extend(column, group, row, count) {
		q.addRun(typ, column, group, row, count)
	}
}

// extend lengthens the last run, or where the queue gathers the last run of the
// column, if that ends before row.
func (q *Queue) extend(column model.ColumnID, group model.RowGroupIndex, row model.RowIndex, count int32) bool {
	at := uint(len(q.runs)) - 1
	if uint(column) < uint(len(q.tails)) {
		at = q.tails[column] - 1 - q.base
	}
	if at-uint(q.head) >= uint(len(q.runs)-q.head) { // a run that was taken is no longer queued
		return false
	}
	last := &q.runs[at]
	if last.Row+model.RowIndex(last.Count) != row || last.Column != column || last.RowGroup != group {
		return false
	}
	last.Count += count
	return true
}

func (q *Queue) addRun(typ model.TaskType, column model.ColumnID, group model.RowGroupIndex, row model.RowIndex, count int32) {
	if len(q.runs) == cap(q.runs) && q.head > len(q.runs)/2 {
		q.base += uint(q.head)
		q.runs = q.runs[:copy(q.runs, q.runs[q.head:])]
		q.head = 0
	}
	q.runs = append(q.runs, Run{Type: typ, Column: column, RowGroup: group, Row: row, Count: count})
	if uint(column) < uint(len(q.tails)) {
		q.tails[column] = q.base + uint(len(q.runs))
	}
}

// reset empties the queue.
func (q *Queue) reset() {
	q.base += uint(len(q.runs))
	q.runs, q.head = q.runs[:0], 0
}

// first returns the run in front.
func (q *Queue) first() (*Run, bool) {
	if q.head == len(q.runs) {
		return nil, false
	}
	return &q.runs[q.head], true
}

// Pop takes tasks from the front: as many of the first run as limit allows,
// which must be positive. It returns false where the queue is empty.
func (q *Queue) Pop(limit int) (Run, bool) {
	if q.head == len(q.runs) {
		return Run{}, false
	}
	first := &q.runs[q.head]
	r := *first
	if int(r.Count) > limit {
		r.Count = int32(limit)
		first.Count -= r.Count
		first.Row += model.RowIndex(r.Count)
		return r, true
	}
	if q.head++; q.head == len(q.runs) {
		q.reset()
	}
	return r, true
}
