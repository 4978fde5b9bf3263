package check

import (
	"fmt"
	"slices"

	"github.com/dagplan/dagplan/pkg/internal/numeral"
	"github.com/dagplan/dagplan/pkg/model"
)

// timeouts reports models whose answers come too late, half of them or more.
func timeouts(r *runChecker) {
	for _, m := range r.scenario.Models {
		limit := m.Timeout.Seconds()
		if limit == 0 || !r.called[m.Alias] || !m.Latency.IsSet() || m.Latency.ShareAbove(limit) < 0.5 {
			continue
		}
		_, at, isGiven := r.given("models", m.Alias, "timeout")
		if !isGiven {
			_, at, _ = r.given("models", m.Alias, "latency")
		}
		r.report(codeTooLate, at, fmt.Sprintf("%.0f%% of the answers of model %q come after its timeout of %s", 100*m.Latency.ShareAbove(limit), m.Alias, numeral.Span(m.Timeout)),
			"make timeout longer: what comes too late is asked for again, and its row given up at last")
	}
}

// lostValidations reports validation columns after columns that the scenario lets lose rows
// (section 9 of docs/engine.md).
func lostValidations(r *runChecker) {
	loses := r.losers()
	for i, c := range r.file.Columns {
		if c.Type != "validation" {
			continue
		}
		above := r.ancestors(i)
		for at, other := range r.file.Columns {
			if above[at] && loses[at] {
				r.report(codeLosesRowGroups, c.NameSpan, fmt.Sprintf("validation column %q loses whole row groups: rows are given up before it, by %q", c.Name, other.Name),
					"Data Designer 0.9.6 then drops every row of the row group: smaller row groups lose less", noted(other.NameSpan, fmt.Sprintf("%q", other.Name)))
				break
			}
		}
	}
}

// losers reports, for each column, whether it gives rows up: drops them, or makes requests
// that fail however often they are sent again.
func (r *runChecker) losers() []bool {
	settings, models := make(map[string]model.ColumnSettings), make(map[string]model.Model)
	for _, c := range r.scenario.Columns {
		settings[c.Name] = c
	}
	for _, m := range r.scenario.Models {
		models[m.Alias] = m
	}
	loses := make([]bool, len(r.file.Columns))
	for i, c := range r.file.Columns {
		own := settings[c.Name]
		loses[i] = own.DropRate > 0 || len(c.Models) > 0 && slices.ContainsFunc(own.ErrorsFrom(models[c.Models[0]]), func(e model.ErrorRate) bool {
			return e.Rate > 0 && e.Kind != model.RateLimited && (e.Attempts == 0 || e.Kind == model.BadRequest)
		})
	}
	return loses
}

// ancestors reports, for each column, whether one reads it, directly or through others.
func (r *runChecker) ancestors(of int) []bool {
	above := make([]bool, len(r.file.Columns))
	queue := []int{of}
	for len(queue) > 0 {
		at := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, source := range r.sources[at] {
			if !above[source] {
				above[source] = true
				queue = append(queue, source)
			}
		}
	}
	return above
}
