package render

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/dagplan/dagplan/pkg/sim"
)

// Trace writes a build as it is simulated, task by task: nothing is kept. It is
// a [sim.Recorder] for one simulation.
type Trace interface {
	sim.Recorder
	// Close writes what stands at the end, and returns the first error there was
	// in writing. r is what the simulation came to.
	Close(r *sim.Result) error
}

// NewTrace returns a trace in the form that the extension of a file name asks
// for: .jsonl or .ndjson for a JSON object a line in the words of the engine's
// own task trace, .json for trace events as Perfetto and Chrome show them, .csv
// for the same fields as .jsonl. Writes are small: w should be buffered.
func NewTrace(name string, w io.Writer) (Trace, error) {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".jsonl", ".ndjson":
		return newTraceLines(w), nil
	case ".json":
		return newTraceEvents(w), nil
	case ".csv":
		return newTraceTable(w), nil
	default:
		return nil, fmt.Errorf("the name of a trace ends in .jsonl, .json or .csv, not in %q", filepath.Ext(name))
	}
}

// traceFields are the fields of a task, in the order of the columns of a CSV
// file.
func traceFields() []string {
	return []string{"column", "row_group", "row_index", "task_type", "ready_at", "dispatched_at", "slot_acquired_at", "completed_at", "status", "error", "execution"}
}
