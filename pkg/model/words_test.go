package model_test

import (
	"encoding"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dagplan/dagplan/pkg/model"
)

// The text forms are a contract: JSON, files and help use them. A zero value is
// unset in all of them.
func TestTextForms(t *testing.T) {
	t.Parallel()
	for want, value := range map[string][]encoding.TextMarshaler{
		"unset cell_by_cell full_column": {model.Strategy(0), model.CellByCell, model.FullColumn},
		"unset required skip_when":       {model.DependencyKind(0), model.Required, model.SkipCondition},
		"unset from_scratch cell batch pre_batch_processor post_batch_processor": {
			model.TaskType(0), model.FromScratch, model.CellTask, model.Batch, model.PreBatchProcessor, model.PostBatchProcessor,
		},
		"unset ok skipped deferred failed cancelled": {
			model.TaskStatus(0), model.TaskOK, model.TaskSkipped, model.TaskDeferred, model.TaskFailed, model.TaskCancelled,
		},
		"unset bad_request rate_limited server_error unavailable timeout unparseable": {
			model.ErrorKind(0), model.BadRequest, model.RateLimited, model.ServerError, model.Unavailable, model.TimedOut, model.Unparseable,
		},
		"unset constant uniform exponential lognormal gamma empirical replayed": {
			model.DistributionKind(0), model.Constant, model.Uniform, model.Exponential, model.Lognormal, model.Gamma, model.Empirical, model.Replayed,
		},
	} {
		got := ""
		for i, v := range value {
			text, err := v.MarshalText()
			if err != nil {
				t.Error(err)
			}
			if i > 0 {
				got += " "
			}
			got += string(text)
			if said := fmt.Sprint(v); said != string(text) {
				t.Errorf("%q prints as %q", text, said)
			}
		}
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestLists(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff([]model.Strategy{model.CellByCell, model.FullColumn}, model.Strategies()); diff != "" {
		t.Error(diff)
	}
	if n := len(model.TaskTypes()); n != 5 {
		t.Errorf("%d task types", n)
	}
	if n := len(model.ErrorKinds()); n != 6 {
		t.Errorf("%d kinds of error", n)
	}
	for _, list := range [][]string{texts(model.Strategies()), texts(model.TaskTypes()), texts(model.ErrorKinds())} {
		for _, text := range list {
			if text == "unset" {
				t.Errorf("%v holds a value without a name", list)
			}
		}
	}
}

func texts[T fmt.Stringer](list []T) []string {
	var all []string
	for _, v := range list {
		all = append(all, v.String())
	}
	return all
}

func TestParseStrategy(t *testing.T) {
	t.Parallel()
	for _, want := range model.Strategies() {
		if got, err := model.ParseStrategy(want.String()); got != want || err != nil {
			t.Errorf("%v: got %v, %v", want, got, err)
		}
	}
	for _, text := range []string{"", "unset", "full-column", "Full_Column"} {
		want := fmt.Sprintf("unknown strategy %q: use cell_by_cell or full_column", text)
		if _, err := model.ParseStrategy(text); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestTaskTrace(t *testing.T) {
	t.Parallel()
	task := model.Task{Type: model.CellTask, Slice: model.Slice{Column: 2, RowGroup: 1, Row: 4}}
	trace := model.NewTaskTrace(task)
	if trace.Dispatched >= 0 || trace.SlotAcquired >= 0 || trace.Completed >= 0 || trace.Task != task || trace.Status != 0 {
		t.Errorf("a new trace has reached %+v", trace)
	}
	trace.Dispatched = time.Second
	trace.Finish(3*time.Second, model.TaskResult{Task: task, Status: model.TaskFailed, Err: "400"})
	want := model.TaskTrace{Task: task, Dispatched: time.Second, SlotAcquired: -1, Completed: 3 * time.Second, Status: model.TaskFailed, Err: "400"}
	if diff := cmp.Diff(want, trace); diff != "" {
		t.Errorf("a finished trace (-want +got):\n%s", diff)
	}
}

// Data Designer's own defaults (0.9.6).
func TestDefaults(t *testing.T) {
	t.Parallel()
	run := model.DefaultRun()
	if run.NumRecords != 10 || run.BufferSize != 1000 || run.MaxConcurrentRowGroups != 3 || run.MaxInFlightTasks != 1024 ||
		run.MaxConversationRestarts != 5 || run.MaxConversationCorrectionSteps != 0 ||
		run.DisableEarlyShutdown || run.ShutdownErrorRate != 0.5 || run.ShutdownErrorWindow != 10 || !run.HealthCheck {
		t.Errorf("the run is %+v", run)
	}
	want := model.RequestAdmission{MultiplicativeDecreaseFactor: 0.75, AdditiveIncreaseStep: 1, SuccessesUntilIncrease: 25, Cooldown: 2 * time.Second}
	if diff := cmp.Diff(want, run.RequestAdmission); diff != "" {
		t.Errorf("request admission (-want +got):\n%s", diff)
	}
	if m := model.DefaultModel("writer"); m.Alias != "writer" || m.ID != "writer" || m.MaxParallelRequests != 4 || m.Timeout != time.Minute {
		t.Errorf("a model is %+v", m)
	}
}
