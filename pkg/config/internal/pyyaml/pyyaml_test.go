package pyyaml_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dagplan/dagplan/pkg/config/internal/pyyaml"
	"github.com/dagplan/dagplan/pkg/internal/reftest"
)

// judged is a text with what PyYAML 6.0.3 makes of it: a tree, or the line at
// which it gives up.
type judged struct {
	Doc  string
	Tree json.RawMessage
	Line *int
}

// verdicts reads testdata/pyyaml.jsonl.gz, and also the file that
// DAGPLAN_PYYAML names, made by testdata/compare/pyyaml.py.
func verdicts(tb testing.TB) []judged {
	tb.Helper()
	list := reftest.FileLines[judged](tb, filepath.Join("testdata", "pyyaml.jsonl"))
	if name := os.Getenv("DAGPLAN_PYYAML"); name != "" {
		list = append(list, reftest.FileLines[judged](tb, name)...)
	}
	return list
}

func parse(text string) (*pyyaml.Source, *pyyaml.Node, error) {
	source, err := pyyaml.NewSource([]byte(text))
	if err != nil {
		return source, nil, err
	}
	root, err := pyyaml.Parse(source)
	return source, root, err
}

// tree is a node as testdata/compare/pyyaml.py prints it.
func tree(s *pyyaml.Source, n *pyyaml.Node, above ...*pyyaml.Node) any {
	if n == nil {
		return nil
	}
	if slices.Contains(above, n) {
		return "itself"
	}
	above = append(slices.Clone(above), n)
	switch n.Kind {
	case pyyaml.Scalar:
		line, column := 0, 0
		if n.Value != "" {
			line, column = s.Position(n.Start)
		}
		style := map[pyyaml.Style]string{
			pyyaml.Plain: "", pyyaml.SingleQuoted: "'", pyyaml.DoubleQuoted: `"`, pyyaml.Literal: "|", pyyaml.Folded: ">",
		}
		return []any{n.Value, style[n.Style], line, column}
	case pyyaml.Sequence:
		items := []any{}
		for _, item := range n.Items {
			items = append(items, tree(s, item, above...))
		}
		return map[string]any{"l": items}
	default:
		entries := []any{}
		for i := 0; i < len(n.Items); i += 2 {
			entries = append(entries, []any{tree(s, n.Items[i], above...), tree(s, n.Items[i+1], above...)})
		}
		return map[string]any{"m": entries}
	}
}

// TestParse_pyyaml holds trees and refusals against PyYAML's. A tag or an anchor
// moves the start of a scalar there, which this package does not follow.
func TestParse_pyyaml(t *testing.T) {
	t.Parallel()
	accepted, refused := 0, 0
	for _, want := range verdicts(t) {
		source, root, err := parse(want.Doc)
		if (err == nil) != (want.Line == nil) {
			t.Errorf("error %v, while PyYAML says %s, of:\n%s", err, text(want), want.Doc)
			continue
		}
		if err != nil {
			refused++
			continue
		}
		accepted++
		got, err := json.Marshal(tree(source, root))
		if err != nil {
			t.Fatal(err)
		}
		var a, b any
		if json.Unmarshal(got, &a) != nil || json.Unmarshal(want.Tree, &b) != nil {
			t.Fatal("no JSON")
		}
		if strings.ContainsAny(want.Doc, "&!") || breaksInside(want.Doc) {
			a, b = placeless(a), placeless(b)
		}
		if !reflect.DeepEqual(b, a) {
			t.Errorf("tree (-PyYAML +here) of:\n%s\n%s", want.Doc, cmp.Diff(b, a))
		}
	}
	t.Logf("%d texts accepted, %d refused", accepted, refused)
}

func text(j judged) string {
	if j.Line == nil {
		return "yes"
	}
	return "no"
}

// breaksInside reports whether PyYAML counts lines that an editor does not.
func breaksInside(doc string) bool { return strings.ContainsAny(doc, "\u0085\u2028\u2029\ufeff") }

// placeless leaves out where scalars stand.
func placeless(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			v[key] = placeless(inner)
		}
		return v
	case []any:
		if len(v) == 4 {
			if _, isText := v[0].(string); isText {
				return v[:2]
			}
		}
		for i := range v {
			v[i] = placeless(v[i])
		}
		return v
	}
	return v
}

