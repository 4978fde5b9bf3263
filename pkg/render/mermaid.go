package render

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/dagplan/dagplan/pkg/model"
)

// MermaidEdgeLimit is how many edges Mermaid draws unless the page that shows
// the diagram raises its maxEdges.
const MermaidEdgeLimit = 500

// WriteMermaid writes a flowchart in Mermaid's language. Nodes are c0, c1 and
// so on, by the ids of the columns; labels hold names, with every character
// that could mean something as a character code. The name of a side effect that
// is read stands at its edge; a dotted edge only orders.
func WriteMermaid(w io.Writer, d Diagram) error {
	var text strings.Builder
	fmt.Fprintf(&text, "flowchart %s\n", d.direction())
	for depth, layer := range d.layers() {
		indent := "  "
		if d.Layers {
			fmt.Fprintf(&text, "  subgraph layer%d[\"layer %d\"]\n", depth, depth)
			indent = "    "
		}
		for _, id := range layer {
			l := look(d.kind(id))
			fmt.Fprintf(&text, "%s%s%s%s%s:::%s\n", indent, nodeID(id), l.open, mermaidLabel(d.labelLines(id)), l.shut, l.class)
		}
		if d.Layers {
			text.WriteString("  end\n")
		}
	}
	for _, e := range d.Graph.Edges() {
		arrow := "-->"
		if e.Kind == model.SkipCondition {
			arrow = "-.->"
		}
		label := ""
		if e.Via != "" {
			label = `|"` + mermaidText(Printable(e.Via)) + `"|`
		}
		fmt.Fprintf(&text, "  %s %s%s %s\n", nodeID(e.From), arrow, label, nodeID(e.To))
	}
	if d.Legend {
		d.writeMermaidLegend(&text)
	}
	for _, l := range looks() {
		fmt.Fprintf(&text, "  classDef %s fill:%s,stroke:%s,color:#1b1f24\n", l.class, l.fill, l.stroke)
	}
	_, err := io.WriteString(w, text.String())
	return err
}

func (d Diagram) writeMermaidLegend(text *strings.Builder) {
	text.WriteString("  subgraph legend[\"legend\"]\n    direction LR\n")
	for i, l := range d.legendLooks() {
		fmt.Fprintf(text, "    l%d%s%s%s:::%s\n", i, l.open, mermaidText(l.legend), l.shut, l.class)
		if i > 0 {
			fmt.Fprintf(text, "    l%d ~~~ l%d\n", i-1, i)
		}
	}
	if d.hasOrderOnly() {
		fmt.Fprintf(text, "    from[\" \"] -.->|\"%s\"| to[\" \"]\n", orderOnlyLegend)
	}
	text.WriteString("  end\n  style legend fill:none,stroke:#999\n")
}

func mermaidLabel(lines []string) string {
	for i, line := range lines {
		lines[i] = mermaidText(line)
	}
	return strings.Join(lines, "<br/>")
}

// mermaidText writes text for a quoted label: letters, digits, marks and a few
// signs as they are, and everything else as #CODE; by which Mermaid takes
// quotes, brackets, backticks, angle brackets and the number sign itself for
// plain characters.
//
// Three things it looks for even behind character codes: the escape \n, math
// between $$, and icons such as fa:fa-car. A space without width after each of
// their signs hides them.
func mermaidText(text string) string {
	coded := escaped(text, func(r rune) bool {
		return unicode.In(r, unicode.L, unicode.N, unicode.M) || strings.ContainsRune(" _-.,/", r)
	}, "#%d;")
	return strings.NewReplacer("#92;", "#92;#8203;", "#36;", "#36;#8203;", "#58;", "#58;#8203;").Replace(coded)
}
