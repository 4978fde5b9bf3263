package config_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/diag"
	"github.com/dagplan/dagplan/pkg/model"
)

// ruleCase is a config with all that is found of it: findings, then columns.
type ruleCase struct {
	reason, text string
	want         []string
}

func check(t *testing.T, cases []ruleCase) {
	t.Helper()
	for _, c := range cases {
		if diff := cmp.Diff(c.want, verdictOf(c.text)); diff != "" {
			t.Errorf("%s (-want +got):\n%s\nof:\n%s", c.reason, diff, c.text)
		}
	}
}

func verdictOf(text string) []string {
	file, findings := config.Read("-", []byte(text), config.Options{Format: config.DataDesigner})
	lines := findingLines(findings)
	if file == nil {
		return append(lines, "no columns")
	}
	for _, c := range file.Columns {
		lines = append(lines, columnLine(c))
	}
	return lines
}

// findingLines are findings without the name of the file, each with its hint.
func findingLines(findings diag.List) []string {
	findings.Sort()
	var lines []string
	for _, f := range findings {
		line := fmt.Sprintf("%d:%d %s %s: %s (%s)", f.Span.Line, f.Span.Column, f.Severity, f.Code, f.Message, f.Hint)
		for _, n := range f.Notes {
			line += fmt.Sprintf(" [%d:%d %s]", n.Span.Line, n.Span.Column, n.Message)
		}
		lines = append(lines, line)
	}
	return lines
}

// columnLine is all that a graph needs to know of a column.
func columnLine(c config.Column) string {
	line := fmt.Sprintf("%q %s %s", c.Name, c.Type, c.Strategy)
	part := func(word string, names []string) {
		if len(names) > 0 {
			line += " " + word + " " + strings.Join(names, " ")
		}
	}
	var required, skip []string
	for _, d := range c.Dependencies {
		if d.Kind == model.Required {
			required = append(required, d.Name)
		} else {
			skip = append(skip, d.Name)
		}
	}
	part("requires", required)
	part("skips by", skip)
	part("writes", c.SideEffects)
	part("calls", c.Models)
	if c.Step > 0 {
		line += fmt.Sprintf(" step %d", c.Step)
	}
	if c.Drop {
		line += " dropped"
	}
	if !c.PropagatesSkip {
		line += " alone"
	}
	if c.Implicit {
		line += " implicit"
	}
	return line
}
