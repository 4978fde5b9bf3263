package render

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/dagplan/dagplan/pkg/internal/numeral"
	"github.com/dagplan/dagplan/pkg/sim"
)

// worthTelling is the share of the time from which a change is told by itself.
const worthTelling = 0.005

// AddTrial adds a point in which some paths have other values than the build as it is.
func (r *Sweep) AddTrial(result *sim.Result, now []any, tried map[string]any) {
	point := SweepPoint{Values: slices.Clone(now), Result: result}
	for i, path := range r.Paths {
		if value, changed := tried[path]; changed {
			point.Values[i] = value
		}
	}
	r.Points = append(r.Points, point)
}

// AddTogether adds a point that changes what another one does, and more.
func (r *Sweep) AddTogether(result *sim.Result, with int, tried map[string]any) {
	r.AddTrial(result, r.Points[with].Values, tried)
	r.Points[len(r.Points)-1].IsPair = true
}

// Best is the index of the trial of one change that makes the build fastest, false where none
// completes.
func (r *Sweep) Best() (int, bool) {
	for _, at := range r.byMakespan() {
		if !r.Points[at].IsPair {
			return at, r.Points[at].Result.Complete
		}
	}
	return 0, false
}

// trials says which change helps most, then lists those that make a difference, the fastest
// first.
func (r Sweep) trials(p *Page) {
	p.heading(Printable(r.Name) + ": " + r.trialAnswer())
	var same []string
	var told []int
	best, _ := r.Best()
	pair, _ := r.pair(best)
	for _, at := range r.byMakespan() {
		hasPair := at == best && pair > 0
		switch {
		case r.Points[at].IsPair: // it stands under its first change
		case r.isSame(at) && !hasPair:
			same = append(same, r.assignments(at, shortPath))
		case hasPair:
			told = append(told, at, pair)
		default:
			told = append(told, at)
		}
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
		setting, now, tried := r.changeOf(at, 0)
		if r.Points[at].IsPair {
			best, _ := r.Best()
			setting, now, tried = r.changeOf(at, best)
			setting = "+ " + setting
		}
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

// changeOf names what a point changes besides another one, from what and to what.
func (r Sweep) changeOf(at, besides int) (setting, now, tried string) {
	var paths, was, is []string
	for i, path := range r.Paths {
		before, after := valueText(r.Points[besides].Values[i]), valueText(r.Points[at].Values[i])
		if before == after {
			continue
		}
		paths = append(paths, Printable(shortPath(path)))
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
	if len(r.Points) == 1 {
		return text + ", and there is no limit to change"
	}
	best, completes := r.Best()
	s := r.Points[best].Result
	pair, second := r.pair(best)
	change := r.assignments(best, strings.Clone)
	switch {
	case !completes:
		return text + ", and no single change completes it"
	case !base.Complete:
		return text + fmt.Sprintf("; %s completes it in %s", change, numeral.Span(s.Makespan)) + second
	case r.gain(best) < worthTelling && pair > 0:
		return text + fmt.Sprintf("; no single change makes it faster, but %s make it %s, %s less",
			r.assignments(pair, strings.Clone), numeral.Span(r.Points[pair].Result.Makespan), percent(r.gain(pair)))
	case r.gain(best) < worthTelling:
		return text + ", and no single change makes it faster"
	default:
		return text + fmt.Sprintf("; %s makes it %s, %s less", change, numeral.Span(s.Makespan), percent(r.gain(best))) + second
	}
}

// pair returns the trial of two changes, 0 where there is none that is worth more than the
// best of one, and what it comes to.
func (r Sweep) pair(best int) (at int, text string) {
	for i := range r.Points {
		p := &r.Points[i]
		if !p.IsPair || !p.Result.Complete || r.gain(i) < r.gain(best)+worthTelling {
			continue
		}
		text = fmt.Sprintf("; with %s as well it takes %s", r.added(i, best), numeral.Span(p.Result.Makespan))
		if r.Points[0].Result.Complete {
			text += fmt.Sprintf(", %s less", percent(r.gain(i)))
		}
		return i, text
	}
	return 0, ""
}

// added are what a point sets that another one does not.
func (r Sweep) added(at, besides int) string {
	var texts []string
	for i, path := range r.Paths {
		if after := valueText(r.Points[at].Values[i]); after != valueText(r.Points[besides].Values[i]) {
			texts = append(texts, path+"="+after)
		}
	}
	return Printable(strings.Join(texts, " and "))
}
