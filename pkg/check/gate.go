package check

import (
	"fmt"
	"slices"

	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/diag"
	"github.com/dagplan/dagplan/pkg/model"
)

const codeBeforeGate diag.Code = "DP213"

// gateBudget caps the columns that are walked through to see on what gates
// depend. A file with so many gates gets its findings for the first ones.
const gateBudget = 10_000_000

// beforeGate reports columns that call a model in every row, though all that
// reads them is skipped under one and the same condition, which does not depend
// on them: with the same condition they would not be paid for in those rows.
func beforeGate(c *checker) {
	gates, budget := c.gates(), gateBudget
	for i, column := range c.file.Columns {
		if len(column.Models) == 0 || gates[i] != noGate || len(column.SideEffects) > 0 || len(c.readers[i]) == 0 || c.transformed[i] {
			continue
		}
		gate := gates[c.readers[i][0]]
		if gate == noGate || slices.ContainsFunc(c.readers[i], func(reader int) bool { return gates[reader] != gate }) {
			continue
		}
		if c.anyDependsOn(c.gateSources(gate), i, &budget) || budget < 0 {
			continue
		}
		gated := c.file.Columns[gate]
		c.report(codeBeforeGate, column.NameSpan,
			fmt.Sprintf("column %q calls model %q in every row, but what reads it is skipped by the condition of column %q", column.Name, column.Models[0], gated.Name),
			"give it the same skip condition, or silence this where the dataset is to keep it in every row",
			noted(skipSpan(gated), fmt.Sprintf("the condition that skips %s", c.readerNames(i))))
	}
}

const noGate = -1

// gates returns, for each column, the column by whose condition it is skipped:
// itself, or one whose skip propagates to it (R93); noGate where it never is.
// Columns whose conditions are written alike count as one gate.
func (c *checker) gates() []int {
	gates := slices.Repeat([]int{noGate}, len(c.file.Columns))
	first := make(map[string]int)
	for _, id := range c.graph.TopologicalOrder() {
		i := int(id)
		column := c.file.Columns[i]
		if column.SkipsWhen {
			condition := conditionOf(column)
			if _, known := first[condition]; !known {
				first[condition] = i
			}
			gates[i] = first[condition]
		} else if column.PropagatesSkip {
			gates[i] = c.inheritedGate(i, gates)
		}
	}
	return gates
}

// inheritedGate returns the gate of the first required column that has one.
func (c *checker) inheritedGate(i int, gates []int) int {
	for _, d := range c.file.Columns[i].Dependencies {
		if source, known := c.resolve(d.Name); known && d.Kind == model.Required && source != i && gates[source] != noGate {
			return gates[source]
		}
	}
	return noGate
}

// conditionOf returns what tells a column's skip condition from others.
func conditionOf(column config.Column) string {
	for _, template := range column.Templates {
		if template.Field == skipField {
			return template.Text
		}
	}
	return fmt.Sprint(column.Name, column.Dependencies)
}

// gateSources returns the columns that the skip condition of a column reads.
func (c *checker) gateSources(i int) []int {
	var sources []int
	add := func(name string) {
		if source, known := c.resolve(name); known {
			sources = append(sources, source)
		}
	}
	for _, template := range c.file.Columns[i].Templates {
		for _, ref := range template.References {
			if template.Field == skipField {
				add(ref.Name)
			}
		}
	}
	for _, d := range c.file.Columns[i].Dependencies {
		if d.Kind == model.SkipCondition {
			add(d.Name)
		}
	}
	return sources
}

// anyDependsOn reports whether one of the columns is target or depends on it.
// What it walks through is taken off the budget; below 0 the answer is not
// known.
func (c *checker) anyDependsOn(columns []int, target int, budget *int) bool {
	depth := c.graph.Depth(model.ColumnID(target))
	seen := make(map[int]bool)
	for len(columns) > 0 && *budget >= 0 {
		i := columns[len(columns)-1]
		columns = columns[:len(columns)-1]
		*budget--
		if i == target {
			return true
		}
		if seen[i] || c.graph.Depth(model.ColumnID(i)) <= depth {
			continue
		}
		seen[i] = true
		columns = append(columns, c.sources[i]...)
	}
	return false
}
