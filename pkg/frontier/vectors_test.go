package frontier_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/frontier"
	"github.com/dagplan/dagplan/pkg/internal/reftest"
	"github.com/dagplan/dagplan/pkg/model"
)

// scenario is one line of the vectors: what the real tracker answered.
type scenario struct {
	Name  string
	Seed  json.Number
	Kind  string
	Graph struct {
		Columns []struct{ Name, Strategy string }
		Edges   [][2]string
	}
	RowGroups [][2]int64 `json:"row_groups"`
	Ops       []operation
}

type operation struct {
	Op       string
	Column   string
	RowGroup int64  `json:"row_group"`
	Row      int64  `json:"row_index"`
	Size     int64  `json:"row_group_size"`
	Tasks    []task // of mark_enqueued and add_ready
	Columns  []string
	Result   struct{ Added, Removed []task }
	Error    string
	N        int
	Frontier []task
	Queries  []query

	Probe        bool
	Questionable bool
	Why          []string
	Extra        []task
	Missing      []task
}

// task is [column, row group, row or null, type].
type task [4]any

func (k *task) UnmarshalJSON(text []byte) error {
	var fields [4]any
	if err := json.Unmarshal(text, &fields); err != nil {
		return err
	}
	for i, f := range fields {
		if n, isNumber := f.(float64); isNumber {
			fields[i] = int64(n)
		}
	}
	*k = fields
	return nil
}

func (k task) String() string { return fmt.Sprint(k[0], "|", k[1], "|", k[2], "|", k[3]) }

// ref is [column, row group, row or null].
type ref [3]any

func (r *ref) UnmarshalJSON(text []byte) error {
	var k task
	if err := k.UnmarshalJSON(text); err != nil {
		return err
	}
	copy(r[:], k[:])
	return nil
}

type query struct {
	Q            string
	Ref          ref
	Refs         []ref
	Task         task
	Column       string
	Columns      []string
	RowGroup     int64 `json:"row_group"`
	Row          int64 `json:"row_index"`
	Size         int64 `json:"row_group_size"`
	Dispatched   []task
	Admitted     []int64 `json:"admitted_rgs"`
	Answer       json.RawMessage
	Questionable bool
}

// rejected are the questionable behaviours that this tracker refuses, or
// answers without a change; the others it has too, but for the tasks that the
// vector lists as extra or missing.
var rejected = []string{
	"row_out_of_range", "complete_not_ready", "double_completion", "complete_dropped_row", "double_drop",
	"compact_incomplete", "compact_with_inflight", "compact_negative_drop", "compact_crash",
	"op_after_compaction", "compacted_readded", "add_root_nonroot", "partial_mutation_on_error", "add_ready_unvalidated",
}

func TestTracker_vectors(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"vectors/frontier.jsonl", "vectors/edge.jsonl"} {
		t.Run(strings.TrimSuffix(file[8:], ".jsonl"), func(t *testing.T) {
			t.Parallel()
			var total tally
			for _, s := range reftest.Lines[scenario](t, file) {
				name := s.Name + s.Seed.String()
				t.Run(name, func(t *testing.T) { total.add(replay(t, s)) })
			}
			t.Logf("%+v", total)
			if total.Compared == 0 || total.Queries == 0 {
				t.Errorf("nothing was compared: %+v", total)
			}
		})
	}
}

// tally counts what a replay has compared.
type tally struct{ Scenarios, Compared, Rejected, Probes, Queries, AfterQuestionable int }

func (a *tally) add(b tally) {
	a.Scenarios++
	a.Compared += b.Compared
	a.Rejected += b.Rejected
	a.Probes += b.Probes
	a.Queries += b.Queries
	a.AfterQuestionable += b.AfterQuestionable
}

// machine drives a tracker by the names of a scenario.
type machine struct {
	t       *testing.T
	tracker *frontier.Tracker
	graph   *dag.Graph
	plan    model.RowGroupPlan
	groups  map[int64]model.RowGroupIndex
	ids     []int64
	seeds   [][2]int64
}

