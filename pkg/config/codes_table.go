package config

import (
	"slices"

	"github.com/dagplan/dagplan/pkg/diag"
)

// Codes documents the codes that this package reports.
func Codes() []diag.CodeInfo {
	return slices.Concat(textCodes(), fieldCodeInfos(), templateCodes(), seedCodes(), settingCodes())
}

// textCodes are about the text of a file, before any field is looked at.
func textCodes() []diag.CodeInfo {
	return []diag.CodeInfo{
		{
			Code: codeEncoding, Severity: diag.Error, Title: "the file is no text that YAML allows",
			Detail: `A config is UTF-8 text of printable characters, with or without a byte order
mark. Save it as UTF-8; write a control character as an escape in double quotes.`,
			Example: "columns:\n  - name: \"caf\xe9\"\n",
		},
		{
			Code: codeSyntax, Severity: diag.Error, Title: "the file is no YAML",
			Detail: `The file is read as PyYAML reads it, JSON included, so that what passes here
passes in Data Designer: tabs neither indent nor separate, there is one document,
and an anchor is defined once. A finding about something that is not closed stands
where it was opened.`,
			Example: "columns:\n  - name: topic\n    depends_on: [draft\n  - name: draft\n",
		},
		{
			Code: codeEmpty, Severity: diag.Error, Title: "the file is empty",
			Detail:  `There is nothing in the file but blanks and comments. A config has columns.`,
			Example: "# nothing yet\n",
		},
		{
			Code: codeNotMapping, Severity: diag.Error, Title: "the file is no mapping",
			Detail:  `A config is a mapping of sections; a list of columns stands below columns:.`,
			Example: "- name: topic\n- name: summary\n",
		},
		{
			Code: codeTag, Severity: diag.Error, Title: "a tag is none of YAML's own, or does not fit",
			Detail:  `A value that begins with ! has a tag. Put it in quotes if text is meant.`,
			Example: "columns:\n  - name: !column topic\n",
		},
		{
			Code: codeScalar, Severity: diag.Error, Title: "a value looks like a date or number that does not exist",
			Detail: `YAML 1.1, which Data Designer uses, reads 2024-13-01 as a date and fails. Put
the value in quotes.`,
			Example: "columns:\n  - {name: due, column_type: expression, expr: 2024-13-01}\n",
		},
		{
			Code: codeKey, Severity: diag.Error, Title: "a key is no text",
			Detail: `Braces that are not in quotes are a mapping, so that {{ name }} is a mapping
whose key is a mapping. Put the whole value in quotes.`,
			Example: "columns:\n  - {name: copy, column_type: expression, expr: {{ topic }} }\n",
		},
		{
			Code: codeDuplicateKey, Severity: diag.Error, Title: "a key is written twice",
			Detail:  `Nothing says which of the two is meant.`,
			Example: "columns:\n  - name: topic\n    strategy: full_column\n    strategy: cell_by_cell\n",
		},
		{
			Code: codeDuplicateKeyWins, Severity: diag.Warning, Title: "a key is written twice, and the later one counts",
			Detail:  `Data Designer takes the later one without a word. Keep one of the two.`,
			Example: "columns:\n  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}, drop: true, drop: false}\n",
		},
		{
			Code: codeMerge, Severity: diag.Error, Title: "<< names no mapping",
			Detail:  `The key << adds the entries of a mapping, or of a list of mappings.`,
			Example: "columns:\n  - {name: topic, <<: full_column}\n",
		},
		{
			Code: codeRecursive, Severity: diag.Error, Title: "a value holds itself",
			Detail:  `An alias stands inside of what its anchor names. Write the value out.`,
			Example: "columns: &all\n  - name: topic\n    depends_on: *all\n",
		},
		{
			Code: codeTooLarge, Severity: diag.Error, Title: "the file means more than it is allowed to",
			Detail: `Aliases of aliases grow without bounds, and so do patterns held against columns.
Aliases may add a million values; patterns may be held against 20 million names.`,
			Example: `columns:
  - &a {name: [x, x, x, x, x, x, x, x, x, x]}
  - &b {name: [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]}
  - &c {name: [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]}
  - &d {name: [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]}
  - &e {name: [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]}
  - &f {name: [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]}
`,
		},
	}
}

