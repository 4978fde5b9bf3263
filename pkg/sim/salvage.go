package sim

import (
	"slices"
	"time"

	"github.com/dagplan/dagplan/pkg/frontier"
	"github.com/dagplan/dagplan/pkg/model"
)

// salvageRounds is how often a task that failed is tried again, and
// salvagePause the shortest wait between salvages of tasks that were rate
// limited (section 9).
const (
	salvageRounds = 2
	salvagePause  = 50 * time.Millisecond
)

// maxBarren is after how many salvages in a row in which no task ended, and only hopeless
// ones are put aside, a build is called never ending.
const maxBarren = 1000

// salvage tries again what failed: when a row group has tasks that failed and
// nothing in flight, they are queued again, and everything is run until nothing
// is queued or in flight. Row groups are finished between the rounds; those admitted
// in their place come in after the next dispatch.
type salvage struct {
	isDraining bool
	isWaiting  bool
	round      int
	// isFresh is true of a round that has dispatched nothing yet, isBetween while row
	// groups are finished between two rounds.
	isFresh, isBetween bool
	// isEnding is true while a round ends: the row groups that are finished then may have
	// been complete for long.
	isEnding bool
	// deferred are the tasks that failed, others those of row groups that were
	// not stalled when the salvage began.
	deferred, others []*retryState
	stalled          []model.RowGroupIndex
	// barren counts the salvages in a row in which no task ended; ended are those
	// that have so far.
	barren int
	ended  int64
}

// isIdle reports whether a pass dispatches nothing. The engine sleeps out the pause
// between two salvages. In a round it looks at the queue at the start, and when a
// task has ended by its answer: what else gives it something to do, a cell that is
// skipped or a row group that is admitted between two rounds, sets a signal that it
// clears unseen (section 9).
func (s *salvage) isIdle(l *loop) bool {
	isFresh := s.isFresh
	s.isFresh = false
	if l.flights.live == 0 {
		return s.isWaiting
	}
	return s.isDraining && !isFresh && !l.landed
}

// putAside ends an execution that failed but may be tried again.
func (l *loop) putAside(f *flight) error {
	if l.policies.Retry != RetryInRounds {
		return l.fail(f)
	}
	l.land(f, model.TaskDeferred)
	state := f.before
	if state == nil {
		state = &retryState{}
		if n := len(l.unused); n > 0 {
			state, l.unused = l.unused[n-1], l.unused[:n-1]
		}
		*state = retryState{task: f.task, start: f.dispatched}
		l.retries[f.task.Slice] = state
	}
	state.attempt, state.rejections, state.failed, state.isCalled = f.attempt, f.rejections, f.failed, f.isCalled
	state.executions++
	state.work += f.work
	state.more.cooldown += f.cooldown
	state.more.backOff += f.backOff
	state.more.slot += f.held
	state.since = l.now
	l.inFlight[f.place].deferred++
	l.salvage.deferred = append(l.salvage.deferred, state)
	return nil
}

// settleGroups ends a pass: it finishes row groups, admits others, and begins,
// continues or ends a salvage.
func (l *loop) settleGroups() error {
	if l.salvage.isDraining {
		if l.queue.queued > 0 || l.flights.live > 0 {
			l.busy = l.busy || l.flights.live == 0
			return nil
		}
		return l.endRound()
	}
	if err := l.checkpoint(); err != nil {
		return err
	}
	return l.beginSalvage()
}

// beginSalvage starts a salvage where a row group is stalled.
func (l *loop) beginSalvage() error {
	s := &l.salvage
	if len(s.deferred) == 0 || s.isWaiting || s.isDraining || !slices.ContainsFunc(l.inFlight, groupState.isStalled) {
		return nil
	}
	s.stalled, s.others = s.stalled[:0], s.others[:0]
	rest := s.deferred[:0]
	for _, state := range s.deferred {
		if l.inFlight[l.groups.place(state.task.RowGroup)].isStalled() {
			rest = append(rest, state)
		} else {
			s.others = append(s.others, state)
		}
	}
	for _, state := range rest {
		if group := state.task.RowGroup; !slices.Contains(s.stalled, group) {
			s.stalled = append(s.stalled, group)
		}
	}
	s.deferred, s.isDraining, s.round = rest, true, 0
	return l.beginRound()
}

