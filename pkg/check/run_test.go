package check_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/dagplan/dagplan/pkg/check"
	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/diag"
)

func TestRun(t *testing.T) {
	t.Parallel()
	const columns = "columns:\n  - {name: topic, strategy: full_column}\n  - {name: draft, depends_on: [topic], model: writer}\n  - {name: verdict, depends_on: [draft], model: writer}\n"
	for _, test := range []struct {
		reason, text string
		want         []string
	}{
		{"defaults", columns + "models: {writer: {latency: 1s}}\n", nil},
		{"a build that fits", columns + "models: {writer: {max_parallel_requests: 16}}\nrun: {num_records: 5000, buffer_size: 1000, max_concurrent_row_groups: 3, max_in_flight_tasks: 18}\n", nil},
		{
			"a buffer that is never full", columns + "run: {num_records: 100, buffer_size: 500}\n",
			[]string{"f:5:38: warning: buffer_size 500 is larger than num_records 100: the build is one row group [DP551]"},
		},
		{"a buffer that is just full", columns + "run: {num_records: 500, buffer_size: 500}\n", nil},
		{"the buffer alone: how many records there are is not said", columns + "run: {buffer_size: 500}\n", nil},
		{
			"more requests than tasks", columns + "models:\n  writer: {max_parallel_requests: 2000}\n",
			[]string{`f:6:35: warning: max_parallel_requests 2000 of model "writer" can never be reached: max_in_flight_tasks allows 1024 tasks [DP552]`},
		},
		{
			"more requests than cells", columns + "models:\n  writer: {max_parallel_requests: 64}\nrun: {num_records: 30}\n",
			[]string{`f:6:35: warning: max_parallel_requests 64 of model "writer" can never be reached: there are never more than 60 cells to ask it for at once [DP552]`},
		},
		{
			"more requests than cells of the row groups that are admitted", columns + "models:\n  writer: {max_parallel_requests: 64}\nrun: {num_records: 3000, buffer_size: 10}\n",
			[]string{`f:6:35: warning: max_parallel_requests 64 of model "writer" can never be reached: there are never more than 60 cells to ask it for at once [DP552]`},
		},
		{"as many requests as cells", columns + "models:\n  writer: {max_parallel_requests: 60}\nrun: {num_records: 30}\n", nil},
		{
			"more tasks than all limits together", columns + "models:\n  writer: {max_parallel_requests: 8}\nrun: {max_in_flight_tasks: 64}\n",
			[]string{"f:7:28: warning: max_in_flight_tasks 64 can never be reached: there are never more than 11 tasks in flight [DP553]"},
		},
		{
			"fields that do nothing", columns + "  - {name: note, latency: 1s, output_tokens: 5, errors: [], drop_rate: 0.5}\n  - {name: half, skip_rate: 0.5}\n  - {name: some, skip_when: half, skip_rate: 0.5, model: writer, input_tokens: 3}\n",
			[]string{
				`f:5:46: warning: output_tokens of column "note" does nothing: the column calls no model [DP557]`,
				`f:5:57: warning: errors of column "note" does nothing: the column calls no model [DP557]`,
				`f:6:29: warning: skip_rate of column "half" does nothing: the column has no skip condition [DP557]`,
			},
		},
		{
			"answers that come too late", columns + "models:\n  writer: {latency: {mean: 2m, cv: 0.2}}\n",
			[]string{`f:6:21: warning: 100% of the answers of model "writer" come after its timeout of 1m00s [DP558]`},
		},
		{
			"more row groups at once than there are", columns + "run: {num_records: 100, buffer_size: 50, max_concurrent_row_groups: 4}\n",
			[]string{"f:5:69: warning: max_concurrent_row_groups 4 can never be reached: the build has 2 row groups [DP554]"},
		},
	} {
		file, findings := config.Read("f", []byte(test.text), config.Options{})
		if findings.HasErrors() {
			t.Fatalf("%s: %v", test.reason, findings)
		}
		scenario, findings := config.Scenario(file.Settings, file)
		if len(findings) > 0 {
			t.Fatalf("%s: %v", test.reason, findings)
		}
		var got []string
		for _, d := range check.Run(file, file.Settings, scenario) {
			got = append(got, d.Error())
		}
		if diff := cmp.Diff(test.want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.reason, diff)
		}
	}
}