// fieldCodeInfos are about the fields of a config.
func fieldCodeInfos() []diag.CodeInfo {
	return []diag.CodeInfo{
		{
			Code: codeUnknownField, Severity: diag.Error, Title: "there is no such field",
			Detail:  "A field that nobody reads would be ignored in silence; Data Designer refuses it, too. `dagplan schema` prints all fields for an editor.",
			Example: "columns:\n  - name: topic\n    stratgy: full_column\n",
		},
		{
			Code: codeMissingField, Severity: diag.Error, Title: "a field is missing",
			Detail:  `The hint says what the field is for.`,
			Example: "columns:\n  - {name: summary, column_type: llm-text, model_alias: nvidia-text}\n",
		},
		{
			Code: codeWrongType, Severity: diag.Error, Title: "a value is of the wrong type",
			Detail: `Data Designer converts some values: "7" is a number, yes is true. A number is
never text: put it in quotes.`,
			Example: "columns:\n  - name: 7\n",
		},
		{
			Code: codeWrongWord, Severity: diag.Error, Title: "a value is none of those that there are",
			Detail:  `The finding lists them.`,
			Example: "columns:\n  - name: topic\n    strategy: batch\n",
		},
		{
			Code: codeOutOfRange, Severity: diag.Error, Title: "a number or the length of a list is out of range",
			Detail:  `The finding says what is allowed.`,
			Example: "columns:\n  - {name: coin, column_type: sampler, sampler_type: bernoulli, params: {p: 1.5}}\n",
		},
		{
			Code: codeContradiction, Severity: diag.Error, Title: "fields do not go together",
			Detail: `Each field is right by itself: two weights for three values, a shortest time
above the longest, a subcategory of what is no category.`,
			Example: "columns:\n  - {name: mood, column_type: sampler, sampler_type: category, params: {values: [calm, hurried], weights: [1]}}\n",
		},
		{
			Code: codeUnknownType, Severity: diag.Error, Title: "there is no such type",
			Detail: `Types of columns, samplers, seeds and processors are lower case. A plugin adds
types of its own; dagplan has no plugins and cannot say what such a column does.`,
			Example: "columns:\n  - {name: summary, column_type: llm_text, model_alias: nvidia-text, prompt: Write.}\n",
		},
		{
			Code: codeNotInFile, Severity: diag.Error, Title: "this works from Python only",
			Detail: `A custom column, a local validator and a DataFrame are Python objects. Data
Designer writes them into files, as names, and refuses to read them back.`,
			Example: "columns:\n  - {name: score, column_type: custom, generator_function: rate}\n",
		},
		{
			Code: codeNoColumns, Severity: diag.Error, Title: "the config has no columns",
			Detail:  `There is nothing to build.`,
			Example: "columns: []\n",
		},
	}
}

