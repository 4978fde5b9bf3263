package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/sim"
)

// docsIntro is what docs/cli.md says before it lists the commands.
const docsIntro = `# The command line

This file is generated from the program: ` + "`go test ./cmd/dagplan -run Docs -update`" + ` writes it,
and the same test without the flag fails where it is out of date.

- [The config](#the-config)
- [The scenario](#the-scenario)
- [What a build waits for](#what-a-build-waits-for)
- [Engines](#engines)
- [Output](#output)
- [Exit status](#exit-status)
- [Commands](#commands)

## The config

A command reads the config that its argument names, or ` + "`--config`" + `, or the variable
` + "`DAGPLAN_CONFIG`" + `, or the first of ` + "`dagplan.yaml`, `dagplan.yml` and `dagplan.json`" + ` in the working
directory. ` + "`-`" + ` is standard input. ` + "`--example NAME`" + ` uses a built-in example in place of a file.
Where there is none of all, the command says so and ends with status 2.

A config is one of [Data Designer](datadesigner.md), or dagplan's own:

` + "```yaml" + `
columns:
  - {name: topic, strategy: full_column}
  - {name: question, depends_on: topic, model: writer}
  - {name: hint, step: answers, depends_on: question, model: writer}
  - {name: answer, step: answers, depends_on: question, model: writer}
models:
  writer: {max_parallel_requests: 8, latency: 2s}
run: {num_records: 1000, buffer_size: 250}
` + "```" + `

Its sections ` + "`models` and `run`" + ` are those of the scenario. The fields of a column, beside which those of the
scenario may stand (` + "`latency`, `errors`" + ` and so on):

` + columnFieldsMark + `
` + "`graph` and `plan`" + ` count a task for each column, as Data Designer's own graph does, also for those of one
step; ` + "`simulate`" + ` counts the tasks that run.
## The scenario

The scenario says how many rows are built and how the models behave. Each field of it comes from the
first of these that sets it:

1. a flag: ` + "`--records`, `--row-groups`, `--buffer-size`, or `--set PATH=VALUE`" + ` for any field
2. the environment: the path in capitals with ` + "`_`" + ` for every other character, after ` + "`DAGPLAN_`" + `, such as
   ` + "`DAGPLAN_RUN_NUM_RECORDS`" + ` or ` + "`DAGPLAN_MODELS_WRITER_LATENCY`" + `
3. the file that ` + "`--scenario`" + ` names
4. the sections ` + "`run`, `models` and `columns`" + ` of the config itself
5. Data Designer's defaults

Any two of ` + "`--records`, `--row-groups` and `--buffer-size`" + ` fix the third where that is exact; three that
contradict each other are refused. ` + "`--row-groups`" + ` alone asks for so many row groups of the buffer size
in force. A part of a path that holds a dot is quoted: ` + "`--set 'models.\"gpt-4.1\".latency=2s'`" + `.

The fields, where ` + "`*`" + ` stands for the alias of a model or the name of a column:

`

// columnFieldsMark stands where docs lists the fields of a column.
const columnFieldsMark = "COLUMN FIELDS"

