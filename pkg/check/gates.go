package check

import (
	"fmt"
	"math"
	"time"

	"github.com/dagplan/dagplan/pkg/diag"
	"github.com/dagplan/dagplan/pkg/internal/numeral"
)

const (
	codeTooManyTasks diag.Code = "DP561"
	codeTooManyCalls diag.Code = "DP562"
	codeTooDeep      diag.Code = "DP563"
	codeTooSlow      diag.Code = "DP564"
	codeNotFinished  diag.Code = "DP565"
)

// Gates are limits that a build is held against; a nil one is none. Each is
// named by the flag that sets it.
type Gates struct {
	Tasks, Calls, Depth *int64
	Time                *time.Duration
}

// Any reports whether there is any gate.
func (g Gates) Any() bool {
	return g.Tasks != nil || g.Calls != nil || g.Depth != nil || g.Time != nil
}

// Build is what a build comes to.
type Build struct {
	Tasks int64
	// Calls is an expected number.
	Calls float64
	// Depth is the number of columns of the longest dependency chain.
	Depth int64
	// Time is the 90th percentile of the makespans of Runs simulated builds, of
	// which Unfinished did not complete. They count only where there is a gate for
	// them.
	Time             time.Duration
	Runs, Unfinished int
}

// Judge reports every gate that a build does not pass, each in one line that
// says by how much.
func (g Gates) Judge(file string, b Build) diag.List {
	var findings diag.List
	report := func(code diag.Code, format string, args ...any) {
		findings.Add(diag.Diagnostic{
			Code: code, Severity: diag.Error, Message: fmt.Sprintf(format, args...), Span: diag.Span{Pos: diag.Pos{File: file}},
		})
	}
	if g.Tasks != nil && b.Tasks > *g.Tasks {
		report(codeTooManyTasks, "the build has %s tasks, %s more than --max-tasks %s", numeral.Integer(b.Tasks), numeral.Integer(b.Tasks-*g.Tasks), numeral.Integer(*g.Tasks))
	}
	if g.Calls != nil && b.Calls > float64(*g.Calls) {
		report(codeTooManyCalls, "the build makes %s calls, %s more than --max-calls %s", number(b.Calls), number(b.Calls-float64(*g.Calls)), numeral.Integer(*g.Calls))
	}
	if g.Depth != nil && b.Depth > *g.Depth {
		report(codeTooDeep, "the longest dependency chain has %d columns, %d more than --max-depth %d", b.Depth, b.Depth-*g.Depth, *g.Depth)
	}
	if g.Time != nil && b.Unfinished > 0 {
		report(codeNotFinished, "%d of %d simulated builds did not complete, so that --max-time %s cannot be kept", b.Unfinished, b.Runs, numeral.Span(*g.Time))
	} else if g.Time != nil && b.Time > *g.Time {
		report(codeTooSlow, "the build takes %s (p90 of %d simulated builds), %s more than --max-time %s",
			numeral.Span(b.Time), b.Runs, numeral.Span(b.Time-*g.Time), numeral.Span(*g.Time))
	}
	return findings
}

// number writes an expected number, to a tenth where it is not whole.
func number(n float64) string { return numeral.Number(math.Round(n*10) / 10) }

func gateCodes() []diag.CodeInfo {
	const example = `columns:
  - {name: draft, model: writer}
models:
  writer: {latency: 1s}
run: {num_records: 100}
`
	const detail = "The limit stands on the command line, as a gate for CI. "
	return []diag.CodeInfo{
		{
			Code: codeTooManyTasks, Severity: diag.Error, Title: "the build has more tasks than --max-tasks",
			Detail: detail + "\"dagplan plan\" says which columns they are.", Example: example, Flags: []string{"--max-tasks", "50"},
		},
		{
			Code: codeTooManyCalls, Severity: diag.Error, Title: "the build makes more calls to models than --max-calls",
			Detail: detail + "\"dagplan plan\" says which models are called, and what that costs.", Example: example, Flags: []string{"--max-calls", "50"},
		},
		{
			Code: codeTooDeep, Severity: diag.Error, Title: "the longest dependency chain is longer than --max-depth",
			Detail: detail + "\"dagplan graph\" shows the chain.", Example: example, Flags: []string{"--max-depth", "0"},
		},
		{
			Code: codeTooSlow, Severity: diag.Error, Title: "the build takes longer than --max-time",
			Detail: detail + "Nine of ten simulated builds end earlier than the time that is given.\n\"dagplan simulate\" says what limits the build.", Example: example, Flags: []string{"--max-time", "1s"},
		},
		{
			Code: codeNotFinished, Severity: diag.Error, Title: "a simulated build did not complete, and --max-time is given",
			Detail:  detail + "A build that shuts down over errors has no time to hold against it.\n\"dagplan simulate\" says why it stops.",
			Example: example, Flags: []string{"--max-time", "1h", "--set", "models.writer.errors=[{kind: bad_request, rate: 1}]"},
		},
	}
}
