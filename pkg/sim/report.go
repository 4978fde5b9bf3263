package sim

import (
	"math"

	"github.com/dagplan/dagplan/pkg/model"
)

// result closes the books.
func (m *machine) result(seed uint64) *Result {
	for i := range m.byPool {
		m.settle(&m.byPool[i])
	}
	if m.Engine == model.FIFO {
		m.countCalls()
		m.warnLeftOut()
	}
	m.countRequests()
	r := &Result{
		Stopped: m.stopped, Engine: m.Engine, Seed: seed, Run: m.Scenario.Run, Plan: m.Plan, Makespan: duration64(m.now),
		Rows: m.rows, Requests: m.requests, Warnings: m.warnings,
		RowGroups: RowGroups{Count: m.Plan.Len(), Finished: m.finished, Times: m.times},
	}
	if m.stopped == 0 && m.rows.Out == 0 && m.rows.Asked > 0 {
		r.Stopped = NoRows
	}
	r.Complete = r.Stopped == 0
	m.reportColumns(r)
	m.reportPools(r)
	r.Bounds.All = m.bounds()
	if lower := r.Bounds.Lower(); m.now > 0 {
		r.Bounds.Efficiency = float64(lower.Time) / float64(m.now)
	}
	m.reportPath(r)
	m.reportLimits(r)
	r.Answer = m.answer(r)
	return r
}

// countRequests adds up what was counted by model.
func (m *machine) countRequests() {
	for i := range m.byPool {
		p, r := &m.byPool[i], &m.requests
		r.Calls += p.calls
		r.Attempts += p.attempts
		r.OK += p.ok
		r.RateLimited += p.limited
		r.Unparseable += p.garbled
		r.Failed += p.failed
	}
}

func (m *machine) reportColumns(r *Result) {
	for i := range m.byColumn {
		c := &m.byColumn[i]
		column := ColumnResult{
			Column: c.id, Name: c.name, Strategy: m.Graph.Strategy(c.id), Tasks: c.tasks,
			Cells: c.cells, Calls: c.calls, Attempts: c.attempts, Last: duration64(c.last),
		}
		if c.alias != noModel {
			column.Model = m.Scenario.Models[c.alias].Alias
		}
		if c.first != math.MaxInt64 {
			column.First = duration64(c.first)
		}
		for _, cause := range Causes() {
			column.Waits.add(cause, c.waits[cause].seconds())
		}
		r.Waits.addAll(&column.Waits)
		r.Tasks.add(&c.tasks)
		r.Columns = append(r.Columns, column)
	}
}

func (t *Tasks) add(o *Tasks) {
	t.Planned += o.Planned
	t.Executions += o.Executions
	t.Completed += o.Completed
	t.Skipped += o.Skipped
	t.Failed += o.Failed
	t.Cancelled += o.Cancelled
}

func (m *machine) reportPools(r *Result) {
	for i := range m.byPool {
		p := &m.byPool[i]
		use := m.usePool(p)
		if m.now > 0 && p.most > 0 {
			use.Utilisation = use.Busy / (float64(p.most) * r.Makespan.Seconds())
		}
		for _, cause := range Causes() {
			use.Idle.add(cause, p.idle[cause].seconds())
		}
		if i == m.workers() {
			r.Workers = use
			continue
		}
		first := m.Scenario.Models[p.aliases[0]]
		result := ModelResult{
			Name: p.name, Provider: first.Provider, ID: first.ID, PoolResult: use,
			Calls: p.calls, Attempts: p.attempts, OK: p.ok, RateLimited: p.limited, Unparseable: p.garbled, Failed: p.failed,
			InputTokens: p.input, OutputTokens: p.output, LowestLimit: p.lowest,
			Cost: m.costOf(p),
		}
		for _, alias := range p.aliases {
			result.Aliases = append(result.Aliases, m.Scenario.Models[alias].Alias)
		}
		r.Models = append(r.Models, result)
	}
}

