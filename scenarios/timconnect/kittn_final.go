package timconnect

import (
	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// kittnFinal: what is refused for good is not asked for again in the same call: a wrong key stays wrong, a kitten that
// is gone stays gone.
func kittnFinal() rule.Rule {
	repeats := rule.Repeats{API: "timconnect", Most: 0,
		Of: kittnStatus("400", "401", "403", "404", "405", "406", "410")}
	return rule.Rule{
		ID: "timconnect.kittn-final", Level: verdict.Should, Provenance: journal.Derived, Always: true,
		Source: "template, errors: 400 to 410", Text: "a kitten that is refused for good is not asked for again",
		Judge:   repeats.Judge,
		Traffic: repeats.Traffic,
	}
}
