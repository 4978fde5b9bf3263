package check

import (
	"fmt"

	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/diag"
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
	codeLosesRowGroups   diag.Code = "DP559"
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
	for _, rule := range []func(*runChecker){bufferSize, requestLimits, inFlightLimit, rowGroupLimit, serverLimits, tokenTimes, unheardSettings, timeouts, lostValidations} {
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

// counted is a number of things, in words.
func counted(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
