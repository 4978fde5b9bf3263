package frontier

import (
	"fmt"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/model"
)

// Tracker knows, for every row group that has been admitted and not compacted,
// which tasks wait, are ready, are in flight or are complete. It is not safe for
// concurrent use; see [Sharded].
type Tracker struct {
	*layout
	groups

	// The buffers of the last Delta.
	added, withdrawn []Run
}

// New returns a tracker of the row groups of a plan, none of which is admitted
// yet. It refuses a graph of more than 4,194,304 columns.
//
// Complexity: O(columns + edges).
func New(g *dag.Graph, plan model.RowGroupPlan) (*Tracker, error) {
	s, err := NewSharded(g, plan, 1)
	if err != nil {
		return nil, err
	}
	return s.shards[0], nil
}

func checkGraph(g *dag.Graph) error {
	if g.Len() > maxColumns {
		return fmt.Errorf("a graph of %d columns cannot be tracked: the most is %d", g.Len(), maxColumns)
	}
	return nil
}

// Graph returns the graph whose columns are tracked.
func (t *Tracker) Graph() *dag.Graph { return t.graph }

// Plan returns the plan whose row groups are tracked.
func (t *Tracker) Plan() model.RowGroupPlan { return t.plan }

// Admit makes room for a row group of size rows, so that rows can be dropped
// before its roots are seeded. Nothing becomes ready. Refused: UnknownRowGroup,
// OtherShard, Compacted, AlreadyAdmitted, WrongSize.
//
// Complexity: O(columns + size/32 · columns/lane) words are cleared; nothing is
// allocated where a compacted row group of that size has left its memory.
func (t *Tracker) Admit(group model.RowGroupIndex, size int) error {
	const op = "admit"
	switch err := t.refuseGroup(op, group); {
	case err == nil:
		return t.refuse(op, AlreadyAdmitted, group)
	case err.Reason != NotAdmitted:
		return err
	}
	if want := t.plan.Size(group); size != want {
		return &Error{Op: op, Reason: WrongSize, RowGroup: group, Row: model.AllRows, Got: size, Want: want}
	}
	t.admit(group).reset(t.layout, group, size)
	return nil
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
// Complexity: that of Admit, and O(root columns · size / rows in a word).
func (t *Tracker) Seed(group model.RowGroupIndex, size int) (Delta, error) {
	return t.SeedColumns(group, size, nil)
}

// SeedColumns is [Tracker.Seed] for some of the roots; none given are all of
// them. Refused besides: UnknownColumn, NotRoot.
func (t *Tracker) SeedColumns(group model.RowGroupIndex, size int, columns []model.ColumnID) (Delta, error) {
	if err := t.refuseSeed(group, size, columns); err != nil {
		return Delta{}, err
	}
	s := t.slab(group)
	if s == nil {
		s = t.admit(group)
		s.reset(t.layout, group, size)
	}
	if len(columns) == 0 {
		columns = t.roots
	}
	t.begin()
	for _, id := range columns {
		if t.columns[id].isFull {
			if !t.isOpenOrTaken(s, id) {
				t.openFull(s, id)
			}
			continue
		}
		t.openCells(s, id, 0, int(s.rows))
	}
	if !s.seeded && s.rows == 0 {
		for _, id := range t.cells {
			t.finishColumn(s, id)
		}
	}
	s.seeded = true
	return t.delta(), nil
}

func (t *Tracker) refuseSeed(group model.RowGroupIndex, size int, columns []model.ColumnID) error {
	const op = "seed"
	if err := t.refuseGroup(op, group); err != nil && err.Reason != NotAdmitted {
		return err
	}
	if want := t.plan.Size(group); size != want {
		return &Error{Op: op, Reason: WrongSize, RowGroup: group, Row: model.AllRows, Got: size, Want: want}
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

// begin empties the buffers of the last Delta.
func (t *Tracker) begin() { t.added, t.withdrawn = t.added[:0], t.withdrawn[:0] }

func (t *Tracker) delta() Delta { return Delta{Ready: t.added, Withdrawn: t.withdrawn} }

// openFull makes the task of a full column ready.
func (t *Tracker) openFull(s *slab, id model.ColumnID) {
	c := &t.columns[id]
	s.full[c.word].open |= 1 << c.bit
	t.added = append(t.added, t.fullRun(s, id))
}

func (t *Tracker) fullRun(s *slab, id model.ColumnID) Run {
	return Run{Type: t.fullType(id), Column: id, RowGroup: s.group, Row: model.AllRows, Count: 1}
}

func (t *Tracker) fullType(id model.ColumnID) model.TaskType {
	if t.columns[id].isRoot {
		return model.FromScratch
	}
	return model.Batch
}

func (t *Tracker) isOpenOrTaken(s *slab, id model.ColumnID) bool {
	c := &t.columns[id]
	return (s.full[c.word].open|s.full[c.word].taken)>>c.bit&1 != 0
}

// openCells makes ready what waits, of a column and of the rows in [from, to),
// and has all it needs.
func (t *Tracker) openCells(s *slab, id model.ColumnID, from, to int) {
	if from >= to {
		return
	}
	c := &t.columns[id]
	for block := from >> t.blockShift; block <= (to-1)>>t.blockShift; block++ {
		at := block*t.blockWords + int(c.word)
		w := s.words[at]
		lanes := s.satisfied(t.layout, c, block, t.lanesIn(block, from, to))
		lanes &^= (w.open | w.taken) >> c.bit
		if lanes == 0 {
			continue
		}
		w.open |= lanes << c.bit
		s.store(at, w)
		t.added = t.appendLanes(t.added, s, id, block, lanes)
	}
}

// appendLanes adds the cells of a column in the lanes of a block.
func (t *Tracker) appendLanes(runs []Run, s *slab, id model.ColumnID, block int, lanes uint64) []Run {
	first := model.RowIndex(block << t.blockShift)
	if lanes == t.lanes {
		return appendRun(runs, CellRun(id, s.group, first, 1<<t.blockShift))
	}
	for ; lanes != 0; lanes &= lanes - 1 {
		row := first + model.RowIndex(trailing(lanes)>>t.laneShift)
		runs = appendRun(runs, CellRun(id, s.group, row, 1))
	}
	return runs
}

// finishColumn notes that a column is complete, and wakes those that wait for
// the whole of it.
func (t *Tracker) finishColumn(s *slab, id model.ColumnID) {
	c := &t.columns[id]
	s.unfinished--
	for _, down := range c.barriers {
		if s.columns[down].waits--; s.columns[down].waits == 0 {
			t.openFull(s, down)
		}
	}
	for _, down := range c.gated {
		if s.columns[down].waits--; s.columns[down].waits == 0 {
			s.closed &^= 1 << t.columns[down].bit
			t.openCells(s, down, 0, int(s.rows))
		}
	}
}
