package sim

import (
	"time"

	"github.com/dagplan/dagplan/pkg/model"
)

// Result is what a simulated build came to. It is plain data in a stable
// order: the same [Build] gives an equal Result on any machine.
//
// Times count from the start of the build. Sums over tasks are in seconds, as
// float64, because a build of 10⁹ tasks has more task-nanoseconds than an int64.
type Result struct {
	// Complete is true where every cell is complete or its row dropped, and rows
	// remain or none were asked for. Otherwise Stopped says why.
	Complete bool
	Stopped  Stop
	Engine   model.Engine
	Seed     uint64
	Run      model.Run
	Plan     model.RowGroupPlan
	// Makespan is when the last row group was finished.
	Makespan time.Duration
	Bounds   Bounds
	Tasks    Tasks
	Rows     Rows
	Requests Requests
	Columns  []ColumnResult
	Models   []ModelResult
	Workers  PoolResult
	// RowGroups are the row groups that finished, in the order in which they did.
	RowGroups RowGroups
	// Waits attributes the seconds of all tasks from the start of the build to
	// their completion.
	Waits Attribution
	// CriticalPath is the realised one: what the build took its time over.
	CriticalPath CriticalPath
	// Limits is the binding limit over time: it covers [0, Makespan] without gaps.
	Limits []LimitSpan
	Answer Answer
	// Warnings are facts about the build that a reader would not expect.
	Warnings []string
}

// Stop says why a build did not complete.
type Stop uint8

// The reasons.
const (
	// Interrupted is a context that was cancelled. Text form: interrupted.
	Interrupted Stop = iota + 1
	// EarlyShutdown is the engine giving up over too many errors. Text form:
	// early_shutdown.
	EarlyShutdown
	// NoRows is a build whose rows were all dropped. Text form: no_rows.
	NoRows
	// NeverEnding is a build in which tasks are put aside after a 429 time after time,
	// would be for ever, and no other ends: the engine tries on, the simulation does
	// not. Text form: never_ending.
	NeverEnding
	// ColumnFailed is the engine failing with a full column, as the sync engine does:
	// where it fails, where a row comes out empty, and where all rows were dropped before
	// it. Text form: column_failed.
	ColumnFailed
)

// String returns the text form; it is empty for a build that was not stopped.
func (s Stop) String() string {
	switch s {
	case Interrupted:
		return "interrupted"
	case EarlyShutdown:
		return "early_shutdown"
	case NoRows:
		return "no_rows"
	case NeverEnding:
		return "never_ending"
	case ColumnFailed:
		return "column_failed"
	default:
		return ""
	}
}

// MarshalText returns the text form.
func (s Stop) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Bounds are times that no order of the tasks that were drawn can beat.
type Bounds struct {
	// All are those that are not zero, the largest first.
	All []Bound
	// Efficiency is the largest ÷ Makespan; it is 0 for an empty build.
	Efficiency float64
}

// Bound is a time that the build takes at least.
type Bound struct {
	Kind model.BoundKind
	// Model is the name of the model that model_work, server_work, request_rate and
	// token_rate are about, workers for worker_work, and empty for the others.
	Model string
	Time  time.Duration
}

// Lower returns the largest bound, the zero value where there is none.
func (b *Bounds) Lower() Bound {
	if len(b.All) == 0 {
		return Bound{}
	}
	return b.All[0]
}

// Of returns the time of a bound, 0 where there is none.
func (b *Bounds) Of(kind model.BoundKind, name string) time.Duration {
	for i := range b.All {
		if b.All[i].Kind == kind && b.All[i].Model == name {
			return b.All[i].Time
		}
	}
	return 0
}

// Tasks counts units of work. An execution is one dispatch of a task: a task
// that was salvaged has more than one. A skipped task counts as completed too.
// Cancelled are those whose row was dropped while they were queued or in flight, and
// those that were cut off at the end.
type Tasks struct {
	Planned, Executions, Completed, Skipped, Failed, Cancelled int64
}

// Rows counts rows.
type Rows struct {
	Asked, Out, Dropped int64
}

