package frontier

import "github.com/dagplan/dagplan/pkg/model"

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

// where returns those of the rows of a chunk whose lane has the pattern.
func (l *layout) where(s *slab, chunk int, rows uint64, p pattern) uint64 {
	if rows&(rows-1) == 0 {
		return l.whereOne(s, chunk, rows, p)
	}
	words, _ := l.wordsOf(s, p.plane, chunk)
	s.steps.add(len(words))
	care, want, misses := p.care*l.ones, p.want*l.ones, uint64(0)
	for _, x := range words {
		misses |= x&care ^ want
	}
	if misses == 0 {
		return rows
	}
	hits := uint64(0)
	for rest := rows; rest != 0; rest &= rest - 1 {
		hits |= l.whereOne(s, chunk, rest&-rest, p)
	}
	return hits
}

// whereOne is where for one row, or for none.
func (l *layout) whereOne(s *slab, chunk int, row uint64, p pattern) uint64 {
	if row == 0 || l.get(s, p.plane, rowOf(chunk, row))&p.care != p.want {
		return 0
	}
	return row
}

// change clears and sets bits of the lanes of some rows of a chunk, and keeps the
// index of ready cells.
func (l *layout) change(s *slab, plane int32, chunk int, rows, unset, set uint64) {
	if rows&(rows-1) == 0 && rows != 0 {
		row := rowOf(chunk, rows)
		l.put(s, plane, row, l.get(s, plane, row)&^unset|set)
		return
	}
	words, first := l.wordsOf(s, plane, chunk)
	s.steps.add(len(words))
	touched, ready := uint64(0), uint64(0)
	perWord := 64 / l.lane
	all := ^uint64(0) >> (64 - perWord)
	for i := range words {
		some := rows >> (uint(i) * perWord) & all
		if some == 0 {
			continue
		}
		ones := l.ones
		if some != all {
			ones = l.spread(some)
		}
		x := words[i]&^(unset*ones) | set*ones
		words[i] = x
		touched |= 1 << i
		if l.readyIn(x) != 0 {
			ready |= 1 << i
		}
	}
	shift := first & 63
	s.ready.assign(int(plane)*s.leaves()+first>>6, touched<<shift, ready<<shift)
}

// spread moves a bit for each lane of a word to the lowest bit of the lane.
func (l *layout) spread(rows uint64) (ones uint64) {
	for ; rows != 0; rows &= rows - 1 {
		ones |= 1 << (uint(lowest(rows)) * l.lane)
	}
	return ones
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
