package sim

import "github.com/dagplan/dagplan/pkg/model"

// DrawFunc returns the service times of a build, as the simulator draws them.
func DrawFunc(b Build) func(column, group, row int) int64 {
	s, err := newSetup(b)
	if err != nil {
		panic(err)
	}
	w := s.newWorld(b.Seed)
	return func(column, group, row int) int64 {
		c := &w.columns[column]
		at := model.RowIndex(row)
		if s.columns[column].isFull {
			at = model.AllRows
		}
		return int64(duration(float64(c.latency.scale * c.latency.table.at(c.latencyKey.random(model.RowGroupIndex(group), at, 0)))))
	}
}
