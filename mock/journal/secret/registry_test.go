package secret

import (
	"fmt"
	"testing"

	"sparring/mock/limit"
	"sparring/mock/limit/limittest"
	_ "sparring/mock/mocktest/outside" // takes the flag -outside
)

func TestMark(t *testing.T) {
	s := New(nil)
	s.Add("token", "first")
	s.Add("token", "second")
	s.Add("code", "second")
	s.Add("code", "")
	if got, ok := s.Mark("second"); !ok || got != "‹token 2›" {
		t.Errorf("got %q, %v", got, ok)
	}
	if got, ok := s.Mark("third"); ok {
		t.Errorf("a value that is not a secret has the mark %q", got)
	}
}

// TestHide checks that a line of the log shows no secret, and that its own words stay.
func TestHide(t *testing.T) {
	s := New(nil)
	s.Add("token", "s3cr3t-value")
	s.Add("password", "assignment")
	got := s.Hide(`assignment to entry in nil map, key "s3cr3t-value" of s3cr3t-value`)
	if want := `assignment to entry in nil map, key "‹token 1›" of ‹token 1›`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestWaitingIsBounded checks that secrets which nobody ever reads do not wait for their numbers without bound.
func TestWaitingIsBounded(t *testing.T) {
	bound := Bound()
	meter := limit.NewLedger(nil).Meter("", &bound)
	s := New(meter)
	put := func(i int) { s.Add("token", fmt.Sprintf("secret-number-%d", i)) }
	limittest.Drive(t, []limit.Bound{bound}, map[string]limittest.Store{bound.Name: {Used: meter.Used, Put: put}})
	if n := len(s.pending); n == 0 || n > len(s.order) {
		t.Errorf("%d secrets wait for a number, %d are kept", n, len(s.order))
	}
}
