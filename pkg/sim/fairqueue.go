package sim

import (
	"math"

	"github.com/dagplan/dagplan/pkg/frontier"
	"github.com/dagplan/dagplan/pkg/model"
)

// fairQueue holds the ready tasks, a flow for each column, and grants leases
// by the fair order and the shares of the flows.
//
// Flows that need the same resources form a class, in the order of their turn.
// All of a class can run or none can, so that a choice looks at the head of each
// class and not at each column.
type fairQueue struct {
	flows   []flow // by column
	classes []class
	virtual float64
	serial  int64
	leased  int // submission
	waiting int // llm_wait
	limit   int // of both; 0 is no limit
	queued  int64
}

// flow is the queue of one column.
type flow struct {
	tasks    frontier.Queue
	live     int64 // tasks that were not withdrawn
	class    int32
	ran      bool
	isActive bool
	finish   float64
	serial   int64
	weight   float64
	admitted int // most leases under pressure; 0 is no limit
	leased   int
	// debt is what was borrowed of the model's slots and of llm_wait.
	debtSlot, debtWait int
	ofSlots, ofWait    flowShare
	step               float64 // what a lease adds to finish: 1 ÷ weight
}

// flowShare remembers the share of one resource for the last weight that
// competed for it, which seldom changes from one lease to the next.
type flowShare struct {
	weight float64
	share  int
}

// class is flows that need the same resources.
type class struct {
	kind   classKind
	pool   *pool
	leased int
	order  []model.ColumnID // active flows by finish, then serial
	weight float64          // of the active flows
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
	q := &fairQueue{flows: make([]flow, len(m.byColumn)), limit: m.Scenario.Run.MaxInFlightTasks}
	if q.limit == 0 {
		q.limit = math.MaxInt32
	}
	for i := range m.byColumn {
		c, f := &m.byColumn[i], &q.flows[i]
		f.weight = 1
		switch {
		case c.alias == noModel:
			f.class = q.classOf(class{kind: classLocal, pool: c.slots})
		case c.kind == customColumn:
			f.class, f.weight = q.classOf(class{kind: classCustom}), float64(c.aliases)
			f.admitted = 2 * c.aliases
		default:
			f.class = q.classOf(class{kind: classModel, pool: c.slots})
			f.weight = float64(m.Scenario.Models[c.alias].MaxParallelRequests)
			f.admitted = 2 * m.Scenario.Models[c.alias].MaxParallelRequests
		}
		f.admitted, f.step = min(f.admitted, q.limit), 1/f.weight
	}
	return q
}

// classOf returns the index of a class, which is added where there is none like it.
func (q *fairQueue) classOf(c class) int32 {
	for i := range q.classes {
		if other := &q.classes[i]; other.kind == c.kind && other.pool == c.pool {
			return int32(i)
		}
	}
	q.classes = append(q.classes, c)
	return int32(len(q.classes) - 1)
}

// customColumn is Data Designer's type of a column made by the user's code.
const customColumn = "custom"

// push queues ready tasks of a column.
func (q *fairQueue) push(r frontier.Run) {
	f := &q.flows[r.Column]
	f.tasks.Push(r)
	f.live += int64(r.Count)
	q.queued += int64(r.Count)
	if !f.isActive {
		q.activate(r.Column)
	}
}

// withdraw takes back ready tasks; they leave the queue when their turn comes.
func (q *fairQueue) withdraw(r frontier.Run) {
	f := &q.flows[r.Column]
	f.live -= int64(r.Count)
	q.queued -= int64(r.Count)
	if f.live == 0 && f.isActive {
		q.deactivate(r.Column)
	}
}

func (q *fairQueue) activate(id model.ColumnID) {
	f := &q.flows[id]
	f.isActive = true
	if !f.ran {
		f.finish = q.virtual
	}
	q.serial++
	f.serial = q.serial
	c := &q.classes[f.class]
	c.weight += f.weight
	c.order = append(c.order, id)
	at := len(c.order) - 1
	for ; at > 0 && f.before(&q.flows[c.order[at-1]]); at-- {
		c.order[at] = c.order[at-1]
	}
	c.order[at] = id
}

func (q *fairQueue) deactivate(id model.ColumnID) {
	f := &q.flows[id]
	f.isActive = false
	c := &q.classes[f.class]
	c.weight -= f.weight
	for at, other := range c.order {
		if other == id {
			c.order = append(c.order[:at], c.order[at+1:]...)
			return
		}
	}
}

// requeue moves a flow, whose finish has grown, back to its place in the order.
func (q *fairQueue) requeue(id model.ColumnID) {
	f := &q.flows[id]
	q.serial++
	f.serial = q.serial
	order := q.classes[f.class].order
	at := 0
	for order[at] != id {
		at++
	}
	for ; at+1 < len(order) && q.flows[order[at+1]].before(f); at++ {
		order[at] = order[at+1]
	}
	order[at] = id
}

