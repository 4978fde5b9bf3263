package frontier

import "github.com/dagplan/dagplan/pkg/model"

// Acknowledge notes that every task of a run has been handed out and is in
// flight: it leaves the frontier and never comes back, unless it is released.
// All of them must be ready; otherwise none is acknowledged. Refused:
// UnknownRowGroup, OtherShard, NotAdmitted, Compacted, UnknownColumn,
// WrongStrategy, WrongTaskType, RowOutOfRange, RowDropped, NotReady, InFlight,
// Complete.
//
// Complexity: O(rows / rows in a word).
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
	last := (to - 1) >> t.blockShift
	for block := from >> t.blockShift; block <= last; block++ {
		lanes := t.lanesIn(block, from, to)
		ready := s.words[block*t.blockWords+int(c.word)].ready() >> c.bit
		if missing := lanes &^ ready; missing != 0 {
			row := model.RowIndex(block<<t.blockShift + trailing(missing)>>t.laneShift)
			return t.refuseNotReady(op, s, model.Cell{Column: r.Column, RowGroup: r.RowGroup, Row: row})
		}
	}
	for block := from >> t.blockShift; block <= last; block++ {
		at := block*t.blockWords + int(c.word)
		w := s.words[at]
		w.taken |= t.lanesIn(block, from, to) << c.bit
		s.store(at, w)
	}
	return nil
}

// AcknowledgeCell is [Tracker.Acknowledge] for one cell.
func (t *Tracker) AcknowledgeCell(cell model.Cell) error {
	return t.Acknowledge(CellRun(cell.Column, cell.RowGroup, cell.Row, 1))
}

func (t *Tracker) refuseNotReady(op string, s *slab, cell model.Cell) *Error {
	if at, bit := s.cell(t.layout, &t.columns[cell.Column], cell.Row); s.words[at].inFlight()&bit != 0 {
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
	c := &t.columns[r.Column]
	w, bit := &s.full[c.word], uint64(1)<<c.bit
	switch {
	case r.Type != t.fullType(r.Column) || r.Count != 1:
		return t.refuseSlice(op, WrongTaskType, at)
	case w.complete()&bit != 0:
		return t.refuseSlice(op, Complete, at)
	case w.inFlight()&bit != 0:
		return t.refuseSlice(op, InFlight, at)
	case w.open&bit == 0:
		return t.refuseSlice(op, NotReady, at)
	}
	w.taken |= bit
	return nil
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
	i, bit := s.cell(t.layout, &t.columns[at.Column], at.Row)
	w := s.words[i]
	if w.inFlight()&bit == 0 {
		return Delta{}, t.refuseSlice(op, NotInFlight, at)
	}
	t.begin()
	w.taken &^= bit
	if s.isLive(t.layout, at.Row) {
		t.added = append(t.added, CellRun(at.Column, at.RowGroup, at.Row, 1))
	} else {
		w.open &^= bit
		s.late--
	}
	s.store(i, w)
	return t.delta(), nil
}

func (t *Tracker) releaseColumn(op string, at model.Slice) (Delta, error) {
	s, err := t.columnOf(op, at)
	if err != nil {
		return Delta{}, err
	}
	c := &t.columns[at.Column]
	w, bit := &s.full[c.word], uint64(1)<<c.bit
	if w.inFlight()&bit == 0 {
		return Delta{}, t.refuseSlice(op, NotInFlight, at)
	}
	t.begin()
	w.taken &^= bit
	t.added = append(t.added, t.fullRun(s, at.Column))
	return t.delta(), nil
}
