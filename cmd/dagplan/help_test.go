package main

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"
)

// everyCommand calls f for every command, the root first.
func everyCommand(cmd *cobra.Command, f func(*cobra.Command)) {
	f(cmd)
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			everyCommand(c, f)
		}
	}
}

func helpOf(tb testing.TB, cmd *cobra.Command) string {
	tb.Helper()
	cmd.InitDefaultHelpFlag()
	var text bytes.Buffer
	if err := printHelp(cmd, &text); err != nil {
		tb.Fatal(err)
	}
	return text.String()
}

// Every command says what it is for, shows how it is called, is in a group, and
// checks its arguments; its help fits a terminal.
func TestHelp(t *testing.T) {
	t.Parallel()
	everyCommand(newRootCmd(testApp()), func(cmd *cobra.Command) {
		name := cmd.CommandPath()
		if cmd.Args == nil {
			t.Errorf("%s takes any arguments", name)
		}
		if cmd.HasParent() && (cmd.GroupID == "" || cmd.RunE == nil) {
			t.Errorf("%s has no group or no RunE", name)
		}
		if first, _ := utf8.DecodeRuneInString(cmd.Short); cmd.Short == "" || strings.HasSuffix(cmd.Short, ".") || string(first) != strings.ToUpper(string(first)) {
			t.Errorf("%s has the short help %q", name, cmd.Short)
		}
		for line := range strings.SplitSeq(helpOf(t, cmd), "\n") {
			if utf8.RuneCountInString(line) > helpWidth {
				t.Errorf("the help of %s has a line of more than %d columns: %s", name, helpWidth, line)
			}
		}
	})
}
