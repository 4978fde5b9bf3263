package jinja_test

import (
	"slices"
	"testing"

	"github.com/dagplan/dagplan/pkg/config/internal/jinja"
)

func TestV3_namesInSingleBraces(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		src  string
		want []string
	}{
		{"", nil},
		{"no braces", nil},
		{"{a} {{ b }} { c } {d!r} {e:>{width}} {f!s:x}", []string{"a", "c", "d", "e", "f"}},
		{"{a.b[c}:]}", []string{"a.b[c}:]"}},
		{"{} {:x} {!r}", nil},
		{"{% if a %}", []string{"% if a %"}},
		{"{a} {a}", []string{"a", "a"}},
		// Malformed for Python, so single braces are searched for instead.
		{"{a} output: }", []string{"a"}},
		{"{ {a} {{ b }} {c!r:x} {d:{e}}", []string{"a", "c", "d"}},
		{"{a!x} {b:", nil},
		{"{{ x }} } {\u00e9\u2003}", []string{"é"}},
		{"{a[b} {c", []string{"a[b"}},
		{"{{{a}}} }", nil},
	} {
		var got []string
		for _, ref := range jinja.FStringRefs(test.src) {
			got = append(got, ref.Name)
			if test.src[ref.Offset:ref.End] != ref.Name {
				t.Errorf("%q: %+v is not there", test.src, ref)
			}
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%q: %q, want %q", test.src, got, test.want)
		}
	}
}
