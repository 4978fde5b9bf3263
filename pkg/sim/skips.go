package sim

import (
	"slices"

	"github.com/dagplan/dagplan/pkg/model"
)

// Data Designer's types of columns that the engine treats in a way of their own:
// validationColumn checks others, seedColumn comes from the seed dataset, samplerColumn
// is drawn.
const (
	validationColumn = "validation"
	seedColumn       = "seed-dataset"
	samplerColumn    = "sampler"
)

// findSkips notes which columns a skip can reach. Edges that only a skip
// condition makes do not propagate. The columns of a step are skipped together, where
// any of them is.
func (s *setup) findSkips() {
	required := make([][]model.ColumnID, s.Graph.Len())
	for _, e := range s.Graph.Edges() {
		if e.Kind == model.Required {
			required[e.To] = append(required[e.To], e.From)
		}
	}
	for _, first := range s.Graph.StepOrder() {
		task := &s.columns[first]
		for _, id := range task.made {
			task.skips = task.skips || s.skipRate(id) > 0
			if s.Columns == nil {
				continue
			}
			task.skips = task.skips || s.World != nil && s.Columns[id].SkipsWhen
			if s.Columns[id].PropagatesSkip {
				task.required = append(task.required, slices.DeleteFunc(required[id], func(up model.ColumnID) bool { return !s.columns[up].skips })...)
			}
		}
		task.skips = task.skips || len(task.required) > 0
		for _, id := range task.made {
			s.columns[id].skips = task.skips
		}
	}
}

// skipRate is the share of rows for which the skip condition of a column holds; it has one,
// where it is described.
func (s *setup) skipRate(id model.ColumnID) float64 {
	if s.Columns != nil && !s.Columns[id].SkipsWhen {
		return 0
	}
	return s.columns[id].settings.SkipRate
}

// skipBits notes which cells were skipped, in the row groups in flight: a bit a
// row for each column that can be.
type skipBits struct {
	at    []int32 // by column; -1 where it is never skipped
	count int
	rows  int
	words [][]uint64 // by place
}

func newSkipBits(s *setup) skipBits {
	b := skipBits{at: make([]int32, len(s.columns)), rows: s.Plan.MaxSize()}
	for i := range s.columns {
		b.at[i] = -1
		if s.columns[i].skips {
			b.at[i] = int32(b.count)
			b.count++
		}
	}
	return b
}

// clear makes room for another row group.
func (b *skipBits) clear(place int32) {
	if b.count == 0 {
		return
	}
	for int(place) >= len(b.words) {
		b.words = append(b.words, make([]uint64, (b.count*b.rows+63)/64))
	}
	clear(b.words[place])
}

func (b *skipBits) set(place int32, columns []model.ColumnID, row model.RowIndex) {
	for _, column := range columns {
		i := int(b.at[column])*b.rows + int(row)
		b.words[place][i/64] |= 1 << (i % 64)
	}
}

func (b *skipBits) has(place int32, column model.ColumnID, row model.RowIndex) bool {
	if b.at[column] < 0 {
		return false
	}
	i := int(b.at[column])*b.rows + int(row)
	return b.words[place][i/64]>>(i%64)&1 != 0
}

// isSkipped decides whether a cell is skipped: because one that it requires
// was, or by its own condition (section 10).
func (l *loop) isSkipped(f *flight) bool {
	for _, up := range f.column.required {
		if l.skips.has(f.place, up, f.task.Row) {
			return true
		}
	}
	cell := model.Cell(f.task.Slice)
	for _, cell.Column = range f.column.made {
		if l.world.skips(cell) {
			return true
		}
	}
	return false
}

// skipRows decides which rows of a full column are skipped.
func (l *loop) skipRows(f *flight) {
	one := *f
	for row := range model.RowIndex(l.inFlight[f.place].size) {
		if one.task.Row = row; l.isSkipped(&one) {
			l.skips.set(f.place, f.column.made, row)
		}
	}
}

// isVacant reports whether a full column has no row left to be made for: all of them
// were dropped, or are skipped. The engine is done with it at once, without a thread
// (section 10).
func (l *loop) isVacant(f *flight) bool {
	g := &l.inFlight[f.place]
	switch {
	case l.policies.Loop != LoopBatched:
		return false
	case g.dropped == g.size:
		return true
	case !f.column.skips:
		return false
	}
	l.skipRows(f)
	for row := range model.RowIndex(g.size) {
		if !l.skips.has(f.place, f.task.Column, row) && !l.tracker.IsDropped(f.task.RowGroup, row) {
			return false
		}
	}
	return true
}

// breaksValidation reports whether a full column loses its row group. The
// validation of Data Designer 0.9.6 joins its results by position: where a row
// that was dropped, or skipped further up, lies before one that was not, it
// finds fewer rows than it expects, and every row is dropped (section 9).
func (l *loop) breaksValidation(f *flight) bool {
	c := f.column
	if c.skips {
		l.skipRows(f)
	}
	if c.kind != validationColumn || l.policies.Retry != RetryInRounds {
		return false
	}
	isMissing := false
	for row := range model.RowIndex(l.inFlight[f.place].size) {
		switch {
		case l.tracker.IsDropped(f.task.RowGroup, row) || c.skips && l.skips.has(f.place, f.task.Column, row):
			isMissing = true
		case isMissing:
			l.warn("validation column " + c.name + " lost a whole row group: a row before it was dropped or skipped, and Data Designer 0.9.6 then drops every row")
			return true
		}
	}
	return false
}

// warn notes a fact about the build, once.
func (m *machine) warn(text string) {
	for _, w := range m.warnings {
		if w == text {
			return
		}
	}
	m.warnings = append(m.warnings, text)
}
