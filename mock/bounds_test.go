package mock_test

import (
	"testing"

	"sparring/mock"
	"sparring/mock/limit"
	"sparring/mock/mocktest"
)

// Each bound of an API has a meter in every world, and the catalogue shows whole declarations.
func TestBoundsAreMetered(t *testing.T) {
	s, err := mock.New(mock.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	w, err := s.Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range mock.APIs() {
		for _, b := range a.Bounds {
			complete(t, a.Name, b)
			if w.Ledger.Find(a.Name, b.Name) == nil {
				t.Errorf("%s: nothing counts %q", a.Name, b.Name)
			}
		}
	}
	bounds, err := mocktest.Start(t).Control.Bounds(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(bounds) < 5 {
		t.Errorf("only %d bounds belong to no API", len(bounds))
	}
	for _, b := range bounds {
		complete(t, "server", b)
	}
}

func complete(t *testing.T, owner string, b limit.Bound) {
	t.Helper()
	if b.Name == "" || b.Limit <= 0 || b.Unit == "" || b.Beyond == "" || b.Per == "" || b.Doc == "" {
		t.Errorf("%s: %+v is no whole declaration", owner, b)
	}
}
