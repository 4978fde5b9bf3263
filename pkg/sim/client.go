package sim

// checkHealth sends a request to each model, one after the other (section 1).
func (l *loop) checkHealth() {
	if !l.Scenario.Run.HealthCheck {
		return
	}
	used := make([]bool, len(l.Scenario.Models))
	for i := range l.byColumn {
		c := &l.byColumn[i]
		if c.alias == noModel || used[c.alias] || l.Scenario.Models[c.alias].SkipHealthCheck {
			continue
		}
		used[c.alias] = true
		l.register(c)
		l.startClient(c.alias)
		l.requests.HealthChecks++
		l.now += int64(l.Scenario.Run.Cost.Send + l.Scenario.Run.Cost.Done)
		l.paths.begin(l.now, l.workers(), CauseEngine)
		l.now += int64(duration(l.healthCheck(c)))
		l.paths.begin(l.now, c.pool, CauseWork)
	}
}

// healthCheck is what the one request to a model is expected to take, in seconds.
func (l *loop) healthCheck(c *column) float64 {
	seconds := l.expected(c.id)
	if limit := l.Scenario.Models[c.alias].Timeout; limit > 0 {
		return min(seconds, limit.Seconds())
	}
	return seconds
}

// register makes the alias of a column known to the limits of its model, before its
// first request and before that of the column's domain.
func (l *loop) register(c *column) {
	if l.known[c.alias] && c.limit.limit > 0 {
		return
	}
	l.known[c.alias] = true
	c.limit.register(l.now, l.Scenario.Models[c.alias].MaxParallelRequests)
}

// startClient is spent on the first request of an alias that has leave.
func (l *loop) startClient(alias int) {
	if l.started[alias] {
		return
	}
	l.started[alias] = true
	transports := 1
	if l.policies.Loop == LoopBatched {
		transports = min(16, l.Scenario.Models[alias].MaxParallelRequests)
	}
	l.now += int64(l.Scenario.Run.Cost.ClientStart) * int64(transports)
}
