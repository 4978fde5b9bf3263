package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// helpWidth is the width that help is wrapped to, so that it reads the same in
// a pipe and in docs/cli.md.
const helpWidth = 80

// printHelp writes the help of a command: what it is for, how it is called,
// examples, and its flags.
func printHelp(cmd *cobra.Command, w io.Writer) error {
	about := cmd.Long
	if about == "" {
		about = cmd.Short
	}
	if _, err := fmt.Fprintf(w, "%s\n\n", about); err != nil {
		return err
	}
	_, err := io.WriteString(w, usageText(cmd))
	return err
}

// printUsage is what cobra prints where it is asked for the usage alone.
func printUsage(cmd *cobra.Command) error {
	_, err := io.WriteString(cmd.OutOrStderr(), usageText(cmd))
	return err
}

func usageText(cmd *cobra.Command) string {
	var text strings.Builder
	fmt.Fprintf(&text, "Usage:\n  %s\n", useLine(cmd))
	if cmd.Example != "" {
		fmt.Fprintf(&text, "\nExamples:\n%s\n", cmd.Example)
	}
	for _, group := range cmd.Groups() {
		fmt.Fprintf(&text, "\n%s\n", group.Title)
		for _, c := range cmd.Commands() {
			if c.GroupID == group.ID && c.IsAvailableCommand() {
				fmt.Fprintf(&text, "  %-12s%s\n", c.Name(), c.Short)
			}
		}
	}
	writeFlags(&text, "Flags:", cmd.LocalNonPersistentFlags())
	writeFlags(&text, "Flags of every command:", cmd.Root().PersistentFlags())
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(&text, "\n\"%s COMMAND --help\" tells more of a command.\n", cmd.CommandPath())
	}
	return text.String()
}

func useLine(cmd *cobra.Command) string {
	if cmd.HasAvailableSubCommands() {
		return cmd.CommandPath() + " COMMAND [flags]"
	}
	return cmd.UseLine()
}

func writeFlags(text *strings.Builder, title string, flags *pflag.FlagSet) {
	if flags.HasAvailableFlags() {
		fmt.Fprintf(text, "\n%s\n%s", title, flags.FlagUsagesWrapped(helpWidth))
	}
}
