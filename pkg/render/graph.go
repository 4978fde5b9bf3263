package render

import (
	"fmt"
	"strings"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/diag"
	"github.com/dagplan/dagplan/pkg/internal/numeral"
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/plan"
)

// Graph shows the columns of a config, their order, and what hangs off what.
type Graph struct {
	// Name is the name of the config.
	Name string
	Plan *plan.Plan
	// Positions are the places of the columns in the config, by id.
	Positions []diag.Pos
}

var _ Report = Graph{}

// Text lists the columns in topological order, then the paths.
func (r Graph) Text(p *Page) {
	g := r.Plan.Graph
	p.Printf("%s: %s, %s, %s\n", p.Strong.Render(Printable(r.Name)),
		counted(int64(g.Len()), "column"), counted(int64(len(g.Edges())), "edge"), counted(int64(len(g.Layers())), "layer"))
	p.Printf("%s: %s\n\n", runText(r.Plan), counted(r.Plan.Tasks, "task"))
	if g.Len() == 0 {
		return
	}
	columns := []column{{title: "COLUMN", name: true}, {title: "LAYER", right: true}}
	typed := anyColumn(r.Plan, func(c plan.Column) bool { return c.Type != "" })
	if typed {
		columns = append(columns, column{title: "TYPE"})
	}
	columns = append(columns, column{title: "STRATEGY"}, column{title: "MODEL", name: true}, column{title: "TASKS", right: true}, column{title: "WAITS FOR"})
	var rows [][]string
	for _, id := range g.TopologicalOrder() {
		c := r.Plan.Columns[id]
		row := []string{Printable(c.Name), numeral.Integer(int64(g.Depth(id)))}
		if typed {
			row = append(row, orDash(Printable(c.Type)))
		}
		row = append(row, c.Strategy.String(), orDash(namesText(c.Models)), numeral.Integer(c.Tasks), orDash(waitsText(g, id)))
		rows = append(rows, row)
	}
	p.table(columns, rows)
	p.Printf("\n")
	p.facts(r.facts())
}

func (r Graph) facts() []fact {
	g := r.Plan.Graph
	chain := g.LongestDependencyChain()
	facts := []fact{
		{"roots", columnsText(g, g.Roots(), ", ")},
		{"longest dependency chain", fmt.Sprintf("%s: %s", counted(int64(len(chain)), "column"), columnsText(g, chain, " → "))},
	}
	if path := r.Plan.CriticalPath; path.Basis == dag.ByExpectedTime {
		return append(facts, fact{"critical path", fmt.Sprintf("%s a row: %s", numeral.Span(path.Time), columnsText(g, path.Columns, " → "))})
	}
	return append(facts, fact{"critical path", "as the longest dependency chain: no column has an expected time"})
}

// runText says how many rows are built, and how they are cut.
func runText(p *plan.Plan) string {
	groups := p.Rows.Len()
	text := fmt.Sprintf("%s in %s", counted(p.Rows.Records(), "row"), counted(int64(groups), "row group"))
	if groups > 1 {
		text += fmt.Sprintf(" of %s", numeral.Integer(int64(p.Rows.Size(0))))
		if last := p.Rows.Size(model.RowGroupIndex(groups - 1)); last != p.Rows.Size(0) {
			text += fmt.Sprintf(" (the last of %s)", numeral.Integer(int64(last)))
		}
	}
	return text
}

func anyColumn(p *plan.Plan, is func(plan.Column) bool) bool {
	for _, c := range p.Columns {
		if is(c) {
			return true
		}
	}
	return false
}

// waitsText lists the upstream of a column.
func waitsText(g *dag.Graph, id model.ColumnID) string {
	var names []string
	for up := range g.Upstream(id).All() {
		names = append(names, Printable(g.Name(up)))
	}
	return strings.Join(names, ", ")
}

func columnsText(g *dag.Graph, ids []model.ColumnID, separator string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = Printable(g.Name(id))
	}
	return strings.Join(names, separator)
}

func namesText(names []string) string {
	safe := make([]string, len(names))
	for i, name := range names {
		safe[i] = Printable(name)
	}
	return strings.Join(safe, ", ")
}

func orDash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}
