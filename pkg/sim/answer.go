package sim

import (
	"cmp"
	"slices"
	"time"

	"github.com/dagplan/dagplan/pkg/model"
)

// answer says what limits the build, and what would limit it next.
func (m *machine) answer(r *Result) Answer {
	shares := m.limitShares(r)
	if len(shares) == 0 {
		return Answer{Text: "nothing: the build takes no time"}
	}
	first := &shares[0]
	a := Answer{Limit: first.limit, Share: first.share, Text: m.describe(first)}
	if len(shares) > 1 && shares[1].share >= leastShare {
		a.Next = shares[1].limit
		a.Text += "; next would be " + a.Next.withArticle()
	}
	return a
}

// leastShare is the share of the makespan below which a limit is not worth naming.
const leastShare = 0.005

// limitShare is the share of the makespan that a limit accounts for: what the critical
// path spent on it, or how much of the makespan a bound is, where that is more.
type limitShare struct {
	limit Limit
	share float64
	bound Bound // the zero value where the path says more
	// most is what easing this limit alone can save at most: no more than its share, and
	// nothing of what other bounds leave.
	most float64
}

// limitShares ranks the limits, by what easing each alone could save at most, then by share.
//
// The path goes on with the input that came last, so of two models that both have a
// queue it names the earlier one; and what it waits for may itself be held up by another
// limit. Hence each limit counts for at least its bound: a model whose slots are busy all
// the time, or whose server takes as long for its requests, limits the build whatever the
// last row has waited for. Where one column comes after the other there are no such rivals,
// and the path says it all.
func (m *machine) limitShares(r *Result) []limitShare {
	total := r.Makespan.Seconds()
	if total == 0 {
		return nil
	}
	var shares []limitShare
	of := func(l Limit) *limitShare {
		for i := range shares {
			if shares[i].limit == l {
				return &shares[i]
			}
		}
		shares = append(shares, limitShare{limit: l})
		return &shares[len(shares)-1]
	}
	for _, s := range m.spentByLimit() {
		of(m.causeBehind(r, s.limit)).share += float64(s.nanoseconds) / 1e9 / total
	}
	for _, b := range r.Bounds.All {
		limit, tells := limitOfBound(b)
		if !tells || m.isColumnAtATime() || m.causeBehind(r, limit) != limit {
			continue
		}
		if s, share := of(limit), b.Time.Seconds()/total; share > s.share {
			s.share, s.bound = share, b
		}
	}
	for i := range shares {
		s := &shares[i]
		s.most = s.share
		for _, b := range r.Bounds.All {
			if !m.isColumnAtATime() && !eases(s.limit, b) {
				s.most = min(s.most, 1-b.Time.Seconds()/total)
			}
		}
	}
	slices.SortStableFunc(shares, func(a, b limitShare) int {
		return cmp.Or(cmp.Compare(b.most, a.most), cmp.Compare(b.share, a.share))
	})
	return shares
}

// eases reports whether a bound falls when a limit is eased.
func eases(l Limit, b Bound) bool {
	limit, tells := limitOfBound(b)
	switch {
	case l == limit:
		return true
	case l.Cause == CauseWork:
		return !tells || limit.Cause == CauseRowGroupAdmission || limit.Cause == CauseInFlightCap || limit.Model == l.Model
	default:
		return false
	}
}

// causeBehind returns what stands behind a limit. Slots are held by requests that a server
// refuses where that takes longer than their work; a salvage is of the tasks of the model that
// failed most, and those may have been refused; and where row groups wait for one another,
// letting more of them in would let others work meanwhile.
func (m *machine) causeBehind(r *Result, l Limit) Limit {
	switch l.Cause {
	case CauseModelSlot:
		if serverBound(r, l.Model) > r.Bounds.Of(model.BoundModelWork, l.Model) {
			return Limit{Cause: CauseCooldown, Model: l.Model}
		}
	case CauseSalvage:
		p := m.failingMost()
		if p.limited > p.failed {
			return Limit{Cause: CauseCooldown, Model: p.name}
		}
		l.Model = p.name
	case CauseWork:
		if r.CriticalPath.RowGroups > 1 && !m.isColumnAtATime() {
			return Limit{Cause: CauseRowGroupAdmission}
		}
	}
	return l
}

// failingMost returns the pool in which most requests failed: all tasks wait for the salvage
// of those that were put aside, whatever they call.
func (m *machine) failingMost() *pool {
	most := &m.byPool[m.workers()]
	for i := range m.byPool {
		if p := &m.byPool[i]; p.failed+p.limited > most.failed+most.limited {
			most = p
		}
	}
	return most
}

func (m *machine) isColumnAtATime() bool { return PoliciesOf(m.Engine).Queue == QueueColumnAtATime }

// serverBound returns the largest bound that the server of a model sets.
func serverBound(r *Result, name string) time.Duration {
	for _, b := range r.Bounds.All {
		if limit, _ := limitOfBound(b); limit == (Limit{Cause: CauseCooldown, Model: name}) {
			return b.Time
		}
	}
	return 0
}

// limitOfBound returns the limit that a bound is about. The span is about none: the path
// tells what it consists of.
func limitOfBound(b Bound) (Limit, bool) {
	switch b.Kind {
	case model.BoundModelWork, model.BoundWorkerWork:
		return Limit{Cause: CauseModelSlot, Model: b.Model}, true
	case model.BoundServerWork, model.BoundRequestRate, model.BoundTokenRate:
		return Limit{Cause: CauseCooldown, Model: b.Model}, true
	case model.BoundAdmission:
		return Limit{Cause: CauseRowGroupAdmission}, true
	case model.BoundInFlightCap:
		return Limit{Cause: CauseInFlightCap}, true
	case model.BoundEngine:
		return Limit{Cause: CauseEngine}, true
	default:
		return Limit{}, false
	}
}

type limitTime struct {
	limit       Limit
	nanoseconds int64
}

// spentByLimit sums up the last chain by limit, in the order of the pools.
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
	return spent
}
