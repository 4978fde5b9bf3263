package plan

import (
	"slices"
	"strings"

	"github.com/dagplan/dagplan/pkg/model"
)

// Diff is how one build differs from another. Columns and models go by their
// names: one that is renamed is removed and added.
type Diff struct {
	Old, New *Plan
	// Settings are those that differ, by their paths: what [DiffSettings] finds.
	Settings []FieldDiff
	// Columns are those that were added, removed or described otherwise: those of
	// New in its order, then those that are gone, in the order of Old.
	Columns []ColumnDiff
	// Edges are those that were added, removed, or changed in kind, in the same
	// order.
	Edges []EdgeDiff
	// Moved are the columns of both that have to move for the one topological
	// order to become the other, in the order of New; as few as can be.
	Moved []string
	// Chain is true where the longest dependency chain consists of other columns.
	Chain bool
	// Counts are the columns of both with other numbers of tasks or calls, in the
	// order of New.
	Counts []CountDiff
	// Models are the models that were added, removed, or have other limits: by
	// provider and id, in the order of New, then those that are gone.
	Models []ModelDiff
}

// Change says what became of a thing.
type Change uint8

// The changes.
const (
	// Added is a thing that only the new build has. Text form: added.
	Added Change = iota + 1
	// Removed is a thing that only the old build has. Text form: removed.
	Removed
	// Changed is a thing that both have, and that differs. Text form: changed.
	Changed
)

// String returns the text form, or unset for the zero value.
func (c Change) String() string {
	switch c {
	case Added:
		return "added"
	case Removed:
		return "removed"
	case Changed:
		return "changed"
	default:
		return "unset"
	}
}

// MarshalText returns the text form.
func (c Change) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// ColumnDiff is a column that differs. Fields are those of its description
// that do; for a column that was added or removed, those that it has.
type ColumnDiff struct {
	Name   string
	Change Change
	Fields []FieldDiff
}

// FieldDiff is a field before and after; empty is absent.
type FieldDiff struct{ Field, Old, New string }

// Setting is a field of the scenario in force, with its value as text.
type Setting struct {
	Path, Value string
	IsDefault   bool
}

// DiffSettings returns the settings that differ, in the order of after and then of before.
// What only one of the builds has, such as a field of a model that the other does not
// declare, differs unless it is a default.
func DiffSettings(before, after []Setting) []FieldDiff {
	old, known := make(map[string]string), make(map[string]bool)
	for _, s := range before {
		old[s.Path] = s.Value
	}
	var diffs []FieldDiff
	for _, s := range after {
		known[s.Path] = true
		if value, both := old[s.Path]; both && value != s.Value || !both && !s.IsDefault {
			diffs = append(diffs, FieldDiff{s.Path, value, s.Value})
		}
	}
	for _, s := range before {
		if !known[s.Path] && !s.IsDefault {
			diffs = append(diffs, FieldDiff{s.Path, s.Value, ""})
		}
	}
	return diffs
}

// EdgeDiff is an edge that differs. A kind is 0 where the edge is not there.
type EdgeDiff struct {
	From, To string
	Change   Change
	Old, New model.DependencyKind
}

// CountDiff is how many tasks and calls a column has, before and after.
type CountDiff struct {
	Name               string
	OldTasks, NewTasks int64
	OldCalls, NewCalls float64
}

// ModelDiff is a model that differs. Slots are 0 where it is not called.
type ModelDiff struct {
	Provider, ID       string
	Change             Change
	OldSlots, NewSlots int
}

// Empty reports whether the builds do not differ.
func (d *Diff) Empty() bool {
	return len(d.Settings) == 0 && len(d.Columns) == 0 && len(d.Edges) == 0 && len(d.Moved) == 0 && !d.Chain &&
		len(d.Counts) == 0 && len(d.Models) == 0 && d.Old.Cost == d.New.Cost
}

// NewDiff compares two builds.
//
// Complexity: O((columns + edges) · log columns).
func NewDiff(before, after *Plan) *Diff {
	d := &Diff{Old: before, New: after}
	d.columns()
	d.edges()
	d.models()
	d.Moved = moved(orderOf(before), orderOf(after))
	d.Chain = !slices.Equal(names(before, before.Graph.LongestDependencyChain()), names(after, after.Graph.LongestDependencyChain()))
	return d
}

