package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dagplan/dagplan/pkg/diag"
)

// checkObject checks the fields of a mapping. skip is a field that has been
// looked at already.
func (w *walker) checkObject(v *value, o *object, skip string) bool {
	ok := true
	var wrong []string // fields that are, or that are missing
	for i := range v.entries {
		e := &v.entries[i]
		if e.key == skip {
			continue
		}
		f, known := o.find(e.key)
		switch {
		case !known && !o.open:
			ok = false
			w.unknownField(e, o)
		case known && !w.at(pathStep{name: f.name, kind: fieldStep}, e.value, f.spec, v):
			wrong = append(wrong, f.name)
		}
	}
	for _, f := range o.fields {
		if f.required && f.name != skip && v.entry(f.name) == nil {
			wrong = append(wrong, f.name)
			if !o.open && v.misspelt(f.name, o.has) != nil {
				continue // the field that was written in its place is reported
			}
			w.missing(v, f.name, w.placeOr(o.name), lowerFirst(f.doc), o.has)
		}
	}
	for _, r := range o.rules {
		if !slices.ContainsFunc(r.needs, func(name string) bool { return slices.Contains(wrong, name) }) {
			ok = r.holds(w, v) && ok
		}
	}
	return ok && len(wrong) == 0
}

// missing reports a field that is not there: at the key that was most likely
// meant for it, or else where the mapping begins.
func (w *walker) missing(v *value, name, owner, what string, wanted func(key string) bool) {
	at, hint := w.startSpan(v), fmt.Sprintf("add %s: %s", name, what)
	if e := v.misspelt(name, wanted); e != nil {
		at, hint = w.nodeSpan(e.keyNode), fmt.Sprintf("did you mean %s by %q?", name, clip(e.key))
	}
	w.report(w.codes.missing, at, fmt.Sprintf("%s has no %s", owner, name), hint)
}

func (w *walker) placeOr(name string) string {
	if p := w.place(); p != "" {
		return p
	}
	return name
}

func lowerFirst(sentence string) string {
	sentence = strings.TrimSuffix(sentence, ".")
	if len(sentence) > 1 && (sentence[1] >= 'a' && sentence[1] <= 'z' || sentence[1] == ' ') {
		return strings.ToLower(sentence[:1]) + sentence[1:]
	}
	return sentence
}

func (w *walker) unknownField(e *entry, o *object) {
	names := o.names()
	hint := "remove it; the fields of " + o.name + " are " + strings.Join(names, ", ")
	if near, ok := diag.Nearest(e.key, names); ok {
		hint = fmt.Sprintf("did you mean %s?", near)
	}
	w.report(w.codes.unknown, w.nodeSpan(e.keyNode), fmt.Sprintf("%s has no field %q", w.placeOr(o.name), clip(e.key)), hint)
}

func (w *walker) checkChoice(v *value, c *choice, parent *value) bool {
	name, tag := "", v.get(c.key)
	switch {
	case tag == nil && c.implied != nil:
		word, known := c.implied(v, parent)
		if !known {
			return false
		}
		name = word
	case tag.is(textValue):
		name = tag.text
	}
	if name == "" {
		if tag == nil {
			w.missing(v, c.key, w.place(), oneOf(c.words()), c.has)
		} else if tag.kind != brokenValue {
			w.at(pathStep{name: c.key, kind: fieldStep}, tag, word(c.words()...), v)
		}
		return false
	}
	o, known := c.find(name)
	if !known {
		w.unknownCase(v, c, name)
		return false
	}
	if o.refused != "" {
		at := v
		if tag != nil {
			at = tag
		}
		w.report(codeNotInFile, w.span(at), fmt.Sprintf("%s: %s %s", w.place(), c.key, o.refused), "use another one, or build the config in Python")
		w.checkObject(v, &o.object, c.key)
		return false
	}
	return w.checkObject(v, &o.object, c.key)
}

func (w *walker) unknownCase(v *value, c *choice, name string) {
	at, words := v, c.words()
	if tag := v.get(c.key); tag != nil {
		at = tag
	}
	hint := "use " + oneOf(words)
	if near, ok := diag.Nearest(name, words); ok {
		hint = fmt.Sprintf("did you mean %s?", near)
	} else if c.unknown != "" {
		hint = c.unknown
	}
	w.report(codeUnknownType, w.span(at), fmt.Sprintf("%s: there is no %s %q", w.place(), c.key, clip(name)), hint)
}
