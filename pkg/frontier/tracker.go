package frontier

import (
	"fmt"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/model"
)

// Tracker knows, for every row group that has been admitted and not compacted,
// which tasks wait, are ready, are in flight or are complete. It is not safe for
// concurrent use; see [Sharded].
type Tracker struct {
	layout
	groups
	// isFed is true where a [Feed] drives the tracker.
	isFed bool
	// withdrawals counts the cells that were ready and are so no longer, but for those
	// that were handed out.
	withdrawals int

	// added and withdrawn are the runs of the last Delta.
	added, withdrawn Queue
}

// New returns a tracker of the row groups of a plan, none of which is admitted
// yet. It refuses a graph of more than 1,048,576 columns.
//
// Complexity: O(columns + edges · log edges).
func New(g *dag.Graph, plan model.RowGroupPlan) (*Tracker, error) {
	s, err := NewSharded(g, plan, 1)
	if err != nil {
		return nil, err
	}
	return s.shards[0], nil
}

func checkGraph(g *dag.Graph) error {
	if g.Len() > maxColumns {
		return fmt.Errorf("a graph of %d columns cannot be tracked: the most is %d", g.Len(), maxColumns)
	}
	return nil
}

// Graph returns the graph whose columns are tracked.
func (t *Tracker) Graph() *dag.Graph { return t.graph }

// Plan returns the plan whose row groups are tracked.
func (t *Tracker) Plan() model.RowGroupPlan { return t.plan }

// begin empties the last Delta.
func (t *Tracker) begin() {
	t.added.reset()
	t.withdrawn.reset()
}

func (t *Tracker) delta() Delta { return Delta{Ready: t.added.runs, t: t} }

// fullType returns the type of the task of a full column.
func (t *Tracker) fullType(id model.ColumnID) model.TaskType {
	if t.columns[id].isRoot {
		return model.FromScratch
	}
	return model.Batch
}

// addFull adds the task of a full column to a queue.
func (t *Tracker) addFull(q *Queue, s *slab, id model.ColumnID) {
	q.addRun(t.fullType(id), id, s.group, model.AllRows, 1)
}

// fullAt returns the element of a full column and its bit.
func (s *slab) fullAt(c *columnLayout) (x *uint64, bit uint64) {
	return &s.full[c.index/fullHalf], 1 << (c.index % fullHalf)
}
