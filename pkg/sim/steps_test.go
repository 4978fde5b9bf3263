package sim_test

import (
	"testing"
	"time"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/sim"
)

// The settings of every column of a step count: its task takes as long as the slowest,
// and fails, drops its row and is skipped where any of them does.
func TestRun_settingsOfAStep(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		alter    func(b *sim.Build, second *model.ColumnSettings)
		makespan time.Duration
		out      int64
		requests int64
	}{
		{"as they are", func(*sim.Build, *model.ColumnSettings) {}, 3 * time.Second, 4, 12},
		{"latency", func(_ *sim.Build, c *model.ColumnSettings) { c.Latency = model.ConstantOf(9) }, 11 * time.Second, 4, 12},
		{"errors", func(_ *sim.Build, c *model.ColumnSettings) {
			c.Errors = []model.ErrorRate{{Kind: model.BadRequest, Rate: 1}}
		}, 2 * time.Second, 0, 8},
		{"drop rate", func(_ *sim.Build, c *model.ColumnSettings) { c.DropRate = 1 }, 2 * time.Second, 0, 8},
		{"skip rate", func(b *sim.Build, c *model.ColumnSettings) { b.Columns[2].SkipsWhen, c.SkipRate = true, 1 }, time.Second, 4, 4},
		{"a skip further up", func(b *sim.Build, _ *model.ColumnSettings) {
			b.Columns[1].SkipsWhen, b.Scenario.Columns[1].SkipRate = true, 1
		}, 0, 4, 0},
	} {
		// The step of a, a root, and b, which reads x; c reads b.
		b := workload{columns: []workColumn{cell(0, 1), cell(1, 1), cell(0, 1, 1), cell(1, 1, 2)}, slots: []int{4, 4}, groups: []int{4}, engine: model.Async}.build(t)
		b.Scenario.Run.HealthCheck, b.Scenario.Run.Cost = false, model.EngineCost{AnswersPerPass: 100}
		b.Scenario.Run.DisableEarlyShutdown = true
		b.Columns[0].Step, b.Columns[2].Step = 1, 1
		b.Columns[2].PropagatesSkip, b.Columns[3].PropagatesSkip = true, true
		tt.alter(&b, &b.Scenario.Columns[2])
		var err error
		if b.Graph, err = dag.FromColumns(b.Columns); err != nil {
			t.Fatal(err)
		}
		if r := runBuild(t, b); r.Makespan != tt.makespan || r.Rows.Out != tt.out || r.Requests.Attempts != tt.requests {
			t.Errorf("%s: %v, %d rows, %d requests, want %v, %d and %d", tt.name, r.Makespan, r.Rows.Out, r.Requests.Attempts, tt.makespan, tt.out, tt.requests)
		}
	}
}

// One request makes the columns of a step: what its model takes is drawn once, and lasts as
// long as the tokens of all of them.
func TestRun_latencyOfAStep(t *testing.T) {
	t.Parallel()
	step := func(alter func(*sim.Build)) sim.Build {
		b := workload{columns: []workColumn{cell(0, 1), cell(0, 1)}, slots: []int{4}, groups: []int{40}, engine: model.Async}.build(t)
		b.Scenario.Run.HealthCheck, b.Scenario.Run.Cost = false, model.EngineCost{AnswersPerPass: 100}
		b.Columns[0].Step, b.Columns[1].Step = 1, 1
		for i := range b.Scenario.Columns {
			b.Scenario.Columns[i].Latency = model.Distribution{}
		}
		alter(&b)
		var err error
		if b.Graph, err = dag.FromColumns(b.Columns); err != nil {
			t.Fatal(err)
		}
		return b
	}
	drawn := model.Distribution{Kind: model.Lognormal, Mean: 2, CV: 0.8}
	together := runBuild(t, step(func(b *sim.Build) { b.Scenario.Models[0].Latency = drawn }))
	alone := runBuild(t, step(func(b *sim.Build) {
		b.Scenario.Models[0].Latency, b.Scenario.Columns[1].Latency = drawn, model.ConstantOf(0)
	}))
	if together.Makespan != alone.Makespan {
		t.Errorf("a step of two columns takes %v, want %v as one alone", together.Makespan, alone.Makespan)
	}
	tokens := runBuild(t, step(func(b *sim.Build) {
		b.Scenario.Models[0].TimeToFirstToken, b.Scenario.Models[0].TokensPerSecond = model.ConstantOf(1), model.ConstantOf(10)
		b.Scenario.Columns[0].OutputTokens, b.Scenario.Columns[1].OutputTokens = model.ConstantOf(10), model.ConstantOf(20)
	}))
	if want := 40 * time.Second; tokens.Makespan != want {
		t.Errorf("30 tokens in a request: %v, want %v", tokens.Makespan, want)
	}
}
