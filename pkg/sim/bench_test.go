package sim_test

import (
	"flag"
	"fmt"
	"math"
	"runtime"
	"testing"
	"time"

	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/sim"
)

// BenchmarkPeers runs the tight loop of yardstick_test.go and both engines in
// turn, so that whatever else the machine does disturbs all three alike, and
// reports the round of each that took the least processor time: tasks a second,
// and the ratio to the loop.
func BenchmarkPeers(b *testing.B) {
	for _, p := range peerWorkloads() {
		b.Run(p.name, func(b *testing.B) { benchmarkPeer(b, p) })
	}
}

func benchmarkPeer(b *testing.B, p peerWorkload) {
	b.Helper()
	bare, policies := p.workload(model.FIFO).build(b), p.workload(model.Async).build(b)
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
	start := cpuTime()
	run()
	return cpuTime() - start
}

var scaleCells = flag.Int64("cells", 1e7, "cells of BenchmarkScale")

// BenchmarkScale simulates the build W3 over as many row groups as -cells asks
// for, and reports the memory that the process took from the system.
func BenchmarkScale(b *testing.B) {
	for _, engine := range []model.Engine{model.FIFO, model.Async} {
		b.Run(fmt.Sprintf("%s/cells=%d", engine, *scaleCells), func(b *testing.B) {
			p := peerWorkloads()[2].workload(engine)
			p.groups = equalGroups(1000, int((*scaleCells+19999)/20000))
			build := p.build(b)
			tasks := int64(0)
			for b.Loop() {
				tasks += runBuild(b, build).Tasks.Completed
			}
			var memory runtime.MemStats
			runtime.ReadMemStats(&memory)
			b.ReportMetric(float64(memory.Sys)/1e6, "MB")
			b.ReportMetric(float64(tasks)/1e6/b.Elapsed().Seconds(), "Mtasks/s")
		})
	}
}

// Nothing is allocated for a task: eight times the row groups of 500 rows take
// no more than three allocations for each row group.
func TestRun_allocatesNothingPerTask(t *testing.T) { //nolint:paralleltest // AllocsPerRun counts those of the whole process
	const few, many, perRowGroup = 4, 32, 3
	for _, engine := range []model.Engine{model.FIFO, model.Async} {
		for _, p := range peerWorkloads() {
			w := p.workload(engine)
			allocations := func(rowGroups int) float64 {
				w.groups = equalGroups(500, rowGroups)
				build := w.build(t)
				return testing.AllocsPerRun(1, func() { runBuild(t, build) })
			}
			if more := allocations(many) - allocations(few); more > perRowGroup*(many-few) {
				t.Errorf("%s on %s: %.0f more allocations for %d more row groups", engine, p.name, more, many-few)
			}
		}
	}
}
