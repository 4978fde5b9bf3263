package model

import (
	"fmt"
	"strconv"
	"strings"
)

// ColumnID is the dense index of a column in its graph, from 0 in insertion
// order. It means nothing without that graph.
type ColumnID int32

// RowGroupIndex is the index of a row group in its [RowGroupPlan], from 0.
type RowGroupIndex int32

// RowIndex is the index of a row inside its row group, from 0.
type RowIndex int32

// AllRows stands in the place of a row index for every row of a row group.
const AllRows RowIndex = -1

// Cell is the place of one value of the dataset.
type Cell struct {
	Column   ColumnID
	RowGroup RowGroupIndex
	Row      RowIndex
}

// Slice returns the slice that holds just this cell.
func (c Cell) Slice() Slice { return Slice(c) }

// Slice is what one task makes: a cell, or, where Row is [AllRows], a whole
// column of a row group.
type Slice struct {
	Column   ColumnID
	RowGroup RowGroupIndex
	Row      RowIndex
}

// ColumnSlice returns the slice of a whole column of a row group.
func ColumnSlice(column ColumnID, group RowGroupIndex) Slice {
	return Slice{Column: column, RowGroup: group, Row: AllRows}
}

// IsColumn reports whether s is a whole column of a row group.
func (s Slice) IsColumn() bool { return s.Row == AllRows }

// SliceRef names a slice, or a column in every row group, as a user writes it:
// "summary" is the column, "summary[2]" the column in row group 2,
// "summary[2:17]" row 17 of that row group.
type SliceRef struct {
	Column   string
	RowGroup RowGroupIndex
	Row      RowIndex
	Scope    RefScope
}

// RefScope says how much of a column a [SliceRef] names.
type RefScope int

// The scopes of a [SliceRef].
const (
	// WholeColumn is a column in every row group.
	WholeColumn RefScope = iota + 1
	// ColumnOfGroup is a column in one row group.
	ColumnOfGroup
	// OneCell is one row of a column in one row group.
	OneCell
)

// ParseSliceRef reads a [SliceRef]. A name may itself hold brackets: only a
// last bracket that holds one or two numbers counts as coordinates. An empty
// name, a negative index or one beyond 2³¹-1 is an error.
func ParseSliceRef(text string) (SliceRef, error) {
	name, coords, found := cutCoordinates(text)
	if name == "" {
		return SliceRef{}, fmt.Errorf("%q names no column: write COLUMN, COLUMN[ROW_GROUP] or COLUMN[ROW_GROUP:ROW]", text)
	}
	if !found {
		return SliceRef{Column: name, Row: AllRows, Scope: WholeColumn}, nil
	}
	groupText, rowText, hasRow := strings.Cut(coords, ":")
	group, err := parseIndex("row group", groupText)
	if err != nil {
		return SliceRef{}, fmt.Errorf("%q: %w", text, err)
	}
	ref := SliceRef{Column: name, RowGroup: RowGroupIndex(group), Row: AllRows, Scope: ColumnOfGroup}
	if hasRow {
		row, err := parseIndex("row", rowText)
		if err != nil {
			return SliceRef{}, fmt.Errorf("%q: %w", text, err)
		}
		ref.Row, ref.Scope = RowIndex(row), OneCell
	}
	return ref, nil
}

// String returns the text that [ParseSliceRef] reads.
func (r SliceRef) String() string {
	switch r.Scope {
	case ColumnOfGroup:
		return fmt.Sprintf("%s[%d]", r.Column, r.RowGroup)
	case OneCell:
		return fmt.Sprintf("%s[%d:%d]", r.Column, r.RowGroup, r.Row)
	default:
		return r.Column
	}
}

func cutCoordinates(text string) (name, coords string, found bool) {
	if !strings.HasSuffix(text, "]") {
		return text, "", false
	}
	open := strings.LastIndexByte(text, '[')
	if open < 0 {
		return text, "", false
	}
	inside := text[open+1 : len(text)-1]
	if inside == "" || strings.Trim(inside, "-0123456789: ") != "" {
		return text, "", false
	}
	return text[:open], inside, true
}

func parseIndex(what, text string) (int32, error) {
	text = strings.TrimSpace(text)
	n, err := strconv.ParseInt(text, 10, 32)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("%s %q is not an index: give a number from 0", what, text)
	}
	return int32(n), nil
}
