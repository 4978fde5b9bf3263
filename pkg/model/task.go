package model

import "time"

// TaskType says how a task makes its slice.
type TaskType uint8

// The task types.
const (
	// FromScratch makes a full column without upstream for one row group.
	FromScratch TaskType = iota + 1
	// CellTask makes one cell.
	CellTask
	// Batch makes a full column with upstream for one row group.
	Batch
	// PreBatchProcessor transforms a row group once its roots are complete.
	PreBatchProcessor
	// PostBatchProcessor transforms a row group once it is complete.
	PostBatchProcessor
)

// TaskTypes lists every task type, in the order of their declaration.
func TaskTypes() []TaskType {
	return []TaskType{FromScratch, CellTask, Batch, PreBatchProcessor, PostBatchProcessor}
}

// String returns the text form: from_scratch, cell, batch,
// pre_batch_processor, post_batch_processor, or unset for the zero value.
func (t TaskType) String() string {
	switch t {
	case FromScratch:
		return "from_scratch"
	case CellTask:
		return "cell"
	case Batch:
		return "batch"
	case PreBatchProcessor:
		return "pre_batch_processor"
	case PostBatchProcessor:
		return "post_batch_processor"
	default:
		return "unset"
	}
}

// MarshalText returns the text form.
func (t TaskType) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// Task is a unit of work. The slice of a processor is a whole row group; its
// Column is -1.
type Task struct {
	Type TaskType
	Slice
}

// TaskStatus says what became of a task.
type TaskStatus uint8

// The task statuses.
const (
	// TaskOK is a task that made its slice.
	TaskOK TaskStatus = iota + 1
	// TaskSkipped is a task whose skip condition held: the slice is complete
	// without having been made.
	TaskSkipped
	// TaskDeferred is a task that failed and is tried again later.
	TaskDeferred
	// TaskFailed is a task that failed for good: its rows are dropped.
	TaskFailed
	// TaskCancelled is a task that was stopped, or whose row was dropped while
	// it ran.
	TaskCancelled
)

// String returns the text form: ok, skipped, deferred, failed, cancelled, or
// unset for the zero value.
func (s TaskStatus) String() string {
	switch s {
	case TaskOK:
		return "ok"
	case TaskSkipped:
		return "skipped"
	case TaskDeferred:
		return "deferred"
	case TaskFailed:
		return "failed"
	case TaskCancelled:
		return "cancelled"
	default:
		return "unset"
	}
}

// MarshalText returns the text form.
func (s TaskStatus) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// TaskResult is what became of one execution of a task.
type TaskResult struct {
	Task   Task
	Status TaskStatus
	// Err says why, where Status is not TaskOK or TaskSkipped; it is empty otherwise.
	Err string
}

// TaskTrace is when one execution of a task went through its stages. Times
// count from the start of the build; a stage that was not reached is negative.
type TaskTrace struct {
	Task         Task
	Dispatched   time.Duration
	SlotAcquired time.Duration
	Completed    time.Duration
	Status       TaskStatus
	Err          string
}

// NewTaskTrace returns the trace of a task that has reached no stage yet.
func NewTaskTrace(task Task) TaskTrace {
	return TaskTrace{Task: task, Dispatched: -1, SlotAcquired: -1, Completed: -1}
}

// Finish notes the end of the execution.
func (t *TaskTrace) Finish(at time.Duration, result TaskResult) {
	t.Completed, t.Status, t.Err = at, result.Status, result.Err
}
