package seedfile

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"

	"github.com/parquet-go/parquet-go"
)

// maxParquet bounds a Parquet file that cannot be read in places.
const maxParquet = 256 << 20

// readParquet reads the footer of a file.
func readParquet(f fs.File) (t Table, err error) {
	// A file that lies about itself makes the library panic.
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the file is damaged: %v", r)
		}
	}()
	info, err := f.Stat()
	if err != nil {
		return Table{}, err
	}
	places, ok := f.(io.ReaderAt)
	if !ok {
		content, err := io.ReadAll(io.LimitReader(f, maxParquet))
		if err != nil {
			return Table{}, err
		}
		places = bytes.NewReader(content)
	}
	file, err := parquet.OpenFile(places, info.Size(), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return Table{}, err
	}
	t.Rows = file.NumRows()
	for _, c := range file.Root().Columns() {
		t.Columns = append(t.Columns, c.Name())
	}
	t.Columns = distinct(t.Columns)
	return t, nil
}
