package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dagplan/dagplan/pkg/diag"
	"github.com/dagplan/dagplan/pkg/model"
)

// scenarioReader reads the sections run, models, columns and seed_columns, of a
// scenario file or of a native config.
type scenarioReader struct {
	*reader
	fields   []knownField
	settings Settings
}

// ReadScenario reads a scenario file: the sections run, models, columns and
// seed_columns. An empty file sets nothing. What of it is wrong is left out.
func ReadScenario(name string, data []byte) (Settings, diag.List) {
	if strings.TrimSpace(string(data)) == "" {
		return nil, nil
	}
	r := newReader(name)
	r.core, r.codes = true, settingFieldCodes()
	root := r.parse(data)
	if root == nil {
		return nil, *r.findings
	}
	v := r.convert(root)
	if v.kind != mapValue {
		r.notMapping(v)
		return nil, *r.findings
	}
	s := scenarioReader{reader: r, fields: knownFields()}
	for i := range v.entries {
		s.section(&v.entries[i])
	}
	return s.settings, *r.findings
}

// section reads one entry of the top of a scenario file.
func (s *scenarioReader) section(e *entry) {
	switch e.key {
	case "seed_columns":
		s.field([]string{e.key}, e)
	case "run":
		s.group([]string{e.key}, e)
	case "models", "columns":
		s.named(e, func(named *entry) { s.group([]string{e.key, named.key}, named) })
	default:
		o := object{name: "a scenario", fields: []field{{name: "run"}, {name: "models"}, {name: "columns"}, {name: "seed_columns"}}}
		w := walker{reader: s.reader}
		w.unknownField(e, &o)
	}
}

// named reads a mapping of names.
func (s *scenarioReader) named(e *entry, each func(*entry)) {
	w := walker{reader: s.reader, owner: e.key}
	if e.value.kind == nullValue || !w.check(e.value, mapOf(anything()), nil) {
		return
	}
	for i := range e.value.entries {
		each(&e.value.entries[i])
	}
}

// group reads a mapping of fields, which path names.
func (s *scenarioReader) group(path []string, e *entry) {
	w := walker{reader: s.reader, owner: PathText(path)}
	if e.value.kind == nullValue || !w.check(e.value, mapOf(anything()), nil) {
		return
	}
	for i := range e.value.entries {
		s.field(append(slices.Clone(path), e.value.entries[i].key), &e.value.entries[i])
	}
}

// field reads one field, or a mapping of fields.
func (s *scenarioReader) field(path []string, e *entry) {
	if f, _, ok := match(s.fields, path); ok {
		w := walker{reader: s.reader, owner: PathText(path)}
		if w.check(e.value, f.spec, nil) {
			s.settings = append(s.settings, Setting{Path: path, Value: e.value.plain(), Span: s.span(e.value), Origin: "config", at: e.value})
		}
		return
	}
	if next := s.below(path); len(next) > 0 && slices.Contains(next, path[len(path)-1]) {
		s.group(path, e)
		return
	}
	parent := path[:len(path)-1]
	o := object{name: PathText(parent)}
	for _, name := range s.below(path) {
		o.fields = append(o.fields, field{name: name})
	}
	w := walker{reader: s.reader, owner: PathText(parent)}
	w.unknownField(e, &o)
}

// below lists what may stand in the last place of a path, each once.
func (s *scenarioReader) below(path []string) []string {
	var names []string
	last := len(path) - 1
	for _, f := range s.fields {
		if len(f.path) > last && samePath(f.path[:last], path[:last]) && !slices.Contains(names, f.path[last]) {
			names = append(names, f.path[last])
		}
	}
	return names
}

// Scenario puts settings on top of Data Designer's defaults and of what the
// file says about its models: of two settings for one field, the later counts.
// The models are those of the file, then those that only columns name. What is
// wrong with a setting that came from no file is a finding without a place.
func Scenario(settings Settings, file *File) (model.Scenario, diag.List) {
	r := newReader("")
	r.core, r.codes = true, settingFieldCodes()
	a := &assembler{
		reader: r, fields: knownFields(), models: map[string]int{}, columns: map[string]int{}, held: map[string]*value{},
		ofRun: byPath(runFields()), ofModel: byPath(modelFields()), ofColumn: byPath(columnFields()),
	}
	a.scenario.Run = model.DefaultRun()
	a.start(file)
	for _, s := range settings {
		a.apply(s, file)
	}
	return a.scenario, *r.findings
}

// assembler puts a scenario together.
type assembler struct {
	*reader
	fields   []knownField
	scenario model.Scenario
	models   map[string]int  // index in scenario.Models
	columns  map[string]int  // index in scenario.Columns
	names    map[string]bool // of the columns of the file
	// unknown are the models and columns that were reported: one that the file does not
	// have is one finding, however many of its fields are set.
	unknown map[[2]string]bool
	// held are the values of fields with parts, by path, for settings of a part.
	held map[string]*value

	ofRun    map[string]settingField[model.Run]
	ofModel  map[string]settingField[model.Model]
	ofColumn map[string]settingField[model.ColumnSettings]
}

