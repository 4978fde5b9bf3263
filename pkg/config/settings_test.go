package config_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/model"
)

func cmpText(v any) string { return fmt.Sprint(v) }

func TestParseSetting(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		path []string
		want any
	}{
		{"run.num_records=400", []string{"run", "num_records"}, int64(400)},
		{"run.num_records=1e3", []string{"run", "num_records"}, 1000.0},
		{"models.writer.latency=2s", []string{"models", "writer", "latency"}, "2s"},
		{"models.writer.latency={mean: 1s, p95: 3}", []string{"models", "writer", "latency"}, map[string]any{"mean": "1s", "p95": int64(3)}},
		{"models.gpt-4.1.latency=2s", []string{"models", "gpt-4.1", "latency"}, "2s"},
		{"models.a.b.c.server.retry_after=2s", []string{"models", "a.b.c", "server", "retry_after"}, "2s"},
		{`models."a.latency".ttft=1`, []string{"models", "a.latency", "ttft"}, int64(1)},
		{`models."a \"b\" = c".ttft=1`, []string{"models", `a "b" = c`, "ttft"}, int64(1)},
		{`models."".ttft=1`, []string{"models", "", "ttft"}, int64(1)},
		{"models.m.latency.p95=4s", []string{"models", "m", "latency", "p95"}, "4s"},
		{"models.m.id=a=b", []string{"models", "m", "id"}, "a=b"},
		{"columns.two words.skip_rate=.5", []string{"columns", "two words", "skip_rate"}, 0.5},
		{"seed_columns=[a, b]", []string{"seed_columns"}, []any{"a", "b"}},
	} {
		got, err := config.ParseSetting(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if diff := cmp.Diff(c.path, got.Path); diff != "" {
			t.Errorf("path of %s (-want +got):\n%s", c.text, diff)
		}
		if diff := cmp.Diff(c.want, got.Value); diff != "" {
			t.Errorf("value of %s (-want +got):\n%s", c.text, diff)
		}
		again, err := config.ParseSetting(config.PathText(got.Path) + "=" + c.text[strings.LastIndex(c.text, "=")+1:])
		if c.text != "models.m.id=a=b" && (err != nil || !slices.Equal(again.Path, got.Path)) {
			t.Errorf("PathText of %s is read as %v (%v)", c.text, again.Path, err)
		}
	}
}

func TestParseSetting_errors(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                            "write PATH=VALUE, such as models.writer.latency=2s",
		"run.num_records":             "write PATH=VALUE, such as models.writer.latency=2s",
		"=3":                          "write PATH=VALUE, such as models.writer.latency=2s",
		"run..num_records=3":          "write PATH=VALUE, such as models.writer.latency=2s",
		"run.num_record=3":            "there is no field run.num_record: did you mean run.num_records?",
		"models.writer.latncy=2s":     "there is no field models.writer.latncy: did you mean models.writer.latency?",
		"models.writer=2s":            "there is no field models.writer: a path is run.FIELD, models.ALIAS.FIELD, columns.NAME.FIELD or seed_columns",
		"speed=3":                     "there is no field speed: a path is run.FIELD, models.ALIAS.FIELD, columns.NAME.FIELD or seed_columns",
		"run.num_records=many":        `run.num_records must be a whole number of at least 1, not "many": write a number without quotes or fraction`,
		"run.num_records=0":           "run.num_records must be a whole number of at least 1, not 0: change the number",
		"run.num_records=":            "run.num_records must be a whole number of at least 1, not null: write a number without quotes or fraction",
		"models.m.latency=[1":         "models.m.latency: the value is no YAML: '[' is not closed",
		"models.m.latency=1 parsec":   `models.m.latency must be a time or a distribution of times, not "1 parsec": write a time such as 1.5s or 250ms, or a number of seconds`,
		"models.m.timeout=-1s":        `models.m.timeout must be a time, not "-1s": write a number that is not negative and not infinite`,
		"models.m.timeout=1e99":       "models.m.timeout must be a time, not 1e+99: write a time below 292 years",
		"columns.c.skip_rate=1.5":     "columns.c.skip_rate must be a number from 0 to 1, not 1.5: change the number",
		"models.m.errors=[{kind: a}]": "models.m.errors[0].kind must be one of bad_request, rate_limited, server_error, unavailable, timeout, unparseable, not \"a\": use one of them",
	} {
		s, err := config.ParseSetting(text)
		if err == nil || err.Error() != want {
			t.Errorf("%q is %v with error %v, want %s", text, s.Path, err, want)
		}
	}
}

