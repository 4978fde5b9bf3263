package diag_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dagplan/dagplan/pkg/diag"
)

func table() diag.Table {
	return diag.NewTable(
		[]diag.CodeInfo{{Code: "DP203", Title: "first of two"}, {Code: "DP412", Title: "a model"}},
		[]diag.CodeInfo{{Code: "DP101", Title: "syntax"}, {Code: "DP203", Title: "second of two"}},
	)
}

func TestTable_lookup(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff([]string{"DP101", "DP203", "DP412"}, table().Codes()); diff != "" {
		t.Errorf("codes (-want +got):\n%s", diff)
	}
	for code, want := range map[diag.Code]string{"DP101": "syntax", "DP203": "first of two", "DP412": "a model", "DP999": "", "": ""} {
		info, found := table().Lookup(code)
		if info.Title != want || found != (want != "") {
			t.Errorf("%s: got %q, %v, want %q", code, info.Title, found, want)
		}
	}
}

func TestCode_family(t *testing.T) {
	t.Parallel()
	for code, want := range map[diag.Code]string{
		"DP101": "syntax", "DP299": "columns", "DP300": "graph", "DP412": "models", "DP500": "scenario",
		"DP600": "", "DP1": "", "XX101": "", "": "",
	} {
		if got := code.Family(); got != want {
			t.Errorf("%q: got %q, want %q", code, got, want)
		}
	}
}

func TestTable_parsePattern(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		in, text string
		matches  []string
		err      string
	}{
		{in: "DP203", text: "DP203", matches: []string{"DP203"}},
		{in: "dp4xx", text: "DP4xx", matches: []string{"DP412"}},
		{in: "DP41X", text: "DP41x", matches: []string{"DP412"}},
		{in: "DP204", err: `"DP204" is not a code: did you mean DP203?`},
		{in: "DPxxx", err: `"DPxxx" is not a code: give one such as DP203, or a family such as DP2xx`},
		{in: "DP9xx", err: `"DP9xx" is not a code: give one such as DP203, or a family such as DP2xx`},
		{in: "DP4x", err: `"DP4x" is not a code: give one such as DP203, or a family such as DP2xx`},
		{in: "", err: `"" is not a code: give one such as DP203, or a family such as DP2xx`},
	} {
		p, err := table().ParsePattern(test.in)
		if test.err != "" {
			if err == nil || err.Error() != test.err {
				t.Errorf("%q: got error %v, want %s", test.in, err, test.err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%q: %v", test.in, err)
		}
		var matches []string
		for _, info := range table() {
			if p.Matches(info.Code) {
				matches = append(matches, string(info.Code))
			}
		}
		if p.String() != test.text || !cmp.Equal(matches, test.matches) {
			t.Errorf("%q: got %s for %v, want %s for %v", test.in, p, matches, test.text, test.matches)
		}
	}
	if (diag.Pattern{}).Matches("DP101") {
		t.Error("the zero pattern stands for a code")
	}
}
