package check

import (
	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// timconnectCallsOnce: a call whose start was not answered is not started again by itself: the number would ring twice.
func timconnectCallsOnce() Rule {
	return Rule{
		ID: "timconnect.calls-once", Level: verdict.Should, Provenance: journal.Documented, Always: true,
		Source: timconnectPage + ", startCallOnNumberWithRegister: one call",
		Text:   "one order to call starts one call",
		Judge: func(r *Record) Finding {
			seen := Finding{}
			for i := range r.Claims {
				c := &r.Claims[i]
				if c.Method != "timconnect.call" || concurrent(r.Claims, i) > 1 {
					continue
				}
				var made []journal.Entry
				for _, e := range Of(c.During(r.Entries), "timconnect.startCall") {
					if timSucceeded(e) {
						made = append(made, e)
					}
				}
				if len(made) > 1 {
					return Broken(made, "expected one call, the client started %d", len(made))
				}
				if len(made) == 1 {
					seen = Kept(made...)
				}
			}
			return seen
		},
	}
}
