package check_test

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/dagplan/dagplan/pkg/check"
	"github.com/dagplan/dagplan/pkg/config"
)

// ruleCase is a config with all that is found of it, and the edges of its graph.
type ruleCase struct {
	reason, text string
	want         []string
}

func checkRule(t *testing.T, cases []ruleCase) {
	t.Helper()
	for _, c := range cases {
		if diff := cmp.Diff(c.want, judged(c.text)); diff != "" {
			t.Errorf("%s (-want +got):\n%s\nof:\n%s", c.reason, diff, c.text)
		}
	}
}

// seedFiles are what a config finds in the working directory.
type seedFiles struct{ fstest.MapFS }

func (s seedFiles) Open(name string) (fs.File, error) { return s.MapFS.Open(path.Clean(name)) }

func judged(text string) []string {
	files := seedFiles{fstest.MapFS{
		"people.csv":   {Data: []byte("name,age\nana,30\nbo,41\n")},
		"notes.txt":    {Data: []byte("notes\n")},
		"broken.json":  {Data: []byte("{\"a\": ")},
		"more/a.jsonl": {Data: []byte("{\"q\": 1}\n{\"q\": 2}\n")},
		"more/b.jsonl": {Data: []byte("{\"q\": 3, \"r\": 4}\n")},
	}}
	_, graph, findings := check.Config("config.yaml", []byte(text), config.Options{Format: config.DataDesigner, Files: files})
	var lines []string
	for _, f := range findings {
		line := fmt.Sprintf("%d:%d %s %s: %s (%s)", f.Span.Line, f.Span.Column, f.Severity, f.Code, f.Message, f.Hint)
		for _, n := range f.Notes {
			line += fmt.Sprintf(" [%d:%d %s]", n.Span.Line, n.Span.Column, n.Message)
		}
		lines = append(lines, line)
	}
	if graph == nil {
		return append(lines, "no graph")
	}
	parts := []string{strings.Join(graph.Names(), " ")}
	for _, e := range graph.Edges() {
		edge := graph.Name(e.From) + " < " + graph.Name(e.To)
		if e.Via != "" {
			edge += " via " + e.Via
		}
		parts = append(parts, edge)
	}
	return append(lines, strings.Join(parts, ", "))
}
