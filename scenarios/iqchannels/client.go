package iqchannels

import (
	"context"
	"crypto/tls"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"

	"sparring/scenarios/driver"
	"sparring/scenarios/reference"
)

// iqchannels is a client of iQChannels: an SDK of the chat, and a consumer of the Auth API. Sources of its duties:
// iqchannels, the API readme of 2017, and what the vendor's own clients were seen to do.
type client struct {
	*reference.Wire
	mistake  string
	listener *http.Client // for streams: patient once the answer has begun

	mu        sync.Mutex
	accounts  map[string]*account
	anonymous map[string]bool          // by base URL and channel: who signed in last
	cards     map[string]driver.Result // by base URL and token
	streams   sync.WaitGroup
}

// account holds the session of one client. mu is held while it is renewed: whoever else needs it waits for the result.
type account struct {
	mu        sync.Mutex
	anonymous bool
	session   string
	listening atomic.Bool
}

func newClient(mistake string) reference.Client {
	w := reference.NewWire()
	if mistake == "iqchannels-has-no-patience" {
		w.Patience = reference.Haste
	}
	listener := &http.Client{
		Transport:     &http.Transport{ResponseHeaderTimeout: w.Patience, DisableCompression: true},
		CheckRedirect: w.HTTP.CheckRedirect,
	}
	return &client{Wire: w, mistake: mistake, listener: listener, accounts: map[string]*account{}, anonymous: map[string]bool{}, cards: map[string]driver.Result{}}
}

// is tells whether this is the mutant of a name.
func (q *client) is(mistake string) bool { return q.mistake == "iqchannels-"+mistake }

// trust says which certificates of servers are taken.
func (q *client) Trust(config *tls.Config) {
	q.Wire.Trust(config)
	reference.Trust(q.listener, config)
}

// close waits for the streams, which end with the session's context.
func (q *client) Close() {
	q.streams.Wait()
	q.listener.CloseIdleConnections()
	q.Wire.Close()
}

func (q *client) Call(ctx context.Context, c driver.Call) (driver.Result, error) {
	switch c.Method {
	case "iqchannels.signIn":
		return q.signIn(ctx, c.Params), nil
	case "iqchannels.signInAnonymously":
		return q.signInAnonymously(ctx, c), nil
	case "iqchannels.send":
		return q.sendText(ctx, c.Params, c.Arg("text")), nil
	case "iqchannels.history":
		return q.history(ctx, c.Params), nil
	case "iqchannels.listen":
		return q.listen(ctx, c), nil
	case "iqchannels.resolveToken":
		return q.resolveToken(ctx, c), nil
	}
	return driver.Result{}, driver.ErrNoAbility
}

// channel is where the client chats.
func (q *client) channel(p driver.Params) string {
	if q.is("ignores-the-channel") {
		return "support"
	}
	return p.Credentials["channel"]
}

// account finds the session that a call is about: that of the last sign-in.
func (q *client) account(p driver.Params) *account {
	q.mu.Lock()
	anonymous := q.anonymous[p.BaseURL+"\x00"+p.Credentials["channel"]]
	q.mu.Unlock()
	return q.accountOf(p, anonymous)
}

