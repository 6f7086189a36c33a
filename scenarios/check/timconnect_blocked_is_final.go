package check

import (
	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// timconnectBlockedIsFinal: a device that is blocked, or whose application was removed, is told so on any request: neither
// the same request again nor a new session can help.
func timconnectBlockedIsFinal() Rule {
	return Rule{
		ID: "timconnect.blocked-is-final", Level: verdict.Must, Provenance: journal.Documented, Always: true,
		Source: timconnectPage + ", Errors, “Device is blocked”, “Device has no mobile app”",
		Text:   "after the refusal of a blocked or removed device nothing more is sent in the same call",
		Judge: func(r *Record) Finding {
			seen := Finding{}
			for i := range r.Claims {
				if concurrent(r.Claims, i) > 1 {
					continue
				}
				entries := Of(r.Claims[i].During(r.Entries), "timconnect.*")
				for at, e := range entries {
					text, failed := timFailed(e)
					if !failed || text != timBlocked && text != timNoApp {
						continue
					}
					if more := entries[at+1:]; len(more) > 0 {
						return Broken(entries[at:], "expected nothing after “%s”, got %d more requests in the same call", text, len(more))
					}
					seen = Kept(e)
				}
			}
			return seen
		},
	}
}