// docsWaits says what a build spends its time on, in the words of the text and of the JSON.
const docsWaits = `
## What a build waits for

A simulation attributes every second of every task, and those of the critical path: what the build
took its time over, backwards from what was done last. The path follows one task at a time. Where
that task waits for a slot in which another one works, it has waited: a model can be busy for 97% of
the time, and the path be waiting for a slot 95% of it. "time went to" is about the path.

"limited by" names the limit by which a build could gain most where it alone is eased, as far as the path
and the bounds tell. "For 97% of the time" is its share of the path; "busy for 97% of the time", and the
like, is its bound, the time that no build with such a limit can beat ("at least" shows the largest). What
really happens then only a simulation says: ` + "`dagplan sweep`" + ` tries the limits one by one. Two that
hold a build back together, such as the slots of a model and what its server takes, help only where both are
eased: ` + "`dagplan sweep --set A=1,2 --set B=3,4`" + `.

| in text | in JSON | meaning |
|---|---|---|
| row-group admission | ` + "`row_group_admission`" + ` | the row group has not been let in: ` + "`run.max_concurrent_row_groups`" + ` are being built |
| inputs | ` + "`inputs`" + ` | a column that the task reads is not made yet; in the engine sync also a column that comes before |
| in-flight cap | ` + "`in_flight_cap`" + ` | ` + "`run.max_in_flight_tasks`" + ` tasks are in flight |
| waiting for a slot | ` + "`model_slot`" + ` | all slots of the model are taken (` + "`max_parallel_requests`" + `), or all workers, which run the tasks without a model |
| salvage | ` + "`salvage`" + ` | the task failed and is tried again when its row groups have nothing else to do; or other tasks are tried again, and slots are free, but nothing else begins meanwhile |
| cooldown | ` + "`cooldown`" + ` | the server answered 429, and the engine sends less for a while |
| back-off | ` + "`back_off`" + ` | the client waits before it sends a request again |
| engine | ` + "`engine`" + ` | the engine's own work: its loop, its threads, its checkpoints |
| work | ` + "`work`" + ` | a model works on the request, or a worker on the task |

In the tables, FIRST and LAST are when a column's first task was dispatched and its last one done, TASKS
those that were completed, PEAK the most requests that a model worked on at once, BUSY how much of its
slots' time it worked, and IDLE MOST FOR why slots were free: "nothing left to do" is the time after its
last task. WAITS MOST FOR is what its tasks waited for once their row group was let in: before that they all
wait for its admission, which the JSON has as well. Health checks before the build are the latency of their model.

## Engines

| engine | what it is |
|---|---|
| ` + "`async`" + ` | the engine of Data Designer 0.9.6, the default |
| ` + "`sync`" + ` | the one of 0.6.1: one row group after the other, in it one column after the other; a full column that fails ends the build |
| ` + "`fifo`" + ` | the bare model: slots and queues. Nothing fails, is skipped, is refused or costs anything, and the engine itself takes no time: where nothing fails or is skipped, a time that the others hardly beat |

[engine.md](engine.md) has the rules of the first two. ` + "`plan`" + ` and its bounds are about async.
`

// Every cause has its words in docs/cli.md.
func TestDocs_waits(t *testing.T) {
	t.Parallel()
	for _, cause := range sim.Causes() {
		if !strings.Contains(docsWaits, "| `"+cause.String()+"` |") {
			t.Errorf("%v is not explained", cause)
		}
	}
}

// The config of docs/cli.md has no findings.
func TestDocs_config(t *testing.T) {
	t.Parallel()
	_, text, _ := strings.Cut(docsIntro, "```yaml\n")
	text, _, _ = strings.Cut(text, "```")
	if got := runWith(t.Context(), strings.NewReader(text), "validate", "-"); got.code != 0 || got.err != "" {
		t.Errorf("status %d: %s%s", got.code, got.out, got.err)
	}
}

// forms are the ways to write a time, a distribution or a list of errors, each with
// a setting that shows it.
func forms() [][3]string {
	const latency = "models.writer.latency="
	return [][3]string{
		{"a number", latency + "1.8s", "always that; a time without a unit is seconds: `250ms`, `1m30s`, `2.5`"},
		{"`{mean, p95}`, `{mean, cv}`, `{p50, p95}`, `{median, sigma}`", latency + "{mean: 1.8s, p95: 4s}", "lognormal; cv is the standard deviation divided by the mean"},
		{"`{exponential: {mean}}`, `{gamma: {mean, cv}}`, `{uniform: {low, high}}`", latency + "{uniform: {low: 1s, high: 3s}}", "those"},
		{"`{quantiles: {P: VALUE}}`", latency + "{quantiles: {0.5: 1s, 0.99: 6s}}", "by points of the distribution, with straight lines between them"},
		{"`{samples: [VALUE]}`", latency + "{samples: [1s, 1.2s, 4s]}", "by values that were measured"},
		{"`{replay: {\"COLUMN|ROW|ATTEMPT\": VALUE}}`", latency + `{replay: {"summary|0|0": 1s, "summary|1|0": 3s}}`, "a latency cell by cell, as recorded; their mean where none is"},
		{"`{hash: true}`", latency + "{hash: true}", "a latency that a hash of the cell gives, for tests"},
		{"any of them with `max`", latency + "{mean: 1.8s, p95: 4s, max: 60s}", "cut off there"},
		{"a list of errors", "models.writer.errors=[{kind: server_error, rate: 0.02, attempts: 1}]", "kinds are `bad_request`, `rate_limited`, `server_error`, `unavailable`, `timeout` and `unparseable`; `rate` is the share of cells, `attempts` how many of each fail, 0 all"},
	}
}

