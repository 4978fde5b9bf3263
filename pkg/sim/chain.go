package sim

import (
	"time"

	"github.com/dagplan/dagplan/pkg/model"
)

// timelineBuckets is into how many stretches at least, and twice as many at
// most, the time of a build is cut for [Result.Limits].
const timelineBuckets = 24

// chain is the realised critical path from the start of the build up to a
// moment, summed up: by column and cause, and by stretch of time, cause and
// pool. It takes the same memory however long the build.
type chain struct {
	waits   [][causeCount + 1]int64 // by column
	tasks   int64
	groups  int
	until   int64
	steps   []pathStep // of the last row group, backwards
	pools   int
	width   int64
	buckets []int64 // by stretch, pool and cause
}

// pathStep is one task on the path.
type pathStep struct {
	task               model.Task
	ready, start, done int64
	largest            Cause
}

func (c *chain) reset(columns, pools int) {
	if c.waits == nil {
		c.waits = make([][causeCount + 1]int64, columns+1)
		c.buckets = make([]int64, 2*timelineBuckets*pools*(causeCount+1))
		c.pools = pools
	}
	clear(c.waits)
	clear(c.buckets)
	c.tasks, c.groups, c.until, c.width, c.steps = 0, 0, 0, int64(time.Millisecond), c.steps[:0]
}

// extend attributes the time from the end of the chain up to a moment. Column
// -1 is the engine itself.
func (c *chain) extend(to int64, column model.ColumnID, pool int, cause Cause) {
	if to <= c.until {
		return
	}
	if column < 0 {
		column = model.ColumnID(len(c.waits) - 1)
	}
	c.waits[column][cause] += to - c.until
	for (to-1)/(2*timelineBuckets) >= c.width {
		c.halve()
	}
	stride := c.pools * (causeCount + 1)
	for c.until < to {
		bucket := c.until / c.width
		end := min(to, (bucket+1)*c.width)
		c.buckets[int(bucket)*stride+pool*(causeCount+1)+int(cause)] += end - c.until
		c.until = end
	}
}

// halve doubles the width of the stretches.
func (c *chain) halve() {
	stride := c.pools * (causeCount + 1)
	for b := range timelineBuckets {
		for i := range stride {
			c.buckets[b*stride+i] = c.buckets[2*b*stride+i] + c.buckets[(2*b+1)*stride+i]
		}
	}
	clear(c.buckets[timelineBuckets*stride:])
	c.width *= 2
}
