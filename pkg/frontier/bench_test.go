package frontier_test

import (
	"fmt"
	"math/rand/v2"
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
	// drops is the share of rows, in 1/10,000, that are dropped while a cell of
	// theirs is in flight.
	drops uint32
}

func workloads() []workload {
	return []workload{
		{name: "chain10", graph: chain(10)},
		{name: "wide20", graph: "root! < " + columns("w", 20) + " < sink!"},
		{name: "layered", graph: layered(5, 4)},
		{name: "judge", graph: "root! < g0, g1, g2; g0 < j0; g1 < j1; g2 < j2; j0, j1, j2 < verdict!"},
		{name: "drops", graph: chain(10), drops: 100},
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
	rows int
	bits [][]uint64
	left []int32
}

func newFloor(columns, rows int) *floor {
	f := &floor{rows: rows, left: make([]int32, columns)}
	for range columns {
		f.bits = append(f.bits, make([]uint64, rows/64+1))
	}
	return f
}

//go:noinline
func (f *floor) complete(cell model.Cell) bool {
	if uint(cell.Column) >= uint(len(f.left)) || uint(cell.Row) >= uint(f.rows) {
		return false
	}
	f.bits[cell.Column][cell.Row>>6] |= 1 << (cell.Row & 63)
	f.left[cell.Column]--
	return true
}

func drainFloor(floors []*floor) {
	for c := range floors[0].left {
		for g, f := range floors {
			for row := range f.rows {
				f.complete(model.Cell{Column: model.ColumnID(c), RowGroup: model.RowGroupIndex(g), Row: model.RowIndex(row)})
			}
		}
	}
}

// drain runs a build to its end.
type drain struct {
	tb       testing.TB
	t        *frontier.Tracker
	feed     *frontier.Feed
	queue    frontier.Queue
	bag      []model.Cell
	rng      uint64
	drops    uint32
	admitted int
	window   int
	done     int
}

func newDrain(tb testing.TB, g *dag.Graph, rows, groups, window int, drops uint32) *drain {
	plan, err := model.NewRowGroupPlan(int64(rows)*int64(groups), int64(rows))
	if err != nil {
		tb.Fatal(err)
	}
	t, err := frontier.New(g, plan)
	if err != nil {
		tb.Fatal(err)
	}
	return &drain{tb: tb, t: t, feed: frontier.NewFeed(t), rng: 88172645463325252, drops: drops, window: window}
}

func (d *drain) random() uint64 {
	d.rng ^= d.rng << 13
	d.rng ^= d.rng >> 7
	d.rng ^= d.rng << 17
	return d.rng
}

func (d *drain) check(err error) {
	if err != nil {
		d.tb.Fatal(err)
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
	if d.t.CanCompact(group) {
		_, err := d.t.Compact(group)
		d.check(err)
		d.done++
		d.admit()
	}
}

func (d *drain) finish() {
	if d.done != d.t.Plan().Len() {
		d.tb.Fatalf("%d row groups of %d complete", d.done, d.t.Plan().Len())
	}
}

// fifo completes in the order in which tasks became ready, cell by cell.
func (d *drain) fifo() {
	d.admit()
	for r, ok := d.feed.Next(1 << 30); ok; r, ok = d.feed.Next(1 << 30) {
		if r.Row == model.AllRows {
			d.check(d.feed.CompleteColumn(r.Column, r.RowGroup, d.t.Plan().Size(r.RowGroup)))
		} else if d.drops > 0 {
			d.completeDropping(r)
		} else {
			d.complete(r)
		}
		d.compact(r.RowGroup)
	}
	d.finish()
}

func (d *drain) complete(r frontier.Run) {
	for row := r.Row; row < r.Row+model.RowIndex(r.Count); row++ {
		if err := d.feed.Complete(model.Cell{Column: r.Column, RowGroup: r.RowGroup, Row: row}); err != nil {
			d.tb.Fatal(err)
		}
	}
}

func (d *drain) completeDropping(r frontier.Run) {
	for row := r.Row; row < r.Row+model.RowIndex(r.Count); row++ {
		d.drop(r.RowGroup, row)
		if err := d.feed.Complete(model.Cell{Column: r.Column, RowGroup: r.RowGroup, Row: row}); err != nil {
			d.tb.Fatal(err)
		}
	}
}

// drop drops the row of a cell in flight now and then.
func (d *drain) drop(group model.RowGroupIndex, row model.RowIndex) {
	if uint32(d.random()%100000) < d.drops {
		d.check(d.feed.DropRow(group, row))
	}
}

// fifoDelta is fifo by way of deltas and acknowledgement.
func (d *drain) fifoDelta() {
	seed := func() {
		for d.admitted-d.done < d.window && d.admitted < d.t.Plan().Len() {
			group := model.RowGroupIndex(d.admitted)
			delta, err := d.t.Seed(group, d.t.Plan().Size(group))
			d.check(err)
			d.queue.Push(delta.Ready...)
			d.admitted++
		}
	}
	seed()
	for r, ok := d.t.Dispatch(&d.queue, 1<<30); ok; r, ok = d.t.Dispatch(&d.queue, 1<<30) {
		if r.Row == model.AllRows {
			delta, err := d.t.CompleteColumn(r.Column, r.RowGroup, d.t.Plan().Size(r.RowGroup))
			d.check(err)
			d.queue.Push(delta.Ready...)
		} else {
			for row := r.Row; row < r.Row+model.RowIndex(r.Count); row++ {
				delta, err := d.t.CompleteCell(model.Cell{Column: r.Column, RowGroup: r.RowGroup, Row: row})
				if err != nil {
					d.tb.Fatal(err)
				}
				d.queue.Push(delta.Ready...)
			}
		}
		if d.t.CanCompact(r.RowGroup) {
			_, err := d.t.Compact(r.RowGroup)
			d.check(err)
			d.done++
			seed()
		}
	}
	d.finish()
}

// shuffled completes in random order.
func (d *drain) shuffled() {
	d.admit()
	d.take()
	for len(d.bag) > 0 {
		last := len(d.bag) - 1
		i := int(d.random() >> 32 * uint64(len(d.bag)) >> 32)
		cell := d.bag[i]
		d.bag[i] = d.bag[last]
		d.bag = d.bag[:last]
		if d.drops > 0 {
			d.drop(cell.RowGroup, cell.Row)
		}
		if err := d.feed.Complete(cell); err != nil {
			d.tb.Fatal(err)
		}
		if !d.take() {
			d.compact(cell.RowGroup)
			d.take()
		}
	}
	d.finish()
}

// take moves the cells that became ready into the bag; full columns complete at
// once. It reports whether there were any.
func (d *drain) take() (any bool) {
	for r, ok := d.feed.Next(1 << 30); ok; r, ok = d.feed.Next(1 << 30) {
		any = true
		if r.Row == model.AllRows {
			d.check(d.feed.CompleteColumn(r.Column, r.RowGroup, d.t.Plan().Size(r.RowGroup)))
			d.compact(r.RowGroup)
			continue
		}
		for row := r.Row; row < r.Row+model.RowIndex(r.Count); row++ {
			d.bag = append(d.bag, model.Cell{Column: r.Column, RowGroup: r.RowGroup, Row: row})
		}
	}
	return any
}

func BenchmarkDrain(b *testing.B) {
	for _, w := range workloads() {
		for _, order := range []string{"fifo", "random", "delta"} {
			for _, window := range []int{3, 100} {
				b.Run(fmt.Sprintf("%s/%s/window=%d", w.name, order, window), func(b *testing.B) {
					benchDrain(b, w, order, 10000, 100, window)
				})
			}
		}
	}
}

func benchDrain(b *testing.B, w workload, order string, rows, groups, window int) {
	g := dagtest.Parse(b, w.graph)
	cells := 0
	for id := range model.ColumnID(g.Len()) {
		if g.Strategy(id) == model.CellByCell {
			cells++
		}
	}
	floors := make([]*floor, groups)
	for i := range floors {
		floors[i] = newFloor(cells, rows)
	}
	var ours, least time.Duration
	for b.Loop() {
		start := time.Now()
		d := newDrain(b, g, rows, groups, window, w.drops)
		switch order {
		case "fifo":
			d.fifo()
		case "delta":
			d.fifoDelta()
		default:
			d.shuffled()
		}
		between := time.Now()
		drainFloor(floors)
		ours, least = ours+between.Sub(start), least+time.Since(between)
	}
	total := float64(b.N) * float64(cells*rows*groups)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(ours.Nanoseconds())/total, "ns/cell")
	b.ReportMetric(total/ours.Seconds()/1e6, "Mcells/s")
	b.ReportMetric(ours.Seconds()/least.Seconds(), "x-floor")
}
