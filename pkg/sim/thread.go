package sim

import (
	"slices"
	"time"

	"github.com/dagplan/dagplan/pkg/model"
)

// takesThread reports whether a task runs in a thread: those that call no model,
// and the user's code, which is taken to be a plain function and waits in there for
// its model.
func (l *loop) takesThread(id model.ColumnID) bool {
	c := &l.columns[id]
	return c.alias == noModel || c.kind == customColumn && l.policies.Loop == LoopBatched
}

// startThreads gives threads, which are free from a time on, to the tasks that wait
// for one: the executor does not wait for the loop. The seed dataset is read by one
// task at a time; another waits for it without a thread (section 11).
func (l *loop) startThreads(from int64) {
	for at := 0; l.threads > 0 && at < len(l.threaded); {
		id := l.threaded[at]
		f := &l.flights.list[id]
		isSeed := l.columns[f.task.Column].kind == seedColumn
		if isSeed && l.seeding {
			at++
			continue
		}
		l.seeding = l.seeding || isSeed
		l.threaded = slices.Delete(l.threaded, at, at+1)
		l.threads--
		l.occupy(l.workers())
		start := max(from, f.since)
		f.held, f.holdsThread = start-f.since, true
		if l.isModelTask(f) {
			f.stage = stageCalling
			l.events.push(after(start, bridgeTime), id)
			continue
		}
		f.stage, f.sent = stageWorking, start
		service := l.world.service(f.task, 0)
		f.work = int64(service)
		if f.task.IsColumn() {
			service += l.Scenario.Run.Cost.Thread
		}
		l.events.push(after(start, service), id)
	}
}

// leaveThread gives a thread back.
func (l *loop) leaveThread(f *flight) {
	f.holdsThread = false
	l.threads++
	l.vacate(l.workers())
}

// finishThread ends a task that ran in a thread until at.
func (l *loop) finishThread(id int32, at int64) error {
	l.now += int64(l.Scenario.Run.Cost.Done)
	f := &l.flights.list[id]
	l.leaveThread(f)
	if l.columns[f.task.Column].kind == seedColumn {
		l.seeding, at = false, l.now
	}
	l.startThreads(at)
	if f.task.IsColumn() && l.breaksValidation(f) {
		return l.fail(id)
	}
	return l.finish(id, model.TaskOK)
}

// bridgeTime is what a call of user code takes from its thread to the loop.
const bridgeTime = time.Millisecond

// bridge brings a call from its thread to the loop, where it asks for leave behind
// all others.
func (l *loop) bridge(id int32, f *flight) {
	f.isBridged = true
	l.limits[f.pool].inFlight--
	l.grant(int(f.pool))
	l.now += int64(l.Scenario.Run.Cost.Send)
	l.request(id)
}
