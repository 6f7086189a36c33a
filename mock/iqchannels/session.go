package iqchannels

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"sparring/mock/world"
)

// standing is where the holder of a session stands; derived from the facts, never stored.
type standing string

const (
	standsNone       standing = "none" // no session, or one that nobody issued
	standsAnonymous  standing = "anonymous"
	standsIntegrated standing = "integrated"
	standsRefreshed  standing = "refreshed"
	standsReset      standing = "reset"   // ended by sessions.reset, or revoked
	standsExpired    standing = "expired" // ended by time or by count
)

// move is what can happen to the holder of a session.
type move string

const (
	moveSignup    move = "signup"    // signup, anonymousSignup, anonymousCreate: a new session
	moveAuthorize move = "authorize" // integrationAuth: a new session
	moveResume    move = "resume"    // clientAuth
	moveReturn    move = "return"    // anonymousAuth: by the cookie, anonymous clients only
	moveRefresh   move = "refresh"   // integrationRefresh
	moveUse       move = "use"       // any other call with a session
	moveReset     move = "reset"     // event sessions.reset
	moveExpire    move = "expire"    // event session.expired, or its time
)

// outcome of a move: where the holder stands then, or the error. The error of an event is "conflict".
type outcome struct {
	to   standing
	code string
}

var (
	toUnauthorized = outcome{code: "unauthorized"}
	toForbidden    = outcome{code: "forbidden"}
	toConflict     = outcome{code: "conflict"}
)

// transitions is the whole machine: none → anonymous → integrated → refreshed → reset or expired. Read only.
// Assumed: authorizing gives a new session beside the old one, which stays; an anonymous client has no card to refresh;
// the cookie of an integrated session does not log in a page that gave no credentials.
var transitions = map[standing]map[move]outcome{
	standsNone: {
		moveSignup: {to: standsAnonymous}, moveAuthorize: {to: standsIntegrated}, moveResume: toUnauthorized,
		moveReturn: toUnauthorized, moveRefresh: toUnauthorized, moveUse: toUnauthorized,
		moveReset: toConflict, moveExpire: toConflict,
	},
	standsAnonymous: {
		moveSignup: {to: standsAnonymous}, moveAuthorize: {to: standsIntegrated}, moveResume: {to: standsAnonymous},
		moveReturn: {to: standsAnonymous}, moveRefresh: toForbidden, moveUse: {to: standsAnonymous},
		moveReset: {to: standsReset}, moveExpire: {to: standsExpired},
	},
	standsIntegrated: {
		moveSignup: {to: standsAnonymous}, moveAuthorize: {to: standsIntegrated}, moveResume: {to: standsIntegrated},
		moveReturn: toUnauthorized, moveRefresh: {to: standsRefreshed}, moveUse: {to: standsIntegrated},
		moveReset: {to: standsReset}, moveExpire: {to: standsExpired},
	},
	standsRefreshed: {
		moveSignup: {to: standsAnonymous}, moveAuthorize: {to: standsIntegrated}, moveResume: {to: standsRefreshed},
		moveReturn: toUnauthorized, moveRefresh: {to: standsRefreshed}, moveUse: {to: standsRefreshed},
		moveReset: {to: standsReset}, moveExpire: {to: standsExpired},
	},
	standsReset: {
		moveSignup: {to: standsAnonymous}, moveAuthorize: {to: standsIntegrated}, moveResume: toUnauthorized,
		moveReturn: toUnauthorized, moveRefresh: toUnauthorized, moveUse: toUnauthorized,
		moveReset: toConflict, moveExpire: toConflict,
	},
	standsExpired: {
		moveSignup: {to: standsAnonymous}, moveAuthorize: {to: standsIntegrated}, moveResume: toUnauthorized,
		moveReturn: toUnauthorized, moveRefresh: toUnauthorized, moveUse: toUnauthorized,
		moveReset: toConflict, moveExpire: toConflict,
	},
}

// status is where the holder of a session stands at now.
func (s *Session) status(now time.Time) standing {
	switch {
	case s == nil:
		return standsNone
	case s.EndReason == "revoked":
		return standsReset
	case s.EndReason != "", s.ExpiresAt != nil && !now.Before(*s.ExpiresAt):
		return standsExpired
	case s.RefreshedAt != nil:
		return standsRefreshed
	case s.Integration:
		return standsIntegrated
	default:
		return standsAnonymous
	}
}

func (s standing) alive() bool { return transitions[s][moveUse].code == "" }

// open makes a session of a client. The token has the form of the wiki's sample: 40 hex digits, a dot, 32 hex digits.
func (x *exchange) open(client *Client, integration bool, channel string) Session {
	now := x.Now()
	s := Session{
		ID: next(x.last.session), ClientID: client.ID, Integration: integration, Channel: channel, CreatedAt: now,
		Token: x.Chance().Text(world.Hex, 40) + "." + x.Chance().Text(world.Hex, 32),
	}
	if ttl := sessionTTL.Get(x); ttl > 0 {
		ends := now.Add(ttl)
		s.ExpiresAt = &ends
	}
	x.Secret("session", s.Token)
	client.LastSeenAt = &now
	x.clients.Put(client.ID, *client)
	x.sessions.Put(s.ID, s)
	return s
}

// end ends a session and the streams that live by it.
func (x *exchange) end(s Session, reason string, at time.Time) {
	s.EndedAt, s.EndReason = &at, reason
	x.sessions.Put(s.ID, s)
	x.wake(s.ClientID)
}

