package render

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/sim"
)

// The processes of a trace, one a kind of track. Models come after them.
const (
	columnsProcess = iota + 1
	groupsProcess
	firstModelProcess
)

// traceEvents writes the trace event format of Chrome, which Perfetto reads: a
// track for each slot of each model, with a request each; one for each column,
// with its tasks; and one for each row group.
type traceEvents struct {
	w         io.Writer
	models    map[string]int
	columns   map[string]bool
	slots     map[[2]int]bool
	separator string
	// tasks tells the tasks of a column apart, which overlap.
	tasks int64
	err   error
}

// traceEvent is one event. Times are microseconds.
type traceEvent struct {
	Name     string     `json:"name"`
	Category string     `json:"cat,omitempty"`
	Phase    string     `json:"ph"`
	Process  int        `json:"pid"`
	Thread   int        `json:"tid"`
	ID       string     `json:"id,omitempty"`
	Start    float64    `json:"ts"`
	Duration *float64   `json:"dur,omitempty"`
	Scope    string     `json:"s,omitempty"`
	Args     *traceArgs `json:"args,omitempty"`
}

// traceArgs are the details of an event.
type traceArgs struct {
	Name     string   `json:"name,omitempty"`
	Slice    string   `json:"slice,omitempty"`
	TaskType string   `json:"task_type,omitempty"`
	Status   string   `json:"status,omitempty"`
	Ready    *float64 `json:"ready_us,omitempty"`
	Attempt  *int     `json:"attempt,omitempty"`
	Failure  string   `json:"failure,omitempty"`
	Rows     *int     `json:"rows,omitempty"`
	Dropped  *int     `json:"dropped,omitempty"`
}

func newTraceEvents(w io.Writer) *traceEvents {
	t := &traceEvents{w: w, models: map[string]int{}, columns: map[string]bool{}, slots: map[[2]int]bool{}}
	t.separator = "{\"traceEvents\":[\n"
	t.name("process_name", columnsProcess, 0, "columns")
	t.name("process_name", groupsProcess, 0, "row groups")
	return t
}

func micros(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }

func (t *traceEvents) write(e traceEvent) {
	if t.err != nil {
		return
	}
	text, err := json.Marshal(e)
	if err == nil {
		_, err = t.w.Write(append([]byte(t.separator), text...))
	}
	t.err, t.separator = err, ",\n"
}

// name gives a process or a thread its name.
func (t *traceEvents) name(what string, process, thread int, name string) {
	t.write(traceEvent{Name: what, Phase: "M", Process: process, Thread: thread, Args: &traceArgs{Name: name}})
}

// Task writes the start and the end of an execution on the track of its column.
// One that was never dispatched has no place on it.
func (t *traceEvents) Task(r sim.TaskRecord) {
	if r.Dispatched < 0 {
		return
	}
	column := int(r.Task.Column) + 1
	if !t.columns[r.Column] {
		t.columns[r.Column] = true
		t.name("thread_name", columnsProcess, column, r.Column)
	}
	t.tasks++
	ready := micros(r.Ready)
	e := traceEvent{
		Name: r.Column, Category: "task", Process: columnsProcess, Thread: column, ID: strconv.FormatInt(t.tasks, 10),
		Phase: "b", Start: micros(r.Dispatched),
		Args: &traceArgs{Slice: sliceName(r.Column, r.Task.Slice), TaskType: r.Task.Type.String(), Status: r.Status.String(), Ready: &ready},
	}
	t.write(e)
	e.Phase, e.Start, e.Args = "e", micros(r.Completed), nil
	t.write(e)
}

// Request writes a request on the track of its slot, or, where the server refused it, an
// instant on a track of such answers: they hold no slot, and many come at once.
func (t *traceEvents) Request(r sim.RequestRecord) {
	process, known := t.models[r.Model]
	if !known {
		process = firstModelProcess + len(t.models)
		t.models[r.Model] = process
		t.name("process_name", process, 0, "model "+r.Model)
	}
	slot := r.Slot + 1
	if key := [2]int{process, slot}; !t.slots[key] {
		t.slots[key] = true
		name := fmt.Sprintf("slot %d", r.Slot)
		if r.Slot < 0 {
			name = "answered 429"
		}
		t.name("thread_name", process, slot, name)
	}
	e := traceEvent{
		Name: r.Column, Category: "request", Process: process, Thread: slot, Start: micros(r.Sent),
		Args: &traceArgs{Slice: sliceName(r.Column, r.Task.Slice), Attempt: &r.Attempt},
	}
	if r.Slot < 0 {
		e.Phase, e.Scope = "i", "t"
	} else {
		duration := micros(r.Done - r.Sent)
		e.Phase, e.Duration = "X", &duration
	}
	if r.Failure != 0 {
		e.Args.Failure = r.Failure.String()
	}
	t.write(e)
}

// Close writes the row groups, which are known at the end, and shuts the list.
func (t *traceEvents) Close(r *sim.Result) error {
	for i, g := range r.RowGroups.Times {
		duration := micros(g.Finished - g.Admitted)
		t.write(traceEvent{
			Name: fmt.Sprintf("row group %d", g.RowGroup), Category: "row_group", Phase: "X", Process: groupsProcess, Thread: i + 1, Start: micros(g.Admitted), Duration: &duration,
			Args: &traceArgs{Rows: &g.Rows, Dropped: &g.Dropped},
		})
	}
	if t.err == nil {
		_, t.err = io.WriteString(t.w, "\n],\"displayTimeUnit\":\"ms\"}\n")
	}
	return t.err
}

// sliceName names a slice of a column.
func sliceName(column string, s model.Slice) string {
	ref := model.SliceRef{Column: column, RowGroup: s.RowGroup, Row: s.Row, Scope: model.OneCell}
	if s.IsColumn() {
		ref.Scope = model.ColumnOfGroup
	}
	return ref.String()
}
