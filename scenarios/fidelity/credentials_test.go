package fidelity_test

import (
	"net/http"
	"testing"

	"sparring/mock/journal"
	"sparring/scenarios/fidelity"
)

// TestCredentials: a request carries those of a call that goes on, and not those of another.
func TestCredentials(t *testing.T) {
	of := func(username string, after, until int64) fidelity.Call {
		c := call(t, "bonder.loadCard", after, until, card, pl)
		c.Credentials = map[string]string{"username": username}
		return c
	}
	by := func(seq int64, username string) journal.Entry {
		e := load(seq, jan, pl)
		e.Request.Header = http.Header{"X-Auth-Email": {username}}
		return e
	}
	turns := []fidelity.Call{of("jan", 0, 1), of("anna", 1, 2)}
	apart := []fidelity.Call{turns[0], of("anna", 2, 3)}
	together := []fidelity.Call{of("jan", 0, 2), of("anna", 0, 2)}
	for name, test := range map[string]struct {
		calls   []fidelity.Call
		entries []journal.Entry
		want    string
	}{
		"its own":          {turns, []journal.Entry{by(1, "jan"), by(2, "anna")}, ""},
		"the other's":      {turns, []journal.Entry{by(1, "jan"), by(2, "jan")}, "header/X-Auth-Email"},
		"nobody's":         {turns, []journal.Entry{by(1, "jan"), by(2, "eve")}, ""},
		"between the two":  {apart, []journal.Entry{by(2, "jan"), by(3, "anna")}, ""},
		"at the same time": {together, []journal.Entry{by(1, "anna"), by(2, "jan")}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			expect(t, judge(test.calls, test.entries...), fidelity.Apart, test.want, false)
		})
	}
}
