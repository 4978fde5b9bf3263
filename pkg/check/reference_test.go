package check_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/dagplan/dagplan/pkg/check"
	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/diag"
	"github.com/dagplan/dagplan/pkg/internal/reftest"
	"github.com/dagplan/dagplan/pkg/model"
)

// verdict is what the real library says about a config.
type verdict struct {
	File       string
	OK         bool
	ValidateOK bool                    `json:"validate_ok"`
	Error      *struct{ Stage string } // the stage that refuses it
	Columns    []judgedColumn
	Edges      [][2]string
	Roots      []string                                `json:"root_columns"`
	Chain      []string                                `json:"longest_dependency_chain"`
	TaskCounts map[string]map[string]int64             `json:"task_counts"`
	Levels     [][]string                              `json:"derived_levels"`
	Compiled   []string                                `json:"compiled_columns"`
	LateErrors []struct{ Stage, Column, Alias string } `json:"late_errors"`
	Violations []struct{ Level, Type string }
}

type judgedColumn struct {
	Name             string
	Type             string `json:"column_type"`
	Strategy         string
	Required         []string `json:"required_columns"`
	SideEffects      []string `json:"side_effect_columns"`
	Skip             []string `json:"skip_columns"`
	PropagateSkip    bool     `json:"propagate_skip"`
	Drop             bool
	ModelAliases     []string `json:"model_aliases"`
	ResolvedRequired []string `json:"resolved_required"`
	Upstream         []string
}

// folder opens files as if it were the working directory.
type folder string

func (f folder) Open(path string) (fs.File, error) {
	if !filepath.IsAbs(path) {
		path = filepath.Join(string(f), path)
	}
	return os.Open(path)
}

// TestReference holds dagplan against what Data Designer says about configs.
func TestReference(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"cases", "configs"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, want := range reftest.Lines[verdict](t, name+"/expected.jsonl") {
				t.Run(want.File, func(t *testing.T) {
					t.Parallel()
					judge(t, filepath.Join(reftest.Folder(t), name), want)
				})
			}
		})
	}
}

func judge(t *testing.T, dir string, want verdict) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, want.File))
	if err != nil {
		t.Fatal(err)
	}
	options := config.Options{Files: folder(dir), Format: config.DataDesigner}
	if columns, err := os.ReadFile(filepath.Join(dir, want.File+".seed_columns.json")); err == nil {
		if err := json.Unmarshal(columns, &options.SeedColumns); err != nil {
			t.Fatal(err)
		}
	}
	file, graph, findings := check.Config(want.File, data, options)
	stage := earliest(file, findings)
	wantStage := ""
	if want.Error != nil {
		wantStage = want.Error.Stage
	}
	if stage != wantStage {
		t.Errorf("refused at %q, want %q; findings:\n%s", stage, wantStage, lines(findings))
	}
	if got := stage == "" || stage == "columns" || stage == "graph"; got != want.ValidateOK {
		t.Errorf("valid is %v, want %v", got, want.ValidateOK)
	}
	for _, f := range findings {
		if f.Span.Line == 0 && f.Code != "DP103" && f.Code != "DP140" {
			t.Errorf("no place for: %v", f)
		}
	}
	violations(t, findings, want)
	late(t, findings, want)
	if !want.OK || graph == nil {
		return
	}
	columns(t, file, graph, want)
	shape(t, graph, want)
}

func lines(findings diag.List) string {
	texts := make([]string, len(findings))
	for i, f := range findings {
		texts[i] = f.Error()
	}
	return strings.Join(texts, "\n")
}

// stages are those of the library, in their order.
var stages = []string{"load", "build", "resources", "compile", "columns", "graph"}

// earliest is the first stage at which an error would stop the library.
func earliest(file *config.File, findings diag.List) string {
	first := len(stages)
	for _, f := range findings {
		if f.Severity == diag.Error {
			first = min(first, slices.Index(stages, stageOf(file, f)))
		}
	}
	if first == len(stages) {
		return ""
	}
	return stages[first]
}

func stageOf(file *config.File, f diag.Diagnostic) string {
	switch f.Code {
	case "DP134", "DP142", "DP146", "DP147", "DP148":
		return "compile"
	case "DP149", "DP150", "DP151", "DP250":
		return "graph"
	case "DP251", "DP301":
		return "columns"
	case "DP201":
		for _, c := range file.Columns {
			for _, target := range c.Targets {
				if target.Span == f.Span && c.Validator != "code" {
					return "graph"
				}
			}
		}
		return "compile"
	}
	if f.Code.Family() == "syntax" {
		return "load"
	}
	return "compile"
}

// violations compares the warnings that the library's own validation gives.
func violations(t *testing.T, findings diag.List, want verdict) {
	t.Helper()
	if want.Violations == nil {
		return
	}
	codes := map[diag.Code]string{
		"DP241": "prompt_without_references", "DP242": "f_string_syntax", "DP244": "code_column_not_code", "DP248": "invalid_column",
	}
	got, expected := map[string]bool{}, map[string]bool{}
	for _, f := range findings {
		if violation, known := codes[f.Code]; known {
			got[violation] = true
		}
	}
	for _, v := range want.Violations {
		if v.Level == "WARNING" {
			expected[v.Type] = true
		}
	}
	if diff := cmp.Diff(expected, got); diff != "" {
		t.Errorf("warnings of the validation (-library +dagplan):\n%s", diff)
	}
}

