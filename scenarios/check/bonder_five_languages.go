package check

import (
	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// bonderFiveLanguages: no request saves more than five languages, and yet all that were asked for are sent.
func bonderFiveLanguages() Rule {
	return Rule{
		ID: "bonder.five-languages", Level: verdict.Must, Provenance: journal.Documented, Always: true,
		Source: "bonder#L420 “Языковые версии более 5 будут игнорироваться”",
		Text:   "at most five languages are saved in one request",
		Judge: func(r *Record) Finding {
			seen := Finding{}
			for _, e := range r.Of("bonder.saveCard") {
				languages, _ := Body(e.Request)["translatable"].(map[string]any)
				if n := bonderCounted(languages); n > 5 {
					return Broken([]journal.Entry{e}, "expected at most five languages in one request, got %d", n)
				}
				if len(languages) > 0 {
					seen = Kept(e)
				}
			}
			return seen
		},
	}
}

// bonderCounted counts the languages that count under every reading: un may be none (B-38), and neither may one without
// values.
func bonderCounted(languages map[string]any) int {
	n := 0
	for code, values := range languages {
		if fields, _ := values.(map[string]any); code != "un" && len(fields) > 0 {
			n++
		}
	}
	return n
}
