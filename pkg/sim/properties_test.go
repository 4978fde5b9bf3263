package sim_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"runtime"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/sim"
)

// anyBuild draws a small build of any shape, with every kind of trouble that a
// scenario can hold.
func anyBuild(t *rapid.T) sim.Build {
	b := sim.Build{
		Engine: rapid.SampledFrom(model.Engines()).Draw(t, "engine"),
		Seed:   rapid.Uint64().Draw(t, "seed"),
	}
	run := model.DefaultRun()
	run.MaxConcurrentRowGroups = rapid.IntRange(1, 4).Draw(t, "row groups at once")
	run.MaxInFlightTasks = rapid.SampledFrom([]int{0, 1, 2, 5, 20}).Draw(t, "cap")
	run.HealthCheck = rapid.Bool().Draw(t, "health check")
	run.DisableEarlyShutdown = rapid.Bool().Draw(t, "no early shutdown")
	run.RequestAdmission.StartupRamp = rapid.SampledFrom([]time.Duration{0, 3 * time.Second}).Draw(t, "ramp")
	b.Scenario.Run = run
	for i := range rapid.IntRange(1, 3).Draw(t, "models") {
		b.Scenario.Models = append(b.Scenario.Models, anyModel(t, i))
	}
	for i := range rapid.IntRange(0, 7).Draw(t, "columns") {
		b.Columns = append(b.Columns, anyColumn(t, i, b.Columns, len(b.Scenario.Models)))
		b.Scenario.Columns = append(b.Scenario.Columns, model.ColumnSettings{
			Name: fmt.Sprintf("c%d", i), Latency: anyDistribution(t),
			SkipRate: rapid.SampledFrom([]float64{0, 0, 0.3}).Draw(t, "skip rate"), DropRate: rapid.SampledFrom([]float64{0, 0, 0, 0.2}).Draw(t, "drop rate"),
		})
	}
	var err error
	if b.Graph, err = dag.FromColumns(b.Columns); err != nil {
		t.Fatal(err)
	}
	if b.Plan, err = model.NewRowGroupPlanOf(rapid.SliceOfN(rapid.IntRange(0, 12), 0, 5).Draw(t, "row groups")); err != nil {
		t.Fatal(err)
	}
	return b
}

func anyModel(t *rapid.T, i int) model.Model {
	m := model.DefaultModel(fmt.Sprintf("m%d", i))
	m.ID = rapid.SampledFrom([]string{m.Alias, "shared"}).Draw(t, "model id")
	m.MaxParallelRequests = rapid.IntRange(1, 5).Draw(t, "slots")
	m.Latency = anyDistribution(t)
	m.Server.MaxConcurrency = rapid.SampledFrom([]int{0, 0, 2}).Draw(t, "server concurrency")
	m.Server.RequestsPerMinute = rapid.SampledFrom([]float64{0, 0, 30}).Draw(t, "requests per minute")
	for _, kind := range model.ErrorKinds() {
		if rapid.IntRange(0, 4).Draw(t, "has errors") > 0 {
			continue
		}
		e := model.ErrorRate{Kind: kind, Rate: rapid.SampledFrom([]float64{0.1, 0.5, 1}).Draw(t, "error rate"), Attempts: rapid.IntRange(0, 3).Draw(t, "attempts")}
		if kind == model.RateLimited {
			e.Attempts, e.Rate = 0, 0 // an endless one never ends; TestRun_neverEnding
		}
		m.Errors = append(m.Errors, e)
	}
	return m
}

func anyColumn(t *rapid.T, i int, before []model.Column, models int) model.Column {
	c := model.Column{
		Name: fmt.Sprintf("c%d", i), Strategy: rapid.SampledFrom(model.Strategies()).Draw(t, "strategy"),
		PropagatesSkip: rapid.Bool().Draw(t, "propagates"), Type: rapid.SampledFrom([]string{"", "custom", "validation"}).Draw(t, "type"),
	}
	if rapid.Bool().Draw(t, "has model") {
		c.Models = []string{fmt.Sprintf("m%d", rapid.IntRange(0, models-1).Draw(t, "model"))}
	}
	for _, up := range before {
		if rapid.IntRange(0, 2).Draw(t, "reads") == 0 {
			c.Dependencies = append(c.Dependencies, model.Dependency{Name: up.Name, Kind: model.Required})
		}
	}
	return c
}

