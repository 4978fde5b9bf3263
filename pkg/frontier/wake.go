package frontier

import "github.com/dagplan/dagplan/pkg/model"

// openFull makes the task of a full column ready.
func (t *Tracker) openFull(f *Feed, s *slab, id model.ColumnID) {
	x, bit := s.fullAt(&t.columns[id])
	*x |= bit
	if f != nil {
		f.addFull(s, id)
	} else {
		t.addFull(&t.added, s, id)
	}
}

// announce tells of cells that have become ready.
func (t *Tracker) announce(f *Feed, s *slab, id model.ColumnID, chunk int, rows uint64) {
	switch {
	case rows == 0:
	case f != nil:
		f.addRows(s, id, chunk, rows)
	default:
		t.added.addRows(id, s.group, chunk, rows)
	}
}

// announceColumn tells of all ready cells of a column.
func (t *Tracker) announceColumn(f *Feed, s *slab, id model.ColumnID) {
	c := &t.columns[id]
	for chunk := range s.chunks() {
		rows := rowsIn(chunk, 0, s.rows)
		if !c.alone || s.live < s.rows {
			rows = t.where(s, chunk, rows, c.ready())
		}
		t.announce(f, s, id, chunk, rows)
	}
}

// finishColumn notes that a column is complete, and wakes those that wait for
// the whole of it.
func (t *Tracker) finishColumn(f *Feed, s *slab, id model.ColumnID) {
	c := &t.columns[id]
	s.unfinished--
	s.steps.add(1 + len(c.barriers) + len(c.gated))
	for _, down := range c.barriers {
		if s.waits[down]--; s.waits[down] == 0 {
			t.openFull(f, s, down)
		}
	}
	var gate wake
	for _, down := range c.gated {
		if s.waits[down]--; s.waits[down] == 0 {
			gate = t.joinGate(f, s, gate, down)
		}
	}
	t.openGate(f, s, gate)
	for _, down := range c.gated {
		if s.waits[down] == 0 {
			t.announceColumn(f, s, down)
		}
	}
}

// joinGate adds a column to those whose gate opens: one pass over the lanes of a
// plane opens them, not one a column. Where the column lies in another plane than
// those before it, these come first.
func (t *Tracker) joinGate(f *Feed, s *slab, gate wake, id model.ColumnID) wake {
	c := &t.columns[id]
	if gate.plane != c.plane {
		t.openGate(f, s, gate)
		gate = wake{plane: c.plane}
	}
	gate.add(c)
	return gate
}

// openGate counts, in every live row, that the cells wait for their gate no
// longer.
func (t *Tracker) openGate(f *Feed, s *slab, gate wake) {
	if gate.delta == 0 {
		return
	}
	for chunk := range s.chunks() {
		t.change(f, s, gate, chunk, t.liveRows(s, chunk, rowsIn(chunk, 0, s.rows)))
	}
}

// liveRows returns those of the rows of a chunk that have not been dropped.
func (t *Tracker) liveRows(s *slab, chunk int, rows uint64) uint64 {
	if s.live == s.rows {
		return rows
	}
	return t.where(s, chunk, rows, pattern{care: alive, want: alive})
}

// wakeRow does a wake in a live row.
func (t *Tracker) wakeRow(f *Feed, s *slab, w *wake, row model.RowIndex) {
	if w.delta == 0 {
		return
	}
	x := t.get(s, w.plane, row) + w.delta
	t.put(f, s, w.plane, row, x)
	for woken := x & w.down; woken != 0; woken &= woken - 1 {
		t.announce(f, s, t.cellAt(w.plane, lowest(woken)), int(row)/chunkRows, 1<<(row%chunkRows))
	}
}
