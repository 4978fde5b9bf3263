package sim

import (
	"time"

	"github.com/dagplan/dagplan/pkg/model"
)

// server is the far side of one model: it counts what it works on and answers
// 429 beyond its limits. A limit by the minute is a bucket that holds a minute's
// worth, is full at the start, and fills at an even rate.
type server struct {
	limits model.Server
	ends   endHeap // of the requests that it works on
	peak   int
	slots  int
	// isUnlimited is true where nothing is refused.
	isUnlimited bool
	requests    bucket
	tokens      bucket
}

func newServer(limits model.Server, slots int) server {
	isUnlimited := limits.MaxConcurrency <= 0 && limits.RequestsPerMinute == 0 && limits.TokensPerMinute == 0
	return server{limits: limits, slots: slots, isUnlimited: isUnlimited, requests: bucket{perMinute: limits.RequestsPerMinute, level: limits.RequestsPerMinute},
		tokens: bucket{perMinute: limits.TokensPerMinute, level: limits.TokensPerMinute}}
}

// accepts reports whether a request that arrives now is worked on; tokens are
// what it takes of the limit by the minute.
func (s *server) accepts(now int64, tokens float64) bool {
	return s.isUnlimited || s.hasRoom(now, tokens)
}

func (s *server) hasRoom(now int64, tokens float64) bool {
	if s.limits.MaxConcurrency > 0 {
		s.ends.drop(now)
		if s.ends.len() >= s.limits.MaxConcurrency {
			return false
		}
	}
	s.requests.fill(now)
	s.tokens.fill(now)
	if !s.requests.has(1) || !s.tokens.has(tokens) {
		return false
	}
	s.requests.take(1)
	s.tokens.take(tokens)
	return true
}

// begin notes that a request is worked on until its end. The peak can grow no
// further once it has reached the slots; without a limit of its own the server
// then need not count.
func (s *server) begin(now, end int64) {
	if s.limits.MaxConcurrency == 0 && s.peak >= s.slots {
		return
	}
	s.ends.drop(now)
	s.ends.push(end)
	s.peak = max(s.peak, s.ends.len())
}

// bucket is a limit by the minute; 0 is no limit.
type bucket struct {
	perMinute, level float64
	taken            float64
	since            int64
}

func (b *bucket) fill(now int64) {
	if b.perMinute == 0 {
		return
	}
	b.level = min(b.perMinute, b.level+float64(b.perMinute*(float64(now-b.since)/float64(time.Minute))))
	b.since = now
}

// has reports whether the bucket holds an amount. One that is more than a
// minute's worth is let through by a full bucket, or it would wait for ever.
func (b *bucket) has(amount float64) bool {
	return b.perMinute == 0 || b.level >= min(amount, b.perMinute)
}

func (b *bucket) take(amount float64) {
	if b.perMinute > 0 {
		b.level -= amount
		b.taken += amount
	}
}

// needed is how long it takes at least to fill in what was taken beyond the minute's worth
// of the start. What the last one took too much is waited for by nobody.
func (b *bucket) needed() time.Duration {
	if b.perMinute == 0 {
		return 0
	}
	return duration(max(0, b.taken+min(0, b.level)-b.perMinute) / b.perMinute * 60)
}

// endHeap is a binary heap of times.
type endHeap struct{ ends []int64 }

func (h *endHeap) len() int { return len(h.ends) }

func (h *endHeap) push(end int64) {
	h.ends = append(h.ends, end)
	i := len(h.ends) - 1
	for i > 0 && h.ends[(i-1)/2] > end {
		h.ends[i] = h.ends[(i-1)/2]
		i = (i - 1) / 2
	}
	h.ends[i] = end
}

// drop removes the times up to and with now.
func (h *endHeap) drop(now int64) {
	for len(h.ends) > 0 && h.ends[0] <= now {
		last := len(h.ends) - 1
		end := h.ends[last]
		h.ends = h.ends[:last]
		i := 0
		for {
			child := 2*i + 1
			if child >= last {
				break
			}
			if child+1 < last && h.ends[child+1] < h.ends[child] {
				child++
			}
			if h.ends[child] >= end {
				break
			}
			h.ends[i] = h.ends[child]
			i = child
		}
		if last > 0 {
			h.ends[i] = end
		}
	}
}