func byPath[T any](fields []settingField[T]) map[string]settingField[T] {
	m := make(map[string]settingField[T], len(fields))
	for _, f := range fields {
		m[f.path] = f
	}
	return m
}

func (a *assembler) start(file *File) {
	for _, m := range file.Models {
		made := a.model(m.Alias)
		made.Provider, made.SkipHealthCheck = m.Provider, m.SkipHealthCheck
		if m.ID != "" {
			made.ID = m.ID
		}
		if m.MaxParallelRequests > 0 {
			made.MaxParallelRequests = m.MaxParallelRequests
		}
	}
	a.names = make(map[string]bool, len(file.Columns))
	for _, c := range file.Columns {
		a.names[c.Name] = true
		for _, alias := range c.Models {
			a.model(alias)
		}
	}
}

// model returns the model of an alias, a new one where there is none yet.
func (a *assembler) model(alias string) *model.Model {
	at, known := a.models[alias]
	if !known {
		at = len(a.scenario.Models)
		a.models[alias] = at
		a.scenario.Models = append(a.scenario.Models, model.DefaultModel(alias))
	}
	return &a.scenario.Models[at]
}

func (a *assembler) column(name string) *model.ColumnSettings {
	at, known := a.columns[name]
	if !known {
		at = len(a.scenario.Columns)
		a.columns[name] = at
		a.scenario.Columns = append(a.scenario.Columns, model.ColumnSettings{Name: name})
	}
	return &a.scenario.Columns[at]
}

// apply writes one setting into the scenario.
func (a *assembler) apply(s Setting, file *File) {
	f, inside, ok := match(a.fields, s.Path)
	if !ok {
		err := unknownPath(a.fields, unquoted(s.Path))
		a.report(codeSettingUnknown, s.Span, err.Error(), "correct the path")
		return
	}
	if !a.known(s, file) {
		return
	}
	v := s.value()
	path := s.Path[:len(f.path)]
	if inside {
		v = a.withPart(path, s.Path[len(f.path):], v)
	}
	quiet := walker{reader: a.quiet(), owner: PathText(path)}
	if !quiet.check(v, f.spec, nil) {
		for _, problem := range *quiet.findings {
			problem.Span = s.Span
			a.findings.Add(problem)
		}
		return
	}
	a.held[PathText(path)] = v
	name := strings.Join(f.path[min(2, len(f.path)):], ".")
	switch s.Path[0] {
	case "run":
		a.ofRun[strings.Join(f.path[1:], ".")].write(&a.scenario.Run, v)
	case "models":
		a.ofModel[name].write(a.model(s.Path[1]), v)
	case "columns":
		a.ofColumn[name].write(a.column(s.Path[1]), v)
	case "seed_columns":
		a.scenario.SeedColumns = seedColumns(v)
	}
}

func unquoted(path []string) []part {
	parts := make([]part, len(path))
	for i, p := range path {
		parts[i] = part{text: p}
	}
	return parts
}

// known reports whether the file has the model or column of a setting.
func (a *assembler) known(s Setting, file *File) bool {
	if len(s.Path) < 2 || s.Path[0] == "run" {
		return true
	}
	name, what := s.Path[1], "model"
	_, known := a.models[name]
	if s.Path[0] == "columns" {
		what, known = "column", a.names[name]
	}
	if known {
		return true
	}
	if a.unknown[[2]string{what, name}] {
		return false
	}
	if a.unknown == nil {
		a.unknown = map[[2]string]bool{}
	}
	a.unknown[[2]string{what, name}] = true
	var names []string
	for _, m := range a.scenario.Models {
		names = append(names, m.Alias)
	}
	if what == "column" {
		names = nil
		for _, c := range file.Columns {
			names = append(names, c.Name)
		}
	}
	hint := "the config has none"
	if near, ok := diag.Nearest(name, names); ok {
		hint = fmt.Sprintf("did you mean %s?", near)
	} else if len(names) > 0 {
		hint = "remove it, or add it to the config"
	}
	a.report(codeSettingName, s.Span, fmt.Sprintf("%s: the config has no %s %q", PathText(s.Path), what, name), hint)
	return false
}

// withPart returns the value that is held for a field, with one part of it
// replaced.
func (a *assembler) withPart(path, inside []string, part *value) *value {
	return replacePart(a.held[PathText(path)], inside, part)
}

func replacePart(v *value, path []string, part *value) *value {
	if len(path) == 0 {
		return part
	}
	m := &value{kind: mapValue, size: 1}
	if v.is(mapValue) {
		m.entries = slices.Clone(v.entries)
		m.node = v.node
	}
	e := entry{key: path[0], id: path[0], value: replacePart(m.get(path[0]), path[1:], part)}
	if i := slices.IndexFunc(m.entries, func(e entry) bool { return e.key == path[0] }); i >= 0 {
		m.entries[i] = e
	} else {
		m.entries = append(m.entries, e)
	}
	return m
}
