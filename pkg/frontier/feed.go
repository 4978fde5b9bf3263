package frontier

import (
	"math/bits"

	"github.com/dagplan/dagplan/pkg/model"
)

// Feed drives a tracker by a queue: what becomes ready is queued, until Next
// takes it. It is the shortest way through a build, for who dispatches tasks in the
// order in which they become ready.
//
// The queue gathers: the cells of a column that lie in the same 64 rows of a row
// group share one entry, from the first that becomes ready until Next has taken
// the last. Entries come out in the order in which they were made, and the rows of
// an entry in ascending order, those that join it after Next has reached it once
// more from the first.
//
// A tracker has one feed at most. While it drives the tracker, the tracker's own
// methods are for queries, and for Admit and Compact.
type Feed struct {
	t       *Tracker
	entries []entry
	head    int
	// rows are those of the first entry that Next has found and not taken, when there
	// had been so many withdrawals.
	rows        uint64
	withdrawals int
}

// entry is tasks of one column: that of a full column where row is
// [model.AllRows], else the cell of a row, and of others in its chunk where
// slab.queued says so.
type entry struct {
	column model.ColumnID
	group  model.RowGroupIndex
	row    model.RowIndex
}

// NewFeed returns a feed of a tracker. Tasks that are ready already are queued, in
// the order of [Tracker.Ready].
func NewFeed(t *Tracker) *Feed {
	f := &Feed{t: t}
	for _, p := range t.pages {
		if p == nil {
			continue
		}
		for _, s := range p.slabs {
			if s != nil {
				f.adopt(s)
			}
		}
	}
	t.isFed = true
	return f
}

// adopt queues what is ready in a row group.
func (f *Feed) adopt(s *slab) {
	for task := range f.t.Ready(s.group) {
		if task.Row == model.AllRows {
			f.addFull(s, task.Column)
		} else {
			f.addRows(s, task.Column, int(task.Row)/chunkRows, 1<<(task.Row%chunkRows))
		}
	}
}

// Len returns the number of tasks queued. Complexity: O(entries · rows of an entry).
func (f *Feed) Len() int64 {
	tasks, found := 0, f.rows
	for i := range f.entries[f.head:] {
		e := &f.entries[f.head+i]
		s := f.t.find(e.group)
		switch {
		case s == nil:
		case e.row == model.AllRows:
			if s.statusOfFull(&f.t.columns[e.column]) == Ready {
				tasks++
			}
		default:
			tasks += f.count(s, e, found)
		}
		found = 0
	}
	return int64(tasks)
}

// count returns how many cells of an entry are ready, of which some rows have been
// found before.
func (f *Feed) count(s *slab, e *entry, found uint64) int {
	c, chunk := &f.t.columns[e.column], int(e.row)/chunkRows
	rows := found | e.rows(s, c, s.queuedAt(c.plane, uint(chunk)))
	return bits.OnesCount64(f.t.where(s, chunk, rows, c.ready()))
}

// rows returns the rows of its chunk in which an entry of cells may have one.
func (e *entry) rows(s *slab, c *columnLayout, q *queued) uint64 {
	if q.many&c.open != 0 {
		return rowsIn(int(e.row)/chunkRows, 0, s.rows)
	}
	return 1 << (e.row % chunkRows)
}

// Seed is [Tracker.Seed].
func (f *Feed) Seed(group model.RowGroupIndex, size int) error {
	return f.t.seed(f, group, size, nil)
}

// Complete is [Tracker.CompleteCell].
func (f *Feed) Complete(cell model.Cell) error {
	s, state, at, shift := f.t.locate(cell)
	if s == nil {
		return f.t.completeAny(f, cell)
	}
	x, left := bits.RotateLeft64(*at, -shift), state.left-1
	if x&state.care != state.want || left == 0 {
		return f.t.completeAny(f, cell)
	}
	s.steps.add(1)
	x += state.delta
	woken := x & state.down
	*at = bits.RotateLeft64(x, shift)
	state.left = left
	if woken != 0 {
		if q := &s.queued[uint(state.queued)+uint(cell.Row)/chunkRows]; woken&^q.many != 0 {
			f.addCells(s, q, f.t.columns[cell.Column].plane, cell.Row, woken)
		}
	}
	return nil
}

// CompleteAndTake is Complete for who starts at once what becomes ready: the
// cells of the same row that do are not queued but taken. What else becomes ready
// is queued, and so Next must be called too: cells that wait for a full column, those
// of another plane (see Layout), and all that the last cell of a column wakes, or one
// that had not been handed out.
func (f *Feed) CompleteAndTake(cell model.Cell) (Taken, error) {
	s, state, at, shift := f.t.locate(cell)
	if s == nil {
		return Taken{}, f.t.completeAny(f, cell)
	}
	x, left := bits.RotateLeft64(*at, -shift), state.left-1
	if x&state.care != state.want || left == 0 {
		return Taken{}, f.t.completeAny(f, cell)
	}
	s.steps.add(1)
	x += state.delta
	woken := x & state.down
	*at = bits.RotateLeft64(x|woken>>1, shift)
	state.left = left
	return Taken{layout: &f.t.layout, from: cell, open: woken}, nil
}

// Taken are cells of one row that have been handed out.
type Taken struct {
	layout *layout
	// open are the open bits of the cells, in the plane of the cell whose completion
	// made them ready.
	open uint64
	from model.Cell
}

