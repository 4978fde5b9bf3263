package render

import (
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/plan"
	"github.com/dagplan/dagplan/pkg/sim"
)

// diffDocument is the document dagplan.diff.
type diffDocument struct {
	Header
	Differs bool             `json:"differs"`
	Old     diffSideDocument `json:"old"`
	New     diffSideDocument `json:"new"`
	// Settings are by path, empty where a build has none.
	Settings []diffField  `json:"settings"`
	Columns  []diffColumn `json:"columns"`
	Edges    []diffEdge   `json:"edges"`
	Moved    []string     `json:"moved"`
	Counts   []diffCount  `json:"counts"`
	Models   []diffModel  `json:"models"`
}

// diffSideDocument is one of the two builds in sum.
type diffSideDocument struct {
	File      string       `json:"file"`
	Columns   int          `json:"columns"`
	Edges     int          `json:"edges"`
	RowGroups int          `json:"row_groups"`
	Tasks     int64        `json:"tasks"`
	Calls     float64      `json:"calls"`
	Cost      costDocument `json:"cost"`
	Order     []string     `json:"topological_order"`
	Chain     []string     `json:"longest_dependency_chain"`
	// RowsOut is an expected number.
	RowsOut float64 `json:"rows_out"`
	// MakespanSeconds is null where the build was not simulated, or does not complete.
	MakespanSeconds *float64 `json:"makespan_seconds"`
	// Stopped says why it does not.
	Stopped sim.Stop `json:"stopped"`
}

type diffField struct {
	Field string `json:"field"`
	Old   string `json:"old"`
	New   string `json:"new"`
}

type diffColumn struct {
	Name   string      `json:"name"`
	Change plan.Change `json:"change"`
	Fields []diffField `json:"fields"`
}

type diffEdge struct {
	From   string      `json:"from"`
	To     string      `json:"to"`
	Change plan.Change `json:"change"`
	// OldKind and NewKind are empty where the edge is not there.
	OldKind string `json:"old_kind"`
	NewKind string `json:"new_kind"`
}

type diffCount struct {
	Name     string  `json:"name"`
	OldTasks int64   `json:"old_tasks"`
	NewTasks int64   `json:"new_tasks"`
	OldCalls float64 `json:"old_calls"`
	NewCalls float64 `json:"new_calls"`
}

type diffModel struct {
	Provider string      `json:"provider"`
	ID       string      `json:"id"`
	Change   plan.Change `json:"change"`
	OldSlots int         `json:"old_slots"`
	NewSlots int         `json:"new_slots"`
}

// Document returns the document dagplan.diff.
func (r Diff) Document() any {
	d := diffDocument{
		Header: Header{"dagplan.diff", 2}, Differs: !r.Empty(),
		Old: newDiffSide(r.OldName, r.Diff.Old), New: newDiffSide(r.NewName, r.Diff.New),
		Settings: newDiffFields(r.Diff.Settings), Columns: []diffColumn{}, Edges: []diffEdge{}, Moved: list(r.Diff.Moved),
		Counts: []diffCount{}, Models: []diffModel{},
	}
	if r.Time != nil {
		d.Old.simulated(r.Time.Old)
		d.New.simulated(r.Time.New)
	}
	for _, c := range r.Diff.Columns {
		d.Columns = append(d.Columns, diffColumn{c.Name, c.Change, newDiffFields(c.Fields)})
	}
	for _, e := range r.Diff.Edges {
		d.Edges = append(d.Edges, diffEdge{e.From, e.To, e.Change, kindText(e.Old), kindText(e.New)})
	}
	for _, c := range r.Diff.Counts {
		d.Counts = append(d.Counts, diffCount(c))
	}
	for _, m := range r.Diff.Models {
		d.Models = append(d.Models, diffModel(m))
	}
	return d
}

// simulated adds what a simulation of the build says.
func (d *diffSideDocument) simulated(r *sim.Result) {
	if d.Stopped = r.Stopped; r.Complete {
		makespan := seconds(r.Makespan)
		d.MakespanSeconds = &makespan
	}
}

func newDiffSide(name string, p *plan.Plan) diffSideDocument {
	texts := func(ids []model.ColumnID) []string {
		names := make([]string, len(ids))
		for i, id := range ids {
			names[i] = p.Graph.Name(id)
		}
		return names
	}
	return diffSideDocument{
		File: name, Columns: p.Graph.Len(), Edges: len(p.Graph.Edges()), RowGroups: p.Rows.Len(), Tasks: p.Tasks, Calls: p.Calls,
		RowsOut: p.RowsOut, Cost: newCostDocument(p.Cost), Order: texts(p.Graph.TopologicalOrder()), Chain: texts(p.Graph.LongestDependencyChain()),
	}
}

func newDiffFields(fields []plan.FieldDiff) []diffField {
	list := []diffField{}
	for _, f := range fields {
		list = append(list, diffField(f))
	}
	return list
}

func kindText(k model.DependencyKind) string {
	if k == 0 {
		return ""
	}
	return k.String()
}
