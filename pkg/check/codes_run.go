package check

import "github.com/dagplan/dagplan/pkg/diag"

func runCodes() []diag.CodeInfo { return append(limitCodes(), scenarioCodes()...) }

func limitCodes() []diag.CodeInfo {
	return []diag.CodeInfo{
		{
			Code: codeBufferTooLarge, Severity: diag.Warning, Title: "buffer_size is larger than the records",
			Detail: `The build is then a single row group: nothing is written before all of it is
done, and no row group begins while another one ends. Make buffer_size smaller,
or leave it out.`,
			Example: `columns:
  - name: topic
run: {num_records: 100, buffer_size: 500}
`,
		},
		{
			Code: codeRequestsUnbound, Severity: diag.Warning, Title: "a max_parallel_requests is larger than what can be in flight",
			Detail: `The limit can never be reached: max_in_flight_tasks allows fewer tasks, or the
row groups that are admitted at once have fewer cells for the model. A larger
number changes nothing.`,
			Example: `columns:
  - {name: draft, model: writer}
models:
  writer: {latency: 1s, max_parallel_requests: 500}
run: {num_records: 100}
`,
		},
		{
			Code: codeInFlightUnbound, Severity: diag.Warning, Title: "max_in_flight_tasks can never be reached",
			Detail: `A task that calls a model needs one of its parallel requests. Those of all
models, and the tasks that call none, add up to fewer tasks in flight.`,
			Example: `columns:
  - {name: draft, model: writer}
models:
  writer: {latency: 1s, max_parallel_requests: 8}
run: {max_in_flight_tasks: 64}
`,
		},
		{
			Code: codeRowGroupsUnbound, Severity: diag.Warning, Title: "max_concurrent_row_groups can never be reached",
			Detail: `The build has fewer row groups than may be admitted at once. Make buffer_size
smaller if row groups are to overlap.`,
			Example: `columns:
  - name: topic
run: {num_records: 2000, buffer_size: 1000, max_concurrent_row_groups: 4}
`,
		},
		{
			Code: codeServerOverrun, Severity: diag.Warning, Title: "a model is sent more requests than its server takes",
			Detail: `The server answers the others with 429. Each time the engine lowers its own limit,
sends nothing for a while, and puts the tasks aside that were refused: most
builds are faster with a max_parallel_requests that the server takes.`,
			Example: `columns:
  - {name: draft, model: writer}
models:
  writer: {latency: 1s, max_parallel_requests: 8, server: {max_concurrency: 6}}
`,
		},
	}
}

func scenarioCodes() []diag.CodeInfo {
	return []diag.CodeInfo{
		{
			Code: codeLatencyTwice, Severity: diag.Warning, Title: "a latency is given in two ways",
			Detail: `The time to an answer is latency where that is given. Otherwise it follows from
ttft, and from output_tokens at tokens_per_second.`,
			Example: `columns:
  - {name: draft, model: writer}
models:
  writer: {latency: 1s, ttft: 300ms}
`,
		},
		{
			Code: codeUnheard, Severity: diag.Warning, Title: "a field of a column does nothing",
			Detail: `Tokens and errors are those of requests: a column that calls no model has none,
and gives rows up by its drop_rate. A skip_rate says how often the skip condition
of the column holds.`,
			Example: `columns:
  - {name: topic, skip_rate: 0.5}
`,
		},
		{
			Code: codeTooLate, Severity: diag.Warning, Title: "most answers of a model come after its timeout",
			Detail: `A request whose answer takes longer than timeout has failed. It is sent again twice,
and then its row is given up. The timeout is a minute where nothing else is said.`,
			Example: `columns:
  - {name: draft, model: writer}
models:
  writer: {latency: {mean: 50s, cv: 0.5}, timeout: 30s}
`,
		},
		{
			Code: codeLosesRowGroups, Severity: diag.Warning, Title: "a validation column comes after columns that lose rows",
			Detail: `Data Designer 0.9.6 joins the results of a validation by position. Where a row was
given up before, it finds fewer rows than it expects, and drops every row of the
row group. With smaller row groups less is lost.`,
			Example: `data_designer:
  columns:
  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}
  - {name: code, column_type: llm-code, model_alias: writer, code_lang: python, prompt: "About {{ topic }}"}
  - {name: ok, column_type: validation, target_columns: [code], validator_type: code, validator_params: {code_lang: python}}
  model_configs:
  - {alias: writer, model: w, provider: p}
`,
			Flags: []string{"--set", "models.writer.latency=1s", "--set", "models.writer.errors=[{kind: bad_request, rate: 0.01}]"},
		},
	}
}
