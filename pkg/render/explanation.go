package render

import (
	"slices"
	"strings"

	"github.com/dagplan/dagplan/pkg/internal/numeral"
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/plan"
)

// Explanation shows what a slice waits for and what it can unlock.
type Explanation struct {
	// Name is the name of the config.
	Name string
	Plan *plan.Plan
	*plan.Explanation
}

var _ Report = Explanation{}

// Text names the slice, then lists both sides.
func (r Explanation) Text(p *Page) {
	c := r.Column
	p.Printf("%s: %s", p.Strong.Render(Printable(r.Slice.String())), c.Strategy)
	if c.Type != "" {
		p.Printf(", %s", Printable(c.Type))
	}
	if len(c.Models) > 0 {
		p.Printf(", model %s", namesText(c.Models))
	}
	p.Printf(", %s\n", counted(c.Tasks, "task"))
	for _, line := range r.where() {
		p.Printf("  %s\n", line)
	}
	p.Printf("\nwaits for\n")
	r.needs(p)
	p.Printf("\nits completion can unlock\n")
	r.unlocks(p)
}

// where says what is special about the place of a slice.
func (r Explanation) where() []string {
	var lines []string
	if r.Slice.Column != r.Column.Name {
		lines = append(lines, "a side effect of "+Printable(r.Column.Name))
	}
	lines = append(lines, r.stepLines()...)
	effects := slices.DeleteFunc(slices.Clone(r.Plan.Graph.SideEffects(r.Column.ID)), func(name string) bool { return name == r.Slice.Column })
	if len(effects) > 0 {
		lines = append(lines, "also writes "+namesText(effects))
	}
	switch r.Slice.Scope {
	case model.OneCell:
		row := r.Plan.Rows.Start(r.Slice.RowGroup) + int64(r.Slice.Row)
		lines = append(lines, "row "+numeral.Integer(row)+" of the dataset; its row group has "+counted(int64(r.Rows), "row"))
		if r.Made.Scope != model.OneCell {
			lines = append(lines, "made by the task of "+Printable(r.Made.String())+", with every other row")
		}
	case model.ColumnOfGroup:
		lines = append(lines, counted(int64(r.Rows), "row"))
	}
	return lines
}

// stepLines says which other columns the same task makes.
func (r Explanation) stepLines() []string {
	if r.Column.Step == 0 {
		return nil
	}
	var others []string
	isFirst := true
	for _, c := range r.Plan.Columns {
		if c.Step != r.Column.Step || c.ID == r.Column.ID {
			continue
		}
		others = append(others, c.Name)
		isFirst = isFirst && c.ID > r.Column.ID
	}
	switch {
	case len(others) == 0:
		return nil
	case isFirst:
		return []string{"its task makes " + namesText(others) + " as well"}
	case len(others) > 1:
		return []string{"made by the task of " + Printable(others[0]) + ", with " + namesText(others[1:])}
	default:
		return []string{"made by the task of " + Printable(others[0])}
	}
}

func (r Explanation) needs(p *Page) {
	if len(r.WaitsFor) == 0 {
		p.Printf("  nothing: it is ready as soon as its row group is admitted\n")
		return
	}
	var rows [][]string
	for _, n := range r.WaitsFor {
		rows = append(rows, []string{"  " + Printable(n.Slice.String()), r.matchText(n.Match, n.Slice), readText(n.Kind, n.Via)})
	}
	p.list(rows)
}

func (r Explanation) unlocks(p *Page) {
	if len(r.Unlocks) == 0 {
		p.Printf("  nothing: no column reads it\n")
		return
	}
	var rows [][]string
	for _, u := range r.Unlocks {
		rows = append(rows, []string{"  " + Printable(u.Slice.String()), r.alsoText(u), readText(u.Kind, u.Via)})
	}
	p.list(rows)
}

// matchText says which cells of a column an edge is about.
func (r Explanation) matchText(m plan.Match, s model.SliceRef) string {
	switch {
	case m == plan.FullColumn:
		return "full column"
	case m == plan.SameRow:
		return "same row"
	case s.Scope == model.WholeColumn:
		return "every row of the row group"
	default:
		return "every row, " + numeral.Integer(int64(r.Rows))
	}
}

// alsoText says what else a slice needs before it is unlocked.
func (r Explanation) alsoText(u plan.Unlock) string {
	var also []string
	if u.Match == plan.EveryRow && r.Made.Scope == model.OneCell {
		also = append(also, counted(int64(r.Rows)-1, "other row"))
	}
	for _, n := range u.AlsoNeeds {
		also = append(also, Printable(n.Slice.String()))
	}
	if len(also) == 0 {
		return "at once"
	}
	return "once complete too: " + strings.Join(also, ", ")
}

func readText(kind model.DependencyKind, via string) string {
	var notes []string
	if via != "" {
		notes = append(notes, "as "+Printable(via))
	}
	if kind == model.SkipCondition {
		notes = append(notes, "skip condition only")
	}
	return strings.Join(notes, ", ")
}
