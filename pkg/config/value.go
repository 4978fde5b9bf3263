package config

import (
	"encoding/base64"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"

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

// maxAliased is how many values aliases may add to those that are written, and
// how many entries << may.
const maxAliased = 1_000_000

// hugeSize is where sizes are no longer counted.
const hugeSize = 1 << 40

// sizeUnit is how many bytes of text count as a value.
const sizeUnit = 64

// converter makes values of nodes.
type converter struct {
	*reader
	made    map[*pyyaml.Node]*value // of nodes that are met more than once; nil while one is made
	written int                     // the size of what is written, without aliases
	merged  int                     // entries that << added
}

// convert makes a value of a document.
func (r *reader) convert(root *pyyaml.Node) *value {
	c := &converter{reader: r, made: map[*pyyaml.Node]*value{}}
	v := c.value(root)
	if c.merged > maxAliased || v.size-c.written > maxAliased {
		r.report(codeTooLarge, r.nodeSpan(root), fmt.Sprintf("aliases add more than %d values to this file", maxAliased), "repeat less by aliases")
		return c.broken(root)
	}
	return v
}

func (v *value) add(size int) { v.size = min(v.size+size, hugeSize) }

func (c *converter) value(n *pyyaml.Node) *value {
	if n.Shared {
		return c.once(n)
	}
	return c.fresh(n)
}

// once makes a value of a node that is met more than once.
func (c *converter) once(n *pyyaml.Node) *value {
	if v, known := c.made[n]; known {
		if v == nil {
			c.report(codeRecursive, c.nodeSpan(n), "this value holds itself through an alias", "write it out")
			return c.broken(n)
		}
		return v
	}
	c.made[n] = nil
	v := c.fresh(n)
	c.made[n] = v
	return v
}

func (c *converter) fresh(n *pyyaml.Node) *value {
	own := 1 + len(n.Value)/sizeUnit
	c.written += own
	v := &value{node: n, size: own}
	switch n.Kind {
	case pyyaml.Scalar:
		c.scalar(v, n)
	case pyyaml.Sequence:
		c.sequence(v, n)
	case pyyaml.Mapping:
		c.mapping(v, n)
	}
	return v
}

func (c *converter) broken(n *pyyaml.Node) *value {
	return &value{kind: brokenValue, node: n, size: 1}
}

// tagPrefix begins the tags of YAML's own types.
const tagPrefix = "tag:yaml.org,2002:"

func (c *converter) sequence(v *value, n *pyyaml.Node) {
	switch strings.TrimPrefix(n.Tag, tagPrefix) {
	case "", "!", "seq", "omap", "pairs":
	default:
		c.failTag(v, n)
		return
	}
	v.kind = listValue
	v.items = make([]*value, len(n.Items))
	for i, item := range n.Items {
		if n.Shared { // << may name the list, and then means each item
			v.items[i] = c.once(item)
		} else {
			v.items[i] = c.value(item)
		}
		v.add(v.items[i].size)
	}
}

func (c *converter) failTag(v *value, n *pyyaml.Node) {
	v.kind = brokenValue
	tag := strings.Replace(n.Tag, tagPrefix, "!!", 1)
	c.report(codeTag, c.nodeSpan(n), fmt.Sprintf("tag %s does not fit this value, or is not one of YAML's own", tag), "remove the tag, or put the value in quotes")
}

func (c *converter) mapping(v *value, n *pyyaml.Node) {
	switch strings.TrimPrefix(n.Tag, tagPrefix) {
	case "", "!", "map":
		v.kind = mapValue
	case "set":
		v.kind = listValue
	default:
		c.failTag(v, n)
		return
	}
	own := c.entries(v, n)
	if v.kind == brokenValue {
		return
	}
	if v.kind == listValue {
		for _, e := range own {
			v.items = append(v.items, &value{kind: textValue, text: e.key, node: e.keyNode, size: 1})
		}
	} else {
		v.entries = own
	}
	for _, e := range own {
		v.add(e.value.size)
	}
}

// entries returns the entries of a mapping: those of << first, of several the
// earlier ones winning, and the mapping's own above them.
func (c *converter) entries(v *value, n *pyyaml.Node) []entry {
	set := entrySet{entries: make([]entry, 0, len(n.Items)/2)}
	for i := 0; i+1 < len(n.Items); i += 2 {
		if c.isMerge(n.Items[i]) {
			c.merge(&set, n, n.Items[i+1])
		}
	}
	for i := 0; i+1 < len(n.Items); i += 2 {
		if c.isMerge(n.Items[i]) {
			continue
		}
		e, ok := c.key(n.Items[i])
		if !ok {
			v.kind = brokenValue
			continue
		}
		e.value = c.value(n.Items[i+1])
		if before := set.put(e); before != nil && !before.merged {
			c.duplicate(e, before.keyNode)
		}
	}
	return set.textual()
}

func (c *converter) duplicate(e entry, before *pyyaml.Node) {
	note := diag.Note{Message: "it is written here first", Span: c.nodeSpan(before)}
	if c.core {
		c.report(codeDuplicateKey, c.nodeSpan(e.keyNode), fmt.Sprintf("%q is written twice", e.key), "keep one of them", note)
		return
	}
	c.report(codeDuplicateKeyWins, c.nodeSpan(e.keyNode), fmt.Sprintf("%q is written twice, and Data Designer takes the later one without a word", e.key), "keep one of them", note)
}

// isMerge reports whether a key is <<.
func (c *converter) isMerge(key *pyyaml.Node) bool {
	if key.Kind != pyyaml.Scalar {
		return false
	}
	if key.Tag == "" {
		return key.Style == pyyaml.Plain && key.Value == "<<"
	}
	return key.Tag == tagPrefix+"merge"
}

// merge adds the entries of a mapping, or of a list of mappings. One that names
// itself adds nothing.
func (c *converter) merge(set *entrySet, into, from *pyyaml.Node) {
	sources := []*pyyaml.Node{from}
	if from.Kind == pyyaml.Sequence {
		sources = from.Items
	}
	for i := len(sources) - 1; i >= 0; i-- {
		if sources[i] == into {
			continue
		}
		v := c.once(sources[i])
		if v.kind != mapValue {
			if v.kind != brokenValue {
				c.report(codeMerge, c.nodeSpan(sources[i]), "<< needs a mapping, or a list of mappings", "write the fields out")
			}
			continue
		}
		for _, e := range v.entries {
			if c.merged++; c.merged > maxAliased {
				return
			}
			e.merged = true
			set.put(e)
		}
	}
}

// entrySet collects entries: of two with one key, the later value stands at the
// place of the first.
type entrySet struct {
	entries []entry
	at      map[string]int // once there are many
}

const fewEntries = 16

// put adds an entry, and returns a copy of the one that it replaces.
func (s *entrySet) put(e entry) *entry {
	at, found := s.find(e.id)
	if !found {
		s.entries = append(s.entries, e)
		if s.at != nil {
			s.at[e.id] = len(s.entries) - 1
		}
		return nil
	}
	before := s.entries[at]
	e.key = before.key // Python keeps the first of two equal keys
	s.entries[at] = e
	return &before
}

func (s *entrySet) find(id string) (int, bool) {
	if s.at == nil && len(s.entries) > fewEntries {
		s.at = make(map[string]int, 2*len(s.entries))
		for i, e := range s.entries {
			s.at[e.id] = i
		}
	}
	if s.at != nil {
		at, found := s.at[id]
		return at, found
	}
	for i := range s.entries {
		if s.entries[i].id == id {
			return i, true
		}
	}
	return 0, false
}

// textual tells keys apart by their text only, as JSON does.
func (s *entrySet) textual() []entry {
	plain := true
	for _, e := range s.entries {
		plain = plain && e.id == e.key
	}
	if plain {
		return s.entries
	}
	t := entrySet{}
	for _, e := range s.entries {
		e.id = e.key
		t.put(e)
	}
	return t.entries
}

// key reads a key. Keys that are no text become one, as in JSON (R8).
func (c *converter) key(n *pyyaml.Node) (entry, bool) {
	if n.Kind != pyyaml.Scalar {
		c.failKey(n)
		return entry{}, false
	}
	if n.Tag == "" && n.Style == pyyaml.Plain && n.Value == "=" {
		return entry{key: "=", id: "=", keyNode: n}, true
	}
	if n.Tag == "" && n.Style == pyyaml.Plain && !c.core && pyyaml.Resolve(n.Value) == pyyaml.Timestamp || n.Tag == tagPrefix+"timestamp" || n.Tag == tagPrefix+"binary" {
		what := "a date"
		if n.Tag == tagPrefix+"binary" {
			what = "binary"
		}
		c.report(codeKey, c.nodeSpan(n), fmt.Sprintf("%s is %s, which cannot be a key", n.Value, what), "put the key in quotes")
		return entry{}, false
	}
	v := c.value(n)
	e := entry{keyNode: n}
	switch v.kind {
	case nullValue:
		e.key, e.id = "null", "\x00null"
	case boolValue:
		e.key, e.id = strconv.FormatBool(v.truth), "\x00"+strconv.FormatInt(v.integer, 10)
	case intValue:
		e.key, e.id = v.text, "\x00"+v.text
	case floatValue:
		e.key, e.id = jsonFloat(v.number), "\x00"+floatID(v.number)
	case textValue:
		e.key, e.id = v.text, v.text
	default:
		return entry{}, false
	}
	return e, true
}

// floatID is the id of the whole number that a float equals, if it does.
func floatID(f float64) string {
	if f == math.Trunc(f) && !math.IsInf(f, 0) {
		n, _ := big.NewFloat(f).Int(nil)
		return n.String()
	}
	return jsonFloat(f)
}

func (c *converter) failKey(n *pyyaml.Node) {
	text := c.source.Text(n.Start, max(n.Start, n.End))
	if strings.HasPrefix(text, "{") {
		c.report(codeKey, c.nodeSpan(n), "braces that are not in quotes are a mapping, and a mapping cannot be a key", "put the whole value in quotes: \"{{ name }}\"")
		return
	}
	c.report(codeKey, c.nodeSpan(n), "a list or mapping cannot be a key", "put the key in quotes")
}

// scalar reads a scalar by its tag, or by how it looks where it has none.
func (c *converter) scalar(v *value, n *pyyaml.Node) {
	plain := n.Style == pyyaml.Plain && n.Tag == "" || n.Tag == "!"
	if plain && c.core {
		coreScalar(v, n.Value)
		return
	}
	t := pyyaml.String
	switch {
	case plain:
		t = pyyaml.Resolve(n.Value)
	case n.Tag != "":
		switch strings.TrimPrefix(n.Tag, tagPrefix) {
		case "str":
		case "null":
			t = pyyaml.Null
		case "bool":
			t = pyyaml.Bool
		case "int":
			t = pyyaml.Int
		case "float":
			t = pyyaml.Float
		case "timestamp":
			t = pyyaml.Timestamp
		case "binary":
			c.binary(v, n)
			return
		default:
			c.failTag(v, n)
			return
		}
	}
	if err := typed(v, t, n.Value); err != nil {
		v.kind = brokenValue
		c.report(codeScalar, c.nodeSpan(n), err.Error(), "put it in quotes if text is meant")
	}
}

// typed reads a scalar of a type (R5).
func typed(v *value, t pyyaml.Type, text string) (err error) {
	switch t {
	case pyyaml.Null:
		v.kind = nullValue
	case pyyaml.Bool:
		v.kind = boolValue
		v.truth, err = pyyaml.ParseBool(text)
		if v.truth {
			v.integer = 1
		}
	case pyyaml.Int:
		var n *big.Int
		if n, err = pyyaml.ParseInt(text); err == nil {
			v.setInt(n)
		}
	case pyyaml.Float:
		v.kind = floatValue
		v.number, err = pyyaml.ParseFloat(text)
	case pyyaml.Timestamp:
		v.kind = textValue
		v.text, err = pyyaml.ParseTimestamp(text)
	case pyyaml.Merge, pyyaml.Value:
		return fmt.Errorf("a lone %s has no value in YAML 1.1", text)
	default:
		v.kind, v.text = textValue, text
	}
	return err
}

func (v *value) setInt(n *big.Int) {
	v.kind, v.text = intValue, n.String()
	v.number, _ = new(big.Float).SetInt(n).Float64()
	switch {
	case n.IsInt64():
		v.integer = n.Int64()
	case n.Sign() < 0:
		v.integer = math.MinInt64
	default:
		v.integer = math.MaxInt64
	}
}

func (c *converter) binary(v *value, n *pyyaml.Node) {
	data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(n.Value), ""))
	if err != nil {
		v.kind = brokenValue
		c.report(codeScalar, c.nodeSpan(n), "this is not base64", "mend it, or remove the tag !!binary")
		return
	}
	v.kind, v.text = textValue, strings.ToValidUTF8(string(data), "\ufffd")
}

