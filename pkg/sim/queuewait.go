package sim

// joinQueue books the start of the wait for a lease of count tasks of a column.
func (l *loop) joinQueue(c *column, count int64) {
	c.waits[CauseModelSlot].subtractTimes(l.now, count)
	if l.hasHeld {
		h := c.slots.holds.at(l.now)
		c.waits[CauseCooldown].subtractTimes(h.cooled, count)
		c.waits[CauseInFlightCap].subtractTimes(h.capped, count)
		c.waits[CauseSalvage].subtractTimes(h.salvaged, count)
		c.waits[CauseModelSlot].addTimes(h.sum(), count)
	}
}

// leaveQueue books its end.
func (l *loop) leaveQueue(c *column, count int64) {
	if l.awaitsTurn(c.id) {
		c.waits[CauseInputs].addTimes(l.now, count)
		return
	}
	c.waits[CauseModelSlot].addTimes(l.now, count)
	if l.hasHeld {
		h := c.slots.holds.at(l.now)
		c.waits[CauseCooldown].addTimes(h.cooled, count)
		c.waits[CauseInFlightCap].addTimes(h.capped, count)
		c.waits[CauseSalvage].addTimes(h.salvaged, count)
		c.waits[CauseModelSlot].subtractTimes(h.sum(), count)
	}
}

// setFull notes whether max_in_flight_tasks is reached and tasks wait for it.
func (l *loop) setFull(isFull bool) {
	if l.isFull != isFull {
		l.isFull = isFull
		l.setAllClocks()
	}
}

// noteSalvage notes at the end of a pass whether a salvage is under way: what is queued then
// although slots are free has to wait until one of its tasks has ended.
func (l *loop) noteSalvage() {
	is := l.salvage.isDraining || l.salvage.isWaiting
	if is || l.isSalvaging {
		l.isSalvaging = is
		l.setAllClocks()
	}
}

func (l *loop) setAllClocks() {
	for i := range l.byPool {
		l.setClocks(&l.byPool[i])
	}
}

// setClocks says what tasks wait for that wait for a slot of a pool.
func (l *loop) setClocks(p *pool) {
	isCapped := l.isFull && !p.requests.cooling
	p.holds.cooled.set(l.now, p.requests.cooling)
	p.holds.capped.set(l.now, isCapped)
	p.holds.salvaged.set(l.now, l.isSalvaging && p.free > 0 && !isCapped && !p.requests.cooling)
	l.hasHeld = l.hasHeld || l.isFull || l.isSalvaging || p.requests.cooling
}
