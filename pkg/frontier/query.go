package frontier

import (
	"iter"

	"github.com/dagplan/dagplan/pkg/model"
)

// Status says where a slice stands.
type Status uint8

// The statuses.
const (
	// Waiting is a slice whose inputs are not complete, or a root that has not
	// been seeded. Text form: waiting.
	Waiting Status = iota + 1
	// Ready is a slice whose task can be dispatched. Text form: ready.
	Ready
	// Dispatched is a slice whose task is in flight. Text form: in_flight.
	Dispatched
	// Done is a slice that is complete. Text form: complete.
	Done
	// GivenUp is a cell of a dropped row that is neither complete nor in flight.
	// Text form: dropped.
	GivenUp
)

// String returns the text form, or unset for the zero value.
func (s Status) String() string {
	switch s {
	case Waiting:
		return "waiting"
	case Ready:
		return "ready"
	case Dispatched:
		return "in_flight"
	case Done:
		return "complete"
	case GivenUp:
		return "dropped"
	default:
		return "unset"
	}
}

// StatusOf returns where a slice stands; 0 where the plan, the graph or the row
// group has no such slice, or where the row group has not been admitted. A cell
// of a full column stands where its column stands, and the column slice of a
// cell_by_cell column is Done or Waiting. In a compacted row group every slice is
// Done but the cells of dropped rows.
//
// Complexity: O(1).
func (t *Tracker) StatusOf(at model.Slice) Status {
	if uint(at.Column) >= uint(len(t.columns)) || at.Row < model.AllRows || int(at.Row) >= t.plan.Size(at.RowGroup) && !at.IsColumn() {
		return 0
	}
	c := &t.columns[at.Column]
	s := t.slab(at.RowGroup)
	switch {
	case s == nil && !t.isFinished(at.RowGroup):
		return 0
	case s == nil && !at.IsColumn() && !c.isFull && t.wasDropped(at.RowGroup, at.Row):
		return GivenUp
	case s == nil:
		return Done
	case c.isFull:
		return s.statusOfFull(c)
	case at.IsColumn():
		if s.columns[at.Column].left == 0 {
			return Done
		}
		return Waiting
	}
	return c.statusIn(t.get(s, c.plane, at.Row))
}

// statusIn returns where a cell stands by the lane of its row.
func (c *columnLayout) statusIn(lane uint64) Status {
	switch {
	case lane&c.field == c.done:
		return Done
	case lane&c.open != 0 && lane&c.taken != 0:
		return Dispatched
	case lane&c.open != 0:
		return Ready
	case lane&alive == 0:
		return GivenUp
	default:
		return Waiting
	}
}

func (s *slab) statusOfFull(c *columnLayout) Status {
	x, bit := s.fullAt(c)
	switch *x & (bit | bit<<fullHalf) {
	case bit:
		return Ready
	case bit << fullHalf:
		return Done
	case 0:
		return Waiting
	default:
		return Dispatched
	}
}

// IsComplete reports whether a slice is complete: a cell that was made, a full
// column whose task was completed, a cell_by_cell column all of whose cells were
// made or dropped. Complexity: O(1).
func (t *Tracker) IsComplete(at model.Slice) bool { return t.StatusOf(at) == Done }

// AreComplete reports whether all slices are complete.
func (t *Tracker) AreComplete(slices ...model.Slice) bool {
	for _, at := range slices {
		if !t.IsComplete(at) {
			return false
		}
	}
	return true
}

// IsColumnComplete reports whether nothing of a column is left to be made in a
// row group: the column is complete, or all rows have been dropped.
// Complexity: O(1).
func (t *Tracker) IsColumnComplete(column model.ColumnID, group model.RowGroupIndex) bool {
	if uint(column) >= uint(len(t.columns)) {
		return false
	}
	if s := t.slab(group); s != nil {
		return s.live == 0 || s.columns[column].left == 0
	}
	return t.isFinished(group)
}

// IsRowGroupComplete reports whether each row of a row group has been dropped
// or has all its columns. Complexity: O(1).
func (t *Tracker) IsRowGroupComplete(group model.RowGroupIndex) bool {
	if s := t.slab(group); s != nil {
		return s.isComplete()
	}
	return t.isFinished(group)
}

