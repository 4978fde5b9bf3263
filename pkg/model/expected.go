package model

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// leastCV is the cv below which a distribution is as good as constant: what it spreads by is
// less than a millionth of its mean.
const leastCV = 1e-6

// IsConstant reports whether every draw is the same: of the constants, and of what is spread
// by less than a millionth of its mean.
func (d Distribution) IsConstant() bool {
	return d.Kind == Constant || (d.Kind == Lognormal || d.Kind == Gamma) && d.CV < leastCV
}

// Expected returns the mean of a draw, cut off at Max; of a replayed distribution it is what
// Mean says, or Max where that is less.
func (d Distribution) Expected() float64 {
	isCut := d.Max > 0
	switch {
	case d.Kind == Uniform:
		return d.expectedOfUniform()
	case d.Kind == Empirical:
		return d.expectedOfQuantiles()
	case d.Kind == Hashed:
		return 1025.0 / 1024
	case !isCut || d.Mean == 0:
		return d.Mean
	case d.IsConstant() || d.Kind == Replayed || d.Kind == 0:
		return min(d.Mean, d.Max)
	case d.Kind == Exponential:
		return -d.Mean * math.Expm1(-d.Max/d.Mean)
	case d.Kind == Lognormal:
		return d.expectedOfCutLognormal()
	default:
		return d.expectedOfCutGamma()
	}
}

func (d Distribution) expectedOfUniform() float64 {
	if d.Max == 0 || d.Max >= d.High {
		return (d.Low + d.High) / 2
	}
	if d.Max <= d.Low {
		return d.Max
	}
	return d.Max - (d.Max-d.Low)*(d.Max-d.Low)/(2*(d.High-d.Low))
}

// expectedOfCutLognormal is E[min(X, max)]: the mean over what lies below, and max for the rest.
func (d Distribution) expectedOfCutLognormal() float64 {
	below := func(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }
	variance := math.Log1p(d.CV * d.CV)
	sigma := math.Sqrt(variance)
	z := (math.Log(d.Max/d.Mean) + variance/2) / sigma
	return d.Mean*below(z-sigma) + d.Max*below(-z)
}

// expectedOfCutGamma is the same for the gamma distribution.
func (d Distribution) expectedOfCutGamma() float64 {
	shape := 1 / (d.CV * d.CV)
	at := d.Max / d.Mean * shape
	return d.Mean*mathext.GammaIncReg(shape+1, at) + d.Max*mathext.GammaIncRegComp(shape, at)
}

// expectedOfQuantiles integrates the quantile function: constant before the first point and
// after the last, linear between two, and nowhere above Max.
func (d Distribution) expectedOfQuantiles() float64 {
	if len(d.Quantiles) == 0 {
		return 0
	}
	most := d.Max
	if most == 0 {
		most = math.Inf(1)
	}
	first, last := d.Quantiles[0], d.Quantiles[len(d.Quantiles)-1]
	sum := first.Probability*min(first.Value, most) + (1-last.Probability)*min(last.Value, most)
	for i, q := range d.Quantiles[1:] {
		before := d.Quantiles[i]
		between := Distribution{Kind: Uniform, Low: before.Value, High: q.Value, Max: d.Max}
		sum += (q.Probability - before.Probability) * between.expectedOfUniform()
	}
	return sum
}

// ShareAbove returns the share of draws that exceed a value; of a replayed distribution it is
// that of its recorded values.
func (d Distribution) ShareAbove(value float64) float64 {
	switch {
	case d.Max > 0 && value >= d.Max:
		return 0
	case d.Kind == Uniform && d.High > d.Low:
		return min(1, max(0, (d.High-value)/(d.High-d.Low)))
	case d.Kind == Uniform:
		return shareIf(d.Low > value)
	case d.Kind == Empirical:
		return d.shareOfQuantilesAbove(value)
	case d.Kind == Replayed:
		above := 0
		for _, recorded := range d.Replay {
			if recorded > value {
				above++
			}
		}
		return float64(above) / float64(max(1, len(d.Replay)))
	case d.Kind == Hashed:
		return min(1, max(0, 2-value))
	case d.Mean == 0 || d.IsConstant() || d.Kind == 0:
		return shareIf(d.Mean > value)
	case value <= 0:
		return 1
	case d.Kind == Exponential:
		return math.Exp(-value / d.Mean)
	case d.Kind == Lognormal:
		variance := math.Log1p(d.CV * d.CV)
		return math.Erfc((math.Log(value/d.Mean)+variance/2)/math.Sqrt(2*variance)) / 2
	default:
		shape := 1 / (d.CV * d.CV)
		return mathext.GammaIncRegComp(shape, value/d.Mean*shape)
	}
}

func shareIf(all bool) float64 {
	if all {
		return 1
	}
	return 0
}

func (d Distribution) shareOfQuantilesAbove(value float64) float64 {
	for i, q := range d.Quantiles {
		if q.Value <= value {
			continue
		}
		if i == 0 {
			return 1
		}
		before := d.Quantiles[i-1]
		return 1 - before.Probability - (q.Probability-before.Probability)*(value-before.Value)/(q.Value-before.Value)
	}
	return 0
}
