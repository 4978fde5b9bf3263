package sim

import (
	"container/heap"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"testing"
)

// The tournament is held against other queues that a simulation could have, in the
// way it uses one: what was taken is followed by an event about the same subject, so
// many of them being in flight.
//
//	go test ./pkg/sim -run '^$' -bench EventQueue
//
// prints the table of docs/performance.md.
func eventQueues() []eventQueue {
	return []eventQueue{
		{"tournament", func(int) eventHolder { t := newEventTree(); return &t }},
		{"heap of 4", func(int) eventHolder { return &wideHeap{width: 4} }},
		{"heap of 2", func(int) eventHolder { return &wideHeap{width: 2} }},
		{"container/heap", func(int) eventHolder { return &standardHeap{} }},
		{"radix", func(int) eventHolder { return &radixQueue{} }},
		{"calendar", func(n int) eventHolder { return newCalendar(n) }},
	}
}

type eventQueue struct {
	name string
	of   func(inFlight int) eventHolder
}

type eventHolder interface {
	push(at int64, subject int32)
	pop() event
}

// meanTime is what an event lasts on average, in nanoseconds.
const meanTime = 1_000_000_000

func randomTime(r *rand.Rand) int64 { return 1 + int64(r.ExpFloat64()*meanTime) }

func constantTime(*rand.Rand) int64 { return meanTime }

// hold takes an event and puts the next one about its subject, again and again.
func hold(q eventHolder, inFlight, events int, time func(*rand.Rand) int64, see func(event)) {
	r := rand.New(rand.NewPCG(1, 2))
	for i := range inFlight {
		q.push(time(r), int32(i))
	}
	for range events {
		e := q.pop()
		see(e)
		q.push(e.at+time(r), e.subject())
	}
}

// All queues give the same events in the same order, with equal times too.
func TestEventQueues_agree(t *testing.T) {
	t.Parallel()
	for _, time := range []func(*rand.Rand) int64{randomTime, constantTime, func(r *rand.Rand) int64 { return 1 + r.Int64N(4) }} {
		for _, inFlight := range []int{1, 2, 7, 16, 100} {
			var want []event
			for _, q := range eventQueues() {
				var got []event
				hold(q.of(inFlight), inFlight, 2000, time, func(e event) { got = append(got, e) })
				if want == nil {
					want = got
				}
				for i := range got {
					if got[i] != want[i] {
						t.Fatalf("%s, %d in flight: event %d is %v, want %v", q.name, inFlight, i, got[i], want[i])
					}
				}
			}
		}
	}
}

func BenchmarkEventQueue(b *testing.B) {
	for _, times := range []struct {
		name string
		next func(*rand.Rand) int64
	}{{"random", randomTime}, {"constant", constantTime}} {
		for _, inFlight := range []int{16, 128, 1024, 16384} {
			queues := eventQueues()
			if times.name == "constant" {
				queues = append(queues, eventQueue{"in order of arrival", func(int) eventHolder { return &arrivals{} }})
			}
			for _, q := range queues {
				b.Run(fmt.Sprintf("%s/%d/%s", times.name, inFlight, q.name), func(b *testing.B) {
					last := int64(0)
					hold(q.of(inFlight), inFlight, b.N, times.next, func(e event) { last = e.at })
					if last < 0 {
						b.Fatal("time ran backwards")
					}
				})
			}
		}
	}
}

func (e event) before(other event) bool {
	return e.at < other.at || e.at == other.at && e.key < other.key
}

// wideHeap has so many children a node.
type wideHeap struct {
	width  int
	events []event
	next   uint64
}

func (h *wideHeap) push(at int64, subject int32) {
	e := event{at, h.next<<subjectBits | uint64(subject)}
	h.next++
	h.events = append(h.events, e)
	i := len(h.events) - 1
	for i > 0 && e.before(h.events[(i-1)/h.width]) {
		h.events[i] = h.events[(i-1)/h.width]
		i = (i - 1) / h.width
	}
	h.events[i] = e
}

