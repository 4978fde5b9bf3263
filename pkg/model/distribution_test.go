package model_test

import (
	"math"
	"testing"

	"github.com/dagplan/dagplan/pkg/model"
)

func TestLognormal_waysToSayTheSame(t *testing.T) {
	t.Parallel()
	// Mean 1 and sigma 0.5: p50 0.882497, p95 2.008578, cv 0.532940.
	byQuantiles, err := model.LognormalByQuantiles(0.882497, 2.008578)
	if err != nil {
		t.Fatal(err)
	}
	byMean, err := model.LognormalByMeanAndP95(1, 2.008578)
	if err != nil {
		t.Fatal(err)
	}
	bySigma, err := model.LognormalByMedianAndSigma(0.882497, 0.5)
	if err != nil {
		t.Fatal(err)
	}
	for name, d := range map[string]model.Distribution{"quantiles": byQuantiles, "mean and p95": byMean, "sigma": bySigma} {
		if math.Abs(d.Mean-1) > 1e-5 || math.Abs(d.CV-0.532940) > 1e-5 {
			t.Errorf("by %s: mean %v, cv %v, want 1 and 0.53294", name, d.Mean, d.CV)
		}
	}
}

func TestLognormal_refused(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		make func() (model.Distribution, error)
		want string
	}{
		{"quantiles in the wrong order", func() (model.Distribution, error) { return model.LognormalByQuantiles(2, 1) }, "p50 2 and p95 1 make no lognormal distribution: give 0 < p50 <= p95"},
		{"p95 too far", func() (model.Distribution, error) { return model.LognormalByMeanAndP95(1, 4) }, "mean 1 and p95 4 make no lognormal distribution: p95 is at most 3.868 times the mean"},
		{"p95 below the mean", func() (model.Distribution, error) { return model.LognormalByMeanAndP95(1, 0.5) }, "p95 0.5 is below what the mean 1 allows: give p95 >= mean"},
		{"no median", func() (model.Distribution, error) { return model.LognormalByMedianAndSigma(0, 1) }, "median 0 and sigma 1 make no lognormal distribution: give median > 0 and sigma >= 0"},
	} {
		if _, err := tt.make(); err == nil || err.Error() != tt.want {
			t.Errorf("%s: error %v, want %q", tt.name, err, tt.want)
		}
	}
}

func TestDistribution_expected(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		d    model.Distribution
		want float64
	}{
		{"constant", model.ConstantOf(3), 3},
		{"uniform", model.Distribution{Kind: model.Uniform, Low: 1, High: 3}, 2},
		{"samples", model.SamplesOf([]float64{1, 2, 6}), 2.75},
		{"quantiles that stop short of the ends", model.Distribution{Kind: model.Empirical, Quantiles: []model.Quantile{{Probability: 0.5, Value: 1}, {Probability: 0.9, Value: 2}}}, 0.5 + 0.6 + 0.2},
	} {
		if got := tt.d.Expected(); math.Abs(got-tt.want) > 1e-12 {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestDistribution_validate(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		d    model.Distribution
		want string
	}{
		{model.Distribution{}, ""},
		{model.ConstantOf(-1), "mean of a distribution is -1: give a number from 0 to 1e+15"},
		{model.ConstantOf(1e300), "mean of a distribution is 1e+300: give a number from 0 to 1e+15"},
		{model.Distribution{Kind: model.Gamma, Mean: 1, CV: 1e200}, "cv of a distribution is 1e+200: give a number from 0 to 1000"},
		{model.Distribution{Kind: model.Uniform, Low: 2, High: 1}, "a uniform distribution from 2 to 1 is empty: give low <= high"},
		{model.Distribution{Kind: model.Empirical}, "an empirical distribution has no quantiles: give at least one"},
		{model.Distribution{Kind: model.Empirical, Quantiles: []model.Quantile{{Probability: 2, Value: 1}}}, "the probability of a quantile is 2: give a number from 0 to 1"},
		{model.Distribution{Kind: model.Empirical, Quantiles: []model.Quantile{{Probability: 0.5, Value: 1}, {Probability: 0.5, Value: 2}}}, "quantile 0.5 comes after 0.5: give them by ascending probability and value"},
		{model.Distribution{Kind: model.Empirical, Quantiles: []model.Quantile{{Probability: 0.5, Value: math.Inf(1)}}}, "the value of a quantile is +Inf: give a number from 0 to 1e+15"},
	} {
		got := ""
		if err := tt.d.Validate(); err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.d, got, tt.want)
		}
	}
}

// A cut counts in the mean: it is that of the quantiles, each cut off, whatever the family.
// What lies above a value is counted likewise.
func TestDistribution_expectedBelowACut(t *testing.T) {
	t.Parallel()
	normal := func(p float64) float64 { return math.Sqrt2 * math.Erfinv(2*p-1) }
	lognormal := func(mean, cv float64) func(float64) float64 {
		sigma := math.Sqrt(math.Log1p(cv * cv))
		return func(p float64) float64 { return mean * math.Exp(sigma*normal(p)-sigma*sigma/2) }
	}
	exponential := func(mean float64) func(float64) float64 {
		return func(p float64) float64 { return -mean * math.Log1p(-p) }
	}
	steps := []model.Quantile{{Probability: 0.1, Value: 1}, {Probability: 0.5, Value: 2}, {Probability: 0.9, Value: 6}}
	for _, tt := range []struct {
		d        model.Distribution
		quantile func(p float64) float64
	}{
		{model.Distribution{Kind: model.Lognormal, Mean: 10, CV: 1}, lognormal(10, 1)},
		{model.Distribution{Kind: model.Lognormal, Mean: 2, CV: 0.3}, lognormal(2, 0.3)},
		{model.Distribution{Kind: model.Exponential, Mean: 3}, exponential(3)},
		{model.Distribution{Kind: model.Gamma, Mean: 3, CV: 1}, exponential(3)}, // the same family
		{model.Distribution{Kind: model.Uniform, Low: 1, High: 5}, func(p float64) float64 { return 1 + 4*p }},
		{model.Distribution{Kind: model.Gamma, Mean: 3}, func(float64) float64 { return 3 }},
		{model.ConstantOf(4), func(float64) float64 { return 4 }},
		{model.Distribution{Kind: model.Empirical, Quantiles: steps}, func(p float64) float64 {
			switch {
			case p <= 0.1:
				return 1
			case p <= 0.5:
				return 1 + (p-0.1)/0.4
			case p <= 0.9:
				return 2 + 4*(p-0.5)/0.4
			default:
				return 6
			}
		}},
	} {
		for _, cut := range []float64{0.001, 0.7, 1, 2, 3.5, 8, 40} {
			tt.d.Max = cut
			const points = 200_000
			want := 0.0
			for i := range points {
				want += min(cut, tt.quantile((float64(i)+0.5)/points)) / points
			}
			above := 0.0
			for i := range points {
				if min(40, tt.quantile((float64(i)+0.5)/points)) > cut {
					above += 1.0 / points
				}
			}
			uncut := tt.d
			uncut.Max = 40
			if got := uncut.ShareAbove(cut); math.Abs(got-above) > 1e-4 {
				t.Errorf("%v of mean %v and cv %v: %v lie above %v, want %v", tt.d.Kind, tt.d.Mean, tt.d.CV, got, cut, above)
			}
			if got := tt.d.Expected(); math.Abs(got-want) > 1e-4*want {
				t.Errorf("%v of mean %v and cv %v, cut at %v: expected %v, want %v", tt.d.Kind, tt.d.Mean, tt.d.CV, cut, got, want)
			}
		}
	}
}
