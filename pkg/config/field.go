package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// The fields of a format are data: an [object] lists its fields, a [spec] says
// what the value of a field looks like. From the same data walk.go checks a
// file and schema.go writes a JSON Schema.

// object is a mapping with known fields.
type object struct {
	// name is the word for it in messages, doc one sentence for the schema.
	name, doc string
	fields    []field
	// open allows fields that are not listed.
	open bool
	// rules hold between the fields.
	rules []objectRule
}

// objectRule says how fields go together.
type objectRule struct {
	// needs are the fields that the rule looks at: it is asked only where each of
	// them is right by itself, and there if it is required.
	needs []string
	// holds reports whether they go together, and what of them does not.
	holds func(w *walker, v *value) bool
}

func rule(holds func(w *walker, v *value) bool, needs ...string) objectRule {
	return objectRule{needs: needs, holds: holds}
}

// field is a field of an object.
type field struct {
	name     string
	spec     spec
	required bool
	// def is the default, as JSON; empty where there is none.
	def string
	doc string
}

// shape is the kind of value that a spec describes.
type shape uint8

const (
	anyShape shape = iota + 1
	textShape
	wordShape
	wholeShape
	decimalShape
	truthShape
	listShape
	mapShape
	objectShape
	choiceShape
	eitherShape
	customShape
)

// spec says what a value looks like.
type spec struct {
	shape    shape
	nullable bool
	words    []string // of wordShape
	low      *bound
	high     *bound
	minItems int
	maxItems int // 0 is no limit
	elem     *spec
	object   *object
	choice   *choice
	either   []spec
	custom   *custom
}

// bound is a limit of a number.
type bound struct {
	value     float64
	exclusive bool
}

// choice is an object that one of its fields tells apart.
type choice struct {
	key   string
	cases []option
	// implied returns the word that stands for a key that is not there, from the
	// value and from the object that holds it: empty where there is none, false
	// where that is not to be held against the value.
	implied func(v, parent *value) (string, bool)
	// byParent is true where implied takes the word from the field of that name in
	// the object that holds the value.
	byParent bool
	// unknown says what to do about a word that is no case.
	unknown string
}

// option is one case of a choice. refused says why no file can have it.
type option struct {
	word    string
	object  object
	refused string
}

// custom is a value with a reading of its own.
type custom struct {
	// name completes "must be".
	name string
	// parse says what is wrong with a value, nil for a value that is right.
	parse func(*value) error
	// schema makes its JSON Schema: only whoever prints one pays for it.
	schema func() map[string]any
	// parts is true where a setting may name a part of the value.
	parts bool
}

func anything() spec            { return spec{shape: anyShape} }
func share() spec               { return spec{shape: decimalShape, low: &bound{}, high: &bound{value: 1}} }
func text() spec                { return spec{shape: textShape} }
func word(words ...string) spec { return spec{shape: wordShape, words: words} }
func whole() spec               { return spec{shape: wholeShape} }
func decimal() spec             { return spec{shape: decimalShape} }
func truth() spec               { return spec{shape: truthShape} }
func listOf(elem spec) spec     { return spec{shape: listShape, elem: &elem} }
func mapOf(elem spec) spec      { return spec{shape: mapShape, elem: &elem} }
func objectOf(o object) spec    { return spec{shape: objectShape, object: &o} }
func choiceOf(c choice) spec    { return spec{shape: choiceShape, choice: &c} }
func either(s ...spec) spec     { return spec{shape: eitherShape, either: s} }

// atLeast, above and below limit a number; share is one from 0 to 1.
func (s spec) atLeast(n float64) spec { s.low = &bound{value: n}; return s }
func (s spec) above(n float64) spec   { s.low = &bound{n, true}; return s }
func (s spec) below(n float64) spec   { s.high = &bound{n, true}; return s }

// items limits the length of a list; 0 for most is no limit.
func (s spec) items(least, most int) spec { s.minItems, s.maxItems = least, most; return s }

// orNull allows null.
func (s spec) orNull() spec { s.nullable = true; return s }

// must and may make a field that is required, and one that is not.
func must(name string, s spec, doc string) field {
	return field{name: name, spec: s, required: true, doc: doc}
}

func may(name string, s spec, def, doc string) field {
	return field{name: name, spec: s, def: def, doc: doc}
}

// find returns a field by name.
func (o *object) find(name string) (field, bool) {
	for _, f := range o.fields {
		if f.name == name {
			return f, true
		}
	}
	return field{}, false
}

// has reports whether there is such a field.
func (o *object) has(name string) bool {
	_, known := o.find(name)
	return known
}

// names lists the fields.
func (o *object) names() []string {
	names := make([]string, len(o.fields))
	for i, f := range o.fields {
		names[i] = f.name
	}
	return names
}

// has reports whether any case has such a field.
func (c *choice) has(name string) bool {
	return slices.ContainsFunc(c.cases, func(o option) bool { return o.object.has(name) })
}

// words lists the cases.
func (c *choice) words() []string {
	words := make([]string, len(c.cases))
	for i, o := range c.cases {
		words[i] = o.word
	}
	return words
}

func (c *choice) find(word string) (option, bool) {
	for _, o := range c.cases {
		if o.word == word {
			return o, true
		}
	}
	return option{}, false
}

// describe completes "must be".
func (s spec) describe() string {
	what := ""
	switch s.shape {
	case textShape:
		what = "text"
	case wordShape:
		what = oneOf(s.words)
	case wholeShape:
		what = "a whole number" + s.limits()
	case decimalShape:
		what = "a number" + s.limits()
	case truthShape:
		what = "true or false"
	case listShape:
		what = "a list"
	case mapShape, objectShape, choiceShape:
		what = "a mapping"
	case eitherShape:
		parts := make([]string, len(s.either))
		for i, e := range s.either {
			parts[i] = e.describe()
		}
		what = join(parts, "or")
	case customShape:
		what = s.custom.name
	default:
		what = "anything"
	}
	if s.nullable {
		what += " or null"
	}
	return what
}

func (s spec) limits() string {
	number := func(b *bound) string { return strconv.FormatFloat(b.value, 'g', -1, 64) }
	var parts []string
	switch {
	case s.low != nil && s.low.exclusive:
		parts = append(parts, "above "+number(s.low))
	case s.low != nil && s.high != nil && !s.high.exclusive:
		return fmt.Sprintf(" from %s to %s", number(s.low), number(s.high))
	case s.low != nil:
		parts = append(parts, "of at least "+number(s.low))
	}
	switch {
	case s.high != nil && s.high.exclusive:
		parts = append(parts, "below "+number(s.high))
	case s.high != nil:
		parts = append(parts, "of at most "+number(s.high))
	}
	if len(parts) == 0 {
		return ""
	}
	return " " + strings.Join(parts, " and ")
}

// maxListed is how many words a message lists.
const maxListed = 24

func oneOf(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	if len(words) > maxListed {
		return fmt.Sprintf("one of %d words that `dagplan schema` lists", len(words))
	}
	return "one of " + strings.Join(words, ", ")
}

// join lists parts as a sentence does: "a, b or c".
func join(parts []string, and string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:len(parts)-1], ", ") + " " + and + " " + parts[len(parts)-1]
}