func (h *wideHeap) pop() event {
	first, last := h.events[0], len(h.events)-1
	e := h.events[last]
	h.events = h.events[:last]
	i := 0
	for child := 1; child < last; child = h.width*i + 1 {
		least := child
		for c := child + 1; c < min(child+h.width, last); c++ {
			if h.events[c].before(h.events[least]) {
				least = c
			}
		}
		if e.before(h.events[least]) {
			break
		}
		h.events[i] = h.events[least]
		i = least
	}
	if last > 0 {
		h.events[i] = e
	}
	return first
}

// standardHeap is the standard library's.
type standardHeap struct {
	events []event
	next   uint64
}

func (h *standardHeap) Len() int           { return len(h.events) }
func (h *standardHeap) Less(i, j int) bool { return h.events[i].before(h.events[j]) }
func (h *standardHeap) Swap(i, j int)      { h.events[i], h.events[j] = h.events[j], h.events[i] }
func (h *standardHeap) Push(x any)         { h.events = append(h.events, x.(event)) }

func (h *standardHeap) Pop() any {
	last := h.events[len(h.events)-1]
	h.events = h.events[:len(h.events)-1]
	return last
}

func (h *standardHeap) push(at int64, subject int32) {
	heap.Push(h, event{at, h.next<<subjectBits | uint64(subject)})
	h.next++
}

func (h *standardHeap) pop() event { return heap.Pop(h).(event) }

// radixQueue keeps events by the highest bit in which their time differs from that
// of the one taken last. Equal times keep their order.
type radixQueue struct {
	buckets [65][]event
	head    int // of bucket 0
	last    int64
	next    uint64
}

func (q *radixQueue) put(e event) {
	at := bits.Len64(uint64(e.at ^ q.last))
	q.buckets[at] = append(q.buckets[at], e)
}

func (q *radixQueue) push(at int64, subject int32) {
	q.put(event{at, q.next<<subjectBits | uint64(subject)})
	q.next++
}

func (q *radixQueue) pop() event {
	if q.head == len(q.buckets[0]) {
		q.buckets[0], q.head = q.buckets[0][:0], 0
		i := 1
		for len(q.buckets[i]) == 0 {
			i++
		}
		moved := q.buckets[i]
		q.last = moved[0].at
		for _, e := range moved {
			q.last = min(q.last, e.at)
		}
		q.buckets[i] = moved[:0]
		for _, e := range moved {
			q.put(e)
		}
	}
	e := q.buckets[0][q.head]
	q.head++
	return e
}

// calendar has a day for each event in flight, and a year of meanTime twice.
type calendar struct {
	days  [][]event // sorted
	width int64
	now   int64
	next  uint64
}

func newCalendar(inFlight int) *calendar {
	return &calendar{days: make([][]event, 2*inFlight), width: max(1, meanTime/int64(inFlight))}
}

func (c *calendar) push(at int64, subject int32) {
	e := event{at, c.next<<subjectBits | uint64(subject)}
	c.next++
	day := &c.days[at/c.width%int64(len(c.days))]
	*day = append(*day, e)
	i := len(*day) - 1
	for ; i > 0 && e.before((*day)[i-1]); i-- {
		(*day)[i] = (*day)[i-1]
	}
	(*day)[i] = e
}

func (c *calendar) pop() event {
	day := c.now / c.width
	for range c.days {
		events := &c.days[day%int64(len(c.days))]
		if len(*events) > 0 && (*events)[0].at/c.width == day {
			return c.take(events)
		}
		day++
	}
	var first *[]event // nothing within a year
	for i := range c.days {
		if events := &c.days[i]; len(*events) > 0 && (first == nil || (*events)[0].before((*first)[0])) {
			first = events
		}
	}
	return c.take(first)
}

func (c *calendar) take(events *[]event) event {
	e := (*events)[0]
	*events = append((*events)[:0], (*events)[1:]...)
	c.now = e.at
	return e
}

// arrivals is for times that are all the same: what begins first ends first.
type arrivals struct {
	events []event
	head   int
	next   uint64
}

func (a *arrivals) push(at int64, subject int32) {
	if a.head > 1024 && a.head > len(a.events)/2 {
		a.events = a.events[:copy(a.events, a.events[a.head:])]
		a.head = 0
	}
	a.events = append(a.events, event{at, a.next<<subjectBits | uint64(subject)})
	a.next++
}

func (a *arrivals) pop() event {
	e := a.events[a.head]
	a.head++
	return e
}
