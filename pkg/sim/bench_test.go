package sim_test

import (
	"math"
	"testing"
	"time"

	"github.com/dagplan/dagplan/pkg/sim"
)

// BenchmarkPeers runs the tight loop of yardstick_test.go and both engines in
// turn, so that whatever else the machine does disturbs all three alike, and
// reports the fastest round of each: tasks a second, and the ratio to the loop.
func BenchmarkPeers(b *testing.B) {
	for _, p := range peerWorkloads() {
		b.Run(p.name, func(b *testing.B) { benchmarkPeer(b, p) })
	}
}

func benchmarkPeer(b *testing.B, p peerWorkload) {
	bare, policies := p.workload(sim.FIFO).build(b), p.workload(sim.Async).build(b)
	draw := sim.DrawFunc(bare)
	tight, fifo, async := time.Duration(math.MaxInt64), time.Duration(math.MaxInt64), time.Duration(math.MaxInt64)
	tasks := int64(0)
	for b.Loop() {
		tight = min(tight, timeOf(func() { _, tasks = newYardstick(p.columns, p.slots, 1000, 10, 2, draw).run() }))
		fifo = min(fifo, timeOf(func() { runBuild(b, bare) }))
		async = min(async, timeOf(func() { runBuild(b, policies) }))
	}
	b.ReportMetric(float64(tasks)/1e6/tight.Seconds(), "tight-Mtasks/s")
	b.ReportMetric(float64(tasks)/1e6/fifo.Seconds(), "fifo-Mtasks/s")
	b.ReportMetric(float64(tasks)/1e6/async.Seconds(), "async-Mtasks/s")
	b.ReportMetric(tight.Seconds()/fifo.Seconds(), "fifo/tight")
	b.ReportMetric(tight.Seconds()/async.Seconds(), "async/tight")
	b.ReportMetric(float64(tasks), "tasks")
	b.ReportMetric(0, "ns/op")
}

func timeOf(run func()) time.Duration {
	start := time.Now()
	run()
	return time.Since(start)
}
