package config

import (
	"fmt"
	"strings"

	"github.com/dagplan/dagplan/pkg/config/internal/jinja"
	"github.com/dagplan/dagplan/pkg/diag"
)

// maxPatternMatches is how often a pattern of a processor is held against the
// name of a column.
const maxPatternMatches = 20_000_000

// processors reads the processors. One replaces an earlier one of its name, and
// makes undone what that alone dropped, even where the column itself says drop
// (R60b).
func (d *designer) processors() {
	p := processorReader{designer: d, index: map[string]int{}, live: map[string]int{}, droppers: make([]int, len(d.file.Columns))}
	for i, c := range d.file.Columns {
		p.index[c.Name] = i
	}
	for _, v := range d.items("processors") {
		p.add(v)
	}
	for i, read := range p.all {
		if at, there := p.live[read.Name]; there && at == i {
			d.file.Processors = append(d.file.Processors, read.Processor)
		}
	}
}

type processorReader struct {
	*designer
	index    map[string]int // of each column
	all      []readProcessor
	live     map[string]int // index in all of the processor that counts, by name
	droppers []int          // how many processors that count drop each column
	matches  int
}

type readProcessor struct {
	Processor
	drops []int // indices of columns
}

func (p *processorReader) add(v *value) {
	read := readProcessor{Processor: Processor{Name: v.get("name").str(), Type: v.get("processor_type").str(), Span: p.span(v)}}
	switch read.Type {
	case "drop_columns":
		read.Columns = p.references(v.get("column_names"))
		read.drops = p.drops(read.Columns)
	case "schema_transform":
		read.Templates = p.transformTemplates(read.Name, v.get("template"))
	}
	if before, there := p.live[read.Name]; there {
		for _, i := range p.all[before].drops {
			p.droppers[i]--
			if p.droppers[i] == 0 {
				p.file.Columns[i].Drop = false
			}
		}
	}
	for _, i := range read.drops {
		p.droppers[i]++
		p.file.Columns[i].Drop = true
	}
	p.live[read.Name] = len(p.all)
	p.all = append(p.all, read)
}

// drops are the columns that are named, or that match a pattern, each once.
func (p *processorReader) drops(refs []Reference) []int {
	var columns []int
	seen := map[int]bool{}
	drop := func(i int) {
		if !seen[i] {
			seen[i] = true
			columns = append(columns, i)
		}
	}
	for _, ref := range refs {
		if !strings.Contains(ref.Name, "*") {
			if i, known := p.index[ref.Name]; known {
				drop(i)
			}
			continue
		}
		if p.matches += len(p.file.Columns); p.matches > maxPatternMatches {
			p.report(codeTooLarge, ref.Span, "there are too many patterns of columns to drop", "use fewer patterns")
			return columns
		}
		for i, c := range p.file.Columns {
			if MatchesPattern(ref.Name, c.Name) {
				drop(i)
			}
		}
	}
	return columns
}

// transformTemplates reads the values of a schema_transform processor. A value
// that is no text is read as Python prints it (V9).
func (d *designer) transformTemplates(processor string, template *value) []Template {
	if !template.is(mapValue) {
		return nil
	}
	var templates []Template
	for _, e := range template.entries {
		printed := &value{kind: textValue, text: pythonText(e.value), node: e.value.node, size: 1}
		t := d.templateOf(codeTransformTemplate, fmt.Sprintf("processor %q", processor), e.key, printed)
		if e.value.kind == listValue || e.value.kind == mapValue {
			inside := map[string]diag.Span{}
			d.leafReferences(e.value, inside)
			for i, ref := range t.References {
				if at, known := inside[ref.Name]; known {
					t.References[i].Span = at
				}
			}
		}
		templates = append(templates, t)
	}
	return templates
}

// leafReferences finds the place of each name in the texts inside a value.
func (d *designer) leafReferences(v *value, places map[string]diag.Span) {
	for _, item := range v.items {
		d.leafReferences(item, places)
	}
	for _, e := range v.entries {
		d.leafReferences(e.value, places)
	}
	if v.kind != textValue {
		return
	}
	parsed, err := jinja.Parse(v.text)
	if err != nil {
		return
	}
	for _, ref := range references(parsed.Undeclared(), d.placesOf(v)) {
		if _, known := places[ref.Name]; !known {
			places[ref.Name] = ref.Span
		}
	}
}
