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
	path := filepath.Join(Folder(tb), filepath.FromSlash(name))
	content, err := os.ReadFile(path)
	if err == nil {
		return content
	}
	if !errors.Is(err, fs.ErrNotExist) {
		tb.Fatal(err)
	}
	packed, err := os.Open(path + ".gz")
	if errors.Is(err, fs.ErrNotExist) {
		tb.Skipf("no %s in %s", name, Folder(tb))
	}
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = packed.Close() }()
	unpacked, err := gzip.NewReader(bufio.NewReader(packed))
	if err != nil {
		tb.Fatal(err)
	}
	if content, err = io.ReadAll(unpacked); err != nil {
		tb.Fatal(err)
	}
	return content
}

// Lines decodes each line of a JSON Lines file of the reference data.
func Lines[T any](tb testing.TB, name string) []T {
	tb.Helper()
	var lines []T
	decoder := json.NewDecoder(bytes.NewReader(Read(tb, name)))
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
