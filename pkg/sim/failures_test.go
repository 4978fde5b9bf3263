package sim_test

import (
	"testing"
	"time"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/sim"
)

// oneCell is a build of one cell, by a model that answers in a second and fails
// in one way.
func oneCell(tb testing.TB, engine model.Engine, kind model.ErrorKind, attempts int) sim.Build {
	tb.Helper()
	b := workload{columns: []workColumn{full(0), cell(0, 1, 0)}, slots: []int{4}, groups: []int{1}, engine: engine}.build(tb)
	b.Scenario.Run.HealthCheck = false
	b.Scenario.Run.Cost = model.EngineCost{AnswersPerPass: 1}
	b.Scenario.Models[0].Errors = []model.ErrorRate{{Kind: kind, Rate: 1, Attempts: attempts}}
	return b
}

// What each kind of failure sends, and whether its row survives (sections 8, 9
// and 13 of the engine's rules).
func TestRun_whatFailuresSend(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		engine   model.Engine
		kind     model.ErrorKind
		attempts int // that fail; 0 is all
		requests int64
		rows     int64
		span     time.Duration // from the first request to the last answer
	}{
		{"bad request", model.Async, model.BadRequest, 0, 1, 0, time.Second},
		{"500 for ever: three executions", model.Async, model.ServerError, 0, 3, 0, 3 * time.Second},
		{"500 once: a second execution", model.Async, model.ServerError, 1, 2, 1, 2 * time.Second},
		{"503 for ever: four requests in each of three executions, 2, 4 and 8 s between", model.Async, model.Unavailable, 0, 12, 0, 54 * time.Second},
		{"503 twice: the client tries again", model.Async, model.Unavailable, 2, 3, 1, 9 * time.Second},
		{"no answer for ever: three timeouts of a minute", model.Async, model.TimedOut, 0, 3, 0, 3 * time.Minute},
		{"unparseable for ever: six conversations", model.Async, model.Unparseable, 0, 6, 0, 6 * time.Second},
		{"unparseable twice", model.Async, model.Unparseable, 2, 3, 1, 3 * time.Second},
		{"sync drops what async tries again", model.Sync, model.ServerError, 1, 1, 0, time.Second},
		{"sync leaves retries to the client", model.Sync, model.Unavailable, 2, 3, 1, 9 * time.Second},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := runBuild(t, oneCell(t, tt.engine, tt.kind, tt.attempts))
			if r.Requests.Attempts != tt.requests || r.Rows.Out != tt.rows || r.Requests.Calls != 1 {
				t.Errorf("%d requests in %d calls, %d rows out, want %d in 1 and %d", r.Requests.Attempts, r.Requests.Calls, r.Rows.Out, tt.requests, tt.rows)
			}
			if span := r.Requests.Last - r.Requests.First; span != tt.span {
				t.Errorf("%v from the first request to the last answer, want %v", span, tt.span)
			}
		})
	}
}

// A full column that fails for good takes its whole row group with it, and no
// other.
func TestRun_fullColumnFails(t *testing.T) {
	t.Parallel()
	b := workload{columns: []workColumn{full(0), cell(0, 1, 0)}, slots: []int{4}, groups: []int{3, 5}, admit: 2, engine: model.Async}.build(t)
	b.Columns[0].Models = []string{"m0"}
	b.World = failing{model.Slice{Column: 0, RowGroup: 0, Row: model.AllRows}}
	r := runBuild(t, b)
	if want := (sim.Rows{Asked: 8, Out: 5, Dropped: 3}); r.Rows != want {
		t.Errorf("%+v, want %+v", r.Rows, want)
	}
}

// failing answers every request in a second, but for that of one slice.
type failing struct{ at model.Slice }

func (f failing) Latency(model.Task, int) time.Duration { return time.Second }
func (f failing) Skips(model.Cell) bool                 { return false }
func (f failing) Fails(task model.Task, _, _ int) model.ErrorKind {
	if task.Slice == f.at {
		return model.BadRequest
	}
	return 0
}

// A validation loses its whole row group where a row before another was dropped,
// and none where only the last was (section 9: a defect of Data Designer 0.9.6).
func TestRun_validationAfterDrop(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		row  model.RowIndex
		want sim.Rows
	}{
		{1, sim.Rows{Asked: 4, Dropped: 4}},
		{3, sim.Rows{Asked: 4, Out: 3, Dropped: 1}},
	} {
		b := workload{columns: []workColumn{full(0), cell(0, 1, 0), full(0, 1)}, slots: []int{4}, groups: []int{4}, engine: model.Async}.build(t)
		b.Columns[2].Type = "validation"
		b.World = failing{model.Slice{Column: 1, Row: tt.row}}
		if r := runBuild(t, b); r.Rows != tt.want {
			t.Errorf("row %d dropped: %+v, want %+v", tt.row, r.Rows, tt.want)
		}
	}
}

