package sim

import "github.com/dagplan/dagplan/pkg/model"

// columnQueue takes one column after the other, in topological order, a row
// group at a time (section 13). A column ends with its slowest row; the rows that
// failed in it are dropped then.
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
	settings          model.Run
}

func newColumnQueue(s *setup) columnQueue {
	return columnQueue{settings: s.Scenario.Run, order: s.Graph.StepOrder()}
}

// note takes note of the end of a task.
func (q *columnQueue) note(ok bool) {
	q.completed++
	if ok {
		return
	}
	q.errors++
	run := &q.settings
	if !run.DisableEarlyShutdown && !q.tripped && q.completed >= run.ShutdownErrorWindow &&
		float64(q.errors)/float64(q.completed) >= run.ShutdownErrorRate {
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
			q.isBegun, q.completed, q.errors = true, 0, 0
			if !l.columns[id].isFull {
				l.now += int64(l.Scenario.Run.Cost.Column)
			}
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
		if err := l.endColumn(); err != nil {
			return err
		}
	}
	q.at = 0
	return nil
}

// submit hands tasks of a column to free slots, each of which begins at once.
func (l *loop) submit(id model.ColumnID) error {
	flow := &l.queue.flows[id]
	for flow.live > 0 && flow.leased < l.columnSlots(id) {
		if l.column.tripped {
			if l.column.grace == 0 {
				return nil
			}
			l.column.grace--
		}
		r, ok := l.pull(flow)
		if !ok {
			l.queue.deactivate(flow)
			continue
		}
		l.queue.take(flow)
		if err := l.begin(l.board(r.Task(0))); err != nil {
			return err
		}
		l.write()
	}
	return nil
}

func (l *loop) columnSlots(id model.ColumnID) int {
	c := &l.columns[id]
	switch {
	case c.isFull:
		return 1
	case c.alias != noModel:
		return l.Scenario.Models[c.alias].MaxParallelRequests
	default:
		return l.Scenario.Run.Workers
	}
}

// endColumn drops the rows that failed.
func (l *loop) endColumn() error {
	q := &l.column
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
