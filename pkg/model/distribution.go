package model

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
)

// String returns the text form: constant, uniform, exponential, lognormal,
// gamma, empirical, replayed, or unset for the zero value.
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
