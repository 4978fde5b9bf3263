package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/dagplan/dagplan/pkg/check"
	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/diag"
	"github.com/dagplan/dagplan/pkg/plan"
	"github.com/dagplan/dagplan/pkg/sim"
)

// gateFlags are the limits that a build must keep.
type gateFlags struct {
	check.Gates
	runs countFlag
}

func (f *gateFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.Var(limitFlag{&f.Tasks}, "max-tasks", "fail where the build has more tasks")
	flags.Var(limitFlag{&f.Calls}, "max-calls", "fail where the build makes more calls to models")
	flags.Var(limitFlag{&f.Depth}, "max-depth", "fail where the longest dependency chain has more columns")
	flags.Var(timeFlag{&f.Time}, "max-time", "fail where nine of ten simulated builds take longer, as 90m")
	f.runs = 20
	flags.Var(&f.runs, "runs", "builds to simulate for --max-time")
}

// checkUse refuses flags that say how to simulate where nothing is simulated.
func (f *gateFlags) checkUse(cmd *cobra.Command) error {
	if f.Time != nil {
		return nil
	}
	for _, name := range []string{"runs", "seed", "engine"} {
		if cmd.Flags().Changed(name) {
			return usagef("leave it out, or give a limit such as --max-time 90m", "--%s says how to simulate, which only --max-time asks for", name)
		}
	}
	return nil
}

// limitFlag takes a whole number from 0.
type limitFlag struct{ value **int64 }

func (f limitFlag) String() string {
	if f.value == nil || *f.value == nil {
		return ""
	}
	return strconv.FormatInt(**f.value, 10)
}

func (limitFlag) Type() string { return "N" }

func (f limitFlag) Set(text string) error {
	n, err := strconv.ParseInt(strings.ReplaceAll(text, "_", ""), 10, 64)
	switch {
	case errors.Is(err, strconv.ErrRange):
		return errors.New("the number is too large")
	case err != nil || n < 0:
		return errors.New("give a whole number from 0")
	}
	*f.value = &n
	return nil
}

// timeFlag takes a duration.
type timeFlag struct{ value **time.Duration }

func (f timeFlag) String() string {
	if f.value == nil || *f.value == nil {
		return ""
	}
	return (**f.value).String()
}

func (timeFlag) Type() string { return "DURATION" }

func (f timeFlag) Set(text string) error {
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return errors.New("give a duration such as 90m, 1h30m or 45s")
	}
	*f.value = &d
	return nil
}

// judge holds a sound config against the gates.
func (a *app) judge(ctx context.Context, in *input, o validateOptions) (diag.List, error) {
	if !o.gates.Any() {
		return nil, nil
	}
	p, err := in.plan()
	if err != nil {
		return nil, err
	}
	b := check.Build{Tasks: p.Tasks, Calls: p.Calls, Depth: int64(len(in.graph.LongestDependencyChain()))}
	if o.gates.Time != nil {
		if err := timesKnown(p); err != nil {
			return nil, err
		}
		if err := in.simulated(ctx, o, &b); err != nil {
			return nil, err
		}
	}
	return o.gates.Judge(in.name, b), nil
}

// timesKnown refuses to judge the time of a build whose models answer at once,
// because nobody has said how long they take.
func timesKnown(p *plan.Plan) error {
	for _, c := range p.Columns {
		if len(c.Models) > 0 && c.TaskTime == 0 {
			return usagef(fmt.Sprintf("give it in a scenario, or by --set %s=2s", config.PathText([]string{"models", c.Models[0], "latency"})),
				"--max-time: nothing says how long model %q takes", c.Models[0])
		}
	}
	return nil
}

// simulated simulates the build with one seed after the other, and fills in
// how long that took.
func (in *input) simulated(ctx context.Context, o validateOptions, b *check.Build) error {
	build, err := in.build(o.simFlags)
	if err != nil {
		return err
	}
	many, err := sim.RunMany(ctx, build, int(o.gates.runs), nil)
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	b.Runs, b.Unfinished = many.Runs, many.Runs-many.Complete
	b.Time = time.Duration(many.Makespan.P90 * float64(time.Second))
	return nil
}
