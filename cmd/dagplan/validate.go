package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"github.com/dagplan/dagplan/pkg/check"
	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/diag"
	"github.com/dagplan/dagplan/pkg/render"
)

type validateOptions struct {
	inputFlags
	simFlags
	gates  gateFlags
	out    outputFlags
	outs   []string
	strict bool
	ignore []string
}

// findingFormats are the forms of findings, the default first.
func findingFormats() []string { return []string{"text", "json", "sarif", "github"} }

func newValidateCmd(a *app) *cobra.Command {
	var o validateOptions
	cmd := &cobra.Command{
		Use:   "validate [CONFIG|FOLDER|PATTERN]...",
		Short: "Check configs and report every finding on its line",
		Long: `Checks configs without running them and reports everything that is wrong, or
legal but wasteful, at the line it is about. A folder stands for the YAML and
JSON files below it that look like a config. A comment "# dagplan:ignore DP211"
silences one code on the line or, on a line of its own, on the node below it.
"dagplan explain DP211" tells more of a code.

Ends with status 1 where there is an error, or a limit is exceeded.`,
		Example: `  dagplan validate
  dagplan validate configs/ --strict --ignore DP4xx
  dagplan validate 'configs/**/*.yaml' --format github --out sarif=dagplan.sarif
  dagplan validate prod.yaml --scenario fast.yaml --max-calls 50000`,
		GroupID: groupCheck,
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.gates.checkUse(cmd); err != nil {
				return err
			}
			return a.runValidate(cmd.Context(), o, args)
		},
	}
	o.inputFlags.add(a, cmd)
	o.simFlags.add(cmd)
	o.gates.add(cmd)
	o.out.add(cmd, findingFormats()...)
	flags := cmd.Flags()
	flags.StringArrayVar(&o.outs, "out", nil, "write the findings in another form as well, as `FORMAT=FILE` (repeatable)")
	flags.BoolVar(&o.strict, "strict", false, "report warnings as errors")
	flags.StringSliceVar(&o.ignore, "ignore", nil, "leave out warnings of `CODE`, as DP211 or DP4xx (repeatable)")
	return cmd
}

func (a *app) runValidate(ctx context.Context, o validateOptions, args []string) error {
	codes := check.Codes()
	ignore, err := ignored(codes, o.ignore)
	if err != nil {
		return err
	}
	outs, err := parseOuts(o.outs, o.out.file)
	if err != nil {
		return err
	}
	base := &input{flags: o.settingFlags}
	if base.layers.flags, err = base.flags.parse(); err != nil {
		return err
	}
	list, scenario, err := a.toValidate(ctx, o, args)
	if err != nil {
		return err
	}
	var findings diag.List
	base.layers.scenario, findings = config.ReadScenario(scenario.name, scenario.data)
	reports := a.validateAll(ctx, o, base, list)
	report := render.Findings{Codes: codes, Sources: render.Sources{scenario.name: scenario.data}}
	unread, err := gather(ctx, &report, reports)
	if err != nil {
		return err
	}
	if err := emptyFolders(args, checkedOf(reports)); err != nil && len(unread) == 0 {
		return err
	}
	if len(report.Files) == 0 && len(unread) > 0 {
		return a.verdict(report, unread)
	}
	report.List = check.Ignore(scenarioFirst(slices.Concat(findings, report.List), scenario.name), ignore)
	if o.strict {
		report.List = report.List.Strict()
	}
	if err := a.writeFindings(o.out, outs, report); err != nil {
		return err
	}
	return a.verdict(report, unread)
}

// scenarioFirst moves the findings about a file before all others, in order, and each once: what
// is wrong with a scenario shows with each config.
func scenarioFirst(all diag.List, file string) diag.List {
	var own, rest diag.List
	for _, d := range all {
		if file != "" && d.Span.File == file {
			own = append(own, d)
		} else {
			rest = append(rest, d)
		}
	}
	own.Sort()
	return slices.Concat(own, rest)
}

// toValidate lists the files to check and reads the scenario.
func (a *app) toValidate(ctx context.Context, o validateOptions, args []string) ([]candidate, source, error) {
	scenario, err := a.readScenario(ctx, o.inputFlags, args)
	if err != nil {
		return nil, source{}, err
	}
	if len(args) > 0 && o.config == "" && o.example == "" {
		list, err := a.candidates(ctx, args)
		return list, scenario, err
	}
	if len(args) > 1 {
		return nil, source{}, usagef("", "several configs are named, and --config or --example one more")
	}
	src, err := a.find(ctx, o.configFlags, args)
	return []candidate{{name: src.name, data: src.data, loaded: true}}, scenario, err
}

// fileReport is what is known of one file after it was checked.
type fileReport struct {
	candidate
	findings diag.List
	// passed over: it does not look like a config.
	passed bool
	err    error
}

