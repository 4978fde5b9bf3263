package sim

import (
	"fmt"
	"slices"
	"strings"
)

// warnUnheard notes the settings that change nothing: those of the run that the engine
// does not heed, and recorded latencies that name no cell.
func (m *machine) warnUnheard() {
	if m.World != nil {
		return
	}
	if paths := m.Scenario.Run.UnheededBy(m.Engine); len(paths) > 0 {
		m.warn(fmt.Sprintf("the engine %v does not heed %s", m.Engine, strings.Join(paths, ", ")))
	}
	for i := range m.byColumn {
		c := &m.byColumn[i]
		own := c.world
		if own.slowest != nil {
			own = own.slowest[0].own
		}
		if own.replay != nil && len(own.replay.values) == 0 {
			m.warn(fmt.Sprintf("the recorded latencies name no cell of column %s, and every one takes their mean: a key is COLUMN|ROW|ATTEMPT, such as %[1]s|r00000|0", c.name))
		}
	}
}

// warnUnknownLatencies notes the models that columns call though nobody said
// how long they take: such a build looks free of waiting, which is the one thing
// it is not. A latency of 0 that was given is not unknown.
func (m *machine) warnUnknownLatencies() {
	if m.World != nil {
		return
	}
	var unknown []string
	for i := range m.columns {
		c := &m.columns[i]
		if c.alias == noModel || c.settings.Latency.IsSet() {
			continue
		}
		model := &m.Scenario.Models[c.alias]
		if model.Latency.IsSet() || model.TimeToFirstToken.IsSet() || model.TokensPerSecond.IsSet() {
			continue
		}
		if !slices.Contains(unknown, model.Alias) {
			unknown = append(unknown, model.Alias)
		}
	}
	switch len(unknown) {
	case 0:
	case 1:
		m.warn(fmt.Sprintf("model %s is taken to answer at once, because the scenario does not say how long it takes: set models.%[1]s.latency", unknown[0]))
	default:
		m.warn(fmt.Sprintf("models %s are taken to answer at once, because the scenario does not say how long they take: set models.%s.latency and so on", strings.Join(unknown, ", "), unknown[0]))
	}
}
