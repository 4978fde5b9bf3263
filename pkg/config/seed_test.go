package config_test

import (
	"io/fs"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/dagplan/dagplan/pkg/config"
)

// folder is a working directory.
type folder struct{ fstest.MapFS }

func (f folder) Open(name string) (fs.File, error) { return f.MapFS.Open(path.Clean(name)) }

func readFile(name, data string) folder {
	return folder{fstest.MapFS{name: {Data: []byte(data)}}}
}

// seedVerdict reads a config whose expression reads {{ a }}, and tells the
// findings and the columns of the seed.
func seedVerdict(name, seed string, options config.Options) []string {
	text := "columns: [{name: e, column_type: expression, expr: \"{{ a }}\"}]\nseed_config: " + seed + "\n"
	file, findings := config.Read(name, []byte(text), options)
	lines := findingLines(findings)
	if file == nil {
		return append(lines, "no columns")
	}
	known := "assumed: "
	if file.Seed.Known {
		known = "known: "
	}
	return append(lines, known+strings.Join(file.Seed.Columns, " "))
}

// TestR11_besideTheConfig: a path counts from the working directory; a source
// that is only beside the config is read, with a warning.
func TestR11_besideTheConfig(t *testing.T) {
	t.Parallel()
	const seed = `{source: {seed_type: local, path: data/s.csv}}`
	elsewhere := `2:48 warning DP143: seed path "data/s.csv" is there only beside the config: Data Designer looks from the working directory (run it from the folder of the config, or write the path from the working directory)`
	for _, c := range []struct {
		reason, name, file string
		want               []string
	}{
		{"from the working directory", "configs/c.yaml", "data/s.csv", []string{"known: a b"}},
		{"beside the config", "configs/c.yaml", "configs/data/s.csv", []string{elsewhere, "known: a b"}},
		{"nowhere", "configs/c.yaml", "s.csv", []string{
			`2:48 error DP141: seed file "data/s.csv" does not exist (mend the path, which counts from the working directory, or name the columns with --seed-columns)`, "assumed: a",
		}},
		{"standard input has no folder", "-", "configs/data/s.csv", []string{
			`2:48 error DP141: seed file "data/s.csv" does not exist (mend the path, which counts from the working directory, or name the columns with --seed-columns)`, "assumed: a",
		}},
	} {
		got := seedVerdict(c.name, seed, config.Options{Files: readFile(c.file, "a,b\n1,2\n")})
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.reason, diff)
		}
	}
}

// TestR60_namedColumns: columns that somebody names take the place of the
// source.
func TestR60_namedColumns(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		reason, seed string
		columns      []string
		want         []string
	}{
		{"a source on the network", `{source: {seed_type: hf, path: o/r/x.parquet}}`, []string{"a", "b"}, []string{"known: a b"}},
		{"the same, unnamed", `{source: {seed_type: hf, path: o/r/x.parquet}}`, nil, []string{
			`2:45 warning DP145: the columns of the seed are not known: "a" is taken for columns of it (name the columns with --seed-columns, or with seed_columns in a scenario)`, "assumed: a",
		}},
		{"none at all", `{source: {seed_type: hf, path: o/r/x.parquet}}`, []string{}, []string{"known: "}},
		{"a file that is not there", `{source: {seed_type: local, path: no.csv}}`, []string{"a"}, []string{
			`2:48 warning DP144: seed file "no.csv" is not there: its columns are those that were named instead (make sure that it is there when the build runs)`, "known: a",
		}},
		{"a file that is there", `{source: {seed_type: local, path: s.csv}}`, []string{"a"}, []string{"known: a"}},
	} {
		got := seedVerdict("c.yaml", c.seed, config.Options{SeedColumns: c.columns, Files: readFile("s.csv", "x\n1\n")})
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.reason, diff)
		}
	}
}

// TestR60_rollouts: which files an agent's traces are in depends on the agent.
func TestR60_rollouts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		format, file string
		found        bool
	}{
		{"atif", "traces/deep/a.json", true},
		{"atif", "traces/a.jsonl", false},
		{"hermes_agent", "traces/a.jsonl", true},
		{"hermes_agent", "traces/a.txt", false},
		{"codex", "traces/deep/deeper/a.jsonl", true},
		{"codex", "traces/a.json", false},
	} {
		_, findings := config.Read("c.yaml", []byte("columns: []\nseed_config: {source: {seed_type: agent_rollout, path: traces, format: "+c.format+"}}\n"),
			config.Options{Files: readFile(c.file, "{}\n")})
		var want []string
		if !c.found {
			want = []string{`2:56 error DP149: no file of seed folder "traces" matches ` + map[string]string{"atif": `"*.json"`, "hermes_agent": `"*.json*"`, "codex": `"*.jsonl"`}[c.format] + ` (mend file_pattern, or the path)`}
		}
		if diff := cmp.Diff(want, findingLines(findings)); diff != "" {
			t.Errorf("%s in %s (-want +got):\n%s", c.format, c.file, diff)
		}
	}
}

// TestR60_severalFiles: all files that a path stands for have the columns of the
// first.
func TestR60_severalFiles(t *testing.T) {
	t.Parallel()
	files := folder{fstest.MapFS{"s/1.csv": {Data: []byte("a,b\n1,2\n")}, "s/2.csv": {Data: []byte("a,c\n1,2\n")}, "s/3.json": {Data: []byte("[]")}}}
	got := seedVerdict("c.yaml", `{source: {seed_type: local, path: "s/*.csv"}}`, config.Options{Files: files})
	want := []string{`2:48 error DP151: seed file "2.csv" has not the columns of the first file that matches "s/*.csv" (give all files the same columns)`, "known: a b"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestRead_noFiles: without files to look at, what is inside is not known.
func TestRead_noFiles(t *testing.T) {
	t.Parallel()
	got := seedVerdict("c.yaml", `{source: {seed_type: local, path: s.csv}}`, config.Options{})
	want := []string{`2:48 warning DP145: the columns of the seed are not known: "a" is taken for columns of it (name the columns with --seed-columns, or with seed_columns in a scenario)`, "assumed: a"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	got = seedVerdict("c.yaml", `{source: {seed_type: directory, path: more}}`, config.Options{})
	if diff := cmp.Diff([]string{"known: source_kind source_path relative_path file_name"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
