package seedfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// rareKeys is the share of records that a key must be in, on average, for the
// records to be rows: with rarer keys DuckDB takes each record for a map.
const rareKeys = 0.1

// readJSON reads records that follow each other, or stand in one array.
func readJSON(f io.Reader, need int64) (Table, error) {
	text, err := withoutMark(f)
	if err != nil {
		return Table{}, err
	}
	c := collector{decoder: json.NewDecoder(text), places: map[string]int{}}
	if err := c.all(max(need, sampleRows)); err != nil {
		return Table{}, err
	}
	t := Table{Columns: c.columns(), Rows: c.records}
	if need <= 0 {
		t.Rows = -1
	}
	return t, nil
}

// collector gathers the keys of records.
type collector struct {
	decoder  *json.Decoder
	records  int64
	objects  int64
	keys     []string
	places   map[string]int
	mentions int64
}

// all reads records up to a limit.
func (c *collector) all(limit int64) error {
	var first json.RawMessage
	err := c.decoder.Decode(&first)
	if errors.Is(err, io.EOF) {
		return nil
	}
	if err != nil {
		return err
	}
	var next json.RawMessage
	if err = c.decoder.Decode(&next); errors.Is(err, io.EOF) {
		if elements, ok := array(first); ok {
			for _, e := range elements {
				c.record(e)
			}
			return nil
		}
		c.record(first)
		return nil
	}
	c.record(first)
	for err == nil && c.records < limit {
		c.record(next)
		next = nil
		err = c.decoder.Decode(&next)
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

func array(text json.RawMessage) ([]json.RawMessage, bool) {
	if trimmed := bytes.TrimSpace(text); len(trimmed) == 0 || trimmed[0] != '[' {
		return nil, false
	}
	var elements []json.RawMessage
	return elements, json.Unmarshal(text, &elements) == nil
}

// record notes the keys of a record, in their order.
func (c *collector) record(text json.RawMessage) {
	c.records++
	if c.records > sampleRows {
		return
	}
	d := json.NewDecoder(bytes.NewReader(text))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return
	}
	c.objects++
	seen := map[string]bool{}
	for d.More() {
		t, err := d.Token()
		key, ok := t.(string)
		if err != nil || !ok {
			return
		}
		var skipped json.RawMessage
		if d.Decode(&skipped) != nil {
			return
		}
		if seen[key] {
			continue
		}
		seen[key] = true
		c.mentions++
		if _, known := c.places[key]; !known {
			c.places[key] = len(c.keys)
			c.keys = append(c.keys, key)
		}
	}
}

// columns are the keys; or one column, json, where not every record is an
// object, or where hardly any two have a key in common.
func (c *collector) columns() []string {
	sampled := min(c.records, sampleRows)
	if c.objects < sampled || len(c.keys) == 0 {
		return []string{"json"}
	}
	if float64(c.mentions) < rareKeys*float64(sampled)*float64(len(c.keys)) {
		return []string{"json"}
	}
	names := make([]string, len(c.keys))
	copy(names, c.keys)
	for i := range names {
		if names[i] == "" {
			names[i] = "C0"
		}
	}
	return distinct(names)
}
