package check

import (
	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// bonderNoLoginLoop: credentials that are refused are not sent again while the caller has not been asked.
func bonderNoLoginLoop() Rule {
	return Rule{
		ID: "bonder.no-login-loop", Level: verdict.Should, Provenance: journal.Derived, Always: true,
		Source: "bonder#L62 “Неверный Пароль, неверный адрес электронной почты или Аккаунт был удален или не существует”; that they are refused again is good sense",
		Text:   "credentials that were refused are not sent again by themselves",
		Judge: func(r *Record) Finding {
			seen := Finding{}
			for i := range r.Claims {
				var refused []journal.Entry
				for _, e := range Of(r.Claims[i].During(r.Entries), "bonder.authorize") {
					if code, _ := bonderFailed(e); code == bonderInvalidCredentials {
						refused = append(refused, e)
					}
				}
				// Overlapping calls may each have tried once.
				if overlapping := concurrent(r.Claims, i); len(refused) > overlapping {
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

// concurrent counts the calls that went on at the same time as one, itself included.
func concurrent(claims []Claim, i int) int {
	n := 0
	for j := range claims {
		a, b := &claims[i], &claims[j]
		if i == j || (b.Ended.IsZero() || b.Ended.After(a.Began)) && (a.Ended.IsZero() || a.Ended.After(b.Began)) {
			n++
		}
	}
	return n
}
