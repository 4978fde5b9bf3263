package config

import "math"

// The fields of the other sections of a Data Designer config (R50 to R60c):
// data, in one place.

func modelConfig() object {
	return object{
		name: "the model", doc: "A model that columns call by its alias.",
		fields: []field{
			must("alias", text(), "The name by which columns call the model."),
			must("model", text(), "The name by which the provider knows the model."),
			must("provider", text(), "The name of a provider."),
			may("inference_parameters", choiceOf(inferenceParameters()), "{}", "How the model is called."),
			may("skip_health_check", truth(), "false", "Whether the model is not called once before the build."),
		},
	}
}

// inferenceParameters are told apart by their own generation_type, or by fields
// that only embeddings have (R51).
func inferenceParameters() choice {
	of := func(doc string, more ...field) object {
		return object{
			name: "inference_parameters", doc: doc,
			fields: append([]field{
				may("max_parallel_requests", whole().atLeast(1), "4", "How many requests are in flight at most."),
				may("timeout", whole().atLeast(1).orNull(), "null", "How many seconds a request may take."),
				may("extra_body", mapOf(anything()).orNull(), "null", "Further fields of the request."),
			}, more...),
		}
	}
	return choice{
		key: "generation_type",
		cases: []option{
			{word: "chat-completion", object: of("How a chat model is called.",
				may("temperature", either(decimal(), objectOf(distribution())).orNull(), "null", "The temperature, or how it varies."),
				may("top_p", either(decimal(), objectOf(distribution())).orNull(), "null", "The share of probability that is sampled from, or how it varies."),
				may("max_tokens", whole().atLeast(1).orNull(), "null", "How long an answer may be."),
			).with(withinBounds("temperature", 0, 2), withinBounds("top_p", 0, 1))},
			{word: "embedding", object: of("How an embedding model is called.",
				may("encoding_format", word("float", "base64"), `"float"`, "The form of the answer."),
				may("dimensions", whole().orNull(), "null", "The length of the answer."))},
			{word: "image", object: of("How an image model is called.")},
		},
		implied: func(v, _ *value) (string, bool) {
			if v.entry("encoding_format") != nil || v.entry("dimensions") != nil {
				return "embedding", true
			}
			return "chat-completion", true
		},
	}
}

// distribution is how a parameter varies from request to request (R53).
func distribution() object {
	return object{
		name: "the distribution", doc: "How a parameter varies from request to request.",
		fields: []field{
			may("distribution_type", word("uniform", "manual").orNull(), "null", "The kind of distribution."),
			must("params", objectOf(object{
				name: "params", doc: "Either low and high, or values and weights.",
				fields: []field{
					may("low", decimal(), "", "The lowest value."),
					may("high", decimal(), "", "The value below which all lie."),
					may("values", listOf(decimal()).items(1, 0), "", "The values."),
					may("weights", listOf(decimal()).orNull(), "null", "How often each value comes, relative to the others."),
				},
				rules: []objectRule{rule(uniformOrManual, "low", "high", "values", "weights")},
			}), "The parameters of the distribution."),
		},
		rules: []objectRule{rule(distributionTypeFits, "distribution_type", "params")},
	}
}

func toolConfig() object {
	return object{
		name: "the tool", doc: "Tools that columns may use by an alias.",
		fields: []field{
			must("tool_alias", text(), "The name by which columns call the tools."),
			must("providers", listOf(text()), "The names of the tool servers."),
			may("allow_tools", listOf(text()).orNull(), "null", "The tools that may be used; null is all of them."),
			may("max_tool_call_turns", whole().atLeast(1), "5", "How many rounds of tool calls one answer may take."),
			may("timeout_sec", decimal().above(0).orNull(), "null", "How many seconds a call may take."),
		},
		rules: []objectRule{rule(toolsOnce, "allow_tools")},
	}
}

func seedConfig() object {
	return object{
		name: "seed_config", doc: "The dataset that the build starts from.",
		fields: []field{
			must("source", choiceOf(seedSource()), "Where the dataset lies."),
			may("sampling_strategy", word("ordered", "shuffle"), `"ordered"`, "The order in which rows are taken."),
			may("selection_strategy", objectOf(selection()).orNull(), "null", "The part of the dataset that is used."),
		},
	}
}

