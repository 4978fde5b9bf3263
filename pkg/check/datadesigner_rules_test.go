package check_test

import "testing"

// Each test holds one rule by which Data Designer validates a config or starts a
// build: what is refused was tried with version 0.9.6 of the library.

func TestV1_promptReferences(t *testing.T) {
	t.Parallel()
	checkRule(t, []ruleCase{
		{"an unknown name, in each of two templates", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: l, column_type: llm-text, model_alias: m, prompt: "{{ topik }}", system_prompt: "{{ topik }}"}
`, []string{
			`4:66 error DP201: prompt of column "l" reads "topik", which does not exist (did you mean "topic"?)`,
			`4:96 error DP201: system_prompt of column "l" reads "topik", which does not exist (did you mean "topic"?)`,
			`no graph`,
		}},
		{"a side effect", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: l, column_type: llm-text, model_alias: m, prompt: "{{ topic }}", with_trace: all_messages}
  - {name: k, column_type: llm-text, model_alias: m, prompt: "{{ l__trace }}"}
`, []string{
			`topic l k, topic < l, l < k via l__trace`,
		}},
		{"a side effect that is off", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: l, column_type: llm-text, model_alias: m, prompt: "{{ topic }}"}
  - {name: k, column_type: llm-text, model_alias: m, prompt: "{{ l__trace }}"}
`, []string{
			`5:66 error DP201: prompt of column "k" reads "l__trace", which does not exist (set with_trace of column "l", which writes it then)`,
			`no graph`,
		}},
	})
}

func TestV2_constantPrompts(t *testing.T) {
	t.Parallel()
	checkRule(t, []ruleCase{
		{"no name", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: l, column_type: llm-text, model_alias: m, prompt: Write.}
  - {name: e, column_type: expression, expr: "{{ l }} {{ topic }}"}
`, []string{
			`4:62 warning DP241: prompt of column "l" names no column: every row gets the same one (name a column in it, such as {{ topic }})`,
			`topic l e, l < e, topic < e`,
		}},
		{"an empty context is one", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: l, column_type: llm-text, model_alias: m, prompt: Write., multi_modal_context: []}
  - {name: e, column_type: expression, expr: "{{ l }} {{ topic }}"}
`, []string{
			`topic l e, l < e, topic < e`,
		}},
		{"a system prompt may be constant", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: l, column_type: llm-text, model_alias: m, prompt: "{{ topic }}", system_prompt: You write.}
`, []string{
			`topic l, topic < l`,
		}},
	})
}

func TestV3_singleBraces(t *testing.T) {
	t.Parallel()
	checkRule(t, []ruleCase{
		{"a column", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: l, column_type: llm-text, model_alias: m, prompt: "{{ topic }} {topic} {other}"}
`, []string{
			`4:76 warning DP242: prompt of column "l" has {topic} in single braces, which stays as it is (write {{ topic }})`,
			`topic l, topic < l`,
		}},
		{"in the system prompt", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: l, column_type: llm-text, model_alias: m, prompt: "{{ topic }}", system_prompt: "{topic!r:>10}"}
`, []string{
			`4:94 warning DP242: system_prompt of column "l" has {topic} in single braces, which stays as it is (write {{ topic }})`,
			`topic l, topic < l`,
		}},
	})
}

