// Package dagtest makes graphs for tests: from a line of text, or at random.
package dagtest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/model"
)

// Parse reads a graph such as
//
//	topic! < summary < verdict; topic < trivia; summary, trivia < report!
//
// where "a, b < c" says that c depends on a and b, statements end at a
// semicolon or at the end of a line, and a name that ends in ! is a full
// column (the mark is needed only once). Columns stand in the order in which
// they are first named.
func Parse(tb testing.TB, text string) *dag.Graph {
	tb.Helper()
	g, err := dag.FromColumns(Columns(text))
	if err != nil {
		tb.Fatalf("dagtest: %q: %v", text, err)
	}
	return g
}

// Columns reads the text form of [Parse] into descriptions.
func Columns(text string) []model.Column {
	var columns []model.Column
	at := map[string]int{}
	column := func(word string) string {
		name := strings.TrimSuffix(strings.TrimSpace(word), "!")
		if _, known := at[name]; !known {
			at[name] = len(columns)
			columns = append(columns, model.Column{Name: name, Strategy: model.CellByCell})
		}
		if strings.HasSuffix(strings.TrimSpace(word), "!") {
			columns[at[name]].Strategy = model.FullColumn
		}
		return name
	}
	for statement := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ';' || r == '\n' }) {
		if strings.TrimSpace(statement) == "" {
			continue
		}
		var before []string
		for i, side := range strings.Split(statement, "<") {
			var names []string
			for _, word := range strings.Split(side, ",") {
				names = append(names, column(word))
			}
			if i > 0 {
				for _, name := range names {
					for _, up := range before {
						c := &columns[at[name]]
						c.Dependencies = append(c.Dependencies, model.Dependency{Name: up, Kind: model.Required})
					}
				}
			}
			before = names
		}
	}
	return columns
}

// Random returns a graph of the given number of columns in which each column
// depends on each earlier one with the given probability, and is a full column
// with the probability full. The same source gives the same graph.
func Random(tb testing.TB, source *rand.Rand, columns int, edge, full float64) *dag.Graph {
	tb.Helper()
	var list []model.Column
	for i := range columns {
		c := model.Column{Name: fmt.Sprintf("c%d", i), Strategy: model.CellByCell}
		if source.Float64() < full {
			c.Strategy = model.FullColumn
		}
		for up := range i {
			if source.Float64() < edge {
				c.Dependencies = append(c.Dependencies, model.Dependency{Name: list[up].Name, Kind: model.Required})
			}
		}
		list = append(list, c)
	}
	g, err := dag.FromColumns(list)
	if err != nil {
		tb.Fatal(err)
	}
	return g
}
