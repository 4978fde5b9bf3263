package render

import (
	"cmp"
	"fmt"
	"math"
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
		if r.isSame(at) {
			same = append(same, r.assignments(at, shortPath))
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

// assignments are what a point sets, as --set takes it where the paths are whole.
func (r Sweep) assignments(at int, name func(path string) string) string {
	var texts []string
	for i, path := range r.Paths {
		if after := valueText(r.Points[at].Values[i]); after != valueText(r.Points[0].Values[i]) {
			texts = append(texts, Printable(name(path)+"="+after))
		}
	}
	return strings.Join(texts, " and ")
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
	change := -100 * r.gain(at)
	switch {
	case change == 0:
		return "0%"
	case math.Abs(change) < 0.5:
		return fmt.Sprintf("%+.1f%%", change)
	default:
		return fmt.Sprintf("%+.0f%%", change)
	}
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
	change := r.assignments(best, strings.Clone)
	switch {
	case !s.Complete:
		return text + ", and no single change completes it"
	case !base.Complete:
		return text + fmt.Sprintf("; %s completes it in %s", change, numeral.Span(s.Makespan))
	case r.gain(best) < worthTelling:
		return text + ", and no single change makes it faster"
	default:
		return text + fmt.Sprintf("; %s makes it %s, %s less", change, numeral.Span(s.Makespan), percent(r.gain(best)))
	}
}