func TestV4_codeTargets(t *testing.T) {
	t.Parallel()
	checkRule(t, []ruleCase{
		{"right", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: c, column_type: llm-code, model_alias: m, prompt: "{{ topic }}", code_lang: python}
  - {name: v, column_type: validation, target_columns: [c], validator_type: code, validator_params: {code_lang: python}}
`, []string{
			`topic c v, topic < c, c < v`,
		}},
		{"another language", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: c, column_type: llm-code, model_alias: m, prompt: "{{ topic }}", code_lang: python}
  - {name: v, column_type: validation, target_columns: [c], validator_type: code, validator_params: {code_lang: 'sql:ansi'}}
`, []string{
			`5:113 error DP245: column "v" validates sql:ansi, and column "c" is python (use one code_lang for both) [4:88 the language of the column that is validated]`,
			`topic c v, topic < c, c < v`,
		}},
		{"a text", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: c, column_type: llm-text, model_alias: m, prompt: "{{ topic }}"}
  - {name: v, column_type: validation, target_columns: [c], validator_type: code, validator_params: {code_lang: python}}
`, []string{
			`5:57 warning DP244: column "v" validates code, and column "c" is of type llm-text (validate a column of type llm-code) [4:12 the column that is validated]`,
			`topic c v, topic < c, c < v`,
		}},
		{"a side effect", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: c, column_type: llm-code, model_alias: m, prompt: "{{ topic }}", code_lang: python, with_trace: last_message}
  - {name: v, column_type: validation, target_columns: [c__trace], validator_type: code, validator_params: {code_lang: python}}
`, []string{
			`5:57 error DP243: column "v" validates "c__trace", which is a side effect and no column (validate a column) [4:12 the column that writes it]`,
			`topic c v, topic < c, c < v via c__trace`,
		}},
		{"nothing", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: v, column_type: validation, target_columns: [d], validator_type: code, validator_params: {code_lang: python}}
`, []string{
			`4:57 error DP201: column "v" targets "d", which does not exist (define that column, or take the name out)`,
			`no graph`,
		}},
		{"a remote validator takes a side effect", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: c, column_type: llm-text, model_alias: m, prompt: "{{ topic }}", with_trace: last_message}
  - {name: v, column_type: validation, target_columns: [c__trace], validator_type: remote, validator_params: {endpoint_url: u}}
`, []string{
			`topic c v, topic < c, c < v via c__trace`,
		}},
	})
}

func TestV5_expressionReferences(t *testing.T) {
	t.Parallel()
	checkRule(t, []ruleCase{
		{"each unknown name", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: e, column_type: expression, expr: "{{ a }} {{ b }} {{ topic }}"}
`, []string{
			`4:50 error DP201: expr of column "e" reads "a", which does not exist (define that column, or take the name out)`,
			`4:58 error DP201: expr of column "e" reads "b", which does not exist (define that column, or take the name out)`,
			`no graph`,
		}},
	})
}

func TestV6_skipReferences(t *testing.T) {
	t.Parallel()
	checkRule(t, []ruleCase{
		{"an unknown name", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: e, column_type: expression, expr: a, skip: {when: "{{ a }} {{ topic }}"}}
`, []string{
			`4:66 error DP201: skip.when of column "e" reads "a", which does not exist (define that column, or take the name out)`,
			`no graph`,
		}},
	})
}

func TestV7_nothingLeft(t *testing.T) {
	t.Parallel()
	checkRule(t, []ruleCase{
		{"all dropped", `columns:
  - {name: s, column_type: sampler, sampler_type: uuid, params: {}, drop: true}
`, []string{
			`2:12 error DP246: no column is left in the finished dataset: all are dropped, or only copied from the seed (keep one generated column, or add a processor)`,
			`s`,
		}},
		{"no columns", `columns: []
model_configs: []
`, []string{
			`1:10 error DP246: no column is left in the finished dataset: all are dropped, or only copied from the seed (keep one generated column, or add a processor)`,
			`_internal_row_id`,
		}},
		{"a seed alone", `columns: []
seed_config: {source: {seed_type: local, path: people.csv}}
`, []string{
			`2:48 error DP246: no column is left in the finished dataset: all are dropped, or only copied from the seed (keep one generated column, or add a processor)`,
			`name age`,
		}},
		{"a seed and a processor", `columns: []
seed_config: {source: {seed_type: local, path: people.csv}}
processors: [{name: p, processor_type: schema_transform, template: {a: "{{ name }}"}}]
`, []string{
			`name age`,
		}},
		{"all dropped by a processor", `columns:
  - {name: s, column_type: sampler, sampler_type: uuid, params: {}}
processors: [{name: p, processor_type: drop_columns, column_names: ["*"]}]
`, []string{
			`2:12 error DP246: no column is left in the finished dataset: all are dropped, or only copied from the seed (keep one generated column, or add a processor)`,
			`s`,
		}},
	})
}

