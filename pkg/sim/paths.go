package sim

import (
	"math"
	"slices"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/model"
)

// maxPathCells bounds the cells of the row groups in flight for which times
// are kept: 32 bytes each. Beyond it the critical path is not known.
const maxPathCells = 1 << 21

// paths keeps when the tasks of the row groups in flight were done, and follows
// the path of each row group back when it finishes.
type paths struct {
	*setup
	known  bool
	rows   int         // of the largest row group
	cellAt []int32     // by column: index among the cell columns, or among the full ones
	inputs []pathInput // by column
	cells  int         // cell columns
	fulls  int         // full columns
	place  []pathPlace // by place
	unused []*pathMore
	done   []*chain // of row groups that finished and have let none in yet, in that order
	start  *chain   // of a row group admitted at the start
	begun  []phase
	last   *chain // of the row group that finished last
	spans  spans
	byPool []pool // whose clocks tell what slots were waited for; nil where that is noted for each task
}

// phase is what the time up to a moment before the first row group went to.
type phase struct {
	until int64
	pool  int
	cause Cause
}

// begin adds a phase before the first row group.
func (p *paths) begin(until int64, pool int, cause Cause) {
	p.begun = append(p.begun, phase{until, pool, cause})
	p.start.extend(until, -1, pool, cause)
}

// pathInput is what a column reads, by the index among the cell columns and
// among the full ones, and its own index.
type pathInput struct {
	cells, fulls []int32
	at           int32
}

// pathTimes is when one task was done. Work is the time that models or workers
// worked on it; path is the length of the longest path of work that ends in it.
type pathTimes struct {
	done, start, work, path int64
}

// pathMore is what rarely takes time between ready and done.
type pathMore struct {
	cap, slot, salvage, cooldown, backOff int64
	// after is the task that this one was ready after, at a time: one of no input. The
	// time is 0 where there is none.
	after model.Slice
	at    int64
}

type pathKey struct {
	column model.ColumnID
	row    model.RowIndex
}

// pathPlace is what is kept for one row group in flight.
type pathPlace struct {
	group    model.RowGroupIndex
	size     int32
	admitted int64
	cells    []pathTimes // by row, then cell column
	fulls    []pathTimes
	ready    []int64       // when the task of a full column became ready
	readyBy  []model.Slice // what was done last by then
	// held is by pool: what its clocks were at when the row group was admitted, and, once it
	// is finished, how long they were on; waited is the same for the wait of each full column.
	held, waited []held
	lasted       int64 // once it is finished
	more         map[pathKey]*pathMore
	begun        []turn  // by column, in an engine that takes one after the other
	longest      []int64 // by cell column: the longest path of work into any of its rows
	span         int64
	latest       model.Slice // what was done last
	latestAt     int64
	chain        *chain
}

// turn is when a column began, and the task that was done last by then.
type turn struct {
	at    int64
	after model.Slice
}

// spans sums up the longest paths of work of the row groups that finished.
type spans struct {
	longest, shortest int64
	total             sum
	count             int64
}

func newPaths(s *setup, inFlight int) *paths {
	p := &paths{setup: s, rows: s.Plan.MaxSize(), cellAt: make([]int32, len(s.columns)), start: &chain{}}
	for i := range s.columns {
		if s.columns[i].isFull {
			p.cellAt[i] = int32(p.fulls)
			p.fulls++
		} else {
			p.cellAt[i] = int32(p.cells)
			p.cells++
		}
	}
	p.inputs = make([]pathInput, len(s.columns))
	for i := range p.inputs {
		p.inputs[i].at = p.cellAt[i]
		for _, member := range s.columns[i].made {
			cells, fulls := s.Graph.SplitUpstream(member)
			p.inputs[i].cells = p.appendIndices(p.inputs[i].cells, cells)
			p.inputs[i].fulls = p.appendIndices(p.inputs[i].fulls, fulls)
		}
	}
	inFlight = min(inFlight, s.Plan.Len())
	p.known = float64(p.rows)*float64(p.cells)*float64(inFlight) <= maxPathCells
	p.spans.shortest = math.MaxInt64
	p.start.reset(len(s.columns), len(s.pools))
	return p
}

