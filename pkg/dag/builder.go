package dag

import (
	"errors"

	"github.com/dagplan/dagplan/pkg/model"
)

// Edge says that To waits for From.
type Edge struct {
	From, To model.ColumnID
	Kind     model.DependencyKind
	// Via is the side effect by whose name To reads From, or empty.
	Via string
}

// Builder collects columns, edges and side effects. The zero value is an
// empty builder. It is not safe for concurrent use.
type Builder struct {
	names      []string
	ids        map[string]model.ColumnID
	strategies []model.Strategy
	steps      []int
	edges      []Edge
	edgeAt     map[edgeKey]int
	producers  map[string]model.ColumnID
	aliases    [][]string
}

type edgeKey struct{ from, to model.ColumnID }

// AddColumn adds a column and returns its id. A name that is taken is refused
// with a [*DuplicateColumnError], the unset strategy with a [*StrategyError].
func (b *Builder) AddColumn(name string, strategy model.Strategy) (model.ColumnID, error) {
	if strategy != model.CellByCell && strategy != model.FullColumn {
		return 0, &StrategyError{Column: name}
	}
	if _, taken := b.ids[name]; taken {
		return 0, &DuplicateColumnError{Column: name}
	}
	if b.ids == nil {
		b.ids = make(map[string]model.ColumnID)
	}
	id := model.ColumnID(len(b.names))
	b.ids[name] = id
	b.names = append(b.names, name)
	b.strategies = append(b.strategies, strategy)
	b.steps = append(b.steps, 0)
	b.aliases = append(b.aliases, nil)
	return id, nil
}

// SetStep makes a column one of those that the multi-column step makes; 0 is
// a step of its own. The members of a step must have one strategy, which
// [Builder.Build] checks. An unknown column is refused with an
// [*UnknownColumnError].
func (b *Builder) SetStep(column string, step int) error {
	id, err := b.id(column)
	if err != nil {
		return err
	}
	b.steps[id] = step
	return nil
}

// AddEdge makes to wait for from because it requires its values. Both must be
// columns, not side effects; otherwise it returns an [*UnknownColumnError].
// An edge from a column to itself, or one that is already there, changes
// nothing.
func (b *Builder) AddEdge(from, to string) error {
	source, err := b.id(from)
	if err != nil {
		return err
	}
	target, err := b.id(to)
	if err != nil {
		return err
	}
	b.addEdge(Edge{From: source, To: target, Kind: model.Required})
	return nil
}

// addEdge lets the stronger kind win where an edge is added twice: a required
// column that is also named by the skip condition propagates its skip.
func (b *Builder) addEdge(e Edge) {
	if e.From == e.To {
		return
	}
	key := edgeKey{e.From, e.To}
	if at, there := b.edgeAt[key]; there {
		if e.Kind == model.Required && b.edges[at].Kind != model.Required {
			b.edges[at].Kind = model.Required
		}
		return
	}
	if b.edgeAt == nil {
		b.edgeAt = make(map[edgeKey]int)
	}
	b.edgeAt[key] = len(b.edges)
	b.edges = append(b.edges, e)
}

// SetSideEffect says that producer also writes the column alias. An unknown
// producer is refused with an [*UnknownColumnError], a second producer of the
// same alias with a [*SideEffectError]; the same pair again changes nothing.
func (b *Builder) SetSideEffect(alias, producer string) error {
	id, err := b.id(producer)
	if err != nil {
		return err
	}
	if first, taken := b.producers[alias]; taken {
		if first == id {
			return nil
		}
		return &SideEffectError{SideEffect: alias, Producer: b.names[first], Second: producer}
	}
	if b.producers == nil {
		b.producers = make(map[string]model.ColumnID)
	}
	b.producers[alias] = id
	b.aliases[id] = append(b.aliases[id], alias)
	return nil
}

// ResolveSideEffect returns the column to depend on for a name: the column of
// that name where there is one, else the producer of the side effect of that
// name, else the name itself (R83).
func (b *Builder) ResolveSideEffect(name string) string {
	if id, known := b.resolve(name); known {
		return b.names[id]
	}
	return name
}

func (b *Builder) resolve(name string) (model.ColumnID, bool) {
	if id, known := b.ids[name]; known {
		return id, true
	}
	id, known := b.producers[name]
	return id, known
}

func (b *Builder) id(name string) (model.ColumnID, error) {
	if id, known := b.ids[name]; known {
		return id, nil
	}
	return 0, &UnknownColumnError{Name: name}
}

// FromColumns links descriptions to a graph: the column at index i gets id i.
// It reports everything that is wrong, not the first thing: the error is an
// [Errors] of a [*DuplicateColumnError], [*StrategyError], [*SideEffectError],
// [*UnknownColumnError], [*StepError] or [*CycleError] each.
//
// Complexity: O(columns + dependencies).
func FromColumns(columns []model.Column) (*Graph, error) {
	b := newBuilder(columns)
	var errs Errors
	added := make([]bool, len(columns))
	for i, c := range columns {
		id, err := b.AddColumn(c.Name, c.Strategy)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		b.steps[id], added[i] = c.Step, true
	}
	for i, c := range columns {
		if added[i] {
			errs = b.addSideEffects(c, errs)
		}
	}
	for i, c := range columns {
		if added[i] {
			errs = b.addDependencies(c, errs)
		}
	}
	g, err := b.Build()
	var shape Errors
	if errors.As(err, &shape) {
		errs = append(errs, shape...)
	}
	if len(errs) > 0 {
		return nil, errs
	}
	return g, nil
}

// newBuilder makes room for what the descriptions hold: growing the maps step
// by step costs twice the time and memory.
func newBuilder(columns []model.Column) *Builder {
	edges := 0
	for _, c := range columns {
		edges += len(c.Dependencies)
	}
	return &Builder{
		names: make([]string, 0, len(columns)), ids: make(map[string]model.ColumnID, len(columns)),
		edges: make([]Edge, 0, edges), edgeAt: make(map[edgeKey]int, edges),
	}
}

func (b *Builder) addSideEffects(c model.Column, errs Errors) Errors {
	for _, alias := range c.SideEffects {
		if err := b.SetSideEffect(alias, c.Name); err != nil {
			errs = append(errs, err)
		}
	}
	return errs
}

func (b *Builder) addDependencies(c model.Column, errs Errors) Errors {
	reader := b.ids[c.Name]
	for _, d := range c.Dependencies {
		source, known := b.resolve(d.Name)
		if !known {
			errs = append(errs, &UnknownColumnError{Name: d.Name, Reader: c.Name, Kind: d.Kind})
			continue
		}
		e := Edge{From: source, To: reader, Kind: d.Kind}
		if b.names[source] != d.Name {
			e.Via = d.Name
		}
		b.addEdge(e)
	}
	return errs
}
