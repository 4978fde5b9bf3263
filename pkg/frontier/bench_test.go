package frontier_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/frontier"
	"github.com/dagplan/dagplan/pkg/internal/dagtest"
	"github.com/dagplan/dagplan/pkg/model"
)

// workload is a graph to drain.
type workload struct {
	name  string
	graph string
	// gap is how many cells on average lie between two that lose their row while
	// in flight; 0 drops none.
	gap int
}

func workloads() []workload {
	return []workload{
		{name: "chain10", graph: chain(10)},
		{name: "wide20", graph: "root! < " + columns("cell", 20) + " < sink!"},
		{name: "layered", graph: layered(5, 4)},
		{name: "judge", graph: "root! < g0, g1, g2; g0 < j0; g1 < j1; g2 < j2; j0, j1, j2 < verdict!"},
		{name: "drops", graph: chain(10), gap: 1000},
	}
}

var workloadsFile = flag.String("frontier.workloads", "", "write the workloads to this file, for testdata/bench/reference.sh")

// TestWorkloads drains every workload in every way that the benchmarks do; the
// floor accepts the very cells that the tracker completed.
func TestWorkloads(t *testing.T) {
	t.Parallel()
	const rows, groups, window = 130, 5, 2
	for _, w := range workloads() {
		g := dagtest.Parse(t, w.graph)
		gap := w.gap / 20
		fifo := newDrain(t, g, rows, groups, window, gap)
		fifo.recording = true
		fifo.fifo()
		random := newDrain(t, g, rows, groups, window, gap)
		random.recording = true
		random.shuffle()
		newDrain(t, g, rows, groups, window, gap).replay(random.steps)
		newDrain(t, g, rows, groups, window, 0).fifoDelta()
		runs := newDrain(t, g, rows, groups, window, gap)
		runs.byRuns, runs.recording = true, true
		runs.fifo()
		if !floorFIFO(newFloor(groups, g.Len(), rows), fifo.runs, gap) || !floorReplay(newFloor(groups, g.Len(), rows), random.steps) {
			t.Errorf("%s: the floor refused a cell", w.name)
		}
		for _, d := range []*drain{fifo, runs, random} {
			if all := len(cellColumns(g)) * rows * groups; d.cells() > all || (gap == 0) != (d.cells() == all) {
				t.Errorf("%s: %d cells of %d completed", w.name, d.cells(), all)
			}
		}
	}
	if *workloadsFile != "" {
		writeWorkloads(t, *workloadsFile)
	}
}

func cellColumns(g *dag.Graph) (ids []model.ColumnID) {
	for id := range model.ColumnID(g.Len()) {
		if g.Strategy(id) == model.CellByCell {
			ids = append(ids, id)
		}
	}
	return ids
}

func writeWorkloads(tb testing.TB, file string) {
	tb.Helper()
	type column struct {
		Name     string   `json:"name"`
		Full     bool     `json:"full"`
		Upstream []string `json:"upstream"`
	}
	type graph struct {
		Name    string   `json:"name"`
		Gap     int      `json:"gap"`
		Columns []column `json:"columns"`
	}
	var list []graph
	for _, w := range workloads() {
		g := dagtest.Parse(tb, w.graph)
		written := graph{Name: w.name, Gap: w.gap}
		for id := range model.ColumnID(g.Len()) {
			c := column{Name: g.Name(id), Full: g.Strategy(id) == model.FullColumn, Upstream: []string{}}
			for up := range g.Upstream(id).All() {
				c.Upstream = append(c.Upstream, g.Name(up))
			}
			written.Columns = append(written.Columns, c)
		}
		list = append(list, written)
	}
	text, err := json.Marshal(list)
	if err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o666); err != nil {
		tb.Fatal(err)
	}
}

// docs/performance.md names the commands that make its tables.
func TestPerformance_commands(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/performance.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{
		"make bench-reference",
		"go test -run '^$' -bench 'Drain|Growth' -benchtime 6x ./pkg/frontier",
	} {
		if !strings.Contains(string(text), command) {
			t.Errorf("docs/performance.md does not name %q", command)
		}
	}
}

func chain(n int) string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("c%d", i)
	}
	return strings.Join(names, " < ")
}

func columns(prefix string, n int) string {
	return strings.ReplaceAll(strings.ReplaceAll(chain(n), "c", prefix), " < ", ", ")
}

