package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/dagplan/dagplan/pkg/model"
)

// SchemaName names a schema.
type SchemaName string

// The schemas.
const (
	NativeSchema       SchemaName = "native"
	ScenarioSchema     SchemaName = "scenario"
	DataDesignerSchema SchemaName = "datadesigner"
)

// SchemaNames lists the schemas.
func SchemaNames() []SchemaName {
	return []SchemaName{NativeSchema, ScenarioSchema, DataDesignerSchema}
}

// Schema returns the JSON Schema (2020-12) of a format, made from the tables by
// which files of the format are checked. It allows what YAML makes of the values
// that a person writes; what no schema can say, such as whether a name exists,
// it leaves to `dagplan validate`.
func Schema(name SchemaName) ([]byte, error) {
	b := schemaBuilder{definitions: map[string]any{}}
	var root map[string]any
	switch name {
	case NativeSchema:
		root = b.native()
	case ScenarioSchema:
		root = b.scenario()
	case DataDesignerSchema:
		root = b.dataDesigner()
	default:
		return nil, fmt.Errorf("there is no schema %q: use %s", name, oneOf([]string{"native", "scenario", "datadesigner"}))
	}
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	if len(b.definitions) > 0 {
		root["$defs"] = b.definitions
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(root)
	return text.Bytes(), err
}

// schemaBuilder makes schemas. encoding/json sorts the keys of maps.
type schemaBuilder struct {
	definitions map[string]any
}

func (b *schemaBuilder) dataDesigner() map[string]any {
	config, file := designerConfig(), designerFile()
	b.definitions["config"] = b.object(&config)
	for i := range file.fields {
		if file.fields[i].name == "data_designer" {
			file.fields[i].spec = spec{shape: anyShape}
		}
	}
	whole := b.object(&file)
	properties(whole)["data_designer"] = map[string]any{"$ref": "#/$defs/config"}
	return map[string]any{
		"title": "NeMo Data Designer config",
		"description": "A config of NeMo Data Designer 0.9.6, in either of its two shapes. " +
			"Columns, samplers, seeds and processors of plugins are not known here.",
		"if":   map[string]any{"required": []string{"data_designer"}},
		"then": whole,
		"else": map[string]any{"$ref": "#/$defs/config"},
	}
}

func properties(schema map[string]any) map[string]any {
	p, _ := schema["properties"].(map[string]any)
	return p
}

func (b *schemaBuilder) native() map[string]any {
	column := nativeColumn()
	schema := b.object(&column)
	for name, property := range properties(b.section(columnSection())) {
		properties(schema)[name] = property
	}
	return map[string]any{
		"title": "dagplan config", "description": "The columns of a dataset, how models answer, and how it is built.",
		"type": "object", "required": []string{"columns"}, "additionalProperties": false,
		"properties": map[string]any{
			"columns": map[string]any{"type": "array", "minItems": 1, "items": schema, "description": "The columns of the dataset."},
			"models":  b.byName(modelSection(), "The models, by their aliases."),
			"run":     b.section(runSection()),
		},
	}
}

func (b *schemaBuilder) scenario() map[string]any {
	seeds := b.spec(seedColumnsSpec())
	seeds["description"] = seedColumnsDoc
	return map[string]any{
		"title": "dagplan scenario", "description": "How the world behaves while a dataset is built.",
		"type": "object", "additionalProperties": false,
		"properties": map[string]any{
			"run":          b.section(runSection()),
			"models":       b.byName(modelSection(), "Settings of models, by their aliases."),
			"columns":      b.byName(columnSection(), "Settings of columns, by their names."),
			"seed_columns": seeds,
		},
	}
}

// sectionFields are the fields of a part of a scenario, below its name.
type sectionFields struct {
	doc    string
	fields []knownField
}

func runSection() sectionFields {
	return sectionFields{"How the dataset is built.", appendFields(nil, nil, runFields(), model.DefaultRun())}
}

func modelSection() sectionFields {
	return sectionFields{"How a model answers.", appendFields(nil, nil, modelFields(), model.DefaultModel(""))}
}

func columnSection() sectionFields {
	return sectionFields{"How a column behaves.", appendFields(nil, nil, columnFields(), model.ColumnSettings{})}
}

// section is the schema of fields, some of which lie in mappings.
func (b *schemaBuilder) section(s sectionFields) map[string]any {
	schema := map[string]any{"type": []string{"object", "null"}, "additionalProperties": false, "properties": map[string]any{}, "description": s.doc}
	for _, f := range s.fields {
		at := schema
		for _, part := range f.path[:len(f.path)-1] {
			inner, there := properties(at)[part].(map[string]any)
			if !there {
				inner = map[string]any{"type": []string{"object", "null"}, "additionalProperties": false, "properties": map[string]any{}}
				properties(at)[part] = inner
			}
			at = inner
		}
		property := b.spec(f.spec)
		property["description"] = f.doc
		if def, ok := defaultValue(f); ok {
			property["default"] = def
		}
		properties(at)[f.path[len(f.path)-1]] = property
	}
	return schema
}

// defaultValue is a default as JSON has it.
func defaultValue(f knownField) (any, bool) {
	if f.def == "" {
		return nil, false
	}
	var v any
	if f.spec.shape == customShape || json.Unmarshal([]byte(f.def), &v) != nil {
		return f.def, true
	}
	return v, true
}

func (b *schemaBuilder) byName(s sectionFields, doc string) map[string]any {
	return map[string]any{"type": []string{"object", "null"}, "additionalProperties": b.section(s), "description": doc}
}

func (b *schemaBuilder) object(o *object) map[string]any {
	schema := map[string]any{"type": "object", "properties": map[string]any{}, "additionalProperties": o.open, "description": o.doc}
	required := []string{}
	var conditions []any
	for _, f := range o.fields {
		property := b.spec(f.spec)
		if more := b.fromParent(f); more != nil {
			property, conditions = map[string]any{"type": "object"}, append(conditions, more...)
		}
		property["description"] = f.doc
		var def any
		if f.def != "" && json.Unmarshal([]byte(f.def), &def) == nil {
			property["default"] = def
		}
		properties(schema)[f.name] = property
		if f.required {
			required = append(required, f.name)
		}
	}
	if len(required) > 0 {
		schema["required"] = required
	}
	if len(conditions) > 0 {
		schema["allOf"] = conditions
	}
	return schema
}

func (b *schemaBuilder) spec(s spec) map[string]any {
	schema := b.bare(s)
	if !s.nullable || len(schema) == 0 {
		return schema
	}
	return map[string]any{"anyOf": []any{schema, map[string]any{"type": "null"}}}
}

func (b *schemaBuilder) bare(s spec) map[string]any {
	switch s.shape {
	case textShape:
		return map[string]any{"type": "string"}
	case wordShape:
		return map[string]any{"enum": s.words}
	case wholeShape:
		return b.number("integer", s)
	case decimalShape:
		return b.number("number", s)
	case truthShape:
		return map[string]any{"type": "boolean"}
	case listShape:
		schema := map[string]any{"type": "array", "items": b.spec(*s.elem)}
		if s.minItems > 0 {
			schema["minItems"] = s.minItems
		}
		if s.maxItems > 0 {
			schema["maxItems"] = s.maxItems
		}
		return schema
	case mapShape:
		return map[string]any{"type": "object", "additionalProperties": b.spec(*s.elem)}
	case objectShape:
		return b.object(s.object)
	case choiceShape:
		return b.choice(s.choice)
	case eitherShape:
		options := make([]any, len(s.either))
		for i, e := range s.either {
			options[i] = b.spec(e)
		}
		return map[string]any{"anyOf": options}
	case customShape:
		return s.custom.schema()
	default:
		return map[string]any{}
	}
}

func (b *schemaBuilder) number(kind string, s spec) map[string]any {
	schema := map[string]any{"type": kind}
	limit := func(b *bound, inclusive, exclusive string) {
		switch {
		case b == nil:
		case b.exclusive:
			schema[exclusive] = b.value
		default:
			schema[inclusive] = b.value
		}
	}
	limit(s.low, "minimum", "exclusiveMinimum")
	limit(s.high, "maximum", "exclusiveMaximum")
	return schema
}

// choice is an object that one of its fields tells apart. Where that field may
// be left out, any of the cases will do.
func (b *schemaBuilder) choice(c *choice) map[string]any {
	name := "by_" + c.key
	if _, there := b.definitions[name]; there {
		return reference(name)
	}
	var cases, conditions []any
	var words []string
	for _, o := range c.cases {
		if o.refused != "" {
			continue
		}
		words = append(words, o.word)
		schema := b.option(c, o)
		cases = append(cases, schema)
		conditions = append(conditions, b.when(c.key, o.word, schema))
	}
	if c.implied != nil {
		b.definitions[name] = map[string]any{"anyOf": cases}
		return reference(name)
	}
	b.definitions[name] = map[string]any{
		"type": "object", "properties": map[string]any{c.key: map[string]any{"enum": words}}, "required": []string{c.key},
		"allOf": conditions,
	}
	return reference(name)
}

func reference(name string) map[string]any { return map[string]any{"$ref": "#/$defs/" + name} }

// option defines one case of a choice.
func (b *schemaBuilder) option(c *choice, o option) map[string]any {
	name := c.key + "_" + o.word
	if _, there := b.definitions[name]; !there {
		schema := b.object(&o.object)
		properties(schema)[c.key] = map[string]any{"const": o.word}
		b.definitions[name] = schema
	}
	return reference(name)
}

func (b *schemaBuilder) when(key, word string, then map[string]any) map[string]any {
	return map[string]any{
		"if":   map[string]any{"properties": map[string]any{key: map[string]any{"const": word}}, "required": []string{key}},
		"then": then,
	}
}

// fromParent are conditions on a field whose cases are told apart by a field
// beside it, such as params by sampler_type.
func (b *schemaBuilder) fromParent(f field) []any {
	c, wrap := f.spec.choice, func(schema map[string]any) map[string]any { return schema }
	if f.spec.shape == mapShape && f.spec.elem.shape == choiceShape {
		c, wrap = f.spec.elem.choice, func(schema map[string]any) map[string]any {
			return map[string]any{"additionalProperties": schema}
		}
	}
	if c == nil || !c.byParent {
		return nil
	}
	var conditions []any
	for _, o := range c.cases {
		if o.refused == "" {
			then := map[string]any{"properties": map[string]any{f.name: wrap(b.option(c, o))}}
			conditions = append(conditions, b.when(c.key, o.word, then))
		}
	}
	return conditions
}

// timeSchema is a time as [seconds] reads it.
func timeSchema() map[string]any {
	return map[string]any{"anyOf": []any{
		map[string]any{"type": "number", "minimum": 0},
		map[string]any{"type": "string", "pattern": `^\s*([0-9]*\.?[0-9]+\s*(ns|us|µs|μs|ms|s|m|h)\s*)+$`, "examples": []string{"1.5s", "250ms"}},
	}}
}

func amountSchema() map[string]any { return map[string]any{"type": "number", "minimum": 0} }

// distributionSchema is a distribution as [distributionOf] reads it, of numbers
// that look like one.
func distributionSchema(one map[string]any, isByCell bool) map[string]any {
	share := map[string]any{"type": "number", "minimum": 0}
	of := func(required ...string) map[string]any {
		p := map[string]any{"max": one}
		for _, name := range required {
			p[name] = one
			if name == "cv" || name == "sigma" {
				p[name] = share
			}
		}
		return map[string]any{"type": "object", "properties": p, "required": required, "additionalProperties": false}
	}
	wrapped := func(name string, inner map[string]any) map[string]any {
		return map[string]any{
			"type": "object", "properties": map[string]any{name: inner, "max": one}, "required": []string{name}, "additionalProperties": false,
		}
	}
	lognormals := []any{of("mean", "p95"), of("mean", "cv"), of("p50", "p95"), of("median", "sigma")}
	byKey := map[string]any{"type": "object", "additionalProperties": one, "minProperties": 1}
	families := slices.Concat([]any{one}, lognormals, []any{
		wrapped("constant", one), wrapped("lognormal", map[string]any{"anyOf": lognormals}),
		wrapped("uniform", of("low", "high")), wrapped("exponential", of("mean")), wrapped("gamma", of("mean", "cv")),
		wrapped("quantiles", byKey), wrapped("samples", map[string]any{"type": "array", "items": one, "minItems": 1}),
	})
	if isByCell {
		families = append(families, wrapped("replay", byKey), wrapped("hash", map[string]any{"const": true}))
	}
	return map[string]any{"anyOf": families}
}
