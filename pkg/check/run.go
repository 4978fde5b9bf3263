package check

import (
	"fmt"

	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/diag"
	"github.com/dagplan/dagplan/pkg/internal/numeral"
	"github.com/dagplan/dagplan/pkg/model"
)

const (
	codeBufferTooLarge   diag.Code = "DP551"
	codeRequestsUnbound  diag.Code = "DP552"
	codeInFlightUnbound  diag.Code = "DP553"
	codeRowGroupsUnbound diag.Code = "DP554"
	codeServerOverrun    diag.Code = "DP555"
	codeLatencyTwice     diag.Code = "DP556"
	codeUnheard          diag.Code = "DP557"
	codeTooLate          diag.Code = "DP558"
)

// Run checks the settings of a run against the build: buffers and limits that
// do nothing in it, or harm. settings are those in force that are not left at their
// defaults, scenario is made of them. Only what a file says is held against it,
// so that a build of ten rows for a try is quiet; a field that does nothing at all is
// reported whoever gives it.
func Run(file *config.File, settings config.Settings, scenario model.Scenario) diag.List {
	r := &runChecker{checker: newIndex(file), inForce: make(map[string]config.Setting, len(settings)), scenario: scenario}
	for _, s := range settings {
		r.inForce[config.PathText(s.Path)] = s
	}
	for _, rule := range []func(*runChecker){bufferSize, requestLimits, inFlightLimit, rowGroupLimit, serverLimits, tokenTimes, unheardSettings, timeouts} {
		rule(r)
	}
	r.findings.Sort()
	return r.findings
}

type runChecker struct {
	*checker
	inForce  map[string]config.Setting // by the text of the path
	scenario model.Scenario
}

// written returns the setting of a field of the run, false where no file gives
// one.
func (r *runChecker) written(path ...string) (config.Setting, bool) {
	s := r.inForce[config.PathText(path)]
	return s, s.Span.Line > 0
}

// given returns the setting of a field and where it is given: of a flag or a variable that
// is only the file that it is held against.
func (r *runChecker) given(path ...string) (config.Setting, diag.Span, bool) {
	s, found := r.inForce[config.PathText(path)]
	if found && s.Span.Line == 0 {
		return s, diag.Span{Pos: diag.Pos{File: r.file.Name}}, true
	}
	return s, s.Span, found
}

// bufferSize reports a buffer that is never full.
func bufferSize(r *runChecker) {
	buffer, bufferWritten := r.written("run", "buffer_size")
	records, recordsWritten := r.written("run", "num_records")
	if run := r.scenario.Run; bufferWritten && recordsWritten && run.BufferSize > run.NumRecords {
		r.report(codeBufferTooLarge, buffer.Span, fmt.Sprintf("buffer_size %d is larger than num_records %d: the build is one row group", run.BufferSize, run.NumRecords),
			"leave it out, or make it smaller so that row groups overlap", noted(records.Span, "num_records"))
	}
}

// rowsInFlight is how many rows can be worked on at once.
func (r *runChecker) rowsInFlight() int64 {
	run := r.scenario.Run
	groups := int64(max(1, run.MaxConcurrentRowGroups))
	if run.BufferSize > 0 && groups > run.NumRecords/run.BufferSize {
		return run.NumRecords
	}
	return groups * run.BufferSize
}

// requestLimits reports a max_parallel_requests above what can be in flight.
func requestLimits(r *runChecker) {
	_, recordsWritten := r.written("run", "num_records")
	columns := make(map[string]int64)
	for _, column := range r.file.Columns {
		for _, alias := range column.Models {
			columns[alias]++
		}
	}
	for _, m := range r.scenario.Models {
		at, limit := r.limitSpan(m), int64(m.MaxParallelRequests)
		if at.Line == 0 || columns[m.Alias] == 0 {
			continue
		}
		message := fmt.Sprintf("max_parallel_requests %d of model %q can never be reached: ", limit, m.Alias)
		inFlight := int64(r.scenario.Run.MaxInFlightTasks)
		if inFlight > 0 && limit > inFlight {
			r.report(codeRequestsUnbound, at, message+"max_in_flight_tasks allows "+counted(inFlight, "task"), "make it smaller, or max_in_flight_tasks larger")
		} else if most := r.rowsInFlight() * columns[m.Alias]; recordsWritten && limit > most {
			r.report(codeRequestsUnbound, at, message+fmt.Sprintf("there are never more than %d cells to ask it for at once", most), "make it smaller, or admit more rows at once")
		}
	}
}

