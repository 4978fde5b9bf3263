package render

import (
	"fmt"
	"slices"
	"time"

	"github.com/dagplan/dagplan/pkg/internal/numeral"
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/plan"
)

// Plan shows what a build comes to.
type Plan struct {
	// Name is the name of the config.
	Name     string
	Plan     *plan.Plan
	Settings []Setting
}

// Setting is one field of the scenario in force.
type Setting struct {
	// Path is the path of the field as --set takes it.
	Path string
	// Value is as YAML decodes it.
	Value any
	// Origin is flag, environment, scenario, config or default.
	Origin string
}

// Text is the value as a user may write it.
func (s Setting) Text() string { return valueText(s.Value) }

var _ Report = Plan{}

// Text says the bound, the calls and the cost, then what limits the build, and
// the columns and models behind it.
func (r Plan) Text(p *Page) {
	p.heading(Printable(r.Name) + ": " + r.answer())
	p.Printf("%s: %s\n", runText(r.Plan), counted(r.Plan.Tasks, "task"))
	p.Printf("\n")
	p.facts(r.facts())
	if len(r.Plan.Columns) == 0 {
		return
	}
	p.Printf("\n")
	r.columns(p)
	if len(r.Plan.Models) > 0 {
		p.Printf("\n")
		r.models(p)
	}
}

func (r Plan) answer() string {
	text := "no expected time"
	if lower, known := r.Plan.Lower(); known {
		text = "at least " + numeral.Span(lower.Time)
		if r.Plan.IsRandom {
			text += " on average"
		}
	}
	text += ", " + expected(r.Plan.Calls) + " calls"
	if r.Plan.Requests != r.Plan.Calls {
		text += " (" + expected(r.Plan.Requests) + " requests)"
	}
	if cost := r.Plan.Cost; cost.Amount > 0 {
		text += ", cost " + costText(cost)
	}
	return text
}

func (r Plan) facts() []fact {
	var facts []fact
	bounds := r.Plan.Bounds
	if !r.Plan.TimesKnown() {
		bounds = nil
		facts = append(facts, fact{"limited by", "unknown: no column has an expected time; models.ALIAS.latency in a scenario or --set gives one"})
	}
	for i, b := range bounds[:min(len(bounds), maxBounds)] {
		name := "limited by"
		if i > 0 {
			name = "then by"
		}
		facts = append(facts, fact{name, r.bound(b)})
	}
	if r.Plan.RowsOut < float64(r.Plan.Rows.Records()) {
		facts = append(facts, fact{"rows out", fmt.Sprintf("%s of %s: the others are given up", expected(r.Plan.RowsOut), numeral.Integer(r.Plan.Rows.Records()))})
	}
	return facts
}

// maxBounds is how many bounds the text shows.
const maxBounds = 4

// bound says what sets a bound.
func (r Plan) bound(b plan.Bound) string {
	at := "at least " + numeral.Span(b.Time) + ": "
	switch b.Kind {
	case model.BoundSpan:
		return at + "the critical path of one row: " + columnsText(r.Plan.Graph, r.Plan.CriticalPath.Columns, " → ")
	case model.BoundAdmission:
		return at + fmt.Sprintf("%s, %s at a time, each at least %s", counted(int64(r.Plan.Rows.Len()), "row group"), numeral.Integer(int64(r.Plan.Run.RowGroupsOf(model.Async))), numeral.Span(r.Plan.CriticalPath.Time))
	case model.BoundModelWork:
		m := r.Plan.Models[b.Model]
		return at + fmt.Sprintf("model %s: %s requests of %s on %s", modelText(m), expected(m.Requests), each(m.Work, m.Requests), counted(int64(m.Most), "slot"))
	case model.BoundServerWork:
		m := r.Plan.Models[b.Model]
		return at + fmt.Sprintf("model %s: its server works on %s at once", modelText(m), counted(int64(m.Server.MaxConcurrency), "request"))
	case model.BoundRequestRate:
		m := r.Plan.Models[b.Model]
		return at + fmt.Sprintf("model %s: %s requests, %s a minute", modelText(m), expected(m.Accepted), expected(m.Server.RequestsPerMinute))
	case model.BoundTokenRate:
		m := r.Plan.Models[b.Model]
		return at + fmt.Sprintf("model %s: %s tokens, %s a minute", modelText(m), expected(m.AcceptedTokens), expected(m.Server.TokensPerMinute))
	case model.BoundWorkerWork:
		return at + fmt.Sprintf("the columns without a model, on %s", counted(int64(r.Plan.Run.ThreadsOf(model.Async)), "worker"))
	case model.BoundInFlightCap:
		return at + fmt.Sprintf("%s in flight at most", counted(int64(r.Plan.Run.MaxInFlightTasks), "task"))
	default:
		return at + fmt.Sprintf("the engine's own time for %s requests", expected(r.Plan.Requests))
	}
}

