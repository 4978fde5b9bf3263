package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dagplan/dagplan/pkg/diag"
	"github.com/dagplan/dagplan/pkg/model"
)

// seed reads seed_config, opens the source if it can, and adds the columns of
// the source (R58 to R60, R70).
func (d *designer) seed() {
	config := d.config.get("seed_config")
	if !config.is(mapValue) {
		return
	}
	source := config.get("source")
	s := &Seed{Span: d.startSpan(config), PathSpan: d.startSpan(config), Rows: -1, Selection: d.selection(config.get("selection_strategy"))}
	if source.is(mapValue) {
		s.Type, s.Path, s.Span, s.PathSpan = source.get("seed_type").str(), source.get("path").str(), d.startSpan(source), d.startSpan(source)
		if path := source.get("path"); path.is(textValue) {
			s.PathSpan = d.span(path)
		}
	}
	d.file.Seed = s
	opened := d.openSource(s, source)
	if d.options.SeedColumns != nil {
		s.Columns, s.Known = slices.Clone(d.options.SeedColumns), true
	}
	if !s.Known {
		s.Columns = d.unexplained()
		if opened && len(s.Columns) > 0 {
			d.report(codeSeedAssumed, s.PathSpan, fmt.Sprintf("the columns of the seed are not known: %s taken for columns of it", are(s.Columns)),
				"name the columns with --seed-columns, or with seed_columns in a scenario")
		}
	}
	d.addSeedColumns(s)
	d.checkSelection(s)
}

// are says of names that they are something: "a", "b" and 2 more are.
func are(names []string) string {
	const most = 12
	quoted := make([]string, 0, most+1)
	for i, name := range names {
		if i == most {
			quoted = append(quoted, fmt.Sprintf("%d more", len(names)-most))
			break
		}
		quoted = append(quoted, fmt.Sprintf("%q", clip(name)))
	}
	verb := "are"
	if len(names) == 1 {
		verb = "is"
	}
	return join(quoted, "and") + " " + verb
}

func (d *designer) selection(v *value) *Selection {
	if !v.is(mapValue) {
		return nil
	}
	s := &Selection{Partitions: 1, Span: d.span(v), ByPartition: v.entry("start") == nil}
	read := func(name string, n *int64) {
		if given, ok := readWhole(v.get(name), true); ok {
			*n = given
		}
	}
	read("start", &s.Start)
	read("end", &s.End)
	read("index", &s.Index)
	read("num_partitions", &s.Partitions)
	return s
}

// unexplained lists the names that the config refers to and that neither a
// column nor a side effect explains, in the order of their first mention.
func (d *designer) unexplained() []string {
	known := map[string]bool{}
	for _, c := range d.file.Columns {
		known[c.Name] = true
		for _, effect := range c.SideEffects {
			known[effect] = true
		}
	}
	var names []string
	mention := func(name string) {
		if name != "" && !known[name] {
			known[name] = true
			names = append(names, name)
		}
	}
	for _, c := range d.file.Columns {
		for _, dependency := range c.Dependencies {
			mention(dependency.Name)
		}
	}
	for _, p := range d.file.Processors {
		for _, t := range p.Templates {
			for _, ref := range t.References {
				mention(ref.Name)
			}
		}
		for _, ref := range p.Columns {
			if !strings.Contains(ref.Name, "*") {
				mention(ref.Name)
			}
		}
	}
	return names
}

// addSeedColumns appends the columns of the seed (R70). One that has the name
// of a column of the file is refused.
func (d *designer) addSeedColumns(s *Seed) {
	written := map[string]*Column{}
	for i := range d.file.Columns {
		written[d.file.Columns[i].Name] = &d.file.Columns[i]
	}
	count := len(d.file.Columns)
	for _, name := range s.Columns {
		if c, collides := written[name]; collides && !c.Implicit {
			d.report(codeSeedCollision, c.NameSpan, fmt.Sprintf("column %q has the name of a column of the seed", name), "rename it",
				diag.Note{Message: "the seed", Span: s.PathSpan})
			continue
		}
		c := Column{Column: model.Column{
			Name: name, Type: "seed-dataset", Strategy: model.FullColumn, Step: seedStep, PropagatesSkip: true,
		}, Span: s.Span, NameSpan: s.PathSpan, Implicit: true}
		d.file.Columns = append(d.file.Columns, c)
	}
	for i := count; i < len(d.file.Columns); i++ {
		c := &d.file.Columns[i]
		c.Drop = d.droppedByProcessor(c.Name)
	}
}

// droppedByProcessor reports whether a drop_columns processor names a column,
// or a pattern of one matches it.
func (d *designer) droppedByProcessor(name string) bool {
	for _, p := range d.file.Processors {
		for _, ref := range p.Columns {
			if ref.Name == name || strings.Contains(ref.Name, "*") && MatchesPattern(ref.Name, name) {
				return true
			}
		}
	}
	return false
}

// checkSelection checks that the rows that are selected are there (R87).
func (d *designer) checkSelection(s *Seed) {
	selected := s.Selection
	if selected == nil || s.Rows < 0 {
		return
	}
	switch {
	case !selected.ByPartition && selected.End >= s.Rows:
		d.report(codeSeedSelection, selected.Span, fmt.Sprintf("row %d is selected, and the seed has %s", selected.End, rowCount(s.Rows)), "count rows from 0; end is inclusive")
	case selected.ByPartition && selected.Partitions > s.Rows:
		d.report(codeSeedSelection, selected.Span, fmt.Sprintf("the seed has %s, too few for %d partitions", rowCount(s.Rows), selected.Partitions), "use fewer partitions")
	}
}

func rowCount(n int64) string {
	if n == 1 {
		return "1 row"
	}
	return fmt.Sprintf("%d rows", n)
}

// rowID adds a column that numbers rows where nothing else can start a row
// (R71). A written column of that name stays, and is then defined twice.
func (d *designer) rowID() {
	if d.file.Seed != nil && !d.file.Seed.Known {
		return // it has columns, whatever they are
	}
	for _, c := range d.file.Columns {
		if c.Type == "sampler" || c.Type == "seed-dataset" {
			return
		}
	}
	at := d.startSpan(d.config.get("columns"))
	d.file.Columns = slices.Insert(d.file.Columns, 0, Column{Column: model.Column{
		Name: RowIDColumn, Type: "sampler", Strategy: model.FullColumn, Step: samplerStep, Drop: true, PropagatesSkip: true,
	}, Span: at, NameSpan: at, Implicit: true, Sampler: &Sampler{Type: "uuid", ParamsType: "uuid"}})
}

// RowIDColumn is the column that Data Designer adds where a config has neither
// a sampler nor a seed (R71).
const RowIDColumn = "_internal_row_id"

// order puts the columns of the seed first, then samplers, then the rest, each
// in the order of the file (R78).
func (d *designer) order() {
	rank := func(c Column) int {
		switch c.Type {
		case "seed-dataset":
			return 0
		case "sampler":
			return 1
		default:
			return 2
		}
	}
	slices.SortStableFunc(d.file.Columns, func(a, b Column) int { return rank(a) - rank(b) })
}