// CanCompact reports whether [Tracker.Compact] would accept a row group: it is
// complete, and no task of a dropped row is in flight.
// Complexity: O(full columns / 64).
func (t *Tracker) CanCompact(group model.RowGroupIndex) bool {
	if s := t.slab(group); s != nil {
		return s.isComplete() && s.isSettled()
	}
	return t.isFinished(group)
}

// IsDropped reports whether a row has been dropped. Complexity: O(1).
func (t *Tracker) IsDropped(group model.RowGroupIndex, row model.RowIndex) bool {
	if row < 0 || int(row) >= t.plan.Size(group) {
		return false
	}
	if s := t.slab(group); s != nil {
		return !t.isLive(s, row)
	}
	return t.isFinished(group) && t.wasDropped(group, row)
}

// IsAdmitted reports whether a row group has been admitted and not compacted.
func (t *Tracker) IsAdmitted(group model.RowGroupIndex) bool { return t.slab(group) != nil }

// IsCompacted reports whether a row group has been compacted.
func (t *Tracker) IsCompacted(group model.RowGroupIndex) bool { return t.isFinished(group) }

// IsReady reports whether a task is in the frontier. Complexity: O(1).
func (t *Tracker) IsReady(task model.Task) bool {
	if t.StatusOf(task.Slice) != Ready {
		return false
	}
	if t.columns[task.Column].isFull {
		return task.Row == model.AllRows && task.Type == t.fullType(task.Column)
	}
	return task.Type == model.CellTask
}

// Ready iterates over the frontier of some row groups, each admitted, in the
// order given: the cells by plane (see Layout), row and column, then the full columns. The tracker
// must not be changed meanwhile.
//
// Complexity: O(row groups asked for + answers), and O(rows · planes / 64) besides
// where a [Feed] drives the tracker.
func (t *Tracker) Ready(groups ...model.RowGroupIndex) iter.Seq[model.Task] {
	return func(yield func(model.Task) bool) {
		for _, group := range groups {
			if s := t.slab(group); s != nil && (!t.yieldCells(s, yield) || !t.yieldFull(s, yield)) {
				return
			}
		}
	}
}

func (t *Tracker) yieldCells(s *slab, yield func(model.Task) bool) bool {
	if t.isFed {
		return t.yieldQueued(s, yield)
	}
	for leaf, members := range s.ready.words() {
		plane, first := leaf/s.leaves(), leaf%s.leaves()*64
		for ; members != 0; members &= members - 1 {
			if !t.yieldWord(s, plane, first+lowest(members), yield) {
				return false
			}
		}
	}
	return true
}

// yieldQueued yields the cells that a feed has queued, which are all that are ready.
func (t *Tracker) yieldQueued(s *slab, yield func(model.Task) bool) bool {
	for i := range s.queued {
		if s.queued[i].any == 0 {
			continue
		}
		plane, chunk := i/s.chunks(), i%s.chunks()
		words, first := t.wordsOf(s, int32(plane), chunk)
		for word := range words {
			if !t.yieldWord(s, plane, first+word, yield) {
				return false
			}
		}
	}
	return true
}

func (t *Tracker) yieldFull(s *slab, yield func(model.Task) bool) bool {
	for id := range t.readyFull(s) {
		task := model.Task{Type: t.fullType(id), Slice: model.ColumnSlice(id, s.group)}
		if !yield(task) {
			return false
		}
	}
	return true
}

// yieldWord yields the ready cells of a word of a plane.
func (t *Tracker) yieldWord(s *slab, plane, word int, yield func(model.Task) bool) bool {
	for rest := t.planes[plane].ready(s.words[plane*s.planeWords+word]); rest != 0; rest &= rest - 1 {
		s.steps.add(1)
		bit := uint64(word*64 + lowest(rest))
		at := model.Slice{Column: t.cellAt(int32(plane), int(bit%t.lane)), RowGroup: s.group, Row: model.RowIndex(bit / t.lane)}
		if !yield(model.Task{Type: model.CellTask, Slice: at}) {
			return false
		}
	}
	return true
}

// readyFull iterates over the full columns whose task is ready.
func (t *Tracker) readyFull(s *slab) iter.Seq[model.ColumnID] {
	return func(yield func(model.ColumnID) bool) {
		for i, x := range s.full {
			for rest := x &^ (x >> fullHalf) & (1<<fullHalf - 1); rest != 0; rest &= rest - 1 {
				if !yield(t.fulls[i*fullHalf+lowest(rest)]) {
					return
				}
			}
		}
	}
}
