package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/dagplan/dagplan/pkg/check"
	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/diag"
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/plan"
)

// inputFlags are the flags of every command that is about the build of a
// config.
type inputFlags struct {
	configFlags
	settingFlags
}

func (f *inputFlags) add(a *app, cmd *cobra.Command) {
	f.configFlags.add(cmd)
	f.settingFlags.add(cmd)
	// It fails only where the flag does not exist.
	_ = cmd.RegisterFlagCompletionFunc("set", a.completeSettings(f))
}

// input is a config that has been read, linked and found sound, with the
// scenario in force.
type input struct {
	name     string
	file     *config.File
	graph    *dag.Graph
	columns  []model.Column
	scenario model.Scenario
	// settings are those that are not left at their defaults.
	settings config.Settings
	// layers is what settings were made of, for another try with other flags.
	layers layers
	flags  settingFlags
}

// load reads the config and the scenario that flags and arguments name. All
// findings are reported together.
func (a *app) load(ctx context.Context, f inputFlags, args []string) (*input, error) {
	var err error
	in := &input{flags: f.settingFlags}
	if in.layers.flags, err = in.flags.parse(); err != nil {
		return nil, err
	}
	scenario, err := a.readScenario(ctx, f, args)
	if err != nil {
		return nil, err
	}
	src, err := a.find(ctx, f.configFlags, args)
	if err != nil {
		return nil, err
	}
	var findings diag.List
	in.layers.scenario, findings = config.ReadScenario(scenario.name, scenario.data)
	return in, a.link(in, src, scenario, findings)
}

func (a *app) readScenario(ctx context.Context, f inputFlags, args []string) (source, error) {
	if f.scenario == "" {
		return source{}, nil
	}
	if f.scenario == stdinName && (f.config == stdinName || len(args) > 0 && args[0] == stdinName) {
		return source{}, usagef("give one of them a name", "config and scenario cannot both be standard input")
	}
	data, err := a.read(ctx, f.scenario)
	return source{f.scenario, data}, err
}

// link reads the config and puts graph and scenario together.
func (a *app) link(in *input, src, scenario source, findings diag.List) error {
	found, err := a.examine(in, src)
	if err != nil {
		return err
	}
	if err := a.checked(append(findings, found...), src, scenario); err != nil {
		return err
	}
	for _, clause := range in.file.Unmodelled {
		a.note("%s: not modelled: %s", in.name, clause)
	}
	return nil
}

// examine reads a config, links it and settles its scenario, and returns all
// that can be found wrong without building anything. Where none of that is an
// error, in is ready for a plan.
func (a *app) examine(in *input, src source) (diag.List, error) {
	options := config.Options{SeedColumns: in.flags.seedColumns, Files: seedFiles{}}
	if options.SeedColumns == nil {
		options.SeedColumns, _ = in.layers.scenario.SeedColumns()
	}
	file, graph, findings := check.Config(src.name, src.data, options)
	in.name = src.name
	if file == nil {
		return findings, nil
	}
	in.file, in.graph, in.layers.config = file, graph, file.Settings
	found, err := a.settle(in)
	switch {
	case err != nil && findings.HasErrors():
		return findings, nil // what is wrong with the config may be all that is wrong with the flags
	case err != nil:
		return nil, err
	}
	for _, c := range file.Columns {
		in.columns = append(in.columns, c.Column)
	}
	return slices.Concat(findings, found, check.Run(file, in.settings, in.scenario)), nil
}

// settle decides the settings in force and makes the scenario of them.
func (a *app) settle(in *input) (diag.List, error) {
	var err error
	models, columns := in.known()
	if err := knownNames(in.layers.flags, models, columns); err != nil {
		return nil, err
	}
	if in.layers.environment, err = a.environment(models, columns); err != nil {
		return nil, err
	}
	if in.settings, err = in.layers.effective(); err != nil {
		return nil, err
	}
	var found diag.List
	in.scenario, found = config.Scenario(in.settings, in.file)
	if in.flags.rowGroups == 0 || in.flags.records > 0 {
		return found, nil
	}
	text, err := in.flags.recordsOfGroups(in.scenario.Run.BufferSize)
	if err != nil {
		return nil, err
	}
	records, err := config.ParseSetting(text)
	if err != nil {
		return nil, err
	}
	in.layers.flags = append(in.layers.flags, records)
	if in.settings, err = in.layers.effective(); err != nil {
		return nil, err
	}
	in.scenario, found = config.Scenario(in.settings, in.file)
	return found, nil
}

// known lists the aliases and the columns that a setting may be about: those
// that the config declares or names, and those of the scenario.
func (in *input) known() (models, columns []string) {
	seen := map[string]bool{}
	add := func(alias string) {
		if !seen[alias] {
			seen[alias] = true
			models = append(models, alias)
		}
	}
	for _, m := range in.file.Models {
		add(m.Alias)
	}
	for _, c := range in.file.Columns {
		columns = append(columns, c.Name)
		for _, alias := range c.Models {
			add(alias)
		}
	}
	for _, s := range slices.Concat(in.layers.config, in.layers.scenario) {
		if len(s.Path) > 1 && s.Path[0] == "models" {
			add(s.Path[1])
		}
	}
	return models, columns
}

// knownNames refuses a --set for a model or a column that the config does not
// have.
func knownNames(settings config.Settings, models, columns []string) error {
	for _, s := range settings {
		if len(s.Path) < 2 {
			continue
		}
		known, what := models, "model"
		switch s.Path[0] {
		case "models":
		case "columns":
			known, what = columns, "column"
		default:
			continue
		}
		if slices.Contains(known, s.Path[1]) {
			continue
		}
		hint := fmt.Sprintf("the config has no %ss", what)
		if near, found := diag.Nearest(s.Path[1], known); found {
			hint = fmt.Sprintf("did you mean %s?", config.PathText([]string{s.Path[0], near}))
		} else if len(known) > 0 {
			hint = fmt.Sprintf("the first %s is %s", what, config.PathText([]string{s.Path[0], known[0]}))
		}
		return usagef(hint, "--set %s: the config has no %s %q", config.PathText(s.Path), what, s.Path[1])
	}
	return nil
}

// plan loads a config and plans its build.
func (a *app) plan(ctx context.Context, f inputFlags, args []string) (*input, *plan.Plan, error) {
	in, err := a.load(ctx, f, args)
	if err != nil {
		return nil, nil, err
	}
	p, err := in.plan()
	return in, p, err
}

// plan plans the build.
func (in *input) plan() (*plan.Plan, error) {
	p, err := plan.New(in.graph, in.columns, in.scenario)
	if err != nil {
		return nil, usagef("", "%w", err)
	}
	return p, nil
}
