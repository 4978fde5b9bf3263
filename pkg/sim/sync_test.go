package sim_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/sim"
)

// rowWorld answers by row alone, in a second where nothing else is said.
type rowWorld struct {
	skipped []model.RowIndex // in column 0
	failing map[model.Slice]model.ErrorKind
	slow    map[model.Slice]time.Duration
}

func (w rowWorld) Skips(cell model.Cell) bool {
	return cell.Column == 0 && slices.Contains(w.skipped, cell.Row)
}

func (w rowWorld) Latency(task model.Task, _ int) time.Duration {
	if d, ok := w.slow[task.Slice]; ok {
		return d
	}
	return time.Second
}

func (w rowWorld) Fails(task model.Task, _, _ int) model.ErrorKind { return w.failing[task.Slice] }

// failingRows are rows of column 0 that are answered by 400.
func failingRows(rows ...model.RowIndex) map[model.Slice]model.ErrorKind {
	kinds := make(map[model.Slice]model.ErrorKind)
	for _, row := range rows {
		kinds[model.Slice{Row: row}] = model.BadRequest
	}
	return kinds
}

// columnAtATime builds one row group with the sync engine, at no cost of its own.
func columnAtATime(tb testing.TB, rows int, slots []int, columns ...workColumn) sim.Build {
	tb.Helper()
	b := workload{columns: columns, slots: slots, groups: []int{rows}, engine: model.Sync}.build(tb)
	b.Scenario.Run.HealthCheck, b.Scenario.Run.Cost = false, model.EngineCost{AnswersPerPass: 1}
	return b
}

// The sync engine gives up at an error that makes too large a share of what was
// completed in the column, once one more task has been submitted. Skipped cells are
// neither submitted nor completed.
func TestSync_earlyShutdown(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		world    rowWorld
		window   int
		rate     float64
		requests int64
		stopped  sim.Stop
	}{
		{"two of three", rowWorld{failing: failingRows(1, 2)}, 3, 0.5, 4, sim.EarlyShutdown},
		{"too few yet", rowWorld{failing: failingRows(0, 1)}, 3, 0.5, 12, 0},
		{"the skipped do not count", rowWorld{skipped: []model.RowIndex{0, 1, 2, 3}, failing: failingRows(4, 5, 6)}, 3, 0.5, 4, sim.EarlyShutdown},
		{"and are not the one more", rowWorld{skipped: []model.RowIndex{3, 4, 5}, failing: failingRows(1, 2)}, 3, 0.5, 4, sim.EarlyShutdown},
		{"a share of 0 is reached at once", rowWorld{failing: failingRows(2)}, 50, 0, 4, sim.EarlyShutdown},
	} {
		b := columnAtATime(t, 12, []int{1}, cell(0, 1))
		b.Columns[0].SkipsWhen = true
		b.Scenario.Run.ShutdownErrorWindow, b.Scenario.Run.ShutdownErrorRate = tt.window, tt.rate
		b.World = tt.world
		if r := runBuild(t, b); r.Requests.Attempts != tt.requests || r.Stopped != tt.stopped {
			t.Errorf("%s: %d requests, stopped %q, want %d and %q", tt.name, r.Requests.Attempts, r.Stopped, tt.requests, tt.stopped)
		}
	}
}

