package sim

// eventHeap holds what happens next, by time and then by the order of
// scheduling: a heap of four children a node, which for the few dozen to few
// thousand events of a build in flight beats a binary one, whose sifts touch more
// cache lines.
type eventHeap struct {
	events []event
	next   uint64 // sequence number of the next event
}

// event happens at a time. Its key holds the sequence number, by which ties
// break, and below it what it is about.
type event struct {
	at  int64
	key uint64
}

// subjectBits is how many bits say what an event is about: a flight or a timer.
const subjectBits = 24

func (e event) subject() int32 { return int32(e.key & (1<<subjectBits - 1)) }

func (e event) before(other event) bool {
	return e.at < other.at || e.at == other.at && e.key < other.key
}

func (h *eventHeap) len() int { return len(h.events) }

// push schedules an event about a subject.
func (h *eventHeap) push(at int64, subject int32) {
	e := event{at, h.next<<subjectBits | uint64(subject)}
	h.next++
	h.events = append(h.events, e)
	h.up(len(h.events)-1, e)
}

// replace takes the first event away and schedules another: one sift in place
// of two.
func (h *eventHeap) replace(at int64, subject int32) {
	e := event{at, h.next<<subjectBits | uint64(subject)}
	h.next++
	h.down(e)
}

// pop takes the first event away. There must be one.
func (h *eventHeap) pop() event {
	first := h.events[0]
	last := len(h.events) - 1
	e := h.events[last]
	h.events = h.events[:last]
	if last > 0 {
		h.down(e)
	}
	return first
}

func (h *eventHeap) up(i int, e event) {
	for i > 0 {
		parent := (i - 1) / 4
		if !e.before(h.events[parent]) {
			break
		}
		h.events[i] = h.events[parent]
		i = parent
	}
	h.events[i] = e
}

// down puts e in the place of the first event and sifts it down.
func (h *eventHeap) down(e event) {
	events := h.events
	i := 0
	for {
		child := 4*i + 1
		if child >= len(events) {
			break
		}
		least := child
		for c := child + 1; c < min(child+4, len(events)); c++ {
			if events[c].before(events[least]) {
				least = c
			}
		}
		if !events[least].before(e) {
			break
		}
		events[i] = events[least]
		i = least
	}
	events[i] = e
}
