package bonder

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"sparring/mock/excerpt"
	"sparring/mock/fake"
	"sparring/mock/journal"
	"sparring/mock/rawjson"
	"sparring/mock/world"
)

// tokenLength is the length of a token. Assumed: the vendor's sample shows a placeholder.
const tokenLength = 64

// usualRPT is taken if rpt is missing or no number (B-07).
const usualRPT = 1000

// The range of rpt that the vendor prints. Source: bonder#L31.
const (
	leastRPT = 1000
	mostRPT  = 100000
)

// authorization is the body of authorize as far as it could be read.
type authorization struct {
	username, password, client string
	rpt                        int
	requested                  string // rpt as sent, if it lies outside this world's range
	unread                     bool   // nothing could be read; why says the reason
	why                        []journal.Why
}

// authorize gives a token for a name, a password and a client name that belong together.
// Source: bonder#L1-L83; B-05…B-08, B-11, B-13…B-16.
func (x *exchange) authorize() (fake.Response, error) {
	sent := x.readAuthorization()
	t, err := x.authorized(sent)
	if err != nil {
		x.explain(sent.why...)
		return fake.Response{}, err
	}
	w := rawjson.NewWriter(2*tokenLength + 32)
	w.Object()
	w.Name("token")
	w.String(t.Token)
	w.Name("expire")
	x.writeNumber(&w, t.Expire.Unix())
	w.End()
	return x.done(w.Bytes())
}

// readAuthorization reads what can be read; a body that is not JSON leaves everything empty, and so no account fits
// (B-05).
func (x *exchange) readAuthorization() authorization {
	var sent authorization
	body := x.Body
	if !wellFormed(body) {
		sent.unread, sent.why = true, malformed(x.Request)
		return sent
	}
	if kindOf(bytes.TrimSpace(body)) != '{' {
		sent.unread = true
		sent.why = []journal.Why{
			{Code: "body_ignored", Text: "the body is JSON, but no object: nothing can be read in it"},
		}
		return sent
	}
	var rpt []byte
	for name, value := range rawjson.Fields(body) { // of a name sent twice, the last value counts
		switch string(name) {
		case "username":
			sent.username, _ = text(value)
		case "password":
			sent.password, _ = text(value)
		case "client":
			sent.client, _ = text(value)
		case "rpt":
			rpt = value
		}
	}
	x.readRPT(&sent, rpt)
	return sent
}

// readRPT reads the number of requests that a token is asked for. Outside the printed range it is a violation whatever
// the switches say; outside the range of this world's switches only, it is our reading that minds.
// Source: bonder#L29-L31; B-06, B-07.
func (x *exchange) readRPT(sent *authorization, raw []byte) {
	least, most := rptMin.Get(x), rptMax.Get(x)
	n, ok := requestsPerToken(raw)
	if !ok {
		n = usualRPT
	}
	sent.rpt = max(1, min(max(n, least), most))
	if !ok {
		sent.why = append(sent.why, journal.Why{Code: "rpt_default",
			Text: fmt.Sprintf("rpt is missing or no number: %d was taken (B-07)", sent.rpt)})
		return
	}
	if n < least || n > most {
		sent.requested = string(raw)
	}
	find := func(least, most int, message string, m mark) {
		x.Finding(violation("rpt_out_of_range", "/rpt", fmt.Sprintf("%d to %d", least, most), string(raw), message, m))
	}
	switch printed := n >= leastRPT && n <= mostRPT; {
	case !printed && sent.requested == "":
		find(leastRPT, mostRPT, "rpt lies outside the printed range; the switches rptMin and rptMax let it pass here",
			documented("bonder#L31"))
	case !printed:
		find(leastRPT, mostRPT, "rpt lies outside the range of requests per token", documented("bonder#L31"))
	case sent.requested != "":
		find(least, most, "rpt lies outside the range of the switches rptMin and rptMax", derived("bonder#L31, B-07"))
	}
}

