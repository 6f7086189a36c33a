package check

import (
	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// timconnectRenewOnce: a request that is refused for its session is followed by one authorisation with the stored password
// and the same request again, and by no more of either: the words do not tell a dead session from a want of rights.
func timconnectRenewOnce() Rule {
	return Rule{
		ID: "timconnect.renew-once", Level: verdict.Must, Provenance: journal.Documented,
		Source: timconnectPage + ", tryAuthUser; Errors, “Permission denied”",
		Text:   "a session that is refused is renewed once, and the refused request repeated once",
		Judge: func(r *Record) Finding {
			seen := Finding{}
			for i := range r.Claims {
				entries := r.Claims[i].During(r.Entries)
				refused := timRefused(entries)
				if len(refused) == 0 {
					continue
				}
				renewals := after(Of(entries, "timconnect.authorize"), refused[0].Seq)
				again := after(sameRequest(entries, refused[0]), refused[0].Seq)
				proof := append(append([]journal.Entry{refused[0]}, renewals...), again...)
				switch {
				case len(renewals) == 0:
					return Broken(proof, "expected one authorisation after the refusal of a session, none came")
				case len(renewals) > 1:
					return Broken(proof, "expected one authorisation after the refusal of a session, %d came", len(renewals))
				case len(again) == 0 && timSucceeded(renewals[0]):
					return Broken(proof, "expected the refused request again with the new session, it did not come")
				case len(again) > 1:
					return Broken(proof, "expected the refused request again once, it came %d times", len(again))
				}
				seen = Kept(proof...)
			}
			return seen
		},
	}
}