// validateAll checks files, several at a time, and returns their reports in
// the order of the list.
func (a *app) validateAll(ctx context.Context, o validateOptions, base *input, list []candidate) []fileReport {
	reports := make([]fileReport, len(list))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(len(list), runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for i := range next {
				reports[i] = a.validateFile(ctx, o, base, list[i])
			}
		})
	}
	for i := range list {
		next <- i
	}
	close(next)
	workers.Wait()
	return reports
}

func (a *app) validateFile(ctx context.Context, o validateOptions, base *input, c candidate) fileReport {
	report := fileReport{candidate: c}
	if report.err = ctx.Err(); report.err != nil {
		return report
	}
	looks, err := report.load()
	if err != nil || !looks {
		report.passed, report.err = !looks, err
		return report
	}
	in := &input{flags: base.flags, layers: layers{scenario: base.layers.scenario, flags: slices.Clip(base.layers.flags)}}
	report.findings, report.err = a.examine(in, source{c.name, report.data})
	if report.err == nil && !report.findings.HasErrors() {
		var exceeded diag.List
		exceeded, report.err = a.judge(ctx, in, o)
		report.findings = append(report.findings, exceeded...)
	}
	report.findings.Sort()
	return report
}

// gather puts the reports of files together. Files that cannot be read are
// returned apart; any other error ends the command.
func gather(ctx context.Context, all *render.Findings, reports []fileReport) (unread []error, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for _, r := range reports {
		switch {
		case r.err != nil && !r.loaded:
			unread = append(unread, r.err)
		case r.err != nil && len(reports) > 1:
			return nil, fmt.Errorf("%s: %w", r.name, r.err)
		case r.err != nil:
			return nil, r.err
		case !r.passed:
			all.Files = append(all.Files, r.name)
			all.List = append(all.List, r.findings...)
			if len(r.findings) > 0 {
				all.Sources[r.name] = r.data
			}
		}
	}
	return unread, nil
}

func checkedOf(reports []fileReport) []candidate {
	var list []candidate
	for _, r := range reports {
		if !r.passed {
			list = append(list, r.candidate)
		}
	}
	return list
}

// verdict turns findings into an exit status, after complaining about files
// that could not be read.
func (a *app) verdict(report render.Findings, unread []error) error {
	if last := len(unread) - 1; last >= 0 {
		for _, err := range unread[:last] {
			a.exit(err)
		}
		return unread[last]
	}
	if report.List.HasErrors() {
		return &statusError{code: exitFindings}
	}
	return nil
}

// ignored reads the patterns of --ignore. One that stands for nothing that can
// be left out is refused.
func ignored(codes diag.Table, texts []string) ([]diag.Pattern, error) {
	var patterns []diag.Pattern
	for _, text := range texts {
		pattern, err := codes.ParsePattern(text)
		if err != nil {
			return nil, usagef(`docs/diagnostics.md lists the codes`, "--ignore: %w", err)
		}
		if !slices.ContainsFunc(codes, func(info diag.CodeInfo) bool { return pattern.Matches(info.Code) && check.Silenceable(info) }) {
			return nil, usagef("mend what it is about", "--ignore: %s is an error, with which no build can run", pattern)
		}
		patterns = append(patterns, pattern)
	}
	return patterns, nil
}

// parseOuts reads the values of --out.
func parseOuts(texts []string, taken string) ([]outputFlags, error) {
	var outs []outputFlags
	for _, text := range texts {
		format, file, found := strings.Cut(text, "=")
		if !found || file == "" {
			return nil, usagef("", "--out %q: give FORMAT=FILE, such as sarif=dagplan.sarif", text)
		}
		if !slices.Contains(findingFormats(), format) {
			hint := "the forms are " + strings.Join(findingFormats(), ", ")
			if near, found := diag.Nearest(format, findingFormats()); found {
				hint = fmt.Sprintf("did you mean %s?", near)
			}
			return nil, usagef(hint, "--out %q: unknown form %q", text, format)
		}
		if file = filepath.Clean(file); file == stdinName {
			return nil, usagef("--format says in which form findings go there", "--out %q: standard output is taken", text)
		}
		if taken != "" && file == filepath.Clean(taken) || slices.ContainsFunc(outs, func(o outputFlags) bool { return o.file == file }) {
			return nil, usagef("", "two results are to be written to %s", file)
		}
		outs = append(outs, outputFlags{format: format, file: file})
	}
	return outs, nil
}

// writeFindings writes the findings in every form that is asked for.
func (a *app) writeFindings(out outputFlags, more []outputFlags, report render.Findings) error {
	for _, o := range append(more[:len(more):len(more)], out) {
		var err error
		switch o.format {
		case "sarif":
			err = a.write(o, func(w io.Writer) error { return render.WriteSARIF(w, report, buildVersion().Version) })
		case "github":
			err = a.write(o, func(w io.Writer) error { return render.WriteGitHub(w, report) })
		default:
			err = a.show(o, report)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
