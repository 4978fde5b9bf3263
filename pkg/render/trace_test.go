package render_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/render"
	"github.com/dagplan/dagplan/pkg/sim"
)

// record plays a small build into a trace: a full column, a cell that fails and
// is tried again, and one that never starts.
func record(trace render.Trace) error {
	cell := model.Task{Type: model.CellTask, Slice: model.Slice{Column: 1, RowGroup: 2, Row: 7}}
	full := model.Task{Type: model.FromScratch, Slice: model.ColumnSlice(0, 2)}
	task := func(column string, t model.Task, ready, dispatched, completed time.Duration, result model.TaskResult, execution int) {
		r := sim.TaskRecord{TaskTrace: model.NewTaskTrace(t), Column: column, Ready: ready, Execution: execution}
		r.Dispatched, r.SlotAcquired = dispatched, dispatched
		r.Finish(completed, result)
		trace.Task(r)
	}
	task("topic", full, 0, 0, 10*time.Millisecond, model.TaskResult{Status: model.TaskOK}, 0)
	trace.Request(sim.RequestRecord{Task: cell, Column: "a,b", Model: "writer", Slot: 3, Sent: time.Second, Done: 2 * time.Second, Failure: model.ServerError})
	task("a,b", cell, 10*time.Millisecond, time.Second, 2*time.Second, model.TaskResult{Status: model.TaskDeferred, Err: "server_error"}, 0)
	trace.Request(sim.RequestRecord{Task: cell, Column: "a,b", Model: "writer", Slot: -1, Attempt: 1, Sent: 2500 * time.Millisecond, Done: 2501 * time.Millisecond, Failure: model.RateLimited})
	trace.Request(sim.RequestRecord{Task: cell, Column: "a,b", Model: "writer", Slot: 3, Attempt: 1, Sent: 3 * time.Second, Done: 3500 * time.Millisecond})
	task("a,b", cell, 10*time.Millisecond, 3*time.Second, 3500*time.Millisecond, model.TaskResult{Status: model.TaskOK}, 1)
	task("a,b", cell, -1, -1, 4*time.Second, model.TaskResult{Status: model.TaskCancelled}, 0)
	r := simResult()
	r.RowGroups = sim.RowGroups{Times: []sim.RowGroupTime{{RowGroup: 2, Admitted: 0, Finished: 4 * time.Second, Rows: 10, Dropped: 1}}}
	return trace.Close(r)
}

