// Package sim simulates the building of a dataset: it drives the frontier of
// a graph against a clock of its own until every cell is complete or given up,
// and says when that is, what limited it, and what was sent to the models.
//
// [Run] simulates a [Build] once; [RunMany] repeats it with other seeds and [RunAll]
// simulates several builds, both on all cores. Nothing is sent anywhere, nothing is
// printed, and nothing depends on the clock of the machine.
//
// # Engines
//
// A [model.Engine] is a set of named [Policies]: which ready task goes next, what
// admits it, what follows a failure, and how the engine's own work is done.
//
//   - [model.Async] is the engine of Data Designer 0.9.6: columns share by fair
//     queueing, a task holds a slot of its model from its dispatch to its end, the
//     number of requests adapts to 429, failed tasks are salvaged in rounds, and
//     all of it runs on one event loop whose cost per request is counted.
//   - [model.Sync] is the engine of Data Designer 0.6.1: one column after another, one
//     row group after another.
//   - [model.FIFO] is the bare build model: slots and queues, first in, first out;
//     nothing fails, nothing is skipped, and the engine takes no time.
//
// The rules are those of the engines themselves; comments name the section of
// the engine's rules that they come from. docs/fidelity.md holds the simulator
// against measured builds.
//
// # Time and chance
//
// Time is whole nanoseconds. A random number is a function of the seed, the name
// of the column, the row group, the row, the attempt, and what it is for: not of
// the order of events. Two builds with the same seed therefore differ only by what
// was changed (common random numbers), and the same build gives an equal [Result]
// on any machine: exponentials, logarithms and quantiles are computed here in a
// way that no processor's fused multiply-add can change. Only the gamma
// distribution takes its quantiles from a library, rounded to 30 bits.
//
// Quantile functions are tabled: the draw of a lognormal, exponential or gamma
// time differs from the exact one by less than a part in 10⁷.
//
// A [World] decides what is otherwise drawn; so a recorded build is replayed.
//
// # Why
//
// Every second of every task is attributed to a [Cause], from the start of the
// build to its end; so is the realised critical path, and every slot of a model
// that stood idle. Sums over tasks are exact inside and are reported in seconds.
// The path follows, from the task that was done last, the input that came last,
// back to the admission of its row group, and on with the row group whose end let
// it in; [Result.Limits] is the same path over time. It is not known where the
// row groups in flight hold more than about two million cells.
//
// # Cost
//
// A task costs O(columns downstream), plus a game for each doubling of the tasks
// that run, in the tournament that holds the events; the fair queue adds O(models) a
// dispatch. Nothing is allocated per task, and memory follows the row groups in flight,
// not the build.
package sim
