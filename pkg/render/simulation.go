package render

import (
	"fmt"
	"slices"
	"time"

	"github.com/dagplan/dagplan/pkg/internal/numeral"
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/sim"
)

// Simulation shows what a simulated build came to.
type Simulation struct {
	// Name is the name of the config.
	Name   string
	Result *sim.Result
	// Many is the spread over several seeds, of which Result is the first; nil
	// where there is one.
	Many     *sim.Many
	Settings []Setting
}

var _ Report = Simulation{}

// Text says how long the build takes and what limits it, then what became of
// the columns and the models; of several runs, how much they differ.
func (r Simulation) Text(p *Page) {
	if r.Many != nil {
		r.spread(p)
		return
	}
	p.heading(Printable(r.Name) + ": " + r.answer())
	p.Printf("%s\n\n", r.scope())
	p.facts(r.facts())
	if len(r.Result.Columns) > 0 {
		p.Printf("\n")
		r.columns(p)
	}
	if len(r.Result.Models) > 0 {
		p.Printf("\n")
		r.models(p)
	}
}

func (r Simulation) answer() string {
	s := r.Result
	text := fmt.Sprintf("%s for %s", numeral.Span(s.Makespan), counted(s.Rows.Out, "row"))
	if s.Rows.Out != s.Rows.Asked {
		text += fmt.Sprintf(" of %s", numeral.Integer(s.Rows.Asked))
	}
	if !s.Complete {
		text += ", not complete: " + stopText(s.Stopped)
	}
	return text
}

// stopText says why a build did not complete.
func stopText(s sim.Stop) string {
	switch s {
	case sim.Interrupted:
		return "interrupted"
	case sim.EarlyShutdown:
		return "the engine shut down over too many errors"
	case sim.NoRows:
		return "every row was given up"
	case sim.ColumnFailed:
		return "a full column failed, and the build with it"
	case sim.NeverEnding:
		return "cells are left that a model refuses for ever"
	default:
		return s.String()
	}
}

// scope says what was simulated.
func (r Simulation) scope() string {
	s := r.Result
	engine := s.Engine.String()
	if s.Engine == model.FIFO {
		engine += " (the bare model)"
	}
	return fmt.Sprintf("%s, %s, %s; engine %s, seed %d",
		counted(int64(s.Plan.Len()), "row group"), counted(s.Tasks.Planned, "task"), counted(s.Requests.Calls, "call"), engine, s.Seed)
}

func (r Simulation) facts() []fact {
	s := r.Result
	facts := []fact{{"limited by", Printable(s.Answer.Text)}}
	if lower := s.Bounds.Lower(); lower.Time > 0 {
		facts = append(facts, fact{"at least", fmt.Sprintf("%s: %s, %s of the time it takes", numeral.Span(lower.Time), boundText(lower), percent(s.Bounds.Efficiency))})
	}
	if text := attributionText(s.CriticalPath.Waits, s.Makespan); text != "" {
		facts = append(facts, fact{"time went to", text})
	}
	if s.Requests.Attempts != s.Requests.OK || s.Requests.Calls != s.Requests.OK {
		facts = append(facts, fact{"requests", requestsText(s.Requests)})
	}
	if cost := r.cost(); cost > 0 {
		facts = append(facts, fact{"cost", fmt.Sprintf("%s for %s tokens in, %s out", money(cost), tokensText(s.Requests.InputTokens), tokensText(s.Requests.OutputTokens))})
	}
	return facts
}

// boundText says what sets a bound.
func boundText(b sim.Bound) string {
	switch name := Printable(b.Model); b.Kind {
	case model.BoundSpan:
		return "the longest path through one row"
	case model.BoundAdmission:
		return "the rounds of row groups"
	case model.BoundInFlightCap:
		return "all work under the cap on tasks in flight"
	case model.BoundEngine:
		return "the engine's own time for requests"
	case model.BoundServerWork:
		return "the requests that the server of " + name + " takes at once"
	case model.BoundRequestRate:
		return "the requests a minute that the server of " + name + " takes"
	case model.BoundTokenRate:
		return "the tokens a minute that the server of " + name + " takes"
	default:
		return "the work of " + name
	}
}

