package sim_test

import (
	"testing"
	"time"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/sim"
)

// Twelve texts of a second each take six seconds at two of four slots; the other two
// are those of a column whose first requests are all refused. The texts wait out the
// cooldowns of that one, unless it asks for embeddings, whose limit is another one.
func TestRun_embeddingsHaveALimitOfTheirOwn(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, kind string
		lowest     int
		texts      time.Duration
	}{
		{"embeddings", "embedding", 1, 6 * time.Second},
		{"texts", "llm-text", 1, 28 * time.Second},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := runBuild(t, refusedColumn(t, tt.kind))
			if texts := r.Columns[1].Last.Round(time.Second); texts != tt.texts {
				t.Errorf("the texts are done after %v, want %v", texts, tt.texts)
			}
			if m := &r.Models[0]; m.LowestLimit != tt.lowest || m.RateLimited != 12 || m.Peak > 4 {
				t.Errorf("lowest limit %d, %d answers 429, peak %d; want %d, 12 and at most 4", m.LowestLimit, m.RateLimited, m.Peak, tt.lowest)
			}
		})
	}
}

// refusedColumn is a build of texts and of a column of a kind whose first requests
// are all answered by 429, both by one model.
func refusedColumn(tb testing.TB, kind string) sim.Build {
	tb.Helper()
	m := model.DefaultModel("m")
	m.Latency = seconds(1)
	b := sim.Build{Columns: []model.Column{
		{Name: "refused", Type: kind, Strategy: model.CellByCell, Models: []string{"m"}},
		{Name: "text", Type: "llm-text", Strategy: model.CellByCell, Models: []string{"m"}},
	}}
	b.Scenario = model.Scenario{Run: model.DefaultRun(), Models: []model.Model{m}, Columns: []model.ColumnSettings{
		{Name: "refused", Errors: []model.ErrorRate{{Kind: model.RateLimited, Rate: 1, Attempts: 1}}},
	}}
	b.Scenario.Run.HealthCheck, b.Scenario.Run.Cost = false, model.EngineCost{AnswersPerPass: 16}
	var err error
	if b.Graph, err = dag.FromColumns(b.Columns); err != nil {
		tb.Fatal(err)
	}
	if b.Plan, err = model.NewRowGroupPlanOf([]int{12}); err != nil {
		tb.Fatal(err)
	}
	return b
}
