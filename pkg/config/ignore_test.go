package config_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dagplan/dagplan/pkg/config"
)

func TestIgnores(t *testing.T) {
	t.Parallel()
	type found struct {
		Codes       string
		Line        int
		First, Last int
	}
	for _, test := range []struct {
		reason, text string
		want         []found
	}{
		{"none", "columns: []\n", nil},
		{"behind something", "columns:\n- name: a # dagplan:ignore DP211\n  x: b\n", []found{{"DP211", 2, 2, 2}}},
		{
			"on a line of its own: the element below, all of it",
			"columns:\n# dagplan:ignore DP211, DP212: kept for later\n- name: a\n  x: b\n- name: c\n", []found{{"DP211 DP212", 2, 3, 4}},
		},
		{"the entry below", "columns:\n- name: a\n  # dagplan:ignore DP401\n\n  # another comment\n  model: b\n  x: c\n", []found{{"DP401", 3, 6, 6}}},
		{"behind the mark of a block scalar: all of the scalar", "a:\n  prompt: | # dagplan:ignore DP201\n    one\n    two\n  b: c\n", []found{{"DP201", 2, 2, 4}}},
		{"behind a key whose value is below", "columns: # dagplan:ignore DP211\n- name: a\n", []found{{"DP211", 1, 1, 1}}},
		{"inside block scalars, quotes and plain scalars it is text", "a: |\n  # dagplan:ignore DP201\n  x\nb: \"# dagplan:ignore DP201\"\nc: x# dagplan:ignore DP201\n", nil},
		{"nothing below", "a: b\n# dagplan:ignore DP201\n", []found{{"DP201", 2, 0, 0}}},
		{"without a code", "a: b # dagplan:ignore\n", []found{{"", 1, 1, 1}}},
		{"words that are no codes", "a: b #dagplan:ignore everything\n", []found{{"everything", 1, 1, 1}}},
		{"another mark", "a: b # dagplan:ignored DP201\n", nil},
		{"JSON, in which Data Designer takes comments", "{\"a\": 1, # dagplan:ignore DP201\n \"b\": 2}\n", []found{{"DP201", 1, 1, 1}}},
		{"lines that end in a carriage return", "a: b\r# dagplan:ignore DP201\rc: d\re: f", []found{{"DP201", 2, 3, 3}}},
		{"no YAML", "a: b: c # dagplan:ignore DP201\n", nil},
		{"an anchor that is used twice", "a: &x\n  # dagplan:ignore DP201\n  b: c\nd: *x\n", []found{{"DP201", 2, 3, 3}}},
	} {
		var got []found
		for _, ignore := range config.Ignores("f.yaml", []byte(test.text)) {
			got = append(got, found{strings.Join(ignore.Codes, " "), ignore.Span.Line, ignore.First, ignore.Last})
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.reason, diff)
		}
	}
}

func TestIgnore_covers(t *testing.T) {
	t.Parallel()
	ignore := config.Ignore{First: 3, Last: 4}
	for line, want := range map[int]bool{0: false, 2: false, 3: true, 4: true, 5: false} {
		if got := ignore.Covers(line); got != want {
			t.Errorf("line %d: got %v, want %v", line, got, want)
		}
	}
	if (config.Ignore{}).Covers(0) {
		t.Error("a comment about nothing covers a finding about the whole file")
	}
}
