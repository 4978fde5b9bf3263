package frontier

import (
	"iter"
	"math/bits"
)

// index is a set of word numbers that finds its members without a scan: a bit a
// word, a bit for each 64 of those, and so on up to a single word of bits.
type index struct {
	bits  []uint64
	start [maxIndexLevels + 1]int
	depth int
}

// maxIndexLevels levels of 64 cover any number of words that fits in memory.
const maxIndexLevels = 7

// resize empties the index and makes it hold the numbers below n.
func (x *index) resize(n int) {
	x.depth = 0
	size := 0
	for {
		n = (n + 63) / 64
		x.start[x.depth] = size
		x.depth++
		size += max(n, 1)
		if n <= 1 {
			break
		}
	}
	x.start[x.depth] = size
	x.bits = resized(x.bits, size)
}

func (x *index) set(i uint) {
	for level := range x.depth {
		word := &x.bits[x.start[level]+int(i>>6)]
		before := *word
		*word = before | 1<<(i&63)
		if before != 0 {
			return
		}
		i >>= 6
	}
}

func (x *index) clear(i uint) {
	for level := range x.depth {
		word := &x.bits[x.start[level]+int(i>>6)]
		*word &^= 1 << (i & 63)
		if *word != 0 {
			return
		}
		i >>= 6
	}
}

// all iterates over the members in ascending order, at the cost of depth words
// each.
func (x *index) all() iter.Seq[int] {
	return func(yield func(int) bool) { x.walk(x.depth-1, 0, yield) }
}

func (x *index) walk(level, at int, yield func(int) bool) bool {
	for rest := x.bits[x.start[level]+at]; rest != 0; rest &= rest - 1 {
		member := at*64 + bits.TrailingZeros64(rest)
		if level > 0 {
			if !x.walk(level-1, member, yield) {
				return false
			}
		} else if !yield(member) {
			return false
		}
	}
	return true
}

// resized returns a slice of n zeros, in the memory of s where it fits.
func resized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}
