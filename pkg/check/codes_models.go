package check

import "github.com/dagplan/dagplan/pkg/diag"

func modelCodes() []diag.CodeInfo {
	return []diag.CodeInfo{
		{
			Code: codeUnknownModel, Severity: diag.Error, Title: "a column calls a model that is not declared",
			Detail: `The file declares models, and this alias is none of them.`,
			Example: `columns:
  - {name: draft, model: writter}
models:
  writer: {max_parallel_requests: 8, latency: 1s}
`,
		},
		{
			Code: codeUndeclaredModel, Severity: diag.Warning, Title: "a column calls a model, and the file declares none",
			Detail: `A Data Designer config without model_configs uses those of whoever runs the
build. This alias is none of those that Data Designer brings along, so that the
build runs only where somebody has declared it. In a native config, a model that
is not declared is taken to answer at once.`,
			Example: `columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: draft, column_type: llm-text, prompt: "Write about {{ topic }}", model_alias: writer}
`,
		},
		{
			Code: codeUnknownTool, Severity: diag.Warning, Title: "a column uses tools that are not declared",
			Detail: `No entry of tool_configs has this alias. Data Designer's own validation passes
it, and the build stops before its first row.`,
			Example: `columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: draft, column_type: llm-text, prompt: "Write about {{ topic }}", model_alias: nvidia-text, tool_alias: search}
`,
		},
		{
			Code: codeUnknownProvider, Severity: diag.Warning, Title: "a provider has to be declared by whoever runs the build",
			Detail: `Providers are declared outside of the config. Data Designer knows nvidia, openai
and openrouter by itself; for any other one, the build stops before its first row
unless model_providers.yaml of whoever runs it has the name.`,
			Example: `columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: draft, column_type: llm-text, prompt: "Write about {{ topic }}", model_alias: writer}
model_configs:
  - {alias: writer, model: some/model, provider: our-own}
`,
		},
	}
}

// declarationCodes are about what is declared twice, in vain or otherwise than
// it looks.
func declarationCodes() []diag.CodeInfo {
	return []diag.CodeInfo{
		{
			Code: codeReplacedModel, Severity: diag.Warning, Title: "a model is declared twice, and only the last declaration counts",
			Detail: `Data Designer takes the last declaration of an alias without a word. Rename one
of the two, or take out the first.`,
			Example: `columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: draft, column_type: llm-text, prompt: "Write about {{ topic }}", model_alias: writer}
model_configs:
  - {alias: writer, model: some/model, provider: nvidia}
  - {alias: writer, model: other/model, provider: nvidia}
`,
		},
		{
			Code: codeReplacedTool, Severity: diag.Warning, Title: "a tool alias is declared twice",
			Detail: `Data Designer accepts two entries of tool_configs with one alias, and notices
only when the build runs. Rename one of the two.`,
			Example: `columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: draft, column_type: llm-text, prompt: "Write about {{ topic }}", model_alias: nvidia-text, tool_alias: search}
tool_configs:
  - {tool_alias: search, providers: [web]}
  - {tool_alias: search, providers: [files]}
`,
		},
		{
			Code: codeUnusedModel, Severity: diag.Warning, Title: "no column calls a model",
			Detail: `The file declares a model that nothing calls: left over, or a column names
another one by mistake. The aliases that Data Designer itself writes into every
config that it saves are not reported.`,
			Example: `columns:
  - {name: draft, model: writer}
models:
  writer: {latency: 1s}
  judge: {latency: 1s}
`,
		},
		{
			Code: codeSharedEndpoint, Severity: diag.Warning, Title: "a max_parallel_requests can never be reached",
			Detail: `Aliases of one provider and one model share their limit of requests in flight:
the smallest max_parallel_requests of those that columns call counts for all of
them. The larger one promises a speed that the build never has.`,
			Example: `columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: draft, column_type: llm-text, prompt: "Write about {{ topic }}", model_alias: bold}
  - {name: verdict, column_type: llm-text, prompt: "Judge {{ draft }}", model_alias: strict}
model_configs:
  - {alias: bold, model: some/model, provider: nvidia, inference_parameters: {max_parallel_requests: 16}}
  - {alias: strict, model: some/model, provider: nvidia}
`,
		},
		{
			Code: codeUnknownProfiler, Severity: diag.Warning, Title: "a profiler calls a model that is not declared",
			Detail: `Nothing checks the alias before the dataset is built and its profile is to be
made.`,
			Example: `columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: draft, column_type: llm-text, prompt: "Write about {{ topic }}", model_alias: writer}
model_configs:
  - {alias: writer, model: some/model, provider: nvidia}
profilers:
  - {model_alias: writter}
`,
		},
		{
			Code: codeLateModel, Severity: diag.Warning, Title: "a column calls a model that is not declared, which shows when the build starts",
			Detail: `The file declares models, and this alias is none of them. Data Designer validates
such a config, and stops before the first row.`,
			Example: `columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: draft, column_type: llm-text, prompt: "Write about {{ topic }}", model_alias: writter}
model_configs:
  - {alias: writer, model: nova, provider: nvidia}
`,
		},
	}
}
