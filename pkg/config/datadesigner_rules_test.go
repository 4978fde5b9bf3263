package config_test

import "testing"

// Each test holds one rule of Data Designer: what is read and refused was tried
// with version 0.9.6 of the library.

func TestR03_yamlInsideJSON(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"comments and trailing commas", `{"columns": [{"name": "a", "column_type": "sampler", "sampler_type": "uuid", "params": {},},], # fine
}
`, []string{
			`"a" sampler full_column step 2`,
		}},
		{"escapes of JSON", `{"columns": [{"name": "a\/\u00e9\ud83d\ude00", "column_type": "sampler", "sampler_type": "uuid", "params": {}}]}
`, []string{
			`"a/é😀" sampler full_column step 2`,
		}},
		{"a tab", `{
	"columns": []}
`, []string{
			`2:1 error DP102: a tab cannot indent or separate anything in YAML (use spaces)`,
			`no columns`,
		}},
	})
}

func TestR04_encoding(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"a byte order mark and CRLF", "\ufeffcolumns:\r\n  - {name: a, column_type: sampler, sampler_type: uuid, params: {}}\r\n", []string{
			`"a" sampler full_column step 2`,
		}},
		{"a control character", "columns:\n  - {name: \"a\u0001\"}\n", []string{
			`2:14 error DP101: character U+0001 is not allowed in YAML (remove it, or write it as \u0001 in double quotes)`,
			`no columns`,
		}},
	})
}

func TestR05_yaml11(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"yes, octal, sexagesimal, underscores", `columns:
  - {name: s, column_type: sampler, sampler_type: bernoulli_mixture, params: {p: 1.0e+0, dist_name: norm, dist_params: {a: 010, b: 12:30}}, drop: yes}
  - {name: t, column_type: sampler, sampler_type: binomial, params: {n: 1_000, p: .5}, drop: off}
`, []string{
			`"s" sampler full_column step 2 dropped`,
			`"t" sampler full_column step 2`,
		}},
		{"1e3 is text, and pydantic reads it", `columns:
  - {name: s, column_type: sampler, sampler_type: uniform, params: {low: 1e3, high: 1e4}}
`, []string{
			`"s" sampler full_column step 2`,
		}},
		{"a number for a text", `columns:
  - {name: 010, column_type: sampler, sampler_type: uuid, params: {}}
`, []string{
			`2:12 error DP122: column number 1: name must be text, not 8 (put it in quotes if text is meant)`,
			`"_internal_row_id" sampler full_column step 2 dropped implicit`,
		}},
		{"no for a text", `columns:
  - {name: no, column_type: sampler, sampler_type: uuid, params: {}}
`, []string{
			`2:12 error DP122: column number 1: name must be text, not false (put it in quotes: YAML reads a bare no as a boolean)`,
			`"_internal_row_id" sampler full_column step 2 dropped implicit`,
		}},
		{"a date is text", `columns:
  - {name: 2024-01-31, column_type: sampler, sampler_type: uuid, params: {}}
`, []string{
			`"2024-01-31" sampler full_column step 2`,
		}},
		{"a merge", `base: &base {column_type: sampler, sampler_type: uuid}
columns:
  - {<<: *base, name: a, params: {}}
`, []string{
			`1:1 error DP120: the config has no field "base" (remove it; the fields of the config are columns, model_configs, tool_configs, seed_config, constraints, profilers, processors)`,
			`"a" sampler full_column step 2`,
		}},
		{"a merge inside", `columns:
  - &a {name: a, column_type: sampler, sampler_type: uuid, params: {}}
  - {<<: *a, name: b}
`, []string{
			`"a" sampler full_column step 2`,
			`"b" sampler full_column step 2`,
		}},
		{"a lone =", `columns:
  - {name: e, column_type: expression, expr: =}
`, []string{
			`2:46 error DP106: a lone = has no value in YAML 1.1 (put it in quotes if text is meant)`,
			`"_internal_row_id" sampler full_column step 2 dropped implicit`,
			`"e" expression full_column`,
		}},
		{"a date that no calendar has", `columns:
  - {name: e, column_type: expression, expr: 2024-02-30}
`, []string{
			`2:46 error DP106: "2024-02-30" is a date that no calendar has (put it in quotes if text is meant)`,
			`"_internal_row_id" sampler full_column step 2 dropped implicit`,
			`"e" expression full_column`,
		}},
	})
}

func TestR06_duplicateKeys(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"the later one counts", `columns:
  - {name: a, name: b, column_type: sampler, sampler_type: uuid, params: {}}
`, []string{
			`2:15 warning DP109: "name" is written twice, and Data Designer takes the later one without a word (keep one of them) [2:6 it is written here first]`,
			`"b" sampler full_column step 2`,
		}},
		{"columns twice", `columns: []
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
`, []string{
			`2:1 warning DP109: "columns" is written twice, and Data Designer takes the later one without a word (keep one of them) [1:1 it is written here first]`,
			`"topic" sampler full_column step 2`,
		}},
	})
}

func TestR07_notOneMapping(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"an unknown alias", `columns: *none
`, []string{
			`1:10 error DP102: no anchor &none comes before this alias (define it, or put the value in quotes if text is meant)`,
			`no columns`,
		}},
		{"an unknown tag", `columns: !!python/tuple []
`, []string{
			`1:25 error DP105: tag !!python/tuple does not fit this value, or is not one of YAML's own (remove the tag, or put the value in quotes)`,
			`"_internal_row_id" sampler full_column step 2 dropped implicit`,
		}},
		{"a key in braces", `columns:
  - {name: e, column_type: expression, expr: {{ topic }} }
`, []string{
			`2:47 error DP107: braces that are not in quotes are a mapping, and a mapping cannot be a key (put the whole value in quotes: "{{ name }}")`,
			`"_internal_row_id" sampler full_column step 2 dropped implicit`,
			`"e" expression full_column`,
		}},
		{"two documents", `columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
---
columns: []
`, []string{
			`3:1 error DP102: a second document starts here (keep one document in the file)`,
			`no columns`,
		}},
		{"a list", `- a
`, []string{
			`1:1 error DP104: the file must be a mapping, not a list (write the columns below columns:)`,
			`no columns`,
		}},
		{"an empty file", `# nothing
`, []string{
			`0:0 error DP103: the file is empty (write the columns below columns:)`,
			`no columns`,
		}},
	})
}

func TestR08_throughJSON(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"keys become text", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: l, column_type: llm-structured, model_alias: m, prompt: "{{ topic }}", output_format: {1: a, 1.5: b, true: c, null: d, 1e3: e}}
`, []string{
			`4:113 warning DP109: "true" is written twice, and Data Designer takes the later one without a word (keep one of them) [4:99 it is written here first]`,
			`"topic" sampler full_column step 2`,
			`"l" llm-structured cell_by_cell requires topic calls m`,
		}},
		{"a date as a key", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: l, column_type: llm-structured, model_alias: m, prompt: "{{ topic }}", output_format: {2024-01-31: a}}
`, []string{
			`4:99 error DP107: 2024-01-31 is a date, which cannot be a key (put the key in quotes)`,
			`"topic" sampler full_column step 2`,
			`"l" llm-structured cell_by_cell requires topic calls m`,
		}},
		{"a value that holds itself", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: l, column_type: llm-structured, model_alias: m, prompt: "{{ topic }}", output_format: &a {b: *a}}
`, []string{
			`4:101 error DP111: this value holds itself through an alias (write it out)`,
			`"topic" sampler full_column step 2`,
			`"l" llm-structured cell_by_cell requires topic calls m`,
		}},
		{"NaN survives", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: l, column_type: llm-structured, model_alias: m, prompt: "{{ topic }}", output_format: {a: .nan}}
`, []string{
			`"topic" sampler full_column step 2`,
			`"l" llm-structured cell_by_cell requires topic calls m`,
		}},
	})
}

func TestR09_shapes(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"wrapped", `data_designer:
  columns:
    - {name: a, column_type: sampler, sampler_type: uuid, params: {}}
library_version: 0.9.6
`, []string{
			`"a" sampler full_column step 2`,
		}},
		{"both", `data_designer: {columns: []}
columns: []
`, []string{
			`2:1 error DP120: the file has no field "columns" (remove it; the fields of the file are data_designer, library_version)`,
			`"_internal_row_id" sampler full_column step 2 dropped implicit`,
		}},
		{"neither", `model_configs: [{alias: m, model: x, provider: nvidia}]
`, []string{
			`1:1 error DP121: the file has neither columns nor data_designer (write the columns below columns:)`,
			`no columns`,
		}},
		{"another key", `data_designer:
  columns:
    - {name: a, column_type: sampler, sampler_type: uuid, params: {}}
version: 1
`, []string{
			`4:1 error DP120: the file has no field "version" (remove it; the fields of the file are data_designer, library_version)`,
			`"a" sampler full_column step 2`,
		}},
		{"another key of the shorthand", `columns:
  - {name: s, column_type: sampler, sampler_type: uuid, params: {}}
version: 1
`, []string{
			`3:1 error DP120: the config has no field "version" (remove it; the fields of the config are columns, model_configs, tool_configs, seed_config, constraints, profilers, processors)`,
			`"s" sampler full_column step 2`,
		}},
	})
}

