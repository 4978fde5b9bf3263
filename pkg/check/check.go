package check

import (
	"slices"

	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/diag"
)

// Config reads a config, links it and checks it. The findings are all there
// are, sorted, without those that a comment in the file silences. The file is
// nil where nothing can be said of its columns, the graph where they cannot be
// linked; then there is an error among the findings.
func Config(name string, data []byte, options config.Options) (*config.File, *dag.Graph, diag.List) {
	file, findings := config.Read(name, data, options)
	whole := !findings.HasErrors()
	var graph *dag.Graph
	if file != nil {
		var linked diag.List
		graph, linked = link(file, whole)
		findings = slices.Concat(findings, linked)
	}
	findings = silence(name, data, findings, whole && graph != nil)
	findings.Sort()
	return file, graph, findings
}

// Link links the columns of a file that was read without errors to a graph,
// and checks everything that is known once they are: columns, graph and models.
// The graph is nil where it cannot be built; then there is an error among the
// findings, which are sorted.
//
// Complexity: O(size of the file).
func Link(file *config.File) (*dag.Graph, diag.List) {
	graph, findings := link(file, true)
	findings.Sort()
	return graph, findings
}

// link is Link for a file of which whole says whether all could be read.
func link(file *config.File, whole bool) (*dag.Graph, diag.List) {
	c := newChecker(file)
	rules := faults()
	if whole && c.graph != nil {
		rules = append(rules, advice()...)
	}
	for _, rule := range rules {
		rule(c)
	}
	return c.graph, c.findings
}
