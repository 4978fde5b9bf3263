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
func barriers(c *checker) {
	before, after := c.modelsAround()
	for i, column := range c.file.Columns {
		if !isExpression(column) || before[i] == none || after[i] == none {
			continue
		}
		c.report(codeBarrier, column.NameSpan,
			fmt.Sprintf("expression %q is a barrier: no row of %q starts before every row of %q in its row group is done",
				column.Name, c.file.Columns[after[i]].Name, c.file.Columns[before[i]].Name),
			"write the expression into the templates that read it")
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
