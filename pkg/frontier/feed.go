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
	// openTaken and half are those of the layout, where the hot path finds them.
	openTaken uint64
	half      uint
}

// entry is tasks of one column and chunk: the rows are in slab.queued.
type entry struct {
	column model.ColumnID
	group  model.RowGroupIndex
	chunk  int32 // wholeColumn for a full column
}

const wholeColumn = -1

// NewFeed returns a feed of a tracker. Tasks that are ready already are not in
// it.
func NewFeed(t *Tracker) *Feed { return &Feed{t: t, openTaken: t.openTaken, half: t.half} }

// Len returns the number of tasks queued, with those that Next will skip.
// Complexity: O(tasks / 64).
func (f *Feed) Len() int64 {
	tasks := 0
	for i := range f.entries[f.head:] {
		e := &f.entries[f.head+i]
		if e.chunk == wholeColumn {
			tasks++
		} else if s := f.t.find(e.group); s != nil {
			tasks += bits.OnesCount64(*f.queued(s, e))
		}
	}
	return int64(tasks)
}

// Seed is [Tracker.Seed].
func (f *Feed) Seed(group model.RowGroupIndex, size int) error {
	return f.t.seed(f, group, size, nil)
}

// Complete is [Tracker.CompleteCell].
//
// It is Tracker.advance written out: even a call that passes everything in
// registers would cost a tenth of the whole.
func (f *Feed) Complete(cell model.Cell) error {
	s, state, at, shift := f.t.locate(cell)
	if s == nil {
		return f.t.completeAny(f, cell)
	}
	x := bits.RotateLeft64(*at, -shift)
	c := state.layout
	if ^x&c.flight != 0 || state.left == 1 {
		return f.t.completeAny(f, cell)
	}
	state.left--
	x ^= c.open
	woken := c.first.among(x)
	if c.fans {
		woken |= c.near[0].among(x) | c.near[1].among(x) | c.near[2].among(x) | c.wakesFar(x)
	}
	woken &= s.opened
	*at = bits.RotateLeft64(x^woken*f.openTaken, shift)
	s.steps.add(1 + len(c.edges))
	if fresh := f.queue(s, cell.Row, woken); fresh != 0 {
		f.addFresh(s, cell.Row, fresh)
	}
	return nil
}

// CompleteAndTake is Complete for who starts at once what becomes ready: the
// cells of the same row that do are not queued but taken. What else becomes ready
// is queued, and in a graph of more than 31 cell_by_cell columns all of it.
func (f *Feed) CompleteAndTake(cell model.Cell) (Taken, error) {
	s, woken := f.t.advance(cell, f.openTaken)
	if s == nil {
		return Taken{}, f.t.completeAny(f, cell)
	}
	return Taken{layout: &f.t.layout, group: cell.RowGroup, row: cell.Row, open: woken}, nil
}

// Taken are cells of one row that have been handed out.
type Taken struct {
	layout *layout
	group  model.RowGroupIndex
	row    model.RowIndex
	open   uint64
}

// Next takes one of the cells, false where there are no more.
func (k *Taken) Next() (model.Cell, bool) {
	if k.open == 0 {
		return model.Cell{}, false
	}
	id := k.layout.cellAt(0, lowest(k.open))
	k.open &= k.open - 1
	return model.Cell{Column: id, RowGroup: k.group, Row: k.row}, true
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
		switch {
		case s == nil:
			f.shift()
			continue
		case e.chunk == wholeColumn:
			if r, ok := f.nextColumn(s); ok {
				return r, true
			}
			continue
		}
		queued := f.queued(s, e)
		rows := f.check(s, e, *queued)
		from := lowest(rows)
		count := min(lowest(^(rows >> (from & 63))), limit)
		r := CellRun(e.column, e.group, model.RowIndex(int(e.chunk)*chunkRows+from), count)
		rows &^= (1<<count - 1) << from
		if *queued = rows; rows == 0 {
			f.shift()
		}
		if r.Count > 0 {
			return r, true
		}
	}
	return Run{}, false
}

