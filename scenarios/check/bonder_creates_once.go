package check

import (
	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// bonderCreatesOnce: a createProfile whose answer was lost is not sent again by itself: profiles cannot be listed, so a
// second one would be paid for and never found.
func bonderCreatesOnce() Rule {
	return Rule{
		ID: "bonder.creates-once", Level: verdict.Should, Provenance: journal.Documented, Always: true,
		Source: bonderSource + ", L395 “должны храниться локально”; there is no list of profiles",
		Text:   "a profile whose creation was not answered is not created again by itself",
		Judge: func(r *Record) Finding {
			seen := Finding{}
			for i := range r.Claims {
				c := &r.Claims[i]
				if c.Method != "bonder.createProfile" || concurrent(r.Claims, i) > 1 {
					continue
				}
				var made []journal.Entry
				for _, e := range Of(c.During(r.Entries), "bonder.createProfile") {
					if bonderSucceeded(e) {
						made = append(made, e)
					}
				}
				if len(made) > 1 {
					return Broken(made, "expected one profile, the client made %d in one call", len(made))
				}
				if len(made) == 1 {
					seen = Kept(made...)
				}
			}
			return seen
		},
	}
}
