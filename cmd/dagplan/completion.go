package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// shells are those for which cobra writes completions.
func shells() []string { return []string{"bash", "zsh", "fish", "powershell"} }

func newCompletionCmd(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "Print the completion script of a shell",
		Long: `Prints a script that completes commands, flags and their values. SHELL is bash,
zsh, fish or powershell.`,
		Example: `  source <(dagplan completion bash)
  dagplan completion zsh > "${fpath[1]}/_dagplan"
  dagplan completion fish > ~/.config/fish/completions/dagplan.fish`,
		GroupID:   groupOther,
		Args:      required("SHELL", 0),
		ValidArgs: shells(),
		RunE: func(cmd *cobra.Command, args []string) error {
			return writeCompletion(cmd.Root(), args[0], a)
		},
	}
}

func writeCompletion(root *cobra.Command, shell string, a *app) error {
	switch shell {
	case "bash":
		return root.GenBashCompletionV2(a.streams.Out, true)
	case "zsh":
		return root.GenZshCompletion(a.streams.Out)
	case "fish":
		return root.GenFishCompletion(a.streams.Out, true)
	case "powershell":
		return root.GenPowerShellCompletionWithDesc(a.streams.Out)
	default:
		return usagef(fmt.Sprintf("use one of %s", strings.Join(shells(), ", ")), "unknown shell %q", shell)
	}
}