func TestR10_libraryVersion(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"another version", `data_designer:
  columns:
    - {name: a, column_type: sampler, sampler_type: uuid, params: {}}
library_version: 0.1.0
`, []string{
			`"a" sampler full_column step 2`,
		}},
		{"a number", `data_designer:
  columns:
    - {name: a, column_type: sampler, sampler_type: uuid, params: {}}
library_version: 0.9
`, []string{
			`4:18 error DP122: library_version must be text or null, not 0.9 (put it in quotes if text is meant)`,
			`"a" sampler full_column step 2`,
		}},
	})
}

func TestR12_unknownFields(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"of a column", `columns:
  - {name: s, column_type: sampler, sampler_type: uuid, params: {}, dropp: true}
`, []string{
			`2:69 error DP120: column "s" has no field "dropp" (did you mean drop?)`,
			`"s" sampler full_column step 2`,
		}},
		{"of parameters", `columns:
  - {name: s, column_type: sampler, sampler_type: uuid, params: {prefx: a}}
`, []string{
			`2:66 error DP120: column "s": params has no field "prefx" (did you mean prefix?)`,
			`"s" sampler full_column step 2`,
		}},
		{"of a context, which may have any", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: l, column_type: llm-text, model_alias: m, prompt: "{{ topic }}", multi_modal_context: [{modality: image, column_name: topic, colour: red}]}
`, []string{
			`"topic" sampler full_column step 2`,
			`"l" llm-text cell_by_cell requires topic calls m`,
		}},
	})
}

func TestR13_conversions(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"whole numbers", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: v0, column_type: validation, target_columns: [topic], validator_type: remote, validator_params: {endpoint_url: u}, batch_size: 2.0}
  - {name: v1, column_type: validation, target_columns: [topic], validator_type: remote, validator_params: {endpoint_url: u}, batch_size: true}
  - {name: v2, column_type: validation, target_columns: [topic], validator_type: remote, validator_params: {endpoint_url: u}, batch_size: "7"}
  - {name: v3, column_type: validation, target_columns: [topic], validator_type: remote, validator_params: {endpoint_url: u}, batch_size: " 7 "}
  - {name: v4, column_type: validation, target_columns: [topic], validator_type: remote, validator_params: {endpoint_url: u}, batch_size: "1_0"}
  - {name: v5, column_type: validation, target_columns: [topic], validator_type: remote, validator_params: {endpoint_url: u}, batch_size: "2.00"}
`, []string{
			`"topic" sampler full_column step 2`,
			`"v0" validation full_column requires topic`,
			`"v1" validation full_column requires topic`,
			`"v2" validation full_column requires topic`,
			`"v3" validation full_column requires topic`,
			`"v4" validation full_column requires topic`,
			`"v5" validation full_column requires topic`,
		}},
		{"no whole numbers", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: v0, column_type: validation, target_columns: [topic], validator_type: remote, validator_params: {endpoint_url: u}, batch_size: 2.5}
  - {name: v1, column_type: validation, target_columns: [topic], validator_type: remote, validator_params: {endpoint_url: u}, batch_size: null}
  - {name: v2, column_type: validation, target_columns: [topic], validator_type: remote, validator_params: {endpoint_url: u}, batch_size: "x"}
  - {name: v3, column_type: validation, target_columns: [topic], validator_type: remote, validator_params: {endpoint_url: u}, batch_size: ""}
  - {name: v4, column_type: validation, target_columns: [topic], validator_type: remote, validator_params: {endpoint_url: u}, batch_size: "1e3"}
  - {name: v5, column_type: validation, target_columns: [topic], validator_type: remote, validator_params: {endpoint_url: u}, batch_size: [1]}
  - {name: v6, column_type: validation, target_columns: [topic], validator_type: remote, validator_params: {endpoint_url: u}, batch_size: 1.0e+20}
`, []string{
			`4:139 error DP122: column "v0": batch_size must be a whole number of at least 1, not 2.5 (write a number without quotes or fraction)`,
			`5:139 error DP122: column "v1": batch_size must be a whole number of at least 1, not null (write a number without quotes or fraction)`,
			`6:139 error DP122: column "v2": batch_size must be a whole number of at least 1, not "x" (write a number without quotes or fraction)`,
			`7:139 error DP122: column "v3": batch_size must be a whole number of at least 1, not "" (write a number without quotes or fraction)`,
			`8:139 error DP122: column "v4": batch_size must be a whole number of at least 1, not "1e3" (write a number without quotes or fraction)`,
			`9:139 error DP122: column "v5": batch_size must be a whole number of at least 1, not a list (write a number without quotes or fraction)`,
			`10:139 error DP122: column "v6": batch_size must be a whole number of at least 1, not 1e+20 (write a number without quotes or fraction)`,
			`"topic" sampler full_column step 2`,
			`"v0" validation full_column requires topic`,
			`"v1" validation full_column requires topic`,
			`"v2" validation full_column requires topic`,
			`"v3" validation full_column requires topic`,
			`"v4" validation full_column requires topic`,
			`"v5" validation full_column requires topic`,
			`"v6" validation full_column requires topic`,
		}},
		{"numbers", `columns:
  - {name: s, column_type: sampler, sampler_type: uniform, params: {low: true, high: " 10.5 "}}
  - {name: t, column_type: sampler, sampler_type: uniform, params: {low: "-inf", high: .nan}}
`, []string{
			`"s" sampler full_column step 2`,
			`"t" sampler full_column step 2`,
		}},
		{"no numbers", `columns:
  - {name: s, column_type: sampler, sampler_type: uniform, params: {low: "", high: "0x1"}}
`, []string{
			`2:74 error DP122: column "s": params.low must be a number, not "" (write a number)`,
			`2:84 error DP122: column "s": params.high must be a number, not "0x1" (write a number)`,
			`"s" sampler full_column step 2`,
		}},
		{"booleans", `columns:
  - {name: s0, column_type: sampler, sampler_type: uuid, params: {}, drop: 1}
  - {name: s1, column_type: sampler, sampler_type: uuid, params: {}, drop: 0.0}
  - {name: s2, column_type: sampler, sampler_type: uuid, params: {}, drop: "YES"}
  - {name: s3, column_type: sampler, sampler_type: uuid, params: {}, drop: "f"}
  - {name: s4, column_type: sampler, sampler_type: uuid, params: {}, drop: "off"}
`, []string{
			`"s0" sampler full_column step 2 dropped`,
			`"s1" sampler full_column step 2`,
			`"s2" sampler full_column step 2 dropped`,
			`"s3" sampler full_column step 2`,
			`"s4" sampler full_column step 2`,
		}},
		{"no booleans", `columns:
  - {name: s0, column_type: sampler, sampler_type: uuid, params: {}, drop: 2}
  - {name: s1, column_type: sampler, sampler_type: uuid, params: {}, drop: 0.5}
  - {name: s2, column_type: sampler, sampler_type: uuid, params: {}, drop: "nope"}
  - {name: s3, column_type: sampler, sampler_type: uuid, params: {}, drop: " true"}
  - {name: s4, column_type: sampler, sampler_type: uuid, params: {}, drop: null}
