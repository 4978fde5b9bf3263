package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/dagplan/dagplan/pkg/check"
	"github.com/dagplan/dagplan/pkg/diag"
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/plan"
	"github.com/dagplan/dagplan/pkg/render"
)

type explainOptions struct {
	inputFlags
	out outputFlags
}

func newExplainCmd(a *app) *cobra.Command {
	var o explainOptions
	cmd := &cobra.Command{
		Use:   "explain SLICE|CODE [CONFIG]",
		Short: "Say what a cell waits for and can unlock, or what a code means",
		Long: `Explains a slice of the dataset: a column in every row group (summary), a column
in one row group (summary[2]), or one cell (summary[2:17] is row 17 of row group
2; both count from 0).

Or it explains a code that "dagplan validate" reports, such as DP203; no config
is read then.`,
		Example: `  dagplan explain summary
  dagplan explain 'summary[2]' --records 10000
  dagplan explain 'summary[2:17]' config.yaml
  dagplan explain DP203`,
		GroupID: groupLook,
		Args:    required("SLICE or CODE", 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if info, isCode := codeNamed(args); isCode {
				return a.runExplainCode(cmd, o, info)
			}
			return a.runExplain(cmd.Context(), o, args)
		},
	}
	o.add(a, cmd)
	cmd.ValidArgsFunction = a.completeSlice(&o.inputFlags)
	o.out.add(cmd)
	return cmd
}

// codeNamed returns the code that the only argument names: beside a config, it
// names a column.
func codeNamed(args []string) (diag.CodeInfo, bool) {
	if len(args) > 1 {
		return diag.CodeInfo{}, false
	}
	return check.Codes().Lookup(diag.Code(strings.ToUpper(args[0])))
}

// runExplainCode refuses flags that are about a config, which a code has none of.
func (a *app) runExplainCode(cmd *cobra.Command, o explainOptions, info diag.CodeInfo) error {
	var unused []string
	cmd.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
		if f.Changed && f.Name != "format" && f.Name != "output" {
			unused = append(unused, "--"+f.Name)
		}
	})
	if len(unused) > 0 {
		return usagef("leave it out, or name the config beside the column", "%s is about a config, and %s is a code", unused[0], info.Code)
	}
	return a.show(o.out, render.CodeDoc{CodeInfo: info, Silenceable: check.Silenceable(info)})
}

func (a *app) runExplain(ctx context.Context, o explainOptions, args []string) error {
	ref, err := model.ParseSliceRef(args[0])
	if err != nil {
		return usagef("", "%w", err)
	}
	in, p, err := a.plan(ctx, o.inputFlags, args[1:])
	if err != nil {
		return err
	}
	if _, isName := p.Graph.ResolveSideEffect(args[0]); isName {
		// A name may end like coordinates: what a column is called comes first.
		ref = model.SliceRef{Column: args[0], Row: model.AllRows, Scope: model.WholeColumn}
	}
	e, err := p.Explain(ref)
	if err != nil {
		return unknownSlice(p, err)
	}
	return a.show(o.out, render.Explanation{Name: in.name, Plan: p, Explanation: e})
}

// unknownSlice puts a hint on a slice that the build does not have.
func unknownSlice(p *plan.Plan, err error) error {
	var unknown *plan.UnknownSliceError
	if !errors.As(err, &unknown) {
		return err
	}
	hint := "--records, --row-groups and --buffer-size say how many rows are built"
	if unknown.Column {
		hint = `"dagplan graph" lists the columns`
		if digits, isCode := strings.CutPrefix(strings.ToUpper(unknown.Slice.Column), "DP"); isCode && strings.Trim(digits, "0123456789") == "" {
			hint = "nor is it a code: docs/diagnostics.md lists them"
		}
		names := append(p.Graph.Names(), check.Codes().Codes()...)
		if near, found := diag.Nearest(unknown.Slice.Column, names); found {
			hint = fmt.Sprintf("did you mean %s?", near)
		}
	}
	return usagef(hint, "%w", err)
}
