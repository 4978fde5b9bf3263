package config

import (
	"io/fs"

	"github.com/dagplan/dagplan/pkg/config/internal/pyyaml"
	"github.com/dagplan/dagplan/pkg/diag"
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
	r := newReader(name)
	root := r.parse(data)
	if root == nil {
		return nil, *r.findings
	}
	format := options.Format
	if format == 0 {
		format = formatOf(root)
	}
	var file *File
	if format == DataDesigner {
		file = r.dataDesigner(root, options)
	} else {
		file = r.native(root)
	}
	return file, *r.findings
}

// formatOf tells a config's format by what only one of them has: a column_type,
// or a section of Data Designer's.
func formatOf(root *pyyaml.Node) Format {
	if root.Child("data_designer") != nil {
		return DataDesigner
	}
	for _, f := range designerConfig().fields {
		if f.name != "columns" && root.Child(f.name) != nil {
			return DataDesigner
		}
	}
	if columns := root.Child("columns"); columns != nil && columns.Kind == pyyaml.Sequence {
		for _, c := range columns.Items {
			if c.Child("column_type") != nil {
				return DataDesigner
			}
		}
	}
	return Native
}
