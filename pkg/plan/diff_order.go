package plan

import (
	"slices"

	"github.com/dagplan/dagplan/pkg/model"
)

func names(p *Plan, ids []model.ColumnID) []string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = p.Graph.Name(id)
	}
	return list
}

func orderOf(p *Plan) []string { return names(p, p.Graph.TopologicalOrder()) }

// moved returns the elements of both orders that stand outside of a longest
// common subsequence, in the order of after.
func moved(before, after []string) []string {
	place := make(map[string]int, len(before))
	for i, name := range before {
		place[name] = i
	}
	common := slices.DeleteFunc(slices.Clone(after), func(name string) bool {
		_, known := place[name]
		return !known
	})
	stays := longestIncreasing(len(common), func(i int) int { return place[common[i]] })
	var list []string
	for i, name := range common {
		if !stays[i] {
			list = append(list, name)
		}
	}
	return list
}

// longestIncreasing marks a longest increasing subsequence of n distinct
// values, by patience sorting: tails[l] is the element with the smallest value
// that ends an increasing subsequence of l+1 elements.
func longestIncreasing(n int, value func(int) int) []bool {
	var tails []int
	before := make([]int, n)
	for i := range n {
		at, _ := slices.BinarySearchFunc(tails, value(i), func(tail, target int) int { return value(tail) - target })
		before[i] = -1
		if at > 0 {
			before[i] = tails[at-1]
		}
		if at == len(tails) {
			tails = append(tails, i)
		} else {
			tails[at] = i
		}
	}
	marked := make([]bool, n)
	if len(tails) > 0 {
		for i := tails[len(tails)-1]; i >= 0; i = before[i] {
			marked[i] = true
		}
	}
	return marked
}