// late compares what the library finds only when a build starts.
func late(t *testing.T, findings diag.List, want verdict) {
	t.Helper()
	if !want.OK {
		return
	}
	got, expected := map[string]bool{}, map[string]bool{}
	for _, f := range findings {
		switch {
		case f.Code >= "DP261" && f.Code <= "DP268":
			got["sampler_schema"] = true
		case f.Code == "DP403":
			got["tool_alias"] = true
		case f.Code.Family() == "models" && (f.Code <= "DP402" || f.Code == "DP404" || f.Code == "DP410"):
			got["model_alias"] = true
		}
	}
	for _, e := range want.LateErrors {
		expected[e.Stage] = true
	}
	if diff := cmp.Diff(expected, got); diff != "" {
		t.Errorf("what is found late (-library +dagplan):\n%s\n%s", diff, lines(findings))
	}
}

// columns compares the columns one by one, and the order of those whose order
// does not depend on Python's hashes.
func columns(t *testing.T, file *config.File, graph *dag.Graph, want verdict) {
	t.Helper()
	got := map[string]judgedColumn{}
	var fixed []string
	for _, c := range file.Columns {
		j := judgedColumn{
			Name: c.Name, Type: c.Type, Strategy: c.Strategy.String(), SideEffects: list(c.SideEffects),
			PropagateSkip: c.PropagatesSkip, Drop: c.Drop, ModelAliases: list(c.Models), Required: []string{}, ResolvedRequired: []string{}, Upstream: []string{},
		}
		if c.SkipsWhen {
			j.Skip = []string{}
		}
		resolved := map[string]bool{}
		for _, d := range c.Dependencies {
			if d.Kind == model.SkipCondition {
				j.Skip = append(j.Skip, d.Name)
				continue
			}
			j.Required = append(j.Required, d.Name)
			if id, known := graph.ResolveSideEffect(d.Name); known && graph.Name(id) != c.Name {
				resolved[graph.Name(id)] = true
			}
		}
		j.ResolvedRequired = slices.Sorted(maps.Keys(resolved))
		if id, known := graph.ID(c.Name); known {
			for up := range graph.Upstream(id).All() {
				j.Upstream = append(j.Upstream, graph.Name(up))
			}
		}
		got[c.Name] = j.sorted()
		if c.Type == "sampler" || c.Type == "seed-dataset" {
			fixed = append(fixed, c.Name)
		}
	}
	expected := map[string]judgedColumn{}
	for _, c := range want.Columns {
		expected[c.Name] = c.sorted()
	}
	if diff := cmp.Diff(expected, got); diff != "" {
		t.Errorf("columns (-library +dagplan):\n%s", diff)
	}
	if diff := cmp.Diff(want.Compiled[:min(len(fixed), len(want.Compiled))], fixed, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("order of seed and sampler columns (-library +dagplan):\n%s", diff)
	}
}

func list(names []string) []string {
	if names == nil {
		return []string{}
	}
	return names
}

// sorted makes sets of the lists that are sets.
func (c judgedColumn) sorted() judgedColumn {
	for _, l := range []*[]string{&c.Required, &c.Skip, &c.ResolvedRequired, &c.Upstream} {
		if *l == nil && l != &c.Skip {
			*l = []string{}
		}
		*l = slices.Compact(slices.Sorted(slices.Values(*l)))
	}
	return c
}

// shape compares edges, roots, levels, the length of the longest chain, and the
// counts of tasks.
func shape(t *testing.T, graph *dag.Graph, want verdict) {
	t.Helper()
	var edges [][2]string
	for _, e := range graph.Edges() {
		edges = append(edges, [2]string{graph.Name(e.From), graph.Name(e.To)})
	}
	order := func(a, b [2]string) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) }
	slices.SortFunc(edges, order)
	slices.SortFunc(want.Edges, order)
	if diff := cmp.Diff(want.Edges, edges, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("edges (-library +dagplan):\n%s", diff)
	}
	if diff := cmp.Diff(want.Roots, names(graph, graph.Roots())); diff != "" {
		t.Errorf("roots (-library +dagplan):\n%s", diff)
	}
	if got := graph.LongestDependencyChain(); len(got) != len(want.Chain) {
		t.Errorf("the longest dependency chain has %d columns, want %d", len(got), len(want.Chain))
	}
	for run, counts := range want.TaskCounts {
		var records, buffer int64
		if _, err := fmt.Sscanf(run, "%d/%d", &records, &buffer); err != nil {
			t.Fatal(err)
		}
		tasks, err := graph.TaskCounts(records, buffer)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]int64{}
		for id, n := range tasks {
			got[graph.Name(model.ColumnID(id))] = n
		}
		if diff := cmp.Diff(counts, got); diff != "" {
			t.Errorf("tasks of %s (-library +dagplan):\n%s", run, diff)
		}
	}
	levels(t, graph, want)
}

// levels compares the layers as sets, and checks that the topological order goes
// through them one after the other.
func levels(t *testing.T, graph *dag.Graph, want verdict) {
	t.Helper()
	depth := map[string]int{}
	for level, members := range want.Levels {
		for _, name := range members {
			depth[name] = level
		}
	}
	last := 0
	for _, id := range graph.TopologicalOrder() {
		at, known := depth[graph.Name(id)]
		if !known || at < last {
			t.Errorf("column %q stands at level %d, after level %d", graph.Name(id), at, last)
		}
		last = at
	}
	if len(depth) != graph.Len() {
		t.Errorf("%d columns in the order, want %d", graph.Len(), len(depth))
	}
}

func names(graph *dag.Graph, ids []model.ColumnID) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = graph.Name(id)
	}
	return out
}