// A server that takes 30 requests a minute is found out by 429 and slows the
// build to its rate; nothing is lost.
func TestRun_requestsPerMinute(t *testing.T) {
	t.Parallel()
	b := workload{columns: []workColumn{full(0), cell(0, 1, 0)}, slots: []int{8}, groups: []int{120}, engine: model.Async}.build(t)
	b.Scenario.Models[0].Server.RequestsPerMinute = 30
	r := runBuild(t, b)
	if r.Rows.Out != 120 || r.Requests.RateLimited == 0 || r.Requests.OK != 120 {
		t.Errorf("%+v and %+v, want 120 rows after some 429", r.Rows, r.Requests)
	}
	// The bucket holds 30 at the start; the other 90 come at one in two seconds.
	if least := 3 * time.Minute; r.Makespan < least {
		t.Errorf("makespan %v, less than the %v that the rate allows", r.Makespan, least)
	}
	if limit := r.Models[0].LowestLimit; limit >= 8 {
		t.Errorf("the limit of requests never fell: %d", limit)
	}
}

// A skipped cell sends nothing, and skips what requires it; one that does not
// propagate runs all the same (section 10).
func TestRun_skips(t *testing.T) {
	t.Parallel()
	b := workload{columns: []workColumn{full(0), cell(0, 1, 0), cell(0, 1, 1), cell(0, 1, 1)}, slots: []int{4}, groups: []int{10}, engine: model.Async}.build(t)
	b.Columns[1].SkipsWhen = true
	b.Columns[2].PropagatesSkip = true
	b.Scenario.Columns[1].SkipRate = 1
	r := runBuild(t, b)
	for id, want := range []int64{0, 10, 10, 0} {
		if got := r.Columns[id].Tasks.Skipped; got != want {
			t.Errorf("%s: %d tasks skipped, want %d", r.Columns[id].Name, got, want)
		}
	}
	if r.Requests.Attempts != 10 || r.Rows.Out != 10 {
		t.Errorf("%d requests and %d rows, want 10 and 10", r.Requests.Attempts, r.Rows.Out)
	}
}

// Too many errors among the last tasks end the build; complete rows are kept.
func TestRun_earlyShutdown(t *testing.T) {
	t.Parallel()
	b := workload{columns: []workColumn{full(0), cell(0, 1, 0)}, slots: []int{4}, groups: []int{40}, engine: model.Async}.build(t)
	b.Scenario.Models[0].Errors = []model.ErrorRate{{Kind: model.BadRequest, Rate: 0.7}}
	r := runBuild(t, b)
	if r.Complete || r.Stopped != sim.EarlyShutdown || r.Requests.Attempts >= 40 || r.Rows.Out+r.Rows.Dropped != 40 {
		t.Errorf("stopped %q after %d requests with %+v", r.Stopped, r.Requests.Attempts, r.Rows)
	}
	b.Scenario.Run.DisableEarlyShutdown = true
	if r = runBuild(t, b); !r.Complete || r.Requests.Attempts != 40 {
		t.Errorf("without it: stopped %q after %d requests", r.Stopped, r.Requests.Attempts)
	}
}

// script is a world in which each request takes a second, but for those of slow rows,
// which take three, and in which rows fail as it says.
type script struct {
	fails map[model.RowIndex]model.ErrorKind // the first attempt
	slow  map[model.RowIndex]bool
}

func (script) Skips(model.Cell) bool { return false }

func (s script) Latency(task model.Task, _ int) time.Duration {
	if s.slow[task.Row] {
		return 3 * time.Second
	}
	return time.Second
}

func (s script) Fails(task model.Task, attempt, _ int) model.ErrorKind {
	if attempt > 0 {
		return 0
	}
	return s.fails[task.Row]
}

// What was put aside when the window trips is tried again first, if its row group
// has nothing in flight or if it was rate limited; and then whatever is queued
// runs (section 9). No row group is admitted any more.
func TestRun_earlyShutdownSalvages(t *testing.T) {
	t.Parallel()
	type kinds = map[model.RowIndex]model.ErrorKind
	const bad, broken = model.BadRequest, model.ServerError
	for _, tt := range []struct {
		name          string
		rows          int
		atOnce        int // that the server allows; 0 is any number
		world         script
		requests, out int64
	}{
		{"a row group whose last answer trips it", 4, 0, script{fails: kinds{0: broken, 1: bad, 2: bad}}, 5, 2},
		{"one with answers that came with that one", 5, 0, script{fails: kinds{0: broken, 1: bad, 2: bad}}, 5, 1},
		{"one with tasks in flight", 12, 0, script{kinds{0: broken, 1: bad, 2: bad}, map[model.RowIndex]bool{4: true}}, 5, 1},
		{"one whose slow task trips it", 5, 0, script{kinds{0: broken, 1: bad, 2: bad, 3: broken}, map[model.RowIndex]bool{4: true}}, 7, 3},
		{"a task that was rate limited", 12, 4, script{kinds{0: bad, 1: bad}, map[model.RowIndex]bool{3: true}}, 13, 10},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := workload{columns: []workColumn{full(0), cell(0, 1, 0)}, slots: []int{5}, groups: []int{tt.rows, 4}, engine: model.Async}.build(t)
			b.Scenario.Models[0].Server.MaxConcurrency = tt.atOnce
			b.Scenario.Run.HealthCheck = false
			b.Scenario.Run.Cost = model.EngineCost{AnswersPerPass: 100}
			b.Scenario.Run.ShutdownErrorWindow, b.Scenario.Run.ShutdownErrorRate = 4, 0.5
			b.World = tt.world
			r := runBuild(t, b)
			if r.Stopped != sim.EarlyShutdown || r.Requests.Attempts != tt.requests || r.Rows.Out != tt.out {
				t.Errorf("stopped %q after %d requests with %+v, want %d requests and %d rows", r.Stopped, r.Requests.Attempts, r.Rows, tt.requests, tt.out)
			}
		})
	}
}

