// Package config reads configs: dagplan's own YAML format, and Data Designer
// configs as they are, in YAML or JSON, in both of their shapes. It keeps the
// place of everything that a later finding may be about, and reports every
// finding of a file, not the first.
//
// The package knows fields, types and templates. Whether names exist, columns
// wait for each other, or a file makes sense is for packages dag and check.
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

// File is a config that has been read.
type File struct {
	// Name is the path by which the file was named, "-" for standard input.
	Name   string
	Format Format
	// Columns stand in the order of their ids in a graph: for Data Designer the
	// columns of the seed, then samplers, then generated columns, each in the
	// order of the file (R78); natively the order of the file.
	Columns []Column
	// Models are the models that the file declares.
	Models []Model
	// Processors transform row groups before or after they are built.
	Processors []Processor
	// Settings are the sections run, models and columns of the file, as far as
	// they set fields of a scenario.
	Settings Settings
	// Unmodelled names what of the file a simulation leaves out, such as tool
	// servers or plugin columns, one clause each.
	Unmodelled []string
}

// Column is a column with the places that findings about it point to.
type Column struct {
	model.Column
	// Span is the whole entry, NameSpan the value of its name.
	Span, NameSpan diag.Span
	// DependencySpans are the places that name Column.Dependencies, index by
	// index: for a template, the place inside it.
	DependencySpans []diag.Span
	// ModelSpans are the places that name Column.Models, index by index.
	ModelSpans []diag.Span
}

// Model is a model that the file declares.
type Model struct {
	Alias, Provider, ID string
	MaxParallelRequests int
	Span                diag.Span
}

// Processor transforms row groups.
type Processor struct {
	Name, Type string
	// Columns are the columns that a drop_columns processor names.
	Columns []string
	Span    diag.Span
}

// Settings are fields of a scenario, in the order in which they were written.
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
}
