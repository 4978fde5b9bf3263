// Package model holds the words that every other package of dagplan speaks:
// where a value stands in a dataset, how a column is made, what a unit of work
// is, how rows are cut into row groups, and how the world behaves while a
// build runs.
//
// # Coordinates
//
// A dataset is built column by column in row groups. A [Cell] is one value:
// a column, the index of a row group, and the index of a row inside that
// group, from 0. A [Slice] is what one task makes: a cell, or a whole column
// of a row group. Inside dagplan a column is a dense [ColumnID], handed out by
// the graph in insertion order; its name is resolved at the edge, by a
// [SliceRef] such as summary[2:17].
//
// # Work
//
// A [Task] makes a slice. Its [TaskType] says how. A [TaskResult] is what
// became of it, a [TaskTrace] when.
//
// # Descriptions
//
// A [Column] describes a column as a config states it; package dag links the
// descriptions to a graph. A [RowGroupPlan] cuts rows into row groups without
// listing them. A [Scenario] says how many rows are built, by which settings of
// the engine, and how models answer.
//
// The package imports the standard library only and holds no state.
package model
