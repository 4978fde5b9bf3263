package plan

import (
	"cmp"
	"slices"
	"time"
)

// BoundKind says what sets a bound.
type BoundKind uint8

// The kinds of bound.
const (
	// Span is the critical path of one row. Text form: span.
	Span BoundKind = iota + 1
	// Admission is the span, once for each time that a row group has to wait for
	// the end of another. Text form: admission.
	Admission
	// ModelWork is the work of a model divided by its slots. Text form: model_work.
	ModelWork
	// WorkerWork is the work of the columns that call no model, divided by the
	// workers. Text form: worker_work.
	WorkerWork
	// InFlight is all work divided by the cap on tasks in flight. Text form:
	// in_flight_cap.
	InFlight
	// Engine is the engine's own time for all requests. Text form: engine.
	Engine
	// ServerWork is the work of a model divided by what its server works on at once.
	// Text form: server_work.
	ServerWork
	// RequestRate is the calls of a model at its server's requests by the minute, the
	// first minute's worth of which is let through at once. Text form: request_rate.
	RequestRate
	// TokenRate is the same for tokens. Text form: token_rate.
	TokenRate
)

// String returns the text form, or unset for the zero value.
func (k BoundKind) String() string {
	switch k {
	case Span:
		return "span"
	case Admission:
		return "admission"
	case ModelWork:
		return "model_work"
	case WorkerWork:
		return "worker_work"
	case InFlight:
		return "in_flight_cap"
	case Engine:
		return "engine"
	case ServerWork:
		return "server_work"
	case RequestRate:
		return "request_rate"
	case TokenRate:
		return "token_rate"
	default:
		return "unset"
	}
}

// MarshalText returns the text form.
func (k BoundKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// Bound is a time that a build is expected to take at least.
type Bound struct {
	Kind BoundKind
	// Model is the index in [Plan.Models] of ModelWork, ServerWork, RequestRate and
	// TokenRate; -1 for the others.
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
	all := []Bound{{Kind: Span, Model: -1, Time: p.CriticalPath.Time}}
	add := func(kind BoundKind, model int, seconds float64) {
		all = append(all, Bound{Kind: kind, Model: model, Time: duration(seconds)})
	}
	work := 0.0
	for i, m := range p.Models {
		work += m.Work
		if m.Slots > 0 {
			add(ModelWork, i, m.Work/float64(m.Slots))
		}
		if at := m.Server.MaxConcurrency; at > 0 && at < m.Slots {
			add(ServerWork, i, m.Work/float64(at))
		}
		add(RequestRate, i, minutes(m.Calls, m.Server.RequestsPerMinute))
		// A request of more than a minute's worth is let through by a full bucket, and
		// what it takes too much is waited for by the next one only.
		if tokens := m.Tokens.Input + m.Tokens.Output; m.Calls > 0 && tokens/m.Calls <= m.Server.TokensPerMinute {
			add(TokenRate, i, minutes(tokens, m.Server.TokensPerMinute))
		}
	}
	local := p.localWork()
	if p.Run.Workers > 0 {
		add(WorkerWork, -1, local/float64(p.Run.Workers))
	}
	if at := p.Run.MaxConcurrentRowGroups; at > 0 && p.Rows.Len() > at {
		add(Admission, -1, span*float64((p.Rows.Len()+at-1)/at))
	}
	if p.Run.MaxInFlightTasks > 0 {
		add(InFlight, -1, (work+local)/float64(p.Run.MaxInFlightTasks))
	}
	add(Engine, -1, p.Requests*(p.Run.Cost.Send+p.Run.Cost.Done).Seconds())
	all = slices.DeleteFunc(all, func(b Bound) bool { return b.Time == 0 })
	slices.SortStableFunc(all, func(a, b Bound) int { return cmp.Compare(b.Time, a.Time) })
	return all
}

// minutes returns the seconds that an amount takes at a limit by the minute, whose
// bucket is full at the start; 0 is no limit.
func minutes(amount, limit float64) float64 {
	if limit == 0 {
		return 0
	}
	return max(0, amount/limit-1) * 60
}

// localWork is the work of columns that call no model. The members of a
// multi-column step are made by one task, as long as the longest of them.
func (p *Plan) localWork() float64 {
	sum := 0.0
	steps := map[int]float64{}
	for _, c := range p.Columns {
		if len(c.Models) > 0 {
			continue
		}
		if c.Step == 0 {
			sum += c.Work
			continue
		}
		sum += max(0, c.Work-steps[c.Step])
		steps[c.Step] = max(steps[c.Step], c.Work)
	}
	return sum
}