func newMachine(t *testing.T, s scenario) *machine {
	t.Helper()
	m := &machine{t: t, groups: map[int64]model.RowGroupIndex{}, seeds: s.RowGroups}
	var b dag.Builder
	for _, c := range s.Graph.Columns {
		strategy, err := model.ParseStrategy(c.Strategy)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.AddColumn(c.Name, strategy); err != nil {
			t.Fatal(err)
		}
	}
	for _, e := range s.Graph.Edges {
		if err := b.AddEdge(e[0], e[1]); err != nil {
			t.Fatal(err)
		}
	}
	var sizes []int
	for _, g := range s.RowGroups {
		at, known := m.groups[g[0]]
		if !known {
			at = model.RowGroupIndex(len(sizes))
			m.groups[g[0]], m.ids, sizes = at, append(m.ids, g[0]), append(sizes, 0)
		}
		sizes[at] = int(g[1])
	}
	var err error
	if m.graph, err = b.Build(); err != nil {
		t.Fatal(err)
	}
	if m.plan, err = model.NewRowGroupPlanOf(sizes); err != nil {
		t.Skipf("the plan is refused: %v", err)
	}
	if m.tracker, err = frontier.New(m.graph, m.plan); err != nil {
		t.Fatal(err)
	}
	for i, size := range sizes {
		if err := m.tracker.Admit(model.RowGroupIndex(i), size); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

// replay runs a scenario up to its first questionable operation, and goes on
// without comparing from there.
func replay(t *testing.T, s scenario) (count tally) {
	t.Helper()
	m := newMachine(t, s)
	for i, op := range s.Ops {
		where := fmt.Sprintf("op %d, %s", i, describe(op))
		switch {
		case op.Probe && len(op.Why) == 0:
			clone := newMachine(t, s)
			for _, earlier := range s.Ops[:i] {
				if !earlier.Probe {
					_, _ = clone.apply(earlier)
				}
			}
			clone.compare(where, op)
			count.Probes++
		case op.Probe && slices.ContainsFunc(op.Why, isRejected):
			m.mustRefuse(where, op)
			count.Rejected++
		case op.Probe:
			clone := newMachine(t, s)
			for _, earlier := range s.Ops[:i] {
				if !earlier.Probe {
					_, _ = clone.apply(earlier)
				}
			}
			clone.compareCorrected(where, op)
			count.Probes++
		case op.Questionable && slices.ContainsFunc(op.Why, isRejected):
			m.mustRefuse(where, op)
			count.Rejected++
		case op.Questionable:
			m.compareCorrected(where, op)
			count.Compared++
		default:
			m.compare(where, op)
			count.Compared++
			count.Queries += m.ask(where, op)
		}
		if op.Questionable && !op.Probe {
			for _, later := range s.Ops[i+1:] {
				_, _ = m.apply(later)
				count.AfterQuestionable++
			}
			break
		}
	}
	return count
}

func isRejected(tag string) bool { return slices.Contains(rejected, tag) }

func describe(op operation) string {
	return fmt.Sprintf("%s %s[%d:%d] size %d tasks %v columns %v %v", op.Op, op.Column, op.RowGroup, op.Row, op.Size, op.Tasks, op.Columns, op.Why)
}

// compare holds an operation against the exact answer.
func (m *machine) compare(where string, op operation) {
	m.t.Helper()
	before := m.frontier()
	delta, err := m.apply(op)
	if (op.Error != "") != (err != nil) {
		m.t.Fatalf("%s: got error %v, want %q", where, err, op.Error)
	}
	if err != nil {
		m.same(where+": a refused operation changed the frontier", before, m.frontier())
		return
	}
	m.same(where+": added", sorted(op.Result.Added), m.names(delta.Ready))
	if op.Op != "mark_enqueued" {
		m.same(where+": removed", sorted(op.Result.Removed), m.names(delta.Withdrawn()))
	}
	m.same(where+": frontier", changed(before, op.Result.Added, op.Result.Removed), m.frontier())
	if op.Frontier != nil {
		m.same(where+": whole frontier", sorted(op.Frontier), m.frontier())
	}
	if n := len(m.frontier()); n != op.N {
		m.t.Fatalf("%s: %d tasks are ready, want %d", where, n, op.N)
	}
}

// compareCorrected holds an operation against the answer without what the real
// tracker should not have made ready, and with what it forgot.
func (m *machine) compareCorrected(where string, op operation) {
	m.t.Helper()
	want := changed(m.frontier(), op.Result.Added, op.Result.Removed)
	want = changed(want, op.Missing, op.Extra)
	if _, err := m.apply(op); err != nil {
		m.t.Fatalf("%s: %v", where, err)
	}
	m.same(where+": corrected frontier", want, m.frontier())
}

// mustRefuse checks that an operation is refused, or does nothing.
func (m *machine) mustRefuse(where string, op operation) {
	m.t.Helper()
	before, states := m.frontier(), m.states()
	_, err := m.apply(op)
	if err == nil && !slices.Contains(op.Why, "double_drop") {
		m.t.Fatalf("%s: was accepted", where)
	}
	var refusal *frontier.Error
	if err != nil && !errors.As(err, &refusal) {
		m.t.Fatalf("%s: %v is not a *frontier.Error", where, err)
	}
	m.same(where+": a refused operation changed the frontier", before, m.frontier())
	m.same(where+": a refused operation changed a state", states, m.states())
}

func (m *machine) same(what string, want, got []string) {
	m.t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		m.t.Fatalf("%s (-want +got):\n%s", what, diff)
	}
}

func sorted(tasks []task) []string {
	texts := make([]string, len(tasks))
	for i, k := range tasks {
		texts[i] = k.String()
	}
	slices.Sort(texts)
	return texts
}

func changed(before []string, added, removed []task) []string {
	after := slices.Clone(before)
	for _, k := range added {
		if !slices.Contains(after, k.String()) {
			after = append(after, k.String())
		}
	}
	for _, k := range removed {
		if i := slices.Index(after, k.String()); i >= 0 {
			after = slices.Delete(after, i, i+1)
		}
	}
	slices.Sort(after)
	return after
}

func (m *machine) names(runs []frontier.Run) []string {
	texts := []string{}
	for _, r := range runs {
		for k := range r.Tasks() {
			texts = append(texts, m.name(k))
		}
	}
	slices.Sort(texts)
	return texts
}

func (m *machine) name(k model.Task) string {
	var row any
	if k.Row != model.AllRows {
		row = int64(k.Row)
	}
	return task{m.graph.Name(k.Column), m.ids[k.RowGroup], row, k.Type}.String()
}

func (m *machine) every() []model.RowGroupIndex {
	list := make([]model.RowGroupIndex, len(m.ids))
	for i := range list {
		list[i] = model.RowGroupIndex(i)
	}
	return list
}

func (m *machine) frontier() []string {
	texts := []string{}
	for k := range m.tracker.Ready(m.every()...) {
		texts = append(texts, m.name(k))
	}
	slices.Sort(texts)
	return texts
}

// states lists where every slice stands.
func (m *machine) states() []string {
	var texts []string
	for _, g := range m.every() {
		for id := range model.ColumnID(m.graph.Len()) {
			for row := model.AllRows; int(row) < m.plan.Size(g); row++ {
				at := model.Slice{Column: id, RowGroup: g, Row: row}
				texts = append(texts, fmt.Sprint(at, m.tracker.StatusOf(at)))
			}
		}
	}
	return texts
}

var errUnknownName = &frontier.Error{Op: "resolve", Reason: frontier.UnknownColumn}

func (m *machine) column(name string) model.ColumnID {
	if id, known := m.graph.ID(name); known {
		return id
	}
	return model.ColumnID(m.graph.Len()) + 7
}

func (m *machine) group(id int64) model.RowGroupIndex {
	if g, known := m.groups[id]; known {
		return g
	}
	return -9
}

func (m *machine) task(k task) model.Task {
	at := m.slice(k[0].(string), k[1].(int64), k[2])
	for _, typ := range model.TaskTypes() {
		if typ.String() == k[3] {
			return model.Task{Type: typ, Slice: at}
		}
	}
	return model.Task{Slice: at}
}

func (m *machine) slice(column string, group int64, row any) model.Slice {
	at := model.ColumnSlice(m.column(column), m.group(group))
	if row, given := row.(int64); given {
		at.Row = model.RowIndex(row)
		if row < 0 {
			at.Row-- // -1 would be the whole column
		}
	}
	return at
}

func (m *machine) apply(op operation) (frontier.Delta, error) {
	group := m.group(op.RowGroup)
	switch op.Op {
	case "seed":
		return m.seed()
	case "add_root":
		var columns []model.ColumnID
		for _, name := range op.Columns {
			columns = append(columns, m.column(name))
		}
		return m.tracker.SeedColumns(group, int(op.Size), columns)
	case "complete_cell":
		return m.tracker.CompleteCell(model.Cell{Column: m.column(op.Column), RowGroup: group, Row: model.RowIndex(op.Row)})
	case "complete_batch":
		return m.tracker.CompleteColumn(m.column(op.Column), group, int(op.Size))
	case "drop_row":
		return m.tracker.DropRow(group, model.RowIndex(op.Row))
	case "compact_row_group":
		return m.tracker.Compact(group)
	case "mark_enqueued":
		return m.acknowledge(op)
	case "add_ready":
		return m.release(op)
	}
	m.t.Fatalf("unknown operation %q", op.Op)
	return frontier.Delta{}, nil
}

// seed seeds every row group of the scenario, or none.
func (m *machine) seed() (frontier.Delta, error) {
	for _, g := range m.seeds {
		if size := m.plan.Size(m.group(g[0])); int64(size) != g[1] || m.tracker.IsCompacted(m.group(g[0])) {
			return m.tracker.Seed(m.group(g[0]), int(g[1]))
		}
	}
	var all frontier.Delta
	for _, g := range m.seeds {
		d, err := m.tracker.Seed(m.group(g[0]), int(g[1]))
		if err != nil {
			return d, err
		}
		all.Ready = append(all.Ready, d.Ready...)
	}
	return all, nil
}

// acknowledge ignores tasks that are not ready, as the real tracker does; ours
// must refuse them.
func (m *machine) acknowledge(op operation) (frontier.Delta, error) {
	for _, k := range op.Tasks {
		ready := m.tracker.IsReady(m.task(k))
		if err := m.tracker.Acknowledge(frontier.RunOf(m.task(k))); (err == nil) != ready {
			m.t.Fatalf("acknowledge %v: got %v, though ready is %v", k, err, ready)
		}
	}
	return frontier.Delta{}, nil
}

// release takes back tasks in flight; what is ready may stay so.
func (m *machine) release(op operation) (frontier.Delta, error) {
	for _, k := range op.Tasks {
		if at := m.task(k); !m.tracker.IsReady(at) && (m.tracker.StatusOf(at.Slice) != frontier.Dispatched || at.Type == model.Batch && m.graph.Upstream(at.Column).Len() == 0) {
			return frontier.Delta{}, errUnknownName
		}
	}
	var all frontier.Delta
	for _, k := range op.Tasks {
		if at := m.task(k); !m.tracker.IsReady(at) {
			d, err := m.tracker.Release(at.Slice)
			if err != nil {
				return d, err
			}
			all.Ready = append(all.Ready, d.Ready...)
		}
	}
	return all, nil
}

// ask compares the queries that have one right answer.
func (m *machine) ask(where string, op operation) (asked int) {
	m.t.Helper()
	for _, q := range op.Queries {
		if q.Questionable {
			continue
		}
		asked++
		got, err := json.Marshal(m.answer(q))
		if err != nil {
			m.t.Fatal(err)
		}
		var want, have any
		if json.Unmarshal(q.Answer, &want) != nil || json.Unmarshal(got, &have) != nil {
			m.t.Fatalf("%s: answer %s", where, q.Answer)
		}
		if diff := cmp.Diff(want, have); diff != "" {
			m.t.Fatalf("%s: %+v (-want +got):\n%s", where, q, diff)
		}
	}
	return asked
}

func (m *machine) answer(q query) any {
	group := m.group(q.RowGroup)
	switch q.Q {
	case "is_complete":
		return m.tracker.IsComplete(m.slice(q.Ref[0].(string), q.Ref[1].(int64), q.Ref[2]))
	case "is_all_complete":
		var slices []model.Slice
		for _, r := range q.Refs {
			slices = append(slices, m.slice(r[0].(string), r[1].(int64), r[2]))
		}
		return m.tracker.AreComplete(slices...)
	case "is_column_complete_for_rg":
		return m.tracker.IsColumnComplete(m.column(q.Column), group)
	case "is_row_group_complete":
		if len(q.Columns) == m.graph.Len() {
			return m.tracker.IsRowGroupComplete(group)
		}
		return m.rowsHave(group, q.Columns)
	case "is_dropped":
		return m.tracker.IsDropped(group, model.RowIndex(q.Row))
	case "is_frontier_task":
		return m.tracker.IsReady(m.task(q.Task))
	case "get_ready_tasks":
		return m.readyTasks(q)
	}
	m.t.Fatalf("unknown query %q", q.Q)
	return nil
}

func (m *machine) rowsHave(group model.RowGroupIndex, columns []string) bool {
	for row := range model.RowIndex(m.plan.Size(group)) {
		for _, name := range columns {
			if !m.tracker.IsDropped(group, row) && !m.tracker.IsComplete(model.Slice{Column: m.column(name), RowGroup: group, Row: row}) {
				return false
			}
		}
	}
	return true
}

func (m *machine) readyTasks(q query) []task {
	groups := m.every()
	if q.Admitted != nil {
		groups = nil
		for _, id := range q.Admitted {
			groups = append(groups, m.group(id))
		}
	}
	gone := sorted(q.Dispatched)
	list := []task{}
	for k := range m.tracker.Ready(groups...) {
		if slices.Contains(gone, m.name(k)) {
			continue
		}
		var row any
		if k.Row != model.AllRows {
			row = int64(k.Row)
		}
		list = append(list, task{m.graph.Name(k.Column), m.ids[k.RowGroup], row, k.Type.String()})
	}
	slices.SortFunc(list, func(a, b task) int { return compareTasks(a, b) })
	return list
}

// compareTasks orders by column, row group, row with null first, and type.
func compareTasks(a, b task) int {
	if c := strings.Compare(a[0].(string), b[0].(string)); c != 0 {
		return c
	}
	if c := a[1].(int64) - b[1].(int64); c != 0 {
		return int(max(min(c, 1), -1))
	}
	row := func(k task) int64 {
		if n, given := k[2].(int64); given {
			return n
		}
		return -1
	}
	if c := row(a) - row(b); c != 0 {
		return int(c)
	}
	return strings.Compare(a[3].(string), b[3].(string))
}
