package config_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"

	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/internal/reftest"
)

func compiled(t *testing.T, name config.SchemaName) *jsonschema.Schema {
	t.Helper()
	text, err := config.Schema(name)
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
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
	return schema
}

// fits validates a YAML text as an editor would.
func fits(t *testing.T, schema *jsonschema.Schema, text []byte) error {
	t.Helper()
	var v any
	if err := yaml.Unmarshal(text, &v); err != nil {
		t.Skipf("an editor cannot read it: %v", err)
	}
	asJSON, err := json.Marshal(textual(v))
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(document)
}

// textual makes texts of keys that are none.
func textual(v any) any {
	switch v := v.(type) {
	case map[any]any:
		m := map[string]any{}
		for key, inner := range v {
			text, _ := json.Marshal(key)
			m[strings.Trim(string(text), `"`)] = textual(inner)
		}
		return m
	case map[string]any:
		for key, inner := range v {
			v[key] = textual(inner)
		}
	case []any:
		for i, inner := range v {
			v[i] = textual(inner)
		}
	}
	return v
}

// TestSchema_reference holds the schema of Data Designer against its verdicts: a
// config that it takes fits, unless it relies on a conversion that an editor
// need not know; one that it refuses for a field does not.
func TestSchema_reference(t *testing.T) {
	t.Parallel()
	lenient := map[string]string{
		"ok_batch_size_string.yaml":                 "a number in quotes",
		"ok_constraint_string_number.yaml":          "a number in quotes",
		"ok_int_with_blank.yaml":                    "a number in quotes",
		"ok_drop_string_true.yaml":                  "a boolean in quotes",
		"ok_drop_yes.yaml":                          "yes is text for an editor",
		"ok_or_bad_octal_sexagesimal.yaml":          "12:30 is text for an editor",
		"ok_or_bad_nan.yaml":                        "JSON has no NaN",
		"ok_or_bad_sampler_type_inner_differs.yaml": "fails when the build starts",
		"ok_drop_one.yaml":                          "1 is a number for an editor",
		"bad_name_yes.yaml":                         "yes is text for an editor",
		"bad_context_audio_without_modality.yaml":   "any further field of a context is allowed",
	}
	schema := compiled(t, config.DataDesignerSchema)
	type verdict struct {
		File  string
		OK    bool
		Error *struct {
			Pydantic []struct{ Type string }
		}
	}
	for _, folder := range []string{"cases", "configs"} {
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			for _, want := range reftest.Lines[verdict](t, folder+"/expected.jsonl") {
				t.Run(want.File, func(t *testing.T) {
					t.Parallel()
					text, err := os.ReadFile(filepath.Join(reftest.Folder(t), folder, want.File))
					if err != nil {
						t.Fatal(err)
					}
					if reason := lenient[want.File]; reason != "" {
						t.Skip(reason)
					}
					err = fits(t, schema, text)
					if want.OK && err != nil {
						t.Errorf("the library takes it, and the schema does not: %v", err)
					}
					if want.Error != nil && len(want.Error.Pydantic) > 0 && want.Error.Pydantic[0].Type != "value_error" && err == nil {
						t.Errorf("the library refuses it (%s), and the schema does not", want.Error.Pydantic[0].Type)
					}
				})
			}
		})
	}
}

// TestSchema_native holds the schema of the native format against configs that
// are right, and one of each kind that are not.
func TestSchema_native(t *testing.T) {
	t.Parallel()
	schema := compiled(t, config.NativeSchema)
	files, err := filepath.Glob(filepath.Join(reftest.Root(t), "testdata", "configs", "valid", "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no configs: %v", err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(name, "datadesigner") {
			continue
		}
		if err := fits(t, schema, text); err != nil {
			t.Errorf("%s: %v", filepath.Base(name), err)
		}
	}
	for _, text := range []string{
		"columns: []",
		"columns: [{name: 7}]",
		"columns: [{name: a, stratgy: full_column}]",
		"columns: [{name: a, latency: {mean: 1s}}]",
		"columns: [{name: a}]\nrun: {num_records: 0}",
		"columns: [{name: a}]\nmodels: {m: {errors: [{kind: boredom, rate: 1}]}}",
		"columns: [{name: a}]\nmodels: {m: {price: {inputs: 1}}}",
	} {
		if fits(t, schema, []byte(text)) == nil {
			t.Errorf("the schema takes %q", text)
		}
	}
}