func TestV8_drops(t *testing.T) {
	t.Parallel()
	checkRule(t, []ruleCase{
		{"an unknown name", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: e, column_type: expression, expr: "{{ topic }}"}
processors: [{name: p, processor_type: drop_columns, column_names: [topik, "e?"]}]
`, []string{
			`1:25 warning DP407: no column calls model "m" (take it out, or let a column call it)`,
			`5:69 error DP247: processor "p" drops column "topik", which does not exist (did you mean "topic"?)`,
			`5:76 error DP247: processor "p" drops column "e?", which does not exist (did you mean "e"?)`,
			`topic e, topic < e`,
		}},
		{"a pattern of nothing", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: e, column_type: expression, expr: "{{ topic }}"}
processors: [{name: p, processor_type: drop_columns, column_names: ["x*"]}]
`, []string{
			`1:25 warning DP407: no column calls model "m" (take it out, or let a column call it)`,
			`5:69 warning DP248: pattern "x*" of processor "p" matches no column (mend or remove it)`,
			`topic e, topic < e`,
		}},
		{"a side effect", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: l, column_type: llm-text, model_alias: m, prompt: "{{ topic }}", with_trace: last_message}
processors: [{name: p, processor_type: drop_columns, column_names: [l__trace, "*__trace"]}]
`, []string{
			`topic l, topic < l`,
		}},
	})
}

func TestV9_transforms(t *testing.T) {
	t.Parallel()
	checkRule(t, []ruleCase{
		{"an unknown name", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
processors: [{name: p, processor_type: schema_transform, template: {a: "{{ topik }}"}}]
`, []string{
			`1:25 warning DP407: no column calls model "m" (take it out, or let a column call it)`,
			`4:76 error DP249: template "a" of processor "p" reads "topik", which is no column (did you mean "topic"?)`,
			`topic`,
		}},
		{"a side effect is none", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: l, column_type: llm-text, model_alias: m, prompt: "{{ topic }}", with_trace: last_message}
processors: [{name: p, processor_type: schema_transform, template: {a: "{{ l__trace }}"}}]
`, []string{
			`5:76 error DP249: template "a" of processor "p" reads "l__trace", which is no column (define that column, or take the name out)`,
			`topic l, topic < l`,
		}},
		{"inside a list", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
processors: [{name: p, processor_type: schema_transform, template: {a: [1, "{{ topic }}", {b: "{{ nosuch }}"}]}}]
`, []string{
			`1:25 warning DP407: no column calls model "m" (take it out, or let a column call it)`,
			`4:99 error DP249: template "a" of processor "p" reads "nosuch", which is no column (define that column, or take the name out)`,
			`topic`,
		}},
		{"broken by how Python prints it", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
processors: [{name: p, processor_type: schema_transform, template: {a: ["{{ topic['a'] ~ \"x\" }}"]}}]
`, []string{
			`4:72 error DP134: processor "p": a: unexpected character '\' (correct the template)`,
			`topic`,
		}},
		{"a number", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
processors: [{name: p, processor_type: schema_transform, template: {a: 1}}]
`, []string{
			`1:25 warning DP407: no column calls model "m" (take it out, or let a column call it)`,
			`topic`,
		}},
	})
}

func TestR56_lateModels(t *testing.T) {
	t.Parallel()
	checkRule(t, []ruleCase{
		{"an alias that is not declared", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: l, column_type: llm-text, model_alias: n, prompt: "{{ topic }}"}
`, []string{
			`1:25 warning DP407: no column calls model "m" (take it out, or let a column call it)`,
			`4:51 warning DP410: column "l" calls model "n", which is not declared: the build fails when it starts (declare the model, or name one that is declared)`,
			`topic l, topic < l`,
		}},
		{"a provider that nobody knows", `model_configs: [{alias: m, model: x, provider: acme}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: l, column_type: llm-text, model_alias: m, prompt: "{{ topic }}"}
`, []string{
			`1:48 warning DP404: model "m" is asked of provider "acme", which Data Designer does not know by itself (make sure that model_providers.yaml of whoever runs the build has it)`,
			`topic l, topic < l`,
		}},
	})
}

