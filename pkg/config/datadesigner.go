package config

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dagplan/dagplan/pkg/config/internal/pyyaml"
	"github.com/dagplan/dagplan/pkg/diag"
	"github.com/dagplan/dagplan/pkg/model"
)

// designer reads a Data Designer config.
type designer struct {
	*reader
	options Options
	file    *File
	config  *value
}

// dataDesigner reads a document as a Data Designer config.
func (r *reader) dataDesigner(root *pyyaml.Node, options Options) *File {
	r.lax = true
	d := &designer{reader: r, options: options, file: &File{Name: r.name, Format: DataDesigner}}
	d.checkExtension()
	v := r.convert(root)
	if v.kind != mapValue {
		r.notMapping(v)
		return nil
	}
	if d.config = d.unwrap(v); d.config == nil {
		return nil
	}
	d.sections()
	d.models()
	d.tools()
	d.profilers()
	d.constraints()
	d.columns()
	d.processors()
	d.seed()
	d.rowID()
	d.order()
	return d.file
}

func (r *reader) notMapping(v *value) {
	if v.kind == brokenValue {
		return
	}
	r.report(codeNotMapping, r.startSpan(v), "the file must be a mapping, not "+found(v), "write the columns below columns:")
}

// checkExtension refuses a name that Data Designer refuses (R1).
func (d *designer) checkExtension() {
	ext := strings.ToLower(filepath.Ext(d.name))
	if d.name == "-" || d.name == "" || ext == ".yaml" || ext == ".yml" || ext == ".json" {
		return
	}
	what := "named *" + ext
	if ext == "" {
		what = "whose name has no extension"
	}
	d.report(codeExtension, d.fileSpan(), "Data Designer does not read a config "+what, "name it .yaml, .yml or .json")
}

// unwrap finds the config in a file of either shape (R9), nil where it is not
// there.
func (d *designer) unwrap(v *value) *value {
	w := walker{reader: d.reader}
	inner := v.entry("data_designer")
	if inner == nil && v.entry("columns") != nil {
		return v
	}
	file := designerFile()
	for i := range file.fields {
		if file.fields[i].name == "data_designer" {
			file.fields[i].spec = mapOf(anything())
		}
	}
	if inner == nil {
		at, hint := d.startSpan(v), "write the columns below columns:"
		for _, name := range []string{"columns", "data_designer"} {
			if e := v.misspelt(name, d.isSection); e != nil {
				at, hint = d.nodeSpan(e.keyNode), fmt.Sprintf("did you mean %s by %q?", name, clip(e.key))
			}
		}
		d.report(codeMissingField, at, "the file has neither columns nor data_designer", hint)
		return nil
	}
	w.checkObject(v, &file, "")
	if inner.value.kind != mapValue {
		return nil
	}
	return inner.value
}

// isSection reports whether a key is one of the config.
func (d *designer) isSection(key string) bool {
	top := designerConfig()
	return top.has(key)
}

// section is a list of the config whose items are looked at one by one, so that
// messages can name them.
type section struct {
	name  string
	item  spec
	owner func(i int, v *value) string
}

// sections checks every field of the config.
func (d *designer) sections() {
	top := designerConfig()
	named := d.named()
	for i := range top.fields {
		f := &top.fields[i]
		at := slices.IndexFunc(named, func(s section) bool { return s.name == f.name })
		if at < 0 {
			continue
		}
		named[at].item = *f.spec.elem
		f.spec = listOf(anything())
		f.spec.nullable = !f.required
	}
	w := walker{reader: d.reader}
	w.checkObject(d.config, &top, "")
	for _, s := range named {
		list := d.config.get(s.name)
		if !list.is(listValue) {
			continue
		}
		for i, item := range list.items {
			w := walker{reader: d.reader, owner: s.owner(i, item)}
			w.check(item, s.item, d.config)
		}
	}
}

