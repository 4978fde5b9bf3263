package render_test

import (
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/lipgloss"
	"github.com/google/go-cmp/cmp"
	"github.com/muesli/termenv"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/diag"
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/plan"
	"github.com/dagplan/dagplan/pkg/render"
	"github.com/dagplan/dagplan/pkg/sim"
)

// judgePlan plans the build of judgeColumns: 25 rows in three row groups.
func judgePlan(tb testing.TB) *plan.Plan {
	tb.Helper()
	columns := judgeColumns()
	g, err := dag.FromColumns(columns)
	if err != nil {
		tb.Fatal(err)
	}
	s := model.Scenario{Run: model.DefaultRun()}
	s.Run.NumRecords, s.Run.BufferSize = 25, 10
	s.Run.Cost = model.EngineCost{Send: 3 * time.Millisecond, Done: time.Millisecond}
	for _, alias := range []string{"writer", "judge"} {
		m := model.DefaultModel(alias)
		m.Latency = model.ConstantOf(2)
		m.InputTokens, m.OutputTokens = model.ConstantOf(400), model.ConstantOf(100)
		s.Models = append(s.Models, m)
	}
	s.Models[0].Price = model.Price{Input: 0.5, Output: 2}
	p, err := plan.New(g, columns, s)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

func explanation(tb testing.TB, slice string) render.Explanation {
	tb.Helper()
	p := judgePlan(tb)
	ref, err := model.ParseSliceRef(slice)
	if err != nil {
		tb.Fatal(err)
	}
	e, err := p.Explain(ref)
	if err != nil {
		tb.Fatal(err)
	}
	return render.Explanation{Name: "judge.yaml", Plan: p, Explanation: e}
}

// simResult is a result with something in every field that text shows.
func simResult() *sim.Result {
	rows, err := model.NewRowGroupPlan(25, 10)
	if err != nil {
		panic(err)
	}
	return &sim.Result{
		Complete: true, Engine: model.Async, Seed: 7, Run: model.DefaultRun(), Plan: rows, Makespan: 90 * time.Second,
		Bounds:   sim.Bounds{All: []sim.Bound{{Kind: model.BoundModelWork, Model: "writer", Time: 50 * time.Second}, {Kind: model.BoundSpan, Time: 4 * time.Second}}, Efficiency: 5.0 / 9},
		Tasks:    sim.Tasks{Planned: 56, Executions: 57, Completed: 56},
		Rows:     sim.Rows{Asked: 25, Out: 24, Dropped: 1},
		Requests: sim.Requests{Calls: 50, Attempts: 53, OK: 49, RateLimited: 3, Failed: 1, InputTokens: 20_000, OutputTokens: 5_000},
		Columns: []sim.ColumnResult{
			{Name: "topic", Strategy: model.FullColumn, Tasks: sim.Tasks{Executions: 3, Completed: 3}, Cells: 25, Last: 20 * time.Millisecond},
			{Name: "summary", Strategy: model.CellByCell, Model: "writer", Tasks: sim.Tasks{Executions: 25, Completed: 25}, Cells: 25, Attempts: 28, Last: time.Minute, Waits: sim.Attribution{ModelSlot: 9, Work: 50}},
		},
		Models: []sim.ModelResult{{
			Name: "writer", Aliases: []string{"writer"}, Attempts: 28, RateLimited: 3, Cost: 0.015,
			PoolResult: sim.PoolResult{Slots: 4, Peak: 4, Busy: 200, Utilisation: 0.55, Idle: sim.Attribution{Work: 30, Inputs: 2}},
		}},
		CriticalPath: sim.CriticalPath{Known: true, Waits: sim.Attribution{Work: 60, ModelSlot: 29.7, Engine: 0.3}},
		Answer:       sim.Answer{Text: "the 4 slots of writer for 66 % of the time", Limit: sim.Limit{Cause: sim.CauseModelSlot, Model: "writer"}, Share: 0.66},
	}
}

func simSpread() *sim.Many {
	return &sim.Many{
		Asked: 20, Runs: 20, Complete: 19, FirstSeed: 7, Makespan: sim.Spread{Min: 80, P10: 85, P50: 90, P90: 95.5, Max: 120},
		Calls: sim.Spread{Min: 50, P10: 50, P50: 50, P90: 50, Max: 50}, Attempts: sim.Spread{Min: 50, P10: 51, P50: 53, P90: 55, Max: 60},
		RowsOut: sim.Spread{P10: 23, P50: 24, P90: 25, Max: 25}, Cost: sim.Spread{Min: 0.01, P10: 0.015, P50: 0.015, P90: 0.015, Max: 0.02},
		Limits: []sim.LimitCount{{Limit: sim.Limit{Cause: sim.CauseModelSlot, Model: "writer"}, Runs: 18}, {Limit: sim.Limit{Cause: sim.CauseEngine}, Runs: 1}},
	}
}

func reports(tb testing.TB) map[string]render.Report {
	tb.Helper()
	p := judgePlan(tb)
	settings := []render.Setting{{Path: "run.num_records", Value: 25, Origin: "flag"}}
	return map[string]render.Report{
		"graph":    render.Graph{Name: "judge.yaml", Plan: p, Positions: make([]diag.Pos, 4)},
		"plan":     render.Plan{Name: "judge.yaml", Plan: p, Settings: settings},
		"explain":  explanation(tb, "summary[2:3]"),
		"simulate": render.Simulation{Name: "judge.yaml", Result: simResult(), Settings: settings},
		"runs":     render.Simulation{Name: "judge.yaml", Result: simResult(), Many: simSpread(), Settings: settings},
		"sweep":    render.Sweep{Name: "judge.yaml", Paths: []string{"models.writer.latency"}, Points: []render.SweepPoint{{Values: []any{"2s"}, Result: simResult()}}, Settings: settings},
		"version":  render.Version{Program: "dagplan", Version: "v1.2.3", Revision: "abc", Go: "go1.26"},
	}
}

func textOf(tb testing.TB, r render.Report, style render.Style) string {
	tb.Helper()
	return text(tb, func(w io.Writer) error { return render.WriteText(w, r, style) })
}

func jsonOf(tb testing.TB, r render.Report) string {
	tb.Helper()
	return text(tb, func(w io.Writer) error { return render.WriteJSON(w, r) })
}

func TestWriteText(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"graph": `judge.yaml: 4 columns, 5 edges, 4 layers
25 rows in 3 row groups of 10 (the last of 5): 56 tasks

COLUMN   LAYER  TYPE      STRATEGY      MODEL   TASKS  WAITS FOR
topic        0  -         full_column   -           3  -
summary      1  llm-text  cell_by_cell  writer     25  topic
verdict      2  -         cell_by_cell  judge      25  summary, topic
report       3  -         full_column   -           3  verdict, summary

roots                     topic
longest dependency chain  4 columns: topic → summary → verdict → report
critical path             4s a row: topic → summary → verdict
`,
		"plan": `judge.yaml: at least 12.5s, 50 calls, cost 0.010+
25 rows in 3 row groups of 10 (the last of 5): 56 tasks

limited by  at least 12.5s: model writer: 25 requests of 2s on 4 slots
then by     at least 12.5s: model judge: 25 requests of 2s on 4 slots
then by     at least 4s: the critical path of one row: topic → summary → verdict
then by     at least 200ms: the engine's own time for 50 requests

COLUMN   STRATEGY      MODEL   TASKS  CALLS  TASK TIME  WORK   COST
topic    full_column   -           3      -          -     -      -
summary  cell_by_cell  writer     25     25         2s   50s  0.010
verdict  cell_by_cell  judge      25     25         2s   50s      -
report   full_column   -           3      -          -     -      -

MODEL   SLOTS  REQUESTS  WORK  AT LEAST  TOKENS IN   OUT   COST
writer      4        25   50s     12.5s        10k  2500  0.010
judge       4        25   50s     12.5s        10k  2500      -
`,
		"explain": `summary[2:3]: cell_by_cell, llm-text, model writer, 25 tasks
  also writes summary__trace
  row 23 of the dataset; its row group has 5 rows

waits for
  topic[2]  full column

its completion can unlock
  verdict[2:3]  once complete too: topic[2]
  report[2]     once complete too: 4 other rows, verdict[2]  as summary__trace
`,
		"simulate": `judge.yaml: 1m30s for 24 rows of 25
3 row groups, 56 tasks, 50 calls; engine async, seed 7

limited by    the 4 slots of writer for 66 % of the time
at least      50s: the work of writer, 56% of the time it takes
time went to  work 67%, waiting for a slot 33%
requests      53 for 50 calls: 49 ok, 3 rate limited, 1 failed
cost          0.015 for 20k tokens in, 5000 out

COLUMN   MODEL   TASKS  CELLS  REQUESTS  FIRST   LAST  WAITS MOST FOR
topic    -           3     25         -     0s   20ms  -
summary  writer     25     25        28     0s  1m00s  waiting for a slot

MODEL   SLOTS  PEAK  BUSY  REQUESTS  429   COST  IDLE MOST FOR
writer      4     4   55%        28    3  0.015  nothing left to do
`,
		"sweep": `judge.yaml: fastest is 1m30s with models.writer.latency=2s

writer.latency   TIME  ROWS  REQUESTS   COST  LIMITED BY
            2s  1m30s    24        53  0.015  slots of writer
`,
		"runs": `judge.yaml: 1m30s, between 1m25s and 1m36s in 8 of 10 runs
20 runs, 19 of them complete; engine async, seeds 7 to 26

            MIN    P10    P50    P90    MAX
time      1m20s  1m25s  1m30s  1m36s  2m00s
calls        50     50     50     50     50
requests     50     51     53     55     60
rows out      0     23     24     25     25
cost      0.010  0.015  0.015  0.015  0.020

limited by  slots of writer in 18 runs
limited by  engine's own work in 1 run
`,
		"version": "dagplan v1.2.3 (commit abc) go1.26\n",
	}
	for name, report := range reports(t) {
		if diff := cmp.Diff(want[name], textOf(t, report, render.Style{})); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// The same result gives the same bytes, in every form and every time.
func TestReports_deterministic(t *testing.T) {
	t.Parallel()
	style := render.NewStyle(lipgloss.NewRenderer(io.Discard, termenv.WithProfile(termenv.ANSI)), 80)
	for name, report := range reports(t) {
		firstText, firstJSON := textOf(t, report, style), jsonOf(t, report)
		for range 50 {
			again := reports(t)[name]
			if got := textOf(t, again, style); got != firstText {
				t.Fatalf("%s: text differs:\n%s", name, cmp.Diff(firstText, got))
			}
			if got := jsonOf(t, again); got != firstJSON {
				t.Fatalf("%s: JSON differs:\n%s", name, cmp.Diff(firstJSON, got))
			}
		}
	}
	d := diagram(t, judgeColumns())
	firstMermaid, firstDOT := mermaidOf(t, d), dotOf(t, d)
	for range 50 {
		if d := diagram(t, judgeColumns()); mermaidOf(t, d) != firstMermaid || dotOf(t, d) != firstDOT {
			t.Fatal("a diagram differs")
		}
	}
}

// Text fits the terminal that it is laid out for.
func TestWriteText_width(t *testing.T) {
	t.Parallel()
	for name, report := range reports(t) {
		for line := range strings.SplitSeq(textOf(t, report, terminal(80)), "\n") {
			if got := lipgloss.Width(line); got > 80 {
				t.Errorf("%s: a line of %d columns: %s", name, got, line)
			}
		}
	}
}

func terminal(width int) render.Style {
	return render.NewStyle(lipgloss.NewRenderer(io.Discard, termenv.WithProfile(termenv.Ascii)), width)
}

// Where a terminal is too narrow, names lose their middles and numbers nothing; of trials,
// the columns that say least go first.
func TestWriteText_narrowTrials(t *testing.T) {
	t.Parallel()
	slow, fast := simResult(), simResult()
	fast.Makespan, fast.Rows.Out, fast.Requests.Attempts = 61*time.Second, 1_977, 123_456_789
	limit := "models.a_model_with_a_long_name"
	r := render.Sweep{
		Name: "c.yaml", IsTrial: true, Paths: []string{limit + ".max_parallel_requests", limit + ".server.tokens_per_minute"},
		Points: []render.SweepPoint{{Values: []any{12, 123_456}, Result: slow}, {Values: []any{24, 123_456}, Result: fast}, {Values: []any{12, 246_912}, Result: fast}},
	}
	want := `c.yaml: 1m30s; models.a_model_with_a_long_name.max_parallel_requests=24 makes it
1m01s, 32% less

limited by  the 4 slots of writer for 66 % of the time

SETTING                              NOW   TRIED   TIME  CHANGE  THEN LIMITED BY
a_model_with_a_…arallel_requests      12      24  1m01s    -32%  slots of writer
a_model_with_a_…okens_per_minute  123456  246912  1m01s    -32%  slots of writer
`
	if diff := cmp.Diff(want, textOf(t, r, terminal(80))); diff != "" {
		t.Error(diff)
	}
	if wide := textOf(t, r, render.Style{}); !strings.Contains(wide, "123,456,789") || !strings.Contains(wide, "1,977") {
		t.Errorf("in a pipe something is cut:\n%s", wide)
	}
}

// A long name loses its middle on a terminal, and nothing in a pipe.
func TestWriteText_longNames(t *testing.T) {
	t.Parallel()
	name := strings.Repeat("long_", 40)
	columns := []model.Column{{Name: name, Strategy: model.CellByCell}}
	g, err := dag.FromColumns(columns)
	if err != nil {
		t.Fatal(err)
	}
	p, err := plan.New(g, columns, model.Scenario{Run: model.DefaultRun()})
	if err != nil {
		t.Fatal(err)
	}
	report := render.Graph{Name: "x", Plan: p}
	for line := range strings.SplitSeq(textOf(t, report, terminal(60)), "\n") {
		if got := lipgloss.Width(line); got > 60 {
			t.Errorf("a line of %d columns: %s", got, line)
		}
	}
	if !strings.Contains(textOf(t, report, render.Style{}), "\n"+name+" ") {
		t.Error("a pipe gets a name that is cut")
	}
}

// Every document names its schema, and no list in it is null.
func TestWriteJSON_schema(t *testing.T) {
	t.Parallel()
	for name, report := range reports(t) {
		document := jsonOf(t, report)
		var header struct {
			Schema  string
			Version int
		}
		if err := json.Unmarshal([]byte(document), &header); err != nil {
			t.Fatal(err)
		}
		want := "dagplan." + strings.Replace(name, "runs", "simulate", 1)
		if header.Schema != want || header.Version != 1 {
			t.Errorf("%s is headed %+v", name, header)
		}
		for line := range strings.SplitSeq(document, "\n") {
			if field := strings.TrimSpace(line); strings.Contains(field, ": null") && !strings.HasPrefix(field, `"row`) && field != `"spread": null,` {
				t.Errorf("%s: %s", name, field)
			}
		}
	}
}

// An empty build has empty lists.
func TestWriteJSON_empty(t *testing.T) {
	t.Parallel()
	g, err := dag.FromColumns(nil)
	if err != nil {
		t.Fatal(err)
	}
	p, err := plan.New(g, nil, model.Scenario{Run: model.DefaultRun()})
	if err != nil {
		t.Fatal(err)
	}
	want := `{
  "schema": "dagplan.graph",
  "version": 1,
  "file": "empty.yaml",
  "columns": [],
  "edges": [],
  "topological_order": [],
  "layers": [],
  "roots": [],
  "longest_dependency_chain": [],
  "critical_path": {
    "columns": [],
    "seconds": 0,
    "basis": "longest_dependency_chain"
  },
  "run": {
    "num_records": 10,
    "buffer_size": 1000,
    "row_groups": 1
  },
  "tasks": {
    "total": 0,
    "by_column": {}
  }
}
`
	if diff := cmp.Diff(want, jsonOf(t, render.Graph{Name: "empty.yaml", Plan: p})); diff != "" {
		t.Error(diff)
	}
}
