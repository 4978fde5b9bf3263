package sim

import (
	"cmp"
	"slices"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/model"
)

// columnQueue takes one column after the other, a row group at a time and in it row by
// row (section 13). A column ends with its slowest row; the rows that failed in it are
// dropped then.
type columnQueue struct {
	order   []model.ColumnID // the first member of each step
	at      int
	isBegun bool
	failed  []model.Task
	// completed and errors count within the column. The build gives up at an error
	// that makes them too many, once one more task has been submitted: the
	// submission that was waiting for a slot has passed the check already.
	completed, errors int
	tripped           bool
	grace             int
	contenders        []contender // scratch
	settings          model.Run
}

func newColumnQueue(s *setup) columnQueue {
	return columnQueue{settings: s.Scenario.Run, order: s.columnOrder()}
}

// columnOrder returns the columns as the engine takes them: those of the seed dataset,
// the samplers, and then the others in their topological order among themselves, where
// one that waits for nothing but seeds and samplers is a root (section 13).
func (s *setup) columnOrder() []model.ColumnID {
	all := s.Graph.StepOrder()
	sources := s.sources(all)
	var order []model.ColumnID
	for _, kind := range []string{seedColumn, samplerColumn} {
		for _, id := range all {
			if sources[id] && s.columns[id].kind == kind {
				order = append(order, id)
			}
		}
	}
	others, err := s.without(func(id model.ColumnID) bool { return sources[id] })
	if err != nil {
		return all
	}
	for _, id := range others.StepOrder() {
		whole, _ := s.Graph.ID(others.Name(id))
		order = append(order, whole)
	}
	return order
}

// sources marks the seeds and samplers, but for those that wait for a column that comes after
// them, or that are made by the step of another kind: no config of Data Designer says so.
func (s *setup) sources(order []model.ColumnID) []bool {
	sources := make([]bool, len(s.columns))
	for _, id := range order {
		made, kind := s.columns[id].made, s.columns[id].kind
		isSource := kind == seedColumn || kind == samplerColumn
		for _, member := range made {
			isSource = isSource && s.columns[member].kind == kind
			for up := range s.Graph.Upstream(member).All() {
				isSource = isSource && sources[up] && (kind == samplerColumn || s.columns[up].kind == seedColumn)
			}
		}
		for _, member := range made {
			sources[member] = isSource
		}
	}
	return sources
}

// without returns the graph without its sources.
func (s *setup) without(isSource func(model.ColumnID) bool) (*dag.Graph, error) {
	var b dag.Builder
	for i := range s.columns {
		id, c := model.ColumnID(i), &s.columns[i]
		if isSource(id) {
			continue
		}
		if _, err := b.AddColumn(c.name, s.Graph.Strategy(id)); err != nil {
			return nil, err
		}
		if err := b.SetStep(c.name, s.Graph.Step(id)); err != nil {
			return nil, err
		}
	}
	for _, e := range s.Graph.Edges() {
		if isSource(e.From) {
			continue
		}
		if err := b.AddEdge(s.Graph.Name(e.From), s.Graph.Name(e.To)); err != nil {
			return nil, err
		}
	}
	return b.Build()
}

// note takes note of the end of a task.
func (q *columnQueue) note(ok bool) {
	q.completed++
	if ok {
		return
	}
	q.errors++
	run := &q.settings
	rate := 0.0 // until enough are done; it counts all the same
	if q.completed >= run.ShutdownErrorWindow {
		rate = float64(q.errors) / float64(q.completed)
	}
	if !run.DisableEarlyShutdown && !q.tripped && rate >= run.ShutdownErrorRate {
		q.tripped, q.grace = true, 1
	}
}

// dispatchColumn submits tasks of the column at hand while slots are free, and
// goes on to the next one when it has ended.
func (l *loop) dispatchColumn() error {
	q := &l.column
	for q.at < len(q.order) && l.groups.inUse() {
		id := q.order[q.at]
		if !q.isBegun {
			l.beginColumn(id)
		}
		if err := l.submit(id); err != nil {
			return err
		}
		flow := &l.queue.flows[id]
		if q.tripped && flow.leased == 0 {
			l.stopped = EarlyShutdown
			return nil
		}
		if flow.live > 0 || flow.leased > 0 {
			return nil
		}
		if err := l.endColumn(); err != nil || l.stopped != 0 {
			return err
		}
	}
	q.at = 0
	return nil
}

// awaitsTurn reports whether a column waits for those that come before it.
func (l *loop) awaitsTurn(id model.ColumnID) bool {
	if l.policies.Queue != QueueColumnAtATime {
		return false
	}
	q := &l.column
	return !q.isBegun || q.order[q.at] != id
}

