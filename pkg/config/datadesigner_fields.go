package config

// The fields of Data Designer's columns (R18, R21 to R44): data, in one place.
// The file is as long as the format has fields.

// designerConfig is what stands below data_designer, or at the top of a file
// without it (R9, R16, R17).
func designerConfig() object {
	return object{
		name: "the config", doc: "A NeMo Data Designer config.",
		fields: []field{
			must("columns", listOf(choiceOf(designerColumn())), "The columns of the dataset."),
			may("model_configs", listOf(objectOf(modelConfig())).orNull(), "null", "The models that columns call; without any, Data Designer's own apply."),
			may("tool_configs", listOf(objectOf(toolConfig())).orNull(), "null", "The tools that model columns may use."),
			may("seed_config", objectOf(seedConfig()).orNull(), "null", "The dataset that the build starts from."),
			may("constraints", listOf(choiceOf(constraint())).orNull(), "null", "Inequalities that sampler columns must satisfy."),
			may("profilers", listOf(objectOf(profiler())).orNull(), "null", "What is measured on the finished dataset."),
			may("processors", listOf(choiceOf(processor())).orNull(), "null", "What happens to each row group once it is built."),
		},
	}
}

// designerFile is a whole file with the key data_designer (R9).
func designerFile() object {
	return object{
		name: "the file", doc: "A NeMo Data Designer config file.",
		fields: []field{
			must("data_designer", objectOf(designerConfig()), "The config."),
			may("library_version", text().orNull(), "null", "The version of Data Designer that wrote the file."),
		},
	}
}

// designerColumn is a column of any type (R18).
func designerColumn() choice {
	return choice{
		key: "column_type",
		cases: []option{
			{word: "sampler", object: samplerColumn()},
			{word: "seed-dataset", object: column("A column of the seed dataset.")},
			{word: "llm-text", object: promptColumn("Text that a model writes.")},
			{word: "llm-code", object: promptColumn("Code that a model writes.",
				must("code_lang", word(codeLanguages()...), "The language of the code."))},
			{word: "llm-structured", object: promptColumn("Data of a given form that a model writes.",
				must("output_format", mapOf(anything()), "A JSON Schema of the answer."))},
			{word: "llm-judge", object: promptColumn("Scores that a model gives.",
				must("scores", listOf(objectOf(score())).items(1, 0), "What is scored."))},
			{word: "expression", object: column("A template over other columns.",
				must("expr", text(), "A Jinja template."),
				may("dtype", word("int", "float", "str", "bool"), `"str"`, "The type of the result."))},
			{word: "validation", object: validationColumn()},
			{word: "embedding", object: column("The embedding of a column.",
				must("target_column", text(), "The column to embed."),
				must("model_alias", text(), "The alias of an embedding model."))},
			{word: "image", object: column("An image that a model draws.",
				must("prompt", text(), "A Jinja template of the prompt."),
				must("model_alias", text(), "The alias of an image model."),
				contextField())},
			{word: "custom", refused: "\"custom\" is made by a Python function, which a file cannot hold", object: column("What a Python function makes.",
				must("generator_function", anything(), "The function."),
				may("generation_strategy", word(strategies()...), `"cell_by_cell"`, "Whether a call makes one cell, or a whole column."),
				may("generator_params", anything(), "null", "What the function gets besides."))},
		},
		unknown: "Data Designer refuses it unless a plugin of that type is installed; check the spelling: types are lower case with hyphens",
	}
}

// column has the fields of every column (R21), and more.
func column(doc string, more ...field) object {
	fields := []field{
		must("name", text(), "The name of the column."),
		may("drop", truth(), "false", "Whether the finished dataset leaves the column out."),
		may("skip", objectOf(skip()).orNull(), "null", "When a row needs no value."),
		may("propagate_skip", truth(), "true", "Whether a row is skipped where a required column is."),
	}
	return object{name: "the column", doc: doc, fields: append(fields, more...)}
}

func skip() object {
	return object{
		name: "skip", doc: "When a column is skipped, and what then stands in its place.",
		fields: []field{
			must("when", text(), "A Jinja template: where it is true, the row is skipped."),
			may("value", either(truth(), whole(), decimal(), text()).orNull(), "null", "What a skipped row holds."),
		},
	}
}

func samplerColumn() object {
	return column("Values drawn by a sampler.",
		must("sampler_type", word(samplerTypes()...), "The kind of sampler."),
		must("params", choiceOf(samplerParams()), "The parameters of the sampler."),
		may("conditional_params", mapOf(choiceOf(samplerParams())), "{}", "Other parameters, each under the condition that is its key."),
		may("convert_to", text().orNull(), "null", "float, int or str for numbers, a strftime format for dates."),
	)
}