`, []string{
			`2:76 error DP122: column "s0": drop must be true or false, not 2 (write true or false)`,
			`3:76 error DP122: column "s1": drop must be true or false, not 0.5 (write true or false)`,
			`4:76 error DP122: column "s2": drop must be true or false, not "nope" (write true or false)`,
			`5:76 error DP122: column "s3": drop must be true or false, not " true" (write true or false)`,
			`6:76 error DP122: column "s4": drop must be true or false, not null (write true or false)`,
			`"s0" sampler full_column step 2`,
			`"s1" sampler full_column step 2`,
			`"s2" sampler full_column step 2`,
			`"s3" sampler full_column step 2`,
			`"s4" sampler full_column step 2`,
		}},
		{"no texts", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: e0, column_type: expression, expr: 1}
  - {name: e1, column_type: expression, expr: true}
  - {name: e2, column_type: expression, expr: null}
  - {name: e3, column_type: expression, expr: [a]}
  - {name: e4, column_type: expression, expr: {a: 1}}
`, []string{
			`4:47 error DP122: column "e0": expr must be text, not 1 (put it in quotes if text is meant)`,
			`5:47 error DP122: column "e1": expr must be text, not true (put it in quotes: YAML reads a bare true as a boolean)`,
			`6:47 error DP122: column "e2": expr must be text, not null (give it a text, or remove it)`,
			`7:47 error DP122: column "e3": expr must be text, not a list (write a text)`,
			`8:47 error DP122: column "e4": expr must be text, not a mapping (write a text)`,
			`"topic" sampler full_column step 2`,
			`"e0" expression full_column`,
			`"e1" expression full_column`,
			`"e2" expression full_column`,
			`"e3" expression full_column`,
			`"e4" expression full_column`,
		}},
		{"no list, no mapping", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: v, column_type: validation, target_columns: topic, validator_type: remote, validator_params: []}
`, []string{
			`4:56 error DP122: column "v": target_columns must be a list, not "topic" (write a list)`,
			`4:105 error DP122: column "v": validator_params must be a mapping, not a list (write a mapping)`,
			`"topic" sampler full_column step 2`,
			`"v" validation full_column`,
		}},
	})
}

func TestR14_missingAndTags(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"no name", `columns:
  - {column_type: sampler, sampler_type: uuid, params: {}}
`, []string{
			`2:5 error DP121: column number 1 has no name (add name: the name of the column)`,
			`"_internal_row_id" sampler full_column step 2 dropped implicit`,
		}},
		{"no column_type", `columns:
  - {name: a}
`, []string{
			`2:5 error DP121: column "a" has no column_type (add column_type: one of sampler, seed-dataset, llm-text, llm-code, llm-structured, llm-judge, expression, validation, embedding, image, custom)`,
			`"_internal_row_id" sampler full_column step 2 dropped implicit`,
			`"a"  cell_by_cell`,
		}},
		{"a column that is text", `columns:
  - topic
  - null
`, []string{
			`2:5 error DP122: column number 1 must be a mapping, not "topic" (write a mapping)`,
			`3:5 error DP122: column number 2 must be a mapping, not null (give it a value, or remove it)`,
			`"_internal_row_id" sampler full_column step 2 dropped implicit`,
		}},
		{"an unknown sampler", `columns:
  - {name: s, column_type: sampler, sampler_type: normal, params: {}}
`, []string{
			`2:51 error DP123: column "s": sampler_type must be one of bernoulli, bernoulli_mixture, binomial, category, datetime, gaussian, person, person_from_faker, poisson, scipy, subcategory, timedelta, uniform, uuid, not "normal" (use one of them)`,
			`"s" sampler full_column step 2`,
		}},
	})
}

func TestR16_columns(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"null", `columns: null
model_configs: []
`, []string{
			`1:10 error DP122: columns must be a list, not null (give it a value, or remove it)`,
			`"_internal_row_id" sampler full_column step 2 dropped implicit`,
		}},
		{"a mapping", `columns: {}
model_configs: []
`, []string{
			`1:10 error DP122: columns must be a list, not a mapping (write a list)`,
			`"_internal_row_id" sampler full_column step 2 dropped implicit`,
		}},
	})
}

func TestR17_sections(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"all may be null", `columns:
  - {name: s, column_type: sampler, sampler_type: uuid, params: {}}
model_configs: null
tool_configs: null
seed_config: null
constraints: null
profilers: null
processors: null
`, []string{
			`"s" sampler full_column step 2`,
		}},
		{"none may be a mapping", `columns:
  - {name: s, column_type: sampler, sampler_type: uuid, params: {}}
model_configs: {}
processors: {}
`, []string{
			`3:16 error DP122: model_configs must be a list or null, not a mapping (write a list or null)`,
			`4:13 error DP122: processors must be a list or null, not a mapping (write a list or null)`,
			`"s" sampler full_column step 2`,
		}},
	})
}

func TestR18_columnTypes(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"an underscore", `columns:
  - {name: a, column_type: llm_text}
`, []string{
			`2:28 error DP126: column "a": there is no column_type "llm_text" (did you mean llm-text?)`,
			`"_internal_row_id" sampler full_column step 2 dropped implicit`,
			`"a" llm_text cell_by_cell`,
		}},
		{"a capital", `columns:
  - {name: a, column_type: Sampler}
`, []string{
			`2:28 error DP126: column "a": there is no column_type "Sampler" (did you mean sampler?)`,
			`"_internal_row_id" sampler full_column step 2 dropped implicit`,
			`"a" Sampler cell_by_cell`,
		}},
		{"of a plugin", `columns:
  - {name: a, column_type: markdown-section}
`, []string{
			`2:28 error DP126: column "a": there is no column_type "markdown-section" (Data Designer refuses it unless a plugin of that type is installed; check the spelling: types are lower case with hyphens)`,
			`"_internal_row_id" sampler full_column step 2 dropped implicit`,
			`"a" markdown-section cell_by_cell`,
		}},
	})
}

func TestR19_subcategoryParents(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"a category", `columns:
  - {name: c, column_type: sampler, sampler_type: category, params: {values: [a]}}
  - {name: s, column_type: sampler, sampler_type: subcategory, params: {category: c, values: {a: [x]}}}
`, []string{
			`"c" sampler full_column step 2`,
			`"s" sampler full_column step 2`,
		}},
		{"another sampler", `columns:
  - {name: c, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: s, column_type: sampler, sampler_type: subcategory, params: {category: c, values: {a: [x]}}}
`, []string{
			`3:83 error DP125: column "s": its category "c" is a sampler of type uuid (name a sampler column of type category) [2:12 column "c" is defined here]`,
			`"c" sampler full_column step 2`,
			`"s" sampler full_column step 2`,
		}},
		{"an expression", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: c, column_type: expression, expr: a}
  - {name: s, column_type: sampler, sampler_type: subcategory, params: {category: c, values: {a: [x]}}}
`, []string{
			`5:83 error DP125: column "s": its category "c" is a column of type expression (name a sampler column of type category) [4:12 column "c" is defined here]`,
			`"topic" sampler full_column step 2`,
			`"s" sampler full_column step 2`,
			`"c" expression full_column`,
		}},
	})
}

func TestR20_names(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"any text", `columns:
  - {name: "", column_type: sampler, sampler_type: uuid, params: {}}
  - {name: "two words", column_type: sampler, sampler_type: uuid, params: {}}
  - {name: 名前, column_type: sampler, sampler_type: uuid, params: {}}
`, []string{
			`"" sampler full_column step 2`,
			`"two words" sampler full_column step 2`,
			`"名前" sampler full_column step 2`,
		}},
		{"the last definition stands at the place of the first", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: e, column_type: expression, expr: "1"}
  - {name: f, column_type: expression, expr: "{{ e }}"}
  - {name: e, column_type: expression, expr: "{{ topic }}"}
`, []string{
			`"topic" sampler full_column step 2`,
			`"e" expression full_column requires topic`,
			`"f" expression full_column requires e`,
		}},
	})
}

func TestR21_everyColumn(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"all fields", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: e, column_type: expression, expr: "{{ topic }}", drop: true, skip: {when: "{{ topic }}", value: x}, propagate_skip: false}
`, []string{
			`"topic" sampler full_column step 2`,
			`"e" expression full_column requires topic skips by topic dropped alone`,
		}},
		{"skip is null", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: e, column_type: expression, expr: a, skip: null}
`, []string{
			`"topic" sampler full_column step 2`,
			`"e" expression full_column`,
		}},
		{"skip without when", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: e, column_type: expression, expr: a, skip: {value: 1}}
`, []string{
			`4:55 error DP121: column "e": skip has no when (add when: a Jinja template: where it is true, the row is skipped)`,
			`"topic" sampler full_column step 2`,
			`"e" expression full_column`,
		}},
		{"skip is text", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: e, column_type: expression, expr: a, skip: "{{ topic }}"}
`, []string{
			`4:55 error DP122: column "e": skip must be a mapping or null, not "{{ topic }}" (write a mapping or null)`,
			`"topic" sampler full_column step 2`,
			`"e" expression full_column`,
		}},
		{"a list as value", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: e, column_type: expression, expr: a, skip: {when: "{{ topic }}", value: []}}
`, []string{
			`4:84 error DP122: column "e": skip.value must be true or false, a whole number, a number or text or null, not a list (write true or false, a whole number, a number or text or null)`,
			`"topic" sampler full_column step 2`,
			`"e" expression full_column skips by topic`,
		}},
	})
}

