package timconnect

import (
	"crypto/subtle"
	"errors"
	"net/http"
	"slices"
	"strings"

	"sparring/mock/world"
)

// authorize opens a fresh session for a registered device. Source: timconnect-1.7.1 §"tryAuthUser", "Errors"; T-22.
func (x *exchange) authorize() (any, error) {
	f := x.f
	phone, ok := f.normalise(x.fields.text("phone_number"))
	if !ok {
		x.because("phone_unreadable", "phone_number is no phone number, so no device has it")
		return nil, credentialsWrong
	}
	given := x.fields.text("credentials")
	var found *Device
	for _, d := range f.index.devices[phone] {
		if subtle.ConstantTimeCompare([]byte(d.Credentials), []byte(given)) == 1 {
			found = d
		}
	}
	switch {
	case found == nil:
		x.because("credentials_unknown", "no device of "+phone+" has these credentials")
		return nil, credentialsWrong
	case !found.Replaced.IsZero():
		x.because("credentials_replaced", "the phone was registered again at "+stamp(found.Replaced))
		return nil, credentialsWrong
	case x.key != "" && found.Key != "" && x.key != found.Key:
		x.because("key_differs", "the device was registered with another API key")
		return nil, denied
	case !found.Blocked.IsZero():
		x.because("device_blocked", "the administrator blocked the device at "+stamp(found.Blocked))
		return nil, deviceBlocked
	case !found.Removed.IsZero():
		x.because("device_removed", "the application was removed at "+stamp(found.Removed))
		return nil, noMobileApp
	}
	return answer{Result: success, SessionID: x.open(found)}, nil
}

// getAuthorization tells whether the session lives; a dead one is false, not a failure. Source: timconnect-1.7.1,
// "checkAuth", 5.12; T-35, T-39. A blocked device is told so: "on any request".
func (x *exchange) getAuthorization() (any, error) {
	err := x.gate()
	if errors.Is(err, deviceBlocked) {
		return nil, err
	}
	return struct {
		answer
		Authorized bool `json:"authorized"`
	}{done, err == nil}, nil
}

// setCookie adds the session that an exchange opened. Its Path is the base path of the request; it has no Expires, which a
// client's HTTP stack would judge by wire time.
func (x *exchange) setCookie(a *world.Answer) {
	if x.session == "" {
		return
	}
	cookie := http.Cookie{Name: "sessionid", Value: x.session, Path: x.r.CookiePath(), HttpOnly: true}
	a.Header.Add("Set-Cookie", cookie.String())
}

// key finds a live API key; nil for any other text.
func (f *Fake) key(text string) *Key {
	for _, k := range f.state.Keys {
		if k.Key == text && k.RevokedAt.IsZero() {
			return k
		}
	}
	return nil
}

// checkKey is the first gate: the bare key in Authorization, no scheme. Source: timconnect#L57-65; T-09, T-10.
func (x *exchange) checkKey() error {
	sent := x.r.Header.Get("Authorization")
	if !x.f.on(requireAPIKeyHeader) {
		if x.f.key(sent) != nil {
			x.key = sent
		}
		return nil
	}
	x.judgeKey(sent)
	if x.f.key(sent) == nil {
		x.keyRefused(sent)
		return wrongKey
	}
	x.key = sent
	return nil
}

// judgeKey finds a key that is missing or not bare, whatever the response is about.
func (x *exchange) judgeKey(sent string) {
	switch {
	case sent == "":
		x.findings = append(x.findings, x.keyMissing())
	case strings.Contains(sent, " ") && !x.f.hadKey(sent):
		x.findings = append(x.findings, x.keyWithScheme())
	}
}

// hadKey reports whether a text is an API key, alive or ended.
func (f *Fake) hadKey(text string) bool {
	return slices.ContainsFunc(f.state.Keys, func(k *Key) bool { return k.Key == text })
}

// keyRefused says why a key was not taken.
func (x *exchange) keyRefused(sent string) {
	var known *Key
	for _, k := range x.f.state.Keys {
		if k.Key == sent {
			known = k
		}
	}
	switch {
	case sent == "":
		x.because("key_missing", "the request has no header Authorization")
	case known != nil && known.Fault:
		x.because("key_"+known.Reason, "a fault rule ended the API key at "+stamp(known.RevokedAt)+", as "+known.Reason+" would have")
	case known != nil:
		x.because("key_"+known.Reason, "the API key was ended at "+stamp(known.RevokedAt)+": "+known.Reason)
	case strings.Contains(sent, " "):
		x.because("key_with_scheme", "Authorization has a scheme before the key; the page wants the bare key")
	default:
		x.because("key_unknown", "the header Authorization is no API key of this world")
	}
}

// goodKey tells whether a text can stand in a header as a bare key.
func goodKey(key string) bool {
	for i := range len(key) {
		if key[i] <= ' ' || key[i] > '~' {
			return false
		}
	}
	return key != ""
}
