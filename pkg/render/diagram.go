package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/model"
)

// Direction is the way in which a diagram flows.
type Direction string

// The directions, in the words that Mermaid and DOT share.
const (
	TopDown   Direction = "TB"
	LeftRight Direction = "LR"
	BottomUp  Direction = "BT"
	RightLeft Direction = "RL"
)

// Diagram is a graph to be drawn.
type Diagram struct {
	Graph *dag.Graph
	// Columns are those of Graph, by id.
	Columns []model.Column
	// Direction is TopDown where it is unset.
	Direction Direction
	// Layers draws the columns of equal depth in a frame of their own.
	Layers bool
	// Legend explains shapes and lines.
	Legend bool
}

// nodeKind decides how a column looks.
type nodeKind uint8

const (
	cellNode nodeKind = iota + 1
	fullNode
	// sourceNode is a full column without upstream: a task makes it from scratch.
	sourceNode
)

// nodeLook is how one kind of node is drawn, in both languages.
type nodeLook struct {
	kind  nodeKind
	class string
	// open and shut enclose a label in Mermaid.
	open, shut string
	// shape and style are attributes in DOT.
	shape, style string
	fill, stroke string
	legend       string
}

func looks() []nodeLook {
	return []nodeLook{
		{cellNode, "cell", `("`, `")`, "box", "rounded,filled", "#e8f1fb", "#2f6db3", "cell_by_cell"},
		{fullNode, "full", `[["`, `"]]`, "box", "filled", "#fdf1dc", "#b3722f", "full_column"},
		{sourceNode, "source", `[("`, `")]`, "cylinder", "filled", "#e9f5ea", "#3c8a4e", "full_column, from scratch"},
	}
}

func look(kind nodeKind) nodeLook { return looks()[kind-1] }

func (d Diagram) kind(id model.ColumnID) nodeKind {
	switch {
	case d.Graph.Strategy(id) == model.CellByCell:
		return cellNode
	case d.Graph.Upstream(id).Len() == 0:
		return sourceNode
	default:
		return fullNode
	}
}

// orderOnlyLegend explains an edge that only orders.
const orderOnlyLegend = "read by a skip condition only"

// legendLooks are those of the kinds that the diagram has.
func (d Diagram) legendLooks() []nodeLook {
	has := map[nodeKind]bool{}
	for id := range d.Columns {
		has[d.kind(model.ColumnID(id))] = true
	}
	return slices.DeleteFunc(looks(), func(l nodeLook) bool { return !has[l.kind] })
}

func (d Diagram) hasOrderOnly() bool {
	return slices.ContainsFunc(d.Graph.Edges(), func(e dag.Edge) bool { return e.Kind == model.SkipCondition })
}

// labelLines are the name of a column, and what makes it where that is known.
func (d Diagram) labelLines(id model.ColumnID) []string {
	c := d.Columns[id]
	lines := []string{Printable(c.Name)}
	if c.Type != "" {
		lines = append(lines, Printable(c.Type))
	}
	if len(c.Models) > 0 {
		lines = append(lines, "model "+namesText(c.Models))
	}
	return lines
}

// layers returns the columns by depth, or all of them as one layer.
func (d Diagram) layers() [][]model.ColumnID {
	if d.Layers {
		return d.Graph.Layers()
	}
	all := make([]model.ColumnID, d.Graph.Len())
	for id := range all {
		all[id] = model.ColumnID(id)
	}
	return [][]model.ColumnID{all}
}

func (d Diagram) direction() Direction {
	if d.Direction == "" {
		return TopDown
	}
	return d.Direction
}

func nodeID(id model.ColumnID) string { return fmt.Sprintf("c%d", id) }

// escaped replaces every character outside of a safe set by the given form of
// its code point. What is not known to be harmless is not trusted.
func escaped(text string, safe func(r rune) bool, format string) string {
	var b strings.Builder
	for _, r := range text {
		if safe(r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, format, r)
		}
	}
	return b.String()
}
