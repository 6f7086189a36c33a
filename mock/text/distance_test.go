package text_test

import (
	"testing"

	"sparring/mock/text"
)

func TestDistance(t *testing.T) {
	for _, row := range []struct {
		a, b string
		want float64
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"kitten", "sitting", 3}, {"auth", "auth", 0}, {"ab", "ba", 2},
		{"ёж", "еж", 1},
	} {
		a, b := []rune(row.a), []rune(row.b)
		if got := text.Distance(len(a), len(b), text.Differ(a, b)); got != row.want {
			t.Errorf("%q and %q: %v, want %v", row.a, row.b, got, row.want)
		}
	}
	half := func(int, int) float64 { return 0.5 }
	if got := text.Distance(3, 2, half); got != 2 {
		t.Errorf("two changes at half a cost and one element less: %v, want 2", got)
	}
}
