package iqchannels

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"sparring/mock/journal"
	"sparring/mock/world"
)

// Operations that make or end sessions.
const (
	opIntegrationAuth = "integrationAuth"
	opInProject       = "integrationAuthInProject"
	opClientAuth      = "clientAuth"
	opSignup          = "signup"
	opAnonymousSignup = "anonymousSignup"
	opAnonymousCreate = "anonymousCreate"
	opAnonymousAuth   = "anonymousAuth"
)

type credentialsRequest struct {
	Credentials string
	Channel     string
	Project     string
}

type tokenRequest struct{ Token string }

type signupRequest struct {
	Name         string
	Channel      string
	PersonalData json.RawMessage
}

// integrationAuth runs steps 3 to 7: it asks the auth service for the card of the token, stores the card, makes a
// session
// and returns it with the cookie. Source: iqchannels#L18-L31; iqchannels-readme §Авторизация клиентов.
// Assumed: a second call with the same token makes a new session of the same client; empty credentials are invalid.
func integrationAuth(f *Fake, r *world.Request) (world.Answer, error) {
	var in credentialsRequest
	if err := decode(r, &in, true); err != nil {
		return world.Answer{}, err
	}
	return f.integrate(r, in)
}

// integrationAuthInProject is the older form with a project instead of a channel. Assumed: any project is known.
func integrationAuthInProject(f *Fake, r *world.Request) (world.Answer, error) {
	var in credentialsRequest
	if err := decode(r, &in, true); err != nil {
		return world.Answer{}, err
	}
	if in.Project == "" {
		return world.Answer{}, refuse(errInvalid, "project_empty", "the call names no project")
	}
	in.Channel = ""
	return f.integrate(r, in)
}

