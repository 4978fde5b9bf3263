package dag_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/internal/reftest"
	"github.com/dagplan/dagplan/pkg/model"
)

// graphVector is one graph as the real engine built it, call by call, and what
// it then answered.
type graphVector struct {
	Name             string
	Calls            [][]string
	CallErrors       [][]any                `json:"call_errors"`
	Columns          []string               `json:"columns"`
	TopologicalOrder ordered                `json:"topological_order"`
	Depth            map[string]int         `json:"depth"`
	Chain            ordered                `json:"longest_dependency_chain"`
	Roots            answer[[]string]       `json:"root_columns"`
	Upstream         map[string][]string    `json:"upstream"`
	Downstream       map[string][]string    `json:"downstream"`
	Split            map[string]splitAnswer `json:"split_upstream_by_strategy"`
	Strategy         map[string]answer[string]
	TaskCounts       []taskCountAnswer   `json:"compute_task_count"`
	Resolve          map[string]string   `json:"resolve_side_effect"`
	SideEffects      map[string][]string `json:"side_effect_columns"`
}

type answer[T any] struct {
	Value T
	Error string
}

type splitAnswer = answer[[2][]string]

// ordered is an order that depends on a hash in the engine: Fixed says whether
// this one does not, Insertion is the engine's answer where its sets of
// children keep the order of insertion.
type ordered struct {
	Fixed     bool
	Value     []string
	Length    int
	Insertion []string `json:"children_in_insertion_order"`
	Error     string
}

type taskCountAnswer struct {
	Records      int64 `json:"num_records"`
	Buffer       int64 `json:"buffer_size"`
	Value        map[string]int64
	Error        string
	Questionable bool
	Why          []string
}

// Where dagplan differs from the engine on purpose. Every vector that is not
// compared in full is counted under one of these.
const (
	selfEdge      = "an edge from a column to itself is ignored; the engine calls it a cycle"
	unknownColumn = "an edge from or to a column that does not exist is refused at once; the engine finds a cycle, or crashes, or says nothing"
	unknownWriter = "a side effect of a column that does not exist is refused"
	staleCache    = "a graph is a snapshot; the engine's caches miss what is added after the first question"
)

func TestGraph_vectors(t *testing.T) {
	t.Parallel()
	vectors := reftest.Lines[graphVector](t, "vectors/graph.jsonl")
	divergences := make(map[string]int)
	for _, v := range vectors {
		if reason := v.check(t); reason != "" {
			divergences[reason]++
		}
	}
	t.Logf("%d graphs, of which differ on purpose: %v", len(vectors), divergences)
}

// check compares one vector, and returns why dagplan differs on purpose.
func (v graphVector) check(t *testing.T) string {
	t.Helper()
	b, refused, divergence := v.build(t)
	v.checkCallErrors(t, refused, divergence)
	g, err := b.Build()
	if v.TopologicalOrder.Error != "" {
		var cycle *dag.CycleError
		if divergence != selfEdge && divergence != unknownColumn && !errors.As(err, &cycle) {
			t.Errorf("%s: got %v, want a cycle", v.Name, err)
		}
		return divergence
	}
	if divergence == staleCache && v.Chain.Error != "" {
		return divergence // what the engine never looked at again, such as a cycle
	}
	if err != nil {
		t.Errorf("%s: %v", v.Name, err)
		return divergence
	}
	if divergence != staleCache {
		v.checkOrder(t, g)
	}
	v.checkNeighbours(t, g, divergence)
	v.checkNames(t, g, divergence)
	v.checkTaskCounts(t, g)
	return divergence
}

// build replays the calls. A Builder wants a column to be named before its
// edges, so columns go first; the order among columns, and among edges, stays.
func (v graphVector) build(t *testing.T) (b *dag.Builder, refused map[int]error, divergence string) {
	t.Helper()
	b, refused = &dag.Builder{}, make(map[int]error)
	for i, call := range v.Calls {
		if call[0] == "add_column" {
			strategy, err := model.ParseStrategy(call[2])
			if err != nil {
				t.Fatal(err)
			}
			if _, err := b.AddColumn(call[1], strategy); err != nil {
				refused[i] = err
			}
		}
	}
	var unknown *dag.UnknownColumnError
	for i, call := range v.Calls {
		var err error
		switch call[0] {
		case "add_edge":
			if err = b.AddEdge(call[1], call[2]); errors.As(err, &unknown) {
				divergence = unknownColumn
			} else if call[1] == call[2] {
				divergence = selfEdge
			}
		case "set_side_effect":
			if err = b.SetSideEffect(call[1], call[2]); errors.As(err, &unknown) {
				divergence = unknownWriter
			}
		case "get_topological_order", "split_upstream_by_strategy":
			divergence = staleCache
		}
		if err != nil {
			refused[i] = err
		}
	}
	return b, refused, divergence
}

// checkCallErrors compares which calls are refused, and with what error.
func (v graphVector) checkCallErrors(t *testing.T, refused map[int]error, divergence string) {
	t.Helper()
	for _, pair := range v.CallErrors {
		i, text := int(pair[0].(float64)), pair[1].(string)
		var duplicate *dag.DuplicateColumnError
		var second *dag.SideEffectError
		if !errors.As(refused[i], &duplicate) && !errors.As(refused[i], &second) {
			t.Errorf("%s: call %v: got %v, want %s", v.Name, v.Calls[i], refused[i], text)
		}
		delete(refused, i)
	}
	for i, err := range refused {
		if divergence != unknownColumn && divergence != unknownWriter {
			t.Errorf("%s: call %v is refused: %v", v.Name, v.Calls[i], err)
		}
	}
}

