package jinja_test

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/dagplan/dagplan/pkg/config/internal/jinja"
)

// TestGenerated holds random templates, valid and broken ones, against Jinja's
// own answers. testdata/generate.py makes them; the environment variable
// DAGPLAN_JINJA names a file with more.
func TestGenerated(t *testing.T) {
	t.Parallel()
	for v := range generated(t) {
		got, err := jinja.Parse(v.Template)
		check(t, v.Template, v.verdict, got, err)
		if v.Format != nil {
			checkFormat(t, v.Template, v.Format)
		}
	}
}

type generatedVerdict struct {
	verdict
	// Format are the names that Python's string.Formatter finds, nil if it fails.
	Format []string
}

// generated yields the templates of the file that DAGPLAN_JINJA names, or else of
// testdata.
func generated(t *testing.T) func(yield func(generatedVerdict) bool) {
	t.Helper()
	path := os.Getenv("DAGPLAN_JINJA")
	if path == "" {
		path = "testdata/generated.jsonl.gz"
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	var lines io.Reader = file
	if strings.HasSuffix(path, ".gz") {
		if lines, err = gzip.NewReader(file); err != nil {
			t.Fatal(err)
		}
	}
	return func(yield func(generatedVerdict) bool) {
		decoder := json.NewDecoder(lines)
		for {
			var v generatedVerdict
			err := decoder.Decode(&v)
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if !yield(v) {
				return
			}
		}
	}
}

func checkFormat(t *testing.T, src string, want []string) {
	t.Helper()
	var got []string
	for _, ref := range jinja.FStringRefs(src) {
		got = append(got, ref.Name)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q: names in single braces %q, Python has %q", src, got, want)
	}
}
