package seedfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Table is what is known of a dataset.
type Table struct {
	Columns []string
	// Rows is the number of rows, or one that is as large as was needed, or -1
	// where nobody needed it.
	Rows int64
	// Odd is the name of a file that lacks a column of the first one; empty where
	// there is none.
	Odd string
}

// sampleRows is how many rows DuckDB looks at to find out columns.
const sampleRows = 20480

// maxCompared is how many files are held against the first one.
const maxCompared = 100

// Extensions are those that Data Designer reads (R59).
func Extensions() []string { return []string{".parquet", ".csv", ".json", ".jsonl"} }

// Open opens a file by its path.
type Open func(path string) (fs.File, error)

// Read reads the columns of the first of several files of one format, or those
// of all of them if they are JSON, and counts their rows until there are at
// least need; need 0 counts none.
func Read(open Open, paths []string, need int64) (Table, error) {
	if len(paths) == 0 {
		return Table{}, errors.New("there is no file")
	}
	first, err := readFile(open, paths[0], need)
	if err != nil || len(paths) == 1 {
		return first, err
	}
	if need == 0 {
		first.Rows = -1 // a Parquet file knows its own rows, not those of the others
	}
	for i, p := range paths[1:] {
		left := int64(0)
		if need > 0 {
			left = max(need-first.Rows, 0)
		}
		if i >= maxCompared && left == 0 {
			break
		}
		next, err := readFile(open, p, left)
		if err != nil {
			return Table{}, err
		}
		if need > 0 {
			first.Rows += max(next.Rows, 0)
		}
		all := union(first.Columns, next.Columns)
		switch {
		case isJSON(p):
			first.Columns = all
		case len(all) > len(next.Columns) && first.Odd == "":
			first.Odd = path.Base(p)
		}
	}
	return first, nil
}

func isJSON(p string) bool {
	ext := strings.ToLower(path.Ext(p))
	return ext == ".json" || ext == ".jsonl"
}

// union appends names that are not there yet.
func union(names, more []string) []string {
	seen := make(map[string]bool, len(names))
	for _, n := range names {
		seen[n] = true
	}
	all := slices.Clone(names)
	for _, n := range more {
		if !seen[n] {
			all = append(all, n)
		}
	}
	return all
}

func readFile(open Open, p string, need int64) (t Table, err error) {
	f, err := open(p)
	if err != nil {
		return Table{}, err
	}
	defer func() {
		if err = errors.Join(err, f.Close()); err != nil {
			err = fmt.Errorf("%s: %w", path.Base(p), err)
		}
	}()
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