// limitSpan returns where a file sets max_parallel_requests of a model.
func (r *runChecker) limitSpan(m model.Model) diag.Span {
	if s, written := r.written("models", m.Alias, "max_parallel_requests"); written {
		return s.Span
	}
	if i, known := r.modelAt[m.Alias]; known && r.file.Models[i].MaxParallelRequests == m.MaxParallelRequests {
		return r.file.Models[i].LimitSpan
	}
	return diag.Span{}
}

// inFlightLimit reports a max_in_flight_tasks that other limits never let the
// build reach: a task that calls a model needs one of its requests, one that
// calls none is a column of an admitted row group, or a cell of one.
func inFlightLimit(r *runChecker) {
	setting, written := r.written("run", "max_in_flight_tasks")
	if !written {
		return
	}
	var most int64
	for _, m := range r.scenario.Models {
		if r.called[m.Alias] {
			most += int64(m.MaxParallelRequests)
		}
	}
	for _, column := range r.file.Columns {
		switch {
		case len(column.Models) > 0:
		case column.Strategy == model.CellByCell:
			most += r.rowsInFlight()
		default:
			most += int64(max(1, r.scenario.Run.MaxConcurrentRowGroups))
		}
	}
	if limit := int64(r.scenario.Run.MaxInFlightTasks); limit > most {
		r.report(codeInFlightUnbound, setting.Span, fmt.Sprintf("max_in_flight_tasks %d can never be reached: there are never more than %d tasks in flight", limit, most),
			"leave it out, or raise max_parallel_requests if more is wanted")
	}
}

// rowGroupLimit reports a max_concurrent_row_groups above the number of row
// groups.
func rowGroupLimit(r *runChecker) {
	setting, written := r.written("run", "max_concurrent_row_groups")
	_, recordsWritten := r.written("run", "num_records")
	groups, err := model.RowGroupCount(r.scenario.Run.NumRecords, r.scenario.Run.BufferSize)
	if limit := int64(r.scenario.Run.MaxConcurrentRowGroups); written && recordsWritten && err == nil && limit > groups {
		r.report(codeRowGroupsUnbound, setting.Span, fmt.Sprintf("max_concurrent_row_groups %d can never be reached: the build has %s", limit, counted(groups, "row group")),
			"leave it out, or make buffer_size smaller")
	}
}

// serverLimits reports a max_parallel_requests above what the server of the model takes at
// once.
func serverLimits(r *runChecker) {
	for _, m := range r.scenario.Models {
		setting, written := r.written("models", m.Alias, "server", "max_concurrency")
		most := m.Server.MaxConcurrency
		if !written || !r.called[m.Alias] || most == 0 || m.MaxParallelRequests <= most {
			continue
		}
		var notes []diag.Note
		if at := r.limitSpan(m); at.Line > 0 {
			notes = append(notes, noted(at, "max_parallel_requests"))
		}
		r.report(codeServerOverrun, setting.Span, fmt.Sprintf("max_parallel_requests %d of model %q is more than its server takes at once: %d", m.MaxParallelRequests, m.Alias, most),
			fmt.Sprintf("set max_parallel_requests to %d: what is answered 429 makes the engine hold back more than it sends too much", most), notes...)
	}
}

// tokenTimes reports fields from which a latency would follow, beside one. A flag may well
// set a latency in place of what a file says.
func tokenTimes(r *runChecker) {
	for _, m := range r.scenario.Models {
		latency, at, isGiven := r.given("models", m.Alias, "latency")
		if !isGiven || !m.Latency.IsSet() || !r.called[m.Alias] {
			continue
		}
		for _, field := range []string{"ttft", "tokens_per_second"} {
			s, span, isGiven := r.given("models", m.Alias, field)
			if !isGiven || latency.Span.Line == 0 && s.Span.Line > 0 {
				continue
			}
			var notes []diag.Note
			if latency.Span.Line > 0 {
				notes = append(notes, noted(at, "latency"))
			}
			r.report(codeLatencyTwice, span, fmt.Sprintf("%s of model %q does nothing: its latency is given", field, m.Alias), "leave out one of the two", notes...)
		}
	}
}

// unheardSettings reports fields of a column that do nothing there.
func unheardSettings(r *runChecker) {
	for _, c := range r.file.Columns {
		report := func(field, why string) {
			if _, span, isGiven := r.given("columns", c.Name, field); isGiven {
				r.report(codeUnheard, span, fmt.Sprintf("%s of column %q does nothing: %s", field, c.Name, why), "take it out")
			}
		}
		if len(c.Models) == 0 && c.Step == 0 {
			for _, field := range []string{"input_tokens", "output_tokens", "errors"} {
				report(field, "the column calls no model")
			}
		}
		if !c.SkipsWhen {
			report("skip_rate", "the column has no skip condition")
		}
	}
}

