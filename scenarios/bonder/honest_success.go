package bonder

import (
	"reflect"
	"strings"

	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// effects are the operations by which an ability has its effect. A switch may be set by its own path or by a save.
func effects() map[string][]string {
	return map[string][]string{
		"bonder.languages":      {"getRepository", "listRepositories"},
		"bonder.createProfile":  {"createProfile"},
		"bonder.saveCard":       {"saveCard", "setCardStatus", "setUsePhoto", "setLangStatus"},
		"bonder.loadCard":       {"getCard"},
		"bonder.setStatus":      {"setCardStatus", "setUsePhoto", "setLangStatus", "saveCard"},
		"bonder.deleteLanguage": {"deleteLanguage"},
		"bonder.deleteCard":     {"deleteProfile"},
	}
}

// honestSuccess: what the client reports to its caller agrees with what the server saw and meant. A deletion of what
// does not exist has its effect, though the vendor calls it a failure: no success is invented. Names of languages may
// be kept (bonder#L342), so they need no request once they have come.
func honestSuccess() rule.Rule {
	operations := effects()
	return rule.Rule{
		ID: "bonder.honest-success", Level: verdict.Must, Provenance: journal.Documented, Always: true,
		Source: "bonder#L32-L34, bonder#L52-L54 “Отказ HTTP/1.1 200 OK”: only success tells a failure from a success",
		Text:   "success is reported to the caller only if the server has answered success",
		Judge: rule.Honest(func(r *rule.Record, call int) (tried, proof []journal.Entry, judged bool) {
			c := &r.Claims[call]
			by, judged := operations[c.Method]
			tried, proof = rule.Answered(c.During(r.Entries), "bonder", by, func(e journal.Entry) bool {
				code, _ := failureOf(e)
				return succeeded(e) || code == cardNotFound && strings.HasPrefix(c.Method, "bonder.delete")
			})
			if len(tried) == 0 && c.Method == "bonder.languages" {
				proof = keptLanguages(r, call)
			}
			return tried, proof, judged
		}),
	}
}

// keptLanguages returns the request of an earlier call for the same names that has got them.
func keptLanguages(r *rule.Record, call int) []journal.Entry {
	c := &r.Claims[call]
	for i := range r.Claims[:call] {
		before := &r.Claims[i]
		if !before.OK || before.Method != c.Method || !reflect.DeepEqual(before.Args, c.Args) {
			continue
		}
		_, done := rule.Answered(before.During(r.Entries), "bonder", effects()[c.Method], succeeded)
		if len(done) > 0 {
			return done
		}
	}
	return nil
}
