package plan_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/plan"
)

func explain(t *testing.T, p *plan.Plan, slice string) (*plan.Explanation, error) {
	t.Helper()
	ref, err := model.ParseSliceRef(slice)
	if err != nil {
		t.Fatal(err)
	}
	return p.Explain(ref)
}

func needText(n plan.Need) string {
	text := fmt.Sprintf("%s %s", n.Slice, n.Match)
	if n.Via != "" {
		text += " as " + n.Via
	}
	if n.Kind != model.Required {
		text += " " + n.Kind.String()
	}
	return text
}

// explanationText writes both sides in a line each.
func explanationText(e *plan.Explanation) []string {
	var lines []string
	for _, n := range e.WaitsFor {
		lines = append(lines, "waits for "+needText(n))
	}
	for _, u := range e.Unlocks {
		line := "unlocks " + needText(plan.Need{Slice: u.Slice, Match: u.Match, Kind: u.Kind, Via: u.Via})
		var also []string
		for _, n := range u.AlsoNeeds {
			also = append(also, needText(n))
		}
		if len(also) > 0 {
			line += " with " + strings.Join(also, " and ")
		}
		lines = append(lines, line)
	}
	return lines
}

func TestPlan_explain(t *testing.T) {
	t.Parallel()
	b := newBuild("topic! < summary; persona < summary < verdict; topic < verdict; summary, persona < report!; report < last", 25, 10, nil)
	b.column("summary").SideEffects = []string{"summary__trace"}
	verdict := b.column("verdict")
	verdict.Dependencies[0].Name = "summary__trace"
	verdict.Dependencies[1].Kind = model.SkipCondition
	p := b.plan(t)
	tests := []struct {
		slice string
		made  string
		want  []string
	}{
		{"summary[2:3]", "summary[2:3]", []string{
			"waits for topic[2] full_column", "waits for persona[2:3] same_row",
			"unlocks verdict[2:3] same_row as summary__trace with topic[2] full_column skip_when",
			"unlocks report[2] every_row with persona[2] every_row",
		}},
		{"summary__trace[2:3]", "summary[2:3]", []string{
			"waits for topic[2] full_column", "waits for persona[2:3] same_row",
			"unlocks verdict[2:3] same_row as summary__trace with topic[2] full_column skip_when",
			"unlocks report[2] every_row with persona[2] every_row",
		}},
		{"summary[0]", "summary[0]", []string{
			"waits for topic[0] full_column", "waits for persona[0] same_row",
			"unlocks verdict[0] same_row as summary__trace with topic[0] full_column skip_when",
			"unlocks report[0] every_row with persona[0] every_row",
		}},
		{"report", "report", []string{
			"waits for summary every_row", "waits for persona every_row", "unlocks last full_column",
		}},
		{"topic[1:9]", "topic[1]", []string{
			"unlocks summary[1] full_column with persona[1] same_row",
			"unlocks verdict[1] full_column skip_when with summary[1] same_row as summary__trace",
		}},
		{"last[2:4]", "last[2:4]", []string{"waits for report[2] full_column"}},
	}
	for _, tt := range tests {
		e, err := explain(t, p, tt.slice)
		if err != nil {
			t.Errorf("%s: %v", tt.slice, err)
			continue
		}
		if diff := cmp.Diff(tt.want, explanationText(e)); diff != "" {
			t.Errorf("%s: %s", tt.slice, diff)
		}
		if e.Made.String() != tt.made {
			t.Errorf("%s is made as %s, want %s", tt.slice, e.Made, tt.made)
		}
	}
}

func TestPlan_explainRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		records int64
		slice   string
		want    string
	}{
		{25, "answr[2:3]", `there is no answr[2:3]: no column or side effect has the name "answr"`},
		{25, "a[3]", "there is no a[3]: 25 rows in row groups of 10 make 3 row groups, 0 to 2"},
		{25, "a[2:5]", "there is no a[2:5]: row group 2 has 5 rows, 0 to 4"},
		{1, "a[1]", "there is no a[1]: 1 row in row groups of 10 make 1 row group, 0"},
		{0, "a[0]", "there is no a[0]: 0 rows in row groups of 10 make no row group"},
		{21, "a[2:1]", "there is no a[2:1]: row group 2 has 1 row, 0"},
	}
	for _, tt := range tests {
		p := newBuild("a < b", tt.records, 10, nil).plan(t)
		_, err := explain(t, p, tt.slice)
		var unknown *plan.UnknownSliceError
		if !errors.As(err, &unknown) || err.Error() != tt.want {
			t.Errorf("%s: %v, want %s", tt.slice, err, tt.want)
		}
	}
}
