package dag_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/internal/dagtest"
	"github.com/dagplan/dagplan/pkg/model"
)

// two is a builder with the columns a and b, and the side effect a__trace.
func two(t *testing.T) *dag.Builder {
	t.Helper()
	var b dag.Builder
	for _, column := range []string{"a", "b"} {
		if _, err := b.AddColumn(column, model.CellByCell); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.SetSideEffect("a__trace", "a"); err != nil {
		t.Fatal(err)
	}
	return &b
}

func TestBuilder_refuses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		call func(*dag.Builder) error
		want string
	}{
		{func(b *dag.Builder) error { _, err := b.AddColumn("a", model.FullColumn); return err }, `column "a" is already defined`},
		{func(b *dag.Builder) error { _, err := b.AddColumn("c", 0); return err }, `column "c" has no strategy`},
		{func(b *dag.Builder) error { _, err := b.AddColumn("c", 3); return err }, `column "c" has no strategy`},
		{func(b *dag.Builder) error { return b.AddEdge("a", "c") }, `column "c" does not exist`},
		{func(b *dag.Builder) error { return b.AddEdge("c", "a") }, `column "c" does not exist`},
		{func(b *dag.Builder) error { return b.AddEdge("a__trace", "b") }, `column "a__trace" does not exist`},
		{func(b *dag.Builder) error { return b.SetSideEffect("x", "c") }, `column "c" does not exist`},
		{func(b *dag.Builder) error { return b.SetSideEffect("a__trace", "b") }, `side effect "a__trace" of column "b" is already written by column "a"`},
		{func(b *dag.Builder) error { return b.SetStep("c", 1) }, `column "c" does not exist`},
	} {
		b := two(t)
		if err := test.call(b); err == nil || err.Error() != test.want {
			t.Errorf("got %v, want %s", err, test.want)
		}
		g, err := b.Build()
		if err != nil {
			t.Fatal(err)
		}
		if len(g.Edges()) != 0 || !slices.Equal(g.Names(), []string{"a", "b"}) {
			t.Errorf("%s: what was refused changed the graph: %v, %v", test.want, g.Names(), g.Edges())
		}
	}
}

func TestBuilder_accepts(t *testing.T) {
	t.Parallel()
	b := two(t)
	for _, call := range []func() error{
		func() error { return b.AddEdge("a", "a") },
		func() error { return b.AddEdge("a", "b") },
		func() error { return b.AddEdge("a", "b") },
		func() error { return b.SetSideEffect("a__trace", "a") },
	} {
		if err := call(); err != nil {
			t.Error(err)
		}
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]dag.Edge{{From: 0, To: 1, Kind: model.Required}}, g.Edges()); diff != "" {
		t.Errorf("edges (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"a__trace"}, g.SideEffects(0)); diff != "" {
		t.Errorf("side effects (-want +got):\n%s", diff)
	}
}

// R83: a column, else the producer of a side effect, else nothing. An alias of
// an alias is not followed.
func TestGraph_resolveSideEffect(t *testing.T) {
	t.Parallel()
	b := two(t)
	if err := b.SetSideEffect("b", "a"); err != nil { // a real column of that name wins
		t.Fatal(err)
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"a": "a", "a__trace": "a", "b": "b", "c": "c"} {
		if got := b.ResolveSideEffect(name); got != want {
			t.Errorf("builder: %q resolves to %q, want %q", name, got, want)
		}
		id, known := g.ResolveSideEffect(name)
		if known != (name != "c") || known && g.Name(id) != want {
			t.Errorf("graph: %q resolves to %v, %v, want %q", name, id, known, want)
		}
	}
}

