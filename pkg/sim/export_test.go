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

// Books are what a simulation keeps besides its result.
type Books struct {
	// Elapsed are the seconds from the start of the build to the end of each task that
	// was ready, added up.
	Elapsed float64
	// Left are the tasks that each pool still waits for at the end.
	Left []int64
}

// RunBooks is [Run], and returns the books besides.
func RunBooks(ctx context.Context, b Build, o Options) (*Result, Books, error) {
	s, err := newSetup(b)
	if err != nil {
		return nil, Books{}, err
	}
	m, err := s.simulate(ctx, b.Seed, o)
	if err != nil {
		return nil, Books{}, err
	}
	books := Books{Elapsed: m.elapsed.seconds()}
	for i := range m.byPool {
		books.Left = append(books.Left, m.byPool[i].left)
	}
	return m.result(b.Seed), books, nil
}
