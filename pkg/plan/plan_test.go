package plan_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/internal/dagtest"
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/plan"
)

// build is a graph with the models that its columns call: "writer: a, b" is
// the model writer of the columns a and b, answering in a second on 16 slots.
// A column without a model is no work of its own where a request makes its step, and custom
// columns may send as many requests as the widest alias allows.
func TestNew_boundsOfStepsAndCustomColumns(t *testing.T) {
	t.Parallel()
	b := newBuild("a; b; c", 100, 100, map[string][]string{"writer": {"a"}, "judge": {"c"}})
	b.column("a").Step, b.column("b").Step, b.column("c").Type = 1, 1, "custom"
	b.scenario.Run.MaxInFlightTasks = 10
	b.scenario.Models[0].ID, b.scenario.Models[1].ID, b.scenario.Models[1].MaxParallelRequests = "one", "one", 20
	b.scenario.Columns = []model.ColumnSettings{{Name: "b", Latency: model.ConstantOf(4)}}
	// 100 requests of 4 s for the step and 100 of 1 s, 20 at once at most, and 10 tasks.
	want := []string{"in_flight_cap 50s", "model_work writer 25s", "span 4s"}
	if diff := cmp.Diff(want, boundsText(b.plan(t))); diff != "" {
		t.Error(diff)
	}
}

type build struct {
	columns  []model.Column
	scenario model.Scenario
}

func newBuild(graph string, records, buffer int64, callers map[string][]string) build {
	b := build{columns: dagtest.Columns(graph), scenario: model.Scenario{Run: model.DefaultRun()}}
	b.scenario.Run.NumRecords, b.scenario.Run.BufferSize = records, buffer
	b.scenario.Run.Cost = model.EngineCost{}
	for i := range b.columns {
		c := &b.columns[i]
		for _, alias := range []string{"writer", "judge"} {
			for _, caller := range callers[alias] {
				if caller == c.Name {
					c.Models = append(c.Models, alias)
				}
			}
		}
		c.PropagatesSkip = true
	}
	for _, alias := range []string{"writer", "judge"} {
		m := model.DefaultModel(alias)
		m.MaxParallelRequests, m.Latency = 16, model.ConstantOf(1)
		b.scenario.Models = append(b.scenario.Models, m)
	}
	return b
}