// Every form of docs/cli.md is read.
func TestDocs_forms(t *testing.T) {
	t.Parallel()
	for _, form := range forms() {
		if _, err := config.ParseSetting(form[1]); err != nil {
			t.Error(err)
		}
	}
}

const docsOutput = `
## Output

Standard output is the result and nothing else. Warnings, notes and progress go to standard error;
` + "`--quiet`" + ` silences them. ` + "`--format json`" + ` prints a document that [json.md](json.md) describes.
` + "`--output FILE`" + ` writes the result to a file, whole or not at all.

Colour and progress are for terminals. ` + "`NO_COLOR`, `CI` and `TERM=dumb`" + ` switch both off, ` + "`--color`" + ` decides
about colour alone.

## Exit status

| status | meaning |
|---|---|
| 0 | fine |
| 1 | the config has errors, or a threshold given by a flag is exceeded |
| 2 | wrong usage, or a file that cannot be read or written |
| 3 | the simulated build did not complete |
| 130 | interrupted |

## Commands

`

// docs is the whole of docs/cli.md.
func docs(tb testing.TB) string {
	tb.Helper()
	var text strings.Builder
	text.WriteString(strings.Replace(docsIntro, columnFieldsMark, fieldTable(config.ColumnFields()), 1) + fieldTable(config.Fields()))
	text.WriteString("\nA time, a number or a distribution of them, and a list of errors, are written so; a file may break them into lines:\n\n| value | for example | meaning |\n|---|---|---|\n")
	for _, form := range forms() {
		fmt.Fprintf(&text, "| %s | `--set '%s'` | %s |\n", tableText(form[0]), tableText(form[1]), tableText(form[2]))
	}
	text.WriteString(docsWaits + docsOutput)
	everyCommand(newRootCmd(testApp()), func(cmd *cobra.Command) {
		if cmd.HasParent() {
			fmt.Fprintf(&text, "### %s\n\n%s.\n\n```text\n%s```\n\n", cmd.CommandPath(), cmd.Short, helpOf(tb, cmd))
		}
	})
	return strings.TrimRight(text.String(), "\n") + "\n"
}

// fieldTable lists fields as a Markdown table.
func fieldTable(fields []config.Field) string {
	var text strings.Builder
	text.WriteString("| field | value | default | meaning |\n|---|---|---|---|\n")
	for _, f := range fields {
		value := f.Type
		if f.Range != "" {
			value += ", " + f.Range
		}
		fmt.Fprintf(&text, "| `%s` | %s | %s | %s |\n", f.Path, tableText(value), tableText(f.Default), tableText(f.Summary))
	}
	return text.String()
}

// tableText escapes what would end a cell of a Markdown table.
func tableText(text string) string { return strings.ReplaceAll(text, "|", `\|`) }

func TestDocs(t *testing.T) {
	t.Parallel()
	checkDocument(t, filepath.Join("..", "..", "docs", "cli.md"), docs(t))
}

// checkDocument holds a generated document against what it should say, or
// writes it where -update is given.
func checkDocument(t *testing.T, name, want string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(want), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("docs/%s is out of date; -update writes it:\n%s", filepath.Base(name), diff)
	}
}

// The exit statuses of the program are those that docs/cli.md lists.
func TestDocs_exitStatus(t *testing.T) {
	t.Parallel()
	for _, code := range []exitCode{exitOK, exitFindings, exitUsage, exitIncomplete, exitInterrupted} {
		if !strings.Contains(docsOutput, fmt.Sprintf("| %d | ", code)) {
			t.Errorf("docs/cli.md does not list status %d", code)
		}
	}
}
