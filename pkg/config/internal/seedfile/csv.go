package seedfile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// maxSample bounds the text from which columns are found out.
const maxSample = 16 << 20

// readCSV finds delimiter and header in a sample of the text, and then counts
// rows.
func readCSV(f io.Reader, need int64) (Table, error) {
	text, err := withoutMark(f)
	if err != nil {
		return Table{}, err
	}
	sample, err := io.ReadAll(io.LimitReader(text, maxSample))
	if err != nil {
		return Table{}, err
	}
	d := sniff(sample)
	t := Table{Columns: d.columns(), Rows: -1}
	if need <= 0 {
		return t, nil
	}
	t.Rows, err = countCSV(io.MultiReader(bytes.NewReader(sample), text), d, need)
	return t, err
}

// dialect is how a CSV file is written.
type dialect struct {
	comma  rune
	skip   int // rows before the table
	rows   [][]string
	header bool
}

// sniff picks the delimiter that cuts the last rows of the sample into the most
// columns; what stands before those rows is no part of the table.
func sniff(sample []byte) dialect {
	best := dialect{comma: ','}
	width := 0
	for _, comma := range []rune{',', '|', ';', '\t'} {
		rows := parse(sample, comma)
		if len(rows) == 0 {
			continue
		}
		columns := len(rows[len(rows)-1])
		start := len(rows) - 1
		for start > 0 && len(rows[start-1]) == columns {
			start--
		}
		if columns > width || columns == width && start < best.skip {
			width = columns
			best = dialect{comma: comma, skip: start, rows: rows[start:]}
		}
	}
	best.header = hasHeader(best.rows)
	return best
}

func newCSV(r io.Reader, comma rune) *csv.Reader {
	reader := csv.NewReader(r)
	reader.Comma, reader.LazyQuotes, reader.FieldsPerRecord, reader.TrimLeadingSpace = comma, true, -1, comma != '\t'
	return reader
}

// parse reads the rows of a sample. The last row of a long one may be cut, and
// is left out.
func parse(sample []byte, comma rune) [][]string {
	reader := newCSV(bytes.NewReader(sample), comma)
	var rows [][]string
	for len(rows) < sampleRows {
		row, err := reader.Read()
		if err != nil {
			break
		}
		rows = append(rows, row)
	}
	if len(sample) == maxSample && len(rows) > 1 && len(rows) < sampleRows {
		rows = rows[:len(rows)-1]
	}
	return rows
}

// hasHeader reports whether the first row names columns: where all columns are
// text, it does; otherwise where it does not fit the types of the rows below.
func hasHeader(rows [][]string) bool {
	if len(rows) == 0 {
		return false
	}
	body := rows[1:]
	if len(body) == 0 {
		body = rows
	}
	allText := true
	for i, first := range rows[0] {
		t := columnType(body, i)
		if t == textType {
			continue
		}
		allText = false
		if !t.fits(first) {
			return true
		}
	}
	return allText
}

// cellType is the type of a cell, as far as it tells a header from a row.
type cellType uint8

const (
	textType cellType = iota + 1
	boolType
	numberType
	dateType
)

var (
	datePattern = regexp.MustCompile(`^\d{4}[-/]\d{1,2}[-/]\d{1,2}([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[-+]\d{2}(:?\d{2})?)?)?$|^\d{1,2}:\d{2}:\d{2}(\.\d+)?$`)
)

func (t cellType) fits(cell string) bool {
	cell = strings.TrimSpace(cell)
	switch t {
	case boolType:
		lower := strings.ToLower(cell)
		return lower == "true" || lower == "false"
	case numberType:
		_, err := strconv.ParseFloat(cell, 64)
		return err == nil && strings.Trim(cell, "+-.0123456789eE") == ""
	case dateType:
		return datePattern.MatchString(cell)
	default:
		return true
	}
}

// columnType is the narrowest type that fits every cell of a column that is not
// empty; a column of empty cells is text.
func columnType(rows [][]string, column int) cellType {
	for _, t := range []cellType{boolType, numberType, dateType} {
		fits, any := true, false
		for _, row := range rows {
			if cell := row[column]; cell != "" {
				any = true
				if fits = t.fits(cell); !fits {
					break
				}
			}
		}
		if fits && any {
			return t
		}
	}
	return textType
}

func (d dialect) columns() []string {
	if len(d.rows) == 0 {
		return []string{"column0"}
	}
	names := make([]string, len(d.rows[0]))
	for i := range names {
		if d.header {
			names[i] = strings.TrimSpace(d.rows[0][i])
		}
		if names[i] == "" {
			names[i] = fmt.Sprintf("column%d", i)
		}
	}
	return distinct(names)
}

// countCSV counts rows up to need. In a table of one column an empty line is a
// row; encoding/csv skips it.
func countCSV(r io.Reader, d dialect, need int64) (int64, error) {
	lines := &lineCounter{r: r}
	reader := newCSV(lines, d.comma)
	reader.ReuseRecord = true
	single := len(d.rows) > 0 && len(d.rows[0]) == 1
	rows := int64(-d.skip)
	if d.header {
		rows--
	}
	next := int64(1) // the line on which the next row starts if none is empty
	for rows < need {
		row, err := reader.Read()
		if errors.Is(err, io.EOF) {
			if single {
				rows += max(lines.n+1-next, 0)
			}
			break
		}
		if err != nil {
			return 0, err
		}
		start, _ := reader.FieldPos(0)
		rows++
		if single {
			rows += int64(start) - next
			next = int64(start) + 1 + int64(strings.Count(row[0], "\n"))
		}
	}
	return max(rows, 0), nil
}

// lineCounter counts the line breaks that go through it.
type lineCounter struct {
	r io.Reader
	n int64
}

func (c *lineCounter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(bytes.Count(p[:n], []byte{'\n'}))
	return n, err
}
