package render

import (
	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/diag"
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/plan"
)

type graphDocument struct {
	Header
	File                   string           `json:"file"`
	Columns                []columnDocument `json:"columns"`
	Edges                  []edgeDocument   `json:"edges"`
	TopologicalOrder       []string         `json:"topological_order"`
	Layers                 [][]string       `json:"layers"`
	Roots                  []string         `json:"roots"`
	LongestDependencyChain []string         `json:"longest_dependency_chain"`
	CriticalPath           pathDocument     `json:"critical_path"`
	Run                    runDocument      `json:"run"`
	Tasks                  tasksDocument    `json:"tasks"`
}

type columnDocument struct {
	Name        string           `json:"name"`
	Type        string           `json:"type"`
	Strategy    model.Strategy   `json:"strategy"`
	Model       string           `json:"model"`
	Models      []string         `json:"models"`
	Upstream    []string         `json:"upstream"`
	Downstream  []string         `json:"downstream"`
	SideEffects []string         `json:"side_effects"`
	Drop        bool             `json:"drop"`
	Position    positionDocument `json:"position"`
}

type positionDocument struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

type edgeDocument struct {
	From string               `json:"from"`
	To   string               `json:"to"`
	Kind model.DependencyKind `json:"kind"`
	Via  string               `json:"via"`
}

type pathDocument struct {
	Columns []string  `json:"columns"`
	Seconds float64   `json:"seconds"`
	Basis   dag.Basis `json:"basis"`
}

type runDocument struct {
	NumRecords int64 `json:"num_records"`
	BufferSize int64 `json:"buffer_size"`
	RowGroups  int   `json:"row_groups"`
}

type tasksDocument struct {
	Total    int64            `json:"total"`
	ByColumn map[string]int64 `json:"by_column"`
}

// Document returns the document dagplan.graph.
func (r Graph) Document() any {
	g := r.Plan.Graph
	d := graphDocument{
		Header: Header{"dagplan.graph", 1}, File: r.Name,
		Columns: []columnDocument{}, Edges: []edgeDocument{}, Layers: [][]string{},
		TopologicalOrder: names(g, g.TopologicalOrder()), Roots: names(g, g.Roots()),
		LongestDependencyChain: names(g, g.LongestDependencyChain()),
		CriticalPath:           newPathDocument(g, r.Plan.CriticalPath),
		Run:                    newRunDocument(r.Plan),
		Tasks:                  newTasksDocument(r.Plan),
	}
	for id := range r.Plan.Columns {
		d.Columns = append(d.Columns, r.column(model.ColumnID(id)))
	}
	for _, e := range g.Edges() {
		d.Edges = append(d.Edges, edgeDocument{From: g.Name(e.From), To: g.Name(e.To), Kind: e.Kind, Via: e.Via})
	}
	for _, layer := range g.Layers() {
		d.Layers = append(d.Layers, names(g, layer))
	}
	return d
}

func (r Graph) column(id model.ColumnID) columnDocument {
	g, c := r.Plan.Graph, r.Plan.Columns[id]
	var at diag.Pos
	if int(id) < len(r.Positions) {
		at = r.Positions[id]
	}
	d := columnDocument{
		Name: c.Name, Type: c.Type, Strategy: c.Strategy, Models: list(c.Models), Drop: c.Drop,
		Upstream: readNames(g, g.Upstream(id)), Downstream: readNames(g, g.Downstream(id)),
		SideEffects: list(g.SideEffects(id)), Position: positionDocument{at.File, at.Line, at.Column},
	}
	if len(c.Models) > 0 {
		d.Model = c.Models[0]
	}
	return d
}

func newPathDocument(g *dag.Graph, path dag.Path) pathDocument {
	return pathDocument{Columns: names(g, path.Columns), Seconds: seconds(path.Time), Basis: path.Basis}
}

func newRunDocument(p *plan.Plan) runDocument {
	return runDocument{NumRecords: p.Rows.Records(), BufferSize: p.Run.BufferSize, RowGroups: p.Rows.Len()}
}

func newTasksDocument(p *plan.Plan) tasksDocument {
	d := tasksDocument{Total: p.Tasks, ByColumn: make(map[string]int64, len(p.Columns))}
	for _, c := range p.Columns {
		d.ByColumn[c.Name] = c.Tasks
	}
	return d
}

func names(g *dag.Graph, ids []model.ColumnID) []string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = g.Name(id)
	}
	return names
}

func readNames(g *dag.Graph, ids dag.Columns) []string {
	names := make([]string, 0, ids.Len())
	for id := range ids.All() {
		names = append(names, g.Name(id))
	}
	return names
}
