package main

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dagplan/dagplan/pkg/config"
)

func setting(value any, path ...string) config.Setting {
	return config.Setting{Path: path, Value: value}
}

// settingsText writes settings in a line each.
func settingsText(settings config.Settings) []string {
	var lines []string
	for _, s := range settings {
		lines = append(lines, fmt.Sprintf("%s=%v from %s", config.PathText(s.Path), s.Value, s.Origin))
	}
	return lines
}

func TestLayers_effective(t *testing.T) {
	t.Parallel()
	l := layers{
		config:      config.Settings{setting(1, "run", "buffer_size"), setting(1, "run", "num_records"), setting("1s", "models", "writer", "latency")},
		scenario:    config.Settings{setting(2, "run", "num_records"), setting("2s", "models", "writer", "latency"), setting(2, "run", "workers")},
		environment: config.Settings{setting(3, "run", "num_records"), setting(3, "run", "workers")},
		flags:       config.Settings{setting(4, "run", "num_records")},
	}
	got, err := l.effective()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"run.buffer_size=1 from config",
		"models.writer.latency=2s from scenario",
		"run.workers=3 from environment",
		"run.num_records=4 from flag",
	}
	if diff := cmp.Diff(want, settingsText(got)); diff != "" {
		t.Error(diff)
	}
}

// Aliases keep their case, their dots and every other sign.
func TestLayers_effectiveAliases(t *testing.T) {
	t.Parallel()
	aliases := []string{"gpt-4.1", "GPT-4.1", "gpt", "GPT", "gpt-4", "a.b", "a", "x/y", `"q"`, "名前", ""}
	var l layers
	for i, alias := range aliases {
		l.config = append(l.config, setting(i, "models", alias, "latency"))
	}
	l.flags = config.Settings{setting("flag", "models", "GPT", "latency")}
	got, err := l.effective()
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != len(aliases) {
		t.Fatalf("%d of %d settings are left: %v", len(got), len(aliases), settingsText(got))
	}
	for i, alias := range aliases {
		at := slices.IndexFunc(got, func(s config.Setting) bool { return s.Path[1] == alias })
		want := any(i)
		if alias == "GPT" {
			want = "flag"
		}
		if at < 0 || got[at].Value != want {
			t.Errorf("the latency of %q is lost in %v", alias, settingsText(got))
		}
	}
}

// The later of two settings for one field counts, within a layer.
func TestLayers_effectiveTwice(t *testing.T) {
	t.Parallel()
	l := layers{flags: config.Settings{setting(1, "run", "workers"), setting(2, "run", "workers")}}
	got, err := l.effective()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"run.workers=2 from flag"}, settingsText(got)); diff != "" {
		t.Error(diff)
	}
}

func TestVariableName(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		path []string
		want string
	}{
		{[]string{"run", "num_records"}, "DAGPLAN_RUN_NUM_RECORDS"},
		{[]string{"models", "gpt-4.1", "latency"}, "DAGPLAN_MODELS_GPT_4_1_LATENCY"},
		{[]string{"models", "名前", "latency"}, "DAGPLAN_MODELS____LATENCY"},
	} {
		if got := variableName(tt.path); got != tt.want {
			t.Errorf("%v is %s, want %s", tt.path, got, tt.want)
		}
	}
}

func TestSettingFlags_checkRows(t *testing.T) {
	t.Parallel()
	tests := []struct {
		records, groups, buffer countFlag
		want                    string
	}{
		{100, 0, 0, "100 0 0"},
		{100, 0, 30, "100 0 30"},
		{100, 4, 0, "100 4 25"},
		{0, 4, 25, "100 4 25"},
		{0, 4, 0, "0 4 0"},
		{100, 4, 30, "100 4 30"},
		{100, 3, 0, "--records 100 do not divide into --row-groups 3: 3 × 33 = 99"},
		{100, 5, 30, "--records 100 in row groups of --buffer-size 30 make ⌈100 ÷ 30⌉ = 4 row groups, not --row-groups 5"},
		{0, 1 << 40, 1 << 40, "--row-groups 1099511627776 of 1099511627776 rows each are more records than can be counted"},
	}
	for _, tt := range tests {
		f := settingFlags{records: tt.records, rowGroups: tt.groups, bufferSize: tt.buffer}
		got := ""
		if err := f.checkRows(); err != nil {
			got = err.Error()
		} else {
			got = fmt.Sprint(int64(f.records), int64(f.rowGroups), int64(f.bufferSize))
		}
		if got != tt.want {
			t.Errorf("records %d, row groups %d, buffer size %d: %s, want %s", tt.records, tt.groups, tt.buffer, got, tt.want)
		}
	}
}

func TestSplitValues(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"4,8,16", []string{"4", "8", "16"}},
		{"4", []string{"4"}},
		{"{mean: 1s, p95: 2s},3s", []string{"{mean: 1s, p95: 2s}", "3s"}},
		{`[1, 2],"a,b",'c,d'`, []string{"[1, 2]", `"a,b"`, "'c,d'"}},
		{"", []string{""}},
	} {
		if diff := cmp.Diff(tt.want, splitValues(tt.text)); diff != "" {
			t.Errorf("%s: %s", tt.text, diff)
		}
	}
}

func TestCombination(t *testing.T) {
	t.Parallel()
	varied := []variation{
		{settings: config.Settings{setting(1, "a"), setting(2, "a")}},
		{settings: config.Settings{setting("x", "b"), setting("y", "b"), setting("z", "b")}},
	}
	var got []string
	for i := range 6 {
		c := combination(varied, i)
		got = append(got, fmt.Sprint(c[0].Value, c[1].Value))
	}
	if diff := cmp.Diff([]string{"1x", "1y", "1z", "2x", "2y", "2z"}, got); diff != "" {
		t.Error(diff)
	}
}
