package main

import (
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/dagplan/dagplan/pkg/render"
)

func newVersionCmd(a *app) *cobra.Command {
	var out outputFlags
	cmd := &cobra.Command{
		Use:     "version",
		Short:   "Print the version",
		GroupID: groupOther,
		Args:    noArgs,
		RunE: func(*cobra.Command, []string) error {
			return a.show(out, buildVersion())
		},
	}
	out.add(cmd)
	return cmd
}

// buildVersion reads what the Go toolchain noted in the program.
func buildVersion() render.Version {
	version := render.Version{Program: "dagplan", Version: "unknown"}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return version
	}
	version.Version, version.Go = info.Main.Version, info.GoVersion
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			version.Revision = setting.Value
		case "vcs.modified":
			version.Modified = setting.Value == "true"
		}
	}
	return version
}
