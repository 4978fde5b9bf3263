package sim_test

import (
	"testing"
	"time"

	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/sim"
)

// The seed dataset is read by one row group after the other (section 11), and a wait
// for it is one for a worker.
func TestRun_seedLock(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		kind     string
		makespan time.Duration
		wait     float64
	}{{"seed-dataset", 3 * time.Second, 0 + 1 + 2}, {"sampler", time.Second, 0}} {
		b := workload{columns: []workColumn{full(1)}, groups: []int{2, 2, 2}, admit: 3, engine: model.Async}.build(t)
		b.Scenario.Run.Cost = model.EngineCost{AnswersPerPass: 100}
		b.Columns[0].Type = tt.kind
		r := runBuild(t, b)
		if r.Makespan != tt.makespan || r.Waits.ModelSlot != tt.wait || r.Waits.Engine != 0 {
			t.Errorf("%s: makespan %v, waits %+v, want %v with %v s for a worker", tt.kind, r.Makespan, r.Waits, tt.makespan, tt.wait)
		}
		// The lock is handed over on the loop, so that the next one waits for that too.
		b.Scenario.Run.Cost.Done = 100 * time.Millisecond
		want := tt.makespan + 300*time.Millisecond
		if r := runBuild(t, b); r.Makespan != want {
			t.Errorf("%s: makespan %v where an answer takes the loop 0.1 s, want %v", tt.kind, r.Makespan, want)
		}
	}
}

// The start-up ramp begins with the first request, not with the build.
func TestRun_startupRamp(t *testing.T) {
	t.Parallel()
	b := workload{columns: []workColumn{full(5), cell(0, 1, 0)}, slots: []int{5}, groups: []int{8}, engine: model.Async}.build(t)
	b.Scenario.Run.HealthCheck = false
	b.Scenario.Run.Cost = model.EngineCost{AnswersPerPass: 100}
	b.Scenario.Run.RequestAdmission.StartupRamp = 4 * time.Second
	// One at a time up to 6 s, then two, three and four at once: of the eight rows
	// 1, 2, 3 and 2 begin a second apart.
	if r := runBuild(t, b); r.Requests.First != 5*time.Second || r.Makespan != 9*time.Second {
		t.Errorf("requests from %v, makespan %v, want 5s and 9s", r.Requests.First, r.Makespan)
	}
}

// What an alias allows counts from its own first request on (section 7): the limit
// that a 429 cuts is the first alias's four, not the second one's two. So two requests
// may be tried again at once.
func TestRun_limitOfTheFirstAlias(t *testing.T) {
	t.Parallel()
	b := workload{columns: []workColumn{full(0), cell(0, 1, 0), cell(1, 1, 1)}, slots: []int{4, 2}, groups: []int{2}, engine: model.Async}.build(t)
	b.Scenario.Run.HealthCheck = false
	b.Scenario.Run.Cost = model.EngineCost{AnswersPerPass: 100}
	b.Scenario.Models[1].ID = "m0" // an alias of the same model
	b.Scenario.Columns[1].Errors = []model.ErrorRate{{Kind: model.RateLimited, Rate: 1, Attempts: 1}}
	r := runBuild(t, b)
	if r.Requests.RateLimited != 2 || r.Makespan != 4001*time.Millisecond {
		t.Errorf("%d refused, makespan %v, want 2, and 4.001s: an answer 429, a cooldown of 2 s, and a second for each column", r.Requests.RateLimited, r.Makespan)
	}
}

// threadBuild is cells of a custom column that take a second each.
func threadBuild(t *testing.T, columns []workColumn, rows int, custom ...int) sim.Build {
	t.Helper()
	b := workload{columns: columns, slots: []int{8}, groups: []int{rows}, engine: model.Async}.build(t)
	b.Scenario.Run.HealthCheck = false
	b.Scenario.Run.Cost = model.EngineCost{AnswersPerPass: 100}
	b.Scenario.Run.CPUs = 2 // six threads
	for _, at := range custom {
		b.Columns[at].Type = "custom"
	}
	return b
}

