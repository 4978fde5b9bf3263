package sim

import (
	"math"
	"time"

	"github.com/dagplan/dagplan/pkg/model"
)

// drawKey is where the random numbers of one purpose in one column start. A
// random number is a function of (seed, purpose, column, row group, row, attempt)
// and of nothing else: what is changed elsewhere changes none of them. The column
// counts by its name, so that a column more or less does not matter either.
type drawKey uint64

// purpose keeps the random numbers for different questions apart.
type purpose uint64

const (
	drawLatency purpose = iota + 1
	drawFirstToken
	drawTokenRate
	drawInputTokens
	drawOutputTokens
	drawSkip
	drawDrop
	drawTurn
	// drawError is the first of the error kinds: each has its own.
	drawError purpose = 64
)

const (
	rowGroupStride = 0xC2B2AE3D27D4EB4F
	rowStride      = 0x165667B19E3779F9
	attemptStride  = 0x9E3779B97F4A7C15
)

func newDrawKey(seed uint64, column string, p purpose) drawKey {
	hash := uint64(0xCBF29CE484222325) // FNV-1a
	for _, b := range []byte(column) {
		hash = (hash ^ uint64(b)) * 0x100000001B3
	}
	return drawKey(mix(mix(seed+attemptStride) ^ mix(hash+uint64(p)*rowGroupStride)))
}

// random returns 64 random bits.
func (k drawKey) random(group model.RowGroupIndex, row model.RowIndex, attempt int) uint64 {
	return mix(uint64(k) + uint64(group)*rowGroupStride + uint64(row)*rowStride + uint64(attempt)*attemptStride)
}

// below reports whether a draw lies below the probability.
func (k drawKey) below(probability float64, group model.RowGroupIndex, row model.RowIndex) bool {
	return probability > 0 && unit(k.random(group, row, 0)) < probability
}

// mix is the finaliser of SplitMix64.
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xBF58476D1CE4E5B9
	x ^= x >> 27
	x *= 0x94D049BB133111EB
	return x ^ x>>31
}

// unit maps random bits to (0, 1]; 1 comes up for none but the largest.
func unit(random uint64) float64 {
	return float64(float64(random>>11)+0.5) * (1.0 / (1 << 53))
}

// sampler draws from one distribution.
type sampler struct {
	kind  model.DistributionKind
	table *quantileTable
	// scale is the mean of a tabled distribution, low and high bound a uniform one.
	scale, low, high float64
	max              float64
	quantiles        []model.Quantile
}

// tables holds the quantile tables that samplers of one build share.
type tables map[tableKey]*quantileTable

type tableKey struct {
	kind model.DistributionKind
	cv   float64
}

// newSampler compiles a distribution, which must be valid.
func (t tables) newSampler(d model.Distribution) sampler {
	s := sampler{kind: d.Kind, scale: d.Mean, low: d.Low, high: d.High, max: d.Max, quantiles: d.Quantiles}
	if s.max == 0 {
		s.max = math.Inf(1)
	}
	switch {
	case d.IsConstant():
		s.kind = model.Constant
	case d.Kind == model.Lognormal || d.Kind == model.Gamma:
		s.table = t.of(tableKey{d.Kind, d.CV})
	case d.Kind == model.Exponential:
		s.table = t.of(tableKey{kind: d.Kind})
	}
	return s
}

func (t tables) of(key tableKey) *quantileTable {
	if table, known := t[key]; known {
		return table
	}
	var table *quantileTable
	switch key.kind {
	case model.Lognormal:
		table = lognormalTable(key.cv)
	case model.Gamma:
		table = gammaTable(key.cv)
	default:
		table = exponentialTable()
	}
	t[key] = table
	return table
}

// value returns the draw that random bits stand for; 0 where the distribution
// is unset.
func (s *sampler) value(random uint64) float64 {
	if s.table != nil {
		return min(float64(s.scale*s.table.at(random)), s.max)
	}
	switch s.kind {
	case model.Constant:
		return min(s.scale, s.max)
	case model.Uniform:
		return min(s.low+float64((s.high-s.low)*unit(random)), s.max)
	case model.Empirical:
		return min(quantileOf(s.quantiles, unit(random)), s.max)
	default:
		return 0
	}
}

// quantileOf interpolates linearly between the points around probability.
func quantileOf(points []model.Quantile, probability float64) float64 {
	low, high := 0, len(points)
	for low < high {
		if middle := (low + high) / 2; points[middle].Probability < probability {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low == 0 || low == len(points) {
		return points[min(low, len(points)-1)].Value
	}
	a, b := points[low-1], points[low]
	share := (probability - a.Probability) / (b.Probability - a.Probability)
	return a.Value + float64((b.Value-a.Value)*share)
}

// duration rounds seconds to nanoseconds. What is too long for a Duration, a
// century and more, becomes the longest one that the clock can still add to.
func duration(seconds float64) time.Duration {
	const longest = math.MaxInt64 / 4
	if nanoseconds := float64(seconds * 1e9); nanoseconds < longest {
		return time.Duration(nanoseconds + 0.5)
	}
	return longest
}

// hashTime is the dyadic service time of the bare build model.
func hashTime(s model.Slice) time.Duration {
	if s.IsColumn() {
		return time.Second / 8
	}
	x := mix(uint64(s.Column)*attemptStride + uint64(s.RowGroup)*rowGroupStride + uint64(s.Row)*rowStride + 1)
	return time.Duration(1+x&1023) * (time.Second / 512)
}

func duration64(nanoseconds int64) time.Duration { return time.Duration(nanoseconds) }
