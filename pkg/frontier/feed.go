package frontier

import (
	"math/bits"

	"github.com/dagplan/dagplan/pkg/model"
)

// Feed drives a tracker by a queue: what becomes ready is acknowledged at once
// and queued, until Next takes it. It is the shortest way through a build, for
// who dispatches tasks in the order in which they become ready.
//
// The queue gathers: the cells of a column that lie in the same 64 rows of a row
// group share one entry, from the first that becomes ready until Next reaches
// it. Entries come out in the order in which they were made, and the rows of an
// entry in ascending order.
//
// A tracker has one feed at most. While it drives the tracker, the tracker's own
// methods are for queries, for Compact, and for Release; a task that Release makes
// ready again is not queued.
type Feed struct {
	t       *Tracker
	entries []entry
	head    int
	// base is the number of the first of entries. Numbers count up from 1, and start
	// afresh before they wrap around.
	base uint32
}

// entry is tasks of one column and chunk.
type entry struct {
	// rows are the rows of the chunk, not 0; of a full column, 1.
	rows   uint64
	column model.ColumnID
	group  model.RowGroupIndex
	chunk  int32 // wholeColumn for a full column
}

const wholeColumn = -1

// NewFeed returns a feed of a tracker. Tasks that are ready already are not in
// it.
func NewFeed(t *Tracker) *Feed { return &Feed{t: t, base: 1} }

// Len returns the number of tasks queued, with those that Next will skip.
// Complexity: O(tasks / 64).
func (f *Feed) Len() int64 {
	tasks := 0
	for i := range f.entries[f.head:] {
		tasks += bits.OnesCount64(f.entries[f.head+i].rows)
	}
	return int64(tasks)
}

// Seed is [Tracker.Seed].
func (f *Feed) Seed(group model.RowGroupIndex, size int) error {
	return f.t.seed(f, group, size, nil)
}

// Complete is [Tracker.CompleteCell].
func (f *Feed) Complete(cell model.Cell) error {
	return f.t.complete(f, cell)
}

// CompleteCells is [Tracker.CompleteCells].
func (f *Feed) CompleteCells(r Run) error {
	f.t.begin()
	return f.t.completeCells(f, r)
}

// CompleteColumn is [Tracker.CompleteColumn].
func (f *Feed) CompleteColumn(column model.ColumnID, group model.RowGroupIndex, size int) error {
	f.t.begin()
	return f.t.completeColumn(f, column, group, size)
}

// DropRow is [Tracker.DropRow].
func (f *Feed) DropRow(group model.RowGroupIndex, row model.RowIndex) error {
	f.t.begin()
	return f.t.dropRow(f, group, row)
}

// Next takes tasks from the front: cells of consecutive rows, up to 64 and up to
// limit, or the task of a full column. Cells whose row was dropped while they were
// queued are given up and skipped. It returns false where nothing is queued, and
// where limit is not positive.
//
// Complexity: O(1) for each task taken or skipped.
func (f *Feed) Next(limit int) (Run, bool) {
	if f.head == len(f.entries) {
		return Run{}, false
	}
	return f.next(limit)
}

func (f *Feed) next(limit int) (Run, bool) {
	for limit > 0 && f.head < len(f.entries) {
		e := &f.entries[f.head]
		s := f.t.find(e.group)
		if !f.isInFlight(s, e) {
			f.check(s, e)
		}
		if e.rows == 0 {
			f.shift(s)
			continue
		}
		if e.chunk == wholeColumn {
			r := Run{Slice: model.ColumnSlice(e.column, e.group), Type: f.t.fullType(e.column), Count: 1}
			f.shift(s)
			return r, true
		}
		from := lowest(e.rows)
		count := min(lowest(^(e.rows >> (from & 63))), limit)
		r := CellRun(e.column, e.group, model.RowIndex(int(e.chunk)*chunkRows+from), count)
		if e.rows &^= (1<<count - 1) << from; e.rows == 0 {
			f.shift(s)
		}
		return r, true
	}
	return Run{}, false
}

// shift drops the first entry, of a row group with that state, if it has any.
func (f *Feed) shift(s *slab) {
	e := &f.entries[f.head]
	if s != nil && e.chunk != wholeColumn {
		s.slots[f.t.slot(&f.t.columns[e.column], int(e.chunk))] = 0
	}
	if f.head++; f.head == len(f.entries) {
		f.base += uint32(f.head)
		f.entries, f.head = f.entries[:0], 0
	}
}

