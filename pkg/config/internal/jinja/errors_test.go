package jinja_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dagplan/dagplan/pkg/config/internal/jinja"
)

// parseError returns the only error of a template.
func parseError(t *testing.T, src string) *jinja.SyntaxError {
	t.Helper()
	_, err := jinja.Parse(src)
	var list jinja.ErrorList
	if !errors.As(err, &list) || len(list) != 1 {
		t.Fatalf("%q: %d errors, want one: %v", src, len(list), err)
	}
	return list[0]
}

func TestSyntaxError_wholeMessages(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		src  string
		want jinja.SyntaxError
	}{
		{"a\nb {% for x in y %}\n{{ x }}", jinja.SyntaxError{
			Kind: jinja.Syntax, Offset: 28, Line: 3, Column: 8, Opened: 4,
			Message: "unexpected end of template: block 'for' is not closed",
			Hint:    "add {% endfor %}",
		}},
		{"{% if x %}{% for y in z %}{% endif %}", jinja.SyntaxError{
			Kind: jinja.Syntax, Offset: 29, Line: 1, Column: 30, Opened: 10,
			Message: "unexpected tag 'endif': block 'for' is still open",
			Hint:    "close it with {% endfor %}",
		}},
		{"{% endif %}", jinja.SyntaxError{
			Kind: jinja.Syntax, Offset: 3, Line: 1, Column: 4, Opened: -1,
			Message: "unexpected tag 'endif'",
			Hint:    "nothing is open that it belongs to",
		}},
		{"{% if a %}{% elseif b %}", jinja.SyntaxError{
			Kind: jinja.UnknownTag, Offset: 13, Line: 1, Column: 14, Opened: -1, Name: "elseif",
			Message: "unknown tag 'elseif'",
			Hint:    "write 'elif'",
		}},
		{"{{ x", jinja.SyntaxError{
			Kind: jinja.Syntax, Offset: 4, Line: 1, Column: 5, Opened: 0,
			Message: "unexpected end of template, expected '}}'",
			Hint:    "close what is open",
		}},
		{"{{ f(x", jinja.SyntaxError{
			Kind: jinja.Syntax, Offset: 6, Line: 1, Column: 7, Opened: 4,
			Message: "unexpected end of template, expected ','",
			Hint:    "close what is open",
		}},
		{"é\r\n\r{{ (a]", jinja.SyntaxError{
			Kind: jinja.Syntax, Offset: 10, Line: 3, Column: 6, Opened: 8,
			Message: "unexpected ']': '(' is still open",
			Hint:    "close it with ')'",
		}},
		{"{{ first name }}", jinja.SyntaxError{
			Kind: jinja.Syntax, Offset: 9, Line: 1, Column: 10, Opened: -1,
			Message: "unexpected 'name', expected '}}'",
			Hint:    "a name has no spaces: join the words with an underscore",
		}},
		{`{{"key": 1}}`, jinja.SyntaxError{
			Kind: jinja.Syntax, Offset: 7, Line: 1, Column: 8, Opened: -1,
			Message: "unexpected ':', expected '}}'",
			Hint:    "text that has such braces stands between {% raw %} and {% endraw %}",
		}},
		{"{{ a && b }}", jinja.SyntaxError{
			Kind: jinja.Syntax, Offset: 5, Line: 1, Column: 6, Opened: -1,
			Message: "unexpected character '&'",
			Hint:    "write 'and'",
		}},
		{"{{ “a” }}", jinja.SyntaxError{
			Kind: jinja.Syntax, Offset: 3, Line: 1, Column: 4, Opened: -1,
			Message: "unexpected character '“' (U+201C)",
			Hint:    "use straight quotes",
		}},
		{"{{ a = b }}", jinja.SyntaxError{
			Kind: jinja.Syntax, Offset: 5, Line: 1, Column: 6, Opened: -1,
			Message: "unexpected '=', expected '}}'",
			Hint:    "write == to compare",
		}},
		{"{% if a %}{% else if b %}{% endif %}", jinja.SyntaxError{
			Kind: jinja.Syntax, Offset: 18, Line: 1, Column: 19, Opened: -1,
			Message: "unexpected 'if', expected '%}'",
			Hint:    "write 'elif'",
		}},
		{"{{ f(a=1, b) }}", jinja.SyntaxError{
			Kind: jinja.Syntax, Offset: 10, Line: 1, Column: 11, Opened: 4,
			Message: "arguments are in the wrong order",
			Hint:    "plain arguments come first, then name=value, then one *list, then one **dict",
		}},
		{"{{ a is odd is even }}", jinja.SyntaxError{
			Kind: jinja.Syntax, Offset: 12, Line: 1, Column: 13, Opened: -1,
			Message: "a test cannot follow another one",
			Hint:    "join them with 'and', or put the first into parentheses",
		}},
		{"{{ a|lowr }}", jinja.SyntaxError{
			Kind: jinja.UnknownFilter, Offset: 5, Line: 1, Column: 6, Opened: -1, Name: "lowr",
			Message: "unknown filter 'lowr'",
		}},
		{"{{ a is evn }}", jinja.SyntaxError{
			Kind: jinja.UnknownTest, Offset: 8, Line: 1, Column: 9, Opened: -1, Name: "evn",
			Message: "unknown test 'evn'",
		}},
		{"{% set a.b = c = 1 %}", jinja.SyntaxError{
			Kind: jinja.Syntax, Offset: 15, Line: 1, Column: 16, Opened: -1,
			Message: "unexpected '=', expected '%}'",
			Hint:    "write == to compare",
		}},
		{"{% for 1 in a %}{% endfor %}", jinja.SyntaxError{
			Kind: jinja.Syntax, Offset: 7, Line: 1, Column: 8, Opened: -1,
			Message: "cannot assign to this expression",
			Hint:    "assign to a name, or to names with commas between them",
		}},
		{"{% macro m(a=1, b) %}{% endmacro %}", jinja.SyntaxError{
			Kind: jinja.Syntax, Offset: 16, Line: 1, Column: 17, Opened: -1,
			Message: "argument 'b' has no default and follows one that has",
			Hint:    "give it a default, or move it to the front",
		}},
		{"{% call a %}{% endcall %}", jinja.SyntaxError{
			Kind: jinja.Syntax, Offset: 8, Line: 1, Column: 9, Opened: -1,
			Message: "a call block calls nothing",
			Hint:    "write {% call name() %}",
		}},
		{"{% block a-b %}{% endblock %}", jinja.SyntaxError{
			Kind: jinja.Syntax, Offset: 10, Line: 1, Column: 11, Opened: -1,
			Message: "unexpected '-' in the name of a block",
			Hint:    "use an underscore",
		}},
		{"{% 'a' %}", jinja.SyntaxError{
			Kind: jinja.Syntax, Offset: 3, Line: 1, Column: 4, Opened: -1,
			Message: "unexpected string, expected the name of a tag",
		}},
		{"{% macro none() %}{% endmacro %}", jinja.SyntaxError{
			Kind: jinja.Syntax, Offset: 9, Line: 1, Column: 10, Opened: -1,
			Message: "cannot assign to 'none', which is a constant",
			Hint:    "choose another name",
		}},
		{"{{ a|" + strings.Repeat("x", 100) + " }}", jinja.SyntaxError{
			Kind: jinja.UnknownFilter, Offset: 5, Line: 1, Column: 6, Opened: -1, Name: strings.Repeat("x", 100),
			Message: "unknown filter '" + strings.Repeat("x", 60) + "…'",
		}},
	} {
		if diff := cmp.Diff(test.want, *parseError(t, test.src)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.src, diff)
		}
	}
}

