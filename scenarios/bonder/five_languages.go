package bonder

import (
	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// fiveLanguages: no request saves more than five languages, and yet all that were asked for are sent.
func fiveLanguages() rule.Rule {
	return rule.Rule{
		ID: "bonder.five-languages", Level: verdict.Must, Provenance: journal.Documented, Always: true,
		Source: "bonder#L420 “Языковые версии более 5 будут игнорироваться”",
		Text:   "at most five languages are saved in one request",
		Judge:  judgeLanguages, Traffic: rule.ByEntries(judgeLanguages),
	}
}

func judgeLanguages(r *rule.Record) rule.Finding {
	seen := rule.Finding{}
	for _, e := range r.Of("bonder.saveCard") {
		languages, _ := rule.Body(e.Request)["translatable"].(map[string]any)
		if n := counted(languages); n > 5 {
			return rule.Broken([]journal.Entry{e}, "expected at most five languages in one request, got %d", n)
		}
		if len(languages) > 0 {
			seen = rule.Kept(e)
		}
	}
	return seen
}

// counted counts the languages that count under every reading: un may be none (B-38), and neither may one without
// values.
func counted(languages map[string]any) int {
	n := 0
	for code, values := range languages {
		if fields, _ := values.(map[string]any); code != "un" && len(fields) > 0 {
			n++
		}
	}
	return n
}
