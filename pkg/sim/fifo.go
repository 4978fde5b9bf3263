package sim

import (
	"math"
	"slices"
	"time"

	"github.com/dagplan/dagplan/pkg/frontier"
	"github.com/dagplan/dagplan/pkg/model"
)

// fifo simulates the bare build model: a first-in-first-out gate that caps the
// tasks in flight, a first-in-first-out queue before the slots of each pool,
// nothing that fails, and an engine that takes no time.
//
// In flight is a task that is past the gate and not complete: queued at a model
// or running. On one completion, in this order: its slot goes to the head of the
// queue of its pool; its place past the gate goes to the head of the gate; the
// tasks that it makes ready come to the gate, columns by id and rows ascending
// inside a column; and if its row group is finished, the next one is admitted.
type fifo struct {
	machine
	feed    *frontier.Feed
	woken   []frontier.Run   // by the completion that is being handled
	queues  []frontier.Queue // by pool
	gate    frontier.Queue
	limit   int64 // tasks past the gate; 0 is no limit
	past    int64
	running []fifoTask // by flight
	done    fifoTask   // that is being handled
	free    []int32    // flights
	onReady func(*frontier.Run)
}

// fifoTask is a task in a slot.
type fifoTask struct {
	task  model.Task
	place int32
	start int64
}

func newFIFO(m *machine) *fifo {
	f := &fifo{machine: *m, queues: make([]frontier.Queue, len(m.pools)), limit: int64(m.Scenario.Run.MaxInFlightTasks)}
	slots := 0
	for i := range m.byPool {
		slots += min(m.byPool[i].slots, mostInFlight)
	}
	if slots > mostInFlight && (f.limit == 0 || f.limit > mostInFlight) {
		f.limit = mostInFlight
	}
	f.feed, f.onReady = frontier.NewFeed(m.tracker), f.enqueue
	return f
}

// run simulates the build to its end, or until the context is cancelled.
func (f *fifo) run() error {
	for range f.concurrentGroups() {
		if err := f.admitNext(); err != nil {
			return err
		}
	}
	for f.events.len() > 0 {
		if f.interrupted() {
			f.abandon()
			return nil
		}
		if err := f.complete(); err != nil {
			return err
		}
	}
	return nil
}

// admitNext admits the next row group; those without tasks finish at once.
func (f *fifo) admitNext() error {
	for {
		runs, admitted, err := f.admit()
		if err != nil || !admitted {
			return err
		}
		for _, r := range runs {
			if err := f.tracker.Acknowledge(r); err != nil {
				return err
			}
		}
		f.ready(runs, f.onReady)
		group := f.next - 1
		if f.inFlight[f.groups.place(group)].left > 0 {
			return nil
		}
		if err := f.release(group, CauseEngine); err != nil {
			return err
		}
	}
}

// complete handles the next event.
func (f *fifo) complete() error {
	e := f.events.pop()
	if f.now = e.at; f.now > maxNow {
		return tooLong()
	}
	flight := e.subject()
	f.done = f.running[flight]
	done := &f.done
	c := &f.byColumn[done.task.Column]
	p := c.slots
	if r, waiting := f.queues[p.index].Pop(1); waiting {
		f.start(r.Task(0), flight)
	} else {
		f.free = append(f.free, flight)
		f.vacate(p)
	}
	if f.limit > 0 {
		f.past--
		if r, waiting := f.gate.Pop(1); waiting {
			f.pass(r)
		}
	}
	return f.finish(done, c)
}

// finish books a task that is done and wakes what waits for it.
func (f *fifo) finish(done *fifoTask, c *column) error {
	c.waits[CauseWork].add(f.now - done.start)
	c.tasks.Completed++
	c.last = f.now
	f.elapsed.add(f.now)
	f.tasks++
	if c.slots.free > 0 {
		f.settle(c.slots)
	}
	c.slots.left--
	if f.options.Recorder != nil {
		f.record(done)
	}
	if err := f.completeTask(done, c); err != nil {
		return err
	}
	g := &f.inFlight[done.place]
	if g.left--; g.left > 0 {
		return nil
	}
	if err := f.release(g.group, CauseEngine); err != nil {
		return err
	}
	return f.admitNext()
}

// completeTask completes what the task made: its slice, or those of all members of
// its multi-column step.
func (f *fifo) completeTask(done *fifoTask, c *column) error {
	if c.step < 0 {
		return f.completeSlice(done, c)
	}
	for _, member := range f.steps[c.step].members {
		one := *done
		one.task.Column = member
		if err := f.completeSlice(&one, &f.byColumn[member]); err != nil {
			return err
		}
	}
	return nil
}

// completeSlice completes the slice that a task made.
func (f *fifo) completeSlice(done *fifoTask, c *column) error {
	if done.task.IsColumn() {
		return f.completeColumn(done, c)
	}
	at := model.Cell(done.task.Slice)
	f.paths.finishCell(done.place, at.Column, at.Row, done.start, f.now, f.now-done.start)
	c.cells++
	taken, err := f.feed.CompleteAndTake(at)
	if err != nil {
		return err
	}
	cell, isWoken := taken.Next()
	if taken.IsEmpty() && f.feed.IsEmpty() {
		if isWoken {
			f.wakeCell(done.place, cell)
		}
		return nil
	}
	f.woken = f.woken[:0]
	for ; isWoken; cell, isWoken = taken.Next() {
		f.woken = append(f.woken, frontier.CellRun(cell.Column, cell.RowGroup, cell.Row, 1))
	}
	f.wakeQueued()
	return nil
}