// layered has layers of some width; each column reads 2 to 4 of the layer
// before.
func layered(depth, width int) string {
	source := rand.New(rand.NewPCG(1, 2))
	var text strings.Builder
	for layer := 1; layer < depth; layer++ {
		for i := range width {
			from := source.Perm(width)[:2+source.IntN(3)]
			for _, up := range from {
				fmt.Fprintf(&text, "l%dc%d < l%dc%d; ", layer-1, up, layer, i)
			}
		}
	}
	return text.String()
}

// floor is the least a tracker can do for a cell: check the bounds, set a bit,
// count down. It knows nothing of readiness.
type floor struct {
	groups, columns, rows uint
	words                 uint // of a column
	bits                  []uint64
	left                  []int32
}

func newFloor(groups, columns, rows int) *floor {
	words := (rows + 63) / 64
	return &floor{
		groups: uint(groups), columns: uint(columns), rows: uint(rows), words: uint(words),
		bits: make([]uint64, groups*columns*words), left: make([]int32, groups*columns),
	}
}

//go:noinline
func (f *floor) complete(cell model.Cell) bool {
	group, column, row := uint(cell.RowGroup), uint(cell.Column), uint(cell.Row)
	if group >= f.groups || column >= f.columns || row >= f.rows {
		return false
	}
	at := group*f.columns + column
	f.bits[at*f.words+row>>6] |= 1 << (row & 63)
	f.left[at]--
	return true
}

// step is something that happened in a build: a cell completed, packed in a word,
// or what the highest bits say.
type step uint64

const (
	rowDropped step = (iota + 1) << 60
	columnCompleted
	rowGroupCompacted
	stepKind step = 15 << 60
)

func stepOf(column model.ColumnID, group model.RowGroupIndex, row model.RowIndex) step {
	return step(column)<<52 | step(group)<<32 | step(uint32(row))
}

func (s step) cell() model.Cell {
	return model.Cell{
		Column:   model.ColumnID(s >> 52 & 0xff),
		RowGroup: model.RowGroupIndex(s >> 32 & (1<<20 - 1)),
		Row:      model.RowIndex(uint32(s)),
	}
}

// drain runs a build to its end through a feed.
type drain struct {
	tb       testing.TB
	t        *frontier.Tracker
	feed     *frontier.Feed
	window   int
	admitted int
	done     int
	// gap is that of the workload, until counts the cells to the next drop.
	gap, until int
	source     *rand.Rand
	// byRuns makes fifo complete a run by one call.
	byRuns bool
	// runs and steps are what happened, where it is recorded.
	recording bool
	runs      []frontier.Run
	steps     []step
}

func newDrain(tb testing.TB, g *dag.Graph, rows, groups, window, gap int) *drain {
	tb.Helper()
	plan, err := model.NewRowGroupPlan(int64(rows)*int64(groups), int64(rows))
	if err != nil {
		tb.Fatal(err)
	}
	t, err := frontier.New(g, plan)
	if err != nil {
		tb.Fatal(err)
	}
	d := &drain{tb: tb, t: t, feed: frontier.NewFeed(t), window: window, gap: gap, source: rand.New(rand.NewPCG(3, 4))}
	d.until = nextDrop(d.source, gap)
	return d
}

// nextDrop returns how many cells there are to the next whose row is dropped.
func nextDrop(source *rand.Rand, gap int) int {
	if gap == 0 {
		return 0
	}
	return 1 + source.IntN(2*gap)
}

func (d *drain) check(err error) {
	if err != nil {
		d.tb.Fatal(err)
	}
}

func (d *drain) note(s step) {
	if d.recording {
		d.steps = append(d.steps, s)
	}
}

// admit seeds row groups until the window is full.
func (d *drain) admit() {
	for d.admitted-d.done < d.window && d.admitted < d.t.Plan().Len() {
		group := model.RowGroupIndex(d.admitted)
		d.check(d.feed.Seed(group, d.t.Plan().Size(group)))
		d.admitted++
	}
}

func (d *drain) compact(group model.RowGroupIndex) {
	_, err := d.t.Compact(group)
	d.check(err)
	d.done++
	d.note(rowGroupCompacted | stepOf(0, group, 0))
	d.admit()
}

func (d *drain) completeColumn(column model.ColumnID, group model.RowGroupIndex) {
	d.check(d.feed.CompleteColumn(column, group, d.t.Plan().Size(group)))
	d.note(columnCompleted | stepOf(column, group, 0))
}

