package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/dagplan/dagplan/cmd/dagplan/internal/ui"
	"github.com/dagplan/dagplan/pkg/diag"
)

// app is what every command is made with.
type app struct {
	streams *ui.Streams
	color   ui.ColorMode
	quiet   bool
}

// The groups of commands in the help.
const (
	groupLook  = "look"
	groupRun   = "run"
	groupCheck = "check"
	groupOther = "other"
)

func newRootCmd(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "dagplan",
		Short: "Plan and simulate column-DAG dataset builds",
		Long: `dagplan reads the config of a dataset build (its own YAML format, or a NeMo Data
Designer config as it is) and says, before a token is paid, whether it is sound,
what will run and in which order, how many tasks and calls, how long, at what
cost, and what limits it. It calls no model and opens no connection.`,
		Example: `  dagplan init                     write a commented dagplan.yaml to start from
  dagplan graph                    show the columns and their order
  dagplan simulate --records 5000  say how long the build takes, and why`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          unknownSubcommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.AddGroup(
		&cobra.Group{ID: groupLook, Title: "See the graph:"},
		&cobra.Group{ID: groupRun, Title: "Estimate the build:"},
		&cobra.Group{ID: groupCheck, Title: "Check the config:"},
		&cobra.Group{ID: groupOther, Title: "Other:"},
	)
	root.AddCommand(subcommands(a)...)
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetHelpCommand(newHelpCmd())
	root.SetFlagErrorFunc(flagError)
	root.SetUsageFunc(printUsage)
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { _ = printHelp(cmd, cmd.OutOrStdout()) })
	flags := root.PersistentFlags()
	flags.Var(newEnum((*string)(&a.color), string(ui.ColorAuto), string(ui.ColorAlways), string(ui.ColorNever)), "color", "when to colour the output")
	flags.BoolVarP(&a.quiet, "quiet", "q", false, "print no progress, notes or warnings")
	completeEnums(root)
	return root
}

// subcommands lists the commands; the help sorts them by group and name.
func subcommands(a *app) []*cobra.Command {
	return []*cobra.Command{
		newGraphCmd(a),
		newMermaidCmd(a),
		newDotCmd(a),
		newExplainCmd(a),
		newPlanCmd(a),
		newSimulateCmd(a),
		newSweepCmd(a),
		newInitCmd(a),
		newVersionCmd(a),
		newValidateCmd(a),
		newDiffCmd(a),
		newSchemaCmd(a),
		newCompletionCmd(a),
	}
}

// newHelpCmd replaces cobra's, which answers an unknown topic with status 0.
func newHelpCmd() *cobra.Command {
	return &cobra.Command{
		Use:     "help [COMMAND]",
		Short:   "Show the help of a command",
		GroupID: groupOther,
		Args:    cobra.ArbitraryArgs,
		ValidArgsFunction: func(cmd *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return commandNames(cmd.Root()), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			target := cmd.Root()
			for _, arg := range args {
				next, err := child(target, arg)
				if err != nil {
					return err
				}
				target = next
			}
			return target.Help()
		},
	}
}

func child(parent *cobra.Command, name string) (*cobra.Command, error) {
	for _, c := range parent.Commands() {
		if c.Name() == name || c.HasAlias(name) {
			return c, nil
		}
	}
	return nil, unknownCommand(parent, name)
}

// unknownSubcommand is the Args of the root and of groups: whatever is left
// over once cobra has looked for a subcommand is the name of none.
func unknownSubcommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return unknownCommand(cmd, args[0])
}

func unknownCommand(cmd *cobra.Command, name string) error {
	hint := fmt.Sprintf("%q lists the commands", cmd.CommandPath()+" --help")
	if near, found := diag.Nearest(name, commandNames(cmd)); found {
		hint = fmt.Sprintf("did you mean %q?", cmd.CommandPath()+" "+near)
	}
	return usagef(hint, "unknown command %q for %q", name, cmd.CommandPath())
}

func commandNames(cmd *cobra.Command) []string {
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return names
}

// noArgs is the Args of a command without arguments.
func noArgs(cmd *cobra.Command, args []string) error { return atMost(0)(cmd, args) }

// atMost is the Args of a command with up to n arguments.
func atMost(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > n {
			return usagef(fmt.Sprintf("usage: %s", cmd.UseLine()), "unexpected argument %q", args[n])
		}
		return nil
	}
}

// required is the Args of a command with an argument of that name, which up to
// n others may follow.
func required(name string, n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return usagef(fmt.Sprintf("usage: %s", cmd.UseLine()), "%s is missing", name)
		}
		return atMost(1+n)(cmd, args)
	}
}