func (b build) plan(tb testing.TB) *plan.Plan {
	tb.Helper()
	g, err := dag.FromColumns(b.columns)
	if err != nil {
		tb.Fatal(err)
	}
	p, err := plan.New(g, b.columns, b.scenario)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

func (b *build) column(name string) *model.Column {
	for i := range b.columns {
		if b.columns[i].Name == name {
			return &b.columns[i]
		}
	}
	return nil
}

// boundsText writes bounds in a line each, as a table of a test holds them.
func boundsText(p *plan.Plan) []string {
	var lines []string
	for _, b := range p.Bounds {
		line := fmt.Sprintf("%s %v", b.Kind, b.Time)
		if b.Model >= 0 {
			line = fmt.Sprintf("%s %s %v", b.Kind, p.Models[b.Model].Aliases[0], b.Time)
		}
		lines = append(lines, line)
	}
	return lines
}

// The bounds of the bare build model W1 to W3 (100 rows in 4 groups, two at a
// time, 16 slots a model), worked out by hand.
func TestNew_bounds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, graph string
		callers     map[string][]string
		want        []string
	}{
		{
			"chain of four cells", "root! < a < b < c < d",
			map[string][]string{"writer": {"a", "b", "c", "d"}},
			[]string{"model_work writer 1m40s", "admission 8.2s", "span 4.1s", "worker_work 50ms"},
		},
		{
			"generators, judges, validation", "root! < g1 < j1 < v!; root < g2 < j2 < v; root < g3 < j3 < v",
			map[string][]string{"writer": {"g1", "g2", "g3"}, "judge": {"j1", "j2", "j3"}},
			[]string{"model_work writer 1m15s", "model_work judge 1m15s", "admission 4.4s", "span 2.2s", "worker_work 100ms"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newBuild(tt.graph, 400, 100, tt.callers)
			b.scenario.Run.MaxConcurrentRowGroups, b.scenario.Run.MaxInFlightTasks, b.scenario.Run.CPUs = 2, 0, 4
			for _, full := range []string{"root", "v"} {
				b.scenario.Columns = append(b.scenario.Columns, model.ColumnSettings{Name: full, Latency: model.ConstantOf(0.1)})
			}
			if diff := cmp.Diff(tt.want, boundsText(b.plan(t))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNew_everyKindOfBound(t *testing.T) {
	t.Parallel()
	b := newBuild("root! < a", 400, 100, map[string][]string{"writer": {"a"}})
	b.scenario.Run.MaxConcurrentRowGroups, b.scenario.Run.MaxInFlightTasks, b.scenario.Run.CPUs = 3, 10, 4
	b.scenario.Run.Cost.Send, b.scenario.Run.Cost.Done = 3*time.Millisecond, time.Millisecond
	b.scenario.Columns = []model.ColumnSettings{{Name: "root", Latency: model.ConstantOf(2)}, {Name: "a", OutputTokens: model.ConstantOf(10)}}
	b.scenario.Models[0].Server = model.Server{MaxConcurrency: 8, RequestsPerMinute: 300, TokensPerMinute: 2500}
	want := []string{
		"server_work writer 50s",  // 400 s on 8 at once
		"in_flight_cap 40.8s",     // 400 s of calls and 4 × 2 s of the root, 10 at once
		"token_rate writer 36s",   // 4,000 tokens, of which 2,500 at once
		"model_work writer 25s",   // 400 s on 16 slots
		"request_rate writer 20s", // 400 requests, of which 300 at once
		"admission 6s",            // 4 row groups, 3 at once, 3 s each
		"span 3s",                 // 2 s + 1 s
		"engine 1.6s",             // 400 × 4 ms
		"worker_work 1s",          // 4 × 2 s on the 8 threads of 4 processors
	}
	if diff := cmp.Diff(want, boundsText(b.plan(t))); diff != "" {
		t.Error(diff)
	}
}

func TestNew_boundsOfNothing(t *testing.T) {
	t.Parallel()
	b := newBuild("root! < a", 0, 100, map[string][]string{"writer": {"a"}})
	if got := b.plan(t); len(got.Bounds) != 0 || got.Tasks != 0 {
		t.Errorf("a build of no rows has %d tasks and the bounds %v", got.Tasks, boundsText(got))
	}
}

// Members of a multi-column step are counted one by one (R91), but one task
// makes them all.
func TestNew_multiColumnStep(t *testing.T) {
	t.Parallel()
	b := newBuild("a! < c; b! < c", 400, 100, nil)
	b.column("a").Step, b.column("b").Step = 1, 1
	b.scenario.Columns = []model.ColumnSettings{{Name: "a", Latency: model.ConstantOf(1)}, {Name: "b", Latency: model.ConstantOf(3)}}
	p := b.plan(t)
	if p.Tasks != 4+4+400 {
		t.Errorf("%d tasks", p.Tasks)
	}
	if diff := cmp.Diff([]string{"admission 6s", "span 3s", "worker_work 1.5s"}, boundsText(p)[:3]); diff != "" {
		t.Error(diff)
	}
}

// One request makes all columns of a step that calls a model.
func TestNew_callsOfAStep(t *testing.T) {
	t.Parallel()
	b := newBuild("a; b", 100, 100, map[string][]string{"writer": {"a", "b"}})
	b.column("a").Step, b.column("b").Step = 1, 1
	p := b.plan(t)
	if p.Tasks != 200 || p.Calls != 100 || p.Models[0].Calls != 100 || p.Columns[1].Calls != 0 {
		t.Errorf("%d tasks, %v calls, %v of the model, %v of the second column, want 200, 100, 100 and 0", p.Tasks, p.Calls, p.Models[0].Calls, p.Columns[1].Calls)
	}
}

func TestNew_refused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		records, buffer int64
		want            string
	}{
		{-1, 10, "num_records must not be negative, got -1"},
		{10, 0, "buffer_size must be positive, got 0"},
		{10, -3, "buffer_size must be positive, got -3"},
		{math.MaxInt64, math.MaxInt32, "num_records 9223372036854775807 in row groups of 2147483647 makes 4294967299 row groups, more than 2147483647: raise buffer_size"},
		{math.MaxInt32 * (math.MaxInt32 - 1), math.MaxInt32, "4611686011984936962 records make more tasks than can be counted: lower num_records"},
	}
	columns := dagtest.Columns("a < b < c < d")
	g := dagtest.Parse(t, "a < b < c < d")
	for _, tt := range tests {
		run := model.DefaultRun()
		run.NumRecords, run.BufferSize = tt.records, tt.buffer
		if _, err := plan.New(g, columns, model.Scenario{Run: run}); err == nil || err.Error() != tt.want {
			t.Errorf("%d records in row groups of %d: %v, want %s", tt.records, tt.buffer, err, tt.want)
		}
	}
	if _, err := plan.New(g, columns[1:], model.Scenario{Run: model.DefaultRun()}); err == nil || err.Error() != "3 columns are described, but the graph has 4" {
		t.Errorf("a missing description: %v", err)
	}
}

// A request of more tokens than a minute's worth goes through a full bucket: no bound
// follows from it.
func TestNew_requestBeyondAMinutesTokens(t *testing.T) {
	t.Parallel()
	b := newBuild("a", 1, 1, map[string][]string{"writer": {"a"}})
	b.scenario.Models[0].InputTokens, b.scenario.Models[0].Server.TokensPerMinute = model.ConstantOf(10000), 1000
	for _, bound := range b.plan(t).Bounds {
		if bound.Kind == model.BoundTokenRate {
			t.Errorf("%v is no bound: the only request is let through", bound.Time)
		}
	}
}

// Aliases of one provider and id share their slots, and count as one model.
func TestNew_aliasesOfOneModel(t *testing.T) {
	t.Parallel()
	b := newBuild("a < b", 100, 100, map[string][]string{"writer": {"a"}, "judge": {"b"}})
	b.scenario.Models[0].ID, b.scenario.Models[1].ID = "gpt", "gpt"
	b.scenario.Models[1].MaxParallelRequests = 4
	want := []plan.Model{{
		Aliases: []string{"writer", "judge"}, ID: "gpt", Slots: 4, Most: 4, Calls: 200, Requests: 200, Work: 200, Accepted: 200,
	}}
	if diff := cmp.Diff(want, b.plan(t).Models); diff != "" {
		t.Error(diff)
	}
}

func TestNew_cost(t *testing.T) {
	t.Parallel()
	b := newBuild("a < b", 1000, 100, map[string][]string{"writer": {"a"}, "judge": {"b"}})
	writer := &b.scenario.Models[0]
	writer.Price = model.Price{Input: 0.5, Output: 2}
	writer.InputTokens, writer.OutputTokens = model.ConstantOf(400), model.ConstantOf(100)
	p := b.plan(t)
	if want := (plan.Cost{Amount: 0.4, Known: true}); p.Columns[0].Cost != want {
		t.Errorf("the column costs %+v, want %+v", p.Columns[0].Cost, want)
	}
	if want := (plan.Cost{Amount: 0.4}); p.Cost != want {
		t.Errorf("with a model without a price the build costs %+v, want %+v", p.Cost, want)
	}
	b.scenario.Columns = []model.ColumnSettings{{Name: "a", OutputTokens: model.ConstantOf(0)}}
	if got := b.plan(t).Columns[0].Cost; got != (plan.Cost{Amount: 0.2}) {
		t.Errorf("output that is charged for and has no number of tokens: %+v", got)
	}
}

// What the engine sends for a cell whose answers fail: section 8 and 9 of its
// rules.
func TestNew_requests(t *testing.T) {
	t.Parallel()
	tests := []struct {
		rate          model.ErrorRate
		requests, out float64
	}{
		{model.ErrorRate{Kind: model.BadRequest, Rate: 0.1}, 100, 90},
		{model.ErrorRate{Kind: model.RateLimited, Rate: 0.1, Attempts: 7}, 170, 100},
		{model.ErrorRate{Kind: model.ServerError, Rate: 0.1, Attempts: 2}, 120, 100},
		{model.ErrorRate{Kind: model.ServerError, Rate: 0.1}, 120, 90},
		{model.ErrorRate{Kind: model.Unavailable, Rate: 0.1}, 210, 90},
		{model.ErrorRate{Kind: model.TimedOut, Rate: 0.1, Attempts: 3}, 120, 90},
		{model.ErrorRate{Kind: model.Unparseable, Rate: 0.1, Attempts: 5}, 150, 100},
		{model.ErrorRate{Kind: model.Unparseable, Rate: 0.1}, 150, 90},
	}
	for _, tt := range tests {
		b := newBuild("a", 100, 100, map[string][]string{"writer": {"a"}})
		b.scenario.Models[0].Errors = []model.ErrorRate{tt.rate}
		p := b.plan(t)
		if math.Abs(p.Requests-tt.requests) > 1e-9 || math.Abs(p.RowsOut-tt.out) > 1e-9 {
			t.Errorf("%s, %d attempts: %v requests and %v rows, want %v and %v", tt.rate.Kind, tt.rate.Attempts, p.Requests, p.RowsOut, tt.requests, tt.out)
		}
	}
}

// The shares of tasks that run are those that an enumeration of every outcome
// of every rate gives, one column after the other.
func TestNew_sharesMatchEnumeration(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 7).Draw(rt, "columns")
		b := build{scenario: model.Scenario{Run: model.DefaultRun(), Models: []model.Model{model.DefaultModel("m")}}}
		b.scenario.Run.NumRecords = 1 << 20
		for i := range n {
			c := model.Column{
				Name: fmt.Sprintf("c%d", i), Strategy: model.CellByCell, Models: []string{"m"},
				SkipsWhen: rapid.Bool().Draw(rt, "skips"), PropagatesSkip: rapid.Bool().Draw(rt, "propagates"),
			}
			for up := range i {
				if kind := rapid.IntRange(0, 2).Draw(rt, "edge"); kind > 0 {
					c.Dependencies = append(c.Dependencies, model.Dependency{Name: b.columns[up].Name, Kind: model.DependencyKind(kind)})
				}
			}
			b.columns = append(b.columns, c)
			b.scenario.Columns = append(b.scenario.Columns, model.ColumnSettings{
				Name: c.Name, SkipRate: rapid.SampledFrom([]float64{0, 0.25, 1}).Draw(rt, "skip"), DropRate: rapid.SampledFrom([]float64{0, 0.5}).Draw(rt, "drop"),
			})
		}
		p := b.plan(t)
		for id, want := range enumerate(b) {
			if got := p.Columns[id].Calls / float64(b.scenario.Run.NumRecords); math.Abs(got-want) > 1e-9 {
				rt.Fatalf("column %d runs for a share of %v, want %v", id, got, want)
			}
		}
	})
}