func TestR22_skipWhen(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"no braces", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: e, column_type: expression, expr: a, skip: {when: topic == 1}}
`, []string{
			`4:62 error DP132: column "e": skip.when names no column (write the condition in braces: "{{ name == 0 }}")`,
			`"topic" sampler full_column step 2`,
			`"e" expression full_column`,
		}},
		{"no Jinja", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: e, column_type: expression, expr: a, skip: {when: "{{ topic =="}}
`, []string{
			`4:74 error DP130: column "e": skip.when: unexpected end of template, expected an expression (close what is open) [4:63 it is opened here]`,
			`"topic" sampler full_column step 2`,
			`"e" expression full_column`,
		}},
		{"an unknown filter", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: e, column_type: expression, expr: a, skip: {when: "{{ topic | nosuch }}"}}
`, []string{
			`4:74 error DP130: column "e": skip.when: unknown filter 'nosuch' (correct the template)`,
			`"topic" sampler full_column step 2`,
			`"e" expression full_column skips by topic`,
		}},
	})
}

func TestR23_skipOnSampler(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"a sampler", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: s, column_type: sampler, sampler_type: uuid, params: {}, skip: {when: "{{ topic }}"}}
`, []string{
			`4:75 error DP132: column "s": a column of type sampler cannot be skipped: all of them are made at once (remove skip)`,
			`"topic" sampler full_column step 2`,
			`"s" sampler full_column skips by topic step 2`,
		}},
	})
}

func TestR24_skipOnItself(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"by its name", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: e, column_type: expression, expr: a, skip: {when: "{{ e }}"}}
`, []string{
			`4:66 error DP132: column "e": skip.when reads "e", which the column itself makes (name another column)`,
			`"topic" sampler full_column step 2`,
			`"e" expression full_column skips by e`,
		}},
		{"by its trace", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: l, column_type: llm-text, model_alias: m, prompt: "{{ topic }}", with_trace: all_messages, skip: {when: "{{ l__trace }}"}}
`, []string{
			`4:120 error DP132: column "l": skip.when reads "l__trace", which the column itself makes (name another column)`,
			`"topic" sampler full_column step 2`,
			`"l" llm-text cell_by_cell requires topic skips by l__trace writes l__trace calls m`,
		}},
	})
}

func TestR25_skipColumns(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"they order, and are not required", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: a, column_type: expression, expr: "1"}
  - {name: e, column_type: expression, expr: "{{ topic }}", skip: {when: "{{ a }} {{ topic }}"}}
`, []string{
			`"topic" sampler full_column step 2`,
			`"a" expression full_column`,
			`"e" expression full_column requires topic skips by a topic`,
		}},
	})
}

func TestR26_skipValue(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"converted", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: e, column_type: expression, expr: a, dtype: int, skip: {when: "{{ topic }}", value: "7"}}
`, []string{
			`"topic" sampler full_column step 2`,
			`"e" expression full_column skips by topic`,
		}},
		{"not an int", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: e, column_type: expression, expr: a, dtype: int, skip: {when: "{{ topic }}", value: "7.0"}}
`, []string{
			`4:96 error DP133: column "e": skip.value "7.0" is no int, which is the dtype of the column (change one of them)`,
			`"topic" sampler full_column step 2`,
			`"e" expression full_column skips by topic`,
		}},
		{"not a float", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: e, column_type: expression, expr: a, dtype: float, skip: {when: "{{ topic }}", value: x}}
`, []string{
			`4:98 error DP133: column "e": skip.value "x" is no float, which is the dtype of the column (change one of them)`,
			`"topic" sampler full_column step 2`,
			`"e" expression full_column skips by topic`,
		}},
		{"anything is a bool", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: e, column_type: expression, expr: a, dtype: bool, skip: {when: "{{ topic }}", value: "no"}}
`, []string{
			`"topic" sampler full_column step 2`,
			`"e" expression full_column skips by topic`,
		}},
		{"NaN is no int", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: e, column_type: expression, expr: a, dtype: int, skip: {when: "{{ topic }}", value: .nan}}
`, []string{
			`4:96 error DP133: column "e": skip.value NaN is no int, which is the dtype of the column (change one of them)`,
			`"topic" sampler full_column step 2`,
			`"e" expression full_column skips by topic`,
		}},
	})
}

func TestR27_modelAliases(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"of the column", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: l, column_type: llm-text, model_alias: m, prompt: "{{ topic }}"}
  - {name: i, column_type: image, model_alias: n, prompt: "{{ topic }}"}
  - {name: d, column_type: embedding, model_alias: o, target_column: topic}
`, []string{
			`"topic" sampler full_column step 2`,
			`"l" llm-text cell_by_cell requires topic calls m`,
			`"i" image cell_by_cell requires topic calls n`,
			`"d" embedding cell_by_cell requires topic calls o`,
		}},
	})
}

func TestR28_sampler(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"full column, of one step, and nothing required", `columns:
  - {name: c, column_type: sampler, sampler_type: category, params: {values: [a]}}
  - {name: s, column_type: sampler, sampler_type: subcategory, params: {category: c, values: {a: [x]}}, conditional_params: {c == 'a': {category: c, values: {a: [y]}}}}
`, []string{
			`"c" sampler full_column step 2`,
			`"s" sampler full_column step 2`,
		}},
	})
}

func TestR29_samplerFields(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"params are required, even of uuid", `columns:
  - {name: s, column_type: sampler, sampler_type: uuid}
`, []string{
			`2:5 error DP121: column "s" has no params (add params: the parameters of the sampler)`,
			`"s" sampler full_column step 2`,
		}},
		{"params are null", `columns:
  - {name: s, column_type: sampler, sampler_type: uuid, params: null}
`, []string{
			`2:65 error DP122: column "s": params must be a mapping, not null (give it a value, or remove it)`,
			`"s" sampler full_column step 2`,
		}},
		{"conditions are checked as params", `columns:
  - {name: s, column_type: sampler, sampler_type: uniform, params: {low: 0, high: 1}, conditional_params: {a > 1: {low: x, high: 1}}}
`, []string{
			`2:121 error DP122: column "s": conditional_params["a > 1"].low must be a number, not "x" (write a number)`,
			`"s" sampler full_column step 2`,
		}},
		{"params of another sampler", `columns:
  - {name: s, column_type: sampler, sampler_type: uuid, params: {sampler_type: uniform, low: 0, high: 1}}
`, []string{
			`"s" sampler full_column step 2`,
		}},
		{"params of no sampler", `columns:
  - {name: s, column_type: sampler, sampler_type: uuid, params: {sampler_type: none}}
`, []string{
			`2:80 error DP126: column "s": params: there is no sampler_type "none" (use one of bernoulli, bernoulli_mixture, binomial, category, datetime, gaussian, person, person_from_faker, poisson, scipy, subcategory, timedelta, uniform, uuid)`,
			`"s" sampler full_column step 2`,
		}},
	})
}

func TestR30_seedDataset(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"has no fields of its own", `seed_config: {source: {seed_type: hf, path: p}}
columns:
  - {name: a, column_type: seed-dataset, path: x}
`, []string{
			`3:42 error DP120: column "a" has no field "path" (remove it; the fields of the column are name, drop, skip, propagate_skip)`,
			`"a" seed-dataset full_column step 1`,
		}},
	})
}

func TestR31_llmText(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"required, each once, and side effects in order", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: img, column_type: image, model_alias: m, prompt: "{{ topic }}"}
  - {name: l, column_type: llm-text, model_alias: m, prompt: "{{ b }} {{ topic }} {{ b }}", system_prompt: "{{ sys }} {{ topic }}", multi_modal_context: [{modality: image, column_name: img}], with_trace: last_message, extract_reasoning_content: true}
  - {name: sys, column_type: expression, expr: a}
  - {name: b, column_type: expression, expr: a}
`, []string{
			`"topic" sampler full_column step 2`,
			`"img" image cell_by_cell requires topic calls m`,
			`"l" llm-text cell_by_cell requires b topic sys img writes l__trace l__reasoning_content calls m`,
			`"sys" expression full_column`,
			`"b" expression full_column`,
		}},
	})
}

