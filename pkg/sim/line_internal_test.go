package sim

import "testing"

// A line keeps its order, also where one goes first who does not stand first, and its
// memory while as many leave as come.
func TestLine(t *testing.T) {
	t.Parallel()
	var q line
	push := func(ids ...int32) {
		for _, id := range ids {
			q.push(&flight{id: id})
		}
	}
	take := func(i int, want int32) {
		t.Helper()
		if f := q.take(i); f.id != want {
			t.Errorf("took flight %d, want %d", f.id, want)
		}
	}
	push(1, 2, 3, 4)
	take(2, 3)
	take(0, 1)
	push(5)
	take(1, 4)
	take(0, 2)
	take(0, 5)
	if q.len() != 0 {
		t.Errorf("%d are left", q.len())
	}
	push(0, 1, 2)
	for id := int32(3); id < 10000; id++ {
		push(id)
		take(0, id-3)
	}
	if q.len() != 3 || cap(q.flights) > 16 {
		t.Errorf("%d wait in room for %d, want 3 in little", q.len(), cap(q.flights))
	}
}
