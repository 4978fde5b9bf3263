package sim

import (
	"github.com/dagplan/dagplan/pkg/frontier"
	"github.com/dagplan/dagplan/pkg/model"
)

// dispatch grants leases until nothing more may run, then lets each dispatched
// task come to its first wait.
func (l *loop) dispatch() error {
	if l.policies.Queue == QueueColumnAtATime {
		return l.dispatchColumn()
	}
	for {
		turn := l.queue.next(l.now)
		if turn.flow == nil {
			break
		}
		r, ok := l.pull(turn.flow)
		if !ok {
			l.queue.deactivate(turn.flow)
			continue
		}
		l.queue.lease(turn)
		if err := l.acknowledgeStep(r.Task(0)); err != nil {
			return err
		}
		l.fresh = append(l.fresh, l.board(r.Task(0)))
	}
	l.setFull(l.queue.leased >= l.queue.limit && l.queue.queued > 0)
	for _, f := range l.fresh {
		if err := l.begin(f); err != nil {
			return err
		}
	}
	return nil
}

// board makes a flight of a task that was given a lease.
func (l *loop) board(task model.Task) *flight {
	f, c := l.flights.take(), &l.byColumn[task.Column]
	id := f.id
	*f = flight{}
	f.id, f.task, f.place, f.column, f.dispatched, f.since = id, task, l.groups.place(task.RowGroup), c, l.now, l.now
	l.inFlight[f.place].running++
	l.leaveQueue(c, 1)
	if c.tasks.Executions++; c.tasks.Executions == 1 {
		c.first = l.now
	}
	if len(l.retries) > 0 {
		if before := l.retries[task.Slice]; before != nil {
			f.before, f.attempt, f.execution, f.isCalled = before, before.attempt, before.executions, before.isCalled
			f.rejections = before.rejections
			if before.start == notDispatched {
				before.start = l.now
			} else {
				before.more.slot += l.now - before.queued
			}
		}
	}
	if c.isFull && l.hasHeld && f.before == nil {
		l.paths.columnStarts(f.place, task.Column, l.now)
	}
	if c.leases {
		l.occupy(c.slots)
	}
	return f
}

// acknowledgeStep hands out the other members of a multi-column step. Those of a row that
// is dropped are not ready.
func (l *loop) acknowledgeStep(task model.Task) error {
	if l.columns[task.Column].step < 0 || l.tracker.IsDropped(task.RowGroup, task.Row) {
		return nil
	}
	for _, member := range l.columns[task.Column].made[1:] {
		task.Column, task.Type = member, l.columns[member].taskType()
		if err := l.tracker.Acknowledge(frontier.RunOf(task)); err != nil {
			return err
		}
	}
	return nil
}

// begin lets a task come to its first wait: a request, a thread, or its end,
// where it is skipped.
func (l *loop) begin(f *flight) error {
	if l.mayBeVoid && l.hasLostRow(f) {
		return l.finishVoid(f)
	}
	if f.column.skips && !f.task.IsColumn() && l.isSkipped(f) {
		l.endAtOnce()
		return l.finish(f, model.TaskSkipped)
	}
	if f.task.Type == model.Batch && l.isVacant(f) {
		l.endAtOnce()
		return l.finish(f, model.TaskOK)
	}
	if f.column.threads {
		f.stage, f.since = stageThread, l.now
		l.threaded.push(f)
		l.startThreads(l.now)
		return nil
	}
	l.call(f)
	return nil
}

// endAtOnce is spent on a task that ends in the pass of its dispatch; what that makes
// possible is for the next pass.
func (l *loop) endAtOnce() {
	l.now += int64(l.Scenario.Run.Cost.Done)
	l.busy = true
}

// call prepares the first request of an execution; one in a thread costs the loop
// nothing yet.
func (l *loop) call(f *flight) {
	if !f.holdsThread {
		l.now += int64(l.Scenario.Run.Cost.Send)
	}
	l.register(f.column)
	l.request(f)
}
