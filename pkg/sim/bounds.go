package sim

import (
	"cmp"
	"slices"
	"time"

	"github.com/dagplan/dagplan/pkg/model"
)

// bounds lists the bounds of a build that has ended, from the times that were drawn, the
// largest first. Where the paths were not recorded, the span is that of the expected times.
func (m *machine) bounds() []Bound {
	var all []Bound
	add := func(kind model.BoundKind, of string, time time.Duration) {
		if time > 0 {
			all = append(all, Bound{Kind: kind, Model: of, Time: time})
		}
	}
	span, rounds := m.spanBounds()
	add(model.BoundSpan, "", span)
	total := sum{}
	for i := range m.byPool {
		work := m.workOf(&m.byPool[i])
		total.addSum(work)
		m.poolBounds(&m.byPool[i], work, add)
	}
	if m.Plan.Len() > m.concurrentGroups() {
		add(model.BoundAdmission, "", rounds)
	}
	run := &m.Scenario.Run
	if at := run.InFlightCapOf(m.Engine); at > 0 {
		add(model.BoundInFlightCap, "", duration(total.seconds()/float64(at)))
	}
	if PoliciesOf(m.Engine).Loop == LoopBatched {
		answers := m.requests.OK + m.requests.RateLimited + m.requests.Unparseable + m.requests.Failed
		add(model.BoundEngine, "", duration(float64(m.requests.Calls)*run.Cost.Send.Seconds()+float64(answers)*run.Cost.Done.Seconds()))
	}
	slices.SortStableFunc(all, func(a, b Bound) int { return cmp.Compare(b.Time, a.Time) })
	return all
}

// spanBounds returns the longest path through one row, and what the row groups take that are
// built so many at a time.
func (m *machine) spanBounds() (span, rounds time.Duration) {
	lanes := int64(max(1, m.concurrentGroups()))
	if !m.paths.known {
		span = m.Graph.CriticalPath(func(id model.ColumnID) time.Duration { return duration(m.expected(id)) }).Time
		return span, span * time.Duration((int64(m.Plan.Len())+lanes-1)/lanes)
	}
	s := &m.paths.spans
	if s.count == 0 {
		return 0, 0
	}
	full := (s.count + lanes - 1) / lanes
	return duration64(s.longest), max(duration(s.total.seconds()/float64(lanes)), duration64(full*s.shortest))
}

// workOf sums up the time that a model, or the workers, worked.
func (m *machine) workOf(p *pool) sum {
	work := sum{}
	for _, id := range p.columns {
		work.addSum(m.byColumn[id].waits[CauseWork])
	}
	return work
}

// poolBounds adds the bounds of a model, or of the workers.
func (m *machine) poolBounds(p *pool, work sum, add func(kind model.BoundKind, of string, time time.Duration)) {
	kind := model.BoundModelWork
	if p.index == m.workers() {
		kind = model.BoundWorkerWork
	}
	if p.most > 0 {
		add(kind, p.name, duration(work.seconds()/float64(p.most)))
	}
	server := &p.server
	if n := server.limits.MaxConcurrency; n > 0 && n < p.most {
		add(model.BoundServerWork, p.name, duration(work.seconds()/float64(n)))
	}
	add(model.BoundRequestRate, p.name, server.requests.needed())
	add(model.BoundTokenRate, p.name, server.tokens.needed())
}
