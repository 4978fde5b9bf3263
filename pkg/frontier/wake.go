package frontier

import "github.com/dagplan/dagplan/pkg/model"

// openFull makes the task of a full column ready.
func (t *Tracker) openFull(f *Feed, s *slab, id model.ColumnID) {
	x, bit := s.fullAt(&t.columns[id])
	*x |= bit
	if f == nil {
		t.addFull(&t.added, s, id)
		return
	}
	*x |= bit << fullHalf
	f.addFull(s, id)
}

// openCells makes ready what waits, of a column, and has all it needs.
func (t *Tracker) openCells(f *Feed, s *slab, id model.ColumnID) {
	c := &t.columns[id]
	waiting, need := pattern{care: c.open | c.taken, plane: c.plane}, c.need
	if need[0].plane == c.plane {
		waiting.care, waiting.want, need = waiting.care|need[0].care, need[0].want, need[1:]
	}
	for chunk := range s.chunks() {
		rows := t.where(s, chunk, rowsIn(chunk, 0, s.rows), waiting)
		for _, n := range need {
			rows = t.where(s, chunk, rows, n)
		}
		t.openRows(f, s, id, chunk, rows)
	}
}

// openRows makes some cells ready that wait.
func (t *Tracker) openRows(f *Feed, s *slab, id model.ColumnID, chunk int, rows uint64) {
	if rows == 0 {
		return
	}
	c := &t.columns[id]
	t.open(f, s, c.plane, chunk, rows, c.open)
	if f != nil {
		f.addRows(s, c, chunk, rows)
	} else {
		t.added.addRows(id, s.group, chunk, rows)
	}
}

// open makes cells ready, by their open bits in a plane, in some rows of a chunk
// in which they wait: or in flight, where there is a feed.
func (t *Tracker) open(f *Feed, s *slab, plane int32, chunk int, rows, open uint64) {
	words, first := t.wordsOf(s, plane, chunk)
	if f != nil {
		t.alter(s, words, rows, 0, open*t.openTaken)
		return
	}
	touched := t.alter(s, words, rows, 0, open) << (first & 63)
	s.ready.assign(int(plane)*s.leaves()+first>>6, touched, touched)
}

// finishColumn notes that a column is complete, and wakes those that wait for
// the whole of it.
func (t *Tracker) finishColumn(f *Feed, s *slab, id model.ColumnID) {
	c := &t.columns[id]
	s.unfinished--
	s.steps.add(1 + len(c.barriers) + len(c.gated))
	for _, down := range c.barriers {
		if s.columns[down].waits--; s.columns[down].waits == 0 {
			t.openFull(f, s, down)
		}
	}
	together := uint64(0)
	for _, down := range c.gated {
		if s.columns[down].waits--; s.columns[down].waits > 0 {
			continue
		}
		d := &t.columns[down]
		s.opened |= d.open
		if d.alone && t.planes == 1 {
			together |= d.open
			continue
		}
		t.openCells(f, s, down)
	}
	if together != 0 {
		t.openTogether(f, s, together)
	}
}

// openTogether makes ready all cells, in the live rows, of columns that waited
// for nothing but full columns: one pass over the lanes of the only plane opens
// them, not one a column.
func (t *Tracker) openTogether(f *Feed, s *slab, open uint64) {
	for chunk := range s.chunks() {
		if rows := t.liveRows(s, chunk); rows != 0 {
			t.open(f, s, 0, chunk, rows, open)
		}
	}
	for ; open != 0; open &= open - 1 {
		id := t.cellAt(0, lowest(open))
		for chunk := range s.chunks() {
			if rows := t.liveRows(s, chunk); f != nil && rows != 0 {
				f.addRows(s, &t.columns[id], chunk, rows)
			} else if f == nil {
				t.added.addRows(id, s.group, chunk, rows)
			}
		}
	}
}

// liveRows returns the rows of a chunk that have not been dropped.
func (t *Tracker) liveRows(s *slab, chunk int) uint64 {
	rows := rowsIn(chunk, 0, s.rows)
	if s.live == s.rows {
		return rows
	}
	return t.where(s, chunk, rows, pattern{t.alive(), t.alive(), 0})
}

// wakeRow makes ready the cells of a live row that wait for nothing more, now
// that the cell of c is complete.
func (t *Tracker) wakeRow(f *Feed, s *slab, c *columnLayout, row model.RowIndex) {
	x := t.get(s, c.plane, row)
	s.steps.add(len(c.edges))
	for i := range c.edges {
		e := &c.edges[i]
		if x&e.care != e.want || !t.hasArrived(s, e.column, row) || s.columns[e.column].waits > 0 {
			continue
		}
		d := &t.columns[e.column]
		y := t.get(s, d.plane, row)
		if f == nil {
			t.put(s, d.plane, row, y|d.open)
			t.added.add(model.CellTask, e.column, s.group, row, 1)
			continue
		}
		t.put(s, d.plane, row, y|d.open|d.taken)
		f.addRows(s, d, int(row)/chunkRows, 1<<(row%chunkRows))
	}
}

// hasArrived counts that what a cell needs is complete in one plane more, and
// reports whether it now is in all.
func (t *Tracker) hasArrived(s *slab, id model.ColumnID, row model.RowIndex) bool {
	d := &t.columns[id]
	if d.counter < 0 {
		return true
	}
	arrived := &s.arrived[int(d.counter)*s.rows+int(row)]
	*arrived++
	return int(*arrived) == len(d.need)
}
