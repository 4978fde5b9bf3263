package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dagplan/dagplan/pkg/config/internal/pyyaml"
	"github.com/dagplan/dagplan/pkg/diag"
	"github.com/dagplan/dagplan/pkg/model"
)

// Field describes one field of a scenario.
type Field struct {
	// Path is the path of the field; * stands for an alias or a column.
	Path string
	// Type says what a value is, such as: a whole number.
	Type string
	// Range says which of them are allowed, such as: of at least 1; empty for all.
	Range string
	// Default is the value where the field is not given; empty for unset.
	Default string
	// Summary is one sentence.
	Summary string
}

// Fields lists the fields of a scenario, in the order of the documentation.
func Fields() []Field {
	known := knownFields()
	fields := make([]Field, len(known))
	for i, f := range known {
		unlimited := f.spec
		unlimited.low, unlimited.high = nil, nil
		fields[i] = Field{
			Path: strings.Join(f.path, "."), Type: unlimited.describe(), Range: strings.TrimSpace(f.spec.limits()),
			Default: f.def, Summary: f.doc,
		}
	}
	return fields
}

// ColumnFields lists the fields of a column of a native config that shape the graph, by
// name; those of a scenario's columns may stand beside them.
func ColumnFields() []Field {
	var fields []Field
	for _, f := range nativeColumn().fields {
		fields = append(fields, Field{Path: f.name, Type: f.spec.describe(), Default: f.def, Summary: f.doc})
	}
	return fields
}

// knownField is a field of any section; a * in its path stands for a name.
type knownField struct {
	path []string
	spec spec
	doc  string
	def  string
}

func knownFields() []knownField {
	var fields []knownField
	fields = appendFields(fields, []string{"run"}, runFields(), model.DefaultRun())
	fields = appendFields(fields, []string{"models", "*"}, modelFields(), model.DefaultModel(""))
	fields = appendFields(fields, []string{"columns", "*"}, columnFields(), model.ColumnSettings{})
	return append(fields, knownField{path: []string{"seed_columns"}, spec: seedColumnsSpec(), doc: seedColumnsDoc})
}

func appendFields[T any](fields []knownField, prefix []string, more []settingField[T], defaults T) []knownField {
	for _, f := range more {
		path := append(slices.Clone(prefix), strings.Split(f.path, ".")...)
		fields = append(fields, knownField{path: path, spec: f.spec, doc: f.doc, def: f.read(defaults)})
	}
	return fields
}

// match finds the field that a path names. inside is true where the path goes on
// into the value of a field that has parts.
func match(fields []knownField, path []string) (f knownField, inside, ok bool) {
	for _, f := range fields {
		if len(path) < len(f.path) || !samePath(f.path, path[:len(f.path)]) {
			continue
		}
		if len(path) == len(f.path) {
			return f, false, true
		}
		if f.spec.shape == customShape && f.spec.custom.parts {
			return f, true, true
		}
	}
	return knownField{}, false, false
}

func samePath(pattern, path []string) bool {
	for i, part := range pattern {
		if part != "*" && part != path[i] {
			return false
		}
	}
	return true
}

// PathText writes a path as [ParseSetting] reads it.
func PathText(path []string) string {
	parts := make([]string, len(path))
	for i, part := range path {
		parts[i] = part
		if part == "" || strings.ContainsAny(part, ".=\"\\ \t\n") {
			parts[i] = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(part) + `"`
		}
	}
	return strings.Join(parts, ".")
}

// ParseSetting reads PATH=VALUE, such as models.writer.latency=2s. A part of
// the path may be written in double quotes; without them, an alias or a column
// may hold dots as long as what follows is a field. The value is YAML. The path
// must be that of a field, and the value fit it; whether there is such a model
// or column is for [Scenario] to say.
func ParseSetting(text string) (Setting, error) {
	parts, rest, err := cutPath(text)
	if err != nil {
		return Setting{}, err
	}
	fields := knownFields()
	path, field, inside, ok := resolvePath(fields, parts)
	if !ok {
		return Setting{}, unknownPath(fields, parts)
	}
	r := newReader("")
	r.core = true
	source, err := pyyaml.NewSource([]byte(rest))
	var root *pyyaml.Node
	if err == nil {
		root, err = pyyaml.Parse(source)
	}
	if err != nil {
		return Setting{}, fmt.Errorf("%s: the value is no YAML: %w", PathText(path), err)
	}
	r.source = source
	v := &value{kind: nullValue, size: 1}
	if root != nil {
		v = r.convert(root)
	}
	if !inside {
		w := walker{reader: r, owner: PathText(path)}
		w.check(v, field.spec, nil)
	}
	if r.findings.HasErrors() {
		first := (*r.findings)[0]
		return Setting{}, fmt.Errorf("%s: %s", first.Message, first.Hint)
	}
	return Setting{Path: path, Value: v.plain(), at: v}, nil
}

// cutPath splits PATH=VALUE.
func cutPath(text string) (parts []part, value string, err error) {
	form := errors.New("write PATH=VALUE, such as models.writer.latency=2s")
	var current strings.Builder
	quoted, inQuotes := false, false
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case inQuotes && c == '\\' && i+1 < len(text):
			i++
			current.WriteByte(text[i])
		case c == '"':
			inQuotes, quoted = !inQuotes, true
		case !inQuotes && (c == '.' || c == '='):
			parts = append(parts, part{current.String(), quoted})
			current.Reset()
			quoted = false
			if c == '=' {
				if slices.ContainsFunc(parts, func(p part) bool { return p.text == "" && !p.quoted }) {
					return nil, "", form
				}
				return parts, text[i+1:], nil
			}
		default:
			current.WriteByte(c)
		}
	}
	return nil, "", form
}

