package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/dagplan/dagplan/pkg/internal/numeral"
)

// worthTelling is the share of the time from which a change is told by itself.
const worthTelling = 0.005

// trials says which change helps most, then lists those that make a difference, the fastest
// first.
func (r Sweep) trials(p *Page) {
	p.heading(Printable(r.Name) + ": " + r.trialAnswer())
	var same []string
	var told []int
	for _, at := range r.byMakespan() {
		if setting, _, tried := r.changeOf(at, shortPath); r.isSame(at) {
			same = append(same, setting+"="+tried)
			continue
		}
		told = append(told, at)
	}
	p.Printf("\n")
	facts := []fact{{"limited by", Printable(r.Points[0].Result.Answer.Text)}}
	if len(same) > 0 {
		facts = append(facts, fact{"the same with", strings.Join(same, ", ")})
	}
	p.facts(facts)
	if len(told) > 0 {
		p.Printf("\n")
		r.trialTable(p, told)
	}
}

// trialColumn is a column of the table of trials that may say nothing.
type trialColumn struct {
	title string
	text  func(SweepPoint) string
}

// trialTable lists trials. What is the same in all of them is left out, and so is what a
// narrow terminal has no room for.
func (r Sweep) trialTable(p *Page, trials []int) {
	optional := []trialColumn{
		{"ROWS", func(s SweepPoint) string { return numeral.Integer(s.Result.Rows.Out) }},
		{"REQUESTS", func(s SweepPoint) string { return numeral.Integer(s.Result.Requests.Attempts) }},
		{"COST", func(s SweepPoint) string {
			cost := Simulation{Result: s.Result}.cost()
			return dashAt(cost == 0, money(cost))
		}},
	}
	optional = slices.DeleteFunc(optional, func(one trialColumn) bool {
		return !slices.ContainsFunc(trials, func(at int) bool { return one.text(r.Points[at]) != one.text(r.Points[0]) })
	})
	for {
		titles, rows := r.trialRows(trials, optional)
		if _, width := tableWidths(titles, rows); p.Width == 0 || width <= p.Width || len(optional) == 0 {
			columns := make([]column, len(titles))
			for i, title := range titles {
				isName := i == 0 || i == len(titles)-1
				columns[i] = column{title: title, name: isName, right: !isName}
			}
			p.table(columns, rows)
			return
		}
		optional = optional[:len(optional)-1]
	}
}

func (r Sweep) trialRows(trials []int, optional []trialColumn) (titles []string, rows [][]string) {
	titles = []string{"SETTING", "NOW", "TRIED", "TIME", "CHANGE"}
	for _, one := range optional {
		titles = append(titles, one.title)
	}
	titles = append(titles, "THEN LIMITED BY")
	for _, at := range trials {
		setting, now, tried := r.changeOf(at, shortPath)
		row := []string{setting, now, tried, timeText(r.Points[at].Result), r.gainText(at)}
		for _, one := range optional {
			row = append(row, one.text(r.Points[at]))
		}
		rows = append(rows, append(row, limitText(r.Points[at].Result.Answer.Limit)))
	}
	return titles, rows
}

// byMakespan lists the points that are trials, the fastest first; those that do not complete
// come last.
func (r Sweep) byMakespan() []int {
	order := make([]int, 0, len(r.Points))
	for i := range r.Points[1:] {
		order = append(order, i+1)
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := r.Points[a].Result, r.Points[b].Result
		switch {
		case x.Complete == y.Complete:
			return cmp.Compare(x.Makespan, y.Makespan)
		case x.Complete:
			return -1
		default:
			return 1
		}
	})
	return order
}

// changeOf names what a point changes, by a name for each path, from what and to what.
func (r Sweep) changeOf(at int, name func(path string) string) (setting, now, tried string) {
	var paths, was, is []string
	for i, path := range r.Paths {
		before, after := valueText(r.Points[0].Values[i]), valueText(r.Points[at].Values[i])
		if before == after {
			continue
		}
		paths = append(paths, Printable(name(path)))
		if !slices.Contains(was, before) || !slices.Contains(is, after) {
			was, is = append(was, before), append(is, after)
		}
	}
	return strings.Join(paths, ", "), Printable(strings.Join(was, ", ")), Printable(strings.Join(is, ", "))
}

// gain is the share of the time that a change saves, less than 0 where it takes longer.
func (r Sweep) gain(at int) float64 {
	before := r.Points[0].Result.Makespan
	if before == 0 {
		return 0
	}
	return 1 - float64(r.Points[at].Result.Makespan)/float64(before)
}

// isSame reports whether a change makes no difference worth telling.
func (r Sweep) isSame(at int) bool {
	before, after := r.Points[0].Result, r.Points[at].Result
	gain := r.gain(at)
	return before.Complete == after.Complete && before.Rows == after.Rows && gain < worthTelling && gain > -worthTelling
}

// gainText writes a gain as a change of the time; it says nothing where one of the two
// builds does not complete.
func (r Sweep) gainText(at int) string {
	if !r.Points[0].Result.Complete || !r.Points[at].Result.Complete {
		return "-"
	}
	return fmt.Sprintf("%+.0f%%", -100*r.gain(at))
}

func (r Sweep) trialAnswer() string {
	base := r.Points[0].Result
	text := timeText(base)
	if !base.Complete {
		text = "not complete: " + stopText(base.Stopped)
	}
	order := r.byMakespan()
	if len(order) == 0 {
		return text + ", and there is no limit to change"
	}
	best := order[0]
	s := r.Points[best].Result
	if !s.Complete || base.Complete && r.gain(best) < worthTelling {
		return text + ", and no single change makes it faster"
	}
	setting, _, tried := r.changeOf(best, strings.Clone)
	text += fmt.Sprintf("; %s=%s makes it %s", setting, tried, numeral.Span(s.Makespan))
	if base.Complete {
		text += fmt.Sprintf(", %s less", percent(r.gain(best)))
	}
	return text
}
