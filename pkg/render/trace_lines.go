package render

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/sim"
)

// traceLine is one execution of a task. Times are seconds from the start of the
// build; a stage that was not reached is null, as is the row of a whole column.
type traceLine struct {
	Column         string  `json:"column"`
	RowGroup       int64   `json:"row_group"`
	RowIndex       *int64  `json:"row_index"`
	TaskType       string  `json:"task_type"`
	ReadyAt        stage   `json:"ready_at"`
	DispatchedAt   stage   `json:"dispatched_at"`
	SlotAcquiredAt stage   `json:"slot_acquired_at"`
	CompletedAt    stage   `json:"completed_at"`
	Status         string  `json:"status"`
	Error          *string `json:"error"`
	Execution      int     `json:"execution"`
}

// stage is when a stage was reached; negative where it was not.
type stage time.Duration

func (s stage) text() string {
	if s < 0 {
		return ""
	}
	whole, rest := time.Duration(s)/time.Second, time.Duration(s)%time.Second
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%d.%09d", whole, rest), "0"), ".")
}

// MarshalJSON writes seconds, or null.
func (s stage) MarshalJSON() ([]byte, error) {
	if text := s.text(); text != "" {
		return []byte(text), nil
	}
	return []byte("null"), nil
}

func newTraceLine(t sim.TaskRecord) traceLine {
	l := traceLine{
		Column: t.Column, RowGroup: int64(t.Task.RowGroup), TaskType: t.Task.Type.String(),
		ReadyAt: stage(t.Ready), DispatchedAt: stage(t.Dispatched), SlotAcquiredAt: stage(t.SlotAcquired), CompletedAt: stage(t.Completed),
		Status: t.Status.String(), Execution: t.Execution,
	}
	if t.Task.Row != model.AllRows {
		row := int64(t.Task.Row)
		l.RowIndex = &row
	}
	if t.Err != "" {
		l.Error = &t.Err
	}
	return l
}

// traceLines writes JSON Lines.
type traceLines struct {
	encoder *json.Encoder
	err     error
}

func newTraceLines(w io.Writer) *traceLines {
	t := &traceLines{encoder: json.NewEncoder(w)}
	t.encoder.SetEscapeHTML(false)
	return t
}

// Task writes a line.
func (t *traceLines) Task(r sim.TaskRecord) {
	if t.err == nil {
		t.err = t.encoder.Encode(newTraceLine(r))
	}
}

// Request writes nothing: the engine's trace is of tasks.
func (*traceLines) Request(sim.RequestRecord) {}

// Close returns the first error.
func (t *traceLines) Close(*sim.Result) error { return t.err }

// traceTable writes CSV with a line of titles.
type traceTable struct {
	writer *csv.Writer
	err    error
}

func newTraceTable(w io.Writer) *traceTable {
	t := &traceTable{writer: csv.NewWriter(w)}
	t.err = t.writer.Write(traceFields())
	return t
}

// Task writes a line.
func (t *traceTable) Task(r sim.TaskRecord) {
	if t.err != nil {
		return
	}
	l := newTraceLine(r)
	row, failure := "", ""
	if l.RowIndex != nil {
		row = strconv.FormatInt(*l.RowIndex, 10)
	}
	if l.Error != nil {
		failure = *l.Error
	}
	t.err = t.writer.Write([]string{
		l.Column, strconv.FormatInt(l.RowGroup, 10), row, l.TaskType, l.ReadyAt.text(), l.DispatchedAt.text(), l.SlotAcquiredAt.text(),
		l.CompletedAt.text(), l.Status, failure, strconv.Itoa(l.Execution),
	})
}

// Request writes nothing: the engine's trace is of tasks.
func (*traceTable) Request(sim.RequestRecord) {}

// Close writes what is buffered.
func (t *traceTable) Close(*sim.Result) error {
	t.writer.Flush()
	if t.err == nil {
		t.err = t.writer.Error()
	}
	return t.err
}
