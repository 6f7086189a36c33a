package check

import (
	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// bonderRenewOnce: a request refused for its token is followed by one authorisation and the same request again, and by
// no more of either: the refusal of a fresh token is no reason to try the next.
func bonderRenewOnce() Rule {
	return Rule{
		ID: "bonder.renew-once", Level: verdict.Should, Provenance: journal.Derived,
		Source: "bonder#L354 “повторить авторизацию”; how often is good sense",
		Text:   "a token that is refused is renewed once, and the refused request repeated once",
		Judge: func(r *Record) Finding {
			seen := Finding{}
			if renewed := bonderRenewed(r.Entries); len(renewed) > 0 && len(bonderRefused(r.Entries)) == 0 { // no request was refused
				seen = Kept(renewed...)
			}
			for i := range r.Claims {
				entries := r.Claims[i].During(r.Entries)
				refused := bonderRefused(entries)
				if len(refused) == 0 {
					continue
				}
				renewals := after(Of(entries, "bonder.authorize"), refused[0].Seq)
				again := after(sameRequest(entries, refused[0]), refused[0].Seq)
				proof := append(append([]journal.Entry{refused[0]}, renewals...), again...)
				switch {
				case len(renewals) == 0:
					return Broken(proof, "expected one authorisation after the refusal of a token, none came")
				case len(renewals) > 1:
					return Broken(proof, "expected one authorisation after the refusal of a token, %d came", len(renewals))
				case len(again) == 0 && bonderSucceeded(renewals[0]):
					return Broken(proof, "expected the refused request again with the new token, it did not come")
				case len(again) > 1:
					return Broken(proof, "expected the refused request again once, it came %d times", len(again))
				}
				seen = Kept(proof...)
			}
			return seen
		},
	}
}

// after chooses the entries that opened after a seq.
func after(entries []journal.Entry, seq int64) []journal.Entry {
	var out []journal.Entry
	for _, e := range entries {
		if e.Seq > seq {
			out = append(out, e)
		}
	}
	return out
}

// sameRequest chooses the requests with the method and path of one.
func sameRequest(entries []journal.Entry, as journal.Entry) []journal.Entry {
	var out []journal.Entry
	for _, e := range entries {
		if e.Kind == journal.Exchange && e.Method == as.Method && e.Path == as.Path {
			out = append(out, e)
		}
	}
	return out
}