// templateCodes are about Jinja templates.
func templateCodes() []diag.CodeInfo {
	return []diag.CodeInfo{
		{
			Code: codeTemplate, Severity: diag.Error, Title: "a template is no Jinja",
			Detail: `Templates are parsed as Jinja 3.1 parses them, and never run. The finding
stands inside the text, at the place where Jinja gives up.`,
			Example: "columns:\n  - {name: topic, column_type: expression, expr: \"{{ a + }}\"}\n",
		},
		{
			Code: codeEmptyExpression, Severity: diag.Error, Title: "an expression is empty",
			Detail:  `A column of type expression needs a template; a constant will do.`,
			Example: "columns:\n  - {name: topic, column_type: expression, expr: \" \"}\n",
		},
		{
			Code: codeSkip, Severity: diag.Error, Title: "a skip condition cannot work",
			Detail: `The condition is a template in braces that names another column. Samplers and
seed columns are made all at once and cannot be skipped.`,
			Example: "columns:\n  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}\n  - {name: copy, column_type: expression, expr: \"{{ topic }}\", skip: {when: topic == 1}}\n",
		},
		{
			Code: codeSkipValue, Severity: diag.Error, Title: "the value of a skipped row has the wrong type",
			Detail:  `Skipped and computed rows of an expression share its dtype.`,
			Example: "columns:\n  - {name: n, column_type: sampler, sampler_type: uuid, params: {}}\n  - {name: twice, column_type: expression, dtype: int, expr: \"{{ n }}\", skip: {when: \"{{ n }}\", value: none}}\n",
		},
		{
			Code: codeTransformTemplate, Severity: diag.Error, Title: "a template of a processor is no Jinja",
			Detail: `A value of a schema_transform is a template. One that is a list or mapping is
read as Python prints it, quotes and all.`,
			Example: "columns:\n  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}\nprocessors:\n  - {name: out, processor_type: schema_transform, template: {text: \"{{ topic\"}}\n",
		},
	}
}

// seedCodes are about the name of the config and about the seed dataset.
func seedCodes() []diag.CodeInfo {
	const cities = "city,country\nOslo,Norway\nQuito,Ecuador\n"
	column := "columns:\n  - {name: copy, column_type: expression, expr: \"{{ city }}\"}\n"
	seed := func(source string) string { return column + "seed_config: {source: {" + source + "}}\n" }
	return []diag.CodeInfo{
		{
			Code: codeExtension, Severity: diag.Error, Title: "Data Designer does not read files of this name",
			Detail:  `It reads .yaml, .yml and .json, whatever is in the file.`,
			Example: "columns:\n  - {name: topic, column_type: sampler, sampler_type: uuid, params: {}}\n", Name: "config.txt",
		},
		{
			Code: codeSeedFile, Severity: diag.Error, Title: "the seed file is not there, or of no known kind",
			Detail: `Data Designer looks from the working directory, not from the folder of the
config, and reads .parquet, .csv, .json and .jsonl. To check a config where the
data is not, name the columns with --seed-columns.`,
			Example: seed("seed_type: local, path: nowhere.csv"),
		},
		{
			Code: codeSeedContent, Severity: diag.Error, Title: "the seed file cannot be read",
			Detail:  `The file is there, and is not what its extension says.`,
			Example: seed("seed_type: local, path: cities.json"), Beside: []diag.ExampleFile{{Name: "cities.json", Text: "city,country\nOslo,Norway\n"}},
		},
		{
			Code: codeSeedElsewhere, Severity: diag.Warning, Title: "the seed is only beside the config",
			Detail: `Data Designer looks from the working directory and does not find it. dagplan
reads it, so that the rest of the config can be checked.`,
			Example: seed("seed_type: local, path: cities.csv"), Name: "configs/dagplan.yaml",
			Beside: []diag.ExampleFile{{Name: "configs/cities.csv", Text: cities}},
		},
		{
			Code: codeSeedUnopened, Severity: diag.Warning, Title: "the seed is not there, and its columns were named instead",
			Detail:  `The build will need it.`,
			Example: seed("seed_type: local, path: cities.csv"), Flags: []string{"--seed-columns", "city"},
		},
		{
			Code: codeSeedAssumed, Severity: diag.Warning, Title: "the columns of the seed are not known",
			Detail: `A seed that lies elsewhere cannot be opened here. Every name that nothing else
explains is taken for one of its columns, so that a mistyped name goes unnoticed.
Name the columns with --seed-columns, or with seed_columns in a scenario.`,
			Example: seed("seed_type: hf, path: datasets/acme/cities/data.parquet"),
		},
		{
			Code: codeSeedCollision, Severity: diag.Error, Title: "a column has the name of a seed column",
			Detail:  `Rename the column, or the column of the seed.`,
			Example: "columns:\n  - {name: city, column_type: expression, expr: \"{{ country }}\"}\nseed_config: {source: {seed_type: local, path: cities.csv}}\n",
			Beside:  []diag.ExampleFile{{Name: "cities.csv", Text: cities}},
		},
		{
			Code: codeSeedFolder, Severity: diag.Error, Title: "the seed folder is not there",
			Detail:  `Data Designer looks from the working directory.`,
			Example: seed("seed_type: directory, path: nowhere"),
		},
		{
			Code: codeSeedNoMatch, Severity: diag.Error, Title: "no file of the seed folder matches",
			Detail:  `The pattern is held against the names of files, not their paths.`,
			Example: seed("seed_type: directory, path: texts, file_pattern: \"*.md\""),
			Beside:  []diag.ExampleFile{{Name: "texts/cities.csv", Text: cities}},
		},
		{
			Code: codeSeedNoMatchLate, Severity: diag.Error, Title: "no file of the seed folder matches, which shows when the build starts",
			Detail:  `Data Designer validates such a config, and fails once it reads the files.`,
			Example: "columns:\n  - {name: copy, column_type: expression, expr: \"{{ content }}\"}\nseed_config: {source: {seed_type: file_contents, path: texts, file_pattern: \"*.md\"}}\n",
			Beside:  []diag.ExampleFile{{Name: "texts/cities.csv", Text: cities}},
		},
		{
			Code: codeSeedSelection, Severity: diag.Error, Title: "the seed has fewer rows than are selected",
			Detail: `Rows count from 0, and end is inclusive. Data Designer validates such a config,
and fails when the build starts.`,
			Example: column + "seed_config: {source: {seed_type: local, path: cities.csv}, selection_strategy: {start: 0, end: 2}}\n",
			Beside:  []diag.ExampleFile{{Name: "cities.csv", Text: cities}},
		},
		{
			Code: codeSeedMismatch, Severity: diag.Error, Title: "the files of a seed differ in their columns",
			Detail: `A path with a * stands for all files that match, and each needs the columns of
the first one. Data Designer validates such a config, and fails when the build
starts.`,
			Example: seed("seed_type: local, path: \"cities/*.csv\""),
			Beside:  []diag.ExampleFile{{Name: "cities/1.csv", Text: cities}, {Name: "cities/2.csv", Text: "city\nBergen\n"}},
		},
	}
}

