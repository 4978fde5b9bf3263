package config

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/dagplan/dagplan/pkg/model"
)

// Column steps of Data Designer: all columns of the seed are made by one task
// of a row group, and so are all samplers (R78).
const (
	seedStep = iota + 1
	samplerStep
)

// strategyOf is the strategy of a column type (R28 to R44).
func strategyOf(columnType string) model.Strategy {
	switch columnType {
	case "sampler", "seed-dataset", "expression", "validation":
		return model.FullColumn
	default:
		return model.CellByCell
	}
}

// column reads one column. Its fields have been checked; those that are wrong
// count as not given.
func (d *designer) column(v *value) Column {
	name := v.get("name")
	c := Column{Span: d.span(v), NameSpan: d.span(name)}
	c.Name, c.Type = name.text, v.get("column_type").str()
	c.Strategy, c.PropagatesSkip = strategyOf(c.Type), true
	c.Drop, _ = readTruth(v.get("drop"), true)
	if propagates, given := readTruth(v.get("propagate_skip"), true); given {
		c.PropagatesSkip = propagates
	}
	if alias := v.get("model_alias"); alias.is(textValue) && c.Type != "sampler" {
		c.Models, c.ModelSpans = append(c.Models, alias.text), append(c.ModelSpans, d.span(alias))
	}
	owner := fmt.Sprintf("column %q", clip(c.Name))
	switch c.Type {
	case "sampler":
		c.Step, c.Sampler = samplerStep, d.sampler(v)
	case "seed-dataset":
		c.Step = seedStep
	case "expression":
		d.expression(&c, v, owner)
	case "validation":
		c.Targets = d.references(v.get("target_columns"))
		c.Validator = v.get("validator_type").str()
		d.language(&c, v.get("validator_params").get("code_lang"))
	case "embedding":
		if target := d.reference(v.get("target_column")); v.get("target_column").is(textValue) {
			c.Targets = append(c.Targets, target)
		}
	case "custom":
		d.custom(&c, v)
	default:
		d.prompts(&c, v, owner)
	}
	d.require(&c)
	d.skip(&c, v, owner)
	return c
}

// custom reads what of a custom column a file can say.
func (d *designer) custom(c *Column, v *value) {
	if v.get("generation_strategy").str() == model.FullColumn.String() {
		c.Strategy = model.FullColumn
	}
	d.file.Unmodelled = append(d.file.Unmodelled, fmt.Sprintf("what the Python function of column %q reads, writes and calls", c.Name))
}

// prompts reads a column that a model makes (R31 to R35, R40).
func (d *designer) prompts(c *Column, v *value, owner string) {
	d.language(c, v.get("code_lang"))
	for _, name := range []string{"prompt", "system_prompt"} {
		if t := v.get(name); t.is(textValue) && (name == "prompt" || t.text != "") {
			c.Templates = append(c.Templates, d.template(owner, name, t))
		}
	}
	context := v.get("multi_modal_context")
	c.HasContext = context.given()
	if context.is(listValue) {
		for _, item := range context.items {
			if ref := item.get("column_name"); ref.is(textValue) {
				c.Targets = append(c.Targets, d.reference(ref))
			}
		}
	}
	c.Tool = d.reference(v.get("tool_alias"))
	if c.Type == "image" {
		return
	}
	if trace := v.get("with_trace").str(); trace != "" && trace != "none" {
		c.SideEffects = append(c.SideEffects, c.Name+"__trace")
	}
	if reasoning, _ := readTruth(v.get("extract_reasoning_content"), true); reasoning {
		c.SideEffects = append(c.SideEffects, c.Name+"__reasoning_content")
	}
}

func (d *designer) language(c *Column, lang *value) {
	c.Language, c.LanguageSpan = lang.str(), c.Span
	if c.Language != "" {
		c.LanguageSpan = d.span(lang)
	}
}

// expression reads a template over other columns (R36).
func (d *designer) expression(c *Column, v *value, owner string) {
	expr := v.get("expr")
	if !expr.is(textValue) {
		return
	}
	if strings.TrimSpace(expr.text) == "" {
		d.report(codeEmptyExpression, d.span(expr), owner+": expr is empty", "write a template such as \"{{ name }}\", or remove the column")
		return
	}
	c.Templates = append(c.Templates, d.template(owner, "expr", expr))
}

// require lists what a column reads: the names of its templates, then its
// targets, each once.
func (d *designer) require(c *Column) {
	var refs []Reference
	for _, t := range c.Templates {
		refs = append(refs, t.References...)
	}
	c.depend(append(refs, c.Targets...), model.Required)
}

