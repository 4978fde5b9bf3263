package check

import (
	"errors"

	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/diag"
	"github.com/dagplan/dagplan/pkg/model"
)

// checker is what the rules look at, and where they report. Columns go by
// their index in file.Columns, which is their id in the graph.
type checker struct {
	file *config.File
	// graph is nil where the columns cannot be linked; errs says why.
	graph *dag.Graph
	errs  dag.Errors
	// columns finds a column by its name, producers by that of a side effect that
	// it writes; of two, the first.
	columns, producers map[string]int
	// sources are the columns that each column reads, readers those that read it,
	// for whatever reason: a sampler reads its category, which is no edge of the
	// graph. transformed are those that a processor reads.
	sources, readers [][]int
	transformed      []bool
	// modelAt finds a model by its alias; called are the aliases that columns call.
	modelAt map[string]int
	called  map[string]bool
	// spelling suggests columns and side effects, aliases suggests models.
	spelling, aliases *diag.Speller

	// codes is filled by the first finding: most configs have none.
	codes    diag.Table
	findings diag.List
}

// newChecker indexes a file and links its columns.
func newChecker(file *config.File) *checker {
	c := newIndex(file)
	var err error
	c.graph, err = dag.FromColumns(describe(file.Columns))
	errors.As(err, &c.errs)
	return c
}

// newIndex is newChecker without the graph.
func newIndex(file *config.File) *checker {
	c := &checker{
		file:    file,
		columns: make(map[string]int), producers: make(map[string]int),
		modelAt: make(map[string]int), called: make(map[string]bool),
	}
	c.indexNames()
	c.indexModels()
	c.indexReads()
	return c
}

// describe returns the descriptions of columns. One whose strategy was wrong,
// which is reported, still takes part in cycles.
func describe(columns []config.Column) []model.Column {
	list := make([]model.Column, len(columns))
	for i, column := range columns {
		list[i] = column.Column
		if list[i].Strategy == 0 {
			list[i].Strategy = model.CellByCell
		}
	}
	return list
}

func (c *checker) indexNames() {
	var names []string
	for i, column := range c.file.Columns {
		if _, taken := c.columns[column.Name]; !taken {
			c.columns[column.Name] = i
			names = append(names, column.Name)
		}
	}
	for i, column := range c.file.Columns {
		for _, effect := range column.SideEffects {
			if _, taken := c.producers[effect]; !taken {
				c.producers[effect] = i
				names = append(names, effect)
			}
		}
	}
	c.spelling = diag.NewSpeller(names)
}

func (c *checker) indexModels() {
	aliases := make([]string, len(c.file.Models))
	for i, m := range c.file.Models {
		aliases[i] = m.Alias
		c.modelAt[m.Alias] = i
	}
	c.aliases = diag.NewSpeller(aliases)
	for _, column := range c.file.Columns {
		for _, alias := range column.Models {
			c.called[alias] = true
		}
	}
}

func (c *checker) indexReads() {
	n := len(c.file.Columns)
	c.sources, c.readers, c.transformed = make([][]int, n), make([][]int, n), make([]bool, n)
	for i, column := range c.file.Columns {
		seen := map[int]bool{i: true}
		for _, name := range readNames(column) {
			if source, known := c.resolve(name); known && !seen[source] {
				seen[source] = true
				c.sources[i] = append(c.sources[i], source)
				c.readers[source] = append(c.readers[source], i)
			}
		}
	}
	for _, bound := range c.file.Constraints {
		target, isColumn := c.columns[bound.Target.Name]
		other, isOther := c.columns[bound.Other.Name]
		if isColumn && isOther && target != other {
			c.sources[target] = append(c.sources[target], other)
			c.readers[other] = append(c.readers[other], target)
		}
	}
	for _, processor := range c.file.Processors {
		for _, template := range processor.Templates {
			for _, ref := range template.References {
				if i, known := c.resolve(ref.Name); known {
					c.transformed[i] = true
				}
			}
		}
	}
}

// readNames lists the names that a column reads, in its templates and targets
// or as a sampler.
func readNames(column config.Column) []string {
	var names []string
	for _, d := range column.Dependencies {
		names = append(names, d.Name)
	}
	if sampler := column.Sampler; sampler != nil {
		names = append(names, sampler.Category.Name, sampler.Reference.Name)
		for _, condition := range sampler.Conditions {
			for _, ref := range condition.References {
				names = append(names, ref.Name)
			}
		}
	}
	return names
}

// report adds a finding. Its severity is the one that the code is documented
// with.
func (c *checker) report(code diag.Code, at diag.Span, message, hint string, notes ...diag.Note) {
	if c.codes == nil {
		c.codes = Codes()
	}
	info, _ := c.codes.Lookup(code)
	c.findings.Add(diag.Diagnostic{
		Code: code, Severity: info.Severity, Message: message, Hint: hint, Span: at, Notes: notes,
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
