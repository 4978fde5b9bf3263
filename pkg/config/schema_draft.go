package config

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Draft07 rewrites a schema that [Schema] made for programs that know JSON
// Schema only up to draft-07: definitions have another name there, and a
// reference allows nothing beside it.
func Draft07(schema []byte) ([]byte, error) {
	var root map[string]any
	decoder := json.NewDecoder(bytes.NewReader(schema))
	decoder.UseNumber() // a bound may be larger than a float64 can hold
	if err := decoder.Decode(&root); err != nil {
		return nil, err
	}
	older, _ := draft07(root).(map[string]any)
	older["$schema"] = "http://json-schema.org/draft-07/schema#"
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(older)
	return text.Bytes(), err
}

func draft07(v any) any {
	switch v := v.(type) {
	case []any:
		for i, item := range v {
			v[i] = draft07(item)
		}
		return v
	case map[string]any:
		return draft07Object(v)
	default:
		return v
	}
}

func draft07Object(schema map[string]any) any {
	older := make(map[string]any, len(schema))
	for key, v := range schema {
		if key == "$defs" {
			key = "definitions"
		}
		older[key] = draft07(v)
	}
	target, isReference := older["$ref"].(string)
	if !isReference {
		return older
	}
	older["$ref"] = strings.Replace(target, "#/$defs/", "#/definitions/", 1)
	if len(older) == 1 {
		return older
	}
	reference := map[string]any{"$ref": older["$ref"]}
	delete(older, "$ref")
	older["allOf"] = []any{reference}
	return older
}