func (v graphVector) checkOrder(t *testing.T, g *dag.Graph) {
	t.Helper()
	order := names(g, g.TopologicalOrder())
	v.equal(t, "topological order", v.TopologicalOrder.Insertion, order)
	if v.TopologicalOrder.Fixed {
		v.equal(t, "the only topological order", v.TopologicalOrder.Value, order)
	}
	v.equal(t, "roots", v.Roots.Value, names(g, g.Roots()))
	for name, depth := range v.Depth {
		if id, _ := g.ID(name); g.Depth(id) != depth {
			t.Errorf("%s: depth of %q is %d, want %d", v.Name, name, g.Depth(id), depth)
		}
	}
	if v.Chain.Error != "" {
		return // the engine crashes on an edge that is refused here
	}
	chain := names(g, g.LongestDependencyChain())
	v.equal(t, "longest dependency chain", v.Chain.Insertion, chain)
	if v.Chain.Fixed {
		v.equal(t, "the only longest dependency chain", v.Chain.Value, chain)
	}
	if v.Chain.Length != len(chain) {
		t.Errorf("%s: the longest dependency chain has %d columns, want %d", v.Name, len(chain), v.Chain.Length)
	}
}

func (v graphVector) checkNeighbours(t *testing.T, g *dag.Graph, divergence string) {
	t.Helper()
	if divergence == unknownColumn {
		return // the engine keeps the edge that is refused here
	}
	for name, want := range v.Upstream {
		if id, known := g.ID(name); known {
			v.equal(t, "upstream of "+name, want, sorted(g, g.Upstream(id)))
			v.equal(t, "downstream of "+name, v.Downstream[name], sorted(g, g.Downstream(id)))
		}
	}
	for name, want := range v.Split {
		if id, known := g.ID(name); known && divergence != staleCache {
			cells, full := g.SplitUpstream(id)
			v.equal(t, "full_column upstream of "+name, want.Value[0], sorted(g, full))
			v.equal(t, "cell_by_cell upstream of "+name, want.Value[1], sorted(g, cells))
		}
	}
}

func (v graphVector) checkNames(t *testing.T, g *dag.Graph, divergence string) {
	t.Helper()
	v.equal(t, "columns", v.Columns, g.Names())
	for name, want := range v.Strategy {
		id, known := g.ID(name)
		if known != (want.Error == "") || known && g.Strategy(id).String() != want.Value {
			t.Errorf("%s: strategy of %q: got %v, known %v, want %+v", v.Name, name, g.Strategy(id), known, want)
		}
	}
	if divergence == unknownWriter {
		return
	}
	for name, want := range v.Resolve {
		id, known := g.ResolveSideEffect(name)
		got := name
		if known {
			got = g.Name(id)
		}
		if got != want {
			t.Errorf("%s: %q resolves to %q, want %q", v.Name, name, got, want)
		}
	}
	for name, want := range v.SideEffects {
		if id, known := g.ID(name); known {
			v.equal(t, "side effects of "+name, firsts(want), g.SideEffects(id))
		}
	}
}

func (v graphVector) checkTaskCounts(t *testing.T, g *dag.Graph) {
	t.Helper()
	for _, want := range v.TaskCounts {
		counts, err := g.TaskCounts(want.Records, want.Buffer)
		switch {
		case want.Error != "" || want.Records < 0:
			if err == nil {
				t.Errorf("%s: %d records by %d: got no error, want %q", v.Name, want.Records, want.Buffer, want.Error)
			}
		case err != nil:
			t.Errorf("%s: %d records by %d: %v", v.Name, want.Records, want.Buffer, err)
		case !slices.Contains(want.Why, "float_rounding"):
			got := make(map[string]int64)
			for id, count := range counts {
				got[g.Name(model.ColumnID(id))] = count
			}
			v.equal(t, "task counts", want.Value, got)
		}
	}
}

func (v graphVector) equal(t *testing.T, what string, want, got any) {
	t.Helper()
	wantText, _ := json.Marshal(want)
	gotText, _ := json.Marshal(got)
	if string(wantText) == "[]" || string(wantText) == "null" {
		wantText = gotText[:0]
	}
	if string(gotText) == "[]" || string(gotText) == "null" {
		gotText = gotText[:0]
	}
	if diff := cmp.Diff(string(wantText), string(gotText)); diff != "" {
		t.Errorf("%s: %s (-want +got):\n%s", v.Name, what, diff)
	}
}

func names(g *dag.Graph, ids []model.ColumnID) []string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = g.Name(id)
	}
	return list
}

func sorted(g *dag.Graph, columns dag.Columns) []string {
	list := names(g, slices.Collect(columns.All()))
	slices.Sort(list)
	return list
}

// firsts leaves out what came before: the engine lists the same side effect
// twice when it is set twice.
func firsts(list []string) []string {
	var once []string
	for _, name := range list {
		if !slices.Contains(once, name) {
			once = append(once, name)
		}
	}
	return once
}
