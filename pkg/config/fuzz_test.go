package config_test

import (
	"reflect"
	"testing"

	"github.com/dagplan/dagplan/pkg/config"
)

// FuzzRead: whatever a file holds, reading it ends, says the same twice, and
// every finding has words, and a place in the file unless it is about all of it.
func FuzzRead(f *testing.F) {
	for _, text := range []string{
		twoModels,
		"model_configs: [{alias: m, model: x, provider: nvidia}]\ncolumns:\n  - {name: l, column_type: llm-text, model_alias: m, prompt: '{{ x }}'}\n",
		"{\"data_designer\": {\"columns\": [{\"name\": \"a\", \"column_type\": \"sampler\", \"sampler_type\": \"category\", \"params\": {\"values\": [1, 2]}}]}}",
		"columns: &a\n  - <<: {name: x}\n    <<: *a\n  - ? [k]\n    : !!binary aGk=\n",
		"columns:\n  - name: e\n    column_type: expression\n    expr: |2\n        {% if a %}{{ b | nosuch }}\n      {% endif\nseed_config: {source: {seed_type: local, path: x.csv}}\n",
		"columns: &x [{<<: {name: a}}, *x]", "{{ x }}: 1", "columns: [{name: \"\\ud83d\"}]",
		string(wideConfig(3)),
		bomb(4),
		"\ufeffcolumns: []\r\n...\r\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, format := range []config.Format{0, config.Native, config.DataDesigner} {
			file, findings := config.Read("c.yaml", data, config.Options{Format: format})
			again, findingsAgain := config.Read("c.yaml", data, config.Options{Format: format})
			if !reflect.DeepEqual(findings, findingsAgain) || (file == nil) != (again == nil) {
				t.Errorf("two readings differ: %v, %v", findings, findingsAgain)
			}
			for _, d := range findings {
				if d.Severity == 0 || d.Message == "" || d.Hint == "" || d.Span.Line < 1 && d.Code != "DP103" && d.Code != "DP140" {
					t.Errorf("%+v", d)
				}
			}
			if file == nil {
				if !findings.HasErrors() {
					t.Error("neither a file nor an error")
				}
				continue
			}
			for _, c := range file.Columns {
				if len(c.Dependencies) != len(c.DependencySpans) || len(c.Models) != len(c.ModelSpans) || c.Strategy == 0 {
					t.Errorf("an odd column: %#v", c)
				}
			}
			if _, found := config.Scenario(file.Settings, file); found.HasErrors() && !findings.HasErrors() {
				t.Errorf("settings of the file are refused: %v", found)
			}
		}
		config.ReadScenario("s.yaml", data)
		config.Ignores("c.yaml", data)
		config.LooksLikeConfig(data)
	})
}

// FuzzParseSetting: what is read is written by PathText so that it is read
// again.
func FuzzParseSetting(f *testing.F) {
	for _, text := range []string{"run.num_records=1", `models."a.b".latency={mean: 1s, p95: 2s}`, "models.gpt-4.1.ttft=1", `models."\"".id=x`, "columns..skip_rate=1", "seed_columns=[a]"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := config.ParseSetting(text)
		if err != nil {
			if err.Error() == "" {
				t.Error("an error without a message")
			}
			return
		}
		again, err := config.ParseSetting(config.PathText(s.Path) + "=null")
		if err == nil && !reflect.DeepEqual(again.Path, s.Path) {
			t.Errorf("%q is written as %s, and read as %q", s.Path, config.PathText(s.Path), again.Path)
		}
	})
}
