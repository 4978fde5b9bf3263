package pyyaml_test

import (
	"strings"
	"testing"

	"github.com/dagplan/dagplan/pkg/config/internal/pyyaml"
)

// TestPlaces marks, in texts of every style, where the bytes of a scalar stand:
// the scalar holds the letter X once, and in the text ^ stands below it.
func TestPlaces(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ reason, text, value string }{
		{"plain", `
a: one X two
       ^
`, "one X two"},
		{"plain over lines", `
a: one
   two

   X three
   ^
`, "one two\nX three"},
		{"plain in brackets", `
a: [one, two
  X]
  ^
`, "two X"},
		{"single quotes", `
a: 'it''s X'
          ^
`, "it's X"},
		{"single quotes over lines", `
a: 'one

  ''X'
    ^
`, "one\n'X"},
		{"double quotes", `
a: "é \u00e9 \x41 X"
                  ^
`, "é é A X"},
		{"double quotes over lines", `
a: "one \
   two
   \"X"
     ^
`, "one two \"X"},
		{"halves of a character", `
a: "\ud83d\ude00X"
                ^
`, "😀X"},
		{"literal", `
a: |
  one
    two

  é X
    ^
`, "one\n  two\n\né X\n"},
		{"literal with indentation", `
a: |2-
    one
  X
  ^
`, "  one\nX"},
		{"literal in a list", `
- - |+

    X
    ^
`, "\nX\n"},
		{"folded", `
a: >
  one
  two
  X
  ^
`, "one two X\n"},
		{"folded around what is indented more", `
a: >-

  one

   X
   ^
  two
`, "\none\n\n X\ntwo"},
		{"with a tag and an anchor", `
a: !!str &b "X"
             ^
`, "X"},
		{"a key", `
"X": b
 ^
`, "X"},
	} {
		for _, ending := range []string{"\n", "\r\n"} {
			lines := strings.Split(strings.TrimPrefix(c.text, "\n"), "\n")
			wantLine, wantColumn := 0, 0
			var kept []string
			for _, line := range lines {
				if strings.TrimLeft(line, " ") == "^" {
					wantLine, wantColumn = len(kept), len([]rune(line))
					continue
				}
				kept = append(kept, line)
			}
			source, root, err := parse(strings.Join(kept, ending))
			if err != nil {
				t.Errorf("%s: %v", c.reason, err)
				continue
			}
			n := holder(root)
			if n == nil || n.Value != c.value {
				t.Errorf("%s: the scalar is %q, want %q", c.reason, n.Value, c.value)
				continue
			}
			offset := source.Places(n).Offset(strings.Index(n.Value, "X"))
			if line, column := source.Position(offset); line != wantLine || column != wantColumn {
				t.Errorf("%s, lines ending in %q: X stands at %d:%d, want %d:%d", c.reason, ending, line, column, wantLine, wantColumn)
			}
		}
	}
}

// holder finds the scalar that holds an X.
func holder(n *pyyaml.Node) *pyyaml.Node {
	if n.Kind == pyyaml.Scalar && strings.Contains(n.Value, "X") {
		return n
	}
	for _, item := range n.Items {
		if found := holder(item); found != nil {
			return found
		}
	}
	return nil
}

func TestPlaces_ends(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		`a: ""`:     3,
		`a: ''`:     3,
		`a: "b"`:    5,
		"a: |\n b":  7,
		"a: b  # c": 4,
		"a:":        2,
	} {
		source, root, err := parse(text)
		if err != nil {
			t.Fatal(err)
		}
		n := root.Child("a")
		if got := source.Places(n).Offset(len(n.Value)); got != want {
			t.Errorf("the end of the scalar of %q stands at %d, want %d", text, got, want)
		}
	}
}
