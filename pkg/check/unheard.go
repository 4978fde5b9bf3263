package check

import (
	"fmt"

	"github.com/dagplan/dagplan/pkg/diag"
)

// tokenTimes reports fields from which a latency would follow, beside one. A flag may well
// set a latency in place of what a file says.
func tokenTimes(r *runChecker) {
	for _, m := range r.scenario.Models {
		latency, at, isGiven := r.given("models", m.Alias, "latency")
		if !isGiven || !m.Latency.IsSet() || !r.called[m.Alias] {
			continue
		}
		for _, field := range []string{"ttft", "tokens_per_second"} {
			s, span, isGiven := r.given("models", m.Alias, field)
			if !isGiven || latency.Span.Line == 0 && s.Span.Line > 0 {
				continue
			}
			var notes []diag.Note
			if latency.Span.Line > 0 {
				notes = append(notes, noted(at, "latency"))
			}
			r.report(codeLatencyTwice, span, fmt.Sprintf("%s of model %q does nothing: its latency is given", field, m.Alias), "leave out one of the two", notes...)
		}
	}
}

// unheardSettings reports fields of a column that do nothing there.
func unheardSettings(r *runChecker) {
	for _, c := range r.file.Columns {
		report := func(field, why string) {
			if _, span, isGiven := r.given("columns", c.Name, field); isGiven {
				r.report(codeUnheard, span, fmt.Sprintf("%s of column %q does nothing: %s", field, c.Name, why), "take it out")
			}
		}
		if len(c.Models) == 0 && c.Step == 0 {
			for _, field := range []string{"input_tokens", "output_tokens", "errors"} {
				report(field, "the column calls no model")
			}
		}
		if !c.SkipsWhen {
			report("skip_rate", "the column has no skip condition")
		}
	}
}
