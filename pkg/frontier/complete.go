package frontier

import (
	"math/bits"

	"github.com/dagplan/dagplan/pkg/model"
)

// CompleteCell notes that a cell is made. It must be ready or in flight; a cell
// that was in flight when its row was dropped is accepted and wakes nobody.
// Refused: UnknownRowGroup, OtherShard, NotAdmitted, Compacted, UnknownColumn,
// WrongStrategy, RowOutOfRange, RowDropped, NotReady, Complete.
//
// Complexity: O(downstream columns). The cell that completes its column also
// wakes the full columns downstream, O(1) each.
func (t *Tracker) CompleteCell(cell model.Cell) (Delta, error) {
	t.begin()
	s, state, at, shift := t.locate(cell)
	if s == nil {
		return t.completeSlowly(cell)
	}
	x, left := bits.RotateLeft64(*at, -shift), state.left-1
	if x&state.care != state.want || left == 0 {
		return t.completeSlowly(cell)
	}
	s.steps.add(1)
	x += state.delta
	*at = bits.RotateLeft64(x, shift)
	state.left = left
	if woken := x & state.down; woken != 0 {
		plane := t.columns[cell.Column].plane
		s.ready.add(uint(int(plane)*s.leaves()*64 + shift>>6))
		for ; woken != 0; woken &= woken - 1 {
			t.added.add(model.CellTask, t.cellAt(plane, lowest(woken)), cell.RowGroup, cell.Row, 1)
		}
	}
	return t.delta(), nil
}

func (t *Tracker) completeSlowly(cell model.Cell) (Delta, error) {
	if err := t.completeAny(nil, cell); err != nil {
		return Delta{}, err
	}
	return t.delta(), nil
}

// locate returns the state of a column and the word that holds the lane of a cell.
// It returns no slab where there is no such place, or where the hot path, of which
// it is the first part, does not apply.
//
// The hot path is what a build does once for each of its cells: it completes a cell
// that is in flight in a live row, and not the last of its column. All else is for
// completeAny. It calls nothing that is not inlined, which is why each of the three
// verbs that take it has it written out. A row past the last may have a
// lane too, in which nothing is ever in flight.
func (t *Tracker) locate(cell model.Cell) (s *slab, state *columnState, at *uint64, shift int) {
	s = t.recent[uint(cell.RowGroup)%recentSlots]
	if column := uint(cell.Column); s.group == cell.RowGroup && column < uint(len(s.columns)) {
		state = &s.columns[column]
		if bit := t.shift(cell.Row); bit>>6 < uint64(len(state.words)) {
			return s, state, &state.words[bit>>6], int(bit)
		}
	}
	return nil, nil, nil, 0
}

// completeAny completes any cell of any graph, or refuses to.
func (t *Tracker) completeAny(f *Feed, cell model.Cell) error {
	s := t.slab(cell.RowGroup)
	if s == nil || uint(cell.Column) >= uint(len(t.columns)) || uint(cell.Row) >= uint(s.rows) {
		return t.refuseCell("complete", cell)
	}
	t.remember(s)
	c := &t.columns[cell.Column]
	if status := c.statusIn(t.get(s, c.plane, cell.Row)); status != Ready && status != Dispatched {
		return t.refuseCell("complete", cell)
	}
	if !t.closeCell(f, s, cell.Column, cell.Row) {
		return nil
	}
	t.wakeRow(f, s, &c.near, cell.Row)
	for i := range c.far {
		t.wakeRow(f, s, &c.far[i], cell.Row)
	}
	state := &s.columns[cell.Column]
	if state.left--; state.left == 0 {
		t.finishColumn(f, s, cell.Column)
	}
	return nil
}

// closeCell sets the field of an open cell to complete, and reports whether its
// row is live.
func (t *Tracker) closeCell(f *Feed, s *slab, id model.ColumnID, row model.RowIndex) bool {
	c := &t.columns[id]
	x := t.get(s, c.plane, row)
	if x&c.taken == 0 {
		t.withdrawals++
		if f == nil {
			t.withdrawn.add(model.CellTask, id, s.group, row, 1)
		}
	}
	t.put(f, s, c.plane, row, x&^c.field|c.done)
	if x&alive == 0 {
		s.late--
		return false
	}
	return true
}

// CompleteCells is [Tracker.CompleteCell] for every cell of a run. Either all
// of them are accepted or none. Refused besides: WrongTaskType.
//
// Complexity: O(rows · downstream columns).
func (t *Tracker) CompleteCells(r Run) (Delta, error) {
	t.begin()
	if err := t.completeCells(nil, r); err != nil {
		return Delta{}, err
	}
	return t.delta(), nil
}

