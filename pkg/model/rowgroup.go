package model

import (
	"fmt"
	"math"
	"slices"
)

// RowGroupPlan cuts the rows of a dataset into row groups. A plan by records
// and buffer size is a few words however many rows it covers; a plan by
// explicit sizes holds them. The zero value plans no rows.
type RowGroupPlan struct {
	records int64
	buffer  int64
	groups  int
	starts  []int64 // only for explicit sizes: starts[i] is the first row of group i; one entry more than groups
}

// NewRowGroupPlan plans records rows in row groups of buffer rows; the last
// one may be shorter. records must not be negative and buffer must be positive
// (R91); neither a row group nor their number may exceed 2³¹-1.
func NewRowGroupPlan(records, buffer int64) (RowGroupPlan, error) {
	groups, err := RowGroupCount(records, buffer)
	if err != nil {
		return RowGroupPlan{}, err
	}
	if groups > math.MaxInt32 {
		return RowGroupPlan{}, fmt.Errorf("num_records %d in row groups of %d makes %d row groups, more than %d: raise buffer_size", records, buffer, groups, math.MaxInt32)
	}
	if min(buffer, records) > math.MaxInt32 {
		return RowGroupPlan{}, fmt.Errorf("a row group of %d rows is larger than %d: lower buffer_size", min(buffer, records), math.MaxInt32)
	}
	return RowGroupPlan{records: records, buffer: buffer, groups: int(groups)}, nil
}

// NewRowGroupPlanOf plans one row group for each of sizes, none of which may
// be negative.
func NewRowGroupPlanOf(sizes []int) (RowGroupPlan, error) {
	starts := make([]int64, 1, len(sizes)+1)
	for i, size := range sizes {
		if size < 0 || size > math.MaxInt32 {
			return RowGroupPlan{}, fmt.Errorf("row group %d has size %d: give a size from 0 to %d", i, size, math.MaxInt32)
		}
		starts = append(starts, starts[i]+int64(size))
	}
	return RowGroupPlan{records: starts[len(sizes)], groups: len(sizes), starts: starts}, nil
}

// RowGroupCount returns ⌈records / buffer⌉ in exact integer arithmetic.
// Negative records and a buffer that is not positive are refused.
func RowGroupCount(records, buffer int64) (int64, error) {
	if buffer <= 0 {
		return 0, fmt.Errorf("buffer_size must be positive, got %d", buffer)
	}
	if records < 0 {
		return 0, fmt.Errorf("num_records must not be negative, got %d", records)
	}
	groups := records / buffer
	if records%buffer != 0 {
		groups++
	}
	return groups, nil
}

// Records returns the number of rows in all row groups.
func (p RowGroupPlan) Records() int64 { return p.records }

// Len returns the number of row groups.
func (p RowGroupPlan) Len() int { return p.groups }

// Contains reports whether group is one of the plan's row groups.
func (p RowGroupPlan) Contains(group RowGroupIndex) bool {
	return group >= 0 && int(group) < p.groups
}

// Size returns the number of rows of a row group, 0 for one that the plan
// does not contain. Complexity: O(1).
func (p RowGroupPlan) Size(group RowGroupIndex) int {
	if !p.Contains(group) {
		return 0
	}
	if p.starts != nil {
		return int(p.starts[group+1] - p.starts[group])
	}
	return int(min(p.buffer, p.records-int64(group)*p.buffer))
}

// Start returns the index in the whole dataset of the first row of a row
// group. The plan must contain it. Complexity: O(1).
func (p RowGroupPlan) Start(group RowGroupIndex) int64 {
	if p.starts != nil {
		return p.starts[group]
	}
	return int64(group) * p.buffer
}

// Locate returns the row group and the row inside it of a row of the whole
// dataset, false where there is no such row. Complexity: O(1), or
// O(log row groups) where the sizes were given one by one.
func (p RowGroupPlan) Locate(record int64) (RowGroupIndex, RowIndex, bool) {
	if record < 0 || record >= p.records {
		return 0, 0, false
	}
	if p.starts == nil {
		return RowGroupIndex(record / p.buffer), RowIndex(record % p.buffer), true
	}
	i, found := slices.BinarySearch(p.starts, record+1)
	if !found || p.starts[i] > record {
		i--
	}
	return RowGroupIndex(i), RowIndex(record - p.starts[i]), true
}

// MaxSize returns the number of rows of the largest row group.
// Complexity: O(1), or O(row groups) where the sizes were given one by one.
func (p RowGroupPlan) MaxSize() int {
	if p.starts == nil {
		return int(min(p.buffer, p.records))
	}
	largest := int64(0)
	for i := range p.groups {
		largest = max(largest, p.starts[i+1]-p.starts[i])
	}
	return int(largest)
}
