package frontier

import (
	"math/bits"
	"slices"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/model"
)

// maxColumns bounds the graph: how many planes the upstream of a column spans
// is counted in 16 bits.
const maxColumns = 1 << 20

// liveBit is the place, in each lane, where a row keeps that it has not been
// dropped: in the form of a cell that is complete. Whoever needs a cell needs
// the live bit too, and so nothing in a dropped row ever becomes ready.
const liveBit = 0

// planeCells is how many cells the widest lane holds beside the live bit.
const planeCells = 31

// layout says where the state of a row group keeps what. It follows from the
// graph alone and never changes.
//
// A plane holds a lane for each row, and a lane two bits for each of up to 31
// cell_by_cell columns, see [slab]. Where there are no more, one lane says all
// about a row, and completing a cell looks at one word.
type layout struct {
	graph   *dag.Graph
	columns []columnLayout
	// lane is the number of bits of a lane, a power of two up to 64; half of it are
	// open bits, half taken bits.
	lane, half uint
	// ones has the lowest bit of each lane of a word, opens all open bits.
	ones, opens uint64
	// openTaken times an open bit is that bit and its taken bit.
	openTaken uint64
	planes    int
	// counters is the number of columns that need a counter for each row.
	counters int
	// cells and fulls are the columns by strategy, roots those without upstream.
	cells, fulls, roots []model.ColumnID
	// waits is the initial number of waits of each column, see [columnState].
	waits []int32
	// fans is true where a cell_by_cell column has several of them downstream.
	fans bool
	// opened is the initial value of slab.opened.
	opened uint64
}

// columnLayout is where one column lies and whom it wakes.
type columnLayout struct {
	// open and taken are the bits of a cell in a lane; 0 for a full column.
	open, taken uint64
	// flight are the bits that are set where the cell is in flight in a live row.
	// They can never all be set where the fast path of complete does not apply.
	flight uint64
	// edges lead to the cells of the same row that read this one. They are also
	// first, near and far; where there is no edge, first and near never match. fans
	// is true of all columns where one has several edges.
	first      edge
	near       [3]edge
	fans       bool
	far, edges []edge
	// plane is where the cells lie; index counts the columns of the same strategy.
	plane, index int32
	isFull       bool
	isRoot       bool
	// alone is true of a cell that reads no other cell.
	alone bool
	// counter is the index of the counter that each row has for this column, or
	// -1, where one plane holds all that it reads.
	counter int32
	// need are the cells that it reads and the live bit, by plane.
	need []pattern
	// barriers are the full columns downstream, gated the cell_by_cell columns
	// downstream of a full column.
	barriers, gated []model.ColumnID
}

// pattern is bits that a lane of a plane is to have: want among those of care.
type pattern struct {
	care, want uint64
	plane      int32
}

// edge leads from a cell to one that reads it: care and want are what that one
// reads in the plane of the source, open is its own open bit.
type edge struct {
	care, want, open uint64
	column           model.ColumnID
}

func newLayout(g *dag.Graph) *layout {
	l := &layout{
		graph: g, roots: g.Roots(),
		columns: make([]columnLayout, g.Len()), waits: make([]int32, g.Len()),
	}
	l.place()
	for id := range l.columns {
		l.link(model.ColumnID(id))
	}
	for id := range l.columns {
		l.wake(model.ColumnID(id))
		l.fans = l.fans || len(l.columns[id].edges) > 1
	}
	for id := range l.columns {
		c := &l.columns[id]
		c.fans = l.fans
		c.first, c.near = edge{want: 1}, [3]edge{{want: 1}, {want: 1}, {want: 1}}
		if len(c.edges) > 0 {
			c.first, c.far = c.edges[0], c.edges[1+copy(c.near[:], c.edges[1:]):]
		}
	}
	return l
}

