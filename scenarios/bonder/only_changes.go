package bonder

import (
	"maps"
	"slices"

	"sparring/mock/journal"
	"sparring/mock/pointer"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// onlyWhatIsAsked: a save sends what its caller gave, and nothing that the caller did not.
func onlyWhatIsAsked() rule.Rule {
	return rule.Rule{
		ID: "bonder.only-changes", Level: verdict.Should, Provenance: journal.Documented, Always: true,
		Source: "bonder#L416 “Отправляйте только те данные, которые нуждаются в обновлении”",
		Text:   "only data that needs updating is sent",
		Judge: func(r *rule.Record) rule.Finding {
			seen := rule.Finding{}
			for i := range r.Claims {
				c := &r.Claims[i]
				if c.Method != "bonder.saveCard" || rule.Concurrent(r.Claims, i) > 1 {
					continue
				}
				data, _ := c.Args["data"].(map[string]any)
				for _, e := range rule.Of(c.During(r.Entries), "bonder.saveCard") {
					if extra := beyond(rule.Body(e.Request), data, ""); extra != "" {
						return rule.Broken(
							[]journal.Entry{e},
							"expected only what the caller gave, got %s as well",
							extra,
						)
					}
					seen = rule.Kept(e)
				}
			}
			return seen
		},
	}
}

// beyond returns a member of sent that is not in given, "" if all are.
func beyond(sent, given map[string]any, at string) string {
	for _, name := range slices.Sorted(maps.Keys(sent)) {
		had, ok := given[name]
		if !ok {
			return at + pointer.Format(name)
		}
		inner, isObject := sent[name].(map[string]any)
		if outer, both := had.(map[string]any); isObject && both {
			if extra := beyond(inner, outer, at+pointer.Format(name)); extra != "" {
				return extra
			}
		}
	}
	return ""
}
