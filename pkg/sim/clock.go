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

func (c *clock) at(now int64) int64 {
	if c.isOn {
		return c.total + now - c.since
	}
	return c.total
}
