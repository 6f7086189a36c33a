package timconnect

import (
	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// renewOnce: a request that is refused for its session is followed by one authorisation with the stored password
// and the same request again, and by no more of either: the words do not tell a dead session from a want of rights.
func renewOnce() rule.Rule {
	return rule.Rule{
		ID: "timconnect.renew-once", Level: verdict.Must, Provenance: journal.Documented,
		Source: pageSource + ", tryAuthUser; Errors, “Permission denied”",
		Text:   "a session that is refused is renewed once, and the refused request repeated once",
		Judge: func(r *rule.Record) rule.Finding {
			seen := rule.Finding{}
			for i := range r.Claims {
				entries := r.Claims[i].During(r.Entries)
				refused := refusals(entries)
				if len(refused) == 0 {
					continue
				}
				renewals := rule.After(rule.Of(entries, "timconnect.authorize"), refused[0].Seq)
				again := rule.After(rule.SameRequest(entries, refused[0]), refused[0].Seq)
				proof := append(append([]journal.Entry{refused[0]}, renewals...), again...)
				switch {
				case len(renewals) == 0:
					return rule.Broken(proof, "expected one authorisation after the refusal of a session, none came")
				case len(renewals) > 1:
					return rule.Broken(proof, "expected one authorisation after the refusal of a session, %d came", len(renewals))
				case len(again) == 0 && succeeded(renewals[0]):
					return rule.Broken(proof, "expected the refused request again with the new session, it did not come")
				case len(again) > 1:
					return rule.Broken(proof, "expected the refused request again once, it came %d times", len(again))
				}
				seen = rule.Kept(proof...)
			}
			return seen
		},
	}
}