func TestErrorList_allThatTheCompilerFinds(t *testing.T) {
	t.Parallel()
	got, err := jinja.Parse("{{ a|one }}\n{% block b %}{{ c is two }}{% endblock %}\n{% block b %}{% endblock %}")
	if got == nil || ordered(got.Undeclared()) != "a c" {
		t.Errorf("the names are lost: %v", got)
	}
	var list jinja.ErrorList
	if !errors.As(err, &list) {
		t.Fatalf("error is a %T", err)
	}
	var messages []string
	for _, e := range list {
		messages = append(messages, e.Error())
	}
	want := []string{"1:6: unknown filter 'one'", "2:22: unknown test 'two'", "3:10: block 'b' is defined twice"}
	if diff := cmp.Diff(want, messages); diff != "" {
		t.Error(diff)
	}
	if want := "1:6: unknown filter 'one' (and 2 more)"; err.Error() != want {
		t.Errorf("error %q, want %q", err, want)
	}
	var first *jinja.SyntaxError
	if !errors.As(err, &first) || first.Name != "one" {
		t.Errorf("first error %v", first)
	}
}

func TestParse_nothingBehindASyntaxError(t *testing.T) {
	t.Parallel()
	if got, err := jinja.Parse("{{ a|one }}{{ b c }}{{ d e }}"); got != nil || err.Error() != "1:17: unexpected 'c', expected '}}'" {
		t.Errorf("%v, %v", got, err)
	}
}

func TestUndeclared_firstPlace(t *testing.T) {
	t.Parallel()
	for src, want := range map[string][]jinja.Ref{
		// The name is found in the outer frame, behind the loop that reads it first.
		"{% for a in b %}{{ c }}{% endfor %}{{ c }}": {{Name: "b", Offset: 12, End: 13}, {Name: "c", Offset: 19, End: 20}},
		// What a loop sets for itself is not the variable that is read behind it.
		"{% for a in b %}{% set c = 1 %}{% endfor %}{{ c }}": {{Name: "b", Offset: 12, End: 13}, {Name: "c", Offset: 46, End: 47}},
		"{% block x %}{{ é }}{% endblock %}{{ é }}":          {{Name: "é", Offset: 16, End: 18}},
		"{% set a = b, a %}":                                 {{Name: "b", Offset: 11, End: 12}, {Name: "a", Offset: 14, End: 15}},
	} {
		got, err := jinja.Parse(src)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got.Undeclared()); diff != "" {
			t.Errorf("%q (-want +got):\n%s", src, diff)
		}
	}
}
