package render_test

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	_ "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif" // carries the schema of SARIF
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/dagplan/dagplan/pkg/diag"
	"github.com/dagplan/dagplan/pkg/internal/golden"
	"github.com/dagplan/dagplan/pkg/render"
)

func span(file string, line, column, endLine, endColumn int) diag.Span {
	return diag.Span{Pos: diag.Pos{File: file, Line: line, Column: column}, EndLine: endLine, EndColumn: endColumn}
}

// sample has one of everything: a finding with an end, one without, one about
// a whole file, notes, and text that would do harm where it is not escaped.
func sample() render.Findings {
	return render.Findings{
		Files: []string{"a.yaml", "dir/b, c.yaml", "-"},
		List: diag.List{
			{
				Code: "DP301", Severity: diag.Error, Message: "columns wait for each other: a → b → a", Hint: "take out one of these dependencies",
				Span: span("a.yaml", 3, 18, 3, 19),
				Notes: []diag.Note{
					{Message: `"a" waits for "b"`, Span: span("a.yaml", 3, 18, 3, 19)},
					{Message: `"b" waits for "a"`, Span: span("a.yaml", 5, 18, 5, 19)},
				},
			},
			{Code: "DP405", Severity: diag.Warning, Message: "100% \x1b[31mred\r\n::error::injected", Span: span("dir/b, c.yaml", 1, 1, 0, 0)},
			{Code: "DP101", Severity: diag.Error, Message: "the file is empty", Hint: "write a config", Span: span("-", 0, 0, 0, 0)},
		},
		Sources: render.Sources{
			"a.yaml":        []byte("columns:\n  - name: a\n    depends_on: [b]\n  - name: b\n    depends_on: [a]\n"),
			"dir/b, c.yaml": []byte("\ufeff\tx\x00y\r\n"),
		},
		Codes: diag.NewTable([]diag.CodeInfo{
			{Code: "DP101", Severity: diag.Error, Title: "empty", Detail: "Nothing is in it."},
			{Code: "DP301", Severity: diag.Error, Title: "columns wait for each other", Detail: "None of them can be made."},
			{Code: "DP405", Severity: diag.Warning, Title: "odd", Detail: "It is odd."},
		}),
	}
}