// part is a part of a path, and whether it was quoted.
type part struct {
	text   string
	quoted bool
}

func texts(parts []part) []string {
	out := make([]string, len(parts))
	for i, p := range parts {
		out[i] = p.text
	}
	return out
}

// resolvePath finds the field of a path. The name of a model or column takes as
// few parts as leave a field behind it.
func resolvePath(fields []knownField, parts []part) (path []string, f knownField, inside, ok bool) {
	all := texts(parts)
	if f, inside, ok = match(fields, all); ok {
		return all, f, inside, true
	}
	if len(all) < 3 || all[0] != "models" && all[0] != "columns" {
		return all, f, false, false
	}
	for end := 3; end < len(all); end++ {
		if parts[end-1].quoted {
			break
		}
		path = append([]string{all[0], strings.Join(all[1:end], ".")}, all[end:]...)
		if f, inside, ok = match(fields, path); ok {
			return path, f, inside, true
		}
	}
	return all, f, false, false
}

// unknownPath says that there is no such field, and which is near.
func unknownPath(fields []knownField, parts []part) error {
	path := texts(parts)
	named := len(path) > 2 && (path[0] == "models" || path[0] == "columns")
	var near []string
	for _, f := range fields {
		candidate := slices.Clone(f.path)
		if len(candidate) > 1 && candidate[1] == "*" {
			if !named {
				continue
			}
			candidate[1] = path[1]
		}
		if len(candidate) == len(path) {
			near = append(near, PathText(candidate))
		}
	}
	text := PathText(path)
	if err := elsewhere(fields, parts, text); err != nil {
		return err
	}
	if best, ok := diag.Nearest(text, near); ok {
		return fmt.Errorf("there is no field %s: did you mean %s?", text, best)
	}
	return fmt.Errorf("there is no field %s: a path is run.FIELD, models.ALIAS.FIELD, columns.NAME.FIELD or seed_columns", text)
}

// elsewhere says where there is a field that a path names without its section, or in the wrong
// one; nil where there is none.
func elsewhere(fields []knownField, parts []part, text string) error {
	path := texts(parts)
	other := map[string]string{"models": "columns", "columns": "models"}[path[0]]
	if other == "" && path[0] != "run" {
		for _, section := range []string{"run", "models", "columns"} {
			if found, _, _, ok := resolvePath(fields, append([]part{{section, false}}, parts...)); ok {
				return fmt.Errorf("there is no field %s: did you mean %s?", text, PathText(found))
			}
		}
	}
	if other != "" && len(path) > 2 {
		if f, _, ok := match(fields, append([]string{other, "*"}, path[2:]...)); ok {
			return fmt.Errorf("there is no field %s: %s is a field of %s", text, strings.Join(f.path[2:], "."), other)
		}
	}
	return nil
}

// plain returns a value as Go decodes JSON.
func (v *value) plain() any {
	switch v.kind {
	case boolValue:
		return v.truth
	case intValue:
		return v.integer
	case floatValue:
		return v.number
	case textValue:
		return v.text
	case listValue:
		list := make([]any, len(v.items))
		for i, item := range v.items {
			list[i] = item.plain()
		}
		return list
	case mapValue:
		m := make(map[string]any, len(v.entries))
		for _, e := range v.entries {
			m[e.key] = e.value.plain()
		}
		return m
	default:
		return nil
	}
}

// valueOf makes a value of what Go decodes JSON or YAML to.
func valueOf(a any) *value {
	v := &value{kind: nullValue, size: 1}
	switch a := a.(type) {
	case bool:
		v.kind, v.truth = boolValue, a
	case int:
		v.kind, v.integer, v.number, v.text = intValue, int64(a), float64(a), fmt.Sprint(a)
	case int64:
		v.kind, v.integer, v.number, v.text = intValue, a, float64(a), fmt.Sprint(a)
	case float64:
		v.kind, v.number = floatValue, a
	case string:
		v.kind, v.text = textValue, a
	case []string:
		v.kind = listValue
		for _, item := range a {
			v.items = append(v.items, valueOf(item))
		}
	case []any:
		v.kind = listValue
		for _, item := range a {
			v.items = append(v.items, valueOf(item))
		}
	case map[string]any:
		v.kind = mapValue
		keys := make([]string, 0, len(a))
		for key := range a {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		for _, key := range keys {
			v.entries = append(v.entries, entry{key: key, id: key, value: valueOf(a[key])})
		}
	}
	return v
}

// value returns what a setting holds, with places where they are known.
func (s Setting) value() *value {
	if s.at != nil {
		return s.at
	}
	return valueOf(s.Value)
}

// SeedColumns returns the setting seed_columns, false where there is none.
func (s Settings) SeedColumns() ([]string, bool) {
	for _, setting := range slices.Backward(s) {
		if slices.Equal(setting.Path, []string{"seed_columns"}) {
			return seedColumns(setting.value()), true
		}
	}
	return nil, false
}

func seedColumns(v *value) []string {
	names := []string{}
	if v.is(textValue) {
		for _, name := range strings.Split(v.text, ",") {
			names = append(names, strings.TrimSpace(name))
		}
	}
	if v.is(listValue) {
		for _, item := range v.items {
			names = append(names, item.str())
		}
	}
	return names
}
