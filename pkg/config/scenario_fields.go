package config

import (
	"fmt"
	"strconv"
	"time"

	"github.com/dagplan/dagplan/pkg/model"
)

// The fields of a scenario: data, in one place. The path of a field is below
// run, models.ALIAS or columns.NAME; a dot leads into a mapping. Each field
// knows how to write its value, which has been checked, into the scenario, and
// how to read it back as the default.

// setting is a field of a part of the scenario.
type settingField[T any] struct {
	path  string
	spec  spec
	doc   string
	write func(*T, *value)
	// read returns the value as a user writes it, empty where it is unset.
	read func(T) string
}

func runFields() []settingField[model.Run] {
	return []settingField[model.Run]{
		rowsField("num_records", "The number of rows to build.", func(r *model.Run) *int64 { return &r.NumRecords }),
		rowsField("buffer_size", "The rows of a row group.", func(r *model.Run) *int64 { return &r.BufferSize }),
		wholeField("max_concurrent_row_groups", whole().atLeast(1), "How many row groups are built at once.", func(r *model.Run) *int { return &r.MaxConcurrentRowGroups }),
		wholeField("max_in_flight_tasks", whole().atLeast(0), "How many tasks are dispatched and not complete at once; 0 is no limit, as in the engine fifo where nothing else is said.", func(r *model.Run) *int { return &r.MaxInFlightTasks }),
		wholeField("workers", whole().atLeast(1), "How many tasks without a model run at once in the engines fifo and sync.", func(r *model.Run) *int { return &r.Workers }),
		wholeField("cpus", whole().atLeast(1), "The processors of the engine's machine; the async engine runs tasks without a model on 4 threads more, at most 32.", func(r *model.Run) *int { return &r.CPUs }),
		wholeField("max_conversation_restarts", whole().atLeast(0), "How many fresh conversations follow an answer that cannot be parsed.", func(r *model.Run) *int { return &r.MaxConversationRestarts }),
		wholeField("max_conversation_correction_steps", whole().atLeast(0), "How many corrections are asked for within a conversation.", func(r *model.Run) *int { return &r.MaxConversationCorrectionSteps }),
		truthField("disable_early_shutdown", "Whether the build goes on however many tasks fail.", func(r *model.Run) *bool { return &r.DisableEarlyShutdown }),
		decimalField("shutdown_error_rate", share(), "The share of failures that ends the build.", func(r *model.Run) *float64 { return &r.ShutdownErrorRate }),
		wholeField("shutdown_error_window", whole().atLeast(1), "How many tasks that share is measured over, at least.", func(r *model.Run) *int { return &r.ShutdownErrorWindow }),
		decimalField("request_admission.multiplicative_decrease_factor", decimal().above(0).below(1), "By what the limit of requests falls on a 429.", func(r *model.Run) *float64 { return &r.RequestAdmission.MultiplicativeDecreaseFactor }),
		wholeField("request_admission.additive_increase_step", whole().atLeast(1), "By how much it climbs.", func(r *model.Run) *int { return &r.RequestAdmission.AdditiveIncreaseStep }),
		wholeField("request_admission.successes_until_increase", whole().atLeast(1), "After how many successes it climbs.", func(r *model.Run) *int { return &r.RequestAdmission.SuccessesUntilIncrease }),
		durationField("request_admission.cooldown", "How long no request is sent after a 429 that does not say.", func(r *model.Run) *time.Duration { return &r.RequestAdmission.Cooldown }),
		durationField("request_admission.startup_ramp", "How long the limit of requests takes to reach its full height at the start.", func(r *model.Run) *time.Duration { return &r.RequestAdmission.StartupRamp }),
		truthField("health_check", "Whether each model is called once before the build.", func(r *model.Run) *bool { return &r.HealthCheck }),
		durationField("cost.send", "The engine's own time for each request.", func(r *model.Run) *time.Duration { return &r.Cost.Send }),
		durationField("cost.done", "The engine's own time for each answer.", func(r *model.Run) *time.Duration { return &r.Cost.Done }),
		durationField("cost.pass", "The engine's own time for each turn of its event loop.", func(r *model.Run) *time.Duration { return &r.Cost.Pass }),
		durationField("cost.thread", "The engine's own time for each full column without a model.", func(r *model.Run) *time.Duration { return &r.Cost.Thread }),
		durationField("cost.checkpoint", "The engine's own time for writing a row group.", func(r *model.Run) *time.Duration { return &r.Cost.Checkpoint }),
		durationField("cost.client_start", "The engine's own time for each connection that a model starts with, at most 16.", func(r *model.Run) *time.Duration { return &r.Cost.ClientStart }),
		durationField("cost.column", "The sync engine's own time at the start of each column that is made cell by cell.", func(r *model.Run) *time.Duration { return &r.Cost.Column }),
		wholeField("cost.answers_per_pass", whole().atLeast(1), "How many answers one turn of the event loop takes.", func(r *model.Run) *int { return &r.Cost.AnswersPerPass }),
	}
}

