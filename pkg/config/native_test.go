package config_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dagplan/dagplan/pkg/config"
)

func nativeVerdict(text string) []string {
	file, findings := config.Read("-", []byte(text), config.Options{})
	lines := findingLines(findings)
	if file == nil {
		return append(lines, "no columns")
	}
	for _, c := range file.Columns {
		lines = append(lines, columnLine(c))
	}
	for _, d := range file.Duplicates {
		lines = append(lines, "twice: "+d.What+" "+d.Name)
	}
	for _, s := range file.Settings {
		lines = append(lines, config.PathText(s.Path))
	}
	return lines
}

func TestRead_native(t *testing.T) {
	t.Parallel()
	for _, c := range []ruleCase{
		{"everything", `columns:
  - name: topic
    strategy: full_column
    step: 1
  - {name: mood, strategy: full_column, step: 1}
  - name: summary
    depends_on: [topic, mood]
    skip_when: topic
    skip_rate: 0.5
    propagate_skip: false
    models: [writer, judge]
    side_effects: [summary__trace]
    drop: true
    latency: {mean: 1s, p95: 3s}
models:
  writer: {latency: 1s, server: {retry_after: 2s}}
  "gpt-4.1":
run: {num_records: 1e3, request_admission: {cooldown: 1s}}
`, []string{
			`"topic"  full_column step 1`,
			`"mood"  full_column step 1`,
			`"summary"  cell_by_cell requires topic mood skips by topic writes summary__trace calls writer judge dropped alone`,
			"columns.summary.skip_rate", "columns.summary.latency", "models.writer.latency", "models.writer.server.retry_after",
			"run.num_records", "run.request_admission.cooldown",
		}},
		{"names that YAML 1.1 would convert", "columns:\n  - {name: yes}\n  - {name: 1_000}\n  - {name: 12:30}\n  - {name: 2024-01-31}\n", []string{
			`"yes"  cell_by_cell`, `"1_000"  cell_by_cell`, `"12:30"  cell_by_cell`, `"2024-01-31"  cell_by_cell`,
		}},
		{"a column twice", "columns:\n  - {name: a}\n  - {name: b}\n  - {name: a, strategy: full_column}\n", []string{
			`"a"  full_column`, `"b"  cell_by_cell`, "twice: column a",
		}},
		{"wrong fields, all of them", `columns:
  - name: 7
  - nme: a
  - name: b
    stratgy: full_column
    depend_on: [a]
    latancy: 1s
    drop: "yes"
    strategy: full-column
  - {name: c, strategy: full_column, strategy: cell_by_cell, model: m, models: [m]}
  - d
colums: []
`, []string{
			`2:11 error DP122: column number 1: name must be text, not 7 (put it in quotes if text is meant)`,
			`3:5 error DP120: column number 2 has no field "nme" (did you mean name?)`,
			`5:5 error DP120: column "b" has no field "stratgy" (did you mean strategy?)`,
			`6:5 error DP120: column "b" has no field "depend_on" (did you mean depends_on?)`,
			`7:5 error DP120: column "b" has no field "latancy" (did you mean latency?)`,
			`8:11 error DP122: column "b": drop must be true or false, not "yes" (write true or false)`,
			`9:15 error DP123: column "b": strategy must be one of cell_by_cell, full_column, not "full-column" (did you mean full_column?)`,
			`10:38 error DP108: "strategy" is written twice (keep one of them) [10:15 it is written here first]`,
			`10:80 error DP125: column "c" has model as well as models (keep one of the two)`,
			`11:5 error DP122: column number 5 must be a mapping, not "d" (write a mapping)`,
			`12:1 error DP120: the config has no field "colums" (did you mean columns?)`,
			`"b"  cell_by_cell`,
			`"c"  cell_by_cell calls m m`,
		}},
		{"wrong settings, all of them", `columns:
  - {name: a, latency: soon, skip_rate: 2}
models:
  m: {max_parallel_requests: 0, price: {inputs: 1}, errors: [{kind: boredom, rate: 1}], server: 3, ttft: -1s}
  n: fast
run: {num_records: 0, bufer_size: 1, cost: {send: [1]}, health_check: 1}
`, []string{
			`2:24 error DP502: columns.a.latency must be a time or a distribution of times, not "soon" (write a time such as 1.5s or 250ms, or a number of seconds)`,
			`2:41 error DP503: columns.a.skip_rate must be a number from 0 to 1, not 2 (change the number)`,
			`4:30 error DP503: models.m.max_parallel_requests must be a whole number of at least 1, not 0 (change the number)`,
			`4:41 error DP501: models.m.price has no field "inputs" (did you mean input?)`,
			`4:69 error DP502: models.m.errors[0].kind must be one of bad_request, rate_limited, server_error, unavailable, timeout, unparseable, not "boredom" (use one of them)`,
			`4:97 error DP502: models.m.server must be a mapping, not 3 (write a mapping)`,
			`4:106 error DP502: models.m.ttft must be a time or a distribution of times, not "-1s" (write a number that is not negative and not infinite)`,
			`5:6 error DP502: models.n must be a mapping, not "fast" (write a mapping)`,
			`6:20 error DP503: run.num_records must be a whole number of at least 1, not 0 (change the number)`,
			`6:23 error DP501: run has no field "bufer_size" (did you mean buffer_size?)`,
			`6:51 error DP502: run.cost.send must be a time, not a list (write a time such as 1.5s or 250ms, or a number of seconds)`,
			`6:71 error DP502: run.health_check must be true or false, not 1 (write true or false)`,
			`"a"  cell_by_cell`,
		}},
		{"no columns", "models: {m: {latency: 1s}}\n", []string{
			"1:1 error DP128: the config has no columns (write the columns below columns:)", "models.m.latency",
		}},
		{"an empty list of columns", "columns: []\n", []string{"1:1 error DP128: the config has no columns (write the columns below columns:)"}},
		{"columns that are none", "columns: {name: a}\n", []string{"1:10 error DP122: columns must be a list, not a mapping (write a list; a scenario, which has a mapping here, is read by --scenario beside a config)"}},
		{"a sentence", "just a sentence\n", []string{
			`1:1 error DP104: the file must be a mapping, not "just a sentence" (write the columns below columns:)`, "no columns",
		}},
		{"no YAML", "columns:\n  - name: a\n   depends_on: [b]\n", []string{
			`3:4 error DP102: a mapping does not continue the list it stands in (indent it like the lines it belongs to) [2:3 the list starts here]`, "no columns",
		}},
	} {
		if diff := cmp.Diff(c.want, nativeVerdict(c.text)); diff != "" {
			t.Errorf("%s (-want +got):\n%s\nof:\n%s", c.reason, diff, c.text)
		}
	}
}

// TestRead_format: a file is Data Designer's if it has a section or a
// column_type of it.
func TestRead_format(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]config.Format{
		"columns: [{name: a}]":                                     config.Native,
		"columns: [{name: a}]\nrun: {num_records: 1}":              config.Native,
		"columns: []":                                              config.Native,
		"columns: [{name: a}, {name: b, column_type: expression}]": config.DataDesigner,
		"columns: []\nmodel_configs: []":                           config.DataDesigner,
		"data_designer: {columns: []}":                             config.DataDesigner,
		"columns: [{name: a}]\nseed_config: null":                  config.DataDesigner,
	} {
		file, _ := config.Read("-", []byte(text), config.Options{})
		if file == nil || file.Format != want {
			t.Errorf("%q is read as %v, want %v", text, file, want)
		}
	}
}
