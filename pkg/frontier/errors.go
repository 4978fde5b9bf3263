package frontier

import (
	"fmt"

	"github.com/dagplan/dagplan/pkg/model"
)

// Reason says why a mutation was refused.
type Reason uint8

// The reasons.
const (
	// UnknownRowGroup is a row group that the plan does not have.
	UnknownRowGroup Reason = iota + 1
	// OtherShard is a row group that another shard tracks.
	OtherShard
	// NotAdmitted is a row group that has not been admitted yet.
	NotAdmitted
	// AlreadyAdmitted is a row group that has been admitted before.
	AlreadyAdmitted
	// Compacted is a row group that has been compacted.
	Compacted
	// UnknownColumn is a column that the graph does not have.
	UnknownColumn
	// WrongStrategy is a call that does not fit the strategy of the column.
	WrongStrategy
	// WrongTaskType is a task type that the column does not have.
	WrongTaskType
	// NotRoot is a column with upstream, which cannot be seeded.
	NotRoot
	// WrongSize is a number of rows that differs from the plan's.
	WrongSize
	// RowOutOfRange is a row that the row group does not have, or a run that
	// holds one or is empty.
	RowOutOfRange
	// RowDropped is a cell whose row has been dropped and which was not in flight
	// then.
	RowDropped
	// NotReady is a task whose inputs are not complete, or a root that has not
	// been seeded.
	NotReady
	// InFlight is a task that was acknowledged before, or a row group with such a
	// task.
	InFlight
	// NotInFlight is a task that was not acknowledged.
	NotInFlight
	// Complete is a slice that is complete already.
	Complete
	// Incomplete is a row group with work left.
	Incomplete
)

// Error is a mutation that was refused; it has changed nothing.
type Error struct {
	// Op is the verb, such as "complete".
	Op     string
	Reason Reason
	// Column names the column; it is empty where none is concerned, and
	// "column 9" where the graph has none of that id.
	Column   string
	RowGroup model.RowGroupIndex
	// Row is [model.AllRows] where no single row is concerned.
	Row model.RowIndex
	// Got and Want are numbers of rows, for WrongSize and RowOutOfRange.
	Got, Want int
}

// Error returns the message, such as
// "cannot complete summary[2:17]: its row has been dropped".
func (e *Error) Error() string {
	return fmt.Sprintf("cannot %s %s: %s", e.Op, e.place(), e.cause())
}

func (e *Error) place() string {
	switch {
	case e.Column != "" && e.Row != model.AllRows:
		return fmt.Sprintf("%s[%d:%d]", e.Column, e.RowGroup, e.Row)
	case e.Column != "":
		return fmt.Sprintf("%s[%d]", e.Column, e.RowGroup)
	case e.Row != model.AllRows:
		return fmt.Sprintf("row %d of row group %d", e.Row, e.RowGroup)
	default:
		return fmt.Sprintf("row group %d", e.RowGroup)
	}
}

func (e *Error) cause() string {
	switch e.Reason {
	case UnknownRowGroup:
		return fmt.Sprintf("the plan has %d row groups", e.Want)
	case OtherShard:
		return "another shard tracks the row group"
	case NotAdmitted:
		return "the row group has not been admitted"
	case AlreadyAdmitted:
		return "it has been admitted before"
	case Compacted:
		return "the row group has been compacted"
	case UnknownColumn:
		return "the graph has no such column"
	case WrongStrategy:
		return "the call does not fit the strategy of the column"
	case WrongTaskType:
		return "the column has no task of that type"
	case NotRoot:
		return "the column has upstream"
	case WrongSize:
		return fmt.Sprintf("the row group has %d rows, not %d", e.Want, e.Got)
	case RowOutOfRange:
		return fmt.Sprintf("%d rows from there do not lie in a row group of %d rows", e.Got, e.Want)
	case RowDropped:
		return "its row has been dropped"
	case NotReady:
		return "it is not ready"
	case InFlight:
		return "a task of it is in flight"
	case NotInFlight:
		return "it is not in flight"
	case Complete:
		return "it is already complete"
	case Incomplete:
		return "it has work left"
	default:
		return "unset"
	}
}
