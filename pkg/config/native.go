package config

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/dagplan/dagplan/pkg/config/internal/pyyaml"
	"github.com/dagplan/dagplan/pkg/model"
)

// nativeColumn are the fields of a column that shape the graph; the fields of a
// scenario's columns may stand beside them.
func nativeColumn() object {
	return object{
		name: "the column", doc: "A column of the dataset.",
		fields: []field{
			must("name", text(), "The name of the column."),
			may("strategy", word(strategies()...), `"cell_by_cell"`, "Whether a task makes one cell, or the whole column of a row group."),
			may("depends_on", either(listOf(text()), text()), "[]", "The columns, or side effects of columns, that it reads."),
			may("skip_when", either(listOf(text()), text()), "[]", "The columns, or side effects, that only its skip condition reads."),
			may("propagate_skip", truth(), "true", "Whether a row is skipped where a column that it depends on is."),
			may("model", text(), "", "The alias of the model that its tasks call."),
			may("models", listOf(text()), "[]", "The aliases of the models that its tasks call, where there are several; dagplan takes them to call the first."),
			may("side_effects", either(listOf(text()), text()), "[]", "The further columns that its tasks write."),
			may("step", either(text(), whole()), "", "A name for the step that makes it; columns of one step are made by one task: it takes as long as the longest of them, and its tokens are those that they have of their own, summed up, or those of the model."),
			may("drop", truth(), "false", "Whether the finished dataset leaves the column out."),
		},
	}
}

func strategies() []string {
	var names []string
	for _, s := range model.Strategies() {
		names = append(names, s.String())
	}
	return names
}

// nativeReader reads a native config.
type nativeReader struct {
	scenarioReader
	file  *File
	steps map[string]int
}

// native reads a document as a native config.
func (r *reader) native(root *pyyaml.Node) *File {
	r.core = true
	v := r.convert(root)
	if v.kind != mapValue {
		r.notMapping(v)
		return nil
	}
	n := &nativeReader{
		scenarioReader: scenarioReader{reader: r, fields: knownFields()},
		file:           &File{Name: r.name, Format: Native}, steps: map[string]int{},
	}
	for i := range v.entries {
		n.top(&v.entries[i])
	}
	if v.entry("columns") == nil {
		r.report(codeNoColumns, r.startSpan(v), "the config has no columns", "write the columns below columns:")
	}
	n.file.Settings = n.settings
	return n.file
}

// top reads one entry of the top of the file.
func (n *nativeReader) top(e *entry) {
	switch e.key {
	case "columns":
		n.columns(e)
	case "models":
		n.named(e, n.model)
	case "run":
		n.withSettingCodes(func() { n.group([]string{"run"}, e) })
	default:
		w := walker{reader: n.reader}
		w.unknownField(e, &object{name: "the config", fields: []field{{name: "columns"}, {name: "models"}, {name: "run"}}})
	}
}

// withSettingCodes reports fields of the scenario under the codes that they have
// in a scenario file.
func (n *nativeReader) withSettingCodes(read func()) {
	before := n.codes
	n.codes = settingFieldCodes()
	read()
	n.codes = before
}

// model reads the settings of a model, which thereby is declared.
func (n *nativeReader) model(e *entry) {
	m := Model{Alias: e.key, ID: e.key, MaxParallelRequests: model.DefaultModel(e.key).MaxParallelRequests, Span: n.nodeSpan(e.keyNode)}
	m.AliasSpan, m.ProviderSpan, m.LimitSpan = m.Span, m.Span, m.Span
	first := len(n.settings)
	n.withSettingCodes(func() { n.group([]string{"models", e.key}, e) })
	for _, s := range n.settings[first:] {
		if len(s.Path) != 3 {
			continue
		}
		switch v := s.value(); s.Path[2] {
		case "provider":
			m.Provider, m.ProviderSpan = v.str(), s.Span
		case "id":
			m.ID = v.str()
		case "max_parallel_requests":
			limit, _ := readWhole(v, false)
			m.MaxParallelRequests, m.LimitSpan = clamp(limit), s.Span
		case "skip_health_check":
			m.SkipHealthCheck = v.truth
		}
	}
	n.file.Models = append(n.file.Models, m)
}

