package numeral_test

import (
	"testing"
	"time"

	"github.com/dagplan/dagplan/pkg/internal/numeral"
)

func TestNumber(t *testing.T) {
	t.Parallel()
	for n, want := range map[float64]string{0: "0", 0.25: "0.25", -999: "-999", 1000: "1,000", -1234567.5: "-1,234,567.5", 1e15: "1,000,000,000,000,000"} {
		if got := numeral.Number(n); got != want {
			t.Errorf("%v is written %s, want %s", n, got, want)
		}
	}
	for n, want := range map[int64]string{0: "0", 999: "999", -1000: "-1,000", 9223372036854775807: "9,223,372,036,854,775,807"} {
		if got := numeral.Integer(n); got != want {
			t.Errorf("%d is written %s, want %s", n, got, want)
		}
	}
}

func TestSpan(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		-1: "-", 0: "0s", 1500: "2µs", 250 * time.Millisecond: "250ms", 999600 * time.Microsecond: "1s", 1850 * time.Millisecond: "1.85s",
		12 * time.Second: "12s", 59960 * time.Millisecond: "1m00s", 1125 * time.Second: "18m45s", 7500 * time.Second: "2h05m", 76 * time.Hour: "3d04h", 30000 * time.Hour: "1,250d00h",
	} {
		if got := numeral.Span(d); got != want {
			t.Errorf("%d ns are written %s, want %s", d, got, want)
		}
	}
}
