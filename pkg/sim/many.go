package sim

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
)

// Many is what several simulations of one build came to, with seeds that count
// up from [Build.Seed]. It depends on nothing but the build and the number of
// runs: not on how many cores there were.
type Many struct {
	// Asked is how many runs were asked for, Runs how many ended: less only where the
	// context was cancelled.
	Asked, Runs int
	// Complete is how many of them completed, Stops why the others did not, the most
	// frequent reason first.
	Complete  int
	Stops     []StopCount
	FirstSeed uint64
	// Makespan, in seconds, is that of the runs that completed; the others count
	// every run.
	Makespan, Calls, Attempts, RowsOut, Cost Spread
	// Limits are what limited the runs that completed, the most frequent first.
	Limits []LimitCount
}

// Spread says how a number varies from run to run. The quantiles are values of
// runs: P90 is the smallest that nine in ten runs do not exceed.
type Spread struct{ Min, P10, P50, P90, Max float64 }

// StopCount is a reason with the number of runs that it stopped.
type StopCount struct {
	Stop Stop
	Runs int
}

// LimitCount is a limit with the number of runs that it limited.
type LimitCount struct {
	Limit Limit
	Runs  int
}

// outcome is what is kept of one run.
type outcome struct {
	ended, complete                         bool
	makespan, calls, attempts, rows, charge float64
	limit                                   Limit
	stop                                    Stop
}

// RunMany simulates a build runs times, on all cores. progress, where it is not
// nil, is told how many runs have ended, by one call at a time. Errors are those
// of [Run], and a negative number of runs; a context that is cancelled is none.
func RunMany(ctx context.Context, b Build, runs int, progress func(ended int)) (*Many, error) {
	outcomes, err := runEach(ctx, b, runs, progress)
	if err != nil {
		return nil, err
	}
	return summarise(b.Seed, outcomes), nil
}

// RunAll simulates builds, on all cores, and returns their results in the order of the
// builds. progress, where it is not nil, is told now and then how many tasks are complete
// or given up, of those of the builds that have begun and of as many again for each that
// has not, by one call at a time. Errors are those of [Run], the first build's first; a
// context that is cancelled is none, and leaves nil for builds that had not begun.
func RunAll(ctx context.Context, builds []Build, progress func(tasks, planned int64)) ([]*Result, error) {
	results := make([]*Result, len(builds))
	done := allProgress{tell: progress, of: make([]Progress, len(builds))}
	err := inParallel(ctx, len(builds), func(i int) (err error) {
		var o Options
		if progress != nil {
			o.Progress = func(p Progress) { done.update(i, p) }
		}
		results[i], err = Run(ctx, builds[i], o)
		return err
	})
	if err != nil {
		return nil, err
	}
	return results, nil
}

// allProgress adds up how far builds are that run at the same time.
type allProgress struct {
	counting sync.Mutex
	tell     func(tasks, planned int64)
	of       []Progress
}

func (a *allProgress) update(i int, p Progress) {
	a.counting.Lock()
	defer a.counting.Unlock()
	a.of[i] = p
	var tasks, planned, begun int64
	for _, one := range a.of {
		if one.Planned > 0 {
			tasks, planned, begun = tasks+one.Tasks, planned+one.Planned, begun+1
		}
	}
	a.tell(tasks, planned*int64(len(a.of))/max(1, begun))
}

// runEach runs one simulation for each seed and keeps what came of it by its
// index, so that the order in which they end does not matter.
func runEach(ctx context.Context, b Build, runs int, progress func(ended int)) ([]outcome, error) {
	if runs < 0 {
		return nil, fmt.Errorf("%d runs: give a number from 0", runs)
	}
	outcomes := make([]outcome, runs)
	var counting sync.Mutex
	ended := 0
	err := inParallel(ctx, runs, func(i int) (err error) {
		one := b
		one.Seed += uint64(i)
		outcomes[i], err = runOne(ctx, one)
		counting.Lock()
		defer counting.Unlock()
		if ended++; progress != nil {
			progress(ended)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return outcomes, nil
}

// inParallel does n pieces of work on all cores, and none that has not begun once the
// context is cancelled. It returns the error of the first piece that has one.
func inParallel(ctx context.Context, n int, work func(i int) error) error {
	errs := make([]error, n)
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for i := range next {
				errs[i] = work(i)
			}
		})
	}
	for i := range n {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	workers.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func runOne(ctx context.Context, b Build) (outcome, error) {
	r, err := Run(ctx, b, Options{})
	if err != nil || r.Stopped == Interrupted {
		return outcome{}, err
	}
	o := outcome{
		ended: true, complete: r.Complete, makespan: r.Makespan.Seconds(), limit: r.Answer.Limit, stop: r.Stopped,
		calls: float64(r.Requests.Calls), attempts: float64(r.Requests.Attempts), rows: float64(r.Rows.Out),
	}
	for _, m := range r.Models {
		o.charge += m.Cost
	}
	return o, nil
}

func summarise(seed uint64, outcomes []outcome) *Many {
	m := &Many{FirstSeed: seed, Asked: len(outcomes)}
	ended := slices.DeleteFunc(slices.Clone(outcomes), func(o outcome) bool { return !o.ended })
	complete := slices.DeleteFunc(slices.Clone(ended), func(o outcome) bool { return !o.complete })
	m.Runs, m.Complete = len(ended), len(complete)
	m.Makespan = spreadOf(complete, func(o outcome) float64 { return o.makespan })
	m.Calls = spreadOf(ended, func(o outcome) float64 { return o.calls })
	m.Attempts = spreadOf(ended, func(o outcome) float64 { return o.attempts })
	m.RowsOut = spreadOf(ended, func(o outcome) float64 { return o.rows })
	m.Cost = spreadOf(ended, func(o outcome) float64 { return o.charge })
	for _, o := range complete {
		at := slices.IndexFunc(m.Limits, func(l LimitCount) bool { return l.Limit == o.limit })
		if at < 0 {
			at = len(m.Limits)
			m.Limits = append(m.Limits, LimitCount{Limit: o.limit})
		}
		m.Limits[at].Runs++
	}
	for _, o := range ended {
		if o.complete {
			continue
		}
		at := slices.IndexFunc(m.Stops, func(s StopCount) bool { return s.Stop == o.stop })
		if at < 0 {
			at = len(m.Stops)
			m.Stops = append(m.Stops, StopCount{Stop: o.stop})
		}
		m.Stops[at].Runs++
	}
	slices.SortStableFunc(m.Stops, func(a, b StopCount) int { return cmp.Compare(b.Runs, a.Runs) })
	slices.SortStableFunc(m.Limits, func(a, b LimitCount) int { return cmp.Compare(b.Runs, a.Runs) })
	return m
}

// spreadOf is zero where there are no runs.
func spreadOf(outcomes []outcome, number func(outcome) float64) Spread {
	if len(outcomes) == 0 {
		return Spread{}
	}
	values := make([]float64, len(outcomes))
	for i, o := range outcomes {
		values[i] = number(o)
	}
	slices.Sort(values)
	at := func(tenths int) float64 { return values[max(0, (len(values)*tenths+9)/10-1)] }
	return Spread{Min: values[0], P10: at(1), P50: at(5), P90: at(9), Max: values[len(values)-1]}
}
