package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/dagplan/dagplan/pkg/model"
)

// WriteDOT writes a digraph in the language of Graphviz. Nodes are c0, c1 and
// so on, by the ids of the columns; labels are quoted strings in which every
// sign that Graphviz would read as an escape or an HTML entity is escaped. The
// name of a side effect that is read stands at its edge; a dashed edge only
// orders.
func WriteDOT(w io.Writer, d Diagram) error {
	var text strings.Builder
	fmt.Fprintf(&text, "digraph dagplan {\n  rankdir=%s;\n  node [fontname=\"Helvetica\"];\n  edge [fontname=\"Helvetica\", fontsize=10];\n", d.direction())
	for depth, layer := range d.layers() {
		indent := "  "
		if d.Layers {
			fmt.Fprintf(&text, "  subgraph cluster_layer%d {\n    label=\"layer %d\";\n    fontname=\"Helvetica\";\n", depth, depth)
			indent = "    "
		}
		for _, id := range layer {
			fmt.Fprintf(&text, "%s%s [label=\"%s\", %s];\n", indent, nodeID(id), dotLabel(d.labelLines(id)), dotAttributes(look(d.kind(id))))
		}
		if d.Layers {
			text.WriteString("  }\n")
		}
	}
	for _, e := range d.Graph.Edges() {
		var attributes []string
		if e.Via != "" {
			attributes = append(attributes, `label="`+dotText(Printable(e.Via))+`"`)
		}
		if e.Kind == model.SkipCondition {
			attributes = append(attributes, "style=dashed")
		}
		fmt.Fprintf(&text, "  %s -> %s", nodeID(e.From), nodeID(e.To))
		if len(attributes) > 0 {
			fmt.Fprintf(&text, " [%s]", strings.Join(attributes, ", "))
		}
		text.WriteString(";\n")
	}
	if d.Legend {
		d.writeDOTLegend(&text)
	}
	text.WriteString("}\n")
	_, err := io.WriteString(w, text.String())
	return err
}

func dotAttributes(l nodeLook) string {
	return fmt.Sprintf("shape=%s, style=%q, fillcolor=%q, color=%q", l.shape, l.style, l.fill, l.stroke)
}

func (d Diagram) writeDOTLegend(text *strings.Builder) {
	text.WriteString("  subgraph cluster_legend {\n    label=\"legend\";\n    fontname=\"Helvetica\";\n    color=\"#999999\";\n")
	for i, l := range d.legendLooks() {
		fmt.Fprintf(text, "    l%d [label=\"%s\", %s];\n", i, dotText(l.legend), dotAttributes(l))
	}
	if d.hasOrderOnly() {
		fmt.Fprintf(text, "    from [shape=point];\n    to [shape=point];\n    from -> to [label=\"%s\", style=dashed];\n", orderOnlyLegend)
	}
	text.WriteString("  }\n")
}

func dotLabel(lines []string) string {
	for i, line := range lines {
		lines[i] = dotText(line)
	}
	return strings.Join(lines, `\n`)
}

// dotText writes text for a quoted label: signs that end a string or start an
// entity are entities themselves. A backslash is doubled, since Graphviz reads
// escapes such as \N after it has read entities.
func dotText(text string) string {
	safe := func(r rune) bool { return !strings.ContainsRune(`"&<>`, r) }
	return strings.ReplaceAll(escaped(text, safe, "&#%d;"), `\`, `\\`)
}