func (q *client) accountOf(p driver.Params, anonymous bool) *account {
	place := p.BaseURL + "\x00" + p.Credentials["channel"]
	key := place
	if !anonymous {
		key += "\x00" + p.Credentials["token"]
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	a := q.accounts[key]
	if a == nil {
		a = &account{anonymous: anonymous}
		q.accounts[key] = a
	}
	return a
}

// becomes notes who acts from now on.
func (q *client) becomes(p driver.Params, anonymous bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.anonymous[p.BaseURL+"\x00"+p.Credentials["channel"]] = anonymous
}

// signIn authorizes by the token of the external system, which is passed as it is (steps 2 to 8).
func (q *client) signIn(ctx context.Context, p driver.Params) driver.Result {
	account := q.accountOf(p, false)
	account.mu.Lock()
	defer account.mu.Unlock()
	who, failed := q.authorize(ctx, p)
	if failed != nil {
		return *failed
	}
	account.session = who.session
	q.becomes(p, false)
	if q.is("drops-the-card") {
		return reference.Done(nil)
	}
	return reference.Done(who.values())
}

// chatClient is who was authorized, and by which session.
type chatClient struct {
	session string
	client  map[string]any
}

func (w *chatClient) values() map[string]any {
	values := map[string]any{"client_id": w.client["Id"], "name": w.client["Name"], "type": w.client["Type"]}
	if id, ok := w.client["IntegrationId"].(string); ok {
		values["integration_id"] = id
	}
	return values
}

// authorize asks for a session by the token. A token that is refused is not sent again; a session that nobody got does no
// harm, so that a lost answer is worth another request.
func (q *client) authorize(ctx context.Context, p driver.Params) (*chatClient, *driver.Result) {
	token := p.Credentials["token"]
	if q.is("encodes-the-token") {
		token = url.QueryEscape(token)
	}
	r := request{path: "/clients/integration_auth", body: q.credentials(p, token)}
	for attempt := 1; ; attempt++ {
		e, failed, gone := q.exchange(ctx, p, r, "")
		if gone && attempt == 1 {
			continue
		}
		if failed != nil {
			return nil, failed
		}
		if !e.ok && e.code == "unauthorized" {
			if q.is("tries-tokens-again") && attempt < 6 {
				continue
			}
			if q.is("falls-back-to-anonymous") {
				return q.signUp(ctx, p, "")
			}
		}
		who, failed := q.read(e)
		if failed == nil && q.is("presents-the-bank-token") {
			who.session = p.Credentials["token"]
		}
		return who, failed
	}
}

// read takes client and session from an answer; without both there is no authorization.
func (q *client) read(e *envelope) (*chatClient, *driver.Result) {
	if !e.ok && !q.is("trusts-http-200") {
		return nil, q.refuse(e.code, e.text)
	}
	result := reference.Object(e.result)
	client, session := reference.Object(result["Client"]), reference.Object(result["Session"])
	token, _ := session["Token"].(string)
	if (len(client) == 0 || token == "") && !q.is("accepts-half-an-answer") && !q.is("trusts-http-200") && !q.is("trusts-any-answer") {
		f := reference.Fail("bad_answer", driver.RetryLater, "the answer has no client or no session")
		return nil, &f
	}
	return &chatClient{session: token, client: client}, nil
}

// signInAnonymously takes up the session that it holds; where that is refused, or there is none, it signs up.
func (q *client) signInAnonymously(ctx context.Context, c driver.Call) driver.Result {
	account := q.accountOf(c.Params, true)
	account.mu.Lock()
	defer account.mu.Unlock()
	if account.session != "" && !q.is("signs-up-every-time") {
		e, failed, _ := q.exchange(ctx, c.Params, request{path: "/clients/auth", body: map[string]any{"Token": account.session}}, "")
		switch {
		case failed != nil:
			return *failed
		case e.ok || e.code != "unauthorized" || q.is("gives-up-on-dead-guests"):
			who, failed := q.read(e)
			if failed != nil {
				return *failed
			}
			q.becomes(c.Params, true)
			return reference.Done(who.values())
		}
	}
	if q.is("shows-guests-the-token") {
		_, _ = q.authorize(ctx, c.Params)
	}
	who, failed := q.signUp(ctx, c.Params, c.Arg("name"))
	if failed != nil {
		return *failed
	}
	account.session = who.session
	q.becomes(c.Params, true)
	return reference.Done(who.values())
}

func (q *client) signUp(ctx context.Context, p driver.Params, name string) (*chatClient, *driver.Result) {
	body := map[string]any{"Channel": q.channel(p), "Name": nil, "PersonalData": nil}
	if name != "" && !q.is("forgets-the-name") {
		body["Name"] = name
	}
	e, failed, _ := q.exchange(ctx, p, request{path: q.signUpPath(), body: body}, "")
	if failed != nil {
		return nil, failed
	}
	if !e.ok && q.is("overlooks-refused-guests") {
		return &chatClient{}, nil
	}
	return q.read(e)
}

// session gives the account's session, a new one where it has none or where it is still the one that was refused. Whoever
// was refused with an older one just takes the new one. An anonymous client is not made anew unasked: it would be another.
func (q *client) session(ctx context.Context, p driver.Params, a *account, refused string) (string, *driver.Result) {
	if q.is("signs-in-in-parallel") && refused != "" && !a.anonymous {
		who, failed := q.authorize(ctx, p)
		if failed != nil {
			return "", failed
		}
		a.mu.Lock()
		a.session = who.session
		a.mu.Unlock()
		return who.session, nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if q.is("signs-in-every-time") && !a.anonymous {
		a.session = ""
	}
	if a.session != "" && a.session != refused {
		return a.session, nil
	}
	if a.anonymous && !q.is("makes-new-guests") {
		f := reference.Fail("unauthorized", driver.Reauthorize, "the anonymous session has ended")
		return "", &f
	}
	renew := q.authorize
	if a.anonymous {
		renew = func(ctx context.Context, p driver.Params) (*chatClient, *driver.Result) { return q.signUp(ctx, p, "") }
	}
	who, failed := renew(ctx, p)
	if failed != nil {
		return "", failed
	}
	if !q.is("forgets-new-sessions") || refused == "" {
		a.session = who.session
	}
	return who.session, nil
}

func (q *client) url(p driver.Params, path string) string {
	return strings.TrimSuffix(p.BaseURL, "/") + "/public/api/v1" + path
}
