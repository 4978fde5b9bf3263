package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os/exec"
	"path"
	"strings"
)

// gitPrefix starts the name of a file of a revision: git:REV:PATH.
const gitPrefix = "git:"

// readRevision reads a file of the repository that holds the working directory
// as it was in a revision. The path counts from the working directory, as that
// of any other file does.
//
// No shell takes part, and neither the revision nor the path can be taken for
// an option. Git is kept from running filters, and from fetching what a partial
// clone has left out.
func (a *app) readRevision(ctx context.Context, name string) ([]byte, error) {
	object, err := gitObject(name)
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, "git", "--no-pager", "cat-file", "blob", object)
	cmd.Env = append(cmd.Environ(), "GIT_NO_LAZY_FETCH=1", "GIT_TERMINAL_PROMPT=0", "LC_ALL=C")
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, usagef("install git, or give the two files by their names", "%s: git cannot be started: %w", name, err)
	}
	data, readErr := limited(name, out)
	if readErr != nil {
		_ = cmd.Process.Kill()
	}
	err = cmd.Wait()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case readErr != nil:
		return nil, readErr
	case err != nil:
		return nil, &fs.PathError{Op: "read", Path: name, Err: gitError(complaint.String(), err)}
	}
	return data, nil
}

// gitObject turns git:REV:PATH into the name by which git knows the file.
func gitObject(name string) (string, error) {
	revision, file, found := strings.Cut(strings.TrimPrefix(name, gitPrefix), ":")
	switch {
	case !found || revision == "" || file == "":
		return "", usagef("", "%q names no file of a revision: give git:REV:PATH, such as git:main:dagplan.yaml", name)
	case strings.HasPrefix(revision, "-"):
		return "", usagef("", "%q: a revision does not begin with -", name)
	case path.IsAbs(file):
		return "", usagef("", "%q: give the path from the working directory", name)
	}
	return revision + ":./" + path.Clean(file), nil
}

// gitError says what git complained about, without its own prefix.
func gitError(complaint string, err error) error {
	line, _, _ := strings.Cut(strings.TrimSpace(complaint), "\n")
	if line == "" {
		return fmt.Errorf("git: %w", err)
	}
	return errors.New("git: " + strings.TrimPrefix(line, "fatal: "))
}
