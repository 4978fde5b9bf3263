package pyyaml_test

import (
	"math"
	"testing"

	"github.com/dagplan/dagplan/pkg/config/internal/pyyaml"
)

func TestResolve(t *testing.T) {
	t.Parallel()
	for want, texts := range map[pyyaml.Type][]string{
		pyyaml.Null:      {"", "~", "null", "Null", "NULL"},
		pyyaml.Bool:      {"yes", "No", "ON", "off", "true", "False"},
		pyyaml.Int:       {"0", "-7", "+7", "1_000", "010", "0b101", "0xfF", "12:30", "-1:00:00", "0_", "1__"},
		pyyaml.Float:     {"1.", "1.5", "-1.5e+3", ".5", ".inf", "-.INF", ".nan", "1:30.5", "1_0.5"},
		pyyaml.Timestamp: {"2024-01-31", "2024-1-31 10:00:00", "2024-01-31T10:00:00.5Z", "2024-01-31 10:00:00 +02:00"},
		pyyaml.Merge:     {"<<"},
		pyyaml.Value:     {"="},
		pyyaml.String: {
			"y", "n", "yEs", "nULL", "1e3", "1e+3", "08", "0o17", "1.5.2", "-", ".", "-.5", "+.5", "1:60", "2024-1-1", "24-01-31",
			"2024-01-31T10:00", "0x", "a", "<", "==",
		},
	} {
		for _, text := range texts {
			if got := pyyaml.Resolve(text); got != want {
				t.Errorf("%q is of type %d, want %d", text, got, want)
			}
		}
	}
}

func TestParseInt(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"0": "0", "-7": "-7", "+7": "7", "1_000": "1000", "010": "8", "0b101": "5", "0xfF": "255", "12:30": "750", "-1:00:00": "-3600",
		"123456789012345678901234567890": "123456789012345678901234567890",
	} {
		if got, err := pyyaml.ParseInt(text); err != nil || got.String() != want {
			t.Errorf("%q is %v (%v), want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"", "a", "0b_", "-"} {
		if got, err := pyyaml.ParseInt(text); err == nil {
			t.Errorf("%q is %v, want an error", text, got)
		}
	}
}

func TestParseFloat(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]float64{
		"1.5": 1.5, "-1.5e+3": -1500, ".5": 0.5, "1_0.5": 10.5, "1:30.5": 90.5, ".inf": math.Inf(1), "-.inf": math.Inf(-1), "1.0e+999": math.Inf(1),
	} {
		if got, err := pyyaml.ParseFloat(text); err != nil || got != want {
			t.Errorf("%q is %v (%v), want %v", text, got, err, want)
		}
	}
	if got, err := pyyaml.ParseFloat(".NaN"); err != nil || !math.IsNaN(got) {
		t.Errorf(".NaN is %v (%v)", got, err)
	}
}

func TestParseTimestamp(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"2024-01-31":                     "2024-01-31",
		"2024-1-31 1:02:03":              "2024-01-31T01:02:03",
		"2024-01-31T10:00:00.5Z":         "2024-01-31T10:00:00.500000+00:00",
		"2024-01-31t10:00:00.1234567":    "2024-01-31T10:00:00.123456",
		"2024-01-31 10:00:00 -2":         "2024-01-31T10:00:00-02:00",
		"2024-01-31 10:00:00 +05:30":     "2024-01-31T10:00:00+05:30",
		"2024-01-31 10:00:00 -00:00":     "2024-01-31T10:00:00+00:00",
		"2024-02-29":                     "2024-02-29",
		"2024-01-31 10:00:00.000000000Z": "2024-01-31T10:00:00+00:00",
	} {
		if got, err := pyyaml.ParseTimestamp(text); err != nil || got != want {
			t.Errorf("%q is %s (%v), want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"2023-02-29", "2024-13-01", "0000-01-01", "2024-01-31 24:00:00", "2024-01-31 10:60:00", "2024-01-31 10:00:00 +24:00", "x"} {
		if got, err := pyyaml.ParseTimestamp(text); err == nil {
			t.Errorf("%q is %s, want an error", text, got)
		}
	}
}