func (f *flow) before(other *flow) bool {
	return f.finish < other.finish || f.finish == other.finish && f.serial < other.serial
}

// grant is the turn of a column, and what its lease would borrow.
type grant struct {
	column                model.ColumnID
	ofSlots, ofWait, isOK bool
}

// next returns the column whose turn it is and which may run; it is not OK where
// none may. Columns of models that hold requests back, by their limits, go after
// every other one that may run.
func (q *fairQueue) next(now int64) grant {
	if q.leased >= q.limit {
		return grant{}
	}
	var best, held grant
	rivals, weight := -1, 0.0
	for i := range q.classes {
		c := &q.classes[i]
		if len(c.order) == 0 || !q.isAvailable(c) {
			continue
		}
		into := &best
		if c.kind == classModel && c.pool.limit.isLimited(now) {
			into = &held
		}
		if rivals < 0 {
			rivals, weight = q.competing()
		}
		if g := q.first(c, rivals, weight); g.isOK && (!into.isOK || q.flows[g.column].before(&q.flows[into.column])) {
			*into = g
		}
	}
	if !best.isOK {
		return held
	}
	return best
}

// isAvailable reports whether a class can have what it needs besides a
// submission.
func (q *fairQueue) isAvailable(c *class) bool {
	return c.kind == classLocal || q.waiting < q.limit && (c.kind == classCustom || c.leased < c.pool.slots)
}

// competing returns how many flows want an llm_wait and could run, and their
// weight.
func (q *fairQueue) competing() (flows int, weight float64) {
	for i := range q.classes {
		if c := &q.classes[i]; c.kind != classLocal && q.isAvailable(c) {
			flows += len(c.order)
			weight += c.weight
		}
	}
	return flows, weight
}

// first grants the turn to the first flow of a class that keeps to its shares.
func (q *fairQueue) first(c *class, rivals int, weight float64) grant {
	for _, id := range c.order {
		f := &q.flows[id]
		if f.admitted == 0 {
			return grant{column: id, isOK: true}
		}
		ofSlots, granted := false, true
		if c.kind == classModel {
			ofSlots, granted = f.borrows(&f.ofSlots, c.pool.slots, len(c.order), c.weight, f.debtSlot)
		}
		if !granted {
			continue
		}
		if ofWait, granted := f.borrows(&f.ofWait, q.limit, rivals, weight, f.debtWait); granted {
			return grant{id, ofSlots, ofWait, true}
		}
	}
	return grant{}
}

// borrows reports whether one more lease of a resource would be borrowed, and
// whether it is granted: under pressure only within the share and without debt,
// otherwise up to the whole resource.
func (f *flow) borrows(of *flowShare, limit, flows int, weight float64, debt int) (borrowed, granted bool) {
	if flows <= 1 {
		weight = 2 * f.weight
	}
	if of.weight != weight {
		f.divide(of, limit, weight)
	}
	over := f.leased+1 > of.share
	if flows > 1 {
		return false, debt == 0 && !over
	}
	return over, !over || debt+1 <= limit-of.share
}

// divide computes what a flow may have of a resource under pressure, where all that
// want it have a weight; where nobody else does, as if one more of the same weight
// did.
func (f *flow) divide(of *flowShare, limit int, weight float64) {
	share := max(1, int(math.Ceil(float64(float64(limit)*f.weight)/weight)))
	*of = flowShare{weight, min(share, f.admitted, limit)}
}

// lease takes the next task of a flow that [fairQueue.next] chose, and notes
// what it borrows.
func (q *fairQueue) lease(g grant, tracker *frontier.Tracker) (frontier.Run, bool) {
	f := &q.flows[g.column]
	if g.ofSlots {
		f.debtSlot++
	}
	if g.ofWait {
		f.debtWait++
	}
	return q.take(g.column, tracker)
}

// take takes the next task of a flow; false where none is left that was not
// withdrawn.
func (q *fairQueue) take(id model.ColumnID, tracker *frontier.Tracker) (frontier.Run, bool) {
	f := &q.flows[id]
	c := &q.classes[f.class]
	r, ok := tracker.Dispatch(&f.tasks, 1)
	if !ok {
		q.deactivate(id)
		return r, false
	}
	f.live--
	q.queued--
	q.virtual = max(q.virtual, f.finish)
	f.finish, f.ran = q.virtual+f.step, true
	if f.live > 0 {
		q.requeue(id)
	} else {
		q.deactivate(id)
	}
	f.leased++
	q.leased++
	if c.kind != classLocal {
		q.waiting++
	}
	c.leased++
	return r, true
}

// release gives the lease of a flow back and repays a debt.
func (q *fairQueue) release(id model.ColumnID) {
	f := &q.flows[id]
	c := &q.classes[f.class]
	f.leased--
	q.leased--
	c.leased--
	if c.kind != classLocal {
		q.waiting--
	}
	f.debtSlot, f.debtWait = max(0, f.debtSlot-1), max(0, f.debtWait-1)
}
