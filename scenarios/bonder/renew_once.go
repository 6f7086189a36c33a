package bonder

import (
	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// renewOnce: a request refused for its token is followed by one authorisation and the same request again, and by
// no more of either: the refusal of a fresh token is no reason to try the next.
func renewOnce() rule.Rule {
	return rule.Rule{
		ID: "bonder.renew-once", Level: verdict.Should, Provenance: journal.Derived,
		Source: "bonder#L354 “повторить авторизацию”; how often is good sense",
		Text:   "a token that is refused is renewed once, and the refused request repeated once",
		Judge: func(r *rule.Record) rule.Finding {
			seen := rule.Finding{}
			if renewed := renewalsIn(r.Entries); len(renewed) > 0 && len(refusals(r.Entries)) == 0 { // no request was refused
				seen = rule.Kept(renewed...)
			}
			for i := range r.Claims {
				entries := r.Claims[i].During(r.Entries)
				refused := refusals(entries)
				if len(refused) == 0 {
					continue
				}
				renewals := rule.After(rule.Of(entries, "bonder.authorize"), refused[0].Seq)
				again := rule.After(rule.SameRequest(entries, refused[0]), refused[0].Seq)
				proof := append(append([]journal.Entry{refused[0]}, renewals...), again...)
				switch {
				case len(renewals) == 0:
					return rule.Broken(proof, "expected one authorisation after the refusal of a token, none came")
				case len(renewals) > 1:
					return rule.Broken(proof, "expected one authorisation after the refusal of a token, %d came", len(renewals))
				case len(again) == 0 && succeeded(renewals[0]):
					return rule.Broken(proof, "expected the refused request again with the new token, it did not come")
				case len(again) > 1:
					return rule.Broken(proof, "expected the refused request again once, it came %d times", len(again))
				}
				seen = rule.Kept(proof...)
			}
			return seen
		},
	}
}
