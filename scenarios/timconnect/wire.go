package timconnect

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// request is one request to TIM Connect.
type request struct {
	method, path string
	query        url.Values
	body         map[string]any
	open         bool // needs no session
	harmless     bool // may be sent again when no answer came
}

// envelope is an answer that could be read.
type envelope struct {
	success bool
	message string
	raw     map[string]any
}

const denied = "Permission denied"

// catalogue is what is known of the vendor's words. Source: timconnect-1.7.1 §Errors.
func catalogue(message string) (code, advice string) {
	switch {
	case message == denied:
		return "permission_denied", driver.Reauthorize
	case message == "Device is blocked":
		return "device_blocked", driver.ContactSupport
	case message == "Device has no mobile app":
		return "no_mobile_app", driver.Reauthorize
	case message == "Incorrect phone_number or credentials":
		return "credentials_wrong", driver.Reauthorize
	case message == "ActivationCode matching query does not exist.":
		return "code_unknown", driver.FixRequest
	case message == "['ActivationCode does not exist or expire']":
		return "code_invalid", driver.FixRequest
	case strings.HasPrefix(message, "{'phone_number'"):
		return "phone_invalid", driver.FixRequest
	case strings.HasPrefix(message, "That page"), strings.HasSuffix(message, "matching query does not exist."):
		return "unknown", driver.FixRequest
	case strings.HasPrefix(message, "{'"), strings.HasPrefix(message, "['"): // a printed form of the server's
		return "field_invalid", driver.FixRequest
	}
	return "failed", driver.NoAdvice
}

// refuse makes the caller's view of a failure; what it means for the stored session is done here, too.
func (t *client) refuse(a *app, e *envelope) *driver.Result {
	code, advice := catalogue(e.message)
	words := e.message
	switch {
	case t.is("dies-of-unknown-words") && advice == driver.NoAdvice:
		panic("unknown failure: " + words)
	case t.is("reads-printed-forms") && (strings.HasPrefix(words, "{") || strings.HasPrefix(words, "[")):
		var form any
		if err := json.Unmarshal([]byte(words), &form); err != nil {
			panic(err)
		}
	case t.is("hides-words"):
		words = "the request failed"
	case t.is("blocked-means-later") && code == "device_blocked":
		advice = driver.RetryLater
	case t.is("removed-means-later") && code == "no_mobile_app":
		advice = driver.RetryLater
	case t.is("mistakes-mean-again") && advice == driver.FixRequest:
		advice = driver.RetryNow
	case t.is("refusals-mean-again") && advice == driver.Reauthorize:
		advice = driver.RetryNow
	}
	if code == "no_mobile_app" || code == "credentials_wrong" || t.is("forgets-itself-when-blocked") && code == "device_blocked" {
		a.drop()
	}
	r := reference.Fail(code, advice, "TIM Connect answered %q", words)
	return &r
}

// cookie is the session at present.
func (a *app) cookie() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.session
}

// do makes one request: with the session, renewed once where it is refused.
func (t *client) do(ctx context.Context, p driver.Params, a *app, r request) (*envelope, *driver.Result) {
	renewed, lostBefore := 0, 0
	if t.is("authorises-every-time") && !r.open {
		if failed := t.renew(ctx, p, a, a.cookie()); failed != nil {
			return nil, failed
		}
	}
	for {
		session := ""
		if !r.open {
			if session = a.cookie(); session == "" {
				f := reference.Fail("not_registered", driver.Reauthorize, "no phone is registered: nothing was sent")
				return nil, &f
			}
		}
		e, failed, gone := t.exchange(ctx, p, r, session)
		switch {
		case gone && (r.harmless || t.is("repeats-everything")) && lostBefore == 0 && !t.is("breaks-on-lost-replies"):
			lostBefore++
			continue
		case failed != nil:
			return nil, failed
		case e.success || t.is("trusts-http-200"):
			return e, nil
		case t.renews(e) && !r.open && renewed < t.mostRenewals():
			renewed++
			if failed := t.renew(ctx, p, a, session); failed != nil {
				return nil, failed
			}
			if !t.is("renews-and-gives-up") {
				continue
			}
		}
		return nil, t.refuse(a, e)
	}
}

// renews tells whether a new session may help.
func (t *client) renews(e *envelope) bool {
	return e.message == denied || t.is("renews-when-blocked") && strings.HasPrefix(e.message, "Device ")
}

// mostRenewals is how often one request renews its session.
func (t *client) mostRenewals() int {
	switch {
	case t.is("never-renews"):
		return 0
	case t.is("renews-for-ever"):
		return 15
	}
	return 1
}

// renew opens a new session with the stored password, where the session is still the one that was refused. A password that
// is refused is not tried again.
func (t *client) renew(ctx context.Context, p driver.Params, a *app, refused string) *driver.Result {
	if !t.is("renews-in-parallel") {
		a.renewing.Lock()
		defer a.renewing.Unlock()
	}
	a.mu.Lock()
	phone, credentials, session := a.phone, a.credentials, a.session
	a.mu.Unlock()
	if session != refused && !t.is("renews-in-parallel") {
		return nil
	}
	if credentials == "" {
		f := reference.Fail("not_registered", driver.Reauthorize, "no password is stored")
		return &f
	}
	body := map[string]any{"phone_number": phone, "credentials": credentials}
	for attempt := 1; ; attempt++ {
		e, failed, gone := t.exchange(ctx, p, request{method: http.MethodPost, path: "/api/auth", body: body}, "")
		switch {
		case gone && attempt == 1 && !t.is("breaks-on-lost-replies"): // a session that nobody got does no harm
			continue
		case failed != nil:
			return failed
		case !e.success && t.is("tries-passwords-again") && attempt < 5:
			continue
		case !e.success:
			return t.refuse(a, e)
		}
		fresh, _ := e.raw["sessionid"].(string)
		if fresh == "" {
			f := reference.FailLater("bad_answer", 5, "the answer to the authorisation has no session")
			return &f
		}
		a.mu.Lock()
		a.session = fresh
		a.mu.Unlock()
		return nil
	}
}

