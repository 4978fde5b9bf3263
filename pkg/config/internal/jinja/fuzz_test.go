package jinja_test

import (
	"errors"
	"testing"

	"github.com/dagplan/dagplan/pkg/config/internal/jinja"
	"github.com/dagplan/dagplan/pkg/internal/reftest"
)

// FuzzParse holds any input to what the package promises of all of them: places
// inside of the text, in order, names where they are said to be, bounded work.
func FuzzParse(f *testing.F) {
	for _, grow := range growing() {
		f.Add(grow(3))
	}
	for _, nesting := range nestings() {
		f.Add(nesting.make(3))
	}
	for i, v := range reftest.Lines[verdict](f, "vectors/jinja.jsonl") {
		if i%5 == 0 {
			f.Add(v.Template)
		}
	}
	f.Fuzz(func(t *testing.T, src string) {
		parsed, err := jinja.Parse(src)
		checkErrors(t, src, err)
		if parsed != nil {
			checkTemplate(t, src, parsed)
			if limit := 8*len(src) + 100; jinja.Steps(parsed) > limit {
				t.Errorf("%d steps for %d bytes", jinja.Steps(parsed), len(src))
			}
		}
		parsed, err = jinja.ParseCondition(src)
		checkErrors(t, src, err)
		if parsed != nil {
			checkTemplate(t, src, parsed)
		}
		for _, ref := range jinja.FStringRefs(src) {
			if src[ref.Offset:ref.End] != ref.Name {
				t.Errorf("%+v is not there", ref)
			}
		}
	})
}

func checkErrors(t *testing.T, src string, err error) {
	t.Helper()
	var list jinja.ErrorList
	errors.As(err, &list)
	last := 0
	for _, e := range list {
		if e.Offset < last || e.Offset > len(src) || e.Opened > len(src) || e.Line < 1 || e.Column < 1 || e.Message == "" || e.Kind == 0 {
			t.Errorf("error %+v behind offset %d of %d", e, last, len(src))
		}
		last = e.Offset
	}
}

func checkTemplate(t *testing.T, src string, parsed *jinja.Template) {
	t.Helper()
	last := -1
	for _, ref := range parsed.Undeclared() {
		if ref.Offset <= last || src[ref.Offset:ref.End] != ref.Name {
			t.Errorf("%+v is not there, behind offset %d", ref, last)
		}
		last = ref.Offset
	}
	for _, refusal := range parsed.Secure() {
		if refusal.Offset < 0 || refusal.Offset > len(src) {
			t.Errorf("%+v is outside", refusal)
		}
	}
}