// isInFlight reports whether all cells of an entry are still in flight in live
// rows, as they are but for drops and for what was done without the feed.
func (f *Feed) isInFlight(s *slab, e *entry) bool {
	if s == nil || e.chunk == wholeColumn {
		return false
	}
	c := &f.t.columns[e.column]
	flight := c.open | c.taken | f.t.alive()
	if e.rows&(e.rows-1) == 0 {
		return e.rows != 0 && f.t.get(s, c.plane, rowOf(int(e.chunk), e.rows))&flight == flight
	}
	return f.t.where(s, int(e.chunk), e.rows, pattern{flight, flight, c.plane}) == e.rows
}

// check takes from an entry what is in flight no longer, and gives up what lies
// in rows that have been dropped.
func (f *Feed) check(s *slab, e *entry) {
	c := &f.t.columns[e.column]
	switch {
	case s == nil:
		e.rows = 0
	case e.chunk != wholeColumn:
		alive := f.t.alive()
		flight := f.t.where(s, int(e.chunk), e.rows, pattern{c.open | c.taken, c.open | c.taken, c.plane})
		e.rows = f.t.where(s, int(e.chunk), flight, pattern{alive, alive, c.plane})
		for dead := flight &^ e.rows; dead != 0; dead &= dead - 1 {
			f.t.abandon(s, e.column, rowOf(int(e.chunk), dead))
		}
	default:
		if x, bit := s.fullAt(c); *x&bit == 0 {
			e.rows = 0
		}
	}
}

// slot returns where the slot of a column and a chunk is. The slots of a chunk
// lie side by side.
func (l *layout) slot(c *columnLayout, chunk int) int {
	return (chunk*l.planes+int(c.plane))*int(l.half) + lowest(c.open)
}

// addCells queues cells of a row, by their open bits in the only plane.
func (f *Feed) addCells(s *slab, row model.RowIndex, woken uint64) {
	chunk := int(uint(row) / chunkRows)
	at := chunk * int(f.t.half)
	for ; woken != 0; woken &= woken - 1 {
		i := uint(at + lowest(woken))
		if i < uint(len(s.slots)) {
			if n := uint(s.slots[i] - f.base); n < uint(len(f.entries)) {
				f.entries[n].rows |= 1 << (row % chunkRows)
				continue
			}
		}
		f.addEntry(s, f.t.cellAt(0, lowest(woken)), chunk, int(i), 1<<(row%chunkRows))
	}
}

// addRows queues cells of a column in some rows of a chunk.
func (f *Feed) addRows(s *slab, c *columnLayout, chunk int, rows uint64) {
	i := f.t.slot(c, chunk)
	if i < len(s.slots) {
		if n := uint(s.slots[i] - f.base); n < uint(len(f.entries)) {
			f.entries[n].rows |= rows
			return
		}
	}
	f.addEntry(s, f.t.cells[c.index], chunk, i, rows)
}

func (f *Feed) addEntry(s *slab, id model.ColumnID, chunk, slot int, rows uint64) {
	if slot >= len(s.slots) {
		s.slots = filled(s.slots, f.t.planes*int(f.t.half)*s.chunks(), 0)
	}
	f.add(entry{rows: rows, column: id, group: s.group, chunk: int32(chunk)})
	s.slots[slot] = f.base + uint32(len(f.entries)-1)
}

func (f *Feed) addFull(s *slab, id model.ColumnID) {
	f.add(entry{rows: 1, column: id, group: s.group, chunk: wholeColumn})
}

func (f *Feed) add(e entry) {
	if len(f.entries) == cap(f.entries) && f.head > len(f.entries)/2 {
		f.moveUp()
	}
	if f.base+uint32(len(f.entries)) == 0 {
		f.renumber()
	}
	f.entries = append(f.entries, e)
}

// moveUp moves the entries up to where those that were taken have been.
func (f *Feed) moveUp() {
	f.base += uint32(f.head)
	f.entries = f.entries[:copy(f.entries, f.entries[f.head:])]
	f.head = 0
}

// renumber counts from 1 again, before a number would be 0, which in a slot means
// that there is no entry.
func (f *Feed) renumber() {
	f.moveUp()
	f.base = 1
	for i := range f.entries {
		e := &f.entries[i]
		if s := f.t.slab(e.group); s != nil && e.chunk != wholeColumn {
			s.slots[f.t.slot(&f.t.columns[e.column], int(e.chunk))] = f.base + uint32(i)
		}
	}
}
