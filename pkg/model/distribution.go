package model

import (
	"fmt"
	"math"
)

// Distribution describes how a quantity varies from one draw to the next. The
// zero value is unset. Package sim draws from it.
type Distribution struct {
	Kind DistributionKind
	// Mean is the mean of Constant, Exponential, Lognormal and Gamma.
	Mean float64
	// CV is the standard deviation divided by the mean, of Lognormal and Gamma.
	CV float64
	// Low and High bound Uniform.
	Low, High float64
	// Max cuts off every draw of any kind that exceeds it; 0 is no cut.
	Max float64
	// Quantiles are the points of an Empirical distribution, by ascending
	// probability; between them values are interpolated. Samples become
	// quantiles of equal steps.
	Quantiles []Quantile
	// Replay are values taken cell by cell, by the key COLUMN|ROW|ATTEMPT where
	// the row is that of the whole dataset.
	Replay map[string]float64
}

// Quantile is one point of a distribution: a share of Probability of all draws
// is at most Value.
type Quantile struct {
	Probability, Value float64
}

// DistributionKind names a family of distributions.
type DistributionKind uint8

// The families.
const (
	Constant DistributionKind = iota + 1
	Uniform
	Exponential
	Lognormal
	Gamma
	Empirical
	Replayed
	// Hashed is the dyadic time of the bare build model: a pure function of
	// column, row group and row, (1 + x mod 1024)/512 seconds for a cell and 1/8
	// second for a full column, whose sums are exact.
	Hashed
)

// DistributionKinds lists every kind, in the order of their declaration.
func DistributionKinds() []DistributionKind {
	return []DistributionKind{Constant, Uniform, Exponential, Lognormal, Gamma, Empirical, Replayed, Hashed}
}

// String returns the text form: constant, uniform, exponential, lognormal,
// gamma, empirical, replayed, hash, or unset for the zero value.
func (k DistributionKind) String() string {
	switch k {
	case Constant:
		return "constant"
	case Uniform:
		return "uniform"
	case Exponential:
		return "exponential"
	case Lognormal:
		return "lognormal"
	case Gamma:
		return "gamma"
	case Empirical:
		return "empirical"
	case Replayed:
		return "replayed"
	case Hashed:
		return "hash"
	default:
		return "unset"
	}
}

// MarshalText returns the text form.
func (k DistributionKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// IsSet reports whether the distribution was given at all.
func (d Distribution) IsSet() bool { return d.Kind != 0 }

// ConstantOf returns the distribution whose every draw is value.
func ConstantOf(value float64) Distribution {
	return Distribution{Kind: Constant, Mean: value}
}

// normalP95 is the 95 % quantile of the standard normal distribution.
const normalP95 = 1.6448536269514722

// LognormalByQuantiles returns the lognormal distribution with that median and
// 95 % quantile; both must be positive, and p95 must not be below p50.
func LognormalByQuantiles(p50, p95 float64) (Distribution, error) {
	if !(p50 > 0) || !(p95 >= p50) || math.IsInf(p95, 1) {
		return Distribution{}, fmt.Errorf("p50 %v and p95 %v make no lognormal distribution: give 0 < p50 <= p95", p50, p95)
	}
	return lognormal(math.Log(p50), math.Log(p95/p50)/normalP95), nil
}

// LognormalByMeanAndP95 returns the lognormal distribution with that mean and
// 95 % quantile. The quantile of a lognormal distribution is at most 3.868
// times its mean; of the two distributions that fit, it is the narrower one.
func LognormalByMeanAndP95(mean, p95 float64) (Distribution, error) {
	root := normalP95*normalP95 - 2*math.Log(p95/mean)
	if !(mean > 0) || !(p95 > 0) || !(root >= 0) {
		return Distribution{}, fmt.Errorf("mean %v and p95 %v make no lognormal distribution: p95 is at most 3.868 times the mean", mean, p95)
	}
	sigma := normalP95 - math.Sqrt(root)
	if sigma < 0 {
		return Distribution{}, fmt.Errorf("p95 %v is below what the mean %v allows: give p95 >= mean", p95, mean)
	}
	return lognormal(math.Log(mean)-sigma*sigma/2, sigma), nil
}

// LognormalByMedianAndSigma returns the lognormal distribution whose logarithm
// has the mean ln(median) and the standard deviation sigma.
func LognormalByMedianAndSigma(median, sigma float64) (Distribution, error) {
	if !(median > 0) || !(sigma >= 0) || math.IsInf(median, 1) || math.IsInf(sigma, 1) {
		return Distribution{}, fmt.Errorf("median %v and sigma %v make no lognormal distribution: give median > 0 and sigma >= 0", median, sigma)
	}
	return lognormal(math.Log(median), sigma), nil
}

func lognormal(mu, sigma float64) Distribution {
	variance := sigma * sigma
	return Distribution{Kind: Lognormal, Mean: math.Exp(mu + variance/2), CV: math.Sqrt(math.Expm1(variance))}
}

// SamplesOf returns the empirical distribution of values, which are sorted: the
// quantiles have equal steps. Without values it is unset.
func SamplesOf(sorted []float64) Distribution {
	quantiles := make([]Quantile, 0, len(sorted))
	for i, v := range sorted {
		p := 0.5
		if len(sorted) > 1 {
			p = float64(i) / float64(len(sorted)-1)
		}
		quantiles = append(quantiles, Quantile{Probability: p, Value: v})
	}
	if len(quantiles) == 0 {
		return Distribution{}
	}
	return Distribution{Kind: Empirical, Quantiles: quantiles}
}

// The limits of what [Distribution.Validate] takes: 1e15 seconds are 32 million years, and a
// distribution with a cv of a thousand has most of its mass in what never happens.
const (
	mostValue = 1e15
	mostCV    = 1000
)

// Validate returns an error where no draw can be made from d: a number that is negative or
// beyond 1e15, a cv beyond 1000, bounds in the wrong order, or quantiles that do not ascend.
// The unset distribution is valid.
func (d Distribution) Validate() error {
	for _, n := range []struct {
		name        string
		value, most float64
	}{{"mean", d.Mean, mostValue}, {"cv", d.CV, mostCV}, {"low", d.Low, mostValue}, {"high", d.High, mostValue}, {"max", d.Max, mostValue}} {
		if !(n.value >= 0 && n.value <= n.most) {
			return fmt.Errorf("%s of a distribution is %v: give a number from 0 to %v", n.name, n.value, n.most)
		}
	}
	if d.Kind == Uniform && d.High < d.Low {
		return fmt.Errorf("a uniform distribution from %v to %v is empty: give low <= high", d.Low, d.High)
	}
	if d.Kind == Empirical {
		return d.validateQuantiles()
	}
	return nil
}

func (d Distribution) validateQuantiles() error {
	if len(d.Quantiles) == 0 {
		return fmt.Errorf("an empirical distribution has no quantiles: give at least one")
	}
	before := Quantile{}
	for i, q := range d.Quantiles {
		switch {
		case !(q.Probability >= 0 && q.Probability <= 1):
			return fmt.Errorf("the probability of a quantile is %v: give a number from 0 to 1", q.Probability)
		case !(q.Value >= 0 && q.Value <= mostValue):
			return fmt.Errorf("the value of a quantile is %v: give a number from 0 to %v", q.Value, float64(mostValue))
		case i > 0 && (q.Probability <= before.Probability || q.Value < before.Value):
			return fmt.Errorf("quantile %v comes after %v: give them by ascending probability and value", q.Probability, before.Probability)
		}
		before = q
	}
	return nil
}