// seedSource allows unknown fields (R12).
func seedSource() choice {
	source := func(doc string, fields ...field) object {
		return object{name: "source", doc: doc, open: true, fields: fields}
	}
	folder := func(doc string, more ...field) object {
		o := source(doc, append([]field{
			must("path", text(), "The folder."),
			may("file_pattern", text(), `"*"`, "A pattern that the names of files match."),
			may("recursive", truth(), "true", "Whether folders inside are searched."),
		}, more...)...)
		return o.with(rule(patternIsAName, "file_pattern"), rule(pathIsNotBlank, "path"))
	}
	rollout := folder("Traces of coding agents.",
		must("format", word("atif", "claude_code", "codex", "hermes_agent", "pi_coding_agent"), "The format of the traces."))
	rollout.fields[0] = may("path", text().orNull(), "null", "The folder; each format but atif has one of its own.")
	rollout.fields[1] = may("file_pattern", text().orNull(), "null", "A pattern that the names of files match.")
	rollout.rules = append(rollout.rules, rule(atifNeedsPath, "format", "path"))
	contents := folder("The texts of the files of a folder.", may("encoding", text(), `"utf-8"`, "The encoding of the files."))
	contents.rules = append(contents.rules, rule(encodingIsKnown, "encoding"))
	return choice{
		key: "seed_type",
		cases: []option{
			{word: "local", object: source("A file, or all files of a pattern.",
				must("path", text(), "A .parquet, .csv, .json or .jsonl file; * stands for several."))},
			{word: "hf", object: source("A dataset on Hugging Face.",
				must("path", text(), "The path of the dataset."),
				may("token", text().orNull(), "null", "An access token, or the variable that holds it."),
				may("endpoint", text(), `"https://huggingface.co"`, "The server."))},
			{word: "df", refused: "\"df\" is a DataFrame in memory, which a file cannot hold", object: source("A DataFrame.")},
			{word: "directory", object: folder("The files of a folder.")},
			{word: "file_contents", object: contents},
			{word: "agent_rollout", object: rollout},
		},
		unknown: "Data Designer refuses it unless a plugin of that type is installed",
	}
}

// selection is either a range of rows or a partition (R58).
func selection() object {
	return object{
		name: "selection_strategy", doc: "A range of rows, or one of several equal parts.",
		fields: []field{
			may("start", whole().atLeast(0), "", "The first row."),
			may("end", whole().atLeast(0), "", "The last row, inclusive."),
			may("index", whole().atLeast(0), "0", "The part, from 0."),
			may("num_partitions", whole().atLeast(1), "1", "The number of parts."),
		},
		rules: []objectRule{rule(rangeOrPartition, "start", "end", "index", "num_partitions")},
	}
}

// constraint is told apart by its right-hand side where it does not say what it
// is (R60a).
func constraint() choice {
	of := func(doc string, rhs spec) object {
		return object{
			name: "the constraint", doc: doc,
			fields: []field{
				must("target_column", text(), "The sampler column that is constrained."),
				must("operator", word("lt", "le", "gt", "ge"), "How it compares with the right-hand side."),
				must("rhs", rhs, "The right-hand side."),
			},
		}
	}
	return choice{
		key: "constraint_type",
		cases: []option{
			{word: "scalar_inequality", object: of("A column compared with a number.", decimal())},
			{word: "column_inequality", object: of("A column compared with another.", text())},
		},
		implied: func(v, _ *value) (string, bool) { return impliedConstraint(v.get("rhs")), true },
	}
}

func impliedConstraint(rhs *value) string {
	if rhs.is(textValue) {
		if n, ok := pythonFloat(rhs.text); !ok || math.IsInf(n, 0) || math.IsNaN(n) {
			return "column_inequality"
		}
	}
	return "scalar_inequality"
}

func profiler() object {
	return object{
		name: "the profiler", doc: "A summary of the scores of judges.",
		fields: []field{
			must("model_alias", text(), "The alias of the model that writes the summary."),
			may("summary_score_sample_size", whole().atLeast(1).orNull(), "20", "How many scores the model sees."),
		},
	}
}

func processor() choice {
	of := func(doc string, more field) object {
		return object{
			name: "the processor", doc: doc,
			fields: []field{must("name", text(), "The name of the processor."), more},
		}
	}
	return choice{
		key: "processor_type",
		cases: []option{
			{word: "drop_columns", object: of("Leaves columns out of the finished dataset.",
				must("column_names", listOf(text()), "The columns; a name with a * is a pattern."))},
			{word: "schema_transform", object: of("Writes a second dataset.",
				must("template", mapOf(anything()), "A template for each column of it."))},
		},
		unknown: "Data Designer refuses it unless a plugin of that type is installed",
	}
}
