package sim_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/internal/reftest"
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/sim"
)

// measuredRun is a build of the real engine against a model server whose
// answers are known, as it was recorded.
type measuredRun struct {
	Name    string
	Engine  string
	CPUs    int
	Records int64
	Models  []struct {
		Alias       string
		Model       string
		MaxParallel int     `json:"max_parallel_requests"`
		Timeout     float64 // of a request; 0 is the default
	}
	Columns []measuredColumn
	Config  struct {
		DisableShutdown bool    `json:"disable_early_shutdown"`
		ShutdownRate    float64 `json:"shutdown_error_rate"`
		ShutdownWindow  int     `json:"shutdown_error_window"`
		BufferSize      int64   `json:"buffer_size"`
		RowGroups       int     `json:"max_concurrent_row_groups"`
		InFlight        int     `json:"max_in_flight_tasks"`
		Workers         int     `json:"non_inference_max_parallel_workers"`
		Restarts        *int    `json:"max_conversation_restarts"`
		Corrections     int     `json:"max_conversation_correction_steps"`
		Admission       *struct {
			Factor    *float64 `json:"multiplicative_decrease_factor"`
			Step      *int     `json:"additive_increase_step"`
			Successes *int     `json:"successes_until_increase"`
			Cooldown  *float64 `json:"cooldown_seconds"`
			Ramp      *float64 `json:"startup_ramp_seconds"`
		} `json:"request_admission"`
	} `json:"run_config"`
	Seed struct {
		Flagged []string `json:"flagged_rows"`
	}
	Server struct {
		Seed   int64
		Models map[string]*measuredServer
	}
	Latency json.RawMessage `json:"latency_by_cell"`
	Repeats []measuredRepeat
}

type measuredColumn struct {
	Name      string
	Kind      string
	Deps      []string
	Model     string
	SkipWhen  string  `json:"skip_when"`
	Propagate *bool   `json:"propagate_skip"`
	Seconds   float64 `json:"seconds"`
}

type measuredServer struct {
	Latency struct {
		Kind                        string
		Seconds, Median, Sigma, Max float64
	}
	MaxConcurrency int             `json:"max_concurrency"`
	RetryAfter     float64         `json:"retry_after"`
	Errors         []measuredError `json:"errors"`
	Refuses        []measuredError `json:"refuses"`
	Garbage        []measuredError `json:"garbage"`
}

type measuredError struct {
	Column   *string
	Rate     float64
	Status   int
	Attempts int // the rule is for those before; 0 is all
	From     int // and for no attempt before
}

type measuredRepeat struct {
	Makespan float64
	Requests int64
	Peak     map[string]int  `json:"peak_per_model"`
	RowsOut  int64           `json:"rows_out"`
	Health   []any           `json:"health_check_requests"`
	Log      []loggedRequest `json:"request_log"` // of the first repeat
}

// loggedRequest is the start of a line of a log: model, column, row, attempt and arrival.
type loggedRequest struct {
	column, row string
	arrived     float64
}

func (l *loggedRequest) UnmarshalJSON(line []byte) error {
	var model string
	var attempt int
	return json.Unmarshal(line, &[]any{&model, &l.column, &l.row, &attempt, &l.arrived})
}

// readMeasuredRuns reads every run of the reference data, by name.
func readMeasuredRuns(tb testing.TB) []*measuredRun {
	tb.Helper()
	return readRunsOf(tb, filepath.Join(reftest.Folder(tb), "runs"))
}

func readRunsOf(tb testing.TB, folder string) []*measuredRun {
	tb.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		tb.Skipf("no measured runs: %v", err)
	}
	var runs []*measuredRun
	for _, entry := range entries {
		name := strings.TrimSuffix(entry.Name(), ".gz")
		if !strings.HasSuffix(name, ".json") {
			continue
		}
		run := &measuredRun{}
		if err := json.Unmarshal(readPacked(tb, filepath.Join(folder, entry.Name())), run); err != nil {
			tb.Fatalf("%s: %v", entry.Name(), err)
		}
		run.Name = strings.TrimSuffix(name, ".json")
		runs = append(runs, run)
	}
	if len(runs) == 0 {
		tb.Skipf("no measured runs in %s", folder)
	}
	return runs
}

func readPacked(tb testing.TB, path string) []byte {
	tb.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	if !strings.HasSuffix(path, ".gz") {
		return content
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		tb.Fatal(err)
	}
	if content, err = io.ReadAll(unpacked); err != nil {
		tb.Fatal(err)
	}
	return content
}

