package sim

// clock adds up the time for which something held.
type clock struct {
	total, since int64
	isOn         bool
}

// set turns the clock on or off.
func (c *clock) set(now int64, on bool) {
	if c.isOn == on {
		return
	}
	if c.isOn {
		c.total += now - c.since
	}
	c.since, c.isOn = now, on
}

// hasRun reports whether the clock was ever on; until then it is at 0.
func (c *clock) hasRun() bool { return c.isOn || c.total > 0 }

func (c *clock) at(now int64) int64 {
	if c.isOn {
		return c.total + now - c.since
	}
	return c.total
}
