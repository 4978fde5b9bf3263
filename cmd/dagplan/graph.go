package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/dagplan/dagplan/pkg/diag"
	"github.com/dagplan/dagplan/pkg/render"
)

type graphOptions struct {
	inputFlags
	out outputFlags
}

func newGraphCmd(a *app) *cobra.Command {
	var o graphOptions
	cmd := &cobra.Command{
		Use:   "graph [CONFIG]",
		Short: "Show the columns, their order and how many tasks they make",
		Long: `Shows every column in topological order with its layer, strategy, model, number
of tasks and what it waits for; then the roots, the longest dependency chain,
and, where the scenario has latencies, the critical path by expected time.`,
		Example: `  dagplan graph
  dagplan graph config.yaml --records 10000 --buffer-size 500
  dagplan graph config.yaml --format json | jq .topological_order`,
		GroupID: groupLook,
		Args:    atMost(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.runGraph(cmd.Context(), o, args) },
	}
	o.add(a, cmd)
	o.out.add(cmd)
	return cmd
}

func (a *app) runGraph(ctx context.Context, o graphOptions, args []string) error {
	in, p, err := a.plan(ctx, o.inputFlags, args)
	if err != nil {
		return err
	}
	positions := make([]diag.Pos, len(in.file.Columns))
	for id, c := range in.file.Columns {
		positions[id] = c.NameSpan.Pos
	}
	return a.show(o.out, render.Graph{Name: in.name, Plan: p, Positions: positions})
}
