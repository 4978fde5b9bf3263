package dag_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/internal/dagtest"
	"github.com/dagplan/dagplan/pkg/model"
)

func TestGraph_longestDependencyChain(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		graph, reason string
		want          []string
	}{
		{"", "an empty graph has an empty chain", nil},
		{"b; a", "without edges, the first column", []string{"b"}},
		{"a < b < c; a < c", "the longer of two ways", []string{"a", "b", "c"}},
		{"r < x; r < y; x, y < s", "of equals, the first in topological order", []string{"r", "x", "s"}},
		{"a; b < c", "a root that nothing waits for is no start", []string{"b", "c"}},
	} {
		g := dagtest.Parse(t, test.graph)
		if diff := cmp.Diff(test.want, names(g, g.LongestDependencyChain()), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%q: %s (-want +got):\n%s", test.graph, test.reason, diff)
		}
	}
}

func TestGraph_criticalPath(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		graph, reason string
		seconds       map[string]int
		want          []string
		total         int
		basis         string
	}{
		{"a < b < c", "nothing is known of times", nil, []string{"a", "b", "c"}, 0, "longest_dependency_chain"},
		{"a < b < c; slow", "one slow column outweighs a chain", map[string]int{"a": 1, "b": 1, "c": 1, "slow": 9}, []string{"slow"}, 9, "expected_time"},
		{"a < b < c", "a column without time belongs to the path", map[string]int{"c": 5}, []string{"a", "b", "c"}, 5, "expected_time"},
		{"a < c; b < c", "the slower of two upstreams", map[string]int{"a": 1, "b": 2, "c": 1}, []string{"b", "c"}, 3, "expected_time"},
		{"", "an empty graph has an empty path", nil, nil, 0, "longest_dependency_chain"},
	} {
		g := dagtest.Parse(t, test.graph)
		path := g.CriticalPath(func(id model.ColumnID) time.Duration {
			return time.Duration(test.seconds[g.Name(id)]) * time.Second
		})
		if diff := cmp.Diff(test.want, names(g, path.Columns), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%q: %s (-want +got):\n%s", test.graph, test.reason, diff)
		}
		if path.Time != time.Duration(test.total)*time.Second || path.Basis.String() != test.basis {
			t.Errorf("%q: got %v by %v, want %ds by %s", test.graph, path.Time, path.Basis, test.total, test.basis)
		}
	}
}

func TestGraph_criticalPath_property(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPlain(t, 8, false)
		g, err := p.build(t)
		if err != nil {
			t.Fatal(err)
		}
		times := rapid.SliceOfN(rapid.IntRange(0, 3), p.n, p.n).Draw(t, "times")
		longest, slowest := 0, 0
		p.paths(func(path []int) {
			longest, slowest = max(longest, len(path)), max(slowest, sum(times, path))
		})
		chain := g.LongestDependencyChain()
		if len(chain) != longest {
			t.Fatalf("the longest chain has %d columns, want %d", len(chain), longest)
		}
		checkPath(t, p, chain)
		path := g.CriticalPath(func(id model.ColumnID) time.Duration { return time.Duration(times[id]) })
		if path.Time != time.Duration(slowest) {
			t.Fatalf("the critical path takes %d, want %d", path.Time, slowest)
		}
		if slowest == 0 != (path.Basis == dag.ByLength) {
			t.Fatalf("the basis is %v for a path that takes %d", path.Basis, slowest)
		}
		checkPath(t, p, path.Columns)
	})
}

func sum(times, path []int) int {
	total := 0
	for _, i := range path {
		total += times[i]
	}
	return total
}

func checkPath(t *rapid.T, p plain, path []model.ColumnID) {
	for i := 1; i < len(path); i++ {
		if !p.hasEdge(int(path[i-1]), int(path[i])) {
			t.Fatalf("%v has no edge from %d to %d", path, path[i-1], path[i])
		}
	}
	if len(path) > 0 && slices.ContainsFunc(p.edges, func(e [2]int) bool { return e[1] == int(path[0]) }) {
		t.Fatalf("%v does not start at a root", path)
	}
}
