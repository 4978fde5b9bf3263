package jinja_test

import (
	"slices"
	"testing"

	"github.com/dagplan/dagplan/pkg/config/internal/jinja"
	"github.com/dagplan/dagplan/pkg/internal/reftest"
)

// names returns the names of references, sorted.
func names(refs []jinja.Ref) []string {
	out := make([]string, len(refs))
	for i, ref := range refs {
		out[i] = ref.Name
	}
	slices.Sort(out)
	return out
}

// verdict is what the real library says of a template: names or an error.
type verdict struct {
	Template  string
	Condition string
	Category  string
	Vars      []string
	Error     string
	// Secure is "ok" or "refused", of the run-time renderer.
	Secure string
}

// check compares what a template was analysed to with what the library said.
func check(t *testing.T, src string, want verdict, got *jinja.Template, err error) {
	t.Helper()
	if (err != nil) != (want.Error != "") {
		t.Errorf("%q: error %v, the library has %q", src, err, want.Error)
		return
	}
	if err != nil {
		return
	}
	slices.Sort(want.Vars)
	if vars := names(got.Undeclared()); !slices.Equal(vars, want.Vars) {
		t.Errorf("%q: undeclared %q, the library has %q", src, vars, want.Vars)
	}
}

func TestReference_templates(t *testing.T) {
	t.Parallel()
	covered := map[string]int{}
	for _, v := range reftest.Lines[verdict](t, "vectors/jinja.jsonl") {
		got, err := jinja.Parse(v.Template)
		check(t, v.Template, v, got, err)
		covered[v.Category]++
	}
	t.Log("vectors per category:", covered)
}

func TestReference_conditions(t *testing.T) {
	t.Parallel()
	for _, v := range reftest.Lines[verdict](t, "vectors/jinja_conditions.jsonl") {
		got, err := jinja.ParseCondition(v.Condition)
		check(t, v.Condition, v, got, err)
	}
}

func TestReference_secure(t *testing.T) {
	t.Parallel()
	for _, v := range reftest.Lines[verdict](t, "vectors/jinja_secure.jsonl") {
		got, err := jinja.Parse(v.Template)
		if taken := err == nil && secure(got); taken != (v.Secure == "ok") {
			t.Errorf("%q: taken %v, the library has %q", v.Template, taken, v.Secure)
		}
	}
}

// secure reports whether the secure renderer takes the template.
func secure(t *jinja.Template) bool {
	return !slices.ContainsFunc(t.Secure(), func(r jinja.Refusal) bool { return !r.Conditional })
}
