package model

import "time"

// Scenario says how the world behaves while a build runs: how many rows are
// built, by which settings of the engine, how long models take, what they
// limit, how they fail and what they charge. [DefaultRun] and [DefaultModel]
// hold Data Designer's own defaults.
type Scenario struct {
	Run Run
	// Models are the models, in the order in which they were declared.
	Models []Model
	// Columns are the columns that have settings of their own.
	Columns []ColumnSettings
	// SeedColumns are the columns of a seed source that cannot be opened.
	SeedColumns []string
}

// Run holds the settings of the engine, as Data Designer's RunConfig has them,
// and those of the simulation of it.
type Run struct {
	NumRecords int64
	BufferSize int64
	// MaxConcurrentRowGroups is how many row groups are admitted at once.
	MaxConcurrentRowGroups int
	// MaxInFlightTasks caps the tasks that have been dispatched and are not
	// complete; 0 is no cap.
	MaxInFlightTasks int
	// Workers runs the tasks that call no model, in the engines fifo and sync.
	Workers int
	// CPUs is how many processors the engine's machine has: the async engine runs
	// the tasks that call no model on min(32, CPUs + 4) threads.
	CPUs int
	// MaxConversationRestarts is how many fresh conversations follow an answer
	// that cannot be parsed, MaxConversationCorrectionSteps how many corrections
	// are asked for within one.
	MaxConversationRestarts        int
	MaxConversationCorrectionSteps int
	DisableEarlyShutdown           bool
	ShutdownErrorRate              float64
	ShutdownErrorWindow            int
	RequestAdmission               RequestAdmission
	// HealthCheck sends one request to each model before the build.
	HealthCheck bool
	// Cost is the engine's own time.
	Cost EngineCost
}

// Endpoint is what aliases share that stand for one model: its limits are theirs together.
type Endpoint struct{ Provider, ID string }

// Endpoint returns what an alias stands for; without an id it stands for itself.
func (m Model) Endpoint() Endpoint {
	if m.ID == "" {
		return Endpoint{m.Provider, m.Alias}
	}
	return Endpoint{m.Provider, m.ID}
}

// RequestAdmission tunes the limit of requests in flight that the engine keeps
// for each model: it falls by a factor on a 429 and climbs by a step after a
// number of successes.
type RequestAdmission struct {
	MultiplicativeDecreaseFactor float64
	AdditiveIncreaseStep         int
	SuccessesUntilIncrease       int
	Cooldown                     time.Duration
	StartupRamp                  time.Duration
}

// EngineCost is the time that the engine itself needs.
type EngineCost struct {
	// Send is spent for each request that is sent, Done for each answer.
	Send, Done time.Duration
	// Pass is spent for each turn of the event loop.
	Pass time.Duration
	// Thread is spent for each full column that runs in a worker.
	Thread time.Duration
	// Checkpoint is spent when a row group is written.
	Checkpoint time.Duration
	// ClientStart is spent once for each model alias and transport (at most 16).
	ClientStart time.Duration
	// Column is spent by the sync engine at the start of each cell column.
	Column time.Duration
	// AnswersPerPass is how many answers one pass of the event loop takes.
	AnswersPerPass int
}

// Model is a model that columns call by its alias.
type Model struct {
	Alias    string
	Provider string
	// ID is the name by which the provider knows the model. Aliases with the
	// same provider and ID share their limits.
	ID                  string
	MaxParallelRequests int
	SkipHealthCheck     bool
	// Timeout ends a request without an answer.
	Timeout time.Duration
	// Latency is the time to an answer, in seconds. Where it is unset, it follows
	// from TimeToFirstToken, OutputTokens and TokensPerSecond; where those are
	// unset too, the model answers at once.
	Latency          Distribution
	TimeToFirstToken Distribution
	TokensPerSecond  Distribution
	InputTokens      Distribution
	OutputTokens     Distribution
	Price            Price
	Server           Server
	Errors           []ErrorRate
}

// Price is what a model charges for a million tokens.
type Price struct {
	Input, Output float64
}

// Server is what the server of a model limits by itself. A zero is no limit.
type Server struct {
	// MaxConcurrency is how many requests it works on; one more is answered by 429.
	MaxConcurrency    int
	RequestsPerMinute float64
	TokensPerMinute   float64
	// RetryAfter is what a 429 asks the client to wait; 0 says nothing.
	RetryAfter time.Duration
}

