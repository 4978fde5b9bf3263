package sim

import "github.com/dagplan/dagplan/pkg/model"

// groupTable finds the place of a row group in flight. Places are few and used
// again; they index what is kept for each row group in flight.
type groupTable struct {
	ring   []groupEntry // its length is a power of two; a row group lies at its index modulo that
	free   []int32
	places int32
}

type groupEntry struct {
	group model.RowGroupIndex
	place int32 // -1 where the entry is free
}

// place returns the place of a row group in flight.
func (t *groupTable) place(group model.RowGroupIndex) int32 {
	return t.ring[int(group)&(len(t.ring)-1)].place
}

// holds reports whether a row group is in flight.
func (t *groupTable) holds(group model.RowGroupIndex) bool {
	if len(t.ring) == 0 {
		return false
	}
	e := t.ring[int(group)&(len(t.ring)-1)]
	return e.place >= 0 && e.group == group
}

// inUse reports whether any row group is in flight.
func (t *groupTable) inUse() bool { return int(t.places) > len(t.free) }

// admit gives a row group a place.
func (t *groupTable) admit(group model.RowGroupIndex) int32 {
	for len(t.ring) == 0 || t.ring[int(group)&(len(t.ring)-1)].place >= 0 {
		t.grow()
	}
	place := t.places
	if n := len(t.free); n > 0 {
		place, t.free = t.free[n-1], t.free[:n-1]
	} else {
		t.places++
	}
	t.ring[int(group)&(len(t.ring)-1)] = groupEntry{group, place}
	return place
}

// release frees the place of a row group.
func (t *groupTable) release(group model.RowGroupIndex) {
	e := &t.ring[int(group)&(len(t.ring)-1)]
	t.free = append(t.free, e.place)
	e.place = -1
}

func (t *groupTable) grow() {
	before := t.ring
	size := max(8, 2*len(before))
	for {
		t.ring = make([]groupEntry, size)
		for i := range t.ring {
			t.ring[i].place = -1
		}
		if t.refill(before) {
			return
		}
		size *= 2
	}
}

// refill puts entries back; false where two of them collide.
func (t *groupTable) refill(entries []groupEntry) bool {
	for _, e := range entries {
		if e.place < 0 {
			continue
		}
		at := &t.ring[int(e.group)&(len(t.ring)-1)]
		if at.place >= 0 {
			return false
		}
		*at = e
	}
	return true
}
