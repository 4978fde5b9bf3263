package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/render"
)

type planOptions struct {
	inputFlags
	out outputFlags
}

func newPlanCmd(a *app) *cobra.Command {
	var o planOptions
	cmd := &cobra.Command{
		Use:   "plan [CONFIG]",
		Short: "Count tasks, calls and cost, and say what bounds the time",
		Long: `Says what a build comes to without simulating it: tasks, calls to models, cost,
and the times that no scheduler can beat on average, with what sets them, by the
settings that the engine async heeds. The largest of these bounds limits the
build. "dagplan simulate" says how long it really takes.`,
		Example: `  dagplan plan --records 10000
  dagplan plan config.yaml --scenario prod.yaml
  dagplan plan config.yaml --set models.writer.max_parallel_requests=32`,
		GroupID: groupRun,
		Args:    atMost(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.runPlan(cmd.Context(), o, args) },
	}
	o.add(a, cmd)
	o.out.add(cmd)
	return cmd
}

func (a *app) runPlan(ctx context.Context, o planOptions, args []string) error {
	in, p, err := a.plan(ctx, o.inputFlags, args)
	if err != nil {
		return err
	}
	if err := a.show(o.out, render.Plan{Name: in.name, Plan: p, Settings: in.effective()}); err != nil {
		return err
	}
	if paths := in.scenario.Run.UnheededBy(model.Async); len(paths) > 0 {
		a.note("the engine async, which a plan is for, does not heed %s", strings.Join(paths, ", "))
	}
	return nil
}
