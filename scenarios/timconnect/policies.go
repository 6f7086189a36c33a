package timconnect

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// policies are the decisions of an application on TIM Connect and of a client of Kittn, each with the sentence that it
// follows.
type policies struct {
	reference.Network[request]

	unanswered func(ctx context.Context, r request, reason error) driver.Result

	// Sessions.
	keeps            func(s *reference.Store, name string, i installed)
	keepSessions     bool // a session serves many requests; timconnect-1.7.1 §tryAuthUser
	keepPassword     bool // the credentials of the registration are kept; timconnect-1.7.1 §confirmPhone
	replaceSession   bool // a new registration replaces what was kept
	replaceVoIP      bool // the registration for calls as well: it was that of the device before
	renewals         int  // how often one request renews its session
	passwordAttempts int  // how often a password is sent that is refused
	renewable        func(e *envelope) bool
	renew            func(c *client, ctx context.Context, p driver.Params, a *app, refused string) *driver.Result

	// Failures.
	advice  func(code, due string) string // what the caller is advised; due is what the document advises
	forgets func(code string) bool        // failures after which a session and password are of no use
	// nothing of a removed device is kept; timconnect-1.7.1 §unregisterDevice
	forgetsRemoved bool
	refusal        func(e *envelope, r *driver.Result)
	succeeded      func(e *envelope) bool
	read           func(body []byte) (*envelope, error)

	// Messages.
	messageID func(id string) string // an id as it is sent: it has up to 64 bits, and is text
	reportsAt func(m moment) bool    // when messages are reported as delivered
	reports   func(ids []string) []string
	lastPage  func(e *envelope) int // the page after which a list ends, 0 if the response does not say
	isNew     func(known bool) bool // whether the caller is told of a message
	stores    bool                  // messages are stored; timconnect#L38
	notify    func(call driver.Call, text any)

	// Calls.
	registersForCalls bool // before the first call; timconnect-1.7.1 §registerInVoIPService

	kittnAdvice func(status int) string
}

// moment is when messages could be reported as delivered.
type moment int

const (
	afterStoring moment = iota // so that none is lost, and no SMS goes out
	afterEachPage
	beforeStoring
	beforeLoading // of the message that a push is about
	afterRestoring
)

// documented returns the policies of the reference client.
func documented() policies {
	return policies{
		Network:           reference.Network[request]{Wait: reference.Patience, RepeatLost: repeatHarmless},
		unanswered:        unknownOutcome,
		keeps:             func(s *reference.Store, name string, i installed) { s.Put(name, i) },
		keepSessions:      true,
		keepPassword:      true,
		replaceSession:    true,
		replaceVoIP:       true,
		renewals:          1,
		passwordAttempts:  1,
		renewable:         func(e *envelope) bool { return e.message == denied },
		renew:             (*client).renewOnce,
		advice:            func(_, due string) string { return due },
		forgetsRemoved:    true,
		forgets:           func(code string) bool { return code == "no_mobile_app" || code == "credentials_wrong" },
		refusal:           func(*envelope, *driver.Result) {},
		succeeded:         func(e *envelope) bool { return e.success },
		read:              read,
		messageID:         func(id string) string { return id },
		reportsAt:         func(m moment) bool { return m == afterStoring },
		reports:           func(ids []string) []string { return ids },
		lastPage:          lastPage,
		isNew:             func(known bool) bool { return !known },
		stores:            true,
		notify:            func(call driver.Call, text any) { call.Show("notification", text) },
		registersForCalls: true,
		kittnAdvice:       kittnAdvice,
	}
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

// kittnAdvice is what the table of errors says about each status. Source: timconnect, Errors.
func kittnAdvice(status int) string {
	switch status {
	case http.StatusUnauthorized:
		return driver.Reauthorize
	case http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusServiceUnavailable:
		return driver.RetryLater
	case http.StatusTeapot:
		return driver.NoAdvice
	}
	return driver.FixRequest
}

// repeatHarmless repeats once what does no harm when it is done twice. A session that nobody received does none,
// either. Silence is not worth another wait.
func repeatHarmless(r request, l reference.Loss) bool {
	if l.Before > 0 || reference.Silent(l.Err) {
		return false
	}
	return r.harmless || r.path == authorizePath && !l.Unread
}

// unknownOutcome is what the caller is told if no usable response came: try later, or, if something may have changed,
// look first.
func unknownOutcome(_ context.Context, r request, reason error) driver.Result {
	return reference.Unanswered(r.reading(), reason)
}

// read reads an envelope. Unknown members are ignored.
func read(data []byte) (*envelope, error) {
	var raw map[string]any
	if err := reference.Decode(data, &raw); err != nil {
		return nil, err
	}
	result, _ := raw["result"].(string)
	if result != "success" && result != "fail" {
		return nil, errors.New("it has neither success nor fail")
	}
	message, _ := raw["message"].(string)
	return &envelope{success: result == "success", message: message, raw: raw}, nil
}

// lastPage is what the response says about the number of pages, 0 if nothing.
func lastPage(e *envelope) int {
	n, _ := reference.Object(e.raw["paging"])["pages"].(json.Number)
	if pages, err := n.Int64(); err == nil {
		return int(pages)
	}
	return 0
}
