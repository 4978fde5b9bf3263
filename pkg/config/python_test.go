package config_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dagplan/dagplan/pkg/config"
)

// The verdicts are those of pandas 3.1 and of Python 3.11.

func TestR46_dates(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"2024-01-01":                true,
		"2024-1-5":                  true,
		"2024/02/29":                true,
		"2023-02-29":                false,
		"2024-13-01":                false,
		"2024-01":                   true,
		"2024":                      true,
		"20240131":                  true,
		"20240231":                  false,
		"240131":                    true,
		"249931":                    false,
		"2024-01-01T10:20":          true,
		"2024-01-01 10:20:30.5":     true,
		"2024-01-01T10:20:30Z":      true,
		"2024-01-01T10:20:30+02:00": true,
		"2024-01-01T25:00":          false,
		"20240131T1020":             true,
		"20240131 102030":           true,
		"202401311020":              true,
		"2024Q1":                    true,
		"2024-Q3":                   true,
		"1Q2024":                    true,
		"2024Q5":                    false,
		"Jan 2024":                  true,
		"January 5, 2024":           true,
		"5 January 2024":            true,
		"5th of January 2024":       true,
		"31 Feb 2024":               false,
		"Feb 30 2024":               false,
		"Sept 3 2021":               true,
		"Mon, 5 Feb 2024":           true,
		"Friday":                    false,
		"March":                     true,
		"01/02/2024":                true,
		"13/02/2024":                true,
		"31/31/2024":                false,
		"02/13/24":                  true,
		"12.31.2024":                true,
		"31.12.2024":                true,
		"10:20":                     true,
		"10:61":                     false,
		"3pm":                       true,
		"25pm":                      false,
		"2024-01-01 3 pm":           true,
		"now":                       true,
		"today":                     true,
		"NaT":                       true,
		"nan":                       true,
		"":                          true,
		"soon":                      false,
		"tomorrow":                  false,
		"yesterday":                 false,
		"next week":                 false,
		"5":                         false,
		"12345":                     false,
		"1/2":                       true,
		"13/13":                     false,
		"3.14":                      false,
		"2024/13":                   false,
		"13/2024":                   false,
		"10/2024":                   true,
		"2024-W05":                  false,
		"Jan Feb 2024":              false,
		"a b c":                     false,
		"2024-01-01!":               false,
		"2024_01_01":                false,
		"  2024-01-01  ":            true,
		"01-02-03":                  true,
		"99-99-99":                  false,
		"Jan 5":                     true,
		"Jan 450":                   true,
		"Jan 0":                     false,
		"Jan 32":                    true,
		"45 Jan":                    true,
		"Jan 45":                    true,
		"Jan 1999 12:30 pm":         true,
		"2024-01-01T10:20 EST":      false,
	} {
		source := fmt.Sprintf("columns:\n  - {name: d, column_type: sampler, sampler_type: datetime, params: {start: %q, end: 2024-01-01}}\n", text)
		_, findings := config.Read("-", []byte(source), config.Options{})
		if got := !findings.HasErrors(); got != want {
			t.Errorf("%q is a date: %v, want %v", text, got, want)
		}
	}
}

func TestIsDateFormat(t *testing.T) {
	t.Parallel()
	for format, want := range map[string]bool{
		"%Y-%m-%d":             true,
		"%d/%m/%Y":             true,
		"%m/%d/%Y":             true,
		"%Y":                   true,
		"%B %d, %Y":            true,
		"%H:%M":                true,
		"%A":                   false,
		"%j":                   false,
		"%Y-%j":                false,
		"%d.%m.%Y":             true,
		"%Y%m%d":               true,
		"%c":                   true,
		"%x":                   true,
		"%X":                   true,
		"%F %T":                true,
		"text":                 false,
		"%q":                   false,
		"%":                    false,
		"%Y-%m-%dT%H:%M:%S.%f": true,
		"%-d %b %y":            true,
		"%I:%M %p":             true,
		"%s":                   false,
		"%G-W%V":               false,
		"%U":                   false,
		"%d":                   false,
		"%m":                   false,
		"%y":                   false,
		"%%":                   false,
		"%p":                   false,
		"%r":                   true,
		"%k":                   false,
		"%C":                   false,
		"%P":                   false,
		"%Z":                   true,
		"%Y年%m月":               false,
	} {
		if got := config.IsDateFormat(format); got != want {
			t.Errorf("%q writes dates: %v, want %v", format, got, want)
		}
	}
}

func TestMatchesPattern(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pattern, name string
		want          bool
	}{
		{"*", "a", true},
		{"*", "", true},
		{"a*", "abc", true},
		{"*c", "abc", true},
		{"a*c", "abc", true},
		{"a*c", "ab", false},
		{"?", "é", true},
		{"?", "", false},
		{"[abc]", "b", true},
		{"[!abc]", "b", false},
		{"[a-c]x", "bx", true},
		{"[]x]", "]", true},
		{"[!]]", "a", true},
		{"[", "[", true},
		{"[a", "[a", true},
		{"a[", "a[", true},
		{"[a-]", "-", true},
		{"[-a]", "-", true},
		{"[c-a]", "b", false},
		{"[!", "[!", true},
		{"a.c", "abc", false},
		{"A", "a", false},
		{"*a*b*", "xaxbx", true},
		{"*a*b*", "xbxa", false},
		{"\\*", "\\x", true},
		{"[]", "[]", true},
		{"[!]", "[!]", true},
		{"[*]", "*", true},
		{"[?]", "?", true},
		{"**", "ab", true},
		{"[a-cx-z]", "y", true},
		{"[é-í]", "ê", true},
		{"a?c", "a\nc", true},
		{"[a-c-e]", "-", true},
		{"[a-c-e]", "d", false},
		{"[--0]", ".", true},
		{"[b-a]", "a", false},
		{"[!c-a]", "b", true},
	} {
		if got := config.MatchesPattern(c.pattern, c.name); got != c.want {
			t.Errorf("%q matches %q: %v, want %v", c.pattern, c.name, got, c.want)
		}
	}
}

// TestMatchesPattern_manyStars: a pattern of stars does not take exponential
// time.
func TestMatchesPattern_manyStars(t *testing.T) {
	t.Parallel()
	if config.MatchesPattern(strings.Repeat("*a", 500)+"b", strings.Repeat("a", 5000)) {
		t.Error("there is no b")
	}
}
