package config_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/diag"
)

// placeOf is where a word stands in a text for the only time: line and column
// count from 1, a column is a character.
func placeOf(t *testing.T, text, word string) diag.Span {
	t.Helper()
	at := strings.Index(text, word)
	if at < 0 || strings.LastIndex(text, word) != at {
		t.Fatalf("%q must stand once in\n%s", word, text)
	}
	before := text[:at]
	line := before[strings.LastIndexAny(before, "\n")+1:]
	s := diag.Span{Pos: diag.Pos{File: "f.yaml"}, EndLine: strings.Count(before, "\n") + 1, EndColumn: utf8.RuneCountInString(line) + 1 + utf8.RuneCountInString(word)}
	s.Line, s.Column = s.EndLine, s.EndColumn-utf8.RuneCountInString(word)
	return s
}

// TestR61_places: whatever the style of a scalar, a reference, a refusal, a
// single brace and a mistake stand where they are written.
func TestR61_places(t *testing.T) {
	t.Parallel()
	const head = "columns:\n  - name: l\n    column_type: llm-text\n    model_alias: m\n    prompt: "
	styles := map[string]string{
		"plain":                     "Write about HERE\n",
		"plain over lines":          "Write\n      about\n\n      it HERE\n",
		"double quotes":             "\"Write \\t \\u00e9 \\x41 \\\" HERE\"\n",
		"double quotes over lines":  "\"Write \\\n       about é\n\n       HERE\"\n",
		"single quotes":             "'it''s é HERE'\n",
		"single quotes over lines":  "'it''s\n\n      HERE'\n",
		"literal":                   "|\n      Write\n        é about\n\n      HERE\n",
		"literal, indented by 2":    "|2-\n        Write\n      HERE\n",
		"literal, blank lines kept": "|+\n\n\n      Write HERE\n\n\n",
		"folded":                    ">-\n      Write\n      about\n\n        more\n      HERE\n",
		"folded, indented by 3":     ">3\n          Write\n       HERE\n",
		"a tag and an anchor":       "&p !!str \"é HERE\"\n",
		"behind a comment":          "# what to write\n      Write HERE\n",
	}
	kinds := []struct {
		name, template string
		find           func(config.Template, diag.List) (diag.Span, bool)
	}{
		{"reference", "{{ topik }}", func(tpl config.Template, _ diag.List) (diag.Span, bool) {
			return first(tpl.References, func(r config.Reference) diag.Span { return r.Span })
		}},
		{"mistake", "{{ x | topik }}", func(_ config.Template, l diag.List) (diag.Span, bool) {
			return first(l, func(d diag.Diagnostic) diag.Span { return d.Span })
		}},
		{"single braces", "{topik}", func(tpl config.Template, _ diag.List) (diag.Span, bool) {
			return first(tpl.SingleBraces, func(r config.Reference) diag.Span { return r.Span })
		}},
	}
	for style, rest := range styles {
		for _, eol := range []string{"\n", "\r\n"} {
			for _, kind := range kinds {
				text := strings.ReplaceAll(head+strings.ReplaceAll(rest, "HERE", kind.template), "\n", eol)
				file, findings := config.Read("f.yaml", []byte(text), config.Options{Format: config.DataDesigner})
				got, found := kind.find(file.Columns[len(file.Columns)-1].Templates[0], findings)
				want := placeOf(t, text, "topik")
				if kind.name == "mistake" { // it has no end
					got.EndLine, got.EndColumn = want.EndLine, want.EndColumn
				}
				if !found || got != want {
					t.Errorf("%s: the %s stands at %v, want %v in\n%s%v", style, kind.name, got, want, text, findings)
				}
			}
		}
	}
}

func first[T any](list []T, span func(T) diag.Span) (diag.Span, bool) {
	if len(list) != 1 {
		return diag.Span{}, false
	}
	return span(list[0]), true
}
