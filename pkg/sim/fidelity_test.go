package sim_test

import (
	"flag"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dagplan/dagplan/pkg/internal/golden"
	"github.com/dagplan/dagplan/pkg/internal/reftest"
	"github.com/dagplan/dagplan/pkg/sim"
)

// fidelity is a measured run beside the simulation of it.
type fidelity struct {
	run               *measuredRun
	simulated         float64 // makespan in seconds
	median, low, high float64 // of the repeats
	result            *sim.Result
	differs           []string // what else is not equal
}

// compare simulates a run as a build. The makespan of both is from the first request to
// the last answer.
func compare(tb testing.TB, run *measuredRun, b sim.Build) fidelity {
	tb.Helper()
	r := runBuild(tb, b)
	f := fidelity{run: run, simulated: (r.Requests.Last - r.Requests.First).Seconds(), result: r}
	var spans []float64
	for _, repeat := range run.Repeats {
		spans = append(spans, repeat.Makespan)
	}
	slices.Sort(spans)
	f.median, f.low, f.high = (spans[(len(spans)-1)/2]+spans[len(spans)/2])/2, spans[0], spans[len(spans)-1]
	f.check()
	return f
}

// check compares what must be equal. Where the repeats disagree among
// themselves, being equal to one of them counts.
func (f *fidelity) check() {
	differs := func(what string, got int64, want func(measuredRepeat) int64) {
		var values []int64
		for _, repeat := range f.run.Repeats {
			values = append(values, want(repeat))
		}
		if !slices.Contains(values, got) {
			f.differs = append(f.differs, fmt.Sprintf("%s %d, measured %d", what, got, values))
		}
	}
	differs("requests", f.result.Requests.Attempts, func(r measuredRepeat) int64 { return r.Requests })
	differs("rows", f.result.Rows.Out, func(r measuredRepeat) int64 { return r.RowsOut })
	for _, id := range slices.Sorted(maps.Keys(f.run.Repeats[0].Peak)) {
		for _, m := range f.result.Models {
			if m.ID == id {
				differs("peak of "+id, int64(m.Peak), func(r measuredRepeat) int64 { return int64(r.Peak[id]) })
			}
		}
	}
}

// err is the error against the median of the repeats, outside the distance to
// their range; both relative to the median.
func (f *fidelity) err() float64 { return (f.simulated - f.median) / f.median }

func (f *fidelity) outside() float64 {
	return math.Max(0, math.Max(f.low-f.simulated, f.simulated-f.high)) / f.median
}

var fidelityTable = flag.String("fidelity.table", "", "write the comparison with the measured runs to this file")