func (f *Fake) integrate(r *world.Request, in credentialsRequest) (world.Answer, error) {
	if in.Credentials == "" {
		return world.Answer{}, refuse(errInvalid, "credentials_empty", "the call has no credentials")
	}
	f.mu.Lock()
	err := f.enterable(in.Channel)
	f.mu.Unlock()
	if err != nil {
		return world.Answer{}, err
	}
	card, err := f.lookUp(r.Context, in.Credentials)
	if err != nil {
		return world.Answer{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.enterable(in.Channel); err != nil { // it may have been closed while the auth service was asked
		return world.Answer{}, err
	}
	now := f.w.Now()
	client, err := f.upsert(card, now)
	if err != nil {
		return world.Answer{}, err
	}
	if err := f.servable(card); err != nil {
		return world.Answer{}, err
	}
	f.enquire(client, card, now)
	return f.authAnswer(r, client, f.open(client, true, in.Channel, now), now), nil
}

// upsert stores the card under the client's id in the CRM (step 6). f.mu is held.
func (f *Fake) upsert(card *card, now time.Time) (*Client, error) {
	id := card.answer.Client.ID
	client := f.st.integrated[id]
	next := Client{IntegrationID: id, CreatedAt: now}
	if client != nil {
		next = *client
	}
	next.Name, next.UpdatedAt = displayName(card.answer.Client), now
	var companies json.RawMessage
	next.Card, companies = stored(card.raw)
	next.CompanyList = nil
	if f.on("companyList") {
		next.CompanyList = companies
	}
	grown := next.weight() - next.size
	if n := card.answer.Client.AccountNumbers; n != nil {
		grown += int64(len(*n))
	}
	if err := room(f.meters.clients, grown); err != nil {
		return nil, err
	}
	if client == nil {
		f.st.next.Client++
		next.ID = f.st.next.Client
		return f.st.addClient(next), nil
	}
	*client = next
	change(f.meters.clients, &client.size, client.weight())
	return client, nil
}

// displayName is what the SDK sees as the client's name.
func displayName(c *cardClient) string {
	if c.Name != "" {
		return c.Name
	}
	var parts []string
	for _, p := range []*string{c.Surname, c.Firstname, c.Patronymic} {
		if p != nil && *p != "" {
			parts = append(parts, *p)
		}
	}
	return strings.Join(parts, " ")
}

// servable refuses a client whose card says that serving is not allowed; the card is stored all the same.
// Assumed: the document heads such an answer "successful"; refusing is the chat server's decision. Q-07.
func (f *Fake) servable(card *card) error {
	if card.answer.Client.enabled() || f.text("disabledClient") == "accept" {
		return nil
	}
	return refuse(
		errForbidden,
		"client_disabled",
		"the card has enabled false and the switch disabledClient says forbidden",
	)
}

// enquire keeps the account numbers with the open enquiry, and opens one if there is no open one. f.mu is held.
// Source: iqchannels#L93-L95. Assumed: authorizing opens an enquiry.
func (f *Fake) enquire(client *Client, card *card, now time.Time) {
	if client.Enquiry == nil {
		f.openEnquiry(client, now)
	}
	if card != nil && card.answer.Client.AccountNumbers != nil {
		client.Enquiry.AccountNumbers = *card.answer.Client.AccountNumbers
		change(f.meters.clients, &client.size, client.weight())
	}
}

func (f *Fake) openEnquiry(client *Client, now time.Time) {
	f.st.next.Enquiry++
	client.Enquiry = &Enquiry{ID: f.st.next.Enquiry, OpenedAt: now}
}

// clientAuth resumes a session by its own token. Source: iqchannels-readme §ClientAuthRequest.
func clientAuth(f *Fake, r *world.Request) (world.Answer, error) {
	var in tokenRequest
	if err := decode(r, &in, true); err != nil {
		return world.Answer{}, err
	}
	if in.Token == "" {
		return world.Answer{}, refuse(errInvalid, "token_empty", "the call has no session token")
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.w.Now()
	return f.resume(r, f.byToken(in.Token, "Token", now), moveResume, now)
}

// anonymousAuth resumes an anonymous client by the cookie alone. Source: iqchannels-widget, anonymousAuth.
func anonymousAuth(f *Fake, r *world.Request) (world.Answer, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.w.Now()
	got, used := f.byCookie(r, now)
	if !used {
		got = found{code: "session_missing", reason: "there is no cookie " + cookieName}
	}
	return f.resume(r, got, moveReturn, now)
}

func (f *Fake) resume(r *world.Request, got found, m move, now time.Time) (world.Answer, error) {
	at := got.session.status(now)
	if transitions[at][m].code != "" {
		code, reason := got.code, got.reason
		if code == "" {
			code, reason = "session_"+string(
				at,
			), fmt.Sprintf(
				"session %d is %s, which cannot %s",
				got.session.ID,
				at,
				m,
			)
		}
		return world.Answer{}, f.unauthorized(code, reason)
	}
	client := f.st.client[got.session.ClientID]
	client.LastSeenAt = &now
	return f.authAnswer(r, client, got.session, now), nil
}

// signup makes an anonymous client (mobile SDKs). Source: iqchannels-kotlin, iqchannels-swift, clientsSignup.
func signup(f *Fake, r *world.Request) (world.Answer, error) { return f.signUp(r) }

// anonymousSignup makes an anonymous client (widget, Swift). Source: iqchannels-widget, anonymousSignup.
func anonymousSignup(f *Fake, r *world.Request) (world.Answer, error) { return f.signUp(r) }

// anonymousCreate is the older name of anonymousSignup. Source: iqchannels-widget, anonymousCreate ("Deprecated").
func anonymousCreate(f *Fake, r *world.Request) (world.Answer, error) { return f.signUp(r) }

// signUp makes a new client each time: Kotlin and Java may send two calls at once and get two clients.
// Assumed: a client without a name is called "Аноним", as the SDKs show it.
func (f *Fake) signUp(r *world.Request) (world.Answer, error) {
	var in signupRequest
	if err := decode(r, &in, true); err != nil {
		return world.Answer{}, err
	}
	if in.Channel == "" {
		return world.Answer{}, refuse(errInvalid, "channel_empty", "the call names no channel")
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, err := f.openChannel(in.Channel); err != nil {
		return world.Answer{}, err
	}
	now := f.w.Now()
	name := strings.TrimSpace(in.Name)
	if name == "" {
		name = "Аноним"
	}
	f.st.next.Client++
	c := Client{ID: f.st.next.Client, Name: name, CreatedAt: now, UpdatedAt: now}
	if string(in.PersonalData) != "null" {
		c.PersonalData = in.PersonalData
	}
	if err := room(f.meters.clients, c.weight()); err != nil {
		return world.Answer{}, err
	}
	client := f.st.addClient(c)
	return f.authAnswer(r, client, f.open(client, false, in.Channel, now), now), nil
}

// authAnswer returns a session with its cookie. The cookie is not HttpOnly: the widget's logout deletes it by script.
// f.mu is held.
func (f *Fake) authAnswer(r *world.Request, client *Client, x *Session, now time.Time) world.Answer {
	a := result(authJSON{
		Client: f.clientJSON(client),
		Session: sessionJSON{
			ID:          x.ID,
			ClientID:    x.ClientID,
			Token:       x.Token,
			Integration: x.Integration,
			CreatedAt:   millis(x.CreatedAt),
		},
	}, relsJSON{})
	a.Header.Add("Set-Cookie", (&http.Cookie{Name: cookieName, Value: x.Token, Path: r.CookiePath()}).String())
	a.Why = append(
		f.st.told(),
		journal.Why{
			Code: "session",
			Text: fmt.Sprintf("session %d of client %d is %s", x.ID, client.ID, x.status(now)),
		},
	)
	return a
}

func (f *Fake) clientJSON(c *Client) clientJSON {
	kind := "anonymous"
	if c.IntegrationID != "" {
		kind = "integrated"
	}
	return clientJSON{
		ID: c.ID, Type: kind, Name: c.Name, Online: f.hub.listening(c.ID), IntegrationID: maybe(c.IntegrationID),
		CreatedAt: millis(c.CreatedAt), UpdatedAt: millis(c.UpdatedAt), LastSeenAt: maybeMillis(c.LastSeenAt),
	}
}

// integrationRefresh reads the card again and keeps the session: steps 4 to 6 without 7.
// Source: iqchannels-widget, refreshClient. Assumed: an anonymous session, and the card of another client, are
// forbidden.
func integrationRefresh(f *Fake, r *world.Request) (world.Answer, error) {
	var in credentialsRequest
	if err := decode(r, &in, true); err != nil {
		return world.Answer{}, err
	}
	if err := f.refreshable(r); err != nil {
		return world.Answer{}, err
	}
	if in.Credentials == "" {
		return world.Answer{}, refuse(errInvalid, "credentials_empty", "the call has no credentials")
	}
	card, err := f.lookUp(r.Context, in.Credentials)
	if err != nil {
		return world.Answer{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.w.Now()
	x, client, err := f.authorized(r, now) // it may have ended while the auth service was asked
	if err != nil {
		return world.Answer{}, err
	}
	if client.IntegrationID != card.answer.Client.ID {
		return world.Answer{}, refuse(
			errForbidden,
			"card_of_another",
			"the credentials belong to another client than the session",
		)
	}
	if _, err := f.upsert(card, now); err != nil {
		return world.Answer{}, err
	}
	if err := f.servable(card); err != nil {
		return world.Answer{}, err
	}
	f.enquire(client, card, now)
	x.RefreshedAt = &now
	return result(map[string]clientJSON{"Client": f.clientJSON(client)}, relsJSON{}), nil
}

func (f *Fake) refreshable(r *world.Request) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.w.Now()
	x, _, err := f.authorized(r, now)
	if err != nil {
		return err
	}
	if at := x.status(now); transitions[at][moveRefresh].code != "" {
		return refuse(
			errForbidden,
			"session_"+string(at),
			fmt.Sprintf("session %d is %s and has no card to refresh", x.ID, at),
		)
	}
	return nil
}

// getMe gives the client of the session. Source: iqchannels-kotlin (defined, not called).
func getMe(f *Fake, r *world.Request) (world.Answer, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	_, client, err := f.authorized(r, f.w.Now())
	if err != nil {
		return world.Answer{}, err
	}
	return result(f.clientJSON(client), relsJSON{}), nil
}

// enterable reports why a sign-in to a channel is refused; the calls of 2017 have no channel. f.mu is held.
func (f *Fake) enterable(name string) error {
	if name == "" {
		return nil
	}
	_, err := f.openChannel(name)
	return err
}

// openChannel gives a channel that takes calls. f.mu is held.
func (f *Fake) openChannel(name string) (*Channel, error) {
	c := f.st.channelNamed(name)
	if c == nil {
		return nil, refuse(errNotFound, "channel_unknown", "there is no channel "+shorten([]byte(name)))
	}
	if c.ClosedAt != nil {
		return nil, refuse(errForbidden, "channel_closed", "the channel "+name+" was closed")
	}
	return c, nil
}
