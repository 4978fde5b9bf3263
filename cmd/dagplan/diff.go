package main

import (
	"context"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/plan"
	"github.com/dagplan/dagplan/pkg/render"
	"github.com/dagplan/dagplan/pkg/sim"
)

type diffOptions struct {
	settingFlags
	simFlags
	out      outputFlags
	exitCode bool
}

func newDiffCmd(a *app) *cobra.Command {
	var o diffOptions
	cmd := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Say how the builds of two configs differ",
		Long: `Compares two configs by what they build: columns, edges, order, the longest
dependency chain, tasks, calls and cost and, where the latencies of the models
are known, the simulated time with the same luck for both.

Each of the two is a file, - for standard input, or git:REV:PATH for a file as
it was in a revision. --format markdown is made for a comment on a pull request.`,
		Example: `  dagplan diff old.yaml new.yaml --records 10000
  dagplan diff git:main:dagplan.yaml dagplan.yaml --scenario prod.yaml
  dagplan diff git:HEAD~1:build.yaml build.yaml --format markdown --exit-code`,
		GroupID: groupCheck,
		Args:    oldAndNew,
		RunE:    func(cmd *cobra.Command, args []string) error { return a.runDiff(cmd.Context(), o, args) },
	}
	o.settingFlags.add(cmd)
	o.simFlags.add(cmd)
	o.out.add(cmd, "text", "json", "markdown")
	cmd.Flags().BoolVar(&o.exitCode, "exit-code", false, "end with status 1 where the two differ")
	return cmd
}

// oldAndNew is the Args of a command with exactly two configs.
func oldAndNew(cmd *cobra.Command, args []string) error {
	switch usage := "usage: " + cmd.UseLine(); len(args) {
	case 0:
		return usagef(usage, "OLD and NEW are missing")
	case 1:
		return usagef(usage, "NEW is missing")
	}
	return atMost(2)(cmd, args)
}

func (a *app) runDiff(ctx context.Context, o diffOptions, args []string) error {
	base, scenario, err := a.prepareDiff(ctx, o, args)
	if err != nil {
		return err
	}
	sides := make([]*input, len(args))
	plans := make([]*plan.Plan, len(args))
	for i, name := range args {
		if sides[i], err = a.side(ctx, base, scenario, name); err != nil {
			return err
		}
		if plans[i], err = sides[i].plan(); err != nil {
			return err
		}
	}
	report := render.Diff{OldName: args[0], NewName: args[1], Diff: plan.NewDiff(plans[0], plans[1])}
	report.Diff.Settings = plan.DiffSettings(sides[0].settingTexts(), sides[1].settingTexts())
	if timesKnown(plans[0]) == nil && timesKnown(plans[1]) == nil {
		if report.Time, err = times(ctx, o.simFlags, sides[0], sides[1]); err != nil {
			return err
		}
	}
	if err := a.showDiff(o.out, report); err != nil {
		return err
	}
	if o.exitCode && !report.Empty() {
		return &statusError{code: exitFindings}
	}
	return nil
}

// prepareDiff reads what both sides share: flags and scenario.
func (a *app) prepareDiff(ctx context.Context, o diffOptions, args []string) (input, source, error) {
	stdin := 0
	for _, name := range append(args[:2:2], o.scenario) {
		if name == stdinName {
			stdin++
		}
	}
	if stdin > 1 {
		return input{}, source{}, usagef("give one of them a name", "standard input can be only one of OLD, NEW and the scenario")
	}
	base := input{flags: o.settingFlags}
	var err error
	if base.layers.flags, err = base.flags.parse(); err != nil {
		return input{}, source{}, err
	}
	scenario, err := a.readScenario(ctx, inputFlags{settingFlags: o.settingFlags}, nil)
	return base, scenario, err
}

// side reads one of the two configs.
func (a *app) side(ctx context.Context, base input, scenario source, name string) (*input, error) {
	var data []byte
	var err error
	if strings.HasPrefix(name, gitPrefix) {
		data, err = a.readRevision(ctx, name)
	} else {
		data, err = a.read(ctx, name)
	}
	if err != nil {
		return nil, err
	}
	in := base
	settings, findings := config.ReadScenario(scenario.name, scenario.data)
	in.layers.scenario = settings
	in.layers.flags = append(config.Settings(nil), base.layers.flags...)
	return &in, a.link(&in, source{name, data}, scenario, findings)
}

// times simulates both sides with the same seed.
func times(ctx context.Context, f simFlags, before, after *input) (*render.DiffTime, error) {
	var t render.DiffTime
	for _, in := range []*input{before, after} {
		build, err := in.build(f)
		if err != nil {
			return nil, err
		}
		result, err := sim.Run(ctx, build, sim.Options{})
		switch {
		case err != nil:
			return nil, err
		case result.Stopped == sim.Interrupted:
			return nil, ctx.Err()
		}
		t.Old, t.New = t.New, result
	}
	return &t, nil
}

// settingTexts lists the settings in force as a diff compares them.
func (in *input) settingTexts() []plan.Setting {
	effective := in.effective()
	texts := make([]plan.Setting, len(effective))
	for i, s := range effective {
		texts[i] = plan.Setting{Path: s.Path, Value: s.Text(), IsDefault: s.Origin == originDefault}
	}
	return texts
}

func (a *app) showDiff(out outputFlags, report render.Diff) error {
	if out.format == "markdown" {
		return a.write(out, func(w io.Writer) error { return report.WriteMarkdown(w) })
	}
	return a.show(out, report)
}
