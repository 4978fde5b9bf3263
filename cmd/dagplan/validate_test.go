package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dagplan/dagplan/cmd/dagplan/internal/ui"
)

// manyConfigs fills a folder with copies of the configs of the project.
func manyConfigs(tb testing.TB, n int) string {
	tb.Helper()
	names, err := filepath.Glob(filepath.Join("..", "..", "testdata", "configs", "valid", "*.yaml"))
	if err != nil || len(names) == 0 {
		tb.Fatalf("no configs: %v", err)
	}
	dir := tb.TempDir()
	for i := range n {
		text, err := os.ReadFile(names[i%len(names)])
		if err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("config%04d.yaml", i)), text, 0o666); err != nil {
			tb.Fatal(err)
		}
	}
	return dir
}

// validateIn runs dagplan validate in this process.
func validateIn(tb testing.TB, args ...string) (stdout string, status exitCode) {
	tb.Helper()
	var out, complaints bytes.Buffer
	status = run(tb.Context(), append([]string{"validate"}, args...), &ui.Streams{
		In: strings.NewReader(""), Out: &out, Err: &complaints, Env: func(string) (string, bool) { return "", false },
	})
	return out.String() + complaints.String(), status
}

// However the files are spread over the cores, findings come in the order of
// the files.
func TestValidate_order(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var want strings.Builder
	for i := range 200 {
		name := filepath.Join(dir, fmt.Sprintf("%03d.yaml", i))
		if err := os.WriteFile(name, []byte("columns: [{name: a, depends_on: [b]}]\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&want, "::error file=%s,line=1,endLine=1,col=34,endColumn=35,title=DP201::column \"a\" depends on \"b\", which does not exist; define that column, or take the name out\n", name)
	}
	for range 5 {
		if got, status := validateIn(t, dir, "--format", "github"); got != want.String() || status != exitFindings {
			t.Fatalf("status %d:\n%s", status, got)
		}
	}
}

// BenchmarkValidate checks files in this process: one, and a thousand at once.
func BenchmarkValidate(b *testing.B) {
	for _, n := range []int{1, 1000} {
		b.Run(fmt.Sprintf("files=%d", n), func(b *testing.B) {
			dir := manyConfigs(b, n)
			b.ReportAllocs()
			for b.Loop() {
				if out, status := validateIn(b, dir); status != exitOK && status != exitFindings {
					b.Fatal(out)
				}
			}
		})
	}
}

// BenchmarkProcess is a whole process, from its start to its exit, on a small
// config.
func BenchmarkProcess(b *testing.B) {
	program := filepath.Join(b.TempDir(), "dagplan")
	if out, err := exec.CommandContext(b.Context(), "go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	config := filepath.Join("..", "..", "testdata", "configs", "valid", "chain.yaml")
	for b.Loop() {
		if out, err := exec.CommandContext(b.Context(), program, "validate", config).CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
	}
}
