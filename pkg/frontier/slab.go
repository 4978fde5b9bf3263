package frontier

import (
	"math/bits"

	"github.com/dagplan/dagplan/pkg/model"
)

// word holds two bits for each of up to 64 slices:
//
//	open taken
//	  0    0    waiting for its inputs, or given up with its row
//	  1    0    ready
//	  1    1    in flight
//	  0    1    complete
type word struct{ open, taken uint64 }

func (w word) ready() uint64    { return w.open &^ w.taken }
func (w word) inFlight() uint64 { return w.open & w.taken }
func (w word) complete() uint64 { return w.taken &^ w.open }

// slab is the state of one row group in flight.
type slab struct {
	group model.RowGroupIndex
	rows  int32
	// live is the number of rows that have not been dropped.
	live int32
	// late is the number of cells in flight in rows that have been dropped.
	late int32
	// unfinished is the number of columns that are not complete.
	unfinished int32
	seeded     bool
	// closed are the cells, by their place in a lane, of columns that wait for a
	// full column. Only in the layout of one word.
	closed  uint64
	words   []word
	columns []columnState
	full    []word
	// arrived counts, for a row and a column whose upstream spans several words,
	// the words in which it is complete.
	arrived []uint16
	ready   index
}

// columnState is what the whole of a column waits for, and what waits for it.
type columnState struct {
	// left is the number of cells that are neither complete nor dropped; of a full
	// column, 1 until it is complete.
	left int32
	// waits is the number of upstream columns that are not complete: all of them
	// for a full column, the full ones for a cell_by_cell column.
	waits int32
}

// reset makes s the state of a row group of which nothing is ready.
func (s *slab) reset(l *layout, group model.RowGroupIndex, rows int) {
	blocks := l.blocks(rows)
	s.group, s.rows, s.live, s.late, s.seeded = group, int32(rows), int32(rows), 0, false
	s.unfinished = int32(len(l.columns))
	s.words = resized(s.words, blocks*l.blockWords)
	s.full = resized(s.full, (l.fulls+63)/64)
	s.arrived = resized(s.arrived, rows*l.counters)
	s.ready.resize(len(s.words))
	s.columns = append(s.columns[:0], l.initial...)
	for _, id := range l.cells {
		s.columns[id].left = int32(rows)
	}
	s.closed = l.closed
	for block := range blocks {
		s.words[block*l.blockWords].taken = l.lanesIn(block, 0, rows)
	}
}

// blocks returns how many blocks hold that many rows.
func (l *layout) blocks(rows int) int { return (rows + 1<<l.blockShift - 1) >> l.blockShift }

// lanesIn returns the lowest bit of the lane of each row of the block that lies
// in [from, to), which must meet the block.
func (l *layout) lanesIn(block, from, to int) uint64 {
	first := block << l.blockShift
	lo := uint(max(from-first, 0)) << l.laneShift
	hi := uint(min(to-first, 1<<l.blockShift)) << l.laneShift
	return l.lanes & (^uint64(0) << lo) & (^uint64(0) >> (64 - hi))
}

// lane returns the block of a row, and the shift of its lane in it.
func (l *layout) lane(row model.RowIndex) (block int, shift uint) {
	return int(row) >> l.blockShift, (uint(row) << l.laneShift) & 63
}

// store replaces a word of cells and keeps the index of ready cells.
func (s *slab) store(at int, w word) {
	before := s.words[at].ready()
	s.words[at] = w
	if after := w.ready(); (before == 0) != (after == 0) {
		if after == 0 {
			s.ready.clear(uint(at))
		} else {
			s.ready.set(uint(at))
		}
	}
}

// isLive reports whether a row has not been dropped.
func (s *slab) isLive(l *layout, row model.RowIndex) bool {
	block, shift := l.lane(row)
	return s.words[block*l.blockWords].taken>>shift&1 != 0
}

// cell returns the word of a cell and its bit.
func (s *slab) cell(l *layout, c *columnLayout, row model.RowIndex) (at int, bit uint64) {
	block, shift := l.lane(row)
	return block*l.blockWords + int(c.word), 1 << (shift + uint(c.bit))
}

// satisfied returns the lanes, among those given, in which a cell_by_cell
// column has all the cells it reads, in rows that have not been dropped.
func (s *slab) satisfied(l *layout, c *columnLayout, block int, lanes uint64) uint64 {
	base := block * l.blockWords
	lanes &= s.words[base].taken
	if l.blockWords > 1 {
		return s.satisfiedWide(c, base, block*l.counters, lanes)
	}
	if len(c.need) == 0 {
		return lanes
	}
	done, needs := s.words[base].complete(), c.need[0].mask
	for ; needs != 0 && lanes != 0; needs &= needs - 1 {
		lanes &= done >> bits.TrailingZeros64(needs)
	}
	return lanes
}

func (s *slab) satisfiedWide(c *columnLayout, base, counters int, lanes uint64) uint64 {
	switch {
	case lanes == 0 || len(c.need) == 0:
		return lanes
	case c.counter >= 0:
		if s.arrived[counters+int(c.counter)] < c.span {
			return 0
		}
	case s.words[base+int(c.need[0].word)].complete()&c.need[0].mask != c.need[0].mask:
		return 0
	}
	return lanes
}
