package radist

import (
	"context"
	"net/http"
	"time"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// policies are the decisions of a client of Radist.Online, each with the sentence that it follows.
type policies struct {
	reference.Network[request]

	lost   func(ctx context.Context, err error) *problem // a request without a response
	read   func(body []byte) (map[string]any, *problem)
	advice func(status int) string // what the caller is advised

	pages bool // a list is read to its end; R-15

	// Logins.
	pollEvery func(wish time.Duration) time.Duration   // radist#L20: about every five seconds
	polls     int                                      // how often one login is polled; 0: until it ends
	lostPolls int                                      // polls in a row that may fail
	waiter    func(waiting []string, id string) string // the call that gets an answer to the call of an id
	// began is called with each session that begins, and what outlives the client; nothing is kept of a login
	began       func(s *reference.Store, l *loginSession)
	sessions    int // how often a login that nobody finishes is started anew
	pollsOfDead int // how often a session that does not exist is polled again
	wants       func(status string, unknown int) []step
	show        func(qr, shown string) bool                 // whether a QR is shown to the user
	asks        func(what string, l login, again bool) bool // whether the user is asked for what is wanted
	// the n-th wrong answer: the result, or true to ask again
	refusedAnswer func(n int) (driver.Result, bool)
	// a re-authorization makes a connection; radist#L36: no
	connectsAgain    bool
	whatsAppFinished func(c *client, ctx context.Context, call driver.Call, status string) bool

	deletion func(c *client, ctx context.Context, call driver.Call) driver.Result // radist#L7
}

// documented returns the policies of the reference client.
func documented() policies {
	return policies{
		Network: reference.Network[request]{Wait: reference.Patience, RepeatLost: repeatReads},
		lost:    unanswered,
		read:    read,
		pages:   true,
		advice:  advice,

		pollEvery: func(wish time.Duration) time.Duration {
			if wish > 0 {
				return wish
			}
			return 5 * time.Second
		},
		lostPolls:     3,
		waiter:        func(_ []string, id string) string { return id },
		began:         func(*reference.Store, *loginSession) {},
		sessions:      3,
		wants:         wants,
		show:          func(qr, shown string) bool { return qr != "" && qr != shown },
		asks:          func(string, login, bool) bool { return true },
		refusedAnswer: func(n int) (driver.Result, bool) { return driver.Result{}, n < 3 },
		whatsAppFinished: func(_ *client, _ context.Context, _ driver.Call, status string) bool {
			return status == "connected"
		},

		deletion: func(*client, context.Context, driver.Call) driver.Result {
			return reference.Fail("not_possible", driver.ContactSupport,
				"connections are deleted by the vendor's support only, with their chats and history")
		},
	}
}

// NeverRepeat makes no request again whose response was lost: polls are repeated by the login.
func (p *policies) NeverRepeat() {
	p.Network.NeverRepeat()
	p.lostPolls = 0
}

// repeatReads repeats once what changes nothing.
func repeatReads(q request, l reference.Loss) bool {
	return l.Before == 0 && q.method == http.MethodGet
}

// unanswered is a request that got no response.
func unanswered(_ context.Context, err error) *problem {
	return &problem{loss: &reference.Loss{Err: err}, text: err.Error()}
}

// advice is what a caller can do about a status. Only what 401 to 404 and 429 are about is known of the vendor.
func advice(status int) string {
	switch status {
	case http.StatusUnauthorized:
		return driver.Reauthorize
	case http.StatusPaymentRequired, http.StatusForbidden:
		return driver.ContactSupport
	case http.StatusBadRequest, http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity:
		return driver.FixRequest
	}
	return driver.NoAdvice
}

// step is what a status of a login wants of the client.
type step int

const (
	showQR step = iota
	rest        // until the next poll
	askCode
	askPassword
	connect
	hurry // a poll at once
	stop  // the status is unknown: what it wants of the user cannot be guessed
)

// wants returns what a status wants; unknown counts how often it was one that is not known.
// Source: radist#L21-L25. Assumed: waiting_for_code, the first status of the code flow, which the text does not name.
func wants(status string, _ int) []step {
	switch status {
	case "waiting_for_qr":
		return []step{showQR, rest}
	case "waiting_for_code":
		return []step{askCode}
	case "waiting_for_password":
		return []step{askPassword}
	case "authenticated":
		return []step{connect}
	}
	return []step{stop}
}
