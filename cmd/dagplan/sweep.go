package main

import (
	"context"
	"reflect"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/diag"
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/render"
	"github.com/dagplan/dagplan/pkg/sim"
)

// maxSweep caps how many builds one sweep simulates.
const maxSweep = 1000

type sweepOptions struct {
	inputFlags
	simFlags
	out outputFlags
}

func newSweepCmd(a *app) *cobra.Command {
	var o sweepOptions
	cmd := &cobra.Command{
		Use:   "sweep [CONFIG]",
		Short: "Simulate the build under several settings: what would help",
		Long: `Simulates the build for every value that a --set lists between commas, and for
every combination where several do. All other luck stays the same: the same cell
takes the same time in every build, so that only the settings differ.

Where no --set lists values, it tries each limit of the build by itself, most of
them doubled, and says which change helps most. A + marks the second change that
adds most to it.
Where no build completes, the status is 3.`,
		Example: `  dagplan sweep
  dagplan sweep --set models.writer.max_parallel_requests=4,8,16,32
  dagplan sweep --set run.buffer_size=100,1000 --set models.judge.latency=1s,2s`,
		GroupID: groupRun,
		Args:    atMost(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.runSweep(cmd.Context(), o, args) },
	}
	o.inputFlags.add(a, cmd)
	o.simFlags.add(cmd)
	o.out.add(cmd)
	return cmd
}

func (a *app) runSweep(ctx context.Context, o sweepOptions, args []string) error {
	fixed, varied, err := splitVaried(o.set)
	if err != nil {
		return err
	}
	if err := o.checkVaried(fixed, varied); err != nil {
		return err
	}
	o.set = fixed
	in, err := a.load(ctx, o.inputFlags, args)
	if err != nil {
		return err
	}
	engine, err := model.ParseEngine(o.engine)
	if err != nil {
		return err
	}
	in.startWith(engine)
	report := render.Sweep{Name: in.name, Settings: in.effective()}
	for _, v := range varied {
		report.Paths = append(report.Paths, config.PathText(v.settings[0].Path))
	}
	if len(varied) == 0 {
		err = a.try(ctx, in, o.simFlags, &report)
	} else {
		err = a.sweep(ctx, in, o.simFlags, varied, &report)
	}
	if err != nil {
		return err
	}
	if err := a.show(o.out, report); err != nil {
		return err
	}
	var warnings []string
	for _, point := range report.Points {
		warnings = append(warnings, point.Result.Warnings...)
	}
	a.warn(warnings)
	if !report.AnyComplete() {
		return &statusError{code: exitIncomplete}
	}
	return nil
}

// variation is a field with the values that it takes in turn.
type variation struct {
	settings config.Settings
	// first is the first of them as --set takes it.
	first string
}

// splitVaried tells the --set that lists values from those that give one.
func splitVaried(set []string) (fixed []string, varied []variation, err error) {
	combinations := 1
	for _, text := range set {
		path, value, _ := strings.Cut(text, "=")
		values := splitValues(value)
		if len(values) < 2 {
			fixed = append(fixed, text)
			continue
		}
		v := variation{first: path + "=" + values[0]}
		for _, one := range values {
			setting, err := config.ParseSetting(path + "=" + one)
			if err != nil {
				return nil, nil, usagef("", "--set %s=%s: %w", path, one, err)
			}
			if slices.ContainsFunc(v.settings, func(s config.Setting) bool { return reflect.DeepEqual(s.Value, setting.Value) }) {
				return nil, nil, usagef("", "--set %s lists %s twice", text, one)
			}
			v.settings = append(v.settings, setting)
		}
		varied = append(varied, v)
		if combinations *= len(values); combinations > maxSweep {
			return nil, nil, usagef("", "the sweep has more than %d combinations", maxSweep)
		}
	}
	return fixed, varied, nil
}

// checkVaried refuses a varied field that another --set or a flag sets as well.
// It reads no file.
func (o sweepOptions) checkVaried(fixed []string, varied []variation) error {
	probe := o.settingFlags
	probe.set = slices.Clone(fixed)
	set := map[string]bool{}
	for _, text := range fixed {
		if s, err := config.ParseSetting(text); err == nil { // parse below says what is wrong with it
			set[config.PathText(s.Path)] = true
		}
	}
	for _, v := range varied {
		path := config.PathText(v.settings[0].Path)
		if set[path] {
			return usagef("give one of them", "--set %s=… is given twice, and one of them varies it", path)
		}
		set[path] = true
		probe.set = append(probe.set, v.first)
	}
	_, err := probe.parse()
	return err
}

// splitValues splits at the commas that stand outside of brackets, braces and
// quotes.
func splitValues(text string) []string {
	var values []string
	depth, start := 0, 0
	quote := rune(0)
	for i, r := range text {
		switch {
		case quote != 0:
			if r == quote {
				quote = 0
			}
		case r == '"' || r == '\'':
			quote = r
		case r == '[' || r == '{':
			depth++
		case r == ']' || r == '}':
			depth--
		case r == ',' && depth == 0:
			values = append(values, text[start:i])
			start = i + 1
		}
	}
	return append(values, text[start:])
}

// sweep simulates every combination, the values of the last field changing
// fastest.
func (a *app) sweep(ctx context.Context, in *input, f simFlags, varied []variation, report *render.Sweep) error {
	total := 1
	for _, v := range varied {
		total *= len(v.settings)
	}
	settings := make([]config.Settings, total)
	for i := range settings {
		settings[i] = combination(varied, i)
	}
	results, err := a.simulateAll(ctx, in, f, settings)
	if err != nil {
		return err
	}
	for i, result := range results {
		point := render.SweepPoint{Result: result}
		for _, s := range combination(varied, i) {
			point.Values = append(point.Values, s.Value)
		}
		report.Points = append(report.Points, point)
	}
	return nil
}

// combination is the i-th of all combinations of values.
func combination(varied []variation, i int) config.Settings {
	settings := make(config.Settings, len(varied))
	for at := len(varied) - 1; at >= 0; at-- {
		n := len(varied[at].settings)
		settings[at] = varied[at].settings[i%n]
		i /= n
	}
	return settings
}

// with is the build with further settings on top of all others.
func (in *input) with(a *app, settings config.Settings, f simFlags) (sim.Build, error) {
	changed := *in
	changed.layers.flags = slices.Concat(in.layers.flags, settings)
	found, err := a.settle(&changed)
	if err != nil {
		return sim.Build{}, err
	}
	if errors := onlyErrors(found); len(errors) > 0 {
		return sim.Build{}, &findingsError{findings: errors}
	}
	return changed.build(f)
}

func onlyErrors(findings diag.List) diag.List {
	var errors diag.List
	for _, d := range findings {
		if d.Severity == diag.Error {
			errors.Add(d)
		}
	}
	return errors
}
