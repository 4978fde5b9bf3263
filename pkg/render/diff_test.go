package render_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/internal/golden"
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/plan"
	"github.com/dagplan/dagplan/pkg/render"
	"github.com/dagplan/dagplan/pkg/sim"
)

func planOf(t *testing.T, columns []model.Column, records int64) *plan.Plan {
	t.Helper()
	g, err := dag.FromColumns(columns)
	if err != nil {
		t.Fatal(err)
	}
	s := model.Scenario{Run: model.DefaultRun(), Models: []model.Model{model.DefaultModel("writer"), model.DefaultModel("judge")}}
	s.Run.NumRecords = records
	p, err := plan.New(g, columns, s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func requires(names ...string) []model.Dependency {
	var list []model.Dependency
	for _, name := range names {
		list = append(list, model.Dependency{Name: name, Kind: model.Required})
	}
	return list
}

// twoBuilds differ in everything that a diff shows.
func twoBuilds(t *testing.T) render.Diff {
	t.Helper()
	before := []model.Column{
		{Name: "topic", Strategy: model.FullColumn},
		{Name: "old|name `x`", Strategy: model.CellByCell},
		{Name: "draft", Strategy: model.CellByCell, Models: []string{"writer"}, Dependencies: requires("topic")},
		{Name: "verdict", Strategy: model.CellByCell, Models: []string{"writer"}, Dependencies: requires("draft", "topic")},
	}
	after := []model.Column{
		{Name: "draft", Strategy: model.CellByCell, Models: []string{"writer"}, SideEffects: []string{"draft__trace"}, Dependencies: requires("topic")},
		{Name: "topic", Strategy: model.FullColumn},
		{Name: "verdict", Strategy: model.CellByCell, Models: []string{"judge"}, Dependencies: []model.Dependency{{Name: "draft", Kind: model.Required}, {Name: "topic", Kind: model.SkipCondition}}},
		{Name: "<b>@team</b>\n::error::", Strategy: model.CellByCell, Dependencies: requires("verdict")},
	}
	return render.Diff{
		OldName: "git:main:dagplan.yaml", NewName: "dagplan.yaml",
		Diff: plan.NewDiff(planOf(t, before, 100), planOf(t, after, 250)),
		Time: &render.DiffTime{Old: built(90 * time.Second), New: built(200 * time.Second)},
	}
}

func built(makespan time.Duration) *sim.Result {
	return &sim.Result{Complete: true, Makespan: makespan}
}

func TestDiff_forms(t *testing.T) {
	t.Parallel()
	for name, write := range map[string]func(*bytes.Buffer, render.Diff) error{
		"diff.txt":  func(w *bytes.Buffer, d render.Diff) error { return render.WriteText(w, d, render.Style{}) },
		"diff.json": func(w *bytes.Buffer, d render.Diff) error { return render.WriteJSON(w, d) },
		"diff.md":   func(w *bytes.Buffer, d render.Diff) error { return d.WriteMarkdown(w) },
	} {
		var out bytes.Buffer
		if err := write(&out, twoBuilds(t)); err != nil {
			t.Fatal(err)
		}
		golden.Check(t, "render/"+name, out.Bytes())
		for range 50 {
			var again bytes.Buffer
			if err := write(&again, twoBuilds(t)); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(out.Bytes(), again.Bytes()) {
				t.Fatalf("%s: two results", name)
			}
		}
	}
}

func TestDiff_same(t *testing.T) {
	t.Parallel()
	columns := []model.Column{{Name: "topic", Strategy: model.FullColumn}}
	d := render.Diff{OldName: "a", NewName: "b", Diff: plan.NewDiff(planOf(t, columns, 10), planOf(t, columns, 10))}
	var text, markdown bytes.Buffer
	if err := render.WriteText(&text, d, render.Style{}); err != nil {
		t.Fatal(err)
	}
	if err := d.WriteMarkdown(&markdown); err != nil {
		t.Fatal(err)
	}
	if got := text.String(); got != "a → b: no difference\n" {
		t.Errorf("text: %q", got)
	}
	if got := markdown.String(); got != "### dagplan: no difference\n\n`a` → `b`\n" {
		t.Errorf("markdown: %q", got)
	}
	d.Time = &render.DiffTime{Old: built(time.Second), New: built(2 * time.Second)}
	if got := d.Summary(); d.Empty() || got != "another simulated time" {
		t.Errorf("another time: %q", got)
	}
	d.Time.New = &sim.Result{Stopped: sim.EarlyShutdown}
	if got := d.Summary(); d.Empty() || got != "another simulated time; the new build does not complete: the engine shut down over too many errors" {
		t.Errorf("no time: %q", got)
	}
	d.Time.Old = d.Time.New
	if got := d.Summary(); !d.Empty() || got != "no difference; neither build completes: the engine shut down over too many errors" {
		t.Errorf("no times: %q", got)
	}
}

// However much differs, the Markdown fits a comment, is cut at the end of a
// line, and closes what it opens.
func TestDiff_markdownLimit(t *testing.T) {
	t.Parallel()
	var after []model.Column
	for i := range 5000 {
		c := model.Column{Name: fmt.Sprintf("column_%d_%s", i, strings.Repeat("ö", 400)), Strategy: model.CellByCell}
		if i > 0 {
			c.Dependencies = requires(after[i-1].Name)
		}
		after = append(after, c)
	}
	d := render.Diff{OldName: "a", NewName: "b", Diff: plan.NewDiff(planOf(t, nil, 10), planOf(t, after, 10))}
	var out bytes.Buffer
	if err := d.WriteMarkdown(&out); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	if n := utf8.RuneCountInString(text); n >= 65_000 || n < 50_000 {
		t.Errorf("the comment has %d characters", n)
	}
	if opened, closed := strings.Count(text, "<details>"), strings.Count(text, "</details>"); opened == 0 || opened != closed {
		t.Errorf("%d parts are folded, %d folds are closed", opened, closed)
	}
	if !strings.Contains(text, " more |\n") || !strings.HasSuffix(text, "\n") {
		t.Errorf("nothing says what is left out:\n%s", text[len(text)-300:])
	}
}
