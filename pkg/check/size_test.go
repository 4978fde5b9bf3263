package check_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dagplan/dagplan/pkg/check"
	"github.com/dagplan/dagplan/pkg/config"
)

// wide writes a Data Designer config of n generated columns in chains of ten,
// each of which reads a sampler as well.
func wide(n int) []byte {
	var text strings.Builder
	text.WriteString("model_configs:\n  - {alias: m, model: x/y, provider: nvidia}\ncolumns:\n")
	text.WriteString("  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b]}}\n")
	for i := range n {
		prompt := "Write about {{ topic }}."
		if i%10 > 0 {
			prompt = fmt.Sprintf("Go on about {{ topic }} after {{ column_%d }}.", i-1)
		}
		fmt.Fprintf(&text, "  - name: column_%d\n    column_type: llm-text\n    model_alias: m\n    prompt: |\n      %s\n%s", i, prompt, strings.Repeat("      More words that say what to do.\n", 5))
	}
	return []byte(text.String())
}

// Four times the columns take four times the memory, not sixteen times. Not
// parallel: the allocations of other tests would count.
func TestConfig_linear(t *testing.T) { //nolint:paralleltest // allocations of other tests would count
	allocs := func(n int) float64 {
		text := wide(n)
		return testing.AllocsPerRun(1, func() {
			if _, graph, findings := check.Config("wide.yaml", text, config.Options{}); graph == nil || len(findings) > 0 {
				t.Fatalf("%d columns: graph %v, findings %v", n, graph, findings)
			}
		})
	}
	few, many := allocs(250), allocs(1000)
	if ratio := many / few; ratio > 4.5 {
		t.Errorf("1,000 columns allocate %.1f times as often as 250", ratio)
	}
}

// Configs that are made to be slow: each has its findings, and in time. They
// end, which a time that grows with the square would not.
func TestConfig_hostile(t *testing.T) {
	t.Parallel()
	const n = 5_000
	for name, line := range map[string]func(i int) string{
		"names that nobody defines":   func(i int) string { return fmt.Sprintf("{name: column_%d, depends_on: [colunm_%d]}", i, i) },
		"a cycle through everything":  func(i int) string { return fmt.Sprintf("{name: c%d, depends_on: [c%d]}", i, (i+1)%n) },
		"all wait for one that waits": func(i int) string { return fmt.Sprintf("{name: c%d, depends_on: [c0, c%d]}", i, n-1) },
		"gates behind gates": func(i int) string {
			return fmt.Sprintf("{name: c%d, model: m, depends_on: [c%d], skip_when: [c%d]}", i, max(0, i-1), i/2)
		},
		"the same name again and again":  func(i int) string { return "{name: c, depends_on: [c]}" },
		"a comment on every line":        func(i int) string { return fmt.Sprintf("{name: c%d, drop: true} # dagplan:ignore DP212", i) },
		"side effects of the same name":  func(i int) string { return fmt.Sprintf("{name: c%d, side_effects: [s]}", i) },
		"one step for all, each waiting": func(i int) string { return fmt.Sprintf("{name: c%d, step: s, depends_on: [c%d]}", i, max(0, i-1)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var text strings.Builder
			text.WriteString("columns:\n")
			for i := range n {
				fmt.Fprintf(&text, "  - %s\n", line(i))
			}
			if _, _, findings := check.Config("hostile.yaml", []byte(text.String()), config.Options{}); len(findings) == 0 && name != "a comment on every line" {
				t.Error("nothing is found")
			}
		})
	}
}

func BenchmarkConfig(b *testing.B) {
	for _, n := range []int{500, 5000} {
		text := wide(n)
		b.Run(fmt.Sprintf("columns=%d", n), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, graph, _ := check.Config("wide.yaml", text, config.Options{}); graph == nil {
					b.Fatal("no graph")
				}
			}
		})
	}
}