// enumerate adds up the probabilities of the outcomes in which a column runs.
func enumerate(b build) []float64 {
	n := len(b.columns)
	shares := make([]float64, n)
	for outcome := range 1 << (2 * n) {
		probability := 1.0
		lost, skipped := make([]bool, n), make([]bool, n)
		doomed := make([]bool, n)
		for i, c := range b.columns {
			settings := b.scenario.Columns[i]
			skips, loses := outcome>>(2*i)&1 == 1, outcome>>(2*i+1)&1 == 1
			skipRate := settings.SkipRate
			if !c.SkipsWhen {
				skipRate = 0
			}
			probability *= chance(skips, skipRate) * chance(loses, settings.DropRate)
			skipped[i], lost[i] = skips, loses
			for _, d := range c.Dependencies {
				var up int
				_, _ = fmt.Sscanf(d.Name, "c%d", &up)
				doomed[i] = doomed[i] || doomed[up] || lost[up]
				skipped[i] = skipped[i] || c.PropagatesSkip && d.Kind == model.Required && skipped[up]
			}
		}
		for i := range n {
			if !doomed[i] && !skipped[i] {
				shares[i] += probability
			}
		}
	}
	return shares
}

func chance(happens bool, rate float64) float64 {
	if happens {
		return rate
	}
	return 1 - rate
}

// More than 64 columns with rates are more than one block of bits.
func TestNew_manyRates(t *testing.T) {
	t.Parallel()
	var b build
	b.scenario = model.Scenario{Run: model.DefaultRun(), Models: []model.Model{model.DefaultModel("m")}}
	b.scenario.Run.NumRecords = 1000
	const n = 150
	for i := range n {
		c := model.Column{Name: fmt.Sprintf("c%d", i), Strategy: model.CellByCell, Models: []string{"m"}}
		if i > 0 {
			c.Dependencies = []model.Dependency{{Name: fmt.Sprintf("c%d", i-1), Kind: model.Required}}
		}
		b.columns = append(b.columns, c)
		b.scenario.Columns = append(b.scenario.Columns, model.ColumnSettings{Name: c.Name, DropRate: 0.01})
	}
	p := b.plan(t)
	if got, want := p.Columns[n-1].Calls, 1000*math.Pow(0.99, n-1); math.Abs(got-want) > 1e-6 {
		t.Errorf("the last column calls %v times, want %v", got, want)
	}
}
