package main

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/plan"
	"github.com/dagplan/dagplan/pkg/sim"
)

// What plan expects is what a simulation comes to, up to the luck of the draws:
// calls, cost, rows, and a makespan that is not below the bound.
func TestPlan_agreesWithSimulation(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob(filepath.Join(validConfigs, "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, ".datadesigner.yaml") {
			continue // no latencies, no prices
		}
		in, p, err := testApp().plan(t.Context(), inputFlags{}, []string{name})
		if err != nil {
			t.Fatal(err)
		}
		b, err := in.build(simFlags{engine: "async", seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		r, err := sim.Run(t.Context(), b, sim.Options{})
		if err != nil || !r.Complete {
			t.Fatalf("%s: %v, %v", name, err, r.Stopped)
		}
		cost := 0.0
		for _, m := range r.Models {
			cost += m.Cost
		}
		near(t, name+": calls", float64(r.Requests.Calls), p.Calls)
		near(t, name+": requests", float64(r.Requests.Attempts), p.Requests)
		near(t, name+": cost", cost, p.Cost.Amount)
		near(t, name+": rows out", float64(r.Rows.Out), p.RowsOut)
		lower, known := p.Lower()
		if got := r.Makespan.Seconds() / lower.Time.Seconds(); !known || got < 0.97 || got > 1.5 {
			t.Errorf("%s: a makespan of %v against a bound of %v", name, r.Makespan, lower.Time)
		}
	}
}

// So it is for requests that fail in each way, and for a step, one request of which makes
// several columns.
func TestPlan_agreesOnFailuresAndSteps(t *testing.T) {
	t.Parallel()
	for _, errors := range []string{
		"server_error, rate: 0.2, attempts: 1", "server_error, rate: 0.2", "bad_request, rate: 0.2", "unavailable, rate: 0.2, attempts: 2",
		"timeout, rate: 0.1, attempts: 1", "unparseable, rate: 0.2, attempts: 3",
	} {
		text := `columns:
  - {name: topic, strategy: full_column}
  - {name: title, step: pair, depends_on: topic, model: w, latency: 500ms, input_tokens: 100}
  - {name: body, step: pair, depends_on: topic, model: w, latency: 6s, output_tokens: 800}
  - {name: note, step: pair, depends_on: topic, model: w, output_tokens: 200}
models: {w: {max_parallel_requests: 8, latency: 1s, input_tokens: 10, output_tokens: 50, price: {input: 1, output: 10}}}
run: {num_records: 20000, buffer_size: 20000, disable_early_shutdown: true}
`
		p, r := planAndSimulate(t, text, "models.w.errors=[{kind: "+errors+"}]")
		agree(t, errors, p, r)
	}
}

// An answer that comes after the timeout is asked for again, and its row given up at last.
func TestPlan_agreesOnTimeouts(t *testing.T) {
	t.Parallel()
	for _, latency := range []string{"{mean: 2s, cv: 0.8}", "{gamma: {mean: 2s, cv: 0.8}}", "{exponential: {mean: 2s}}", "{uniform: {low: 1s, high: 4s}}", "{quantiles: {0.2: 1s, 0.9: 4s}}"} {
		text := `columns:
  - {name: body, model: w, errors: [{kind: bad_request, rate: 0.1}]}
models: {w: {max_parallel_requests: 64, timeout: 3s, latency: ` + latency + `, input_tokens: 10, output_tokens: 50, price: {input: 1, output: 10}}}
run: {num_records: 20000, buffer_size: 20000, disable_early_shutdown: true}
`
		p, r := planAndSimulate(t, text)
		agree(t, latency, p, r)
	}
}

// What fails counts for the limits of a server as well, and a step is as long as its longest
// column, in both.
func TestPlan_agreesOnBounds(t *testing.T) {
	t.Parallel()
	p, r := planAndSimulate(t, `columns:
  - {name: title, step: pair, model: w, output_tokens: 30}
  - {name: body, step: pair, model: w, output_tokens: 70}
models:
  w:
    max_parallel_requests: 8
    latency: {mean: 2s, cv: 0.8}
    input_tokens: 100
    errors: [{kind: server_error, rate: 0.2, attempts: 1}]
    server: {requests_per_minute: 200, tokens_per_minute: 39000}
run: {num_records: 3000, buffer_size: 3000}
`)
	for _, kind := range []model.BoundKind{model.BoundModelWork, model.BoundRequestRate, model.BoundTokenRate} {
		planned, simulated := time.Duration(0), time.Duration(0)
		for _, bound := range p.Bounds {
			if bound.Kind == kind {
				planned = bound.Time
			}
		}
		for _, bound := range r.Bounds.All {
			if bound.Kind == kind {
				simulated = bound.Time
			}
		}
		if planned == 0 {
			t.Errorf("the plan has no bound %v", kind)
		}
		near(t, kind.String(), simulated.Seconds(), planned.Seconds())
	}
}

// agree holds the plan of a build of one model against its simulation.
func agree(t *testing.T, name string, p *plan.Plan, r *sim.Result) {
	t.Helper()
	near(t, name+": requests", float64(r.Requests.Attempts), p.Requests)
	near(t, name+": cost", r.Models[0].Cost, p.Cost.Amount)
	near(t, name+": work", r.Models[0].Busy, p.Models[0].Work)
	near(t, name+": rows out", float64(r.Rows.Out), p.RowsOut)
}

// planAndSimulate plans a native config, with settings, and simulates it to its end.
func planAndSimulate(t *testing.T, text string, set ...string) (*plan.Plan, *sim.Result) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "build.yaml")
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	in, p, err := testApp().plan(t.Context(), inputFlags{settingFlags: settingFlags{set: set}}, []string{name})
	if err != nil {
		t.Fatal(err)
	}
	b, err := in.build(simFlags{engine: "async", seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	r, err := sim.Run(t.Context(), b, sim.Options{})
	if err != nil || !r.Complete {
		t.Fatalf("%v %v: %v, %v", text, set, err, r.Stopped)
	}
	return p, r
}

// near allows for a spread of 3 %, which the sizes of the configs keep within
// four standard deviations.
func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 0.03*want {
		t.Errorf("%s: %v in the simulation, %v in the plan", what, got, want)
	}
}