// place gives every column its bits and chooses the width of a lane.
func (l *layout) place() {
	for id := range l.columns {
		c := &l.columns[id]
		c.isFull = l.graph.Strategy(model.ColumnID(id)) == model.FullColumn
		c.isRoot = l.graph.Upstream(model.ColumnID(id)).Len() == 0
		c.flight, c.counter = ^uint64(0), -1
		if c.isFull {
			c.index = int32(len(l.fulls))
			l.fulls = append(l.fulls, model.ColumnID(id))
		} else {
			c.index = int32(len(l.cells))
			c.plane = c.index / planeCells
			l.cells = append(l.cells, model.ColumnID(id))
		}
	}
	l.planes = max(1, (len(l.cells)+planeCells-1)/planeCells)
	for l.half = 1; int(l.half) < min(len(l.cells), planeCells)+1; {
		l.half *= 2
	}
	l.lane, l.openTaken, l.opened = 2*l.half, 1|1<<l.half, ^uint64(0)
	for at := uint(0); at < 64; at += l.lane {
		l.ones |= 1 << at
	}
	l.opens = l.ones * (1<<l.half - 1)
	for i, id := range l.cells {
		c := &l.columns[id]
		c.open = 1 << (i%planeCells + liveBit + 1)
		c.taken = c.open << l.half
		if l.planes == 1 {
			c.flight = c.open | c.taken | l.alive()
		}
	}
}

// alive is the bit that is set in the lanes of live rows.
func (l *layout) alive() uint64 { return 1 << liveBit << l.half }

// link notes what a column reads.
func (l *layout) link(id model.ColumnID) {
	c := &l.columns[id]
	cells, full := l.graph.SplitUpstream(id)
	l.waits[id] = int32(full.Len())
	if c.isFull {
		l.waits[id] += int32(cells.Len())
		return
	}
	c.alone = cells.Len() == 0
	c.need = l.needOf(c, cells)
	if len(c.need) > 1 {
		c.counter = int32(l.counters)
		l.counters++
	}
	if l.waits[id] > 0 {
		l.opened &^= c.open
	}
}

// needOf gathers what c reads by plane, in ascending order: a live row, and
// cells that are complete in it.
func (l *layout) needOf(c *columnLayout, cells dag.Columns) []pattern {
	const live = 1 << liveBit
	list := make([]pattern, 0, cells.Len()+1)
	if cells.Len() == 0 {
		list = append(list, l.complete(c.plane, live))
	}
	for up := range cells.All() {
		list = append(list, l.complete(l.columns[up].plane, l.columns[up].open|live))
	}
	slices.SortFunc(list, func(a, b pattern) int { return int(a.plane - b.plane) })
	kept := list[:1]
	for _, n := range list[1:] {
		if last := &kept[len(kept)-1]; last.plane == n.plane {
			last.care |= n.care
			last.want |= n.want
			continue
		}
		kept = append(kept, n)
	}
	return slices.Clip(kept)
}

// complete returns the pattern of lanes in which cells, by their open bits, are
// complete.
func (l *layout) complete(plane int32, cells uint64) pattern {
	return pattern{care: cells | cells<<l.half, want: cells << l.half, plane: plane}
}

// wake notes whom a column wakes.
func (l *layout) wake(id model.ColumnID) {
	c := &l.columns[id]
	for down := range l.graph.Downstream(id).All() {
		target := &l.columns[down]
		switch {
		case target.isFull:
			c.barriers = append(c.barriers, down)
		case c.isFull:
			c.gated = append(c.gated, down)
		default:
			at, _ := slices.BinarySearchFunc(target.need, c.plane, func(n pattern, plane int32) int { return int(n.plane - plane) })
			n := target.need[at]
			c.edges = append(c.edges, edge{care: n.care, want: n.want, open: target.open, column: down})
		}
	}
}

// cellAt returns the column of an open bit of a plane.
func (l *layout) cellAt(plane int, bit int) model.ColumnID {
	return l.cells[plane*planeCells+bit-liveBit-1]
}

// cellsIn returns the columns of a plane, by bit from the first after liveBit.
func (l *layout) cellsIn(plane int32) []model.ColumnID {
	from := int(plane) * planeCells
	return l.cells[from:min(from+planeCells, len(l.cells))]
}

// lowest returns the lowest member of a set of bits, 64 of an empty one.
func lowest(set uint64) int { return bits.TrailingZeros64(set) }
