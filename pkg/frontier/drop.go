package frontier

import "github.com/dagplan/dagplan/pkg/model"

// DropRow gives a row up: its ready cells are withdrawn, those that wait never
// become ready, and the full columns no longer wait for it. Cells in flight may
// still complete or be released. Dropping a row again changes nothing. Refused:
// UnknownRowGroup, OtherShard, NotAdmitted, Compacted, RowOutOfRange.
//
// Complexity: O(columns).
func (t *Tracker) DropRow(group model.RowGroupIndex, row model.RowIndex) (Delta, error) {
	const op = "drop"
	if err := t.refuseGroup(op, group); err != nil {
		return Delta{}, err
	}
	s := t.slab(group)
	if row < 0 || int32(row) >= s.rows {
		return Delta{}, &Error{Op: op, Reason: RowOutOfRange, RowGroup: group, Row: row, Got: 1, Want: int(s.rows)}
	}
	t.begin()
	if !s.isLive(t.layout, row) {
		return t.delta(), nil
	}
	block, shift := t.lane(row)
	s.words[block*t.blockWords].taken &^= 1 << shift
	s.live--
	for _, id := range t.cells {
		t.dropCell(s, id, row)
	}
	return t.delta(), nil
}

func (t *Tracker) dropCell(s *slab, id model.ColumnID, row model.RowIndex) {
	at, bit := s.cell(t.layout, &t.columns[id], row)
	w := s.words[at]
	switch {
	case w.complete()&bit != 0:
		return
	case w.inFlight()&bit != 0:
		s.late++
	case w.open&bit != 0:
		w.open &^= bit
		s.store(at, w)
		t.withdrawn = append(t.withdrawn, CellRun(id, s.group, row, 1))
	}
	if s.columns[id].left--; s.columns[id].left == 0 {
		t.finishColumn(s, id)
	}
}

// Compact forgets a row group that is complete, but for which of its rows were
// dropped. Tasks still ready, which can only be those of full columns over rows
// that have all been dropped, are withdrawn. Compacting a row group again changes
// nothing. Refused: UnknownRowGroup, OtherShard, NotAdmitted, Incomplete,
// InFlight.
//
// Complexity: O(full columns / 64), and O(rows) where any was dropped.
func (t *Tracker) Compact(group model.RowGroupIndex) (Delta, error) {
	const op = "compact"
	t.begin()
	if err := t.refuseGroup(op, group); err != nil {
		if err.Reason == Compacted {
			return t.delta(), nil
		}
		return Delta{}, err
	}
	s := t.slab(group)
	if !s.isComplete() {
		return Delta{}, t.refuse(op, Incomplete, group)
	}
	if !s.isSettled() {
		return Delta{}, t.refuse(op, InFlight, group)
	}
	for id := range t.readyFull(s) {
		t.withdrawn = append(t.withdrawn, t.fullRun(s, id))
	}
	t.finish(t.layout, s)
	return t.delta(), nil
}

// isComplete reports whether every row has been dropped or has all its columns.
func (s *slab) isComplete() bool { return s.live == 0 || s.unfinished == 0 }

// isSettled reports whether nothing is in flight in a complete row group.
func (s *slab) isSettled() bool {
	busy := uint64(0)
	for _, w := range s.full {
		busy |= w.inFlight()
	}
	return busy == 0 && s.late == 0
}