func TestR57_lateTools(t *testing.T) {
	t.Parallel()
	checkRule(t, []ruleCase{
		{"an alias that is not declared", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: l, column_type: llm-text, model_alias: m, prompt: "{{ topic }}", tool_alias: search}
`, []string{
			`4:89 warning DP403: column "l" uses tool alias "search", which is not declared (declare it under tool_configs)`,
			`topic l, topic < l`,
		}},
	})
}

func TestR59_localSeeds(t *testing.T) {
	t.Parallel()
	checkRule(t, []ruleCase{
		{"a header", `columns:
  - {name: e, column_type: expression, expr: "{{ name }} {{ age }}"}
seed_config: {source: {seed_type: local, path: people.csv}}
`, []string{
			`name age e, name < e, age < e`,
		}},
		{"no such file", `columns:
  - {name: e, column_type: expression, expr: "{{ name }}"}
seed_config: {source: {seed_type: local, path: nowhere.csv}}
`, []string{
			`3:48 error DP141: seed file "nowhere.csv" does not exist (mend the path, which counts from the working directory, or name the columns with --seed-columns)`,
			`name e, name < e`,
		}},
		{"no such kind", `columns:
  - {name: e, column_type: expression, expr: "{{ name }}"}
seed_config: {source: {seed_type: local, path: notes.txt}}
`, []string{
			`3:48 error DP141: seed file "notes.txt" has an extension that Data Designer does not read (use one of .parquet, .csv, .json, .jsonl)`,
			`name e, name < e`,
		}},
		{"a pattern", `columns:
  - {name: e, column_type: expression, expr: "{{ q }}"}
seed_config: {source: {seed_type: local, path: "more/*.jsonl"}}
`, []string{
			`q r e, q < e`,
		}},
		{"a pattern of nothing", `columns:
  - {name: e, column_type: expression, expr: "1"}
seed_config: {source: {seed_type: local, path: "more/*.parquet"}}
`, []string{
			`3:48 error DP141: a seed file that matches "more/*.parquet" does not exist (mend the path, which counts from the working directory, or name the columns with --seed-columns)`,
			`e`,
		}},
		{"a file that is none", `columns:
  - {name: e, column_type: expression, expr: "1"}
seed_config: {source: {seed_type: local, path: broken.json}}
`, []string{
			`3:48 error DP142: seed file "broken.json" cannot be read: broken.json: unexpected EOF (mend the file, or name the columns with --seed-columns)`,
			`e`,
		}},
		{"an empty path", `columns:
  - {name: e, column_type: expression, expr: "1"}
seed_config: {source: {seed_type: local, path: ""}}
`, []string{
			`3:48 error DP141: seed file "" does not exist (mend the path, which counts from the working directory, or name the columns with --seed-columns)`,
			`e`,
		}},
	})
}

func TestR59_folders(t *testing.T) {
	t.Parallel()
	checkRule(t, []ruleCase{
		{"a folder", `columns:
  - {name: e, column_type: expression, expr: "{{ file_name }} {{ relative_path }}"}
seed_config: {source: {seed_type: directory, path: more}}
`, []string{
			`source_kind source_path relative_path file_name e, file_name < e, relative_path < e`,
		}},
		{"with contents", `columns:
  - {name: e, column_type: expression, expr: "{{ content }}"}
seed_config: {source: {seed_type: file_contents, path: more}}
`, []string{
			`source_kind source_path relative_path file_name content e, content < e`,
		}},
		{"no such folder", `columns:
  - {name: e, column_type: expression, expr: "{{ content }}"}
seed_config: {source: {seed_type: file_contents, path: nowhere}}
`, []string{
			`3:56 error DP147: seed folder "nowhere" does not exist (mend the path, which counts from the working directory, or name the columns with --seed-columns)`,
			`source_kind source_path relative_path file_name content e, content < e`,
		}},
		{"no file matches", `columns:
  - {name: e, column_type: expression, expr: "{{ file_name }}"}
seed_config: {source: {seed_type: directory, path: more, file_pattern: "*.md"}}
`, []string{
			`3:52 error DP148: no file of seed folder "more" matches "*.md" (mend file_pattern, or the path)`,
			`source_kind source_path relative_path file_name e, file_name < e`,
		}},
		{"no file matches, which shows late", `columns:
  - {name: e, column_type: expression, expr: "{{ content }}"}
seed_config: {source: {seed_type: file_contents, path: more, file_pattern: "*.md"}}
`, []string{
			`3:56 error DP149: no file of seed folder "more" matches "*.md" (mend file_pattern, or the path)`,
			`source_kind source_path relative_path file_name content e, content < e`,
		}},
		{"not inside", `columns:
  - {name: e, column_type: expression, expr: "{{ file_name }}"}
seed_config: {source: {seed_type: directory, path: ".", file_pattern: "a.jsonl", recursive: false}}
`, []string{
			`3:52 error DP148: no file of seed folder "." matches "a.jsonl" (mend file_pattern, or the path)`,
			`source_kind source_path relative_path file_name e, file_name < e`,
		}},
		{"a path as pattern", `columns:
  - {name: e, column_type: expression, expr: "1"}
seed_config: {source: {seed_type: directory, path: more, file_pattern: a/b}}
`, []string{
			`3:72 error DP125: seed_config.source: file_pattern matches names of files, not paths (leave out the folders)`,
			`source_kind source_path relative_path file_name e`,
		}},
		{"an encoding that there is not", `columns:
  - {name: e, column_type: expression, expr: "1"}
seed_config: {source: {seed_type: file_contents, path: more, encoding: utf-9}}
`, []string{
			`3:72 error DP125: seed_config.source: there is no encoding "utf-9" (use a name that Python knows, such as utf-8)`,
			`source_kind source_path relative_path file_name content e`,
		}},
		{"atif has no folder of its own", `columns:
  - {name: e, column_type: expression, expr: "{{ trace_id }}"}
seed_config: {source: {seed_type: agent_rollout, format: atif}}
`, []string{
			`3:58 error DP125: seed_config.source: format atif needs a path (name the folder of the traces)`,
			`trace_id source_kind source_path root_session_id agent_id is_sidechain cwd project_path git_branch started_at ended_at messages source_meta message_count tool_call_count final_assistant_message e, trace_id < e`,
		}},
	})
}

func TestR70_seedColumns(t *testing.T) {
	t.Parallel()
	checkRule(t, []ruleCase{
		{"a column of the name of one", `columns:
  - {name: name, column_type: expression, expr: "1"}
seed_config: {source: {seed_type: local, path: people.csv}}
`, []string{
			`2:12 error DP146: column "name" has the name of a column of the seed (rename it) [3:48 the seed]`,
			`age name`,
		}},
		{"dropped by a processor", `columns:
  - {name: e, column_type: expression, expr: "{{ name }}"}
seed_config: {source: {seed_type: local, path: people.csv}}
processors: [{name: p, processor_type: drop_columns, column_names: ["a*"]}]
`, []string{
			`name age e, name < e`,
		}},
	})
}

func TestR71_rowID(t *testing.T) {
	t.Parallel()
	checkRule(t, []ruleCase{
		{"a column of that name", `columns:
  - {name: _internal_row_id, column_type: expression, expr: "1"}
`, []string{
			`2:12 error DP250: column "_internal_row_id" has the name of the column that Data Designer adds where there is neither a sampler nor a seed (rename it, or add a sampler)`,
			`no graph`,
		}},
		{"with a sampler", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: _internal_row_id, column_type: expression, expr: "{{ topic }}"}
`, []string{
			`1:25 warning DP407: no column calls model "m" (take it out, or let a column call it)`,
			`topic _internal_row_id, topic < _internal_row_id`,
		}},
	})
}

