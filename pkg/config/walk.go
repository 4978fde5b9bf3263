package config

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/dagplan/dagplan/pkg/diag"
)

// walker checks a value against a spec and reports everything that does not
// fit, each at its own place.
type walker struct {
	*reader
	// owner names what is looked at, such as column "a"; path leads from there.
	owner string
	path  []pathStep
}

// pathStep is a field, an index, or a key of a mapping with any keys.
type pathStep struct {
	name  string
	index int
	kind  stepKind
}

type stepKind uint8

const (
	fieldStep stepKind = iota + 1
	indexStep
	keyStep
)

func (s pathStep) String() string {
	switch {
	case s.kind == indexStep:
		return "[" + strconv.Itoa(s.index) + "]"
	case s.kind == keyStep && (s.name == "" || strings.ContainsAny(s.name, ". []\"\n")):
		return "[" + strconv.Quote(clip(s.name)) + "]"
	default:
		return "." + s.name
	}
}

// check reports whether v fits s. parent is the object that holds v; lists and
// mappings with any keys in between do not count.
func (w *walker) check(v *value, s spec, parent *value) bool {
	if v.kind == brokenValue {
		return false
	}
	if v.kind == nullValue && (s.nullable || s.shape == anyShape) {
		return true
	}
	switch s.shape {
	case textShape, wholeShape, decimalShape, truthShape, wordShape:
		return w.checkScalar(v, s)
	case listShape:
		return w.checkList(v, s, parent)
	case mapShape:
		return w.checkMap(v, s, parent)
	case objectShape:
		return w.checkKind(v, s, mapValue) && w.checkObject(v, s.object, "")
	case choiceShape:
		return w.checkKind(v, s, mapValue) && w.checkChoice(v, s.choice, parent)
	case eitherShape:
		return w.checkEither(v, s, parent)
	case customShape:
		return w.checkCustom(v, s)
	default:
		return true
	}
}

// at checks v one step further along the path.
func (w *walker) at(step pathStep, v *value, s spec, parent *value) bool {
	w.path = append(w.path, step)
	ok := w.check(v, s, parent)
	w.path = w.path[:len(w.path)-1]
	return ok
}

// place names what is looked at: column "a": params.values[2].
func (w *walker) place() string {
	var text strings.Builder
	for _, step := range w.path {
		text.WriteString(step.String())
	}
	path := strings.TrimPrefix(text.String(), ".")
	switch {
	case w.owner == "":
		return path
	case path == "" || path[0] == '[':
		return w.owner + path
	default:
		return w.owner + ": " + path
	}
}

// found describes a value in a message.
func found(v *value) string {
	switch v.kind {
	case nullValue:
		return "null"
	case boolValue:
		return strconv.FormatBool(v.truth)
	case intValue:
		return clip(v.text)
	case floatValue:
		return jsonFloat(v.number)
	case textValue:
		return strconv.Quote(clip(v.text))
	case listValue:
		return "a list"
	default:
		return "a mapping"
	}
}

// clip cuts a long text.
func clip(text string) string {
	const most = 40
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}

func (w *walker) mismatch(v *value, s spec, hint string) bool {
	w.report(w.codes.kind, w.span(v), fmt.Sprintf("%s must be %s, not %s", w.place(), s.describe(), found(v)), hint)
	return false
}

func (w *walker) checkKind(v *value, s spec, k valueKind) bool {
	if v.kind == k {
		return true
	}
	hint := "write " + s.describe()
	if v.kind == nullValue {
		hint = "give it a value, or remove it"
	}
	return w.mismatch(v, s, hint)
}

func (w *walker) checkScalar(v *value, s spec) bool {
	switch s.shape {
	case textShape:
		if v.kind != textValue {
			return w.mismatch(v, s, w.textHint(v))
		}
	case wordShape:
		return w.checkWord(v, s)
	case truthShape:
		if _, ok := readTruth(v, w.lax); !ok {
			return w.mismatch(v, s, "write true or false")
		}
	case wholeShape:
		n, ok := readWhole(v, w.lax)
		if !ok {
			return w.mismatch(v, s, "write a number without quotes or fraction")
		}
		return w.checkRange(v, s, float64(n))
	case decimalShape:
		n, ok := readDecimal(v, w.lax)
		if !ok {
			return w.mismatch(v, s, "write a number")
		}
		return w.checkRange(v, s, n)
	}
	return true
}

