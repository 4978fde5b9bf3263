package check

import "github.com/dagplan/dagplan/pkg/diag"

// designerCodes documents what is found in Data Designer configs alone.
func designerCodes() []diag.CodeInfo {
	return append(validationCodes(), samplerCodes()...)
}

func validationCodes() []diag.CodeInfo {
	const topic = "columns:\n  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}\n"
	return []diag.CodeInfo{
		{
			Code: codeConstantPrompt, Severity: diag.Warning, Title: "a prompt names no column",
			Detail: `Every row gets the same prompt, and the answers differ by chance only. A prompt
with multi_modal_context is left alone.`,
			Example: topic + "  - {name: poem, column_type: llm-text, model_alias: nvidia-text, prompt: Write a poem.}\n",
		},
		{
			Code: codeSingleBraces, Severity: diag.Warning, Title: "a name stands in single braces",
			Detail:  `Jinja replaces {{ name }} and leaves {name} as it is.`,
			Example: topic + "  - {name: poem, column_type: llm-text, model_alias: nvidia-text, prompt: \"{{ topic }}: write about {topic}.\"}\n",
		},
		{
			Code: codeNotRealColumn, Severity: diag.Error, Title: "a code validator validates a side effect",
			Detail: `The target of a code validator must be a column. A side effect of one is not
enough for Data Designer, though the build could wait for it.`,
			Example: topic + `  - {name: code, column_type: llm-code, code_lang: python, model_alias: nvidia-text, prompt: "{{ topic }}", with_trace: all_messages}
  - {name: ok, column_type: validation, target_columns: [code__trace], validator_type: code, validator_params: {code_lang: python}}
`,
		},
		{
			Code: codeNotCode, Severity: diag.Warning, Title: "a code validator validates what is no code",
			Detail: `Only columns of type llm-code take the code out of an answer; the validator sees
any other text as it is.`,
			Example: topic + `  - {name: code, column_type: llm-text, model_alias: nvidia-text, prompt: "{{ topic }}"}
  - {name: ok, column_type: validation, target_columns: [code], validator_type: code, validator_params: {code_lang: python}}
`,
		},
		{
			Code: codeOtherLanguage, Severity: diag.Error, Title: "a code validator validates another language",
			Detail: `The column and its validator must have one code_lang.`,
			Example: topic + `  - {name: code, column_type: llm-code, code_lang: python, model_alias: nvidia-text, prompt: "{{ topic }}"}
  - {name: ok, column_type: validation, target_columns: [code], validator_type: code, validator_params: {code_lang: "sql:ansi"}}
`,
		},
		{
			Code: codeNothingLeft, Severity: diag.Error, Title: "no column is left in the dataset",
			Detail: `Every column is dropped. Columns of a seed count only where there is a processor:
without one, the dataset would be a copy of the seed.`,
			Example: "columns:\n  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}, drop: true}\n",
		},
		{
			Code: codeDropsUnknown, Severity: diag.Error, Title: "a processor drops a column that does not exist",
			Detail:  `The name is neither a column nor a side effect of one.`,
			Example: topic + "processors:\n  - {name: tidy, processor_type: drop_columns, column_names: [topik]}\n",
		},
		{
			Code: codeDropsNothing, Severity: diag.Warning, Title: "a pattern of a processor matches no column",
			Detail:  `A name with a * is a pattern.`,
			Example: topic + "processors:\n  - {name: tidy, processor_type: drop_columns, column_names: [\"tmp_*\"]}\n",
		},
		{
			Code: codeTransformUnknown, Severity: diag.Error, Title: "a processor reads a name that is no column",
			Detail:  `A schema_transform sees the columns of the dataset, not the side effects.`,
			Example: topic + "processors:\n  - {name: out, processor_type: schema_transform, template: {text: \"{{ topik }}\"}}\n",
		},
		{
			Code: codeRowIDTaken, Severity: diag.Error, Title: "a column has the name of one that Data Designer adds",
			Detail: `Where a config has neither a sampler nor a seed, Data Designer adds a sampler
called _internal_row_id, and fails when the build starts if there is such a
column already.`,
			Example: "columns:\n  - {name: _internal_row_id, column_type: expression, expr: \"1\"}\n",
		},
		{
			Code: codeNoSeed, Severity: diag.Error, Title: "a seed column without a seed",
			Detail: `Data Designer adds the columns of a seed by itself. One that is written needs a
seed_config all the same; this shows only when the build starts.`,
			Example: "columns:\n  - {name: city, column_type: seed-dataset}\n",
		},
	}
}

