package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/diag"
	"github.com/dagplan/dagplan/pkg/render"
)

// maxInput caps the bytes that are read of one config or scenario.
const maxInput = 64 << 20

// stdinName is how standard input is named, as an argument and in findings.
const stdinName = "-"

// configFlags say which config a command is about.
type configFlags struct {
	config  string
	example string
}

func (f *configFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVarP(&f.config, "config", "c", "", "read the config from `FILE`; - is standard input")
	cmd.Flags().StringVar(&f.example, "example", "", "use the built-in example `NAME` in place of a file")
	// It fails only where the flag does not exist.
	_ = cmd.RegisterFlagCompletionFunc("example", cobra.FixedCompletions(exampleNames(), cobra.ShellCompDirectiveNoFileComp))
}

// source is a config before it is understood.
type source struct {
	name string
	data []byte
}

// defaultNames are looked for in the working directory, in this order.
func defaultNames() []string { return []string{"dagplan.yaml", "dagplan.yml", "dagplan.json"} }

// find reads the config that a command is about: the argument, --config,
// --example, DAGPLAN_CONFIG, or a default name. Two of the first three that
// differ are refused, as is having none of all.
func (a *app) find(ctx context.Context, f configFlags, args []string) (source, error) {
	name := f.config
	if len(args) > 0 {
		if name != "" && name != args[0] {
			return source{}, usagef("give one of them", "the argument names the config %q, but --config names %q", args[0], name)
		}
		if name = args[0]; name == "" {
			return source{}, usagef("", "the name of the config is empty")
		}
	}
	if f.example != "" {
		if name != "" {
			return source{}, usagef("give one of them", "there is a config %q, but --example %s too", name, f.example)
		}
		return example(f.example)
	}
	if name == "" {
		name, _ = a.streams.Env("DAGPLAN_CONFIG")
	}
	if name == "" {
		return findDefault()
	}
	data, err := a.read(ctx, name)
	return source{name, data}, err
}

// findDefault takes the first of the default names that is there, also where
// it cannot be read: another file would be a surprise.
func findDefault() (source, error) {
	for _, name := range defaultNames() {
		if _, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		data, err := readFile(name)
		return source{name, data}, err
	}
	return source{}, usagef(
		`name a file, "dagplan init" writes one, and --example NAME uses one that is built in`,
		"no config: no argument, no --config, no DAGPLAN_CONFIG, and no %s here", strings.Join(defaultNames(), ", "))
}

func (a *app) read(ctx context.Context, name string) ([]byte, error) {
	if name == stdinName {
		return readAll(ctx, "standard input", a.streams.In)
	}
	return readFile(name)
}

func readFile(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	if info, err := file.Stat(); err == nil && info.IsDir() {
		return nil, isFolder(name)
	}
	data, err := limited(name, file)
	if errors.Is(err, syscall.EISDIR) {
		return nil, isFolder(name)
	}
	return data, err
}

func isFolder(name string) error {
	return usagef("name a file in it", "cannot read %s: it is a folder", name)
}

// readAll reads a stream that may never end, until ctx does.
func readAll(ctx context.Context, name string, r io.Reader) ([]byte, error) {
	type answer struct {
		data []byte
		err  error
	}
	done := make(chan answer, 1)
	go func() {
		data, err := limited(name, r)
		done <- answer{data, err}
	}()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case got := <-done:
		return got.data, got.err
	}
}

func limited(name string, r io.Reader) ([]byte, error) {
	var data bytes.Buffer
	n, err := data.ReadFrom(io.LimitReader(r, maxInput+1))
	if err == nil && n > maxInput {
		err = &fs.PathError{Op: "read", Path: name, Err: fmt.Errorf("it is larger than %d MiB", maxInput>>20)}
	}
	return data.Bytes(), err
}

// seedFiles opens the seed sources that a config names, from the working
// directory.
type seedFiles struct{}

func (seedFiles) Open(path string) (fs.File, error) { return os.Open(path) }

var _ config.Files = seedFiles{}

// checked returns the findings as an error where one is an error, and prints
// the warnings otherwise.
func (a *app) checked(findings diag.List, sources ...source) error {
	findings.Sort()
	texts := render.Sources{}
	for _, s := range sources {
		texts[s.name] = s.data
	}
	if findings.HasErrors() {
		return &findingsError{findings: findings, sources: texts}
	}
	if !a.quiet {
		a.printFindings(findings, texts)
	}
	return nil
}