func TestGates_judge(t *testing.T) {
	t.Parallel()
	limit := func(n int64) *int64 { return &n }
	hour := time.Hour
	build := check.Build{Tasks: 1000, Calls: 2500.25, Depth: 4, Time: 90*time.Minute + 400*time.Microsecond, Runs: 20}
	unfinished := build
	unfinished.Unfinished = 3
	for _, test := range []struct {
		gates check.Gates
		build check.Build
		want  []string
	}{
		{check.Gates{}, build, nil},
		{check.Gates{Tasks: limit(1000), Calls: limit(2501), Depth: limit(4)}, build, nil},
		{
			check.Gates{Calls: limit(0)}, check.Build{Calls: 7},
			[]string{"f: error: the build makes 7 calls, 7 more than --max-calls 0 [DP562]"},
		},
		{
			check.Gates{Tasks: limit(999), Calls: limit(2500), Depth: limit(0), Time: &hour}, build,
			[]string{
				"f: error: the build has 1,000 tasks, 1 more than --max-tasks 999 [DP561]",
				"f: error: the build makes 2,500.3 calls, 0.3 more than --max-calls 2,500 [DP562]",
				"f: error: the longest dependency chain has 4 columns, 4 more than --max-depth 0 [DP563]",
				"f: error: the build takes 1h30m (p90 of 20 simulated builds), 30m00s more than --max-time 1h00m [DP564]",
			},
		},
		{
			check.Gates{Time: &hour}, unfinished,
			[]string{"f: error: 3 of 20 simulated builds did not complete, so that --max-time 1h00m cannot be kept [DP565]"},
		},
	} {
		var got []string
		for _, d := range test.gates.Judge("f", test.build) {
			got = append(got, d.Error())
		}
		if diff := cmp.Diff(test.want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", test.gates, diff)
		}
		if test.gates.Any() != (test.gates != check.Gates{}) {
			t.Errorf("%+v: any is %v", test.gates, test.gates.Any())
		}
	}
}

func TestIgnore(t *testing.T) {
	t.Parallel()
	list := diag.List{{Code: "DP201"}, {Code: "DP211"}, {Code: "DP401"}, {Code: "DP402"}, {Code: "DP301"}}
	for pattern, want := range map[string]string{
		"DP211": "DP201 DP401 DP402 DP301", "DP4xx": "DP201 DP211 DP301", "DP2xx": "DP201 DP401 DP402 DP301", "DP301": "DP201 DP211 DP401 DP402 DP301",
	} {
		p, err := check.Codes().ParsePattern(pattern)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for i, d := range check.Ignore(list, []diag.Pattern{p}) {
			if i > 0 {
				got += " "
			}
			got += string(d.Code)
		}
		if got != want {
			t.Errorf("%s leaves %q, want %q", pattern, got, want)
		}
	}
	if len(list) != 5 || list[1].Code != "DP211" {
		t.Errorf("the list itself changed: %v", list)
	}
}

// Codes are for ever: each is documented once, has a family, a title and an
// example, and speaks in the voice of the others.
func TestCodes(t *testing.T) {
	t.Parallel()
	codes := check.Codes()
	if len(codes) < 80 {
		t.Errorf("only %d codes", len(codes))
	}
	parts := 0
	for _, info := range codes {
		parts++
		if info.Code.Family() == "" || info.Severity == 0 || info.Title == "" || info.Detail == "" || info.Example == "" {
			t.Errorf("%s is not documented: %+v", info.Code, info)
		}
		if first, last := info.Title[0], info.Title[len(info.Title)-1]; last == '.' || first >= 'A' && first <= 'Z' && info.Title[:4] != "Data" {
			t.Errorf("%s: the title %q is a sentence", info.Code, info.Title)
		}
	}
	if parts != len(config.Codes())+countOwn(codes) {
		t.Errorf("two tables claim one code")
	}
}

// countOwn counts the codes that package config does not have.
func countOwn(codes diag.Table) int {
	own, n := make(map[diag.Code]bool), 0
	for _, info := range config.Codes() {
		own[info.Code] = true
	}
	for _, info := range codes {
		if !own[info.Code] {
			n++
		}
	}
	return n
}

func ExampleConfig() {
	text := `columns:
  - name: topic
  - name: summary
    depends_on: [topik]
`
	_, graph, findings := check.Config("dagplan.yaml", []byte(text), config.Options{})
	fmt.Println(graph == nil)
	for _, finding := range findings {
		fmt.Println(finding)
		fmt.Println("hint:", finding.Hint)
	}
	// Output:
	// true
	// dagplan.yaml:4:18: error: column "summary" depends on "topik", which does not exist [DP201]
	// hint: did you mean "topic"?
}

func ExampleLink() {
	text := `columns:
  - {name: topic, strategy: full_column}
  - {name: summary, depends_on: [topic]}
`
	file, findings := config.Read("dagplan.yaml", []byte(text), config.Options{})
	if findings.HasErrors() {
		fmt.Println(findings)
		return
	}
	graph, findings := check.Link(file)
	for _, id := range graph.TopologicalOrder() {
		fmt.Println(graph.Name(id), graph.Strategy(id))
	}
	fmt.Println(len(findings), "findings")
	// Output:
	// topic full_column
	// summary cell_by_cell
	// 0 findings
}
