package sim_test

import (
	"testing"
	"time"

	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/sim"
)

// refusing fails every request of a column, one second in; others take a second and a
// half.
type refusing struct{ column model.ColumnID }

func (w refusing) Latency(task model.Task, _ int) time.Duration {
	if task.Column == w.column {
		return time.Second
	}
	return 1500 * time.Millisecond
}
func (refusing) Skips(model.Cell) bool { return false }
func (w refusing) Fails(task model.Task, _, _ int) model.ErrorKind {
	if task.Column == w.column {
		return model.BadRequest
	}
	return 0
}

// The async engine leaves the cells of dropped rows in the queue. At 1 s four rows are
// dropped; two of them are in flight in the other column, whose next two are void: they
// take the slots at 1.5 s, send nothing and are successes among the last eight
// outcomes, so that the four errors at 2 s do not make it six. The last two are void at
// 3 s. The sync engine takes one column after the other, and has nothing queued then.
func TestRun_queuedCellsOfDroppedRows(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		engine   model.Engine
		requests int64
		last     time.Duration
		tasks    sim.Tasks
	}{
		{model.Async, 12, 3 * time.Second, sim.Tasks{Planned: 8, Executions: 8, Cancelled: 8}},
		{model.Sync, 8, 2 * time.Second, sim.Tasks{Planned: 8}},
	} {
		b := workload{columns: []workColumn{cell(0, 1), cell(1, 1)}, slots: []int{4, 2}, groups: []int{8}, engine: tt.engine}.build(t)
		b.Scenario.Run.HealthCheck, b.Scenario.Run.Cost = false, model.EngineCost{AnswersPerPass: 16}
		b.Scenario.Run.ShutdownErrorWindow, b.Scenario.Run.ShutdownErrorRate = 8, 0.75
		b.Scenario.Run.DisableEarlyShutdown = tt.engine == model.Sync
		b.World = refusing{column: 0}
		r := runBuild(t, b)
		if r.Stopped != sim.NoRows || r.Requests.Attempts != tt.requests || r.Requests.Last != tt.last || r.Columns[1].Tasks != tt.tasks {
			t.Errorf("%v: stopped %v, %d requests until %v, %+v; want no rows, %d until %v, %+v", tt.engine,
				r.Stopped, r.Requests.Attempts, r.Requests.Last, r.Columns[1].Tasks, tt.requests, tt.last, tt.tasks)
		}
	}
}

// The tasks that a dropped row no longer needs are nothing that a model waits for:
// from 1 s on its slots have nothing left to do.
func TestRun_idleAfterDrop(t *testing.T) {
	t.Parallel()
	for _, engine := range []model.Engine{model.Async, model.Sync} {
		b := workload{columns: []workColumn{cell(0, 1), cell(1, 1, 0), cell(2, 1.5), full(0, 1)}, slots: []int{1, 1, 1}, groups: []int{1}, engine: engine}.build(t)
		b.Scenario.Run.HealthCheck, b.Scenario.Run.Cost = false, model.EngineCost{AnswersPerPass: 16}
		b.World = refusing{column: 0}
		r := runBuild(t, b)
		idle := r.Models[1].Idle
		if idle.Of(sim.CauseInputs) != 1 || idle.Total() != r.Makespan.Seconds() {
			t.Errorf("%v: idle for %v s for want of inputs, %v in all, want 1 and %v", engine, idle.Of(sim.CauseInputs), idle.Total(), r.Makespan.Seconds())
		}
	}
}
