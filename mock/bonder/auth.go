package bonder

import (
	"bytes"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"sparring/mock/excerpt"
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
	findings                   []journal.Finding
}

// authorize gives a token for a name, a password and a client name that belong together.
// Source: bonder#L1-L83; B-05…B-08, B-11, B-13…B-16.
func (f *Fake) authorize(r *world.Request) world.Answer {
	sent := f.readAuthorization(r)
	f.mu.Lock()
	answer := f.authorized(sent)
	f.mu.Unlock()
	answer.findings = sent.findings
	return f.write(answer)
}

// readAuthorization reads what can be read; a body that is not JSON leaves everything empty, and so no account fits
// (B-05).
func (f *Fake) readAuthorization(r *world.Request) authorization {
	var sent authorization
	body := r.Body
	if !wellFormed(body) {
		sent.unread, sent.why = true, malformed(r)
		return sent
	}
	if kindOf(bytes.TrimSpace(body)) != '{' {
		sent.unread = true
		sent.why = []journal.Why{{Code: "body_ignored", Text: "the body is JSON, but no object: nothing can be read in it"}}
		return sent
	}
	var rpt []byte
	for _, m := range members(body) {
		switch m.name {
		case "username":
			sent.username, _ = text(m.value)
		case "password":
			sent.password, _ = text(m.value)
		case "client":
			sent.client, _ = text(m.value)
		case "rpt":
			rpt = m.value
		}
	}
	f.readRPT(&sent, rpt)
	return sent
}

