// Package golden compares what a test made with a file, and rewrites the file
// under -update.
//
// The files lie in testdata/golden at the root of the repository, in a folder
// for each package that has some.
package golden

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dagplan/dagplan/pkg/internal/reftest"
)

// Update is the flag -update.
var update = flag.Bool("update", false, "rewrite golden files") //nolint:gochecknoglobals // a flag of go test must exist before flags are parsed

// Updating reports whether -update is given, for tests that keep other files in
// step with the code.
func Updating() bool { return *update }

// Check compares got with the golden file of that name, such as
// "render/findings.sarif".
func Check(tb testing.TB, name string, got []byte) {
	tb.Helper()
	CheckFile(tb, filepath.Join("testdata", "golden", filepath.FromSlash(name)), got)
}

// CheckFile compares got with any file of the repository, by its path from the
// root.
func CheckFile(tb testing.TB, path string, got []byte) {
	tb.Helper()
	full := filepath.Join(reftest.Root(tb), path)
	if Updating() {
		write(tb, full, got)
		return
	}
	want, err := os.ReadFile(full)
	if errors.Is(err, fs.ErrNotExist) {
		tb.Fatalf("there is no %s: make it with go test -update", path)
	}
	if err != nil {
		tb.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		tb.Errorf("%s is not up to date; go test -update rewrites it (-want +got):\n%s", path, diff)
	}
}

func write(tb testing.TB, path string, content []byte) {
	tb.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o644); err != nil {
		tb.Fatal(err)
	}
}
