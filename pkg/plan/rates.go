package plan

import (
	"math/bits"

	"github.com/dagplan/dagplan/pkg/model"
)

// failures is what a call is expected to send because answers fail.
type failures struct {
	// requests are all that are sent, answers those that the model charges for, broken
	// those that take their time and fail, timeouts those that take as long as the time
	// limit. Those that are refused by 429 take none.
	requests, answers, broken, timeouts float64
	// lost is the share of calls that fail for good.
	lost float64
	// tries is how many requests there are in place of one because answers take too long.
	tries float64
}

// failuresOf follows sections 8 and 9 of docs/engine.md: how many requests
// of a call may fail before its row is given up depends on the kind of error.
// The kinds are taken to hit different cells. Of late, the share of answers that come after the
// timeout, each request has its own luck.
func failuresOf(rates []model.ErrorRate, run model.Run, late float64) failures {
	f := failures{requests: 1, answers: 1}
	for _, rate := range rates {
		limit := attemptLimit(rate.Kind, run)
		failing := rate.Attempts
		lost := failing == 0 || limit > 0 && failing >= limit
		if lost {
			failing = max(limit, 1)
			f.lost += rate.Rate
		}
		extra := float64(failing) * rate.Rate
		f.requests += extra
		if lost {
			f.requests -= rate.Rate
			f.answers -= rate.Rate
		}
		switch rate.Kind {
		case model.Unparseable:
			f.answers += extra
		case model.TimedOut:
			f.timeouts += extra
		case model.RateLimited:
		default:
			f.broken += extra
		}
	}
	tooLate := 1.0 // the share of calls whose answers were late every time so far
	for range attemptLimit(model.TimedOut, run) {
		f.tries += tooLate
		tooLate *= late
	}
	f.requests *= f.tries
	f.lost, f.answers = 1-(1-min(f.lost, 1))*(1-tooLate), max(f.answers, 0)
	return f
}

// attemptLimit is how many requests of one call may fail in this way before
// the call has failed for good; 0 is no limit.
func attemptLimit(kind model.ErrorKind, run model.Run) int {
	const executions, perExecution = 3, 4
	switch kind {
	case model.BadRequest:
		return 1
	case model.ServerError, model.TimedOut:
		return executions
	case model.Unavailable:
		return executions * perExecution
	case model.Unparseable:
		return (1 + run.MaxConversationRestarts) * (1 + run.MaxConversationCorrectionSteps)
	default:
		return 0
	}
}

// shares returns, for each column, the share of its tasks that run although
// columns before it skip or lose rows, and the share of rows that no column
// loses.
//
// Whether a rate hits a row is drawn for each column apart, and a skip is taken
// not to save the same column from losing the row, so the share is a product over
// the columns that matter, each once however many paths lead to it. They are found
// 64 at a time, one bit each.
func (e *estimator) shares() (runs []float64, out float64) {
	columns := e.plan.Columns
	runs = make([]float64, len(columns))
	lost := make([]float64, len(columns))
	var rated []model.ColumnID
	out = 1
	for id := range columns {
		runs[id] = 1
		lost[id] = e.lossOf(id)
		out *= 1 - lost[id]
		if lost[id] > 0 || e.skipRate(id) > 0 {
			rated = append(rated, model.ColumnID(id))
		}
	}
	required := e.requiredEdges()
	for len(rated) > 0 {
		block := rated[:min(len(rated), 64)]
		rated = rated[len(block):]
		e.applyBlock(block, required, lost, runs)
	}
	return runs, out
}

func (e *estimator) skipRate(id int) float64 {
	if c := &e.plan.Columns[id]; c.SkipsWhen {
		return e.settings[c.Name].SkipRate
	}
	return 0
}

// lossOf is the share of rows that a column gives up.
func (e *estimator) lossOf(id int) float64 {
	c := &e.plan.Columns[id]
	settings := e.settings[c.Name]
	kept := 1 - settings.DropRate
	if len(c.Models) > 0 && (settings.Errors != nil || e.leads(id)) {
		kept *= 1 - failuresOf(settings.ErrorsFrom(e.model(c.Models[0])), e.run, e.late(id)).lost
	}
	return 1 - kept
}

// applyBlock multiplies into runs what up to 64 columns with rates do to those
// that wait for them.
func (e *estimator) applyBlock(block []model.ColumnID, required map[[2]model.ColumnID]bool, lost, runs []float64) {
	bit := make(map[model.ColumnID]uint64, len(block))
	for i, id := range block {
		bit[id] = 1 << i
	}
	losing := make([]uint64, len(runs))   // columns that lose rows, on any path to this one
	skipping := make([]uint64, len(runs)) // columns whose skip reaches this one
	for _, id := range e.plan.Graph.TopologicalOrder() {
		c := &e.plan.Columns[id]
		for up := range e.plan.Graph.Upstream(id).All() {
			losing[id] |= losing[up] | bit[up]
			if c.PropagatesSkip && required[[2]model.ColumnID{up, id}] {
				skipping[id] |= skipping[up]
			}
		}
		if e.skipRate(int(id)) > 0 {
			skipping[id] |= bit[id]
		}
		for set := losing[id]; set != 0; set &= set - 1 {
			runs[id] *= 1 - lost[block[bits.TrailingZeros64(set)]]
		}
		for set := skipping[id]; set != 0; set &= set - 1 {
			runs[id] *= 1 - e.skipRate(int(block[bits.TrailingZeros64(set)]))
		}
	}
}

// requiredEdges are the edges along which a skip propagates.
func (e *estimator) requiredEdges() map[[2]model.ColumnID]bool {
	required := map[[2]model.ColumnID]bool{}
	for _, edge := range e.plan.Graph.Edges() {
		if edge.Kind == model.Required {
			required[[2]model.ColumnID{edge.From, edge.To}] = true
		}
	}
	return required
}
