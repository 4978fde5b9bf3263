package check_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/dagplan/dagplan/pkg/check"
	"github.com/dagplan/dagplan/pkg/config"
	"github.com/dagplan/dagplan/pkg/diag"
	"github.com/dagplan/dagplan/pkg/internal/reftest"
	"github.com/dagplan/dagplan/pkg/model"
)

// TestConfig_mutated breaks every name that sound configs refer to, one at a
// time, by putting another in its place in the text. The finding must stand
// exactly there, whether the name is in a template, in quotes, in a block or in a
// list.
func TestConfig_mutated(t *testing.T) {
	t.Parallel()
	mutations := 0
	for _, dir := range configFolders(t) {
		files, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if !slices.Contains([]string{".yaml", ".yml", ".json"}, filepath.Ext(f.Name())) || strings.HasSuffix(f.Name(), ".seed_columns.json") {
				continue
			}
			data, err := os.ReadFile(filepath.Join(dir, f.Name()))
			if err != nil {
				t.Fatal(err)
			}
			mutations += mutate(t, dir, f.Name(), data)
		}
	}
	t.Logf("%d names were broken", mutations)
	if mutations < 50 {
		t.Errorf("only %d names were broken", mutations)
	}
}

// configFolders are the configs of the project and of the reference data,
// whichever are there.
func configFolders(t *testing.T) []string {
	t.Helper()
	folders := []string{filepath.Join(reftest.Root(t), "testdata", "configs", "valid")}
	for _, name := range []string{"cases", "configs"} {
		if dir := filepath.Join(reftest.Folder(t), name); isFolder(dir) {
			folders = append(folders, dir)
		}
	}
	return folders
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// mutate breaks every name of one config, and returns how many there are.
func mutate(t *testing.T, dir, name string, data []byte) int {
	t.Helper()
	options := config.Options{Files: folder(dir)}
	file, graph, findings := check.Config(name, data, options)
	if file == nil || graph == nil || findings.HasErrors() || file.Seed != nil && !file.Seed.Known {
		return 0
	}
	n := 0
	for _, column := range file.Columns {
		var names []diag.Span
		for _, template := range column.Templates {
			for _, ref := range template.References {
				names = append(names, ref.Span)
			}
		}
		for _, target := range column.Targets {
			names = append(names, target.Span)
		}
		if column.Type == "" {
			names = append(names, column.DependencySpans...)
		}
		for _, at := range slices.Concat(names, column.ModelSpans) {
			n++
			mutant, ok := replaced(data, at, "nosuch_q")
			if !ok {
				t.Errorf("%s: no text at %s", name, at)
				continue
			}
			_, _, found := check.Config(name, mutant, options)
			if !slices.ContainsFunc(found, func(d diag.Diagnostic) bool {
				return d.Span.Pos == at.Pos && strings.Contains(d.Message, `"nosuch_q"`)
			}) {
				t.Errorf("%s: a name broken at %s: no finding stands there:\n%s", name, at, lines(found))
			}
		}
	}
	return n
}

// replaced puts another text where a span is.
func replaced(data []byte, at diag.Span, text string) ([]byte, bool) {
	all := strings.SplitAfter(strings.TrimPrefix(string(data), "\ufeff"), "\n")
	if at.Line < 1 || at.Line > len(all) || at.EndLine != at.Line {
		return nil, false
	}
	line := []rune(all[at.Line-1])
	if at.Column < 1 || at.EndColumn <= at.Column || at.EndColumn-1 > len(line) {
		return nil, false
	}
	all[at.Line-1] = string(line[:at.Column-1]) + text + string(line[at.EndColumn-1:])
	return []byte(strings.Join(all, "")), true
}

// TestConfig_mutatedCycle turns one reference of sound configs at a time round,
// to a column that waits for the reader. The cycle must be found, and must stand
// where the text was changed.
func TestConfig_mutatedCycle(t *testing.T) {
	t.Parallel()
	cycles := 0
	for _, dir := range configFolders(t) {
		files, err := filepath.Glob(filepath.Join(dir, "*.[yj]*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if data, err := os.ReadFile(name); err == nil && !strings.HasSuffix(name, ".seed_columns.json") {
				cycles += turn(t, dir, filepath.Base(name), data)
			}
		}
	}
	t.Logf("%d references were turned round", cycles)
	if cycles < 10 {
		t.Errorf("only %d references were turned round", cycles)
	}
}

var identifier = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

func turn(t *testing.T, dir, name string, data []byte) int {
	t.Helper()
	options := config.Options{Files: folder(dir)}
	file, graph, findings := check.Config(name, data, options)
	if file == nil || graph == nil || findings.HasErrors() {
		return 0
	}
	n := 0
	for id, column := range file.Columns {
		var names []diag.Span
		for _, template := range column.Templates {
			for _, ref := range template.References {
				names = append(names, ref.Span)
			}
		}
		if column.Type == "" {
			names = column.DependencySpans
		}
		for _, at := range names {
			for reader := range graph.Downstream(model.ColumnID(id)).All() {
				later := file.Columns[reader]
				if !identifier.MatchString(later.Name) || later.Span.Line <= column.Span.Line {
					continue
				}
				mutant, _ := replaced(data, at, later.Name)
				_, _, found := check.Config(name, mutant, options)
				if !slices.ContainsFunc(found, func(d diag.Diagnostic) bool { return d.Code == "DP301" && d.Span.Pos == at.Pos }) {
					t.Errorf("%s: %q reads %q at %s: no cycle stands there:\n%s", name, column.Name, later.Name, at, lines(found))
				}
				n++
			}
		}
	}
	return n
}

// TestConfig_mutatedKeys misspells one key of sound configs at a time: also one
// that says what else there may be, such as column_type. There must be a finding
// on its line.
func TestConfig_mutatedKeys(t *testing.T) {
	t.Parallel()
	keys := []string{
		"columns", "data_designer", "model_configs", "processors", "column_type", "sampler_type", "validator_type", "processor_type",
		"name", "prompt", "model_alias", "alias", "provider", "expr", "params", "target_columns", "depends_on", "strategy", "models",
		"inference_parameters", "max_parallel_requests", "drop", "skip", "scores", "output_format", "side_effects", "latency",
	}
	line := regexp.MustCompile(`(?m)^ *(?:- )?(` + strings.Join(keys, "|") + `):`)
	mutations := 0
	for _, dir := range configFolders(t) {
		files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			options := config.Options{Files: folder(dir), SeedColumns: []string{"a", "b"}}
			if _, graph, findings := check.Config(name, data, options); graph == nil || findings.HasErrors() {
				continue
			}
			for _, at := range line.FindAllSubmatchIndex(data, -1) {
				if insideText(data, at[2]) {
					continue
				}
				mutations++
				mutant := slices.Concat(data[:at[3]], []byte("z"), data[at[3]:])
				want := 1 + bytes.Count(data[:at[2]], []byte("\n"))
				_, _, found := check.Config(name, mutant, options)
				if !slices.ContainsFunc(found, func(d diag.Diagnostic) bool { return d.Severity == diag.Error && d.Span.Line == want }) {
					t.Errorf("%s:%d: %q misspelt: no error stands there:\n%s", filepath.Base(name), want, data[at[2]:at[3]], lines(found))
				}
			}
		}
	}
	t.Logf("%d keys were misspelt", mutations)
	if mutations < 50 {
		t.Errorf("only %d keys were misspelt", mutations)
	}
}

// insideText reports whether an offset may lie in a value that allows any key,
// such as a schema or a template: something below one of these.
func insideText(data []byte, offset int) bool {
	indent := func(line []byte) int { return len(line) - len(bytes.TrimLeft(line, " -")) }
	rows := bytes.Split(data[:offset], []byte("\n"))
	own := indent(append(slices.Clone(rows[len(rows)-1]), 'x'))
	for _, row := range slices.Backward(rows[:len(rows)-1]) {
		if len(bytes.TrimSpace(row)) == 0 || indent(row) >= own {
			continue
		}
		own = indent(row)
		key, rest, _ := bytes.Cut(bytes.TrimLeft(row, " -"), []byte(":"))
		if slices.Contains([]string{"output_format", "template", "extra_body", "options", "values", "models", "generator_params"}, string(key)) || bytes.ContainsAny(rest, "|>") {
			return true
		}
	}
	return false
}
