package main

import (
	"math"
	"path/filepath"
	"strings"
	"testing"

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

// near allows for a spread of 3 %, which the sizes of the configs keep within
// four standard deviations.
func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 0.03*want {
		t.Errorf("%s: %v in the simulation, %v in the plan", what, got, want)
	}
}
