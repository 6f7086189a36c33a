package timconnect

import (
	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// renewOnce: a request that is refused for its session is followed by one authorization with the stored password and
// the same request again, and by no more of either: the words do not tell an expired session from missing rights.
func renewOnce() rule.Rule {
	return rule.Rule{
		ID: "timconnect.renew-once", Level: verdict.Should, Provenance: journal.Derived,
		Source:  pageSource + ", tryAuthUser; Errors, “Permission denied”",
		Text:    "a session that is refused is renewed once, and the refused request repeated once",
		Judge:   login().RenewedOnce,
		Traffic: login().TrafficRenewedOnce,
	}
}
