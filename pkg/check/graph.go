package check

import (
	"fmt"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/diag"
)

const codeCycle diag.Code = "DP301"

func graphCodes() []diag.CodeInfo {
	return []diag.CodeInfo{{
		Code: codeCycle, Severity: diag.Error, Title: "columns wait for each other",
		Detail: `A column of the cycle can never be made: each waits for another one of it. Every
edge of the cycle is listed with its line; take out the one that is not meant.
The finding stands at the edge that goes against the order of the file.
Data Designer notices this only when the build starts.`,
		Example: `columns:
  - name: draft
    depends_on: [verdict]
  - name: verdict
    depends_on: [draft]
`,
	}}
}

// cycles reports every cycle, with the line of each of its edges (R76).
func cycles(c *checker) {
	for _, err := range c.errs {
		cycle, ok := err.(*dag.CycleError)
		if !ok {
			continue
		}
		for _, names := range cycle.Cycles {
			c.reportCycle(names)
		}
	}
}

func (c *checker) reportCycle(names []string) {
	notes := make([]diag.Note, len(names))
	at := -1
	for i, reader := range names {
		source := names[(i+len(names)-1)%len(names)]
		span := c.edgeSpan(source, reader)
		notes[i] = noted(span, fmt.Sprintf("%q waits for %q", reader, source))
		if at < 0 && c.columns[reader] < c.columns[source] {
			at = i
		}
	}
	c.report(codeCycle, notes[at].Span, "columns wait for each other: "+dag.CycleText(names), "take out one of these dependencies", notes...)
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
