package jinja_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/dagplan/dagplan/pkg/config/internal/jinja"
)

// rule is a template and the names that it leaves undeclared, in order, with
// spaces between them. fails is the whole message where it is refused instead.
type rule struct{ template, names, fails string }

func checkRules(t *testing.T, rules []rule) {
	t.Helper()
	for _, r := range rules {
		got, err := jinja.Parse(r.template)
		switch {
		case err != nil && err.Error() != r.fails:
			t.Errorf("%q: error %q, want %q", r.template, err, r.fails)
		case err == nil && r.fails != "":
			t.Errorf("%q: no error, want %q", r.template, r.fails)
		case err == nil && ordered(got.Undeclared()) != r.names:
			t.Errorf("%q: names %q, want %q", r.template, ordered(got.Undeclared()), r.names)
		}
	}
}

func ordered(refs []jinja.Ref) string {
	all := make([]string, len(refs))
	for i, ref := range refs {
		all[i] = ref.Name
	}
	return strings.Join(all, " ")
}

func TestR61_environmentWithoutExtensions(t *testing.T) {
	t.Parallel()
	checkRules(t, []rule{
		{template: "{{ a }}${b}<% c %>", names: "a"},
		{template: "# for x in y\n## {{ a }}", names: "a"}, // no line statements
		{template: "{% do a.append(b) %}", fails: "1:4: unknown tag 'do'"},
		{template: "{% for a in b %}{% break %}{% endfor %}", fails: "1:20: unknown tag 'break'"},
		{template: "{% for a in b %}{% continue %}{% endfor %}", fails: "1:20: unknown tag 'continue'"},
		{template: "{% trans %}a{% endtrans %}", fails: "1:4: unknown tag 'trans'"},
		{template: "{% debug %}", fails: "1:4: unknown tag 'debug'"},
	})
}

func TestR62_globalsConstantsAndSelf(t *testing.T) {
	t.Parallel()
	checkRules(t, []rule{
		{template: "{{ range(a) }}{{ dict() }}{{ lipsum() }}{{ cycler() }}{{ joiner() }}{{ namespace() }}", names: "a"},
		{template: "{{ true }}{{ True }}{{ false }}{{ False }}{{ none }}{{ None }}"},
		{template: "{{ TRUE }}{{ NONE }}{{ null }}", names: "TRUE NONE null"},
		{template: "{{ self }}{{ self.a() }}"},
		{template: "{{ loop }}{{ super() }}{{ caller() }}", names: "loop super caller"},
		{template: "{% block b %}{{ super() }}{{ self.c() }}{% endblock %}"},
		{template: "{{ len(a) }}{{ str(b) }}{{ now() }}", names: "len a str b now"},
		{template: "{% set self = 1 %}{{ self }}"},
	})
}

func TestR63_onlyTheRootCounts(t *testing.T) {
	t.Parallel()
	checkRules(t, []rule{
		{template: "{{ a.b.c }}{{ d['e'] }}{{ f[0].g }}{{ h.0 }}", names: "a d f h"},
		{template: "{{ a[b] }}{{ c[d:e:f] }}{{ g[:] }}{{ h[] }}", names: "a b c d e f g h"},
		{template: "{{ a|default(b) }}{{ c is divisibleby(d) }}{{ e is divisibleby f }}", names: "a b c d e f"},
		{template: "{{ a(b, c=d, *e, **f) }}", names: "a b d e f"},
		{template: "{{ {a: b}[c] }}", names: "a b c"},
	})
}

