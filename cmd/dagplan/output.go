package main

import (
	"bytes"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/dagplan/dagplan/cmd/dagplan/internal/ui"
	"github.com/dagplan/dagplan/pkg/render"
)

// outputFlags say in which form a result is printed, and where.
type outputFlags struct {
	format string
	file   string
}

// add gives a command --format, whose first word is the default, and --output.
func (o *outputFlags) add(cmd *cobra.Command, formats ...string) {
	if len(formats) == 0 {
		formats = []string{"text", "json"}
	}
	cmd.Flags().VarP(newEnum(&o.format, formats...), "format", "f", "form of the result")
	o.addFile(cmd)
}

// addFile gives a command --output alone, where its form is fixed.
func (o *outputFlags) addFile(cmd *cobra.Command) {
	cmd.Flags().StringVarP(&o.file, "output", "o", "", "write to `FILE` instead of standard output, whole or not at all")
}

// show prints a report as text or JSON.
func (a *app) show(o outputFlags, r render.Report) error {
	return a.write(o, func(w io.Writer) error {
		if o.format == "json" {
			return render.WriteJSON(w, r)
		}
		return render.WriteText(w, r, a.style(o))
	})
}

// style is that of standard output, or of a pipe where the result goes to a
// file.
func (a *app) style(o outputFlags) render.Style {
	if o.file != "" {
		return render.Style{}
	}
	return render.NewStyle(a.streams.OutRenderer(a.color), a.streams.Width)
}

// write makes the whole result before any of it is written.
func (a *app) write(o outputFlags, result func(io.Writer) error) error {
	var content bytes.Buffer
	if err := result(&content); err != nil {
		return err
	}
	if o.file != "" {
		return ui.WriteFile(o.file, content.Bytes())
	}
	if _, err := a.streams.Out.Write(content.Bytes()); err != nil {
		return fmt.Errorf("cannot write to standard output: %w", err)
	}
	return nil
}

// note prints a message on stderr, unless --quiet is given.
func (a *app) note(format string, args ...any) {
	if !a.quiet {
		a.complain(fmt.Sprintf(format, args...), "")
	}
}
