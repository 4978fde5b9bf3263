package sim

// Cause is what a task, or the build as a whole, spends a second on.
type Cause uint8

// The causes. A task goes through the first five in this order; the others
// happen while it holds its place.
const (
	// CauseRowGroupAdmission is waiting for the row group to be admitted. Text form:
	// row_group_admission.
	CauseRowGroupAdmission Cause = iota + 1
	// CauseInputs is waiting for the columns that the task reads, and, in an engine that
	// takes one column after the other, for those that come before. Text form: inputs.
	CauseInputs
	// CauseInFlightCap is being ready while max_in_flight_tasks tasks are in flight.
	// Text form: in_flight_cap.
	CauseInFlightCap
	// CauseModelSlot is waiting for a slot of the model, its share of them, or a
	// worker. Text form: model_slot.
	CauseModelSlot
	// CauseSalvage is waiting, after a failure, for the round in which failed tasks
	// are tried again. Text form: salvage.
	CauseSalvage
	// CauseCooldown is waiting because the model answered 429: until the cooldown is
	// over, or because the limit of requests has been lowered. Text form: cooldown.
	CauseCooldown
	// CauseBackOff is the client's wait between two attempts. Text form: back_off.
	CauseBackOff
	// CauseEngine is the engine's own work: its event loop, its threads, its
	// checkpoints. Text form: engine.
	CauseEngine
	// CauseWork is a model at work on a request, or a worker on a task. Text form: work.
	CauseWork
)

const causeCount = int(CauseWork)

// Causes lists every cause, in the order of their declaration.
func Causes() []Cause {
	causes := make([]Cause, causeCount)
	for i := range causes {
		causes[i] = Cause(i + 1)
	}
	return causes
}

// String returns the text form, or unset for the zero value.
func (c Cause) String() string {
	switch c {
	case CauseRowGroupAdmission:
		return "row_group_admission"
	case CauseInputs:
		return "inputs"
	case CauseInFlightCap:
		return "in_flight_cap"
	case CauseModelSlot:
		return "model_slot"
	case CauseSalvage:
		return "salvage"
	case CauseCooldown:
		return "cooldown"
	case CauseBackOff:
		return "back_off"
	case CauseEngine:
		return "engine"
	case CauseWork:
		return "work"
	default:
		return "unset"
	}
}

// MarshalText returns the text form.
func (c Cause) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// Attribution says how many seconds went to each cause.
type Attribution struct {
	RowGroupAdmission, Inputs, InFlightCap, ModelSlot, Salvage, Cooldown, BackOff, Engine, Work float64
}

// Of returns the seconds of one cause.
func (a *Attribution) Of(c Cause) float64 {
	if at := a.at(c); at != nil {
		return *at
	}
	return 0
}

// Total returns the seconds of all causes.
func (a *Attribution) Total() float64 {
	total := 0.0
	for _, c := range Causes() {
		total += a.Of(c)
	}
	return total
}

// Largest returns the cause with the most seconds, the first of several; it is
// unset where nothing took any time.
func (a *Attribution) Largest() Cause {
	var largest Cause
	for _, c := range Causes() {
		if a.Of(c) > a.Of(largest) {
			largest = c
		}
	}
	return largest
}

func (a *Attribution) add(c Cause, seconds float64) { *a.at(c) += seconds }

func (a *Attribution) addAll(b *Attribution) {
	for _, c := range Causes() {
		a.add(c, b.Of(c))
	}
}

func (a *Attribution) at(c Cause) *float64 {
	switch c {
	case CauseRowGroupAdmission:
		return &a.RowGroupAdmission
	case CauseInputs:
		return &a.Inputs
	case CauseInFlightCap:
		return &a.InFlightCap
	case CauseModelSlot:
		return &a.ModelSlot
	case CauseSalvage:
		return &a.Salvage
	case CauseCooldown:
		return &a.Cooldown
	case CauseBackOff:
		return &a.BackOff
	case CauseEngine:
		return &a.Engine
	case CauseWork:
		return &a.Work
	default:
		return nil
	}
}