// build is the run as the simulator takes it, with the engine's costs at their
// defaults.
func (m *measuredRun) build(tb testing.TB) sim.Build {
	tb.Helper()
	b := sim.Build{Engine: model.Async}
	if m.Engine == "sync" {
		b.Engine = model.Sync
	}
	b.Scenario.Run = m.run()
	for _, given := range m.Models {
		one := m.model(given.Alias, given.Model, given.MaxParallel)
		if given.Timeout > 0 {
			one.Timeout = ns(given.Timeout)
		}
		b.Scenario.Models = append(b.Scenario.Models, one)
	}
	b.Columns = m.columns()
	for _, c := range m.Columns {
		if c.Model == "" {
			b.Scenario.Columns = append(b.Scenario.Columns, model.ColumnSettings{Name: c.Name, Latency: model.ConstantOf(c.Seconds)})
		}
	}
	var err error
	if b.Graph, err = dag.FromColumns(b.Columns); err != nil {
		tb.Fatalf("%s: %v", m.Name, err)
	}
	if b.Plan, err = model.NewRowGroupPlan(m.Records, m.Config.BufferSize); err != nil {
		tb.Fatalf("%s: %v", m.Name, err)
	}
	b.World = m.world(tb, b)
	return b
}

func (m *measuredRun) run() model.Run {
	run, c := model.DefaultRun(), m.Config
	run.NumRecords, run.BufferSize = m.Records, c.BufferSize
	run.MaxConcurrentRowGroups, run.MaxInFlightTasks = max(1, c.RowGroups), c.InFlight
	run.CPUs, run.Workers = m.CPUs, max(1, c.Workers)
	run.DisableEarlyShutdown, run.ShutdownErrorRate, run.ShutdownErrorWindow = c.DisableShutdown, c.ShutdownRate, c.ShutdownWindow
	run.MaxConversationCorrectionSteps = c.Corrections
	if c.Restarts != nil {
		run.MaxConversationRestarts = *c.Restarts
	}
	run.HealthCheck = strings.HasSuffix(strings.TrimSuffix(m.Name, ".sync"), "_hc")
	if a := c.Admission; a != nil {
		r := &run.RequestAdmission
		set(&r.MultiplicativeDecreaseFactor, a.Factor)
		set(&r.AdditiveIncreaseStep, a.Step)
		set(&r.SuccessesUntilIncrease, a.Successes)
		if a.Cooldown != nil {
			r.Cooldown = ns(*a.Cooldown)
		}
		if a.Ramp != nil {
			r.StartupRamp = ns(*a.Ramp)
		}
	}
	return run
}

func set[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

func (m *measuredRun) model(alias, id string, slots int) model.Model {
	given := model.DefaultModel(alias)
	given.ID, given.MaxParallelRequests = id, slots
	if s := m.Server.Models[id]; s != nil {
		given.Server = model.Server{MaxConcurrency: s.MaxConcurrency, RetryAfter: ns(s.RetryAfter)}
		given.Latency = model.ConstantOf(s.Latency.Seconds + s.Latency.Median)
	}
	return given
}

// columns describes the columns: those of the seed dataset are one step, the
// samplers another.
func (m *measuredRun) columns() []model.Column {
	var columns []model.Column
	for _, c := range m.Columns {
		column := model.Column{Name: c.Name, Type: typeOf(c.Kind), Strategy: model.FullColumn, SkipsWhen: c.SkipWhen != "", PropagatesSkip: c.Propagate == nil || *c.Propagate}
		switch c.Kind {
		case "seed":
			column.Step = 1
		case "sampler":
			column.Step = 2
		case "expression", "validation":
			column.Dependencies = requires(c.Deps)
		default:
			column.Strategy = model.CellByCell
			column.Dependencies = requires(append(slices.Clone(c.Deps), "rid"))
			if c.Model != "" {
				column.Models = []string{c.Model}
			}
		}
		columns = append(columns, column)
	}
	return columns
}

// typeOf is Data Designer's type of a kind of column.
func typeOf(kind string) string {
	if kind == "seed" {
		return "seed-dataset"
	}
	return kind
}

func requires(names []string) []model.Dependency {
	var list []model.Dependency
	for _, name := range names {
		list = append(list, model.Dependency{Name: name, Kind: model.Required})
	}
	return list
}

// measuredWorld answers as the model server of the run did.
type measuredWorld struct {
	run     *measuredRun
	columns []measuredColumn // by id
	servers []*measuredServer
	ids     []string
	start   func(model.RowGroupIndex) int64
	latency map[string]float64
	flagged map[string]bool
}

func (m *measuredRun) world(tb testing.TB, b sim.Build) *measuredWorld {
	tb.Helper()
	w := &measuredWorld{run: m, start: b.Plan.Start, flagged: map[string]bool{}, columns: m.Columns}
	for _, row := range m.Seed.Flagged {
		w.flagged[row] = true
	}
	if len(m.Latency) > 0 && m.Latency[0] == '{' {
		if err := json.Unmarshal(m.Latency, &w.latency); err != nil {
			tb.Fatalf("%s: %v", m.Name, err)
		}
	}
	for _, c := range m.Columns {
		var server *measuredServer
		id := ""
		for _, given := range m.Models {
			if given.Alias == c.Model && c.Model != "" {
				id = given.Model
				server = m.Server.Models[id]
			}
		}
		w.servers, w.ids = append(w.servers, server), append(w.ids, id)
	}
	return w
}

func (w *measuredWorld) row(group model.RowGroupIndex, row model.RowIndex) string {
	return fmt.Sprintf("r%05d", w.start(group)+int64(max(0, row)))
}

// draw is the server's random number for some words.
func (w *measuredWorld) draw(words ...string) float64 {
	sum := sha256.Sum256([]byte(strings.Join(append([]string{fmt.Sprint(w.run.Server.Seed)}, words...), "|")))
	return (float64(binary.BigEndian.Uint64(sum[:8])) + 0.5) / (1 << 64)
}

func (w *measuredWorld) Latency(task model.Task, attempt int) time.Duration {
	column, server := w.columns[task.Column], w.servers[task.Column]
	if server == nil {
		return ns(column.Seconds)
	}
	row := w.row(task.RowGroup, task.Row)
	if served, known := w.latency[fmt.Sprintf("%s|%s|%d", column.Name, row, attempt)]; known {
		return ns(served)
	}
	l := server.Latency
	if l.Kind != "lognormal" {
		return ns(l.Seconds)
	}
	words := []string{"lat", w.ids[task.Column], column.Name, row, fmt.Sprint(attempt)}
	normal := math.Sqrt(-2*math.Log(w.draw(append(words, "n1")...))) * math.Cos(2*math.Pi*w.draw(append(words, "n2")...))
	seconds := l.Median * math.Exp(l.Sigma*normal)
	if l.Max > 0 {
		seconds = min(seconds, l.Max)
	}
	return ns(seconds)
}

func (w *measuredWorld) Fails(task model.Task, attempt, rejections int) model.ErrorKind {
	server := w.servers[task.Column]
	if server == nil {
		return 0
	}
	if w.chosen("refuse", server.Refuses, task, rejections) != nil {
		return model.RateLimited
	}
	if e := w.chosen("err", server.Errors, task, attempt); e != nil {
		if e.Status == 0 && w.run.Engine == "sync" {
			return model.ServerError // its client repeats no request that was written
		}
		return kindOf(e.Status)
	}
	if w.chosen("garbage", server.Garbage, task, attempt) != nil {
		return model.Unparseable
	}
	return 0
}

func (w *measuredWorld) chosen(word string, rules []measuredError, task model.Task, attempt int) *measuredError {
	column, row := w.columns[task.Column].Name, w.row(task.RowGroup, task.Row)
	for i, e := range rules {
		if (e.Column == nil || *e.Column == column) && attempt >= e.From && (e.Attempts == 0 || attempt < e.Attempts) && w.draw(word, column, row) < e.Rate {
			return &rules[i]
		}
	}
	return nil
}

// kindOf is the kind of an answer that is no success; 0 is none, as the connection
// broke.
func kindOf(status int) model.ErrorKind {
	switch {
	case status == 429:
		return model.RateLimited
	case status == 0 || status >= 502 && status <= 504:
		return model.Unavailable
	case status == 408 || status >= 500:
		return model.ServerError
	default:
		return model.BadRequest
	}
}

func (w *measuredWorld) Skips(cell model.Cell) bool {
	return w.columns[cell.Column].SkipWhen != "" && w.flagged[w.row(cell.RowGroup, cell.Row)]
}
