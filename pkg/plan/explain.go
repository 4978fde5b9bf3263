package plan

import (
	"fmt"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/model"
)

// Match says which cells of a column a slice of another one waits for.
type Match uint8

// The matches.
const (
	// SameRow is the cell of the same row. Text form: same_row.
	SameRow Match = iota + 1
	// EveryRow is the cell of every row of the row group that has not been dropped:
	// a barrier. Text form: every_row.
	EveryRow
	// FullColumn is the full column of the row group, which one task makes. Text
	// form: full_column.
	FullColumn
)

// String returns the text form, or unset for the zero value.
func (m Match) String() string {
	switch m {
	case SameRow:
		return "same_row"
	case EveryRow:
		return "every_row"
	case FullColumn:
		return "full_column"
	default:
		return "unset"
	}
}

// MarshalText returns the text form.
func (m Match) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// Explanation says what a slice waits for, and what completing it can unlock.
type Explanation struct {
	// Slice is what was asked about, Column the column that it belongs to.
	Slice  model.SliceRef
	Column Column
	// Made is the slice that a task makes: for one cell of a full column, that full
	// column.
	Made model.SliceRef
	// Rows is how many rows the row group has; 0 where Slice is a whole column.
	Rows     int
	WaitsFor []Need
	Unlocks  []Unlock
}

// Need is something that a slice waits for.
type Need struct {
	Slice model.SliceRef
	Match Match
	Kind  model.DependencyKind
	// Via is the side effect by whose name it is read, or empty.
	Via string
}

// Unlock is a slice that becomes ready once the explained one is complete, and
// AlsoNeeds are too. Match says which of its cells it needs.
type Unlock struct {
	Slice     model.SliceRef
	Match     Match
	Kind      model.DependencyKind
	Via       string
	AlsoNeeds []Need
}

// UnknownSliceError is a slice that the build does not have.
type UnknownSliceError struct {
	Slice model.SliceRef
	// Reason says what is wrong, Column is true where the name is.
	Reason string
	Column bool
}

func (e *UnknownSliceError) Error() string {
	return fmt.Sprintf("there is no %s: %s", e.Slice, e.Reason)
}

// Explain explains a slice or a column. The name may be that of a side effect:
// it stands for its producer. A name, a row group or a row that the build does
// not have is an [*UnknownSliceError].
//
// Complexity: O(edges).
func (p *Plan) Explain(ref model.SliceRef) (*Explanation, error) {
	id, known := p.Graph.ResolveSideEffect(ref.Column)
	if !known {
		return nil, &UnknownSliceError{Slice: ref, Reason: fmt.Sprintf("no column or side effect has the name %q", ref.Column), Column: true}
	}
	rows, err := p.rowsOf(ref)
	if err != nil {
		return nil, err
	}
	e := &Explanation{Slice: ref, Column: p.Columns[id], Rows: rows}
	at := place{ref.RowGroup, ref.Row, ref.Scope}
	e.Made = p.slice(id, at)
	if e.Made.Scope != ref.Scope {
		at = place{ref.RowGroup, model.AllRows, e.Made.Scope}
	}
	incoming := make([][]dag.Edge, p.Graph.Len())
	for _, edge := range p.Graph.Edges() {
		incoming[edge.To] = append(incoming[edge.To], edge)
	}
	e.WaitsFor = p.needs(incoming[id], at, noColumn)
	for down := range p.Graph.Downstream(id).All() {
		e.Unlocks = append(e.Unlocks, p.unlock(id, down, at, incoming[down]))
	}
	return e, nil
}

const noColumn model.ColumnID = -1

// unlock describes the slice of down that waits for the one of id at a place.
func (p *Plan) unlock(id, down model.ColumnID, at place, incoming []dag.Edge) Unlock {
	at = p.downstream(down, at)
	u := Unlock{Slice: p.slice(down, at), AlsoNeeds: p.needs(incoming, at, id)}
	for _, edge := range incoming {
		if edge.From == id {
			u.Match, u.Kind, u.Via = p.match(edge), edge.Kind, edge.Via
		}
	}
	return u
}

// place is where in the rows a slice lies.
type place struct {
	group model.RowGroupIndex
	row   model.RowIndex
	scope model.RefScope
}

// rowsOf checks the coordinates and returns the size of the row group.
func (p *Plan) rowsOf(ref model.SliceRef) (int, error) {
	if ref.Scope == model.WholeColumn {
		return 0, nil
	}
	if !p.Rows.Contains(ref.RowGroup) {
		return 0, &UnknownSliceError{Slice: ref, Reason: fmt.Sprintf("%s in row groups of %d make %s", count(p.Rows.Records(), "row"), p.Run.BufferSize, rangeText(int64(p.Rows.Len()), "row group"))}
	}
	rows := p.Rows.Size(ref.RowGroup)
	if ref.Scope == model.OneCell && int(ref.Row) >= rows {
		return 0, &UnknownSliceError{Slice: ref, Reason: fmt.Sprintf("row group %d has %s", ref.RowGroup, rangeText(int64(rows), "row"))}
	}
	return rows, nil
}

func count(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// rangeText says how many there are and how they are numbered.
func rangeText(n int64, noun string) string {
	switch n {
	case 0:
		return "no " + noun
	case 1:
		return "1 " + noun + ", 0"
	default:
		return fmt.Sprintf("%s, 0 to %d", count(n, noun), n-1)
	}
}

// slice names the slice of a column at a place; a full column has no single
// cells.
func (p *Plan) slice(id model.ColumnID, at place) model.SliceRef {
	ref := model.SliceRef{Column: p.Graph.Name(id), RowGroup: at.group, Row: at.row, Scope: at.scope}
	if at.scope == model.OneCell && p.Graph.Strategy(id) == model.FullColumn {
		ref.Row, ref.Scope = model.AllRows, model.ColumnOfGroup
	}
	return ref
}

// downstream is the place of a slice that waits for one at a place: the same
// row, or the whole row group where either is a full column.
func (p *Plan) downstream(id model.ColumnID, at place) place {
	if at.scope == model.OneCell && p.Graph.Strategy(id) == model.FullColumn {
		return place{at.group, model.AllRows, model.ColumnOfGroup}
	}
	return at
}

// needs lists what the edges into a slice make it wait for, without the column
// that is left out.
func (p *Plan) needs(incoming []dag.Edge, at place, leftOut model.ColumnID) []Need {
	var needs []Need
	for _, edge := range incoming {
		if edge.From != leftOut {
			needs = append(needs, Need{Slice: p.slice(edge.From, at), Match: p.match(edge), Kind: edge.Kind, Via: edge.Via})
		}
	}
	return needs
}

// match says which cells of the upstream column an edge is about.
func (p *Plan) match(edge dag.Edge) Match {
	switch {
	case p.Graph.Strategy(edge.From) == model.FullColumn:
		return FullColumn
	case p.Graph.Strategy(edge.To) == model.FullColumn:
		return EveryRow
	default:
		return SameRow
	}
}