func TestR32_llmTextFields(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"a trace as a boolean", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: l, column_type: llm-text, model_alias: m, prompt: "{{ topic }}", with_trace: true}
`, []string{
			`4:89 error DP122: column "l": with_trace must be one of none, last_message, all_messages, not true (write one of none, last_message, all_messages, in quotes where YAML would read it as a boolean)`,
			`"topic" sampler full_column step 2`,
			`"l" llm-text cell_by_cell requires topic calls m`,
		}},
		{"no model", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: l, column_type: llm-text, prompt: "{{ topic }}"}
`, []string{
			`4:5 error DP121: column "l" has no model_alias (add model_alias: the alias of a model)`,
			`"topic" sampler full_column step 2`,
			`"l" llm-text cell_by_cell requires topic`,
		}},
		{"all optional fields null", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: l, column_type: llm-text, model_alias: m, prompt: "{{ topic }}", system_prompt: null, multi_modal_context: null, tool_alias: null}
`, []string{
			`"topic" sampler full_column step 2`,
			`"l" llm-text cell_by_cell requires topic calls m`,
		}},
	})
}

func TestR33_llmCode(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"with a language", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: l, column_type: llm-code, model_alias: m, prompt: "{{ topic }}", code_lang: sql:tsql}
`, []string{
			`"topic" sampler full_column step 2`,
			`"l" llm-code cell_by_cell requires topic calls m`,
		}},
		{"without", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: l, column_type: llm-code, model_alias: m, prompt: "{{ topic }}"}
`, []string{
			`4:5 error DP121: column "l" has no code_lang (add code_lang: the language of the code)`,
			`"topic" sampler full_column step 2`,
			`"l" llm-code cell_by_cell requires topic calls m`,
		}},
		{"unknown", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: l, column_type: llm-code, model_alias: m, prompt: "{{ topic }}", code_lang: Python}
`, []string{
			`4:88 error DP123: column "l": code_lang must be one of bash, c, cobol, cpp, csharp, go, java, javascript, kotlin, ruby, rust, scala, swift, typescript, python, sql:sqlite, sql:tsql, sql:bigquery, sql:mysql, sql:postgres, sql:ansi, not "Python" (did you mean python?)`,
			`"topic" sampler full_column step 2`,
			`"l" llm-code cell_by_cell requires topic calls m`,
		}},
	})
}

func TestR34_llmStructured(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"any mapping", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: l, column_type: llm-structured, model_alias: m, prompt: "{{ topic }}", output_format: {}}
`, []string{
			`"topic" sampler full_column step 2`,
			`"l" llm-structured cell_by_cell requires topic calls m`,
		}},
		{"a text", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: l, column_type: llm-structured, model_alias: m, prompt: "{{ topic }}", output_format: Product}
`, []string{
			`4:98 error DP122: column "l": output_format must be a mapping, not "Product" (write a mapping)`,
			`"topic" sampler full_column step 2`,
			`"l" llm-structured cell_by_cell requires topic calls m`,
		}},
	})
}

func TestR35_llmJudge(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"scores are no templates", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: l, column_type: llm-judge, model_alias: m, prompt: "{{ topic }}", scores: [{name: "{{ a }}", description: "{{ b }}", options: {1: "{{ c }}"}}]}
`, []string{
			`"topic" sampler full_column step 2`,
			`"l" llm-judge cell_by_cell requires topic calls m`,
		}},
		{"no score", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: l, column_type: llm-judge, model_alias: m, prompt: "{{ topic }}", scores: []}
`, []string{
			`4:86 error DP124: column "l": scores must hold at least 1 item, not 0 (change the list)`,
			`"topic" sampler full_column step 2`,
			`"l" llm-judge cell_by_cell requires topic calls m`,
		}},
		{"a score without options", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: l, column_type: llm-judge, model_alias: m, prompt: "{{ topic }}", scores: [{name: a, description: b, weight: 1}]}
`, []string{
			`4:87 error DP121: column "l": scores[0] has no options (add options: what each score means)`,
			`4:113 error DP120: column "l": scores[0] has no field "weight" (remove it; the fields of the score are name, description, options)`,
			`"topic" sampler full_column step 2`,
			`"l" llm-judge cell_by_cell requires topic calls m`,
		}},
	})
}

func TestR36_expression(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"full column", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: e, column_type: expression, expr: "{{ topic.a[0] }}"}
`, []string{
			`"topic" sampler full_column step 2`,
			`"e" expression full_column requires topic`,
		}},
		{"a constant", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: e, column_type: expression, expr: 1 + 1}
`, []string{
			`"topic" sampler full_column step 2`,
			`"e" expression full_column`,
		}},
		{"blank", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: e, column_type: expression, expr: " "}
`, []string{
			`4:46 error DP131: column "e": expr is empty (write a template such as "{{ name }}", or remove the column)`,
			`"topic" sampler full_column step 2`,
			`"e" expression full_column`,
		}},
		{"a dtype that there is not", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: e, column_type: expression, expr: a, dtype: integer}
`, []string{
			`4:56 error DP123: column "e": dtype must be one of int, float, str, bool, not "integer" (use one of them)`,
			`"topic" sampler full_column step 2`,
			`"e" expression full_column`,
		}},
	})
}

func TestR37_validation(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"a target twice", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: v, column_type: validation, target_columns: [topic, topic], validator_type: remote, validator_params: {endpoint_url: u}}
`, []string{
			`"topic" sampler full_column step 2`,
			`"v" validation full_column requires topic`,
		}},
		{"no target", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: v, column_type: validation, target_columns: [], validator_type: remote, validator_params: {endpoint_url: u}}
`, []string{
			`"topic" sampler full_column step 2`,
			`"v" validation full_column`,
		}},
		{"a batch of none", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: v, column_type: validation, target_columns: [topic], validator_type: remote, validator_params: {endpoint_url: u}, batch_size: 0}
`, []string{
			`4:138 error DP124: column "v": batch_size must be a whole number of at least 1, not 0 (change the number)`,
			`"topic" sampler full_column step 2`,
			`"v" validation full_column requires topic`,
		}},
	})
}

func TestR38_validatorParams(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"a language that is not validated", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: v, column_type: validation, target_columns: [topic], validator_type: code, validator_params: {code_lang: rust}}
`, []string{
			`4:117 error DP123: column "v": validator_params.code_lang must be one of python, sql:sqlite, sql:tsql, sql:bigquery, sql:mysql, sql:postgres, sql:ansi, not "rust" (use one of them)`,
			`"topic" sampler full_column step 2`,
			`"v" validation full_column requires topic`,
		}},
		{"a function", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: v, column_type: validation, target_columns: [topic], validator_type: local_callable, validator_params: {validation_function: f}}
`, []string{
			`4:115 error DP127: column "v": validator_params: validator_type "local_callable" needs a Python function, which a file cannot hold (use another one, or build the config in Python)`,
			`"topic" sampler full_column step 2`,
			`"v" validation full_column requires topic`,
		}},
		{"bounds", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: v, column_type: validation, target_columns: [topic], validator_type: remote, validator_params: {timeout: 0, max_retries: -1, retry_backoff: 1, max_parallel_requests: 0}}
`, []string{
			`4:107 error DP121: column "v": validator_params has no endpoint_url (add endpoint_url: the URL of the service)`,
			`4:117 error DP124: column "v": validator_params.timeout must be a number above 0, not 0 (change the number)`,
			`4:133 error DP124: column "v": validator_params.max_retries must be a whole number of at least 0, not -1 (change the number)`,
			`4:152 error DP124: column "v": validator_params.retry_backoff must be a number above 1, not 1 (change the number)`,
			`4:178 error DP124: column "v": validator_params.max_parallel_requests must be a whole number of at least 1, not 0 (change the number)`,
			`"topic" sampler full_column step 2`,
			`"v" validation full_column requires topic`,
		}},
	})
}

func TestR39_embedding(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"reads its target", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: d, column_type: embedding, model_alias: m, target_column: topic}
`, []string{
			`"topic" sampler full_column step 2`,
			`"d" embedding cell_by_cell requires topic calls m`,
		}},
		{"needs both fields", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: d, column_type: embedding}
`, []string{
			`4:5 error DP121: column "d" has no model_alias (add model_alias: the alias of an embedding model)`,
			`4:5 error DP121: column "d" has no target_column (add target_column: the column to embed)`,
			`"topic" sampler full_column step 2`,
			`"d" embedding cell_by_cell`,
		}},
	})
}

func TestR40_image(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"reads prompt and contexts", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: i, column_type: image, model_alias: m, prompt: "{{ topic }}", multi_modal_context: [{column_name: topic}]}
`, []string{
			`"topic" sampler full_column step 2`,
			`"i" image cell_by_cell requires topic calls m`,
		}},
		{"has no system prompt and no trace", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: i, column_type: image, model_alias: m, prompt: "{{ topic }}", system_prompt: a, with_trace: none}