func anyDistribution(t *rapid.T) model.Distribution {
	return rapid.SampledFrom([]model.Distribution{
		{}, model.ConstantOf(0), model.ConstantOf(1), {Kind: model.Uniform, Low: 0.5, High: 2}, {Kind: model.Exponential, Mean: 1},
		{Kind: model.Lognormal, Mean: 1, CV: 0.5}, {Kind: model.Gamma, Mean: 1, CV: 0.5}, {Kind: model.Hashed},
		model.SamplesOf([]float64{0.1, 0.5, 4}), {Kind: model.Replayed, Mean: 1, Replay: map[string]float64{"c0|0|0": 3, "c1|4|0": 0.25}},
	}).Draw(t, "latency")
}

// Every build ends, and its books balance.
func TestRun_booksBalance(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := anyBuild(t)
		r, books, err := sim.RunBooks(context.Background(), b, sim.Options{})
		if err != nil {
			t.Fatal(err)
		}
		checkBooks(t, b, r, books)
	})
}

type failer interface {
	Errorf(format string, args ...any)
}

func checkBooks(t failer, b sim.Build, r *sim.Result, books sim.Books) {
	near := func(what string, got, want float64) {
		if math.Abs(got-want) > 1e-6*math.Max(1, math.Abs(want)) {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	end := r.Makespan.Seconds()
	near("seconds of the critical path", r.CriticalPath.Waits.Total(), end)
	covered := time.Duration(0)
	for _, span := range r.Limits {
		if span.From != covered || span.To <= span.From {
			t.Errorf("a limit from %v to %v after %v", span.From, span.To, covered)
		}
		covered = span.To
	}
	if covered != r.Makespan {
		t.Errorf("limits end at %v, the build at %v", covered, r.Makespan)
	}
	for _, m := range r.Models {
		if hasCustomColumn(b) {
			break // its requests share slots with the leases of other columns
		}
		near("slot-seconds of "+m.Name, m.Busy+m.Idle.Total(), float64(m.Slots)*end)
	}
	near("slot-seconds of the workers", r.Workers.Busy+r.Workers.Idle.Total(), float64(r.Workers.Slots)*end)
	if sent := r.Requests.OK + r.Requests.RateLimited + r.Requests.Unparseable + r.Requests.Failed; r.Stopped == 0 && sent != r.Requests.Attempts {
		t.Errorf("%d answers to %d requests", sent, r.Requests.Attempts)
	}
	near("task-seconds", r.Waits.Total(), books.Elapsed)
	for _, cause := range sim.Causes() {
		if r.Waits.Of(cause) < -1e-6 {
			t.Errorf("%v seconds of %v in a build that stopped %v", r.Waits.Of(cause), cause, r.Stopped)
		}
	}
	if r.Stopped != 0 && r.Stopped != sim.NoRows {
		return
	}
	if r.Rows.Out+r.Rows.Dropped != r.Rows.Asked || r.RowGroups.Finished != b.Plan.Len() {
		t.Errorf("%+v after %d of %d row groups", r.Rows, r.RowGroups.Finished, b.Plan.Len())
	}
	for i, left := range books.Left {
		if left != 0 {
			t.Errorf("pool %d waits for %d tasks after the end", i, left)
		}
	}
	if lower := r.Bounds.Lower(); lower.Time > r.Makespan {
		t.Errorf("the build took %v, less than the bound %v by %v of %q", r.Makespan, lower.Time, lower.Kind, lower.Model)
	}
	if b.Engine == model.FIFO && (r.Tasks.Completed != r.Tasks.Planned || r.Rows.Dropped != 0) {
		t.Errorf("%+v and %+v in an engine without failures", r.Tasks, r.Rows)
	}
}

func hasCustomColumn(b sim.Build) bool {
	for _, c := range b.Columns {
		if c.Type == "custom" && len(c.Models) > 0 {
			return true
		}
	}
	return false
}

// The same build gives the same result, on one core and on two.
func TestRun_deterministic(t *testing.T) { //nolint:paralleltest // it sets GOMAXPROCS
	for _, engine := range model.Engines() {
		b := workload{columns: timed(w2(true), lognormalTimes(), lognormalTimes()), slots: slots(4, 2), groups: equalGroups(20, 5), admit: 2, engine: engine}.build(t)
		b.Scenario.Models[0].Errors = []model.ErrorRate{{Kind: model.ServerError, Rate: 0.1, Attempts: 1}}
		cores := runtime.GOMAXPROCS(1)
		one, err := json.Marshal(runBuild(t, b))
		runtime.GOMAXPROCS(2)
		two, err2 := json.Marshal(runBuild(t, b))
		runtime.GOMAXPROCS(cores)
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		if string(one) != string(two) {
			t.Errorf("%s: on one core\n%s\non two\n%s", engine, one, two)
		}
	}
}

// Twice the time of everything is twice the makespan, to the nanosecond.
func TestFIFO_scales(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := anyBuild(t)
		b.Engine = model.FIFO
		for i := range b.Scenario.Columns {
			b.Scenario.Columns[i].Latency = model.ConstantOf(float64(rapid.IntRange(0, 1000).Draw(t, "ms")) / 1000)
		}
		once, _, err := sim.RunBooks(context.Background(), b, sim.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for i := range b.Scenario.Columns {
			b.Scenario.Columns[i].Latency.Mean *= 2
		}
		twice, _, err := sim.RunBooks(context.Background(), b, sim.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if twice.Makespan != 2*once.Makespan {
			t.Errorf("%v, and with everything doubled %v", once.Makespan, twice.Makespan)
		}
	})
}

// With a slot for every task and no cap the build takes the longest path of the
// times drawn; in general it lies between the bounds of list scheduling.
func TestFIFO_bounds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := anyBuild(t)
		b.Engine = model.FIFO
		b.Scenario.Run.MaxInFlightTasks, b.Scenario.Run.MaxConcurrentRowGroups = 0, max(1, b.Plan.Len())
		r, _, err := sim.RunBooks(context.Background(), b, sim.Options{})
		if err != nil {
			t.Fatal(err)
		}
		upper, widest := 0.0, r.Workers.Slots
		for _, m := range r.Models {
			upper += m.Busy / float64(m.Slots)
			widest = max(widest, m.Slots)
		}
		upper += r.Workers.Busy / float64(r.Workers.Slots)
		upper += (1 - 1/float64(widest)) * r.Bounds.Of(model.BoundSpan, "").Seconds()
		if got := r.Makespan.Seconds(); got > upper+1e-9 {
			t.Errorf("makespan %v above the bound %v", got, upper)
		}
		b.Scenario.Run.Workers = 1000
		for i := range b.Scenario.Models {
			b.Scenario.Models[i].MaxParallelRequests = 1000
		}
		if r, _, err = sim.RunBooks(context.Background(), b, sim.Options{}); err != nil {
			t.Fatal(err)
		}
		if r.Makespan != r.Bounds.Of(model.BoundSpan, "") {
			t.Errorf("makespan %v with a slot for every task, want the longest path %v", r.Makespan, r.Bounds.Of(model.BoundSpan, ""))
		}
	})
}

