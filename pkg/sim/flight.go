package sim

import "github.com/dagplan/dagplan/pkg/model"

// flight is one execution of a task, from its dispatch to its end.
type flight struct {
	id     int32 // also the subject of its events
	task   model.Task
	place  int32
	stage  stage
	column *column
	// isCalled is true once a request was sent for the cell, in any execution.
	isCalled bool
	// holdsThread is true while the task is in a thread; isBridged once its call has
	// come from there to the loop.
	holdsThread, isBridged bool
	// isHeldBack is true of one that waits for leave while its limit is lowered.
	isHeldBack bool
	failed     model.ErrorKind // how the request under way, or the execution, failed
	// attempt counts the requests for the cell that were not answered by 429, over
	// all executions; tries and restarts count within this one.
	attempt, tries, restarts int32
	rejections               int32 // answers 429, over all executions
	execution                int32
	limit                    int32 // of requests when this one was admitted
	slot                     int32 // of the model, for a recorder
	dispatched, since        int64
	sent                     int64
	work, cooldown, backOff  int64
	held                     int64       // waited for a thread, for the seed dataset, or for leave to send
	before                   *retryState // of earlier executions
}

// isPlain reports whether the flight is the first execution of its task and waited
// for nothing between its dispatch and its end but the answer and the engine.
func (f *flight) isPlain() bool { return f.before == nil && f.cooldown|f.backOff|f.held == 0 }

// stage says where a flight is.
type stage uint8

const (
	// stageOver has ended.
	stageOver stage = iota
	// stageWaiting is waiting for leave to send a request.
	stageWaiting
	// stageSending has leave, and is written at the end of the pass.
	stageSending
	// stageSent waits for the answer.
	stageSent
	// stageBackOff waits before the next try.
	stageBackOff
	// stageThread waits for a thread.
	stageThread
	// stageWorking runs in a thread.
	stageWorking
	// stageCalling is user code in a thread, on its way to the call of its model.
	stageCalling
	// stageBridging is a call that got leave in its thread, where no request can be
	// sent from: it goes to the loop, and asks again.
	stageBridging
)

// retryState is what is remembered of a task between its executions.
type retryState struct {
	task       model.Task
	attempt    int32
	rejections int32
	executions int32
	isCalled   bool
	failed     model.ErrorKind
	since      int64 // it was put aside, or queued again
	queued     int64 // it was queued again
	// start, work and more are those of the executions that the path goes through, start
	// being their first dispatch; spent is the work of those before.
	start, work, spent int64
	more               pathMore
}

// flights is a pool of flights, used again. The first ones are never taken: their
// numbers are those of the timers, of each limit and of the salvage.
type flights struct {
	list []*flight
	free []*flight
	live int
}

func newFlights(timers int) flights {
	f := flights{list: make([]*flight, timers)}
	for i := range f.list {
		f.list[i] = &flight{id: int32(i)}
	}
	return f
}

// flightsAtOnce is how many flights are made when there are too few.
const flightsAtOnce = 32

func (f *flights) take() *flight {
	f.live++
	if len(f.free) == 0 {
		f.grow()
	}
	last := len(f.free) - 1
	one := f.free[last]
	f.free = f.free[:last]
	return one
}

func (f *flights) grow() {
	more := make([]flight, flightsAtOnce)
	for i := range more {
		more[i].id = int32(len(f.list))
		f.list = append(f.list, &more[i])
	}
	for i := range more {
		f.free = append(f.free, &more[len(more)-1-i])
	}
}

func (f *flights) give(one *flight) {
	f.live--
	f.free = append(f.free, one)
}
