package sim

import (
	"context"

	"github.com/dagplan/dagplan/pkg/model"
)

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

// RunElapsed is [Run], and returns besides the seconds from the start of the
// build to the end of each task that was ready, added up.
func RunElapsed(ctx context.Context, b Build, o Options) (*Result, float64, error) {
	s, err := newSetup(b)
	if err != nil {
		return nil, 0, err
	}
	m, err := s.simulate(ctx, b.Seed, o)
	if err != nil {
		return nil, 0, err
	}
	return m.result(b.Seed), m.elapsed.seconds(), nil
}
