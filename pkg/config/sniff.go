package config

import (
	"regexp"

	"github.com/dagplan/dagplan/pkg/config/internal/pyyaml"
)

// LooksLikeConfig reports whether a file that nobody named is worth reading as
// a config: a mapping with a list of columns, or with data_designer. Of a file
// that cannot be read, a line that begins with one of the two is enough, so that
// a broken config is not passed over.
func LooksLikeConfig(data []byte) bool {
	mark := regexp.MustCompile(`(?m)(?:^|[{,])[ \t]*["']?(?:columns|data_designer)["']?[ \t]*:`)
	if !mark.Match(data) {
		return false
	}
	source, err := pyyaml.NewSource(data)
	if err != nil {
		return true
	}
	root, err := pyyaml.Parse(source)
	if err != nil {
		return true
	}
	columns := root.Child("columns")
	return root.Child("data_designer") != nil || columns != nil && columns.Kind == pyyaml.Sequence
}