func modelFields() []settingField[model.Model] {
	return []settingField[model.Model]{
		textField("provider", "The name of the provider.", func(m *model.Model) *string { return &m.Provider }),
		textField("id", "The name by which the provider knows the model; models with one provider and id share their limits.", func(m *model.Model) *string { return &m.ID }),
		wholeField("max_parallel_requests", whole().atLeast(1), "How many requests are in flight at most.", func(m *model.Model) *int { return &m.MaxParallelRequests }),
		truthField("skip_health_check", "Whether the model is not called once before the build.", func(m *model.Model) *bool { return &m.SkipHealthCheck }),
		durationField("timeout", "After what time a request without an answer is given up; 0 is no limit.", func(m *model.Model) *time.Duration { return &m.Timeout }),
		latencyField("latency", "The time to an answer.", func(m *model.Model) *model.Distribution { return &m.Latency }),
		timeField("ttft", "The time to the first token, where no latency is given.", func(m *model.Model) *model.Distribution { return &m.TimeToFirstToken }),
		speedField("tokens_per_second", "The speed of the tokens after the first, where no latency is given.", func(m *model.Model) *model.Distribution { return &m.TokensPerSecond }),
		amountField("input_tokens", "The tokens of a request.", func(m *model.Model) *model.Distribution { return &m.InputTokens }),
		amountField("output_tokens", "The tokens of an answer.", func(m *model.Model) *model.Distribution { return &m.OutputTokens }),
		decimalField("price.input", decimal().atLeast(0).below(100000), "What a million tokens of requests cost.", func(m *model.Model) *float64 { return &m.Price.Input }),
		decimalField("price.output", decimal().atLeast(0).below(100000), "What a million tokens of answers cost.", func(m *model.Model) *float64 { return &m.Price.Output }),
		wholeField("server.max_concurrency", whole().atLeast(0), "How many requests the server works on; one more is answered by 429; 0 is no limit.", func(m *model.Model) *int { return &m.Server.MaxConcurrency }),
		decimalField("server.requests_per_minute", decimal().atLeast(0), "How many requests the server takes in a minute; 0 is no limit.", func(m *model.Model) *float64 { return &m.Server.RequestsPerMinute }),
		decimalField("server.tokens_per_minute", decimal().atLeast(0), "How many tokens the server takes in a minute; 0 is no limit.", func(m *model.Model) *float64 { return &m.Server.TokensPerMinute }),
		durationField("server.retry_after", "What a 429 asks the client to wait; 0 says nothing.", func(m *model.Model) *time.Duration { return &m.Server.RetryAfter }),
		errorsField(func(m *model.Model) *[]model.ErrorRate { return &m.Errors }),
	}
}

func columnFields() []settingField[model.ColumnSettings] {
	return []settingField[model.ColumnSettings]{
		latencyField("latency", "The time of a task; where it is not given, the model's.", func(c *model.ColumnSettings) *model.Distribution { return &c.Latency }),
		amountField("input_tokens", "The tokens of a request; where they are not given, the model's.", func(c *model.ColumnSettings) *model.Distribution { return &c.InputTokens }),
		amountField("output_tokens", "The tokens of an answer; where they are not given, the model's.", func(c *model.ColumnSettings) *model.Distribution { return &c.OutputTokens }),
		errorsField(func(c *model.ColumnSettings) *[]model.ErrorRate { return &c.Errors }),
		decimalField("skip_rate", share(), "The share of rows for which the skip condition holds.", func(c *model.ColumnSettings) *float64 { return &c.SkipRate }),
		decimalField("drop_rate", share(), "The share of rows that the column drops by itself.", func(c *model.ColumnSettings) *float64 { return &c.DropRate }),
	}
}

// seedColumnsSpec is what seed_columns looks like.
func seedColumnsSpec() spec { return either(listOf(text()), text()) }

const seedColumnsDoc = "The columns of a seed source that cannot be opened."

// wholeField is a field that holds a whole number. What lies beyond 32 bits is cut to
// them: no build comes near such a limit.
func wholeField[T any](path string, s spec, doc string, at func(*T) *int) settingField[T] {
	return settingField[T]{
		path: path, spec: s, doc: doc,
		write: func(t *T, v *value) {
			n, _ := readWhole(v, false)
			*at(t) = clamp(n)
		},
		read: func(t T) string { return strconv.Itoa(*at(&t)) },
	}
}

