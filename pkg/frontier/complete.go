package frontier

import (
	"math/bits"

	"github.com/dagplan/dagplan/pkg/model"
)

func trailing(lanes uint64) int { return bits.TrailingZeros64(lanes) }

// CompleteCell notes that a cell is made. It must be ready or in flight; a cell
// that was in flight when its row was dropped is accepted and wakes nobody.
// Refused: UnknownRowGroup, OtherShard, NotAdmitted, Compacted, UnknownColumn,
// WrongStrategy, RowOutOfRange, RowDropped, NotReady, Complete.
//
// Complexity: O(downstream columns). The cell that completes its column also
// wakes the full columns downstream, O(1) each.
func (t *Tracker) CompleteCell(cell model.Cell) (Delta, error) {
	s := t.slab(cell.RowGroup)
	if s == nil || uint(cell.Column) >= uint(len(t.columns)) || uint(cell.Row) >= uint(s.rows) {
		return Delta{}, t.refuseCell("complete", cell)
	}
	c := &t.columns[cell.Column]
	if c.isFull {
		return Delta{}, t.refuseCell("complete", cell)
	}
	at, bit := s.cell(t.layout, c, cell.Row)
	w := s.words[at]
	if w.open&bit == 0 {
		return Delta{}, t.refuseCell("complete", cell)
	}
	t.begin()
	if w.taken&bit == 0 {
		t.withdrawn = append(t.withdrawn, CellRun(cell.Column, cell.RowGroup, cell.Row, 1))
	}
	w.open &^= bit
	w.taken |= bit
	s.store(at, w)
	if !s.isLive(t.layout, cell.Row) {
		s.late--
		return t.delta(), nil
	}
	t.wakeRow(s, c, cell.Row)
	if state := &s.columns[cell.Column]; true {
		if state.left--; state.left == 0 {
			t.finishColumn(s, cell.Column)
		}
	}
	return t.delta(), nil
}

// wakeRow makes ready the cells of a live row that wait for nothing more, now
// that the cell of c is complete.
func (t *Tracker) wakeRow(s *slab, c *columnLayout, row model.RowIndex) {
	block, shift := t.lane(row)
	base := block * t.blockWords
	done := s.words[base+int(c.word)].complete() >> shift
	for i := range c.edges {
		e := &c.edges[i]
		if done&e.need != e.need {
			continue
		}
		d := &t.columns[e.column]
		if d.counter >= 0 {
			arrived := &s.arrived[int(row)*t.counters+int(d.counter)]
			if *arrived++; *arrived < d.span {
				continue
			}
		}
		if s.columns[e.column].waits > 0 {
			continue
		}
		at := base + int(d.word)
		w := s.words[at]
		w.open |= e.bit << shift
		s.store(at, w)
		t.added = append(t.added, CellRun(e.column, s.group, row, 1))
	}
}

// CompleteCells is [Tracker.CompleteCell] for every cell of a run. Either all
// of them are accepted or none. Refused besides: WrongTaskType.
//
// Complexity: O(rows · downstream columns / rows in a word).
func (t *Tracker) CompleteCells(r Run) (Delta, error) {
	const op = "complete"
	s, err := t.cellsOf(op, r)
	if err != nil {
		return Delta{}, err
	}
	for row := range r.Count {
		if at, bit := s.cell(t.layout, &t.columns[r.Column], r.Row+model.RowIndex(row)); s.words[at].open&bit == 0 {
			return Delta{}, t.refuseCell(op, model.Cell{Column: r.Column, RowGroup: r.RowGroup, Row: r.Row + model.RowIndex(row)})
		}
	}
	added, withdrawn := t.added[:0], t.withdrawn[:0]
	for row := range r.Count {
		t.added, t.withdrawn = added[len(added):], withdrawn[len(withdrawn):]
		d, err := t.CompleteCell(model.Cell{Column: r.Column, RowGroup: r.RowGroup, Row: r.Row + model.RowIndex(row)})
		if err != nil {
			return Delta{}, err
		}
		for _, run := range d.Ready {
			added = appendRun(added, run)
		}
		for _, run := range d.Withdrawn {
			withdrawn = appendRun(withdrawn, run)
		}
	}
	t.added, t.withdrawn = added, withdrawn
	return t.delta(), nil
}

// CompleteColumn notes that the task of a full column has made its size rows.
// It must be ready or in flight. Refused: UnknownRowGroup, OtherShard,
// NotAdmitted, Compacted, UnknownColumn, WrongStrategy, WrongSize, NotReady,
// Complete.
//
// Complexity: O(downstream columns); a cell_by_cell column that waits for no
// other full column is then made ready at once, in
// O(rows · upstream columns / rows in a word).
func (t *Tracker) CompleteColumn(column model.ColumnID, group model.RowGroupIndex, size int) (Delta, error) {
	const op = "complete"
	at := model.ColumnSlice(column, group)
	s, err := t.columnOf(op, at)
	if err != nil {
		return Delta{}, err
	}
	if size != int(s.rows) {
		e := t.refuseSlice(op, WrongSize, at)
		e.Got, e.Want = size, int(s.rows)
		return Delta{}, e
	}
	c := &t.columns[column]
	w, bit := &s.full[c.word], uint64(1)<<c.bit
	switch {
	case w.complete()&bit != 0:
		return Delta{}, t.refuseSlice(op, Complete, at)
	case w.open&bit == 0:
		return Delta{}, t.refuseSlice(op, NotReady, at)
	}
	t.begin()
	if w.taken&bit == 0 {
		t.withdrawn = append(t.withdrawn, t.fullRun(s, column))
	}
	w.open &^= bit
	w.taken |= bit
	s.columns[column].left = 0
	t.finishColumn(s, column)
	return t.delta(), nil
}