func TestFindings_text(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := render.WriteText(&out, sample(), render.Style{}); err != nil {
		t.Fatal(err)
	}
	want := `a.yaml:3:18: error: columns wait for each other: a → b → a [DP301]
    3 │     depends_on: [b]
      │                  ^
  hint: take out one of these dependencies
  a.yaml:3:18: "a" waits for "b"
    3 │     depends_on: [b]
      │                  ^
  a.yaml:5:18: "b" waits for "a"
    5 │     depends_on: [a]
      │                  ^

dir/b, c.yaml:1:1: warning: 100% \x1b[31mred\r\n::error::injected [DP405]
    1 │     x\x00y
      │ ^

-: error: the file is empty [DP101]
  hint: write a config

3 files checked, 2 errors, 1 warning
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}

func TestFindings_textCounts(t *testing.T) {
	t.Parallel()
	warning := diag.Diagnostic{Code: "DP405", Severity: diag.Warning, Message: "odd"}
	for _, test := range []struct {
		list diag.List
		want string
	}{
		{nil, "1 file checked, nothing found\n"},
		{diag.List{warning}, "warning: odd [DP405]\n\n1 file checked, 1 warning\n"},
		{
			diag.List{{Code: "DP101", Severity: diag.Error, Message: "bad"}, warning, warning},
			"error: bad [DP101]\n\nwarning: odd [DP405]\n\nwarning: odd [DP405]\n\n1 file checked, 1 error, 2 warnings\n",
		},
	} {
		var out bytes.Buffer
		if err := render.WriteText(&out, render.Findings{Files: []string{"a"}, List: test.list}, render.Style{}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, out.String()); diff != "" {
			t.Errorf("text (-want +got):\n%s", diff)
		}
	}
}

// The mark stands under what it is about, whatever the line holds.
func TestFindingsText_excerpt(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		reason, text string
		span         diag.Span
		want         []string
	}{
		{"a span on one line", "name: topci", span("f", 1, 7, 1, 12), []string{"    1 │ name: topci", "      │       ^^^^^"}},
		{"an end that is not known", "name: topci", span("f", 1, 7, 0, 0), []string{"    1 │ name: topci", "      │       ^"}},
		{"an empty span", "name:", span("f", 1, 6, 1, 6), []string{"    1 │ name:", "      │      ^"}},
		{"several lines", "- name: a\n  x: b", span("f", 1, 3, 2, 7), []string{"    1 │ - name: a", "      │   ^^^^^^^"}},
		{"blanks at the end of it", "- name: a", span("f", 1, 1, 1, 3), []string{"    1 │ - name: a", "      │ ^"}},
		{"tabs before it", "\t\tb: topci", span("f", 1, 6, 1, 11), []string{"    1 │         b: topci", "      │            ^^^^^"}},
		{"wide letters", "名前: 要約", span("f", 1, 5, 1, 7), []string{"    1 │ 名前: 要約", "      │       ^^^^"}},
		{"a byte order mark", "\ufeffname: a", span("f", 1, 7, 1, 8), []string{"    1 │ name: a", "      │       ^"}},
		{"lines that end in a carriage return", "x\ry: b\r\nz: c", span("f", 3, 4, 3, 5), []string{"    3 │ z: c", "      │    ^"}},
		{"a place after the last line", "name: a", span("f", 2, 1, 2, 2), nil},
		{"a place after the end of a line", "name: a", span("f", 1, 99, 1, 100), []string{"    1 │ name: a", "      │        ^"}},
		{
			"a line that is too long", strings.Repeat("x", 500) + "HERE" + strings.Repeat("y", 500), span("f", 1, 501, 1, 505),
			[]string{
				"    1 │ …" + strings.Repeat("x", 30) + "HERE" + strings.Repeat("y", 70) + "…",
				"      │ " + strings.Repeat(" ", 31) + "^^^^",
			},
		},
		{
			"a span that is too long", strings.Repeat("x", 500) + " y", span("f", 1, 1, 1, 501),
			[]string{"    1 │ " + strings.Repeat("x", 100) + "…", "      │ " + strings.Repeat("^", 101)},
		},
	} {
		list := diag.List{{Code: "DP201", Severity: diag.Error, Message: "m", Span: test.span}}
		got := render.FindingsText(list, render.Sources{"f": []byte(test.text)}, render.Style{})
		lines := strings.Split(strings.TrimSuffix(got, "\n"), "\n")[1:]
		if diff := cmp.Diff(test.want, lines, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.reason, diff)
		}
	}
}

// A file of one line with a finding on every field is shown in a time that
// grows with its size: that this ends says so.
func TestFindingsText_oneLine(t *testing.T) {
	t.Parallel()
	const n = 20_000
	field := `{"näme": "column"}, `
	var list diag.List
	for i := range n {
		column := i*utf8.RuneCountInString(field) + 3
		list.Add(diag.Diagnostic{Code: "DP201", Severity: diag.Error, Message: "m", Span: span("f", 1, column, 1, column+4)})
	}
	text := render.FindingsText(list, render.Sources{"f": []byte(strings.Repeat(field, n))}, render.Style{})
	if marks := strings.Count(text, "^^^^\n"); marks != n {
		t.Errorf("%d of %d findings are marked", marks, n)
	}
	lines := strings.Split(text, "\n")
	if at := strings.Index(lines[len(lines)-2], "^"); !strings.HasPrefix(string([]rune(lines[len(lines)-3])[len([]rune(lines[len(lines)-2][:at])):]), "näme") {
		t.Errorf("the last mark is not below its text:\n%s\n%s", lines[len(lines)-3], lines[len(lines)-2])
	}
}

func TestFindings_json(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := render.WriteJSON(&out, render.Findings{}); err != nil {
		t.Fatal(err)
	}
	want := `{
  "schema": "dagplan.validate",
  "version": 1,
  "valid": true,
  "files": [],
  "errors": 0,
  "warnings": 0,
  "findings": []
}
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("nothing found (-want +got):\n%s", diff)
	}
	out.Reset()
	if err := render.WriteJSON(&out, sample()); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Valid            bool
		Errors, Warnings int
		Findings         []map[string]any
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Valid || got.Errors != 2 || got.Warnings != 1 || len(got.Findings) != 3 {
		t.Errorf("got %+v", got)
	}
	first := map[string]any{
		"code": "DP301", "severity": "error", "message": "columns wait for each other: a → b → a",
		"hint": "take out one of these dependencies", "file": "a.yaml", "line": 3., "column": 18., "end_line": 3., "end_column": 19.,
		"notes": []any{
			map[string]any{"message": `"a" waits for "b"`, "file": "a.yaml", "line": 3., "column": 18., "end_line": 3., "end_column": 19.},
			map[string]any{"message": `"b" waits for "a"`, "file": "a.yaml", "line": 5., "column": 18., "end_line": 5., "end_column": 19.},
		},
	}
	if diff := cmp.Diff(first, got.Findings[0]); diff != "" {
		t.Errorf("the first finding (-want +got):\n%s", diff)
	}
}

