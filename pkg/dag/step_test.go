package dag_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/internal/dagtest"
	"github.com/dagplan/dagplan/pkg/model"
)

func TestStepError(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		graph  string
		steps  map[string]int
		want   string
		reason string
	}{
		{"a; b; c", map[string]int{"a": 1, "b": 1, "c": 2}, "", "a step and a column"},
		{"a, b < c", map[string]int{"a": 1, "b": 1}, "", "what waits for the whole step"},
		{"a < b < c; d", map[string]int{"c": 7, "d": 7}, "", "a step may wait for a chain"},
		{"a; b!", map[string]int{"a": 1, "b": 1}, `columns "a" and "b" are made by one step, but differ in strategy`, "one task is of one type"},
		{
			"a; b!; c; d!", map[string]int{"a": 1, "b": 1, "c": 1, "d": 1},
			`columns "a" and "b" are made by one step, but differ in strategy` + "\n" +
				`columns "a" and "d" are made by one step, but differ in strategy`,
			"all of them",
		},
		{"a < b", map[string]int{"a": 1, "b": 1}, `columns "a" and "b" are made by one step, but "b" waits for "a"`, "directly"},
		{
			"a < x < b", map[string]int{"a": 1, "b": 1},
			`columns "a" and "b" are made by one step, but "x" waits for "a" and "b" waits for "x"`, "through a column",
		},
		{
			"a < d; c < b", map[string]int{"a": 1, "b": 1, "c": 2, "d": 2},
			`columns "a" and "b" are made by one step, but "d" waits for "a" and "b" waits for "c"`, "through a step",
		},
	} {
		columns := dagtest.Columns(test.graph)
		for i, c := range columns {
			columns[i].Step = test.steps[c.Name]
		}
		_, err := dag.FromColumns(columns)
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%q: %s:\n got %s\nwant %s", test.graph, test.reason, got, test.want)
		}
	}
}

func TestGraph_stepOrder(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		graph  string
		steps  map[string]int
		want   []string
		reason string
	}{
		{"c < b < a; d", nil, []string{"c", "d", "b", "a"}, "without steps the topological order"},
		{"a; b; c", map[string]int{"a": 1, "c": 1}, []string{"a", "b"}, "a step is its first column"},
		{"a; x < b; a < c", map[string]int{"a": 1, "b": 1}, []string{"x", "a", "c"}, "a step whose first column is a root waits for what its others need"},
		{"a < d; b; x < c; d", map[string]int{"a": 1, "b": 1, "c": 2, "d": 2}, []string{"a", "x", "d"}, "a step comes after another"},
	} {
		columns := dagtest.Columns(test.graph)
		for i, c := range columns {
			columns[i].Step = test.steps[c.Name]
		}
		g, err := dag.FromColumns(columns)
		if err != nil {
			t.Errorf("%q: %v", test.graph, err)
			continue
		}
		if diff := cmp.Diff(test.want, names(g, g.StepOrder())); diff != "" {
			t.Errorf("%q: %s (-want +got):\n%s", test.graph, test.reason, diff)
		}
	}
}

// A step begins when the last input of any of its columns is there, and takes as long as the
// longest of them.
func TestGraph_criticalPath_steps(t *testing.T) {
	t.Parallel()
	times := map[string]time.Duration{"a": 1, "b": 20, "c": 1, "d": 3, "e": 1}
	for _, test := range []struct {
		graph string
		steps map[string]int
		want  []string
		total time.Duration
	}{
		{"a < c < e; b < d", nil, []string{"b", "d"}, 23},
		{"a < c < e; b < d", map[string]int{"c": 1, "d": 1}, []string{"b", "c", "e"}, 24},
		{"a < c; b < d", map[string]int{"c": 1, "d": 1}, []string{"b", "c"}, 23},
		{"a; b; c; d", map[string]int{"a": 1, "b": 1}, []string{"a"}, 20},
	} {
		columns := dagtest.Columns(test.graph)
		for i, c := range columns {
			columns[i].Step = test.steps[c.Name]
		}
		g, err := dag.FromColumns(columns)
		if err != nil {
			t.Fatal(err)
		}
		path := g.CriticalPath(func(id model.ColumnID) time.Duration { return times[g.Name(id)] })
		if diff := cmp.Diff(test.want, names(g, path.Columns)); diff != "" || path.Time != test.total {
			t.Errorf("%q with steps %v takes %d, want %d: %s", test.graph, test.steps, path.Time, test.total, diff)
		}
	}
}

func TestBuilder_setStep(t *testing.T) {
	t.Parallel()
	var b dag.Builder
	for _, column := range []string{"a", "b"} {
		if _, err := b.AddColumn(column, model.FullColumn); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.SetStep("b", 3); err != nil {
		t.Fatal(err)
	}
	var unknown *dag.UnknownColumnError
	if err := b.SetStep("c", 3); !errors.As(err, &unknown) || unknown.Name != "c" {
		t.Errorf("got %v, want that column c does not exist", err)
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{0, 3}, []int{g.Step(0), g.Step(1)}); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
}