// Latency from tokens: time to first token and output tokens at a rate.
func TestRun_latencyFromTokens(t *testing.T) {
	t.Parallel()
	b := workload{columns: []workColumn{full(0), {reads: []int{0}}}, slots: []int{1}, groups: []int{3}}.build(t)
	m := &b.Scenario.Models[0]
	m.TimeToFirstToken, m.TokensPerSecond = model.ConstantOf(0.5), model.ConstantOf(100)
	m.InputTokens, m.OutputTokens = model.ConstantOf(40), model.ConstantOf(150)
	b.Engine = model.FIFO
	if got := runBuild(t, b).Makespan; got != 6*time.Second {
		t.Errorf("makespan %v, want 3 × (0.5 s + 150 / 100 s)", got)
	}
	b.Engine = model.Async
	m.Price = model.Price{Input: 1e6, Output: 2e6}
	if r := runBuild(t, b); r.Models[0].InputTokens != 120 || r.Models[0].OutputTokens != 450 || r.Models[0].Cost != 120+900 {
		t.Errorf("%v tokens in, %v out, cost %v", r.Models[0].InputTokens, r.Models[0].OutputTokens, r.Models[0].Cost)
	}
}

// sequence is a world in which the attempts of every task fail in turn.
type sequence []model.ErrorKind

func (sequence) Skips(model.Cell) bool { return false }

func (sequence) Latency(model.Task, int) time.Duration { return 0 }

func (s sequence) Fails(_ model.Task, attempt, _ int) model.ErrorKind {
	if attempt < len(s) {
		return s[attempt]
	}
	return 0
}

// Each request has retries of its own: after an answer that could not be parsed, the
// next request waits 2 s for its first again (section 8).
func TestRun_retriesBeginAnewWithEachRequest(t *testing.T) {
	t.Parallel()
	const down, garbled = model.Unavailable, model.Unparseable
	for _, tt := range []struct {
		name   string
		world  sequence
		want   time.Duration
		report int64
	}{
		{"one, garbled, one", sequence{down, garbled, down}, 4 * time.Second, 4},
		{"three, garbled, one", sequence{down, down, down, garbled, down}, 16 * time.Second, 6},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := workload{columns: []workColumn{cell(0, 1)}, slots: []int{1}, groups: []int{1}, engine: model.Async}.build(t)
			b.Scenario.Run.HealthCheck, b.Scenario.Run.Cost = false, model.EngineCost{AnswersPerPass: 1}
			b.World = tt.world
			if r := runBuild(t, b); r.Makespan != tt.want || r.Requests.Attempts != tt.report || r.Rows.Out != 1 {
				t.Errorf("%v, %d requests, %d rows; want %v, %d and 1", r.Makespan, r.Requests.Attempts, r.Rows.Out, tt.want, tt.report)
			}
		})
	}
}

// A step waits for what any of its columns needs, also where its first column is a
// root; the task is that of the first.
func TestRun_rootInStep(t *testing.T) {
	t.Parallel()
	for _, engine := range model.Engines() {
		b := workload{columns: []workColumn{full(2), full(1, 0), full(4), full(1, 1)}, slots: []int{1}, groups: []int{1}, engine: engine}.build(t)
		b.Scenario.Run.HealthCheck, b.Scenario.Run.Cost = false, model.EngineCost{AnswersPerPass: 1}
		b.Columns[2].Step, b.Columns[3].Step = 1, 1
		b.Scenario.Columns[2].DropRate = 1
		var err error
		if b.Graph, err = dag.FromColumns(b.Columns); err != nil {
			t.Fatal(err)
		}
		r := runBuild(t, b)
		if r.Makespan != 7*time.Second || r.Columns[2].Tasks.Completed != 1 || r.Columns[3].Tasks.Completed != 0 {
			t.Errorf("%v: %v, %+v and %+v, want 7s and one task of the first column", engine, r.Makespan, r.Columns[2].Tasks, r.Columns[3].Tasks)
		}
	}
}
