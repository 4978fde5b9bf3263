// Package seedfile reads what a plan needs of a local seed dataset: the names
// of its columns, and how many rows it has.
//
// Data Designer leaves both to DuckDB (R60), so that this package finds the
// delimiter and the header of a CSV file, the keys of JSON records, and the
// columns of a Parquet file as DuckDB 1.5 does, from the same sample of rows:
// where the whole of a CSV file would change DuckDB's mind, DuckDB refuses the
// file. Rows are counted only as far as the caller needs.
package seedfile
