package sim

import "math"

// eventTree holds what happens next, by time and then by the order of scheduling.
//
// It is a tournament: each subject, a flight or a timer, has a leaf for the one
// event that it can wait for, and each inner node holds the earlier of the two
// below it. An event that comes or goes plays the games on its way to the root, one
// for each doubling of the subjects, and, but for equal times, without a branch on
// who wins: where the times are random a heap, which is half as deep, spends more on
// the games that the processor guessed wrong.
type eventTree struct {
	nodes []event // nodes[1] is the root, nodes[i] plays against nodes[i^1]
	next  uint64  // sequence number of the next event
	count int
	// open is the subject of the event that was taken last, while its leaf still
	// holds it: one that follows from it takes its place in a single climb. It is -1
	// when there is none.
	open int32
}

// event happens at a time. Its key holds the sequence number, by which ties
// break, and below it the subject.
type event struct {
	at  int64
	key uint64
}

// subjectBits is how many bits say what an event is about.
const subjectBits = 24

// mostInFlight is how many tasks can be in flight at once, where nothing else limits
// them: each is a subject, and so is each timer.
const mostInFlight = 1<<subjectBits - 1<<16

// never is the event of a subject that waits for none.
const never = math.MaxUint64

func (e event) subject() int32 { return int32(e.key & (1<<subjectBits - 1)) }

func newEventTree() eventTree { return eventTree{open: -1} }

func (t *eventTree) len() int { return t.count }

// first returns the time of the first event. There must be one.
func (t *eventTree) first() int64 {
	if t.open < 0 {
		return t.nodes[1].at
	}
	at := int64(math.MaxInt64)
	for i := len(t.nodes)/2 + int(t.open); i > 1; i >>= 1 {
		at = min(at, t.nodes[i^1].at)
	}
	return at
}

// push schedules an event about a subject that waits for none, at a time that is
// not negative.
func (t *eventTree) push(at int64, subject int32) {
	if t.open != subject {
		t.makeRoom(subject)
	}
	t.open = -1
	e := event{at, t.next<<subjectBits | uint64(subject)}
	t.next++
	t.count++
	t.climb(subject, e)
}

// makeRoom prepares a leaf other than the one whose event was taken last.
func (t *eventTree) makeRoom(subject int32) {
	if t.open >= 0 {
		t.close()
	}
	if int(subject) >= len(t.nodes)/2 {
		t.grow(int(subject) + 1)
	}
}

// pop takes the first event away. There must be one.
func (t *eventTree) pop() event {
	if t.open >= 0 {
		t.close()
	}
	e := t.nodes[1]
	t.open = e.subject()
	t.count--
	return e
}

// close takes the event that was taken last out of its leaf.
func (t *eventTree) close() {
	t.climb(t.open, event{math.MaxInt64, never})
	t.open = -1
}

// climb puts an event into the leaf of a subject and plays its games up to the
// root.
func (t *eventTree) climb(subject int32, e event) {
	nodes := t.nodes
	at, key := e.at, e.key
	i := len(nodes)/2 + int(subject)
	nodes[i] = e
	for i > 1 {
		rivalAt, rivalKey := nodes[i^1].at, nodes[i^1].key
		if rivalAt == at {
			key = min(key, rivalKey)
		} else if rivalAt < at {
			at, key = rivalAt, rivalKey
		}
		i >>= 1
		nodes[i] = event{at, key}
	}
}

// grow doubles the leaves until there are so many. They are a power of two: the way
// to the root is then the same from each, and its end no surprise to the processor.
func (t *eventTree) grow(subjects int) {
	before := t.nodes
	leaves := max(8, len(before)/2)
	for leaves < subjects {
		leaves *= 2
	}
	t.nodes = make([]event, 2*leaves)
	for i := range t.nodes {
		t.nodes[i] = event{math.MaxInt64, never}
	}
	copy(t.nodes[leaves:], before[len(before)/2:])
	for i := leaves - 1; i > 0; i-- {
		winner, rival := t.nodes[2*i], t.nodes[2*i+1]
		if rival.at < winner.at || rival.at == winner.at && rival.key < winner.key {
			winner = rival
		}
		t.nodes[i] = winner
	}
}