func traceText(tb testing.TB, name string) string {
	tb.Helper()
	var b bytes.Buffer
	trace, err := render.NewTrace(name, &b)
	if err != nil {
		tb.Fatal(err)
	}
	if err := record(trace); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

func TestNewTrace(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"x.jsonl": `{"column":"topic","row_group":2,"row_index":null,"task_type":"from_scratch","ready_at":0,"dispatched_at":0,"slot_acquired_at":0,"completed_at":0.01,"status":"ok","error":null,"execution":0}
{"column":"a,b","row_group":2,"row_index":7,"task_type":"cell","ready_at":0.01,"dispatched_at":1,"slot_acquired_at":1,"completed_at":2,"status":"deferred","error":"server_error","execution":0}
{"column":"a,b","row_group":2,"row_index":7,"task_type":"cell","ready_at":0.01,"dispatched_at":3,"slot_acquired_at":3,"completed_at":3.5,"status":"ok","error":null,"execution":1}
{"column":"a,b","row_group":2,"row_index":7,"task_type":"cell","ready_at":null,"dispatched_at":null,"slot_acquired_at":null,"completed_at":4,"status":"cancelled","error":null,"execution":0}
`,
		"x.csv": `column,row_group,row_index,task_type,ready_at,dispatched_at,slot_acquired_at,completed_at,status,error,execution
topic,2,,from_scratch,0,0,0,0.01,ok,,0
"a,b",2,7,cell,0.01,1,1,2,deferred,server_error,0
"a,b",2,7,cell,0.01,3,3,3.5,ok,,1
"a,b",2,7,cell,,,,4,cancelled,,0
`,
		"x.JSON": `{"traceEvents":[
{"name":"process_name","ph":"M","pid":1,"tid":0,"ts":0,"args":{"name":"columns"}},
{"name":"process_name","ph":"M","pid":2,"tid":0,"ts":0,"args":{"name":"row groups"}},
{"name":"thread_name","ph":"M","pid":1,"tid":1,"ts":0,"args":{"name":"topic"}},
{"name":"topic","cat":"task","ph":"b","pid":1,"tid":1,"id":"1","ts":0,"args":{"slice":"topic[2]","task_type":"from_scratch","status":"ok","ready_us":0}},
{"name":"topic","cat":"task","ph":"e","pid":1,"tid":1,"id":"1","ts":10000},
{"name":"process_name","ph":"M","pid":3,"tid":0,"ts":0,"args":{"name":"model writer"}},
{"name":"thread_name","ph":"M","pid":3,"tid":4,"ts":0,"args":{"name":"slot 3"}},
{"name":"a,b","cat":"request","ph":"X","pid":3,"tid":4,"ts":1000000,"dur":1000000,"args":{"slice":"a,b[2:7]","attempt":0,"failure":"server_error"}},
{"name":"thread_name","ph":"M","pid":1,"tid":2,"ts":0,"args":{"name":"a,b"}},
{"name":"a,b","cat":"task","ph":"b","pid":1,"tid":2,"id":"2","ts":1000000,"args":{"slice":"a,b[2:7]","task_type":"cell","status":"deferred","ready_us":10000}},
{"name":"a,b","cat":"task","ph":"e","pid":1,"tid":2,"id":"2","ts":2000000},
{"name":"thread_name","ph":"M","pid":3,"tid":0,"ts":0,"args":{"name":"answered 429"}},
{"name":"a,b","cat":"request","ph":"i","pid":3,"tid":0,"ts":2500000,"s":"t","args":{"slice":"a,b[2:7]","attempt":1,"failure":"rate_limited"}},
{"name":"a,b","cat":"request","ph":"X","pid":3,"tid":4,"ts":3000000,"dur":500000,"args":{"slice":"a,b[2:7]","attempt":1}},
{"name":"a,b","cat":"task","ph":"b","pid":1,"tid":2,"id":"3","ts":3000000,"args":{"slice":"a,b[2:7]","task_type":"cell","status":"ok","ready_us":10000}},
{"name":"a,b","cat":"task","ph":"e","pid":1,"tid":2,"id":"3","ts":3500000},
{"name":"row group 2","cat":"row_group","ph":"X","pid":2,"tid":1,"ts":0,"dur":4000000,"args":{"rows":10,"dropped":1}}
],"displayTimeUnit":"ms"}
`,
	}
	for name, text := range want {
		got := traceText(t, name)
		if diff := cmp.Diff(text, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		for range 50 {
			if again := traceText(t, name); again != got {
				t.Fatalf("%s differs from one time to the next", name)
			}
		}
	}
	if !json.Valid([]byte(traceText(t, "x.json"))) {
		t.Error("the trace events are no JSON")
	}
}

func TestNewTrace_refused(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"trace.txt": `the name of a trace ends in .jsonl, .json or .csv, not in ".txt"`,
		"trace":     `the name of a trace ends in .jsonl, .json or .csv, not in ""`,
	} {
		if _, err := render.NewTrace(name, &bytes.Buffer{}); err == nil || err.Error() != want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

var errFull = errors.New("disk full")

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

// An error in writing comes out at the end, in every form.
func TestTrace_broken(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"x.jsonl", "x.json", "x.csv"} {
		trace, err := render.NewTrace(name, fullDisk{})
		if err != nil {
			t.Fatal(err)
		}
		if err := record(trace); !errors.Is(err, errFull) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
