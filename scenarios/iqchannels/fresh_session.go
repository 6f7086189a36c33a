package iqchannels

import (
	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// freshSession: once a session was refused and a new one given, the old one is not presented by a further call.
func freshSession() rule.Rule {
	return rule.Rule{
		ID: "iqchannels.fresh-session", Level: verdict.Should, Provenance: journal.Derived, Always: true,
		Source: "iqchannels#L28-L31: the session that the chat server returned is the one that counts; that one ends is derived (Q-34)",
		Text:   "a session that was refused and replaced is not presented again by later calls",
		Judge: func(r *rule.Record) rule.Finding {
			dead := map[string]int64{} // by session: when it was replaced
			seen := rule.Finding{}
			for i := range r.Claims {
				during := r.Claims[i].During(r.Entries)
				for _, e := range rule.Of(during, "iqchannels.*") {
					if replaced, ok := dead[sessionOf(e)]; ok && replaced <= r.Claims[i].After {
						return rule.Broken([]journal.Entry{e}, "expected the new session, got the one that was refused and replaced by entry %d", replaced)
					}
				}
				for _, e := range refusals(during) {
					for _, again := range rule.After(rule.Of(during, "iqchannels.integrationAuth"), e.Seq) {
						if succeeded(again) {
							dead[sessionOf(e)] = r.Claims[i].Before
							seen = rule.Kept(e, again)
							break
						}
					}
				}
			}
			return seen
		},
	}
}
