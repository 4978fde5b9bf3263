package frontier_test

import (
	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/frontier"
	"github.com/dagplan/dagplan/pkg/model"
)

// oracle is the plain definition of a tracker: sets of what happened, from which
// it works out every answer anew.
type oracle struct {
	graph  *dag.Graph
	plan   model.RowGroupPlan
	groups []oracleGroup
}

type oracleGroup struct {
	admitted, compacted, seeded bool
	// opened are the roots that were seeded.
	opened map[model.ColumnID]bool
	// done and flight are cells, and column slices of full columns.
	done, flight map[model.Slice]bool
	dropped      map[model.RowIndex]bool
}

func newOracle(g *dag.Graph, plan model.RowGroupPlan) *oracle {
	return &oracle{graph: g, plan: plan, groups: make([]oracleGroup, plan.Len())}
}

func (o *oracle) isFull(id model.ColumnID) bool { return o.graph.Strategy(id) == model.FullColumn }
func (o *oracle) isRoot(id model.ColumnID) bool { return o.graph.Upstream(id).Len() == 0 }

func (o *oracle) knows(id model.ColumnID) bool { return id >= 0 && int(id) < o.graph.Len() }

func (o *oracle) has(group model.RowGroupIndex, row model.RowIndex) bool {
	return row >= 0 && int(row) < o.plan.Size(group)
}

// columnIsDone reports whether a column is complete: what waits for the whole of
// it may start.
func (o *oracle) columnIsDone(id model.ColumnID, group model.RowGroupIndex) bool {
	g := &o.groups[group]
	if o.isFull(id) {
		return g.done[model.ColumnSlice(id, group)]
	}
	for row := range model.RowIndex(o.plan.Size(group)) {
		if !g.dropped[row] && !g.done[model.Slice{Column: id, RowGroup: group, Row: row}] {
			return false
		}
	}
	return true
}

// hasInputs reports whether a task may start, leaving its own state aside.
func (o *oracle) hasInputs(at model.Slice) bool {
	g := &o.groups[at.RowGroup]
	if o.isRoot(at.Column) {
		return g.opened[at.Column]
	}
	for up := range o.graph.Upstream(at.Column).All() {
		whole := at.IsColumn() || o.isFull(up)
		// A row group without rows starts by being seeded.
		if whole && (!o.columnIsDone(up, at.RowGroup) || !g.seeded && o.plan.Size(at.RowGroup) == 0) {
			return false
		}
		if !whole && !g.done[model.Slice{Column: up, RowGroup: at.RowGroup, Row: at.Row}] {
			return false
		}
	}
	return true
}

// status is StatusOf.
func (o *oracle) status(at model.Slice) frontier.Status {
	if !o.knows(at.Column) || !o.plan.Contains(at.RowGroup) || at.Row != model.AllRows && !o.has(at.RowGroup, at.Row) {
		return 0
	}
	g := &o.groups[at.RowGroup]
	isFull := o.isFull(at.Column)
	switch {
	case g.compacted && !isFull && !at.IsColumn() && g.dropped[at.Row]:
		return frontier.GivenUp
	case g.compacted:
		return frontier.Done
	case !g.admitted:
		return 0
	case !isFull && at.IsColumn() && o.columnIsDone(at.Column, at.RowGroup):
		return frontier.Done
	case !isFull && at.IsColumn():
		return frontier.Waiting
	}
	if isFull {
		at.Row = model.AllRows
	}
	switch {
	case g.done[at]:
		return frontier.Done
	case g.flight[at]:
		return frontier.Dispatched
	case g.dropped[at.Row]:
		return frontier.GivenUp
	case o.hasInputs(at):
		return frontier.Ready
	default:
		return frontier.Waiting
	}
}

// task returns the task that makes a slice.
func (o *oracle) task(at model.Slice) model.Task {
	switch {
	case !o.isFull(at.Column):
		return model.Task{Type: model.CellTask, Slice: at}
	case o.isRoot(at.Column):
		return model.Task{Type: model.FromScratch, Slice: at}
	default:
		return model.Task{Type: model.Batch, Slice: at}
	}
}