// promptColumn has the fields of the llm-* columns (R32).
func promptColumn(doc string, more ...field) object {
	return column(doc, append([]field{
		must("prompt", text(), "A Jinja template of the prompt."),
		must("model_alias", text(), "The alias of a model."),
		may("system_prompt", text().orNull(), "null", "A Jinja template of the system prompt."),
		contextField(),
		may("tool_alias", text().orNull(), "null", "The alias of a tool_config."),
		may("with_trace", word("none", "last_message", "all_messages"), `"none"`, "Which messages the column NAME__trace keeps."),
		may("extract_reasoning_content", truth(), "false", "Whether there is a column NAME__reasoning_content."),
	}, more...)...)
}

func contextField() field {
	return may("multi_modal_context", listOf(choiceOf(mediaContext())).orNull(), "null", "Columns whose images, audio or video go with the prompt.")
}

// mediaContext is an item of multi_modal_context (R42).
func mediaContext() choice {
	item := func(format string, words ...string) object {
		return object{
			name: "the context", doc: "A column with images, audio or video.", open: true,
			fields: []field{
				must("column_name", text(), "The column that holds the media."),
				may("data_type", word("url", "base64").orNull(), "null", "What the column holds."),
				may(format, word(words...).orNull(), "null", "The format of base64 data."),
			},
			rules: []objectRule{base64NeedsFormat(format)},
		}
	}
	return choice{
		key: "modality",
		cases: []option{
			{word: "image", object: item("image_format", "png", "jpg", "jpeg", "gif", "webp")},
			{word: "audio", object: item("audio_format", "mp3", "wav")},
			{word: "video", object: item("video_format", "mp4", "mov", "webm")},
		},
		implied: func(v, _ *value) (string, bool) {
			if v.entry("audio_format") != nil || v.entry("video_format") != nil {
				return "", true
			}
			return "image", true
		},
	}
}

func score() object {
	return object{
		name: "the score", doc: "One thing that a judge scores.",
		fields: []field{
			must("name", text(), "The name of the score."),
			must("description", text(), "What is judged, and how."),
			must("options", mapOf(text()), "What each score means."),
		},
	}
}

func validationColumn() object {
	return column("The result of validating other columns.",
		must("target_columns", listOf(text()), "The columns to validate."),
		must("validator_type", word("code", "local_callable", "remote"), "The kind of validator."),
		must("validator_params", choiceOf(validatorParams()), "The parameters of the validator."),
		may("batch_size", whole().atLeast(1), "10", "How many records one call validates."),
	)
}

// validatorParams are told apart by the column's validator_type (R37, R38).
func validatorParams() choice {
	return choice{
		key: "validator_type",
		cases: []option{
			{word: "code", object: object{
				name: "the validator", doc: "A linter of code.",
				fields: []field{must("code_lang", word(validatedLanguages()...), "The language of the code.")},
			}},
			{word: "local_callable", refused: "\"local_callable\" needs a Python function, which a file cannot hold", object: object{
				name: "the validator", doc: "A Python function that validates.",
				fields: []field{
					must("validation_function", anything(), "The function."),
					may("output_schema", mapOf(anything()).orNull(), "null", "A JSON Schema of its answer."),
				},
			}},
			{word: "remote", object: object{
				name: "the validator", doc: "A service that validates.",
				fields: []field{
					must("endpoint_url", text(), "The URL of the service."),
					may("output_schema", mapOf(anything()).orNull(), "null", "A JSON Schema of its answer."),
					may("timeout", decimal().above(0), "30.0", "How many seconds a call may take."),
					may("max_retries", whole().atLeast(0), "3", "How often a call is repeated."),
					may("retry_backoff", decimal().above(1), "2.0", "By what the wait grows with each repetition."),
					may("max_parallel_requests", whole().atLeast(1), "4", "How many calls run at once."),
				},
			}},
		},
		implied:  impliedByParent("validator_type", "code", "local_callable", "remote"),
		byParent: true,
	}
}

// impliedByParent takes the word from a field of the object around. A field that
// is missing or wrong there has its own finding.
func impliedByParent(key string, words ...string) func(v, parent *value) (string, bool) {
	return func(_, parent *value) (string, bool) {
		name := parent.get(key).str()
		for _, w := range words {
			if w == name {
				return name, true
			}
		}
		return "", false
	}
}

func codeLanguages() []string {
	return append([]string{
		"bash", "c", "cobol", "cpp", "csharp", "go", "java", "javascript", "kotlin",
		"ruby", "rust", "scala", "swift", "typescript",
	}, validatedLanguages()...)
}

func validatedLanguages() []string {
	return []string{"python", "sql:sqlite", "sql:tsql", "sql:bigquery", "sql:mysql", "sql:postgres", "sql:ansi"}
}
