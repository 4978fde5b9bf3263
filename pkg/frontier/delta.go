package frontier

import (
	"iter"

	"github.com/dagplan/dagplan/pkg/model"
)

// Run is tasks of one column and one row group: the cells of Count rows from
// Row on or, where Row is [model.AllRows] and Count is 1, the task of a full
// column. It is small and nested so that it travels in registers.
type Run struct {
	// Slice is what the first task makes.
	model.Slice
	Type  model.TaskType
	Count int32
}

// CellRun returns the run of the cells of count rows from row on.
func CellRun(column model.ColumnID, group model.RowGroupIndex, row model.RowIndex, count int) Run {
	return Run{Slice: model.Slice{Column: column, RowGroup: group, Row: row}, Type: model.CellTask, Count: int32(count)}
}

// RunOf returns the run of a single task.
func RunOf(task model.Task) Run {
	return Run{Slice: task.Slice, Type: task.Type, Count: 1}
}

// Task returns the task at index i, which must be in [0, Count).
func (r Run) Task(i int) model.Task {
	at := r.Slice
	if !at.IsColumn() {
		at.Row += model.RowIndex(i)
	}
	return model.Task{Type: r.Type, Slice: at}
}

// Tasks returns an iterator over the tasks.
func (r Run) Tasks() iter.Seq[model.Task] {
	return func(yield func(model.Task) bool) {
		for i := range int(r.Count) {
			if !yield(r.Task(i)) {
				return
			}
		}
	}
}

// Delta is what a mutation changed in the frontier. Its runs belong to the tracker
// and hold until the next mutation. It is no larger than what travels in
// registers, which is why it does not hold both lists.
type Delta struct {
	// Ready are tasks that became ready.
	Ready []Run
	t     *Tracker
}

// Withdrawn returns tasks that were ready and are so no longer: their row was
// dropped, their row group was compacted, or they were completed without having
// been acknowledged. Acknowledging a task does not withdraw it.
func (d Delta) Withdrawn() []Run {
	if d.t == nil {
		return nil
	}
	return d.t.withdrawn.runs
}
