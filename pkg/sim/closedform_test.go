package sim_test

import (
	"slices"
	"testing"
	"time"

	"github.com/dagplan/dagplan/pkg/model"
)

// The known exact answers of the bare build model, a row a line of the table
// that they come from: R rows a row group, G row groups, A admitted at once, K
// slots a model.
func TestFIFO_closedForms(t *testing.T) {
	t.Parallel()
	chain := func(columns int, times ...float64) []workColumn {
		list := []workColumn{}
		for i := range columns {
			c := cell(0, times[i%len(times)])
			if i > 0 {
				c.reads = []int{i - 1}
			}
			list = append(list, c)
		}
		return list
	}
	tandem := func(times ...float64) []workColumn {
		list := chain(len(times), times...)
		for i := range list {
			list[i].model = i
		}
		return list
	}
	afterRoot := func(columns []workColumn, f float64) []workColumn {
		list := []workColumn{full(f)}
		for _, c := range columns {
			reads := []int{0}
			for _, up := range c.reads {
				reads = []int{up + 1}
			}
			c.reads = reads
			list = append(list, c)
		}
		return list
	}
	fulls := func(depth int, f float64) []workColumn {
		list := []workColumn{full(f)}
		for i := range depth - 1 {
			list = append(list, full(f, i))
		}
		return list
	}
	var fan []workColumn
	fan = append(fan, full(0.1))
	for i := range 5 {
		fan = append(fan, cell(i, 1, 0))
	}
	fan = append(fan, full(0.1, 1, 2, 3, 4, 5))
	independent := []workColumn{cell(0, 1), cell(1, 1)}
	barrier := []workColumn{cell(0, 1), full(0.1, 0), cell(0, 1, 1)}

	for _, tt := range []struct {
		line string
		w    workload
		want float64
	}{
		{"1: one column, K=16", workload{columns: chain(1, 1), slots: []int{16}, groups: equalGroups(1000, 1), admit: 1}, 63},
		{"1: one column, K=1", workload{columns: chain(1, 1), slots: []int{1}, groups: equalGroups(1000, 1), admit: 1}, 1000},
		{"1: one column, K=R", workload{columns: chain(1, 1), slots: []int{1000}, groups: equalGroups(1000, 1), admit: 1}, 1},
		{"1: one column, K>R", workload{columns: chain(1, 1), slots: []int{5000}, groups: equalGroups(1000, 1), admit: 1}, 1},
		{"1: one column, R=997", workload{columns: chain(1, 1), slots: []int{16}, groups: equalGroups(997, 1), admit: 1}, 63},
		{"2: row groups one at a time", workload{columns: chain(1, 1), slots: []int{16}, groups: equalGroups(100, 4), admit: 1}, 28},
		{"2b: two at once", workload{columns: chain(1, 1), slots: []int{16}, groups: equalGroups(100, 4), admit: 2}, 25},
		{"2b: four at once", workload{columns: chain(1, 1), slots: []int{16}, groups: equalGroups(100, 4), admit: 4}, 25},
		{"3: chain, nobody queues, G=4", workload{columns: chain(5, 1), slots: []int{20}, groups: equalGroups(10, 4), admit: 2}, 10},
		{"3: chain, nobody queues, G=5", workload{columns: chain(5, 1), slots: []int{20}, groups: equalGroups(10, 5), admit: 2}, 15},
		{"4: a full root first", workload{columns: afterRoot(chain(5, 1), 0.1), slots: []int{20}, groups: equalGroups(10, 4), admit: 2}, 10.2},
		{"5: chain on one model, R=64", workload{columns: chain(4, 1), slots: []int{16}, groups: equalGroups(64, 1), admit: 1}, 16},
		{"5: chain on one model, R=100", workload{columns: chain(4, 1), slots: []int{16}, groups: equalGroups(100, 1), admit: 1}, 25},
		{"6: tandem of 2", workload{columns: tandem(1, 1), slots: slots(16, 2), groups: equalGroups(160, 1), admit: 1}, 11},
		{"6: tandem of 3", workload{columns: tandem(1, 1, 1), slots: slots(16, 3), groups: equalGroups(160, 1), admit: 1}, 12},
		{"7: tandem 1, 2", workload{columns: tandem(1, 2), slots: slots(16, 2), groups: equalGroups(160, 1), admit: 1}, 21},
		{"7: tandem 2, 1", workload{columns: tandem(2, 1), slots: slots(16, 2), groups: equalGroups(160, 1), admit: 1}, 21},
		{"7: tandem 2, 3, 1", workload{columns: tandem(2, 3, 1), slots: slots(16, 3), groups: equalGroups(160, 1), admit: 1}, 33},
		{"8: full columns only, A=1", workload{columns: fulls(3, 1), groups: equalGroups(1, 8), admit: 1}, 24},
		{"8: full columns only, A=3", workload{columns: fulls(3, 1), groups: equalGroups(1, 8), admit: 3}, 9},
		{"8: full columns only, A=8", workload{columns: fulls(3, 1), groups: equalGroups(1, 8), admit: 8}, 6},
		{"9: root, free columns, sink", workload{columns: fan, slots: slots(100, 5), groups: equalGroups(100, 1), admit: 1}, 1.2},
		{"10: cap below K", workload{columns: chain(1, 1), slots: []int{16}, groups: equalGroups(100, 1), admit: 1, inCap: 10}, 10},
		{"10b: cap 1 is serial", workload{columns: chain(2, 1, 2), slots: []int{16}, groups: equalGroups(25, 2), admit: 2, inCap: 1}, 150},
		{"11: cap counts queued tasks, M=16", workload{columns: independent, slots: slots(16, 2), groups: equalGroups(160, 1), admit: 1, inCap: 16}, 20},
		{"11: cap counts queued tasks, M=32", workload{columns: independent, slots: slots(16, 2), groups: equalGroups(160, 1), admit: 1, inCap: 32}, 19},
		{"11: no cap", workload{columns: independent, slots: slots(16, 2), groups: equalGroups(160, 1), admit: 1}, 10},
		{"12: a barrier between", workload{columns: barrier, slots: []int{16}, groups: equalGroups(100, 1), admit: 1}, 14.1},
		{"12: no barrier between", workload{columns: chain(2, 1), slots: []int{16}, groups: equalGroups(100, 1), admit: 1}, 13},
		{"12: a second row group hides it", workload{columns: barrier, slots: []int{16}, groups: equalGroups(160, 2), admit: 2}, 40},
		{"13: W1", workload{columns: w1(), slots: []int{16}, groups: equalGroups(100, 4), admit: 2}, 100.1},
		{"13: W1, A=1", workload{columns: w1(), slots: []int{16}, groups: equalGroups(100, 4), admit: 1}, 100.4},
		{"14: W2", workload{columns: w2(false), slots: slots(16, 2), groups: equalGroups(100, 4), admit: 2}, 76.2},
		{"14: W2, A=1", workload{columns: w2(false), slots: slots(16, 2), groups: equalGroups(100, 4), admit: 1}, 80.8},
		{"15: W3", workload{columns: w3(), slots: slots(16, 4), groups: equalGroups(100, 4), admit: 2}, 125.2},
		{"15: W3, A=1", workload{columns: w3(), slots: slots(16, 4), groups: equalGroups(100, 4), admit: 1}, 128.8},
	} {
		t.Run(tt.line, func(t *testing.T) {
			t.Parallel()
			if got := tt.w.run(t).Makespan; got != ns(tt.want) {
				t.Errorf("makespan %v, want %v", got, ns(tt.want))
			}
		})
	}
}

