// Package sim simulates the building of a dataset: it drives the frontier of
// a graph against a clock of its own until every cell is complete or given up,
// and says when that is, what limited it, and what was sent to the models.
package sim
