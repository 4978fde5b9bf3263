package sim_test

import (
	"math"
	"testing"
	"time"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/sim"
)

// What limits a build is named, also where tasks wait for something else than slots.
func TestRun_whatLimits(t *testing.T) {
	t.Parallel()
	chain := []workColumn{full(0), cell(0, 1, 0), cell(0, 1, 1), full(0, 2)}
	for _, tt := range []struct {
		name  string
		want  sim.Cause
		alter func(*sim.Build)
	}{
		{"slots", sim.CauseModelSlot, func(*sim.Build) {}},
		{"in-flight cap", sim.CauseInFlightCap, func(b *sim.Build) { b.Scenario.Run.MaxInFlightTasks = 1 }},
		{"slots, which rows that are given up hold longest", sim.CauseModelSlot, func(b *sim.Build) {
			b.Scenario.Columns[1].Errors = []model.ErrorRate{{Kind: model.Unavailable, Rate: 0.2}}
		}},
		{"what the server allows, by requests at once", sim.CauseCooldown, func(b *sim.Build) { b.Scenario.Models[0].Server.MaxConcurrency = 2 }},
		{"also where all that may be in flight waits for it", sim.CauseCooldown, func(b *sim.Build) {
			b.Scenario.Models[0].Server.RequestsPerMinute, b.Scenario.Run.MaxInFlightTasks = 30, 3
		}},
		{"and by the minute", sim.CauseCooldown, func(b *sim.Build) { b.Scenario.Models[0].Server.RequestsPerMinute = 30 }},
		{"latency, of requests of which none succeeds", sim.CauseWork, func(b *sim.Build) {
			b.Scenario.Columns[1].Errors = []model.ErrorRate{{Kind: model.ServerError, Rate: 1}}
			b.Scenario.Models[0].MaxParallelRequests = 40
		}},
	} {
		b := workload{columns: chain, slots: []int{4}, groups: []int{40}, engine: model.Async}.build(t)
		b.Scenario.Run.DisableEarlyShutdown = true
		tt.alter(&b)
		if r := runBuild(t, b); r.Answer.Limit.Cause != tt.want {
			t.Errorf("%s: %s", tt.name, r.Answer.Text)
		}
	}
}

// Tokens cost what the alias of their column says, and a server has the lowest limit
// that an alias of its model gives.
func TestRun_aliasesOfOneModel(t *testing.T) {
	t.Parallel()
	b := workload{columns: []workColumn{full(0), cell(0, 1, 0), cell(1, 1, 1)}, slots: []int{4, 4}, groups: []int{10}, engine: model.Async}.build(t)
	for i := range b.Scenario.Models {
		m := &b.Scenario.Models[i]
		m.ID, m.InputTokens = "shared", model.ConstantOf(1e6)
		m.Price.Input = []float64{10, 1}[i]
	}
	r := runBuild(t, b)
	if len(r.Models) != 1 || r.Models[0].Cost != 110 {
		t.Errorf("%d models, the first costs %v, want 1 and 10 · 10 + 10 · 1", len(r.Models), r.Models[0].Cost)
	}
	b.Scenario.Models[1].Server.MaxConcurrency = 1
	if one := runBuild(t, b); one.Requests.RateLimited == 0 || one.Makespan <= r.Makespan {
		t.Errorf("%d refused, makespan %v after %v without a limit", one.Requests.RateLimited, one.Makespan, r.Makespan)
	}
}

// A build that takes longer than the clock can say is refused by every engine.
func TestRun_tooLong(t *testing.T) {
	t.Parallel()
	for _, engine := range model.Engines() {
		for _, seconds := range []float64{1e9, 2.2e9, 1e15} {
			b := workload{columns: []workColumn{full(0), cell(0, 1, 0)}, slots: []int{1}, groups: []int{10}, engine: engine}.build(t)
			b.Scenario.Models[0].Timeout, b.Scenario.Columns[1].Latency = 0, model.ConstantOf(seconds)
			want := "the build takes more than 73 years: look at its latencies, timeouts and waits"
			if _, err := sim.Run(t.Context(), b, sim.Options{}); err == nil || err.Error() != want {
				t.Errorf("%v, %v s: %v, want %q", engine, seconds, err, want)
			}
		}
	}
}

