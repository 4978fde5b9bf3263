package sim

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// quantileTable approximates the quantile function of a distribution of mean 1
// by a cubic in each of its segments. The segments are as those of a floating
// point number: each octave of the probability, counted from the nearer end, is
// cut into segmentsPerOctave equal ones, so that the relative error, below 10⁻⁷,
// does not grow towards the ends. A draw costs one look-up; a segment is fitted
// by the first draw that falls into it, because a build needs only those near the
// middle. A table is for one goroutine.
type quantileTable struct {
	// segments holds the draws below the median, then those above it.
	segments [2 * halfSegments]cubic
	// ofLower(p) is the quantile of p, ofUpper(p) that of 1-p.
	ofLower, ofUpper func(p float64) float64
}

type cubic [4]float64

const (
	octaves           = 53 // a draw has 53 bits: its distance to the nearer end is 2⁻⁵⁴ to 1/2
	segmentBits       = 5
	segmentsPerOctave = 1 << segmentBits
	halfSegments      = octaves * segmentsPerOctave
	mantissaBits      = 52
	offsetBits        = mantissaBits - segmentBits
	firstSegment      = 1023 << segmentBits
	oneBits           = 1023 << mantissaBits // of the float64 1
)

// newQuantileTable returns the table of the quantile functions, lower(p) that of
// p and upper(p) that of 1-p, both positive for 0 < p <= 1/2.
func newQuantileTable(lower, upper func(p float64) float64) *quantileTable {
	return &quantileTable{ofLower: lower, ofUpper: upper}
}

// fit fits a segment.
func (t *quantileTable) fit(i int) {
	f, inHalf := t.ofLower, i
	if i >= halfSegments {
		f, inHalf = t.ofUpper, i-halfSegments
	}
	octave, segment := inHalf/segmentsPerOctave, inHalf%segmentsPerOctave
	width := math.Ldexp(1.0/segmentsPerOctave, octave-octaves-1)
	from := math.Ldexp(1, octave-octaves-1) + float64(float64(segment)*width)
	t.segments[i] = fitCubic(f, from, width)
}

// fitCubic returns the cubic through f at the ends of the segment and at the
// thirds between them, in the offset from 0 to 1.
func fitCubic(f func(float64) float64, from, width float64) cubic {
	a, b := f(from), f(from+width/3)
	c, d := f(from+float64(width*2)/3), f(from+width)
	return cubic{
		a,
		(float64(-11*a) + float64(18*b) - float64(9*c) + float64(2*d)) / 2,
		(float64(18*a) - float64(45*b) + float64(36*c) - float64(9*d)) / 2,
		(float64(-9*a) + float64(27*b) - float64(27*c) + float64(9*d)) / 2,
	}
}

// at returns the quantile of the 53 upper bits of random. Which half they lie in
// cannot be foreseen, so that nothing branches on it.
func (t *quantileTable) at(random uint64) float64 {
	// The distance to the nearer end, in units of 2⁻⁵⁴: odd, so never 0.
	half := random >> 63
	x := random>>11 ^ -half>>11
	bits := math.Float64bits(float64(int64(2*x + 1)))
	i := int(bits>>offsetBits-firstSegment) + int(half)*halfSegments
	c := &t.segments[i]
	if c[0] == 0 {
		t.fit(i)
	}
	// A float64 from 1 to 2 whose fraction is the offset in the segment.
	offset := math.Float64frombits(bits<<segmentBits&(1<<mantissaBits-1)|oneBits) - 1
	return float64(c[0]+float64(offset*c[1])) + float64(float64(offset*offset)*float64(c[2]+float64(offset*c[3])))
}

func lognormalTable(cv float64) *quantileTable {
	variance := log(1 + float64(cv*cv))
	mu, sigma := -variance/2, math.Sqrt(variance)
	return newQuantileTable(
		func(p float64) float64 { return exp(mu - float64(sigma*normalTail(p))) },
		func(p float64) float64 { return exp(mu + float64(sigma*normalTail(p))) },
	)
}

func exponentialTable() *quantileTable {
	return newQuantileTable(
		func(p float64) float64 { return -logOfOneMinus(p) },
		func(p float64) float64 { return -log(p) },
	)
}

// logOfOneMinus returns ln(1-p) without losing a small p.
func logOfOneMinus(p float64) float64 {
	if p > 0.01 {
		return log(1 - p)
	}
	sum := 0.0
	for n := 9; n >= 1; n-- {
		sum = float64(sum*p) + 1/float64(n)
	}
	return -float64(p * sum)
}

// gammaTable rounds the values of the library, whose last bits depend on the
// processor, to 30 bits.
func gammaTable(cv float64) *quantileTable {
	shape := 1 / float64(cv*cv)
	rounded := func(x float64) float64 {
		x /= shape
		_, exponent := math.Frexp(x)
		return math.Ldexp(math.RoundToEven(math.Ldexp(x, 30-exponent)), exponent-30)
	}
	return newQuantileTable(
		func(p float64) float64 { return rounded(mathext.GammaIncRegInv(shape, p)) },
		func(p float64) float64 { return rounded(mathext.GammaIncRegCompInv(shape, p)) },
	)
}
