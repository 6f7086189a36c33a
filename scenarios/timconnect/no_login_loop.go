package timconnect

import (
	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// noLoginLoop: a password that was refused is not sent again within the call.
func noLoginLoop() rule.Rule {
	return rule.Rule{
		ID: "timconnect.no-login-loop", Level: verdict.Must, Provenance: journal.Documented, Always: true,
		Source: pageSource + ", Errors, “Incorrect phone_number or credentials”",
		Text:   "credentials that were refused are not sent again by themselves",
		Judge: func(r *rule.Record) rule.Finding {
			seen := rule.Finding{}
			for i := range r.Claims {
				var refused []journal.Entry
				for _, e := range rule.Of(r.Claims[i].During(r.Entries), "timconnect.authorize") {
					if _, failed := failureOf(e); failed {
						refused = append(refused, e)
					}
				}
				// Overlapping calls may each have tried once.
				if len(refused) > rule.Concurrent(r.Claims, i) {
					return rule.Broken(refused, "expected refused credentials not to be sent again, they were refused %d times in one call", len(refused))
				}
				if len(refused) > 0 {
					seen = rule.Kept(refused...)
				}
			}
			return seen
		},
	}
}