func TestR72_references(t *testing.T) {
	t.Parallel()
	checkRule(t, []ruleCase{
		{"seed columns, side effects and the row id", `columns:
  - {name: e, column_type: expression, expr: "{{ _internal_row_id }}"}
`, []string{
			`_internal_row_id e, _internal_row_id < e`,
		}},
	})
}

func TestR76_cycles(t *testing.T) {
	t.Parallel()
	checkRule(t, []ruleCase{
		{"of templates", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: a, column_type: expression, expr: "{{ b }} {{ topic }}"}
  - {name: b, column_type: expression, expr: "{{ a }}"}
`, []string{
			`4:50 error DP301: columns wait for each other: a → b → a (take out one of these dependencies) [4:50 "a" waits for "b"] [5:50 "b" waits for "a"]`,
			`no graph`,
		}},
		{"through a skip condition", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: a, column_type: expression, expr: "{{ b }} {{ topic }}"}
  - {name: b, column_type: expression, expr: x, skip: {when: "{{ a }}"}}
`, []string{
			`4:50 error DP301: columns wait for each other: a → b → a (take out one of these dependencies) [4:50 "a" waits for "b"] [5:66 "b" waits for "a"]`,
			`no graph`,
		}},
		{"through a trace", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: a, column_type: llm-text, model_alias: m, prompt: "{{ b }} {{ topic }}", with_trace: last_message}
  - {name: b, column_type: expression, expr: "{{ a__trace }}"}
`, []string{
			`4:66 error DP301: columns wait for each other: a → b → a (take out one of these dependencies) [4:66 "a" waits for "b"] [5:50 "b" waits for "a"]`,
			`no graph`,
		}},
	})
}

func TestR79_seedWithoutConfig(t *testing.T) {
	t.Parallel()
	checkRule(t, []ruleCase{
		{"a seed column", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: s, column_type: seed-dataset}
  - {name: e, column_type: expression, expr: "{{ topic }} {{ s }}"}
`, []string{
			`1:25 warning DP407: no column calls model "m" (take it out, or let a column call it)`,
			`4:12 error DP251: column "s" comes from a seed dataset, and there is no seed_config (add seed_config)`,
			`s topic e, topic < e, s < e`,
		}},
	})
}

