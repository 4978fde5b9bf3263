package frontier

import (
	"math/bits"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/model"
)

// maxColumns bounds the graph, so that a field is at most 21 bits.
const maxColumns = 1 << 20

// alive is the bit that is set in every lane of a row that has not been dropped.
const alive = 1

// minLane and maxLane are the narrowest and the widest lane, in bits. No more
// than 8 lanes share a word: layout.spreads has an element for each set of them.
const minLane, maxLane = 8, 64

// layout says where the state of a row group keeps what. It follows from the
// graph alone and never changes.
//
// A plane holds a lane for each row, and a lane a field for each of some
// cell_by_cell columns, see [slab]. Where one plane holds all, one lane says all
// about a row, and completing a cell looks at one word.
type layout struct {
	graph   *dag.Graph
	columns []columnLayout
	planes  []planeLayout
	// lane is the number of bits of a lane, a power of two; perWord lanes are a word.
	lane    uint64
	perWord uint
	// ones has the lowest bit of each lane of a word, tops the highest, spreads the
	// lowest bits of a set of lanes. Times gather, the lowest bits of lanes are side by
	// side at the upper end.
	ones, tops, gather uint64
	spreads            []uint64
	// fulls and cells are the columns by strategy, roots those without upstream.
	fulls, cells, roots []model.ColumnID
	// waits is the initial number of waits of each column, see [slab].
	waits []int32
	// states is the initial state of each column, but for what is left.
	states []columnState
}

// planeLayout is the fields of a lane.
type planeLayout struct {
	// opens are the open bits, start the lane of a row of which nothing is ready; in
	// every lane of a word.
	opens, start uint64
	// columns are those that lie in the plane, by the place of their open bit.
	columns [maxLane]model.ColumnID
}

// columnLayout is where one column lies and whom it wakes.
type columnLayout struct {
	// field is the bits of a cell in its lane: open the highest, taken the next, one
	// the lowest. A full column has none.
	field, open, taken, one uint64
	// start is the field of a cell that waits for all it needs, done of one that is
	// complete.
	start, done uint64
	// near is what a complete cell does in its lane, far in other planes.
	near wake
	far  []wake
	// plane is where the cells lie; index counts the full columns.
	plane, index int32
	isFull       bool
	isRoot       bool
	// alone is true of a cell that reads no other cell.
	alone bool
	// barriers are the full columns downstream, gated the cell_by_cell columns
	// downstream of a full column.
	barriers, gated []model.ColumnID
}

// wake is what becomes of a lane of a plane when something that cells of it need
// is complete: delta is added to it, which counts down what they wait for, and sets
// the open bit, among down, of those that wait for nothing more.
type wake struct {
	delta, down uint64
	plane       int32
}

// pattern is bits that a lane of a plane is to have: want among those of care.
type pattern struct {
	care, want uint64
	plane      int32
}

func newLayout(g *dag.Graph) *layout {
	l := &layout{
		graph: g, roots: g.Roots(),
		columns: make([]columnLayout, g.Len()), waits: make([]int32, g.Len()), states: make([]columnState, g.Len()),
	}
	l.divide()
	l.place()
	for id := range l.columns {
		l.link(model.ColumnID(id))
	}
	for id := range l.columns {
		l.states[id] = l.stateOf(&l.columns[id])
	}
	return l
}

// divide sorts the columns by strategy, and notes what each waits for.
func (l *layout) divide() {
	for id := range model.ColumnID(l.graph.Len()) {
		c := &l.columns[id]
		cells, full := l.graph.SplitUpstream(id)
		c.isFull = l.graph.Strategy(id) == model.FullColumn
		c.isRoot = cells.Len()+full.Len() == 0
		c.alone = cells.Len() == 0
		if l.waits[id] = int32(full.Len()); c.isFull {
			l.waits[id] += int32(cells.Len())
			c.index = int32(len(l.fulls))
			l.fulls = append(l.fulls, id)
			continue
		}
		l.cells = append(l.cells, id)
	}
}

// pending returns how much a cell of a column waits for: each cell upstream, and
// a gate, which is that all full columns upstream are complete, or that the root
// is seeded.
func (l *layout) pending(id model.ColumnID) uint {
	cells, full := l.graph.SplitUpstream(id)
	if cells.Len() == 0 || full.Len() > 0 {
		return uint(cells.Len()) + 1
	}
	return uint(cells.Len())
}

