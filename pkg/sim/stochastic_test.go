package sim_test

import (
	"math"
	"testing"

	"github.com/dagplan/dagplan/pkg/model"
)

// The stochastic cases of the bare model whose mean is known, held to within 4
// standard errors of the mean over the seeds.
func TestFIFO_stochasticMeans(t *testing.T) {
	t.Parallel()
	lognormal := func(sigma float64) model.Distribution {
		return model.Distribution{Kind: model.Lognormal, Mean: 1, CV: math.Sqrt(math.Expm1(sigma * sigma))}
	}
	exponential := model.Distribution{Kind: model.Exponential, Mean: 1}
	for _, tt := range []struct {
		name        string
		times       model.Distribution
		rows, slots int
		seeds       int
		want        float64
		deviation   float64 // of one run, where it is known; 0 takes that of the runs
	}{
		{"one slot adds up 1000 draws", lognormal(0.5), 1000, 1, 100, 1000, 16.853},
		{"one slot adds up 40000 draws", lognormal(0.5), 40000, 1, 10, 40000, 106.59},
		{"a slot each: the largest of 10", lognormal(0.5), 10, 10, 2000, 1.99223, 0},
		{"a slot each: the largest of 100", lognormal(0.5), 100, 100, 1000, 3.16768, 0},
		{"a slot each: the largest of 1000", lognormal(0.5), 1000, 1000, 300, 4.53537, 0},
		{"a slot each: the largest of 10000", lognormal(0.5), 10000, 10000, 60, 6.12825, 0},
		{"a slot each: the largest of 100, wide", lognormal(1), 100, 100, 1000, 8.24557, 0},
		{"16 slots, exponential", exponential, 1000, 16, 400, 64.880729, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sum, squares := 0.0, 0.0
			for seed := range tt.seeds {
				w := workload{columns: timed([]workColumn{cell(0, 0)}, tt.times, model.Distribution{}), slots: []int{tt.slots}, groups: []int{tt.rows}, seed: uint64(seed)}
				x := w.run(t).Makespan.Seconds()
				sum += x
				squares += x * x
			}
			n := float64(tt.seeds)
			mean := sum / n
			deviation := tt.deviation
			if deviation == 0 {
				deviation = math.Sqrt((squares - n*mean*mean) / (n - 1))
			}
			if limit := 4 * deviation / math.Sqrt(n); math.Abs(mean-tt.want) > limit {
				t.Errorf("mean makespan %.4f over %d seeds, want %.4f ± %.4f", mean, tt.seeds, tt.want, limit)
			}
		})
	}
}

// In one column the makespan lies between the work of a slot and that plus the
// rest of the longest task, whatever the distribution.
func TestFIFO_oneColumnBounds(t *testing.T) {
	t.Parallel()
	for _, d := range []model.Distribution{
		{Kind: model.Lognormal, Mean: 1, CV: 1.3}, {Kind: model.Gamma, Mean: 2, CV: 0.7}, {Kind: model.Uniform, Low: 0.1, High: 3},
		{Kind: model.Exponential, Mean: 0.5}, model.SamplesOf([]float64{0.2, 0.3, 9}),
	} {
		for seed := range uint64(20) {
			r := workload{columns: timed([]workColumn{cell(0, 0)}, d, model.Distribution{}), slots: []int{7}, groups: []int{200}, seed: seed}.run(t)
			work, got := r.Models[0].Busy/7, r.Makespan.Seconds()
			if upper := work + (1-1.0/7)*r.Bounds.Of(model.BoundSpan, "").Seconds(); got < work-1e-9 || got > upper+1e-9 {
				t.Errorf("%s, seed %d: makespan %v outside [%v, %v]", d.Kind, seed, got, work, upper)
			}
		}
	}
}

// What a distribution draws has its mean and spread.
func TestDraws_moments(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		d        model.Distribution
		mean, sd float64
	}{
		{model.Distribution{Kind: model.Lognormal, Mean: 2, CV: 0.5}, 2, 1},
		{model.Distribution{Kind: model.Gamma, Mean: 2, CV: 0.5}, 2, 1},
		{model.Distribution{Kind: model.Exponential, Mean: 2}, 2, 2},
		{model.Distribution{Kind: model.Uniform, Low: 1, High: 3}, 2, 2 / math.Sqrt(12)},
		{model.SamplesOf([]float64{0, 2, 4}), 2, 4 / math.Sqrt(12)},
		{model.ConstantOf(2), 2, 0},
	} {
		const n = 100000
		r := workload{columns: timed([]workColumn{cell(0, 0)}, tt.d, model.Distribution{}), slots: []int{1}, groups: []int{n}}.run(t)
		if mean, limit := r.Makespan.Seconds()/n, 4*tt.sd/math.Sqrt(n)+1e-8; math.Abs(mean-tt.mean) > limit {
			t.Errorf("%s: mean %v, want %v ± %v", tt.d.Kind, mean, tt.mean, limit)
		}
	}
}
