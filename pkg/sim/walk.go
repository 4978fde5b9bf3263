package sim

import "github.com/dagplan/dagplan/pkg/model"

// follow walks back from the task that was done last, then attributes the
// steps in the order of time.
func (p *paths) follow(g *pathPlace, c *chain) {
	c.steps = c.steps[:0]
	for at := g.latest; at.Column >= 0; {
		times := g.times(p, at)
		before := p.lastInput(g, at)
		ready := g.admitted
		if before.Column >= 0 {
			ready = max(ready, g.times(p, before).done)
		}
		if at.IsColumn() && g.ready[p.cellAt[at.Column]] > ready {
			ready, before = g.ready[p.cellAt[at.Column]], g.readyBy[p.cellAt[at.Column]]
		}
		if m := g.more[pathKey{at.Column, at.Row}]; m != nil && m.at > ready {
			ready, before = m.at, m.after
		}
		if len(g.begun) > 0 && g.begun[at.Column].at > ready && g.begun[at.Column].at <= times.start {
			ready, before = g.begun[at.Column].at, g.begun[at.Column].after
		}
		// An input may end after what did not wait for it, as its row was dropped meanwhile.
		c.steps = append(c.steps, pathStep{task: p.task(at), ready: ready, start: max(ready, times.start), done: max(ready, times.done)})
		at = before
	}
	for i := len(c.steps) - 1; i >= 0; i-- {
		p.attribute(g, c, &c.steps[i])
	}
	c.tasks += int64(len(c.steps))
}

func (p *paths) task(at model.Slice) model.Task {
	return model.Task{Type: p.columns[at.Column].taskType(), Slice: at}
}

func (p *paths) attribute(g *pathPlace, c *chain, step *pathStep) {
	at := step.task.Slice
	var more pathMore
	if m := g.more[pathKey{at.Column, at.Row}]; m != nil {
		more = *m
	}
	work := g.times(p, at).work
	pool := p.columns[at.Column].pool
	from := c.until
	spend := func(nanoseconds int64, cause Cause) {
		if nanoseconds > 0 {
			c.extend(min(c.until+nanoseconds, step.done), at.Column, pool, cause)
		}
	}
	// Between the last input and the time it is ready a task waits for a salvage, or, in an
	// engine that takes one column after the other, for what begins its column.
	before := CauseSalvage
	if len(g.begun) > 0 {
		before = CauseEngine
	}
	c.extend(min(step.ready, step.done), at.Column, pool, before)
	wait := min(step.start, step.done) - c.until
	var h held
	switch {
	case len(g.held) == 0:
		h.capped = more.cap
	case at.IsColumn():
		h = g.waited[p.cellAt[at.Column]].share(wait, wait)
	default:
		h = g.held[pool].share(wait, g.lasted)
	}
	spend(h.capped, CauseInFlightCap)
	spend(h.cooled, CauseCooldown)
	spend(h.salvaged, CauseSalvage)
	if step.start > c.until {
		c.extend(min(step.start, step.done), at.Column, pool, CauseModelSlot)
	}
	step.largest = CauseWork
	if waited := c.until - from; waited > step.done-step.start {
		step.largest = CauseModelSlot
		switch {
		case h.capped > waited/2:
			step.largest = CauseInFlightCap
		case h.cooled > waited/2:
			step.largest = CauseCooldown
		case h.salvaged > waited/2:
			step.largest = CauseSalvage
		}
	}
	engine := step.done - c.until - work - more.slot - more.salvage - more.cooldown - more.backOff
	spend(engine, CauseEngine)
	spend(more.slot, CauseModelSlot)
	spend(more.salvage, CauseSalvage)
	spend(more.cooldown, CauseCooldown)
	spend(more.backOff, CauseBackOff)
	c.extend(step.done, at.Column, pool, CauseWork)
}

func (g *pathPlace) times(p *paths, at model.Slice) *pathTimes {
	if at.IsColumn() {
		return &g.fulls[p.cellAt[at.Column]]
	}
	return &g.cells[int(at.Row)*p.cells+int(p.cellAt[at.Column])]
}

// lastInput returns the input of a task that was done last, the first of
// several; its column is -1 where the task has none.
func (p *paths) lastInput(g *pathPlace, at model.Slice) model.Slice {
	last, done := model.Slice{Column: -1}, int64(-1)
	see := func(s model.Slice) {
		// What was done before the admission is left from an earlier row group: the
		// row was dropped before its cell was made.
		if d := g.times(p, s).done; d > done && d >= g.admitted {
			last, done = s, d
		}
	}
	for _, member := range p.columns[at.Column].made {
		cells, fulls := p.Graph.SplitUpstream(member)
		for up := range fulls.All() {
			see(model.ColumnSlice(up, at.RowGroup))
		}
		for up := range cells.All() {
			if !at.IsColumn() {
				see(model.Slice{Column: up, RowGroup: at.RowGroup, Row: at.Row})
				continue
			}
			for row := range model.RowIndex(g.size) {
				see(model.Slice{Column: up, RowGroup: at.RowGroup, Row: row})
			}
		}
	}
	return last
}

// ready returns when the last input of a task was done, or its row group
// admitted. Where nothing is known it is the latter.
func (p *paths) ready(place int32, at model.Slice) int64 {
	g := &p.place[place]
	if !p.known {
		return g.admitted
	}
	if before := p.lastInput(g, at); before.Column >= 0 {
		return max(g.admitted, g.times(p, before).done)
	}
	return g.admitted
}
