package frontier

import (
	"cmp"
	"math"
	"slices"

	"github.com/dagplan/dagplan/pkg/model"
)

// Queue holds runs of tasks first in, first out. A run that goes on where the
// last one ends lengthens it, so that the cells of consecutive rows take one
// entry. It holds no pointers. The zero value is an empty queue.
type Queue struct {
	runs []Run
	head int
}

// Len returns the number of tasks. Complexity: O(runs).
func (q *Queue) Len() int64 {
	tasks := int64(0)
	for _, r := range q.runs[q.head:] {
		tasks += int64(r.Count)
	}
	return tasks
}

// Push adds runs at the end, but for those of no tasks.
func (q *Queue) Push(runs ...Run) {
	for i := range runs {
		if r := &runs[i]; r.Count > 0 {
			q.add(r.Type, r.Column, r.RowGroup, r.Row, r.Count)
		}
	}
}

// PushCell adds the task of one cell at the end.
func (q *Queue) PushCell(cell model.Cell) {
	q.add(model.CellTask, cell.Column, cell.RowGroup, cell.Row, 1)
}

// add takes the fields of a run one by one: a struct that was just written in
// parts is slow to load as a whole.
func (q *Queue) add(typ model.TaskType, column model.ColumnID, group model.RowGroupIndex, row model.RowIndex, count int32) {
	if !q.extend(typ, column, group, row, count) {
		q.addRun(typ, column, group, row, count)
	}
}

// extend lengthens the last run, if it ends before row.
func (q *Queue) extend(typ model.TaskType, column model.ColumnID, group model.RowGroupIndex, row model.RowIndex, count int32) bool {
	if len(q.runs) == 0 {
		return false
	}
	last := &q.runs[len(q.runs)-1]
	if last.Row+model.RowIndex(last.Count) != row || last.Column != column || last.RowGroup != group || last.IsColumn() || last.Type != typ || last.Count > math.MaxInt32-count {
		return false
	}
	last.Count += count
	return true
}

func (q *Queue) addRun(typ model.TaskType, column model.ColumnID, group model.RowGroupIndex, row model.RowIndex, count int32) {
	if len(q.runs) == cap(q.runs) && q.head > len(q.runs)/2 {
		q.runs = q.runs[:copy(q.runs, q.runs[q.head:])]
		q.head = 0
	}
	at := model.Slice{Column: column, RowGroup: group, Row: row}
	q.runs = append(q.runs, Run{Slice: at, Type: typ, Count: count})
}

// Sort orders the runs by row group and row. Complexity: O(runs · log runs).
func (q *Queue) Sort() {
	slices.SortStableFunc(q.runs[q.head:], func(a, b Run) int {
		return cmp.Or(cmp.Compare(a.RowGroup, b.RowGroup), cmp.Compare(a.Row, b.Row))
	})
}

// reset empties the queue.
func (q *Queue) reset() { q.runs, q.head = q.runs[:0], 0 }

// first returns the run in front.
func (q *Queue) first() (*Run, bool) {
	if q.head == len(q.runs) {
		return nil, false
	}
	return &q.runs[q.head], true
}

// Pop takes tasks from the front: as many of the first run as limit allows. It
// returns false where the queue is empty, and where limit is not positive.
func (q *Queue) Pop(limit int) (Run, bool) {
	if q.head == len(q.runs) || limit < 1 {
		return Run{}, false
	}
	return q.pop(limit), true
}

// pop is Pop for a queue that is not empty and a positive limit. Like add it takes a run apart.
func (q *Queue) pop(limit int) Run {
	first := &q.runs[q.head]
	r := *first
	if int(r.Count) > limit {
		r.Count = int32(limit)
		first.Count -= r.Count
		first.Row += model.RowIndex(r.Count)
		return r
	}
	if q.head++; q.head == len(q.runs) {
		q.reset()
	}
	return r
}
