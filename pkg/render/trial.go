package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// worthTelling is the share of the time from which a change is told by itself.
const worthTelling = 0.005

// trials says which change helps most, then lists those that make a difference, the fastest
// first.
func (r Sweep) trials(p *Page) {
	p.Printf("%s: %s\n", p.Strong.Render(Printable(r.Name)), p.Strong.Render(r.trialAnswer()))
	columns := []column{{title: "SETTING", name: true}, {title: "NOW", right: true}, {title: "TRIED", right: true}, {title: "TIME", right: true}, {title: "CHANGE", right: true}, {title: "ROWS", right: true}, {title: "REQUESTS", right: true}, {title: "COST", right: true}, {title: "THEN LIMITED BY"}}
	var rows [][]string
	var same []string
	for _, at := range r.byMakespan() {
		setting, now, tried := r.changeOf(at)
		s := r.Points[at].Result
		if r.isSame(at) {
			same = append(same, setting+"="+tried)
			continue
		}
		cost := Simulation{Result: s}.cost()
		rows = append(rows, []string{
			setting, now, tried, timeText(s), r.gainText(at), integer(s.Rows.Out), integer(s.Requests.Attempts), dashAt(cost == 0, money(cost)), limitText(s.Answer.Limit),
		})
	}
	p.Printf("\n")
	facts := []fact{{"limited by", Printable(r.Points[0].Result.Answer.Text)}}
	if len(same) > 0 {
		facts = append(facts, fact{"the same with", strings.Join(same, ", ")})
	}
	p.facts(facts)
	if len(rows) > 0 {
		p.Printf("\n")
		p.table(columns, rows)
	}
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

// changeOf names what a point changes, from what and to what.
func (r Sweep) changeOf(at int) (setting, now, tried string) {
	var paths, was, is []string
	for i, path := range r.Paths {
		before, after := fmt.Sprint(r.Points[0].Values[i]), fmt.Sprint(r.Points[at].Values[i])
		if before == after {
			continue
		}
		paths = append(paths, Printable(path))
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
	setting, _, tried := r.changeOf(best)
	text += fmt.Sprintf("; %s=%s makes it %s", setting, tried, span(s.Makespan))
	if base.Complete {
		text += fmt.Sprintf(", %s less", percent(r.gain(best)))
	}
	return text
}
