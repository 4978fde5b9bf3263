package sim

// eventHeap holds what happens next, by time and then by the order of
// scheduling: a heap of four children a node. With the hundred events of the
// builds that speeds are compared on, a binary one is as fast; four children
// make it half as deep where thousands of requests are in flight.
type eventHeap struct {
	events []event
	next   uint64 // sequence number of the next event
	// isOpen is true once the first event was taken, until another one takes its
	// place: an event that follows from it costs one sift in place of two.
	isOpen bool
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

func (h *eventHeap) len() int {
	if h.isOpen {
		return len(h.events) - 1
	}
	return len(h.events)
}

// first returns the time of the first event. There must be one.
func (h *eventHeap) first() int64 {
	if !h.isOpen {
		return h.events[0].at
	}
	at := h.events[1].at
	for i := 2; i < min(5, len(h.events)); i++ {
		at = min(at, h.events[i].at)
	}
	return at
}

// push schedules an event about a subject.
func (h *eventHeap) push(at int64, subject int32) {
	e := event{at, h.next<<subjectBits | uint64(subject)}
	h.next++
	if h.isOpen {
		h.isOpen = false
		h.down(e)
		return
	}
	h.events = append(h.events, e)
	h.up(len(h.events)-1, e)
}

// pop takes the first event away. There must be one.
func (h *eventHeap) pop() event {
	if h.isOpen {
		last := len(h.events) - 1
		e := h.events[last]
		h.events = h.events[:last]
		h.down(e)
	}
	h.isOpen = true
	return h.events[0]
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
