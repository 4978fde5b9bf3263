package seedfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
)

// Table is what is known of a dataset.
type Table struct {
	Columns []string
	// Rows is the number of rows, or one that is as large as was needed, or -1
	// where nobody needed it.
	Rows int64
}

// sampleRows is how many rows DuckDB looks at to find out columns.
const sampleRows = 20480

// Extensions are those that Data Designer reads (R59).
func Extensions() []string { return []string{".parquet", ".csv", ".json", ".jsonl"} }

// Open opens a file by its path.
type Open func(path string) (fs.File, error)

// Read reads the columns of the first of several files of one format, and
// counts the rows of all of them until there are at least need; need 0 counts
// none. The columns of JSON files are those of all.
func Read(open Open, paths []string, need int64) (Table, error) {
	if len(paths) == 0 {
		return Table{}, errors.New("there is no file")
	}
	table := Table{Rows: -1}
	if need > 0 {
		table.Rows = 0
	}
	for i, p := range paths {
		json := strings.HasSuffix(strings.ToLower(p), ".json") || strings.HasSuffix(strings.ToLower(p), ".jsonl")
		if i > 0 && !json && table.Rows < 0 {
			break
		}
		one, err := readFile(open, p, need-max(table.Rows, 0))
		if err != nil {
			return Table{}, fmt.Errorf("%s: %w", path.Base(p), err)
		}
		if i == 0 || json {
			table.Columns = union(table.Columns, one.Columns)
		}
		switch {
		case table.Rows >= 0:
			table.Rows += max(one.Rows, 0)
		case len(paths) == 1:
			table.Rows = one.Rows
		}
		if table.Rows >= need && !json {
			break
		}
	}
	return table, nil
}

// union appends names that are not there yet.
func union(names, more []string) []string {
	seen := make(map[string]bool, len(names))
	for _, n := range names {
		seen[n] = true
	}
	for _, n := range more {
		if !seen[n] {
			names = append(names, n)
		}
	}
	return names
}

func readFile(open Open, p string, need int64) (t Table, err error) {
	f, err := open(p)
	if err != nil {
		return Table{}, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	switch ext := strings.ToLower(path.Ext(p)); ext {
	case ".csv":
		return readCSV(f, need)
	case ".json", ".jsonl":
		return readJSON(f, need)
	case ".parquet":
		return readParquet(f)
	default:
		return Table{}, fmt.Errorf("files named *%s are not read", ext)
	}
}

// distinct gives each column a name of its own as DuckDB does, for which case
// does not matter: the second a is a_1.
func distinct(names []string) []string {
	taken := map[string]bool{}
	out := make([]string, len(names))
	for i, name := range names {
		unique := name
		for n := 1; taken[strings.ToLower(unique)]; n++ {
			unique = fmt.Sprintf("%s_%d", name, n)
		}
		taken[strings.ToLower(unique)] = true
		out[i] = unique
	}
	return out
}

// withoutMark skips a byte order mark.
func withoutMark(r io.Reader) (io.Reader, error) {
	mark := make([]byte, 3)
	n, err := io.ReadFull(r, mark)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	if string(mark[:n]) == "\ufeff" {
		return r, nil
	}
	return io.MultiReader(strings.NewReader(string(mark[:n])), r), nil
}