`, []string{
			`4:74 error DP120: column "i" has no field "system_prompt" (remove it; the fields of the column are name, drop, skip, propagate_skip, prompt, model_alias, multi_modal_context)`,
			`4:92 error DP120: column "i" has no field "with_trace" (remove it; the fields of the column are name, drop, skip, propagate_skip, prompt, model_alias, multi_modal_context)`,
			`"topic" sampler full_column step 2`,
			`"i" image cell_by_cell requires topic calls m`,
		}},
	})
}

func TestR41_custom(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"never from a file", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: c, column_type: custom, generator_function: f, generation_strategy: full_column}
`, []string{
			`4:28 error DP127: column "c": column_type "custom" is made by a Python function, which a file cannot hold (use another one, or build the config in Python)`,
			`"topic" sampler full_column step 2`,
			`"c" custom full_column`,
		}},
	})
}

func TestR42_contexts(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"an image without modality", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: l, column_type: llm-text, model_alias: m, prompt: "{{ topic }}", multi_modal_context: [{column_name: topic, image_format: png}]}
`, []string{
			`"topic" sampler full_column step 2`,
			`"l" llm-text cell_by_cell requires topic calls m`,
		}},
		{"audio without modality", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: l, column_type: llm-text, model_alias: m, prompt: "{{ topic }}", multi_modal_context: [{column_name: topic, audio_format: mp3}]}
`, []string{
			`4:99 error DP121: column "l": multi_modal_context[0] has no modality (add modality: one of image, audio, video)`,
			`"topic" sampler full_column step 2`,
			`"l" llm-text cell_by_cell requires topic calls m`,
		}},
		{"base64 without a format", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: l, column_type: llm-text, model_alias: m, prompt: "{{ topic }}", multi_modal_context: [{modality: video, column_name: topic, data_type: base64}]}
`, []string{
			`4:148 error DP125: column "l": multi_modal_context[0]: data_type base64 needs video_format (add video_format)`,
			`"topic" sampler full_column step 2`,
			`"l" llm-text cell_by_cell requires topic calls m`,
		}},
		{"an unknown format", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: l, column_type: llm-text, model_alias: m, prompt: "{{ topic }}", multi_modal_context: [{modality: audio, column_name: topic, audio_format: png}]}
`, []string{
			`4:151 error DP123: column "l": multi_modal_context[0].audio_format must be one of mp3, wav or null, not "png" (use one of them)`,
			`"topic" sampler full_column step 2`,
			`"l" llm-text cell_by_cell requires topic calls m`,
		}},
	})
}

func TestR43_templates(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"broken, at its place", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - name: l
    column_type: llm-text
    model_alias: m
    system_prompt: >-
      You write
      about {{ topic | nosuch }}.
    prompt: |
      Write about {{ topic }}.
        {% if %}
`, []string{
			`9:24 error DP130: column "l": system_prompt: unknown filter 'nosuch' (correct the template)`,
			`12:15 error DP130: column "l": prompt: unexpected '%}', expected an expression (correct the template)`,
			`"topic" sampler full_column step 2`,
			`"l" llm-text cell_by_cell requires topic calls m`,
		}},
		{"an empty prompt", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: l, column_type: llm-text, model_alias: m, prompt: ""}
`, []string{
			`"topic" sampler full_column step 2`,
			`"l" llm-text cell_by_cell calls m`,
		}},
	})
}

func TestR44_strategies(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"by type", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: l, column_type: llm-text, model_alias: m, prompt: "{{ topic }}"}
  - {name: l2, column_type: llm-code, model_alias: m, prompt: "{{ topic }}", code_lang: go}
  - {name: e, column_type: expression, expr: a}
  - {name: d, column_type: embedding, model_alias: m, target_column: topic}
`, []string{
			`"topic" sampler full_column step 2`,
			`"l" llm-text cell_by_cell requires topic calls m`,
			`"l2" llm-code cell_by_cell requires topic calls m`,
			`"e" expression full_column`,
			`"d" embedding cell_by_cell requires topic calls m`,
		}},
	})
}

func TestR45_category(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"any scalars", `columns:
  - {name: s, column_type: sampler, sampler_type: category, params: {values: [a, 1, 2.5, true], weights: [1, 2, 3, 4]}}
`, []string{
			`"s" sampler full_column step 2`,
		}},
		{"no value", `columns:
  - {name: s, column_type: sampler, sampler_type: category, params: {values: []}}
`, []string{
			`2:78 error DP124: column "s": params.values must hold at least 1 item, not 0 (change the list)`,
			`"s" sampler full_column step 2`,
		}},
		{"null", `columns:
  - {name: s, column_type: sampler, sampler_type: category, params: {values: [a, null]}}
`, []string{
			`2:82 error DP122: column "s": params.values[1] must be text, a whole number, a number or true or false, not null (write text, a whole number, a number or true or false)`,
			`"s" sampler full_column step 2`,
		}},
		{"too few weights", `columns:
  - {name: s, column_type: sampler, sampler_type: category, params: {values: [a, b], weights: [1]}}
`, []string{
			`2:95 error DP125: column "s": params: there are 1 weights for 2 values (give each value one weight)`,
			`"s" sampler full_column step 2`,
		}},
		{"no weight", `columns:
  - {name: s, column_type: sampler, sampler_type: category, params: {values: [a, b], weights: [0, 0]}}
`, []string{
			`2:95 error DP125: column "s": params: weights add up to nothing (give at least one of them a weight)`,
			`"s" sampler full_column step 2`,
		}},
		{"empty weights", `columns:
  - {name: s, column_type: sampler, sampler_type: category, params: {values: [a, b], weights: []}}
`, []string{
			`2:95 error DP125: column "s": params: weights add up to nothing (give at least one of them a weight)`,
			`"s" sampler full_column step 2`,
		}},
	})
}

func TestR46_subcategoryAndDates(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"values are lists", `columns:
  - {name: s, column_type: sampler, sampler_type: subcategory, params: {category: c, values: {a: x}}}
`, []string{
			`2:98 error DP122: column "s": params.values.a must be a list, not "x" (write a list)`,
			`"s" sampler full_column step 2`,
		}},
		{"dates", `columns:
  - {name: s, column_type: sampler, sampler_type: datetime, params: {start: 2024-01-31, end: Jan 5 2025, unit: h}}
`, []string{
			`"s" sampler full_column step 2`,
		}},
		{"no dates", `columns:
  - {name: s, column_type: sampler, sampler_type: datetime, params: {start: soon, end: 2024-02-30T00, unit: W}}
`, []string{
			`2:77 error DP125: column "s": params: start is no date: "soon" (write a date such as 2024-01-31)`,
			`2:88 error DP125: column "s": params: end is no date: "2024-02-30T00" (write a date such as 2024-01-31)`,
			`2:109 error DP123: column "s": params.unit must be one of Y, M, D, h, m, s, not "W" (use one of them)`,
			`"s" sampler full_column step 2`,
		}},
		{"in order", `columns:
  - {name: s, column_type: sampler, sampler_type: timedelta, params: {dt_min: 3, dt_max: 3, reference_column_name: a}}
`, []string{
			`2:79 error DP125: column "s": params: dt_min must be below dt_max, and is 3 for 3 (swap or change them)`,
			`"s" sampler full_column step 2`,
		}},
		{"not negative", `columns:
  - {name: s, column_type: sampler, sampler_type: timedelta, params: {dt_min: -1, dt_max: 0, reference_column_name: a}}
`, []string{
			`2:79 error DP124: column "s": params.dt_min must be a whole number of at least 0, not -1 (change the number)`,
			`2:91 error DP124: column "s": params.dt_max must be a whole number above 0, not 0 (change the number)`,
			`"s" sampler full_column step 2`,
		}},
	})
}

func TestR47_numbers(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"probabilities", `columns:
  - {name: s, column_type: sampler, sampler_type: bernoulli, params: {p: -0.1}}
  - {name: s, column_type: sampler, sampler_type: binomial, params: {n: 3, p: 1.1}}
`, []string{
			`2:74 error DP124: column "s": params.p must be a number from 0 to 1, not -0.1 (change the number)`,
			`3:79 error DP124: column "s": params.p must be a number from 0 to 1, not 1.1 (change the number)`,
			`"s" sampler full_column step 2`,
		}},
		{"all of them", `columns:
  - {name: s, column_type: sampler, sampler_type: uuid, params: {prefix: a, short_form: true, uppercase: no}}
  - {name: s, column_type: sampler, sampler_type: uniform, params: {low: 2, high: 1, decimal_places: 2}}
  - {name: s, column_type: sampler, sampler_type: gaussian, params: {mean: 0, stddev: 1}}
  - {name: s, column_type: sampler, sampler_type: poisson, params: {mean: 3}}
  - {name: s, column_type: sampler, sampler_type: scipy, params: {dist_name: beta, dist_params: {}}}
  - {name: s, column_type: sampler, sampler_type: bernoulli_mixture, params: {p: .5, dist_name: beta, dist_params: {}}}
