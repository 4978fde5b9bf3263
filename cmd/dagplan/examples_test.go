package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/dagplan/dagplan/pkg/check"
	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/sim"
)

// Every built-in example is sound down to the last warning, says in a line what
// it shows, and, where it is native, simulates to its end with something worth
// reading: models that take time and cost money.
func TestExamples(t *testing.T) {
	t.Parallel()
	for _, name := range exampleNames() {
		src, err := example(name)
		if err != nil {
			t.Fatal(err)
		}
		if summary := exampleSummary(src.data); summary == "" || utf8.RuneCountInString(summary) > 64 {
			t.Errorf("%s: its first line is %q", name, summary)
		}
		a := testApp()
		in, err := a.load(t.Context(), inputFlags{configFlags: configFlags{example: name}}, nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if text := errText(a); text != "" {
			t.Errorf("%s: %s", name, text)
		}
		if in.file.Format != config.Native {
			continue
		}
		p, err := in.plan()
		if err != nil {
			t.Fatal(err)
		}
		if !p.TimesKnown() || !p.Cost.Known || p.Cost.Amount == 0 {
			t.Errorf("%s: times known %v, cost %+v", name, p.TimesKnown(), p.Cost)
		}
		b, err := in.build(simFlags{engine: "async", seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		r, err := sim.Run(t.Context(), b, sim.Options{})
		if err != nil || !r.Complete {
			t.Errorf("%s: the build ends with %v, %v", name, r.Stopped, err)
		}
	}
}

func errText(a *app) string {
	type stringer interface{ String() string }
	return a.streams.Err.(stringer).String()
}

// An example that stands in testdata/configs too is the same there.
func TestExamples_testdata(t *testing.T) {
	t.Parallel()
	for _, name := range exampleNames() {
		src, err := example(name)
		if err != nil {
			t.Fatal(err)
		}
		other := map[string]string{"starter": "", "datadesigner": "judge.datadesigner.yaml"}
		file, special := other[name]
		if !special {
			file = name + ".yaml"
		}
		if file == "" {
			continue
		}
		want, err := os.ReadFile(filepath.Join(validConfigs, file))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(src.data)); diff != "" {
			t.Errorf("the example %s differs from %s:\n%s", name, file, diff)
		}
	}
}

var validConfigs = filepath.Join("..", "..", "testdata", "configs", "valid")

// The native and the Data Designer form of a config are the same graph.
func TestConfigs_twins(t *testing.T) {
	t.Parallel()
	natives, err := filepath.Glob(filepath.Join(validConfigs, "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	twins := 0
	for _, native := range natives {
		base, found := strings.CutSuffix(native, ".yaml")
		if !found || strings.HasSuffix(base, ".datadesigner") {
			continue
		}
		twin := base + ".datadesigner.yaml"
		if _, err := os.Stat(twin); err != nil {
			twin = base + ".datadesigner.json"
		}
		if diff := cmp.Diff(edgesOf(t, native), edgesOf(t, twin)); diff != "" {
			t.Errorf("%s and %s differ:\n%s", native, twin, diff)
		}
		twins++
	}
	if twins < 8 {
		t.Errorf("%d twins", twins)
	}
}

// edgesOf lists the columns of a config with their strategies and what they
// wait for. Nothing must be found wrong with it.
func edgesOf(t *testing.T, name string) map[string][]string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	_, graph, findings := check.Config(name, data, config.Options{Files: fromFolder(filepath.Dir(name))})
	for _, d := range findings {
		t.Error(d)
	}
	if graph == nil {
		t.FailNow()
	}
	edges := map[string][]string{}
	for _, id := range graph.TopologicalOrder() {
		edges[graph.Name(id)] = []string{graph.Strategy(id).String()}
	}
	for _, e := range graph.Edges() {
		to := graph.Name(e.To)
		edges[to] = append(edges[to], graph.Name(e.From)+" "+e.Kind.String()+" "+e.Via)
	}
	for _, list := range edges {
		slices.Sort(list[1:])
	}
	return edges
}

// fromFolder opens seed files as an engine that runs in that folder would.
type fromFolder string

func (f fromFolder) Open(path string) (fs.File, error) {
	return os.Open(filepath.Join(string(f), path))
}
