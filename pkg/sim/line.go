package sim

// line is flights that wait for something in the order in which they came. Its memory
// follows how many do.
type line struct {
	flights []*flight
	head    int
}

func (q *line) len() int { return len(q.flights) - q.head }

func (q *line) push(f *flight) {
	if len(q.flights) == cap(q.flights) && q.head > len(q.flights)/2 {
		q.flights = q.flights[:copy(q.flights, q.flights[q.head:])]
		q.head = 0
	}
	q.flights = append(q.flights, f)
}

// at returns the flight at place i, of those that wait.
func (q *line) at(i int) *flight { return q.flights[q.head+i] }

// take takes the flight at place i out. It costs as much as there are before it.
func (q *line) take(i int) *flight {
	f := q.at(i)
	copy(q.flights[q.head+1:q.head+i+1], q.flights[q.head:q.head+i])
	if q.head++; q.head == len(q.flights) {
		q.flights, q.head = q.flights[:0], 0
	}
	return f
}