// TestFidelity holds the simulator against builds of the real engine: one set
// of costs for all runs, makespans within bounds, counts equal.
func TestFidelity(t *testing.T) { //nolint:paralleltest // with -update it writes what the next one writes too
	var rows []fidelity
	for _, run := range readMeasuredRuns(t) {
		rows = append(rows, compare(t, run, run.build(t)))
	}
	text, median, worst := fidelityText(rows)
	if *fidelityTable != "" {
		if err := os.WriteFile(*fidelityTable, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if os.Getenv("DAGPLAN_REFERENCE") == "" {
		table, summary, _ := strings.Cut(text, "\n\n")
		checkFidelityDocs(t, fidelityTables, 0, table)
		checkFidelityDocs(t, `fidelity: \d+ runs, .*`, 0, strings.TrimSpace(summary))
	}
	if median > 0.02 || worst > 0.06 {
		t.Errorf("median error %.1f %%, worst %.1f %% outside the repeats; want at most 2 and 6", 100*median, 100*worst)
	}
	for _, f := range rows {
		if len(f.differs) > 0 {
			t.Errorf("%s: %s", f.run.Name, strings.Join(f.differs, "; "))
		}
	}
}

// TestFidelity_threadOrder reads from the logs of the reference runs how far from the order of
// the rows the requests of a first wave of 16 threads arrive: what docs/engine.md says, and
// what the drawn order is made after.
func TestFidelity_threadOrder(t *testing.T) {
	t.Parallel()
	waves, off, most := 0, 0, 0
	for _, run := range readRunsOf(t, filepath.Join(reftest.Root(t), "testdata", "reference", "runs")) {
		if run.Engine != "sync" {
			continue
		}
		var wave []string
		for _, request := range run.Repeats[0].Log {
			if request.column == run.Repeats[0].Log[0].column && request.arrived < 0.05 {
				wave = append(wave, request.row)
			}
		}
		if len(wave) != 16 {
			continue
		}
		waves++
		inOrder := slices.Sorted(slices.Values(wave))
		for place, row := range wave {
			away := slices.Index(inOrder, row) - place
			off, most = off+max(away, -away), max(most, away, -away)
		}
	}
	if got := fmt.Sprintf("%d waves, %.1f places off, at most %d", waves, float64(off)/float64(16*waves), most); got != "10 waves, 1.3 places off, at most 8" {
		t.Errorf("%s, want 10 waves, 1.3 places off, at most 8", got)
	}
}

// TestFidelity_race counts what the order of threads decides, which is drawn: in
// early_shutdown.sync how many rows are submitted before the engine gives up.
func TestFidelity_race(t *testing.T) { //nolint:paralleltest // see TestFidelity
	const seeds = 100
	for _, run := range readMeasuredRuns(t) {
		if run.Name != "early_shutdown.sync" {
			continue
		}
		counts := make(map[int64]int)
		for seed := range uint64(seeds) {
			b := run.build(t)
			b.Seed = seed
			counts[runBuild(t, b).Requests.Attempts]++
		}
		var said []string
		for _, requests := range slices.Sorted(maps.Keys(counts)) {
			said = append(said, fmt.Sprintf("%d send %d requests", counts[requests], requests))
		}
		checkFidelityDocs(t, `of \d+ seeds,.*`, 0, fmt.Sprintf("of %d seeds, %s.", seeds, strings.Join(said, ", ")))
	}
}

// TestFidelity_idle holds the simulator against the builds that testdata/measure
// made on an idle machine: to what they sent and kept, and to their times within wider
// bounds, as that machine is faster than what the costs are for. With six tenths of the
// costs the times are near.
func TestFidelity_idle(t *testing.T) { //nolint:paralleltest // see TestFidelity
	var off []fidelity
	for _, engine := range []struct {
		name          string
		usual, scaled idle // at worst
	}{
		{"async", idle{equal: 158, median: 0.03, worst: 0.15}, idle{equal: 163, median: 0.015, worst: 0.12}},
		{"sync", idle{equal: 90, median: 0.045, worst: 0.35}, idle{equal: 90, median: 0.03, worst: 0.45}},
	} {
		runs := readRunsOf(t, filepath.Join(reftest.Root(t), "testdata", "reference", "idle", "runs"))
		runs = slices.DeleteFunc(runs, func(run *measuredRun) bool { return run.Engine != engine.name })
		usual, scaled := compareIdle(t, runs, 1), compareIdle(t, runs, 0.6)
		usual.check(t, engine.usual)
		scaled.check(t, engine.scaled)
		for i := range usual.all {
			if f := usual.all[i]; len(f.differs) > 0 || scaled.all[i].outside() > 0.06 {
				off = append(off, f)
			}
		}
		for _, row := range []struct {
			costs string
			idle  *idle
		}{{"the usual", usual}, {"six tenths", scaled}} {
			checkFidelityDocs(t, fmt.Sprintf(`\| %s \| %s \|.*`, engine.name, row.costs), 0,
				fmt.Sprintf("| %s | %s | %d | %d | %.1f %% | %.1f %% |", engine.name, row.costs, len(runs), row.idle.equal, 100*row.idle.median, 100*row.idle.worst))
		}
	}
	text, _, _ := fidelityText(off)
	table, _, _ := strings.Cut(text, "\n\n")
	checkFidelityDocs(t, fidelityTables, 1, table)
}

// idle is how builds come out that were measured on an idle machine.
type idle struct {
	equal         int
	median, worst float64
	all           []fidelity
}

func (i *idle) String() string {
	return fmt.Sprintf("%d equal in requests, peaks and rows; makespan: median error %.1f %%, worst %.1f %% outside the repeats", i.equal, 100*i.median, 100*i.worst)
}

// check holds them to what they may be at worst.
func (i *idle) check(t *testing.T, worst idle) {
	t.Helper()
	if i.equal < worst.equal || i.median > worst.median || i.worst > worst.worst {
		t.Errorf("%v; want at least %v", i, &worst)
	}
}

// compareIdle simulates builds with a share of the usual costs.
func compareIdle(t *testing.T, runs []*measuredRun, share float64) *idle {
	t.Helper()
	var errs []float64
	var i idle
	for _, run := range runs {
		b := run.build(t)
		cost := &b.Scenario.Run.Cost
		for _, d := range []*time.Duration{&cost.Send, &cost.Done, &cost.Pass, &cost.Thread, &cost.Checkpoint, &cost.ClientStart, &cost.Column} {
			*d = time.Duration(float64(*d) * share)
		}
		f := compare(t, run, b)
		i.all = append(i.all, f)
		errs, i.worst = append(errs, math.Abs(f.err())), max(i.worst, f.outside())
		if len(f.differs) == 0 {
			i.equal++
		}
	}
	slices.Sort(errs)
	i.median = errs[len(errs)/2]
	return &i
}

// fidelityTables matches the tables of docs/fidelity.md that the tests write.
const fidelityTables = `\| run \|.*(\n\|.*)+`

// checkFidelityDocs holds what a pattern finds in docs/fidelity.md, the one that comes
// after others, to what was just compared.
func checkFidelityDocs(t *testing.T, pattern string, after int, want string) {
	t.Helper()
	path := filepath.Join(reftest.Root(t), "docs", "fidelity.md")
	docs, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(pattern).FindAllIndex(docs, -1)
	if len(found) <= after {
		t.Fatalf("docs/fidelity.md has nothing like %s", pattern)
	}
	at := found[after]
	if string(docs[at[0]:at[1]]) == want {
		return
	}
	if !golden.Updating() {
		t.Errorf("docs/fidelity.md says something else: make golden puts this there\n%s", want)
		return
	}
	docs = slices.Concat(docs[:at[0]], []byte(want), docs[at[1]:])
	if err := os.WriteFile(path, docs, 0o644); err != nil {
		t.Fatal(err)
	}
}

// fidelityText is the table of docs/fidelity.md and its summary.
func fidelityText(rows []fidelity) (text string, median, worst float64) {
	var b strings.Builder
	b.WriteString("| run | measured (range) | simulated | error | outside the range | requests, peak, rows |\n|---|--:|--:|--:|--:|---|\n")
	var errs []float64
	for i := range rows {
		f := &rows[i]
		errs = append(errs, math.Abs(f.err()))
		worst = math.Max(worst, f.outside())
		same := "equal"
		if len(f.differs) > 0 {
			same = strings.Join(f.differs, "; ")
		}
		fmt.Fprintf(&b, "| %s | %.2f (%.2f to %.2f) | %.2f | %+.1f %% | %.1f %% | %s |\n",
			f.run.Name, f.median, f.low, f.high, f.simulated, 100*f.err(), 100*f.outside(), same)
	}
	slices.Sort(errs)
	median = (errs[(len(errs)-1)/2] + errs[len(errs)/2]) / 2
	fmt.Fprintf(&b, "\nfidelity: %d runs, median %.1f %%, worst %.1f %% outside the repeats\n", len(rows), 100*median, 100*worst)
	return b.String(), median, worst
}