func TestR64_unknownFiltersAndTests(t *testing.T) {
	t.Parallel()
	const ifs, end = "{% if a %}", "{% endif %}"
	checkRules(t, []rule{
		{template: "{{ a|nope }}", fails: "1:6: unknown filter 'nope'"},
		{template: "{{ a is nope }}", fails: "1:9: unknown test 'nope'"},
		{template: "{{ a|x.y }}", fails: "1:6: unknown filter 'x.y'"},
		{template: ifs + "{{ a|nope }}{% elif b|nope %}{{ a is nope }}{% else %}{{ c|nope }}" + end, names: "a b c"},
		{template: "{{ a|nope if b is nope else c|nope }}", names: "a b c"},
		{template: "{% for b in a %}{{ b|nope }}{% endfor %}", fails: "1:22: unknown filter 'nope'"},
		// What opens a frame of its own inside of an if is hard again.
		{template: ifs + "{% for b in a|nope %}{{ b|nope }}{% endfor %}" + end, fails: "1:37: unknown filter 'nope'"},
		{template: ifs + "{% filter nope %}{% endfilter %}" + end, fails: "1:21: unknown filter 'nope'"},
		{template: ifs + "{% set b | nope %}{% endset %}" + end, fails: "1:22: unknown filter 'nope'"},
		{template: "{% filter upper|nope %}{% endfilter %}", fails: "1:17: unknown filter 'nope'"},
		{template: "{{ a|one|two is three }}", fails: "1:6: unknown filter 'one' (and 2 more)"},
	})
}

func TestR64_listsOfFiltersAndTests(t *testing.T) {
	t.Parallel()
	for name, list := range map[string][]string{
		"filters": jinja.Filters(), "tests": jinja.Tests(), "globals": jinja.Globals(),
		"secure filters": jinja.SecureFilters(), "tags": jinja.Tags(),
	} {
		if !slices.IsSorted(list) || len(slices.Compact(slices.Clone(list))) != len(list) {
			t.Errorf("%s are not in order, each once: %q", name, list)
		}
	}
	for _, name := range jinja.Filters() {
		if _, err := jinja.Parse("{{ a|" + name + " }}"); err != nil {
			t.Error(err)
		}
	}
	for _, name := range jinja.Tests()[len([]string{"!=", "<", "<=", "==", ">", ">="}):] {
		if _, err := jinja.Parse("{{ a is " + name + " }}"); err != nil {
			t.Error(err)
		}
	}
}

func TestR65_scopes(t *testing.T) {
	t.Parallel()
	checkRules(t, []rule{
		{template: "{% for a in a %}{{ a }}{% endfor %}", names: "a"},
		{template: "{% for a, (b, c) in d if a > e %}{{ b }}{{ loop.index }}{% else %}{{ c }}{% endfor %}", names: "d e c"},
		{template: "{% for a in b %}{% else %}{{ loop }}{% endfor %}", names: "b loop"},
		{template: "{% for a in b recursive %}{{ loop(a.c) }}{% endfor %}", names: "b"},
		{template: "{% for a in b if loop %}{% endfor %}", names: "b loop"},
		{template: "{% with a = b, c = a %}{{ a }}{{ c }}{% endwith %}{{ c }}", names: "b a c"},
		{template: "{% macro m(a, b=a, c=d) %}{{ a }}{{ b }}{{ m }}{% endmacro %}{{ m(e) }}", names: "d e"},
		{template: "{% macro m() %}{{ varargs }}{{ kwargs }}{{ caller() }}{% endmacro %}"},
		{template: "{% call(a) m(b) %}{{ a }}{{ c }}{% endcall %}", names: "m b c"},
		{template: "{% filter replace(a, b) %}{{ c }}{% set d = 1 %}{% endfilter %}{{ d }}", names: "a b c d"},
		{template: "{% set a %}{{ b }}{% set c = 1 %}{% endset %}{{ a }}{{ c }}", names: "b c"},
		{template: "{% autoescape a %}{% set b = 1 %}{{ b }}{% endautoescape %}{{ b }}", names: "a b"},
		{template: "{% for a in b %}{% set c = a %}{{ c }}{% endfor %}{{ c }}", names: "b c"},
		// The frame around is complete before the frame inside is looked at.
		{template: "{% macro m() %}{{ a }}{% endmacro %}{% set a = 1 %}"},
	})
}

