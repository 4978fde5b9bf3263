package check

import (
	"errors"

	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/diag"
	"github.com/dagplan/dagplan/pkg/model"
)

// checker is what the rules look at, and where they report.
type checker struct {
	file *config.File
	// graph is nil where the columns cannot be linked; errs says why.
	graph *dag.Graph
	errs  dag.Errors
	// columns is the index in file.Columns of each column, by name; of two of one
	// name, the first.
	columns map[string]int
	// producers is the index of the column that writes a side effect, by the name
	// of the side effect; of two, the first.
	producers map[string]int
	// spelling suggests columns and side effects, models suggests aliases.
	spelling, models *diag.Speller

	severities map[diag.Code]diag.Severity
	findings   diag.List
}

func newChecker(file *config.File) *checker {
	c := &checker{
		file: file, columns: make(map[string]int), producers: make(map[string]int),
		severities: make(map[diag.Code]diag.Severity),
	}
	for _, info := range Codes() {
		c.severities[info.Code] = info.Severity
	}
	columns := make([]model.Column, len(file.Columns))
	names := make([]string, 0, len(file.Columns))
	for i, column := range file.Columns {
		columns[i] = column.Column
		if _, taken := c.columns[column.Name]; !taken {
			c.columns[column.Name] = i
			names = append(names, column.Name)
		}
	}
	for i, column := range file.Columns {
		for _, effect := range column.SideEffects {
			if _, taken := c.producers[effect]; !taken {
				c.producers[effect] = i
				names = append(names, effect)
			}
		}
	}
	c.spelling = diag.NewSpeller(names)
	aliases := make([]string, len(file.Models))
	for i, m := range file.Models {
		aliases[i] = m.Alias
	}
	c.models = diag.NewSpeller(aliases)
	var err error
	c.graph, err = dag.FromColumns(columns)
	errors.As(err, &c.errs)
	return c
}

// report adds a finding. Its severity is the one that the code is documented
// with.
func (c *checker) report(code diag.Code, at diag.Span, message, hint string, notes ...diag.Note) {
	c.findings.Add(diag.Diagnostic{
		Code: code, Severity: c.severities[code], Message: message, Hint: hint, Span: at, Notes: notes,
	})
}

// resolve returns the index of the column to depend on for a name: the column
// of that name, else the producer of the side effect of that name (R83).
func (c *checker) resolve(name string) (int, bool) {
	if i, known := c.columns[name]; known {
		return i, true
	}
	i, known := c.producers[name]
	return i, known
}

// noted returns a note.
func noted(at diag.Span, message string) diag.Note { return diag.Note{Message: message, Span: at} }
