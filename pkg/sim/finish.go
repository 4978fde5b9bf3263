package sim

import (
	"github.com/dagplan/dagplan/pkg/frontier"
	"github.com/dagplan/dagplan/pkg/model"
)

// finish ends an execution whose slice is made or skipped. The flight is given
// back before all is booked: nothing takes another one until then.
func (l *loop) finish(f *flight, status model.TaskStatus) error {
	isLate := l.hasLostRow(f)
	if isLate {
		status = model.TaskCancelled
	}
	if status == model.TaskSkipped {
		l.skips.set(f.place, f.column.made, f.task.Row)
	}
	if status != model.TaskSkipped || l.policies.Retry == RetryInRounds {
		l.noteOutcome(true)
	}
	l.land(f, status)
	if isLate {
		l.stampAny(f, isLate)
	} else {
		l.stamp(f)
	}
	l.bookEnd(f, status)
	return l.completeSlices(f, isLate)
}

// land gives back what a flight held, and the flight.
func (l *loop) land(f *flight, status model.TaskStatus) {
	if f.column.leases {
		l.vacate(f.column.slots)
	}
	if f.holdsThread {
		l.leaveThread(f)
	}
	l.bookWaits(f)
	l.queue.release(f.task.Column)
	f.stage = stageOver
	l.flights.give(f)
	l.landed = true
	g := &l.inFlight[f.place]
	if g.running--; g.running == 0 {
		l.quiet = append(l.quiet, f.task.RowGroup)
	}
	if l.options.Recorder != nil {
		l.recordTask(f, status)
	}
}

// bookWaits attributes the time from the dispatch of an execution up to now.
func (l *loop) bookWaits(f *flight) {
	waits := &f.column.waits
	waits[CauseWork].add(f.work)
	if !f.isPlain() {
		waits[CauseCooldown].add(f.cooldown)
		f.column.cooled.add(f.cooldown)
		waits[CauseBackOff].add(f.backOff)
		waits[CauseModelSlot].add(f.held)
	}
	waits[CauseEngine].add(l.now - f.dispatched - f.work - f.cooldown - f.backOff - f.held)
}

// stamp tells the paths when the task was done.
func (l *loop) stamp(f *flight) {
	if f.isPlain() && f.column.step < 0 && !f.task.IsColumn() {
		l.paths.finishCell(f.place, f.task.Column, f.task.Row, f.dispatched, l.now, f.work)
		return
	}
	l.stampAny(f, false)
}

// stampAny is stamp for a task of any kind, and for one whose row was dropped meanwhile.
func (l *loop) stampAny(f *flight, isLate bool) {
	start, work, spent := f.dispatched, f.work, int64(0)
	more := pathMore{cooldown: f.cooldown, backOff: f.backOff, slot: f.held}
	if b := f.before; b != nil {
		start, work, spent = b.start, work+b.work, b.spent
		more.after, more.at = b.more.after, b.more.at
		more.slot += b.more.slot
		more.salvage += b.more.salvage
		more.cooldown += b.more.cooldown
		more.backOff += b.more.backOff
	}
	row := f.task.Row
	for _, member := range f.column.made {
		l.paths.addMore(f.place, member, row, more)
		switch {
		case f.task.IsColumn():
			l.paths.finishColumn(f.place, member, start, l.now, work)
		case isLate:
			l.paths.finishLate(f.place, member, row, start, l.now, work)
		default:
			l.paths.finishCell(f.place, member, row, start, l.now, work)
		}
		if !isLate {
			l.paths.lengthen(f.place, model.Slice{Column: member, RowGroup: f.task.RowGroup, Row: row}, spent)
		}
	}
}

// bookEnd books the end of a task.
func (l *loop) bookEnd(f *flight, status model.TaskStatus) {
	c := f.column
	switch status {
	case model.TaskFailed:
		c.tasks.Failed++
	case model.TaskCancelled:
		c.tasks.Cancelled++
	case model.TaskSkipped:
		c.tasks.Skipped++
		c.tasks.Completed++
	default:
		c.tasks.Completed++
	}
	c.last = l.now
	l.elapsed.add(l.now)
	l.tasks++
	l.settle(c.slots)
	c.slots.left--
	if f.before != nil {
		delete(l.retries, f.task.Slice)
		l.unused = append(l.unused, f.before)
	}
}

// completeSlices completes what the task made, and drops the rows that it
// drops by itself.
func (l *loop) completeSlices(f *flight, isLate bool) error {
	if err := l.completeStep(f, isLate); err != nil || isLate || !f.column.drops {
		return err
	}
	return l.dropByRate(f)
}

// completeStep completes the slice of a task, or those of all members of its
// multi-column step.
func (l *loop) completeStep(f *flight, isLate bool) error {
	if f.column.step < 0 {
		return l.completeSlice(&f.task.Slice, isLate)
	}
	at := f.task.Slice
	for _, at.Column = range f.column.made {
		if err := l.completeSlice(&at, isLate); err != nil {
			return err
		}
	}
	return nil
}

func (l *loop) completeSlice(at *model.Slice, isLate bool) error {
	var delta frontier.Delta
	var err error
	if at.IsColumn() {
		g := &l.inFlight[l.groups.place(at.RowGroup)]
		l.byColumn[at.Column].cells += int64(g.size - g.dropped)
		delta, err = l.tracker.CompleteColumn(at.Column, at.RowGroup, int(g.size))
	} else {
		if !isLate {
			l.byColumn[at.Column].cells++
		}
		delta, err = l.tracker.CompleteCell(model.Cell(*at))
	}
	if err == nil && len(delta.Ready) > 0 {
		l.ready(delta.Ready, l.onReady)
	}
	return err
}

