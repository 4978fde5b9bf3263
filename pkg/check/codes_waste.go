package check

import "github.com/dagplan/dagplan/pkg/diag"

func wasteCodes() []diag.CodeInfo {
	return []diag.CodeInfo{
		{
			Code: codePaidForNothing, Severity: diag.Warning, Title: "a column is paid for, and nothing keeps or reads it",
			Detail: `Every cell of the column is a call to a model. The finished dataset leaves the
column out, and nothing that it holds depends on it. Take the column out, or
keep it. (Data Designer puts dropped columns into a file of their own where
preserve_dropped_columns is on: silence this where that file is wanted.)`,
			Example: `columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: draft, column_type: llm-text, prompt: "Write about {{ topic }}", model_alias: nvidia-text, drop: true}
`,
		},
		{
			Code: codeUnusedColumn, Severity: diag.Warning, Title: "nothing keeps or reads a column",
			Detail: `The finished dataset leaves the column out, and nothing that it holds depends on
it. It costs no call to a model, but whoever reads the config looks for its use.`,
			Example: `columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: key, column_type: sampler, sampler_type: uuid, params: {}, drop: true}
`,
		},
		{
			Code: codeBeforeGate, Severity: diag.Warning, Title: "a column is paid for in rows in which what reads it is skipped",
			Detail: `All that reads the column is skipped in some rows by one and the same condition,
and the condition does not depend on the column. With the same condition, the
column would not be paid for in those rows. Silence this where the dataset is to
keep the column in every row.`,
			Example: `columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [easy, hard]}}
  - {name: essay, column_type: llm-text, prompt: "Write about {{ topic }}", model_alias: nvidia-text}
  - name: review
    column_type: llm-text
    prompt: "Review {{ essay }}"
    model_alias: nvidia-text
    skip: {when: "{{ topic == 'easy' }}"}
`,
		},
		{
			Code: codeSkipsNothing, Severity: diag.Warning, Title: "a skip condition decides nothing",
			Detail: `The column is dropped and nothing reads it: whether it is made or skipped shows
nowhere in the dataset. Take the condition out, or keep the column.`,
			Example: `columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - name: draft
    column_type: llm-text
    prompt: "Write about {{ topic }}"
    model_alias: nvidia-text
    drop: true
    skip: {when: "{{ topic == 'a' }}"}
`,
		},
		{
			Code: codeBarrier, Severity: diag.Warning, Title: "an expression between two model columns is a barrier",
			Detail: `Data Designer makes an expression for a whole row group at once. Between two
columns that call models cell by cell, that is a barrier: no row goes on to the
second model before every row of its row group has its answer from the first,
and the second model idles meanwhile. The same expression can mostly be written
into the templates that read it, and then each row goes on by itself.`,
			Example: `columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: draft, column_type: llm-text, prompt: "Write about {{ topic }}", model_alias: nvidia-text}
  - {name: short, column_type: expression, expr: "{{ draft[:100] }}"}
  - {name: verdict, column_type: llm-text, prompt: "Judge {{ short }}", model_alias: nvidia-text}
`,
		},
		{
			Code: codeRefusedTemplate, Severity: diag.Warning, Title: "a template is refused when the build runs",
			Detail: `The template is correct Jinja, and Data Designer's own validation passes it. But
the renderer that it uses by default allows only a part of Jinja, and refuses
the template in the first row. Write it without, or run with
jinja_rendering_engine: native.`,
			Example: `columns:
  - {name: topics, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: draft, column_type: llm-text, prompt: "Write about {{ topics | tojson }}", model_alias: nvidia-text}
`,
		},
	}
}
