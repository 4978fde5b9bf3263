package sim_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/sim"
)

// What limits a build is what speeds it up when it is eased: of builds drawn at random, with
// every limit eased in turn, the one that is named gains as much as the best, but for a fifth
// of it or five points, in most; and that one or the next in nearly all.
func TestRun_theLimitThatIsNamedHelps(t *testing.T) {
	t.Parallel()
	const builds = 150
	for _, tt := range []struct {
		engine      model.Engine
		named, next float64
	}{{model.Async, 0.96, 0.96}, {model.Sync, 0.99, 0.99}, {model.FIFO, 0.97, 0.98}} {
		t.Run(tt.engine.String(), func(t *testing.T) {
			t.Parallel()
			complete, named, next := 0, 0, 0
			for seed := range uint64(builds) {
				b := limitedBuild(t, seed, tt.engine)
				r := runBuild(t, b)
				if !r.Complete {
					continue
				}
				complete++
				first, second, best := gain(t, b, r, r.Answer.Limit), gain(t, b, r, r.Answer.Next), 0.0
				for _, l := range limitsOf(b) {
					best = max(best, gain(t, b, r, l))
				}
				enough := min(0.8*best, best-0.05)
				if first >= enough {
					named++
				}
				if max(first, second) >= enough {
					next++
				}
			}
			if complete < builds/2 || float64(named) < tt.named*float64(complete) || float64(next) < tt.next*float64(complete) {
				t.Errorf("of %d builds the limit that is named helps most in %d, it or the next in %d; want %v and %v of them", complete, named, next, tt.named, tt.next)
			}
		})
	}
}

// limitedBuild is a build of up to seven columns in which anything may be scarce.
func limitedBuild(tb testing.TB, seed uint64, engine model.Engine) sim.Build {
	tb.Helper()
	draw := rand.New(rand.NewPCG(seed, 5))
	models := 1 + draw.IntN(3)
	w := workload{engine: engine, admit: []int{1, 3, 3, 3, 8}[draw.IntN(5)], inCap: []int{1024, 1024, 16, 4}[draw.IntN(4)]}
	for range models {
		w.slots = append(w.slots, 1<<draw.IntN(6))
	}
	times := make([]model.Distribution, models)
	for i := range times {
		times[i] = model.Distribution{Kind: model.Lognormal, Mean: 0.2 * float64(int(1)<<draw.IntN(6)), CV: 0.5}
	}
	w.columns = []workColumn{full(0)}
	for i := 1; i < 3+draw.IntN(5); i++ {
		reads := []int{draw.IntN(i)}
		if up := draw.IntN(i); up != reads[0] {
			reads = append(reads, up)
		}
		if draw.IntN(5) == 0 {
			w.columns = append(w.columns, full(float64(draw.IntN(3)), reads...))
			continue
		}
		of := draw.IntN(models)
		w.columns = append(w.columns, workColumn{model: of, time: times[of], reads: reads})
	}
	rows := []int{200, 100, 50, 20, 10, 5}[draw.IntN(6)]
	w.groups = equalGroups(rows, 200/rows)
	b := w.build(tb)
	b.Scenario.Run.DisableEarlyShutdown = true
	for i := range b.Scenario.Models {
		m := &b.Scenario.Models[i]
		switch draw.IntN(5) {
		case 0:
			m.Server.RequestsPerMinute = float64(int(30) << draw.IntN(6))
		case 1:
			m.Server.MaxConcurrency = 1 << draw.IntN(5)
		}
		if draw.IntN(4) == 0 {
			m.Errors = []model.ErrorRate{{Kind: model.ServerError, Rate: 0.05, Attempts: 1}}
		}
	}
	return b
}

// limitsOf lists what can be eased in a build by a setting, or by fewer errors.
func limitsOf(b sim.Build) []sim.Limit {
	limits := []sim.Limit{{Cause: sim.CauseInFlightCap}, {Cause: sim.CauseRowGroupAdmission}, {Cause: sim.CauseModelSlot, Model: "workers"}, {Cause: sim.CauseEngine}, {Cause: sim.CauseSalvage}}
	for _, m := range b.Scenario.Models {
		limits = append(limits, sim.Limit{Cause: sim.CauseModelSlot, Model: m.Alias}, sim.Limit{Cause: sim.CauseCooldown, Model: m.Alias})
	}
	return limits
}

// gain is the share of the makespan that is saved where a limit is half as tight. What is saved
// because rows are lost is no gain: the sync engine drops those that a server refuses.
func gain(tb testing.TB, b sim.Build, r *sim.Result, l sim.Limit) float64 {
	tb.Helper()
	b.Scenario.Models, b.Scenario.Columns = slices.Clone(b.Scenario.Models), slices.Clone(b.Scenario.Columns)
	ease(&b, l)
	eased := runBuild(tb, b)
	if eased.Rows.Out < r.Rows.Out {
		return 0
	}
	return 1 - float64(eased.Makespan)/float64(r.Makespan)
}

func ease(b *sim.Build, l sim.Limit) {
	run := &b.Scenario.Run
	var of *model.Model
	if at := slices.IndexFunc(b.Scenario.Models, func(m model.Model) bool { return m.Alias == l.Model }); at >= 0 {
		of = &b.Scenario.Models[at]
	}
	switch {
	case l.Cause == sim.CauseInFlightCap:
		run.MaxInFlightTasks *= 2
	case l.Cause == sim.CauseRowGroupAdmission:
		run.MaxConcurrentRowGroups *= 2
	case l.Cause == sim.CauseModelSlot && of == nil:
		run.CPUs, run.Workers = 2*run.CPUs+4, 2*run.Workers
	case l.Cause == sim.CauseModelSlot:
		if of.Server.MaxConcurrency == of.MaxParallelRequests {
			of.Server.MaxConcurrency *= 2
		}
		of.MaxParallelRequests *= 2
	case l.Cause == sim.CauseCooldown:
		of.Server.MaxConcurrency *= 2
		of.Server.RequestsPerMinute *= 2
	case l.Cause == sim.CauseEngine:
		c := &run.Cost
		for _, cost := range []*int64{(*int64)(&c.Send), (*int64)(&c.Done), (*int64)(&c.Pass), (*int64)(&c.Thread), (*int64)(&c.Checkpoint), (*int64)(&c.ClientStart), (*int64)(&c.Column)} {
			*cost /= 2
		}
	case l.Cause == sim.CauseSalvage, l.Cause == sim.CauseBackOff:
		for i := range b.Scenario.Models {
			b.Scenario.Models[i].Errors = nil
		}
	case l.Cause == sim.CauseWork:
		for i := range b.Scenario.Columns {
			if models := b.Columns[i].Models; len(models) == 0 && of == nil || len(models) > 0 && models[0] == l.Model {
				b.Scenario.Columns[i].Latency.Mean /= 2
			}
		}
	}
}
