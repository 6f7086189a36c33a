package bonder

import (
	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// noLoginLoop: credentials that are refused are not sent again while the caller has not been asked.
func noLoginLoop() rule.Rule {
	return rule.Rule{
		ID: "bonder.no-login-loop", Level: verdict.Should, Provenance: journal.Derived, Always: true,
		Source: "bonder#L62 “Неверный Пароль, неверный адрес электронной почты или Аккаунт был удален или не существует”; that they are refused again is good sense",
		Text:   "credentials that were refused are not sent again by themselves",
		Judge: func(r *rule.Record) rule.Finding {
			seen := rule.Finding{}
			for i := range r.Claims {
				var refused []journal.Entry
				for _, e := range rule.Of(r.Claims[i].During(r.Entries), "bonder.authorize") {
					if code, _ := failureOf(e); code == invalidCredentials {
						refused = append(refused, e)
					}
				}
				// Overlapping calls may each have tried once.
				if overlapping := rule.Concurrent(r.Claims, i); len(refused) > overlapping {
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