`, []string{
			`"s" sampler full_column step 2`,
		}},
		{"missing", `columns:
  - {name: s, column_type: sampler, sampler_type: gaussian, params: {mean: 0}}
  - {name: s, column_type: sampler, sampler_type: scipy, params: {dist_name: beta}}
`, []string{
			`2:69 error DP121: column "s": params has no stddev (add stddev: the standard deviation)`,
			`3:66 error DP121: column "s": params has no dist_params (add dist_params: the parameters of that distribution)`,
			`"s" sampler full_column step 2`,
		}},
	})
}

func TestR48_persons(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"right", `columns:
  - {name: s, column_type: sampler, sampler_type: person, params: {locale: hi_Deva_IN, sex: Female, city: [a, b], age_range: [0, 114], select_field_values: {state: [NY]}, with_synthetic_personas: true}}
  - {name: s, column_type: sampler, sampler_type: person_from_faker, params: {locale: zu_ZA, city: a}}
`, []string{
			`"s" sampler full_column step 2`,
		}},
		{"wrong", `columns:
  - {name: s, column_type: sampler, sampler_type: person, params: {locale: sv_SE, sex: female, city: 1, age_range: [20, 20]}}
  - {name: s, column_type: sampler, sampler_type: person_from_faker, params: {locale: xx_XX, age_range: [1, 2, 3], with_synthetic_personas: true}}
`, []string{
			`2:76 error DP123: column "s": params.locale must be one of en_GB, de_DE, en_US, en_IN, en_SG, fr_FR, hi_Deva_IN, hi_Latn_IN, ja_JP, ko_KR, pt_BR, not "sv_SE" (use one of them)`,
			`2:88 error DP123: column "s": params.sex must be one of Male, Female or null, not "female" (did you mean Female?)`,
			`2:102 error DP122: column "s": params.city must be text or a list or null, not 1 (write text or a list or null)`,
			`2:116 error DP125: column "s": params: age_range must be two ages from 0 to 114, the lower one first (change them)`,
			"3:87 error DP123: column \"s\": params.locale must be one of 88 words that `dagplan schema` lists, not \"xx_XX\" (use one of them)",
			`3:105 error DP124: column "s": params.age_range must hold 2 items, not 3 (change the list)`,
			`3:116 error DP120: column "s": params has no field "with_synthetic_personas" (remove it; the fields of params are locale, sex, city, age_range)`,
			`"s" sampler full_column step 2`,
		}},
	})
}

func TestR49_conditionalParams(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"the conditions are not looked at", `columns:
  - {name: s, column_type: sampler, sampler_type: uniform, params: {low: 0, high: 1}, conditional_params: {"a ==": {low: 1, high: 2}}}
`, []string{
			`"s" sampler full_column step 2`,
		}},
		{"their params are", `columns:
  - {name: s, column_type: sampler, sampler_type: uniform, params: {low: 0, high: 1}, conditional_params: {a: {low: 1}}}
`, []string{
			`2:111 error DP121: column "s": conditional_params.a has no high (add high: the highest number)`,
			`"s" sampler full_column step 2`,
		}},
	})
}

func TestR50_modelConfigs(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"all are required", `model_configs: [{alias: m}]
columns:
  - {name: s, column_type: sampler, sampler_type: uuid, params: {}}
`, []string{
			`1:17 error DP121: model "m" has no model (add model: the name by which the provider knows the model)`,
			`1:17 error DP121: model "m" has no provider (add provider: the name of a provider)`,
			`"s" sampler full_column step 2`,
		}},
		{"an unknown field", `model_configs: [{alias: m, model: x, provider: p, temperature: 1}]
columns:
  - {name: s, column_type: sampler, sampler_type: uuid, params: {}}
`, []string{
			`1:51 error DP120: model "m" has no field "temperature" (remove it; the fields of the model are alias, model, provider, inference_parameters, skip_health_check)`,
			`"s" sampler full_column step 2`,
		}},
	})
}

func TestR51_generationTypes(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"embedding by its fields", `model_configs: [{alias: m, model: x, provider: p, inference_parameters: {dimensions: 3, temperature: 1}}]
columns:
  - {name: s, column_type: sampler, sampler_type: uuid, params: {}}
`, []string{
			`1:89 error DP120: model "m": inference_parameters has no field "temperature" (remove it; the fields of inference_parameters are max_parallel_requests, timeout, extra_body, encoding_format, dimensions)`,
			`"s" sampler full_column step 2`,
		}},
		{"image", `model_configs: [{alias: m, model: x, provider: p, inference_parameters: {generation_type: image, max_tokens: 1}}]
columns:
  - {name: s, column_type: sampler, sampler_type: uuid, params: {}}
`, []string{
			`1:98 error DP120: model "m": inference_parameters has no field "max_tokens" (remove it; the fields of inference_parameters are max_parallel_requests, timeout, extra_body)`,
			`"s" sampler full_column step 2`,
		}},
		{"none", `model_configs: [{alias: m, model: x, provider: p, inference_parameters: {generation_type: audio}}]
columns:
  - {name: s, column_type: sampler, sampler_type: uuid, params: {}}
`, []string{
			`1:91 error DP126: model "m": inference_parameters: there is no generation_type "audio" (use one of chat-completion, embedding, image)`,
			`"s" sampler full_column step 2`,
		}},
	})
}

func TestR52_inferenceParameters(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"bounds", `model_configs: [{alias: m, model: x, provider: p, inference_parameters: {max_parallel_requests: 0, timeout: 0, temperature: 2.1, top_p: -0.1, max_tokens: 0, extra_body: []}}]
columns:
  - {name: s, column_type: sampler, sampler_type: uuid, params: {}}
`, []string{
			`1:97 error DP124: model "m": inference_parameters.max_parallel_requests must be a whole number of at least 1, not 0 (change the number)`,
			`1:109 error DP124: model "m": inference_parameters.timeout must be a whole number of at least 1 or null, not 0 (change the number)`,
			`1:125 error DP124: model "m": inference_parameters.temperature must lie from 0 to 2 (change it)`,
			`1:137 error DP124: model "m": inference_parameters.top_p must lie from 0 to 1 (change it)`,
			`1:155 error DP124: model "m": inference_parameters.max_tokens must be a whole number of at least 1 or null, not 0 (change the number)`,
			`1:170 error DP122: model "m": inference_parameters.extra_body must be a mapping or null, not a list (write a mapping or null)`,
			`"s" sampler full_column step 2`,
		}},
	})
}

func TestR53_distributions(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"right", `model_configs: [{alias: m, model: x, provider: p, inference_parameters: {temperature: {distribution_type: uniform, params: {low: 0, high: 2}}, top_p: {params: {values: [0, 1], weights: [1, 1]}}}}]
columns:
  - {name: s, column_type: sampler, sampler_type: uuid, params: {}}
`, []string{
			`"s" sampler full_column step 2`,
		}},
		{"wrong", `model_configs: [{alias: m, model: x, provider: p, inference_parameters: {temperature: {distribution_type: uniform, params: {low: 1, high: 1}}, top_p: {distribution_type: manual, params: {values: [1.5]}}}}]
columns:
  - {name: s, column_type: sampler, sampler_type: uuid, params: {}}
`, []string{
			`1:130 error DP125: model "m": inference_parameters.temperature.params: low must be below high, and is 1 for 1 (swap or change them)`,
			`1:151 error DP124: model "m": inference_parameters.top_p must lie from 0 to 1 (change it)`,
			`"s" sampler full_column step 2`,
		}},
		{"of the other type", `model_configs: [{alias: m, model: x, provider: p, inference_parameters: {temperature: {distribution_type: manual, params: {low: 0, high: 1}}}}]
columns:
  - {name: s, column_type: sampler, sampler_type: uuid, params: {}}
`, []string{
			`1:107 error DP125: model "m": inference_parameters.temperature: distribution_type is manual, and params are those of the other one (change one of them)`,
			`"s" sampler full_column step 2`,
		}},
	})
}

func TestR55_duplicateAliases(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"the last one counts", `model_configs:
  - {alias: m, model: x, provider: nvidia}
  - {alias: m, model: y, provider: openai, inference_parameters: {max_parallel_requests: 9}}
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: l, column_type: llm-text, model_alias: m, prompt: "{{ topic }}"}
`, []string{
			`"topic" sampler full_column step 2`,
			`"l" llm-text cell_by_cell requires topic calls m`,
		}},
	})
}

func TestR57_toolConfigs(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"bounds", `columns:
  - {name: s, column_type: sampler, sampler_type: uuid, params: {}}
