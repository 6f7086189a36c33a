package rule_test

import (
	"testing"

	"sparring/mock/journal"
	"sparring/scenarios/rule"
)

// TestArrived: a response that has lost its status, its end or its form has not arrived; one with another body has, but
// not every client has read it.
func TestArrived(t *testing.T) {
	const body = `{"id":1}`
	sent := func(status int, body string, end journal.Ending) *journal.Sent {
		return &journal.Sent{Status: status, Body: []byte(body), Bytes: int64(len(body)), End: end}
	}
	for name, test := range map[string]struct {
		sent          *journal.Sent
		arrived, read bool
	}{
		"as it was meant":   {nil, true, true},
		"late":              {sent(200, body, ""), true, true},
		"without a member":  {sent(200, `{}`, ""), true, false},
		"not UTF-8":         {sent(200, "{\"id\":\"\xff\"}", ""), true, false},
		"another success":   {sent(201, body, ""), true, true},
		"another status":    {sent(500, body, ""), false, false},
		"not JSON":          {sent(200, `<html>`, ""), false, false},
		"cut":               {sent(200, body[:4], journal.Cut), false, false},
		"whole, but broken": {sent(200, body, journal.Cut), false, false},
	} {
		e := journal.Entry{Response: &journal.Message{Status: 200, Body: []byte(body)}, Sent: test.sent}
		if rule.Arrived(e) != test.arrived || rule.Read(e) != test.read {
			t.Errorf("%s: arrived %v and read %v, expected %v and %v", name, rule.Arrived(e), rule.Read(e),
				test.arrived, test.read)
		}
	}
	if rule.Arrived(journal.Entry{Sent: sent(502, "", "")}) {
		t.Error("a response that was never made has arrived")
	}
}