func TestR83_realColumnsWin(t *testing.T) {
	t.Parallel()
	checkRule(t, []ruleCase{
		{"over a side effect", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: l, column_type: llm-text, model_alias: m, prompt: "{{ topic }}", with_trace: last_message}
  - {name: l__trace, column_type: expression, expr: "{{ topic }}"}
  - {name: e, column_type: expression, expr: "{{ l }} {{ l__trace }}"}
`, []string{
			`6:58 warning DP207: expr of column "e" reads "l__trace": the column of that name, not the side effect of column "l" (rename the column where the side effect is meant) [5:12 the column] [4:12 the column with the side effect]`,
			`topic l l__trace e, topic < l, topic < l__trace, l < e, l__trace < e`,
		}},
	})
}

func TestR84_unknownTargets(t *testing.T) {
	t.Parallel()
	checkRule(t, []ruleCase{
		{"of an embedding", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: d, column_type: embedding, model_alias: m, target_column: topik}
`, []string{
			`4:70 error DP201: column "d" targets "topik", which does not exist (did you mean "topic"?)`,
			`no graph`,
		}},
		{"of a context", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: l, column_type: llm-text, model_alias: m, prompt: "{{ topic }}", multi_modal_context: [{modality: image, column_name: img}]}
`, []string{
			`4:130 error DP201: column "l" targets "img", which does not exist (define that column, or take the name out)`,
			`no graph`,
		}},
		{"itself is ignored", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: e, column_type: expression, expr: "{{ e }} {{ topic }}"}
`, []string{
			`1:25 warning DP407: no column calls model "m" (take it out, or let a column call it)`,
			`4:50 warning DP206: expr of column "e" reads "e", which it makes itself (take the name out: when the column is made, its own value is not there)`,
			`topic e, topic < e`,
		}},
	})
}

func TestR87_selections(t *testing.T) {
	t.Parallel()
	checkRule(t, []ruleCase{
		{"a row too many", `columns:
  - {name: e, column_type: expression, expr: "{{ name }} {{ age }}"}
seed_config: {source: {seed_type: local, path: people.csv}, selection_strategy: {start: 0, end: 2}}
`, []string{
			`3:81 error DP150: row 2 is selected, and the seed has 2 rows (count rows from 0; end is inclusive)`,
			`name age e, name < e, age < e`,
		}},
		{"the last row", `columns:
  - {name: e, column_type: expression, expr: "{{ name }} {{ age }}"}
seed_config: {source: {seed_type: local, path: people.csv}, selection_strategy: {start: 0, end: 1}}
`, []string{
			`name age e, name < e, age < e`,
		}},
		{"too many partitions", `columns:
  - {name: e, column_type: expression, expr: "{{ name }} {{ age }}"}
seed_config: {source: {seed_type: local, path: people.csv}, selection_strategy: {num_partitions: 3}}
`, []string{
			`3:81 error DP150: the seed has 2 rows, too few for 3 partitions (use fewer partitions)`,
			`name age e, name < e, age < e`,
		}},
	})
}

func TestS1_samplerEdges(t *testing.T) {
	t.Parallel()
	checkRule(t, []ruleCase{
		{"conditions, parents, references and constraints", `columns:
  - {name: c, column_type: sampler, sampler_type: category, params: {values: [a]}}
  - {name: s, column_type: sampler, sampler_type: subcategory, params: {category: c, values: {a: [x]}}}
  - {name: d, column_type: sampler, sampler_type: datetime, params: {start: 2024-01-01, end: 2025-01-01}}
  - {name: t, column_type: sampler, sampler_type: timedelta, params: {dt_min: 1, dt_max: 2, reference_column_name: d}}
  - {name: u, column_type: sampler, sampler_type: uniform, params: {low: 0, high: 1}, conditional_params: {c == 'a': {low: 1, high: 2}}}
  - {name: v, column_type: sampler, sampler_type: uniform, params: {low: 0, high: 1}}
constraints: [{target_column: u, operator: lt, rhs: v}]
`, []string{
			`c s d t u v`,
		}},
	})
}