tool_configs: [{tool_alias: t, providers: [p], max_tool_call_turns: 0, timeout_sec: 0}]
`, []string{
			`3:69 error DP124: tool "t": max_tool_call_turns must be a whole number of at least 1, not 0 (change the number)`,
			`3:85 error DP124: tool "t": timeout_sec must be a number above 0 or null, not 0 (change the number)`,
			`"s" sampler full_column step 2`,
		}},
		{"a tool twice", `columns:
  - {name: s, column_type: sampler, sampler_type: uuid, params: {}}
tool_configs: [{tool_alias: t, providers: [p], allow_tools: [a, b, a]}]
`, []string{
			`3:68 error DP125: tool "t": allow_tools names "a" twice (remove one of them) [3:62 it is named here first]`,
			`"s" sampler full_column step 2`,
		}},
	})
}

func TestR58_seedConfig(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"an unknown type", `columns:
  - {name: s, column_type: sampler, sampler_type: uuid, params: {}}
seed_config: {source: {seed_type: sql, path: p}}
`, []string{
			`3:35 error DP126: seed_config.source: there is no seed_type "sql" (Data Designer refuses it unless a plugin of that type is installed)`,
			`"s" sampler full_column step 2`,
		}},
		{"no source", `columns:
  - {name: s, column_type: sampler, sampler_type: uuid, params: {}}
seed_config: {sampling_strategy: random}
`, []string{
			`3:14 error DP121: seed_config has no source (add source: where the dataset lies)`,
			`3:34 error DP123: seed_config.sampling_strategy must be one of ordered, shuffle, not "random" (use one of them)`,
			`"s" sampler full_column step 2`,
		}},
		{"rows in order", `columns:
  - {name: s, column_type: sampler, sampler_type: uuid, params: {}}
seed_config: {source: {seed_type: hf, path: p}, selection_strategy: {start: 3, end: 2}}
`, []string{
			`3:77 error DP125: seed_config.selection_strategy: start must be at most end, and is 3 for 2 (swap or change them)`,
			`"s" sampler full_column step 2`,
		}},
		{"a partition that there is not", `columns:
  - {name: s, column_type: sampler, sampler_type: uuid, params: {}}
seed_config: {source: {seed_type: hf, path: p}, selection_strategy: {index: 2, num_partitions: 2}}
`, []string{
			`3:69 error DP125: seed_config.selection_strategy: index 2 is none of 2 partitions (count partitions from 0)`,
			`"s" sampler full_column step 2`,
		}},
		{"both", `columns:
  - {name: s, column_type: sampler, sampler_type: uuid, params: {}}
seed_config: {source: {seed_type: hf, path: p}, selection_strategy: {start: 0, end: 1, index: 0}}
`, []string{
			`3:69 error DP125: seed_config.selection_strategy: start and end, or index and num_partitions, select rows (give one of the two)`,
			`"s" sampler full_column step 2`,
		}},
		{"a DataFrame", `columns:
  - {name: s, column_type: sampler, sampler_type: uuid, params: {}}
seed_config: {source: {seed_type: df}}
`, []string{
			`3:35 error DP127: seed_config.source: seed_type "df" is a DataFrame in memory, which a file cannot hold (use another one, or build the config in Python)`,
			`"s" sampler full_column step 2`,
		}},
	})
}

func TestR60a_constraints(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"a number in quotes", `columns:
  - {name: s, column_type: sampler, sampler_type: uniform, params: {low: 0, high: 1}}
constraints: [{target_column: s, operator: lt, rhs: "1"}]
`, []string{
			`"s" sampler full_column step 2`,
		}},
		{"an unknown operator", `columns:
  - {name: s, column_type: sampler, sampler_type: uniform, params: {low: 0, high: 1}}
constraints: [{target_column: s, operator: "<", rhs: 1}]
`, []string{
			`3:44 error DP123: constraint on "s": operator must be one of lt, le, gt, ge, not "<" (use one of them)`,
			`"s" sampler full_column step 2`,
		}},
		{"the type decides", `columns:
  - {name: s, column_type: sampler, sampler_type: uniform, params: {low: 0, high: 1}}
constraints: [{target_column: s, operator: lt, rhs: 1, constraint_type: column_inequality}]
`, []string{
			`3:53 error DP122: constraint on "s": rhs must be text, not 1 (put it in quotes if text is meant)`,
			`"s" sampler full_column step 2`,
		}},
	})
}

func TestR60b_processors(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"drops what it names", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: e, column_type: expression, expr: a}
  - {name: f, column_type: expression, expr: a}
processors: [{name: p, processor_type: drop_columns, column_names: [e]}]
`, []string{
			`"topic" sampler full_column step 2`,
			`"e" expression full_column dropped`,
			`"f" expression full_column`,
		}},
		{"a pattern needs a star", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: e, column_type: expression, expr: a}
  - {name: ea, column_type: expression, expr: a}
processors: [{name: p, processor_type: drop_columns, column_names: ["e*[a]"]}]
`, []string{
			`"topic" sampler full_column step 2`,
			`"e" expression full_column`,
			`"ea" expression full_column dropped`,
		}},
		{"a second one of its name undoes it", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: e, column_type: expression, expr: a}
  - {name: f, column_type: expression, expr: a}
processors:
  - {name: p, processor_type: drop_columns, column_names: [e]}
  - {name: p, processor_type: drop_columns, column_names: [f]}
`, []string{
			`"topic" sampler full_column step 2`,
			`"e" expression full_column`,
			`"f" expression full_column dropped`,
		}},
		{"even what the column says", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: e, column_type: expression, expr: a, drop: true}
processors:
  - {name: p, processor_type: drop_columns, column_names: [e]}
  - {name: p, processor_type: schema_transform, template: {}}
`, []string{
			`"topic" sampler full_column step 2`,
			`"e" expression full_column`,
		}},
		{"an unknown type", `columns:
  - {name: s, column_type: sampler, sampler_type: uuid, params: {}}
processors: [{name: p, processor_type: shuffle}]
`, []string{
			`3:40 error DP126: processor "p": there is no processor_type "shuffle" (Data Designer refuses it unless a plugin of that type is installed)`,
			`"s" sampler full_column step 2`,
		}},
	})
}

func TestR60c_profilers(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"their alias is not checked", `columns:
  - {name: s, column_type: sampler, sampler_type: uuid, params: {}}
profilers: [{model_alias: none, summary_score_sample_size: null}]
`, []string{
			`"s" sampler full_column step 2`,
		}},
		{"bounds", `columns:
  - {name: s, column_type: sampler, sampler_type: uuid, params: {}}
profilers: [{model_alias: none, summary_score_sample_size: 0}]
`, []string{
			`3:60 error DP124: profiler of "none": summary_score_sample_size must be a whole number of at least 1 or null, not 0 (change the number)`,
			`"s" sampler full_column step 2`,
		}},
	})
}

func TestR66_branches(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"a name that a branch sets is read", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: y, column_type: expression, expr: "1"}
  - {name: e, column_type: expression, expr: "{% if topic %}{% set y = 1 %}{% endif %}"}
`, []string{
			`"topic" sampler full_column step 2`,
			`"y" expression full_column`,
			`"e" expression full_column requires topic y`,
		}},
	})
}

func TestR71_rowID(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"without sampler and seed", `columns:
  - {name: e, column_type: expression, expr: "1"}
`, []string{
			`"_internal_row_id" sampler full_column step 2 dropped implicit`,
			`"e" expression full_column`,
		}},
		{"not with a seed", `seed_config: {source: {seed_type: hf, path: p}}
columns:
  - {name: e, column_type: expression, expr: "{{ a }}"}
`, []string{
			`1:45 warning DP145: the columns of the seed are not known: "a" is taken for columns of it (name the columns with --seed-columns, or with seed_columns in a scenario)`,
			`"a" seed-dataset full_column step 1 implicit`,
			`"e" expression full_column requires a`,
		}},
	})
}

func TestR78_order(t *testing.T) {
	t.Parallel()
	check(t, []ruleCase{
		{"samplers before the rest", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: e, column_type: expression, expr: a}
  - {name: u, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: f, column_type: expression, expr: a}
`, []string{
			`"topic" sampler full_column step 2`,
			`"u" sampler full_column step 2`,
			`"e" expression full_column`,
			`"f" expression full_column`,
		}},
	})
}