// depend adds dependencies of one kind, each name once.
func (c *Column) depend(refs []Reference, kind model.DependencyKind) {
	seen := make(map[string]bool, len(refs))
	for _, ref := range refs {
		if seen[ref.Name] {
			continue
		}
		seen[ref.Name] = true
		c.Dependencies = append(c.Dependencies, model.Dependency{Name: ref.Name, Kind: kind})
		c.DependencySpans = append(c.DependencySpans, ref.Span)
	}
}

// skip reads the skip condition (R22 to R26).
func (d *designer) skip(c *Column, v *value, owner string) {
	skip := v.get("skip")
	when := skip.get("when")
	if !when.is(textValue) {
		return
	}
	c.SkipsWhen = true
	t := d.template(owner, "skip.when", when)
	t.Refusals = nil
	c.Templates = append(c.Templates, t)
	if len(t.References) == 0 && !t.Invalid {
		d.report(codeSkip, t.Span, owner+": skip.when names no column", "write the condition in braces: \"{{ name == 0 }}\"")
	}
	if c.Type == "sampler" || c.Type == "seed-dataset" {
		d.report(codeSkip, d.span(skip), fmt.Sprintf("%s: a column of type %s cannot be skipped: all of them are made at once", owner, c.Type), "remove skip")
	}
	for _, ref := range t.References {
		if ref.Name == c.Name || slices.Contains(c.SideEffects, ref.Name) {
			d.report(codeSkip, ref.Span, fmt.Sprintf("%s: skip.when reads %q, which the column itself makes", owner, ref.Name), "name another column")
		}
	}
	c.depend(t.References, model.SkipCondition)
	if c.Type == "expression" {
		d.skipValue(skip.get("value"), v.get("dtype").str(), owner)
	}
}

// skipValue checks that the value of a skipped row has the type of an
// expression (R26).
func (d *designer) skipValue(v *value, dtype, owner string) {
	if !v.given() {
		return
	}
	ok := true
	switch {
	case dtype == "int" && v.kind == textValue:
		_, ok = pythonInt(v.text)
		ok = ok && !strings.Contains(v.text, ".") // int() reads no "2.0"
	case dtype == "int" && v.kind == floatValue:
		ok = !math.IsNaN(v.number) && !math.IsInf(v.number, 0)
	case dtype == "float" && v.kind == textValue:
		_, ok = pythonFloat(v.text)
	case dtype == "float" && v.kind == intValue:
		ok = !math.IsInf(v.number, 0)
	}
	if !ok {
		d.report(codeSkipValue, d.span(v), fmt.Sprintf("%s: skip.value %s is no %s, which is the dtype of the column", owner, found(v), dtype), "change one of them")
	}
}

// sampler reads what of a sampler refers to other samplers (S1 to S5).
func (d *designer) sampler(v *value) *Sampler {
	params := v.get("params")
	s := &Sampler{
		Type: v.get("sampler_type").str(), Category: d.reference(params.get("category")),
		Reference: d.reference(params.get("reference_column_name")), Distribution: d.reference(params.get("dist_name")),
		ConvertTo: d.reference(v.get("convert_to")), Values: categories(params),
	}
	s.ParamsType = s.Type
	if own := params.get("sampler_type"); own.is(textValue) {
		s.ParamsType = own.text
		s.ParamsSpan = d.span(own)
	}
	s.Subcategories = d.subcategories(params)
	if conditional := v.get("conditional_params"); conditional.is(mapValue) {
		for i := range conditional.entries {
			e := &conditional.entries[i]
			c := d.condition(e)
			c.Values, c.Subcategories = categories(e.value), d.subcategories(e.value)
			s.Conditions = append(s.Conditions, c)
		}
	}
	return s
}

// categories are the values of a category.
func categories(params *value) []CategoryValue {
	list := params.get("values")
	if !list.is(listValue) {
		return nil
	}
	values := make([]CategoryValue, len(list.items))
	for i, v := range list.items {
		values[i] = CategoryValue{Text: found(v)}
		if v.kind == textValue {
			values[i] = CategoryValue{Text: v.text, IsText: true}
		}
	}
	return values
}

func (d *designer) subcategories(params *value) []Subcategory {
	m := params.get("values")
	if !m.is(mapValue) {
		return nil
	}
	var out []Subcategory
	for _, e := range m.entries {
		out = append(out, Subcategory{Reference: Reference{Name: e.key, Span: d.nodeSpan(e.keyNode)}, Len: len(e.value.items)})
	}
	return out
}
