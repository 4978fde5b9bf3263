package dag

import (
	"iter"

	"github.com/dagplan/dagplan/pkg/model"
)

// TaskCounts returns the number of tasks of every column, by id: one a record
// for cell_by_cell, one a row group for full_column (R91). Every member of a
// multi-column step counts. Negative records and a buffer size that is not
// positive are refused.
func (g *Graph) TaskCounts(records, buffer int64) ([]int64, error) {
	groups, err := model.RowGroupCount(records, buffer)
	if err != nil {
		return nil, err
	}
	counts := make([]int64, len(g.names))
	for id, strategy := range g.strategies {
		if counts[id] = groups; strategy == model.CellByCell {
			counts[id] = records
		}
	}
	return counts, nil
}

// CellDependencies returns what must be complete before a slice can be made,
// in a row group of size rows: for a cell, the cell of the same row of each
// cell_by_cell column and the whole of each full_column column; for a whole
// column, the same with every row. The column must exist.
func (g *Graph) CellDependencies(s model.Slice, size int) iter.Seq[model.Slice] {
	first, last := s.Row, s.Row+1
	if s.IsColumn() {
		first, last = 0, model.RowIndex(size)
	}
	return func(yield func(model.Slice) bool) {
		for _, up := range g.upstream.of(s.Column).ids {
			if g.strategies[up] == model.FullColumn {
				if !yield(model.ColumnSlice(up, s.RowGroup)) {
					return
				}
				continue
			}
			for row := first; row < last; row++ {
				if !yield(model.Slice{Column: up, RowGroup: s.RowGroup, Row: row}) {
					return
				}
			}
		}
	}
}
