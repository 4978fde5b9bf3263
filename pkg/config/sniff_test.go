package config_test

import (
	"testing"

	"github.com/dagplan/dagplan/pkg/config"
)

func TestLooksLikeConfig(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		reason, text string
		want         bool
	}{
		{"native, or the shorthand", "columns:\n- name: a\n", true},
		{"no columns yet", "columns: []\n", true},
		{"the full shape", "data_designer:\n  columns: []\n", true},
		{"JSON on one line", `{"library_version": "1", "data_designer": {"columns": []}}`, true},
		{"a scenario: columns is a mapping", "run: {num_records: 5}\ncolumns:\n  a: {latency: 1s}\n", false},
		{"columns of something else, further down", "table:\n  columns: [a]\n", false},
		{"a word in a text", "text: |\n  the columns: here\n", false},
		{"another file", "name: ci\non: push\n", false},
		{"nothing", "", false},
		{"broken, but meant as a config", "columns:\n- name: a\n\tx\n", true},
		{"broken, and something else", "a: b: c\n", false},
		{"no UTF-8, but meant as a config", "columns:\n- name: \xff\n", true},
	} {
		if got := config.LooksLikeConfig([]byte(test.text)); got != test.want {
			t.Errorf("%s: got %v, want %v", test.reason, got, test.want)
		}
	}
}
