// Package config reads configs: dagplan's own YAML format, and Data Designer
// configs as they are, in YAML or JSON, in both of their shapes. It keeps the
// place of everything that a later finding may be about, and reports every
// finding of a file, not the first.
//
// [Read] reads a config, [ReadScenario] a scenario file, [ParseSetting] one
// field of a scenario from the command line, and [Scenario] puts them together.
// [Schema] prints the fields of each format as a JSON Schema, from the same
// tables by which they are checked.
//
// The package knows fields, types and templates. Whether names exist, columns
// wait for each other, or a file makes sense is for packages dag and check.
//
// Rules numbered R1 to R93, V1 to V9 and S1 to S5 are those by which Data
// Designer 0.9.6 reads a config; docs/datadesigner.md lists them.
package config

import (
	"github.com/dagplan/dagplan/pkg/diag"
	"github.com/dagplan/dagplan/pkg/model"
)

// Format is the format of a config.
type Format uint8

// The formats.
const (
	// Native is dagplan's own format. Text form: native.
	Native Format = iota + 1
	// DataDesigner is a NeMo Data Designer config. Text form: datadesigner.
	DataDesigner
)

// String returns the text form, or unset for the zero value.
func (f Format) String() string {
	switch f {
	case Native:
		return "native"
	case DataDesigner:
		return "datadesigner"
	default:
		return "unset"
	}
}

// MarshalText returns the text form.
func (f Format) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// File is a config that has been read. What a finding of severity error was
// about is left out or unset, so that the rest can still be checked.
type File struct {
	// Name is the path by which the file was named, "-" for standard input.
	Name   string
	Format Format
	// Columns stand in the order of their ids in a graph: for Data Designer the
	// columns of the seed, then samplers, then generated columns, each in the
	// order of the file (R78); natively the order of the file. Names are unique
	// but for a written column that has the name of one that the library adds
	// (R71): of several definitions the last one stands at the place of the first
	// (R20).
	Columns []Column
	// Duplicates are the definitions that a later one of the same name replaced,
	// in the order of the file.
	Duplicates []Duplicate
	// Models are the models that the file declares; for a Data Designer config
	// without any, those that the library supplies (R54).
	Models []Model
	// Processors transform row groups before or after they are built.
	Processors []Processor
	// Settings are the sections run, models and columns of the file, as far as
	// they set fields of a scenario.
	Settings Settings
	// Unmodelled names what of the file a simulation leaves out, such as tool
	// servers or profilers, one clause each.
	Unmodelled []string

	// The rest is what only a Data Designer config has.

	// Seed is the source of seed columns, nil without seed_config.
	Seed *Seed
	// Constraints bound sampler columns by a number or by each other.
	Constraints []Constraint
	// Tools are the tool_configs.
	Tools []Tool
	// Profilers are the aliases that profilers name.
	Profilers []Reference
}

// Column is a column with the places that findings about it point to.
type Column struct {
	model.Column
	// Span is the whole entry, NameSpan the value of its name. Both are the seed
	// source, or the section columns, for a column that is Implicit.
	Span, NameSpan diag.Span
	// DependencySpans are the places that name Column.Dependencies, index by
	// index: for a template, the place inside it.
	DependencySpans []diag.Span
	// ModelSpans are the places that name Column.Models, index by index.
	ModelSpans []diag.Span
	// Implicit is true for a column that the file does not write: one of the seed
	// source (R70), or _internal_row_id (R71).
	Implicit bool

	// The rest is what only a Data Designer column has.

	// Templates are the Jinja templates of the column, in the order prompt,
	// system_prompt, expr, skip.when.
	Templates []Template
	// Targets are the columns that are named outside of templates: target_columns,
	// target_column, and column_name of a context.
	Targets []Reference
	// HasContext is true where multi_modal_context is given, if only as an empty
	// list.
	HasContext bool
	// Language is code_lang, of the column or of its code validator.
	Language string
	// LanguageSpan is the place of Language, or else the whole entry.
	LanguageSpan diag.Span
	// Validator is validator_type: code or remote.
	Validator string
	// Sampler holds the parameters of a sampler column, nil for others.
	Sampler *Sampler
	// Tool is tool_alias; its Name is empty without.
	Tool Reference
}

// Reference is a name and the place where it is written.
type Reference struct {
	Name string
	Span diag.Span
}

// Duplicate is a definition that a later one replaced.
type Duplicate struct {
	Name string
	// First is the place of the name in the definition that was replaced, Last
	// that in the definition that counts.
	First, Last diag.Span
	// What is column or model.
	What string
}

