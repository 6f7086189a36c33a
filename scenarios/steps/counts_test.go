package steps

import (
	"strings"
	"testing"
)

func TestCounts(t *testing.T) {
	for _, test := range []struct {
		want string
		n    int
		ok   bool
	}{
		{"no", 0, true}, {"no", 1, false}, {"exactly 2", 2, true}, {"exactly 2", 3, false},
		{"at least 2", 3, true}, {"at least 2", 1, false}, {"at most 2", 2, true}, {"at most 2", 3, false},
	} {
		if got, err := counts(test.want, test.n); err != nil || got != test.ok {
			t.Errorf("%s of %d: got %v, %v", test.want, test.n, got, err)
		}
	}
}

// TestWordsOfCounts: both languages count alike.
func TestWordsOfCounts(t *testing.T) {
	for _, test := range []struct {
		want   string
		kept   []int
		broken []int
	}{
		{"no", []int{0}, []int{1}}, {"не видел", []int{0}, []int{1}},
		{"exactly 2", []int{2}, []int{1, 3}}, {"видел ровно 2", []int{2}, []int{1, 3}},
		{"at least 2", []int{2, 3}, []int{1}}, {"видел не меньше 2", []int{2, 3}, []int{1}},
		{"at most 2", []int{0, 2}, []int{3}}, {"видел не больше 2", []int{0, 2}, []int{3}},
	} {
		for want, list := range map[bool][]int{true: test.kept, false: test.broken} {
			for _, n := range list {
				if got, err := counts(inEnglish.Replace(test.want), n); got != want || err != nil {
					t.Errorf("%s, saw %d: got %v, %v", test.want, n, got, err)
				}
			}
		}
	}
	for _, text := range []string{"retry_now or retry_later", "retry_now или retry_later"} {
		if list, err := choices(text); err != nil || strings.Join(list, " ") != "retry_now retry_later" {
			t.Errorf("%q: %q, %v", text, list, err)
		}
	}
}