// found is a session that a request presents, and how.
type found struct {
	session *Session // nil if no session is known
	form    string   // "Authorization", "X-Client-Authorization", "cookie client-session", "x-client-token"
	code    string   // why it does not count; empty if it does
	reason  string
}

// present looks at the four ways to present a session, in a fixed order, and takes the first that is good; else the
// first that was tried says why.
// Source: iqchannels-widget, iqchannels-kotlin, iqchannels-swift; some use two at a time.
func (x *exchange) present() found {
	first := found{code: "session_missing", reason: "none of the four ways to present a session was used"}
	tried := false
	for _, by := range []func() (found, bool){x.byAuthorization, x.byClientHeader, x.byCookie, x.byQuery} {
		got, used := by()
		if !used {
			continue
		}
		if got.code == "" {
			return got
		}
		if !tried {
			first, tried = got, true
		}
	}
	return first
}

func (x *exchange) byAuthorization() (found, bool) {
	const form = "Authorization"
	value := x.Header.Get("Authorization")
	if value == "" {
		return found{}, false
	}
	scheme, token, _ := strings.Cut(value, " ")
	if !strings.EqualFold(scheme, "Client") {
		reason := "Authorization has the scheme " + scheme + ", expected Client"
		return found{form: form, code: "session_scheme", reason: reason}, true
	}
	return x.byToken(strings.TrimSpace(token), form), true
}

func (x *exchange) byClientHeader() (found, bool) {
	value := x.Header.Get("X-Client-Authorization")
	if value == "" {
		return found{}, false
	}
	return x.byToken(value, "X-Client-Authorization"), true
}

func (x *exchange) byCookie() (found, bool) {
	value, ok := x.Cookie(cookieName)
	if !ok || value == "" {
		return found{}, false
	}
	return x.byToken(value, "cookie client-session"), true
}

func (x *exchange) byToken(token, form string) found {
	if _, s, ok := x.presented.First(token); ok {
		return x.judge(&s, form)
	}
	return x.judge(nil, form)
}

func (x *exchange) judge(s *Session, form string) found {
	switch s.status(x.Now()) {
	case standsNone:
		return found{form: form, code: "session_unknown", reason: form + ": no session has this token"}
	case standsReset:
		reason := fmt.Sprintf("%s: session %d was revoked", form, s.ID)
		return found{session: s, form: form, code: "session_reset", reason: reason}
	case standsExpired:
		reason := fmt.Sprintf("%s: session %d ended by %s", form, s.ID, cmp.Or(s.EndReason, "time"))
		return found{session: s, form: form, code: "session_expired", reason: reason}
	default:
		return found{session: s, form: form}
	}
}

// byQuery checks the signed x-client-token, which stands in the URL without percent-encoding: a plus may have become a
// space.
// Source: iqchannels-widget, src/client/index.js: base64 of {"Token": T, "Sign": S}, S the hex HMAC-SHA1 of T by the
// token.
func (x *exchange) byQuery() (found, bool) {
	const form = "x-client-token"
	value := streamQuery(x.Request).token
	if value == "" {
		return found{}, false
	}
	bad := func(code, reason string) (found, bool) {
		return found{form: form, code: code, reason: form + ": " + reason}, true
	}
	data, err := decodeBase64(value)
	if err != nil {
		return bad("token_malformed", "no base64")
	}
	var signed struct {
		Token string `json:"Token"`
		Sign  string `json:"Sign"`
	}
	var claim struct {
		SessionID int64 `json:"SessionID"`
		Time      int64 `json:"Time"`
	}
	if json.Unmarshal(data, &signed) != nil || json.Unmarshal([]byte(signed.Token), &claim) != nil {
		return bad("token_malformed", `expected base64 of {"Token":T,"Sign":S} with T as JSON {SessionID, Time}`)
	}
	s, ok := x.sessions.Get(claim.SessionID)
	if !ok {
		return bad("session_unknown", fmt.Sprintf("there is no session %d", claim.SessionID))
	}
	mac := hmac.New(sha1.New, []byte(s.Token))
	mac.Write([]byte(signed.Token))
	if subtle.ConstantTimeCompare([]byte(hex.EncodeToString(mac.Sum(nil))), []byte(strings.ToLower(signed.Sign))) != 1 {
		return bad("token_signature", fmt.Sprintf("the signature is not that of session %d", s.ID))
	}
	if limit := tokenMaxAge.Get(x); limit > 0 {
		if age := x.Now().Sub(time.UnixMilli(claim.Time)); age > limit {
			return bad("token_too_old", fmt.Sprintf("signed %s ago, the switch queryTokenMaxAge allows %s", age, limit))
		}
	}
	return x.judge(&s, form), true
}

func decodeBase64(text string) ([]byte, error) {
	text = strings.TrimRight(strings.NewReplacer(" ", "+", "-", "+", "_", "/").Replace(text), "=")
	return base64.RawStdEncoding.DecodeString(text)
}

// unauthorized refuses a session; one that is not known may have been forgotten.
func (x *exchange) unauthorized(code, reason string) error {
	x.Because(code, reason)
	if code == "session_unknown" {
		x.sessions.NotFound()
	}
	return errUnauthorized
}

// authorized returns the live session of a request and its client, or the refusal.
func (x *exchange) authorized() (Session, Client, error) {
	got := x.present()
	if got.code != "" {
		return Session{}, Client{}, x.unauthorized(got.code, got.reason)
	}
	client, _ := x.clients.Get(got.session.ClientID)
	return *got.session, client, nil
}
