package sim_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/sim"
)

// workload is a build of the bare model, described by its columns: the model
// of a cell column by number, and the columns that it reads by index.
type workload struct {
	columns []workColumn
	slots   []int // by model
	groups  []int // rows of each row group
	admit   int
	inCap   int
	seed    uint64
	engine  model.Engine
}

type workColumn struct {
	full  bool
	model int
	reads []int
	time  model.Distribution
}

func seconds(s float64) model.Distribution { return model.ConstantOf(s) }

func full(s float64, reads ...int) workColumn {
	return workColumn{full: true, time: seconds(s), reads: reads}
}

func cell(onModel int, s float64, reads ...int) workColumn {
	return workColumn{model: onModel, time: seconds(s), reads: reads}
}

// equalGroups returns count row groups of rows each.
func equalGroups(rows, count int) []int {
	groups := make([]int, count)
	for i := range groups {
		groups[i] = rows
	}
	return groups
}

// w1 is a chain of four cell columns on one model after a full root, w2 three
// generators, a judge for each on a second model, and a full validation, w2x the
// same with judges that read every generator, w3 twenty cells over four models
// and a full sink.
func w1() []workColumn {
	columns := []workColumn{full(0.1)}
	for i := range 4 {
		columns = append(columns, cell(0, 1, i))
	}
	return columns
}

func w2(everyJudgeReads bool) []workColumn {
	columns := []workColumn{full(0.1)}
	for range 3 {
		columns = append(columns, cell(0, 1, 0))
	}
	for i := range 3 {
		judge := cell(1, 1, i+1)
		if everyJudgeReads {
			judge.reads = []int{1, 2, 3}
		}
		columns = append(columns, judge)
	}
	return append(columns, full(0.1, 4, 5, 6))
}

func w3() []workColumn {
	columns, all := []workColumn{full(0.1)}, []int{}
	for i := range 20 {
		columns = append(columns, cell(i%4, 1, 0))
		all = append(all, i+1)
	}
	return append(columns, full(0.1, all...))
}

// timed gives every column times of one distribution; zero keeps a column's.
func timed(columns []workColumn, cells, fulls model.Distribution) []workColumn {
	timed := make([]workColumn, len(columns))
	for i, c := range columns {
		timed[i] = c
		if d := cells; !c.full && d.IsSet() {
			timed[i].time = d
		}
		if d := fulls; c.full && d.IsSet() {
			timed[i].time = d
		}
	}
	return timed
}

func slots(n, models int) []int { return equalGroups(n, models) }

func (w workload) build(tb testing.TB) sim.Build {
	tb.Helper()
	b := sim.Build{Engine: w.engine, Seed: w.seed}
	if b.Engine == 0 {
		b.Engine = model.FIFO
	}
	b.Scenario.Run = model.DefaultRun()
	b.Scenario.Run.MaxConcurrentRowGroups, b.Scenario.Run.MaxInFlightTasks = max(1, w.admit), w.inCap
	for i, n := range w.slots {
		m := model.DefaultModel(fmt.Sprintf("m%d", i))
		m.MaxParallelRequests = n
		b.Scenario.Models = append(b.Scenario.Models, m)
	}
	for i, c := range w.columns {
		column := model.Column{Name: fmt.Sprintf("c%02d", i), Strategy: model.FullColumn}
		if !c.full {
			column.Strategy, column.Models = model.CellByCell, []string{fmt.Sprintf("m%d", c.model)}
		}
		for _, up := range c.reads {
			column.Dependencies = append(column.Dependencies, model.Dependency{Name: fmt.Sprintf("c%02d", up), Kind: model.Required})
		}
		b.Columns = append(b.Columns, column)
		b.Scenario.Columns = append(b.Scenario.Columns, model.ColumnSettings{Name: column.Name, Latency: c.time})
	}
	var err error
	if b.Graph, err = dag.FromColumns(b.Columns); err != nil {
		tb.Fatal(err)
	}
	if b.Plan, err = model.NewRowGroupPlanOf(w.groups); err != nil {
		tb.Fatal(err)
	}
	return b
}

func (w workload) run(tb testing.TB) *sim.Result {
	tb.Helper()
	return runBuild(tb, w.build(tb))
}

func runBuild(tb testing.TB, b sim.Build) *sim.Result {
	tb.Helper()
	r, err := sim.Run(tb.Context(), b, sim.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// ns is a number of seconds, rounded to nanoseconds.
func ns(s float64) time.Duration { return time.Duration(s*1e9 + 0.5) }
