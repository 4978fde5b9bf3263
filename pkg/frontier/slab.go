package frontier

import (
	"math/bits"

	"github.com/dagplan/dagplan/pkg/model"
)

// slab is the state of one row group in flight.
//
// A lane says where up to 31 cells of one row stand: its lower half has an open
// bit for each, its upper half a taken bit.
//
//	open taken
//	  0    0    waiting for its inputs, or given up with its row
//	  1    0    ready
//	  1    1    in flight
//	  0    1    complete
//
// The cells of a row lie side by side, not the rows of a column, because what a
// completion has to look at is the rest of its row.
type slab struct {
	// steps is what costs are counted by; it comes first as it has no size.
	steps steps
	group model.RowGroupIndex
	rows  int
	// words are the lanes, plane by plane; a plane has planeWords of them.
	words      []uint64
	planeWords int
	columns    []columnState
	// ready are the words in which a cell is ready.
	ready index
	// opened are the open bits but those of columns that wait for a full column,
	// where there is one plane.
	opened uint64
	// full are the full columns in the form of lanes of 64 bits.
	full []uint64
	// arrived counts, for a row and a column that reads several planes, those in
	// which all it reads is complete.
	arrived []uint16
	// queued are for a [Feed]: by cell_by_cell column and chunk, the rows of the
	// chunk that have an entry in it.
	queued []uint64
	// live is the number of rows that have not been dropped, late the number of
	// cells in flight in rows that have.
	live, late int
	// unfinished is the number of columns that are not complete.
	unfinished int
	seeded     bool
}

// columnState is what the whole of a column waits for, and what waits for it.
type columnState struct {
	layout *columnLayout
	// left is the number of cells that are neither complete nor dropped; of a full
	// column, 1 until it is complete.
	left int32
	// waits is the number of upstream columns that are not complete: all of them
	// for a full column, the full ones for a cell_by_cell column.
	waits int32
}

// fullHalf is half of the bits of a lane of full columns.
const fullHalf = 32

// reset makes s the state of a row group of which nothing is ready.
func (s *slab) reset(l *layout, group model.RowGroupIndex, rows int) {
	s.group, s.rows, s.live, s.late, s.seeded = group, rows, rows, 0, false
	s.unfinished = len(l.columns)
	s.planeWords = (rows*int(l.lane) + 63) / 64
	s.words = filled(s.words, s.planeWords*l.planes, l.alive()*l.ones)
	s.full = filled(s.full, (len(l.fulls)+fullHalf-1)/fullHalf, 0)
	s.arrived = filled(s.arrived, rows*l.counters, 0)
	s.opened = l.opened
	s.ready.reset(s.leaves() * l.planes)
	s.queued = s.queued[:0]
	s.columns = s.columns[:0]
	for id, waits := range l.waits {
		left := int32(rows)
		if l.columns[id].isFull {
			left = 1
		}
		s.columns = append(s.columns, columnState{layout: &l.columns[id], left: left, waits: waits})
	}
}

// filled returns a slice of n values v, in the memory of s where it fits.
func filled[T any](s []T, n int, v T) []T {
	if cap(s) < n {
		s = make([]T, n)
	}
	s = s[:n]
	for i := range s {
		s[i] = v
	}
	return s
}

// at returns the word of the lane of a row, counted in its plane, and the shift
// of the lane in there.
func (l *layout) at(row model.RowIndex) (word, shift int) {
	bit := uint(row) * l.lane
	return int(bit >> 6), int(bit & 63)
}

// get returns a word that has the lane of a row at its lower end.
func (l *layout) get(s *slab, plane int32, row model.RowIndex) uint64 {
	s.steps.add(1)
	word, shift := l.at(row)
	return bits.RotateLeft64(s.words[int(plane)*s.planeWords+word], -shift)
}

// put stores what get returned, after a change.
func (l *layout) put(s *slab, plane int32, row model.RowIndex, x uint64) {
	s.steps.add(1)
	word, shift := l.at(row)
	s.words[int(plane)*s.planeWords+word] = bits.RotateLeft64(x, shift)
	s.ready.note(int(plane)*s.leaves()*64+word, l.readyIn(bits.RotateLeft64(x, shift)) != 0)
}

// leaves returns how many words of the index belong to a plane.
func (s *slab) leaves() int { return (s.planeWords + 63) / 64 }

// The cells of some lanes, by their open bits, that stand somewhere.

func (l *layout) readyIn(x uint64) uint64    { return x &^ (x >> (l.half & 63)) & l.opens }
func (l *layout) inFlightIn(x uint64) uint64 { return x & (x >> (l.half & 63)) & l.opens }
func (l *layout) completeIn(x uint64) uint64 { return x >> (l.half & 63) &^ x & l.opens }

// laneOf cuts a word down to its lowest lane.
func (l *layout) laneOf(x uint64) uint64 { return x & (1<<l.lane - 1) }

// isLive reports whether a row has not been dropped.
func (l *layout) isLive(s *slab, row model.RowIndex) bool { return l.get(s, 0, row)&l.alive() != 0 }