func TestWriteGitHub(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := render.WriteGitHub(&out, sample()); err != nil {
		t.Fatal(err)
	}
	want := `::error file=a.yaml,line=3,endLine=3,col=18,endColumn=19,title=DP301::columns wait for each other: a → b → a; take out one of these dependencies%0Aa.yaml:3:18: "a" waits for "b"%0Aa.yaml:5:18: "b" waits for "a"
::warning file=dir/b%2C c.yaml,line=1,col=1,title=DP405::100%25 \x1b[31mred\r\n::error::injected
::error title=DP101::the file is empty; write a config
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("annotations (-want +got):\n%s", diff)
	}
}

func TestWriteSARIF(t *testing.T) {
	t.Parallel()
	schema := sarifSchema(t)
	for name, findings := range map[string]render.Findings{"something": sample(), "nothing": {}} {
		var out bytes.Buffer
		if err := render.WriteSARIF(&out, findings, "1.2.3"); err != nil {
			t.Fatal(err)
		}
		log, err := jsonschema.UnmarshalJSON(&out)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := schema.Validate(log); err != nil {
			t.Errorf("%s: the published schema refuses it: %v", name, err)
		}
	}
	if err := schema.Validate(map[string]any{"version": "2.1.0", "runs": []any{map[string]any{"results": []any{}}}}); err == nil {
		t.Error("the published schema takes a run without a tool")
	}
}

// sarifSchema compiles the schema that OASIS publishes. go-sarif carries it as
// a constant that it does not export; its own Validate fills in defaults that
// the schema refuses.
func sarifSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	const module = "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	found, err := build.Import(module, ".", build.FindOnly)
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(found.Dir, "schema.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	literal := file.Scope.Lookup("schema").Decl.(*ast.ValueSpec).Values[0].(*ast.BasicLit)
	text, err := strconv.Unquote(literal.Value)
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("sarif.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestWriteSARIF_content(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := render.WriteSARIF(&out, sample(), ""); err != nil {
		t.Fatal(err)
	}
	golden.Check(t, "render/findings.sarif", out.Bytes())
}

// The same findings give the same bytes, fifty times.
func TestFindings_deterministic(t *testing.T) {
	t.Parallel()
	all := func() string {
		var out bytes.Buffer
		for _, err := range []error{
			render.WriteText(&out, sample(), render.Style{}), render.WriteJSON(&out, sample()),
			render.WriteSARIF(&out, sample(), "1"), render.WriteGitHub(&out, sample()),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		return out.String()
	}
	first := all()
	for range 50 {
		if again := all(); again != first {
			t.Fatalf("two results (-first +again):\n%s", cmp.Diff(first, again))
		}
	}
}
