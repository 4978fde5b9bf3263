package frontier

import "github.com/dagplan/dagplan/pkg/model"

// pageGroups is how many row groups a page of the group table holds.
const pageGroups = 1024

// recentSlots is a power of two, and more than the row groups that a build keeps
// in flight at once.
const recentSlots = 256

// page holds the state of consecutive row groups.
type page struct {
	slabs    [pageGroups]*slab
	finished [pageGroups / 64]uint64
	left     int // row groups that have not finished
}

// groups finds the state of a row group. It costs a few words a page of row
// groups that has been touched, and one word once all of them have finished.
type groups struct {
	plan model.RowGroupPlan
	// shard of shards tracks the row groups whose index leaves that remainder.
	shard, shards int
	pages         []*page
	// recent finds the row groups in flight without a look at the pages, by index
	// modulo recentSlots; it holds nobody where it knows none.
	recent [recentSlots]*slab
	nobody *slab
	// done stands in the place of every page whose row groups have all finished.
	done *page
	// dropped are the dropped rows of finished row groups, by row of the dataset.
	dropped droppedRows
	// free are slabs that wait for another row group.
	free []*slab
}

func newGroups(plan model.RowGroupPlan, shard, shards int) groups {
	done := &page{}
	for i := range done.finished {
		done.finished[i] = ^uint64(0)
	}
	t := groups{
		plan: plan, shard: shard, shards: shards, done: done, dropped: droppedRows{make(map[int64]*droppedPage)},
		pages: make([]*page, (plan.Len()+pageGroups-1)/pageGroups), nobody: &slab{group: -1},
	}
	for i := range t.recent {
		t.recent[i] = t.nobody
	}
	return t
}

// remember notes a row group in flight as recent.
func (t *groups) remember(s *slab) { t.recent[uint(s.group)%recentSlots] = s }

// forget makes sure that a row group is not among the recent ones.
func (t *groups) forget(s *slab) {
	if slot := &t.recent[uint(s.group)%recentSlots]; *slot == s {
		*slot = t.nobody
	}
}

// slab returns the state of a row group, nil where it has none.
func (t *groups) slab(group model.RowGroupIndex) *slab {
	at := uint(group) / pageGroups
	if at >= uint(len(t.pages)) || t.pages[at] == nil {
		return nil
	}
	return t.pages[at].slabs[uint(group)%pageGroups]
}

// find is slab, faster for a recent row group.
func (t *groups) find(group model.RowGroupIndex) *slab {
	if s := t.recent[uint(group)%recentSlots]; s.group == group {
		return s
	}
	return t.slab(group)
}

// isFinished reports whether a row group has been compacted.
func (t *groups) isFinished(group model.RowGroupIndex) bool {
	at := uint(group) / pageGroups
	if at >= uint(len(t.pages)) || t.pages[at] == nil {
		return false
	}
	return t.pages[at].finished[uint(group)%pageGroups/64]>>(uint(group)%64)&1 != 0
}

// admit gives a row group of the plan a slab.
func (t *groups) admit(group model.RowGroupIndex) *slab {
	at := int(group) / pageGroups
	if t.pages[at] == nil {
		t.pages[at] = &page{left: t.countOf(at)}
	}
	var s *slab
	if n := len(t.free); n > 0 {
		s, t.free = t.free[n-1], t.free[:n-1]
	} else {
		s = &slab{}
	}
	t.pages[at].slabs[int(group)%pageGroups] = s
	return s
}

// countOf returns how many row groups of a page belong to the shard.
func (t *groups) countOf(at int) int {
	from, to := at*pageGroups, min((at+1)*pageGroups, t.plan.Len())
	before := func(group int) int { return (group - t.shard + t.shards - 1) / t.shards }
	return before(to) - before(from)
}

// finish takes the slab of a row group back and keeps which rows were dropped.
func (t *groups) finish(l *layout, s *slab) {
	if s.live < s.rows {
		t.keepDropped(l, s)
	}
	t.forget(s)
	at := int(s.group) / pageGroups
	p := t.pages[at]
	p.slabs[int(s.group)%pageGroups] = nil
	p.finished[int(s.group)%pageGroups/64] |= 1 << (uint(s.group) % 64)
	if p.left--; p.left == 0 {
		t.pages[at] = t.done
	}
	t.free = append(t.free, s)
}

// keepDropped keeps which rows of a row group have been dropped.
func (t *groups) keepDropped(l *layout, s *slab) {
	start := t.plan.Start(s.group)
	for chunk := range s.chunks() {
		rows := rowsIn(chunk, 0, s.rows)
		t.dropped.add(start+int64(chunk*chunkRows), rows&^l.where(s, chunk, rows, pattern{care: alive, want: alive}))
	}
}

// wasDropped reports whether a row of a finished row group had been dropped.
func (t *groups) wasDropped(group model.RowGroupIndex, row model.RowIndex) bool {
	return t.dropped.has(t.plan.Start(group) + int64(row))
}
