package frontier

import (
	"github.com/dagplan/dagplan/pkg/model"
)

// Acknowledge notes that every task of a run has been handed out and is in
// flight: it leaves the frontier and never comes back, unless it is released.
// All of them must be ready; otherwise none is acknowledged. Refused:
// UnknownRowGroup, OtherShard, NotAdmitted, Compacted, UnknownColumn,
// WrongStrategy, WrongTaskType, RowOutOfRange, RowDropped, NotReady, InFlight,
// Complete.
//
// Complexity: O(rows).
func (t *Tracker) Acknowledge(r Run) error {
	const op = "acknowledge"
	if r.Row == model.AllRows {
		return t.acknowledgeColumn(op, r)
	}
	s, err := t.cellsOf(op, r)
	if err != nil {
		return err
	}
	c := &t.columns[r.Column]
	from, to := int(r.Row), int(r.Row)+int(r.Count)
	for chunk := from / chunkRows; chunk <= (to-1)/chunkRows; chunk++ {
		rows := rowsIn(chunk, from, to)
		if missing := rows &^ t.readyRows(s, c, chunk, rows); missing != 0 {
			return t.refuseNotReady(op, model.Cell{Column: r.Column, RowGroup: r.RowGroup, Row: rowOf(chunk, missing)})
		}
	}
	for chunk := from / chunkRows; chunk <= (to-1)/chunkRows; chunk++ {
		t.change(s, c.plane, chunk, rowsIn(chunk, from, to), 0, c.taken)
	}
	return nil
}

// readyRows returns those of the rows of a chunk in which the cell of c is
// ready.
func (l *layout) readyRows(s *slab, c *columnLayout, chunk int, rows uint64) uint64 {
	return l.where(s, chunk, rows, pattern{c.open | c.taken, c.open, c.plane})
}

// AcknowledgeCell is [Tracker.Acknowledge] for one cell. Complexity: O(1).
func (t *Tracker) AcknowledgeCell(cell model.Cell) error {
	if !t.take(cell) {
		return t.refuseNotReady("acknowledge", cell)
	}
	return nil
}

// take acknowledges a cell if it is ready.
func (t *Tracker) take(cell model.Cell) bool {
	s := t.slab(cell.RowGroup)
	if s == nil || uint(cell.Column) >= uint(len(t.columns)) || uint(cell.Row) >= uint(s.rows) {
		return false
	}
	c := &t.columns[cell.Column]
	x := t.get(s, c.plane, cell.Row)
	if x&(c.open|c.taken) != c.open || c.isFull {
		return false
	}
	t.put(s, c.plane, cell.Row, x|c.taken)
	return true
}

// refuseNotReady returns why a cell is not ready. One that is must not be given.
func (t *Tracker) refuseNotReady(op string, cell model.Cell) *Error {
	if t.StatusOf(cell.Slice()) == Dispatched && !t.columns[cell.Column].isFull {
		return t.refuseSlice(op, InFlight, cell.Slice())
	}
	return t.refuseCell(op, cell)
}

func (t *Tracker) acknowledgeColumn(op string, r Run) error {
	at := model.ColumnSlice(r.Column, r.RowGroup)
	s, err := t.columnOf(op, at)
	if err != nil {
		return err
	}
	x, bit := s.fullAt(&t.columns[r.Column])
	switch {
	case r.Type != t.fullType(r.Column) || r.Count != 1:
		return t.refuseSlice(op, WrongTaskType, at)
	case *x&bit == 0:
		return t.refuseSlice(op, t.closedReason(*x, bit), at)
	case *x&(bit<<fullHalf) != 0:
		return t.refuseSlice(op, InFlight, at)
	}
	t.takeColumn(at)
	return nil
}

// takeColumn acknowledges the task of a full column, which must be ready.
func (t *Tracker) takeColumn(at model.Slice) {
	x, bit := t.slab(at.RowGroup).fullAt(&t.columns[at.Column])
	*x |= bit << fullHalf
}

