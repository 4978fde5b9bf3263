package plan

import (
	"fmt"
	"strings"

	"github.com/dagplan/dagplan/pkg/internal/numeral"
)

// Summary says in one line how many things differ.
func (d *Diff) Summary() string {
	if d.Empty() {
		return "no difference"
	}
	var parts []string
	count := func(what string, changes []Change) {
		for _, change := range []Change{Added, Removed, Changed} {
			n := 0
			for _, c := range changes {
				if c == change {
					n++
				}
			}
			if n > 0 {
				parts = append(parts, fmt.Sprintf("%s %s", counted(n, what), change))
			}
		}
	}
	var columns, edges, models []Change
	for _, c := range d.Columns {
		columns = append(columns, c.Change)
	}
	for _, e := range d.Edges {
		edges = append(edges, e.Change)
	}
	for _, m := range d.Models {
		models = append(models, m.Change)
	}
	count("column", columns)
	count("edge", edges)
	count("model", models)
	if len(d.Moved) > 0 {
		parts = append(parts, counted(len(d.Moved), "column")+" moved")
	}
	if delta := d.New.Tasks - d.Old.Tasks; delta != 0 {
		sign := ""
		if delta > 0 {
			sign = "+"
		}
		parts = append(parts, sign+numeral.Integer(delta)+" tasks")
	}
	if n := len(d.Settings); n > 0 {
		parts = append(parts, counted(n, "setting")+" changed")
	}
	if len(parts) == 0 {
		return "other counts"
	}
	return strings.Join(parts, ", ")
}

// counted writes a number with its noun, whose plural ends in s.
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