func TestR66_storedInABranch(t *testing.T) {
	t.Parallel()
	checkRules(t, []rule{
		{template: "{% if x %}{% set y = 1 %}{% endif %}", names: "x y"},
		{template: "{% if x %}{% set y = 1 %}{% else %}{% set y = 2 %}{% endif %}{{ y }}", names: "x y"},
		{template: "{% set y = 0 %}{% if x %}{% set y = 1 %}{% endif %}", names: "x"},
		{template: "{% if x %}{% set y %}{% endset %}{% macro m() %}{% endmacro %}{% endif %}", names: "x y m"},
		{template: "{% if x %}{% import 'a' as b %}{% from 'c' import d, e as f %}{% endif %}", names: "x b d f"},
		{template: "{% if x %}{% set range = 1 %}{% endif %}", names: "x"},
		{template: "{% if x %}{% set a.b = 1 %}{% endif %}", names: "x a"},
		{template: "{% for a in b %}{% if a %}{% set c = 1 %}{% endif %}{% endfor %}", names: "b c"},
		{template: "{% macro m(c) %}{% if c %}{% set c = 1 %}{% endif %}{% endmacro %}"},
		{template: "{% set c = 0 %}{% for a in b %}{% if a %}{% set c = 1 %}{% endif %}{% endfor %}", names: "b"},
	})
	const assigned = "{% if x %}{% set y = 1 %}{% endif %}{{ y }}"
	for src, want := range map[string][]jinja.Ref{
		assigned: {{Name: "x", Offset: 6, End: 7}, {Name: "y", Offset: 17, End: 18, Assigned: true}},
		// The block reads what nobody assigns there.
		assigned + "{% block b %}{{ y }}{% endblock %}": {{Name: "x", Offset: 6, End: 7}, {Name: "y", Offset: 17, End: 18}},
	} {
		got, err := jinja.Parse(src)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got.Undeclared(), want) {
			t.Errorf("%q: undeclared %+v, want %+v", src, got.Undeclared(), want)
		}
	}
}

func TestR67_readBeforeSet(t *testing.T) {
	t.Parallel()
	checkRules(t, []rule{
		{template: "{{ x }}{% set x = 1 %}", names: "x"},
		{template: "{% set x = x %}", names: "x"},
		{template: "{% set x = 1 %}{{ x }}"},
		{template: "{% set ns.a = b %}", names: "ns b"},
		{template: "{% set a.b, c = d %}{{ c }}", names: "a d"},
		{template: "{% set x %}{{ x }}{% endset %}"},
	})
}

func TestR68_blocksSeeOnlyTheContext(t *testing.T) {
	t.Parallel()
	checkRules(t, []rule{
		{template: "{% set x = 1 %}{% block b %}{{ x }}{% endblock %}", names: "x"},
		{template: "{% for i in a %}{% block b %}{{ i }}{% endblock %}{% endfor %}", names: "a i"},
		{template: "{% for i in a %}{% block b scoped %}{{ i }}{{ loop }}{% endblock %}{% endfor %}", names: "a i loop"},
		{template: "{% block b %}{% set x = 1 %}{{ x }}{% block c %}{{ x }}{% endblock %}{% endblock b %}", names: "x"},
		{template: "{% block b %}{% endblock %}{% block b %}{% endblock %}", fails: "1:37: block 'b' is defined twice"},
		{template: "{% block b required %} {# c #}\n{% endblock %}"},
		{template: "{% block b required %}{{ x }}{% endblock %}", fails: "1:10: required block 'b' is not empty"},
	})
}

