package frontier_test

import (
	"fmt"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/frontier"
	"github.com/dagplan/dagplan/pkg/model"
)

// exampleTracker tracks topic < summary < report, where report is a full column,
// over 2 row groups of 3 rows.
func exampleTracker() (*frontier.Tracker, error) {
	g, err := dag.FromColumns([]model.Column{
		{Name: "topic", Strategy: model.CellByCell},
		{Name: "summary", Strategy: model.CellByCell, Dependencies: []model.Dependency{{Name: "topic", Kind: model.Required}}},
		{Name: "report", Strategy: model.FullColumn, Dependencies: []model.Dependency{{Name: "summary", Kind: model.Required}}},
	})
	if err != nil {
		return nil, err
	}
	plan, err := model.NewRowGroupPlan(6, 3)
	if err != nil {
		return nil, err
	}
	return frontier.New(g, plan)
}

// Every mutation says what it changed.
func ExampleTracker() {
	t, err := exampleTracker()
	if err != nil {
		fmt.Println(err)
		return
	}
	show := func(what string, d frontier.Delta, err error) {
		fmt.Println(what)
		if err != nil {
			fmt.Println("  error:", err)
		}
		for _, r := range d.Ready {
			fmt.Printf("  ready: %s, %d from row %d\n", t.Graph().Name(r.Column), r.Count, r.Row)
		}
		for _, r := range d.Withdrawn() {
			fmt.Printf("  withdrawn: %s, %d from row %d\n", t.Graph().Name(r.Column), r.Count, r.Row)
		}
	}
	const topic, summary = 0, 1
	d, err := t.Seed(0, 3)
	show("seed row group 0", d, err)
	err = t.Acknowledge(frontier.CellRun(topic, 0, 0, 2))
	show("hand out topic of rows 0 and 1", frontier.Delta{}, err)
	d, err = t.CompleteCell(model.Cell{Column: topic, Row: 0})
	show("topic of row 0 is made", d, err)
	d, err = t.CompleteCell(model.Cell{Column: summary, Row: 1})
	show("summary of row 1 is made, it is said", d, err)
	d, err = t.DropRow(0, 2)
	show("row 2 is dropped", d, err)
	// Output:
	// seed row group 0
	//   ready: topic, 3 from row 0
	// hand out topic of rows 0 and 1
	// topic of row 0 is made
	//   ready: summary, 1 from row 0
	// summary of row 1 is made, it is said
	//   error: cannot complete summary[0:1]: it is not ready
	// row 2 is dropped
	//   withdrawn: topic, 1 from row 2
}

// A feed keeps the queue too: a build is a loop over what it hands out.
func ExampleFeed() {
	t, err := exampleTracker()
	if err != nil {
		fmt.Println(err)
		return
	}
	feed := frontier.NewFeed(t)
	for group := range model.RowGroupIndex(t.Plan().Len()) {
		if err := feed.Seed(group, t.Plan().Size(group)); err != nil {
			fmt.Println(err)
		}
	}
	for r, ok := feed.Next(100); ok; r, ok = feed.Next(100) {
		fmt.Printf("%s of row group %d, %d of it\n", t.Graph().Name(r.Column), r.RowGroup, r.Count)
		var err error
		if r.IsColumn() {
			err = feed.CompleteColumn(r.Column, r.RowGroup, t.Plan().Size(r.RowGroup))
		} else {
			err = feed.CompleteCells(r)
		}
		if err != nil {
			fmt.Println(err)
		}
	}
	fmt.Println("complete:", t.IsRowGroupComplete(0), t.IsRowGroupComplete(1))
	// Output:
	// topic of row group 0, 3 of it
	// topic of row group 1, 3 of it
	// summary of row group 0, 3 of it
	// summary of row group 1, 3 of it
	// report of row group 0, 1 of it
	// report of row group 1, 1 of it
	// complete: true true
}

// A queue of one's own decides the order; Dispatch takes from it what is ready
// still.
func ExampleTracker_Dispatch() {
	t, err := exampleTracker()
	if err != nil {
		fmt.Println(err)
		return
	}
	var queue frontier.Queue
	d, err := t.Seed(1, 3)
	if err != nil {
		fmt.Println(err)
	}
	queue.Push(d.Ready...)
	if _, err := t.DropRow(1, 1); err != nil { // while it is queued
		fmt.Println(err)
	}
	for r, ok := t.Dispatch(&queue, 10); ok; r, ok = t.Dispatch(&queue, 10) {
		for task := range r.Tasks() {
			fmt.Printf("%s %s[%d:%d]\n", task.Type, t.Graph().Name(task.Column), task.RowGroup, task.Row)
		}
	}
	// Output:
	// cell topic[1:0]
	// cell topic[1:2]
}