// timeouts reports models whose answers come too late, half of them or more.
func timeouts(r *runChecker) {
	for _, m := range r.scenario.Models {
		limit := m.Timeout.Seconds()
		if limit == 0 || !r.called[m.Alias] || !m.Latency.IsSet() || m.Latency.ShareAbove(limit) < 0.5 {
			continue
		}
		_, at, isGiven := r.given("models", m.Alias, "timeout")
		if !isGiven {
			_, at, _ = r.given("models", m.Alias, "latency")
		}
		r.report(codeTooLate, at, fmt.Sprintf("%.0f%% of the answers of model %q come after its timeout of %s", 100*m.Latency.ShareAbove(limit), m.Alias, numeral.Span(m.Timeout)),
			"make timeout longer: what comes too late is asked for again, and its row given up at last")
	}
}

// counted is a number of things, in words.
func counted(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func runCodes() []diag.CodeInfo {
	return []diag.CodeInfo{
		{
			Code: codeBufferTooLarge, Severity: diag.Warning, Title: "buffer_size is larger than the records",
			Detail: `The build is then a single row group: nothing is written before all of it is
done, and no row group begins while another one ends. Make buffer_size smaller,
or leave it out.`,
			Example: `columns:
  - name: topic
run: {num_records: 100, buffer_size: 500}
`,
		},
		{
			Code: codeRequestsUnbound, Severity: diag.Warning, Title: "a max_parallel_requests is larger than what can be in flight",
			Detail: `The limit can never be reached: max_in_flight_tasks allows fewer tasks, or the
row groups that are admitted at once have fewer cells for the model. A larger
number changes nothing.`,
			Example: `columns:
  - {name: draft, model: writer}
models:
  writer: {latency: 1s, max_parallel_requests: 500}
run: {num_records: 100}
`,
		},
		{
			Code: codeInFlightUnbound, Severity: diag.Warning, Title: "max_in_flight_tasks can never be reached",
			Detail: `A task that calls a model needs one of its parallel requests. Those of all
models, and the tasks that call none, add up to fewer tasks in flight.`,
			Example: `columns:
  - {name: draft, model: writer}
models:
  writer: {latency: 1s, max_parallel_requests: 8}
run: {max_in_flight_tasks: 64}
`,
		},
		{
			Code: codeRowGroupsUnbound, Severity: diag.Warning, Title: "max_concurrent_row_groups can never be reached",
			Detail: `The build has fewer row groups than may be admitted at once. Make buffer_size
smaller if row groups are to overlap.`,
			Example: `columns:
  - name: topic
run: {num_records: 2000, buffer_size: 1000, max_concurrent_row_groups: 4}
`,
		},
		{
			Code: codeServerOverrun, Severity: diag.Warning, Title: "a model is sent more requests than its server takes",
			Detail: `The server answers the others with 429. Each time the engine lowers its own limit,
sends nothing for a while, and puts the tasks aside that were refused: most
builds are faster with a max_parallel_requests that the server takes.`,
			Example: `columns:
  - {name: draft, model: writer}
models:
  writer: {latency: 1s, max_parallel_requests: 8, server: {max_concurrency: 6}}
`,
		},
		{
			Code: codeLatencyTwice, Severity: diag.Warning, Title: "a latency is given in two ways",
			Detail: `The time to an answer is latency where that is given. Otherwise it follows from
ttft, and from output_tokens at tokens_per_second.`,
			Example: `columns:
  - {name: draft, model: writer}
models:
  writer: {latency: 1s, ttft: 300ms}
`,
		},
		{
			Code: codeUnheard, Severity: diag.Warning, Title: "a field of a column does nothing",
			Detail: `Tokens and errors are those of requests: a column that calls no model has none,
and gives rows up by its drop_rate. A skip_rate says how often the skip condition
of the column holds.`,
			Example: `columns:
  - {name: topic, skip_rate: 0.5}
`,
		},
		{
			Code: codeTooLate, Severity: diag.Warning, Title: "most answers of a model come after its timeout",
			Detail: `A request whose answer takes longer than timeout has failed. It is sent again twice,
and then its row is given up. The timeout is a minute where nothing else is said.`,
			Example: `columns:
  - {name: draft, model: writer}
models:
  writer: {latency: {mean: 50s, cv: 0.5}, timeout: 30s}
`,
		},
	}
}