// Template is a Jinja template with the names it reads.
type Template struct {
	// Field is prompt, system_prompt, expr or skip.when; of a processor, the key
	// below template; of a sampler, the condition.
	Field string
	// Text is the template, Span its place.
	Text string
	Span diag.Span
	// References are the names that the template leaves undeclared, each once, in
	// the order and at the place of their first occurrence (R61).
	References []Reference
	// Refusals say what the renderer that Data Designer uses by default refuses
	// when the build runs, though the template is correct (R69d). A skip condition
	// has a renderer of its own, and none.
	Refusals []Refusal
	// SingleBraces are the names that stand in single braces, as in a Python
	// format string, where a Jinja template needs two (V3).
	SingleBraces []Reference
	// Invalid is true where the text is no template, which has a finding.
	Invalid bool
}

// Refusal is a part of a template that a renderer refuses.
type Refusal struct {
	// Message names the part.
	Message string
	Span    diag.Span
	// Conditional is true where only the rows fail for which the part is rendered.
	Conditional bool
}

// Sampler holds what of a sampler column refers to others (S1).
type Sampler struct {
	// Type is sampler_type, ParamsType that which the parameters carry (R29), at
	// ParamsSpan; it is Type where they carry none.
	Type, ParamsType string
	ParamsSpan       diag.Span
	// Category is the parent of a subcategory, Reference the column that a
	// timedelta counts from; a Name is empty for other types.
	Category, Reference Reference
	// Values are the values of a category, in the order of the file.
	Values []CategoryValue
	// Subcategories are the keys of a subcategory's values.
	Subcategories []Subcategory
	// Conditions are the keys of conditional_params.
	Conditions []Condition
	// ConvertTo is convert_to, Distribution is dist_name; a Name is empty without.
	ConvertTo, Distribution Reference
}

// Subcategory is one key of the values of a subcategory sampler.
type Subcategory struct {
	Reference
	// Len is the number of values that the parent's value may take.
	Len int
}

// Condition is one key of conditional_params, with the parameters that hold
// where it is true.
type Condition struct {
	// Template is the condition. It may be Invalid, which Data Designer notices
	// only when the build runs (S5), so that there is no finding yet.
	Template
	// Problem says why it is Invalid, ProblemSpan where.
	Problem     string
	ProblemSpan diag.Span
	// Values and Subcategories are those of [Sampler], under the condition.
	Values        []CategoryValue
	Subcategories []Subcategory
}

// CategoryValue is a value of a category. Only a text can be the key of a
// subcategory's values: 1 is not "1" (S4).
type CategoryValue struct {
	Text   string
	IsText bool
}

// Model is a model that the file declares.
type Model struct {
	Alias, Provider, ID string
	MaxParallelRequests int
	SkipHealthCheck     bool
	// Span is the whole entry, or natively its alias; it is zero for a model that
	// the library supplies.
	Span diag.Span
	// AliasSpan, ProviderSpan and LimitSpan are the places of Alias, Provider and
	// MaxParallelRequests, each of them Span where it is not written.
	AliasSpan, ProviderSpan, LimitSpan diag.Span
	// Kind is chat-completion, embedding or image; empty natively.
	Kind string
}

// Processor transforms row groups.
type Processor struct {
	Name, Type string
	// Columns are the columns, or patterns with a *, that a drop_columns processor
	// names.
	Columns []Reference
	// Templates are the values of a schema_transform processor (V9).
	Templates []Template
	Span      diag.Span
}

// Seed is where seed columns come from.
type Seed struct {
	// Type is seed_type, Path the path of the source as written.
	Type, Path string
	// Span is the source, PathSpan its path.
	Span, PathSpan diag.Span
	// Columns are the columns of the source; see Known.
	Columns []string
	// Known is false where the source could not be opened, and nobody said which
	// columns it has: Columns are then the names that the config refers to and
	// nothing else explains.
	Known bool
	// Rows is the number of rows of the source, or as many as Selection needs where
	// there are more, or -1 where they were not counted.
	Rows int64
	// Selection is the part of the source that is used, nil for all of it.
	Selection *Selection
}

// Selection is a part of a seed source.
type Selection struct {
	// ByPartition is true for partition Index of Partitions, false for the rows
	// from Start to End, both inclusive.
	ByPartition       bool
	Start, End        int64
	Index, Partitions int64
	Span              diag.Span
}

// Constraint bounds a sampler column (R60a).
type Constraint struct {
	Target Reference
	// Other is the column on the right-hand side; its Name is empty where that is
	// a number.
	Other Reference
	Span  diag.Span
}

// Tool is a tool_config (R57).
type Tool struct {
	Alias     string
	Providers []string
	// Span is the whole entry, AliasSpan the place of Alias.
	Span, AliasSpan diag.Span
}

// Settings are fields of a scenario, in the order in which they were written:
// of two for the same field, the later one counts.
type Settings []Setting

// Setting is one field of a scenario: its path, such as models, writer,
// latency, and its value as YAML decodes it.
type Setting struct {
	Path  []string
	Value any
	Span  diag.Span
	// Origin says where the value comes from: flag, environment, scenario,
	// config or default.
	Origin string

	// at is the value with the places of its parts, nil where only Value is known.
	at *value
}
