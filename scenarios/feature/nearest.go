package feature

import (
	"cmp"
	"slices"
	"strings"

	"sparring/mock/text"
)

// Nearest returns the word that differs least from one; words must not be empty.
func Nearest(word string, words []string) string { return NearestThree(word, words)[0] }

// Misspelt returns the word that another was most likely meant to be, if it looks like one of them.
func Misspelt(word string, words []string) (string, bool) {
	if len(words) == 0 {
		return "", false
	}
	meant := Nearest(word, words)
	return meant, Distance(strings.ToLower(word), meant) <= 0.4
}

// NearestThree returns the three words that differ least from one.
func NearestThree(word string, words []string) []string {
	sorted := slices.Clone(words)
	slices.Sort(sorted)
	sorted = slices.Compact(sorted)
	slices.SortStableFunc(sorted, func(a, b string) int { return cmp.Compare(Distance(word, a), Distance(word, b)) })
	return sorted[:min(3, len(sorted))]
}

// Distance returns how much two words differ, from 0 to 1.
func Distance(a, b string) float64 {
	if a == b {
		return 0
	}
	x, y := []rune(a), []rune(b)
	return text.Distance(len(x), len(y), text.Differ(x, y)) / float64(max(len(x), len(y)))
}
