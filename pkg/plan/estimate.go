package plan

import (
	"math"
	"slices"
	"time"

	"github.com/dagplan/dagplan/pkg/model"
)

// Model is what one model comes to. Aliases of the same provider and id share
// their limits and are one model.
type Model struct {
	// Aliases are those that columns call, in the order in which they first do.
	Aliases      []string
	Provider, ID string
	// Slots is the smallest max_parallel_requests of Aliases, Most how many requests are sent
	// at once at most: the largest of them where a custom column calls the model, whose
	// requests are held back by no more than that, and otherwise Slots.
	Slots, Most int
	// Server has the limits of all of them.
	Server          model.Server
	Calls, Requests float64
	// Work is the expected time of all requests, in seconds.
	Work   float64
	Tokens Tokens
	Cost   Cost
	// Accepted are the requests that its server does not refuse, AcceptedTokens the tokens of
	// these: what counts for the server's limits by the minute, whether answered or not.
	Accepted, AcceptedTokens float64
}

// customColumn is Data Designer's type of the columns that run the user's own code.
const customColumn = "custom"

// estimator fills the expected numbers of a plan.
type estimator struct {
	plan     *Plan
	run      model.Run
	models   map[string]model.Model
	settings map[string]model.ColumnSettings
	at       map[model.Endpoint]int // of plan.Models
	// widest is the largest max_parallel_requests of the aliases of each of plan.Models,
	// overrun whether a custom column calls it.
	widest  []int
	overrun []bool
	// members are the columns of each multi-column step.
	members map[int][]int
}

func newEstimator(p *Plan, s model.Scenario) *estimator {
	e := &estimator{plan: p, run: s.Run, models: map[string]model.Model{}, settings: map[string]model.ColumnSettings{}, at: map[model.Endpoint]int{}, members: map[int][]int{}}
	for id := range p.Columns {
		step := p.Graph.Step(model.ColumnID(id))
		if step != 0 {
			e.members[step] = append(e.members[step], id)
		}
	}
	for _, m := range s.Models {
		e.models[m.Alias] = m
	}
	for _, c := range s.Columns {
		e.settings[c.Name] = c
	}
	return e
}

func (e *estimator) estimate() {
	runs, out := e.shares()
	for id := range e.plan.Columns {
		c := &e.plan.Columns[id]
		e.plan.IsRandom = e.plan.IsRandom || e.isRandom(id)
		if len(c.Models) == 0 {
			latency := e.settings[c.Name].Latency.Expected()
			c.TaskTime = duration(latency)
			c.Work = latency * float64(c.Tasks)
			c.Cost.Known = true
			continue
		}
		if !e.leads(id) {
			c.TaskTime = duration(e.request(id).seconds)
			c.Cost.Known = true
			continue
		}
		e.estimateCalls(id, runs[id])
		e.plan.Calls += c.Calls
		e.plan.Requests += c.Requests
		e.plan.Cost.add(c.Cost)
	}
	e.plan.RowsOut = float64(e.run.NumRecords) * out
}

// isRandom reports whether the times of a column, or what becomes of its rows, are drawn.
func (e *estimator) isRandom(id int) bool {
	c := &e.plan.Columns[id]
	settings := e.settings[c.Name]
	drawn := []model.Distribution{settings.Latency}
	failures := 0
	if len(c.Models) > 0 {
		m := e.model(c.Models[0])
		failures = len(settings.ErrorsFrom(m))
		if drawn = []model.Distribution{first(settings.Latency, m.Latency)}; !drawn[0].IsSet() {
			drawn = []model.Distribution{m.TimeToFirstToken, m.TokensPerSecond, first(settings.OutputTokens, m.OutputTokens)}
		}
	}
	return failures > 0 || settings.DropRate > 0 || e.skipRate(id) > 0 || slices.ContainsFunc(drawn, func(d model.Distribution) bool {
		return d.IsSet() && d.Kind != model.Constant
	})
}

// leads reports whether the calls of a column are its own, or those of the step whose
// first column it is: one request makes all columns of a step.
func (e *estimator) leads(id int) bool {
	step := e.plan.Graph.Step(model.ColumnID(id))
	return step == 0 || e.members[step][0] == id
}

// estimateCalls fills in a column that calls a model, once a task. Of several
// aliases it is taken to call the first, as package sim does.
func (e *estimator) estimateCalls(id int, runs float64) {
	c := &e.plan.Columns[id]
	settings, m, late := e.settings[c.Name], e.model(c.Models[0]), e.late(id)
	f := failuresOf(settings.ErrorsFrom(m), e.run, late)
	r := e.stepRequest(id)
	c.TaskTime = duration(e.request(id).seconds)
	c.Calls = float64(c.Tasks) * runs
	c.Requests = c.Calls * f.requests
	c.Work = c.Calls * ((f.answers+f.broken)*f.tries*r.seconds + f.timeouts*m.Timeout.Seconds())
	answers := c.Calls * f.answers * f.tries * (1 - late)
	c.Tokens = Tokens{Input: answers * r.input, Output: answers * r.output}
	c.Cost = priced(m.Price, c.Tokens)
	total := e.addToModel(m, c)
	accepted := c.Calls * ((f.answers+f.broken)*f.tries + f.timeouts)
	total.Accepted += accepted
	total.AcceptedTokens += accepted * (r.input + r.output)
}

func (e *estimator) model(alias string) model.Model {
	if m, known := e.models[alias]; known {
		return m
	}
	return model.DefaultModel(alias)
}

