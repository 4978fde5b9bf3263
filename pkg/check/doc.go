// Package check says what is wrong with a config, and what is legal but
// wasteful: it links the columns that package config has read to a graph, and
// puts the place in the file on everything that the graph or the models
// refuse.
//
// [Config] reads, links and checks a file in one call. [Link] does it for a
// file that has been read. All findings are reported in one run: a column that
// does not exist hides no cycle, and a cycle no unknown model.
//
// # Rules
//
// A rule is a function that looks at one thing and reports it under one code.
// [Codes] documents every code of dagplan, those of package config as well.
// The rules are listed in rules.go; each family of codes has a file. Rules that
// hold for Data Designer configs alone stand in the files datadesigner_*.go.
//
// A warning is only worth its line where an expert would thank for it: what can
// be right in some build must be quiet.
//
// # Silencing
//
// A comment "# dagplan:ignore DP412" silences that code on the line it stands
// on or, on a line of its own, on the node that begins below it. Warnings, and
// what is wrong with models, can be silenced; an error that keeps the columns
// from being linked cannot.
package check