// readRPT reads the number of requests that a token is asked for. Outside the printed range it is a violation whatever
// the switches say; outside the range of this world's switches only, it is our reading that minds.
// Source: bonder#L29-L31; B-06, B-07.
func (f *Fake) readRPT(sent *authorization, raw []byte) {
	least, most := f.number("rptMin"), f.number("rptMax")
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
		sent.findings = append(sent.findings, violation("rpt_out_of_range", "/rpt", fmt.Sprintf("%d to %d", least, most),
			string(raw), message, m))
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

// authorized decides in the order: services, credentials, account. f.mu is held.
func (f *Fake) authorized(sent authorization) reply {
	if answer, down := f.down(true); down {
		return answer
	}
	a := f.facts.account(sent.username)
	switch {
	case sent.unread:
		return reply{code: invalidCredentials, why: sent.why}
	case a == nil:
		return failed(invalidCredentials, "account_unknown", f.unknown(sent.username)).also(sent.why)
	case a.Status == deleted:
		return failed(invalidCredentials, "account_deleted", "the account was deleted").also(sent.why)
	case a.Password != sent.password:
		text := "the password is not the account's" + spaced(sent.password, a.Password)
		return failed(invalidCredentials, "wrong_password", text).also(sent.why)
	case a.Client != sent.client:
		text := "the client name is not the account's" + spaced(sent.client, a.Client) + " (B-15)"
		return failed(invalidCredentials, "wrong_client", text).also(sent.why)
	case sent.requested != "" && f.text("rptOutOfRange") == "reject":
		text := "rpt " + excerpt.Of(sent.requested, longestActual) + " refused by the switch rptOutOfRange"
		return failed(invalidCredentials, "rpt_out_of_range", text).also(sent.why)
	case a.Status == suspended:
		return failed(accountInactive, "account_suspended", "the account is suspended").also(sent.why)
	case a.Status == condemned:
		return failed(accountInactive, "account_to_be_deleted", "the account is intended for deletion").also(sent.why)
	}
	answer := reply{why: sent.why}
	if sent.requested != "" {
		text := fmt.Sprintf("rpt %s became %d", excerpt.Of(sent.requested, longestActual), sent.rpt)
		answer.why = append(answer.why, journal.Why{Code: "rpt_clamped", Text: text})
	}
	if f.text("tokens") == "single" {
		f.endTokens(a.Username, replaced, "") // B-13
	}
	now := f.w.Now()
	t := &token{
		Token: f.chance.Text(world.Alphanumeric, tokenLength), Username: a.Username,
		Issued: now, Expire: expiry(now, f.w.Switches.Duration(name, "tokenTTL")), RPT: sent.rpt,
	}
	answer.why = append(answer.why, f.issue(t)...)
	f.w.Secret("token", t.Token)
	w := rawjson.NewWriter(2*tokenLength + 32)
	w.Object()
	w.Name("token")
	w.String(t.Token)
	w.Name("expire")
	f.writeNumber(&w, t.Expire.Unix())
	w.End()
	answer.result = w.Bytes()
	return answer
}

// unknown says why no account fits a username, and which one nearly does. f.mu is held.
func (f *Fake) unknown(username string) string {
	if username == "" {
		return "username is missing, empty or no text"
	}
	for _, a := range f.facts.accounts {
		if near := spaced(username, a.Username); near != "" {
			return "no account has this username" + near
		}
		if strings.EqualFold(username, a.Username) {
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

// endTokens ends the live tokens of an account; by names the event that did it. f.mu is held.
func (f *Fake) endTokens(username, reason, by string) {
	now := f.w.Now()
	for _, t := range f.facts.tokens {
		if t.Username == username && t.death(now) == "" {
			t.Ended, t.EndedBy = reason, by
		}
	}
}

// down answers with the maintenance in force, first match wins; AUTH_… only concerns authorize (B-17). f.mu is held.
func (f *Fake) down(authorizing bool) (reply, bool) {
	if len(f.facts.maintenance) == 0 {
		return reply{}, false
	}
	for _, s := range [...]struct {
		service string
		code    code
		here    bool
	}{
		{"server", serverOffline, true}, {"auth", authServiceOffline, authorizing},
		{"api", apiServiceOffline, true}, {"database", databaseError, true},
	} {
		if s.here && slices.Contains(f.facts.maintenance, s.service) {
			return failed(s.code, "maintenance_"+s.service, "maintenance of "+s.service), true
		}
	}
	return reply{}, false
}

// session is a request that has passed the token's gate.
type session struct {
	account *account
	token   *token
	now     time.Time
}

// serve passes a request through the token's gate, does it and counts it, all in one critical section: with one request
// left and ten in parallel exactly one is served.
// Source: bonder, "код-ошибки"; order and counting: B-09, B-10, B-12, B-18.
func (f *Fake) serve(r *world.Request, do func(session) reply) world.Answer {
	return f.write(f.served(r, do))
}

// served is serve before the answer is written.
func (f *Fake) served(r *world.Request, do func(session) reply) reply {
	counting := f.w.Switches.Bool(name, "countFailures")
	f.mu.Lock()
	answer, served := f.down(false)
	if !served {
		var s session
		if s, answer = f.gate(r.Header); s.token != nil {
			answer = do(s)
			if counting || answer.succeeded() {
				s.token.Used++
			}
		}
	}
	f.mu.Unlock()
	return answer
}

// gate checks token and e-mail as a pair, then the account. f.mu is held.
func (f *Fake) gate(header http.Header) (session, reply) {
	key, email := header["X-Auth-Key"], header["X-Auth-Email"]
	switch {
	case len(key) == 0:
		return session{}, failed(invalidCredentials, "token_missing", "no header X-Auth-Key")
	case len(email) == 0:
		return session{}, failed(invalidCredentials, "email_missing", "no header X-Auth-Email")
	case len(key) > 1 || len(email) > 1:
		return session{}, failed(invalidCredentials, "header_doubled", "X-Auth-Key or X-Auth-Email was sent more than once")
	}
	t := f.facts.byToken[key[0]]
	if t == nil {
		answer := failed(invalidCredentials, "token_unknown", "no such token was issued in this world"+placeholder(key[0]))
		if note, ok := f.meters.tokens.Missing(); ok {
			answer.why = append(answer.why, journal.Why(note))
		}
		return session{}, answer
	}
	now := f.w.Now()
	a := f.facts.account(t.Username)
	if a == nil || a.Status == deleted {
		return session{}, failed(invalidCredentials, "account_deleted", "the account of the token was deleted")
	}
	if death := t.death(now); death != "" {
		return session{}, failed(invalidCredentials, deathCode(death), t.ending(death))
	}
	switch {
	case email[0] != t.Username:
		return session{}, failed(invalidCredentials, "wrong_email",
			"X-Auth-Email is not the username that the token was issued to (B-12)"+placeholder(email[0]))
	case a.Status == suspended:
		return session{}, failed(accountInactive, "account_suspended", "the account is suspended")
	case a.Status == condemned:
		return session{}, failed(accountInactive, "account_to_be_deleted", "the account is intended for deletion")
	}
	return session{account: a, token: t, now: now}, reply{}
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
		return fmt.Sprintf("the token's %d requests are used up; the event token.spent counted %d of them", t.RPT, t.Spent)
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

// Expire ends the token of a request. It fails if the request carries no live token.
func (f *Fake) Expire(r *world.Request, reason string) error {
	if !slices.Contains([]string{byTime, byCount, revoked}, reason) {
		return fmt.Errorf("reason: expected time, count or revoked, got %q", reason)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	t := f.facts.byToken[r.Header.Get("X-Auth-Key")]
	if t == nil {
		return fmt.Errorf("the request for %s carries no token of this world", r.Operation)
	}
	if death := t.death(f.w.Now()); death != "" {
		return fmt.Errorf("the token of the request has already ended: %s", death)
	}
	t.Ended, t.EndedBy = reason, fault
	return nil
}

// writeNumber writes a number as the switch scalars has it.
func (f *Fake) writeNumber(w *rawjson.Writer, n int64) {
	if f.text("scalars") == "integer" {
		w.Int(n)
	} else {
		w.String(strconv.FormatInt(n, 10))
	}
}

// writeFlag writes a member that is 0 or 1 as the switch scalars has it.
func (f *Fake) writeFlag(w *rawjson.Writer, name string, on bool) {
	w.Name(name)
	if on {
		f.writeNumber(w, 1)
	} else {
		f.writeNumber(w, 0)
	}
}
