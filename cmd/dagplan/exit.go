package main

// The voice of what goes to stderr: "dagplan: " or the place in the file
// first, then lower case, the thing named, no full stop; then, where there is
// one, a line "  hint: " that says what to do.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/dagplan/dagplan/cmd/dagplan/internal/ui"
	"github.com/dagplan/dagplan/pkg/diag"
	"github.com/dagplan/dagplan/pkg/render"
)

// exitCode is the exit status of the process. docs/cli.md lists the same.
type exitCode int

const (
	exitOK exitCode = 0
	// exitFindings: the config has errors, or a threshold given by a flag is exceeded.
	exitFindings exitCode = 1
	// exitUsage: wrong usage, or a file that cannot be read or written.
	exitUsage exitCode = 2
	// exitIncomplete: the simulated build did not complete.
	exitIncomplete exitCode = 3
	// exitInterrupted: stopped by a signal.
	exitInterrupted exitCode = 130
)

// usageError is a command line that asks for something that is not there.
type usageError struct {
	err  error
	hint string
}

func (e *usageError) Error() string { return e.err.Error() }

func (e *usageError) Unwrap() error { return e.err }

// usagef returns a usageError with that hint, which may be empty.
func usagef(hint, format string, args ...any) error {
	return &usageError{err: fmt.Errorf(format, args...), hint: hint}
}

// findingsError is a config with errors. All findings are printed.
type findingsError struct {
	findings diag.List
	sources  render.Sources
}

func (e *findingsError) Error() string {
	return fmt.Sprintf("%d errors", e.findings.Count(diag.Error))
}

// statusError ends the process with a status of its own, after a message where
// it has one.
type statusError struct {
	code    exitCode
	message string
}

func (e *statusError) Error() string { return e.message }

// run is the whole program: it runs the command that args name and returns the
// exit status.
func run(ctx context.Context, args []string, streams *ui.Streams) exitCode {
	a := &app{streams: streams, color: ui.ColorAuto}
	root := newRootCmd(a)
	root.SetArgs(args)
	root.SetIn(streams.In)
	root.SetOut(streams.Out)
	root.SetErr(streams.Err)
	return a.exit(root.ExecuteContext(ctx))
}

// exit reports an error and returns the status that it stands for.
func (a *app) exit(err error) exitCode {
	var usage *usageError
	var findings *findingsError
	var status *statusError
	var path *fs.PathError
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, context.Canceled):
		a.complain("interrupted", "")
		return exitInterrupted
	case errors.As(err, &findings):
		a.printFindings(findings.findings, findings.sources)
		return exitFindings
	case errors.As(err, &status):
		if status.message != "" {
			a.complain(status.message, "")
		}
		return status.code
	case errors.As(err, &usage):
		a.complain(usage.Error(), usage.hint)
	case errors.As(err, &path):
		a.complain(fmt.Sprintf("cannot %s %s: %v", verb(path.Op), path.Path, path.Err), "")
	default:
		a.complainOfAll(err)
	}
	return exitUsage
}

// complainOfAll prints an error, or each of those that were joined, on a line.
func (a *app) complainOfAll(err error) {
	var joined interface{ Unwrap() []error }
	if !errors.As(err, &joined) {
		a.complain(err.Error(), "")
		return
	}
	for _, one := range joined.Unwrap() {
		a.complainOfAll(one)
	}
}

// verb turns the name of a system call into what the user wanted.
func verb(op string) string {
	switch op {
	case "write", "rename", "chmod":
		return "write"
	default:
		return "read"
	}
}

// complain prints a message and its hint on stderr.
func (a *app) complain(message, hint string) {
	_, _ = fmt.Fprintf(a.streams.Err, "dagplan: %s\n", render.Printable(message))
	if hint != "" {
		_, _ = fmt.Fprintf(a.streams.Err, "  hint: %s\n", render.Printable(hint))
	}
}

// printFindings prints findings on stderr, with the lines they are about.
func (a *app) printFindings(findings diag.List, sources render.Sources) {
	width := 0
	if a.streams.ErrTerminal {
		width = a.streams.Width
	}
	style := render.NewStyle(a.streams.ErrRenderer(a.color), width)
	_, _ = io.WriteString(a.streams.Err, render.FindingsText(findings, sources, style))
}
