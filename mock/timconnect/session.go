package timconnect

import (
	"crypto/subtle"
	"errors"
	"net/http"
	"strings"

	"sparring/mock/fake"
)

// authorize opens a fresh session for a registered device. Source: timconnect-1.7.1 §"tryAuthUser", "Errors"; T-22.
func (x *exchange) authorize() (fake.Response, error) {
	phone, ok := x.normalise(x.fields.text("phone_number"))
	if !ok {
		x.Because("phone_unreadable", "phone_number is not a phone number, so no device has it")
		return refused(credentialsWrong)
	}
	given := x.fields.text("credentials")
	var found Device
	for _, d := range x.phones.All(phone) {
		if subtle.ConstantTimeCompare([]byte(d.Credentials), []byte(given)) == 1 {
			found = d
		}
	}
	switch {
	case found.ID == 0:
		x.Because("credentials_unknown", "no device of "+phone+" has these credentials")
		return refused(credentialsWrong)
	case !found.Replaced.IsZero():
		x.Because("credentials_replaced", "the phone was registered again at "+stamp(found.Replaced))
		return refused(credentialsWrong)
	case x.key != "" && found.Key != "" && x.key != found.Key:
		x.Because("key_differs", "the device was registered with another API key")
		return refused(denied)
	case !found.Blocked.IsZero():
		x.Because("device_blocked", "the administrator blocked the device at "+stamp(found.Blocked))
		return refused(deviceBlocked)
	case !found.Removed.IsZero():
		x.Because("device_removed", "the application was removed at "+stamp(found.Removed))
		return refused(noMobileApp)
	}
	return x.signedIn(answer{Result: successful}, x.open(found))
}

// getAuthorization reports whether the session is alive; one that ended is false, not a failure. Source:
// timconnect-1.7.1, "checkAuth", 5.12; T-35, T-39. A blocked device is told so: "on any request".
func (x *exchange) getAuthorization() (fake.Response, error) {
	err := x.gate()
	if errors.Is(err, deviceBlocked) {
		return refused(err)
	}
	return success(struct {
		answer
		Authorized bool `json:"authorized"`
	}{done, err == nil})
}

// signedIn is a response that opens a session, in its body and as a cookie. The cookie's Path is the base path of the
// request; it has no Expires, which a client's HTTP stack would judge by wire time.
func (x *exchange) signedIn(a answer, session string) (fake.Response, error) {
	a.SessionID = session
	response := fake.JSON(0, a)
	cookie := http.Cookie{Name: "sessionid", Value: session, Path: x.CookiePath(), HttpOnly: true}
	response.AddHeader("Set-Cookie", cookie.String())
	return response, nil
}

// liveKey returns the API key of a text, if it was not ended.
func (x *exchange) liveKey(text string) (k Key, ok bool) {
	k, ok = x.keys.Get(text)
	return k, ok && k.RevokedAt.IsZero()
}

func (x *exchange) hasLiveKey(text string) bool { _, ok := x.liveKey(text); return ok }

// checkKey is the first gate: the bare key in Authorization, no scheme. Source: timconnect#L57-65; T-09, T-10.
func (x *exchange) checkKey() error {
	sent := x.Header.Get("Authorization")
	if !requireAPIKeyHeader.Get(x) {
		if x.hasLiveKey(sent) {
			x.key = sent
		}
		return nil
	}
	x.judgeKey(sent)
	if !x.hasLiveKey(sent) {
		x.keyRefused(sent)
		return wrongKey
	}
	x.key = sent
	return nil
}

// judgeKey finds a key that is missing or not bare, even if the response is about something else.
func (x *exchange) judgeKey(sent string) {
	switch {
	case sent == "":
		x.Finding(x.keyMissing())
	case strings.Contains(sent, " ") && !x.keys.Has(sent):
		x.Finding(x.keyWithScheme())
	}
}

// keyRefused says why a key was not taken.
func (x *exchange) keyRefused(sent string) {
	known, ok := x.keys.Get(sent)
	switch {
	case sent == "":
		x.Because("key_missing", "the request has no header Authorization")
	case ok && known.Fault:
		x.Because("key_"+known.Reason,
			"a fault rule ended the API key at "+stamp(known.RevokedAt)+", as "+known.Reason+" would have")
	case ok:
		x.Because("key_"+known.Reason, "the API key was ended at "+stamp(known.RevokedAt)+": "+known.Reason)
	case strings.Contains(sent, " "):
		x.Because("key_with_scheme", "Authorization has a scheme before the key; the page wants the bare key")
	default:
		x.Because("key_unknown", "the header Authorization is not an API key of this world")
	}
}

// goodKey reports whether a text can be sent in a header as a bare key.
func goodKey(key string) bool {
	for i := range len(key) {
		if key[i] <= ' ' || key[i] > '~' {
			return false
		}
	}
	return key != ""
}
