// Package frontier tracks which tasks of a build are ready.
//
// A [Tracker] is driven by events: a row group is seeded, a task is
// acknowledged, a cell or a full column is completed, a row is dropped. Each
// returns a [Delta]: the tasks that became ready and those that were withdrawn,
// as runs. A [Queue] keeps runs first in, first out.
//
// Multi-column steps are for the caller: a tracker treats each column by itself.
package frontier
