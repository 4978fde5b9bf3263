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

// holds are the clocks of what tasks wait for that wait for a slot of a pool, of which at most
// one is on: cooled while requests that hold slots wait for a limit that holds them back,
// capped while max_in_flight_tasks is reached, salvaged while slots are free and a salvage
// lets nothing begin.
type holds struct{ cooled, capped, salvaged clock }

// held is how long each of them was on.
type held struct{ cooled, capped, salvaged int64 }

func (h *holds) at(now int64) held {
	return held{h.cooled.at(now), h.capped.at(now), h.salvaged.at(now)}
}

func (h held) sum() int64 { return h.cooled + h.capped + h.salvaged }

func (h held) minus(before held) held {
	return held{h.cooled - before.cooled, h.capped - before.capped, h.salvaged - before.salvaged}
}

// share is a part of it, as large as a wait is in a span, and no longer than the wait.
func (h held) share(wait, span int64) held {
	if wait <= 0 || span <= 0 {
		return held{}
	}
	part := float64(wait) / float64(span)
	cooled := min(wait, int64(float64(float64(h.cooled)*part)))
	capped := min(wait-cooled, int64(float64(float64(h.capped)*part)))
	return held{cooled, capped, min(wait-cooled-capped, int64(float64(float64(h.salvaged)*part)))}
}

func (c *clock) at(now int64) int64 {
	if c.isOn {
		return c.total + now - c.since
	}
	return c.total
}
