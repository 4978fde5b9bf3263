// Package reftest opens the reference data that tests are held against: facts
// recorded from the real engine.
//
// The data lies in the folder that the environment variable DAGPLAN_REFERENCE
// names, or else in testdata/reference at the root of the repository, with the
// folders vectors, configs, cases and runs, whichever are there. A file may be
// compressed, as NAME.gz. A test whose data is not there is skipped, and says so.
package reftest

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// Folder returns the folder of the reference data.
func Folder(tb testing.TB) string {
	tb.Helper()
	if folder := os.Getenv("DAGPLAN_REFERENCE"); folder != "" {
		return folder
	}
	return filepath.Join(Root(tb), "testdata", "reference")
}

// Root returns the root of the repository.
func Root(tb testing.TB) string {
	tb.Helper()
	folder, err := os.Getwd()
	if err != nil {
		tb.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			tb.Fatal("no go.mod above the working directory")
		}
		folder = parent
	}
}

// Read returns the content of a file of the reference data, such as
// "vectors/graph.jsonl", unpacked.
func Read(tb testing.TB, name string) []byte {
	tb.Helper()
	content, err := readFile(filepath.Join(Folder(tb), filepath.FromSlash(name)))
	if errors.Is(err, fs.ErrNotExist) {
		tb.Skipf("no %s in %s", name, Folder(tb))
	}
	if err != nil {
		tb.Fatal(err)
	}
	return content
}

// readFile reads a file, or the compressed one that stands in its place.
func readFile(path string) ([]byte, error) {
	content, err := os.ReadFile(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return content, err
	}
	packed, err := os.Open(path + ".gz")
	if err != nil {
		return nil, err
	}
	defer func() { _ = packed.Close() }()
	unpacked, err := gzip.NewReader(bufio.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(unpacked)
}

// Lines decodes each line of a JSON Lines file of the reference data.
func Lines[T any](tb testing.TB, name string) []T {
	tb.Helper()
	return decode[T](tb, name, Read(tb, name))
}

// FileLines is [Lines] of any file, which must be there and hold a line.
func FileLines[T any](tb testing.TB, path string) []T {
	tb.Helper()
	content, err := readFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	lines := decode[T](tb, path, content)
	if len(lines) == 0 {
		tb.Fatalf("%s holds no lines", path)
	}
	return lines
}

func decode[T any](tb testing.TB, name string, content []byte) []T {
	tb.Helper()
	var lines []T
	decoder := json.NewDecoder(bytes.NewReader(content))
	for {
		var line T
		err := decoder.Decode(&line)
		if errors.Is(err, io.EOF) {
			return lines
		}
		if err != nil {
			tb.Fatalf("%s, line %d: %v", name, len(lines)+1, err)
		}
		lines = append(lines, line)
	}
}