func TestS2_samplerCycles(t *testing.T) {
	t.Parallel()
	checkRule(t, []ruleCase{
		{"of references", `columns:
  - {name: a, column_type: sampler, sampler_type: timedelta, params: {dt_min: 1, dt_max: 2, reference_column_name: b}}
  - {name: b, column_type: sampler, sampler_type: timedelta, params: {dt_min: 1, dt_max: 2, reference_column_name: a}}
`, []string{
			`2:116 warning DP262: samplers depend on each other: a → b → a: the build fails when it starts (take out one of these dependencies) [2:116 "a" depends on "b"] [3:116 "b" depends on "a"]`,
			`a b`,
		}},
		{"through a constraint", `columns:
  - {name: a, column_type: sampler, sampler_type: uniform, params: {low: 0, high: 1}, conditional_params: {b > 1: {low: 0, high: 2}}}
  - {name: b, column_type: sampler, sampler_type: uniform, params: {low: 0, high: 1}}
constraints: [{target_column: b, operator: lt, rhs: a}]
`, []string{
			`2:108 warning DP262: samplers depend on each other: a → b → a: the build fails when it starts (take out one of these dependencies) [2:108 "a" depends on "b"] [4:53 "b" depends on "a"]`,
			`a b`,
		}},
		{"of itself", `columns:
  - {name: a, column_type: sampler, sampler_type: uniform, params: {low: 0, high: 1}, conditional_params: {a > 1: {low: 0, high: 2}}}
`, []string{
			`2:108 warning DP262: sampler "a" depends on itself: the build fails when it starts (take out this dependency)`,
			`a`,
		}},
	})
}

func TestS3_notSamplers(t *testing.T) {
	t.Parallel()
	checkRule(t, []ruleCase{
		{"an expression", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: e, column_type: expression, expr: "{{ topic }}"}
  - {name: u, column_type: sampler, sampler_type: uniform, params: {low: 0, high: 1}, conditional_params: {e == 1: {low: 0, high: 2}}}
`, []string{
			`1:25 warning DP407: no column calls model "m" (take it out, or let a column call it)`,
			`5:108 warning DP261: sampler "u" has a condition on "e", which is no sampler: the build fails when it starts (name a sampler column)`,
			`topic u e, topic < e`,
		}},
		{"nothing", `columns:
  - {name: t, column_type: sampler, sampler_type: timedelta, params: {dt_min: 1, dt_max: 2, reference_column_name: d}}
  - {name: s, column_type: sampler, sampler_type: subcategory, params: {category: c, values: {a: [x]}}}
`, []string{
			`2:116 warning DP261: sampler "t" counts from "d", which is no sampler: the build fails when it starts (name a sampler column)`,
			`3:83 warning DP261: sampler "s" is a subcategory of "c", which is no sampler: the build fails when it starts (name a sampler column)`,
			`t s`,
		}},
	})
}

func TestS4_constraintsAndSubcategories(t *testing.T) {
	t.Parallel()
	checkRule(t, []ruleCase{
		{"no sampler", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: e, column_type: expression, expr: "{{ topic }}"}
  - {name: u, column_type: sampler, sampler_type: uniform, params: {low: 0, high: 1}}
constraints: [{target_column: e, operator: lt, rhs: u}, {target_column: u, operator: lt, rhs: inf}]
`, []string{
			`1:25 warning DP407: no column calls model "m" (take it out, or let a column call it)`,
			`6:31 warning DP263: a constraint names "e", which is no sampler: the build fails when it starts (name a sampler column, or remove the constraint)`,
			`6:95 warning DP263: a constraint names "inf", which is no sampler: the build fails when it starts (name a sampler column, or remove the constraint)`,
			`topic u e, topic < e`,
		}},
		{"missing and odd values", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: s, column_type: sampler, sampler_type: subcategory, params: {category: topic, values: {a: [x], c: [y]}}}
`, []string{
			`1:25 warning DP407: no column calls model "m" (take it out, or let a column call it)`,
			`4:12 warning DP264: sampler "s" has no values for "b" of category "topic": the build fails when it starts (add them; keys are texts, and so must the values of the category be) [3:12 the category]`,
			`4:107 warning DP264: sampler "s" has values for "c", which is no value of category "topic": the build fails when it starts (remove them, or add the value to the category) [3:12 the category]`,
			`topic s`,
		}},
		{"numbers are no keys", `columns:
  - {name: c, column_type: sampler, sampler_type: category, params: {values: [1]}}
  - {name: s, column_type: sampler, sampler_type: subcategory, params: {category: c, values: {1: [x]}}}
`, []string{
			`3:12 warning DP264: sampler "s" has no values for "1" of category "c": the build fails when it starts (add them; keys are texts, and so must the values of the category be) [2:12 the category]`,
			`3:95 warning DP264: sampler "s" has values for "1", which is no value of category "c": the build fails when it starts (remove them, or add the value to the category) [2:12 the category]`,
			`c s`,
		}},
		{"no value", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: s, column_type: sampler, sampler_type: subcategory, params: {category: topic, values: {a: [], b: [x]}}}
`, []string{
			`1:25 warning DP407: no column calls model "m" (take it out, or let a column call it)`,
			`4:99 warning DP264: sampler "s" has no value for "a": the build fails when it starts (add a value)`,
			`topic s`,
		}},
		{"values of a condition count", `columns:
  - {name: k, column_type: sampler, sampler_type: uuid, params: {}}
  - {name: c, column_type: sampler, sampler_type: category, params: {values: [a]}, conditional_params: {k == 1: {values: [b]}}}
  - {name: s, column_type: sampler, sampler_type: subcategory, params: {category: c, values: {a: [x], b: [y]}}}
`, []string{
			`k c s`,
		}},
	})
}

