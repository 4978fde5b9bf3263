package sim_test

import (
	"flag"
	"fmt"
	"math"
	"os"
	"testing"
	"time"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/sim"
)

// publishedShape is one of the four workloads of the benchmark that Data
// Designer's developers published (the developer note on the async engine): 10
// records, 16 requests in parallel, the speed-up of async over sync.
type publishedShape struct {
	name    string
	columns []publishedColumn
	speedUp float64
}

type publishedColumn struct {
	name, reads, model string
}

func publishedShapes() []publishedShape {
	a, b := "generator", "judge"
	return []publishedShape{
		{"narrow", []publishedColumn{{"summary", "topic", a}, {"analysis", "summary", a}, {"conclusion", "analysis", a}}, 1.1},
		{"deep", []publishedColumn{{"summary", "topic", a}, {"trivia", "topic", a}, {"analysis", "summary", a}, {"conclusion", "analysis", a}}, 1.3},
		{"wide", []publishedColumn{{"summary", "topic", a}, {"trivia", "topic", a}, {"analysis", "topic", a}, {"conclusion", "topic", a}, {"trivia_2", "topic", a}}, 1.5},
		{"dual-model", []publishedColumn{{"summary", "topic", a}, {"trivia", "topic", a}, {"analysis", "topic", a}, {"judge_sum", "summary", b}, {"judge_tri", "trivia", b}, {"judge_ana", "analysis", b}}, 1.6},
	}
}

func (s publishedShape) build(tb testing.TB, engine model.Engine, seed uint64, latency model.Distribution) sim.Build {
	tb.Helper()
	b := sim.Build{Engine: engine, Seed: seed, Columns: []model.Column{{Name: "topic", Type: "sampler", Strategy: model.FullColumn}}}
	b.Scenario.Run = model.DefaultRun()
	b.Scenario.Run.HealthCheck = false
	for _, alias := range []string{"generator", "judge"} {
		m := model.DefaultModel(alias)
		m.MaxParallelRequests, m.Latency = 16, latency
		b.Scenario.Models = append(b.Scenario.Models, m)
	}
	for _, c := range s.columns {
		b.Columns = append(b.Columns, model.Column{
			Name: c.name, Type: "llm-text", Strategy: model.CellByCell, Models: []string{c.model},
			Dependencies: []model.Dependency{{Name: c.reads, Kind: model.Required}},
		})
	}
	var err error
	if b.Graph, err = dag.FromColumns(b.Columns); err != nil {
		tb.Fatal(err)
	}
	if b.Plan, err = model.NewRowGroupPlan(10, 1000); err != nil {
		tb.Fatal(err)
	}
	return b
}

// publishedLatency and publishedFixed are the one latency model and the one part
// of the time that no engine changes (start, health check, profiling, files), for
// all four shapes: nothing of either was published.
func publishedLatency(tb testing.TB) model.Distribution {
	tb.Helper()
	d, err := model.LognormalByMedianAndSigma(0.8, 0.3)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

const publishedFixed = 2 * time.Second

// speedUps returns the mean time of both engines over some seeds, the fixed part
// included, and their ratio, for each shape.
func speedUps(tb testing.TB, latency model.Distribution, fixed time.Duration, seeds uint64) (ratios []float64, times [][2]float64) {
	tb.Helper()
	for _, shape := range publishedShapes() {
		var total [2]float64
		for seed := range seeds {
			for i, engine := range []model.Engine{model.Sync, model.Async} {
				r := runBuild(tb, shape.build(tb, engine, seed, latency))
				total[i] += (r.Makespan + fixed).Seconds() / float64(seeds)
			}
		}
		times = append(times, total)
		ratios = append(ratios, total[0]/total[1])
	}
	return ratios, times
}

var publishedTable = flag.String("published.table", "", "write the comparison with the published benchmark to this file")

// One latency model and one fixed part give the order of the four published
// speed-ups, and each to within 0.2.
func TestPublished(t *testing.T) {
	t.Parallel()
	ratios, times := speedUps(t, publishedLatency(t), publishedFixed, 50)
	text := "| shape | sync | async | speed-up | published |\n|---|--:|--:|--:|--:|\n"
	for i, shape := range publishedShapes() {
		text += fmt.Sprintf("| %s | %.1f s | %.1f s | %.2f | %.1f |\n", shape.name, times[i][0], times[i][1], ratios[i], shape.speedUp)
		if math.Abs(ratios[i]-shape.speedUp) > 0.2 {
			t.Errorf("%s: speed-up %.2f, published %.1f", shape.name, ratios[i], shape.speedUp)
		}
		if i > 0 && ratios[i] <= ratios[i-1] {
			t.Errorf("%s: speed-up %.2f is not above the %.2f of %s", shape.name, ratios[i], ratios[i-1], publishedShapes()[i-1].name)
		}
	}
	if *publishedTable != "" {
		if err := os.WriteFile(*publishedTable, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
