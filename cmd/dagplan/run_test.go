package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dagplan/dagplan/cmd/dagplan/internal/ui"
)

// outcome is what a run of the program leaves behind.
type outcome struct {
	code     exitCode
	out, err string
}

// runWith runs the program in this process, without a terminal.
func runWith(ctx context.Context, in io.Reader, args ...string) outcome {
	var out, err bytes.Buffer
	code := run(ctx, args, &ui.Streams{In: in, Out: &out, Err: &err, Env: func(string) (string, bool) { return "", false }})
	return outcome{code, out.String(), err.String()}
}

func cancelled() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

// An interrupted simulation prints what was known, and ends with status 130.
func TestRun_interruptedSimulation(t *testing.T) {
	t.Parallel()
	got := runWith(cancelled(), strings.NewReader(""), "simulate", "--example", "starter", "--records", "1_000_000")
	if got.code != exitInterrupted || got.err != "dagplan: interrupted\n" {
		t.Errorf("status %d, stderr %q", got.code, got.err)
	}
	first, _, _ := strings.Cut(got.out, "\n")
	if want := " rows of 1,000,000, not complete: interrupted"; !strings.HasSuffix(first, want) {
		t.Errorf("the result starts %q, want it to end in %q", first, want)
	}
}

// Of several runs it is said how many ended.
func TestRun_interruptedRuns(t *testing.T) {
	t.Parallel()
	got := runWith(cancelled(), strings.NewReader(""), "simulate", "--example", "starter", "--records", "1_000_000", "--runs", "20")
	want := "example:starter.yaml: interrupted before the first run ended\n0 of 20 runs; engine async, seeds 1 to 20\n"
	if got.code != exitInterrupted || got.out != want {
		t.Errorf("status %d, stdout %q", got.code, got.out)
	}
}

// What is interrupted leaves no file behind: neither a result nor a trace.
func TestRun_interruptedFile(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		args []string
		note string
	}{
		{[]string{"sweep", "--example", "starter", "--set", "models.writer.max_parallel_requests=1,2", "--output", "out.txt"}, ""},
		{[]string{"sweep", "--example", "starter", "--output", "out.txt"}, ""},
		{[]string{"simulate", "--example", "starter", "--records", "1_000_000", "--trace", "out.csv"}, "dagplan: out.csv is not written, as the build was interrupted\n"},
	} {
		folder, args := t.TempDir(), tt.args
		args[len(args)-1] = filepath.Join(folder, args[len(args)-1])
		got := runWith(cancelled(), strings.NewReader(""), args...)
		if text := strings.ReplaceAll(got.err, folder+string(filepath.Separator), ""); got.code != exitInterrupted || text != tt.note+"dagplan: interrupted\n" {
			t.Errorf("%v: status %d, stderr %q", args, got.code, text)
		}
		entries, err := os.ReadDir(folder)
		if err != nil || len(entries) > 0 {
			t.Errorf("%v: %v, %v are left behind", args, entries, err)
		}
	}
}

// A standard input that never ends does not hold up an interrupt.
func TestRun_interruptedInput(t *testing.T) {
	t.Parallel()
	endless, writer := io.Pipe()
	t.Cleanup(func() { _ = writer.Close() })
	got := runWith(cancelled(), endless, "graph", "-")
	if diff := cmp.Diff(outcome{code: exitInterrupted, err: "dagplan: interrupted\n"}, got, cmp.AllowUnexported(outcome{})); diff != "" {
		t.Error(diff)
	}
}

// Input has a limit: what never ends does not fill the memory.
func TestRun_endlessInput(t *testing.T) {
	t.Parallel()
	got := runWith(t.Context(), zeros{}, "graph", "-")
	want := outcome{code: exitUsage, err: "dagplan: cannot read standard input: it is larger than 64 MiB\n"}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(outcome{})); diff != "" {
		t.Error(diff)
	}
}

// zeros is a stream of zero bytes without an end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// What cannot be written is said, with the status of a file that cannot be.
func TestRun_brokenOutput(t *testing.T) {
	t.Parallel()
	var err bytes.Buffer
	streams := &ui.Streams{In: strings.NewReader(""), Out: broken{}, Err: &err, Env: func(string) (string, bool) { return "", false }}
	code := run(t.Context(), []string{"graph", "--example", "starter"}, streams)
	if code != exitUsage || err.String() != "dagplan: cannot write to standard output: short write\n" {
		t.Errorf("status %d, stderr %q", code, err.String())
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, io.ErrShortWrite }
