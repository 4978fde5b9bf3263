package sim

import (
	"math"
	"slices"

	"github.com/dagplan/dagplan/pkg/model"
)

// requestCap is what all requests to one model have in common: how many there may
// be at once, and the limits of each domain.
type requestCap struct {
	of       *pool
	cap      int // the smallest of the aliases that are registered; 0 before the first
	inFlight int
	limits   []*requestLimit // by domain
	cooling  bool            // requests wait for a limit that holds them back
}

// requestLimit is the number of requests of one domain that the engine allows
// itself at one model: cut by a factor at a 429, raised by a step after a number of
// successes (section 7 of the engine's rules).
type requestLimit struct {
	*requestCap
	domain   requestDomain
	settings model.RequestAdmission
	limit    int // 0 before an alias is registered
	own      int // in flight, of this domain
	streak   int
	blocked  int64 // until when nothing is sent
	ramp     int64 // when the start-up ramp began; noRamp without one
	waiters  line
	timer    int32 // the subject of its timer
	isTimed  bool  // the timer is set
	lowest   int
}

// requestDomain is a kind of requests that a model's limit counts by itself.
type requestDomain uint8

const (
	// domainChat is that of all texts, and of images that a chat model draws.
	domainChat requestDomain = iota
	domainEmbedding
)

// embeddingColumn is Data Designer's type of the columns that ask for embeddings.
const embeddingColumn = "embedding"

func (c *columnSetup) domain() requestDomain {
	if c.kind == embeddingColumn {
		return domainEmbedding
	}
	return domainChat
}

const noRamp = -1

// newLimits gives each column that calls a model the limit of its domain there, and
// returns the limits, each at the number of its timer.
func (m *machine) newLimits() []*requestLimit {
	var limits []*requestLimit
	for i := range m.byColumn {
		c := &m.byColumn[i]
		if c.alias == noModel {
			continue
		}
		c.limit = c.slots.limitOf(c.domain(), m.Scenario.Run.RequestAdmission)
		if !slices.Contains(limits, c.limit) {
			c.limit.timer = int32(len(limits))
			limits = append(limits, c.limit)
		}
	}
	return limits
}

// limitOf returns the limit of a domain, which is added where there is none.
func (p *pool) limitOf(domain requestDomain, settings model.RequestAdmission) *requestLimit {
	for _, r := range p.requests.limits {
		if r.domain == domain {
			return r
		}
	}
	p.requests.of = p
	r := &requestLimit{requestCap: &p.requests, domain: domain, settings: settings, ramp: noRamp, lowest: p.slots}
	p.requests.limits = append(p.requests.limits, r)
	return r
}

// register takes note of the first request by an alias, or of its health check.
// Before the first one of a domain there is no limit, and what an alias allows does
// not count before its own.
func (r *requestLimit) register(now int64, maxParallel int) {
	if r.cap == 0 {
		r.cap = maxParallel
	}
	r.cap = min(r.cap, maxParallel)
	for _, domain := range r.limits {
		domain.limit, domain.lowest = min(domain.limit, r.cap), min(domain.lowest, r.cap)
	}
	if r.limit > 0 {
		return
	}
	if r.limit = r.cap; r.settings.StartupRamp > 0 && r.cap > 1 {
		r.limit, r.ramp = 1, now
	}
}

// admits reports whether a request may be sent now.
func (r *requestLimit) admits(now int64) bool {
	r.climb(now)
	return now >= r.blocked && r.own < r.limit && r.inFlight < r.cap
}

// holdsBack reports whether fewer requests are allowed than the aliases allow: by
// a cooldown, a limit that was cut, or the ramp.
func (r *requestLimit) holdsBack(now int64) bool { return now < r.blocked || r.limit < r.cap }

// send counts a request, and done one that was answered.
func (r *requestLimit) send() { r.own, r.inFlight = r.own+1, r.inFlight+1 }
func (r *requestLimit) done() { r.own, r.inFlight = r.own-1, r.inFlight-1 }

// climb follows the start-up ramp, where there is one.
func (r *requestLimit) climb(now int64) {
	if r.ramp != noRamp {
		r.ascend(now)
	}
}

func (r *requestLimit) ascend(now int64) {
	share := float64(now-r.ramp) / float64(r.settings.StartupRamp)
	if share >= 1 {
		r.limit, r.ramp = r.cap, noRamp
		return
	}
	r.limit = min(r.cap, 1+int(float64(float64(r.cap-1)*share)))
}

// isLimited reports whether tasks of other models should go first.
func (r *requestLimit) isLimited(now int64) bool {
	r.climb(now)
	return r.cap > 0 && (r.inFlight >= r.cap || r.limit > 0 && (now < r.blocked || r.waiting() > 0 || r.own >= r.limit))
}

func (r *requestLimit) waiting() int { return r.waiters.len() }

// rateLimited takes note of a 429: of the answers of one burst only those cut
// the limit that were admitted under one no higher than it is now.
func (r *requestLimit) rateLimited(now int64, admittedUnder int, retryAfter int64) {
	r.ramp = noRamp
	if retryAfter <= 0 {
		retryAfter = int64(r.settings.Cooldown)
	}
	r.blocked, r.streak = now+retryAfter, 0
	if admittedUnder <= r.limit {
		r.limit = max(1, int(math.Floor(float64(float64(r.limit)*r.settings.MultiplicativeDecreaseFactor))))
		r.lowest = min(r.lowest, r.limit)
	}
}

// succeeded takes note of an answer; one during a cooldown counts for nothing.
func (r *requestLimit) succeeded(now int64) {
	if r.ramp >= 0 {
		r.climb(now)
		r.streak = 0
		return
	}
	if now < r.blocked {
		return
	}
	if r.streak++; r.streak >= r.settings.SuccessesUntilIncrease {
		r.limit, r.streak = min(r.cap, r.limit+r.settings.AdditiveIncreaseStep), 0
	}
}