func (d *drain) drop(group model.RowGroupIndex, row model.RowIndex) {
	d.check(d.feed.DropRow(group, row))
	d.note(rowDropped | stepOf(0, group, row))
}

func (d *drain) finish() {
	if d.done != d.t.Plan().Len() {
		d.tb.Fatalf("%d row groups of %d complete", d.done, d.t.Plan().Len())
	}
}

// fifo completes in the order in which tasks became ready, cell by cell or run by
// run.
func (d *drain) fifo() {
	d.admit()
	for r, ok := d.feed.Next(1 << 30); ok; r, ok = d.feed.Next(1 << 30) {
		switch {
		case r.Row == model.AllRows:
			d.completeColumn(r.Column, r.RowGroup)
		case d.byRuns:
			d.completeRun(r)
		case d.gap > 0:
			d.completeDropping(r)
		default:
			d.complete(r)
		}
		if d.recording && r.Row != model.AllRows {
			d.runs = append(d.runs, r)
		}
		if d.t.CanCompact(r.RowGroup) {
			d.compact(r.RowGroup)
		}
	}
	d.finish()
}

func (d *drain) complete(r frontier.Run) {
	feed, cell := d.feed, model.Cell{Column: r.Column, RowGroup: r.RowGroup, Row: r.Row}
	for range r.Count {
		if err := feed.Complete(cell); err != nil {
			d.tb.Fatal(err)
		}
		cell.Row++
	}
}

// completeDropping is complete where some cells lose their row first.
func (d *drain) completeDropping(r frontier.Run) {
	for part, drops := range untilDrops(r, &d.until, d.gap, d.source) {
		if drops {
			d.drop(part.RowGroup, part.Row)
		}
		d.complete(part)
	}
}

// untilDrops cuts a run into the cells before one that loses its row, that one, those
// after it, and so on. until counts the cells up to the next that does.
func untilDrops(r frontier.Run, until *int, gap int, source *rand.Rand) iter.Seq2[frontier.Run, bool] {
	return func(yield func(frontier.Run, bool) bool) {
		for r.Count > 0 {
			part := r
			part.Count = int32(min(int(r.Count), max(1, *until-1)))
			drops := *until == 1
			if *until -= int(part.Count); drops {
				*until = nextDrop(source, gap)
			}
			r.Row += model.RowIndex(part.Count)
			r.Count -= part.Count
			if !yield(part, drops) {
				return
			}
		}
	}
}

// completeRun completes a run by one call; the rows that lose a cell of it are
// dropped before.
func (d *drain) completeRun(r frontier.Run) {
	if d.gap > 0 {
		for part, drops := range untilDrops(r, &d.until, d.gap, d.source) {
			if drops {
				d.drop(part.RowGroup, part.Row)
			}
		}
	}
	d.check(d.feed.CompleteCells(r))
}

// floorFIFO is fifo for the floor, by the runs that fifo was given.
func floorFIFO(f *floor, runs []frontier.Run, gap int) bool {
	source := rand.New(rand.NewPCG(3, 4))
	until, ok := nextDrop(source, gap), true
	for _, r := range runs {
		if gap == 0 {
			ok = f.completeRun(r) && ok
			continue
		}
		for part := range untilDrops(r, &until, gap, source) {
			ok = f.completeRun(part) && ok
		}
	}
	return ok
}

func (f *floor) completeRun(r frontier.Run) bool {
	cell, ok := model.Cell{Column: r.Column, RowGroup: r.RowGroup, Row: r.Row}, true
	for range r.Count {
		ok = f.complete(cell) && ok
		cell.Row++
	}
	return ok
}

// fifoDelta is fifo by way of deltas and acknowledgement.
func (d *drain) fifoDelta() {
	var queue frontier.Queue
	d.seedDelta(&queue)
	for r, ok := d.t.Dispatch(&queue, 1<<30); ok; r, ok = d.t.Dispatch(&queue, 1<<30) {
		if r.Row == model.AllRows {
			delta, err := d.t.CompleteColumn(r.Column, r.RowGroup, d.t.Plan().Size(r.RowGroup))
			d.check(err)
			queue.Push(delta.Ready...)
		} else {
			for row := r.Row; row < r.Row+model.RowIndex(r.Count); row++ {
				delta, err := d.t.CompleteCell(model.Cell{Column: r.Column, RowGroup: r.RowGroup, Row: row})
				if err != nil {
					d.tb.Fatal(err)
				}
				queue.Push(delta.Ready...)
			}
		}
		if d.recording && r.Row != model.AllRows {
			d.runs = append(d.runs, r)
		}
		if d.t.CanCompact(r.RowGroup) {
			_, err := d.t.Compact(r.RowGroup)
			d.check(err)
			d.done++
			d.seedDelta(&queue)
		}
	}
	d.finish()
}

