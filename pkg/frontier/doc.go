// Package frontier tracks which tasks of a build are ready.
//
// # Words
//
// A build makes the columns of a [dag.Graph], row group by row group. A cell is
// one row of a column. A cell_by_cell column has a task for each cell, which may
// start once the row has all that the column reads; a full column has one task
// for all rows of a row group, which may start once the columns it reads are
// complete, and what reads a full column waits for the whole of it. The frontier
// is the tasks that may start and have not been handed out.
//
// A slice is a cell, or the whole of a column in a row group, and has a [Status]:
//
//	Waiting ──► Ready ──► Dispatched ──► Done
//	            │   ▲          │
//	            │   └─ Release ┘
//	            └─ DropRow ─► GivenUp
//
// A row group has states of its own: not admitted; admitted, with its memory but
// nothing ready; seeded, with its roots ready; compacted, with a bit a row.
//
// # Use
//
// A [Tracker] is driven by events, each of which is a verb: Admit and Seed a row
// group, Acknowledge a task that was handed out, CompleteCell, CompleteCells or
// CompleteColumn, Release one that ended without a result, DropRow, and Compact
// a row group that is complete. Each answers with a [Delta]: the tasks that
// became ready and those that were withdrawn, as runs of consecutive rows. It
// holds until the next verb, refused or not. There is no clock in here and no
// order of dispatch; who wants one keeps a [Queue] and takes from it with
// [Tracker.Dispatch], which skips what is ready no longer.
//
// So a build is: seed some row groups and push what is ready. While Dispatch
// gives a run, do its work, complete it, and push what became ready. Where the
// work failed for good, drop the row; where it is to be tried again, Release it
// and push it once more. When [Tracker.CanCompact] says so, compact the row group
// and seed the next. A [Feed] does the acknowledging and queueing for those who
// dispatch first in, first out, and is the fastest way through; what is queued in
// it is the frontier.
//
// A verb that is refused returns an [*Error] with the reason and the coordinates,
// and has changed nothing. Bad arguments are refused, never a panic. A run is
// accepted as a whole or not at all.
//
// Multi-column steps are for the caller: a tracker treats each column by itself.
//
// # Costs
//
// With d the columns downstream of a column, and counted in words looked at,
// whatever the number of rows:
//
//	CompleteCell                 O(d), also before a barrier: a counter goes down;
//	                             O(1) where all of d is in one lane and still waits
//	CompleteColumn               O(d), and O(rows) where cells waited for it
//	DropRow                      O(columns), and O(edges) for the last row
//	Acknowledge, Release         O(1) a cell
//	Ready                        O(row groups asked for + answers)
//	the other queries            O(1)
//	Admit, Seed                  O(columns + rows · planes), see Layout
//	Compact                      O(full columns / 64), and O(rows) where any was dropped
//
// In steady state nothing allocates: a row group takes the memory that a
// compacted one has left. Row groups in flight take between a third of a byte and
// two bytes a cell, if they have some hundreds of rows; finished ones nothing where
// no row was dropped, two to four bytes a dropped row where few were, and a bit a row
// from one row in sixteen on; each shard keeps its own. The table of row groups takes
// 8 bytes a row group from the first of 1,024 that is admitted until all of those
// are compacted. What has not been admitted takes nothing: a build of 10⁹ cells
// needs the memory of its row groups in flight.
//
// # Layout
//
// The state of a row group lies by rows, not by columns: a row has a lane of up to
// 64 bits, and in it each cell_by_cell column a field that counts up to its open
// bit, once for every input that completes. So one addition to one word completes a
// cell, counts down what all its readers wait for, and opens those that wait for
// nothing more: whether there are any is one more mask, at any fan-out. A field has
// two bits for a cell that reads one other, three for up to four, and a bit more
// each time that number doubles: a lane holds some twenty to thirty columns. Wider
// graphs take more lanes, in planes one after the other, and a completion an
// addition for each plane that it reaches. That a cell waits for full columns, or to
// be seeded, is one more input, counted in all rows at once.
//
// Measured slower were counters for each cell, and a bit set for each column, which
// cost a memory access for each column downstream; and fields without a counter, with
// a mask and a comparison for each reader.
//
// A full column has two bits and a count of the columns that it waits for. Bulk
// operations take 64 rows at a time. Which words have a ready cell is kept in an
// index of bits of bits, so that a query finds them without a scan; a feed keeps
// instead, for each 64 rows, which columns it has an entry for, and looks for their
// rows when it comes to it.
//
// # Concurrency
//
// A tracker, and its queries, are for one goroutine at a time; nothing in here
// locks. Row groups never depend on one another, so that a [Sharded] tracker can
// be driven by as many goroutines as it has shards, each with the row groups of
// its shard and, if it likes, a feed of its own.
//
// # Decisions
//
// The rules are those of the CompletionTracker of data-designer 0.9.6, but for
// what it does by accident. Each decision has a test of its name, such as
// TestDecision_rowOutOfRange.
//
//   - rowOutOfRange, outOfRangeAdded: a row that the row group does not have is
//     refused, also a negative one, and so nothing downstream of it becomes ready.
//   - completeNotReady: completing what waits is refused. Completing what is ready
//     but was not acknowledged is accepted, and withdraws it.
//   - doubleCompletion: refused.
//   - inflightReadded, doneReadded, droppedReadded: what was acknowledged, is
//     complete, or lies in a dropped row never becomes ready again, whatever is
//     seeded, dropped or completed; only Release gives back what is in flight. In a
//     dropped row Release gives it up.
//   - rootBatchAfterDrop: a full root is a from_scratch task, and nothing else ever.
//   - staleFromScratch: completing a full column takes its task out of the frontier,
//     whatever its type.
//   - completeDroppedRow: refused, unless the cell was in flight when the row was
//     dropped. Such a late completion is accepted; the cell is complete then, and
//     wakes nobody.
//   - doubleDrop: accepted, and changes nothing.
//   - compactIncomplete: refused.
//   - compactWithInflight: refused. All rows may have been dropped while cells of
//     them, or a full column, are in flight: complete or release those first.
//   - opAfterCompaction, compactedReadded: every verb on a compacted row group is
//     refused, but for Compact, which changes nothing.
//   - compactNegativeDrop (compact_crash with it): there are no negative rows, and so
//     compaction keeps exactly the rows that were dropped.
//   - addRootNonroot: seeding a column with upstream is refused.
//   - partialMutationOnError: whoever is refused has changed nothing, not even for
//     the arguments before the wrong one.
//   - addReadyUnvalidated: to retry is to Release, of what is in flight only.
//   - missingReady: in a row group without rows every cell_by_cell column is complete
//     once it is seeded, and its full columns become ready.
//   - queryAfterCompaction: a compacted row group is complete, and so is every slice
//     of it but the cells of dropped rows, which are given up, made or not.
//   - queryOfWholeColumn: a cell_by_cell column is complete when all its cells are
//     made or dropped.
//   - queryOfNothing: a row group without rows is complete from its admission, as
//     nothing of it is wanted. What is not admitted or does not exist never is.
//   - acknowledgeUnknown: acknowledging what is not ready is refused.
//   - dropAllRows: with no live row left the row group is complete. Its full columns
//     become ready when nothing is left to wait for, and may run over no rows;
//     compaction withdraws those that are ready and have not.
//   - fullColumnOfDroppedRows: completing a full column completes it for dropped rows
//     too; they stay dropped.
//   - dropFinishedRow: accepted; what was made of the row stays complete.
//   - fullColumnIsAFact: a full column is complete when its task is, never because of
//     its rows.
//   - repeatedRowGroup, negativeSize: a plan says the size of each row group once and
//     refuses negative ones; a verb that names another size is refused.
//   - emptyColumns: seeding no columns in particular seeds all roots.
//   - acknowledgeOne: acknowledging a task costs the same however many are ready.
package frontier
