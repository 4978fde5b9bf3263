package sim

import (
	"math"

	"github.com/dagplan/dagplan/pkg/model"
)

// requestLimit is the number of requests that the engine allows itself at one
// model: cut by a factor at a 429, raised by a step after a number of successes
// (section 7 of the engine's rules).
type requestLimit struct {
	settings model.RequestAdmission
	cap      int // the static limit; 0 before an alias is registered
	limit    int
	inFlight int
	streak   int
	blocked  int64 // until when nothing is sent
	ramp     int64 // when the start-up ramp began; noRamp without one
	waiters  []*flight
	head     int
	timer    int64 // the time of the timer that is set; -1 for none
	lowest   int
}

const noRamp = -1

func newRequestLimit(settings model.RequestAdmission, slots int) requestLimit {
	return requestLimit{settings: settings, ramp: noRamp, timer: -1, lowest: slots}
}

// register takes note of the first request by an alias, or of its health check.
// Before the first one of a model there is no limit, and what an alias allows does
// not count before its own.
func (r *requestLimit) register(now int64, maxParallel int) {
	if r.cap > 0 {
		r.cap = min(r.cap, maxParallel)
		r.limit = min(r.limit, r.cap)
		return
	}
	r.cap, r.limit = maxParallel, maxParallel
	if r.settings.StartupRamp > 0 && r.cap > 1 {
		r.limit, r.ramp = 1, now
	}
}

// admits reports whether a request may be sent now.
func (r *requestLimit) admits(now int64) bool {
	r.climb(now)
	return now >= r.blocked && r.inFlight < min(r.limit, r.cap)
}

// holdsBack reports whether fewer requests are allowed than the aliases allow: by
// a cooldown, a limit that was cut, or the ramp.
func (r *requestLimit) holdsBack(now int64) bool { return now < r.blocked || r.limit < r.cap }

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
	return r.cap > 0 && (r.inFlight >= r.cap || now < r.blocked || r.waiting() > 0 || r.inFlight >= r.limit)
}

func (r *requestLimit) waiting() int { return len(r.waiters) - r.head }

func (r *requestLimit) wait(f *flight) { r.waiters = append(r.waiters, f) }

// take returns the request that has waited longest.
func (r *requestLimit) take() *flight {
	f := r.waiters[r.head]
	r.head++
	if r.head == len(r.waiters) {
		r.waiters, r.head = r.waiters[:0], 0
	}
	return f
}

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
