package sim

import "github.com/dagplan/dagplan/pkg/model"

// errorWindow watches the last outcomes of tasks, those aside that are tried
// again, and trips when too many of them are errors (section 9).
type errorWindow struct {
	outcomes []bool // a ring: true is an error
	at, seen int
	errors   int
	rate     float64
	tripped  bool
}

// newErrorWindow makes none where there are fewer tasks than it needs.
func newErrorWindow(run *model.Run, tasks int64) errorWindow {
	if run.DisableEarlyShutdown || run.ShutdownErrorWindow < 1 || int64(run.ShutdownErrorWindow) > tasks {
		return errorWindow{}
	}
	return errorWindow{outcomes: make([]bool, run.ShutdownErrorWindow), rate: run.ShutdownErrorRate}
}

func (w *errorWindow) note(ok bool) {
	if len(w.outcomes) == 0 || w.tripped {
		return
	}
	// The answer that is usual: without errors the ring is empty all around.
	if ok && w.errors == 0 && w.rate > 0 {
		w.seen++
		return
	}
	if w.outcomes[w.at] {
		w.errors--
	}
	if w.outcomes[w.at] = !ok; !ok {
		w.errors++
	}
	if w.at++; w.at == len(w.outcomes) {
		w.at = 0
	}
	if w.seen++; (w.errors > 0 || w.rate <= 0) && w.seen >= len(w.outcomes) && float64(w.errors)/float64(len(w.outcomes)) >= w.rate {
		w.tripped = true
	}
}

// isClosing reports whether the engine is about to give up, as too many of the last
// tasks were errors, but for a salvage that it brings to its end.
func (l *loop) isClosing() bool { return l.window.tripped && !l.salvage.isDraining }

// windDown is a pass after the window has tripped. Nothing is dispatched any more
// but by a salvage, which runs whatever is queued. The engine waits for the tasks
// that were rate limited, and then stops with others put aside or in flight.
func (l *loop) windDown() error {
	if err := l.beginSalvage(); err != nil || l.salvage.isDraining {
		return err
	}
	if err := l.checkpoint(); err != nil {
		return err
	}
	for _, state := range l.salvage.deferred {
		if state.failed == model.RateLimited {
			return nil
		}
	}
	l.stopped = EarlyShutdown
	return nil
}

// abandon ends a build that was stopped: what is in flight is cancelled, rows
// that are complete are kept.
func (l *loop) abandon() {
	for id := range l.queue.flows {
		if queued := l.queue.flows[id].live; queued > 0 {
			l.leaveQueue(&l.byColumn[id], queued)
			l.elapsed.addTimes(l.now, queued)
		}
	}
	for _, f := range l.flights.list {
		if f.stage != stageOver {
			l.cancel(f)
		}
	}
	for _, list := range [][]*retryState{l.salvage.deferred, l.salvage.others} {
		for _, state := range list {
			c := &l.byColumn[state.task.Column]
			c.waits[CauseSalvage].add(l.now - state.since)
			c.tasks.Cancelled++
			l.elapsed.add(l.now)
		}
	}
	l.abandonGroups()
}

// cancel books an execution that is cut off.
func (l *loop) cancel(f *flight) {
	switch f.stage {
	case stageSent:
		f.work += l.now - f.sent
	case stageWorking:
		f.work = l.now - f.sent // it was noted as a whole
	case stageBackOff:
		f.backOff += l.now - f.since
	case stageThread:
		f.held += l.now - f.since
	case stageWaiting:
		if f.isHeldBack {
			f.cooldown += l.now - f.since
		} else {
			f.held += l.now - f.since
		}
	}
	l.bookWaits(f)
	f.column.tasks.Cancelled++
	f.column.last = l.now
	l.elapsed.add(l.now)
	if l.options.Recorder != nil {
		l.recordTask(f, model.TaskCancelled)
	}
}

// abandonGroups keeps the rows that are complete, where the engine does, and ends the
// critical path in the row group in which something was done last.
func (l *loop) abandonGroups() {
	latest, at := int32(-1), int64(-1)
	for place := range l.inFlight {
		group := l.inFlight[place].group
		if !l.groups.holds(group) || l.groups.place(group) != int32(place) {
			continue
		}
		if l.stopped == EarlyShutdown && l.policies.Retry == RetryInRounds {
			l.keepComplete(group)
		}
		if done := l.paths.place[place].latestAt; done > at {
			latest, at = int32(place), done
		}
	}
	if latest >= 0 {
		l.paths.finish(latest, l.now, CauseSalvage)
	}
}

// keepComplete counts the rows of a row group that have every column.
func (l *loop) keepComplete(group model.RowGroupIndex) {
	size := l.Plan.Size(group)
	for row := range model.RowIndex(size) {
		if l.isRowComplete(group, row) {
			l.rows.Out++
		} else {
			l.rows.Dropped++
		}
	}
}

func (l *loop) isRowComplete(group model.RowGroupIndex, row model.RowIndex) bool {
	if l.tracker.IsDropped(group, row) {
		return false
	}
	for id := range l.columns {
		at := model.Slice{Column: model.ColumnID(id), RowGroup: group, Row: row}
		if l.columns[id].isFull {
			at.Row = model.AllRows
		}
		if !l.tracker.IsComplete(at) {
			return false
		}
	}
	return true
}
