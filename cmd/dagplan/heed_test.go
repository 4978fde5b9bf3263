package main

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/sim"
)

// What an engine is said not to heed changes nothing that it does, and every other field of
// the run changes something.
func TestEngine_heeds(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "all.yaml")
	text := `columns:
  - {name: topic, strategy: full_column, latency: 20ms}
  - {name: kind, strategy: full_column, latency: 20ms}
  - {name: title, depends_on: topic, model: w, errors: [{kind: unparseable, rate: 0.1}, {kind: server_error, rate: 0.4, attempts: 1}]}
  - {name: body, depends_on: kind, model: w}
  - {name: grade, depends_on: [title, body], model: x, errors: [{kind: bad_request, rate: 0.15}]}
  - {name: note, depends_on: topic, latency: 300ms}
models:
  w: {max_parallel_requests: 6, latency: 1s}
  x: {max_parallel_requests: 8, latency: 1s, server: {max_concurrency: 3}}
run: {num_records: 400, buffer_size: 20}
`
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	changes := map[string]string{
		"run.num_records": "300", "run.buffer_size": "50", "run.max_concurrent_row_groups": "1", "run.max_in_flight_tasks": "9", "run.workers": "1", "run.cpus": "1",
		"run.max_conversation_restarts": "0", "run.max_conversation_correction_steps": "1", "run.disable_early_shutdown": "true", "run.shutdown_error_rate": "0.9",
		"run.shutdown_error_window": "40", "run.request_admission.multiplicative_decrease_factor": "0.5", "run.request_admission.additive_increase_step": "3",
		"run.request_admission.successes_until_increase": "5", "run.request_admission.cooldown": "1s", "run.request_admission.startup_ramp": "9s", "run.health_check": "false",
		"run.cost.send": "9ms", "run.cost.done": "9ms", "run.cost.pass": "9ms", "run.cost.thread": "90ms", "run.cost.checkpoint": "90ms", "run.cost.client_start": "90ms",
		"run.cost.column": "90ms", "run.cost.answers_per_pass": "1",
	}
	// What tunes the shutdown is seen in a build that shuts down, the rest in one that goes on.
	for _, field := range config.Fields() {
		if !strings.HasPrefix(field.Path, "run.") {
			continue
		}
		value, known := changes[field.Path]
		if !known {
			t.Errorf("no other value of %s is tried", field.Path)
			continue
		}
		for _, engine := range model.Engines() {
			changed := false
			var unheeded []string
			for _, shutdown := range []string{"run.disable_early_shutdown=true", "run.shutdown_error_rate=0.2"} {
				before, _ := heeded(t, engine, name, shutdown)
				after, run := heeded(t, engine, name, shutdown, field.Path+"="+value)
				changed = changed || !reflect.DeepEqual(before, after)
				unheeded = append(unheeded, run.UnheededBy(engine)...)
			}
			said := slices.ContainsFunc(unheeded, func(p string) bool { return p == field.Path || strings.HasPrefix(field.Path, p+".") })
			if changed == said {
				t.Errorf("%s=%s changes the build of the engine %v: %v; said to change nothing: %v", field.Path, value, engine, changed, said)
			}
		}
	}
}

// heeded simulates a config with settings; of two for one field the last one counts.
func heeded(t *testing.T, engine model.Engine, name string, set ...string) (*sim.Result, *model.Run) {
	t.Helper()
	in, err := testApp().load(t.Context(), inputFlags{settingFlags: settingFlags{set: set}}, []string{name})
	if err != nil {
		t.Fatal(err)
	}
	b, err := in.build(simFlags{engine: engine.String(), seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	r, err := sim.Run(t.Context(), b, sim.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r.Warnings, r.Run = nil, model.Run{}
	return r, &b.Scenario.Run
}
