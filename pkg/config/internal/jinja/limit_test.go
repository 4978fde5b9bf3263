package jinja_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/dagplan/dagplan/pkg/config/internal/jinja"
)

// nestings are ways to make a template deep, each with how deep Jinja 3.1.6 takes
// it by itself, with nothing of Data Designer on the stack; 0 is without limit.
func nestings() map[string]struct {
	measured int
	make     func(depth int) string
} {
	type nesting = struct {
		measured int
		make     func(depth int) string
	}
	around := func(measured int, before, opener, inside, closer, after string) nesting {
		return nesting{measured, func(depth int) string {
			return before + strings.Repeat(opener, depth) + inside + strings.Repeat(closer, depth) + after
		}}
	}
	in := func(measured int, opener, inside, closer string) nesting {
		return around(measured, "{{ ", opener, inside, closer, " }}")
	}
	tags := func(measured int, opener, closer string) nesting {
		return around(measured, "", opener, "{{ x }}", closer, "")
	}
	return map[string]nesting{
		"parentheses":   in(69, "(", "x", ")"),
		"lists":         in(74, "[", "x", "]"),
		"dicts":         in(74, "{1: ", "x", "}"),
		"calls":         in(69, "f(", "x", ")"),
		"filters":       in(69, "x|abs(", "x", ")"),
		"tests":         in(69, "x is eq(", "x", ")"),
		"items":         in(69, "a[", "x", "]"),
		"not":           in(328, "not ", "x", ""),
		"signs":         in(328, "-", "x", ""),
		"else":          in(246, "a if b else ", "x", ""),
		"attributes":    in(328, "", "a", ".b"),
		"subscripts":    in(328, "", "a", "[0]"),
		"call chain":    in(328, "", "a", "()"),
		"filter chain":  in(328, "", "a", "|abs"),
		"sum":           in(328, "", "a", "+b"),
		"power":         in(328, "", "a", "**b"),
		"or":            in(328, "", "a", " or b"),
		"inline ifs":    in(328, "", "a", " if b"),
		"concatenation": in(0, "", "a", "~b"),
		"comparison":    in(0, "", "a", "<b"),
		"strings":       in(0, "", "'a'", "'a'"),
		"if":            tags(243, "{% if a %}", "{% endif %}"),
		"for":           tags(243, "{% for a in b %}", "{% endfor %}"),
		"with":          tags(243, "{% with a = b %}", "{% endwith %}"),
		"macro":         tags(197, "{% macro a() %}", "{% endmacro %}"),
		"call block":    tags(197, "{% call a() %}", "{% endcall %}"),
		"filter block":  tags(243, "{% filter upper %}", "{% endfilter %}"),
		"set block":     tags(243, "{% set a %}", "{% endset %}"),
		"autoescape":    tags(164, "{% autoescape true %}", "{% endautoescape %}"),
		"target":        around(70, "{% set ", "(", "x", ")", " = 1 %}"),
		"elif":          around(0, "{% if a %}", "{% elif b %}", "", "", "{% endif %}"),
		"if in tags":    around(54, strings.Repeat("{% if a %}", 54)+"{{ ", "(", "x", ")", " }}"+strings.Repeat("{% endif %}", 54)),
	}
}

// TestR69b2_depth holds the limits to what Jinja was measured to take: Data
// Designer's own frames cost it a few per cent.
func TestR69b2_depth(t *testing.T) {
	t.Parallel()
	const unlimited = 5000
	for name, nesting := range nestings() {
		taken, refused := nesting.measured*95/100, nesting.measured+nesting.measured/50+1
		if nesting.measured == 0 {
			taken, refused = unlimited, 0
		}
		if _, err := jinja.Parse(nesting.make(taken)); err != nil {
			t.Errorf("%s, %d deep: %v", name, taken, err)
		}
		if refused > 0 {
			checkLimit(t, name, nesting.make(refused))
		}
	}
}

func checkLimit(t *testing.T, name, src string) {
	t.Helper()
	_, err := jinja.Parse(src)
	var e *jinja.SyntaxError
	if !errors.As(err, &e) || e.Kind != jinja.Limit {
		t.Errorf("%s: error %v, want one of a limit", name, err)
		return
	}
	if want := "template is nested or chained too deeply for Jinja"; e.Message != want {
		t.Errorf("%s: message %q, want %q", name, e.Message, want)
	}
	if want := "Jinja takes about 68 brackets or 240 tags inside of each other, or 320 operators in a row"; e.Hint != want {
		t.Errorf("%s: hint %q, want %q", name, e.Hint, want)
	}
}

// TestR69b2_rule holds the numbers that the rule names.
func TestR69b2_rule(t *testing.T) {
	t.Parallel()
	deep := nestings()["parentheses"].make
	if _, err := jinja.Parse(deep(60)); err != nil {
		t.Error(err)
	}
	for _, depth := range []int{90, 100_000} {
		checkLimit(t, "parentheses", deep(depth))
	}
}

// TestLimit_hostile feeds megabytes of each way to nest: an error or an answer,
// never an exhausted stack.
func TestLimit_hostile(t *testing.T) {
	t.Parallel()
	for name, nesting := range nestings() {
		_, err := jinja.Parse(nesting.make(200_000))
		if (err == nil) != (nesting.measured == 0) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}