// costOf is what the tokens of a model cost, those of each column at the price of
// its alias.
func (m *machine) costOf(p *pool) float64 {
	cost := 0.0
	for _, id := range p.columns {
		if c := &m.byColumn[id]; c.alias != noModel {
			price := &m.Scenario.Models[c.alias].Price
			cost += (float64(c.input*price.Input) + float64(c.output*price.Output)) / 1e6
		}
	}
	return cost
}

// usePool sums up the use of a pool. A slot that was held by a task, but by
// nothing that worked, was idle for the reason for which that task waited.
func (m *machine) usePool(p *pool) PoolResult {
	use := PoolResult{Slots: p.slots, Peak: p.peak}
	for _, id := range p.columns {
		c := &m.byColumn[id]
		use.Busy += c.waits[CauseWork].seconds()
		if c.leases {
			use.Idle.add(CauseCooldown, c.cooled.seconds())
			use.Idle.add(CauseBackOff, c.waits[CauseBackOff].seconds())
		}
	}
	use.Idle.Engine = max(0, p.busy.seconds()-use.Busy-use.Idle.Cooldown-use.Idle.BackOff)
	return use
}

// lastChain is the chain of the row group that finished last, or, where none
// did, an empty one.
func (m *machine) lastChain() *chain {
	if m.paths.last != nil {
		return m.paths.last
	}
	return m.paths.start
}

func (m *machine) reportPath(r *Result) {
	c := m.lastChain()
	c.extend(m.now, -1, m.workers(), CauseEngine)
	path := &r.CriticalPath
	path.Known = m.paths.known
	path.Tasks, path.RowGroups = c.tasks, c.groups
	for id := range c.waits {
		var waits Attribution
		for _, cause := range Causes() {
			waits.add(cause, duration64(c.waits[id][cause]).Seconds())
		}
		path.Waits.addAll(&waits)
		if id < len(m.columns) && waits.Total() > 0 {
			path.Columns = append(path.Columns, PathColumn{Column: model.ColumnID(id), Name: m.columns[id].name, Waits: waits})
		}
	}
	for i := len(c.steps) - 1; i >= 0; i-- {
		step := &c.steps[i]
		column := &m.columns[step.task.Column]
		path.Steps = append(path.Steps, PathStep{
			Task: step.task, Column: column.name, Model: m.pools[column.pool].name, WaitedFor: step.largest,
			Ready: duration64(step.ready), Start: duration64(step.start), Finish: duration64(step.done),
		})
	}
}

// reportLimits names, for each stretch of the build, the limit that the
// critical path spent most of it on, and joins stretches with the same one.
func (m *machine) reportLimits(r *Result) {
	c := m.lastChain()
	stride := c.pools * (causeCount + 1)
	for b := 0; int64(b)*c.width < m.now && c.width > 0; b++ {
		from, to := int64(b)*c.width, min(int64(b+1)*c.width, m.now)
		bucket := c.buckets[b*stride : (b+1)*stride]
		most := 0
		for i, spent := range bucket {
			if spent > bucket[most] {
				most = i
			}
		}
		span := LimitSpan{From: duration64(from), To: duration64(to), Limit: m.limitOf(most)}
		span.Share = float64(bucket[most]) / float64(to-from)
		if n := len(r.Limits); n > 0 && r.Limits[n-1].Limit == span.Limit {
			last := &r.Limits[n-1]
			spent := last.Share*float64(last.To-last.From) + float64(bucket[most])
			last.To = span.To
			last.Share = spent / float64(last.To-last.From)
			continue
		}
		r.Limits = append(r.Limits, span)
	}
}

func (m *machine) limitOf(index int) Limit {
	pool, cause := index/(causeCount+1), Cause(index%(causeCount+1))
	limit := Limit{Cause: cause}
	switch cause {
	case CauseModelSlot, CauseWork, CauseCooldown, CauseBackOff, CauseSalvage:
		limit.Model = m.pools[pool].name
	}
	return limit
}
