package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/dagplan/dagplan/pkg/config"
)

// A shell asks for completions while the command line is unfinished: what
// cannot be read is as good as not there, and nothing is printed about it.

// completeSettings completes the paths of --set: those of the run, and those of
// the models and columns of the config, as far as one is found.
func (a *app) completeSettings(f *inputFlags) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		var models, columns []string
		if in := a.glimpse(cmd, f, args); in != nil {
			models, columns = in.known()
		}
		var paths []cobra.Completion
		for _, field := range config.Fields() {
			names := models
			if strings.HasPrefix(field.Path, "columns.") {
				names = columns
			}
			for _, path := range fieldPaths(field, names) {
				paths = append(paths, config.PathText(path)+"=")
			}
		}
		return paths, cobra.ShellCompDirectiveNoSpace | cobra.ShellCompDirectiveNoFileComp
	}
}

// completeSlice completes the first argument of explain by the columns of the
// default config.
func (a *app) completeSlice(f *inputFlags) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveDefault
		}
		in := a.glimpse(cmd, f, nil)
		if in == nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return in.graph.Names(), cobra.ShellCompDirectiveNoSpace | cobra.ShellCompDirectiveNoFileComp
	}
}

// glimpse loads the config without a word; it is nil where that fails.
func (a *app) glimpse(cmd *cobra.Command, f *inputFlags, args []string) *input {
	quiet := *a
	quiet.quiet = true
	in, err := quiet.load(cmd.Context(), *f, args)
	if err != nil {
		return nil
	}
	return in
}
