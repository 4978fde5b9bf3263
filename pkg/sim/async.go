package sim

import (
	"errors"
	"fmt"

	"github.com/dagplan/dagplan/pkg/frontier"
	"github.com/dagplan/dagplan/pkg/model"
)

// loop simulates an engine that handles what happens in passes: it takes the
// answers that have arrived, finishes row groups and admits others, dispatches
// what has become possible, and writes the requests of all of that together.
type loop struct {
	machine
	policies Policies
	batch    int
	queue    *fairQueue
	flights  flights
	known    []bool          // by alias: it is registered
	started  []bool          // by alias: the client exists
	timers   []*requestLimit // by the subject of its timer
	threads  int             // free
	seeding  bool            // a task of the seed dataset runs
	threaded line            // that wait for a thread
	// sending are the flights whose request is written at the end of the pass, granted
	// those that had to wait for leave: they wake up after the others.
	sending, granted []*flight
	fresh            []*flight // dispatched in this pass
	quiet            []model.RowGroupIndex
	vacant           int // row groups that may be admitted in place of finished ones
	skips            skipBits
	retries          map[model.Slice]*retryState
	unused           []*retryState
	salvage          salvage
	column           columnQueue
	window           errorWindow
	isFull           bool // max_in_flight_tasks is reached, and tasks wait for it
	busy             bool // something to do without waiting for an event
	isSalvaging      bool // a salvage is under way
	hasHeld          bool // a clock of a pool has run
	landed           bool // a task ended in this pass
	mayBeVoid        bool // a row was dropped in this pass, or a void cell left its queue
	hasSent          bool // any request
	slots            slotTable
	onReady          func(*frontier.Run)
}

func newLoop(m *machine) *loop {
	run := &m.Scenario.Run
	timers := m.newLimits()
	l := &loop{
		timers: timers, flights: newFlights(len(timers) + 1),
		machine: *m, policies: PoliciesOf(m.Engine), queue: newFairQueue(m),
		known: make([]bool, len(m.Scenario.Models)), started: make([]bool, len(m.Scenario.Models)), threads: m.pools[m.workers()].slots,
		retries: make(map[model.Slice]*retryState), skips: newSkipBits(m.setup),
		window: newErrorWindow(run, m.planned), column: newColumnQueue(m.setup),
	}
	l.batch = l.policies.answersPerPass(run)
	for i := range m.byPool[:m.workers()] {
		p := &m.byPool[i]
		p.server = newServer(m.serverOf(p.poolSetup), p.most)
	}
	l.onReady, l.paths.byPool = l.enqueue, l.byPool
	return l
}

// run simulates the build to its end, until the engine gives up, or until the
// context is cancelled.
func (l *loop) run() error {
	l.checkHealth()
	for range l.concurrentGroups() {
		if err := l.admitNext(); err != nil {
			return err
		}
	}
	l.busy = true
	for idle := 0; l.stopped == 0 && (l.busy || l.events.len() > 0); idle++ {
		before := l.handled
		if err := l.pass(); err != nil {
			return err
		}
		l.noteSalvage()
		if l.handled > before || len(l.fresh) > 0 {
			idle = 0
		}
		if idle > maxIdle {
			break
		}
	}
	if l.stopped != 0 {
		l.abandon()
	} else if l.finished < l.Plan.Len() {
		return fmt.Errorf("the simulation came to a halt with %d of %d row groups finished", l.finished, l.Plan.Len())
	}
	for i := range l.byPool[:l.workers()] {
		p := &l.byPool[i]
		p.peak = p.server.peak
		for _, r := range p.requests.limits {
			p.lowest = min(p.lowest, r.lowest)
		}
	}
	return nil
}

// concurrentGroups is how many row groups are admitted at once.
func (m *machine) concurrentGroups() int {
	return min(m.Scenario.Run.RowGroupsOf(m.Engine), m.Plan.Len())
}

// admitNext admits the next row group and queues its roots, unless the engine
// gives up.
func (l *loop) admitNext() error {
	if l.window.tripped {
		return nil
	}
	runs, admitted, err := l.admit()
	if err != nil || !admitted {
		return err
	}
	group := l.next - 1
	l.skips.clear(l.groups.place(group))
	l.ready(runs, l.onReady)
	if l.tracker.IsRowGroupComplete(group) {
		l.quiet = append(l.quiet, group)
	}
	return nil
}

func (l *loop) enqueue(r *frontier.Run) {
	c := &l.byColumn[r.Column]
	if l.awaitsTurn(r.Column) {
		c.waits[CauseInputs].subtractTimes(l.now, int64(r.Count))
	} else {
		l.joinQueue(c, int64(r.Count))
	}
	l.queue.push(r)
}

// maxIdle is after how many passes in a row that handle nothing and dispatch nothing a
// simulation is called halted. A build has a few between the rounds of a salvage.
const maxIdle = 100000

// maxNow is where a simulation gives up: 73 years, so that the clock can still add
// what one pass takes.
const maxNow = 1 << 61

func tooLong() error {
	return errors.New("the build takes more than 73 years: look at its latencies, timeouts and waits")
}

// pass is one turn of the loop.
func (l *loop) pass() error {
	if !l.busy {
		l.now = max(l.now, l.events.first())
	}
	if l.now > maxNow {
		return tooLong()
	}
	l.busy, l.landed, l.mayBeVoid = false, false, false
	l.fresh = l.fresh[:0]
	start := l.now
	if l.policies.Loop == LoopBatched {
		l.now += int64(l.Scenario.Run.Cost.Pass)
	}
	if err := l.takeAnswers(start); err != nil || l.stopped != 0 {
		return err
	}
	if l.isClosing() {
		if err := l.windDown(); err != nil || l.stopped != 0 {
			return err
		}
		l.write()
		return nil
	}
	if !l.salvage.isIdle(l) {
		if err := l.dispatch(); err != nil || l.stopped != 0 {
			return err
		}
		if err := l.admitVacant(); err != nil {
			return err
		}
	}
	l.write()
	return l.settleGroups()
}

// takeAnswers handles what has happened by the start of the pass, as much as one
// pass takes. The engine notices at once that it has to give up, with other answers
// still to come.
func (l *loop) takeAnswers(start int64) error {
	isClosing := l.isClosing()
	for n := 0; n < l.batch && l.events.len() > 0 && l.events.first() <= start; n++ {
		if l.interrupted() {
			return nil
		}
		if err := l.handle(l.events.pop()); err != nil {
			return err
		}
		if l.isClosing() != isClosing {
			return nil
		}
	}
	return nil
}

// handle takes one event.
func (l *loop) handle(e event) error {
	subject := e.subject()
	switch {
	case int(subject) < len(l.timers):
		l.timers[subject].isTimed = false
		l.grant(l.timers[subject])
		return nil
	case subject == l.salvageTimer():
		l.salvage.isWaiting = false
		return nil
	}
	f := l.flights.list[subject]
	switch f.stage {
	case stageSent:
		if err := l.answer(f, e.at); err != nil {
			return err
		}
		if l.threaded.len() > 0 {
			l.startThreads(l.now)
		}
		return nil
	case stageCalling:
		l.call(f)
		return nil
	case stageBridging:
		l.bridge(f)
		return nil
	case stageBackOff:
		f.backOff += e.at - f.since
		l.request(f)
		return nil
	default:
		return l.finishThread(f, e.at)
	}
}

// salvageTimer is the number of the timer that ends a pause of the salvage. Those
// before it are of the limits.
func (l *loop) salvageTimer() int32 { return int32(len(l.timers)) }
