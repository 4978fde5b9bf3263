package config

import (
	"github.com/dagplan/dagplan/pkg/config/internal/pyyaml"
	"github.com/dagplan/dagplan/pkg/diag"
)

// valueKind is the kind of a value.
type valueKind uint8

const (
	nullValue valueKind = iota + 1
	boolValue
	intValue
	floatValue
	textValue
	listValue
	mapValue
	// brokenValue is one that has a finding already: it passes every check.
	brokenValue
)

// value is a value of a file as JSON knows it: that is what Data Designer makes
// of YAML before it reads fields (R8). Dates are their ISO text, keys are text.
// Aliases share values.
type value struct {
	kind valueKind
	// text is the text, or the digits of a whole number.
	text    string
	truth   bool
	integer int64 // the nearest one where the number is beyond an int64
	number  float64
	items   []*value
	entries []entry
	// node is where it is written, nil for a value that is in no file.
	node *pyyaml.Node
	// size is how many values it holds, itself counted, and those of aliases as
	// often as they are used; a long text counts as several. It is at most hugeSize.
	size int
}

// entry is a key of a mapping with its value. id tells keys apart as Python
// does: 1, 1.0 and true are one key, "1" is another.
type entry struct {
	key     string
	id      string
	keyNode *pyyaml.Node
	value   *value
	merged  bool // it comes from a mapping that << names
}

// get returns the value of a key, nil where there is none.
func (v *value) get(key string) *value {
	if e := v.entry(key); e != nil {
		return e.value
	}
	return nil
}

// misspelt returns the entry whose key is nearly that name and that nothing
// else wants, nil without one.
func (v *value) misspelt(name string, wanted func(key string) bool) *entry {
	var keys []string
	for i := range v.entries {
		if key := v.entries[i].key; !wanted(key) {
			keys = append(keys, key)
		}
	}
	if near, found := diag.Nearest(name, keys); found {
		return v.entry(near)
	}
	return nil
}

func (v *value) entry(key string) *entry {
	if v == nil {
		return nil
	}
	for i := range v.entries {
		if v.entries[i].key == key {
			return &v.entries[i]
		}
	}
	return nil
}

// is reports whether v exists and is of that kind.
func (v *value) is(k valueKind) bool { return v != nil && v.kind == k }

// str returns the text of a text value, or empty.
func (v *value) str() string {
	if v.is(textValue) {
		return v.text
	}
	return ""
}

// given reports whether v is there, not null, and not broken.
func (v *value) given() bool {
	return v != nil && v.kind != nullValue && v.kind != brokenValue
}

// hugeSize is where sizes are no longer counted.
const hugeSize = 1 << 40

// sizeUnit is how many bytes of text count as a value.
const sizeUnit = 64

func (v *value) add(size int) { v.size = min(v.size+size, hugeSize) }
