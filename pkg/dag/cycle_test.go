package dag_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/internal/dagtest"
)

func TestCycleError(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ graph, want string }{
		{"a < b < a", "columns wait for each other: a → b → a"},
		{"r < b; b < c < a < b", "columns wait for each other: b → c → a → b"},
		{"a < b < a; x < y < x; b < x", "columns wait for each other: a → b → a; columns wait for each other: x → y → x"},
		{"a < b < a; b < c < b", "columns wait for each other: a → b → a; columns wait for each other: b → c → b"},
		{
			strings.Join([]string{"c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11", "c12", "c13", "c1"}, "<"),
			"columns wait for each other: c1 → c2 → c3 → c4 → c5 → c6 → (2 more) → c9 → c10 → c11 → c12 → c13 → c1",
		},
	} {
		_, err := dag.FromColumns(dagtest.Columns(test.graph))
		if err == nil || err.Error() != test.want {
			t.Errorf("%q:\n got %v\nwant %s", test.graph, err, test.want)
		}
	}
}

func TestCycleText(t *testing.T) {
	t.Parallel()
	if got := dag.CycleText(nil); got != "" {
		t.Errorf("no cycle prints as %q", got)
	}
	if got := dag.CycleText([]string{"a b", "é"}); got != "a b → é → a b" {
		t.Errorf("got %q", got)
	}
}

// Every cycle that is reported is one, and every edge that lies on a cycle is
// on one that is reported, unless the error says that there are more.
func TestCycleError_property(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPlain(t, 8, true)
		reaches := p.reaches()
		onCycle := make(map[int]bool)
		missing := make(map[[2]int]bool) // edges on a cycle
		for _, e := range p.edges {
			if reaches[[2]int{e[1], e[0]}] {
				missing[e] = true
				onCycle[e[0]], onCycle[e[1]] = true, true
			}
		}
		_, err := p.build(t)
		var found *dag.CycleError
		if errors.As(err, &found) != (len(missing) > 0) {
			t.Fatalf("got %v, want a cycle through %v", err, missing)
		}
		if found == nil {
			return
		}
		if found.Columns != len(onCycle) {
			t.Fatalf("%d columns lie on a cycle, want %d", found.Columns, len(onCycle))
		}
		for _, cycle := range found.Cycles {
			checkCycle(t, p, cycle, missing)
		}
		if found.Truncated != (len(missing) > 0) {
			t.Fatalf("truncated is %v, not covered are %v", found.Truncated, missing)
		}
	})
}

func checkCycle(t *rapid.T, p plain, cycle []string, missing map[[2]int]bool) {
	index := make([]int, len(cycle))
	for i, name := range cycle {
		if _, err := fmt.Sscanf(name, "c%d", &index[i]); err != nil {
			t.Fatal(err)
		}
	}
	if slices.Min(index) != index[0] {
		t.Fatalf("%v does not start with its first column", cycle)
	}
	once := slices.Clone(index)
	slices.Sort(once)
	if len(slices.Compact(once)) != len(index) {
		t.Fatalf("%v repeats a column", cycle)
	}
	for i := range index {
		e := [2]int{index[i], index[(i+1)%len(index)]}
		if !p.hasEdge(e[0], e[1]) {
			t.Fatalf("%v has no edge from %s to %s", cycle, name(e[0]), name(e[1]))
		}
		delete(missing, e)
	}
}

// All columns wait for all others: the report stays short, and says so.
func TestCycleError_truncated(t *testing.T) {
	t.Parallel()
	const n = 60
	p := plain{n: n}
	for i := range n {
		for j := range n {
			if i != j {
				p.edges = append(p.edges, [2]int{i, j})
			}
		}
	}
	_, err := p.build(t)
	var found *dag.CycleError
	if !errors.As(err, &found) {
		t.Fatalf("got %v, want a cycle", err)
	}
	if len(found.Cycles) != 10 || !found.Truncated || found.Columns != n {
		t.Errorf("%d cycles, truncated %v, %d columns", len(found.Cycles), found.Truncated, found.Columns)
	}
	if want := "; and more, among 60 columns"; !strings.HasSuffix(found.Error(), want) {
		t.Errorf("the message does not end in %q:\n%s", want, found)
	}
	if diff := cmp.Diff([]string{"c0", "c1"}, found.Cycles[0]); diff != "" {
		t.Errorf("the first cycle (-want +got):\n%s", diff)
	}
}
