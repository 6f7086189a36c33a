package bonder

import (
	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// renewOnce: a request refused for its token is followed by one authorization and the same request again, and by no
// more of either: the refusal of a fresh token is not a reason to try the next.
func renewOnce() rule.Rule {
	return rule.Rule{
		ID: "bonder.renew-once", Level: verdict.Should, Provenance: journal.Derived,
		Source:  "bonder#L354 “повторить авторизацию”; how often is good sense",
		Text:    "a token that is refused is renewed once, and the refused request repeated once",
		Judge:   login().RenewedOnce,
		Traffic: login().TrafficRenewedOnce,
	}
}
