package sim

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// The tables are held against gonum's quantile functions.
func TestQuantileTable_againstGonum(t *testing.T) {
	t.Parallel()
	s := 0.5
	for _, tt := range []struct {
		name  string
		table *quantileTable
		want  interface{ Quantile(float64) float64 }
	}{
		{"lognormal", lognormalTable(math.Sqrt(math.Expm1(s * s))), distuv.LogNormal{Mu: -s * s / 2, Sigma: s}},
		{"lognormal, wide", lognormalTable(math.Sqrt(math.Expm1(4))), distuv.LogNormal{Mu: -2, Sigma: 2}},
		{"exponential", exponentialTable(), distuv.Exponential{Rate: 1}},
		{"gamma", gammaTable(0.5), distuv.Gamma{Alpha: 4, Beta: 4}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for i := range 20000 {
				random := mix(uint64(i + 1))
				got, want := tt.table.at(random), tt.want.Quantile(unit(random))
				if math.Abs(got-want) > 1e-7*want {
					t.Fatalf("quantile of %v is %v, want %v", unit(random), got, want)
				}
			}
		})
	}
}

func TestQuantileTable_ends(t *testing.T) {
	t.Parallel()
	table := lognormalTable(0.5)
	for _, random := range []uint64{0, math.MaxUint64, 1 << 63, 1<<63 - 1} {
		if x := table.at(random); !(x > 0) || math.IsInf(x, 1) {
			t.Errorf("quantile of %v is %v", unit(random), x)
		}
	}
	if below, above := table.at(1<<63-1), table.at(1<<63); math.Abs(below-above) > 1e-9 {
		t.Errorf("the halves meet at %v and %v", below, above)
	}
}

func TestNumeric_againstMath(t *testing.T) {
	t.Parallel()
	for i := range 20000 {
		x := unit(mix(uint64(i)))*60 - 30
		if got, want := exp(x), math.Exp(x); math.Abs(got-want) > 1e-15*want {
			t.Fatalf("exp(%v) = %v, want %v", x, got, want)
		}
		if got, want := log(math.Exp(x)), math.Log(math.Exp(x)); math.Abs(got-want) > 1e-15*math.Max(1, math.Abs(want)) {
			t.Fatalf("log(%v) = %v, want %v", math.Exp(x), got, want)
		}
	}
}

func BenchmarkQuantileTable(b *testing.B) {
	table := lognormalTable(0.53294)
	sum := 0.0
	for i := range b.N {
		sum += table.at(mix(uint64(i)))
	}
	if sum < 0 {
		b.Fatal("a negative draw")
	}
}