// each divides work in seconds evenly.
func each(work, requests float64) string {
	if requests == 0 {
		return numeral.Span(0)
	}
	return numeral.Span(time.Duration(work / requests * float64(time.Second)))
}

func (r Plan) columns(p *Page) {
	withCost := r.Plan.Cost.Amount > 0
	columns := []column{{title: "COLUMN", name: true}, {title: "STRATEGY"}, {title: "MODEL", name: true}, {title: "TASKS", right: true}, {title: "CALLS", right: true}, {title: "TASK TIME", right: true}, {title: "WORK", right: true}}
	if withCost {
		columns = append(columns, column{title: "COST", right: true})
	}
	var rows [][]string
	for _, id := range r.Plan.Graph.TopologicalOrder() {
		c := r.Plan.Columns[id]
		row := []string{Printable(c.Name), c.Strategy.String(), orDash(namesText(c.Models)), numeral.Integer(c.Tasks), dashAt(len(c.Models) == 0, expected(c.Calls)), dashAt(c.TaskTime == 0, numeral.Span(c.TaskTime)), dashAt(c.Work == 0, workText(c.Work))}
		if withCost {
			row = append(row, dashAt(c.Cost.Amount == 0, money(c.Cost.Amount)))
		}
		rows = append(rows, row)
	}
	p.table(columns, rows)
}

func (r Plan) models(p *Page) {
	columns := []column{{title: "MODEL", name: true}, {title: "SLOTS", right: true}, {title: "REQUESTS", right: true}, {title: "WORK", right: true}, {title: "AT LEAST", right: true}, {title: "TOKENS IN", right: true}, {title: "OUT", right: true}, {title: "COST", right: true}}
	var rows [][]string
	for i, m := range r.Plan.Models {
		if m.Requests == 0 {
			continue // no column calls it
		}
		rows = append(rows, []string{modelText(m), numeral.Integer(int64(m.Slots)), expected(m.Requests), dashAt(m.Work == 0, workText(m.Work)), r.boundOf(i), tokensText(m.Tokens.Input), tokensText(m.Tokens.Output), costText(m.Cost)})
	}
	p.table(columns, rows)
}

// boundOf is the largest bound that the slots or the server of a model set.
func (r Plan) boundOf(of int) string {
	at := slices.IndexFunc(r.Plan.Bounds, func(b plan.Bound) bool { return b.Model == of })
	if at < 0 {
		return "-"
	}
	return numeral.Span(r.Plan.Bounds[at].Time)
}

// modelText names a model by the aliases that share it.
func modelText(m plan.Model) string { return namesText(m.Aliases) }

func dashAt(none bool, text string) string {
	if none {
		return "-"
	}
	return text
}

// workText writes work, which can be longer than a Duration holds.
func workText(work float64) string {
	const longest = 250 * 365 * 24 * 3600
	if work >= longest {
		return fmt.Sprintf("%.3gy", work/(365*24*3600))
	}
	return numeral.Span(time.Duration(work * float64(time.Second)))
}

// costText writes a cost; one that leaves something out ends in a +.
func costText(c plan.Cost) string {
	switch {
	case c.Known:
		return money(c.Amount)
	case c.Amount > 0:
		return money(c.Amount) + "+"
	default:
		return "-"
	}
}

// tokensText writes a number of tokens, in thousands or millions where it is
// large.
func tokensText(n float64) string {
	switch {
	case n == 0:
		return "-"
	case n < 10_000:
		return fmt.Sprintf("%.0f", n)
	case n < 10_000_000:
		return numeral.Integer(int64(n/1000+0.5)) + "k"
	case n < 1e15:
		return numeral.Integer(int64(n/1e6+0.5)) + "M"
	default:
		return fmt.Sprintf("%.3g", n)
	}
}
