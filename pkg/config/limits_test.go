package config_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dagplan/dagplan/pkg/config"
)

// bomb is a list of lists of aliases, nine to a level.
func bomb(levels int) string {
	var text strings.Builder
	text.WriteString("x0: &x0 [a, a, a, a, a, a, a, a, a]\n")
	for i := 1; i <= levels; i++ {
		fmt.Fprintf(&text, "x%d: &x%d [%s]\n", i, i, strings.Join(slices.Repeat([]string{fmt.Sprintf("*x%d", i-1)}, 9), ", "))
	}
	return text.String()
}

// doubled is a list that each level holds twice.
func doubled(levels int) string {
	var text strings.Builder
	for i := 1; i <= levels; i++ {
		fmt.Fprintf(&text, "x%d: &x%d [*x%d, *x%d]\n", i, i, i-1, i-1)
	}
	return text.String()
}

// merges is a mapping with one key more on each level.
func merges(levels int) string {
	var text strings.Builder
	text.WriteString("x0: &x0 {k: 0}\n")
	for i := 1; i <= levels; i++ {
		fmt.Fprintf(&text, "x%d: &x%d {<<: *x%d, k%d: 0}\n", i, i, i-1, i)
	}
	return text.String()
}

// mergedLists is a list of two mappings, each of which merges those of the level
// below.
func mergedLists(levels int) string {
	var text strings.Builder
	text.WriteString("x0: &x0 [{a: 0}, {b: 0}]\n")
	for i := 1; i <= levels; i++ {
		fmt.Fprintf(&text, "x%d: &x%d [{<<: *x%d}, {<<: *x%d}]\n", i, i, i-1, i-1)
	}
	return text.String()
}

// TestRead_limits: what could cost without bounds is a finding.
func TestRead_limits(t *testing.T) {
	t.Parallel()
	const tooMany = `1:1 error DP112: aliases add more than 1000000 values to this file (repeat less by aliases)`
	for _, c := range []struct {
		reason, text string
		want         string // the first finding
	}{
		{"aliases of aliases", bomb(60), tooMany},
		{"as many as wrap around", "x0: &x0 [a]\n" + doubled(70), tooMany},
		{"a long text", "x: &x " + strings.Repeat("long ", 100_000) + "\ny: [" + strings.Repeat("*x, ", 1000) + "]\n", tooMany},
		{"merges of merges", merges(2000), tooMany},
		{"lists of merges of lists", mergedLists(100), `1:1 error DP120: the config has no field "x0" (remove it; the fields of the config are columns, models, run)`},
		{"a mapping below itself", "columns: &a\n  - &b {name: c, skip: {<<: *b, when: x}}\n", `2:8 error DP111: this value holds itself through an alias (write it out)`},
		{"aliases that hold themselves", "columns: &a\n  - name: [*a]\n", `2:3 error DP111: this value holds itself through an alias (write it out)`},
		{"lists in lists", "columns: " + strings.Repeat("[", 2000), `1:497 error DP102: more than 488 collections lie inside each other (flatten the value)`},
		{"a large file", "columns: [] #" + strings.Repeat("x", 64<<20), `1:1 error DP101: the file has 67108877 bytes, more than 67108864 (split the config)`},
	} {
		_, findings := config.Read("-", []byte(c.text), config.Options{})
		got := findingLines(findings)
		if len(got) == 0 {
			t.Errorf("%s: no finding", c.reason)
			continue
		}
		if diff := cmp.Diff(c.want, got[0]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.reason, diff)
		}
	}
}

// TestR05_mergesOfItself: << adds nothing to the mapping that it names.
func TestR05_mergesOfItself(t *testing.T) {
	t.Parallel()
	const uuid = "column_type: sampler, sampler_type: uuid, params: {}"
	check(t, []ruleCase{
		{"by name", "columns:\n  - &a {name: x, " + uuid + ", <<: *a}\n", []string{`"x" sampler full_column step 2`}},
		{"by the name of the list", "columns: &a\n  - {<<: {name: x}, " + uuid + "}\n  - {<<: *a, name: y}\n", []string{
			`"x" sampler full_column step 2`, `"y" sampler full_column step 2`,
		}},
		{"among others", "columns:\n  - &a {<<: [*a, {name: x}], " + uuid + "}\n", []string{`"x" sampler full_column step 2`}},
	})
}