func (d *drain) seedDelta(queue *frontier.Queue) {
	for d.admitted-d.done < d.window && d.admitted < d.t.Plan().Len() {
		group := model.RowGroupIndex(d.admitted)
		delta, err := d.t.Seed(group, d.t.Plan().Size(group))
		d.check(err)
		queue.Push(delta.Ready...)
		d.admitted++
	}
}

// shuffle completes in random order: each time any of the tasks in flight, which
// are kept in a bag.
func (d *drain) shuffle() {
	d.admit()
	bag := d.take(nil)
	for len(bag) > 0 {
		last, i := len(bag)-1, d.source.IntN(len(bag))
		cell := bag[i].cell()
		bag[i], bag = bag[last], bag[:last]
		if d.until--; d.gap > 0 && d.until == 0 {
			d.drop(cell.RowGroup, cell.Row)
			d.until = nextDrop(d.source, d.gap)
		}
		d.check(d.feed.Complete(cell))
		d.note(stepOf(cell.Column, cell.RowGroup, cell.Row))
		before, done := len(bag), d.done
		if bag = d.take(bag); len(bag) == before && d.done == done && d.t.CanCompact(cell.RowGroup) {
			d.compact(cell.RowGroup)
			bag = d.take(bag)
		}
	}
	d.finish()
}

// take moves the cells that became ready into the bag; full columns complete at
// once.
func (d *drain) take(bag []step) []step {
	for r, ok := d.feed.Next(1 << 30); ok; r, ok = d.feed.Next(1 << 30) {
		if r.Row == model.AllRows {
			d.completeColumn(r.Column, r.RowGroup)
			if d.t.CanCompact(r.RowGroup) {
				d.compact(r.RowGroup)
			}
			continue
		}
		for row := r.Row; row < r.Row+model.RowIndex(r.Count); row++ {
			bag = append(bag, stepOf(r.Column, r.RowGroup, row))
		}
	}
	return bag
}

// replay goes through a build again whose steps are known, and takes what becomes
// ready after every one of them.
func (d *drain) replay(steps []step) {
	d.admit()
	for _, s := range steps {
		cell := s.cell()
		switch s & stepKind {
		case 0:
			taken, err := d.feed.CompleteAndTake(cell)
			if err != nil {
				d.tb.Fatal(err)
			}
			for _, ok := taken.Next(); ok; {
				_, ok = taken.Next()
			}
		case rowDropped:
			d.drop(cell.RowGroup, cell.Row)
		case columnCompleted:
			d.completeColumn(cell.Column, cell.RowGroup)
		case rowGroupCompacted:
			d.compact(cell.RowGroup)
		}
		for _, ok := d.feed.Next(1 << 30); ok; {
			_, ok = d.feed.Next(1 << 30)
		}
	}
	d.finish()
}

// floorReplay is replay for the floor.
func floorReplay(f *floor, steps []step) bool {
	ok := true
	for _, s := range steps {
		if s&stepKind == 0 {
			ok = f.complete(s.cell()) && ok
		}
	}
	return ok
}

// BenchmarkDrain compares a whole build with the floor, which completes the same
// cells in the same order in the same process.
//
//   - fifo: the feed hands out runs of cells, which complete one call a cell;
//     the floor is driven by the same runs.
//   - runs: as fifo, but a run completes by one call; the floor is called for each
//     cell all the same.
//   - random: any cell in flight completes next. The order is recorded
//     beforehand, so that neither side pays for drawing it, and read by both; the
//     tracker tells with every cell what became ready.
//   - delta: fifo by way of [frontier.Tracker.CompleteCell], a queue of the caller
//     and acknowledgement.
//
// The window is the number of row groups in flight: 3, as the engine admits them,
// or all. The tracker pays besides for its state, for admission, seeding and
// compaction, and the full columns. Both times are the least processor time of
// all iterations.
func BenchmarkDrain(b *testing.B) {
	for _, w := range workloads() {
		for _, order := range []string{"fifo", "runs", "random", "delta"} {
			for _, window := range []int{3, 100} {
				b.Run(fmt.Sprintf("%s/%s/window=%d", w.name, order, window), func(b *testing.B) {
					benchDrain(b, w, order, 10000, 100, window)
				})
			}
		}
	}
}

