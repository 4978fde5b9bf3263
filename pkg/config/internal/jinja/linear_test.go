package jinja_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dagplan/dagplan/pkg/config/internal/jinja"
)

// growing are templates that grow by repetition, chosen to make a careless pass
// quadratic.
func growing() map[string]func(n int) string {
	repeat := func(piece string) func(n int) string {
		return func(n int) string { return strings.Repeat(piece, n) }
	}
	numbered := func(format string) func(n int) string {
		return func(n int) string {
			var b strings.Builder
			for i := range n {
				fmt.Fprintf(&b, format, i)
			}
			return b.String()
		}
	}
	return map[string]func(n int) string{
		"variables":         repeat("{{ a }} text "),
		"names":             numbered("{{ a%d }}"),
		"ifs with names":    numbered("{%% if a %%}{{ b%[1]d }}{%% set c%[1]d = 1 %%}{%% endif %%}"),
		"loops with names":  numbered("{%% for a in b %%}{{ c%[1]d }}{{ loop }}{%% endfor %%}"),
		"macros":            numbered("{%% macro m%[1]d(a) %%}{{ caller() }}{{ b%[1]d }}{%% endmacro %%}"),
		"blocks":            numbered("{%% block b%[1]d %%}{{ self }}{{ c%[1]d }}{%% endblock %%}"),
		"unknown filters":   repeat("{{ a|nope }}\n"),
		"elifs":             func(n int) string { return "{% if a %}" + strings.Repeat("{% elif b %}", n) + "{% endif %}" },
		"concatenation":     func(n int) string { return "{{ a" + strings.Repeat("~ b", n) + " }}" },
		"strings":           func(n int) string { return "{{ " + strings.Repeat(" 'a'", n) + " }}" },
		"one dotted filter": func(n int) string { return "{{ a|b" + strings.Repeat(".c", n) + " }}" },
		"arguments":         func(n int) string { return "{{ a(b" + strings.Repeat(", c", n) + ") }}" },
		"whitespace":        func(n int) string { return "{%" + strings.Repeat(" ", n) + "if a %}{% endif %}" },
		"tags in raw":       func(n int) string { return "{% raw %}" + strings.Repeat("{%   endraw ", n) + "{% endraw %}" },
		"comments":          repeat("{# {# a #}"),
		"single braces":     repeat("{ {a} "),
		"deep in wide": func(n int) string {
			return strings.Repeat("{% for a in b %}", 50) + strings.Repeat("{{ loop }}{{ c }}", n) + strings.Repeat("{% endfor %}", 50)
		},
	}
}

// TestParse_linear holds the work on a template to its length, whatever it is
// made of: ten times the template takes no more steps a byte.
func TestParse_linear(t *testing.T) {
	t.Parallel()
	const n = 1000
	for name, grow := range growing() {
		small, large := stepsPerByte(t, grow(n)), stepsPerByte(t, grow(10*n))
		if large > small*1.05 || small > 4 {
			t.Errorf("%s: %.2f steps a byte, and %.2f for ten times the template", name, small, large)
		}
	}
}

func stepsPerByte(t *testing.T, src string) float64 {
	t.Helper()
	got, err := jinja.Parse(src)
	if got == nil {
		t.Fatal(err)
	}
	return float64(jinja.Steps(got)) / float64(len(src))
}

func BenchmarkParse(b *testing.B) {
	for _, name := range []string{"variables", "names", "ifs with names", "loops with names", "blocks"} {
		for _, kilobytes := range []int{16, 64, 256, 1024} {
			grow := growing()[name]
			src := grow(kilobytes << 10 / len(grow(1)))
			b.Run(fmt.Sprintf("%s/%dKB", strings.ReplaceAll(name, " ", "-"), kilobytes), func(b *testing.B) {
				b.SetBytes(int64(len(src)))
				b.ReportAllocs()
				for range b.N {
					if _, err := jinja.Parse(src); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
