package dag_test

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dagplan/dagplan/pkg/internal/dagtest"
	"github.com/dagplan/dagplan/pkg/model"
)

// R91. The engine divides as floats, and is off by one above 2⁵³.
func TestGraph_taskCounts(t *testing.T) {
	t.Parallel()
	g := dagtest.Parse(t, "cells; whole!")
	for _, test := range []struct {
		records, buffer int64
		want            []int64
		err             string
	}{
		{records: 0, buffer: 3, want: []int64{0, 0}},
		{records: 5, buffer: 2, want: []int64{5, 3}},
		{records: 6, buffer: 2, want: []int64{6, 3}},
		{records: 7, buffer: 100, want: []int64{7, 1}},
		{records: 9007199254740993, buffer: 2, want: []int64{9007199254740993, 4503599627370497}},
		{records: math.MaxInt64, buffer: 1, want: []int64{math.MaxInt64, math.MaxInt64}},
		{records: math.MaxInt64, buffer: math.MaxInt64, want: []int64{math.MaxInt64, 1}},
		{records: 10, buffer: 0, err: "buffer_size must be positive, got 0"},
		{records: 10, buffer: -1, err: "buffer_size must be positive, got -1"},
		{records: -5, buffer: 2, err: "num_records must not be negative, got -5"},
	} {
		got, err := g.TaskCounts(test.records, test.buffer)
		if test.err != "" {
			if err == nil || err.Error() != test.err {
				t.Errorf("%d by %d: got %v, want %s", test.records, test.buffer, err, test.err)
			}
			continue
		}
		if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%d by %d: got %v, %v, want %v", test.records, test.buffer, got, err, test.want)
		}
	}
}

func TestGraph_cellDependencies(t *testing.T) {
	t.Parallel()
	g := dagtest.Parse(t, "cell, whole! < summary; cell, whole < report!")
	slice := func(name string, row model.RowIndex) model.Slice {
		id, _ := g.ID(name)
		return model.Slice{Column: id, RowGroup: 4, Row: row}
	}
	for _, test := range []struct {
		of   model.Slice
		want []model.Slice
	}{
		{slice("summary", 2), []model.Slice{slice("cell", 2), slice("whole", model.AllRows)}},
		{slice("report", model.AllRows), []model.Slice{slice("cell", 0), slice("cell", 1), slice("cell", 2), slice("whole", model.AllRows)}},
		{slice("cell", 0), nil},
		{slice("whole", model.AllRows), nil},
	} {
		if diff := cmp.Diff(test.want, slices.Collect(g.CellDependencies(test.of, 3))); diff != "" {
			t.Errorf("%v (-want +got):\n%s", test.of, diff)
		}
	}
	for range g.CellDependencies(slice("report", model.AllRows), math.MaxInt32) {
		break // stops at once, whatever the size
	}
}

func TestGraph_splitUpstream(t *testing.T) {
	t.Parallel()
	g := dagtest.Parse(t, "a!; b; c!; d; d, c, b, a < e")
	id, _ := g.ID("e")
	cells, full := g.SplitUpstream(id)
	if diff := cmp.Diff([]string{"d", "b"}, names(g, slices.Collect(cells.All()))); diff != "" {
		t.Errorf("cell_by_cell (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"c", "a"}, names(g, slices.Collect(full.All()))); diff != "" {
		t.Errorf("full_column (-want +got):\n%s", diff)
	}
}
