package sim

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dagplan/dagplan/pkg/model"
)

// world answers for the models: by the scenario's distributions and rates,
// drawn by key, or by a [World] that the build brings.
type world struct {
	columns []columnWorld
	given   World
	start   func(model.RowGroupIndex) int64 // first row of a row group in the dataset
}

// columnWorld is what is drawn for one column.
type columnWorld struct {
	latency    sampler
	latencyKey drawKey
	constant   time.Duration // where every attempt takes the same time; -1 otherwise
	replay     *replay
	isHashed   bool
	slowest    []columnLatency // of the columns of a step, for the first of them
	// inputs and outputs are the tokens of those that have numbers of their own.
	inputs, outputs []tokenDraw
	// Tokens say the latency where the model has none of its own.
	byTokens                    bool
	firstToken, tokenRate       sampler
	firstTokenKey, tokenRateKey drawKey
	hasTokens                   bool
	input, output               sampler
	inputKey, outputKey         drawKey
	errors                      []errorDraw
	skipRate, dropRate          float64
	skipKey, dropKey            drawKey
	turnKey                     drawKey       // of threads that begin together
	timeout                     time.Duration // 0 is none
}

// tokenDraw draws a number of tokens.
type tokenDraw struct {
	sampler
	key drawKey
}

// columnLatency is one of the columns whose slowest says how long a step takes.
type columnLatency struct {
	own    *columnWorld
	column model.ColumnID
}

// errorDraw chooses the cells that fail in one way.
type errorDraw struct {
	model.ErrorRate
	key drawKey
}

// newWorld compiles the scenario for one seed.
func (s *setup) newWorld(seed uint64) *world {
	w := &world{columns: make([]columnWorld, len(s.columns)), given: s.World, start: s.Plan.Start}
	for i := range s.columns {
		s.fillWorld(&w.columns[i], &s.columns[i], seed)
		w.columns[i].skipRate = s.skipRate(model.ColumnID(i))
	}
	for _, step := range s.steps {
		s.joinTokens(&w.columns[step.members[0]], step.members, seed)
		s.joinLatencies(w, step.members)
	}
	return w
}

// joinLatencies makes the latency of the first column of a step that of the slowest. What a
// model takes for the one request counts once, and where it follows from tokens, from those of
// all columns.
func (s *setup) joinLatencies(w *world, members []model.ColumnID) {
	first := &w.columns[members[0]]
	own := *first
	var slowest []columnLatency
	var asked []int // aliases
	for at, id := range members {
		c, of := &s.columns[id], &w.columns[id]
		if at == 0 {
			of = &own
		}
		if !c.settings.Latency.IsSet() {
			if slices.Contains(asked, c.alias) {
				continue
			}
			asked = append(asked, c.alias)
			of.outputs = first.outputs
		}
		slowest = append(slowest, columnLatency{own: of, column: id})
	}
	first.slowest = slowest
	first.constant, first.latency, first.replay, first.isHashed, first.byTokens = -1, sampler{}, nil, false, false
}

// joinTokens makes the tokens of the first column of a step the sum of those that columns of
// the step have by themselves; where none has any, they stay those of its model.
func (s *setup) joinTokens(w *columnWorld, members []model.ColumnID, seed uint64) {
	if s.columns[members[0]].alias == noModel {
		return
	}
	for _, id := range members {
		c := &s.columns[id]
		if d := c.settings.InputTokens; d.IsSet() {
			w.inputs = append(w.inputs, tokenDraw{s.tables.newSampler(d), newDrawKey(seed, c.name, drawInputTokens)})
		}
		if d := c.settings.OutputTokens; d.IsSet() {
			w.outputs = append(w.outputs, tokenDraw{s.tables.newSampler(d), newDrawKey(seed, c.name, drawOutputTokens)})
		}
	}
	w.hasTokens = w.hasTokens || len(w.inputs)+len(w.outputs) > 0
}