// The sync engine fails with a full column: where it fails, where a row of it comes out
// empty, and where it finds no row. Row groups that were finished before stay.
func TestSync_columnFails(t *testing.T) {
	t.Parallel()
	whole := model.Slice{Column: 1, RowGroup: 1, Row: model.AllRows}
	for _, tt := range []struct {
		name    string
		column  workColumn
		failing map[model.Slice]model.ErrorKind
		drops   float64
		stopped sim.Stop
		rows    sim.Rows
		why     string
	}{
		{"no row before it", full(1, 0), map[model.Slice]model.ErrorKind{{RowGroup: 1}: 1, {RowGroup: 1, Row: 1}: 1}, 0, sim.ColumnFailed, sim.Rows{Asked: 6, Out: 2}, "no row was left for it"},
		{"a row before it", full(1, 0), map[model.Slice]model.ErrorKind{{RowGroup: 1}: 1}, 0, 0, sim.Rows{Asked: 6, Out: 5, Dropped: 1}, ""},
		{"no row before a cell", cell(0, 1, 0), map[model.Slice]model.ErrorKind{{RowGroup: 1}: 1, {RowGroup: 1, Row: 1}: 1}, 0, 0, sim.Rows{Asked: 6, Out: 4, Dropped: 2}, ""},
		{"it fails itself", full(1, 0), map[model.Slice]model.ErrorKind{whole: model.BadRequest}, 0, sim.ColumnFailed, sim.Rows{Asked: 6, Out: 2}, "it failed"},
		{"an empty row", full(1, 0), nil, 1, sim.ColumnFailed, sim.Rows{Asked: 6}, "a row of it came out empty"},
	} {
		b := columnAtATime(t, 0, []int{1}, cell(0, 1), tt.column)
		var err error
		if b.Plan, err = model.NewRowGroupPlanOf([]int{2, 2, 2}); err != nil {
			t.Fatal(err)
		}
		if tt.name == "it fails itself" {
			b.Columns[1].Models = []string{"m0"}
		}
		b.Scenario.Columns[1].DropRate = tt.drops
		b.Scenario.Run.DisableEarlyShutdown = true
		if b.World = sim.World(rowWorld{failing: tt.failing}); tt.drops > 0 {
			b.World = nil
		}
		r := runBuild(t, b)
		if r.Stopped != tt.stopped || r.Rows != tt.rows {
			t.Errorf("%s: stopped %q with %+v, want %q and %+v", tt.name, r.Stopped, r.Rows, tt.stopped, tt.rows)
		}
		want := "column c01 ended the build: " + tt.why + ", which the sync engine takes for a failure of the whole"
		if tt.why != "" && !slices.Contains(r.Warnings, want) {
			t.Errorf("%s: warnings %q, want %q among them", tt.name, r.Warnings, want)
		}
	}
}

// A custom column runs in the workers for local work, whatever the alias of its model
// allows.
func TestSync_customColumn(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]time.Duration{"custom": 4 * time.Second, "llm-text": time.Second} {
		b := columnAtATime(t, 8, []int{8}, cell(0, 1))
		b.Columns[0].Type, b.Scenario.Run.Workers = kind, 2
		if r := runBuild(t, b); r.Makespan != want {
			t.Errorf("%s: %v, want %v", kind, r.Makespan, want)
		}
	}
}

// An alias limits its model from its first request on, and not before.
func TestSync_aliasesOfOneModel(t *testing.T) {
	t.Parallel()
	b := columnAtATime(t, 4, []int{4, 2}, cell(0, 1), cell(1, 1, 0), cell(0, 1, 1))
	b.Scenario.Models[1].ID = "m0"
	if r := runBuild(t, b); r.Makespan != 5*time.Second || r.Models[0].Slots != 4 || r.Models[0].Peak != 4 || r.Models[0].LowestLimit != 2 {
		t.Errorf("%v with a peak of %d in %d slots and a lowest limit of %d, want 1s + 2s + 2s, 4 in 4, and 2",
			r.Makespan, r.Models[0].Peak, r.Models[0].Slots, r.Models[0].LowestLimit)
	}
}

// A column goes through its rows in their order, not in that in which they became ready.
func TestSync_rowOrder(t *testing.T) {
	t.Parallel()
	b := columnAtATime(t, 3, []int{3, 1}, cell(0, 1), cell(1, 1, 0))
	b.World = rowWorld{slow: map[model.Slice]time.Duration{{Row: 0}: 3 * time.Second, {Row: 1}: 2 * time.Second}}
	var seen requestLog
	if _, err := sim.Run(t.Context(), b, sim.Options{Recorder: &seen}); err != nil {
		t.Fatal(err)
	}
	if want := []model.RowIndex{2, 1, 0, 0, 1, 2}; !slices.Equal(seen.rows, want) {
		t.Errorf("answers for the rows %v, want %v", seen.rows, want)
	}
}

