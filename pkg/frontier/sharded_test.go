package frontier_test

import (
	"sync"
	"testing"

	"github.com/dagplan/dagplan/pkg/frontier"
	"github.com/dagplan/dagplan/pkg/internal/dagtest"
	"github.com/dagplan/dagplan/pkg/model"
)

// Several goroutines drive disjoint row groups of one plan without locks: the
// race detector watches.
func TestSharded_concurrent(t *testing.T) {
	t.Parallel()
	const shards, groups, rows = 4, 64, 150
	g := dagtest.Parse(t, "root! < "+columns("w", 33)+" < x < sink!; alone")
	plan, err := model.NewRowGroupPlan(groups*rows, rows)
	must(t, err)
	sharded, err := frontier.NewSharded(g, plan, shards)
	must(t, err)
	handedOut := make([]int, shards)
	var wait sync.WaitGroup
	for shard := range sharded.Len() {
		wait.Go(func() {
			tracker := sharded.Shard(shard)
			feed := frontier.NewFeed(tracker)
			for group := model.RowGroupIndex(0); group < groups; group++ {
				if sharded.Of(group) != shard {
					continue
				}
				n, err := drainGroup(tracker, feed, group)
				if err != nil {
					t.Error(err)
					return
				}
				handedOut[shard] += n
			}
		})
	}
	wait.Wait()
	for shard, n := range handedOut {
		if want := groups / shards * (35*(rows-1) + 1 + 2); n != want {
			t.Errorf("shard %d handed out %d tasks, want %d", shard, n, want)
		}
	}
	for group := model.RowGroupIndex(0); group < groups; group++ {
		if tracker := sharded.Shard(sharded.Of(group)); !tracker.IsCompacted(group) || !tracker.IsDropped(group, 3) || tracker.IsDropped(group, 4) {
			t.Errorf("row group %d is not compacted, or its dropped row forgotten", group)
		}
	}
}

// drainGroup takes a row group to its end, with row 3 dropped while its first
// cell is in flight, and counts the tasks that were handed out.
func drainGroup(tracker *frontier.Tracker, feed *frontier.Feed, group model.RowGroupIndex) (tasks int, err error) {
	size := tracker.Plan().Size(group)
	if err := feed.Seed(group, size); err != nil {
		return 0, err
	}
	for r, ok := feed.Next(1); ok; r, ok = feed.Next(1) {
		tasks++
		if r.Row == model.AllRows {
			err = feed.CompleteColumn(r.Column, group, size)
		} else {
			if r.Row == 3 {
				err = feed.DropRow(group, 3)
			}
			if err == nil {
				err = feed.Complete(model.Cell(r.Slice))
			}
		}
		if err != nil {
			return tasks, err
		}
	}
	_, err = tracker.Compact(group)
	return tasks, err
}

func TestSharded_refuses(t *testing.T) {
	t.Parallel()
	g := dagtest.Parse(t, "a")
	plan, err := model.NewRowGroupPlan(50, 10)
	must(t, err)
	if _, err := frontier.NewSharded(g, plan, 0); err == nil || err.Error() != "the number of shards must be positive, got 0" {
		t.Errorf("no shards: got %v", err)
	}
	sharded, err := frontier.NewSharded(g, plan, 3)
	must(t, err)
	for group := range model.RowGroupIndex(plan.Len()) {
		for shard := range sharded.Len() {
			err := sharded.Shard(shard).Admit(group, 10)
			if mine := shard == sharded.Of(group); mine != (err == nil) {
				t.Errorf("shard %d, row group %d: got %v", shard, group, err)
			}
		}
	}
	_, err = sharded.Shard(1).DropRow(3, 0)
	if want := "cannot drop row group 3: another shard tracks the row group"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
