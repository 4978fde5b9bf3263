package sim_test

import (
	"testing"

	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/sim"
)

// yardstick is the tight hand-written loop that the simulator's speed is held
// against: the bare build model and nothing else. No attribution, no drops, no
// checks, no row groups that come and go in a table; the same keyed lognormal
// draws, by the same function.
type yardstick struct {
	columns []yardColumn
	rows    int
	pending []int32 // by place, column, row
	draw    func(column, group, row int) int64
	queues  [][]yardTask
	heads   []int
	free    []int
	heap    []yardEvent
	seq     int64
	now     int64
	admit   int
	groups  int
	next    int
	left    []int32 // by place
	done    int64
}

type yardColumn struct {
	full bool
	pool int
	down []int32
	need int32 // inputs of a cell, or all of those of a full column
}

type yardTask struct{ column, place, group, row int32 }

type yardEvent struct {
	at, seq int64
	task    yardTask
}

func newYardstick(columns []workColumn, models []int, rows, groups, admit int, draw func(column, group, row int) int64) *yardstick {
	y := &yardstick{rows: rows, groups: groups, admit: admit, draw: draw, free: append(append([]int{}, models...), 4)}
	y.columns = make([]yardColumn, len(columns))
	for i, c := range columns {
		y.columns[i].full, y.columns[i].pool = c.full, c.model
		if c.full {
			y.columns[i].pool = len(models)
		}
		for _, up := range c.reads {
			y.columns[up].down = append(y.columns[up].down, int32(i))
			if n := int32(1); c.full && !columns[up].full {
				y.columns[i].need += int32(rows)
			} else {
				y.columns[i].need += n
			}
		}
	}
	y.queues, y.heads = make([][]yardTask, len(y.free)), make([]int, len(y.free))
	y.pending, y.left = make([]int32, admit*len(columns)*rows), make([]int32, admit)
	return y
}

func (y *yardstick) run() (makespan, tasks int64) {
	for place := range y.admit {
		y.admitInto(place)
	}
	for len(y.heap) > 0 {
		e := y.heap[0]
		y.now = e.at
		y.done++
		pool := y.columns[e.task.column].pool
		if y.heads[pool] < len(y.queues[pool]) {
			t := y.queues[pool][y.heads[pool]]
			y.heads[pool]++
			y.seq++
			y.down(yardEvent{y.now + y.draw(int(t.column), int(t.group), int(t.row)), y.seq, t})
		} else {
			y.queues[pool], y.heads[pool] = y.queues[pool][:0], 0
			last := y.heap[len(y.heap)-1]
			y.heap = y.heap[:len(y.heap)-1]
			if len(y.heap) > 0 {
				y.down(last)
			}
			y.free[pool]++
		}
		y.wake(e.task)
		if y.left[e.task.place]--; y.left[e.task.place] == 0 {
			y.admitInto(int(e.task.place))
		}
	}
	return y.now, y.done
}

func (y *yardstick) admitInto(place int) {
	if y.next == y.groups {
		return
	}
	group := int32(y.next)
	y.next++
	y.left[place] = 0
	for i := range y.columns {
		c := &y.columns[i]
		base := (place*len(y.columns) + i) * y.rows
		n := y.rows
		if c.full {
			n = 1
		}
		y.left[place] += int32(n)
		for row := range n {
			y.pending[base+row] = c.need
		}
	}
	for i := range y.columns {
		if c := &y.columns[i]; c.need == 0 {
			n := 1
			if !c.full {
				n = y.rows
			}
			for row := range n {
				y.ready(yardTask{int32(i), int32(place), group, int32(row)})
			}
		}
	}
}

func (y *yardstick) wake(t yardTask) {
	c := &y.columns[t.column]
	for _, down := range c.down {
		d := &y.columns[down]
		base := (int(t.place)*len(y.columns) + int(down)) * y.rows
		switch {
		case d.full:
			if y.pending[base]--; y.pending[base] == 0 {
				y.ready(yardTask{down, t.place, t.group, 0})
			}
		case c.full:
			for row := range y.rows {
				if y.pending[base+row]--; y.pending[base+row] == 0 {
					y.ready(yardTask{down, t.place, t.group, int32(row)})
				}
			}
		default:
			if y.pending[base+int(t.row)]--; y.pending[base+int(t.row)] == 0 {
				y.ready(yardTask{down, t.place, t.group, t.row})
			}
		}
	}
}

