package frontier

import "github.com/dagplan/dagplan/pkg/model"

// Admit makes room for a row group of size rows, so that rows can be dropped
// before its roots are seeded. Nothing becomes ready. Refused: UnknownRowGroup,
// OtherShard, Compacted, AlreadyAdmitted, WrongSize.
//
// Complexity: O(columns + rows · planes), see Layout. Nothing is allocated
// where a compacted row group of that size has left its memory.
func (t *Tracker) Admit(group model.RowGroupIndex, size int) error {
	const op = "admit"
	switch reason := t.absence(group); reason {
	case 0:
		return t.refuse(op, AlreadyAdmitted, group)
	case NotAdmitted:
	default:
		return t.refuse(op, reason, group)
	}
	if want := t.plan.Size(group); size != want {
		return t.refuseSize(op, model.ColumnSlice(noColumn, group), size, want)
	}
	t.begun(group, size)
	return nil
}

// begun gives a row group its state, of which nothing is ready.
func (t *Tracker) begun(group model.RowGroupIndex, size int) *slab {
	s := t.admit(group)
	s.reset(&t.layout, group, size)
	t.remember(s)
	return s
}

// Seed makes the roots of a row group of size rows ready: the task of each full
// column, the cells of each cell_by_cell column, in the order of the graph. A
// row group that has not been admitted is admitted. Roots that are ready, in
// flight or complete already, and cells of dropped rows, stay as they are.
// Refused: UnknownRowGroup, OtherShard, Compacted, WrongSize.
//
// In a row group without rows every cell_by_cell column is complete at once, and
// what waits for nothing else becomes ready with the roots.
//
// Complexity: that of Admit, and O(root columns · rows).
func (t *Tracker) Seed(group model.RowGroupIndex, size int) (Delta, error) {
	return t.SeedColumns(group, size, nil)
}

// SeedColumns is [Tracker.Seed] for some of the roots; none given are all of
// them. Refused besides, before any is seeded: UnknownColumn, NotRoot.
func (t *Tracker) SeedColumns(group model.RowGroupIndex, size int, columns []model.ColumnID) (Delta, error) {
	t.begin()
	if err := t.seed(nil, group, size, columns); err != nil {
		return Delta{}, err
	}
	return t.delta(), nil
}

func (t *Tracker) seed(f *Feed, group model.RowGroupIndex, size int, columns []model.ColumnID) error {
	if err := t.refuseSeed(group, size, columns); err != nil {
		return err
	}
	s := t.slab(group)
	if s == nil {
		s = t.begun(group, size)
	}
	if len(columns) == 0 && !s.seeded {
		t.seedAll(f, s)
	} else {
		if len(columns) == 0 {
			columns = t.roots
		}
		t.seedSome(f, s, columns)
	}
	if !s.seeded && s.rows == 0 {
		for _, id := range t.cells {
			t.finishColumn(f, s, id)
		}
	}
	s.seeded = true
	return nil
}

// seedAll makes the roots ready in a row group that was never seeded.
func (t *Tracker) seedAll(f *Feed, s *slab) {
	var gate wake
	for _, id := range t.roots {
		if !t.columns[id].isFull {
			gate = t.joinGate(f, s, gate, id)
		}
	}
	t.openGate(f, s, gate)
	for _, id := range t.roots {
		if t.columns[id].isFull {
			t.openFull(f, s, id)
		} else {
			t.announceColumn(f, s, id)
		}
	}
}

// seedSome makes those slices of some roots ready that wait.
func (t *Tracker) seedSome(f *Feed, s *slab, columns []model.ColumnID) {
	for _, id := range columns {
		c := &t.columns[id]
		if c.isFull {
			if x, bit := s.fullAt(c); *x&(bit|bit<<fullHalf) == 0 {
				t.openFull(f, s, id)
			}
			continue
		}
		for chunk := range s.chunks() {
			rows := t.where(s, chunk, rowsIn(chunk, 0, s.rows), pattern{c.field | alive, c.start | alive, c.plane})
			t.change(f, s, wake{delta: c.one, plane: c.plane}, chunk, rows)
			t.announce(f, s, id, chunk, rows)
		}
	}
}

func (t *Tracker) refuseSeed(group model.RowGroupIndex, size int, columns []model.ColumnID) error {
	const op = "seed"
	if reason := t.absence(group); reason != 0 && reason != NotAdmitted {
		return t.refuse(op, reason, group)
	}
	if want := t.plan.Size(group); size != want {
		return t.refuseSize(op, model.ColumnSlice(noColumn, group), size, want)
	}
	for _, id := range columns {
		at := model.ColumnSlice(id, group)
		if uint(id) >= uint(len(t.columns)) {
			return t.refuseSlice(op, UnknownColumn, at)
		}
		if !t.columns[id].isRoot {
			return t.refuseSlice(op, NotRoot, at)
		}
	}
	return nil
}