// nextColumn takes the task of a full column from the front, and reports whether
// it is still in flight.
func (f *Feed) nextColumn(s *slab) (Run, bool) {
	id := f.entries[f.head].column
	f.shift()
	x, bit := s.fullAt(&f.t.columns[id])
	return Run{Slice: model.ColumnSlice(id, s.group), Type: f.t.fullType(id), Count: 1}, *x&bit != 0
}

// shift drops the first entry.
func (f *Feed) shift() {
	if f.head++; f.head == len(f.entries) {
		f.entries, f.head = f.entries[:0], 0
	}
}

// check returns those cells of an entry that still are in flight in live rows, as
// they are but for drops and for what was done without the feed. It gives up those
// that are in flight in dropped rows.
func (f *Feed) check(s *slab, e *entry, rows uint64) (live uint64) {
	c := &f.t.columns[e.column]
	flight := c.open | c.taken | f.t.alive()
	live = f.t.where(s, int(e.chunk), rows, pattern{flight, flight, c.plane})
	for rest := rows &^ live; rest != 0; rest &= rest - 1 {
		f.t.abandon(s, e.column, rowOf(int(e.chunk), rest))
	}
	return live
}

// queued returns the rows that an entry stands for.
func (f *Feed) queued(s *slab, e *entry) *uint64 {
	return &s.queued[f.t.slot(&f.t.columns[e.column], int(e.chunk))]
}

// slot returns where the queued rows of a column and a chunk are. Those of a chunk
// lie side by side.
func (l *layout) slot(c *columnLayout, chunk int) int {
	return (chunk*l.planes+int(c.plane))*int(l.half) + lowest(c.open)
}

// queue queues cells of a row, by their open bits in the only plane. It returns
// those that want an entry.
func (f *Feed) queue(s *slab, row model.RowIndex, woken uint64) (fresh uint64) {
	for ; woken != 0; woken &= woken - 1 {
		slot := uint(row)/chunkRows*f.half + uint(lowest(woken))
		if slot >= uint(len(s.queued)) {
			return woken
		}
		before := s.queued[slot]
		s.queued[slot] = before | 1<<(uint(row)%chunkRows)
		if before == 0 {
			fresh |= woken & -woken
		}
	}
	return fresh
}

// addFresh makes the entries that queue wants.
func (f *Feed) addFresh(s *slab, row model.RowIndex, fresh uint64) {
	if len(s.queued) == 0 {
		f.t.makeQueued(s)
	}
	chunk := uint(row) / chunkRows
	for ; fresh != 0; fresh &= fresh - 1 {
		bit := lowest(fresh)
		s.queued[chunk*f.half+uint(bit)] |= 1 << (uint(row) % chunkRows)
		f.add(entry{column: f.t.cellAt(0, bit), group: s.group, chunk: int32(chunk)})
	}
}

// addRows queues cells of a column in some rows of a chunk, of which there must be
// one.
func (f *Feed) addRows(s *slab, c *columnLayout, chunk int, rows uint64) {
	if len(s.queued) == 0 {
		f.t.makeQueued(s)
	}
	queued := &s.queued[f.t.slot(c, chunk)]
	if *queued == 0 {
		f.add(entry{column: f.t.cells[c.index], group: s.group, chunk: int32(chunk)})
	}
	*queued |= rows
}

// makeQueued makes room for the queued rows of a row group, which it has not
// without a feed.
func (l *layout) makeQueued(s *slab) { s.queued = filled(s.queued, l.planes*int(l.half)*s.chunks(), 0) }

func (f *Feed) addFull(s *slab, id model.ColumnID) {
	f.add(entry{column: id, group: s.group, chunk: wholeColumn})
}

func (f *Feed) add(e entry) {
	if len(f.entries) == cap(f.entries) && f.head > len(f.entries)/2 {
		f.entries = f.entries[:copy(f.entries, f.entries[f.head:])]
		f.head = 0
	}
	f.entries = append(f.entries, e)
}
