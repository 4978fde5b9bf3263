package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"github.com/dagplan/dagplan/pkg/render"
)

type diagramOptions struct {
	inputFlags
	out       outputFlags
	direction string
	layers    bool
	noLegend  bool
}

// diagramLanguage is a language that diagrams are written in.
type diagramLanguage struct {
	use, short, long, example string
	write                     func(io.Writer, render.Diagram) error
	// edgeLimit is how many edges a renderer draws; 0 is any number.
	edgeLimit int
}

func newMermaidCmd(a *app) *cobra.Command {
	return newDiagramCmd(a, diagramLanguage{
		use: "mermaid", short: "Draw the graph in Mermaid", write: render.WriteMermaid, edgeLimit: render.MermaidEdgeLimit,
		long: `Writes the graph as a Mermaid flowchart, which GitHub, GitLab and many editors
draw. Strategies have shapes, edges carry the side effect that is read, and a
dotted edge is read by a skip condition only.`,
		example: `  dagplan mermaid > build.mmd
  dagplan mermaid config.yaml --direction LR --layers`,
	})
}

func newDotCmd(a *app) *cobra.Command {
	return newDiagramCmd(a, diagramLanguage{
		use: "dot", short: "Draw the graph in Graphviz DOT", write: render.WriteDOT,
		long: `Writes the graph in the DOT language of Graphviz. Strategies have shapes, edges
carry the side effect that is read, and a dashed edge is read by a skip
condition only.`,
		example: `  dagplan dot | dot -Tsvg > build.svg
  dagplan dot config.yaml --direction LR --layers`,
	})
}

func newDiagramCmd(a *app, l diagramLanguage) *cobra.Command {
	var o diagramOptions
	cmd := &cobra.Command{
		Use:     l.use + " [CONFIG]",
		Short:   l.short,
		Long:    l.long,
		Example: l.example,
		GroupID: groupLook,
		Args:    atMost(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.runDiagram(cmd.Context(), o, l, args) },
	}
	o.configFlags.add(cmd)
	o.addSeeds(cmd)
	o.out.addFile(cmd)
	cmd.Flags().Var(newEnum(&o.direction, string(render.TopDown), string(render.LeftRight), string(render.BottomUp), string(render.RightLeft)), "direction", "way in which the diagram flows")
	cmd.Flags().BoolVar(&o.layers, "layers", false, "put the columns of equal depth in a frame")
	cmd.Flags().BoolVar(&o.noLegend, "no-legend", false, "leave the legend out")
	return cmd
}

func (a *app) runDiagram(ctx context.Context, o diagramOptions, l diagramLanguage, args []string) error {
	in, err := a.load(ctx, o.inputFlags, args)
	if err != nil {
		return err
	}
	if edges := len(in.graph.Edges()); l.edgeLimit > 0 && edges > l.edgeLimit {
		a.note("the diagram has %d edges: Mermaid draws more than %d only where maxEdges is raised", edges, l.edgeLimit)
	}
	d := render.Diagram{Graph: in.graph, Columns: in.columns, Direction: render.Direction(o.direction), Layers: o.layers, Legend: !o.noLegend}
	return a.write(o.out, func(w io.Writer) error { return l.write(w, d) })
}
