package plan

import (
	"cmp"
	"slices"
	"time"

	"github.com/dagplan/dagplan/pkg/model"
)

// Bound is a time that a build takes at least, on average over the luck of its draws.
type Bound struct {
	Kind model.BoundKind
	// Model is the index in [Plan.Models] of the model that model_work, server_work,
	// request_rate and token_rate are about; -1 for the others.
	Model int
	Time  time.Duration
}

// Lower returns the largest bound, false where no times are known: then what
// the engine itself needs would stand for all.
func (p *Plan) Lower() (Bound, bool) {
	if len(p.Bounds) == 0 || !p.TimesKnown() {
		return Bound{}, false
	}
	return p.Bounds[0], true
}

// TimesKnown reports whether any column is expected to take time at all.
func (p *Plan) TimesKnown() bool { return p.CriticalPath.Time > 0 }

// bounds lists the bounds that are not zero. Of equals, the one that says more
// stands first: what the graph sets before what a setting does.
func (p *Plan) bounds() []Bound {
	if p.Rows.Records() == 0 {
		return nil
	}
	span := p.CriticalPath.Time.Seconds()
	all := []Bound{{Kind: model.BoundSpan, Model: -1, Time: p.CriticalPath.Time}}
	add := func(kind model.BoundKind, of int, seconds float64) {
		all = append(all, Bound{Kind: kind, Model: of, Time: duration(seconds)})
	}
	work := 0.0
	for i := range p.Models {
		work += p.Models[i].Work
		p.modelBounds(i, add)
	}
	local := p.localWork()
	if at := p.Run.ThreadsOf(model.Async); at > 0 {
		add(model.BoundWorkerWork, -1, local/float64(at))
	}
	if at := p.Run.RowGroupsOf(model.Async); at > 0 && p.Rows.Len() > at {
		add(model.BoundAdmission, -1, span*float64((p.Rows.Len()+at-1)/at))
	}
	if at := p.Run.InFlightCapOf(model.Async); at > 0 {
		add(model.BoundInFlightCap, -1, (work+local)/float64(at))
	}
	add(model.BoundEngine, -1, p.Calls*p.Run.Cost.Send.Seconds()+p.Requests*p.Run.Cost.Done.Seconds())
	all = slices.DeleteFunc(all, func(b Bound) bool { return b.Time == 0 })
	slices.SortStableFunc(all, func(a, b Bound) int { return cmp.Compare(b.Time, a.Time) })
	return all
}

// modelBounds adds those of the slots and the server of a model.
func (p *Plan) modelBounds(at int, add func(kind model.BoundKind, of int, seconds float64)) {
	m := &p.Models[at]
	if m.Most > 0 {
		add(model.BoundModelWork, at, m.Work/float64(m.Most))
	}
	if n := m.Server.MaxConcurrency; n > 0 && n < m.Most {
		add(model.BoundServerWork, at, m.Work/float64(n))
	}
	add(model.BoundRequestRate, at, minutes(m.Accepted, m.Server.RequestsPerMinute))
	// A request of more than a minute's worth is let through by a full bucket, and
	// what it takes too much is waited for by the next one only.
	if m.Accepted > 0 && m.AcceptedTokens/m.Accepted <= m.Server.TokensPerMinute {
		add(model.BoundTokenRate, at, minutes(m.AcceptedTokens, m.Server.TokensPerMinute))
	}
}

// minutes returns the seconds that an amount takes at a limit by the minute, whose
// bucket is full at the start; 0 is no limit.
func minutes(amount, limit float64) float64 {
	if limit == 0 {
		return 0
	}
	return max(0, amount/limit-1) * 60
}

// localWork is the work of columns that call no model. All columns of a multi-column step are
// made by one task, as long as the longest of them, which calls a model where the first does.
func (p *Plan) localWork() float64 {
	sum := 0.0
	heads := map[int]model.ColumnID{}
	longest := map[int]float64{}
	for id := range p.Columns {
		c := &p.Columns[id]
		if c.Step == 0 {
			if len(c.Models) == 0 {
				sum += c.Work
			}
			continue
		}
		if _, known := heads[c.Step]; !known {
			heads[c.Step] = c.ID
		}
		if work := c.TaskTime.Seconds() * float64(c.Tasks); len(p.Columns[heads[c.Step]].Models) == 0 && work > longest[c.Step] {
			sum += work - longest[c.Step]
			longest[c.Step] = work
		}
	}
	return sum
}
