package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The documents whose console blocks are run.
func documents(tb testing.TB) []string {
	tb.Helper()
	names, err := filepath.Glob(filepath.Join("..", "..", "docs", "*.md"))
	if err != nil {
		tb.Fatal(err)
	}
	return append([]string{filepath.Join("..", "..", "README.md")}, names...)
}

// TestDocuments runs every command of every console block, in the order of the
// document, and compares what it prints, on both streams, with the lines that
// follow it. A block looks like
//
//	```console
//	$ dagplan version
//	dagplan 1.0
//	```
//
// where "go run ./cmd/dagplan" is dagplan too. The commands of a document share
// a folder that holds testdata/configs.
func TestDocuments(t *testing.T) {
	t.Parallel()
	for _, name := range documents(t) {
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			folder := t.TempDir()
			from := filepath.Join("..", "..", "testdata", "configs")
			if err := copyFolder(from, filepath.Join(folder, "testdata", "configs")); err != nil {
				t.Fatal(err)
			}
			got := rerun(t, folder, string(text))
			if *update {
				if err := os.WriteFile(name, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(text), got); diff != "" {
				t.Errorf("%s shows other output than the program prints; -update rewrites it:\n%s", filepath.Base(name), diff)
			}
		})
	}
}

// rerun returns the document with the output of each console command as it is
// now.
func rerun(tb testing.TB, folder, document string) string {
	tb.Helper()
	var out strings.Builder
	inside := false
	for line := range strings.Lines(document) {
		switch {
		case strings.HasPrefix(line, "```console"):
			inside = true
		case strings.HasPrefix(line, "```"):
			inside = false
		case inside && strings.HasPrefix(line, "$ "):
			out.WriteString(line)
			out.WriteString(shell(tb, folder, strings.TrimPrefix(line, "$ ")))
			continue
		case inside:
			continue
		}
		out.WriteString(line)
	}
	return out.String()
}

func shell(tb testing.TB, folder, line string) string {
	tb.Helper()
	cmd := exec.CommandContext(tb.Context(), "sh", "-c", strings.ReplaceAll(line, "go run ./cmd/dagplan", "dagplan"))
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "NO_COLOR=1", "COLUMNS=80", "DAGPLAN_CONFIG=")
	output, _ := cmd.CombinedOutput() // a status other than 0 shows in the output, and may be what is documented
	if len(output) > 0 && output[len(output)-1] != '\n' {
		output = append(output, '\n')
	}
	return string(output)
}

// Every target that a document tells a reader to make is one of the Makefile.
func TestDocuments_targets(t *testing.T) {
	t.Parallel()
	makefile, err := os.ReadFile(filepath.Join("..", "..", "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	var targets []string
	for _, match := range regexp.MustCompile(`(?m)^([a-z-]+):`).FindAllStringSubmatch(string(makefile), -1) {
		targets = append(targets, match[1])
	}
	for _, name := range documents(t) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range regexp.MustCompile("(?m)(?:^|`|&& )make ([a-z-]+)").FindAllStringSubmatch(string(text), -1) {
			if !slices.Contains(targets, match[1]) {
				t.Errorf("%s: the Makefile has no target %q", filepath.Base(name), match[1])
			}
		}
	}
}

// Every link from one document to another file leads to one that is there.
func TestDocuments_links(t *testing.T) {
	t.Parallel()
	for _, name := range documents(t) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`).FindAllStringSubmatch(string(text), -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(name), match[1])); err != nil {
				t.Errorf("%s links to %s, which is not there", filepath.Base(name), match[1])
			}
		}
	}
}
