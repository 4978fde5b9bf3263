package frontier

import (
	"fmt"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/model"
)

// Sharded tracks the row groups of one plan in several trackers, each of which
// may be driven by a goroutine of its own, without locks: row groups never
// depend on one another, and what the shards share never changes. Row group i
// belongs to shard i mod n; the others refuse it with OtherShard.
type Sharded struct{ shards []*Tracker }

// NewSharded returns n trackers. n must be positive; otherwise it is as [New].
func NewSharded(g *dag.Graph, plan model.RowGroupPlan, n int) (*Sharded, error) {
	if n < 1 {
		return nil, fmt.Errorf("the number of shards must be positive, got %d", n)
	}
	if err := checkGraph(g); err != nil {
		return nil, err
	}
	l := newLayout(g)
	s := &Sharded{shards: make([]*Tracker, n)}
	for i := range s.shards {
		s.shards[i] = &Tracker{layout: *l, groups: newGroups(plan, i, n)}
	}
	return s, nil
}

// Len returns the number of shards.
func (s *Sharded) Len() int { return len(s.shards) }

// Shard returns the shard at index i, which must be in [0, Len).
func (s *Sharded) Shard(i int) *Tracker { return s.shards[i] }

// Of returns the index of the shard that tracks a row group.
func (s *Sharded) Of(group model.RowGroupIndex) int { return int(group) % len(s.shards) }