func (n *nativeReader) columns(e *entry) {
	w := walker{reader: n.reader, owner: "columns"}
	if e.value.is(mapValue) {
		w.mismatch(e.value, listOf(anything()), "write a list; a scenario, which has a mapping here, is read by --scenario beside a config")
		return
	}
	if !w.check(e.value, listOf(anything()), nil) {
		return
	}
	if len(e.value.items) == 0 {
		n.report(codeNoColumns, n.nodeSpan(e.keyNode), "the config has no columns", "write the columns below columns:")
	}
	defined := columnDefinitions()
	for i, v := range e.value.items {
		c, ok := n.column(i, v)
		if !ok {
			continue
		}
		defined.add(c.Name, c)
	}
	n.file.Columns, n.file.Duplicates = defined.list, append(n.file.Duplicates, defined.duplicates...)
}

// column reads one column, false where it has no name.
func (n *nativeReader) column(i int, v *value) (Column, bool) {
	w := walker{reader: n.reader, owner: fmt.Sprintf("column number %d", i+1)}
	name := v.get("name")
	if name.is(textValue) {
		w.owner = fmt.Sprintf("column %q", clip(name.text))
	}
	shape := nativeColumn()
	if !w.checkKind(v, objectOf(shape), mapValue) {
		return Column{}, false
	}
	n.fieldsOf(&w, v, shape)
	if !name.is(textValue) {
		return Column{}, false
	}
	c := Column{Span: n.span(v), NameSpan: n.span(name)}
	c.Name, c.Strategy, c.PropagatesSkip = name.text, model.CellByCell, true
	if s, err := model.ParseStrategy(v.get("strategy").str()); err == nil {
		c.Strategy = s
	}
	if propagates, given := readTruth(v.get("propagate_skip"), false); given {
		c.PropagatesSkip = propagates
	}
	c.Drop, _ = readTruth(v.get("drop"), false)
	c.depend(n.refs(v.get("depends_on")), model.Required)
	if when := n.refs(v.get("skip_when")); len(when) > 0 {
		c.SkipsWhen = true
		c.depend(when, model.SkipCondition)
	}
	for _, ref := range slices.Concat(n.refs(v.get("model")), n.refs(v.get("models"))) {
		c.Models, c.ModelSpans = append(c.Models, ref.Name), append(c.ModelSpans, ref.Span)
	}
	for _, ref := range n.refs(v.get("side_effects")) {
		c.SideEffects = append(c.SideEffects, ref.Name)
	}
	c.Step = n.step(v.get("step"))
	return c, true
}

// fieldsOf checks the fields of a column: those of its own, and those that a
// scenario may set.
func (n *nativeReader) fieldsOf(w *walker, v *value, shape object) {
	name := v.get("name").str()
	settings := n.below([]string{"columns", name, ""})
	own := *v
	own.entries = nil
	for i := range v.entries {
		e := &v.entries[i]
		if _, known := shape.find(e.key); known || !slices.Contains(settings, e.key) {
			own.entries = append(own.entries, *e)
			continue
		}
		n.withSettingCodes(func() { n.field([]string{"columns", name, e.key}, e) })
	}
	for _, s := range settings { // so that a misspelt one finds its like
		if !slices.ContainsFunc(shape.fields, func(f field) bool { return f.name == s }) {
			shape.fields = append(shape.fields, field{name: s, spec: anything()})
		}
	}
	w.checkObject(&own, &shape, "")
	for _, e := range own.entries {
		if e.key == "models" && own.entry("model") != nil {
			n.report(codeContradiction, n.span(e.value), w.owner+" has model as well as models", "keep one of the two")
		}
	}
}

// refs reads a list of names, or a single one.
func (n *nativeReader) refs(v *value) []Reference {
	if v.is(textValue) {
		return []Reference{{Name: v.text, Span: n.span(v)}}
	}
	var refs []Reference
	if v.is(listValue) {
		for _, item := range v.items {
			if item.is(textValue) {
				refs = append(refs, Reference{Name: item.text, Span: n.span(item)})
			}
		}
	}
	return refs
}

// step returns the number of a step, by its name.
func (n *nativeReader) step(v *value) int {
	name := v.str()
	if v.is(intValue) {
		name = strconv.FormatInt(v.integer, 10)
	}
	if name == "" {
		return 0
	}
	if _, known := n.steps[name]; !known {
		n.steps[name] = len(n.steps) + 1
	}
	return n.steps[name]
}
