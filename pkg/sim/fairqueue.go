package sim

import (
	"math"
	"slices"

	"github.com/dagplan/dagplan/pkg/frontier"
	"github.com/dagplan/dagplan/pkg/model"
)

// fairQueue holds the ready tasks, a flow for each column, and grants leases
// by the fair order and the shares of the flows.
//
// Flows that need the same resources, and whose requests one limit holds back, form
// a class, in the order of their turn. All of a class can run or none can, so that a
// choice looks at the head of each class and not at each column.
type fairQueue struct {
	flows   []flow // by column
	classes []*class
	shares  []*slotShare // of those that need an llm_wait
	virtual float64
	serial  int64
	leased  int // submission
	waiting int // llm_wait
	limit   int // of both
	queued  int64
	void    int64 // queued cells whose row was dropped since
}

// flow is the queue of one column.
type flow struct {
	tasks    frontier.Queue
	live     int64 // tasks that were not withdrawn, void ones among them
	class    *class
	ran      bool
	isActive bool
	finish   float64
	serial   int64
	weight   float64
	step     float64 // what a lease adds to finish: 1 ÷ weight
	admitted int     // most leases under pressure; 0 is no limit
	leased   int
	slot     portion // of the model's slots
	wait     portion // of llm_wait
}

// portion is what a flow has of one resource: its share for the last weight that
// competed for it, which seldom changes from one lease to the next, and how much it
// has borrowed beyond.
type portion struct {
	weight float64
	share  int
	debt   int
}

// class is flows that need the same resources.
type class struct {
	kind  classKind
	limit *requestLimit // of a model
	slots *slotShare
	order []*flow // active flows by finish, then serial
}

// slotShare is what the flows of one model hold of its slots, of all domains. Those
// that take no slot have as many as they like.
type slotShare struct {
	of     *pool
	count  int
	leased int
	flows  int     // active
	weight float64 // of the active flows
}

type classKind uint8

const (
	// classLocal needs a submission only.
	classLocal classKind = iota + 1
	// classCustom calls models by itself: it needs a submission and an llm_wait.
	classCustom
	// classModel needs a slot of its model as well.
	classModel
)

func newFairQueue(m *machine) *fairQueue {
	q := &fairQueue{flows: make([]flow, len(m.byColumn)), limit: mostInFlight}
	if given := m.Scenario.Run.MaxInFlightTasks; given > 0 {
		q.limit = min(given, mostInFlight)
	}
	for i := range m.byColumn {
		c, f := &m.byColumn[i], &q.flows[i]
		f.weight = 1
		switch {
		case c.alias == noModel:
			f.class = q.classOf(classLocal, nil, nil)
		case c.kind == customColumn:
			f.class, f.weight = q.classOf(classCustom, nil, nil), float64(c.aliases)
			f.admitted = 2 * c.aliases
		default:
			f.class = q.classOf(classModel, c.limit, c.slots)
			f.weight = float64(m.Scenario.Models[c.alias].MaxParallelRequests)
			f.admitted = 2 * m.Scenario.Models[c.alias].MaxParallelRequests
		}
		f.admitted, f.step = min(f.admitted, q.limit), 1/f.weight
	}
	return q
}

// classOf returns a class, which is added where there is none like it. Only those of
// models have a limit and slots.
func (q *fairQueue) classOf(kind classKind, limit *requestLimit, slots *pool) *class {
	for _, c := range q.classes {
		if c.kind == kind && c.limit == limit {
			return c
		}
	}
	c := &class{kind: kind, limit: limit, slots: q.shareOf(kind, slots)}
	q.classes = append(q.classes, c)
	return c
}

func (q *fairQueue) shareOf(kind classKind, p *pool) *slotShare {
	if kind == classLocal {
		return &slotShare{count: math.MaxInt}
	}
	for _, s := range q.shares {
		if s.of == p {
			return s
		}
	}
	s := &slotShare{of: p, count: math.MaxInt}
	if p != nil {
		s.count = p.slots
	}
	q.shares = append(q.shares, s)
	return s
}

// customColumn is Data Designer's type of a column made by the user's code.
const customColumn = "custom"

// push queues ready tasks of a column.
func (q *fairQueue) push(r *frontier.Run) {
	f := &q.flows[r.Column]
	f.tasks.Push(*r)
	f.live += int64(r.Count)
	q.queued += int64(r.Count)
	if !f.isActive {
		q.activate(f)
	}
}

// withdraw takes back ready tasks of a column; they leave the queue when their turn
// comes.
func (q *fairQueue) withdraw(id model.ColumnID, count int64) {
	f := &q.flows[id]
	f.live -= count
	q.queued -= count
	if f.live == 0 && f.isActive {
		q.deactivate(f)
	}
}

func (q *fairQueue) activate(f *flow) {
	f.isActive = true
	if !f.ran {
		f.finish = q.virtual
	}
	q.serial++
	f.serial = q.serial
	c := f.class
	c.slots.flows++
	c.slots.weight += f.weight
	c.order = append(c.order, f)
	at := len(c.order) - 1
	for ; at > 0 && f.before(c.order[at-1]); at-- {
		c.order[at] = c.order[at-1]
	}
	c.order[at] = f
}