// TestParseSetting_distributions: every way to write a distribution.
func TestParseSetting_distributions(t *testing.T) {
	t.Parallel()
	lognormal := func(d model.Distribution, err error) model.Distribution {
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	file := readNative(t, "columns: [{name: a, model: m}]\nmodels: {m: }\n")
	for text, want := range map[string]model.Distribution{
		"1.5":                             model.ConstantOf(1.5),
		"250ms":                           model.ConstantOf(0.25),
		"1m 30s":                          model.ConstantOf(90),
		"{constant: 2s}":                  model.ConstantOf(2),
		"{mean: 2s, cv: 0.5}":             {Kind: model.Lognormal, Mean: 2, CV: 0.5},
		"{lognormal: {mean: 2s, cv: .5}}": {Kind: model.Lognormal, Mean: 2, CV: 0.5},
		"{mean: 1s, p95: 3s}":             lognormal(model.LognormalByMeanAndP95(1, 3)),
		"{p50: 1s, p95: 3s}":              lognormal(model.LognormalByQuantiles(1, 3)),
		"{median: 1s, sigma: 0.5}":        lognormal(model.LognormalByMedianAndSigma(1, 0.5)),
		"{uniform: {low: 1s, high: 3s}}":  {Kind: model.Uniform, Low: 1, High: 3},
		"{exponential: {mean: 2s}}":       {Kind: model.Exponential, Mean: 2},
		"{gamma: {mean: 2s, cv: 1}}":      {Kind: model.Gamma, Mean: 2, CV: 1},
		"{mean: 2s, cv: 0.5, max: 9s}":    {Kind: model.Lognormal, Mean: 2, CV: 0.5, Max: 9},
		"{quantiles: {0.9: 2s, 0.5: 1s}}": {Kind: model.Empirical, Quantiles: []model.Quantile{{Probability: 0.5, Value: 1}, {Probability: 0.9, Value: 2}}},
		"{samples: [3s, 1s, 2s]}":         model.SamplesOf([]float64{1, 2, 3}),
		`{replay: {"a|0|0": 1s, "a|1|0": 3s}}`: {Kind: model.Replayed, Mean: 2, Replay: map[string]float64{
			"a|0|0": 1, "a|1|0": 3,
		}},
		"{hash: true}": {Kind: model.Hashed},
	} {
		s, err := config.ParseSetting("models.m.latency=" + text)
		if err != nil {
			t.Error(err)
			continue
		}
		got, findings := config.Scenario(config.Settings{s}, file)
		if diff := cmp.Diff(want, got.Models[0].Latency); diff != "" || len(findings) > 0 {
			t.Errorf("%s: %v (-want +got):\n%s", text, findings, diff)
		}
	}
	for _, text := range []string{
		"{mean: 1s}", "{mean: 1s, p95: 9s}", "{p50: 2s, p95: 1s}", "{uniform: {low: 3s, high: 1s}}", "{uniform: {low: 3s}}", "{uniform: 3s}",
		"{mean: soon, cv: 1}", "{quantiles: {}}", "{quantiles: {a: 1s}}", "{samples: []}", "{samples: [soon]}", "{replay: {}}", "{hash: 1}",
		"{max: 1s}", "{mean: 1s, cv: 1, max: 0}", "{gamma: {mean: 1s, cv: 1, p95: 2}}", "{lognormal: 1s}", "{lognormal: {hash: true}}", "[1s]", "null",
		"{quantiles: {1.5: 1s}}", ".nan", ".inf", "1x",
	} {
		if s, err := config.ParseSetting("models.m.latency=" + text); err == nil {
			t.Errorf("%s is read as %v", text, s.Value)
		}
	}
	for _, path := range []string{"models.m.ttft", "models.m.output_tokens", "columns.a.input_tokens"} {
		for _, text := range []string{`{replay: {"a|0|0": 1}}`, "{hash: true}"} {
			const want = "only a latency can be given cell by cell"
			if _, err := config.ParseSetting(path + "=" + text); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s=%s: %v, want an error with %q", path, text, err, want)
			}
		}
	}
}

// TestFields: each field has a path that ParseSetting reads, and words.
func TestFields(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, f := range config.Fields() {
		if f.Type == "" || f.Summary == "" || !strings.HasSuffix(f.Summary, ".") || seen[f.Path] {
			t.Errorf("%+v", f)
		}
		seen[f.Path] = true
		_, err := config.ParseSetting(strings.ReplaceAll(f.Path, "*", "a") + "=")
		if err != nil && strings.Contains(err.Error(), "no field") {
			t.Error(err)
		}
		if f.Default == "" {
			continue
		}
		if _, err := config.ParseSetting(strings.ReplaceAll(f.Path, "*", "a") + "=" + f.Default); err != nil {
			t.Errorf("the default of %s: %v", f.Path, err)
		}
	}
	for _, path := range []string{"run.num_records", "run.cost.send", "models.*.server.retry_after", "columns.*.drop_rate", "seed_columns"} {
		if !seen[path] {
			t.Errorf("no field %s", path)
		}
	}
}

func TestSettings_SeedColumns(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{"a, b": {"a", "b"}, "[x]": {"x"}, "[]": {}} {
		got, given := settings(t, "seed_columns="+text).SeedColumns()
		if !given || !slices.Equal(got, want) {
			t.Errorf("%s is %q, %v", text, got, given)
		}
	}
	if _, given := settings(t, "run.num_records=1").SeedColumns(); given {
		t.Error("given by another setting")
	}
}