// lowerBits returns how many bits a field has below the open bit. One is enough for
// what waits for one thing; two or more, if they can count what a cell waits for,
// have room besides for what a complete cell has.
func lowerBits(pending uint) uint {
	if pending == 1 {
		return 1
	}
	return max(2, uint(bits.Len(pending-1)))
}

// place gives every cell_by_cell column its field, in as many planes as it takes.
func (l *layout) place() {
	l.planes = make([]planeLayout, 1)
	width := uint(1)
	for _, id := range l.cells {
		pending := l.pending(id)
		lower := lowerBits(pending)
		if width+lower+1 > maxLane {
			l.planes, width = append(l.planes, planeLayout{}), 1
		}
		c, p := &l.columns[id], &l.planes[len(l.planes)-1]
		c.plane = int32(len(l.planes) - 1)
		c.one = 1 << width
		width += lower + 1
		c.open = 1 << (width - 1)
		c.taken = c.open >> 1
		c.field = c.open | (c.open - c.one)
		c.start = c.open - c.one*uint64(pending)
		if lower > 1 {
			c.done = c.open | c.taken | c.one
		}
		p.opens |= c.open
		p.start |= c.start
		p.columns[width-1] = id
	}
	if len(l.planes) > 1 {
		width = maxLane
	}
	l.divideWords(width)
}

// divideWords chooses lanes of width bits at least, and notes what there is for
// every lane of a word.
func (l *layout) divideWords(width uint) {
	for l.lane = minLane; l.lane < uint64(width); {
		l.lane *= 2
	}
	l.perWord = uint(64 / l.lane)
	l.ones = ^uint64(0) / (^uint64(0) >> (64 - l.lane))
	l.tops = l.ones << (l.lane - 1)
	for i := range l.planes {
		p := &l.planes[i]
		p.opens, p.start = p.opens*l.ones, (p.start|alive)*l.ones
	}
	for i := range l.perWord {
		l.gather |= 1 << (64 - l.perWord + i - i*uint(l.lane))
	}
	l.spreads = make([]uint64, 1<<l.perWord)
	for lanes := range l.spreads {
		for rest := uint64(lanes); rest != 0; rest &= rest - 1 {
			l.spreads[lanes] |= 1 << (uint64(lowest(rest)) * l.lane)
		}
	}
}

// link notes whom a column wakes.
func (l *layout) link(id model.ColumnID) {
	c := &l.columns[id]
	c.near.plane = c.plane
	for down := range l.graph.Downstream(id).All() {
		switch target := &l.columns[down]; {
		case target.isFull:
			c.barriers = append(c.barriers, down)
		case c.isFull:
			c.gated = append(c.gated, down)
		case target.plane == c.plane:
			c.near.add(target)
		default:
			// Columns come in ascending order, and so do their planes.
			if n := len(c.far); n == 0 || c.far[n-1].plane != target.plane {
				c.far = append(c.far, wake{plane: target.plane})
			}
			c.far[len(c.far)-1].add(target)
		}
	}
}

// add makes a wake count down what c waits for.
func (w *wake) add(c *columnLayout) {
	w.delta += c.one
	w.down |= c.open
}

// stateOf returns the initial state of a column, but for what depends on the
// number of rows.
func (l *layout) stateOf(c *columnLayout) columnState {
	flight := c.inFlight()
	return columnState{
		care: flight.care | alive, want: flight.want | alive,
		delta: c.near.delta + c.done - (c.open | c.taken), down: c.near.down,
	}
}

// inFlight returns the pattern of lanes in which the cell is in flight.
func (c *columnLayout) inFlight() pattern {
	return pattern{c.open | c.taken | c.one, c.open | c.taken, c.plane}
}

// ready returns the pattern of lanes in which the cell is ready.
func (c *columnLayout) ready() pattern { return pattern{c.open | c.taken, c.open, c.plane} }

// ready returns the cells of some lanes, by their open bits, that are ready.
func (p *planeLayout) ready(x uint64) uint64 { return x &^ (x << 1) & p.opens }

// cellAt returns the column of an open bit of a plane.
func (l *layout) cellAt(plane int32, bit int) model.ColumnID {
	return l.planes[plane].columns[bit&(maxLane-1)]
}

// lowest returns the lowest member of a set of bits, 64 of an empty one.
func lowest(set uint64) int { return bits.TrailingZeros64(set) }
