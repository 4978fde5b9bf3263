package sim

import (
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

// request asks leave to send the next request of a flight.
func (l *loop) request(id int32) {
	f := &l.flights.list[id]
	limit := &l.limits[f.pool]
	f.since = l.now
	if limit.waiting() == 0 && limit.admits(l.now) {
		if l.leave(id, f, limit) {
			l.sending = append(l.sending, id)
		}
		return
	}
	f.stage, f.isHeldBack = stageWaiting, limit.holdsBack(l.now)
	limit.wait(id)
	l.grant(int(f.pool))
}

// leave lets a request be written at the end of the pass, and reports whether it
// will be: the first leave of a call from a thread is used up there.
func (l *loop) leave(id int32, f *flight, limit *requestLimit) bool {
	limit.inFlight++
	if f.holdsThread && !f.isBridged {
		f.stage = stageBridging
		l.events.push(l.now+int64(bridgeTime), id)
		return false
	}
	if !l.leasesSlot(f.task.Column) {
		l.occupy(int(f.pool))
	}
	f.limit, f.stage = int32(limit.limit), stageSending
	l.startClient(l.columns[f.task.Column].alias)
	return true
}

// grant gives leave to the requests of a model that have waited longest, as far
// as its limit goes, and sets a timer where a cooldown holds them.
func (l *loop) grant(pool int) {
	limit := &l.limits[pool]
	for limit.waiting() > 0 && limit.admits(l.now) {
		id := limit.take()
		f := &l.flights.list[id]
		wait := l.now - f.since
		if f.isHeldBack {
			f.cooldown += wait
		} else {
			f.held += wait
		}
		if !l.leave(id, f, limit) {
			continue
		}
		l.granted = append(l.granted, id)
		if wait > 0 {
			l.now += int64(l.Scenario.Run.Cost.Send) / writeShare
		}
	}
	l.byPool[pool].cooling = limit.waiting() > 0 && limit.holdsBack(l.now)
	if limit.waiting() == 0 || limit.timer >= 0 {
		return
	}
	switch {
	case l.now < limit.blocked:
		limit.timer = limit.blocked
	case limit.ramp >= 0:
		limit.timer = l.now + int64(50*time.Millisecond)
	default:
		return
	}
	l.events.push(limit.timer, int32(pool))
}

// writeShare is the part, one in so many, of the cost of sending that is left
// when a request was prepared and had to wait for leave.
const writeShare = 3

// write puts the requests of this pass on the wire.
func (l *loop) write() {
	for _, id := range l.sending {
		l.send(id)
	}
	for _, id := range l.granted {
		l.send(id)
	}
	l.sending, l.granted = l.sending[:0], l.granted[:0]
}

func (l *loop) send(id int32) {
	f := &l.flights.list[id]
	books, column := &l.byPool[f.pool], &l.byColumn[f.task.Column]
	books.attempts++
	column.attempts++
	if !l.hasSent {
		l.hasSent = true
		l.requests.First = duration64(l.now)
	}
	if !f.isCalled {
		f.isCalled = true
		books.calls++
		column.calls++
	}
	f.stage, f.sent = stageSent, l.now
	f.failed = l.world.fails(f.task, int(f.attempt), int(f.rejections))
	input, output := l.world.tokens(f.task, int(f.attempt))
	if f.failed == model.RateLimited || !l.servers[f.pool].accepts(l.now, input+output) {
		f.failed = model.RateLimited
		if l.options.Recorder != nil {
			f.slot = -1
		}
		l.events.push(l.now, id)
		return
	}
	end := after(l.now, l.latency(f))
	l.servers[f.pool].begin(l.now, end)
	if input+output > 0 {
		l.countTokens(f, input, output)
	}
	if l.options.Recorder != nil {
		f.slot = l.slots.take(int(f.pool))
	}
	l.events.push(end, id)
}

func (l *loop) countTokens(f *flight, input, output float64) {
	books, column := &l.byPool[f.pool], &l.byColumn[f.task.Column]
	books.input += input
	column.input += input
	l.requests.InputTokens += input
	if f.failed == 0 || f.failed == model.Unparseable {
		books.output += output
		column.output += output
		l.requests.OutputTokens += output
	}
}

// latency is how long the server takes, or the client waits for it.
func (l *loop) latency(f *flight) time.Duration {
	timeout := l.world.columns[f.task.Column].timeout
	service := l.world.service(f.task, int(f.attempt))
	if timeout > 0 && (service > timeout || f.failed == model.TimedOut) {
		f.failed = model.TimedOut
		return timeout
	}
	return service
}

// answer takes the answer to a request that came at a time.
func (l *loop) answer(id int32, at int64) error {
	f := &l.flights.list[id]
	l.now += int64(l.Scenario.Run.Cost.Done)
	l.requests.Last = max(l.requests.Last, duration64(at))
	f.work += at - f.sent
	if l.options.Recorder != nil {
		l.recordRequest(f, at)
	}
	l.countAnswer(f)
	limit := &l.limits[f.pool]
	limit.inFlight--
	if !l.leasesSlot(f.task.Column) {
		l.vacate(int(f.pool))
	}
	switch f.failed {
	case model.RateLimited:
		limit.rateLimited(l.now, int(f.limit), int64(l.servers[f.pool].limits.RetryAfter))
	case 0, model.Unparseable:
		limit.succeeded(l.now)
	}
	if limit.waiting() > 0 {
		l.grant(int(f.pool))
	}
	if f.failed == model.RateLimited {
		f.rejections++
	} else {
		f.attempt++
	}
	return l.react(id, f)
}

func (l *loop) countAnswer(f *flight) {
	books := &l.byPool[f.pool]
	switch f.failed {
	case 0:
		books.ok++
	case model.RateLimited:
		books.limited++
	case model.Unparseable:
		books.garbled++
	default:
		books.failed++
	}
}

// react does what follows an answer (sections 8 and 9).
func (l *loop) react(id int32, f *flight) error {
	run := &l.Scenario.Run
	switch f.failed {
	case 0:
		return l.finish(id, model.TaskOK)
	case model.Unparseable:
		conversation := int32(1 + run.MaxConversationCorrectionSteps)
		if f.restarts++; f.restarts < conversation*int32(1+run.MaxConversationRestarts) {
			l.now += int64(run.Cost.Send)
			l.request(id)
			return nil
		}
		return l.fail(id)
	case model.Unavailable:
		if f.tries < clientRetries {
			f.stage, f.since = stageBackOff, l.now
			l.events.push(after(l.now, firstBackOff<<f.tries), id)
			f.tries++
			return nil
		}
		return l.putAside(id)
	case model.BadRequest:
		return l.fail(id)
	default:
		return l.putAside(id)
	}
}