func TestS5_conversionsAndConditions(t *testing.T) {
	t.Parallel()
	checkRule(t, []ruleCase{
		{"of a number", `columns:
  - {name: u, column_type: sampler, sampler_type: uniform, params: {low: 0, high: 1}, convert_to: decimal}
`, []string{
			`2:99 warning DP265: sampler "u" is converted to "decimal": the build fails when it starts (use float, int or str)`,
			`u`,
		}},
		{"of a date", `columns:
  - {name: d, column_type: sampler, sampler_type: datetime, params: {start: 2024-01-01, end: 2025-01-01}, convert_to: int}
  - {name: e, column_type: sampler, sampler_type: datetime, params: {start: 2024-01-01, end: 2025-01-01}, convert_to: "%d.%m.%Y %H:%M"}
`, []string{
			`2:119 warning DP265: sampler "d" writes dates as "int", which cannot be read back: the build fails when it starts (use a format such as %Y-%m-%d)`,
			`d e`,
		}},
		{"a condition that is none", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: u, column_type: sampler, sampler_type: uniform, params: {low: 0, high: 1}, conditional_params: {"topic ==": {low: 0, high: 2}}}
`, []string{
			`1:25 warning DP407: no column calls model "m" (take it out, or let a column call it)`,
			`4:117 warning DP266: condition "topic ==" of sampler "u": unexpected end of the condition, expected an expression: the build fails when it starts (write an expression without braces, such as age > 21)`,
			`topic u`,
		}},
		{"a distribution that there is not", `columns:
  - {name: u, column_type: sampler, sampler_type: scipy, params: {dist_name: normal, dist_params: {}}}
  - {name: w, column_type: sampler, sampler_type: bernoulli_mixture, params: {p: .5, dist_name: norm, dist_params: {}}}
`, []string{
			`2:78 warning DP268: sampler "u" draws from "normal", which scipy.stats does not have: the build fails when it starts (did you mean "norm"?)`,
			`u w`,
		}},
	})
}

func TestR69d_runtimeRenderer(t *testing.T) {
	t.Parallel()
	checkRule(t, []ruleCase{
		{"what it refuses", `model_configs: [{alias: m, model: x, provider: nvidia}]
columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: l, column_type: llm-text, model_alias: m, prompt: "{{ topic | tojson }} {% set a = 1 %}"}
  - {name: e, column_type: expression, expr: "{{ l | upper }}", skip: {when: "{{ topic | tojson }}"}}
`, []string{
			`4:12 warning DP213: column "l" calls model "m" in every row, but what reads it is skipped by the condition of column "e" (give it the same skip condition, or silence this where the dataset is to keep it in every row) [5:78 the condition that skips "e"]`,
			`4:74 warning DP220: prompt of column "l" passes every check, and fails in the first row: the secure renderer has no filter 'tojson' (write it without, or run with jinja_rendering_engine: native)`,
			`4:87 warning DP220: prompt of column "l" passes every check, and fails in the first row: the secure renderer takes no tag 'set' (write it without, or run with jinja_rendering_engine: native)`,
			`topic l e, topic < l, l < e, topic < e`,
		}},
	})
}

func TestR11_workingDirectory(t *testing.T) {
	t.Parallel()
	checkRule(t, []ruleCase{
		{"a relative path", `columns:
  - {name: e, column_type: expression, expr: "{{ name }} {{ age }}"}
seed_config: {source: {seed_type: local, path: ./people.csv}}
`, []string{
			`name age e, name < e, age < e`,
		}},
	})
}
