package check

import (
	"fmt"
	"strings"

	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/diag"
)

const (
	codeUnknownColumn diag.Code = "DP201"
	codeReadsItself   diag.Code = "DP206"
	codeHiddenEffect  diag.Code = "DP207"
)

// read is one place where a column names another.
type read struct {
	name string
	at   diag.Span
	// how says how the column reads it, such as: prompt of column "a" reads.
	how string
}

// reads lists every place where a column names another, in the order of the
// file: for a Data Designer column, each template and target by itself, so that
// a name that two templates get wrong is found twice.
func reads(column config.Column) []read {
	var list []read
	for _, template := range column.Templates {
		for _, ref := range template.References {
			list = append(list, read{ref.Name, ref.Span, fmt.Sprintf("%s of column %q reads", template.Field, column.Name)})
		}
	}
	for _, target := range column.Targets {
		list = append(list, read{target.Name, target.Span, fmt.Sprintf("column %q targets", column.Name)})
	}
	if column.Type != "" {
		return list
	}
	for i, d := range column.Dependencies {
		list = append(list, read{d.Name, column.DependencySpans[i], fmt.Sprintf("column %q depends on", column.Name)})
	}
	return list
}

// unknownColumns reports names that are neither a column nor a side effect
// (R84, R85, V1, V5, V6).
func unknownColumns(c *checker) {
	for _, column := range c.file.Columns {
		for _, r := range reads(column) {
			if _, known := c.resolve(r.name); !known {
				c.report(codeUnknownColumn, r.at, fmt.Sprintf("%s %q, which does not exist", r.how, r.name), c.missingHint(r.name))
			}
		}
	}
}

// missingHint says what to do about a name that does not exist.
func (c *checker) missingHint(name string) string {
	for _, effect := range []struct{ suffix, field string }{{"__trace", "with_trace"}, {"__reasoning_content", "extract_reasoning_content"}} {
		producer, found := strings.CutSuffix(name, effect.suffix)
		if i, known := c.columns[producer]; found && known && c.file.Format == config.DataDesigner && len(c.file.Columns[i].Models) > 0 {
			return fmt.Sprintf("set %s of column %q, which writes it then", effect.field, producer)
		}
	}
	return c.spelling.Hint(name, "define that column, or take the name out")
}

// selfReads reports columns that name themselves, or a side effect of
// themselves: the graph ignores it (R84), and the value is not there yet.
func selfReads(c *checker) {
	for i, column := range c.file.Columns {
		for _, r := range reads(column) {
			if at, known := c.resolve(r.name); known && at == i {
				c.report(codeReadsItself, r.at, fmt.Sprintf("%s %q, which it makes itself", r.how, r.name),
					"take the name out: when the column is made, its own value is not there")
			}
		}
	}
}

// hiddenEffects reports who reads a side effect by a name that a column of its
// own has: the column wins (R83).
func hiddenEffects(c *checker) {
	for _, column := range c.file.Columns {
		for _, r := range reads(column) {
			real, isColumn := c.columns[r.name]
			producer, isEffect := c.producers[r.name]
			if !isColumn || !isEffect || real == producer {
				continue
			}
			c.report(codeHiddenEffect, r.at,
				fmt.Sprintf("%s %q: the column of that name, not the side effect of column %q", r.how, r.name, c.file.Columns[producer].Name),
				"rename the column where the side effect is meant",
				noted(c.file.Columns[real].NameSpan, "the column"), noted(c.file.Columns[producer].NameSpan, "the column with the side effect"))
		}
	}
}
