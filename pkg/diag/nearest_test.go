package diag_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/dagplan/dagplan/pkg/diag"
)

func TestNearest(t *testing.T) {
	t.Parallel()
	columns := []string{"topic", "summary", "summary__trace", "judge", "grade", "été", "名前"}
	for _, test := range []struct{ name, want, reason string }{
		{"topci", "topic", "a swap is one edit"},
		{"sumnary", "summary", "a letter for another"},
		{"summary_trace", "summary__trace", "one edit is nearer than six"},
		{"ete", "", "two of three letters differ"},
		{"éte", "été", "letters are runes, not bytes"},
		{"名達", "名前", "one edit is always allowed"},
		{"t", "", "a name of one letter would be near to every other"},
		{"gudge", "judge", "one edit against two for grade"},
		{"judgo", "judge", "one edit"},
		{"summary", "", "an existing name was not mistyped, and has no near neighbour"},
		{"x", "", "nothing in common"},
		{"", "", "an empty name means nothing"},
		{strings.Repeat("a", 101), "", "nobody mistypes so long a name"},
	} {
		got, found := diag.Nearest(test.name, columns)
		if got != test.want || found != (test.want != "") {
			t.Errorf("%q: got %q, want %q: %s", test.name, got, test.want, test.reason)
		}
	}
}

func TestNearest_firstOfEquals(t *testing.T) {
	t.Parallel()
	if got, _ := diag.Nearest("cat", []string{"bat", "rat", "cut"}); got != "bat" {
		t.Errorf("got %q, want the first of three at one edit", got)
	}
}

func TestSpeller_hint(t *testing.T) {
	t.Parallel()
	speller := diag.NewSpeller([]string{"topic"})
	for range 2 { // the second time from memory
		if got := speller.Hint("topik", "unused"); got != `did you mean "topic"?` {
			t.Errorf("got %q", got)
		}
		if got := speller.Hint("verdict", "define it"); got != "define it" {
			t.Errorf("got %q", got)
		}
	}
}

// A file can name as many unknown columns as it has columns: all of them
// together must cost a bounded time, not the product.
func TestSpeller_budget(t *testing.T) {
	t.Parallel()
	candidates := make([]string, 20_000)
	for i := range candidates {
		candidates[i] = fmt.Sprintf("a_column_with_a_long_name_%05d", i)
	}
	speller := diag.NewSpeller(candidates)
	if near, _ := speller.Nearest("a_column_with_a_long_name_00x00"); near != "a_column_with_a_long_name_00000" {
		t.Errorf("the first suggestion is %q", near)
	}
	for i := range 20_000 {
		speller.Nearest(fmt.Sprintf("b_column_with_a_long_name_%05dy", i))
	}
	if near, found := speller.Nearest("a_column_with_a_long_name_0000x"); found {
		t.Errorf("still looking after 20,000 names: %q", near)
	}
}

func TestNearest_property(t *testing.T) {
	t.Parallel()
	word := rapid.StringMatching(`[abc]{1,7}`)
	rapid.Check(t, func(t *rapid.T) {
		name, candidates := word.Draw(t, "name"), rapid.SliceOfN(word, 0, 6).Draw(t, "candidates")
		limit := max(1, len(name)/3)
		want, best := "", limit+1
		for _, c := range candidates {
			if d := naiveDistance(name, c); c != name && d < best && d < len(name) {
				want, best = c, d
			}
		}
		if got, _ := diag.Nearest(name, candidates); got != want {
			t.Fatalf("nearest to %q of %q: got %q, want %q", name, candidates, got, want)
		}
	})
}

// naiveDistance is the definition of optimal string alignment, by recursion.
func naiveDistance(a, b string) int {
	if a == "" || b == "" {
		return len(a) + len(b)
	}
	last := func(s string) string { return s[:len(s)-1] }
	change := naiveDistance(last(a), last(b))
	if a[len(a)-1] != b[len(b)-1] {
		change++
	}
	distance := min(change, naiveDistance(last(a), b)+1, naiveDistance(a, last(b))+1)
	if len(a) > 1 && len(b) > 1 && a[len(a)-1] == b[len(b)-2] && a[len(a)-2] == b[len(b)-1] {
		distance = min(distance, naiveDistance(a[:len(a)-2], b[:len(b)-2])+1)
	}
	return distance
}