func (s *setup) fillWorld(w *columnWorld, c *columnSetup, seed uint64) {
	key := func(p purpose) drawKey { return newDrawKey(seed, c.name, p) }
	w.latencyKey, w.skipKey, w.dropKey, w.turnKey = key(drawLatency), key(drawSkip), key(drawDrop), key(drawTurn)
	w.dropRate = c.settings.DropRate
	latency, rates := c.settings.Latency, c.settings.Errors
	if c.alias != noModel {
		m := &s.Scenario.Models[c.alias]
		w.timeout = m.Timeout
		rates = c.settings.ErrorsFrom(*m)
		w.inputKey, w.outputKey = key(drawInputTokens), key(drawOutputTokens)
		w.input, w.output = s.tables.newSampler(s.tokens(c, m, true)), s.tables.newSampler(s.tokens(c, m, false))
		w.hasTokens = w.input.kind != 0 || w.output.kind != 0
		if !latency.IsSet() {
			latency = m.Latency
		}
		if !latency.IsSet() {
			w.byTokens = m.TimeToFirstToken.IsSet() || m.TokensPerSecond.IsSet()
			w.firstToken, w.tokenRate = s.tables.newSampler(m.TimeToFirstToken), s.tables.newSampler(m.TokensPerSecond)
			w.firstTokenKey, w.tokenRateKey = key(drawFirstToken), key(drawTokenRate)
		}
	}
	w.addErrors(seed, c.name, rates)
	for _, other := range c.made[1:] {
		// The errors of a model are those of its one request; others are of their column.
		w.addErrors(seed, s.columns[other].name, s.columns[other].settings.Errors)
	}
	s.setLatency(w, c.name, latency)
}

func (c *columnWorld) addErrors(seed uint64, column string, rates []model.ErrorRate) {
	for _, rate := range rates {
		if rate.Rate > 0 {
			c.errors = append(c.errors, errorDraw{rate, newDrawKey(seed, column, drawError+purpose(rate.Kind))})
		}
	}
}

func (s *setup) setLatency(w *columnWorld, column string, latency model.Distribution) {
	w.latency, w.constant = s.tables.newSampler(latency), -1
	switch latency.Kind {
	case model.Replayed:
		w.replay = newReplay(column, latency)
	case model.Hashed:
		w.isHashed = true
	default:
		if !w.byTokens && (w.latency.kind == 0 || w.latency.kind == model.Constant) {
			w.constant = duration(w.latency.value(0))
		}
	}
}

// service returns how long an attempt of a column's task takes.
func (w *world) service(c *columnWorld, task model.Task, attempt int) time.Duration {
	switch {
	case w.given != nil:
		return w.given.Latency(task, attempt)
	case c.constant >= 0:
		return c.constant
	case c.latency.table != nil:
		seconds := float64(c.latency.scale * c.latency.table.at(c.latencyKey.random(task.RowGroup, task.Row, attempt)))
		if seconds > c.latency.max {
			seconds = c.latency.max
		}
		return duration(seconds)
	default:
		return w.otherService(c, task, attempt)
	}
}

func (w *world) otherService(c *columnWorld, task model.Task, attempt int) time.Duration {
	switch {
	case c.slowest != nil:
		longest := time.Duration(0)
		for i := range c.slowest {
			task.Column = c.slowest[i].column
			longest = max(longest, w.service(c.slowest[i].own, task, attempt))
		}
		return longest
	case c.isHashed:
		return hashTime(task.Slice)
	case c.replay != nil:
		row := w.start(task.RowGroup)
		if task.Row != model.AllRows {
			row += int64(task.Row)
		}
		return duration(min(c.replay.at(row, attempt), c.latency.max))
	case c.byTokens:
		seconds := c.firstToken.value(c.firstTokenKey.random(task.RowGroup, task.Row, attempt))
		if rate := c.tokenRate.value(c.tokenRateKey.random(task.RowGroup, task.Row, attempt)); rate > 0 {
			seconds += c.written(task, attempt) / rate
		}
		return duration(seconds)
	default:
		return duration(c.latency.value(c.latencyKey.random(task.RowGroup, task.Row, attempt)))
	}
}

// tokens returns what an attempt reads and writes.
func (c *columnWorld) tokens(task model.Task, attempt int) (input, output float64) {
	if !c.hasTokens {
		return 0, 0
	}
	if len(c.inputs)+len(c.outputs) > 0 {
		return c.stepTokens(task, attempt)
	}
	return c.input.value(c.inputKey.random(task.RowGroup, task.Row, attempt)), c.outputTokens(task, attempt)
}

