package sim

import (
	"context"
	"math"

	"github.com/dagplan/dagplan/pkg/frontier"
	"github.com/dagplan/dagplan/pkg/model"
)

// machine is what every engine's simulation has: the tracker that says what is
// ready, the clock, the row groups in flight, and the books.
type machine struct {
	*setup
	world    *world
	tracker  *frontier.Tracker
	now      int64
	events   eventTree
	handled  int64 // events
	groups   groupTable
	inFlight []groupState // by place
	next     model.RowGroupIndex
	finished int
	byColumn []column
	byPool   []pool
	elapsed  sum // of all tasks, from the start to their end
	paths    *paths
	rows     Rows
	requests Requests
	times    []RowGroupTime
	options  Options
	ctx      context.Context
	stopped  Stop
	warnings []string
	tasks    int64 // done or given up
	planned  int64
}

// groupState is a row group in flight.
type groupState struct {
	group    model.RowGroupIndex
	size     int32
	admitted int64
	left     int64 // tasks that are not done, for the engine in which no row is dropped
	running  int32 // tasks dispatched and not done
	deferred int32 // tasks that failed and will be tried again
	dropped  int32
	*groupLists
}

// groupLists is what a row group has a list of. It lies apart: the rest is looked at for
// each task.
type groupLists struct {
	// arrived counts, by step and row, the members of a multi-column step that are
	// ready.
	arrived []int32
	// failed are the full columns whose task was given up: the tracker has it as
	// ready, but it is not queued.
	failed []model.ColumnID
	// void counts, by column, the cells of dropped rows that are queued; it is empty
	// until there is one.
	void []int64
}

// column is a column in one simulation: what it was resolved to, what is drawn for
// it, and its sums.
type column struct {
	*columnSetup
	id          model.ColumnID
	world       *columnWorld
	slots       *pool // that its task takes
	limit       *requestLimit
	waits       [causeCount + 1]sum
	tasks       Tasks
	cells       int64
	calls       int64
	attempts    int64
	first, last int64
	// input and output are tokens.
	input, output float64
	cooled        sum // of the waits for cooldowns, those in a slot
}

// pool is a pool in one simulation: its limits, and its sums.
type pool struct {
	*poolSetup
	index    int
	requests requestCap
	server   server
	free     int
	used     int
	peak     int
	since    int64 // the time up to which the sums are
	left     int64 // tasks of admitted row groups that are not done
	gated    int64 // tasks that wait for the in-flight cap
	busy     sum
	idle     [causeCount + 1]sum
	calls    int64
	attempts int64
	ok       int64
	limited  int64
	garbled  int64
	failed   int64
	input    float64
	output   float64
	lowest   int
	holds    holds
}

// maxRowGroupTimes bounds [RowGroups.Times].
const maxRowGroupTimes = 10000

// checkEvery is after how many events a simulation looks at its context.
const checkEvery = 1 << 14

func newMachine(ctx context.Context, s *setup, seed uint64, o Options) (*machine, error) {
	tracker, err := frontier.New(s.Graph, s.Plan)
	if err != nil {
		return nil, err
	}
	m := &machine{
		setup: s, world: s.newWorld(seed), events: newEventTree(), tracker: tracker, options: o, ctx: ctx,
		byColumn: make([]column, len(s.columns)), byPool: make([]pool, len(s.pools)),
		paths: newPaths(s, s.Scenario.Run.RowGroupsOf(s.Engine)),
	}
	m.rows.Asked = s.Plan.Records()
	for i := range m.byPool {
		p := &s.pools[i]
		m.byPool[i] = pool{poolSetup: p, index: i, free: p.slots, lowest: p.slots}
	}
	for i := range m.byColumn {
		c, id := &s.columns[i], model.ColumnID(i)
		m.byColumn[i] = column{columnSetup: c, id: id, world: &m.world.columns[i], slots: &m.byPool[c.pool], first: math.MaxInt64}
		m.byColumn[i].tasks.Planned = m.plannedTasks(id)
		m.planned += m.byColumn[i].tasks.Planned
	}
	m.warnUnknownLatencies()
	m.warnUnheard()
	return m, nil
}

// plannedTasks counts the tasks of a column; those of a multi-column step count
// under its first column.
func (m *machine) plannedTasks(id model.ColumnID) int64 {
	c := &m.columns[id]
	switch {
	case !m.leads(id):
		return 0
	case c.isFull:
		return int64(m.Plan.Len())
	default:
		return m.Plan.Records()
	}
}

// leads reports whether a column's task is its own, or that of the step whose
// first member it is.
func (s *setup) leads(id model.ColumnID) bool {
	step := s.columns[id].step
	return step < 0 || s.steps[step].members[0] == id
}

