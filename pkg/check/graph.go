package check

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/diag"
)

const (
	codeCycle diag.Code = "DP301"
	codeStep  diag.Code = "DP302"
)

// cycles reports every cycle, with the line of each of its edges (R76).
func cycles(c *checker) {
	for _, err := range c.errs {
		var cycle *dag.CycleError
		if !errors.As(err, &cycle) {
			continue
		}
		hint := "take out one of these dependencies"
		if cycle.Truncated {
			hint += fmt.Sprintf("; there are more cycles among %d columns", cycle.Columns)
		}
		for _, names := range cycle.Cycles {
			c.reportCycle(names, hint)
		}
	}
}

// reportCycle reports one cycle. It stands at the edge that most likely is not
// meant: the first by which a column reads one that is defined later.
func (c *checker) reportCycle(names []string, hint string) {
	notes := make([]diag.Note, len(names))
	at := -1
	for i, reader := range names {
		source := names[(i+len(names)-1)%len(names)]
		notes[i] = noted(c.edgeSpan(source, reader), fmt.Sprintf("%q waits for %q", reader, source))
		if c.isBefore(reader, source) && (at < 0 || c.isBefore(reader, names[at])) {
			at = i
		}
	}
	c.report(codeCycle, notes[max(at, 0)].Span, "columns wait for each other: "+dag.CycleText(names), hint, notes...)
}

// isBefore reports whether the file defines a before b.
func (c *checker) isBefore(a, b string) bool {
	left, right := c.file.Columns[c.columns[a]].Span, c.file.Columns[c.columns[b]].Span
	return cmp.Or(cmp.Compare(left.Line, right.Line), cmp.Compare(left.Column, right.Column)) < 0
}

// edgeSpan returns where reader names source, or a side effect of it.
func (c *checker) edgeSpan(source, reader string) diag.Span {
	column := c.file.Columns[c.columns[reader]]
	for i, d := range column.Dependencies {
		if at, known := c.resolve(d.Name); known && c.file.Columns[at].Name == source && i < len(column.DependencySpans) {
			return column.DependencySpans[i]
		}
	}
	return column.NameSpan
}

// steps reports columns of one step that no task can make together.
func steps(c *checker) {
	for _, err := range c.errs {
		var step *dag.StepError
		if !errors.As(err, &step) {
			continue
		}
		notes := []diag.Note{noted(c.file.Columns[c.columns[step.First]].NameSpan, "another column of the step")}
		for _, w := range step.Waits {
			notes = append(notes, noted(c.edgeSpan(w.Upstream, w.Column), fmt.Sprintf("%q waits for %q", w.Column, w.Upstream)))
		}
		c.report(codeStep, c.file.Columns[c.columns[step.Column]].NameSpan, step.Error(), "give one of them a step of its own", notes...)
	}
}
