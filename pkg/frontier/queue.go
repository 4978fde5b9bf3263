package frontier

import "github.com/dagplan/dagplan/pkg/model"

// Queue holds runs of tasks first in, first out. A run that goes on where the
// last one ends lengthens it, so that the cells of consecutive rows take one
// entry. It holds no pointers. The zero value is an empty queue.
type Queue struct {
	ring  []Run // its length is a power of two
	head  uint
	runs  uint
	tasks int64
}

// Len returns the number of tasks.
func (q *Queue) Len() int64 { return q.tasks }

// Push adds runs at the end.
func (q *Queue) Push(runs ...Run) {
	for _, r := range runs {
		q.tasks += int64(r.Count)
		if q.runs > 0 {
			if last := &q.ring[(q.head+q.runs-1)&uint(len(q.ring)-1)]; r.follows(last) {
				last.Count += r.Count
				continue
			}
		}
		if q.runs == uint(len(q.ring)) {
			q.grow()
		}
		q.ring[(q.head+q.runs)&uint(len(q.ring)-1)] = r
		q.runs++
	}
}

func (q *Queue) grow() {
	ring := make([]Run, max(16, 2*len(q.ring)))
	n := copy(ring, q.ring[q.head&uint(max(len(q.ring)-1, 0)):])
	copy(ring[n:], q.ring[:len(q.ring)-n])
	q.ring, q.head = ring, 0
}

// Pop takes tasks from the front: as many of the first run as limit allows.
// limit must be positive. It returns false where the queue is empty.
func (q *Queue) Pop(limit int) (Run, bool) {
	if q.runs == 0 {
		return Run{}, false
	}
	first := &q.ring[q.head&uint(len(q.ring)-1)]
	r := *first
	if int(r.Count) > limit {
		r.Count = int32(limit)
		first.Count -= r.Count
		first.Row += model.RowIndex(r.Count)
	} else {
		q.head++
		q.runs--
	}
	q.tasks -= int64(r.Count)
	return r, true
}

// Dispatch takes tasks from the front of a queue and acknowledges them: as many
// of one run as limit allows, which must be positive. Tasks that are ready no
// longer, because they were withdrawn or acknowledged since, are skipped. It
// returns false where the queue is empty.
//
// Complexity: O(1) for each task taken or skipped, at most.
func (t *Tracker) Dispatch(q *Queue, limit int) (Run, bool) {
	for {
		r, ok := q.Pop(limit)
		if !ok {
			return Run{}, false
		}
		if t.Acknowledge(r) == nil {
			return r, true
		}
		n := 0
		for n < int(r.Count) && !t.IsReady(r.Task(n)) {
			n++
		}
		from := n
		for n < int(r.Count) && t.IsReady(r.Task(n)) {
			n++
		}
		rest := r
		rest.Row += model.RowIndex(n)
		rest.Count -= int32(n)
		if rest.Count > 0 {
			q.unpop(rest)
		}
		if n > from {
			r.Row += model.RowIndex(from)
			r.Count = int32(n - from)
			if t.Acknowledge(r) == nil {
				return r, true
			}
		}
	}
}

// unpop puts a run back at the front.
func (q *Queue) unpop(r Run) {
	if q.runs == uint(len(q.ring)) {
		q.grow()
	}
	q.head--
	q.ring[q.head&uint(len(q.ring)-1)] = r
	q.runs++
	q.tasks += int64(r.Count)
}
