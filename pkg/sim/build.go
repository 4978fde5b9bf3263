package sim

import (
	"context"
	"time"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/model"
)

// Build is a build to simulate.
type Build struct {
	Graph *dag.Graph
	// Columns describes the columns of Graph, by id. It may be nil: then every
	// column is a local one without skip conditions.
	Columns  []model.Column
	Plan     model.RowGroupPlan
	Scenario model.Scenario
	// Engine is Async where it is unset.
	Engine model.Engine
	Seed   uint64
	// World answers for the models in place of Scenario's distributions, error
	// rates and skip rates; nil draws from them.
	World World
}

// World says how the models answer: it decides what a simulation otherwise
// draws. Its methods are called with the same arguments in every engine, and
// must answer the same each time.
type World interface {
	// Latency is how long an attempt of a task takes, attempts counting from 0
	// over all executions of the task and leaving out those answered by 429.
	Latency(task model.Task, attempt int) time.Duration
	// Fails is how the attempt fails, 0 where it does not; rejections are the answers
	// 429 for the task until then.
	Fails(task model.Task, attempt, rejections int) model.ErrorKind
	// Skips reports whether the skip condition of a column holds for a row.
	Skips(cell model.Cell) bool
}

// Options are what a run of a simulation does besides.
type Options struct {
	// Recorder is told about every task execution and request; nil tells nobody.
	Recorder Recorder
	// Progress, where it is not nil, is called now and then from the goroutine of
	// the simulation.
	Progress func(Progress)
}

// Progress is how far a simulation is.
type Progress struct {
	// Tasks of Planned are complete or given up.
	Tasks, Planned int64
	Events         int64
	Now            time.Duration
}

// Recorder is told about a build as it is simulated, in the order of
// completion. The values are only valid during the call.
type Recorder interface {
	// Task is called at the end of each execution of a task.
	Task(TaskRecord)
	// Request is called at the end of each request to a model.
	Request(RequestRecord)
}

// TaskRecord is one execution of a task.
type TaskRecord struct {
	model.TaskTrace
	Column string
	Ready  time.Duration
	// Execution counts from 0.
	Execution int
}

// RequestRecord is one request to a model.
type RequestRecord struct {
	Task   model.Task
	Column string
	Model  string
	// Slot is the lowest slot of the model that was free; -1 where the server answered 429
	// and so held none.
	Slot       int
	Attempt    int
	Sent, Done time.Duration
	// Failure is 0 for an answer that made its cell.
	Failure model.ErrorKind
}

// Run simulates a build. It returns an error for a build that cannot be
// simulated: a graph that does not fit Columns or Plan, an unknown model, a
// number that no distribution allows. A context that is cancelled is no error:
// the result then holds what was known, with Stopped Interrupted.
func Run(ctx context.Context, b Build, o Options) (*Result, error) {
	s, err := newSetup(b)
	if err != nil {
		return nil, err
	}
	return s.run(ctx, b.Seed, o)
}

// run simulates the build with one seed.
func (s *setup) run(ctx context.Context, seed uint64, o Options) (*Result, error) {
	m, err := s.simulate(ctx, seed, o)
	if err != nil {
		return nil, err
	}
	return m.result(seed), nil
}

func (s *setup) simulate(ctx context.Context, seed uint64, o Options) (*machine, error) {
	m, err := newMachine(ctx, s, seed, o)
	if err != nil {
		return nil, err
	}
	if s.Engine == model.FIFO {
		f := newFIFO(m)
		return &f.machine, f.run()
	}
	l := newLoop(m)
	return &l.machine, l.run()
}