// Requests counts what was sent to models, and when the first left and the last
// was answered.
type Requests struct {
	// Calls is the number of cells for which anything was sent, Attempts the
	// number of requests, HealthChecks those before the build, which Attempts
	// leaves out.
	Calls, Attempts, HealthChecks int64
	// OK are answers that made their cell; the others are failed attempts.
	OK, RateLimited, Unparseable, Failed int64
	InputTokens, OutputTokens            float64
	First, Last                          time.Duration
}

// ColumnResult is what became of one column.
type ColumnResult struct {
	Column   model.ColumnID
	Name     string
	Strategy model.Strategy
	Model    string
	Tasks    Tasks
	// Cells is the number of cells that are complete.
	Cells           int64
	Calls, Attempts int64
	First, Last     time.Duration // first dispatch, last completion
	Waits           Attribution
}

// PoolResult is the use of a number of slots.
type PoolResult struct {
	// Slots is how many there are; 0 is no limit.
	Slots int
	Peak  int
	// Busy are slot-seconds; Utilisation is Busy ÷ (Slots × Makespan). Of a model that
	// custom columns call it is by the most requests that its aliases allow, as those
	// columns are not held to the slots; and Peak may be more than Slots.
	Busy        float64
	Utilisation float64
	// Idle attributes the slot-seconds that were not used; with Busy it makes
	// Slots × Makespan, but for models that custom columns call: their requests and
	// the leases of other columns share slots. Its Work is the time
	// after the last task of the pool, when there was nothing left to do.
	Idle Attribution
}

// ModelResult is what one model did. Aliases of the same provider and ID are
// one model.
type ModelResult struct {
	// Name is the aliases, as in a plan.
	Name     string
	Aliases  []string
	Provider string
	ID       string
	PoolResult
	Calls, Attempts, OK, RateLimited, Unparseable, Failed int64
	InputTokens, OutputTokens                             float64
	// Cost is what the tokens cost at the model's price.
	Cost float64
	// LowestLimit is the smallest number of requests that the engine allowed
	// itself after a 429; it equals Slots where there was none.
	LowestLimit int
}

// RowGroups says when row groups finished.
type RowGroups struct {
	Count    int
	Finished int
	// Times holds the first 10,000 to finish.
	Times []RowGroupTime
}

// RowGroupTime is when a row group was admitted and when it was finished.
type RowGroupTime struct {
	RowGroup           model.RowGroupIndex
	Admitted, Finished time.Duration
	Rows, Dropped      int
}

// CriticalPath is what the build took its time over, backwards from the task
// that completed last: its own work and waits, then those of the input that
// came last, and so on to the admission of its row group; then the row group
// whose end let it in.
type CriticalPath struct {
	// Waits adds up to the makespan. Neither inputs nor row-group admission occur
	// in it: the path goes on with what they waited for.
	Waits Attribution
	// Columns holds the share of each column that lies on the path, by id.
	Columns []PathColumn
	// Tasks is the number of tasks on the path, RowGroups that of the row groups
	// that it runs through.
	Tasks     int64
	RowGroups int
	// Steps are the tasks of the last row group on the path, in order of time.
	Steps []PathStep
	// Known is false where the row groups in flight were too large to record: two million cells.
	Known bool
}

// PathColumn is the part of a column in the critical path.
type PathColumn struct {
	Column model.ColumnID
	Name   string
	Waits  Attribution
}

// PathStep is one task of the critical path.
type PathStep struct {
	Task                 model.Task
	Column               string
	Ready, Start, Finish time.Duration
	Model                string
	WaitedFor            Cause
}

// LimitSpan is a stretch of time with the limit that bound most of it.
type LimitSpan struct {
	From, To time.Duration
	Limit    Limit
	// Share is the part of the stretch that the limit bound.
	Share float64
}

// Answer is what limits the build and what would limit it next.
type Answer struct {
	Limit, Next Limit
	// Share is the part of the makespan that Limit accounts for.
	Share float64
	// Text says it in words that go on from "limited by".
	Text string
}
