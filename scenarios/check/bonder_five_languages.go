package check

import (
	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// bonderFiveLanguages: no request saves more than five languages, and yet all that were asked for are sent.
func bonderFiveLanguages() Rule {
	return Rule{
		ID: "bonder.five-languages", Level: verdict.Must, Provenance: journal.Documented, Always: true,
		Source: bonderSource + ", L420 “Языковые версии более 5 будут игнорироваться”",
		Text:   "at most five languages are saved in one request",
		Judge: func(r *Record) Finding {
			seen := Finding{}
			for _, e := range r.Of("bonder.saveCard") {
				languages, _ := Body(e.Request)["translatable"].(map[string]any)
				if len(languages) > 5 {
					return Broken([]journal.Entry{e}, "expected at most five languages in one request, got %d", len(languages))
				}
				if len(languages) > 0 {
					seen = Kept(e)
				}
			}
			return seen
		},
	}
}
