package sim

import (
	"testing"

	"github.com/dagplan/dagplan/pkg/dag"
	"github.com/dagplan/dagplan/pkg/model"
)

// A simulation that cannot come to its end says so: one that has nothing to do, and
// one that goes round and round. No build is known to do either.
func TestLoop_halts(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		spoil func(*loop)
		want  string
	}{
		{"nothing to do", func(l *loop) { l.next++ }, "the simulation came to a halt with 1 of 2 row groups finished"},
		{
			"round and round", func(l *loop) { l.salvage.isDraining, l.queue.queued = true, 1 },
			"the simulation came to a halt with 0 of 2 row groups finished",
		},
	} {
		var err error
		b := Build{Engine: model.Async, Columns: []model.Column{{Name: "a", Strategy: model.CellByCell}}}
		b.Scenario.Run = model.DefaultRun()
		b.Scenario.Run.MaxConcurrentRowGroups = 1
		if b.Plan, err = model.NewRowGroupPlanOf([]int{1, 1}); err != nil {
			t.Fatal(err)
		}
		if b.Graph, err = dag.FromColumns(b.Columns); err != nil {
			t.Fatal(err)
		}
		s, err := newSetup(b)
		if err != nil {
			t.Fatal(err)
		}
		m, err := newMachine(t.Context(), s, 1, Options{})
		if err != nil {
			t.Fatal(err)
		}
		l := newLoop(m)
		test.spoil(l)
		if err := l.run(); err == nil || err.Error() != test.want {
			t.Errorf("%s: error %v, want %s", test.name, err, test.want)
		}
	}
}