// slices calls visit with every slice that a task makes, in a fixed order.
func (o *oracle) slices(visit func(model.Slice)) {
	for group := range model.RowGroupIndex(len(o.groups)) {
		for id := range model.ColumnID(o.graph.Len()) {
			if o.isFull(id) {
				visit(model.ColumnSlice(id, group))
				continue
			}
			for row := range model.RowIndex(o.plan.Size(group)) {
				visit(model.Slice{Column: id, RowGroup: group, Row: row})
			}
		}
	}
}

// in lists the slices of one status.
func (o *oracle) in(status frontier.Status) (list []model.Slice) {
	o.slices(func(at model.Slice) {
		if o.status(at) == status {
			list = append(list, at)
		}
	})
	return list
}

// ready is the frontier.
func (o *oracle) ready() map[model.Task]bool {
	set := map[model.Task]bool{}
	for _, at := range o.in(frontier.Ready) {
		set[o.task(at)] = true
	}
	return set
}

func (o *oracle) isGroupDone(group model.RowGroupIndex) bool {
	g := &o.groups[group]
	if g.compacted || !g.admitted {
		return g.compacted
	}
	if len(g.dropped) == o.plan.Size(group) {
		return true
	}
	for id := range model.ColumnID(o.graph.Len()) {
		if !o.columnIsDone(id, group) {
			return false
		}
	}
	return true
}

// The refusals, in the order in which they are looked for; 0 is none.

func (o *oracle) refuseGroup(group model.RowGroupIndex) frontier.Reason {
	switch {
	case !o.plan.Contains(group):
		return frontier.UnknownRowGroup
	case o.groups[group].compacted:
		return frontier.Compacted
	case !o.groups[group].admitted:
		return frontier.NotAdmitted
	}
	return 0
}

func (o *oracle) refuseColumn(id model.ColumnID, group model.RowGroupIndex, wantFull bool) frontier.Reason {
	if reason := o.refuseGroup(group); reason != 0 {
		return reason
	}
	switch {
	case !o.knows(id):
		return frontier.UnknownColumn
	case o.isFull(id) != wantFull:
		return frontier.WrongStrategy
	}
	return 0
}

func (o *oracle) refuseRun(r frontier.Run) frontier.Reason {
	if reason := o.refuseColumn(r.Column, r.RowGroup, false); reason != 0 {
		return reason
	}
	switch {
	case r.Type != model.CellTask:
		return frontier.WrongTaskType
	case r.Count < 1 || !o.has(r.RowGroup, r.Row) || int(r.Row)+int(r.Count) > o.plan.Size(r.RowGroup):
		return frontier.RowOutOfRange
	}
	return 0
}

// refuseStatus refuses a slice in a status that does not allow what is asked.
func (o *oracle) refuseStatus(at model.Slice, allowed ...frontier.Status) frontier.Reason {
	status := o.status(at)
	for _, s := range allowed {
		if s == status {
			return 0
		}
	}
	return map[frontier.Status]frontier.Reason{
		frontier.Waiting: frontier.NotReady, frontier.Dispatched: frontier.InFlight,
		frontier.Done: frontier.Complete, frontier.GivenUp: frontier.RowDropped,
	}[status]
}

// The verbs: they refuse, or change the sets.

func (o *oracle) admit(group model.RowGroupIndex, size int) frontier.Reason {
	switch reason := o.refuseGroup(group); {
	case reason == 0:
		return frontier.AlreadyAdmitted
	case reason != frontier.NotAdmitted:
		return reason
	case size != o.plan.Size(group):
		return frontier.WrongSize
	}
	o.groups[group] = oracleGroup{
		admitted: true, opened: map[model.ColumnID]bool{},
		done: map[model.Slice]bool{}, flight: map[model.Slice]bool{}, dropped: map[model.RowIndex]bool{},
	}
	return 0
}

