package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dagplan/dagplan/cmd/dagplan/internal/ui"
	"github.com/dagplan/dagplan/pkg/check"
	"github.com/dagplan/dagplan/pkg/diag"
	"github.com/dagplan/dagplan/pkg/render"
)

const diagnosticsIntro = `# Diagnostics

This file is generated from the program: ` + "`go test ./cmd/dagplan -run Diagnostics -update`" + ` writes it,
and the same test without the flag fails where it is out of date. ` + "`dagplan explain DP203`" + ` prints a
section of it.

` + "`dagplan validate`" + ` reports everything in one run, each finding with a code that never changes its
meaning, at the line and column that it is about. The first digit of a code says what it is about: 1 syntax
and fields, 2 columns, 3 the graph, 4 models, 5 the scenario.

An *error* is a config that cannot be built, a *warning* one that can, though hardly as meant, or not by
whoever has the wrong models. ` + "`--strict`" + ` reports warnings as errors. Two things leave a warning out, or
an error about a model, which may be declared elsewhere:

- ` + "`--ignore DP211`" + `, or a family at once, as ` + "`--ignore DP4xx`" + `
- a comment in the file, for one node: on the line itself, or on a line of its own above the node

` + "```yaml" + `
columns:
  # dagplan:ignore DP211: the next stage reads it from the file of dropped columns
  - name: draft
    model: writer  # dagplan:ignore DP402
    drop: true
` + "```" + `

A comment that silences nothing is reported as well.

`

// diagnostics is the whole of docs/diagnostics.md. It runs every example, in a
// folder of its own.
func diagnostics(t *testing.T) string {
	t.Helper()
	var rows, sections strings.Builder
	for _, info := range check.Codes() {
		doc := render.CodeDoc{CodeInfo: info, Silenceable: check.Silenceable(info)}
		code := string(info.Code)
		fmt.Fprintf(&rows, "| [%s](#%s) | %s | %s |\n", code, strings.ToLower(code), info.Severity, tableText(info.Title))
		fmt.Fprintf(&sections, "## %s\n\n*%s*: %s.\n\n%s\n\n", code, info.Severity, info.Title, info.Detail)
		for _, file := range append([]diag.ExampleFile{{Name: doc.FileName(), Text: info.Example}}, beside(info)...) {
			if file.Name != "dagplan.yaml" {
				fmt.Fprintf(&sections, "`%s`:\n\n", file.Name)
			}
			fmt.Fprintf(&sections, "```%s\n%s```\n\n", strings.TrimPrefix(filepath.Ext(file.Name), "."), printableLines(file.Text))
		}
		if command := doc.Command(); command != "" {
			fmt.Fprintf(&sections, "```sh\n%s\n```\n\n", command)
		}
		fmt.Fprintf(&sections, "```text\n%s```\n\n", runExample(t, doc))
	}
	return diagnosticsIntro + "| code | severity | what is found |\n|---|---|---|\n" + rows.String() + "\n" + strings.TrimRight(sections.String(), "\n") + "\n"
}

// beside are the files that an example needs.
func beside(info diag.CodeInfo) []diag.ExampleFile {
	files := slices.Clone(info.Beside)
	if info.Scenario != "" {
		files = append(files, diag.ExampleFile{Name: render.ScenarioName, Text: info.Scenario})
	}
	return files
}

// printableLines shows a text that may hold anything.
func printableLines(text string) string {
	var lines strings.Builder
	for line := range strings.Lines(text) {
		lines.WriteString(render.Printable(strings.TrimSuffix(line, "\n")) + "\n")
	}
	return lines.String()
}

// runExample runs an example and returns its findings of the code, as a
// terminal shows them.
func runExample(t *testing.T, doc render.CodeDoc) string {
	t.Helper()
	t.Chdir(t.TempDir())
	for _, file := range append([]diag.ExampleFile{{Name: doc.FileName(), Text: doc.Example}}, beside(doc.CodeInfo)...) {
		if err := os.MkdirAll(filepath.Dir(file.Name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file.Name, []byte(file.Text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	args := append([]string{"validate", doc.FileName()}, doc.Flags...)
	if doc.Scenario != "" {
		args = append(args, "--scenario", render.ScenarioName)
	}
	var out, complaints bytes.Buffer
	run(t.Context(), args, &ui.Streams{In: strings.NewReader(""), Out: &out, Err: &complaints, Env: func(string) (string, bool) { return "", false }})
	var found []string
	for block := range strings.SplitSeq(out.String(), "\n\n") { // a finding has no empty line
		if title, _, _ := strings.Cut(block, "\n"); strings.HasSuffix(title, "["+string(doc.Code)+"]") {
			found = append(found, block)
			if !strings.Contains(title, ": "+doc.Severity.String()+": ") {
				t.Errorf("%s is documented as %s:\n%s", doc.Code, doc.Severity, block)
			}
		}
	}
	if len(found) == 0 {
		t.Errorf("the example of %s does not report it:\n%s%s", doc.Code, &out, &complaints)
	}
	return strings.Join(found, "\n\n") + "\n"
}

// Not parallel: every example runs in a folder of its own, which the process
// has to be in.
func TestDiagnostics(t *testing.T) { //nolint:paralleltest // it changes the working directory
	name, err := filepath.Abs(filepath.Join("..", "..", "docs", "diagnostics.md"))
	if err != nil {
		t.Fatal(err)
	}
	checkDocument(t, name, diagnostics(t))
}
