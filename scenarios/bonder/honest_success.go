package bonder

import (
	"reflect"
	"strings"

	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// honestSuccess: what the client tells its caller agrees with what the server saw and meant. A deletion of what
// is not there has its effect, though the vendor calls it a failure: no success is invented. Names of languages may be
// kept (L342), so they need no request once they have come.
func honestSuccess() rule.Rule {
	operations := map[string][]string{
		"bonder.languages": {"getRepository", "listRepositories"}, "bonder.createProfile": {"createProfile"}, "bonder.saveCard": {"saveCard", "setCardStatus", "setUsePhoto", "setLangStatus"},
		"bonder.loadCard": {"getCard"}, "bonder.setStatus": {"setCardStatus", "setUsePhoto", "setLangStatus", "saveCard"},
		"bonder.deleteLanguage": {"deleteLanguage"}, "bonder.deleteCard": {"deleteProfile"},
	}
	return rule.Rule{
		ID: "bonder.honest-success", Level: verdict.Must, Provenance: journal.Documented, Always: true,
		Source: "bonder#L32-L34, bonder#L52-L54 “Отказ HTTP/1.1 200 OK”: only success tells a failure from a success",
		Text:   "success is told to the caller only where the server has answered success",
		Judge: func(r *rule.Record) rule.Finding {
			seen := rule.Finding{}
			for i := range r.Claims {
				c := &r.Claims[i]
				if !c.OK || operations[c.Method] == nil {
					continue
				}
				done, tried := rule.Finding{}, []journal.Entry{}
				for _, operation := range operations[c.Method] {
					for _, e := range rule.Of(c.During(r.Entries), "bonder."+operation) {
						tried = append(tried, e)
						code, _ := failureOf(e)
						if succeeded(e) || code == cardNotFound && strings.HasPrefix(c.Method, "bonder.delete") {
							done = rule.Kept(e)
						}
					}
				}
				if len(tried) == 0 && c.Method == "bonder.languages" {
					done = keptLanguages(r, i)
				}
				if done.Outcome != verdict.Kept {
					return rule.Broken(tried, "expected a failure, or a request that the server answered with success; the client reported success of %s after %d requests", c.Method, len(tried))
				}
				seen = done
			}
			return seen
		},
	}
}

// keptLanguages finds the earlier call for the same names that has got them.
func keptLanguages(r *rule.Record, i int) rule.Finding {
	for j := range i {
		before := &r.Claims[j]
		if !before.OK || before.Method != r.Claims[i].Method || !reflect.DeepEqual(before.Args, r.Claims[i].Args) {
			continue
		}
		for _, e := range rule.Of(before.During(r.Entries), "bonder.*") {
			if (e.Operation == "getRepository" || e.Operation == "listRepositories") && succeeded(e) {
				return rule.Kept(e)
			}
		}
	}
	return rule.Finding{}
}
