package main

import (
	"embed"
	"fmt"
	"path"
	"strings"

	"github.com/dagplan/dagplan/pkg/diag"
)

// The built-in examples, a file each. The first comment line of a file says
// what it shows.
//
//go:embed examples/*.yaml
var exampleFiles embed.FS

const starterExample = "starter"

// exampleNames lists the built-in examples by name.
func exampleNames() []string {
	entries, err := exampleFiles.ReadDir("examples")
	if err != nil {
		return nil
	}
	names := make([]string, 0, len(entries))
	for _, entry := range entries {
		names = append(names, strings.TrimSuffix(entry.Name(), ".yaml"))
	}
	return names
}

// example returns a built-in example.
func example(name string) (source, error) {
	data, err := exampleFiles.ReadFile(path.Join("examples", name+".yaml"))
	if err != nil {
		hint := "the examples are " + strings.Join(exampleNames(), ", ")
		if near, found := diag.Nearest(name, exampleNames()); found {
			hint = fmt.Sprintf("did you mean %s? %s", near, hint)
		}
		return source{}, usagef(hint, "there is no built-in example %q", name)
	}
	return source{"example:" + name + ".yaml", data}, nil
}

// exampleSummary is what the first comment line of an example says of it.
func exampleSummary(data []byte) string {
	line, _, _ := strings.Cut(string(data), "\n")
	return strings.TrimSpace(strings.TrimPrefix(line, "#"))
}