// BenchmarkGrowth is the drain at a barrier for growing row groups, up to 10^8
// cells.
func BenchmarkGrowth(b *testing.B) {
	for _, order := range []string{"fifo", "random"} {
		for rows := 100; rows <= 1000000; rows *= 10 {
			b.Run(fmt.Sprintf("wide20/%s/rows=%d", order, rows), func(b *testing.B) {
				benchDrain(b, workloads()[1], order, rows, max(5, min(10000, 1000000/rows)), 3)
			})
		}
	}
}

// BenchmarkReference drains what testdata/bench/reference.sh drains through the
// real engine's tracker: three row groups in flight, one where that would take
// minutes there. The time is that from seeding on. MB is all that the drain and
// its tracker allocate, and so no less than the peak of what they hold.
func BenchmarkReference(b *testing.B) {
	for _, w := range workloads() {
		for _, order := range []string{"fifo", "random"} {
			for _, size := range []struct{ rows, groups int }{{300, 3}, {1000, 3}, {3000, 1}} {
				if size.rows == 1000 || w.name == "wide20" {
					b.Run(fmt.Sprintf("%s/%s/rows=%d", w.name, order, size.rows), func(b *testing.B) {
						benchReference(b, w, order, size.rows, size.groups)
					})
				}
			}
		}
	}
}

func benchReference(b *testing.B, w workload, order string, rows, groups int) {
	b.Helper()
	g := dagtest.Parse(b, w.graph)
	record := newDrain(b, g, rows, groups, groups, w.gap)
	record.recording = true
	if order == "fifo" {
		record.fifo()
	} else {
		record.shuffle()
	}
	cells := record.cells()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	drained := func() time.Duration {
		d := newDrain(b, g, rows, groups, groups, w.gap)
		start := time.Now()
		if order == "fifo" {
			d.fifo()
		} else {
			d.replay(record.steps)
		}
		return time.Since(start)
	}
	least := drained()
	runtime.ReadMemStats(&after)
	for b.Loop() {
		least = min(least, drained())
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(cells)/least.Seconds(), "cells/s")
	b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/1e6, "MB")
}

// cells returns how many cells a recorded build completed: fifo records runs of
// them, shuffle single ones.
func (d *drain) cells() (cells int) {
	for _, s := range d.steps {
		if s&stepKind == 0 {
			cells++
		}
	}
	for _, r := range d.runs {
		cells += int(r.Count)
	}
	return cells
}

func benchDrain(b *testing.B, w workload, order string, rows, groups, window int) {
	b.Helper()
	g := dagtest.Parse(b, w.graph)
	record := newDrain(b, g, rows, groups, window, w.gap)
	record.recording = true
	least := newFloor(groups, g.Len(), rows)
	ours := func() { newDrain(b, g, rows, groups, window, w.gap).fifo() }
	theirs := func() bool { return floorFIFO(least, record.runs, w.gap) }
	switch order {
	case "fifo":
		record.fifo()
	case "runs":
		record.byRuns = true
		record.fifo()
		ours = func() {
			d := newDrain(b, g, rows, groups, window, w.gap)
			d.byRuns = true
			d.fifo()
		}
	case "delta":
		record.gap = 0
		record.fifoDelta()
		ours = func() { newDrain(b, g, rows, groups, window, 0).fifoDelta() }
	default:
		record.shuffle()
		ours = func() { newDrain(b, g, rows, groups, window, w.gap).replay(record.steps) }
		theirs = func() bool { return floorReplay(least, record.steps) }
	}
	cells := record.cells()
	runtime.GC()
	mine, floors := time.Hour, time.Hour
	for b.Loop() {
		start := cpuTime()
		ours()
		between := cpuTime()
		if !theirs() {
			b.Fatal("the floor refused a cell")
		}
		mine, floors = min(mine, between-start), min(floors, cpuTime()-between)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(mine.Nanoseconds())/float64(cells), "ns/cell")
	b.ReportMetric(float64(cells)/mine.Seconds()/1e6, "Mcells/s")
	b.ReportMetric(mine.Seconds()/floors.Seconds(), "x-floor")
}