func (q *fairQueue) deactivate(f *flow) {
	f.isActive = false
	c := f.class
	c.slots.flows--
	c.slots.weight -= f.weight
	at := slices.Index(c.order, f)
	c.order = slices.Delete(c.order, at, at+1)
}

// requeue moves a flow, whose finish has grown, back to its place in the order.
func (q *fairQueue) requeue(f *flow) {
	q.serial++
	f.serial = q.serial
	order := f.class.order
	at := slices.Index(order, f)
	for ; at+1 < len(order) && order[at+1].before(f); at++ {
		order[at] = order[at+1]
	}
	order[at] = f
}

func (f *flow) before(other *flow) bool {
	return f.finish < other.finish || f.finish == other.finish && f.serial < other.serial
}

// grant is the turn of a flow, and what its lease would borrow; without a flow it
// is none.
type grant struct {
	flow            *flow
	ofSlots, ofWait bool
}

// next returns the flow whose turn it is and which may run, none where no flow may.
// Flows of models that hold requests back, by their limits, go after every other one
// that may run.
func (q *fairQueue) next(now int64) grant {
	var best, held grant
	if q.leased >= q.limit {
		return best
	}
	rivals, weight := -1, 0.0
	for _, c := range q.classes {
		if len(c.order) == 0 || !q.isAvailable(c) {
			continue
		}
		if rivals < 0 {
			rivals, weight = q.competing()
		}
		g := q.first(c, rivals, weight)
		switch {
		case g.flow == nil:
		case c.limit != nil && c.limit.isLimited(now):
			held.offer(g)
		default:
			best.offer(g)
		}
	}
	if best.flow == nil {
		return held
	}
	return best
}

// offer puts another turn in the place of one that comes after it.
func (g *grant) offer(other grant) {
	if g.flow == nil || other.flow.before(g.flow) {
		*g = other
	}
}

// isAvailable reports whether a class can have what it needs besides a
// submission.
func (q *fairQueue) isAvailable(c *class) bool {
	return c.slots.leased < c.slots.count && (q.waiting < q.limit || c.kind == classLocal)
}

// competing returns how many flows want an llm_wait and could run, and their
// weight.
func (q *fairQueue) competing() (flows int, weight float64) {
	if q.waiting >= q.limit {
		return 0, 0
	}
	for _, s := range q.shares {
		if s.leased < s.count {
			flows += s.flows
			weight += s.weight
		}
	}
	return flows, weight
}

// first grants the turn to the first flow of a class that keeps to its shares.
func (q *fairQueue) first(c *class, rivals int, weight float64) grant {
	for _, f := range c.order {
		if f.admitted == 0 {
			return grant{flow: f}
		}
		g := grant{flow: f}
		granted := true
		if c.kind == classModel {
			g.ofSlots, granted = f.borrows(&f.slot, c.slots.count, c.slots.flows, c.slots.weight)
		}
		if !granted {
			continue
		}
		if g.ofWait, granted = f.borrows(&f.wait, q.limit, rivals, weight); granted {
			return g
		}
	}
	return grant{}
}

// borrows reports whether one more lease of a resource would be borrowed, and
// whether it is granted: under pressure, where other flows compete, only within the
// share and without debt, otherwise up to the whole resource.
func (f *flow) borrows(of *portion, limit, flows int, weight float64) (borrowed, granted bool) {
	if flows > 1 {
		if of.weight != weight {
			f.divide(of, limit, weight)
		}
		return false, of.debt == 0 && f.leased < of.share
	}
	if weight = 2 * f.weight; of.weight != weight {
		f.divide(of, limit, weight)
	}
	borrowed = f.leased >= of.share
	return borrowed, !borrowed || of.debt+1 <= limit-of.share
}

// divide computes what a flow may have of a resource under pressure, where all that
// want it have a weight; where nobody else does, as if one more of the same weight
// did.
func (f *flow) divide(of *portion, limit int, weight float64) {
	share := max(1, int(math.Ceil(float64(float64(limit)*f.weight)/weight)))
	of.weight, of.share = weight, min(share, f.admitted, limit)
}

// lease gives a lease to a flow that [fairQueue.next] chose, and notes what it
// borrows.
func (q *fairQueue) lease(g grant) {
	if g.ofSlots {
		g.flow.slot.debt++
	}
	if g.ofWait {
		g.flow.wait.debt++
	}
	q.take(g.flow)
}

// take gives a lease to a flow, for a task that has left its queue.
func (q *fairQueue) take(f *flow) {
	f.live--
	q.queued--
	q.virtual = max(q.virtual, f.finish)
	f.finish, f.ran = q.virtual+f.step, true
	if f.live > 0 {
		q.requeue(f)
	} else {
		q.deactivate(f)
	}
	f.leased++
	q.leased++
	if f.class.kind != classLocal {
		q.waiting++
	}
	f.class.slots.leased++
}

// release gives the lease of a flow back and repays a debt.
func (q *fairQueue) release(id model.ColumnID) {
	f := &q.flows[id]
	f.leased--
	q.leased--
	f.class.slots.leased--
	if f.class.kind != classLocal {
		q.waiting--
	}
	f.slot.debt, f.wait.debt = max(0, f.slot.debt-1), max(0, f.wait.debt-1)
}
