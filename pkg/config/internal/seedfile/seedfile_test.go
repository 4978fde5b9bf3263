package seedfile_test

import (
	"bytes"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"github.com/dagplan/dagplan/pkg/config/internal/seedfile"
	"github.com/dagplan/dagplan/pkg/internal/reftest"
)

// judged is a file with what DuckDB makes of it.
type judged struct {
	Name, Content string
	Columns       []string
	Rows          *int64
}

func verdicts(tb testing.TB) []judged {
	tb.Helper()
	return reftest.FileLines[judged](tb, filepath.Join("testdata", "duckdb.jsonl"))
}

func read(name, content string, need int64) (seedfile.Table, error) {
	files := fstest.MapFS{name: {Data: []byte(content)}}
	return seedfile.Read(func(p string) (fs.File, error) { return files.Open(p) }, []string{name}, need)
}

// TestRead_duckdb holds columns and rows against DuckDB's (R60, R87), which
// testdata/compare/seedfiles.py asked.
func TestRead_duckdb(t *testing.T) {
	t.Parallel()
	for _, want := range verdicts(t) {
		got, err := read(want.Name, want.Content, 1_000_000)
		switch {
		case want.Rows == nil && err == nil:
			t.Errorf("no error, while DuckDB refuses %q", want.Content)
		case want.Rows == nil:
		case err != nil:
			t.Errorf("%v, of %q", err, want.Content)
		case !slices.Equal(got.Columns, want.Columns):
			t.Errorf("columns %q, want %q, of %q", got.Columns, want.Columns, want.Content)
		case got.Rows != *want.Rows:
			t.Errorf("%d rows, want %d, of %q", got.Rows, *want.Rows, want.Content)
		}
	}
}

// TestRead_several: the first CSV file says the columns, rows add up, JSON files
// add columns, and a file without a column of the first is odd.
func TestRead_several(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"a.csv":   {Data: []byte("id,name\n1,x\n2,y\n")},
		"b.csv":   {Data: []byte("name,id,more\nz,3,!\n")},
		"c.csv":   {Data: []byte("id\n4\n")},
		"a.jsonl": {Data: []byte(`{"q":1}`)},
		"b.jsonl": {Data: []byte("{\"q\":1,\"r\":2}\n{\"q\":3}")},
	}
	for _, c := range []struct {
		paths []string
		need  int64
		want  seedfile.Table
	}{
		{[]string{"a.csv", "b.csv"}, 0, seedfile.Table{Columns: []string{"id", "name"}, Rows: -1}},
		{[]string{"a.csv", "b.csv"}, 9, seedfile.Table{Columns: []string{"id", "name"}, Rows: 3}},
		{[]string{"a.csv", "b.csv"}, 1, seedfile.Table{Columns: []string{"id", "name"}, Rows: 1}},
		{[]string{"a.csv", "c.csv"}, 0, seedfile.Table{Columns: []string{"id", "name"}, Rows: -1, Odd: "c.csv"}},
		{[]string{"a.jsonl", "b.jsonl"}, 9, seedfile.Table{Columns: []string{"q", "r"}, Rows: 3}},
	} {
		got, err := seedfile.Read(func(p string) (fs.File, error) { return files.Open(p) }, c.paths, c.need)
		if err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%v, need %d (-want +got):\n%s", c.paths, c.need, diff)
		}
	}
}

func TestRead_parquet(t *testing.T) {
	t.Parallel()
	type row struct {
		ID   int64  `parquet:"id"`
		Text string `parquet:"full text"`
		Tags []struct {
			Name string `parquet:"name"`
		} `parquet:"tags"`
	}
	var file bytes.Buffer
	if err := parquet.Write(&file, []row{{ID: 1}, {ID: 2}, {ID: 3}}); err != nil {
		t.Fatal(err)
	}
	got, err := read("t.parquet", file.String(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(seedfile.Table{Columns: []string{"id", "full text", "tags"}, Rows: 3}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	for _, damaged := range []string{"", "PAR1", file.String()[:file.Len()-5], "PAR1" + strings.Repeat("\xff", 40) + "PAR1"} {
		if _, err := read("t.parquet", damaged, 0); err == nil {
			t.Errorf("no error for a damaged file of %d bytes", len(damaged))
		}
	}
}

func FuzzRead(f *testing.F) {
	for i, j := range verdicts(f) {
		if i%10 == 0 {
			f.Add(filepath.Ext(j.Name), j.Content)
		}
	}
	f.Add(".parquet", "PAR1PAR1")
	f.Fuzz(func(t *testing.T, ext, content string) {
		table, err := read("t"+ext, content, 5)
		if err == nil && (len(table.Columns) == 0 || table.Rows < 0) {
			t.Fatalf("%+v", table)
		}
	})
}
