package config_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/internal/reftest"
)

func TestDraft07_rewrites(t *testing.T) {
	t.Parallel()
	got, err := config.Draft07([]byte(`{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"$defs": {"a": {"type": "integer", "maximum": 9223372036854775807}},
		"properties": {"x": {"$ref": "#/$defs/a", "description": "beside"}, "y": {"$ref": "#/$defs/a"}, "z": {"anyOf": [{"$ref": "#/$defs/a"}]}}
	}`))
	if err != nil {
		t.Fatal(err)
	}
	want := `{
  "$schema": "http://json-schema.org/draft-07/schema#",
  "definitions": {
    "a": {
      "maximum": 9223372036854775807,
      "type": "integer"
    }
  },
  "properties": {
    "x": {
      "allOf": [
        {
          "$ref": "#/definitions/a"
        }
      ],
      "description": "beside"
    },
    "y": {
      "$ref": "#/definitions/a"
    },
    "z": {
      "anyOf": [
        {
          "$ref": "#/definitions/a"
        }
      ]
    }
  }
}
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("schema (-want +got):\n%s", diff)
	}
	if _, err := config.Draft07([]byte("[]")); err == nil {
		t.Error("a list is taken for a schema")
	}
}

// Every config of the project fits the schema of its format, in both drafts,
// and a field that does not exist fits none.
func TestSchema_configs(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob(filepath.Join(reftest.Root(t), "testdata", "configs", "valid", "*.[yj]*"))
	if err != nil || len(names) < 8 {
		t.Fatalf("%d configs, %v", len(names), err)
	}
	examples, err := filepath.Glob(filepath.Join(reftest.Root(t), "cmd", "dagplan", "examples", "*.yaml"))
	if err != nil || len(examples) == 0 {
		t.Fatalf("%d examples, %v", len(examples), err)
	}
	schemas := make(map[config.SchemaName][]*jsonschema.Schema)
	for _, name := range config.SchemaNames() {
		schemas[name] = bothDrafts(t, name)
	}
	for _, name := range append(names, examples...) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		file, _ := config.Read(name, text, config.Options{})
		format := config.NativeSchema
		if file.Format == config.DataDesigner {
			format = config.DataDesignerSchema
		}
		for draft, schema := range schemas[format] {
			if err := fits(t, schema, text); err != nil {
				t.Errorf("%s does not fit draft %d of schema %s: %v", name, draft, format, err)
			}
			broken := strings.Replace(string(text), "name:", "namex:", 1)
			if broken != string(text) && fits(t, schema, []byte(broken)) == nil {
				t.Errorf("%s with a field that does not exist fits draft %d of schema %s", name, draft, format)
			}
		}
	}
}

// bothDrafts compiles a schema as 2020-12 and as draft-07. The validator
// refuses a keyword with a value that its draft does not allow.
func bothDrafts(t *testing.T, name config.SchemaName) []*jsonschema.Schema {
	t.Helper()
	text, err := config.Schema(name)
	if err != nil {
		t.Fatal(err)
	}
	older, err := config.Draft07(text)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(older, []byte("$defs")) || !bytes.Contains(older, []byte(`"http://json-schema.org/draft-07/schema#"`)) {
		t.Errorf("schema %s is no draft-07", name)
	}
	var compiled []*jsonschema.Schema
	for _, draft := range [][]byte{text, older} {
		document, err := jsonschema.UnmarshalJSON(bytes.NewReader(draft))
		if err != nil {
			t.Fatal(err)
		}
		c := jsonschema.NewCompiler()
		if err := c.AddResource("schema.json", document); err != nil {
			t.Fatal(err)
		}
		schema, err := c.Compile("schema.json")
		if err != nil {
			t.Fatalf("schema %s: %v", name, err)
		}
		compiled = append(compiled, schema)
	}
	return compiled
}