// Threads that begin together come to their requests in an order that is drawn, near that of
// the rows: 1.4 places off in the mean, and never ahead of those seven before. One after the
// other they keep it.
func TestSync_threadsCompete(t *testing.T) {
	t.Parallel()
	const rows, waves = 16, 200
	for _, slots := range []int{rows, 1} {
		b := columnAtATime(t, rows, []int{slots}, cell(0, 1))
		b.Scenario.Run.Cost.Send = time.Millisecond
		off, same := 0, 0
		for seed := range uint64(waves) {
			b.Seed = seed
			var seen requestLog
			if _, err := sim.Run(t.Context(), b, sim.Options{Recorder: &seen}); err != nil {
				t.Fatal(err)
			}
			if slices.IsSorted(seen.rows) {
				same++
			}
			for place, row := range seen.rows {
				away := int(row) - place
				if away > 7 {
					t.Fatalf("seed %d: row %d is sent at place %d, ahead of more than seven", seed, row, place)
				}
				off += max(away, -away)
			}
		}
		mean := float64(off) / (rows * waves)
		if slots == 1 && same != waves || slots > 1 && (same > 0 || math.Abs(mean-1.4) > 0.05) {
			t.Errorf("%d slots: %.2f places off in the mean, %d of %d waves in the order of the rows; want 1.4 and none, or with one slot all", slots, mean, same, waves)
		}
	}
}

// Seeds and samplers come first; what waits for nothing else is a root among the others,
// which go by their declaration.
func TestSync_columnOrder(t *testing.T) {
	t.Parallel()
	describe := func(name, kind string, needs ...string) model.Column {
		c := model.Column{Name: name, Type: kind, Strategy: model.CellByCell, Models: []string{"m0"}}
		if kind != "" {
			c.Strategy, c.Models = model.FullColumn, nil
		}
		for _, up := range needs {
			c.Dependencies = append(c.Dependencies, model.Dependency{Name: up, Kind: model.Required})
		}
		return c
	}
	b := columnAtATime(t, 1, []int{1})
	b.Columns = []model.Column{
		describe("mood", "sampler"), describe("b", "", "mood"), describe("a", ""), describe("c", "", "a"), describe("note", "seed-dataset"), describe("d", "", "note", "b"),
	}
	b.Scenario.Models[0].Latency = seconds(1)
	var err error
	if b.Graph, err = dag.FromColumns(b.Columns); err != nil {
		t.Fatal(err)
	}
	var seen requestLog
	if _, err := sim.Run(t.Context(), b, sim.Options{Recorder: &seen}); err != nil {
		t.Fatal(err)
	}
	if want := []string{"b", "a", "d", "c"}; !slices.Equal(seen.columns, want) || !slices.Equal(seen.tasks, append([]string{"note", "mood"}, want...)) {
		t.Errorf("requests for %v after tasks of %v, want %v after note and mood", seen.columns, seen.tasks, want)
	}
}

// requestLog is a recorder of the order of answers, and of tasks.
type requestLog struct {
	rows           []model.RowIndex
	columns, tasks []string
}

func (l *requestLog) Task(r sim.TaskRecord) { l.tasks = append(l.tasks, r.Column) }

func (l *requestLog) Request(r sim.RequestRecord) {
	l.rows, l.columns = append(l.rows, r.Task.Row), append(l.columns, r.Column)
}

// Seeds and samplers that wait for what comes after them, as no config of Data Designer says,
// are columns like others: the build ends, and its path leads from the start to its end.
func TestRun_syncLateSources(t *testing.T) {
	t.Parallel()
	for _, types := range [][]string{
		{"sampler", "seed-dataset", "llm-text", "", ""}, {"", "sampler", "seed-dataset", "sampler", ""}, {"seed-dataset", "llm-text", "sampler", "", "seed-dataset"},
	} {
		b := workload{
			columns: []workColumn{cell(0, 1), full(1, 0), cell(0, 1, 0, 1), cell(0, 1), cell(0, 1, 2, 3)},
			slots:   []int{2}, groups: []int{5, 5}, engine: model.Sync,
		}.build(t)
		b.Scenario.Run.HealthCheck = false
		for i, name := range types {
			b.Columns[i].Type = name
		}
		r := runBuild(t, b)
		if !r.Complete || math.Abs(r.CriticalPath.Waits.Total()-r.Makespan.Seconds()) > 1e-6 {
			t.Errorf("%v: %v, %v s on the path of %v", types, r.Stopped, r.CriticalPath.Waits.Total(), r.Makespan)
		}
		for i, step := range r.CriticalPath.Steps {
			if step.Ready > step.Start || step.Start > step.Finish || i > 0 && step.Ready < r.CriticalPath.Steps[i-1].Finish {
				t.Errorf("%v: step %d of the path: %+v", types, i, step)
			}
		}
	}
}
