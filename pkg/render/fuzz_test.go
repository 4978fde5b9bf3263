package render_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/render"
)

// Whatever a column is called, its diagram has one line for it, in which the
// label holds no sign that either language reads as more than itself.
func FuzzDiagram(f *testing.F) {
	for _, name := range []string{"topic", `a"b`, "`", "new\nline", `C:\N`, "]] --> x[(", "#35;", "%% x", "$$x$$", "fa:fa-car", "\x1b[31m", "\u202e", "名前", "\xff", ""} {
		f.Add(name)
	}
	mermaid := regexp.MustCompile(`^  c0\("((?:[\pL\pN\pM _\-.,/]|#\d+;)*)"\):::cell$`)
	dot := regexp.MustCompile(`^  c0 \[label="((?:[^"\\&<>\n]|&#\d+;|\\\\)*)", `)
	f.Fuzz(func(t *testing.T, name string) {
		d := diagram(t, []model.Column{{Name: name, Strategy: model.CellByCell}})
		if line := strings.Split(mermaidOf(t, d), "\n")[1]; !mermaid.MatchString(line) {
			t.Errorf("%q in Mermaid: %s", name, line)
		}
		if line := strings.Split(dotOf(t, d), "\n")[4]; !dot.MatchString(line) {
			t.Errorf("%q in DOT: %s", name, line)
		}
	})
}

// Printable text has nothing in it that a terminal obeys, and changes no more
// when it is made printable again.
func FuzzPrintable(f *testing.F) {
	for _, text := range []string{"plain", "\x1b[31m", "a\nb", "\u202e\u2066", "👩\u200d👧", "\xff\xfe", "\u0085", "\U000e0041"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := render.Printable(text)
		if !utf8.ValidString(got) {
			t.Errorf("%q becomes %q, which is no UTF-8", text, got)
		}
		for _, r := range got {
			if unicode.IsControl(r) || r == '\u202e' || r == '\u2028' || r == '\ufeff' {
				t.Errorf("%q becomes %q, which holds %U", text, got, r)
			}
		}
		if again := render.Printable(got); again != got {
			t.Errorf("%q becomes %q, and then %q", text, got, again)
		}
	})
}
