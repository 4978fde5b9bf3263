package check

import (
	"fmt"
	"strings"

	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/diag"
)

const (
	codePaidForNothing diag.Code = "DP211"
	codeUnusedColumn   diag.Code = "DP212"
	codeSkipsNothing   diag.Code = "DP215"
)

// unusedColumns reports columns that the finished dataset leaves out and that
// nothing in it depends on: directly, or through others that are left out too.
func unusedColumns(c *checker) {
	live := c.liveColumns()
	for i, column := range c.file.Columns {
		if live[i] || column.Implicit || c.onlyStart(i) {
			continue
		}
		how := "nothing reads it"
		if len(c.readers[i]) > 0 {
			how = fmt.Sprintf("what reads it is not kept either: %s", c.readerNames(i))
		}
		if len(column.Models) > 0 {
			c.report(codePaidForNothing, column.NameSpan, fmt.Sprintf("column %q is paid for and not kept, and %s", column.Name, how),
				"take it out, or keep it")
		} else {
			c.report(codeUnusedColumn, column.NameSpan, fmt.Sprintf("column %q is not kept, and %s", column.Name, how),
				"take it out, or keep it")
		}
	}
}

// onlyStart reports whether a sampler is the only column that a build can
// start with: older releases of Data Designer want one, and a config that never
// reads it has a uuid for it.
func (c *checker) onlyStart(i int) bool {
	if c.file.Columns[i].Sampler == nil {
		return false
	}
	for j, column := range c.file.Columns {
		if j != i && (column.Sampler != nil || column.Type == "seed-dataset") {
			return false
		}
	}
	return true
}

// liveColumns reports, for each column, whether the finished dataset holds it
// or depends on it. A side effect is kept where its column is dropped.
func (c *checker) liveColumns() []bool {
	live := make([]bool, len(c.file.Columns))
	var queue []int
	mark := func(i int) {
		if !live[i] {
			live[i] = true
			queue = append(queue, i)
		}
	}
	for i, column := range c.file.Columns {
		if !column.Drop || len(column.SideEffects) > 0 || c.transformed[i] {
			mark(i)
		}
	}
	for len(queue) > 0 {
		i := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, source := range c.sources[i] {
			mark(source)
		}
	}
	return live
}

// maxNames caps how many names a message lists.
const maxNames = 5

func (c *checker) readerNames(i int) string { return c.listNames(c.readers[i]) }

// listNames names columns, the first few of many.
func (c *checker) listNames(columns []int) string {
	var text strings.Builder
	for at, i := range columns {
		if at == maxNames {
			fmt.Fprintf(&text, " and %d more", len(columns)-maxNames)
			break
		}
		if at > 0 {
			text.WriteString(", ")
		}
		fmt.Fprintf(&text, "%q", c.file.Columns[i].Name)
	}
	return text.String()
}

// pointlessSkips reports skip conditions of columns that are dropped and that
// nothing reads: whether the value is made or skipped shows nowhere.
func pointlessSkips(c *checker) {
	for i, column := range c.file.Columns {
		if !column.SkipsWhen || !column.Drop || len(c.readers[i]) > 0 || len(column.SideEffects) > 0 || c.transformed[i] {
			continue
		}
		c.report(codeSkipsNothing, skipSpan(column), fmt.Sprintf("the skip condition of column %q decides nothing: the column is dropped, and nothing reads it", column.Name),
			"take the condition out, or keep the column")
	}
}

// skipSpan returns the place of a column's skip condition.
func skipSpan(column config.Column) diag.Span {
	for _, template := range column.Templates {
		if template.Field == skipField {
			return template.Span
		}
	}
	return column.NameSpan
}

// skipField is the Field of the template that is a skip condition.
const skipField = "skip.when"