// A graph is a snapshot: it does not see what comes later, and the builder
// forgets nothing.
func TestBuilder_snapshot(t *testing.T) {
	t.Parallel()
	b := two(t)
	before, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.AddColumn("c", model.FullColumn); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(b.AddEdge("c", "a"), b.SetSideEffect("x", "b")); err != nil {
		t.Fatal(err)
	}
	after, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	_, known := before.ResolveSideEffect("x")
	if before.Len() != 2 || before.Upstream(0).Len() != 0 || known {
		t.Errorf("the first graph changed: %v, upstream %v, x known %v", before.Names(), before.Upstream(0), known)
	}
	if diff := cmp.Diff([]string{"b", "c", "a"}, names(after, after.TopologicalOrder())); diff != "" {
		t.Errorf("the second graph (-want +got):\n%s", diff)
	}
	if err := b.AddEdge("a", "c"); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Build(); err == nil || err.Error() != "columns wait for each other: a → c → a" {
		t.Errorf("a cycle added after the first graph: %v", err)
	}
}

// Everything that is wrong is reported at once, in the order of the columns.
func TestFromColumns_allErrors(t *testing.T) {
	t.Parallel()
	columns := dagtest.Columns("a < b < a; c")
	columns = append(columns, model.Column{Name: "c", Strategy: model.CellByCell}, model.Column{Name: "d"})
	columns[0].SideEffects = []string{"t"}
	columns[1].SideEffects = []string{"t"}
	columns[2].Dependencies = []model.Dependency{{Name: "gone", Kind: model.SkipCondition}, {Name: "t", Kind: model.Required}}
	g, err := dag.FromColumns(columns)
	want := []string{
		`column "c" is already defined`,
		`column "d" has no strategy`,
		`side effect "t" of column "b" is already written by column "a"`,
		`column "c" depends on "gone", which does not exist`,
		`columns wait for each other: a → b → a`,
	}
	if g != nil || err == nil || err.Error() != strings.Join(want, "\n") {
		t.Errorf("got graph %v and\n%v\nwant\n%s", g, err, strings.Join(want, "\n"))
	}
	var unknown *dag.UnknownColumnError
	if !errors.As(err, &unknown) || unknown.Reader != "c" || unknown.Kind != model.SkipCondition {
		t.Errorf("got %+v, want the reader and the kind", unknown)
	}
}

// R84, R85: what a column requires and its skip condition also names is one
// edge, of the stronger kind; an edge keeps the side effect that it goes by.
func TestFromColumns_edges(t *testing.T) {
	t.Parallel()
	g, err := dag.FromColumns([]model.Column{
		{Name: "a", Strategy: model.CellByCell, SideEffects: []string{"a__trace"}},
		{Name: "b", Strategy: model.CellByCell, Dependencies: []model.Dependency{
			{Name: "a__trace", Kind: model.SkipCondition}, {Name: "a", Kind: model.Required}, {Name: "b", Kind: model.Required},
		}},
		{Name: "c", Strategy: model.FullColumn, Dependencies: []model.Dependency{
			{Name: "b", Kind: model.SkipCondition}, {Name: "a", Kind: model.Required}, {Name: "a", Kind: model.SkipCondition},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []dag.Edge{
		{From: 0, To: 1, Kind: model.Required, Via: "a__trace"},
		{From: 1, To: 2, Kind: model.SkipCondition},
		{From: 0, To: 2, Kind: model.Required},
	}
	if diff := cmp.Diff(want, g.Edges()); diff != "" {
		t.Errorf("edges (-want +got):\n%s", diff)
	}
}

func TestColumns(t *testing.T) {
	t.Parallel()
	g := dagtest.Parse(t, "a < b")
	if up := g.Upstream(1); up.Len() != 1 || up.At(0) != 0 {
		t.Errorf("upstream of b is %v", up)
	}
	for _, id := range []model.ColumnID{-1, 2} {
		if up := g.Upstream(id); up.Len() != 0 {
			t.Errorf("upstream of a column that does not exist is %v", up)
		}
	}
	var none dag.Columns
	for id := range none.All() {
		t.Errorf("no columns hold %v", id)
	}
}