func TestR69_includesImportsExtends(t *testing.T) {
	t.Parallel()
	checkRules(t, []rule{
		{template: "{% include 'a' %}{% import 'b' as c %}{% from 'd' import e as f with context %}{{ c }}{{ f }}"},
		{template: "{% include a ignore missing without context %}{% import b as c %}{% from d import e %}", names: "a b d"},
		{template: "{% from a import b 'with' context %}", names: "a"}, // Jinja takes the string for the word
		{template: "{% from a import 'with' context %}", fails: "1:18: unexpected string, expected a name"},
		{template: "{% include a 'with' context %}", fails: "1:14: unexpected string, expected '%}'"},
		{template: "{% extends a %}{{ b }}", names: "a b"},
		{template: "{% from 'a' import _b %}", fails: "1:20: cannot import '_b': a name with an underscore before it is private"},
		{template: "{% for a in b %}{% extends 'c' %}{% endfor %}", fails: "1:20: tag 'extends' stands inside of another block"},
		// Behind an extends output is not compiled, and behind a second one nothing is.
		{template: "{% extends 'a' %}{{ b|nope }}", names: "b"},
		{template: "{% extends 'a' %}{% macro m() %}{{ b|nope }}{% endmacro %}", fails: "1:38: unknown filter 'nope'"},
		{template: "{% extends 'a' %}{% set b %}{{ b|nope }}{% endset %}", fails: "1:34: unknown filter 'nope'"},
		{template: "{% extends 'a' %}{% filter upper %}{{ b|nope }}{% endfilter %}", names: "b"},
		{template: "{% extends 'a' %}{% set b = c|nope %}", fails: "1:31: unknown filter 'nope'"},
		{template: "{% extends 'a' %}{% extends 'b' %}{% set c = d|nope %}{% for e in f %}{{ g }}{% endfor %}", names: "d f"},
		{template: "{% if a %}{% extends 'b' %}{% endif %}{{ c|nope }}", fails: "1:44: unknown filter 'nope'"},
	})
}

func TestR69a_rawCommentsAndIdentifiers(t *testing.T) {
	t.Parallel()
	checkRules(t, []rule{
		{template: "{% raw %}{{ a }}{% if %}{% endraw %}{{ b }}{# {{ c }} #}", names: "b"},
		{template: "{# {# a #} {{ b }} #}", names: "b"},
		{template: "{%- raw -%} {{ a }} {%- endraw -%}"},
		{template: "{# never closed", fails: "1:1: comment is not closed"},
		{template: "a{% raw %}b", fails: "1:2: block 'raw' is not closed"},
		// What begins at the very end needs no end, newline or not.
		{template: "{#"}, {template: "{#\n"}, {template: "{% raw %}"}, {template: "{% raw -%}\n \r\n"},
		{template: "{#\n\n", fails: "1:1: comment is not closed"},
		{template: "{{ é }}{{ 名前 }}{{ ℘ }}{{ ª }}{{ a·b }}{{ ａ }}", names: "é 名前 ℘ ª a·b ａ"},
		{template: "{{ x² }}", fails: "1:4: 'x²' is not a name"},
		{template: "{{ ٣ }}", fails: "1:4: '٣' is not a name"},
		{template: "{{ \u0e33 }}", fails: "1:4: '\u0e33' is not a name"},
		{template: "{{ a\u0e33 }}", names: "a\u0e33"},
		{template: "{{ a\u037a }}", fails: "1:4: 'a\u037a' is not a name"},
		{template: "{{ a\u309b }}", fails: "1:5: unexpected character '\u309b' (U+309B)"},
		{template: "{{ x\u200d }}", fails: "1:5: unexpected character U+200D"},
		{template: "{{\u2003a\x1c\u00a0}}", names: "a"},
	})
}

