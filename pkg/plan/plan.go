package plan

import (
	"fmt"
	"math/bits"
	"time"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/model"
)

// Plan is what a build comes to.
type Plan struct {
	Graph *dag.Graph
	Run   model.Run
	Rows  model.RowGroupPlan
	// Columns are those of Graph, by id.
	Columns []Column
	// Models are those that columns call, in the order in which they first do.
	Models []Model
	// Tasks is the number of tasks of all columns.
	Tasks int64
	// Calls and Requests are expected numbers.
	Calls, Requests float64
	// RowsOut is the expected number of rows that are not given up.
	RowsOut float64
	Cost    Cost
	// CriticalPath is the longest path by expected time of one row.
	CriticalPath dag.Path
	// Bounds are the lower bounds of the makespan, the largest first.
	Bounds []Bound
	// IsRandom is true where times, failures, skips or drops are drawn: then a build may be
	// lucky and beat a bound, which holds on average.
	IsRandom bool
}

// Column is what one column comes to.
type Column struct {
	ID model.ColumnID
	model.Column
	Tasks int64
	// Calls and Requests are 0 where the column calls no model.
	Calls, Requests float64
	// TaskTime is how long a task of the column is expected to work where all goes
	// well, Work that of all its tasks, retries included, in seconds.
	TaskTime time.Duration
	Work     float64
	Tokens   Tokens
	Cost     Cost
}

// Tokens is an expected number of tokens.
type Tokens struct{ Input, Output float64 }

// Cost is an expected sum of money, in the currency of the prices.
type Cost struct {
	Amount float64
	// Known is false where a model that is called has no price, or has one and
	// numbers of tokens are missing: then Amount leaves it out.
	Known bool
}

// add sums costs up: the sum is known where each part is.
func (c *Cost) add(part Cost) {
	c.Amount += part.Amount
	c.Known = c.Known && part.Known
}

// New plans a build. columns describes the columns of g by id. It returns an
// error where the run settings make no row groups (R91), or more tasks than an
// int64 counts.
//
// Complexity: O((columns + edges) · (1 + columns with rates / 64)).
func New(g *dag.Graph, columns []model.Column, s model.Scenario) (*Plan, error) {
	if len(columns) != g.Len() {
		return nil, fmt.Errorf("%d columns are described, but the graph has %d", len(columns), g.Len())
	}
	rows, err := model.NewRowGroupPlan(s.Run.NumRecords, s.Run.BufferSize)
	if err != nil {
		return nil, err
	}
	counts, err := g.TaskCounts(s.Run.NumRecords, s.Run.BufferSize)
	if err != nil {
		return nil, err
	}
	p := &Plan{Graph: g, Run: s.Run, Rows: rows, Columns: make([]Column, g.Len()), Cost: Cost{Known: true}}
	for id := range p.Columns {
		p.Columns[id] = Column{ID: model.ColumnID(id), Column: columns[id], Tasks: counts[id]}
		total, carry := bits.Add64(uint64(p.Tasks), uint64(counts[id]), 0)
		if p.Tasks = int64(total); carry != 0 || p.Tasks < 0 {
			return nil, fmt.Errorf("%d records make more tasks than can be counted: lower num_records", s.Run.NumRecords)
		}
	}
	newEstimator(p, s).estimate()
	p.CriticalPath = g.CriticalPath(func(id model.ColumnID) time.Duration { return p.Columns[id].TaskTime })
	p.Bounds = p.bounds()
	return p, nil
}
