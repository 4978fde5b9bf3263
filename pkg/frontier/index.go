package frontier

import "iter"

// index is a set of numbers that finds its members without a scan: a bit a
// number, a bit for each 64 of those, and so on up to a single word of bits.
type index struct {
	steps steps
	bits  []uint64
	start [maxIndexLevels + 1]int
	depth int
}

// maxIndexLevels levels of 64 cover any number of words that fits in memory.
const maxIndexLevels = 7

// reset empties the index and makes it hold the bits of n words.
func (x *index) reset(n int) {
	x.depth = 0
	size := 0
	for {
		n = max(n, 1)
		x.start[x.depth] = size
		x.depth++
		size += n
		if n == 1 {
			break
		}
		n = (n + 63) / 64
	}
	x.bits = appended(x.bits[:0], size, 0)
}

// note makes a number a member, or no member.
func (x *index) note(number int, member bool) {
	set := uint64(0)
	if member {
		set = 1 << (number & 63)
	}
	x.assign(number>>6, 1<<(number&63), set)
}

// add makes a number a member.
func (x *index) add(number uint) {
	word := &x.bits[number>>6]
	before := *word
	*word = before | 1<<(number&63)
	if before == 0 {
		x.propagate(int(number>>6), true)
	}
}

// assign makes members those of the numbers in a word, among some, that are in
// set.
func (x *index) assign(word int, some, set uint64) {
	before := x.bits[word]
	after := before&^some | set
	x.bits[word] = after
	if (before == 0) != (after == 0) {
		x.propagate(word, after != 0)
	}
}

// propagate notes in the upper levels whether a word has members.
func (x *index) propagate(word int, has bool) {
	for level := 1; level < x.depth; level++ {
		up := &x.bits[x.start[level]+word>>6]
		before := *up
		x.steps.add(1)
		*up &^= 1 << (word & 63)
		if has {
			*up |= 1 << (word & 63)
		}
		if (before == 0) == (*up == 0) {
			return
		}
		word >>= 6
	}
}

// words iterates over the words that have members, in ascending order, at the
// cost of depth words each.
func (x *index) words() iter.Seq2[int, uint64] {
	return func(yield func(int, uint64) bool) { x.walk(x.depth-1, 0, yield) }
}

func (x *index) walk(level, word int, yield func(int, uint64) bool) bool {
	rest := x.bits[x.start[level]+word]
	x.steps.add(1)
	if level == 0 {
		return rest == 0 || yield(word, rest)
	}
	for ; rest != 0; rest &= rest - 1 {
		if !x.walk(level-1, word*64+lowest(rest), yield) {
			return false
		}
	}
	return true
}