func (f *fifo) completeColumn(done *fifoTask, c *column) error {
	at := &done.task.Slice
	f.paths.finishColumn(done.place, at.Column, done.start, f.now, f.now-done.start)
	size := f.Plan.Size(at.RowGroup)
	c.cells += int64(size)
	if err := f.feed.CompleteColumn(at.Column, at.RowGroup, size); err != nil {
		return err
	}
	f.woken = f.woken[:0]
	f.wakeQueued()
	return nil
}

// wakeCell brings the only cell that a completion has made ready to the gate.
func (f *fifo) wakeCell(place int32, cell model.Cell) {
	c := &f.byColumn[cell.Column]
	if f.limit > 0 || c.step >= 0 || c.slots.free > 0 {
		f.ready(append(f.woken[:0], frontier.CellRun(cell.Column, cell.RowGroup, cell.Row, 1)), f.onReady)
		return
	}
	admitted := f.inFlight[place].admitted
	c.waits[CauseRowGroupAdmission].add(admitted)
	c.waits[CauseInputs].add(f.now - admitted)
	c.waits[CauseModelSlot].add(-f.now)
	f.queues[c.pool].PushCell(cell)
}

// wakeQueued brings all cells that a completion has made ready to the gate, with
// what the feed has queued.
func (f *fifo) wakeQueued() {
	for r, ok := f.feed.Next(math.MaxInt32); ok; r, ok = f.feed.Next(math.MaxInt32) {
		f.woken = append(f.woken, r)
	}
	f.ready(f.woken, f.onReady)
}

// enqueue brings ready tasks to the gate.
func (f *fifo) enqueue(r *frontier.Run) {
	if f.limit == 0 {
		f.arriveAtPool(r)
		return
	}
	if room := f.limit - f.past; room > 0 {
		now := *r
		now.Count = int32(min(int64(r.Count), room))
		r.Row += model.RowIndex(now.Count)
		r.Count -= now.Count
		f.past += int64(now.Count)
		f.arriveAtPool(&now)
	}
	if r.Count == 0 {
		return
	}
	c := &f.byColumn[r.Column]
	f.settle(c.slots)
	c.slots.gated += int64(r.Count)
	c.waits[CauseInFlightCap].subtractTimes(f.now, int64(r.Count))
	f.gate.Push(*r)
}

// pass lets one task through the gate.
func (f *fifo) pass(r frontier.Run) {
	c := &f.byColumn[r.Column]
	f.settle(c.slots)
	c.slots.gated--
	c.waits[CauseInFlightCap].add(f.now)
	f.past++
	place := f.groups.place(r.RowGroup)
	f.paths.addMore(place, r.Column, r.Row, pathMore{cap: f.now - f.paths.ready(place, r.Task(0).Slice)})
	f.arriveAtPool(&r)
}

// arriveAtPool starts tasks in free slots and queues the others. It uses the run up.
func (f *fifo) arriveAtPool(r *frontier.Run) {
	c := &f.byColumn[r.Column]
	for ; r.Count > 0 && c.slots.free > 0; r.Count-- {
		f.occupy(c.slots)
		c.waits[CauseModelSlot].add(-f.now)
		f.start(r.Task(0), f.newFlight())
		r.Row++
	}
	if r.Count > 0 {
		c.waits[CauseModelSlot].subtractTimes(f.now, int64(r.Count))
		f.queues[c.pool].Push(*r)
	}
}

func (f *fifo) newFlight() int32 {
	if n := len(f.free); n > 0 {
		flight := f.free[n-1]
		f.free = f.free[:n-1]
		return flight
	}
	f.running = append(f.running, fifoTask{})
	return int32(len(f.running) - 1)
}

// start puts a task to work in a slot that it holds.
func (f *fifo) start(task model.Task, flight int32) {
	c := &f.byColumn[task.Column]
	c.waits[CauseModelSlot].add(f.now)
	if c.tasks.Executions++; c.tasks.Executions == 1 {
		c.first = f.now
	}
	t := &f.running[flight]
	t.task, t.place, t.start = task, f.groups.place(task.RowGroup), f.now
	f.events.push(after(f.now, f.world.service(c.world, task, 0)), flight)
}

// abandon books what is queued or runs when the build is interrupted.
func (f *fifo) abandon() {
	leave := func(q *frontier.Queue, cause Cause) {
		for r, ok := q.Pop(math.MaxInt32); ok; r, ok = q.Pop(math.MaxInt32) {
			f.byColumn[r.Column].waits[cause].addTimes(f.now, int64(r.Count))
			f.elapsed.addTimes(f.now, int64(r.Count))
		}
	}
	leave(&f.gate, CauseInFlightCap)
	for i := range f.queues {
		leave(&f.queues[i], CauseModelSlot)
	}
	for i := range f.running {
		if !slices.Contains(f.free, int32(i)) {
			c := &f.byColumn[f.running[i].task.Column]
			c.waits[CauseWork].add(f.now - f.running[i].start)
			c.tasks.Cancelled++
			f.elapsed.add(f.now)
		}
	}
}

// after returns the time that lies a duration after another, or the last one
// there is.
func after(now int64, d time.Duration) int64 {
	if at := now + int64(d); at >= now {
		return at
	}
	return 1<<63 - 1
}

func (f *fifo) record(done *fifoTask) {
	trace := model.NewTaskTrace(done.task)
	trace.Dispatched, trace.SlotAcquired = duration64(done.start), duration64(done.start)
	trace.Finish(duration64(f.now), model.TaskResult{Task: done.task, Status: model.TaskOK})
	f.options.Recorder.Task(TaskRecord{
		TaskTrace: trace, Column: f.columns[done.task.Column].name, Ready: duration64(f.paths.ready(done.place, done.task.Slice)),
	})
}
