//go:build !unix

package frontier_test

import "time"

var started = time.Now()

// cpuTime is the time on the wall, where the processor time is not known.
func cpuTime() time.Duration { return time.Since(started) }
