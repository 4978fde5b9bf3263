package sim_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dagplan/dagplan/pkg/model"
)

// Settings that change nothing are said to: nobody would see it in the numbers.
func TestRun_settingsThatChangeNothing(t *testing.T) {
	t.Parallel()
	recorded := model.Distribution{Kind: model.Replayed, Mean: 1, Replay: map[string]float64{"c01|r00000|0": 2, "c03|0|0": 2}}
	w := workload{engine: model.Async, columns: []workColumn{full(0.1), cell(0, 1, 0), cell(0, 1, 0)}, slots: []int{2}, groups: []int{4}}
	w.columns[1].time, w.columns[2].time = recorded, recorded
	b := w.build(t)
	want := []string{
		"the recorded latencies name no cell of column c02, and every one takes their mean: a key is COLUMN|ROW|ATTEMPT, such as c02|r00000|0",
	}
	if diff := cmp.Diff(want, runBuild(t, b).Warnings); diff != "" {
		t.Error(diff)
	}
}