func (w *walker) textHint(v *value) string {
	switch v.kind {
	case boolValue, intValue, floatValue:
		written := ""
		if v.node != nil {
			written = v.node.Value
		}
		if v.kind == boolValue && !w.core && written != "" {
			return fmt.Sprintf("put it in quotes: YAML reads a bare %s as a boolean", written)
		}
		return "put it in quotes if text is meant"
	case nullValue:
		return "give it a text, or remove it"
	default:
		return "write a text"
	}
}

func (w *walker) checkWord(v *value, s spec) bool {
	if v.kind != textValue {
		hint := "write " + oneOf(s.words)
		if v.kind == boolValue && !w.core {
			hint += ", in quotes where YAML would read it as a boolean"
		}
		return w.mismatch(v, s, hint)
	}
	for _, known := range s.words {
		if v.text == known {
			return true
		}
	}
	hint := "use one of them"
	if near, ok := diag.Nearest(v.text, s.words); ok {
		hint = fmt.Sprintf("did you mean %s?", near)
	}
	w.report(w.codes.word, w.span(v), fmt.Sprintf("%s must be %s, not %q", w.place(), s.describe(), clip(v.text)), hint)
	return false
}

func (w *walker) checkRange(v *value, s spec, n float64) bool {
	low := s.low == nil || n > s.low.value || n == s.low.value && !s.low.exclusive
	high := s.high == nil || n < s.high.value || n == s.high.value && !s.high.exclusive
	if low && high {
		return true
	}
	w.report(w.codes.bounds, w.span(v), fmt.Sprintf("%s must be %s, not %s", w.place(), s.describe(), found(v)), "change the number")
	return false
}

func (w *walker) checkList(v *value, s spec, parent *value) bool {
	if !w.checkKind(v, s, listValue) {
		return false
	}
	ok := true
	if n := len(v.items); n < s.minItems || s.maxItems > 0 && n > s.maxItems {
		ok = false
		w.report(w.codes.bounds, w.span(v), fmt.Sprintf("%s must hold %s, not %d", w.place(), s.itemLimits(), n), "change the list")
	}
	for i, item := range v.items {
		ok = w.at(pathStep{index: i, kind: indexStep}, item, *s.elem, parent) && ok
	}
	return ok
}

func (s spec) itemLimits() string {
	switch s.minItems {
	case s.maxItems:
		return fmt.Sprintf("%d items", s.minItems)
	case 1:
		return "at least 1 item"
	default:
		return fmt.Sprintf("%d to %d items", s.minItems, s.maxItems)
	}
}

func (w *walker) checkMap(v *value, s spec, parent *value) bool {
	if !w.checkKind(v, s, mapValue) {
		return false
	}
	ok := true
	for _, e := range v.entries {
		ok = w.at(pathStep{name: e.key, kind: keyStep}, e.value, *s.elem, parent) && ok
	}
	return ok
}

// checkEither tries each spec in silence.
func (w *walker) checkEither(v *value, s spec, parent *value) bool {
	var only *spec
	for i := range s.either {
		e := &s.either[i]
		quiet := walker{reader: w.quiet(), owner: w.owner}
		if quiet.check(v, *e, parent) {
			return true
		}
		if e.accepts(v.kind) {
			only = e
		}
	}
	if only != nil {
		return w.check(v, *only, parent) // of its kind, the value is wrong in detail
	}
	return w.mismatch(v, s, "write "+s.describe())
}

// accepts reports whether values of a kind can fit s at all.
func (s spec) accepts(k valueKind) bool {
	switch s.shape {
	case listShape:
		return k == listValue
	case mapShape, objectShape, choiceShape:
		return k == mapValue
	case wholeShape, decimalShape:
		return k == intValue || k == floatValue
	default:
		return false
	}
}

func (w *walker) checkCustom(v *value, s spec) bool {
	err := s.custom.parse(v)
	if err == nil {
		return true
	}
	message := fmt.Sprintf("%s must be %s, not %s", w.place(), s.describe(), foundForm(v))
	if errors.As(err, &unfitError{}) {
		message = w.place() + " is no distribution that can be drawn from"
	}
	w.report(w.codes.kind, w.span(v), message, err.Error())
	return false
}

// foundForm is found where a mapping would do, and this one is of another form.
func foundForm(v *value) string {
	if !v.is(mapValue) {
		return found(v)
	}
	var keys []string
	for _, e := range v.entries[:min(len(v.entries), 4)] {
		keys = append(keys, clip(e.key))
	}
	if len(v.entries) > len(keys) {
		keys = append(keys, "…")
	}
	return "{" + strings.Join(keys, ", ") + "}"
}
