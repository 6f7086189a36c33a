package rule

import (
	"slices"

	"sparring/mock/journal"
)

// Login says how an API lets a client in: a login gives a credential (a token, a session) that later requests carry
// until the server refuses it.
type Login struct {
	API        string // "bonder"
	Operation  string // of the login: "authorize"
	Word       string // for the login, in messages: "authorization"
	Credential string // what a login gives, in messages: "token"

	// Carried returns the mark of the credential that a request carried, "" if it carried none.
	Carried func(journal.Entry) string
	// Succeeded reports whether the server meant its response as a success.
	Succeeded func(journal.Entry) bool
	// Refused returns the requests that were refused for their credential, logins left out.
	Refused func([]journal.Entry) []journal.Entry
	// Denied reports whether a login was refused in a way in which it will be refused again.
	Denied func(journal.Entry) bool
	// Issued returns the mark of the credential that a login gave, Account the account that it was given to. Nil: the
	// API's clients have one account.
	Issued, Account func(journal.Entry) string
	// Early is set if a client may know that a credential ends before one is refused. Renewing it then keeps the rules.
	Early bool
}

func (l *Login) logins(entries []journal.Entry) []journal.Entry {
	return Of(entries, l.API+"."+l.Operation)
}

// renewals returns the logins after a request was refused that can renew its credential: not those of other accounts.
func (l *Login) renewals(all, entries []journal.Entry, refused journal.Entry) []journal.Entry {
	after := After(l.logins(entries), refused.Seq)
	if l.Issued == nil {
		return after
	}
	account := ""
	for _, e := range l.logins(all) {
		if issued := l.Issued(e); issued != "" && issued == l.Carried(refused) {
			account = l.Account(e)
		}
	}
	return slices.DeleteFunc(after, func(e journal.Entry) bool { return account != "" && l.Account(e) != account })
}

// early returns the finding of a journal without a refusal: kept if the client has renewed before any.
func (l *Login) early(entries []journal.Entry) Finding {
	if !l.Early {
		return Finding{}
	}
	var given []journal.Entry
	for _, e := range l.logins(entries) {
		if l.Succeeded(e) {
			given = append(given, e)
		}
	}
	if len(given) < 2 {
		return Finding{}
	}
	return Kept(given[1:]...)
}

// RenewedOnce judges each call in which a credential was refused: one login and the same request again follow, and no
// more of either. The refusal of a fresh credential is not a reason to try the next.
func (l *Login) RenewedOnce(r *Record) Finding {
	seen := Finding{}
	if len(l.Refused(r.Entries)) == 0 {
		seen = l.early(r.Entries)
	}
	for i := range r.Claims {
		entries := r.Claims[i].During(r.Entries)
		refused := l.Refused(entries)
		if len(refused) == 0 {
			continue
		}
		renewals := l.renewals(r.Entries, entries, refused[0])
		again := After(SameRequest(entries, refused[0]), refused[0].Seq)
		proof := append(append([]journal.Entry{refused[0]}, renewals...), again...)
		switch {
		case len(renewals) != 1:
			return Broken(
				proof,
				"expected one %s after the refusal of a %s, %d came",
				l.Word,
				l.Credential,
				len(renewals),
			)
		case len(again) == 0 && l.Succeeded(renewals[0]):
			return Broken(proof, "expected the refused request again with the new %s, it did not come", l.Credential)
		case len(again) > 1:
			return Broken(proof, "expected the refused request again once, it came %d times", len(again))
		}
		seen = Kept(proof...)
	}
	return seen
}

// OneRenewal judges that a refused credential is renewed once, however many requests it refuses, early or late.
func (l *Login) OneRenewal(r *Record) Finding {
	refused := map[string][]journal.Entry{}
	var order []string
	for _, e := range l.Refused(r.Entries) {
		credential := l.Carried(e)
		if refused[credential] == nil {
			order = append(order, credential)
		}
		refused[credential] = append(refused[credential], e)
	}
	if len(order) == 0 {
		return l.early(r.Entries)
	}
	seen := Finding{}
	for _, credential := range order {
		if credential == "" {
			continue
		}
		by := refused[credential]
		lost := func(e journal.Entry) bool { return !Read(e) } // the client has to ask again
		renewals := slices.DeleteFunc(l.renewals(r.Entries, r.Entries, by[0]), lost)
		proof := append(append([]journal.Entry(nil), by...), renewals...)
		if len(renewals) > 1 {
			return Broken(proof, "expected one %s for the %s %s, with which %d requests were refused; %d came",
				l.Word, l.Credential, credential, len(by), len(renewals))
		}
		seen = Kept(proof...)
	}
	return seen
}

// Fresh judges that a credential which was refused and replaced is not carried by later calls.
func (l *Login) Fresh(r *Record) Finding {
	replaced := map[string]int64{} // by credential: the seq from which on it must not be carried
	seen := l.early(r.Entries)
	for i := range r.Claims {
		c := &r.Claims[i]
		during := c.During(r.Entries)
		for _, e := range Of(during, l.API+".*") {
			if seq, ok := replaced[l.Carried(e)]; ok && seq <= c.SeqBefore {
				return Broken(
					[]journal.Entry{e},
					"expected the new %s, got the one that was refused and replaced by entry %d",
					l.Credential,
					seq,
				)
			}
		}
		for _, e := range l.Refused(during) {
			credential, end := l.Carried(e), max(c.SeqAfter, e.Seq)
			for _, login := range l.renewals(r.Entries, during, e) {
				if credential != "" && l.Succeeded(login) && login.Seq <= end {
					replaced[credential] = end
					seen = Kept(e, login)
					break
				}
			}
		}
	}
	return seen
}

// NoLoop judges that a login that was denied is not sent again in the same call. Overlapping calls may each try once.
func (l *Login) NoLoop(r *Record) Finding {
	seen := Finding{}
	for i := range r.Claims {
		var denied []journal.Entry
		for _, e := range l.logins(r.Claims[i].During(r.Entries)) {
			if l.Denied(e) {
				denied = append(denied, e)
			}
		}
		if len(denied) > Concurrent(r.Claims, i) {
			return Broken(
				denied,
				"expected refused credentials not to be sent again, they were refused %d times in one call",
				len(denied),
			)
		}
		if len(denied) > 0 {
			seen = Kept(denied...)
		}
	}
	return seen
}
