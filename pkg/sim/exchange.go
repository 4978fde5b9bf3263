package sim

import (
	"slices"
	"time"

	"github.com/dagplan/dagplan/pkg/model"
)

// clientRetries is how often the client itself repeats a request that was
// answered by 502, 503 or 504, or not at all because the connection broke; it
// waits 2, 4 and 8 seconds before (section 8).
const (
	clientRetries = 3
	firstBackOff  = 2 * time.Second
)

// refusalTime is how long an answer 429 takes. The server does no work for it, but the
// loop hears of it after what has arrived before.
const refusalTime = time.Millisecond

// request asks leave to send the next request of a flight.
func (l *loop) request(f *flight) {
	limit := f.column.limit
	f.since = l.now
	if limit.waiting() == 0 && limit.admits(l.now) {
		if l.leave(f, limit) {
			l.sending = append(l.sending, f)
		}
		return
	}
	f.stage, f.isHeldBack = stageWaiting, limit.holdsBack(l.now)
	limit.waiters.push(f)
	l.grant(limit)
}

// leave lets a request be written at the end of the pass, and reports whether it
// will be: the first leave of a call from a thread is used up there.
func (l *loop) leave(f *flight, limit *requestLimit) bool {
	limit.send()
	if f.holdsThread && !f.isBridged {
		f.stage = stageBridging
		l.events.push(l.now+int64(bridgeTime), f.id)
		return false
	}
	if !f.column.leases {
		l.occupy(f.column.slots)
	}
	f.limit, f.stage = int32(limit.limit), stageSending
	l.startClient(f.column.alias)
	return true
}

// grant gives leave to the requests of a model that have waited longest, as far
// as its limit goes, and sets a timer where a cooldown holds them.
func (l *loop) grant(limit *requestLimit) {
	for limit.waiting() > 0 && limit.admits(l.now) {
		f := limit.waiters.take(0)
		wait := l.now - f.since
		if f.isHeldBack {
			f.cooldown += wait
		} else {
			f.held += wait
		}
		if !l.leave(f, limit) {
			continue
		}
		l.granted = append(l.granted, f)
		if wait > 0 {
			l.now += int64(l.Scenario.Run.Cost.Send) / writeShare
		}
	}
	l.settle(limit.of)
	limit.cooling = slices.ContainsFunc(limit.limits, func(r *requestLimit) bool { return r.waiting() > 0 && r.holdsBack(l.now) })
	l.setClocks(limit.of)
	if limit.waiting() == 0 || limit.isTimed {
		return
	}
	at := limit.blocked
	if l.now >= at {
		if limit.ramp < 0 {
			return
		}
		at = l.now + int64(50*time.Millisecond)
	}
	limit.isTimed = true
	l.events.push(at, limit.timer)
}

// grantAll gives leave after the end of a request to a model: first to those of its
// domain, then to those of others, which share the cap.
func (l *loop) grantAll(limit *requestLimit) {
	l.grant(limit)
	for _, other := range limit.limits {
		if other != limit && other.waiting() > 0 {
			l.grant(other)
		}
	}
}

// writeShare is the part, one in so many, of the cost of sending that is left
// when a request was prepared and had to wait for leave.
const writeShare = 3

// write puts the requests of this pass on the wire.
func (l *loop) write() {
	for _, f := range l.sending {
		l.send(f)
	}
	for _, f := range l.granted {
		l.send(f)
	}
	l.sending, l.granted = l.sending[:0], l.granted[:0]
}

func (l *loop) send(f *flight) {
	c := f.column
	p := c.slots
	p.attempts++
	c.attempts++
	if !l.hasSent {
		l.hasSent = true
		l.requests.First = duration64(l.now)
	}
	if !f.isCalled {
		f.isCalled = true
		p.calls++
		c.calls++
	}
	f.stage, f.sent = stageSent, l.now
	f.failed = l.world.fails(c.world, f.task, int(f.attempt), int(f.rejections))
	input, output := c.world.tokens(f.task, int(f.attempt))
	if f.failed == model.RateLimited || !p.server.accepts(l.now, input+output) {
		f.failed = model.RateLimited
		if l.options.Recorder != nil {
			f.slot = -1
		}
		l.events.push(l.now+int64(refusalTime), f.id)
		return
	}
	end := after(l.now, l.latency(f))
	p.server.begin(l.now, end)
	if input+output > 0 {
		l.countTokens(f, input, output)
	}
	if l.options.Recorder != nil {
		f.slot = l.slots.take(p.index)
	}
	l.events.push(end, f.id)
}

// countTokens counts what a request is charged for: nothing where it failed, but for an answer
// that cannot be parsed.
func (l *loop) countTokens(f *flight, input, output float64) {
	if f.failed != 0 && f.failed != model.Unparseable {
		return
	}
	c, p := f.column, f.column.slots
	p.input += input
	c.input += input
	l.requests.InputTokens += input
	p.output += output
	c.output += output
	l.requests.OutputTokens += output
}

// latency is how long the server takes, or the client waits for it.
func (l *loop) latency(f *flight) time.Duration {
	w := f.column.world
	timeout, service := w.timeout, l.world.service(w, f.task, int(f.attempt))
	if timeout > 0 && (service > timeout || f.failed == model.TimedOut) {
		f.failed = model.TimedOut
		return timeout
	}
	return service
}

// answer takes the answer to a request that came at a time.
func (l *loop) answer(f *flight, at int64) error {
	p := f.column.slots
	l.now += int64(l.Scenario.Run.Cost.Done)
	l.requests.Last = max(l.requests.Last, duration64(at))
	if f.failed != model.RateLimited {
		f.work += at - f.sent
	}
	if l.options.Recorder != nil {
		l.recordRequest(f, at)
	}
	p.countAnswer(f.failed)
	limit := f.column.limit
	limit.done()
	if !f.column.leases {
		l.vacate(p)
	}
	switch f.failed {
	case model.RateLimited:
		limit.rateLimited(l.now, int(f.limit), int64(p.server.limits.RetryAfter))
	case 0, model.Unparseable:
		limit.succeeded(l.now)
	}
	if limit.waiting() > 0 || len(limit.limits) > 1 {
		l.grantAll(limit)
	}
	if f.failed == model.RateLimited {
		f.rejections++
	} else {
		f.attempt++
	}
	return l.react(f)
}

func (p *pool) countAnswer(failed model.ErrorKind) {
	switch failed {
	case 0:
		p.ok++
	case model.RateLimited:
		p.limited++
	case model.Unparseable:
		p.garbled++
	default:
		p.failed++
	}
}

// react does what follows an answer (sections 8 and 9).
func (l *loop) react(f *flight) error {
	run := &l.Scenario.Run
	switch f.failed {
	case 0:
		return l.finish(f, model.TaskOK)
	case model.Unparseable:
		most := int64(1+run.MaxConversationCorrectionSteps) * int64(1+run.MaxConversationRestarts)
		if f.restarts++; int64(f.restarts) < most {
			// Each request has its own retries.
			f.tries = 0
			l.now += int64(run.Cost.Send)
			l.request(f)
			return nil
		}
		return l.fail(f)
	case model.Unavailable:
		if f.tries < clientRetries {
			f.stage, f.since = stageBackOff, l.now
			l.events.push(after(l.now, firstBackOff<<f.tries), f.id)
			f.tries++
			return nil
		}
		return l.putAside(f)
	case model.BadRequest:
		return l.fail(f)
	default:
		return l.putAside(f)
	}
}
