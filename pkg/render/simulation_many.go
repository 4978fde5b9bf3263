package render

import (
	"fmt"
	"time"

	"github.com/dagplan/dagplan/pkg/internal/numeral"
	"github.com/dagplan/dagplan/pkg/sim"
)

// spread says how much several runs differ. Single runs are for
// "dagplan simulate --seed".
func (r Simulation) spread(p *Page) {
	m := r.Many
	p.heading(Printable(r.Name) + ": " + r.spreadAnswer())
	runs := counted(int64(m.Runs), "run")
	if m.Runs < m.Asked {
		runs = fmt.Sprintf("%s of %s", numeral.Integer(int64(m.Runs)), counted(int64(m.Asked), "run"))
	}
	if m.Complete < m.Runs {
		runs += fmt.Sprintf(", %s of them complete", numeral.Integer(int64(m.Complete)))
	}
	p.Printf("%s; engine %s, seeds %d to %d\n", runs, r.Result.Engine, m.FirstSeed, m.FirstSeed+uint64(max(m.Asked, 1))-1)
	if m.Runs == 0 {
		return
	}
	p.Printf("\n")
	columns := []column{{title: ""}, {title: "MIN", right: true}, {title: "P10", right: true}, {title: "P50", right: true}, {title: "P90", right: true}, {title: "MAX", right: true}}
	var rows [][]string
	add := func(name string, s sim.Spread, text func(float64) string) {
		rows = append(rows, []string{name, text(s.Min), text(s.P10), text(s.P50), text(s.P90), text(s.Max)})
	}
	if m.Complete > 0 {
		add("time", m.Makespan, secondsText)
	}
	add("calls", m.Calls, expected)
	add("requests", m.Attempts, expected)
	add("rows out", m.RowsOut, expected)
	if m.Cost.Max > 0 {
		add("cost", m.Cost, money)
	}
	p.table(columns, rows)
	if len(m.Limits)+len(m.Stops) > 0 {
		p.Printf("\n")
	}
	var facts []fact
	for _, s := range m.Stops {
		facts = append(facts, fact{"not complete", fmt.Sprintf("%s in %s", stopText(s.Stop), counted(int64(s.Runs), "run"))})
	}
	for _, l := range m.Limits[:min(len(m.Limits), maxBounds)] {
		facts = append(facts, fact{"limited by", fmt.Sprintf("%s in %s", limitText(l.Limit), counted(int64(l.Runs), "run"))})
	}
	p.facts(facts)
}

func (r Simulation) spreadAnswer() string {
	m := r.Many
	switch {
	case m.Runs == 0:
		return "interrupted before the first run ended"
	case m.Complete == 0:
		return "no run completes"
	}
	return fmt.Sprintf("%s, between %s and %s in 8 of 10 runs", secondsText(m.Makespan.P50), secondsText(m.Makespan.P10), secondsText(m.Makespan.P90))
}

func secondsText(s float64) string { return numeral.Span(time.Duration(s * float64(time.Second))) }
