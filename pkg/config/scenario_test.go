package config_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/model"
)

const twoModels = `columns:
  - {name: topic, strategy: full_column}
  - {name: summary, depends_on: [topic], model: writer, latency: 3s}
  - {name: verdict, depends_on: [summary], model: judge}
  - {name: extra, model: nobody}
models:
  writer: {max_parallel_requests: 16, latency: {mean: 1.8s, p95: 4s}, price: {input: 0.15, output: 0.60}}
  judge: {id: j, provider: p, ttft: 250ms, tokens_per_second: 80}
run: {num_records: 10000, buffer_size: 500}
`

func settings(t *testing.T, texts ...string) config.Settings {
	t.Helper()
	var list config.Settings
	for _, text := range texts {
		s, err := config.ParseSetting(text)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, s)
	}
	return list
}

func readNative(t *testing.T, text string) *config.File {
	t.Helper()
	file, findings := config.Read("dagplan.yaml", []byte(text), config.Options{})
	if findings.HasErrors() {
		t.Fatal(findings)
	}
	return file
}

func TestScenario(t *testing.T) {
	t.Parallel()
	file := readNative(t, twoModels)
	got, findings := config.Scenario(append(file.Settings, settings(t,
		"run.buffer_size=1e3", "run.request_admission.cooldown=1500ms", "run.health_check=false",
		"models.writer.price.output=0.7", "models.judge.errors=[{kind: rate_limited, rate: 0.1, attempts: 2}]",
		"columns.summary.output_tokens={uniform: {low: 10, high: 30}}", "seed_columns=a, b",
	)...), file)
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	latency, err := model.LognormalByMeanAndP95(1.8, 4)
	if err != nil {
		t.Fatal(err)
	}
	want := model.Scenario{Run: model.DefaultRun(), SeedColumns: []string{"a", "b"}}
	want.Run.NumRecords, want.Run.BufferSize, want.Run.HealthCheck = 10000, 1000, false
	want.Run.RequestAdmission.Cooldown = 1500 * time.Millisecond
	writer, judge := model.DefaultModel("writer"), model.DefaultModel("judge")
	writer.MaxParallelRequests, writer.Latency, writer.Price = 16, latency, model.Price{Input: 0.15, Output: 0.7}
	judge.ID, judge.Provider, judge.TimeToFirstToken, judge.TokensPerSecond = "j", "p", model.ConstantOf(0.25), model.ConstantOf(80)
	judge.Errors = []model.ErrorRate{{Kind: model.RateLimited, Rate: 0.1, Attempts: 2}}
	want.Models = []model.Model{writer, judge, model.DefaultModel("nobody")}
	want.Columns = []model.ColumnSettings{{
		Name: "summary", Latency: model.ConstantOf(3), OutputTokens: model.Distribution{Kind: model.Uniform, Low: 10, High: 30},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestScenario_dataDesigner: the models of a Data Designer config keep what it
// says about them.
func TestScenario_dataDesigner(t *testing.T) {
	t.Parallel()
	file, findings := config.Read("-", []byte(`model_configs:
  - {alias: m, model: nova, provider: acme, skip_health_check: true, inference_parameters: {max_parallel_requests: 7}}
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: text, column_type: llm-text, model_alias: m, prompt: "{{ topic }}"}
  - {name: more, column_type: llm-text, model_alias: n, prompt: "{{ topic }}"}
`), config.Options{})
	if findings.HasErrors() {
		t.Fatal(findings)
	}
	got, findings := config.Scenario(settings(t, "models.m.latency=2s", "models.n.latency=1s"), file)
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	m, n := model.DefaultModel("m"), model.DefaultModel("n")
	m.ID, m.Provider, m.SkipHealthCheck, m.MaxParallelRequests, m.Latency = "nova", "acme", true, 7, model.ConstantOf(2)
	n.Latency = model.ConstantOf(1)
	if diff := cmp.Diff([]model.Model{m, n}, got.Models); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestScenario_laterWins: of two settings for a field, or for a part of it, the
// later counts.
func TestScenario_laterWins(t *testing.T) {
	t.Parallel()
	file := readNative(t, twoModels)
	byMean, err := model.LognormalByMeanAndP95(1.8, 5)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		reason string
		texts  []string
		want   model.Distribution
	}{
		{"the whole", []string{"models.writer.latency=1s", "models.writer.latency=2s"}, model.ConstantOf(2)},
		{"a part of what the file says", []string{"models.writer.latency.p95=5s"}, byMean},
		{"the whole over a part", []string{"models.writer.latency.p95=5s", "models.writer.latency=2s"}, model.ConstantOf(2)},
		{"a cut", []string{"models.writer.latency={uniform: {low: 1s, high: 2s}}", "models.writer.latency.max=1.5s"}, model.Distribution{Kind: model.Uniform, Low: 1, High: 2, Max: 1.5}},
		{"a part of a part", []string{"models.writer.latency={uniform: {low: 1s, high: 2s}}", "models.writer.latency.uniform.low=0"}, model.Distribution{Kind: model.Uniform, Low: 0, High: 2}},
	} {
		got, findings := config.Scenario(append(file.Settings[:len(file.Settings):len(file.Settings)], settings(t, c.texts...)...), file)
		if len(findings) > 0 {
			t.Errorf("%s: %v", c.reason, findings)
			continue
		}
		if diff := cmp.Diff(c.want, got.Models[0].Latency); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.reason, diff)
		}
	}
}

func TestScenario_findings(t *testing.T) {
	t.Parallel()
	file := readNative(t, twoModels)
	scenario, findings := config.ReadScenario("s.yaml", []byte(`models:
  writter: {latency: 1s, ttft: 1s, price: {input: 1}}
columns:
  sunnary: {skip_rate: 0.5}
`))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	list := append(scenario, settings(t, "models.writer.latency.median=1s")...)
	list = append(list, config.Setting{Path: []string{"run", "speed"}, Value: 3}, config.Setting{Path: []string{"run", "workers"}, Value: 0.5})
	_, findings = config.Scenario(append(file.Settings, list...), file)
	want := []string{
		`0:0 error DP501: there is no field run.speed: a path is run.FIELD, models.ALIAS.FIELD, columns.NAME.FIELD or seed_columns (correct the path)`,
		`0:0 error DP502: models.writer.latency must be a time or a distribution of times, not {mean, p95, median} (write a number, or {mean, p95}, {mean, cv}, {p50, p95}, {median, sigma}, {uniform: {low, high}}, {exponential: {mean}}, {gamma: {mean, cv}}, {quantiles}, {samples} or {replay}; max may stand beside them)`,
		`0:0 error DP502: run.workers must be a whole number of at least 1, not 0.5 (write a number without quotes or fraction)`,
		`2:22 error DP504: models.writter.latency: the config has no model "writter" (did you mean writer?)`,
		`4:24 error DP504: columns.sunnary.skip_rate: the config has no column "sunnary" (did you mean summary?)`,
	}
	if diff := cmp.Diff(want, findingLines(findings)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestReadScenario(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		reason, text string
		want         []string
	}{
		{"everything", "run: {num_records: 5}\nmodels:\n  a.b: {price: {input: 1}}\ncolumns: {c: {latency: 1s}}\nseed_columns: [x, y]\n", []string{
			`run.num_records = 5`, `models."a.b".price.input = 1`, `columns.c.latency = 1s`, `seed_columns = [x y]`,
		}},
		{"nothing", "", nil},
		{"empty sections", "run:\nmodels:\n", nil},
		{"what there is not", "model: {}\nrun: {speed: 1}\nmodels: {m: {latncy: 1s}}\nseed_columns: {a: b}\n", []string{
			`1:1 error DP501: a scenario has no field "model" (did you mean models?)`,
			`2:7 error DP501: run has no field "speed" (remove it; the fields of run are num_records, buffer_size, max_concurrent_row_groups, max_in_flight_tasks, workers, cpus, max_conversation_restarts, max_conversation_correction_steps, disable_early_shutdown, shutdown_error_rate, shutdown_error_window, request_admission, health_check, cost)`,
			`3:14 error DP501: models.m has no field "latncy" (did you mean latency?)`,
			`4:15 error DP502: seed_columns must be a list or text, not a mapping (write a list or text)`,
		}},
		{"a list", "- run\n", []string{"1:1 error DP104: the file must be a mapping, not a list (write the columns below columns:)"}},
	} {
		got, findings := config.ReadScenario("-", []byte(c.text))
		lines := findingLines(findings)
		for _, s := range got {
			lines = append(lines, config.PathText(s.Path)+" = "+strings.Trim(strings.ReplaceAll(cmpText(s.Value), "\n", ""), " "))
		}
		if diff := cmp.Diff(c.want, lines); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.reason, diff)
		}
	}
}
