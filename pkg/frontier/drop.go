package frontier

import (
	"github.com/dagplan/dagplan/pkg/model"
)

// DropRow gives a row up: its ready cells are withdrawn, those that wait never
// become ready, and the full columns no longer wait for it. Cells in flight may
// still complete or be released. Dropping a row again changes nothing. Refused:
// UnknownRowGroup, OtherShard, NotAdmitted, Compacted, RowOutOfRange.
//
// Complexity: O(columns).
func (t *Tracker) DropRow(group model.RowGroupIndex, row model.RowIndex) (Delta, error) {
	t.begin()
	if err := t.dropRow(nil, group, row); err != nil {
		return Delta{}, err
	}
	return t.delta(), nil
}

func (t *Tracker) dropRow(f *Feed, group model.RowGroupIndex, row model.RowIndex) error {
	const op = "drop"
	if err := t.refuseGroup(op, group); err != nil {
		return err
	}
	s := t.slab(group)
	if row < 0 || int(row) >= s.rows {
		return &Error{Op: op, Reason: RowOutOfRange, RowGroup: group, Row: row, Got: 1, Want: s.rows}
	}
	if !t.isLive(s, row) {
		return nil
	}
	s.live--
	for plane := range t.planes {
		t.dropPlane(f, s, int32(plane), row)
	}
	return nil
}

// dropPlane gives up the cells of a row in one plane.
func (t *Tracker) dropPlane(f *Feed, s *slab, plane int32, row model.RowIndex) {
	before := t.get(s, plane, row)
	ready := t.laneOf(t.planes[plane].ready(before))
	t.put(f, s, plane, row, (before&^ready|ready>>1)&^alive)
	for opens := t.laneOf(t.planes[plane].opens); opens != 0; opens &= opens - 1 {
		s.steps.add(1)
		id := t.cellAt(plane, lowest(opens))
		switch t.columns[id].statusIn(before) {
		case Done:
			continue
		case Dispatched:
			s.late++
		case Ready:
			t.withdrawals++
			if f == nil {
				t.withdrawn.add(model.CellTask, id, s.group, row, 1)
			}
		}
		if s.columns[id].left--; s.columns[id].left == 0 {
			t.finishColumn(f, s, id)
		}
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
		t.addFull(&t.withdrawn, s, id)
	}
	t.finish(&t.layout, s)
	return t.delta(), nil
}

// isComplete reports whether every row has been dropped or has all its columns.
func (s *slab) isComplete() bool { return s.live == 0 || s.unfinished == 0 }

// isSettled reports whether nothing is in flight in a complete row group.
func (s *slab) isSettled() bool {
	busy := uint64(0)
	for _, x := range s.full {
		busy |= x & (x >> fullHalf)
	}
	return busy == 0 && s.late == 0
}
