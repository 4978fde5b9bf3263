package sim

import "github.com/dagplan/dagplan/pkg/model"

// Policies are what makes one engine differ from another. [PoliciesOf]
// names those of each.
type Policies struct {
	Queue     QueuePolicy
	Admission AdmissionPolicy
	Retry     RetryPolicy
	Loop      LoopPolicy
}

// QueuePolicy says which ready task goes next.
type QueuePolicy uint8

// The queue policies.
const (
	// QueueFirstIn takes tasks in the order in which they became ready.
	QueueFirstIn QueuePolicy = iota + 1
	// QueueFair shares between columns by weight: start-time fair queueing, each
	// column a flow (section 5 of the engine's rules). A cell whose row is dropped
	// stays in its queue.
	QueueFair
	// QueueColumnAtATime takes the tasks of one column after those of another.
	QueueColumnAtATime
)

// AdmissionPolicy says when the next task may be dispatched.
type AdmissionPolicy uint8

// The admission policies.
const (
	// AdmitThroughGate lets tasks through a gate, past which they queue at their
	// model.
	AdmitThroughGate AdmissionPolicy = iota + 1
	// AdmitByShare dispatches a task when every resource that it needs is free and
	// its column keeps to its share of it; a column without rivals may borrow
	// (section 6).
	AdmitByShare
	// AdmitBySlot dispatches a task when a slot of its model is free.
	AdmitBySlot
)

// RetryPolicy says what follows when a task fails.
type RetryPolicy uint8

// The retry policies.
const (
	// RetryNever is for an engine in which nothing fails.
	RetryNever RetryPolicy = iota + 1
	// RetryInRounds puts a task that may be retried aside until its row group has
	// nothing else in flight, and tries it twice more; one that was rate limited
	// for as long as it takes (section 9).
	RetryInRounds
	// RetryInClient leaves retries to the client: what fails after them drops its
	// row, at the end of its column.
	RetryInClient
)

// LoopPolicy says how the engine's own work is done.
type LoopPolicy uint8

// The loop policies.
const (
	// LoopFree takes no time.
	LoopFree LoopPolicy = iota + 1
	// LoopBatched is one event loop: what arrived is handled together, then what
	// it made possible is dispatched, and only then are requests written
	// (section 12).
	LoopBatched
	// LoopPerSlot is a thread for each slot, which waits for nobody else.
	LoopPerSlot
)

// PoliciesOf returns the policies of an engine.
func PoliciesOf(e model.Engine) Policies {
	switch e {
	case model.Async:
		return Policies{QueueFair, AdmitByShare, RetryInRounds, LoopBatched}
	case model.Sync:
		return Policies{QueueColumnAtATime, AdmitBySlot, RetryInClient, LoopPerSlot}
	case model.FIFO:
		return Policies{QueueFirstIn, AdmitThroughGate, RetryNever, LoopFree}
	default:
		return Policies{}
	}
}

// answersPerPass is how many answers one pass of the engine's loop takes.
func (p Policies) answersPerPass(run *model.Run) int {
	if p.Loop == LoopPerSlot {
		return 1
	}
	return max(1, run.Cost.AnswersPerPass)
}