// beginColumn ends what the tasks of a column have waited for so far: the columns that come
// before it, as if those were inputs, and the engine that begins it.
func (l *loop) beginColumn(id model.ColumnID) {
	q, c, flow := &l.column, &l.byColumn[id], &l.queue.flows[id]
	c.waits[CauseInputs].addTimes(l.now, flow.live)
	q.isBegun, q.completed, q.errors = true, 0, 0
	flow.tasks.Sort()
	if !c.isFull {
		cost := int64(l.Scenario.Run.Cost.Column)
		l.now += cost
		c.waits[CauseEngine].addTimes(cost, flow.live)
	}
	l.joinQueue(c, flow.live)
	if flow.live > 0 {
		l.paths.columnBegins(l.groups.place(l.next-1), c.made, l.now)
	}
}

// submit hands tasks of a column to free slots. The threads of those that are submitted
// together compete for the interpreter: which comes first to its request is drawn.
func (l *loop) submit(id model.ColumnID) error {
	q, flow := &l.column, &l.queue.flows[id]
	for l.submits(id) {
		first := len(l.fresh)
		if err := l.fillSlots(id); err != nil {
			return err
		}
		q.compete(l.fresh[first:])
		for _, f := range l.fresh[first:] {
			before := flow.leased
			if err := l.begin(f); err != nil {
				return err
			}
			// A cell that is skipped is not submitted.
			if q.tripped && flow.leased < before {
				q.grace++
			}
			l.write()
		}
	}
	return nil
}

// submits reports whether a column has another task to hand out, and a slot for it.
func (l *loop) submits(id model.ColumnID) bool {
	flow := &l.queue.flows[id]
	return flow.live > 0 && flow.leased < l.columnSlots(id) && !l.column.isShut()
}

// fillSlots gives the free slots of a column to its next tasks, in the order of the rows.
func (l *loop) fillSlots(id model.ColumnID) error {
	flow := &l.queue.flows[id]
	for l.submits(id) {
		r, ok := l.pull(flow)
		if !ok {
			l.queue.deactivate(flow)
			continue
		}
		l.queue.take(flow)
		if err := l.acknowledgeStep(r.Task(0)); err != nil {
			return err
		}
		l.fresh = append(l.fresh, l.board(r.Task(0)))
		if l.column.tripped {
			l.column.grace--
		}
	}
	return nil
}

// isShut reports whether nothing more is submitted.
func (q *columnQueue) isShut() bool { return q.tripped && q.grace == 0 }

// overtaken is by how many places at most a thread gets ahead of those that began with it.
// In the first waves of the reference runs, of 16 threads each, the requests arrive 1.3 places
// from the order of the rows in the mean; with 7 places it is 1.4.
const overtaken = 7

// contender is a thread that began with others.
type contender struct {
	flight *flight
	turn   float64
}

// compete puts threads that begin at the same time into the order in which they come to
// their first request: a thread overtakes those less than a drawn number of places before it.
func (q *columnQueue) compete(threads []*flight) {
	if len(threads) < 2 {
		return
	}
	q.contenders = q.contenders[:0]
	for at, f := range threads {
		late := unit(f.column.world.turnKey.random(f.task.RowGroup, f.task.Row, 0))
		q.contenders = append(q.contenders, contender{f, float64(at) + float64(overtaken*late)})
	}
	slices.SortStableFunc(q.contenders, func(a, b contender) int { return cmp.Compare(a.turn, b.turn) })
	for at := range q.contenders {
		threads[at] = q.contenders[at].flight
	}
}

func (l *loop) columnSlots(id model.ColumnID) int {
	c := &l.columns[id]
	switch {
	case c.isFull:
		return 1
	case c.alias != noModel && c.kind != customColumn:
		return l.Scenario.Models[c.alias].MaxParallelRequests
	default:
		return l.Scenario.Run.Workers
	}
}

// failColumn ends the build with a full column that is in trouble when the rows that
// failed in the column at hand are dropped: one that failed, or one that comes later and
// finds no row, and so none of the columns that it needs.
func (l *loop) failColumn() {
	q := &l.column
	if len(q.failed) > 0 && q.failed[0].IsColumn() {
		l.raise(q.failed[0].Column, "it failed")
		return
	}
	g := &l.inFlight[l.groups.place(l.next-1)]
	isFull := func(id model.ColumnID) bool { return l.columns[id].isFull }
	if g.size == 0 || int(g.dropped)+len(q.failed) < int(g.size) {
		return
	}
	if at := slices.IndexFunc(q.order[q.at+1:], isFull); at >= 0 {
		l.raise(q.order[q.at+1+at], "no row was left for it")
	}
}

// raise ends the build with a full column.
func (l *loop) raise(id model.ColumnID, why string) {
	l.stopped = ColumnFailed
	l.warn("column " + l.columns[id].name + " ended the build: " + why + ", which the sync engine takes for a failure of the whole")
}

// endColumn drops the rows that failed.
func (l *loop) endColumn() error {
	q := &l.column
	if l.failColumn(); l.stopped != 0 {
		return nil
	}
	for _, task := range q.failed {
		if err := l.giveUp(task); err != nil {
			return err
		}
	}
	q.failed = q.failed[:0]
	q.at++
	q.isBegun = false
	return nil
}
