package sim_test

import (
	"context"
	"runtime"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dagplan/dagplan/pkg/internal/dagtest"
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/sim"
)

// luckyBuild has one model of random latency.
func luckyBuild(tb testing.TB) sim.Build {
	tb.Helper()
	columns := dagtest.Columns("topic! < summary < verdict")
	columns[1].Models, columns[2].Models = []string{"m"}, []string{"m"}
	s := model.Scenario{Run: model.DefaultRun()}
	s.Run.NumRecords = 40
	m := model.DefaultModel("m")
	m.Latency = model.Distribution{Kind: model.Lognormal, Mean: 1, CV: 0.5}
	m.OutputTokens, m.Price = model.ConstantOf(1000), model.Price{Output: 2}
	s.Models = []model.Model{m}
	rows, err := model.NewRowGroupPlan(40, 1000)
	if err != nil {
		tb.Fatal(err)
	}
	return sim.Build{Graph: dagtest.Parse(tb, "topic! < summary < verdict"), Columns: columns, Plan: rows, Scenario: s, Seed: 5}
}

// The results are those of the single runs, in the order of the builds; progress grows to
// all tasks.
func TestRunAll(t *testing.T) {
	t.Parallel()
	builds := make([]sim.Build, 5)
	for i := range builds {
		builds[i] = luckyBuild(t)
		builds[i].Seed += uint64(i % 3)
		var err error
		if builds[i].Plan, err = model.NewRowGroupPlan(20000, 1000); err != nil {
			t.Fatal(err)
		}
	}
	var last, planned int64
	got, err := sim.RunAll(t.Context(), builds, func(tasks, all int64) {
		if tasks < last || tasks > all {
			t.Errorf("%d of %d tasks after %d", tasks, all, last)
		}
		last, planned = tasks, all
	})
	if err != nil {
		t.Fatal(err)
	}
	if last == 0 || planned != 5*(20+2*20000) {
		t.Errorf("progress ended with %d of %d tasks", last, planned)
	}
	for i, b := range builds {
		if diff := cmp.Diff(runBuild(t, b), got[i], cmp.AllowUnexported(model.RowGroupPlan{})); diff != "" {
			t.Errorf("build %d is not as when run alone (-alone +beside others):\n%s", i, diff)
		}
	}
	builds[3].Scenario.Run.Workers = 0
	if _, err := sim.RunAll(t.Context(), builds, nil); err == nil || err.Error() != "workers is 0: give at least 1" {
		t.Errorf("error %v", err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if got, err := sim.RunAll(cancelled, builds[:3], nil); err != nil || len(got) != 3 || got[2] != nil {
		t.Errorf("after it was cancelled: %v, error %v", got, err)
	}
}

// The spread is that of the single runs, seed by seed.
func TestRunMany(t *testing.T) {
	t.Parallel()
	b := luckyBuild(t)
	const runs = 20
	var ended []int
	got, err := sim.RunMany(t.Context(), b, runs, func(n int) { ended = append(ended, n) })
	if err != nil {
		t.Fatal(err)
	}
	if len(ended) != runs || ended[runs-1] != runs {
		t.Errorf("progress was %v", ended)
	}
	var makespans []float64
	limits := map[sim.Limit]int{}
	for i := range runs {
		one := b
		one.Seed += uint64(i)
		r, err := sim.Run(t.Context(), one, sim.Options{})
		if err != nil {
			t.Fatal(err)
		}
		makespans = append(makespans, r.Makespan.Seconds())
		limits[r.Answer.Limit]++
	}
	slices.Sort(makespans)
	spread := sim.Spread{Min: makespans[0], P10: makespans[1], P50: makespans[9], P90: makespans[17], Max: makespans[19]}
	if spread.Min == spread.Max {
		t.Error("all runs take the same time")
	}
	for _, l := range got.Limits {
		if l.Runs != limits[l.Limit] {
			t.Errorf("%v limits %d runs, want %d", l.Limit, l.Runs, limits[l.Limit])
		}
	}
	if len(got.Limits) != len(limits) {
		t.Errorf("%d limits, want %d", len(got.Limits), len(limits))
	}
	want := sim.Many{
		Asked: runs, Runs: runs, Complete: runs, FirstSeed: 5, Makespan: spread, Limits: got.Limits,
		Calls: sim.Spread{Min: 80, P10: 80, P50: 80, P90: 80, Max: 80}, Attempts: sim.Spread{Min: 80, P10: 80, P50: 80, P90: 80, Max: 80},
		RowsOut: sim.Spread{Min: 40, P10: 40, P50: 40, P90: 40, Max: 40}, Cost: sim.Spread{Min: 0.16, P10: 0.16, P50: 0.16, P90: 0.16, Max: 0.16},
	}
	if diff := cmp.Diff(want, *got); diff != "" {
		t.Error(diff)
	}
}

// The number of cores changes nothing. It is a setting of the whole process, so
// this test does not run beside others.
func TestRunMany_cores(t *testing.T) { //nolint:paralleltest // see above
	b := luckyBuild(t)
	all, err := sim.RunMany(t.Context(), b, 9, nil)
	if err != nil {
		t.Fatal(err)
	}
	before := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(before)
	one, err := sim.RunMany(t.Context(), b, 9, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(all, one); diff != "" {
		t.Error(diff)
	}
}

func TestRunMany_refused(t *testing.T) {
	t.Parallel()
	b := luckyBuild(t)
	b.Scenario.Models = nil
	if _, err := sim.RunMany(t.Context(), b, 3, nil); err == nil || err.Error() != "column \"summary\" uses model \"m\", which does not exist\ncolumn \"verdict\" uses model \"m\", which does not exist" {
		t.Errorf("an unknown model: %v", err)
	}
	if _, err := sim.RunMany(t.Context(), luckyBuild(t), -1, nil); err == nil || err.Error() != "-1 runs: give a number from 0" {
		t.Errorf("fewer than no runs: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	got, err := sim.RunMany(ctx, luckyBuild(t), 3, nil)
	if err != nil || got.Runs > 0 {
		t.Errorf("cancelled: %+v, %v", got, err)
	}
}