// coreScalar reads a plain scalar by the core schema of YAML 1.2, which is what
// editors take a native config for.
func coreScalar(v *value, text string) {
	switch text {
	case "", "~", "null", "Null", "NULL":
		v.kind = nullValue
		return
	case "true", "True", "TRUE":
		v.kind, v.truth, v.integer = boolValue, true, 1
		return
	case "false", "False", "FALSE":
		v.kind = boolValue
		return
	case ".inf", ".Inf", ".INF", "+.inf":
		v.kind, v.number = floatValue, math.Inf(1)
		return
	case "-.inf", "-.Inf", "-.INF":
		v.kind, v.number = floatValue, math.Inf(-1)
		return
	case ".nan", ".NaN", ".NAN":
		v.kind, v.number = floatValue, math.NaN()
		return
	}
	if n, ok := coreInt(text); ok {
		v.setInt(n)
		return
	}
	if f, err := strconv.ParseFloat(text, 64); err == nil && strings.Trim(text, "+-.0123456789eE") == "" {
		v.kind, v.number = floatValue, f
		return
	}
	v.kind, v.text = textValue, text
}

func coreInt(text string) (*big.Int, bool) {
	digits, base := text, 10
	switch {
	case strings.HasPrefix(text, "0x"):
		digits, base = text[2:], 16
	case strings.HasPrefix(text, "0o"):
		digits, base = text[2:], 8
	}
	if len(digits) > 400 || strings.Contains(digits, "_") {
		return nil, false
	}
	return new(big.Int).SetString(digits, base)
}