// Dispatch takes tasks from the front of a queue and acknowledges them: as many
// of one run as limit allows. Tasks that are ready no
// longer, because they were withdrawn or acknowledged since, are skipped. It
// returns false where the queue is empty, and where limit is not positive.
//
// Complexity: O(1) for each task taken or skipped.
func (t *Tracker) Dispatch(q *Queue, limit int) (Run, bool) {
	for {
		first, ok := q.first()
		if !ok || limit < 1 {
			return Run{}, false
		}
		if first.Row == model.AllRows {
			if r := q.pop(1); t.IsReady(r.Task(0)) {
				t.takeColumn(r.Slice)
				return r, true
			}
			continue
		}
		skip, take := t.takeReady(first, limit)
		if skip > 0 {
			_, _ = q.Pop(skip)
		}
		if take > 0 {
			return q.Pop(take)
		}
	}
}

// takeReady acknowledges the first cells of a run that are ready and follow one
// another, at most limit of them. It returns how many that are not ready come
// before those.
func (t *Tracker) takeReady(r *Run, limit int) (skip, take int) {
	if r.Count == 1 || limit == 1 {
		if t.take(model.Cell(r.Slice)) {
			return 0, 1
		}
		return 1, 0
	}
	if t.faultOf(*r) != 0 {
		return int(r.Count), 0
	}
	s := t.slab(r.RowGroup)
	c := &t.columns[r.Column]
	to := int(r.Row) + int(r.Count)
	for row := int(r.Row); row < to && take < limit; {
		chunk := row / chunkRows
		end := min(to, (chunk+1)*chunkRows)
		rows := t.readyRows(s, c, chunk, rowsIn(chunk, row, to))
		gap := min(lowest(rows)-row%chunkRows, end-row)
		if gap > 0 && take > 0 {
			return skip, take
		}
		skip, row = skip+gap, row+gap
		if row == end {
			continue
		}
		n := min(lowest(^(rows >> (row % chunkRows))), limit-take)
		t.change(s, c.plane, chunk, rowsIn(chunk, row, row+n), 0, c.taken)
		if take, row = take+n, row+n; row < end {
			return skip, take
		}
	}
	return skip, take
}

// Release takes back a task in flight that has ended without a result: it is
// ready again, to be retried. A cell whose row has been dropped since is given
// up, and nothing becomes ready. Refused: UnknownRowGroup, OtherShard,
// NotAdmitted, Compacted, UnknownColumn, WrongStrategy, RowOutOfRange,
// NotInFlight.
//
// Complexity: O(1).
func (t *Tracker) Release(at model.Slice) (Delta, error) {
	const op = "release"
	if at.IsColumn() {
		return t.releaseColumn(op, at)
	}
	s, err := t.cellsOf(op, CellRun(at.Column, at.RowGroup, at.Row, 1))
	if err != nil {
		return Delta{}, err
	}
	c := &t.columns[at.Column]
	x := t.get(s, c.plane, at.Row)
	if t.inFlightIn(x)&c.open == 0 {
		return Delta{}, t.refuseSlice(op, NotInFlight, at)
	}
	t.begin()
	if t.isLive(s, at.Row) {
		t.put(s, c.plane, at.Row, x&^c.taken)
		t.added.add(model.CellTask, at.Column, at.RowGroup, at.Row, 1)
	} else {
		t.abandon(s, at.Column, at.Row)
	}
	return t.delta(), nil
}

// abandon gives up a cell whose row has been dropped, if it is in flight.
func (t *Tracker) abandon(s *slab, id model.ColumnID, row model.RowIndex) {
	c := &t.columns[id]
	x := t.get(s, c.plane, row)
	if t.inFlightIn(x)&c.open == 0 {
		return
	}
	t.put(s, c.plane, row, x&^(c.open|c.taken))
	s.late--
}

func (t *Tracker) releaseColumn(op string, at model.Slice) (Delta, error) {
	s, err := t.columnOf(op, at)
	if err != nil {
		return Delta{}, err
	}
	x, bit := s.fullAt(&t.columns[at.Column])
	if *x&(*x>>fullHalf)&bit == 0 {
		return Delta{}, t.refuseSlice(op, NotInFlight, at)
	}
	t.begin()
	*x &^= bit << fullHalf
	t.addFull(&t.added, s, at.Column)
	return t.delta(), nil
}
