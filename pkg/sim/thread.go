package sim

import (
	"time"

	"github.com/dagplan/dagplan/pkg/model"
)

// startThreads gives threads, which are free from a time on, to the tasks that wait
// for one: the executor does not wait for the loop. The seed dataset is read by one
// task at a time; another waits for it without a thread (section 11).
func (l *loop) startThreads(from int64) {
	for at := 0; l.threads > 0 && at < l.threaded.len(); {
		f := l.threaded.at(at)
		isSeed := f.column.kind == seedColumn
		if isSeed && l.seeding {
			at++
			continue
		}
		l.seeding = l.seeding || isSeed
		l.threaded.take(at)
		l.threads--
		l.occupy(&l.byPool[l.workers()])
		start := max(from, f.since)
		f.held, f.holdsThread = start-f.since, true
		if f.column.alias != noModel {
			f.stage = stageCalling
			l.events.push(after(start, bridgeTime), f.id)
			continue
		}
		f.stage, f.sent = stageWorking, start
		service := l.world.service(f.column.world, f.task, 0)
		f.work = int64(service)
		if f.task.IsColumn() {
			service += l.Scenario.Run.Cost.Thread
		}
		l.events.push(after(start, service), f.id)
	}
}

// leaveThread gives a thread back.
func (l *loop) leaveThread(f *flight) {
	f.holdsThread = false
	l.threads++
	l.vacate(&l.byPool[l.workers()])
}

// finishThread ends a task that ran in a thread until at.
func (l *loop) finishThread(f *flight, at int64) error {
	l.now += int64(l.Scenario.Run.Cost.Done)
	l.leaveThread(f)
	if f.column.kind == seedColumn {
		l.seeding, at = false, l.now
	}
	l.startThreads(at)
	if f.task.IsColumn() && l.breaksValidation(f) {
		return l.fail(f)
	}
	return l.finish(f, model.TaskOK)
}

// bridgeTime is what a call of user code takes from its thread to the loop.
const bridgeTime = time.Millisecond

// bridge brings a call from its thread to the loop, where it asks for leave behind
// all others.
func (l *loop) bridge(f *flight) {
	f.isBridged = true
	f.column.limit.done()
	l.grantAll(f.column.limit)
	l.now += int64(l.Scenario.Run.Cost.Send)
	l.request(f)
}