func (e *estimator) addToModel(m model.Model, c *Column) *Model {
	key := m.Endpoint()
	at, known := e.at[key]
	if !known {
		at = len(e.plan.Models)
		e.at[key] = at
		e.widest, e.overrun = append(e.widest, 0), append(e.overrun, false)
		e.plan.Models = append(e.plan.Models, Model{Provider: key.Provider, ID: key.ID, Slots: m.MaxParallelRequests, Cost: Cost{Known: true}})
	}
	total := &e.plan.Models[at]
	if !slices.Contains(total.Aliases, m.Alias) {
		total.Aliases = append(total.Aliases, m.Alias)
	}
	total.Slots, total.Server = min(total.Slots, m.MaxParallelRequests), total.Server.With(m.Server)
	widest := &e.widest[at]
	*widest = max(*widest, m.MaxParallelRequests)
	e.overrun[at] = e.overrun[at] || c.Type == customColumn
	if total.Most = total.Slots; e.overrun[at] {
		total.Most = *widest
	}
	total.Calls += c.Calls
	total.Requests += c.Requests
	total.Work += c.Work
	total.Tokens.Input += c.Tokens.Input
	total.Tokens.Output += c.Tokens.Output
	total.Cost.add(c.Cost)
	return total
}

// oneRequest is what one request is expected to take and to carry.
type oneRequest struct{ seconds, input, output float64 }

// stepRequest is what one request is expected to take and to carry that makes all columns of
// the step of a column: it takes as long as the longest, and carries the tokens of those that
// have numbers of their own, or, where none has, those of its model.
func (e *estimator) stepRequest(id int) oneRequest {
	r := e.request(id)
	input, output := 0.0, 0.0
	var hasInput, hasOutput bool
	members := e.members[e.plan.Graph.Step(model.ColumnID(id))]
	for _, other := range members {
		settings := e.settings[e.plan.Columns[other].Name]
		input, output = input+settings.InputTokens.Expected(), output+settings.OutputTokens.Expected()
		hasInput, hasOutput = hasInput || settings.InputTokens.IsSet(), hasOutput || settings.OutputTokens.IsSet()
	}
	if hasInput {
		r.input = input
	}
	if hasOutput {
		r.output = output
	}
	if len(members) > 0 {
		r.seconds = e.longest(members, output, hasOutput)
	}
	return r
}

// longest is the expected time of the columns of a step; what follows from tokens, follows from
// the output of all.
func (e *estimator) longest(members []int, output float64, hasOutput bool) float64 {
	seconds := 0.0
	for _, id := range members {
		c := &e.plan.Columns[id]
		settings := e.settings[c.Name]
		if hasOutput && len(c.Models) > 0 {
			settings.OutputTokens = model.ConstantOf(output)
			seconds = max(seconds, request(settings, e.model(c.Models[0])).seconds)
		} else {
			seconds = max(seconds, e.request(id).seconds)
		}
	}
	return seconds
}

// request is what one request for a column alone is expected to take and to carry, or one
// task of it where it calls no model.
func (e *estimator) request(id int) oneRequest {
	c := &e.plan.Columns[id]
	settings := e.settings[c.Name]
	if len(c.Models) == 0 {
		return oneRequest{seconds: settings.Latency.Expected()}
	}
	return request(settings, e.model(c.Models[0]))
}

// request lets the settings of a column come before those of its model. A
// latency comes before one that follows from tokens.
func request(c model.ColumnSettings, m model.Model) oneRequest {
	r := oneRequest{input: first(c.InputTokens, m.InputTokens).Expected(), output: first(c.OutputTokens, m.OutputTokens).Expected()}
	limit := m.Timeout.Seconds()
	if latency := first(c.Latency, m.Latency); latency.IsSet() {
		if above(latency, limit) > 0 {
			latency.Max = limit
		}
		r.seconds = latency.Expected()
		return r
	}
	r.seconds = m.TimeToFirstToken.Expected()
	if rate := m.TokensPerSecond.Expected(); rate > 0 {
		r.seconds += r.output / rate
	}
	if limit > 0 {
		r.seconds = min(r.seconds, limit)
	}
	return r
}

// late is the share of the answers to a column that take longer than the timeout of its model.
// Where the time follows from tokens, it is all or none of them.
func (e *estimator) late(id int) float64 {
	c := &e.plan.Columns[id]
	if len(c.Models) == 0 {
		return 0
	}
	m := e.model(c.Models[0])
	limit := m.Timeout.Seconds()
	if latency := first(e.settings[c.Name].Latency, m.Latency); latency.IsSet() {
		return above(latency, limit)
	}
	m.Timeout = 0
	return above(model.ConstantOf(request(e.settings[c.Name], m).seconds), limit)
}

// above is the share of draws above a limit, where 0 is none. What happens less than once in a
// million is as good as never.
func above(d model.Distribution, limit float64) float64 {
	if share := d.ShareAbove(limit); limit > 0 && share >= 1e-6 {
		return share
	}
	return 0
}

// first is the distribution that is set, of a column's and its model's.
func first(column, model model.Distribution) model.Distribution {
	if column.IsSet() {
		return column
	}
	return model
}

// priced is the price of tokens, which is known where the model has a price
// and the tokens that it charges for have numbers.
func priced(p model.Price, t Tokens) Cost {
	const million = 1e6
	return Cost{
		Amount: (p.Input*t.Input + p.Output*t.Output) / million,
		Known:  (p.Input > 0 && t.Input > 0 || p.Input == 0) && (p.Output > 0 && t.Output > 0 || p.Output == 0) && p != model.Price{},
	}
}

// duration converts seconds, at most to the longest Duration.
func duration(seconds float64) time.Duration {
	if seconds >= math.MaxInt64/float64(time.Second) {
		return math.MaxInt64
	}
	return time.Duration(math.Round(seconds * float64(time.Second)))
}
