package frontier

import (
	"fmt"

	"github.com/dagplan/dagplan/pkg/model"
)

// refuse returns the error of a whole row group.
func (t *Tracker) refuse(op string, reason Reason, group model.RowGroupIndex) *Error {
	return &Error{Op: op, Reason: reason, RowGroup: group, Row: model.AllRows, Want: t.plan.Len()}
}

// noColumn stands where a whole row group is refused.
const noColumn model.ColumnID = -1

// refuseSize returns the error of a number of rows that is not the plan's.
func (t *Tracker) refuseSize(op string, at model.Slice, got, want int) *Error {
	e := t.refuse(op, WrongSize, at.RowGroup)
	if at.Column != noColumn {
		e = t.refuseSlice(op, WrongSize, at)
	}
	e.Got, e.Want = got, want
	return e
}

// refuseSlice returns the error of a slice.
func (t *Tracker) refuseSlice(op string, reason Reason, at model.Slice) *Error {
	e := t.refuse(op, reason, at.RowGroup)
	e.Row = at.Row
	if e.Column = fmt.Sprintf("column %d", at.Column); uint(at.Column) < uint(len(t.columns)) {
		e.Column = t.graph.Name(at.Column)
	}
	return e
}

// absence returns why a row group has no state, 0 where it has.
func (t *Tracker) absence(group model.RowGroupIndex) Reason {
	switch {
	case !t.plan.Contains(group):
		return UnknownRowGroup
	case int(group)%t.shards != t.shard:
		return OtherShard
	case t.isFinished(group):
		return Compacted
	case t.slab(group) == nil:
		return NotAdmitted
	default:
		return 0
	}
}

// refuseGroup returns the error of a row group without state, nil where it has.
func (t *Tracker) refuseGroup(op string, group model.RowGroupIndex) *Error {
	if reason := t.absence(group); reason != 0 {
		return t.refuse(op, reason, group)
	}
	return nil
}

// refuseCell returns why a cell is neither ready nor in flight. A cell that is
// either must not be given.
func (t *Tracker) refuseCell(op string, cell model.Cell) *Error {
	s, err := t.cellsOf(op, CellRun(cell.Column, cell.RowGroup, cell.Row, 1))
	if err != nil {
		return err
	}
	c := &t.columns[cell.Column]
	switch c.statusIn(t.get(s, c.plane, cell.Row)) {
	case Done:
		return t.refuseSlice(op, Complete, cell.Slice())
	case GivenUp:
		return t.refuseSlice(op, RowDropped, cell.Slice())
	default:
		return t.refuseSlice(op, NotReady, cell.Slice())
	}
}

// known returns the state of a row group, and checks that the column exists.
func (t *Tracker) known(op string, at model.Slice) (*slab, *Error) {
	if err := t.refuseGroup(op, at.RowGroup); err != nil {
		return nil, err
	}
	if uint(at.Column) >= uint(len(t.columns)) {
		return nil, t.refuseSlice(op, UnknownColumn, at)
	}
	return t.slab(at.RowGroup), nil
}

// columnOf returns the state that holds a full column.
func (t *Tracker) columnOf(op string, at model.Slice) (*slab, *Error) {
	s, err := t.known(op, at)
	if err != nil {
		return nil, err
	}
	if !t.columns[at.Column].isFull {
		return nil, t.refuseSlice(op, WrongStrategy, at)
	}
	return s, nil
}

// cellsOf returns the state that holds the cells of a run.
func (t *Tracker) cellsOf(op string, r Run) (*slab, *Error) {
	s := t.slab(r.RowGroup)
	switch reason := t.faultOf(r); reason {
	case 0:
		return s, nil
	case UnknownRowGroup, OtherShard, Compacted, NotAdmitted:
		return nil, t.refuse(op, reason, r.RowGroup)
	case RowOutOfRange:
		e := t.refuseSlice(op, reason, r.Slice)
		e.Got, e.Want = int(r.Count), s.rows
		return nil, e
	default:
		return nil, t.refuseSlice(op, reason, r.Slice)
	}
}

// faultOf returns why a run is not cells that have a state, 0 where it is.
func (t *Tracker) faultOf(r Run) Reason {
	if reason := t.absence(r.RowGroup); reason != 0 {
		return reason
	}
	switch rows := t.slab(r.RowGroup).rows; {
	case uint(r.Column) >= uint(len(t.columns)):
		return UnknownColumn
	case t.columns[r.Column].isFull:
		return WrongStrategy
	case r.Type != model.CellTask:
		return WrongTaskType
	case r.Row < 0 || r.Count < 1 || int(r.Row) >= rows || int(r.Count) > rows-int(r.Row):
		return RowOutOfRange
	default:
		return 0
	}
}
