package main

import (
	"context"
	"errors"
	"io"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/dagplan/dagplan/cmd/dagplan/internal/ui"
	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/render"
	"github.com/dagplan/dagplan/pkg/sim"
)

type simulateOptions struct {
	inputFlags
	simFlags
	out   outputFlags
	runs  countFlag
	trace string
}

// simFlags choose what simulates a build, and its luck.
type simFlags struct {
	engine string
	seed   seedFlag
}

func (f *simFlags) add(cmd *cobra.Command) {
	words := make([]string, 0, len(model.Engines()))
	for _, e := range model.Engines() {
		words = append(words, e.String())
	}
	f.seed = 1
	cmd.Flags().Var(newEnum(&f.engine, words...), "engine", "engine to simulate: Data Designer's own, its old one, or bare queues")
	cmd.Flags().Var(&f.seed, "seed", "seed of every random draw")
}

// seedFlag is any uint64.
type seedFlag uint64

func (f *seedFlag) String() string { return strconv.FormatUint(uint64(*f), 10) }

func (*seedFlag) Type() string { return "N" }

func (f *seedFlag) Set(text string) error {
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return errors.New("give a whole number from 0 to 18446744073709551615")
	}
	*f = seedFlag(n)
	return nil
}

func newSimulateCmd(a *app) *cobra.Command {
	var o simulateOptions
	cmd := &cobra.Command{
		Use:   "simulate [CONFIG]",
		Short: "Simulate the build: how long it takes, and what limits it",
		Long: `Simulates the build task by task against a clock of its own and says how long it
takes, what limits it, and what became of every column and model. The same input
and seed give the same result on any machine.

A build that does not complete, such as one that shuts down over errors, ends
with status 3.`,
		Example: `  dagplan simulate --records 10000
  dagplan simulate config.yaml --scenario prod.yaml --runs 200
  dagplan simulate --set models.judge.max_parallel_requests=32
  dagplan simulate --trace build.json    # for ui.perfetto.dev; or .jsonl, .csv`,
		GroupID: groupRun,
		Args:    atMost(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.runSimulate(cmd.Context(), o, args) },
	}
	o.inputFlags.add(a, cmd)
	o.simFlags.add(cmd)
	o.out.add(cmd)
	cmd.Flags().Var(&o.runs, "runs", "simulate N times with other seeds, and show the spread")
	cmd.Flags().StringVar(&o.trace, "trace", "", "write every task to `FILE`: .jsonl, .json (trace events) or .csv")
	return cmd
}

func (a *app) runSimulate(ctx context.Context, o simulateOptions, args []string) error {
	if err := o.check(); err != nil {
		return err
	}
	in, err := a.load(ctx, o.inputFlags, args)
	if err != nil {
		return err
	}
	b, err := in.build(o.simFlags)
	if err != nil {
		return err
	}
	report := render.Simulation{Name: in.name, Settings: in.effective()}
	if report.Result, err = a.simulate(ctx, b, o.trace); err != nil {
		return err
	}
	if o.runs > 0 {
		if report.Many, err = a.simulateMany(ctx, b, int(o.runs)); err != nil {
			return err
		}
	}
	if err := a.show(o.out, report); err != nil {
		return err
	}
	a.warn(report.Result.Warnings)
	return completion(ctx, report)
}

// warn says what warns of a simulation, each once.
func (a *app) warn(warnings []string) {
	for i, warning := range warnings {
		if !slices.Contains(warnings[:i], warning) {
			a.note("%s", warning)
		}
	}
}

// maxRuns caps --runs: what is kept of each run has to fit the memory.
const maxRuns = 1_000_000

// check refuses flags that do not go together, before any file is read.
func (o simulateOptions) check() error {
	if o.runs > maxRuns {
		return usagef("", "--runs %d is more than %d", o.runs, maxRuns)
	}
	if o.trace == "" {
		return nil
	}
	if o.runs > 0 {
		return usagef("leave one of them out", "--trace is of one run, but --runs asks for %d", o.runs)
	}
	if _, err := render.NewTrace(o.trace, io.Discard); err != nil {
		return usagef("", "--trace %s: %w", o.trace, err)
	}
	return nil
}

// build is what the flags ask to be simulated.
func (in *input) build(f simFlags) (sim.Build, error) {
	engine, err := model.ParseEngine(f.engine)
	if err != nil {
		return sim.Build{}, err
	}
	rows, err := model.NewRowGroupPlan(in.scenario.Run.NumRecords, in.scenario.Run.BufferSize)
	if err != nil {
		return sim.Build{}, usagef("", "%w", err)
	}
	in.startWith(engine)
	return sim.Build{Graph: in.graph, Columns: in.columns, Plan: rows, Scenario: in.scenario, Engine: engine, Seed: uint64(f.seed)}, nil
}

// startWith gives the bare model no cap on tasks in flight, where none is set: the
// default is Data Designer's.
func (in *input) startWith(engine model.Engine) {
	path := []string{"run", "max_in_flight_tasks"}
	isSet := slices.ContainsFunc(in.settings, func(s config.Setting) bool { return slices.Equal(s.Path, path) })
	if engine != model.FIFO || isSet {
		return
	}
	in.settings = append(in.settings, config.Setting{Path: path, Value: 0, Origin: originDefault})
	in.scenario.Run.MaxInFlightTasks = 0
}

// simulate simulates a build once, with a trace where a file for it is named.
func (a *app) simulate(ctx context.Context, b sim.Build, trace string) (*sim.Result, error) {
	progress := a.streams.NewProgress("simulating", "tasks", a.quiet)
	defer progress.Stop()
	o := sim.Options{Progress: func(p sim.Progress) { progress.Update(p.Tasks, p.Planned) }}
	if trace == "" {
		return sim.Run(ctx, b, o)
	}
	file, err := ui.Create(trace)
	if err != nil {
		return nil, err
	}
	result, err := traced(ctx, b, o, trace, file)
	if err != nil || result.Stopped == sim.Interrupted {
		if err == nil {
			a.note("%s is not written, as the build was interrupted", trace)
		}
		return result, errors.Join(err, file.Discard())
	}
	return result, file.Commit()
}

// traced simulates a build and writes its trace to w.
func traced(ctx context.Context, b sim.Build, o sim.Options, name string, w io.Writer) (*sim.Result, error) {
	trace, err := render.NewTrace(name, w)
	if err != nil {
		return nil, err
	}
	o.Recorder = trace
	result, err := sim.Run(ctx, b, o)
	if err != nil {
		return nil, err
	}
	return result, trace.Close(result)
}

func (a *app) simulateMany(ctx context.Context, b sim.Build, runs int) (*sim.Many, error) {
	progress := a.streams.NewProgress("simulating", "runs", a.quiet)
	defer progress.Stop()
	return sim.RunMany(ctx, b, runs, func(ended int) { progress.Update(int64(ended), int64(runs)) })
}

// completion turns what became of a build into an exit status. Of several runs
// each must complete.
func completion(ctx context.Context, r render.Simulation) error {
	switch {
	case r.Result.Stopped == sim.Interrupted || r.Many != nil && ctx.Err() != nil:
		return ctx.Err()
	case !r.Result.Complete || r.Many != nil && r.Many.Complete < r.Many.Runs:
		return &statusError{code: exitIncomplete}
	default:
		return nil
	}
}