// served notes the time of every request.
type served struct{ times map[string]time.Duration }

func (s *served) Task(sim.TaskRecord) {}
func (s *served) Request(r sim.RequestRecord) {
	if r.Failure == 0 {
		s.times[fmt.Sprint(r.Column, r.Task.RowGroup, r.Task.Row, r.Attempt)] = r.Done - r.Sent
	}
}

// A changed knob changes no draw: the same cell takes the same time under more
// slots, other row groups at once, and a further column.
func TestRun_commonRandomNumbers(t *testing.T) {
	t.Parallel()
	base := workload{columns: timed(w2(false), lognormalTimes(), model.Distribution{}), slots: slots(4, 2), groups: equalGroups(20, 3), admit: 1, engine: model.Async}
	times := func(w workload) map[string]time.Duration {
		s := &served{times: map[string]time.Duration{}}
		if _, err := sim.Run(t.Context(), w.build(t), sim.Options{Recorder: s}); err != nil {
			t.Fatal(err)
		}
		return s.times
	}
	want := times(base)
	for name, change := range map[string]func(*workload){
		"more slots":                   func(w *workload) { w.slots = slots(9, 2) },
		"more row groups at once":      func(w *workload) { w.admit = 3 },
		"a cap on the tasks in flight": func(w *workload) { w.inCap = 3 },
	} {
		changed := base
		change(&changed)
		if got := times(changed); !reflect.DeepEqual(got, want) {
			t.Errorf("%s changed the times of %d cells", name, len(got))
		}
	}
	more := base
	more.columns = append(more.columns, workColumn{model: 1, time: lognormalTimes(), reads: []int{0}})
	got := times(more)
	for key, time := range want {
		if got[key] != time {
			t.Errorf("a further column changed the time of %s from %v to %v", key, time, got[key])
		}
	}
}

