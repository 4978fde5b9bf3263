package dag_test

import (
	"errors"
	"fmt"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/model"
)

func ExampleBuilder() {
	var b dag.Builder
	for _, column := range []string{"topic", "summary", "verdict"} {
		if _, err := b.AddColumn(column, model.CellByCell); err != nil {
			fmt.Println(err)
		}
	}
	err := errors.Join(
		b.SetSideEffect("summary__trace", "summary"),
		b.AddEdge("topic", "summary"),
		b.AddEdge(b.ResolveSideEffect("summary__trace"), "verdict"),
	)
	if err != nil {
		fmt.Println(err)
	}
	g, err := b.Build()
	if err != nil {
		fmt.Println(err)
	}
	for _, id := range g.TopologicalOrder() {
		fmt.Println(g.Depth(id), g.Name(id))
	}
	// Output:
	// 0 topic
	// 1 summary
	// 2 verdict
}

func ExampleFromColumns() {
	needs := func(names ...string) []model.Dependency {
		var list []model.Dependency
		for _, name := range names {
			list = append(list, model.Dependency{Name: name, Kind: model.Required})
		}
		return list
	}
	_, err := dag.FromColumns([]model.Column{
		{Name: "topic", Strategy: model.FullColumn, Dependencies: needs("verdict")},
		{Name: "summary", Strategy: model.CellByCell, Dependencies: needs("topic", "titel")},
		{Name: "verdict", Strategy: model.CellByCell, Dependencies: needs("summary")},
	})
	fmt.Println(err)
	var cycle *dag.CycleError
	if errors.As(err, &cycle) {
		fmt.Println(cycle.Cycles)
	}
	// Output:
	// column "summary" depends on "titel", which does not exist
	// columns wait for each other: topic → summary → verdict → topic
	// [[topic summary verdict]]
}

func ExampleGraph_TaskCounts() {
	g, err := dag.FromColumns([]model.Column{
		{Name: "topic", Strategy: model.FullColumn},
		{Name: "summary", Strategy: model.CellByCell, Dependencies: []model.Dependency{{Name: "topic", Kind: model.Required}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	counts, err := g.TaskCounts(2500, 1000)
	fmt.Println(counts, err)
	// Output:
	// [3 2500] <nil>
}
