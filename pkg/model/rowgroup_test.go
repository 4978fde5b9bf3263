package model_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/dagplan/dagplan/pkg/model"
)

func TestNewRowGroupPlan_refuses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		records, buffer int64
		want            string
	}{
		{10, 0, "buffer_size must be positive, got 0"},
		{10, -3, "buffer_size must be positive, got -3"},
		{0, 0, "buffer_size must be positive, got 0"},
		{-1, 5, "num_records must not be negative, got -1"},
		{1 << 40, 10, "num_records 1099511627776 in row groups of 10 makes 109951162778 row groups, more than 2147483647: raise buffer_size"},
		{1 << 40, 1 << 33, "a row group of 8589934592 rows is larger than 2147483647: lower buffer_size"},
	} {
		if _, err := model.NewRowGroupPlan(test.records, test.buffer); err == nil || err.Error() != test.want {
			t.Errorf("%d by %d: got %v, want %s", test.records, test.buffer, err, test.want)
		}
	}
	if _, err := model.NewRowGroupPlanOf([]int{3, -1}); err == nil || err.Error() != "row group 1 has size -1: give a size from 0 to 2147483647" {
		t.Errorf("a negative size: got %v", err)
	}
}

// A plan of a billion rows is a few words, and says the size of any row group
// at once.
func TestRowGroupPlan_large(t *testing.T) {
	t.Parallel()
	plan, err := model.NewRowGroupPlan(1_000_000_001, 1000)
	if err != nil {
		t.Fatal(err)
	}
	if plan.Len() != 1_000_001 || plan.Records() != 1_000_000_001 || plan.MaxSize() != 1000 {
		t.Errorf("%d row groups of %d rows, at most %d", plan.Len(), plan.Records(), plan.MaxSize())
	}
	if plan.Size(999_999) != 1000 || plan.Size(1_000_000) != 1 || plan.Size(1_000_001) != 0 || plan.Size(-1) != 0 {
		t.Errorf("sizes %d, %d, %d, %d", plan.Size(999_999), plan.Size(1_000_000), plan.Size(1_000_001), plan.Size(-1))
	}
	if group, row, found := plan.Locate(1_000_000_000); group != 1_000_000 || row != 0 || !found {
		t.Errorf("the last row is in group %d, row %d, %v", group, row, found)
	}
	buffer, err := model.NewRowGroupPlan(7, math.MaxInt64)
	if err != nil || buffer.Len() != 1 || buffer.Size(0) != 7 || buffer.MaxSize() != 7 {
		t.Errorf("a buffer larger than the records: %d row groups, the first of %d, %v", buffer.Len(), buffer.Size(0), err)
	}
}

func TestRowGroupPlan_zero(t *testing.T) {
	t.Parallel()
	var plan model.RowGroupPlan
	_, _, found := plan.Locate(0)
	if plan.Len() != 0 || plan.Records() != 0 || plan.MaxSize() != 0 || plan.Contains(0) || found {
		t.Errorf("the zero plan is not empty: %+v", plan)
	}
}

// Both kinds of plan say the same as the list of their rows.
func TestRowGroupPlan_property(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var plan model.RowGroupPlan
		var sizes []int
		var err error
		if rapid.Bool().Draw(t, "explicit") {
			sizes = rapid.SliceOfN(rapid.IntRange(0, 4), 0, 6).Draw(t, "sizes")
			plan, err = model.NewRowGroupPlanOf(sizes)
		} else {
			records, buffer := rapid.IntRange(0, 20).Draw(t, "records"), rapid.IntRange(1, 7).Draw(t, "buffer")
			for left := records; left > 0; left -= buffer {
				sizes = append(sizes, min(left, buffer))
			}
			plan, err = model.NewRowGroupPlan(int64(records), int64(buffer))
		}
		if err != nil {
			t.Fatal(err)
		}
		record, largest := int64(0), 0
		for group, size := range sizes {
			g := model.RowGroupIndex(group)
			if plan.Size(g) != size || plan.Start(g) != record || !plan.Contains(g) {
				t.Fatalf("group %d has %d rows from %d, want %d from %d", group, plan.Size(g), plan.Start(g), size, record)
			}
			for row := range size {
				if at, r, found := plan.Locate(record); at != g || r != model.RowIndex(row) || !found {
					t.Fatalf("record %d is row %d of group %d, %v, want row %d of group %d", record, r, at, found, row, group)
				}
				record++
			}
			largest = max(largest, size)
		}
		if plan.Len() != len(sizes) || plan.Records() != record || plan.MaxSize() != largest || plan.Contains(model.RowGroupIndex(len(sizes))) {
			t.Fatalf("%d groups, %d records, at most %d, want %d, %d, %d", plan.Len(), plan.Records(), plan.MaxSize(), len(sizes), record, largest)
		}
		for _, outside := range []int64{-1, record} {
			if _, _, found := plan.Locate(outside); found {
				t.Fatalf("record %d was found", outside)
			}
		}
	})
}

func TestRowGroupCount_exact(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ records, buffer, want int64 }{
		{9007199254740993, 1, 9007199254740993},
		{9007199254740993, 9007199254740992, 2},
		{math.MaxInt64, 2, 4611686018427387904},
		{math.MaxInt64, math.MaxInt64, 1},
		{0, 1, 0},
	} {
		if got, err := model.RowGroupCount(test.records, test.buffer); got != test.want || err != nil {
			t.Errorf("⌈%d ÷ %d⌉: got %d, %v, want %d", test.records, test.buffer, got, err, test.want)
		}
	}
}
