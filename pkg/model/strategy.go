package model

import "fmt"

// Strategy says how a column is made.
type Strategy uint8

// The strategies.
const (
	// CellByCell makes each cell by a task of its own, as soon as the cells of
	// its own row that it reads are complete. Text form: cell_by_cell.
	CellByCell Strategy = iota + 1
	// FullColumn makes a whole column of a row group by one task, once
	// everything it reads is complete in every row of that group that has not
	// been dropped. Text form: full_column.
	FullColumn
)

// Strategies lists every strategy, in the order of their declaration.
func Strategies() []Strategy { return []Strategy{CellByCell, FullColumn} }

// String returns the text form, or "unset" for the zero value.
func (s Strategy) String() string {
	switch s {
	case CellByCell:
		return "cell_by_cell"
	case FullColumn:
		return "full_column"
	default:
		return "unset"
	}
}

// MarshalText returns the text form.
func (s Strategy) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// ParseStrategy reads a text form.
func ParseStrategy(text string) (Strategy, error) {
	for _, s := range Strategies() {
		if s.String() == text {
			return s, nil
		}
	}
	return 0, fmt.Errorf("unknown strategy %q: use cell_by_cell or full_column", text)
}