func (p *paths) appendIndices(indices []int32, columns dag.Columns) []int32 {
	for id := range columns.All() {
		if at := p.cellAt[id]; !slices.Contains(indices, at) {
			indices = append(indices, at)
		}
	}
	return indices
}

// admit begins the path of a row group; from is the chain that let it in, nil
// for one that waited for none.
func (p *paths) admit(place int32, group model.RowGroupIndex, size int, at int64, from *chain) {
	for int(place) >= len(p.place) {
		p.place = append(p.place, pathPlace{})
	}
	g := &p.place[place]
	g.group, g.size, g.admitted, g.span, g.latestAt = group, int32(size), at, 0, at
	g.latest = model.Slice{Column: -1}
	g.chain = from
	if from == nil {
		g.chain = p.newChain()
	}
	if g.cells == nil && p.known {
		g.cells = make([]pathTimes, p.rows*p.cells)
		g.fulls, g.ready, g.readyBy = make([]pathTimes, p.fulls), make([]int64, p.fulls), make([]model.Slice, p.fulls)
		g.longest = make([]int64, p.cells)
		g.more = make(map[pathKey]*pathMore)
	}
	clear(g.longest)
	clear(g.begun)
	clear(g.fulls)
	clear(g.ready)
	if g.held == nil {
		g.held, g.waited = make([]held, len(p.byPool)), make([]held, p.fulls)
	}
	for i := range g.held {
		g.held[i] = p.byPool[i].holds.at(at)
	}
	clear(g.waited)
}

// columnReady notes when the task of a full column became ready, and after which task:
// not after one of its inputs where the last of those that it waited for was given up.
func (p *paths) columnReady(place int32, column model.ColumnID, at int64) {
	if p.known {
		g := &p.place[place]
		full := p.cellAt[column]
		g.ready[full], g.readyBy[full] = at, g.latest
		if len(p.byPool) > 0 {
			g.waited[full] = p.byPool[p.columns[column].pool].holds.at(at)
		}
	}
}

// columnStarts notes that the task of a full column has a slot.
func (p *paths) columnStarts(place int32, column model.ColumnID, at int64) {
	if p.known {
		waited := &p.place[place].waited[p.cellAt[column]]
		*waited = p.byPool[p.columns[column].pool].holds.at(at).minus(*waited)
	}
}

// columnBegins notes when the columns that one task makes began, in an engine that takes one
// after the other.
func (p *paths) columnBegins(place int32, made []model.ColumnID, at int64) {
	if !p.known {
		return
	}
	g := &p.place[place]
	if g.begun == nil {
		g.begun = make([]turn, len(p.columns))
	}
	for _, id := range made {
		g.begun[id] = turn{at, g.latest}
	}
}

func (p *paths) newChain() *chain {
	c := &chain{}
	c.reset(len(p.columns), len(p.pools))
	for _, b := range p.begun {
		c.extend(b.until, -1, b.pool, b.cause)
	}
	return c
}

// finishCell notes that a cell is done.
func (p *paths) finishCell(place int32, column model.ColumnID, row model.RowIndex, start, done, work int64) {
	g := &p.place[place]
	g.latest = model.Slice{Column: column, RowGroup: g.group, Row: row}
	g.latestAt = done
	if !p.known {
		return
	}
	first := int32(row) * int32(p.cells)
	inputs := &p.inputs[column]
	path := int64(0)
	for _, up := range inputs.cells {
		path = max(path, g.cells[first+up].path)
	}
	for _, up := range inputs.fulls {
		path = max(path, g.fulls[up].path)
	}
	path += work
	g.cells[first+inputs.at] = pathTimes{done, start, work, path}
	if longest := &g.longest[inputs.at]; path > *longest {
		*longest = path
		g.span = max(g.span, path)
	}
}

