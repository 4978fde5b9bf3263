package frontier

import (
	"math/bits"

	"github.com/dagplan/dagplan/pkg/model"
)

// chunkRows is how many rows the bulk operations take at a time: those of a word
// with a bit for each. Their lanes are as many words as a lane has bits, and lie
// in one word of the index.
const chunkRows = 64

// rowsIn returns the rows of a chunk that lie in [from, to), which must meet it.
func rowsIn(chunk, from, to int) uint64 {
	first := chunk * chunkRows
	lo, hi := max(from-first, 0), min(to-first, chunkRows)
	return ^uint64(0) << lo & (^uint64(0) >> (chunkRows - hi))
}

// rowOf returns the first of some rows of a chunk.
func rowOf(chunk int, rows uint64) model.RowIndex {
	return model.RowIndex(chunk*chunkRows + lowest(rows))
}

// chunks returns the number of chunks of a plane.
func (s *slab) chunks() int { return (s.rows + chunkRows - 1) / chunkRows }

// wordsOf returns the words of a chunk, and the first of them counted in its
// plane.
func (l *layout) wordsOf(s *slab, plane int32, chunk int) (words []uint64, first int) {
	first = chunk * int(l.lane)
	from := int(plane) * s.planeWords
	return s.words[from+first : from+min(first+int(l.lane), s.planeWords)], first
}

// isWhole reports whether rows are all of a chunk, and share no word with lanes
// that belong to no row.
func (s *slab) isWhole(chunk int, rows uint64) bool {
	return rows == ^uint64(0) || s.isEven && rows == rowsIn(chunk, 0, s.rows)
}

// where returns those of the rows of a chunk whose lane has the pattern.
func (l *layout) where(s *slab, chunk int, rows uint64, p pattern) uint64 {
	if rows&(rows-1) == 0 {
		return l.whereOne(s, chunk, rows, p)
	}
	words, _ := l.wordsOf(s, p.plane, chunk)
	s.steps.add(len(words))
	care, want, at := p.care*l.ones, p.want*l.ones, uint(0)
	for ; len(words) >= 4; words = words[4:] { // most often none of four misses
		w := (*[4]uint64)(words)
		if (w[0]&care^want)|(w[1]&care^want)|(w[2]&care^want)|(w[3]&care^want) != 0 {
			for i, x := range w {
				rows &^= l.lanesOf(x&care^want) << ((at + uint(i)*l.perWord) & 63)
			}
		}
		at += 4 * l.perWord
	}
	for _, x := range words {
		rows &^= l.lanesOf(x&care^want) << (at & 63)
		at += l.perWord
	}
	return rows
}

// whereOne is where for one row, or for none.
func (l *layout) whereOne(s *slab, chunk int, row uint64, p pattern) uint64 {
	if row == 0 || l.get(s, p.plane, rowOf(chunk, row))&p.care != p.want {
		return 0
	}
	return row
}

// lanesOf returns a bit for each lane of a word that is not empty: all of its bits
// carry into the highest, and a multiplication gathers those.
func (l *layout) lanesOf(x uint64) uint64 {
	lower := ^l.tops
	tops := (x&lower + lower | x) & l.tops
	return tops >> ((l.lane - 1) & 63) * l.gather >> ((64 - l.perWord) & 63)
}

// change does a wake in some rows of a chunk, and returns which of the open bits
// downstream then are set in any row of it. It keeps the index of ready cells,
// which a feed does without.
func (l *layout) change(f *Feed, s *slab, w wake, chunk int, rows uint64) (down uint64) {
	if rows&(rows-1) == 0 {
		return l.changeOne(f, s, w, chunk, rows)
	}
	words, first := l.wordsOf(s, w.plane, chunk)
	if s.isWhole(chunk, rows) {
		s.steps.add(len(words))
		delta := w.delta * l.ones
		for i, x := range words {
			x += delta
			words[i] = x
			down |= x
		}
	} else {
		down = l.changeSome(s, w.delta, words, rows)
	}
	if f == nil {
		l.index(s, w.plane, words, first)
	}
	for shift := l.lane; shift < 64; shift *= 2 {
		down |= down >> shift
	}
	return down & w.down
}

// changeSome adds delta to the lanes of some rows, and returns what is then set in
// any of their words.
func (l *layout) changeSome(s *slab, delta uint64, words []uint64, rows uint64) (set uint64) {
	perWord := l.perWord & 63
	log := lowest(uint64(l.perWord))
	first := uint(lowest(rows)) >> log
	words = words[first : uint(bits.Len64(rows)-1)>>log+1]
	s.steps.add(len(words))
	rows >>= first * perWord & 63
	for i, x := range words {
		x += delta * l.spreads[rows&uint64(len(l.spreads)-1)]
		words[i] = x
		set |= x
		rows >>= perWord
	}
	return set
}

// changeOne is change for one row, or for none.
func (l *layout) changeOne(f *Feed, s *slab, w wake, chunk int, row uint64) (down uint64) {
	if row == 0 {
		return 0
	}
	x := l.get(s, w.plane, rowOf(chunk, row)) + w.delta
	l.put(f, s, w.plane, rowOf(chunk, row), x)
	return x & w.down
}

// takeChunk puts a cell of every row of a whole chunk in flight, if all of them are
// ready. It is where and change in one pass, for a [Feed].
func (l *layout) takeChunk(s *slab, c *columnLayout, chunk int) bool {
	words, _ := l.wordsOf(s, c.plane, chunk)
	s.steps.add(len(words))
	open, taken := c.open*l.ones, c.taken*l.ones
	all, some := ^uint64(0), uint64(0)
	for i, x := range words {
		all, some = all&x, some|x
		words[i] = x + taken
	}
	if all&open == open && some&taken == 0 {
		return true
	}
	for i := range words {
		words[i] -= taken
	}
	return false
}

// index notes which of the words of a chunk have a ready cell.
func (l *layout) index(s *slab, plane int32, words []uint64, first int) {
	p, ready := &l.planes[plane], uint64(0)
	for i, x := range words {
		if p.ready(x) != 0 {
			ready |= 1 << (uint(i) & 63)
		}
	}
	some := ^uint64(0) >> (64 - len(words))
	s.ready.assign(int(plane)*s.leaves()+first>>6, some<<(first&63), ready<<(first&63))
}

// addRows adds the cells of some rows of a chunk to a queue.
func (q *Queue) addRows(column model.ColumnID, group model.RowGroupIndex, chunk int, rows uint64) {
	for rows != 0 {
		from := lowest(rows)
		count := lowest(^(rows >> from))
		q.add(model.CellTask, column, group, model.RowIndex(chunk*chunkRows+from), int32(count))
		rows &^= (1<<count - 1) << from
	}
}
