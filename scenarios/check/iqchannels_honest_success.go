package check

import (
	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// iqHonestSuccess: what the client tells its caller agrees with what the server saw and meant.
func iqHonestSuccess() Rule {
	operations := map[string][]string{
		"iqchannels.signIn":            {"integrationAuth", "integrationAuthInProject"},
		"iqchannels.signInAnonymously": {"anonymousSignup", "signup", "anonymousCreate", "clientAuth", "anonymousAuth"},
		"iqchannels.send":              {"sendMessage"}, "iqchannels.history": {"listMessages"}, "iqchannels.listen": {"streamEvents"},
		"iqchannels.resolveToken": {"getClientCard", "postClientCard"},
	}
	return Rule{
		ID: "iqchannels.honest-success", Level: verdict.Must, Provenance: journal.Documented, Always: true,
		Source: iqReadme + ", “Response”: OK alone tells success, HTTP is always 200; " + iqSource + ", “Ответ”: an error has another status than 200",
		Text:   "success is told to the caller only where the server has answered success",
		Judge: func(r *Record) Finding {
			seen := Finding{}
			for i := range r.Claims {
				c := &r.Claims[i]
				if !c.OK || operations[c.Method] == nil {
					continue
				}
				done, tried := Finding{}, []journal.Entry{}
				during := c.During(r.Entries)
				if c.Method == "iqchannels.listen" { // who listens already has nothing to do
					during = (&Claim{Before: c.Before}).During(r.Entries)
				}
				for _, operation := range operations[c.Method] {
					for _, e := range Of(during, "iqchannels."+operation) {
						tried = append(tried, e)
						if iqSucceeded(e) {
							done = Kept(e)
						}
					}
				}
				if done.Outcome != verdict.Kept {
					return Broken(tried, "expected a failure, or a request that the server answered with success; the client reported success of %s after %d requests", c.Method, len(tried))
				}
				seen = done
			}
			return seen
		},
	}
}