// stepTokens is tokens for a request that makes several columns.
func (c *columnWorld) stepTokens(task model.Task, attempt int) (input, output float64) {
	if len(c.inputs) == 0 {
		return c.input.value(c.inputKey.random(task.RowGroup, task.Row, attempt)), c.written(task, attempt)
	}
	return sumOf(c.inputs, task, attempt), c.written(task, attempt)
}

func sumOf(draws []tokenDraw, task model.Task, attempt int) float64 {
	total := 0.0
	for i := range draws {
		total += draws[i].value(draws[i].key.random(task.RowGroup, task.Row, attempt))
	}
	return total
}

// written is the tokens of an answer, for all columns of a step.
func (c *columnWorld) written(task model.Task, attempt int) float64 {
	if len(c.outputs) > 0 {
		return sumOf(c.outputs, task, attempt)
	}
	return c.outputTokens(task, attempt)
}

func (c *columnWorld) outputTokens(task model.Task, attempt int) float64 {
	return c.output.value(c.outputKey.random(task.RowGroup, task.Row, attempt))
}

// fails returns how an attempt of a column's task fails, 0 where it does not. Of several kinds
// that a cell was chosen for, the first declared counts. Attempts leave out those
// that were answered by 429, which are rejections.
func (w *world) fails(c *columnWorld, task model.Task, attempt, rejections int) model.ErrorKind {
	if w.given != nil {
		return w.given.Fails(task, attempt, rejections)
	}
	for i := range c.errors {
		e := &c.errors[i]
		before := attempt
		if e.Kind == model.RateLimited {
			before = rejections
		}
		if (e.Attempts == 0 || before < e.Attempts) && e.key.below(e.Rate, task.RowGroup, task.Row) {
			return e.Kind
		}
	}
	return 0
}

// isHopeless reports whether requests for a task are answered for ever by 429 or by what
// cannot be parsed, whose count begins anew with each execution. Of a given World it is
// taken to be so.
func (w *world) isHopeless(task model.Task) bool {
	if w.given != nil {
		return true
	}
	for _, e := range w.columns[task.Column].errors {
		if (e.Kind == model.RateLimited || e.Kind == model.Unparseable) && e.Attempts == 0 && e.key.below(e.Rate, task.RowGroup, task.Row) {
			return true
		}
	}
	return false
}

// skips reports whether the column's own skip condition holds for a row.
func (w *world) skips(cell model.Cell) bool {
	if w.given != nil {
		return w.given.Skips(cell)
	}
	c := &w.columns[cell.Column]
	return c.skipKey.below(c.skipRate, cell.RowGroup, cell.Row)
}

// drops reports whether a column drops a row by itself.
func (w *world) drops(cell model.Cell) bool {
	c := &w.columns[cell.Column]
	return c.dropKey.below(c.dropRate, cell.RowGroup, cell.Row)
}

// replay holds the values of one column of a recorded run, by row and attempt.
type replay struct {
	values   map[replayKey]float64
	fallback float64
}

type replayKey struct {
	row     int64
	attempt int32
}

// newReplay takes the values of one column out of a distribution's.
func newReplay(column string, d model.Distribution) *replay {
	r := &replay{values: make(map[replayKey]float64), fallback: d.Mean}
	for key, value := range d.Replay {
		rest, found := strings.CutPrefix(key, column+"|")
		if !found {
			continue
		}
		rowText, attemptText, _ := strings.Cut(rest, "|")
		row, err := strconv.ParseInt(strings.TrimLeft(rowText, "r"), 10, 64)
		attempt, err2 := strconv.ParseInt(attemptText, 10, 32)
		if err == nil && err2 == nil {
			r.values[replayKey{row, int32(attempt)}] = value
		}
	}
	return r
}

// at returns the value of an attempt, of the attempt before where that one was
// not recorded, and so on, and the mean where none was.
func (r *replay) at(row int64, attempt int) float64 {
	for ; attempt >= 0; attempt-- {
		if value, known := r.values[replayKey{row, int32(attempt)}]; known {
			return value
		}
	}
	return r.fallback
}