func (y *yardstick) ready(t yardTask) {
	pool := y.columns[t.column].pool
	if y.free[pool] == 0 {
		y.queues[pool] = append(y.queues[pool], t)
		return
	}
	y.free[pool]--
	y.seq++
	y.heap = append(y.heap, yardEvent{})
	e := yardEvent{y.now + y.draw(int(t.column), int(t.group), int(t.row)), y.seq, t}
	i := len(y.heap) - 1
	for i > 0 {
		parent := (i - 1) / 4
		if !yardBefore(&e, &y.heap[parent]) {
			break
		}
		y.heap[i] = y.heap[parent]
		i = parent
	}
	y.heap[i] = e
}

func yardBefore(a, b *yardEvent) bool { return a.at < b.at || a.at == b.at && a.seq < b.seq }

func (y *yardstick) down(e yardEvent) {
	i, n := 0, len(y.heap)
	for {
		child := 4*i + 1
		if child >= n {
			break
		}
		least := child
		for c := child + 1; c < min(child+4, n); c++ {
			if yardBefore(&y.heap[c], &y.heap[least]) {
				least = c
			}
		}
		if !yardBefore(&y.heap[least], &e) {
			break
		}
		y.heap[i] = y.heap[least]
		i = least
	}
	y.heap[i] = e
}

// peerWorkload is one of the three on which speeds are compared.
type peerWorkload struct {
	name    string
	columns []workColumn
	slots   []int
}

func peerWorkloads() []peerWorkload {
	return []peerWorkload{{"W1", w1(), []int{16}}, {"W2", w2(false), []int{16, 16}}, {"W3", w3(), []int{32, 32, 32, 32}}}
}

// lognormalTimes are service times of mean 1 and sigma 0.5.
func lognormalTimes() model.Distribution {
	return model.Distribution{Kind: model.Lognormal, Mean: 1, CV: 0.5329403}
}

func (p peerWorkload) workload(engine model.Engine) workload {
	return workload{columns: timed(p.columns, lognormalTimes(), lognormalTimes()), slots: p.slots, groups: equalGroups(1000, 10), admit: 2, engine: engine}
}

func BenchmarkYardstick(b *testing.B) {
	for _, p := range peerWorkloads() {
		b.Run(p.name, func(b *testing.B) {
			draw := sim.DrawFunc(p.workload(model.FIFO).build(b))
			tasks := int64(0)
			for b.Loop() {
				_, n := newYardstick(p.columns, p.slots, 1000, 10, 2, draw).run()
				tasks += n
			}
			b.ReportMetric(float64(tasks)/b.Elapsed().Seconds()/1e6, "Mtasks/s")
		})
	}
}

func BenchmarkRun(b *testing.B) {
	for _, engine := range []model.Engine{model.FIFO, model.Async} {
		for _, p := range peerWorkloads() {
			b.Run(engine.String()+"/"+p.name, func(b *testing.B) {
				build := p.workload(engine).build(b)
				tasks := int64(0)
				for b.Loop() {
					tasks += runBuild(b, build).Tasks.Completed
				}
				b.ReportMetric(float64(tasks)/b.Elapsed().Seconds()/1e6, "Mtasks/s")
			})
		}
	}
}

// The yardstick simulates the same model: it must come to the same makespan.
func TestYardstick_sameMakespan(t *testing.T) {
	t.Parallel()
	for _, p := range peerWorkloads() {
		build := p.workload(model.FIFO).build(t)
		got, tasks := newYardstick(p.columns, p.slots, 1000, 10, 2, sim.DrawFunc(build)).run()
		r := runBuild(t, build)
		if want := int64(r.Makespan); got != want || tasks != r.Tasks.Completed {
			t.Errorf("%s: the yardstick has makespan %d ns after %d tasks, the simulator %d after %d", p.name, got, tasks, want, r.Tasks.Completed)
		}
	}
}
