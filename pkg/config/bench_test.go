package config_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dagplan/dagplan/pkg/config"
)

// wideConfig is a Data Designer config of that many columns, of about 400 bytes
// each: chains of ten, with templates, skip conditions and contexts.
func wideConfig(columns int) []byte {
	var b strings.Builder
	b.WriteString("model_configs:\n  - {alias: writer, model: nova, provider: nvidia}\ncolumns:\n")
	b.WriteString("  - {name: topic, column_type: sampler, sampler_type: category, params: {values: [a, b, c]}}\n")
	for i := range columns - 1 {
		before := "topic"
		if i%10 > 0 {
			before = fmt.Sprintf("column_%d", i-1)
		}
		fmt.Fprintf(&b, `  - name: column_%d
    column_type: llm-text
    model_alias: writer
    prompt: |
      Write a paragraph about {{ topic }} that follows from what comes next.
      {%% if %s %%}{{ %s | trim }}{%% endif %%} Then end it with a question, and
      leave the answer to whoever reads it, in no more than eighty words, please.
    system_prompt: "You write about {{ topic }}, in plain words and short sentences."
    skip: {when: "{{ %s == 'none' }}"}
    drop: false
`, i, before, before, before)
	}
	return []byte(b.String())
}

func BenchmarkRead(b *testing.B) {
	for _, columns := range []int{500, 5000, 50000} {
		data := wideConfig(columns)
		b.Run(fmt.Sprintf("columns=%d", columns), func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				file, findings := config.Read("wide.yaml", data, config.Options{})
				if len(file.Columns) != columns || findings.HasErrors() {
					b.Fatalf("%d columns, findings %v", len(file.Columns), findings)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(columns), "ns/column")
		})
	}
}
