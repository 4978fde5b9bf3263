package sim

import (
	"cmp"
	"fmt"
	"slices"
)

// answer says what limits the build, and what would limit it next.
func (m *machine) answer(r *Result) Answer {
	shares := m.limitShares(r)
	if len(shares) == 0 {
		return Answer{Text: "nothing limits the build: it takes no time"}
	}
	a := Answer{Limit: shares[0].limit, Share: shares[0].share}
	a.Text = fmt.Sprintf("%s for %.0f %% of the time", m.describeLimit(r, a.Limit), 100*a.Share)
	if len(shares) > 1 {
		a.Next = shares[1].limit
		a.Text += fmt.Sprintf("; next would be %s", m.nameLimit(a.Next))
	}
	return a
}

type limitShare struct {
	limit Limit
	share float64 // of the makespan
}

// limitShares ranks the limits, the largest share first. The share of a limit
// is what the critical path spent on it. That path goes on with the input that
// came last, so of two models that both have a queue it names the earlier one;
// hence the slots of a model, or of the workers, count for at least the time they
// were busy.
func (m *machine) limitShares(r *Result) []limitShare {
	total := r.Makespan.Seconds()
	if total == 0 {
		return nil
	}
	var shares []limitShare
	for _, s := range m.spentByLimit() {
		shares = append(shares, limitShare{s.limit, float64(s.nanoseconds) / 1e9 / total})
	}
	raise := func(pool string, p PoolResult) {
		limit := Limit{Cause: CauseModelSlot, Model: pool}
		at := slices.IndexFunc(shares, func(s limitShare) bool { return s.limit == limit })
		switch {
		case p.Slots == 0 || p.Utilisation == 0:
		case at < 0:
			shares = append(shares, limitShare{limit, p.Utilisation})
		default:
			shares[at].share = max(shares[at].share, p.Utilisation)
		}
	}
	for _, model := range r.Models {
		raise(model.Name, model.PoolResult)
	}
	raise(workersName, r.Workers)
	slices.SortStableFunc(shares, func(a, b limitShare) int { return cmp.Compare(b.share, a.share) })
	return shares
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
		return "the salvage of failed tasks limits the build"
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
		return "the salvage of failed tasks"
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
