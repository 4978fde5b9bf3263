package diag_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dagplan/dagplan/pkg/diag"
)

func at(file string, line, column int) diag.Span {
	return diag.Span{Pos: diag.Pos{File: file, Line: line, Column: column}}
}

func TestDiagnostic_Error(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		in   diag.Diagnostic
		want string
	}{
		{
			diag.Diagnostic{Code: "DP203", Severity: diag.Error, Message: `column "a" is taken`, Hint: "left out", Span: at("f.yaml", 3, 9)},
			`f.yaml:3:9: error: column "a" is taken [DP203]`,
		},
		{
			diag.Diagnostic{Code: "DP101", Severity: diag.Warning, Message: "the file is empty", Span: at("f.yaml", 0, 0)},
			`f.yaml: warning: the file is empty [DP101]`,
		},
		{diag.Diagnostic{Code: "DP101", Message: "no severity"}, `unset: no severity [DP101]`},
	} {
		if got := test.in.Error(); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

func TestSeverity_text(t *testing.T) {
	t.Parallel()
	got, err := json.Marshal([]diag.Severity{diag.Error, diag.Warning, 0})
	if err != nil {
		t.Fatal(err)
	}
	if want := `["error","warning","unset"]`; string(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestList_sort(t *testing.T) {
	t.Parallel()
	var list diag.List
	for _, d := range []diag.Diagnostic{
		{Code: "DP202", Message: "second by code", Span: at("b", 2, 1)},
		{Code: "DP201", Message: "z, by message", Span: at("b", 2, 1)},
		{Code: "DP201", Message: "a, by message", Span: at("b", 2, 1)},
		{Code: "DP901", Message: "by column", Span: at("b", 1, 9)},
		{Code: "DP901", Message: "whole file", Span: at("b", 0, 0)},
		{Code: "DP901", Message: "by file", Span: at("a", 7, 7)},
		{Code: "DP901", Message: "by column", Hint: "a repetition", Span: at("b", 1, 9)},
	} {
		list.Add(d)
	}
	list.Sort()
	var got []string
	for _, d := range list {
		got = append(got, fmt.Sprintf("%s %s %s %s", d.Span, d.Code, d.Message, d.Hint))
	}
	want := []string{
		"a:7:7 DP901 by file ", "b DP901 whole file ", "b:1:9 DP901 by column ",
		"b:2:1 DP201 a, by message ", "b:2:1 DP201 z, by message ", "b:2:1 DP202 second by code ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

func TestList_count(t *testing.T) {
	t.Parallel()
	var none diag.List
	none.Sort()
	if none != nil || none.HasErrors() || none.Count(diag.Error) != 0 {
		t.Errorf("nil is not an empty list: %v", none)
	}
	list := diag.List{{Severity: diag.Warning}, {Severity: diag.Warning}}
	if list.HasErrors() || list.Count(diag.Warning) != 2 {
		t.Errorf("two warnings: errors %v, warnings %d", list.HasErrors(), list.Count(diag.Warning))
	}
	if strict := list.Strict(); strict.Count(diag.Error) != 2 || list.Count(diag.Error) != 0 {
		t.Errorf("strict: %v, and the list itself is %v", strict, list)
	}
	list.Add(diag.Diagnostic{Severity: diag.Error})
	if !list.HasErrors() || list.Count(diag.Error) != 1 {
		t.Errorf("an error among warnings: errors %v, %d", list.HasErrors(), list.Count(diag.Error))
	}
}
