package iqchannels

import (
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
func (x *Session) status(now time.Time) standing {
	switch {
	case x == nil:
		return standsNone
	case x.EndReason == "revoked":
		return standsReset
	case x.EndReason != "", x.ExpiresAt != nil && !now.Before(*x.ExpiresAt):
		return standsExpired
	case x.RefreshedAt != nil:
		return standsRefreshed
	case x.Integration:
		return standsIntegrated
	default:
		return standsAnonymous
	}
}

func (s standing) alive() bool { return transitions[s][moveUse].code == "" }

// open makes a session. The token has the form of the wiki's sample: 40 hex digits, a dot, 32 hex digits. f.mu is held.
func (f *Fake) open(client *Client, integration bool, channel string, now time.Time) *Session {
	f.st.next.Session++
	x := Session{
		ID: f.st.next.Session, ClientID: client.ID, Integration: integration, Channel: channel, CreatedAt: now,
		Token: f.chance.Text(world.Hex, 40) + "." + f.chance.Text(world.Hex, 32),
	}
	if ttl := f.duration("sessionTTL"); ttl > 0 {
		ends := now.Add(ttl)
		x.ExpiresAt = &ends
		f.w.Clock.Due(ends)
	}
	f.w.Secret("session", x.Token)
	client.LastSeenAt = &now
	return f.st.addSession(x)
}

// end ends a session and the streams that live by it. f.mu is held.
func (f *Fake) end(x *Session, reason string, now time.Time) {
	x.EndedAt, x.EndReason = &now, reason
	f.hub.wake(x.ClientID)
}

// found is a session that a request presents, and how.
type found struct {
	session *Session
	form    string // "Authorization", "X-Client-Authorization", "cookie client-session", "x-client-token"
	code    string // why it does not count; empty where it does
	reason  string
}

// present looks at the four ways to present a session, in a fixed order, and takes the first that is good; where none
// is,
// the first that was tried says why. Source: iqchannels-widget, iqchannels-kotlin, iqchannels-swift; some use two at a
// time. f.mu is held.
func (f *Fake) present(r *world.Request, now time.Time) found {
	first := found{code: "session_missing", reason: "none of the four ways to present a session was used"}
	tried := false
	for _, p := range []func(*world.Request, time.Time) (found, bool){
		f.byAuthorization, f.byClientHeader, f.byCookie, f.byQuery,
	} {
		got, used := p(r, now)
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

func (f *Fake) byAuthorization(r *world.Request, now time.Time) (found, bool) {
	const form = "Authorization"
	value := r.Header.Get("Authorization")
	if value == "" {
		return found{}, false
	}
	scheme, token, _ := strings.Cut(value, " ")
	if !strings.EqualFold(scheme, "Client") {
		return found{
			form:   form,
			code:   "session_scheme",
			reason: "Authorization has the scheme " + scheme + ", expected Client",
		}, true
	}
	return f.byToken(strings.TrimSpace(token), form, now), true
}

func (f *Fake) byClientHeader(r *world.Request, now time.Time) (found, bool) {
	value := r.Header.Get("X-Client-Authorization")
	if value == "" {
		return found{}, false
	}
	return f.byToken(value, "X-Client-Authorization", now), true
}

func (f *Fake) byCookie(r *world.Request, now time.Time) (found, bool) {
	value, ok := r.Cookie(cookieName)
	if !ok || value == "" {
		return found{}, false
	}
	return f.byToken(value, "cookie client-session", now), true
}

func (f *Fake) byToken(token, form string, now time.Time) found {
	return judge(f.st.presented[token], form, now)
}

func judge(x *Session, form string, now time.Time) found {
	switch x.status(now) {
	case standsNone:
		return found{form: form, code: "session_unknown", reason: form + ": no session has this token"}
	case standsReset:
		return found{
			session: x,
			form:    form,
			code:    "session_reset",
			reason:  fmt.Sprintf("%s: session %d was revoked", form, x.ID),
		}
	case standsExpired:
		reason := x.EndReason
		if reason == "" {
			reason = "time"
		}
		return found{
			session: x,
			form:    form,
			code:    "session_expired",
			reason:  fmt.Sprintf("%s: session %d ended by %s", form, x.ID, reason),
		}
	default:
		return found{session: x, form: form}
	}
}

// byQuery checks the signed x-client-token, which stands in the URL without percent-encoding: a plus may have become a
// space.
// Source: iqchannels-widget, src/client/index.js: base64 of {"Token": T, "Sign": S}, S the hex HMAC-SHA1 of T by the
// token.
func (f *Fake) byQuery(r *world.Request, now time.Time) (found, bool) {
	const form = "x-client-token"
	value := streamQuery(r).token
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
	x := f.st.session[claim.SessionID]
	if x == nil {
		return bad("session_unknown", fmt.Sprintf("there is no session %d", claim.SessionID))
	}
	mac := hmac.New(sha1.New, []byte(x.Token))
	mac.Write([]byte(signed.Token))
	if subtle.ConstantTimeCompare([]byte(hex.EncodeToString(mac.Sum(nil))), []byte(strings.ToLower(signed.Sign))) != 1 {
		return bad("token_signature", fmt.Sprintf("the signature is not that of session %d", x.ID))
	}
	if limit := f.duration("queryTokenMaxAge"); limit > 0 {
		if age := now.Sub(time.UnixMilli(claim.Time)); age > limit {
			return bad("token_too_old", fmt.Sprintf("signed %s ago, the switch queryTokenMaxAge allows %s", age, limit))
		}
	}
	return judge(x, form, now), true
}

func decodeBase64(text string) ([]byte, error) {
	text = strings.TrimRight(strings.NewReplacer(" ", "+", "-", "+", "_", "/").Replace(text), "=")
	return base64.RawStdEncoding.DecodeString(text)
}

// unauthorized refuses a session; one that is not known may have been forgotten.
func (f *Fake) unauthorized(code, reason string) *refusal {
	no := refuse(errUnauthorized, code, reason)
	if code == "session_unknown" {
		no = missing(no, f.meters.sessions)
	}
	return no
}

// authorized gives the live session of a request and its client, or the refusal. f.mu is held.
func (f *Fake) authorized(r *world.Request, now time.Time) (*Session, *Client, error) {
	got := f.present(r, now)
	if got.code != "" {
		return nil, nil, f.unauthorized(got.code, got.reason)
	}
	return got.session, f.st.client[got.session.ClientID], nil
}
