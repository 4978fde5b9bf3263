package config

import (
	"io/fs"

	"github.com/dagplan/dagplan/pkg/diag"
	"github.com/dagplan/dagplan/pkg/model"
)

// Options say how a config is read.
type Options struct {
	// Format is the format of the file; unset, it is found out by its fields.
	Format Format
	// SeedColumns are the columns of the seed source, for one that cannot be
	// opened.
	SeedColumns []string
	// Files opens the seed sources that the config names; nil opens none.
	Files Files
}

// Files opens a file or folder by the path that a config names: a relative one
// from the working directory of the engine (R11). An opened folder is an
// [fs.ReadDirFile].
type Files interface {
	Open(path string) (fs.File, error)
}

// Read reads a config. name is the path that findings are to show, and from
// which the folder of the config follows; its extension does not matter for the
// format.
//
// The File is nil only where nothing can be said about columns at all; with
// errors it holds what could be read.
func Read(name string, data []byte, options Options) (*File, diag.List) {
	return nil, nil
}

// ReadScenario reads a scenario file: the sections run, models, columns and
// seed_columns.
func ReadScenario(name string, data []byte) (Settings, diag.List) { return nil, nil }

// ParseSetting reads PATH=VALUE, such as models.writer.latency=2s. A part of
// the path that holds a dot is written in double quotes. The value is YAML.
func ParseSetting(text string) (Setting, error) { return Setting{}, nil }

// Scenario puts settings on top of Data Designer's defaults and of what the
// file says about its models: of two settings for one field, the later counts.
func Scenario(settings Settings, file *File) (model.Scenario, diag.List) {
	return model.Scenario{Run: model.DefaultRun()}, nil
}

// SeedColumns returns the setting seed_columns, false where there is none.
func (s Settings) SeedColumns() ([]string, bool) { return nil, false }

// Fields lists the fields of a scenario.
func Fields() []Field { return nil }

// Field describes one field of a scenario.
type Field struct {
	// Path is the path of the field; * stands for an alias or a column.
	Path string
	// Type says what a value looks like, such as a duration.
	Type string
	// Range says which values are allowed; empty for all of that type.
	Range string
	// Default is the value where the field is not given; empty for unset.
	Default string
	// Summary is one sentence.
	Summary string
}

// SchemaName names a schema.
type SchemaName string

// The schemas.
const (
	NativeSchema       SchemaName = "native"
	ScenarioSchema     SchemaName = "scenario"
	DataDesignerSchema SchemaName = "datadesigner"
)

// Schema returns the JSON Schema (2020-12) of a format.
func Schema(name SchemaName) ([]byte, error) { return nil, nil }

type value struct{}
