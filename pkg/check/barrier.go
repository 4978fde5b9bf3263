package check

import (
	"fmt"

	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/diag"
	"github.com/dagplan/dagplan/pkg/model"
)

const codeBarrier diag.Code = "DP216"

// barriers reports expressions between two columns that call models cell by
// cell. An expression is made for a whole row group at once (R36), so that no
// row goes on before all of them have come so far.
//
// Expressions between the same two columns are one barrier, and one finding.
func barriers(c *checker) {
	before, after := c.modelsAround()
	type pair struct{ before, after int }
	found := make(map[pair][]int)
	var order []pair
	for i, column := range c.file.Columns {
		if at := (pair{before[i], after[i]}); isExpression(column) && at.before != none && at.after != none {
			if found[at] == nil {
				order = append(order, at)
			}
			found[at] = append(found[at], i)
		}
	}
	for _, at := range order {
		expressions := found[at]
		subject, verb, notes := "expression ", "is", []diag.Note(nil)
		for _, i := range expressions[1:] {
			notes = append(notes, noted(c.file.Columns[i].NameSpan, "a part of the same barrier"))
		}
		if len(notes) > 0 {
			subject, verb = "expressions ", "are"
		}
		c.report(codeBarrier, c.file.Columns[expressions[0]].NameSpan,
			fmt.Sprintf("%s%s %s a barrier: no row of %q starts before every row of %q in its row group is done",
				subject, c.listNames(expressions), verb, c.file.Columns[at.after].Name, c.file.Columns[at.before].Name),
			"write the expression into the templates that read it", notes...)
	}
}

func isExpression(column config.Column) bool { return column.Type == "expression" }

func callsByCell(column config.Column) bool {
	return len(column.Models) > 0 && column.Strategy == model.CellByCell
}

const none = -1

// modelsAround returns, for each column, one that calls a model cell by cell
// and that it reads, and one that reads it; both also through expressions, and
// none where there is none.
func (c *checker) modelsAround() (before, after []int) {
	order := c.graph.TopologicalOrder()
	before, after = make([]int, len(order)), make([]int, len(order))
	nearest := func(neighbours, of []int) int {
		for _, n := range neighbours {
			if callsByCell(c.file.Columns[n]) {
				return n
			}
			if isExpression(c.file.Columns[n]) && of[n] != none {
				return of[n]
			}
		}
		return none
	}
	for at := range order {
		up, down := int(order[at]), int(order[len(order)-1-at])
		before[up] = nearest(c.sources[up], before)
		after[down] = nearest(c.readers[down], after)
	}
	return before, after
}