// requestsPerToken reads rpt, which the table calls an integer and the sample sends as a text (B-06).
func requestsPerToken(raw []byte) (int, bool) {
	value, ok := scalar(raw)
	if !ok || raw == nil {
		return 0, false
	}
	if kindOf(raw) == '"' && strings.Trim(value, "0123456789") != "" {
		return 0, false
	}
	number, err := strconv.ParseFloat(value, 64)
	if err != nil && !math.IsInf(number, 0) {
		return 0, false
	}
	return int(max(-1e9, min(number, 1e9))), true
}

// authorized decides in the order: services, credentials, account; then it issues a token.
func (x *exchange) authorized(sent authorization) (t token, err error) {
	if err := x.down(true); err != nil {
		return t, err
	}
	a, known := x.accounts.Get(sent.username)
	switch {
	case sent.unread:
		return t, &fake.Refusal{Code: invalidCredentials} // the caller says why
	case !known:
		return t, x.failed(invalidCredentials, "account_unknown", x.unknown(sent.username))
	case a.Status == deleted:
		return t, x.failed(invalidCredentials, "account_deleted", "the account was deleted")
	case a.Password != sent.password:
		return t, x.failed(invalidCredentials, "wrong_password",
			"the password is not the account's"+spaced(sent.password, a.Password))
	case a.Client != sent.client && !slices.Contains(a.Clients, sent.client):
		return t, x.failed(invalidCredentials, "wrong_client",
			"the client name is not the account's"+spaced(sent.client, a.Client)+" (B-15)")
	case sent.requested != "" && rptOutOfRange.Get(x) == "reject":
		return t, x.failed(invalidCredentials, "rpt_out_of_range",
			"rpt "+excerpt.Of(sent.requested, longestActual)+" refused by the switch rptOutOfRange")
	}
	if err := x.inactive(a); err != nil {
		return t, err
	}
	x.explain(sent.why...)
	if sent.requested != "" {
		x.Because("rpt_clamped", fmt.Sprintf("rpt %s became %d", excerpt.Of(sent.requested, longestActual), sent.rpt))
	}
	if tokens.Get(x) == "single" {
		x.endTokens(a.Username, replaced, "") // B-13
	}
	t = token{
		Token: x.Chance().Text(world.Alphanumeric, tokenLength), Username: a.Username,
		Issued: x.Now(), Expire: expiry(x.Now(), tokenTTL.Get(x)), RPT: sent.rpt,
	}
	x.tokens.Put(t.Token, t)
	x.Secret("token", t.Token)
	return t, nil
}

// inactive refuses an account that is not active. Source: bonder#L63-L77.
func (x *exchange) inactive(a account) error {
	switch a.Status {
	case suspended:
		return x.failed(accountInactive, "account_suspended", "the account is suspended")
	case condemned:
		return x.failed(accountInactive, "account_to_be_deleted", "the account is intended for deletion")
	}
	return nil
}

// unknown says why no account fits a username, and which one nearly does.
func (x *exchange) unknown(username string) string {
	if username == "" {
		return "username is missing, empty or no text"
	}
	for known := range x.accounts.All() {
		if near := spaced(username, known); near != "" {
			return "no account has this username" + near
		}
		if strings.EqualFold(username, known) {
			return "no account has this username: one differs in capital letters only"
		}
	}
	return "no account has this username"
}

// spaced says that a text is the one wanted but for white space around it.
func spaced(sent, wanted string) string {
	if sent != wanted && strings.TrimSpace(sent) == wanted {
		return ": it has white space at its beginning or end"
	}
	return ""
}

// endTokens ends the live tokens of an account; by names the event that did it.
func (x *exchange) endTokens(username, reason, by string) {
	for _, key := range x.tokensOf.Keys(username) {
		t, _ := x.tokens.Get(key)
		if t.death(x.Now()) == "" {
			t.Ended, t.EndedBy = reason, by
			x.tokens.Put(key, t)
		}
	}
}

