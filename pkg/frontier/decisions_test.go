package frontier_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dagplan/dagplan/pkg/frontier"
	"github.com/dagplan/dagplan/pkg/model"
)

// Each test here holds one decision of the package doc, under the name that it
// has there.

// decision drives a tracker over the columns a < b < c! and a root d!, with row
// groups of 3, 3 and 0 rows of which the first is seeded.
type decision struct {
	t *testing.T
	*frontier.Tracker
}

const (
	colA model.ColumnID = iota
	colB
	colC
	colD
)

func decide(t *testing.T) decision {
	t.Helper()
	d := decision{t, newTracker(t, "a < b < c!; d!", 3, 3, 0)}
	d.accepts(d.Seed(0, 3))
	return d
}

// accepts lists the tasks of a delta: those that became ready after a plus sign,
// those withdrawn after a minus sign.
func (d decision) accepts(delta frontier.Delta, err error) []string {
	d.t.Helper()
	must(d.t, err)
	texts := []string{}
	for sign, runs := range map[string][]frontier.Run{"+": delta.Ready, "-": delta.Withdrawn()} {
		for _, r := range runs {
			for task := range r.Tasks() {
				texts = append(texts, sign+d.name(task.Slice)+" "+task.Type.String())
			}
		}
	}
	slices.Sort(texts)
	return texts
}

func (d decision) name(at model.Slice) string {
	if at.IsColumn() {
		return fmt.Sprintf("%s[%d]", d.Graph().Name(at.Column), at.RowGroup)
	}
	return fmt.Sprintf("%s[%d:%d]", d.Graph().Name(at.Column), at.RowGroup, at.Row)
}

