package diag

import "unicode/utf8"

// Nearest returns the candidate that a mistyped name most likely meant: the
// one with the fewest edits (a swap of two neighbours is one edit), the first
// of several equals. It returns false where none is near: at most a third of
// the name's letters, and at least one, may differ.
//
// Complexity: O(len(name) · sum of the candidates' lengths within reach).
func Nearest(name string, candidates []string) (string, bool) {
	letters := []rune(name)
	limit := max(1, len(letters)/3)
	best, found := "", false
	for _, candidate := range candidates {
		if candidate == name || abs(utf8.RuneCountInString(candidate)-len(letters)) > limit {
			continue
		}
		if distance := editDistance(letters, []rune(candidate)); distance <= limit && distance < len(letters) {
			best, found, limit = candidate, true, distance-1
		}
	}
	return best, found
}

func abs(n int) int { return max(n, -n) }

// editDistance is the optimal string alignment distance.
func editDistance(a, b []rune) int {
	before, previous, current := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range previous {
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