// down refuses because of the maintenance in force, first match wins; AUTH_… only concerns authorize (B-17).
func (x *exchange) down(authorizing bool) error {
	services := x.maintenance.Get()
	if len(services) == 0 {
		return nil
	}
	for _, s := range [...]struct {
		service, code string
		here          bool
	}{
		{"server", serverOffline, true}, {"auth", authServiceOffline, authorizing},
		{"api", apiServiceOffline, true}, {"database", databaseError, true},
	} {
		if s.here && slices.Contains(services, s.service) {
			return x.failed(s.code, "maintenance_"+s.service, "maintenance of "+s.service)
		}
	}
	return nil
}

// gate checks token and e-mail as a pair, then the account.
func (x *exchange) gate() error {
	key, email := x.Header["X-Auth-Key"], x.Header["X-Auth-Email"]
	switch {
	case len(key) == 0:
		return x.failed(invalidCredentials, "token_missing", "no header X-Auth-Key")
	case len(email) == 0:
		return x.failed(invalidCredentials, "email_missing", "no header X-Auth-Email")
	case len(key) > 1 || len(email) > 1:
		return x.failed(invalidCredentials, "header_doubled", "X-Auth-Key or X-Auth-Email was sent more than once")
	}
	t, ok := x.tokens.Get(key[0])
	if !ok {
		err := x.failed(
			invalidCredentials,
			"token_unknown",
			"no such token was issued in this world"+placeholder(key[0]),
		)
		x.tokens.NotFound()
		return err
	}
	a, ok := x.accounts.Get(t.Username)
	if !ok || a.Status == deleted {
		return x.failed(invalidCredentials, "account_deleted", "the account of the token was deleted")
	}
	if death := t.death(x.Now()); death != "" {
		return x.failed(invalidCredentials, deathCode(death), t.ending(death))
	}
	if email[0] != t.Username {
		return x.failed(invalidCredentials, "wrong_email",
			"X-Auth-Email is not the username that the token was issued to (B-12)"+placeholder(email[0]))
	}
	if err := x.inactive(a); err != nil {
		return err
	}
	x.account, x.token, x.passed = a, t.Token, true
	return nil
}

// deathCode is the why of a token's death.
func deathCode(death string) string {
	switch death {
	case byTime, byCount:
		return "token_dead_" + death
	}
	return "token_" + death
}

// ending says how the token ended. What a fault rule or an event has done is said, so that nobody looks for a token
// that lived an hour or served its requests.
func (t *token) ending(death string) string {
	const byFault = "a fault rule ended the token "
	switch {
	case death == byTime && t.EndedBy == fault:
		return byFault + "as if its time were over; it would have expired at " + t.Expire.Format(time.RFC3339)
	case death == byTime:
		return "the token expired at " + t.Expire.Format(time.RFC3339)
	case death == byCount && t.EndedBy == fault:
		return byFault + fmt.Sprintf("as if its requests were used up; it had served %d of %d", t.Used-t.Spent, t.RPT)
	case death == byCount && t.Spent > 0:
		return fmt.Sprintf(
			"the token's %d requests are used up; the event token.spent counted %d of them",
			t.RPT,
			t.Spent,
		)
	case death == byCount:
		return fmt.Sprintf("the token's %d requests are used up", t.RPT)
	case death == replaced:
		return "a newer token of the account replaced this one (switch tokens)"
	case t.EndedBy == fault:
		return byFault + "as if it were revoked"
	case t.EndedBy != "":
		return "the token was revoked by the event " + t.EndedBy
	}
	return "the token was revoked"
}

// placeholder says that a value is one of the vendor's samples, pasted as it stands.
func placeholder(value string) string {
	if value == "access_token" || strings.Contains(value, "{{") {
		return ": what was sent is the sample's placeholder; put the real value there"
	}
	return ""
}

// writeNumber writes a number as the switch scalars has it.
func (x *exchange) writeNumber(w *rawjson.Writer, n int64) {
	if scalars.Get(x) == "integer" {
		w.Int(n)
	} else {
		w.String(strconv.FormatInt(n, 10))
	}
}

// writeFlag writes a member that is 0 or 1 as the switch scalars has it.
func (x *exchange) writeFlag(w *rawjson.Writer, name string, on bool) {
	w.Name(name)
	if on {
		x.writeNumber(w, 1)
	} else {
		x.writeNumber(w, 0)
	}
}