// A model that answers nothing but 429 would be tried for ever.
func TestRun_neverEnding(t *testing.T) {
	t.Parallel()
	b := workload{columns: []workColumn{cell(0, 1)}, slots: []int{4}, groups: equalGroups(3, 1), admit: 1, engine: model.Async}.build(t)
	b.Scenario.Models[0].Errors = []model.ErrorRate{{Kind: model.RateLimited, Rate: 1}}
	if r := runBuild(t, b); r.Complete || r.Stopped != sim.NeverEnding {
		t.Errorf("complete %v, stopped %v, want never_ending", r.Complete, r.Stopped)
	}
}

// A model that lets one request through in a day is no such model: it takes its time.
func TestRun_slowServer(t *testing.T) {
	t.Parallel()
	b := workload{columns: []workColumn{cell(0, 1)}, slots: []int{4}, groups: []int{4}, engine: model.Async}.build(t)
	b.Scenario.Models[0].Server.RequestsPerMinute = 1.0 / (24 * 60)
	if r := runBuild(t, b); !r.Complete || r.Makespan < 72*time.Hour || r.Makespan > 73*time.Hour {
		t.Errorf("stopped %q after %v, want the four rows in three days", r.Stopped, r.Makespan)
	}
}

// A model that rate limits every cell twice answers it then; one that garbles an
// answer and has no request left for the next is tried for ever.
func TestRun_rateLimited(t *testing.T) {
	t.Parallel()
	b := workload{columns: []workColumn{cell(0, 1)}, slots: []int{4}, groups: equalGroups(3, 1), admit: 1, engine: model.Async}.build(t)
	b.Scenario.Models[0].Errors = []model.ErrorRate{{Kind: model.RateLimited, Rate: 1, Attempts: 2}}
	if r := runBuild(t, b); !r.Complete || r.Requests.Attempts != 9 || r.Requests.RateLimited != 6 {
		t.Errorf("complete %v after %+v, want 9 requests of which 6 were rate limited", r.Complete, r.Requests)
	}
	b.Scenario.Models[0].Errors = []model.ErrorRate{{Kind: model.Unparseable, Rate: 1}}
	b.Scenario.Models[0].Server.RequestsPerMinute = 1
	if r := runBuild(t, b); r.Stopped != sim.NeverEnding {
		t.Errorf("stopped %q, want never_ending", r.Stopped)
	}
}

// The bare model counts a call for each cell that a model makes, and says what it
// leaves out.
func TestFIFO_calls(t *testing.T) {
	t.Parallel()
	b := workload{columns: w2(false), slots: slots(4, 2), groups: equalGroups(5, 2), admit: 2}.build(t)
	b.Scenario.Models[0].Errors = []model.ErrorRate{{Kind: model.ServerError, Rate: 1}}
	r := runBuild(t, b)
	if r.Requests.Calls != 60 || r.Requests.OK != 60 || r.Models[0].Attempts != 30 || r.Columns[1].Calls != 10 {
		t.Errorf("%+v, want 60 calls, 30 of each model", r.Requests)
	}
	want := []string{"engine fifo is the bare model, in which nothing fails, is skipped or costs anything: it leaves out errors"}
	if !reflect.DeepEqual(r.Warnings, want) {
		t.Errorf("warnings %q, want %q", r.Warnings, want)
	}
}

// A context that is cancelled stops the simulation, which says what it knows.
func TestRun_interrupted(t *testing.T) {
	t.Parallel()
	for _, engine := range []model.Engine{model.FIFO, model.Async} {
		b := workload{columns: w1(), slots: []int{4}, groups: equalGroups(10000, 3), admit: 2, engine: engine}.build(t)
		ctx, cancel := context.WithCancel(t.Context())
		r, books, err := sim.RunBooks(ctx, b, sim.Options{Progress: func(sim.Progress) { cancel() }})
		if err != nil {
			t.Fatal(err)
		}
		checkBooks(t, b, r, books)
		if r.Complete || r.Stopped != sim.Interrupted || r.Tasks.Completed == 0 || r.Makespan == 0 {
			t.Errorf("%s: complete %v, stopped %q, %d tasks, %v", engine, r.Complete, r.Stopped, r.Tasks.Completed, r.Makespan)
		}
	}
}

func FuzzRun(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) {
		b := anyBuild(t)
		r, books, err := sim.RunBooks(context.Background(), b, sim.Options{})
		if err != nil {
			t.Fatal(err)
		}
		checkBooks(t, b, r, books)
	}))
}
