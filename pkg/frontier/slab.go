package frontier

import (
	"math/bits"

	"github.com/dagplan/dagplan/pkg/model"
)

// slab is the state of one row group in flight.
//
// A lane says where the cells of one row stand: a field for each, which counts up
// to its open bit.
//
//	open  lower bits
//	  0   how much the cell waits for, counted up to 0
//	  1   0: ready
//	  1   only the highest, taken: in flight
//	  1   the highest and the lowest: complete, in a field of three bits or more
//	  0   0: complete, in a field of two
//
// When the last that the cell waits for is complete, counting carries into the open
// bit: adding one number to a lane completes a cell and makes ready all that waited
// for it alone. In the lane of a dropped row, a cell that waits or was ready stays
// at any value that is none of the above.
//
// The cells of a row lie side by side, not the rows of a column, because what a
// completion has to look at is the rest of its row.
type slab struct {
	// steps is what costs are counted by; it comes first as it has no size.
	steps steps
	group model.RowGroupIndex
	// columns and queued are all that the hot path reads in here, and come before the
	// rest for that. queued is for a feed, by plane and chunk.
	columns []columnState
	queued  []queued
	rows    int
	// words are the lanes, plane by plane; a plane has planeWords of them.
	words      []uint64
	planeWords int
	// waits is the number of upstream columns that are not complete: all of them
	// for a full column, the full ones for a cell_by_cell column.
	waits []int32
	// ready are the words in which a cell is ready, where no [Feed] drives the tracker.
	ready index
	// full are the full columns in the form of lanes of 64 bits.
	full []uint64
	// live is the number of rows that have not been dropped, late the number of
	// cells in flight in rows that have.
	live, late int
	// unfinished is the number of columns that are not complete.
	unfinished int
	seeded     bool
	// isEven is true where every lane of a word is that of a row.
	isEven bool
}

// columnState is what the hot path reads and writes of a column: a cache line.
type columnState struct {
	// words are the lanes of the plane in which the cells lie, none where the hot path
	// does not apply.
	words []uint64
	// care and want are the pattern of a cell in flight in a live row.
	care, want uint64
	// delta completes the cell and does its wake in its own plane, which sets open
	// bits among down.
	delta, down uint64
	// left is the number of cells that are neither complete nor dropped; of a full
	// column, 1 until it is complete.
	left int32
	// queued is where those of the first chunk are in slab.queued.
	queued int32
}

// queued says which columns a feed has an entry for in a chunk of a plane, by
// open bit: one for a single row, or one for many.
type queued struct{ many, any uint64 }

// fullHalf is half of the bits of a lane of full columns.
const fullHalf = 32

// reset makes s the state of a row group of which nothing is ready.
func (s *slab) reset(l *layout, group model.RowGroupIndex, rows int) {
	s.group, s.rows, s.live, s.late, s.seeded = group, rows, rows, 0, false
	s.unfinished = len(l.columns)
	s.planeWords = (rows*int(l.lane) + 63) / 64
	s.isEven = rows*int(l.lane)%64 == 0
	s.words = s.words[:0]
	for i := range l.planes {
		s.words = appended(s.words, s.planeWords, l.planes[i].start)
	}
	s.full = appended(s.full[:0], (len(l.fulls)+fullHalf-1)/fullHalf, 0)
	s.queued = appended(s.queued[:0], len(l.planes)*s.chunks(), queued{})
	s.ready.reset(s.leaves() * len(l.planes))
	s.waits = append(s.waits[:0], l.waits...)
	s.columns = append(s.columns[:0], l.states...)
	for i := range s.columns {
		state, c := &s.columns[i], &l.columns[i]
		state.left, state.queued = int32(rows), c.plane*int32(s.chunks())
		if len(c.far) == 0 {
			state.words = s.words[int(c.plane)*s.planeWords:][:s.planeWords]
		}
	}
	for _, id := range l.fulls {
		s.columns[id].left, s.columns[id].words = 1, nil
	}
}

// appended returns s with n values v after it.
func appended[T any](s []T, n int, v T) []T {
	from := len(s)
	if cap(s) < from+n {
		s = append(make([]T, 0, from+n), s...)
	}
	s = s[:from+n]
	for i := range s[from:] {
		s[from+i] = v
	}
	return s
}

// shift returns where the lane of a row begins, in bits from the first word of its
// plane. It takes 64 bits for rows that do not exist, also negative ones: no two
// rows begin at the same place.
func (l *layout) shift(row model.RowIndex) uint64 { return uint64(uint32(row)) * l.lane }

// get returns a word that has the lane of a row at its lower end.
func (l *layout) get(s *slab, plane int32, row model.RowIndex) uint64 {
	s.steps.add(1)
	shift := l.shift(row)
	return bits.RotateLeft64(s.words[int(plane)*s.planeWords+int(shift>>6)], -int(shift&63))
}

// put stores what get returned, after a change. It keeps the index of ready cells,
// which a feed does without.
func (l *layout) put(f *Feed, s *slab, plane int32, row model.RowIndex, x uint64) {
	s.steps.add(1)
	shift := l.shift(row)
	word := int(shift >> 6)
	x = bits.RotateLeft64(x, int(shift&63))
	s.words[int(plane)*s.planeWords+word] = x
	if f == nil {
		s.ready.note(int(plane)*s.leaves()*64+word, l.planes[plane].ready(x) != 0)
	}
}

// leaves returns how many words of the index belong to a plane.
func (s *slab) leaves() int { return (s.planeWords + 63) / 64 }

// laneOf cuts a word down to its lowest lane.
func (l *layout) laneOf(x uint64) uint64 { return x & (^uint64(0) >> (64 - l.lane)) }

// isLive reports whether a row has not been dropped.
func (l *layout) isLive(s *slab, row model.RowIndex) bool { return l.get(s, 0, row)&alive != 0 }
