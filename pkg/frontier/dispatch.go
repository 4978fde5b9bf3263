package frontier

import (
	"math/bits"

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
		if missing := rows &^ t.where(s, chunk, rows, c.ready()); missing != 0 {
			return t.refuseNotReady(op, model.Cell{Column: r.Column, RowGroup: r.RowGroup, Row: rowOf(chunk, missing)})
		}
	}
	for chunk := from / chunkRows; chunk <= (to-1)/chunkRows; chunk++ {
		t.change(nil, s, c.take(), chunk, rowsIn(chunk, from, to))
	}
	return nil
}

// take is the wake that puts ready cells in flight.
func (c *columnLayout) take() wake { return wake{delta: c.taken, plane: c.plane} }

// AcknowledgeCell is [Tracker.Acknowledge] for one cell. Complexity: O(1).
func (t *Tracker) AcknowledgeCell(cell model.Cell) error {
	if !t.take(cell) {
		return t.refuseNotReady("acknowledge", cell)
	}
	return nil
}

// take acknowledges a cell if it is ready.
func (t *Tracker) take(cell model.Cell) bool {
	s := t.find(cell.RowGroup)
	if s == nil || uint(cell.Column) >= uint(len(t.columns)) || uint(cell.Row) >= uint(s.rows) {
		return false
	}
	c := &t.columns[cell.Column]
	shift := int(t.shift(cell.Row))
	at := &s.words[int(c.plane)*s.planeWords+shift>>6]
	open, taken := bits.RotateLeft64(c.open, shift), bits.RotateLeft64(c.taken, shift)
	if c.isFull || *at&(open|taken) != open {
		return false
	}
	s.steps.add(2)
	*at |= taken
	if t.planes[c.plane].ready(*at) == 0 {
		s.ready.note(int(c.plane)*s.leaves()*64+shift>>6, false)
	}
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
		if first.Count == 1 || limit == 1 {
			if r := q.pop(1); t.take(model.Cell(r.Slice)) {
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
	if t.faultOf(*r) != 0 {
		return int(r.Count), 0
	}
	s := t.slab(r.RowGroup)
	c := &t.columns[r.Column]
	to := int(r.Row) + int(r.Count)
	for row := int(r.Row); row < to && take < limit; {
		chunk := row / chunkRows
		end := min(to, (chunk+1)*chunkRows)
		rows := t.where(s, chunk, rowsIn(chunk, row, to), c.ready())
		gap := min(lowest(rows)-row%chunkRows, end-row)
		if gap > 0 && take > 0 {
			return skip, take
		}
		skip, row = skip+gap, row+gap
		if row == end {
			continue
		}
		n := min(lowest(^(rows >> (row % chunkRows))), limit-take)
		t.change(nil, s, c.take(), chunk, rowsIn(chunk, row, row+n))
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
	t.begin()
	if err := t.release(nil, at); err != nil {
		return Delta{}, err
	}
	return t.delta(), nil
}

func (t *Tracker) release(f *Feed, at model.Slice) error {
	const op = "release"
	if at.IsColumn() {
		return t.releaseColumn(op, f, at)
	}
	s, err := t.cellsOf(op, CellRun(at.Column, at.RowGroup, at.Row, 1))
	if err != nil {
		return err
	}
	c := &t.columns[at.Column]
	x := t.get(s, c.plane, at.Row)
	switch {
	case c.statusIn(x) != Dispatched:
		return t.refuseSlice(op, NotInFlight, at)
	case x&alive == 0:
		t.put(f, s, c.plane, at.Row, x&^c.open)
		s.late--
	default:
		t.put(f, s, c.plane, at.Row, x&^c.taken)
		t.announce(f, s, at.Column, int(at.Row)/chunkRows, 1<<(at.Row%chunkRows))
	}
	return nil
}

func (t *Tracker) releaseColumn(op string, f *Feed, at model.Slice) error {
	s, err := t.columnOf(op, at)
	if err != nil {
		return err
	}
	x, bit := s.fullAt(&t.columns[at.Column])
	if *x&(*x>>fullHalf)&bit == 0 {
		return t.refuseSlice(op, NotInFlight, at)
	}
	*x &^= bit << fullHalf
	t.openFull(f, s, at.Column)
	return nil
}
