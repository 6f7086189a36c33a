package fake_test

import (
	"fmt"
	"slices"
	"testing"

	"sparring/mock/fake"
)

type page struct{ Book string }

type shelf struct {
	fake.Tx
	pages *fake.Table[int64, page]
	of    *fake.Index[string, int64, page]
}

// TestAfter checks that an index finds the records of a group behind any key, also one that is gone.
func TestAfter(t *testing.T) {
	w, _ := open(t)
	f := fake.API(&fake.Definition[*shelf, *shelf]{
		Name: "library", Switches: fake.NewSwitches("library"),
		Facts: func(s *fake.Store) *shelf {
			pages := fake.NewTable(s, "pages", fake.ByKey[int64, page]())
			return &shelf{pages: pages, of: fake.NewIndex(pages, func(p *page) (string, bool) { return p.Book, true })}
		},
		Begin: func(s *shelf) *shelf { return &shelf{pages: s.pages, of: s.of} },
		Seed: func(s *shelf) {
			for i := range int64(10) {
				s.pages.Put(9-i, page{Book: []string{"a", "b"}[i%2]}) // b has the even ones
			}
			s.pages.Delete(4)
		},
		Mark: func(*shelf) {},
	}).New(w)
	f.(interface{ Run(do func(s *shelf)) }).Run(func(s *shelf) {
		for after, want := range map[int64][]int64{
			-1: {0, 2, 6, 8}, 1: {2, 6, 8}, 2: {6, 8}, 4: {6, 8}, 8: nil, 99: nil,
		} {
			var got []int64
			for key := range s.of.After("b", after) {
				got = append(got, key)
			}
			if !slices.Equal(got, want) {
				t.Errorf("after %d: %v, want %v", after, got, want)
			}
		}
		for key := range s.of.After("c", 0) {
			t.Errorf("a group without records has %d", key)
		}
		for key, p := range s.of.After("b", 0) {
			if got := fmt.Sprint(key, " ", p.Book); got != "2 b" {
				t.Errorf("the first is %s", got)
			}
			break
		}
	})
}
