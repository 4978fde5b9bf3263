package jinja_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dagplan/dagplan/pkg/config/internal/jinja"
)

func TestR69d_secureRenderer(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		src  string
		want []jinja.Refusal
	}{
		{"{{ a|upper }}{% if b %}{{ c.d[0] }}{% endif %}{% include 'x' %}{% from 'y' import z %}", nil},
		{"{% set a %}b{% endset %}{% with c = 1 %}{{ c }}{% endwith %}{% filter upper %}d{% endfilter %}", nil},
		{"{% set a = 1 %}{% macro m() %}{% endmacro %}", []jinja.Refusal{
			{Offset: 3, Message: "the secure renderer takes no tag 'set'"},
			{Offset: 18, Message: "the secure renderer takes no tag 'macro'"},
		}},
		{"{% extends 'a' %}{% import 'b' as c %}{% block d %}{% endblock %}", []jinja.Refusal{
			{Offset: 3, Message: "the secure renderer takes no tag 'extends'"},
			{Offset: 20, Message: "the secure renderer takes no tag 'import'"},
			{Offset: 41, Message: "the secure renderer takes no tag 'block'"},
		}},
		{"{% for a in b %}{% for c in a recursive %}{% endfor %}{% endfor %}", []jinja.Refusal{
			{Offset: 19, Message: "the secure renderer takes no recursive 'for'"},
			{Offset: 19, Message: "the secure renderer takes no 'for' inside of another one"},
		}},
		{"{{ self.a }}", []jinja.Refusal{{Offset: 3, Message: "the secure renderer takes no variable 'self'"}}},
		{"{{ a|default(b)|join }}", []jinja.Refusal{
			{Offset: 5, Message: "the secure renderer has no filter 'default'"},
			{Offset: 16, Message: "the secure renderer has no filter 'join'"},
		}},
		{"{% if a %}{{ a|default(b) }}{% endif %}", []jinja.Refusal{
			{Offset: 15, Message: "the secure renderer has no filter 'default'", Conditional: true},
		}},
		{"{% if a %}{{ a|jsonpath('$.b') }}{% endif %}", nil},
		{"{{ a" + strings.Repeat(".b", 7) + " }}", nil},
		{"{{ a" + strings.Repeat(".b", 8) + " }}", []jinja.Refusal{
			{Offset: 3, Message: "the secure renderer takes 10 levels of nesting, and this is deeper"},
		}},
		{"{{ a }}" + strings.Repeat("{% with %}", 10) + strings.Repeat("{% endwith %}", 10), []jinja.Refusal{
			{Offset: 3, Message: "the secure renderer takes 10 levels of nesting, and this is deeper"},
		}},
		{strings.Repeat("{{ a }}", 599), nil},
		{strings.Repeat("{{ a }}", 600), []jinja.Refusal{
			{Offset: 0, Message: "the template has 601 parts, and the secure renderer takes 600"},
		}},
	} {
		got, err := jinja.Parse(test.src)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, got.Secure()); diff != "" {
			t.Errorf("%.80q (-want +got):\n%s", test.src, diff)
		}
	}
}

func TestR69d_conditionOffsets(t *testing.T) {
	t.Parallel()
	got, err := jinja.ParseCondition("a|default(b)")
	if err != nil {
		t.Fatal(err)
	}
	want := []jinja.Refusal{{Offset: 2, Message: "the secure renderer has no filter 'default'"}}
	if diff := cmp.Diff(want, got.Secure()); diff != "" {
		t.Error(diff)
	}
}