func (d decision) expect(what string, got []string, want ...string) {
	d.t.Helper()
	if !slices.Equal(got, want) {
		d.t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

// refuses checks that an error has a message, and that nothing has changed.
func (d decision) refuses(want string, mutate func() error) {
	d.t.Helper()
	before := d.state()
	err := mutate()
	var refusal *frontier.Error
	if !errors.As(err, &refusal) || err.Error() != want {
		d.t.Errorf("got %v, want %s", err, want)
	}
	if after := d.state(); !slices.Equal(before, after) {
		d.t.Errorf("%s: changed the state from\n%q\nto\n%q", want, before, after)
	}
}

// state is all that can be asked.
func (d decision) state() []string {
	var texts []string
	for group := range model.RowGroupIndex(d.Plan().Len()) {
		texts = append(texts, fmt.Sprint(group, d.IsAdmitted(group), d.IsCompacted(group), d.IsRowGroupComplete(group), d.CanCompact(group)))
		for id := range model.ColumnID(d.Graph().Len()) {
			for row := model.AllRows; int(row) < d.Plan().Size(group); row++ {
				at := model.Slice{Column: id, RowGroup: group, Row: row}
				texts = append(texts, fmt.Sprint(d.name(at), d.StatusOf(at), d.IsDropped(group, row)))
			}
		}
	}
	return append(texts, d.frontier()...)
}

func (d decision) frontier() []string {
	var texts []string
	for task := range d.Ready(0, 1, 2) {
		texts = append(texts, d.name(task.Slice)+" "+task.Type.String())
	}
	return texts
}

func (d decision) complete(column model.ColumnID, row model.RowIndex) []string {
	d.t.Helper()
	return d.accepts(d.CompleteCell(model.Cell{Column: column, Row: row}))
}

func (d decision) acknowledge(column model.ColumnID, row model.RowIndex) {
	d.t.Helper()
	must(d.t, d.AcknowledgeCell(model.Cell{Column: column, Row: row}))
}

func (d decision) drop(row model.RowIndex) []string {
	d.t.Helper()
	return d.accepts(d.DropRow(0, row))
}

// finish completes all that is left of row group 0.
func (d decision) finish() {
	d.t.Helper()
	for _, id := range []model.ColumnID{colA, colB} {
		for row := range model.RowIndex(3) {
			if s := d.StatusOf(model.Slice{Column: id, Row: row}); s == frontier.Ready || s == frontier.Dispatched {
				d.complete(id, row)
			}
		}
	}
	d.accepts(d.CompleteColumn(colC, 0, 3))
	d.accepts(d.CompleteColumn(colD, 0, 3))
}

// columnRun is the task of a full column of row group 0.
func columnRun(typ model.TaskType, column model.ColumnID) frontier.Run {
	return frontier.RunOf(model.Task{Type: typ, Slice: model.ColumnSlice(column, 0)})
}

func completes(d decision, cell model.Cell) func() error {
	return func() error { _, err := d.CompleteCell(cell); return err }
}

func drops(d decision, group model.RowGroupIndex, row model.RowIndex) func() error {
	return func() error { _, err := d.DropRow(group, row); return err }
}

func compacts(d decision, group model.RowGroupIndex) func() error {
	return func() error { _, err := d.Compact(group); return err }
}

func seeds(d decision, group model.RowGroupIndex, size int, columns ...model.ColumnID) func() error {
	return func() error { _, err := d.SeedColumns(group, size, columns); return err }
}

func releases(d decision, at model.Slice) func() error {
	return func() error { _, err := d.Release(at); return err }
}

func TestDecision_rowOutOfRange(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		row  model.RowIndex
		text string
	}{{3, "3"}, {-2, "-2"}, {1 << 30, "1073741824"}, {-1 << 31, "-2147483648"}} {
		d := decide(t)
		out := ": 1 rows from there do not lie in a row group of 3 rows"
		d.refuses("cannot complete a[0:"+test.text+"]"+out, completes(d, model.Cell{Row: test.row}))
		d.refuses("cannot drop row "+test.text+" of row group 0"+out, drops(d, 0, test.row))
		d.refuses("cannot acknowledge a[0:"+test.text+"]"+out, func() error { return d.AcknowledgeCell(model.Cell{Row: test.row}) })
		d.refuses("cannot release a[0:"+test.text+"]"+out, releases(d, model.Slice{Row: test.row}))
	}
	d := decide(t)
	for _, r := range []frontier.Run{
		frontier.CellRun(colA, 0, 0, 0), frontier.CellRun(colA, 0, 1, 3), frontier.CellRun(colA, 0, 2, -1), frontier.CellRun(colA, 0, 2, 1<<31-1),
	} {
		want := fmt.Sprintf("a[0:%d]: %d rows from there do not lie in a row group of 3 rows", r.Row, r.Count)
		d.refuses("cannot complete "+want, func() error { _, err := d.CompleteCells(r); return err })
		d.refuses("cannot acknowledge "+want, func() error { return d.Acknowledge(r) })
	}
}

func TestDecision_outOfRangeAdded(t *testing.T) {
	t.Parallel()
	d := decide(t)
	d.refuses("cannot complete a[0:3]: 1 rows from there do not lie in a row group of 3 rows", completes(d, model.Cell{Row: 3}))
	if d.IsReady(model.Task{Type: model.CellTask, Slice: model.Slice{Column: colB, Row: 3}}) {
		t.Error("b has a fourth row")
	}
	d.expect("the frontier", d.frontier(), "a[0:0] cell", "a[0:1] cell", "a[0:2] cell", "d[0] from_scratch")
}

func TestDecision_completeNotReady(t *testing.T) {
	t.Parallel()
	d := decide(t)
	d.refuses("cannot complete b[0:1]: it is not ready", completes(d, model.Cell{Column: colB, Row: 1}))
	d.refuses("cannot complete c[0]: it is not ready", func() error { _, err := d.CompleteColumn(colC, 0, 3); return err })
	d.refuses("cannot complete b[0:0]: it is not ready", func() error { _, err := d.CompleteCells(frontier.CellRun(colB, 0, 0, 2)); return err })
	d.complete(colA, 0)
	d.refuses("cannot complete b[0:1]: it is not ready", func() error { _, err := d.CompleteCells(frontier.CellRun(colB, 0, 0, 2)); return err })
	// Ready is enough: whoever completes at once need not acknowledge.
	d.expect("completing what is ready", d.complete(colB, 0), "-b[0:0] cell")
}

func TestDecision_doubleCompletion(t *testing.T) {
	t.Parallel()
	d := decide(t)
	d.complete(colA, 0)
	d.refuses("cannot complete a[0:0]: it is already complete", completes(d, model.Cell{}))
	d.refuses("cannot complete a[0:0]: it is already complete", func() error { _, err := d.CompleteCells(frontier.CellRun(colA, 0, 0, 3)); return err })
	d.accepts(d.CompleteColumn(colD, 0, 3))
	d.refuses("cannot complete d[0]: it is already complete", func() error { _, err := d.CompleteColumn(colD, 0, 3); return err })
}

func TestDecision_inflightReadded(t *testing.T) {
	t.Parallel()
	d := decide(t)
	d.complete(colA, 0)
	d.acknowledge(colB, 0)
	d.acknowledge(colA, 1)
	must(t, d.Acknowledge(columnRun(model.FromScratch, colD)))
	d.refuses("cannot complete a[0:0]: it is already complete", completes(d, model.Cell{})) // by completing twice
	d.expect("by seeding again", d.accepts(d.Seed(0, 3)))
	d.expect("by dropping another row", d.drop(2), "-a[0:2] cell")
	d.expect("by dropping it twice", d.drop(2))
	d.complete(colB, 0)
	d.expect("by dropping its own row", d.drop(1), "+c[0] batch")
	must(t, d.Acknowledge(columnRun(model.Batch, colC)))
	d.expect("by a late completion", d.complete(colA, 1))
	d.expect("the last row dropped while the full columns run", d.drop(0))
	d.expect("the frontier", d.frontier())
	d.refuses("cannot acknowledge c[0]: a task of it is in flight", func() error {
		return d.Acknowledge(columnRun(model.Batch, colC))
	})
}

func TestDecision_doneReadded(t *testing.T) {
	t.Parallel()
	d := decide(t)
	d.complete(colA, 0)
	d.accepts(d.CompleteColumn(colD, 0, 3))
	d.expect("seeding again", d.accepts(d.Seed(0, 3)))
	d.expect("seeding a root again", d.accepts(d.SeedColumns(0, 3, []model.ColumnID{colA, colD, colA})))
	d.refuses("cannot release a[0:0]: it is not in flight", releases(d, model.Slice{}))
	d.refuses("cannot release d[0]: it is not in flight", releases(d, model.ColumnSlice(colD, 0)))
}

func TestDecision_droppedReadded(t *testing.T) {
	t.Parallel()
	d := decide(t)
	must(t, d.Admit(1, 3))
	d.accepts(d.DropRow(1, 1))
	d.expect("seeding after a drop", d.accepts(d.Seed(1, 3)), "+a[1:0] cell", "+a[1:2] cell", "+d[1] from_scratch")
	d.expect("seeding again", d.accepts(d.Seed(1, 3)))
	d.acknowledge(colA, 0)
	d.drop(0)
	d.expect("releasing in a dropped row", d.accepts(d.Release(model.Slice{})))
	if got := d.StatusOf(model.Slice{}); got != frontier.GivenUp {
		t.Errorf("the released cell is %v, want dropped", got)
	}
}

func TestDecision_rootBatchAfterDrop(t *testing.T) {
	t.Parallel()
	d := decide(t)
	d.expect("a drop while a full root is ready", d.drop(0), "-a[0:0] cell")
	must(t, d.Admit(1, 3))
	d.expect("a drop before the roots are seeded", d.accepts(d.DropRow(1, 0)))
	for _, typ := range []model.TaskType{model.Batch, model.CellTask} {
		d.refuses("cannot acknowledge d[0]: the column has no task of that type", func() error {
			return d.Acknowledge(columnRun(typ, colD))
		})
	}
}

func TestDecision_staleFromScratch(t *testing.T) {
	t.Parallel()
	d := decide(t)
	d.expect("a root completed without being acknowledged", d.accepts(d.CompleteColumn(colD, 0, 3)), "-d[0] from_scratch")
}

func TestDecision_completeDroppedRow(t *testing.T) {
	t.Parallel()
	d := decide(t)
	d.acknowledge(colA, 1)
	d.drop(0)
	d.drop(1)
	d.refuses("cannot complete a[0:0]: its row has been dropped", completes(d, model.Cell{}))
	d.refuses("cannot complete b[0:1]: its row has been dropped", completes(d, model.Cell{Column: colB, Row: 1}))
	d.refuses("cannot acknowledge a[0:0]: its row has been dropped", func() error { return d.AcknowledgeCell(model.Cell{}) })
	d.expect("a late completion", d.complete(colA, 1))
	if !d.IsComplete(model.Slice{Row: 1}) || !d.IsDropped(0, 1) {
		t.Error("a cell that completed late is not complete, or its row no longer dropped")
	}
	d.refuses("cannot complete a[0:1]: it is already complete", completes(d, model.Cell{Row: 1}))
}

func TestDecision_doubleDrop(t *testing.T) {
	t.Parallel()
	d := decide(t)
	d.drop(0)
	before := d.state()
	d.expect("dropping again", d.drop(0))
	d.expect("the state", d.state(), before...)
}

func TestDecision_compactIncomplete(t *testing.T) {
	t.Parallel()
	d := decide(t)
	d.refuses("cannot compact row group 0: it has work left", compacts(d, 0))
	d.refuses("cannot compact row group 1: the row group has not been admitted", compacts(d, 1))
	d.refuses("cannot compact row group 7: the plan has 3 row groups", compacts(d, 7))
	d.finish()
	d.expect("compacting", d.accepts(d.Compact(0)))
}

func TestDecision_compactWithInflight(t *testing.T) {
	t.Parallel()
	d := decide(t)
	d.acknowledge(colA, 0)
	for row := range model.RowIndex(3) {
		d.drop(row)
	}
	if !d.IsRowGroupComplete(0) || d.CanCompact(0) {
		t.Error("a row group without live rows is not complete, or can be compacted while a cell is in flight")
	}
	d.refuses("cannot compact row group 0: a task of it is in flight", compacts(d, 0))
	d.complete(colA, 0)
	must(t, d.Acknowledge(columnRun(model.FromScratch, colD)))
	d.refuses("cannot compact row group 0: a task of it is in flight", compacts(d, 0))
	d.accepts(d.Release(model.ColumnSlice(colD, 0)))
	d.expect("compacting withdraws what is ready", d.accepts(d.Compact(0)), "-c[0] batch", "-d[0] from_scratch")
}

func TestDecision_opAfterCompaction(t *testing.T) {
	t.Parallel()
	d := decide(t)
	d.drop(1)
	d.finish()
	d.accepts(d.Compact(0))
	gone := ": the row group has been compacted"
	for _, test := range []struct {
		verb   string
		mutate func() error
	}{
		{"admit", func() error { return d.Admit(0, 3) }},
		{"seed", seeds(d, 0, 3)},
		{"complete", completes(d, model.Cell{})},
		{"complete", func() error { _, err := d.CompleteCells(frontier.CellRun(colA, 0, 0, 3)); return err }},
		{"complete", func() error { _, err := d.CompleteColumn(colC, 0, 3); return err }},
		{"drop", drops(d, 0, 0)},
		{"acknowledge", func() error { return d.AcknowledgeCell(model.Cell{}) }},
		{"acknowledge", func() error { return d.Acknowledge(frontier.CellRun(colA, 0, 0, 3)) }},
		{"release", releases(d, model.Slice{})},
	} {
		d.refuses("cannot "+test.verb+" row group 0"+gone, test.mutate)
	}
	d.expect("compacting again", d.accepts(d.Compact(0)))
	if d.IsDropped(0, 0) || !d.IsDropped(0, 1) || d.IsDropped(0, 2) {
		t.Error("which rows were dropped is lost")
	}
}

func TestDecision_compactedReadded(t *testing.T) {
	t.Parallel()
	d := decide(t)
	d.finish()
	d.accepts(d.Compact(0))
	d.refuses("cannot seed row group 0: the row group has been compacted", seeds(d, 0, 3))
	d.expect("the frontier", d.frontier())
	// What reuses its memory starts afresh.
	d.expect("another row group", d.accepts(d.Seed(1, 3)), "+a[1:0] cell", "+a[1:1] cell", "+a[1:2] cell", "+d[1] from_scratch")
}

func TestDecision_compactNegativeDrop(t *testing.T) {
	t.Parallel()
	d := decide(t)
	for _, row := range []model.RowIndex{-1, -9} {
		want := fmt.Sprintf("cannot drop row %d of row group 0: 1 rows from there do not lie in a row group of 3 rows", row)
		if row == model.AllRows {
			want = "cannot drop row group 0: 1 rows from there do not lie in a row group of 3 rows"
		}
		d.refuses(want, drops(d, 0, row))
	}
	d.drop(2)
	d.finish()
	d.accepts(d.Compact(0))
	for row := model.RowIndex(-9); row < 20; row++ {
		if got := d.IsDropped(0, row); got != (row == 2) {
			t.Errorf("row %d is dropped: %v", row, got)
		}
	}
}

func TestDecision_addRootNonroot(t *testing.T) {
	t.Parallel()
	d := decide(t)
	d.refuses("cannot seed b[1]: the column has upstream", seeds(d, 1, 3, colA, colB))
	d.refuses("cannot seed c[1]: the column has upstream", seeds(d, 1, 3, colC))
}

func TestDecision_partialMutationOnError(t *testing.T) {
	t.Parallel()
	d := decide(t)
	d.refuses("cannot seed column 9[1]: the graph has no such column", seeds(d, 1, 3, colA, 9))
	d.refuses("cannot seed column -1[1]: the graph has no such column", seeds(d, 1, 3, colA, -1))
	d.refuses("cannot seed row group 1: the row group has 3 rows, not 2", seeds(d, 1, 2, colA))
	d.acknowledge(colA, 1)
	d.refuses("cannot acknowledge a[0:1]: a task of it is in flight", func() error { return d.Acknowledge(frontier.CellRun(colA, 0, 0, 3)) })
}

func TestDecision_addReadyUnvalidated(t *testing.T) {
	t.Parallel()
	d := decide(t)
	d.complete(colA, 0)
	for _, test := range []struct {
		at   model.Slice
		want string
	}{
		{model.Slice{Column: 9}, "cannot release column 9[0:0]: the graph has no such column"},
		{model.Slice{RowGroup: 9}, "cannot release row group 9: the plan has 3 row groups"},
		{model.Slice{RowGroup: 1}, "cannot release row group 1: the row group has not been admitted"},
		{model.Slice{}, "cannot release a[0:0]: it is not in flight"},       // complete
		{model.Slice{Row: 1}, "cannot release a[0:1]: it is not in flight"}, // ready already
		{model.Slice{Column: colC}, "cannot release c[0:0]: the call does not fit the strategy of the column"},
		{model.ColumnSlice(colA, 0), "cannot release a[0]: the call does not fit the strategy of the column"},
		{model.ColumnSlice(colC, 0), "cannot release c[0]: it is not in flight"},
	} {
		d.refuses(test.want, releases(d, test.at))
	}
	d.acknowledge(colB, 0)
	d.expect("releasing what is in flight", d.accepts(d.Release(model.Slice{Column: colB})), "+b[0:0] cell")
}

func TestDecision_missingReady(t *testing.T) {
	t.Parallel()
	d := decide(t)
	d.expect("seeding a row group without rows", d.accepts(d.Seed(2, 0)), "+c[2] batch", "+d[2] from_scratch")
	d.accepts(d.CompleteColumn(colC, 2, 0))
	d.accepts(d.CompleteColumn(colD, 2, 0))
	d.expect("compacting it", d.accepts(d.Compact(2)))
}

func TestDecision_queryAfterCompaction(t *testing.T) {
	t.Parallel()
	d := decide(t)
	d.drop(1)
	d.finish()
	d.accepts(d.Compact(0))
	for _, test := range []struct {
		at   model.Slice
		want frontier.Status
	}{
		{model.Slice{}, frontier.Done},
		{model.Slice{Column: colB, Row: 1}, frontier.GivenUp},
		{model.Slice{Column: colC, Row: 1}, frontier.Done},
		{model.ColumnSlice(colA, 0), frontier.Done},
		{model.ColumnSlice(colC, 0), frontier.Done},
		{model.Slice{Row: 3}, 0},
		{model.Slice{Column: 9}, 0},
	} {
		if got := d.StatusOf(test.at); got != test.want || d.IsComplete(test.at) != (test.want == frontier.Done) {
			t.Errorf("%v is %v, want %v", test.at, got, test.want)
		}
	}
	if !d.IsColumnComplete(colA, 0) || !d.IsRowGroupComplete(0) || !d.AreComplete(model.Slice{}, model.ColumnSlice(colC, 0)) {
		t.Error("a compacted row group is not complete")
	}
}

func TestDecision_queryOfWholeColumn(t *testing.T) {
	t.Parallel()
	d := decide(t)
	column := model.ColumnSlice(colA, 0)
	if d.IsComplete(column) || d.AreComplete(column) {
		t.Error("a column is complete with none of its cells")
	}
	d.complete(colA, 0)
	d.complete(colA, 1)
	d.drop(2)
	if !d.IsComplete(column) || !d.AreComplete(column) || !d.AreComplete() {
		t.Error("a column is not complete with all cells made or dropped")
	}
}

func TestDecision_queryOfNothing(t *testing.T) {
	t.Parallel()
	d := decide(t)
	// A row group without rows is complete as soon as it is admitted, and so are its
	// columns; one that is not admitted is not, nor is a column that does not exist.
	if d.IsRowGroupComplete(2) || d.IsColumnComplete(colA, 2) || d.IsRowGroupComplete(9) || d.IsRowGroupComplete(-1) {
		t.Error("a row group that is not admitted is complete")
	}
	must(t, d.Admit(2, 0))
	if !d.IsRowGroupComplete(2) || !d.IsColumnComplete(colA, 2) || !d.IsColumnComplete(colC, 2) {
		t.Error("a row group without rows is not complete")
	}
	for row := range model.RowIndex(3) {
		d.drop(row)
	}
	if !d.IsColumnComplete(colB, 0) || d.IsColumnComplete(9, 0) || d.IsColumnComplete(-1, 0) {
		t.Error("with all rows dropped, a column is not complete or one that does not exist is")
	}
}

func TestDecision_acknowledgeUnknown(t *testing.T) {
	t.Parallel()
	d := decide(t)
	d.refuses("cannot acknowledge b[0:0]: it is not ready", func() error { return d.AcknowledgeCell(model.Cell{Column: colB}) })
	d.refuses("cannot acknowledge column 9[0:0]: the graph has no such column", func() error { return d.AcknowledgeCell(model.Cell{Column: 9}) })
	d.refuses("cannot acknowledge c[0:0]: the call does not fit the strategy of the column", func() error { return d.AcknowledgeCell(model.Cell{Column: colC}) })
	d.refuses("cannot acknowledge row group 8: the plan has 3 row groups", func() error { return d.Acknowledge(frontier.CellRun(colA, 8, 0, 1)) })
	d.refuses("cannot acknowledge c[0]: it is not ready", func() error {
		return d.Acknowledge(columnRun(model.Batch, colC))
	})
}

func TestDecision_dropAllRows(t *testing.T) {
	t.Parallel()
	d := decide(t)
	d.drop(0)
	d.drop(1)
	d.expect("dropping the last row", d.drop(2), "+c[0] batch", "-a[0:2] cell")
	d.expect("the frontier", d.frontier(), "c[0] batch", "d[0] from_scratch")
	if !d.IsRowGroupComplete(0) || !d.CanCompact(0) {
		t.Error("a row group without live rows has work left")
	}
	d.expect("the full column over no rows may run", d.accepts(d.CompleteColumn(colC, 0, 3)), "-c[0] batch")
	d.expect("or be given up", d.accepts(d.Compact(0)), "-d[0] from_scratch")
}

func TestDecision_fullColumnOfDroppedRows(t *testing.T) {
	t.Parallel()
	d := decide(t)
	d.drop(1)
	d.finish()
	if at := (model.Slice{Column: colC, Row: 1}); !d.IsComplete(at) || !d.IsDropped(0, 1) {
		t.Errorf("the cell of a dropped row in a complete full column is %v", d.StatusOf(at))
	}
}

func TestDecision_dropFinishedRow(t *testing.T) {
	t.Parallel()
	d := decide(t)
	d.finish()
	d.expect("dropping a row that is complete", d.drop(0))
	if !d.IsDropped(0, 0) || !d.IsComplete(model.Slice{}) || !d.IsRowGroupComplete(0) {
		t.Error("the row is not dropped, or what was made of it no longer complete")
	}
}

func TestDecision_repeatedRowGroup(t *testing.T) {
	t.Parallel()
	d := decide(t)
	d.refuses("cannot admit row group 0: it has been admitted before", func() error { return d.Admit(0, 3) })
	d.refuses("cannot seed row group 0: the row group has 3 rows, not 4", seeds(d, 0, 4))
}

func TestDecision_negativeSize(t *testing.T) {
	t.Parallel()
	if _, err := model.NewRowGroupPlanOf([]int{-1}); err == nil {
		t.Error("a row group of -1 rows was planned")
	}
	d := decide(t)
	d.refuses("cannot admit row group 1: the row group has 3 rows, not -1", func() error { return d.Admit(1, -1) })
	d.refuses("cannot seed row group 1: the row group has 3 rows, not -3", seeds(d, 1, -3))
	d.refuses("cannot complete d[0]: the row group has 3 rows, not -3", func() error { _, err := d.CompleteColumn(colD, 0, -3); return err })
}

func TestDecision_emptyColumns(t *testing.T) {
	t.Parallel()
	d := decide(t)
	d.expect("no roots given", d.accepts(d.SeedColumns(1, 3, []model.ColumnID{})), "+a[1:0] cell", "+a[1:1] cell", "+a[1:2] cell", "+d[1] from_scratch")
}

func TestDecision_fullColumnIsAFact(t *testing.T) {
	t.Parallel()
	d := decide(t)
	// Dropping every row makes nothing of a full column complete.
	for row := range model.RowIndex(3) {
		d.drop(row)
	}
	if d.IsComplete(model.ColumnSlice(colC, 0)) || d.IsComplete(model.Slice{Column: colD, Row: 1}) {
		t.Error("a full column is complete without having run")
	}
}

// Each decision of the package doc has a test, and each test a decision.
func TestDecision_documented(t *testing.T) {
	t.Parallel()
	doc, err := os.ReadFile("doc.go")
	must(t, err)
	tests, err := filepath.Glob("*_test.go")
	must(t, err)
	tested := map[string]bool{}
	for _, file := range tests {
		text, err := os.ReadFile(file)
		must(t, err)
		for _, m := range regexp.MustCompile(`(?m)^func TestDecision_(\w+)`).FindAllSubmatch(text, -1) {
			tested[string(m[1])] = true
		}
	}
	delete(tested, "documented")
	documented := map[string]bool{}
	for _, item := range regexp.MustCompile(`(?m)^//   - ([\w, ]+?)(?: \(.*)?:`).FindAllSubmatch(doc, -1) {
		for name := range strings.SplitSeq(string(item[1]), ", ") {
			documented[name] = true
		}
	}
	if diff := cmp.Diff(documented, tested); diff != "" {
		t.Errorf("decisions that are documented (-) and tested (+):\n%s", diff)
	}
}

func TestStatus_String(t *testing.T) {
	t.Parallel()
	want := []string{"unset", "waiting", "ready", "in_flight", "complete", "dropped", "unset"}
	for i, text := range want {
		if got := frontier.Status(i).String(); got != text {
			t.Errorf("status %d is %q, want %q", i, got, text)
		}
	}
}
