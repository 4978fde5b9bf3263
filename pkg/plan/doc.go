// Package plan says what a build comes to before it runs: how many tasks and
// calls it has, the times that no scheduler can beat and what sets them, what
// it costs, and, for a slice, what it waits for and what it can unlock.
//
// [New] makes a [Plan] from a graph, the descriptions of its columns, and a
// scenario. Everything in it follows from counts and means alone; nothing is
// drawn and nothing is scheduled. How long a build is expected to take is for
// package sim to say.
//
// # Counts
//
// A task is counted for each column (R91): one a row for cell_by_cell, one a row
// group for full_column. A call is a task that sends something to a model, a
// request is one thing sent: a call has several where answers fail. Where skip
// conditions, drops and errors have rates, calls and requests are expected
// numbers: a column's own and those of all that it waits for are taken into
// account, while a row that is given up elsewhere is still counted.
//
// # Bounds
//
// A [Bound] is a time below which no build of this scenario ends on average: the
// span (the critical path of one row), its repetition where row groups are admitted
// a few at a time, the work of each model divided by its slots or by what its server
// takes, all work divided by the cap on tasks in flight, and the engine's own time
// for each request. They follow from the settings that the async engine heeds. The
// largest says what limits the build; one seed may be lucky and beat it.
//
// A Plan is plain data in a stable order.
package plan