func samplerCodes() []diag.CodeInfo {
	const mood = "columns:\n  - {name: mood, column_type: sampler, sampler_type: category, params: {values: [calm, hurried]}}\n"
	return []diag.CodeInfo{
		{
			Code: codeNotSampler, Severity: diag.Warning, Title: "a sampler depends on what is no sampler",
			Detail: `All samplers are drawn before anything else, so that a condition, a parent or a
reference can only be another sampler. Data Designer validates such a config, and
fails when the build starts.`,
			Example: mood + "  - {name: n, column_type: sampler, sampler_type: uniform, params: {low: 0, high: 1}, conditional_params: {\"moode == 'calm'\": {low: 0, high: 2}}}\n",
		},
		{
			Code: codeSamplerCycle, Severity: diag.Warning, Title: "samplers depend on each other",
			Detail: `Conditions, parents, references and constraints order the samplers. Data Designer
validates such a config, and fails when the build starts.`,
			Example: `columns:
  - {name: a, column_type: sampler, sampler_type: uniform, params: {low: 0, high: 1}, conditional_params: {b > 1: {low: 1, high: 2}}}
  - {name: b, column_type: sampler, sampler_type: uniform, params: {low: 0, high: 1}, conditional_params: {a > 1: {low: 1, high: 2}}}
`,
		},
		{
			Code: codeBadConstraint, Severity: diag.Warning, Title: "a constraint names what is no sampler",
			Detail: `Both sides of a constraint are samplers, or one is a number. Data Designer
validates such a config, and fails when the build starts.`,
			Example: mood + "constraints:\n  - {target_column: age, operator: gt, rhs: 18}\n",
		},
		{
			Code: codeSubcategory, Severity: diag.Warning, Title: "a subcategory does not fit its category",
			Detail: `It needs at least one value for each value of its category, and none for anything
else. Its keys are texts, so that the values of the category must be, too. Data
Designer validates such a config, and fails when the build starts.`,
			Example: mood + "  - {name: word, column_type: sampler, sampler_type: subcategory, params: {category: mood, values: {calm: [well]}}}\n",
		},
		{
			Code: codeConversion, Severity: diag.Warning, Title: "a sampler is converted to what there is not",
			Detail: `convert_to is float, int or str for numbers and categories, and a strftime format
for dates. Data Designer validates such a config, and fails when the build starts.`,
			Example: "columns:\n  - {name: n, column_type: sampler, sampler_type: uniform, params: {low: 0, high: 1}, convert_to: decimal}\n",
		},
		{
			Code: codeCondition, Severity: diag.Warning, Title: "a condition of a sampler is no expression",
			Detail: `A key of conditional_params is what may stand between the braces of a template.
Data Designer validates such a config, and fails when the build starts.`,
			Example: mood + "  - {name: n, column_type: sampler, sampler_type: uniform, params: {low: 0, high: 1}, conditional_params: {\"mood ==\": {low: 0, high: 2}}}\n",
		},
		{
			Code: codeOtherSampler, Severity: diag.Warning, Title: "the parameters of a sampler say they are another's",
			Detail: `Data Designer checks them as that other sampler's, and fails when the build
starts.`,
			Example: "columns:\n  - {name: n, column_type: sampler, sampler_type: uuid, params: {sampler_type: uniform, low: 0, high: 1}}\n",
		},
		{
			Code: codeNoDistribution, Severity: diag.Warning, Title: "scipy.stats has no such distribution",
			Detail:  `Data Designer validates such a config, and fails when the build starts.`,
			Example: "columns:\n  - {name: n, column_type: sampler, sampler_type: scipy, params: {dist_name: normal, dist_params: {}}}\n",
		},
	}
}
