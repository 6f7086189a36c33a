package check

import (
	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// timconnectNoLoginLoop: a password that was refused is not sent again within the call.
func timconnectNoLoginLoop() Rule {
	return Rule{
		ID: "timconnect.no-login-loop", Level: verdict.Must, Provenance: journal.Documented, Always: true,
		Source: timconnectPage + ", Errors, “Incorrect phone_number or credentials”",
		Text:   "credentials that were refused are not sent again by themselves",
		Judge: func(r *Record) Finding {
			seen := Finding{}
			for i := range r.Claims {
				var refused []journal.Entry
				for _, e := range Of(r.Claims[i].During(r.Entries), "timconnect.authorize") {
					if _, failed := timFailed(e); failed {
						refused = append(refused, e)
					}
				}
				// Overlapping calls may each have tried once.
				if len(refused) > concurrent(r.Claims, i) {
					return Broken(refused, "expected refused credentials not to be sent again, they were refused %d times in one call", len(refused))
				}
				if len(refused) > 0 {
					seen = Kept(refused...)
				}
			}
			return seen
		},
	}
}