// lengthen adds work of earlier executions, which was not told when a task was finished, to
// the path of work that ends in it.
func (p *paths) lengthen(place int32, at model.Slice, work int64) {
	if !p.known || work == 0 {
		return
	}
	g := &p.place[place]
	times := g.times(p, at)
	times.path += work
	if !at.IsColumn() {
		longest := &g.longest[p.cellAt[at.Column]]
		*longest = max(*longest, times.path)
	}
	g.span = max(g.span, times.path)
}

// finishLate notes that a cell is done whose row was dropped meanwhile. Its row group may
// have waited for it, but no other task has.
func (p *paths) finishLate(place int32, column model.ColumnID, row model.RowIndex, start, done, work int64) {
	g := &p.place[place]
	g.latest = model.Slice{Column: column, RowGroup: g.group, Row: row}
	g.latestAt = done
	if p.known {
		g.cells[int(row)*p.cells+int(p.cellAt[column])] = pathTimes{done, start, work, 0}
	}
}

// finishColumn notes that a full column is done.
func (p *paths) finishColumn(place int32, column model.ColumnID, start, done, work int64) {
	g := &p.place[place]
	g.latest = model.ColumnSlice(column, g.group)
	g.latestAt = done
	if !p.known {
		return
	}
	path := int64(0)
	for _, up := range p.inputs[column].cells {
		path = max(path, g.longest[up])
	}
	for _, up := range p.inputs[column].fulls {
		path = max(path, g.fulls[up].path)
	}
	// Cells of dropped rows may have ended since it started, which it did not wait for.
	path = min(path, start-g.admitted) + work
	g.fulls[p.cellAt[column]] = pathTimes{done, start, work, path}
	g.span = max(g.span, path)
}

// addMore notes waits besides those for a slot.
func (p *paths) addMore(place int32, column model.ColumnID, row model.RowIndex, m pathMore) {
	if !p.known || m == (pathMore{}) {
		return
	}
	g, key := &p.place[place], pathKey{column, row}
	more := g.more[key]
	if more == nil {
		more = &pathMore{}
		if n := len(p.unused); n > 0 {
			more, p.unused = p.unused[n-1], p.unused[:n-1]
		}
		*more = pathMore{}
		g.more[key] = more
	}
	more.cap += m.cap
	more.slot += m.slot
	more.salvage += m.salvage
	more.cooldown += m.cooldown
	more.backOff += m.backOff
	if m.at > 0 {
		more.after, more.at = m.after, m.at
	}
}

// finish follows the path of a row group that is finished at a time; what it waited
// for after the last task says the cause. The chain that a row group let in by it goes
// on with is the last one.
func (p *paths) finish(place int32, at int64, cause Cause) {
	g := &p.place[place]
	c := g.chain
	g.chain = nil
	c.extend(g.admitted, -1, p.workers(), CauseEngine)
	if p.known {
		g.lasted = at - g.admitted
		for i := range g.held {
			g.held[i] = p.byPool[i].holds.at(at).minus(g.held[i])
		}
		p.follow(g, c)
		for _, more := range g.more {
			p.unused = append(p.unused, more)
		}
		clear(g.more)
		p.spans.add(g.span)
	}
	c.extend(at, -1, p.workers(), cause)
	c.groups++
	p.last, p.done = c, append(p.done, c)
}

// handOver takes the chain of the row group that finished first, of those that have let
// none in yet: several may finish before as many are admitted.
func (p *paths) handOver() *chain {
	if len(p.done) == 0 {
		return nil
	}
	c := p.done[0]
	p.done = p.done[:copy(p.done, p.done[1:])]
	if p.last == c {
		p.last = nil
	}
	return c
}

func (s *spans) add(span int64) {
	s.longest, s.shortest = max(s.longest, span), min(s.shortest, span)
	s.total.add(span)
	s.count++
}