func (t *Tracker) completeCells(f *Feed, r Run) error {
	const op = "complete"
	s, err := t.cellsOf(op, r)
	if err != nil {
		return err
	}
	c := &t.columns[r.Column]
	from, to := int(r.Row), int(r.Row)+int(r.Count)
	first, last := from/chunkRows, (to-1)/chunkRows
	for chunk := first; chunk <= last; chunk++ {
		rows := rowsIn(chunk, from, to)
		missing := rows &^ t.where(s, chunk, rows, c.inFlight())
		if missing &^= t.where(s, chunk, missing, c.ready()); missing != 0 {
			return t.refuseCell(op, model.Cell{Column: r.Column, RowGroup: r.RowGroup, Row: rowOf(chunk, missing)})
		}
	}
	live, near := int32(0), uint64(0)
	for chunk := first; chunk <= last; chunk++ {
		rows, woken := t.completeRows(f, s, r.Column, chunk, rowsIn(chunk, from, to))
		live, near = live+int32(bits.OnesCount64(rows)), near|woken
	}
	t.announceRows(f, s, c.plane, near, from, to)
	for _, w := range c.far {
		woken := uint64(0)
		for chunk := first; chunk <= last; chunk++ {
			woken |= t.change(f, s, w, chunk, t.liveRows(s, chunk, rowsIn(chunk, from, to)))
		}
		t.announceRows(f, s, w.plane, woken, from, to)
	}
	state := &s.columns[r.Column]
	if state.left -= live; live > 0 && state.left == 0 {
		t.finishColumn(f, s, r.Column)
	}
	return nil
}

// completeRows completes open cells of a chunk. It returns the rows among them that
// are live, and which cells of these, in the same plane, may have become ready.
func (t *Tracker) completeRows(f *Feed, s *slab, id model.ColumnID, chunk int, rows uint64) (live, woken uint64) {
	c, state := &t.columns[id], &s.columns[id]
	live = t.where(s, chunk, rows, pattern{state.care, state.want, c.plane})
	woken = t.change(f, s, wake{state.delta, state.down, c.plane}, chunk, live)
	others := uint64(0)
	for rest := rows &^ live; rest != 0; rest &= rest - 1 {
		if t.closeCell(f, s, id, rowOf(chunk, rest)) {
			others |= rest & -rest
		}
	}
	return live | others, woken | t.change(f, s, c.near, chunk, others)
}

// announceRows tells of cells, by their open bits in a plane, that have become
// ready in some of the rows from, to.
func (t *Tracker) announceRows(f *Feed, s *slab, plane int32, cells uint64, from, to int) {
	for ; cells != 0; cells &= cells - 1 {
		id := t.cellAt(plane, lowest(cells))
		for chunk := from / chunkRows; chunk <= (to-1)/chunkRows; chunk++ {
			t.announce(f, s, id, chunk, t.where(s, chunk, rowsIn(chunk, from, to), t.columns[id].ready()))
		}
	}
}

// CompleteColumn notes that the task of a full column has made its size rows.
// It must be ready or in flight. Refused: UnknownRowGroup, OtherShard,
// NotAdmitted, Compacted, UnknownColumn, WrongStrategy, WrongSize, NotReady,
// Complete.
//
// Complexity: O(downstream columns); the cells of a cell_by_cell column that
// waits for no other full column are then made ready at once, in
// O(rows · planes that it reads).
func (t *Tracker) CompleteColumn(column model.ColumnID, group model.RowGroupIndex, size int) (Delta, error) {
	t.begin()
	if err := t.completeColumn(nil, column, group, size); err != nil {
		return Delta{}, err
	}
	return t.delta(), nil
}

func (t *Tracker) completeColumn(f *Feed, column model.ColumnID, group model.RowGroupIndex, size int) error {
	const op = "complete"
	at := model.ColumnSlice(column, group)
	s, err := t.columnOf(op, at)
	if err != nil {
		return err
	}
	if size != s.rows {
		return t.refuseSize(op, at, size, s.rows)
	}
	x, bit := s.fullAt(&t.columns[column])
	if *x&bit == 0 {
		return t.refuseSlice(op, t.closedReason(*x, bit), at)
	}
	if *x&(bit<<fullHalf) == 0 {
		t.addFull(&t.withdrawn, s, column)
	}
	*x = *x&^bit | bit<<fullHalf
	s.columns[column].left = 0
	t.finishColumn(f, s, column)
	return nil
}

// closedReason returns why a full column is neither ready nor in flight.
func (t *Tracker) closedReason(x, bit uint64) Reason {
	if x>>fullHalf&bit != 0 {
		return Complete
	}
	return NotReady
}
