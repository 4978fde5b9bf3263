package model

// BoundKind says what sets a time that a build takes at least.
type BoundKind uint8

// The kinds of bound.
const (
	// BoundSpan is the critical path of one row. Text form: span.
	BoundSpan BoundKind = iota + 1
	// BoundAdmission is the span, once for each time that a row group has to wait for
	// the end of another. Text form: admission.
	BoundAdmission
	// BoundModelWork is the work of a model divided by its slots. Text form: model_work.
	BoundModelWork
	// BoundWorkerWork is the work of the columns that call no model, divided by the
	// workers. Text form: worker_work.
	BoundWorkerWork
	// BoundInFlightCap is all work divided by the cap on tasks in flight. Text form:
	// in_flight_cap.
	BoundInFlightCap
	// BoundEngine is the engine's own time for all requests. Text form: engine.
	BoundEngine
	// BoundServerWork is the work of a model divided by what its server works on at
	// once. Text form: server_work.
	BoundServerWork
	// BoundRequestRate is the requests of a model at its server's limit by the minute,
	// the first minute's worth of which is let through at once. Text form: request_rate.
	BoundRequestRate
	// BoundTokenRate is the same for tokens. Text form: token_rate.
	BoundTokenRate
)

// String returns the text form, or unset for the zero value.
func (k BoundKind) String() string {
	switch k {
	case BoundSpan:
		return "span"
	case BoundAdmission:
		return "admission"
	case BoundModelWork:
		return "model_work"
	case BoundWorkerWork:
		return "worker_work"
	case BoundInFlightCap:
		return "in_flight_cap"
	case BoundEngine:
		return "engine"
	case BoundServerWork:
		return "server_work"
	case BoundRequestRate:
		return "request_rate"
	case BoundTokenRate:
		return "token_rate"
	default:
		return "unset"
	}
}

// MarshalText returns the text form.
func (k BoundKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }
