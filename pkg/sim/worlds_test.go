package sim_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/sim"
)

// dice is a world in which each attempt takes half seconds and fails by lot, in one
// of some kinds.
type dice struct {
	seed       uint64
	rate, skip float64
	kinds      []model.ErrorKind
}

func (w dice) throw(at model.Slice, purpose, attempt int) *rand.Rand {
	place := uint64(at.Column)<<48 ^ uint64(at.RowGroup)<<32 ^ uint64(at.Row+1)<<8 //nolint:gosec // none is below -1
	return rand.New(rand.NewPCG(w.seed, place^uint64(purpose)<<4^uint64(attempt)))
}

func (w dice) Skips(cell model.Cell) bool { return w.throw(cell.Slice(), 1, 0).Float64() < w.skip }

func (w dice) Latency(task model.Task, attempt int) time.Duration {
	return time.Duration(w.throw(task.Slice, 2, attempt).IntN(8)) * 500 * time.Millisecond
}

func (w dice) Fails(task model.Task, attempt, _ int) model.ErrorKind {
	throw := w.throw(task.Slice, 3, attempt)
	if throw.Float64() < w.rate {
		return w.kinds[throw.IntN(len(w.kinds))]
	}
	return 0
}

// Whatever fails, whenever: every build comes to its end, and the books balance. In
// the builds named first a round of a salvage began with nothing left to try.
func TestRun_dice(t *testing.T) {
	t.Parallel()
	seeds := []uint64{5084, 8486, 11759}
	for seed := range uint64(2000) {
		seeds = append(seeds, seed)
	}
	for _, seed := range seeds {
		runDice(t, fmt.Sprintf("seed %d", seed), diceBuild(t, seed))
	}
}

// The same with multi-column steps, in every engine. In the builds named first cells of
// dropped rows end while a full column runs that did not wait for them.
func TestRun_diceSteps(t *testing.T) {
	t.Parallel()
	seeds := []uint64{44114, 164271, 183596, 259578}
	for seed := range uint64(1000) {
		seeds = append(seeds, seed)
	}
	for _, seed := range seeds {
		b := diceBuild(t, seed)
		joinSteps(t, &b, rand.New(rand.NewPCG(seed, 100)))
		for _, b.Engine = range model.Engines() {
			runDice(t, fmt.Sprintf("seed %d, %v", seed, b.Engine), b)
		}
	}
}

func runDice(t *testing.T, name string, b sim.Build) {
	t.Helper()
	r, books, err := sim.RunBooks(t.Context(), b, sim.Options{})
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	checkBooks(named{t, name}, b, r, books)
}

// joinSteps makes columns by the step of an earlier one, where one task can make both.
func joinSteps(tb testing.TB, b *sim.Build, draw *rand.Rand) {
	tb.Helper()
	for i := 1; i < len(b.Columns); i++ {
		at := draw.IntN(i)
		columns := slices.Clone(b.Columns)
		if columns[at].Step == 0 {
			columns[at].Step = i
		}
		columns[i].Step = columns[at].Step
		if g, err := dag.FromColumns(columns); err == nil && draw.IntN(3) > 0 {
			b.Columns, b.Graph = columns, g
		}
	}
}

// named puts a name before messages.
type named struct {
	failer
	name string
}

func (n named) Errorf(format string, args ...any) { n.failer.Errorf(n.name+": "+format, args...) }

func diceBuild(tb testing.TB, seed uint64) sim.Build {
	tb.Helper()
	draw := rand.New(rand.NewPCG(seed, 99))
	b := sim.Build{Engine: model.Async}
	run := model.DefaultRun()
	run.MaxConcurrentRowGroups, run.MaxInFlightTasks = 1+draw.IntN(4), []int{0, 1, 2, 5, 20}[draw.IntN(5)]
	run.HealthCheck, run.CPUs = draw.IntN(2) == 0, 1
	run.DisableEarlyShutdown, run.ShutdownErrorWindow = draw.IntN(3) > 0, 2+draw.IntN(9)
	if draw.IntN(2) == 0 {
		run.Cost = model.EngineCost{AnswersPerPass: 1 + draw.IntN(100)}
	}
	if draw.IntN(3) == 0 {
		run.RequestAdmission.StartupRamp = 3 * time.Second
	}
	b.Scenario.Run = run
	models := 1 + draw.IntN(3)
	for i := range models {
		m := model.DefaultModel(fmt.Sprintf("m%d", i))
		m.ID = []string{m.Alias, "shared"}[draw.IntN(2)]
		m.MaxParallelRequests, m.Server.MaxConcurrency, m.Timeout = 1+draw.IntN(6), []int{0, 0, 2}[draw.IntN(3)], 3*time.Second
		b.Scenario.Models = append(b.Scenario.Models, m)
	}
	addDiceColumns(&b, draw, models, seed%3 == 1)
	sizes := make([]int, 1+draw.IntN(6))
	for i := range sizes {
		sizes[i] = draw.IntN(7)
	}
	var err error
	if b.Plan, err = model.NewRowGroupPlanOf(sizes); err != nil {
		tb.Fatal(err)
	}
	if b.Graph, err = dag.FromColumns(b.Columns); err != nil {
		tb.Fatal(err)
	}
	w := dice{seed: seed, rate: []float64{0.1, 0.3, 0.5}[draw.IntN(3)], skip: []float64{0, 0.3}[draw.IntN(2)]}
	for _, kind := range model.ErrorKinds() {
		// What is always answered by 429 never ends.
		if kind != model.RateLimited && (draw.IntN(2) == 0 || len(w.kinds) == 0) {
			w.kinds = append(w.kinds, kind)
		}
	}
	b.World = w
	return b
}

func addDiceColumns(b *sim.Build, draw *rand.Rand, models int, embeds bool) {
	for i := range 1 + draw.IntN(6) {
		c := model.Column{
			Name: fmt.Sprintf("c%d", i), Type: []string{"", "", "custom", "validation"}[draw.IntN(4)],
			Strategy: model.Strategies()[draw.IntN(2)], PropagatesSkip: draw.IntN(2) == 0, SkipsWhen: draw.IntN(3) == 0,
		}
		if i == 0 && draw.IntN(2) == 0 {
			c.Type, c.Strategy = "seed-dataset", model.FullColumn
		} else if draw.IntN(4) > 0 {
			c.Models = []string{fmt.Sprintf("m%d", draw.IntN(models))}
		}
		if embeds && i%2 == 1 && c.Type == "" && len(c.Models) > 0 {
			c.Type = "embedding"
		}
		for _, up := range b.Columns {
			if draw.IntN(3) == 0 {
				c.Dependencies = append(c.Dependencies, model.Dependency{Name: up.Name, Kind: model.Required})
			}
		}
		settings := model.ColumnSettings{Name: c.Name}
		if draw.IntN(5) == 0 {
			settings.DropRate = 0.2
		}
		b.Columns, b.Scenario.Columns = append(b.Columns, c), append(b.Scenario.Columns, settings)
	}
}
