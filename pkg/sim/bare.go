package sim

import (
	"math"
	"slices"
	"strings"

	"github.com/dagplan/dagplan/pkg/model"
)

// countCalls counts the requests of the bare model: every cell that a model
// makes is one call, which is answered. Nothing counts them as they are made.
func (m *machine) countCalls() {
	first := int64(math.MaxInt64)
	for i := range m.byColumn {
		c := &m.byColumn[i]
		if c.pool == m.workers() || c.tasks.Executions == 0 {
			continue
		}
		c.calls, c.attempts = c.tasks.Executions, c.tasks.Executions
		c.slots.calls += c.calls
		c.slots.attempts += c.attempts
		c.slots.ok += c.tasks.Completed
		first = min(first, c.first)
		m.requests.Last = max(m.requests.Last, duration64(c.last))
	}
	if first != math.MaxInt64 {
		m.requests.First = duration64(first)
	}
}

// warnLeftOut names the settings that the scenario gives and that the bare model
// does not know.
func (m *machine) warnLeftOut() {
	var left []string
	note := func(is bool, what string) {
		if is && !slices.Contains(left, what) {
			left = append(left, what)
		}
	}
	for i := range m.columns {
		c := &m.columns[i]
		note(len(c.settings.Errors) > 0, "errors")
		note(c.settings.SkipRate > 0, "skip_rate")
		note(c.settings.DropRate > 0, "drop_rate")
	}
	for i := range m.Scenario.Models {
		given := &m.Scenario.Models[i]
		note(len(given.Errors) > 0, "errors")
		note(given.Server != model.Server{}, "server")
		note(given.Price != model.Price{}, "price")
	}
	if len(left) > 0 {
		m.warn("engine fifo is the bare model, in which nothing fails, is skipped or costs anything: it leaves out " + strings.Join(left, ", "))
	}
}