// What no engine can make sense of is refused before anything is simulated.
func TestRun_refuses(t *testing.T) {
	t.Parallel()
	for want, alter := range map[string]func(*sim.Build){
		"cost.send is 50000h0m0s: give from 0 to an hour":                                                 func(b *sim.Build) { b.Scenario.Run.Cost.Send = 50000 * time.Hour },
		"there is no engine 99: give one of model.Engines":                                                func(b *sim.Build) { b.Engine = 99 },
		"workers is 0: give at least 1":                                                                   func(b *sim.Build) { b.Scenario.Run.Workers = 0 },
		"max_conversation_restarts is negative: give a number from 0":                                     func(b *sim.Build) { b.Scenario.Run.MaxConversationRestarts = -1 },
		"request_admission.multiplicative_decrease_factor is 5: give a number from 0 to below 1":          func(b *sim.Build) { b.Scenario.Run.RequestAdmission.MultiplicativeDecreaseFactor = 5 },
		"timeout of model \"m0\" is negative: give a number from 0, which is no limit":                    func(b *sim.Build) { b.Scenario.Models[0].Timeout = -1 },
		"server.requests_per_minute of model \"m0\" is negative: give a number from 0, which is no limit": func(b *sim.Build) { b.Scenario.Models[0].Server.RequestsPerMinute = -0.5 },
		"errors of model \"m0\": a kind is one of model.ErrorKinds, a rate lies between 0 and 1, and attempts are not negative": func(b *sim.Build) {
			b.Scenario.Models[0].Errors = []model.ErrorRate{{Kind: 77, Rate: 0.5}}
		},
	} {
		b := workload{columns: []workColumn{full(0), cell(0, 1, 0)}, slots: []int{1}, groups: []int{10}, engine: model.Async}.build(t)
		alter(&b)
		if _, err := sim.Run(t.Context(), b, sim.Options{}); err == nil || err.Error() != want {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// A row that is given up at once has waited for no salvage: what it waited for is what
// its last task waited for, also where that made a full column ready or ended the build.
func TestRun_rowsGivenUpAtOnce(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		alter func(*sim.Build)
	}{
		{"every request fails", func(b *sim.Build) {
			b.Scenario.Columns[1].Errors = []model.ErrorRate{{Kind: model.BadRequest, Rate: 1}}
		}},
		{"some fail", func(b *sim.Build) {
			b.Scenario.Columns[1].Errors = []model.ErrorRate{{Kind: model.BadRequest, Rate: 0.5}}
		}},
		{"every row is dropped", func(b *sim.Build) { b.Scenario.Columns[1].DropRate = 1 }},
		{"some are", func(b *sim.Build) { b.Scenario.Columns[1].DropRate = 0.5 }},
	} {
		for _, engine := range []model.Engine{model.Async, model.Sync} {
			b := workload{columns: []workColumn{full(0), cell(0, 10, 0), cell(0, 10, 1), full(0, 2)}, slots: []int{4}, groups: []int{20, 20}, engine: engine}.build(t)
			b.Scenario.Run.DisableEarlyShutdown = true
			tt.alter(&b)
			r := runBuild(t, b)
			if path := r.CriticalPath.Waits; path.Of(sim.CauseSalvage) > 0 || path.Of(sim.CauseWork) == 0 {
				t.Errorf("%s, %v: %v s of salvage, %v s of work on the critical path: %s", tt.name, engine, path.Of(sim.CauseSalvage), path.Of(sim.CauseWork), r.Answer.Text)
			}
		}
	}
}

// The path to a step goes through the input that came last, of any of its columns.
func TestRun_pathThroughAStep(t *testing.T) {
	t.Parallel()
	for _, engine := range model.Engines() {
		b := workload{columns: []workColumn{cell(0, 1), cell(1, 20), cell(0, 1, 0), cell(0, 1, 1), cell(0, 1, 2)}, slots: []int{100, 100}, groups: []int{5}, engine: engine}.build(t)
		b.Scenario.Run.HealthCheck, b.Scenario.Run.Cost = false, model.EngineCost{AnswersPerPass: 100}
		b.Columns[2].Step, b.Columns[3].Step = 1, 1
		var err error
		if b.Graph, err = dag.FromColumns(b.Columns); err != nil {
			t.Fatal(err)
		}
		r := runBuild(t, b)
		// One column at a time the first one's second comes before, on the path as well.
		want := map[model.Engine]time.Duration{model.Async: 22 * time.Second, model.Sync: 23 * time.Second, model.FIFO: 22 * time.Second}[engine]
		if r.Makespan != want || r.Bounds.Of(model.BoundSpan, "") != 22*time.Second || r.Answer.Limit.Cause != sim.CauseWork || r.CriticalPath.Waits.Of(sim.CauseWork) != want.Seconds() {
			t.Errorf("%v: %v, at least %v, work for %v s of the path: %s", engine, r.Makespan, r.Bounds.Of(model.BoundSpan, ""), r.CriticalPath.Waits.Of(sim.CauseWork), r.Answer.Text)
		}
	}
}

// Limits far beyond the build are no limits, and cost no memory.
func TestRun_hugeLimits(t *testing.T) {
	t.Parallel()
	for _, engine := range model.Engines() {
		b := workload{columns: []workColumn{full(0), cell(0, 1, 0)}, slots: []int{math.MaxInt32}, groups: []int{5, 5}, engine: engine}.build(t)
		run := &b.Scenario.Run
		run.HealthCheck, run.Cost = false, model.EngineCost{AnswersPerPass: 100}
		run.ShutdownErrorWindow, run.MaxInFlightTasks, run.MaxConcurrentRowGroups = math.MaxInt32, math.MaxInt32, math.MaxInt32
		run.MaxConversationRestarts, run.MaxConversationCorrectionSteps = math.MaxInt32, math.MaxInt32
		run.RequestAdmission.AdditiveIncreaseStep = math.MaxInt32
		b.Scenario.Models[0].Errors = []model.ErrorRate{{Kind: model.Unparseable, Rate: 1, Attempts: 3}}
		want := map[model.Engine]time.Duration{model.Async: 4 * time.Second, model.Sync: 8 * time.Second, model.FIFO: time.Second}[engine]
		if engine == model.FIFO {
			b.Scenario.Models[0].Errors = nil
		}
		if r := runBuild(t, b); r.Makespan != want || r.Rows.Out != 10 {
			t.Errorf("%v: %v with %d rows, want %v and 10", engine, r.Makespan, r.Rows.Out, want)
		}
	}
}

// draining is a world in which the row of row group 1 fails twice, in a second and then in
// twenty; others take five seconds.
type draining struct{}

func (draining) Skips(model.Cell) bool { return false }

func (draining) Latency(task model.Task, attempt int) time.Duration {
	if task.RowGroup != 1 {
		return 5 * time.Second
	}
	return []time.Duration{time.Second, 20 * time.Second, time.Second}[attempt]
}

func (draining) Fails(task model.Task, attempt, _ int) model.ErrorKind {
	if task.RowGroup == 1 && attempt < 2 {
		return model.ServerError
	}
	return 0
}

// A row group that is complete is finished when the salvage of another one has run dry:
// here 16 s later. It is that which holds the next one back.
func TestRun_finishedAfterASalvage(t *testing.T) {
	t.Parallel()
	b := workload{columns: []workColumn{cell(0, 1)}, slots: []int{4}, groups: []int{1, 1, 1}, admit: 2, engine: model.Async}.build(t)
	b.Scenario.Run.HealthCheck, b.Scenario.Run.Cost = false, model.EngineCost{AnswersPerPass: 16}
	b.World = draining{}
	r := runBuild(t, b)
	waits := r.CriticalPath.Waits
	if r.RowGroups.Times[0].Finished != 21*time.Second || r.Makespan != 27*time.Second || waits.Of(sim.CauseSalvage) < 16 || waits.Of(sim.CauseEngine) > 1 {
		t.Errorf("the first row group is finished after %v, the build after %v; path: %+v", r.RowGroups.Times[0].Finished, r.Makespan, waits)
	}
}

// Row groups that finish together each let one in, and the path goes on with each: a build
// that salvages now and then takes no engine's time that nothing costs.
func TestRun_rowGroupsThatFinishTogether(t *testing.T) {
	t.Parallel()
	b := workload{columns: []workColumn{full(0), cell(0, 2, 0)}, slots: []int{8}, groups: equalGroups(50, 40), admit: 3, engine: model.Async}.build(t)
	b.Scenario.Run.HealthCheck, b.Scenario.Run.Cost = false, model.EngineCost{AnswersPerPass: 16}
	b.Scenario.Models[0].Errors = []model.ErrorRate{{Kind: model.ServerError, Rate: 0.03, Attempts: 1}}
	r := runBuild(t, b)
	if engine := r.CriticalPath.Waits.Of(sim.CauseEngine); engine > 1 || r.CriticalPath.RowGroups < 10 || r.Answer.Limit.Cause != sim.CauseModelSlot {
		t.Errorf("%v s of the engine on a path through %d row groups: %s", engine, r.CriticalPath.RowGroups, r.Answer.Text)
	}
}

// While a salvage runs, nothing but its tasks begins: who waits for it, with slots free, waits
// for the salvage and not for a slot.
func TestRun_waitsForASalvage(t *testing.T) {
	t.Parallel()
	b := workload{columns: []workColumn{full(0), cell(0, 30, 0)}, slots: []int{64}, groups: equalGroups(6, 20), admit: 2, engine: model.Async}.build(t)
	b.Scenario.Run.HealthCheck, b.Scenario.Run.DisableEarlyShutdown = false, true
	b.Scenario.Columns[1].Errors = []model.ErrorRate{{Kind: model.ServerError, Rate: 0.3}}
	r := runBuild(t, b)
	root := r.Columns[0].Waits
	if root.ModelSlot > 1 || root.Salvage < 20 {
		t.Errorf("the root waited %v s for a slot and %v s for a salvage, want next to nothing and most of a round", root.ModelSlot, root.Salvage)
	}
	path := r.CriticalPath.Waits
	if path.ModelSlot > 0.1*r.Makespan.Seconds() {
		t.Errorf("the path waited %v s of %v for a slot, of which there were enough", path.ModelSlot, r.Makespan)
	}
}