func (d *designer) named() []section {
	by := func(word, key string) func(int, *value) string {
		return func(i int, v *value) string {
			if name := v.get(key); name.is(textValue) {
				return fmt.Sprintf("%s %q", word, clip(name.text))
			}
			return fmt.Sprintf("%s number %d", word, i+1)
		}
	}
	return []section{
		{name: "columns", owner: by("column", "name")},
		{name: "model_configs", owner: by("model", "alias")},
		{name: "tool_configs", owner: by("tool", "tool_alias")},
		{name: "constraints", owner: by("constraint on", "target_column")},
		{name: "profilers", owner: by("profiler of", "model_alias")},
		{name: "processors", owner: by("processor", "name")},
	}
}

// items are the mappings of a section.
func (d *designer) items(section string) []*value {
	var maps []*value
	if list := d.config.get(section); list.is(listValue) {
		for _, item := range list.items {
			if item.is(mapValue) {
				maps = append(maps, item)
			}
		}
	}
	return maps
}

func (d *designer) reference(v *value) Reference {
	if !v.is(textValue) {
		return Reference{}
	}
	return Reference{Name: v.text, Span: d.span(v)}
}

// references are the texts of a list.
func (d *designer) references(v *value) []Reference {
	var refs []Reference
	if v.is(listValue) {
		for _, item := range v.items {
			if item.is(textValue) {
				refs = append(refs, d.reference(item))
			}
		}
	}
	return refs
}

// models reads model_configs: of two with one alias the later counts (R55);
// without any, the library has its own (R54).
func (d *designer) models() {
	defined := newDefinitions("model", func(m Model) diag.Span { return m.AliasSpan })
	for _, v := range d.items("model_configs") {
		alias := v.get("alias")
		if !alias.is(textValue) {
			continue
		}
		inference := v.get("inference_parameters")
		m := Model{
			Alias: alias.text, Provider: v.get("provider").str(), ID: v.get("model").str(), Span: d.span(v),
			MaxParallelRequests: model.DefaultModel(alias.text).MaxParallelRequests, Kind: d.generationType(inference),
		}
		if n, ok := readWhole(inference.get("max_parallel_requests"), true); ok && n >= 1 {
			m.MaxParallelRequests = clamp(n)
		}
		m.SkipHealthCheck, _ = readTruth(v.get("skip_health_check"), true)
		m.AliasSpan, m.ProviderSpan = d.span(alias), d.spanOr(v.get("provider"), m.Span)
		m.LimitSpan = d.spanOr(inference.get("max_parallel_requests"), m.Span)
		defined.add(m.Alias, m)
	}
	d.file.Models, d.file.Duplicates = defined.list, append(d.file.Duplicates, defined.duplicates...)
	if len(d.file.Models) == 0 && len(d.items("model_configs")) == 0 {
		d.file.Models = suppliedModels()
	}
}

func (d *designer) generationType(inference *value) string {
	c := inferenceParameters()
	if tag := inference.get(c.key); tag.is(textValue) {
		return tag.text
	}
	if inference == nil {
		return "chat-completion"
	}
	kind, _ := c.implied(inference, nil)
	return kind
}

// clamp cuts a number to an int.
func clamp(n int64) int { return int(min(max(n, -1<<31), 1<<31-1)) }

// suppliedModels are those that Data Designer 0.9.6 offers where a config
// declares none (R54).
func suppliedModels() []Model {
	ids := map[string][4]string{
		"nvidia": {
			"nvidia/nemotron-3.5-lightning-30b-a3b", "nvidia/nemotron-3-super-120b-a12b",
			"nvidia/nemotron-3-nano-omni-30b-a3b-reasoning", "nvidia/nemotron-3-embed-1b",
		},
		"openai": {"gpt-4.1", "gpt-5", "gpt-5", "text-embedding-3-large"},
		"openrouter": {
			"nvidia/nemotron-3-nano-30b-a3b", "openai/gpt-oss-20b",
			"nvidia/nemotron-3-nano-omni-30b-a3b-reasoning:free", "openai/text-embedding-3-large",
		},
	}
	var models []Model
	for _, provider := range []string{"nvidia", "openai", "openrouter"} {
		for i, use := range []string{"text", "reasoning", "vision", "embedding"} {
			m := Model{
				Alias: provider + "-" + use, Provider: provider, ID: ids[provider][i], Kind: "chat-completion",
				MaxParallelRequests: model.DefaultModel("").MaxParallelRequests,
			}
			if use == "embedding" {
				m.Kind = use
			}
			models = append(models, m)
		}
	}
	return models
}

