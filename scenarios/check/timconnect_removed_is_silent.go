package check

import (
	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// timconnectRemovedIsSilent: once the device is removed, nothing is asked for it until a phone is registered anew.
func timconnectRemovedIsSilent() Rule {
	return Rule{
		ID: "timconnect.removed-is-silent", Level: verdict.Must, Provenance: journal.Documented, Always: true,
		Source: timconnectPage + ", unregisterDevice: no requests are allowed after it, and the stored authorisation is cleared",
		Text:   "a device that the client has removed sends nothing until it is registered again",
		Judge: func(r *Record) Finding {
			seen, removed := Finding{}, int64(0)
			for i := range r.Claims {
				c := &r.Claims[i]
				for _, e := range Of(c.During(r.Entries), "timconnect.*") {
					switch {
					case e.Operation == "removeDevice" && timSucceeded(e) && timArrived(e):
						removed, seen = e.Seq, Kept(e)
					case (e.Operation == "confirmPhone" || e.Operation == "registerByDigest") && timSucceeded(e):
						removed = 0
					case removed != 0 && e.Seq > removed && !timOpen(e) && !timKittn(e) && e.Operation != "getAuthorization":
						return Broken([]journal.Entry{e}, "expected nothing for the device that was removed in entry %d, got %s", removed, e.Operation)
					}
				}
			}
			return seen
		},
	}
}