// With returns the limits of a server that has those of both: the lower of each, and
// the longer wait.
func (s Server) With(other Server) Server {
	return Server{
		MaxConcurrency:    lowest(s.MaxConcurrency, other.MaxConcurrency),
		RequestsPerMinute: lowest(s.RequestsPerMinute, other.RequestsPerMinute),
		TokensPerMinute:   lowest(s.TokensPerMinute, other.TokensPerMinute),
		RetryAfter:        max(s.RetryAfter, other.RetryAfter),
	}
}

// lowest is the lower of two limits, where 0 is none.
func lowest[T int | float64](a, b T) T {
	if a == 0 || b == 0 {
		return a + b
	}
	return min(a, b)
}

// ErrorRate is how often an attempt fails in one way.
type ErrorRate struct {
	Kind ErrorKind
	// Rate is the share of cells that fail so, from 0 to 1.
	Rate float64
	// Attempts is how many attempts of such a cell fail; 0 is all of them.
	Attempts int
}

// ErrorKind is a way in which a request fails.
type ErrorKind uint8

// The kinds of error, by what the engine does about them.
const (
	// BadRequest is an answer that no retry mends: 400 and most other 4xx.
	// Text form: bad_request.
	BadRequest ErrorKind = iota + 1
	// RateLimited is a 429. Text form: rate_limited.
	RateLimited
	// ServerError is a 5xx that the client does not retry, such as 500. Text
	// form: server_error.
	ServerError
	// Unavailable is a 502, 503 or 504, or a broken connection, which the client
	// retries itself. Text form: unavailable.
	Unavailable
	// TimedOut is a request without an answer. Text form: timeout.
	TimedOut
	// Unparseable is an answer that does not have the form asked for. Text form:
	// unparseable.
	Unparseable
)

// ErrorKinds lists every kind, in the order of their declaration.
func ErrorKinds() []ErrorKind {
	return []ErrorKind{BadRequest, RateLimited, ServerError, Unavailable, TimedOut, Unparseable}
}

// String returns the text form, or unset for the zero value.
func (k ErrorKind) String() string {
	switch k {
	case BadRequest:
		return "bad_request"
	case RateLimited:
		return "rate_limited"
	case ServerError:
		return "server_error"
	case Unavailable:
		return "unavailable"
	case TimedOut:
		return "timeout"
	case Unparseable:
		return "unparseable"
	default:
		return "unset"
	}
}

// MarshalText returns the text form.
func (k ErrorKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// ColumnSettings are the settings of one column; what is unset is the model's.
type ColumnSettings struct {
	Name         string
	Latency      Distribution
	InputTokens  Distribution
	OutputTokens Distribution
	// Errors is nil where it is unset; an empty list is no error at all.
	Errors []ErrorRate
	// SkipRate is the share of rows for which the skip condition holds.
	SkipRate float64
	// DropRate is the share of rows that the column drops by itself, such as an
	// expression that renders empty.
	DropRate float64
}

// ErrorsFrom returns the errors of requests of the column to a model.
func (c ColumnSettings) ErrorsFrom(m Model) []ErrorRate {
	if c.Errors != nil {
		return c.Errors
	}
	return m.Errors
}

// DefaultRun returns Data Designer's defaults (0.9.6).
func DefaultRun() Run {
	return Run{
		NumRecords: 10, BufferSize: 1000, MaxConcurrentRowGroups: 3, MaxInFlightTasks: 1024, Workers: 4, CPUs: 4,
		MaxConversationRestarts: 5, ShutdownErrorRate: 0.5, ShutdownErrorWindow: 10,
		RequestAdmission: RequestAdmission{
			MultiplicativeDecreaseFactor: 0.75, AdditiveIncreaseStep: 1, SuccessesUntilIncrease: 25, Cooldown: 2 * time.Second,
		},
		HealthCheck: true,
		Cost: EngineCost{
			Send: 4 * time.Millisecond, Done: 2 * time.Millisecond, Pass: 3 * time.Millisecond, Thread: 10 * time.Millisecond,
			Checkpoint: 12 * time.Millisecond, ClientStart: 33 * time.Millisecond,
			Column: 50 * time.Millisecond, AnswersPerPass: 12,
		},
	}
}

// DefaultModel returns Data Designer's defaults (0.9.6) for a model of that
// alias.
func DefaultModel(alias string) Model {
	return Model{Alias: alias, ID: alias, MaxParallelRequests: 4, Timeout: time.Minute}
}