// settingCodes are about the fields of a scenario, wherever they are written.
func settingCodes() []diag.CodeInfo {
	native := func(text string) string {
		return "columns:\n  - {name: summary, model: writer}\n" + text
	}
	return []diag.CodeInfo{
		{
			Code: codeSettingUnknown, Severity: diag.Error, Title: "a scenario has no such field",
			Detail:  "`dagplan schema --format scenario` prints all fields.",
			Example: native("models:\n  writer: {latencey: 1s}\n"),
		},
		{
			Code: codeSettingValue, Severity: diag.Error, Title: "a value of a scenario is of the wrong type",
			Detail: `A time is 1.5s or 250ms, or a number of seconds. A distribution is a number, or
a mapping such as {mean: 1.8s, p95: 4s}.`,
			Example: native("models:\n  writer: {latency: soon}\n"),
		},
		{
			Code: codeSettingRange, Severity: diag.Error, Title: "a number of a scenario is out of range",
			Detail:  `The finding says what is allowed.`,
			Example: native("models:\n  writer: {max_parallel_requests: 0}\n"),
		},
		{
			Code: codeSettingName, Severity: diag.Error, Title: "a scenario is about a model or column that the config does not have",
			Detail:  `A setting for a name that does not exist would change nothing.`,
			Example: native("models:\n  writer: {latency: 1s}\n"), Scenario: "models:\n  writter: {latency: 2s}\n",
		},
	}
}