func TestR69a_numbersAndStrings(t *testing.T) {
	t.Parallel()
	checkRules(t, []rule{
		{template: "{{ 1 + 1_000 + 0x1F + 0b1_0 + 0o17 + 00 + 1.5 + 1e5 + 1_0.2_5e-1 + 1٣ }}"},
		{template: "{{ a.1.5 }}{{ 1.5.3 }}{{ 1.e5 }}{{ 0x1F.a }}", names: "a"},
		{template: "{{ 017 }}", fails: "1:5: unexpected number 17, expected '}}'"},
		{template: "{{ 1__0 }}", fails: "1:5: unexpected '__0', expected '}}'"},
		{template: "{{ 1٣.5 }}", fails: "1:4: number 1٣.5 has digits of another script"},
		{template: "{{ " + strings.Repeat("9", 4300) + " }}"},
		{template: "{{ " + strings.Repeat("9", 4301) + " }}", fails: "1:4: integer has more than 4300 digits"},
		{template: `{{ 'a' "b" '\'' "\\" '}}' "{{ x }}" '{#' }}`},
		{template: `{{ '\x41\u0041\U0001F600\N{DIGIT ONE}\q\8é\é' }}`},
		{template: `{{ '\x4' }}`, fails: `1:5: escape \x needs 2 hexadecimal digits`},
		{template: "{{ '\\x\x10\x11' }}", fails: `1:5: escape \x needs 2 hexadecimal digits`},
		{template: `{{ 'a\u12g4' }}`, fails: `1:6: escape \u needs 4 hexadecimal digits`},
		{template: `{{ '\U00110000' }}`, fails: `1:5: escape \U00110000 is beyond the last character, \U0010ffff`},
		{template: `{{ '\N' }}`, fails: `1:5: escape \N needs the name of a character in braces`},
		{template: `{{ '\N{é}' }}`, fails: `1:5: no character is named 'é'`},
		{template: `{{ 'a }}`, fails: "1:4: string is not closed"},
	})
}

func TestR69a_whitespaceControl(t *testing.T) {
	t.Parallel()
	checkRules(t, []rule{
		{template: "{{- a -}} {{+ b }}{%- if c +%}{%+ endif -%}\n{#- d -#}", names: "a b c"},
		{template: "{{ a +}}", fails: "1:7: unexpected '}}', expected an expression"},
		{template: "{{ {'a': b} -}}{{ {'a': {'b': c}}}}", names: "b c"},
		{template: "{% raw +%}a{% endraw %}", fails: "1:4: tag 'raw' takes nothing but its name"},
		{template: "{% raw %}a{% endraw +%}"},
		{template: "{% if a: %}{% endif %}", names: "a"},
	})
}

func TestR69b_constantsAndSetBlockFilters(t *testing.T) {
	t.Parallel()
	const message = "variable 'z' cannot be an argument of the filter of a set block"
	checkRules(t, []rule{
		{template: "{% set x | default(z) %}{% endset %}", fails: "1:20: " + message},
		{template: "{% set x | default(z) %}{% endset %}{{ z }}", names: "z"},
		{template: "{% set x | default(z) %}{{ z }}{% endset %}", names: "z"},
		{template: "{% set x | default(true or z) %}{% endset %}"},
		{template: "{{ 9**(9**9) }}"},
		{template: "{{ true or a|nope }}{{ false and b is nope }}", names: "a b"},
		{template: "{{ false or a|nope }}", fails: "1:15: unknown filter 'nope'"},
		{template: "{{ 1 == 2 == a|nope }}{{ 'x' == none == b|nope }}", names: "a b"},
		{template: "{% set a = 2 > 1.5 or b|nope %}", names: "b"},
		{template: "{% autoescape a %}{% set b = true or c|nope %}{% endautoescape %}", fails: "1:40: unknown filter 'nope'"},
		{template: "{{ {[1]: 2} }}"},
		{template: "{{ {[1]: 2}|length }}", fails: "1:13: a list or dict is the key of a dict"},
		{template: "{% autoescape {[1]: 2} %}{% endautoescape %}", fails: "1:15: a list or dict is the key of a dict"},
		{template: "{% autoescape [a, {[1]: 2}] %}{% endautoescape %}", names: "a"},
		{template: "{{ {(1, 2): 3}|length }}{{ {[a]: 2}|length }}", names: "a"},
	})
}

