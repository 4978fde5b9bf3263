package config

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/dagplan/dagplan/pkg/config/internal/pyyaml"
	"github.com/dagplan/dagplan/pkg/diag"
)

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
