package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dagplan/dagplan/cmd/dagplan/internal/ui"
)

type initOptions struct {
	example string
	force   bool
}

func newInitCmd(a *app) *cobra.Command {
	var o initOptions
	cmd := &cobra.Command{
		Use:   "init [FILE]",
		Short: "Write a commented config to start from",
		Long: `Writes a built-in example to FILE, or to dagplan.yaml. - is standard output. A
file that is there already is only replaced with --force.

The examples are:
` + exampleList(),
		Example: `  dagplan init
  dagplan init --example judge build.yaml`,
		GroupID: groupOther,
		Args:    atMost(1),
		RunE:    func(_ *cobra.Command, args []string) error { return a.runInit(o, args) },
	}
	cmd.Flags().StringVar(&o.example, "example", starterExample, "which example `NAME` to write")
	cmd.Flags().BoolVar(&o.force, "force", false, "replace a file that is there")
	_ = cmd.RegisterFlagCompletionFunc("example", cobra.FixedCompletions(exampleNames(), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// exampleList lists the examples with what they show.
func exampleList() string {
	var lines []string
	for _, name := range exampleNames() {
		if src, err := example(name); err == nil {
			lines = append(lines, fmt.Sprintf("  %-14s%s", name, exampleSummary(src.data)))
		}
	}
	return strings.Join(lines, "\n")
}

func (a *app) runInit(o initOptions, args []string) error {
	src, err := example(o.example)
	if err != nil {
		return err
	}
	name := defaultNames()[0]
	if len(args) > 0 {
		name = args[0]
	}
	if name == stdinName {
		_, err := a.streams.Out.Write(src.data)
		return err
	}
	if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) && !o.force {
		if err != nil {
			return err
		}
		return usagef("--force replaces it, and an argument names another file", "%s is there already", name)
	}
	if err := ui.WriteFile(name, src.data); err != nil {
		return err
	}
	next := "dagplan graph"
	if name != defaultNames()[0] {
		next += " " + name
	}
	a.note("wrote %s, the example %s; next: %s", name, o.example, next)
	return nil
}