// attributionText lists what a time went to, the largest parts first.
func attributionText(a sim.Attribution, total time.Duration) string {
	if total <= 0 {
		return ""
	}
	causes := sim.Causes()
	slices.SortStableFunc(causes, func(x, y sim.Cause) int {
		switch {
		case a.Of(x) > a.Of(y):
			return -1
		case a.Of(x) < a.Of(y):
			return 1
		default:
			return 0
		}
	})
	text := ""
	for _, c := range causes {
		share := a.Of(c) / total.Seconds()
		if share < 0.005 {
			break
		}
		if text != "" {
			text += ", "
		}
		text += fmt.Sprintf("%s %s", causeText(c), percent(share))
	}
	return text
}

// causeText is a cause in words.
func causeText(c sim.Cause) string {
	switch c {
	case sim.CauseRowGroupAdmission:
		return "row-group admission"
	case sim.CauseInFlightCap:
		return "in-flight cap"
	case sim.CauseModelSlot:
		return "waiting for a slot"
	case sim.CauseBackOff:
		return "back-off"
	default:
		return c.String()
	}
}

func requestsText(q sim.Requests) string {
	text := fmt.Sprintf("%s for %s: %s ok", numeral.Integer(q.Attempts), counted(q.Calls, "call"), numeral.Integer(q.OK))
	for _, part := range []struct {
		n    int64
		what string
	}{{q.RateLimited, "rate limited"}, {q.Unparseable, "unparseable"}, {q.Failed, "failed"}, {q.Attempts - q.OK - q.RateLimited - q.Unparseable - q.Failed, "cut off"}} {
		if part.n > 0 {
			text += fmt.Sprintf(", %s %s", numeral.Integer(part.n), part.what)
		}
	}
	return text
}

func (r Simulation) cost() float64 {
	sum := 0.0
	for _, m := range r.Result.Models {
		sum += m.Cost
	}
	return sum
}

func (r Simulation) columns(p *Page) {
	columns := []column{{title: "COLUMN", name: true}, {title: "MODEL", name: true}, {title: "TASKS", right: true}, {title: "CELLS", right: true}, {title: "REQUESTS", right: true}, {title: "FIRST", right: true}, {title: "LAST", right: true}, {title: "WAITS MOST FOR"}}
	var rows [][]string
	for _, c := range r.Result.Columns {
		// Of many row groups most wait most for their admission, whatever the column:
		// what tells columns apart comes after it.
		waits := c.Waits
		waits.Work, waits.RowGroupAdmission = 0, 0
		rows = append(rows, []string{
			Printable(c.Name), orDash(Printable(c.Model)), numeral.Integer(c.Tasks.Completed), numeral.Integer(c.Cells), dashAt(c.Attempts == 0, numeral.Integer(c.Attempts)),
			dashAt(c.Tasks.Executions == 0, numeral.Span(c.First)), dashAt(c.Tasks.Executions == 0, numeral.Span(c.Last)), waitText(waits),
		})
	}
	p.table(columns, rows)
}

func waitText(a sim.Attribution) string {
	if c := a.Largest(); c != 0 {
		return causeText(c)
	}
	return "-"
}

func (r Simulation) models(p *Page) {
	columns := []column{{title: "MODEL", name: true}, {title: "SLOTS", right: true}, {title: "PEAK", right: true}, {title: "BUSY", right: true}, {title: "REQUESTS", right: true}, {title: "429", right: true}, {title: "COST", right: true}, {title: "IDLE MOST FOR"}}
	var rows [][]string
	for _, m := range r.Result.Models {
		if m.Peak == 0 {
			continue // no column called it, or no row got that far
		}
		rows = append(rows, []string{
			Printable(m.Name), numeral.Integer(int64(m.Slots)), numeral.Integer(int64(m.Peak)), percent(m.Utilisation), numeral.Integer(m.Attempts),
			dashAt(m.RateLimited == 0, numeral.Integer(m.RateLimited)), dashAt(m.Cost == 0, money(m.Cost)), idleText(m.Idle),
		})
	}
	p.table(columns, rows)
}

// idleText is waitText of a pool, whose work is the time when nothing was left.
func idleText(a sim.Attribution) string {
	if c := a.Largest(); c == sim.CauseWork {
		return "nothing left to do"
	}
	return waitText(a)
}
