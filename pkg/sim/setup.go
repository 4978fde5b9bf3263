package sim

import (
	"errors"
	"fmt"
	"slices"

	"github.com/dagplan/dagplan/pkg/model"
)

// setup is a build resolved to indices: what every seed shares.
type setup struct {
	Build
	columns []columnSetup
	pools   []poolSetup // the models, then the workers
	aliases map[string]int
	steps   []stepSetup
	tables  tables
	errs    []error
}

// columnSetup is a column with its names resolved.
type columnSetup struct {
	name    string
	kind    string // Data Designer's column type, empty for a native column
	isFull  bool
	isRoot  bool
	pool    int // of its task
	alias   int // of models, -1 where the task calls none
	aliases int // how many models it names
	step    int // index into steps, -1 where the column has a task of its own
	// made are the columns that its task makes: those of its step, or itself.
	made     []model.ColumnID
	rank     int // among the columns in alphabetical order
	settings model.ColumnSettings
	skips    bool // it may be skipped: by its own condition or by propagation
	drops    bool // its task may drop rows by itself
	// leases is true where its task holds a slot of its model from its dispatch to its
	// end. Custom columns, and every column of an engine without task admission, hold one
	// for each request only.
	leases bool
	// threads is true where its task runs in a thread: those that call no model, and the
	// user's code, which is taken to be a plain function and waits in there for its
	// model.
	threads bool
	// required are the columns whose skip skips this one, or its step.
	required []model.ColumnID
}

// taskType is the type of the tasks that make the column.
func (c *columnSetup) taskType() model.TaskType {
	switch {
	case !c.isFull:
		return model.CellTask
	case c.isRoot:
		return model.FromScratch
	default:
		return model.Batch
	}
}

// poolSetup is a number of slots that tasks share: of a model, whose aliases
// are those of one provider and ID, or of the workers.
type poolSetup struct {
	name    string
	slots   int
	most    int // requests at once: the slots, or more where custom columns send some
	aliases []int
	columns []model.ColumnID
}

// stepSetup is a multi-column step: one task makes all its columns.
type stepSetup struct {
	members []model.ColumnID
}

const noModel = -1

func newSetup(b Build) (*setup, error) {
	if b.Graph == nil {
		return nil, errors.New("the build has no graph")
	}
	if b.Engine == 0 {
		b.Engine = model.Async
	}
	if b.Columns != nil && len(b.Columns) != b.Graph.Len() {
		return nil, fmt.Errorf("%d columns are described, the graph has %d", len(b.Columns), b.Graph.Len())
	}
	s := &setup{Build: b, aliases: make(map[string]int), tables: make(tables)}
	s.checkRun()
	s.addModels()
	s.addColumns()
	if len(s.errs) > 0 {
		return nil, errors.Join(s.errs...)
	}
	s.sizePools()
	return s, nil
}

// addModels makes a pool of the aliases of each provider and ID; the limit of
// requests in parallel is the smallest of the aliases that columns use.
func (s *setup) addModels() {
	at := make(map[model.Endpoint]int)
	for i, m := range s.Scenario.Models {
		if _, taken := s.aliases[m.Alias]; taken {
			s.fail("model %q is defined twice", m.Alias)
			continue
		}
		s.aliases[m.Alias] = i
		s.checkModel(m)
		pool, known := at[m.Endpoint()]
		if known {
			s.pools[pool].name += ", " + m.Alias
		} else {
			pool = len(s.pools)
			at[m.Endpoint()] = pool
			s.pools = append(s.pools, poolSetup{name: m.Alias})
		}
		s.pools[pool].aliases = append(s.pools[pool].aliases, i)
	}
	s.pools = append(s.pools, poolSetup{name: WorkersName, slots: s.Scenario.Run.ThreadsOf(s.Engine)})
}

// serverOf is the far side of a model, which keeps to the limits of all its aliases.
func (s *setup) serverOf(p *poolSetup) model.Server {
	var all model.Server
	for _, alias := range p.aliases {
		all = all.With(s.Scenario.Models[alias].Server)
	}
	return all
}

// WorkersName is the Model of limits and bounds that are about the workers, which run the
// tasks that call no model.
const WorkersName = "workers"

func (s *setup) poolOf(alias int) int {
	for i, p := range s.pools {
		if slices.Contains(p.aliases, alias) {
			return i
		}
	}
	return len(s.pools) - 1
}

func (s *setup) workers() int { return len(s.pools) - 1 }

