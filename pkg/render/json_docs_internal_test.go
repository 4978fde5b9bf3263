package render

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dagplan/dagplan/pkg/internal/reftest"
)

// documents are the types of all JSON documents, by schema.
func documents() map[string]reflect.Type {
	return map[string]reflect.Type{
		"dagplan.code":     reflect.TypeFor[codeDocument](),
		"dagplan.diff":     reflect.TypeFor[diffDocument](),
		"dagplan.explain":  reflect.TypeFor[explanationDocument](),
		"dagplan.graph":    reflect.TypeFor[graphDocument](),
		"dagplan.plan":     reflect.TypeFor[planDocument](),
		"dagplan.simulate": reflect.TypeFor[simulationDocument](),
		"dagplan.sweep":    reflect.TypeFor[sweepDocument](),
		"dagplan.validate": reflect.TypeFor[findingsDocument](),
		"dagplan.version":  reflect.TypeFor[versionDocument](),
		"trace line":       reflect.TypeFor[traceLine](),
	}
}

// shared are the objects that several documents hold: each has a section of its
// own, and a field that holds one has a single row.
func shared() map[reflect.Type]string {
	return map[reflect.Type]string{
		reflect.TypeFor[answerDocument]():   "answer",
		reflect.TypeFor[costDocument]():     "cost",
		reflect.TypeFor[limitDocument]():    "limit",
		reflect.TypeFor[needDocument]():     "need",
		reflect.TypeFor[pathDocument]():     "path",
		reflect.TypeFor[runDocument]():      "run",
		reflect.TypeFor[settingDocument]():  "setting",
		reflect.TypeFor[spreadDocument]():   "spread",
		reflect.TypeFor[simRowsDocument]():  "rows",
		reflect.TypeFor[simTasksDocument](): "tasks",
		reflect.TypeFor[sliceDocument]():    "slice",
	}
}

// TestJSONDocs holds docs/json.md against the types: every field of every
// document has a row in the section of its schema, and no other row is there.
func TestJSONDocs(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(reftest.Root(t), "docs", "json.md"))
	if err != nil {
		t.Fatal(err)
	}
	documented := documentedFields(string(text))
	sections := documents()
	for object, name := range shared() {
		sections["object "+name] = object
	}
	for schema, document := range sections {
		want := slices.Sorted(slices.Values(fieldPaths("", document)))
		got := slices.Sorted(slices.Values(documented[schema]))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("section %s of docs/json.md (- is missing, + is no field):\n%s", schema, diff)
		}
		delete(documented, schema)
	}
	for schema := range documented {
		t.Errorf("docs/json.md describes %s, which no command prints", schema)
	}
}

// documentedFields reads the first column of the table of each section.
func documentedFields(text string) map[string][]string {
	sections := map[string][]string{}
	schema := ""
	row := regexp.MustCompile("^\\| `([^`]+)` \\|")
	for line := range strings.SplitSeq(text, "\n") {
		if title, found := strings.CutPrefix(line, "## "); found {
			schema = title
			continue
		}
		if m := row.FindStringSubmatch(line); m != nil {
			sections[schema] = append(sections[schema], m[1])
		}
	}
	return sections
}

// fieldPaths lists the fields of a type as docs/json.md names them: a.b for an
// object in an object, a[].b for one in a list, a.* for a mapping.
func fieldPaths(prefix string, t reflect.Type) []string {
	var paths []string
	for i := range t.NumField() {
		field := t.Field(i)
		if field.Anonymous {
			paths = append(paths, fieldPaths(prefix, field.Type)...)
			continue
		}
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		paths = append(paths, innerPaths(prefix+name, field.Type)...)
	}
	return paths
}

func innerPaths(path string, t reflect.Type) []string {
	if _, known := shared()[t]; known {
		return []string{path}
	}
	switch {
	case t.Kind() == reflect.Pointer:
		return innerPaths(path, t.Elem())
	case t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.Uint8:
		return innerPaths(path+"[]", t.Elem())
	case t.Kind() == reflect.Map:
		return innerPaths(path+".*", t.Elem())
	case t.Kind() == reflect.Struct && !t.Implements(reflect.TypeFor[json.Marshaler]()):
		return fieldPaths(path+".", t)
	default:
		return []string{path}
	}
}
