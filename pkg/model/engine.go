package model

import (
	"fmt"
	"slices"
)

// Engine names a set of policies by which a build is run: how ready tasks queue, what
// admits them, what follows a failure, and what the engine itself costs. Package sim
// holds the policies; [Run] says here what of its settings an engine heeds.
type Engine uint8

// The engines.
const (
	// Async is the engine of Data Designer 0.9.6. Text form: async.
	Async Engine = iota + 1
	// Sync is the column-at-a-time engine of Data Designer 0.6.1. Text form: sync.
	Sync
	// FIFO is the bare build model: slots, queues, no failures. Text form: fifo.
	FIFO
)

// Engines lists every engine, in the order of their declaration.
func Engines() []Engine { return []Engine{Async, Sync, FIFO} }

// String returns the text form, or unset for the zero value.
func (e Engine) String() string {
	switch e {
	case Async:
		return "async"
	case Sync:
		return "sync"
	case FIFO:
		return "fifo"
	default:
		return "unset"
	}
}

// MarshalText returns the text form.
func (e Engine) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// ParseEngine reads a text form.
func ParseEngine(text string) (Engine, error) {
	for _, e := range Engines() {
		if e.String() == text {
			return e, nil
		}
	}
	return 0, fmt.Errorf("unknown engine %q: use async, sync or fifo", text)
}

// ThreadsOf is how many tasks that call no model an engine runs at once.
func (r *Run) ThreadsOf(e Engine) int {
	if e == Async {
		return min(32, max(1, r.CPUs)+4) // the default executor of Python's asyncio
	}
	return r.Workers
}

// RowGroupsOf is how many row groups an engine builds at once: the sync engine builds
// one after the other, whatever MaxConcurrentRowGroups is.
func (r *Run) RowGroupsOf(e Engine) int {
	if e == Sync {
		return 1
	}
	return r.MaxConcurrentRowGroups
}

// InFlightCapOf is how many tasks an engine has in flight at most; 0 is no cap, as in
// the sync engine, which heeds none.
func (r *Run) InFlightCapOf(e Engine) int {
	if e == Sync {
		return 0
	}
	return r.MaxInFlightTasks
}

// UnheededBy lists the fields that are not left at their defaults and that change nothing
// in an engine, by their paths, such as run.workers.
func (r *Run) UnheededBy(e Engine) []string {
	usual := DefaultRun()
	var paths []string
	for _, f := range []struct {
		path    string
		isSet   bool
		engines []Engine // that heed it
	}{
		{"max_concurrent_row_groups", r.MaxConcurrentRowGroups != usual.MaxConcurrentRowGroups, []Engine{Async, FIFO}},
		{"max_in_flight_tasks", r.MaxInFlightTasks != usual.MaxInFlightTasks, []Engine{Async, FIFO}},
		{"workers", r.Workers != usual.Workers, []Engine{Sync, FIFO}},
		{"cpus", r.CPUs != usual.CPUs, []Engine{Async}},
		{"max_conversation_restarts", r.MaxConversationRestarts != usual.MaxConversationRestarts, []Engine{Async, Sync}},
		{"max_conversation_correction_steps", r.MaxConversationCorrectionSteps != usual.MaxConversationCorrectionSteps, []Engine{Async, Sync}},
		{"disable_early_shutdown", r.DisableEarlyShutdown != usual.DisableEarlyShutdown, []Engine{Async, Sync}},
		{"shutdown_error_rate", r.ShutdownErrorRate != usual.ShutdownErrorRate, []Engine{Async, Sync}},
		{"shutdown_error_window", r.ShutdownErrorWindow != usual.ShutdownErrorWindow, []Engine{Async, Sync}},
		{"request_admission", r.RequestAdmission != usual.RequestAdmission, []Engine{Async, Sync}},
		{"health_check", r.HealthCheck != usual.HealthCheck, []Engine{Async, Sync}},
		{"cost.send", r.Cost.Send != usual.Cost.Send, []Engine{Async, Sync}},
		{"cost.done", r.Cost.Done != usual.Cost.Done, []Engine{Async, Sync}},
		{"cost.pass", r.Cost.Pass != usual.Cost.Pass, []Engine{Async}},
		{"cost.thread", r.Cost.Thread != usual.Cost.Thread, []Engine{Async, Sync}},
		{"cost.checkpoint", r.Cost.Checkpoint != usual.Cost.Checkpoint, []Engine{Async, Sync}},
		{"cost.client_start", r.Cost.ClientStart != usual.Cost.ClientStart, []Engine{Async, Sync}},
		{"cost.column", r.Cost.Column != usual.Cost.Column, []Engine{Sync}},
		{"cost.answers_per_pass", r.Cost.AnswersPerPass != usual.Cost.AnswersPerPass, []Engine{Async}},
	} {
		if f.isSet && !slices.Contains(f.engines, e) {
			paths = append(paths, "run."+f.path)
		}
	}
	return paths
}