func (s *setup) addColumns() {
	g := s.Graph
	settings := make(map[string]model.ColumnSettings, len(s.Scenario.Columns))
	for _, c := range s.Scenario.Columns {
		if _, known := g.ID(c.Name); !known {
			s.fail("the scenario has settings for column %q, which does not exist", c.Name)
		}
		s.checkColumn(c)
		settings[c.Name] = c
	}
	names := g.Names()
	slices.Sort(names)
	stepAt := make(map[int]int)
	for i := range g.Len() {
		id := model.ColumnID(i)
		c := columnSetup{
			name: g.Name(id), isFull: g.Strategy(id) == model.FullColumn, isRoot: g.Upstream(id).Len() == 0,
			pool: s.workers(), alias: noModel, step: -1, settings: settings[g.Name(id)],
		}
		c.rank, _ = slices.BinarySearch(names, c.name)
		s.describe(&c, id)
		policies := PoliciesOf(s.Engine)
		c.leases = c.alias != noModel && c.kind != customColumn && policies.Admission == AdmitByShare
		c.threads = c.alias == noModel || c.kind == customColumn && policies.Loop == LoopBatched
		s.joinStep(&c, id, stepAt)
		s.columns = append(s.columns, c)
		s.pools[c.pool].columns = append(s.pools[c.pool].columns, id)
	}
	for i := range s.columns {
		c := &s.columns[i]
		if c.made = []model.ColumnID{model.ColumnID(i)}; c.step >= 0 {
			c.made = s.steps[c.step].members
		}
		for _, member := range c.made {
			c.drops = c.drops || s.columns[member].settings.DropRate > 0
		}
	}
	s.findSkips()
}

// describe takes over what the description of a column says.
func (s *setup) describe(c *columnSetup, id model.ColumnID) {
	if s.Columns == nil {
		return
	}
	d := s.Columns[id]
	c.kind = d.Type
	if len(d.Models) == 0 {
		return
	}
	alias, known := s.aliases[d.Models[0]]
	if !known {
		s.fail("column %q uses model %q, which does not exist", c.name, d.Models[0])
		return
	}
	c.alias, c.aliases = alias, len(d.Models)
	if !c.isFull || s.Engine != model.FIFO {
		c.pool = s.poolOf(alias)
	}
}

func (s *setup) joinStep(c *columnSetup, id model.ColumnID, at map[int]int) {
	number := s.Graph.Step(id)
	if number == 0 {
		return
	}
	step, known := at[number]
	if !known {
		step = len(s.steps)
		at[number] = step
		s.steps = append(s.steps, stepSetup{})
	}
	s.steps[step].members = append(s.steps[step].members, id)
	c.step = step
}

// sizePools gives each model its slots: the smallest max_parallel_requests of
// the aliases that a column uses, or of all where none does. An engine that admits by
// slot knows an alias by its first request only: there the slots are those of the largest.
func (s *setup) sizePools() {
	used := make([]bool, len(s.Scenario.Models))
	for _, c := range s.columns {
		if c.alias != noModel {
			used[c.alias] = true
		}
	}
	for i := range s.pools {
		p := &s.pools[i]
		limits := s.limitsOf(p, used)
		if len(limits) > 0 {
			p.slots = slices.Min(limits)
			if PoliciesOf(s.Engine).Admission == AdmitBySlot {
				p.slots = slices.Max(limits)
			}
		}
		if p.most = p.slots; s.isOverrun(p) {
			p.most = slices.Max(limits)
		}
	}
}

// limitsOf returns what the aliases of a pool allow: of those that are used, or of
// all where none is.
func (s *setup) limitsOf(p *poolSetup, used []bool) []int {
	var all, limits []int
	for _, alias := range p.aliases {
		limit := s.Scenario.Models[alias].MaxParallelRequests
		if all = append(all, limit); used[alias] {
			limits = append(limits, limit)
		}
	}
	if len(limits) == 0 {
		return all
	}
	return limits
}

// isOverrun reports whether tasks that hold no slot send requests to a pool: those
// of custom columns, which are held back only by what the aliases allow that have
// sent a request before.
func (s *setup) isOverrun(p *poolSetup) bool {
	return PoliciesOf(s.Engine).Admission == AdmitByShare && slices.ContainsFunc(p.columns, func(id model.ColumnID) bool {
		c := &s.columns[id]
		return c.alias != noModel && !c.leases
	})
}

// expected returns the mean time of one attempt of a column's task, in seconds.
func (s *setup) expected(id model.ColumnID) float64 {
	c := &s.columns[id]
	if c.settings.Latency.IsSet() || c.alias == noModel {
		return c.settings.Latency.Expected()
	}
	m := &s.Scenario.Models[c.alias]
	if m.Latency.IsSet() {
		return m.Latency.Expected()
	}
	seconds := m.TimeToFirstToken.Expected()
	if rate := m.TokensPerSecond.Expected(); rate > 0 {
		seconds += s.tokens(c, m, false).Expected() / rate
	}
	return seconds
}

// tokens returns the distribution of the tokens that a column's task reads or
// writes.
func (s *setup) tokens(c *columnSetup, m *model.Model, input bool) model.Distribution {
	own, general := c.settings.OutputTokens, m.OutputTokens
	if input {
		own, general = c.settings.InputTokens, m.InputTokens
	}
	if own.IsSet() {
		return own
	}
	return general
}
