package check

import "slices"

// rule reports what it finds about one thing.
type rule func(*checker)

// faults are the rules that hold for any file, however much of it is wrong.
// The order does not matter: findings are sorted.
func faults() []rule {
	return slices.Concat([]rule{
		unknownColumns, selfReads, hiddenEffects, duplicates, secondWriters,
		cycles, steps,
		unknownModels, unknownProfilers, unknownProviders, tools,
	}, designerFaults())
}

// advice are the rules about what is legal but wasteful. They ask what reads
// what, and so need a graph, and a file of which every part could be read.
func advice() []rule {
	return []rule{
		unusedColumns, pointlessSkips, beforeGate, barriers, refusedTemplates,
		unusedModels, sharedEndpoints,
	}
}
