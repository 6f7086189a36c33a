package iqchannels

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// policies are the decisions of a client of iQChannels, each with the sentence that it follows.
type policies struct {
	reference.Network[request]

	again      func(r request) request // the request that is sent once more
	unanswered func(ctx context.Context, r request, reason error) driver.Result

	// Sign-in and sessions.
	// whose names what sessions are kept by: token and channel, iqchannels-widget.
	whose func(p driver.Params) string
	// guestsSurvive: a failure outside iQChannels ends no anonymous session; iqchannels-readme §Отправка запросов.
	guestsSurvive bool
	// keep keeps the session for the next start.
	keep          func(s *reference.Store, a *account)
	keepSessions  bool // a session serves many calls; iqchannels#L28-L29
	keepGuests    bool // an anonymous client takes up the session that it holds
	replaceGuests bool // it signs up anew if that session is refused
	newGuests     bool // a call makes a new anonymous client if the session has ended: it would be another client
	tokenAttempts int  // how often a token is presented that is refused
	renewals      int  // how often one call signs in anew
	renew         func(c *client, ctx context.Context, p driver.Params, a *account, refused string) (string,
		*driver.Result)
	refusedToken func(c *client, ctx context.Context, p driver.Params, e *envelope) (*chatClient, *driver.Result)
	sessionOf    func(p driver.Params, token string) string // what is presented as the session
	wholeAnswer  bool                                       // a sign-in needs a client and a session

	// Responses.
	parse     func(data []byte) (*envelope, error)
	succeeded func(e *envelope) bool          // OK, whatever the HTTP status is
	advice    func(code string) string        // what the caller is advised
	refusal   func(r *driver.Result)          // what the caller is told of OK false
	page      func(kind string) driver.Result // an HTML page instead of a stream

	// Streams.
	reconnects     bool // a stream that ended is opened again
	streamRenewals int  // how often a stream signs in anew without an event in between
	reopens        bool // a refused stream is opened again with the same session
	pause          func(before time.Duration) time.Duration
	hears          func(data string) bool
	dataOf         func(line string) (text string, ok bool) // of a line of the stream
	joined         func(data []string) string
	isNew          func(id, last int64, seen bool) bool // whether the caller is told of an event
	marks          bool                                 // messages are marked as received
	needsMarks     bool                                 // a message is told only if its mark was answered
	tellsEnd       bool                                 // the caller hears that a stream was given up
	deliver        func(c *client, ctx context.Context, s *stream, e *envelope) bool

	// Cards.
	segment    func(token string) string // a token as one segment of a path; iqchannels#L35
	accepts    func(card map[string]any, companies []any) error
	truth      func(text string) bool // a boolean in quotes, as the document's examples have them
	needsCard  bool                   // 200 without a client is a failure; iqchannels#L62
	aboutToken func(status int) bool  // whether a failure is about the token, or about the service
}

// documented returns the policies of the reference client.
func documented() policies {
	return policies{
		Network:        reference.Network[request]{Wait: reference.Patience, RepeatLost: repeatHarmless},
		again:          func(r request) request { return r },
		unanswered:     unknownOutcome,
		keep:           keepSession,
		whose:          func(p driver.Params) string { return place(p) + "\x00" + p.Credentials["token"] },
		keepSessions:   true,
		keepGuests:     true,
		replaceGuests:  true,
		guestsSurvive:  true,
		tokenAttempts:  1,
		renewals:       1,
		renew:          (*client).renewOnce,
		sessionOf:      func(_ driver.Params, token string) string { return token },
		wholeAnswer:    true,
		parse:          parse,
		succeeded:      func(e *envelope) bool { return e.ok },
		advice:         advice,
		refusal:        func(*driver.Result) {},
		page:           notAStream,
		reconnects:     true,
		streamRenewals: 1,
		pause:          func(before time.Duration) time.Duration { return min(2*before, longestPause) },
		hears:          func(string) bool { return true },
		dataOf:         dataOf,
		joined:         func(data []string) string { return strings.Join(data, "\n") },
		isNew:          func(_, _ int64, seen bool) bool { return !seen },
		marks:          true,
		tellsEnd:       true,
		deliver:        (*client).tellMessages,
		segment:        url.PathEscape,
		accepts:        func(map[string]any, []any) error { return nil },
		truth:          func(text string) bool { return text == "true" },
		needsCard:      true,
		aboutToken:     func(status int) bool { return status < 500 && status != http.StatusTooManyRequests },
	}
}

// advice is what each code means to a caller. Source: iqchannels-readme, the codes.
func advice(code string) string {
	switch code {
	case "internal_server_error":
		return driver.RetryLater
	case "bad_request", "invalid", "not_found":
		return driver.FixRequest
	case "forbidden":
		return driver.ContactSupport
	case "unauthorized":
		return driver.Reauthorize
	}
	return driver.NoAdvice
}

// repeatHarmless repeats once what does no harm when it is done twice: the server knows a message by its LocalId. A
// session that nobody received does none, either. Silence is not worth another wait.
func repeatHarmless(r request, l reference.Loss) bool {
	if l.Before > 0 || reference.Silent(l.Err) {
		return false
	}
	return r.repeatable || r.path == signInPath && !l.Unread
}

// unknownOutcome is what the caller is told if no usable response came: try later, or, if something may have changed,
// look first.
func unknownOutcome(_ context.Context, r request, reason error) driver.Result {
	return reference.Unanswered(r.repeatable, reason)
}

func notAStream(kind string) driver.Result {
	return reference.FailLater("no_answer", 1, "expected a stream, got %s", kind)
}

// parse reads an envelope. Unknown members are ignored, and Rels may be null.
func parse(data []byte) (*envelope, error) {
	raw, err := decoded(data)
	if err != nil {
		return nil, err
	}
	ok, known := raw["OK"].(bool)
	if !known {
		return nil, errors.New("it has no OK")
	}
	e := &envelope{ok: ok, result: raw["Result"], rels: reference.Object(raw["Rels"])}
	no := reference.Object(raw["Error"])
	e.code, _ = no["Code"].(string)
	e.text, _ = no["Text"].(string)
	return e, nil
}