// TestParse_places says at which line and column what is wrong is found.
func TestParse_places(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		reason, text string
		line, column int
		problem      string
	}{
		{"a tab indents", "a:\n\tb: c\n", 2, 1, "a tab cannot indent or separate anything in YAML"},
		{"a tab separates", "a: b\nc:\td\n", 2, 3, "a tab cannot indent or separate anything in YAML"},
		{"a quote is open", "a: b\nc: \"d\ne: f\n", 2, 4, "this quote is never closed"},
		{"a bracket is open on one line", "a: [b, c\nd: e\n", 1, 4, "'[' is not closed"},
		{"a comma is missing between lines", "{\n \"a\": 1\n \"b\": 2\n}\n", 3, 5, "expected , or }, found ':'"},
		{"a bracket is closed by another", "a: [b}\n", 1, 6, "expected , or ], found '}'"},
		{"the file ends in a bracket", "{\n \"a\": 1\n", 1, 1, "'{' is not closed"},
		{"an alias comes first in an open list", "a: &a x\nb: [*a x}\n", 2, 8, "expected , or ], found a value"},
		{"an alias comes first in an open mapping", "a: &a x\nb: {*a : 1 \"q\" 2\n", 2, 4, "'{' is not closed"},
		{"a colon in a value", "a: b\nc: d: e\n", 2, 5, "a value cannot hold \": \" without quotes"},
		{"a key without a value", "a: b\nc\nd: e\n", 2, 1, "this line is neither a key with a value nor a list item"},
		{"a line is indented too little", "a:\n    b: c\n  d: e\n", 3, 3, "a mapping does not continue the mapping it stands in"},
		{"an item among keys", "a: b\n- c\n", 2, 1, "'-' does not continue the mapping it stands in"},
		{"text behind |", "a: |text\n", 1, 4, "| cannot be followed by text on its own line"},
		{"no such escape", "a: \"x\\q\"\n", 1, 6, "\\q is no escape in double quotes"},
		{"no such anchor", "a: *b\n", 1, 4, "no anchor &b comes before this alias"},
		{"an anchor twice", "a: &b c\nd: &b e\n", 2, 4, "anchor &b is already defined"},
		{"an asterisk", "a: ** b\n", 1, 4, "* starts an alias, whose name has letters, digits, - and _ only"},
		{"a percent sign", "a: {% if %}\n", 1, 5, "a value cannot begin with %, as {% does inside braces"},
		{"a backtick", "a: `b`\n", 1, 4, "a value cannot begin with `"},
		{"two documents", "a: b\n---\nc: d\n", 2, 1, "a second document starts here"},
		{"no UTF-8", "a: b\nc: \xff\n", 2, 4, "byte 0xff is not UTF-8"},
		{"UTF-16", "\xff\xfea\x00", 1, 1, "the file is UTF-16"},
		{"a NUL", "a: b\x00\n", 1, 5, "character U+0000 is not allowed in YAML"},
		{"after a byte order mark", "\ufeffa: `\n", 1, 4, "a value cannot begin with `"},
		{"in the middle of a wide line", "a: [é, ☃, `]\n", 1, 11, "a value cannot begin with `"},
	} {
		source, _, err := parse(c.text)
		var bad *pyyaml.Error
		if !errors.As(err, &bad) {
			t.Errorf("%s: no error", c.reason)
			continue
		}
		line, column := source.Position(bad.Offset)
		if bad.Problem != c.problem || line != c.line || column != c.column {
			t.Errorf("%s: %d:%d: %s, want %d:%d: %s", c.reason, line, column, bad.Problem, c.line, c.column, c.problem)
		}
		if bad.Hint == "" {
			t.Errorf("%s: no hint", c.reason)
		}
	}
}

// TestParse_limits: deep and long texts are refused, in time that grows with
// their length.
func TestParse_limits(t *testing.T) {
	t.Parallel()
	for name, doc := range map[string]string{
		"brackets":        strings.Repeat("[", 200_000),
		"braces":          strings.Repeat("{a: ", 200_000),
		"block":           strings.Repeat("- ", 200_000) + "x",
		"keys":            strings.Repeat("? ", 200_000) + "x",
		"closed brackets": strings.Repeat("[", pyyaml.MaxDepth+1) + strings.Repeat("]", pyyaml.MaxDepth+1),
	} {
		if _, _, err := parse(doc); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, _, err := parse(strings.Repeat("[", pyyaml.MaxDepth) + strings.Repeat("]", pyyaml.MaxDepth)); err != nil {
		t.Errorf("%d brackets: %v", pyyaml.MaxDepth, err)
	}
	for name, doc := range map[string]string{
		"blank lines":   "a: |+\n" + strings.Repeat("\n", 300_000),
		"folded quotes": "a: \"" + strings.Repeat("\n", 300_000) + "\"",
		"one line":      "[" + strings.Repeat("\"a\", ", 100_000) + "]",
		"comments":      strings.Repeat("# a\n", 100_000) + "a: b",
	} {
		if _, _, err := parse(doc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for i, j := range verdicts(f) {
		if i%10 == 0 {
			f.Add(j.Doc)
		}
	}
	f.Fuzz(func(t *testing.T, doc string) {
		source, root, err := parse(doc)
		if err != nil {
			var bad *pyyaml.Error
			if !errors.As(err, &bad) || bad.Offset < 0 || bad.Offset > source.Len() || bad.Also < 0 || bad.Also > source.Len() {
				t.Fatalf("error %#v", err)
			}
			return
		}
		check(t, source, root, map[*pyyaml.Node]bool{})
	})
}

// check checks that every scalar is mapped to its text in ascending order.
func check(t *testing.T, source *pyyaml.Source, n *pyyaml.Node, seen map[*pyyaml.Node]bool) {
	t.Helper()
	if n == nil || seen[n] {
		return
	}
	seen[n] = true
	if n.Start > n.End || n.End > source.Len() {
		t.Fatalf("a node from %d to %d", n.Start, n.End)
	}
	for _, item := range n.Items {
		check(t, source, item, seen)
	}
	if n.Kind != pyyaml.Scalar {
		return
	}
	places, last := source.Places(n), n.Start
	for i := range len(n.Value) + 1 {
		at := places.Offset(i)
		if at < last || at > max(n.End, source.Len()) {
			t.Fatalf("byte %d of %q stands at %d, after %d", i, n.Value, at, last)
		}
		last = at
	}
}
