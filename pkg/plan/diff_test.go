package plan_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/internal/dagtest"
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/plan"
)

// failer is what a test and a property test have in common.
type failer interface {
	Helper()
	Fatal(args ...any)
}

// planColumns plans columns with the defaults, after a change to the scenario.
func planColumns(tb failer, columns []model.Column, change func(*model.Scenario)) *plan.Plan {
	tb.Helper()
	g, err := dag.FromColumns(columns)
	if err != nil {
		tb.Fatal(err)
	}
	s := model.Scenario{Run: model.DefaultRun()}
	for _, alias := range []string{"writer", "judge"} {
		s.Models = append(s.Models, model.DefaultModel(alias))
	}
	if change != nil {
		change(&s)
	}
	p, err := plan.New(g, columns, s)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// edited returns the columns of a graph after a change to them.
func edited(graph string, change func(column map[string]*model.Column)) []model.Column {
	columns := dagtest.Columns(graph)
	byName := make(map[string]*model.Column)
	for i := range columns {
		byName[columns[i].Name] = &columns[i]
	}
	if change != nil {
		change(byName)
	}
	return columns
}

func TestNewDiff(t *testing.T) {
	t.Parallel()
	const base = "topic! < draft < verdict; topic < verdict"
	for _, test := range []struct {
		name    string
		after   []model.Column
		change  func(*model.Scenario)
		want    plan.Diff
		summary string
	}{
		{name: "nothing", after: edited(base, nil), summary: "no difference"},
		{
			name: "a column and its edges added", after: edited(base+"; draft < report", nil),
			want: plan.Diff{
				Columns: []plan.ColumnDiff{{Name: "report", Change: plan.Added, Fields: []plan.FieldDiff{{Field: "strategy", New: "cell_by_cell"}}}},
				Edges:   []plan.EdgeDiff{{From: "draft", To: "report", Change: plan.Added, New: model.Required}},
			},
			summary: "1 column added, 1 edge added, +10 tasks",
		},
		{
			name: "a column removed", after: edited("topic! < verdict", nil),
			want: plan.Diff{
				Columns: []plan.ColumnDiff{{Name: "draft", Change: plan.Removed, Fields: []plan.FieldDiff{{Field: "strategy", Old: "cell_by_cell"}}}},
				Edges: []plan.EdgeDiff{
					{From: "topic", To: "draft", Change: plan.Removed, Old: model.Required},
					{From: "draft", To: "verdict", Change: plan.Removed, Old: model.Required},
				},
				Chain: true,
			},
			summary: "1 column removed, 2 edges removed, -10 tasks",
		},
		{
			name: "a column described otherwise",
			after: edited(base, func(c map[string]*model.Column) {
				c["verdict"].Strategy, c["verdict"].Models, c["verdict"].Drop = model.FullColumn, []string{"judge"}, true
				c["verdict"].Dependencies[1].Kind = model.SkipCondition
			}),
			want: plan.Diff{
				Columns: []plan.ColumnDiff{{Name: "verdict", Change: plan.Changed, Fields: []plan.FieldDiff{
					{Field: "strategy", Old: "cell_by_cell", New: "full_column"}, {Field: "models", New: "judge"}, {Field: "drop", New: "true"},
				}}},
				Edges:  []plan.EdgeDiff{{From: "topic", To: "verdict", Change: plan.Changed, Old: model.Required, New: model.SkipCondition}},
				Counts: []plan.CountDiff{{Name: "verdict", OldTasks: 10, NewTasks: 1, NewCalls: 1}},
				Models: []plan.ModelDiff{{ID: "judge", Change: plan.Added, NewSlots: 4}},
			},
			summary: "1 column changed, 1 edge changed, 1 model added, -9 tasks",
		},
		{
			name: "the run", after: edited(base, nil), change: func(s *model.Scenario) { s.Run.NumRecords, s.Run.BufferSize = 20, 5 },
			want: plan.Diff{
				Counts: []plan.CountDiff{
					{Name: "topic", OldTasks: 1, NewTasks: 4}, {Name: "draft", OldTasks: 10, NewTasks: 20}, {Name: "verdict", OldTasks: 10, NewTasks: 20},
				},
			},
			summary: "+23 tasks",
		},
		{
			name: "another order", after: edited("draft; topic! < draft < verdict; topic < verdict", nil), summary: "no difference",
		},
	} {
		before, after := planColumns(t, edited(base, nil), nil), planColumns(t, test.after, test.change)
		got := plan.NewDiff(before, after)
		if diff := cmp.Diff(&test.want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(plan.Diff{}, "Old", "New")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
		if got.Summary() != test.summary {
			t.Errorf("%s: the summary is %q, want %q", test.name, got.Summary(), test.summary)
		}
		if got.Empty() != (test.summary == "no difference") {
			t.Errorf("%s: empty is %v", test.name, got.Empty())
		}
	}
}

func TestNewDiff_moved(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		before, after string
		want          []string
	}{
		{"a; b; c; d", "a; b; c; d", nil},
		{"a; b; c; d", "d; a; b; c", []string{"d"}},
		{"a; b; c; d", "b; c; a; d", []string{"a"}},
		{"a; b; c", "x; c; b; a", []string{"c", "b"}},
		{"a; b", "b; z", nil},
	} {
		got := plan.NewDiff(planColumns(t, dagtest.Columns(test.before), nil), planColumns(t, dagtest.Columns(test.after), nil)).Moved
		if diff := cmp.Diff(test.want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%q to %q (-want +got):\n%s", test.before, test.after, diff)
		}
	}
}

// No fewer columns can be moved, and those that stay keep their order.
func TestNewDiff_moved_property(t *testing.T) {
	t.Parallel()
	names := []string{"a", "b", "c", "d", "e", "f"}
	rapid.Check(t, func(t *rapid.T) {
		order := rapid.Permutation(names).Draw(t, "order")
		text := func(list []string) []model.Column {
			var columns []model.Column
			for _, name := range list {
				columns = append(columns, model.Column{Name: name, Strategy: model.CellByCell})
			}
			return columns
		}
		moved := plan.NewDiff(planColumns(t, text(names), nil), planColumns(t, text(order), nil)).Moved
		stay := slices.DeleteFunc(slices.Clone(order), func(name string) bool { return slices.Contains(moved, name) })
		if !slices.IsSorted(stay) {
			t.Fatalf("%v stay, which is another order", stay)
		}
		longest := 0
		for set := range 1 << len(order) {
			var part []string
			for i, name := range order {
				if set>>i&1 == 1 {
					part = append(part, name)
				}
			}
			if slices.IsSorted(part) {
				longest = max(longest, len(part))
			}
		}
		if len(stay) != longest {
			t.Fatalf("%v stay of %v, but %d could", stay, order, longest)
		}
	})
}

// A build differs from itself in nothing, and from another the same both ways.
func TestNewDiff_symmetric(t *testing.T) {
	t.Parallel()
	source := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		columns := func() []model.Column {
			g := dagtest.Random(t, source, 1+source.IntN(12), 0.3, 0.3)
			list := make([]model.Column, g.Len())
			for id := range list {
				list[id] = model.Column{Name: g.Name(model.ColumnID(id)), Strategy: g.Strategy(model.ColumnID(id))}
				for up := range g.Upstream(model.ColumnID(id)).All() {
					list[id].Dependencies = append(list[id].Dependencies, model.Dependency{Name: g.Name(up), Kind: model.Required})
				}
			}
			return list
		}
		a, b := planColumns(t, columns(), nil), planColumns(t, columns(), nil)
		if d := plan.NewDiff(a, a); !d.Empty() {
			t.Fatalf("a build differs from itself: %s", d.Summary())
		}
		there, back := plan.NewDiff(a, b), plan.NewDiff(b, a)
		if len(there.Columns) != len(back.Columns) || len(there.Edges) != len(back.Edges) || len(there.Moved) != len(back.Moved) || len(there.Counts) != len(back.Counts) {
			t.Fatalf("there: %s; back: %s", there.Summary(), back.Summary())
		}
	}
}

// Settings differ by their text; what one of two builds does not have is no difference where
// it is a default.
func TestDiffSettings(t *testing.T) {
	t.Parallel()
	before := []plan.Setting{{Path: "run.workers", Value: "4", IsDefault: true}, {Path: "models.old.latency", Value: "1s"}, {Path: "models.old.timeout", Value: "1m0s", IsDefault: true}, {Path: "run.cpus", Value: "2"}}
	after := []plan.Setting{{Path: "run.workers", Value: "8"}, {Path: "models.new.timeout", Value: "1m0s", IsDefault: true}, {Path: "models.new.latency", Value: "2s"}, {Path: "run.cpus", Value: "2"}}
	want := []plan.FieldDiff{{Field: "run.workers", Old: "4", New: "8"}, {Field: "models.new.latency", New: "2s"}, {Field: "models.old.latency", Old: "1s"}}
	got := plan.DiffSettings(before, after)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	p := planColumns(t, edited("a < b", nil), nil)
	d := plan.NewDiff(p, p)
	if d.Settings = got; d.Empty() || d.Summary() != "3 settings changed" {
		t.Errorf("empty is %v, the summary %q, want 3 settings changed", d.Empty(), d.Summary())
	}
}
