package timconnect

import (
	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// blockedIsFinal: a device that is blocked, or whose application was removed, is told so on any request: neither
// the same request again nor a new session can help.
func blockedIsFinal() rule.Rule {
	return rule.Rule{
		ID: "timconnect.blocked-is-final", Level: verdict.Should, Provenance: journal.Derived, Always: true,
		Source:  pageSource + ", Errors, “Device is blocked”, “Device has no mobile app”",
		Text:    "after the refusal of a blocked or removed device nothing more is sent in the same call",
		Traffic: rule.Repeats{API: "timconnect", Most: 0, Of: finalRefusal}.Traffic,
		Judge: func(r *rule.Record) rule.Finding {
			seen := rule.Finding{}
			for i := range r.Claims {
				if rule.Concurrent(r.Claims, i) > 1 {
					continue
				}
				entries := rule.Of(r.Claims[i].During(r.Entries), "timconnect.*")
				for at, e := range entries {
					text := finalRefusal(e)
					if text == "" {
						continue
					}
					if more := entries[at+1:]; len(more) > 0 {
						return rule.Broken(
							entries[at:],
							"expected nothing after “%s”, got %d more requests in the same call",
							text,
							len(more),
						)
					}
					seen = rule.Kept(e)
				}
			}
			return seen
		},
	}
}

// finalRefusal returns the vendor's words if a device is blocked or its application was removed.
func finalRefusal(e journal.Entry) string {
	if text, failed := failureOf(e); failed && (text == blocked || text == noApp) {
		return text
	}
	return ""
}
