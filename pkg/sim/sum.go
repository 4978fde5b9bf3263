package sim

import "math/bits"

// sum adds up nanoseconds in 128 bits: the waits of 10⁹ tasks do not fit in 64.
type sum struct {
	high int64
	low  uint64
}

// add adds nanoseconds, which may be negative.
func (s *sum) add(nanoseconds int64) {
	low, carry := bits.Add64(s.low, uint64(nanoseconds), 0)
	s.low = low
	s.high += nanoseconds>>63 + int64(carry)
}

// addTimes adds count times nanoseconds, neither of them negative.
func (s *sum) addTimes(nanoseconds int64, count int64) {
	high, low := bits.Mul64(uint64(nanoseconds), uint64(count))
	var carry uint64
	s.low, carry = bits.Add64(s.low, low, 0)
	s.high += int64(high + carry)
}

// subtractTimes takes away what addTimes adds.
func (s *sum) subtractTimes(nanoseconds int64, count int64) {
	high, low := bits.Mul64(uint64(nanoseconds), uint64(count))
	var borrow uint64
	s.low, borrow = bits.Sub64(s.low, low, 0)
	s.high -= int64(high + borrow)
}

func (s *sum) addSum(other sum) {
	var carry uint64
	s.low, carry = bits.Add64(s.low, other.low, 0)
	s.high += other.high + int64(carry)
}

// seconds returns the sum in seconds, rounded to a float64.
func (s *sum) seconds() float64 {
	return (float64(float64(s.high)*(1<<64)) + float64(s.low)) / 1e9
}
