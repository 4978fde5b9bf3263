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
	s, woken := t.advance(cell, 1)
	if s == nil {
		if err := t.completeAny(nil, cell); err != nil {
			return Delta{}, err
		}
		return t.delta(), nil
	}
	if woken != 0 {
		word, _ := t.at(cell.Row)
		s.ready.add(uint(word))
	}
	for ; woken != 0; woken &= woken - 1 {
		t.added.add(model.CellTask, t.cellAt(0, lowest(woken)), cell.RowGroup, cell.Row, 1)
	}
	return t.delta(), nil
}

// advance is the hot path: what a build does once for each of its cells. It
// completes a cell that is in flight in a live row, and not the last of its column,
// where there is one plane. It returns the state of the row group, and which cells
// of the row, by their open bits, wait for nothing more. Those become ready where
// hand is 1, in flight where it is openTaken. All else it leaves as it is and
// returns nil: that is for completeAny.
//
// It calls nothing that is not inlined, and so keeps to registers.
func (t *Tracker) advance(cell model.Cell, hand uint64) (*slab, uint64) {
	s, state, at, shift := t.locate(cell)
	if s == nil {
		return nil, 0
	}
	x := bits.RotateLeft64(*at, -shift)
	c := state.layout
	if ^x&c.flight != 0 || state.left == 1 {
		return nil, 0
	}
	state.left--
	x ^= c.open
	woken := c.first.among(x)
	if c.fans {
		woken |= c.near[0].among(x) | c.near[1].among(x) | c.near[2].among(x) | c.wakesFar(x)
	}
	woken &= s.opened
	*at = bits.RotateLeft64(x^woken*hand, shift)
	s.steps.add(1 + len(c.edges))
	return s, woken
}

// locate returns where a cell is: the word that holds its lane in the only plane,
// and the shift of the lane in there. It returns no slab where there is no such
// place, or where that takes longer to find out. A row past the last may have a
// lane too, in which nothing is ever in flight.
func (t *Tracker) locate(cell model.Cell) (s *slab, state *columnState, at *uint64, shift int) {
	s = t.recent[uint(cell.RowGroup)%recentSlots]
	column, bit := uint(uint32(cell.Column)), uint(uint32(cell.Row))*t.lane
	if s.group != cell.RowGroup || column >= uint(len(s.columns)) || bit>>6 >= uint(len(s.words)) {
		return nil, nil, nil, 0
	}
	return s, &s.columns[column], &s.words[bit>>6], int(bit & 63)
}

// among returns the open bit of the target of an edge, if that has all it needs in
// a lane.
func (e *edge) among(lane uint64) uint64 {
	open := e.open
	if lane&e.care != e.want {
		open = 0
	}
	return open
}

// wakesFar is among for the edges after the first four.
func (c *columnLayout) wakesFar(lane uint64) (woken uint64) {
	for i := range c.far {
		woken |= c.far[i].among(lane)
	}
	return woken
}

// completeAny completes any cell of any graph, or refuses to.
func (t *Tracker) completeAny(f *Feed, cell model.Cell) error {
	s := t.slab(cell.RowGroup)
	if s == nil || uint(cell.Column) >= uint(len(t.columns)) || uint(cell.Row) >= uint(s.rows) {
		return t.refuseCell("complete", cell)
	}
	t.remember(s)
	c := &t.columns[cell.Column]
	x := t.get(s, c.plane, cell.Row)
	if x&c.open == 0 {
		return t.refuseCell("complete", cell)
	}
	if x&c.taken == 0 && f == nil {
		t.withdrawn.add(model.CellTask, cell.Column, cell.RowGroup, cell.Row, 1)
	}
	t.put(s, c.plane, cell.Row, x&^c.open|c.taken)
	if x&t.alive() == 0 {
		s.late--
		return nil
	}
	t.wakeRow(f, s, c, cell.Row)
	state := &s.columns[cell.Column]
	if state.left--; state.left == 0 {
		t.finishColumn(f, s, cell.Column)
	}
	return nil
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
		if missing := rows &^ t.where(s, chunk, rows, pattern{care: c.open, want: c.open, plane: c.plane}); missing != 0 {
			return t.refuseCell(op, model.Cell{Column: r.Column, RowGroup: r.RowGroup, Row: rowOf(chunk, missing)})
		}
	}
	live := int32(0)
	for chunk := first; chunk <= last; chunk++ {
		live += t.completeRows(s, r.Column, chunk, rowsIn(chunk, from, to))
	}
	for i := range c.edges {
		for chunk := first; chunk <= last; chunk++ {
			t.wakeRows(f, s, c, &c.edges[i], chunk, rowsIn(chunk, from, to))
		}
	}
	state := &s.columns[r.Column]
	if state.left -= live; live > 0 && state.left == 0 {
		t.finishColumn(f, s, r.Column)
	}
	return nil
}

// completeRows completes open cells of a chunk, and returns how many of them lie
// in live rows.
func (t *Tracker) completeRows(s *slab, id model.ColumnID, chunk int, rows uint64) int32 {
	c := &t.columns[id]
	if t.where(s, chunk, rows, pattern{c.open | c.taken, c.open | c.taken, c.plane}) == rows {
		words, _ := t.wordsOf(s, c.plane, chunk)
		t.alter(s, words, rows, c.open, 0)
	} else {
		t.withdrawn.addRows(id, s.group, chunk, t.where(s, chunk, rows, pattern{care: c.taken, plane: c.plane}))
		t.change(s, c.plane, chunk, rows, c.open, c.taken)
	}
	if s.live == s.rows {
		return int32(bits.OnesCount64(rows))
	}
	live := t.where(s, chunk, rows, pattern{care: t.alive(), want: t.alive(), plane: c.plane})
	s.late -= bits.OnesCount64(rows &^ live)
	return int32(bits.OnesCount64(live))
}

// wakeRows makes ready the cells of some rows of a chunk that wait for nothing
// more, now that the cells of c in them are complete.
func (t *Tracker) wakeRows(f *Feed, s *slab, c *columnLayout, e *edge, chunk int, rows uint64) {
	rows = t.where(s, chunk, rows, pattern{e.care, e.want, c.plane})
	if t.columns[e.column].counter >= 0 {
		for rest := rows; rest != 0; rest &= rest - 1 {
			if !t.hasArrived(s, e.column, rowOf(chunk, rest)) {
				rows &^= rest & -rest
			}
		}
	}
	if s.columns[e.column].waits == 0 {
		t.openRows(f, s, e.column, chunk, rows)
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