// TestR69b_folding asks for the truth of a constant by an unknown filter behind
// it, which is never reached where the constant is true.
func TestR69b_folding(t *testing.T) {
	t.Parallel()
	for constant, truth := range map[string]bool{
		"1 < 2": true, "2 < 1": false, "1 <= 1.0": true, "2 <= 1": false, "2 > 1": true, "1 > 1": false,
		"1 >= 1": true, "1 >= 2": false, "1 == true": true, "1 != 1": false, "'a' < 'b'": true, "'b' != 'a'": true,
		"'a' in 'bab'": true, "'c' in 'bab'": false, "'c' not in 'bab'": true, "'a' not in 'bab'": false,
		"none == none": true, "none != 0": true, "1 == 'a'": false, "() == 1": false,
		"[] == []": false, "1 < 'a'": false, "1 in [1]": false, // constants that are not folded here or fail
		"1 - 1": false, "1 + -1": false, "2 * 3": true, "+1": true, "-0.0": false, "1_0": true, "0x0": false, "1e400": true,
		"99999999999999999999": true, "''": false, "'' ''": false, "'' 'a'": true, "'' ~ ''": false, "'' ~ 0": true,
		"(1 if 0 else 0)": false, "(1 if 1)": true, "(1 if 0)": false, "not []": true, "not {1: 2}": false, "(0,)": true,
		"a": false, "'a'.b": false, "(a, 1)": false, "(a ~ 1)": false,
	} {
		_, err := jinja.Parse("{{ " + constant + " or x|nope }}")
		if (err == nil) != truth {
			t.Errorf("%s: error %v, want %v", constant, err, truth)
		}
	}
}

func TestR69b_specialNames(t *testing.T) {
	t.Parallel()
	checkRules(t, []rule{
		{template: "{% for loop in a %}{% endfor %}", fails: "1:8: cannot assign to 'loop' inside of a for"},
		{template: "{% for a in b %}{% if a %}{% set loop = 1 %}{% endif %}{% endfor %}", fails: "1:34: cannot assign to 'loop' inside of a for"},
		{template: "{% set loop = 1 %}{{ loop }}"},
		// The first use of the name decides, unless a scoped block needs the variable.
		{template: "{% for a in b %}{% with loop = 1 %}{% endwith %}{{ loop }}{% endfor %}", names: "b loop"},
		{template: "{% for a in b %}{% with loop = 1 %}{% endwith %}{{ loop }}{% block c scoped %}{% endblock %}{% endfor %}", names: "b"},
		{template: "{% macro m(caller) %}{{ caller() }}{% endmacro %}", fails: "1:12: argument 'caller' has no default, and the body uses it"},
		{template: "{% macro m(caller=none) %}{{ caller() }}{% endmacro %}"},
		{template: "{% macro m(caller) %}{% set caller = 1 %}{{ caller }}{% endmacro %}"},
		{template: "{% macro m() %}{% set caller = caller %}{% endmacro %}", names: "caller"},
		{template: "{% for a in b %}{% macro m() %}{{ loop }}{% endmacro %}{% endfor %}", names: "b"},
	})
}

func TestR69c_conditions(t *testing.T) {
	t.Parallel()
	for _, r := range []rule{
		{template: "age > 21 and 'x' in tags", names: "age tags"},
		{template: "a }} {{ b", names: "a b"},
		{template: "a|jsonpath('$.b')", names: "a"},
		{template: "", fails: "1:1: unexpected end of the condition, expected an expression"},
		{template: "a ==\n", fails: "2:1: unexpected end of the condition, expected an expression"},
		{template: "a = 1", fails: "1:3: unexpected '=', expected end of the condition"},
		{template: "f(a", fails: "1:4: unexpected end of the condition: '(' is still open"},
		{template: "a and b|nope", fails: "1:9: unknown filter 'nope'"},
		{template: "'a", fails: "1:1: string is not closed"},
	} {
		got, err := jinja.ParseCondition(r.template)
		if err != nil {
			if err.Error() != r.fails {
				t.Errorf("%q: error %q, want %q", r.template, err, r.fails)
			}
			continue
		}
		if r.fails != "" || ordered(got.Undeclared()) != r.names {
			t.Errorf("%q: names %q, want %q %q", r.template, ordered(got.Undeclared()), r.names, r.fails)
		}
		for _, ref := range got.Undeclared() {
			if r.template[ref.Offset:ref.End] != ref.Name {
				t.Errorf("%q: %+v is not there", r.template, ref)
			}
		}
	}
}