func (d *designer) tools() {
	for _, v := range d.items("tool_configs") {
		t := Tool{Alias: v.get("tool_alias").str(), Span: d.span(v), AliasSpan: d.spanOr(v.get("tool_alias"), d.span(v))}
		for _, provider := range d.references(v.get("providers")) {
			t.Providers = append(t.Providers, provider.Name)
		}
		d.file.Tools = append(d.file.Tools, t)
		d.file.Unmodelled = append(d.file.Unmodelled, fmt.Sprintf("calls of the tools %q", t.Alias))
	}
}

func (d *designer) profilers() {
	for _, v := range d.items("profilers") {
		if ref := d.reference(v.get("model_alias")); ref.Name != "" {
			d.file.Profilers = append(d.file.Profilers, ref)
			d.file.Unmodelled = append(d.file.Unmodelled, fmt.Sprintf("the profiler that calls %q once the dataset is built", ref.Name))
		}
	}
}

func (d *designer) constraints() {
	kind := constraint()
	for _, v := range d.items("constraints") {
		c := Constraint{Target: d.reference(v.get("target_column")), Span: d.span(v)}
		name := v.get(kind.key).str()
		if name == "" {
			name, _ = kind.implied(v, nil)
		}
		if name == "column_inequality" {
			c.Other = d.reference(v.get("rhs"))
		}
		d.file.Constraints = append(d.file.Constraints, c)
	}
}

// columns reads the columns in the order of the file. Of two with one name, the
// later stands at the place of the first (R20).
func (d *designer) columns() {
	defined := columnDefinitions()
	for _, v := range d.items("columns") {
		name := v.get("name")
		if !name.is(textValue) {
			continue
		}
		c := d.column(v)
		defined.add(c.Name, c)
	}
	d.file.Columns, d.file.Duplicates = defined.list, append(d.file.Duplicates, defined.duplicates...)
	d.subcategoryParents()
}

// isType reports whether the type of a column, and of its sampler, is one that
// there is; where it is not, it has a finding already.
func (d *designer) isType(c *Column) bool {
	types := designerColumn()
	_, known := types.find(c.Type)
	return known && (c.Sampler == nil || slices.Contains(samplerTypes(), c.Sampler.Type))
}

// subcategoryParents checks that the parent of a subcategory is a category
// where it is a column of the file at all (R19).
func (d *designer) subcategoryParents() {
	parents := map[string]*Column{}
	for i := range d.file.Columns {
		parents[d.file.Columns[i].Name] = &d.file.Columns[i]
	}
	for _, v := range d.items("columns") {
		if v.get("column_type").str() != "sampler" || v.get("sampler_type").str() != "subcategory" {
			continue
		}
		category := v.get("params").get("category")
		parent := parents[category.str()]
		if !category.is(textValue) || parent == nil || !d.isType(parent) || parent.Sampler != nil && parent.Sampler.Type == "category" {
			continue
		}
		kind := "a column of type " + parent.Type
		if parent.Sampler != nil {
			kind = "a sampler of type " + parent.Sampler.Type
		}
		d.report(codeContradiction, d.span(category), fmt.Sprintf("column %q: its category %q is %s", v.get("name").str(), category.text, kind),
			"name a sampler column of type category", diag.Note{Message: fmt.Sprintf("column %q is defined here", parent.Name), Span: parent.NameSpan})
	}
}
