package render

import (
	"fmt"
	"strings"
	"time"

	"github.com/dagplan/dagplan/pkg/internal/numeral"
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/plan"
	"github.com/dagplan/dagplan/pkg/sim"
)

// Diff shows how one build differs from another.
type Diff struct {
	OldName, NewName string
	Diff             *plan.Diff
	// Time is what the two come to when they are simulated with the same luck; nil where
	// they were not.
	Time *DiffTime
}

// DiffTime is a simulated build before and after.
type DiffTime struct{ Old, New *sim.Result }

// Empty reports whether nothing differs.
func (r Diff) Empty() bool {
	return r.Diff.Empty() && (r.Time == nil || r.Time.Old.Makespan == r.Time.New.Makespan && r.Time.Old.Stopped == r.Time.New.Stopped)
}

// Summary says in one line what differs, and which of the two builds does not complete.
func (r Diff) Summary() string {
	text := r.Diff.Summary()
	if r.Diff.Empty() && !r.Empty() {
		text = "another simulated time"
	}
	switch {
	case r.Time == nil || r.Time.Old.Complete && r.Time.New.Complete:
		return text
	case r.Time.Old.Complete:
		return text + "; the new build does not complete: " + stopText(r.Time.New.Stopped)
	case r.Time.New.Complete:
		return text + "; the old build does not complete: " + stopText(r.Time.Old.Stopped)
	default:
		return text + "; neither build completes: " + stopText(r.Time.New.Stopped)
	}
}

var _ Report = Diff{}

// Text says what differs in sum, and then one by one.
func (r Diff) Text(p *Page) {
	p.Printf("%s %s %s: %s\n", p.Strong.Render(Printable(r.OldName)), p.Dim.Render("→"), p.Strong.Render(Printable(r.NewName)), p.Strong.Render(r.Summary()))
	if r.Empty() {
		return
	}
	p.Printf("\n")
	rows := make([][]string, 0, len(r.figures()))
	for _, f := range r.figures() {
		rows = append(rows, []string{f.name, f.before, f.after, f.change})
	}
	p.table([]column{{title: ""}, {title: "before", right: true}, {title: "after", right: true}, {title: "change", right: true}}, rows)
	for _, part := range r.parts() {
		p.Printf("\n%s\n", p.Dim.Render(part.title))
		for _, line := range part.lines {
			p.Printf("  %s %s", p.mark(line.change), p.Name.Render(line.name))
			if line.text != "" {
				p.Printf("  %s", line.text)
			}
			p.Printf("\n")
		}
	}
}

// mark is the sign of a change.
func (p *Page) mark(c plan.Change) string {
	switch c {
	case plan.Added:
		return p.Strong.Render("+")
	case plan.Removed:
		return p.Bad.Render("-")
	default:
		return p.Warn.Render("~")
	}
}

// figure is a number before and after.
type figure struct{ name, before, after, change string }

func (r Diff) figures() []figure {
	before, after := r.Diff.Old, r.Diff.New
	count := func(name string, old, now int64) figure {
		return figure{name, numeral.Integer(old), numeral.Integer(now), signed(now-old, numeral.Integer(now-old))}
	}
	amount := func(name string, old, now float64) figure {
		return figure{name, expected(old), expected(now), signed(now-old, expected(now-old))}
	}
	list := []figure{
		count("columns", int64(before.Graph.Len()), int64(after.Graph.Len())),
		count("edges", int64(len(before.Graph.Edges())), int64(len(after.Graph.Edges()))),
		count("longest dependency chain", int64(len(before.Graph.LongestDependencyChain())), int64(len(after.Graph.LongestDependencyChain()))),
		count("row groups", int64(before.Rows.Len()), int64(after.Rows.Len())),
		count("tasks", before.Tasks, after.Tasks),
		amount("calls", before.Calls, after.Calls),
		amount("rows out", before.RowsOut, after.RowsOut),
	}
	if before.Cost.Amount > 0 || after.Cost.Amount > 0 {
		change := after.Cost.Amount - before.Cost.Amount
		list = append(list, figure{"cost", costText(before.Cost), costText(after.Cost), signedMoney(change)})
	}
	if r.Time != nil {
		f := figure{name: "simulated time", before: makespanText(r.Time.Old), after: makespanText(r.Time.New)}
		if r.Time.Old.Complete && r.Time.New.Complete {
			f.change = signedSpan(r.Time.New.Makespan - r.Time.Old.Makespan)
		}
		list = append(list, f)
	}
	return list
}

func makespanText(r *sim.Result) string {
	if !r.Complete {
		return "not complete"
	}
	return numeral.Span(r.Makespan)
}

// signed puts a plus before the text of a number that grew; 0 is no change.
func signed[N int64 | float64](change N, text string) string {
	switch {
	case change == 0:
		return ""
	case change > 0:
		return "+" + text
	default:
		return text
	}
}

