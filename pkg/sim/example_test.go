package sim_test

import (
	"context"
	"fmt"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/sim"
)

// exampleBuild is a summary of each of 100 topics, and a verdict on it.
func exampleBuild() (sim.Build, error) {
	columns := []model.Column{
		{Name: "topic", Strategy: model.FullColumn},
		{Name: "summary", Strategy: model.CellByCell, Models: []string{"writer"}, Dependencies: []model.Dependency{{Name: "topic", Kind: model.Required}}},
		{Name: "verdict", Strategy: model.CellByCell, Models: []string{"judge"}, Dependencies: []model.Dependency{{Name: "summary", Kind: model.Required}}},
	}
	writer, judge := model.DefaultModel("writer"), model.DefaultModel("judge")
	writer.Latency, judge.Latency = model.ConstantOf(2), model.ConstantOf(1)
	graph, err := dag.FromColumns(columns)
	if err != nil {
		return sim.Build{}, err
	}
	plan, err := model.NewRowGroupPlan(100, 1000)
	if err != nil {
		return sim.Build{}, err
	}
	return sim.Build{
		Graph: graph, Columns: columns, Plan: plan, Seed: 1,
		Scenario: model.Scenario{Run: model.DefaultRun(), Models: []model.Model{writer, judge}},
	}, nil
}

func ExampleRun() {
	build, err := exampleBuild()
	if err != nil {
		fmt.Println(err)
		return
	}
	build.Engine = model.FIFO
	result, err := sim.Run(context.Background(), build, sim.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Makespan)
	for _, m := range result.Models {
		fmt.Printf("%s: %d of %d slots, used %.0f %%\n", m.Name, m.Peak, m.Slots, 100*m.Utilisation)
	}
	fmt.Println("critical path waits for slots:", result.CriticalPath.Waits.ModelSlot, "s")
	// Output:
	// 51s
	// writer: 4 of 4 slots, used 98 %
	// judge: 4 of 4 slots, used 49 %
	// critical path waits for slots: 48 s
}

// errorCounter counts failed requests as they end.
type errorCounter struct{ failed int }

func (c *errorCounter) Task(sim.TaskRecord) {}

func (c *errorCounter) Request(r sim.RequestRecord) {
	if r.Failure != 0 {
		c.failed++
	}
}

func ExampleRecorder() {
	build, err := exampleBuild()
	if err != nil {
		fmt.Println(err)
		return
	}
	build.Scenario.Models[0].Errors = []model.ErrorRate{{Kind: model.ServerError, Rate: 0.1, Attempts: 1}}
	recorder := &errorCounter{}
	result, err := sim.Run(context.Background(), build, sim.Options{Recorder: recorder})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("every failed request was seen:", int64(recorder.failed) == result.Requests.Failed)
	fmt.Println("rows:", result.Rows.Out, "of", result.Rows.Asked)
	// Output:
	// every failed request was seen: true
	// rows: 100 of 100
}

func ExamplePoliciesOf() {
	same := sim.PoliciesOf(model.Async) == sim.PoliciesOf(model.Sync)
	fmt.Println(sim.PoliciesOf(model.Async).Queue == sim.QueueFair, same)
	// Output: true false
}
