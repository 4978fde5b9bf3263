// Package dag links columns to a graph and answers what follows from its
// shape alone: the order in which columns can be made, its cycles, layers and
// roots, the longest dependency chain, the critical path, and how many tasks a
// build has.
//
// A [Builder] is filled through AddColumn, AddEdge and SetSideEffect, in any
// order that names a column before its edges; [Builder.Build] checks it and
// returns a [Graph]. [FromColumns] does all of it from descriptions. A Graph
// never changes, holds no locks, and may be read by many goroutines.
//
// # Names and ids
//
// Columns get dense ids in insertion order. Every order that the package
// returns is a function of that order and of the order in which edges were
// added: never of a hash.
//
// # Side effects
//
// A side effect is a further column that a producer writes. Depending on it is
// depending on its producer. A real column of the same name wins (R83); a
// second producer is refused (R77); an alias of an alias is not followed.
//
// # Decisions where the reference engine is looser
//
// An edge from or to a column that does not exist is refused at once, where the
// engine reports a cycle or nothing at all. Adding the same edge twice is adding
// it once. An edge from a column to itself is ignored. A Graph is a snapshot:
// what is added to the Builder afterwards does not change it, and is not
// forgotten either. Task counts are exact integers at any size.
package dag