func (l *loop) dropByRate(f *flight) error {
	cell := model.Cell(f.task.Slice)
	if !f.task.IsColumn() {
		if l.drops(f.column, cell) {
			return l.drop(f.task.RowGroup, cell.Row)
		}
		return nil
	}
	for row := range model.RowIndex(l.inFlight[f.place].size) {
		if cell.Row = row; l.drops(f.column, cell) && !l.tracker.IsDropped(f.task.RowGroup, row) {
			if l.policies.Retry == RetryInClient {
				l.raise(f.task.Column, "a row of it came out empty")
				return nil
			}
			if err := l.drop(f.task.RowGroup, row); err != nil {
				return err
			}
		}
	}
	return nil
}

// drops reports whether the task of a column drops a row by itself, for any column that it
// makes.
func (l *loop) drops(c *column, cell model.Cell) bool {
	for _, cell.Column = range c.made {
		if l.world.drops(cell) {
			return true
		}
	}
	return false
}

// fail ends an execution that no retry mends: its row is dropped, or every row
// of its row group.
func (l *loop) fail(f *flight) error {
	l.noteOutcome(false)
	l.land(f, model.TaskFailed)
	l.stamp(f)
	l.bookEnd(f, model.TaskFailed)
	if l.policies.Retry == RetryInClient {
		l.column.failed = append(l.column.failed, f.task)
		return nil
	}
	return l.giveUp(f.task)
}

// noteOutcome tells those who watch for too many errors.
func (l *loop) noteOutcome(ok bool) {
	if l.policies.Retry == RetryInClient {
		l.column.note(ok)
		return
	}
	l.window.note(ok)
}

// giveUp drops the rows of a task in flight that has failed for good.
func (l *loop) giveUp(task model.Task) error {
	if !task.IsColumn() {
		if err := l.drop(task.RowGroup, task.Row); err != nil {
			return err
		}
		return l.releaseTask(task)
	}
	for row := range model.RowIndex(l.Plan.Size(task.RowGroup)) {
		if err := l.drop(task.RowGroup, row); err != nil {
			return err
		}
	}
	g := &l.inFlight[l.groups.place(task.RowGroup)]
	g.failed = append(g.failed, task.Column)
	return l.releaseTask(task)
}

// releaseTask tells the tracker that a task is no longer in flight. A cell of a
// dropped row is given up; the task of a full column is ready again, over rows
// that are all dropped, and is never queued.
func (l *loop) releaseTask(task model.Task) error {
	at := task.Slice
	for _, at.Column = range l.columns[task.Column].made {
		if _, err := l.tracker.Release(at); err != nil {
			return err
		}
	}
	return nil
}

// drop gives a row up.
func (l *loop) drop(group model.RowGroupIndex, row model.RowIndex) error {
	if l.tracker.IsDropped(group, row) {
		return nil
	}
	l.mayBeVoid = true
	l.forgo(group, row)
	delta, err := l.tracker.DropRow(group, row)
	if err != nil {
		return err
	}
	g := &l.inFlight[l.groups.place(group)]
	g.dropped++
	if g.running == 0 {
		l.quiet = append(l.quiet, group)
	}
	for _, r := range delta.Withdrawn() {
		l.withdraw(r)
	}
	if len(delta.Ready) > 0 {
		l.ready(delta.Ready, l.onReady)
	}
	return nil
}

// withdraw takes tasks that nothing is left to do for out of the queue, but for those that
// the engine leaves there. Of a multi-column step only the first member's is in it.
func (l *loop) withdraw(r frontier.Run) {
	switch {
	case !l.leads(r.Column) || l.isHeldBack(r):
	case l.policies.Queue == QueueFair && !r.IsColumn():
		l.leaveVoid(r)
	default:
		l.unqueue(r.Column, int64(r.Count))
	}
}

// unqueue takes tasks of a column out of the queue.
func (l *loop) unqueue(id model.ColumnID, count int64) {
	l.leaveQueue(&l.byColumn[id], count)
	l.elapsed.addTimes(l.now, count)
	p := l.byColumn[id].slots
	l.settle(p)
	p.left -= count
	l.queue.withdraw(id, count)
}

// forgo takes the tasks that will never be queued out of what their pools wait for:
// those of a row that is about to be dropped or, for [model.AllRows], those of the full
// columns of a row group without a row.
func (l *loop) forgo(group model.RowGroupIndex, row model.RowIndex) {
	for i := range l.byColumn {
		c := &l.byColumn[i]
		at := model.Slice{Column: c.id, RowGroup: group, Row: row}
		if c.isFull != at.IsColumn() || !l.leads(c.id) {
			continue
		}
		status := l.tracker.StatusOf(at)
		if status == frontier.Waiting || status == frontier.Ready && l.isHeldBack(frontier.Run{Slice: at, Count: 1}) {
			l.settle(c.slots)
			c.slots.left--
		}
	}
}

// isHeldBack reports whether a task waits for other members of its step.
func (l *loop) isHeldBack(r frontier.Run) bool {
	step := l.columns[r.Column].step
	if step < 0 {
		return false
	}
	g := &l.inFlight[l.groups.place(r.RowGroup)]
	arrived := g.arrived[step*max(1, l.Plan.MaxSize())+max(0, int(r.Row))]
	return int(arrived) < len(l.steps[step].members)
}