// isStalled reports whether a row group has tasks that failed and nothing in flight.
func (g groupState) isStalled() bool { return g.deferred > 0 && g.running == 0 }

// beginRound queues what failed again.
func (l *loop) beginRound() error {
	s := &l.salvage
	s.round++
	s.isFresh = true
	again := s.deferred
	s.deferred = nil
	for _, state := range again {
		if err := l.queueAgain(state); err != nil {
			return err
		}
	}
	l.busy = true
	return nil
}

// queueAgain makes a task that failed ready again; one whose row was dropped
// meanwhile is void.
func (l *loop) queueAgain(state *retryState) error {
	at := state.task
	l.inFlight[l.groups.place(at.RowGroup)].deferred--
	l.byColumn[at.Column].waits[CauseSalvage].add(l.now - state.since)
	l.followOn(state)
	if err := l.releaseTask(at); err != nil {
		return err
	}
	state.queued = l.now
	again := frontier.RunOf(at)
	l.enqueue(&again)
	if !at.IsColumn() && l.tracker.IsDropped(at.RowGroup, at.Row) {
		l.leaveVoid(again)
	}
	return nil
}

// followOn extends what the path goes through by the time for which a task was put aside.
// Where another task of its row group has ended meanwhile, the path goes on with that
// one: it is what the row group, and so this task, has waited for.
func (l *loop) followOn(state *retryState) {
	g := &l.paths.place[l.groups.place(state.task.RowGroup)]
	if g.latestAt <= state.since {
		state.more.salvage += l.now - state.since
		return
	}
	state.start, state.spent, state.work = notDispatched, state.spent+state.work, 0
	state.more = pathMore{after: g.latest, at: l.now}
}

// notDispatched is the start of a task that was not dispatched again yet.
const notDispatched = -1

// forgetRetry books a task that was put aside and is not tried again.
func (l *loop) forgetRetry(state *retryState) {
	l.bookEnd(&flight{task: state.task, column: &l.byColumn[state.task.Column], before: state}, model.TaskCancelled)
}

// endRound ends a round of a salvage in which everything was run.
func (l *loop) endRound() error {
	s := &l.salvage
	before := l.next
	s.isEnding = true
	defer func() { s.isEnding = false }()
	s.isBetween = true
	err := l.checkpoint()
	if s.isBetween = false; err != nil {
		return err
	}
	if len(s.deferred) > 0 && s.round < salvageRounds {
		return l.beginRound()
	}
	s.isDraining = false
	if err := l.admitVacant(); err != nil {
		return err
	}
	keep := append([]*retryState(nil), s.others...)
	for _, state := range s.deferred {
		if state.failed == model.RateLimited || !slices.Contains(s.stalled, state.task.RowGroup) {
			keep = append(keep, state)
			continue
		}
		if err := l.exhaust(state); err != nil {
			return err
		}
	}
	s.deferred, s.others = keep, s.others[:0]
	if err := l.checkpoint(); err != nil {
		return err
	}
	if len(s.deferred) > 0 && l.flights.live == 0 && l.next == before {
		l.pause()
	}
	l.countBarren()
	l.busy = true
	return nil
}

// countBarren ends a build in which nothing is left but hopeless tasks that are put aside
// time after time. What a server refuses by its limits alone, it lets through some time.
func (l *loop) countBarren() {
	s := &l.salvage
	hasHope := func(state *retryState) bool { return !l.world.isHopeless(state.task) }
	if len(s.deferred) == 0 || l.tasks != s.ended || slices.ContainsFunc(s.deferred, hasHope) {
		s.barren, s.ended = 0, l.tasks
		return
	}
	if s.barren++; s.barren > maxBarren {
		l.stopped = NeverEnding
	}
}