func (o *oracle) seed(group model.RowGroupIndex, size int, columns []model.ColumnID) frontier.Reason {
	if reason := o.refuseGroup(group); reason != 0 && reason != frontier.NotAdmitted {
		return reason
	}
	if size != o.plan.Size(group) {
		return frontier.WrongSize
	}
	for _, id := range columns {
		if !o.knows(id) {
			return frontier.UnknownColumn
		}
		if !o.isRoot(id) {
			return frontier.NotRoot
		}
	}
	if len(columns) == 0 {
		columns = o.graph.Roots()
	}
	o.admit(group, size)
	o.groups[group].seeded = true
	for _, id := range columns {
		o.groups[group].opened[id] = true
	}
	return 0
}

func (o *oracle) completeCells(r frontier.Run) frontier.Reason {
	if reason := o.refuseRun(r); reason != 0 {
		return reason
	}
	for task := range r.Tasks() {
		if reason := o.refuseStatus(task.Slice, frontier.Ready, frontier.Dispatched); reason != 0 {
			return reason
		}
	}
	g := &o.groups[r.RowGroup]
	for task := range r.Tasks() {
		g.done[task.Slice] = true
		delete(g.flight, task.Slice)
	}
	return 0
}

func (o *oracle) completeColumn(id model.ColumnID, group model.RowGroupIndex, size int) frontier.Reason {
	if reason := o.refuseColumn(id, group, true); reason != 0 {
		return reason
	}
	if size != o.plan.Size(group) {
		return frontier.WrongSize
	}
	at := model.ColumnSlice(id, group)
	if reason := o.refuseStatus(at, frontier.Ready, frontier.Dispatched); reason != 0 {
		return reason
	}
	o.groups[group].done[at] = true
	delete(o.groups[group].flight, at)
	return 0
}

func (o *oracle) acknowledge(r frontier.Run) frontier.Reason {
	if r.Row == model.AllRows {
		if reason := o.refuseColumn(r.Column, r.RowGroup, true); reason != 0 {
			return reason
		}
		if r.Type != o.task(model.ColumnSlice(r.Column, r.RowGroup)).Type || r.Count != 1 {
			return frontier.WrongTaskType
		}
	} else if reason := o.refuseRun(r); reason != 0 {
		return reason
	}
	for task := range r.Tasks() {
		if reason := o.refuseStatus(task.Slice, frontier.Ready); reason != 0 {
			return reason
		}
	}
	for task := range r.Tasks() {
		o.groups[r.RowGroup].flight[task.Slice] = true
	}
	return 0
}

func (o *oracle) release(at model.Slice) frontier.Reason {
	reason := o.refuseRun(frontier.CellRun(at.Column, at.RowGroup, at.Row, 1))
	if at.IsColumn() {
		reason = o.refuseColumn(at.Column, at.RowGroup, true)
	}
	if reason != 0 {
		return reason
	}
	if o.status(at) != frontier.Dispatched {
		return frontier.NotInFlight
	}
	delete(o.groups[at.RowGroup].flight, at)
	return 0
}

func (o *oracle) dropRow(group model.RowGroupIndex, row model.RowIndex) frontier.Reason {
	if reason := o.refuseGroup(group); reason != 0 {
		return reason
	}
	if !o.has(group, row) {
		return frontier.RowOutOfRange
	}
	o.groups[group].dropped[row] = true
	return 0
}

func (o *oracle) refuseCompact(group model.RowGroupIndex) frontier.Reason {
	if reason := o.refuseGroup(group); reason != 0 {
		if reason == frontier.Compacted {
			return 0
		}
		return reason
	}
	switch {
	case !o.isGroupDone(group):
		return frontier.Incomplete
	case len(o.groups[group].flight) > 0:
		return frontier.InFlight
	}
	return 0
}

func (o *oracle) compact(group model.RowGroupIndex) frontier.Reason {
	reason := o.refuseCompact(group)
	if reason == 0 {
		o.groups[group].compacted = true
	}
	return reason
}
