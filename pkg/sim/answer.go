package sim

import (
	"cmp"
	"fmt"
	"slices"
)

// answer says what limits the build: what the critical path spent most time on,
// and what it spent most on besides.
func (m *machine) answer(r *Result) Answer {
	spent := m.spentByLimit()
	total := r.Makespan.Seconds()
	if len(spent) == 0 || total == 0 {
		return Answer{Text: "nothing limits the build: it takes no time"}
	}
	a := Answer{Limit: spent[0].limit, Share: float64(spent[0].nanoseconds) / 1e9 / total}
	a.Text = fmt.Sprintf("%s for %.0f %% of the time", m.describeLimit(r, a.Limit), 100*a.Share)
	if len(spent) > 1 {
		a.Next = spent[1].limit
		a.Text += fmt.Sprintf("; next would be %s", m.nameLimit(a.Next))
	}
	return a
}

type limitTime struct {
	limit       Limit
	nanoseconds int64
}

// spentByLimit sums up the last chain by limit, the largest first.
func (m *machine) spentByLimit() []limitTime {
	c := m.lastChain()
	stride := c.pools * (causeCount + 1)
	var spent []limitTime
	for i := range stride {
		total := int64(0)
		for b := range 2 * timelineBuckets {
			total += c.buckets[b*stride+i]
		}
		if total == 0 {
			continue
		}
		limit := m.limitOf(i)
		at := slices.IndexFunc(spent, func(s limitTime) bool { return s.limit == limit })
		if at < 0 {
			at = len(spent)
			spent = append(spent, limitTime{limit: limit})
		}
		spent[at].nanoseconds += total
	}
	slices.SortStableFunc(spent, func(a, b limitTime) int { return cmp.Compare(b.nanoseconds, a.nanoseconds) })
	return spent
}

// describeLimit says what bounds the build and what would help.
func (m *machine) describeLimit(r *Result, l Limit) string {
	switch l.Cause {
	case CauseModelSlot:
		if l.Model == workersName {
			return fmt.Sprintf("the %d workers limit the build", r.Workers.Slots)
		}
		return fmt.Sprintf("the %d slots of model %s limit the build", m.slotsOf(l.Model), l.Model)
	case CauseInFlightCap:
		return fmt.Sprintf("max_in_flight_tasks %d limits the build", m.Scenario.Run.MaxInFlightTasks)
	case CauseCooldown:
		return fmt.Sprintf("the rate limit of model %s limits the build", l.Model)
	case CauseBackOff:
		return fmt.Sprintf("retries of model %s limit the build", l.Model)
	case CauseSalvage:
		return "failed tasks that wait for their row group limit the build"
	case CauseEngine:
		return "the engine's own work limits the build"
	default:
		if r.CriticalPath.RowGroups > 1 {
			return fmt.Sprintf("max_concurrent_row_groups %d limits the build, with the latency of %s along the critical path", m.Scenario.Run.MaxConcurrentRowGroups, modelOrWorkers(l.Model))
		}
		return fmt.Sprintf("the latency of %s along the critical path limits the build", modelOrWorkers(l.Model))
	}
}

// nameLimit names a limit in a few words.
func (m *machine) nameLimit(l Limit) string {
	switch l.Cause {
	case CauseModelSlot:
		if l.Model == workersName {
			return "the workers"
		}
		return fmt.Sprintf("the slots of model %s", l.Model)
	case CauseInFlightCap:
		return "max_in_flight_tasks"
	case CauseCooldown:
		return fmt.Sprintf("the rate limit of model %s", l.Model)
	case CauseBackOff:
		return fmt.Sprintf("retries of model %s", l.Model)
	case CauseSalvage:
		return "failed tasks that wait for their row group"
	case CauseEngine:
		return "the engine's own work"
	default:
		return fmt.Sprintf("the latency of %s", modelOrWorkers(l.Model))
	}
}

func modelOrWorkers(name string) string {
	if name == workersName {
		return "the tasks without a model"
	}
	return "model " + name
}

func (m *machine) slotsOf(name string) int {
	for _, p := range m.pools {
		if p.name == name {
			return p.slots
		}
	}
	return 0
}