// exhaust gives up a task that failed in every round.
func (l *loop) exhaust(state *retryState) error {
	task := state.task
	place := l.groups.place(task.RowGroup)
	l.inFlight[place].deferred--
	c := &l.byColumn[task.Column]
	c.waits[CauseSalvage].add(l.now - state.since)
	f := &flight{task: task, place: place, column: c, dispatched: l.now, before: state}
	if l.followOn(state); state.start != notDispatched {
		l.stampAny(f, false)
	}
	l.bookEnd(f, model.TaskFailed)
	return l.giveUp(task)
}

// pause waits before the next salvage of tasks that were rate limited: for the
// first cooldown of a model whose slots they hold. A row group that was admitted
// meanwhile cuts the pause short.
func (l *loop) pause() {
	wait := int64(0)
	for _, state := range l.salvage.deferred {
		c := &l.byColumn[state.task.Column]
		if state.failed != model.RateLimited || !c.leases {
			continue
		}
		if left := c.limit.blocked - l.now; left > 0 && (wait == 0 || left < wait) {
			wait = left
		}
	}
	l.salvage.isWaiting = true
	l.events.push(l.now+max(wait, int64(salvagePause)), l.salvageTimer())
}

// checkpoint finishes the row groups that are complete and admits others in
// their place.
func (l *loop) checkpoint() error {
	for i := 0; i < len(l.quiet); i++ { //nolint:intrange // finishing a group may add to the list
		group := l.quiet[i]
		if !l.groups.holds(group) || l.inFlight[l.groups.place(group)].running > 0 || !l.tracker.IsRowGroupComplete(group) {
			continue
		}
		if err := l.finishGroup(group); err != nil {
			return err
		}
	}
	l.quiet = l.quiet[:0]
	return nil
}

func (l *loop) finishGroup(group model.RowGroupIndex) error {
	place := l.groups.place(group)
	if l.inFlight[place].deferred > 0 {
		if err := l.forgetDeferred(group); err != nil {
			return err
		}
		l.inFlight[place].deferred = 0
	}
	l.abandonReady(group)
	l.discardVoid(&l.inFlight[place])
	if g := &l.inFlight[place]; g.dropped == g.size {
		l.forgo(group, model.AllRows)
	}
	if g := &l.inFlight[place]; g.dropped < g.size || g.size == 0 {
		l.now += int64(l.Scenario.Run.Cost.Checkpoint)
	}
	cause := CauseEngine
	if l.salvage.isEnding {
		cause = CauseSalvage
	}
	if err := l.release(group, cause); err != nil {
		return err
	}
	l.busy = true
	l.vacant++
	if l.salvage.isBetween {
		return nil
	}
	return l.admitVacant()
}

// admitVacant admits row groups in place of those that were finished.
func (l *loop) admitVacant() error {
	for ; l.vacant > 0; l.vacant-- {
		if err := l.admitNext(); err != nil {
			return err
		}
	}
	return nil
}

// forgetDeferred drops what was put aside of a row group all of whose rows are
// complete or dropped.
func (l *loop) forgetDeferred(group model.RowGroupIndex) error {
	var err error
	if l.salvage.deferred, err = l.forgetOf(l.salvage.deferred, group); err != nil {
		return err
	}
	l.salvage.others, err = l.forgetOf(l.salvage.others, group)
	return err
}

// forgetOf drops the tasks of a row group from a list.
func (l *loop) forgetOf(list []*retryState, group model.RowGroupIndex) ([]*retryState, error) {
	keep := list[:0]
	for _, state := range list {
		if state.task.RowGroup != group {
			keep = append(keep, state)
			continue
		}
		if err := l.releaseTask(state.task); err != nil {
			return nil, err
		}
		if task := state.task; task.IsColumn() {
			g := &l.inFlight[l.groups.place(group)]
			g.failed = append(g.failed, task.Column)
		}
		l.byColumn[state.task.Column].waits[CauseSalvage].add(l.now - state.since)
		l.forgetRetry(state)
	}
	return keep, nil
}

// abandonReady takes the tasks of full columns out of the queue that are ready
// over rows that have all been dropped.
func (l *loop) abandonReady(group model.RowGroupIndex) {
	failed := l.inFlight[l.groups.place(group)].failed
	for task := range l.tracker.Ready(group) {
		if !slices.Contains(failed, task.Column) {
			l.withdraw(frontier.RunOf(task))
		}
	}
}