// IsEmpty reports whether there are no more.
func (k *Taken) IsEmpty() bool { return k.open == 0 }

// Next takes one of the cells, false where there are no more.
func (k *Taken) Next() (model.Cell, bool) {
	if k.open == 0 {
		return model.Cell{}, false
	}
	cell := k.from
	cell.Column = k.layout.cellAt(k.layout.columns[cell.Column].plane, lowest(k.open))
	k.open &= k.open - 1
	return cell, true
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

// Release is [Tracker.Release]: what is ready again is queued at the end.
func (f *Feed) Release(at model.Slice) error {
	f.t.begin()
	return f.t.release(f, at)
}

// IsEmpty reports whether nothing is queued. It is false as well where all that is
// queued is ready no longer, which Next finds out. Complexity: O(1).
func (f *Feed) IsEmpty() bool { return f.head == len(f.entries) }

// Next takes tasks from the front: cells of consecutive rows, up to 64 and up to
// limit, or the task of a full column. What was queued and is ready no longer, as
// its row has been dropped, is skipped. It returns false where nothing is queued, and
// where limit is not positive.
//
// Complexity: O(1) for each task taken or skipped, and a look at 64 lanes for an
// entry of several rows.
func (f *Feed) Next(limit int) (Run, bool) {
	if f.IsEmpty() {
		return Run{}, false
	}
	return f.next(limit)
}

func (f *Feed) next(limit int) (Run, bool) {
	for limit > 0 && f.head < len(f.entries) {
		e := f.entries[f.head]
		s := f.t.find(e.group)
		switch {
		case s == nil:
			f.shift()
		case e.row == model.AllRows:
			f.shift()
			if s.statusOfFull(&f.t.columns[e.column]) == Ready {
				at := model.ColumnSlice(e.column, e.group)
				f.t.takeColumn(at)
				return Run{Slice: at, Type: f.t.fullType(e.column), Count: 1}, true
			}
		default:
			if r := f.nextCells(s, &e, limit); r.Count > 0 {
				return r, true
			}
		}
	}
	return Run{}, false
}

// nextCells takes cells from the first entry, none where none of those that it
// looks at is ready still.
func (f *Feed) nextCells(s *slab, e *entry, limit int) Run {
	c, chunk := &f.t.columns[e.column], int(e.row)/chunkRows
	q := s.queuedAt(c.plane, uint(chunk))
	rows, isTaken := f.rows, false
	if rows == 0 {
		rows, isTaken = f.find(s, e, q, limit)
		q.many &^= c.open
	} else if f.withdrawals != f.t.withdrawals {
		rows = f.t.where(s, chunk, rows, c.ready())
	}
	f.withdrawals = f.t.withdrawals
	from := lowest(rows)
	count := min(lowest(^(rows >> (from & 63))), limit)
	run := (uint64(1)<<count - 1) << from
	if f.rows = rows &^ run; !isTaken {
		f.t.change(f, s, c.take(), chunk, run)
	}
	if f.rows|q.many&c.open == 0 {
		q.any &^= c.open
		f.shift()
	}
	return CellRun(e.column, e.group, model.RowIndex(chunk*chunkRows+from), count)
}

// find returns which of the cells of an entry are ready. Where limit allows, and
// all rows of a whole chunk are, they have been taken too.
func (f *Feed) find(s *slab, e *entry, q *queued, limit int) (rows uint64, isTaken bool) {
	c, chunk := &f.t.columns[e.column], int(e.row)/chunkRows
	rows = e.rows(s, c, q)
	if limit >= chunkRows && s.isWhole(chunk, rows) && f.t.takeChunk(s, c, chunk) {
		return rows, true
	}
	return f.t.where(s, chunk, rows, c.ready()), false
}

// shift drops the first entry.
func (f *Feed) shift() {
	f.rows = 0
	if f.head++; f.head == len(f.entries) {
		f.entries, f.head = f.entries[:0], 0
	}
}

// queuedAt returns what a feed has queued of a chunk.
func (s *slab) queuedAt(plane int32, chunk uint) *queued {
	return &s.queued[uint(plane)*uint(s.chunks())+chunk]
}

// addCells queues cells of a row, by their open bits in a plane.
func (f *Feed) addCells(s *slab, q *queued, plane int32, row model.RowIndex, open uint64) {
	q.many |= q.any & open
	for fresh := open &^ q.any; fresh != 0; fresh &= fresh - 1 {
		f.add(entry{f.t.cellAt(plane, lowest(fresh)), s.group, row})
	}
	q.any |= open
}

// addRows queues cells of a column in some rows of a chunk, of which there must be
// one.
func (f *Feed) addRows(s *slab, id model.ColumnID, chunk int, rows uint64) {
	c := &f.t.columns[id]
	q := s.queuedAt(c.plane, uint(chunk))
	if rows&(rows-1) != 0 {
		q.many |= c.open
	}
	f.addCells(s, q, c.plane, rowOf(chunk, rows), c.open)
}

func (f *Feed) addFull(s *slab, id model.ColumnID) { f.add(entry{id, s.group, model.AllRows}) }

func (f *Feed) add(e entry) {
	if len(f.entries) == cap(f.entries) && f.head > len(f.entries)/2 {
		f.entries = f.entries[:copy(f.entries, f.entries[f.head:])]
		f.head = 0
	}
	f.entries = append(f.entries, e)
}
