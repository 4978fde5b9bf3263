package frontier

import (
	"math/bits"
	"slices"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/model"
)

// maxColumns bounds the graph: the words that the upstream of a column spans
// are counted in 16 bits.
const maxColumns = 1 << 22

// liveBit is where each row keeps, in the form of a cell that is complete,
// that it has not been dropped.
const liveBit = 0

// layout says where the state of a row group keeps what. It follows from the
// graph alone and never changes.
//
// The cells of a row lie side by side, in a lane of a power of two of bits, or
// in several words where a word does not hold them. A block is the least that holds
// whole rows in whole words: a word of several lanes, or the words of one row.
type layout struct {
	graph   *dag.Graph
	columns []columnLayout

	laneShift  uint   // a row has 1<<laneShift bits; 6 where it has whole words
	blockShift uint   // a block has 1<<blockShift rows
	blockWords int    // words of a block
	lanes      uint64 // the lowest bit of each lane of a word
	counters   int    // columns with a counter a row
	fulls      int    // full columns
	fullIDs    []model.ColumnID
	cellAt     []model.ColumnID // by word*64+bit of a row; -1 where no cell lies
	roots      []model.ColumnID
	cells      []model.ColumnID // cell_by_cell columns
	initial    []columnState    // of a row group; left is set by its size
	closed     uint64           // see slab
}

// columnLayout is where one column lies and whom it wakes.
type columnLayout struct {
	isFull bool
	isRoot bool
	// word and bit are the place in a row, or in the bits of the full columns.
	word int32
	bit  uint8
	// counter is the index of the counter a row has for this column, or -1.
	counter int32
	// span is how many words the cells that it reads lie in.
	span uint16
	// edges lead to cells of the same row.
	edges []edge
	// need are the cells that it reads, by word.
	need []need
	// barriers are the full columns downstream, gated the cell columns downstream
	// of a full column.
	barriers, gated []model.ColumnID
}

// edge leads from a cell to one that reads it.
type edge struct {
	need   uint64 // cells in the word of the source that the target reads
	bit    uint64 // place of the target in its word
	column model.ColumnID
}

type need struct {
	word int32
	mask uint64
}

func newLayout(g *dag.Graph) *layout {
	l := &layout{graph: g, columns: make([]columnLayout, g.Len()), roots: g.Roots()}
	l.place()
	for id := range l.columns {
		l.link(model.ColumnID(id))
	}
	for id := range l.columns {
		l.wake(model.ColumnID(id))
	}
	return l
}

// place gives every column its bits and sizes the lanes.
func (l *layout) place() {
	next := liveBit + 1
	l.cellAt = append(l.cellAt, -1)
	for id := range l.columns {
		c := &l.columns[id]
		c.isFull = l.graph.Strategy(model.ColumnID(id)) == model.FullColumn
		c.isRoot = l.graph.Upstream(model.ColumnID(id)).Len() == 0
		c.counter = -1
		at := next
		if c.isFull {
			at = l.fulls
			l.fulls++
			l.fullIDs = append(l.fullIDs, model.ColumnID(id))
		} else {
			next++
			l.cells = append(l.cells, model.ColumnID(id))
			l.cellAt = append(l.cellAt, model.ColumnID(id))
		}
		c.word, c.bit = int32(at/64), uint8(at%64)
	}
	l.laneShift = min(uint(bits.Len(uint(next-1))), 6)
	l.blockShift = 6 - l.laneShift
	l.blockWords = (next + 63) / 64
	for lane := uint(0); lane < 64; lane += 1 << l.laneShift {
		l.lanes |= 1 << lane
	}
}

// link notes what a column reads.
func (l *layout) link(id model.ColumnID) {
	c := &l.columns[id]
	cells, full := l.graph.SplitUpstream(id)
	state := columnState{waits: int32(full.Len())}
	if c.isFull {
		state.waits += int32(cells.Len())
		state.left = 1
	}
	l.initial = append(l.initial, state)
	if c.isFull {
		return
	}
	c.need = l.needOf(cells)
	c.span = uint16(len(c.need))
	if state.waits > 0 {
		l.closed |= 1 << c.bit
	}
	if c.span > 1 {
		c.counter = int32(l.counters)
		l.counters++
	}
}

// needOf gathers cells by word. In the layout of one word the live bit is one
// of them, so that no cell of a dropped row ever has all it needs.
func (l *layout) needOf(cells dag.Columns) []need {
	var list []need
	if l.blockWords == 1 && cells.Len() > 0 {
		list = append(list, need{0, 1 << liveBit})
	}
	for up := range cells.All() {
		list = append(list, need{l.columns[up].word, 1 << l.columns[up].bit})
	}
	slices.SortFunc(list, func(a, b need) int { return int(a.word - b.word) })
	kept := list[:0]
	for _, n := range list {
		if last := len(kept) - 1; last >= 0 && kept[last].word == n.word {
			kept[last].mask |= n.mask
			continue
		}
		kept = append(kept, n)
	}
	return kept
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
			at, _ := slices.BinarySearchFunc(target.need, c.word, func(n need, word int32) int { return int(n.word - word) })
			c.edges = append(c.edges, edge{need: target.need[at].mask, bit: 1 << target.bit, column: down})
		}
	}
}