// header makes the headers: the bare API key, and the session as a cookie.
func (t *client) header(p driver.Params, body bool, session string) http.Header {
	h := http.Header{"Accept": {"application/json"}, "Authorization": {p.Credentials["api_key"]}}
	if t.is("sends-bearer") {
		h.Set("Authorization", "Bearer "+p.Credentials["api_key"])
	}
	if t.is("forgets-its-key") {
		h.Del("Authorization")
	}
	if t.is("asks-for-html") {
		h.Set("Accept", "text/html")
	}
	if body {
		h.Set("Content-Type", "application/json")
	}
	if session != "" && !t.is("forgets-its-cookie") {
		h.Set("Cookie", "sessionid="+session)
	}
	return h
}

// exchange sends one request. gone: no whole answer came, so the outcome is unknown; failed tells the caller so.
func (t *client) exchange(ctx context.Context, p driver.Params, r request, session string) (e *envelope, failed *driver.Result, gone bool) {
	var body any
	if r.body != nil {
		body = r.body
	}
	address := strings.TrimSuffix(p.BaseURL, "/") + r.path
	if len(r.query) > 0 {
		address += "?" + r.query.Encode()
	}
	reading := r.method == http.MethodGet || r.path == "/api/auth"
	answered, err := t.Send(ctx, r.method, address, t.header(p, body != nil, session), body)
	var refused *reference.Unsent
	switch {
	case err == nil:
	case errors.As(err, &refused):
		f := reference.FailLater("unreachable", 30, "%v", err)
		return nil, &f, false
	default:
		if t.is("hangs-on-silence") {
			<-ctx.Done()
		}
		return nil, t.unknown(reading, "%v", err), !reference.Silent(err)
	}
	e, err = t.read(answered.Body)
	switch {
	case err == nil && answered.Status >= http.StatusTooManyRequests && !e.success && unknownWords(e.message):
		return nil, t.byStatus(answered, reading), false // the status says more
	case err == nil && !(t.is("reads-only-200") && answered.Status != http.StatusOK):
		return e, nil, false // the details are in the body, whatever the status
	case answered.Status != http.StatusOK:
		return nil, t.byStatus(answered, reading), false
	}
	return nil, t.unknown(reading, "the answer cannot be read: %v", err), r.harmless
}

// unknownWords reports whether nothing is known of a failure's words.
func unknownWords(message string) bool {
	code, _ := catalogue(message)
	return code == "failed"
}

// unknown is the caller's view of an answer that did not come or cannot be read.
func (t *client) unknown(reading bool, format string, args ...any) *driver.Result {
	f := reference.Fail("no_answer", driver.UnknownOutcome, format, args...)
	switch {
	case t.is("breaks-on-lost-replies"):
		f = reference.Fail("no_answer", driver.FixRequest, format, args...)
	case reading:
		f = reference.FailLater("no_answer", 5, format, args...)
	case t.is("knows-lost-outcomes"):
		f = reference.Fail("no_answer", driver.RetryNow, format, args...)
	}
	return &f
}

// byStatus is the caller's view of an answer that is none of TIM Connect's.
func (t *client) byStatus(answered *reference.Answer, reading bool) *driver.Result {
	after := 30.0
	if s, err := strconv.ParseFloat(answered.Header.Get("Retry-After"), 64); err == nil {
		after = s
	}
	code := strconv.Itoa(answered.Status)
	f := reference.Fail(code, driver.FixRequest, "HTTP %s", code)
	switch {
	case t.is("trusts-any-answer"):
		f = reference.Done(nil)
	case answered.Status == http.StatusTooManyRequests, answered.Status == http.StatusServiceUnavailable, answered.Status >= 500 && reading:
		f = reference.FailLater(code, after, "HTTP %s", code)
	case answered.Status >= 500:
		f = reference.Fail(code, driver.UnknownOutcome, "HTTP %s", code)
	}
	return &f
}

// read reads an envelope; members that are not known are let pass.
func (t *client) read(data []byte) (*envelope, error) {
	var raw map[string]any
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&raw); err != nil {
		if t.is("trusts-any-answer") {
			return &envelope{success: true, raw: map[string]any{"body": []any{}}}, nil
		}
		return nil, err
	}
	result, _ := raw["result"].(string)
	if result != "success" && result != "fail" {
		return nil, fmt.Errorf("neither success nor fail in it")
	}
	if t.is("refuses-new-members") {
		for name := range raw {
			if !strings.Contains(" result message body paging sessionid credentials authorized password registered call_id state ", " "+name+" ") {
				return nil, fmt.Errorf("unknown member %s", name)
			}
		}
	}
	message, _ := raw["message"].(string)
	return &envelope{success: result == "success", message: message, raw: raw}, nil
}