// rowsField is a field that holds a number of rows, which may be larger.
func rowsField(path, doc string, at func(*model.Run) *int64) settingField[model.Run] {
	return settingField[model.Run]{
		path: path, spec: whole().atLeast(1), doc: doc,
		write: func(r *model.Run, v *value) { *at(r), _ = readWhole(v, false) },
		read:  func(r model.Run) string { return strconv.FormatInt(*at(&r), 10) },
	}
}

func decimalField[T any](path string, s spec, doc string, at func(*T) *float64) settingField[T] {
	return settingField[T]{
		path: path, spec: s, doc: doc,
		write: func(t *T, v *value) { *at(t), _ = readDecimal(v, false) },
		read:  func(t T) string { return strconv.FormatFloat(*at(&t), 'g', -1, 64) },
	}
}

func truthField[T any](path, doc string, at func(*T) *bool) settingField[T] {
	return settingField[T]{
		path: path, spec: truth(), doc: doc,
		write: func(t *T, v *value) { *at(t), _ = readTruth(v, false) },
		read:  func(t T) string { return strconv.FormatBool(*at(&t)) },
	}
}

func textField[T any](path, doc string, at func(*T) *string) settingField[T] {
	return settingField[T]{
		path: path, spec: text(), doc: doc,
		write: func(t *T, v *value) { *at(t) = v.str() },
		read:  func(t T) string { return *at(&t) },
	}
}

func durationField[T any](path, doc string, at func(*T) *time.Duration) settingField[T] {
	return settingField[T]{
		path: path, doc: doc,
		spec: spec{shape: customShape, custom: &custom{
			name:   "a time",
			parse:  func(v *value) error { _, err := duration(v); return err },
			schema: timeSchema,
		}},
		write: func(t *T, v *value) { *at(t), _ = duration(v) },
		read:  func(t T) string { return at(&t).String() },
	}
}

// latencyField is a time that can also be said cell by cell.
func latencyField[T any](path, doc string, at func(*T) *model.Distribution) settingField[T] {
	return distributionField(path, doc, quantity{name: timeName, read: seconds, schema: timeSchema, isByCell: true}, at)
}

func timeField[T any](path, doc string, at func(*T) *model.Distribution) settingField[T] {
	return distributionField(path, doc, quantity{name: timeName, read: seconds, schema: timeSchema}, at)
}

func amountField[T any](path, doc string, at func(*T) *model.Distribution) settingField[T] {
	return distributionField(path, doc, quantity{name: "a number or a distribution of numbers", read: amount, schema: amountSchema}, at)
}

// speedField is an amount that is not always 0.
func speedField[T any](path, doc string, at func(*T) *model.Distribution) settingField[T] {
	return distributionField(path, doc, quantity{name: "a number or a distribution of numbers", read: amount, schema: amountSchema, isSpeed: true}, at)
}

const timeName = "a time or a distribution of times"

func distributionField[T any](path, doc string, q quantity, at func(*T) *model.Distribution) settingField[T] {
	return settingField[T]{
		path: path, doc: doc,
		spec: spec{shape: customShape, custom: &custom{
			name:   q.name,
			parse:  func(v *value) error { _, err := q.distributionOf(v); return err },
			schema: func() map[string]any { return distributionSchema(q.schema(), q.isByCell) },
			parts:  true,
		}},
		write: func(t *T, v *value) { *at(t), _ = q.distributionOf(v) },
		read: func(t T) string {
			if d := *at(&t); d.IsSet() {
				return fmt.Sprint(d.Expected())
			}
			return ""
		},
	}
}

func errorsField[T any](at func(*T) *[]model.ErrorRate) settingField[T] {
	return settingField[T]{
		path: "errors", doc: "How often attempts fail, and in which way: each has a kind, a rate and, where only the first attempts fail, their number.",
		spec: listOf(objectOf(object{name: "error", fields: []field{
			must("kind", word(errorKinds()...), "In which way attempts fail."),
			must("rate", share(), "The share of the cells that fail so."),
			may("attempts", whole().atLeast(0), "0", "How many attempts of such a cell fail; 0 is all of them."),
		}})),
		write: func(t *T, v *value) { *at(t) = errorRates(v) },
		read:  func(T) string { return "" },
	}
}

func errorKinds() []string {
	var words []string
	for _, k := range model.ErrorKinds() {
		words = append(words, k.String())
	}
	return words
}