func signedMoney(change float64) string {
	if change < 0 {
		return "-" + money(-change)
	}
	return signed(change, money(change))
}

func signedSpan(change time.Duration) string {
	if change < 0 {
		return "-" + numeral.Span(-change)
	}
	return signed(int64(change), numeral.Span(change))
}

// part is one kind of difference, a line each.
type part struct {
	title string
	lines []diffLine
}

type diffLine struct {
	change plan.Change
	name   string
	text   string
}

// parts lists what differs, without the parts in which nothing does.
func (r Diff) parts() []part {
	all := []part{
		{"settings", settingLines(r.Diff.Settings)}, {"columns", r.columnLines()}, {"edges", r.edgeLines()}, {"order", r.orderLines()},
		{"longest dependency chain", r.chainLines()}, {"tasks and calls", r.countLines()}, {"models", r.modelLines()},
	}
	parts := make([]part, 0, len(all))
	for _, p := range all {
		if len(p.lines) > 0 {
			parts = append(parts, p)
		}
	}
	return parts
}

func settingLines(fields []plan.FieldDiff) []diffLine {
	var lines []diffLine
	for _, f := range fields {
		change, text := plan.Changed, orNone(f.Old)+" → "+orNone(f.New)
		switch {
		case f.Old == "":
			change, text = plan.Added, Printable(f.New)
		case f.New == "":
			change, text = plan.Removed, Printable(f.Old)
		}
		lines = append(lines, diffLine{change, Printable(f.Field), text})
	}
	return lines
}

func (r Diff) columnLines() []diffLine {
	var lines []diffLine
	for _, c := range r.Diff.Columns {
		var texts []string
		for _, f := range c.Fields {
			switch c.Change {
			case plan.Added:
				texts = append(texts, fmt.Sprintf("%s %s", f.Field, Printable(f.New)))
			case plan.Removed:
				texts = append(texts, fmt.Sprintf("%s %s", f.Field, Printable(f.Old)))
			default:
				texts = append(texts, fmt.Sprintf("%s %s → %s", f.Field, orNone(f.Old), orNone(f.New)))
			}
		}
		lines = append(lines, diffLine{c.Change, Printable(c.Name), strings.Join(texts, "; ")})
	}
	return lines
}

func orNone(value string) string {
	if value == "" {
		return "none"
	}
	return Printable(value)
}

func (r Diff) edgeLines() []diffLine {
	var lines []diffLine
	for _, e := range r.Diff.Edges {
		text := ""
		switch {
		case e.Change == plan.Changed:
			text = fmt.Sprintf("%s → %s", e.Old, e.New)
		case e.Old == model.SkipCondition || e.New == model.SkipCondition:
			text = model.SkipCondition.String()
		}
		lines = append(lines, diffLine{e.Change, Printable(e.From) + " → " + Printable(e.To), text})
	}
	return lines
}

func (r Diff) orderLines() []diffLine {
	var lines []diffLine
	for _, name := range r.Diff.Moved {
		lines = append(lines, diffLine{plan.Changed, Printable(name), "moved"})
	}
	return lines
}

func (r Diff) chainLines() []diffLine {
	if !r.Diff.Chain {
		return nil
	}
	chain := func(p *plan.Plan) string { return columnsText(p.Graph, p.Graph.LongestDependencyChain(), " → ") }
	return []diffLine{{plan.Removed, chain(r.Diff.Old), ""}, {plan.Added, chain(r.Diff.New), ""}}
}

func (r Diff) countLines() []diffLine {
	var lines []diffLine
	for _, c := range r.Diff.Counts {
		var texts []string
		if c.OldTasks != c.NewTasks {
			texts = append(texts, fmt.Sprintf("%s → %s", numeral.Integer(c.OldTasks), counted(c.NewTasks, "task")))
		}
		if c.OldCalls != c.NewCalls {
			texts = append(texts, fmt.Sprintf("%s → %s calls", expected(c.OldCalls), expected(c.NewCalls)))
		}
		lines = append(lines, diffLine{plan.Changed, Printable(c.Name), strings.Join(texts, "; ")})
	}
	return lines
}

func (r Diff) modelLines() []diffLine {
	var lines []diffLine
	for _, m := range r.Diff.Models {
		name := Printable(m.ID)
		if m.Provider != "" {
			name = Printable(m.Provider) + "/" + name
		}
		text := fmt.Sprintf("%d parallel requests", max(m.OldSlots, m.NewSlots))
		if m.Change == plan.Changed {
			text = fmt.Sprintf("%d → %d parallel requests", m.OldSlots, m.NewSlots)
		}
		lines = append(lines, diffLine{m.Change, name, text})
	}
	return lines
}
