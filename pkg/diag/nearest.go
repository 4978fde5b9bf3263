package diag

import (
	"fmt"
	"unicode/utf8"
)

// maxSpelled is the longest name, in letters, for which a suggestion is looked
// for. Nobody mistypes a longer one, and distances cost its square.
const maxSpelled = 100

// spellerBudget caps the letters that a [Speller] compares: some tenths of a
// second. A file of 10,000 unknown names gets its suggestions for the first
// ones, and its findings in time.
const spellerBudget = 50_000_000

// Speller finds what mistyped names meant. It remembers its answers, and
// spends a bounded time on all of them together; it is not safe for concurrent
// use.
type Speller struct {
	candidates []string
	lengths    []int
	answers    map[string]string
	budget     int
	rows       [3][]int
	letters    []rune
}

// NewSpeller returns a speller for those candidates, which it does not copy.
// Complexity: O(sum of their lengths).
func NewSpeller(candidates []string) *Speller {
	s := &Speller{
		candidates: candidates, lengths: make([]int, len(candidates)),
		answers: make(map[string]string), budget: spellerBudget,
	}
	for i, candidate := range candidates {
		s.lengths[i] = utf8.RuneCountInString(candidate)
	}
	return s
}

// Nearest returns the candidate that a mistyped name most likely meant: the
// one with the fewest edits (a swap of two neighbours is one edit), the first
// of several equals. It returns false where none is near, at most a third of
// the name's letters and at least one may differ, where the name is very long,
// and once the speller has spent its time.
//
// Complexity: O(len(name) · sum of the candidates' lengths within reach).
func (s *Speller) Nearest(name string) (string, bool) {
	if answer, known := s.answers[name]; known {
		return answer, answer != ""
	}
	answer := s.search(name)
	s.answers[name] = answer
	return answer, answer != ""
}

func (s *Speller) search(name string) string {
	length := utf8.RuneCountInString(name)
	if length > maxSpelled {
		return ""
	}
	letters := []rune(name)
	limit, best := max(1, length/3), ""
	for i, candidate := range s.candidates {
		if s.budget--; s.budget < 0 {
			return best
		}
		if candidate == name || abs(s.lengths[i]-length) > limit {
			continue
		}
		s.budget -= (length + 1) * (s.lengths[i] + 1)
		if distance := s.distance(letters, candidate); distance <= limit && distance < length {
			best, limit = candidate, distance-1
		}
	}
	return best
}

// Hint asks whether the nearest candidate was meant, or returns otherwise
// where there is none.
func (s *Speller) Hint(name, otherwise string) string {
	if near, found := s.Nearest(name); found {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return otherwise
}

// Nearest is [Speller.Nearest] for one name.
func Nearest(name string, candidates []string) (string, bool) {
	return NewSpeller(candidates).Nearest(name)
}

func abs(n int) int { return max(n, -n) }

// distance is the optimal string alignment distance.
func (s *Speller) distance(a []rune, candidate string) int {
	b := s.letters[:0]
	for _, r := range candidate {
		b = append(b, r)
	}
	s.letters = b
	for i := range s.rows {
		if len(s.rows[i]) <= len(b) {
			s.rows[i] = make([]int, len(b)+1)
		}
	}
	before, previous, current := s.rows[0], s.rows[1], s.rows[2]
	for j := range len(b) + 1 {
		previous[j] = j
	}
	for i := range a {
		current[0] = i + 1
		for j := range b {
			change := previous[j]
			if a[i] != b[j] {
				change++
			}
			current[j+1] = min(change, previous[j+1]+1, current[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				current[j+1] = min(current[j+1], before[j-1]+1)
			}
		}
		before, previous, current = previous, current, before
	}
	return previous[len(b)]
}