func TestFIFO_utilisation(t *testing.T) {
	t.Parallel()
	w := workload{columns: []workColumn{cell(0, 1)}, slots: []int{16}, groups: equalGroups(1000, 1)}
	if got := w.run(t).Models[0].Utilisation; got != 1000.0/1008 {
		t.Errorf("utilisation %v, want %v", got, 1000.0/1008)
	}
}

// The exact makespans of the build model: R=100, G=4, A=2, K=16.
func TestFIFO_exactMakespans(t *testing.T) {
	t.Parallel()
	hashed := model.Distribution{Kind: model.Hashed}
	for _, tt := range []struct {
		name             string
		columns          []workColumn
		models           int
		constant, hash   time.Duration
		finished         []time.Duration
		capped, hashedIn time.Duration
	}{
		{"W1", w1(), 1, ns(100.1), time.Second * 25567 / 256, []time.Duration{ns(44.1), ns(50.1), ns(94.1), ns(100.1)}, ns(100.1), time.Second * 6387 / 64},
		{"W2", w2(false), 2, ns(76.2), time.Second * 40389 / 512, []time.Duration{ns(20.2), ns(39.2), ns(58.2), ns(76.2)}, ns(149.4), time.Second * 76373 / 512},
		{"W2x", w2(true), 2, ns(89.2), time.Second * 23089 / 256, []time.Duration{ns(32.2), ns(51.2), ns(70.2), ns(89.2)}, ns(149.4), time.Second * 76489 / 512},
		{"W3", w3(), 4, ns(125.2), time.Second * 16523 / 128, []time.Duration{ns(32.2), ns(63.2), ns(94.2), ns(125.2)}, ns(481.6), time.Second * 243835 / 512},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := workload{columns: tt.columns, slots: slots(16, tt.models), groups: equalGroups(100, 4), admit: 2}
			r := w.run(t)
			var finished []time.Duration
			for _, g := range r.RowGroups.Times {
				finished = append(finished, g.Finished)
			}
			if r.Makespan != tt.constant || !slices.Equal(finished, tt.finished) {
				t.Errorf("makespan %v with row groups finished at %v, want %v and %v", r.Makespan, finished, tt.constant, tt.finished)
			}
			w.inCap = 20
			if got := w.run(t).Makespan; got != tt.capped {
				t.Errorf("with a cap of 20: %v, want %v", got, tt.capped)
			}
			w.columns = timed(tt.columns, hashed, hashed)
			if got := w.run(t).Makespan; got != tt.hashedIn {
				t.Errorf("hashed, with a cap of 20: %v, want %v", got, tt.hashedIn)
			}
			w.inCap = 0
			if got := w.run(t).Makespan; got != tt.hash {
				t.Errorf("hashed: %v, want %v", got, tt.hash)
			}
		})
	}
}
