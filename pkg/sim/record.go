package sim

import (
	"github.com/dagplan/dagplan/pkg/model"
)

// slotTable hands out the lowest free slot of each pool, for a recorder.
type slotTable struct{ taken [][]bool }

func (t *slotTable) take(pool int) int32 {
	for len(t.taken) <= pool {
		t.taken = append(t.taken, nil)
	}
	for i, taken := range t.taken[pool] {
		if !taken {
			t.taken[pool][i] = true
			return int32(i)
		}
	}
	t.taken[pool] = append(t.taken[pool], true)
	return int32(len(t.taken[pool]) - 1)
}

func (t *slotTable) give(pool int, slot int32) {
	if slot >= 0 {
		t.taken[pool][slot] = false
	}
}

func (l *loop) recordRequest(f *flight, at int64) {
	p := f.column.slots
	l.slots.give(p.index, f.slot)
	l.options.Recorder.Request(RequestRecord{
		Task: f.task, Column: f.column.name, Model: p.name, Slot: int(f.slot),
		Attempt: int(f.attempt), Sent: duration64(f.sent), Done: duration64(at), Failure: f.failed,
	})
}

func (l *loop) recordTask(f *flight, status model.TaskStatus) {
	trace := model.NewTaskTrace(f.task)
	trace.Dispatched, trace.SlotAcquired = duration64(f.dispatched), duration64(f.dispatched)
	result := model.TaskResult{Task: f.task, Status: status}
	if f.failed != 0 && (status == model.TaskFailed || status == model.TaskDeferred) {
		result.Err = f.failed.String()
	}
	trace.Finish(duration64(l.now), result)
	l.options.Recorder.Task(TaskRecord{
		TaskTrace: trace, Column: f.column.name, Execution: int(f.execution),
		// An input whose row was dropped may end later: nothing waited for that.
		Ready: duration64(min(f.dispatched, l.paths.ready(f.place, f.task.Slice))),
	})
}
