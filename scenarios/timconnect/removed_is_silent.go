package timconnect

import (
	"sparring/mock/journal"
	"sparring/scenarios/rule"
	"sparring/scenarios/verdict"
)

// removedIsSilent: once the device is removed, nothing is asked for it until a phone is registered anew.
func removedIsSilent() rule.Rule {
	return rule.Rule{
		ID: "timconnect.removed-is-silent", Level: verdict.Must, Provenance: journal.Documented, Always: true,
		Source: pageSource + ", unregisterDevice: no requests are allowed after it, and the stored authorisation " +
			"is cleared",
		Text:    "a device that the client has removed sends nothing until it is registered again",
		Traffic: silentByTraffic,
		Judge: func(r *rule.Record) rule.Finding {
			seen, removed := rule.Finding{}, int64(0)
			for i := range r.Claims {
				c := &r.Claims[i]
				for _, e := range rule.Of(c.During(r.Entries), "timconnect.*") {
					switch {
					case e.Operation == "removeDevice" && succeeded(e) && arrived(e) && rule.Read(e):
						removed, seen = e.Seq, rule.Kept(e)
					case (e.Operation == "confirmPhone" || e.Operation == "registerByDigest") && succeeded(e):
						removed = 0
					case removed != 0 && e.Seq > removed && !needsNoSession(e) && !isKittn(e) &&
						e.Operation != "getAuthorization":
						return rule.Broken(
							[]journal.Entry{e},
							"expected nothing for the device that was removed in entry %d, got %s",
							removed,
							e.Operation,
						)
					}
				}
			}
			return seen
		},
	}
}

// silentByTraffic judges session by session: nothing is sent with the one under which the device was removed.
func silentByTraffic(entries []journal.Entry) rule.Finding {
	seen := rule.Finding{}
	removed := map[string]journal.Entry{}
	for _, e := range rule.Of(entries, "timconnect.*") {
		session := sessionOf(e)
		if session == "" || needsNoSession(e) || isKittn(e) {
			continue
		}
		if before, gone := removed[session]; gone && e.Operation != "getAuthorization" {
			if _, after := rule.Pause(before, e); after {
				return rule.Broken([]journal.Entry{before, e},
					"expected nothing for the device that was removed in entry %d, got %s", before.Seq, e.Operation)
			}
		}
		if e.Operation == "removeDevice" && succeeded(e) && arrived(e) && rule.Read(e) {
			removed[session], seen = e, rule.Kept(e)
		}
	}
	return seen
}