// A custom column that calls a model waits for it in a thread, of which there are six
// with two processors, though the model has eight slots.
func TestRun_userCodeHoldsThread(t *testing.T) {
	t.Parallel()
	r := runBuild(t, threadBuild(t, []workColumn{full(0), cell(0, 1, 0)}, 12, 1))
	// A call takes a millisecond in its thread, and another from there to the loop.
	if want := 2*time.Second + 4*time.Millisecond; r.Models[0].Peak != 6 || r.Makespan != want {
		t.Errorf("peak %d, makespan %v, want 6 and %v", r.Models[0].Peak, r.Makespan, want)
	}
	if r.Requests.Attempts != 12 || r.Waits.ModelSlot < 6 {
		t.Errorf("%d requests, waits %+v, want 12, and 6 s for a thread at least", r.Requests.Attempts, r.Waits)
	}
	if r := runBuild(t, threadBuild(t, []workColumn{full(0), cell(0, 1, 0)}, 16)); r.Models[0].Peak != 8 || r.Makespan != 2*time.Second {
		t.Errorf("a column without code of the user's: peak %d, makespan %v, want 8 and 2s", r.Models[0].Peak, r.Makespan)
	}
}

// While the loop is busy, here with a client that takes ten seconds to start, threads
// go on with what waits for one.
func TestRun_threadsDoNotWaitForTheLoop(t *testing.T) {
	t.Parallel()
	b := threadBuild(t, []workColumn{full(0), cell(0, 1, 0), cell(0, 1, 1)}, 18, 1)
	b.Columns[1].Models = nil
	b.Scenario.Models[0].MaxParallelRequests = 18
	b.Scenario.Run.Cost.ClientStart = 10 * time.Second / 16 // for each of 16 transports
	// The first six cells are made after a second, and the client starts; the others are
	// made long before that has come to its end, and all requests go out together.
	if r := runBuild(t, b); r.Makespan != 12*time.Second {
		t.Errorf("makespan %v, want 12s", r.Makespan)
	}
}

// A custom column is not held to the slots, only to what the aliases allow that have
// sent a request: here twelve, though another alias of the model allows four. What it
// waits for then is a slot, not a cooldown.
func TestRun_moreThanSlots(t *testing.T) {
	t.Parallel()
	b := threadBuild(t, []workColumn{full(0), cell(0, 1, 0), cell(1, 1, 1)}, 24, 1)
	b.Scenario.Run.CPUs = 20
	b.Scenario.Models[0].MaxParallelRequests = 12
	second := model.DefaultModel("m1")
	second.ID = "m0"
	b.Scenario.Models = append(b.Scenario.Models, second)
	r := runBuild(t, b)
	m := r.Models[0]
	if m.Slots != 4 || m.Peak != 12 || m.Utilisation > 1 || r.Bounds.Lower().Time > r.Makespan {
		t.Errorf("%d slots, peak %d, utilisation %v, bound %v of %v", m.Slots, m.Peak, m.Utilisation, r.Bounds.Lower().Time, r.Makespan)
	}
	if r.Waits.Cooldown != 0 || r.Waits.ModelSlot < 12 {
		t.Errorf("waits %+v, want 12 s at least for a slot, and no cooldown", r.Waits)
	}
}

// The pause between two salvages is as long as the cooldown of a model whose slots
// the tasks hold, which a custom column does not.
func TestRun_pauseOfCustomColumn(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		kind  string
		pause float64
	}{{"custom", 0.05}, {"llm-text", 1}} {
		b := threadBuild(t, []workColumn{full(0), cell(0, 1, 0)}, 1)
		b.Columns[1].Type = tt.kind
		b.Scenario.Run.RequestAdmission.Cooldown = time.Second
		b.Scenario.Columns[1].Errors = []model.ErrorRate{{Kind: model.RateLimited, Rate: 1, Attempts: 4}}
		// Refused at first and in the two rounds of a salvage; the pause; refused once more.
		if r := runBuild(t, b); r.Requests.Attempts != 5 || r.Waits.Salvage != tt.pause {
			t.Errorf("%s: %d requests, %v s between salvages, want 5 and %v", tt.kind, r.Requests.Attempts, r.Waits.Salvage, tt.pause)
		}
	}
}
