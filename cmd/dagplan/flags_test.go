package main

import (
	"math"
	"testing"
)

func TestEnumFlag(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{"json", "json"},
		{"JSON", "json"},
		{"lr", "LR"},
		{"jsn", "use one of text, json, LR; did you mean json?"},
		{"", "use one of text, json, LR"},
	} {
		var got string
		f := newEnum(&got, "text", "json", "LR")
		if got != "text" {
			t.Errorf("the default is %q", got)
		}
		if err := f.Set(tt.text); err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("%q: %s, want %s", tt.text, got, tt.want)
		}
	}
}

func TestCountFlag(t *testing.T) {
	t.Parallel()
	const bad = "give a whole number from 1"
	for _, tt := range []struct {
		text string
		want countFlag
		err  string
	}{
		{"1", 1, ""},
		{"10_000", 10_000, ""},
		{"9223372036854775807", math.MaxInt64, ""},
		{"9223372036854775808", 0, "the number is too large"},
		{"0", 0, bad},
		{"-5", 0, bad},
		{"1.5", 0, bad},
		{"x", 0, bad},
		{"", 0, bad},
	} {
		var got countFlag
		err := got.Set(tt.text)
		if got != tt.want || err == nil && tt.err != "" || err != nil && err.Error() != tt.err {
			t.Errorf("%q: %d, %v", tt.text, got, err)
		}
	}
}
