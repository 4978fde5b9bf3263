package config

import (
	_ "embed"
	"strings"
)

//go:embed codecs.txt
var pythonCodecs string

// isPythonCodec reports whether Python's codecs.lookup knows an encoding.
func isPythonCodec(name string) bool {
	normal := strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '.'
	}), "_")
	return strings.Contains(pythonCodecs, "\n"+normal+"\n")
}