func (d *Diff) columns() {
	for id, column := range d.New.Columns {
		at, known := d.Old.Graph.ID(column.Name)
		if !known {
			d.Columns = append(d.Columns, ColumnDiff{column.Name, Added, differing(nil, columnFields(d.New, id))})
			continue
		}
		if fields := differing(columnFields(d.Old, int(at)), columnFields(d.New, id)); len(fields) > 0 {
			d.Columns = append(d.Columns, ColumnDiff{column.Name, Changed, fields})
		}
		if old := d.Old.Columns[at]; old.Tasks != column.Tasks || old.Calls != column.Calls {
			d.Counts = append(d.Counts, CountDiff{column.Name, old.Tasks, column.Tasks, old.Calls, column.Calls})
		}
	}
	for id, column := range d.Old.Columns {
		if _, known := d.New.Graph.ID(column.Name); !known {
			d.Columns = append(d.Columns, ColumnDiff{column.Name, Removed, differing(columnFields(d.Old, id), nil)})
		}
	}
}

// field is one field of a description, as text.
type field struct{ name, value string }

// columnFields describes a column, but for what it waits for.
func columnFields(p *Plan, id int) []field {
	c := p.Columns[id]
	fields := []field{
		{"type", c.Type}, {"strategy", c.Strategy.String()},
		{"models", strings.Join(c.Models, ", ")}, {"side_effects", strings.Join(c.SideEffects, ", ")},
	}
	// What is as it is by default has no value.
	for _, flag := range []struct {
		name, value string
		set         bool
	}{{"drop", "true", c.Drop}, {"skip", "true", c.SkipsWhen}, {"propagate_skip", "false", c.Type != "" && !c.PropagatesSkip}} {
		f := field{name: flag.name}
		if flag.set {
			f.value = flag.value
		}
		fields = append(fields, f)
	}
	return fields
}

// differing returns the fields whose values differ; both lists name the same
// fields, or one is empty.
func differing(before, after []field) []FieldDiff {
	var diffs []FieldDiff
	for i := range max(len(before), len(after)) {
		var diff FieldDiff
		if i < len(before) {
			diff.Field, diff.Old = before[i].name, before[i].value
		}
		if i < len(after) {
			diff.Field, diff.New = after[i].name, after[i].value
		}
		if diff.Old != diff.New {
			diffs = append(diffs, diff)
		}
	}
	return diffs
}

// edgeName names an edge in every graph.
type edgeName struct{ from, to string }

func edgesByName(p *Plan) (kinds map[edgeName]model.DependencyKind, order []edgeName) {
	kinds = make(map[edgeName]model.DependencyKind)
	for _, e := range p.Graph.Edges() {
		name := edgeName{p.Graph.Name(e.From), p.Graph.Name(e.To)}
		kinds[name] = e.Kind
		order = append(order, name)
	}
	return kinds, order
}

func (d *Diff) edges() {
	before, oldOrder := edgesByName(d.Old)
	after, newOrder := edgesByName(d.New)
	for _, name := range newOrder {
		switch kind := before[name]; {
		case kind == 0:
			d.Edges = append(d.Edges, EdgeDiff{name.from, name.to, Added, 0, after[name]})
		case kind != after[name]:
			d.Edges = append(d.Edges, EdgeDiff{name.from, name.to, Changed, kind, after[name]})
		}
	}
	for _, name := range oldOrder {
		if after[name] == 0 {
			d.Edges = append(d.Edges, EdgeDiff{name.from, name.to, Removed, before[name], 0})
		}
	}
}

func (d *Diff) models() {
	slots := func(p *Plan) map[[2]string]int {
		of := make(map[[2]string]int)
		for _, m := range p.Models {
			of[[2]string{m.Provider, m.ID}] = m.Slots
		}
		return of
	}
	before, after := slots(d.Old), slots(d.New)
	for _, m := range d.New.Models {
		switch old := before[[2]string{m.Provider, m.ID}]; {
		case old == 0:
			d.Models = append(d.Models, ModelDiff{m.Provider, m.ID, Added, 0, m.Slots})
		case old != m.Slots:
			d.Models = append(d.Models, ModelDiff{m.Provider, m.ID, Changed, old, m.Slots})
		}
	}
	for _, m := range d.Old.Models {
		if after[[2]string{m.Provider, m.ID}] == 0 {
			d.Models = append(d.Models, ModelDiff{m.Provider, m.ID, Removed, m.Slots, 0})
		}
	}
}