// admit seeds the next row group and returns what became ready, or false where
// all have been admitted.
func (m *machine) admit() ([]frontier.Run, bool, error) {
	if int(m.next) >= m.Plan.Len() {
		return nil, false, nil
	}
	// What has been idle since was idle for want of this row group.
	for i := 0; m.next > 0 && i < len(m.byPool); i++ {
		m.settle(&m.byPool[i])
	}
	group, size := m.next, m.Plan.Size(m.next)
	m.next++
	place := m.groups.admit(group)
	for int(place) >= len(m.inFlight) {
		m.inFlight = append(m.inFlight, groupState{groupLists: &groupLists{}})
	}
	g := &m.inFlight[place]
	*g = groupState{group: group, size: int32(size), admitted: m.now, groupLists: g.groupLists}
	g.failed, g.void = g.failed[:0], g.void[:0]
	if len(m.steps) > 0 {
		if need := len(m.steps) * max(1, m.Plan.MaxSize()); len(g.arrived) < need {
			g.arrived = make([]int32, need)
		}
		clear(g.arrived)
	}
	for i := range m.byColumn {
		c := &m.byColumn[i]
		if !m.leads(c.id) {
			continue
		}
		n := int64(1)
		if !c.isFull {
			n = int64(size)
		}
		g.left += n
		m.settle(c.slots)
		c.slots.left += n
	}
	m.paths.admit(place, group, size, m.now, m.paths.handOver())
	delta, err := m.tracker.Seed(group, size)
	return delta.Ready, true, err
}

// release forgets a row group that is finished; cause is why it was not when its last task
// was done.
func (m *machine) release(group model.RowGroupIndex, cause Cause) error {
	place := m.groups.place(group)
	g := &m.inFlight[place]
	m.paths.finish(place, m.now, cause)
	m.finished++
	m.rows.Dropped += int64(g.dropped)
	m.rows.Out += int64(g.size - g.dropped)
	if len(m.times) < maxRowGroupTimes {
		m.times = append(m.times, RowGroupTime{
			RowGroup: group, Admitted: duration64(g.admitted), Finished: duration64(m.now), Rows: int(g.size), Dropped: int(g.dropped),
		})
	}
	m.groups.release(group)
	_, err := m.tracker.Compact(group)
	return err
}

// ready hands the tasks that became ready to queue. Of a multi-column step only
// the task of its first member is queued, when the last member is ready.
func (m *machine) ready(runs []frontier.Run, queue func(*frontier.Run)) {
	m.sortRuns(runs)
	for at := range runs {
		r := &runs[at]
		c := &m.columns[r.Column]
		if c.step < 0 {
			m.noteReady(r)
			queue(r)
			continue
		}
		for i := range int(r.Count) {
			if one := frontier.RunOf(r.Task(i)); m.arrive(&one, c.step) {
				m.noteReady(&one)
				queue(&one)
			}
		}
	}
}

// sortRuns orders runs by column: by id, or by name for the engines that go by
// names. There are seldom more than two.
func (m *machine) sortRuns(runs []frontier.Run) {
	for i := 1; i < len(runs); i++ {
		for at := i; at > 0 && m.rank(runs[at].Column) < m.rank(runs[at-1].Column); at-- {
			runs[at], runs[at-1] = runs[at-1], runs[at]
		}
	}
}

func (m *machine) rank(id model.ColumnID) int {
	if m.Engine == model.FIFO {
		return int(id)
	}
	return m.columns[id].rank
}

func (m *machine) noteReady(r *frontier.Run) {
	place := m.groups.place(r.RowGroup)
	if r.IsColumn() {
		m.paths.columnReady(place, r.Column, m.now)
	}
	admitted := m.inFlight[place].admitted
	waits := &m.byColumn[r.Column].waits
	waits[CauseRowGroupAdmission].addTimes(admitted, int64(r.Count))
	waits[CauseInputs].addTimes(m.now-admitted, int64(r.Count))
}

// arrive counts the members of a step that are ready in a row, and turns the
// last one into the first member's task.
func (m *machine) arrive(r *frontier.Run, step int) bool {
	members := m.steps[step].members
	g := &m.inFlight[m.groups.place(r.RowGroup)]
	at := &g.arrived[step*max(1, m.Plan.MaxSize())+max(0, int(r.Row))]
	if *at++; int(*at) < len(members) {
		return false
	}
	r.Column = members[0]
	r.Type = m.columns[r.Column].taskType()
	return true
}

// settle brings the sums of a pool up to the present. It must be called before
// anything that they depend on changes.
func (m *machine) settle(p *pool) {
	if p.since != m.now {
		m.settleUntilNow(p)
	}
}

func (m *machine) settleUntilNow(p *pool) {
	span := m.now - p.since
	p.since = m.now
	p.busy.addTimes(span, int64(p.used))
	if p.free > 0 {
		p.idle[m.idleCause(p)].addTimes(span, int64(p.free))
	}
}

// idleCause says why a free slot of a pool has no task.
func (m *machine) idleCause(p *pool) Cause {
	switch {
	case p.requests.cooling:
		return CauseCooldown
	case p.gated > 0:
		return CauseInFlightCap
	case p.left > int64(p.used):
		return CauseInputs
	case int(m.next) < m.Plan.Len():
		return CauseRowGroupAdmission
	default:
		return CauseWork
	}
}

// occupy takes a slot of a pool.
func (m *machine) occupy(p *pool) {
	m.settle(p)
	p.free--
	p.used++
	p.peak = max(p.peak, p.used)
}

// vacate gives a slot of a pool back.
func (m *machine) vacate(p *pool) {
	m.settle(p)
	p.free++
	p.used--
}

// interrupted looks at the context every so many events, and reports progress.
func (m *machine) interrupted() bool {
	m.handled++
	return m.handled%checkEvery == 0 && m.look()
}

// look is what [machine.interrupted] does now and then.
func (m *machine) look() bool {
	if m.ctx.Err() != nil {
		m.stopped = Interrupted
		return true
	}
	if m.options.Progress != nil {
		m.options.Progress(Progress{Tasks: m.tasks, Planned: m.planned, Events: m.handled, Now: duration64(m.now)})
	}
	return false
}
