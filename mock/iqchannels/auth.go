package iqchannels

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"sparring/mock/fake"
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
// session and returns it with the cookie. Source: iqchannels#L18-L31; iqchannels-readme §Авторизация клиентов.
// Assumed: a second call with the same token makes a new session of the same client; empty credentials are invalid.
func (x *exchange) integrationAuth() (fake.Response, error) {
	var in credentialsRequest
	if err := x.decode(&in, true); err != nil {
		return refused(err)
	}
	return x.integrate(in)
}

// integrationAuthInProject is the older form with a project instead of a channel. Assumed: any project is known.
func (x *exchange) integrationAuthInProject() (fake.Response, error) {
	var in credentialsRequest
	if err := x.decode(&in, true); err != nil {
		return refused(err)
	}
	if in.Project == "" {
		return refused(x.failed(errInvalid, "project_empty", "the call names no project"))
	}
	in.Channel = ""
	return x.integrate(in)
}

func (x *exchange) integrate(in credentialsRequest) (fake.Response, error) {
	if in.Credentials == "" {
		return refused(x.failed(errInvalid, "credentials_empty", "the call has no credentials"))
	}
	if err := x.enterable(in.Channel); err != nil {
		return refused(err)
	}
	return x.lookUp(in.Credentials, func(x *exchange, card *card) (fake.Response, error) {
		if err := x.enterable(in.Channel); err != nil { // it may have been closed while the auth service was asked
			return refused(err)
		}
		client, err := x.store(card)
		if err != nil {
			return refused(err)
		}
		return x.authorize(client, x.open(client, true, in.Channel))
	})
}

// store stores the card under the client's id in the CRM (step 6) and opens an enquiry. A client who must not be served
// is refused; the card is stored all the same.
// Assumed: the document heads such a response "successful"; refusing is the chat server's decision. Q-07.
func (x *exchange) store(card *card) (*Client, error) {
	of := card.answer.Client
	_, client, known := x.integrated.First(of.ID)
	if !known {
		client = Client{ID: x.last.client.Get() + 1, IntegrationID: of.ID, CreatedAt: x.Now()}
	}
	client.Name, client.UpdatedAt = displayName(of), x.Now()
	client.Card, client.CompanyList = stored(card.raw)
	if !companyList.Get(x) {
		client.CompanyList = nil
	}
	weighed := client
	if of.AccountNumbers != nil {
		weighed.Enquiry = &Enquiry{AccountNumbers: *of.AccountNumbers}
	}
	if err := refusedIfFull(x, x.clients, client.ID, weighed); err != nil {
		return nil, err
	}
	if !known {
		next(x.last.client)
	}
	x.clients.Put(client.ID, client)
	if !of.enabled() && disabledClient.Get(x) != disabledAccept {
		return nil, x.failed(errForbidden, "client_disabled",
			"the card has enabled false and the switch disabledClient says forbidden")
	}
	x.enquire(&client, of.AccountNumbers)
	return &client, nil
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

// enquire keeps account numbers with the open enquiry, and opens one if there is no open one.
// Source: iqchannels#L93-L95. Assumed: authorizing opens an enquiry.
func (x *exchange) enquire(client *Client, accountNumbers *string) {
	enquiry := Enquiry{}
	if client.Enquiry != nil {
		enquiry = *client.Enquiry
	} else {
		enquiry.ID, enquiry.OpenedAt = next(x.last.enquiry), x.Now()
	}
	if accountNumbers != nil {
		enquiry.AccountNumbers = *accountNumbers
	}
	client.Enquiry = &enquiry
	x.clients.Put(client.ID, *client)
}

// clientAuth resumes a session by its own token. Source: iqchannels-readme §ClientAuthRequest.
func (x *exchange) clientAuth() (fake.Response, error) {
	var in tokenRequest
	if err := x.decode(&in, true); err != nil {
		return refused(err)
	}
	if in.Token == "" {
		return refused(x.failed(errInvalid, "token_empty", "the call has no session token"))
	}
	return x.resume(x.byToken(in.Token, "Token"), moveResume)
}

// anonymousAuth resumes an anonymous client by the cookie alone. Source: iqchannels-widget, anonymousAuth.
func (x *exchange) anonymousAuth() (fake.Response, error) {
	got, used := x.byCookie()
	if !used {
		got = found{code: "session_missing", reason: "there is no cookie " + cookieName}
	}
	return x.resume(got, moveReturn)
}

func (x *exchange) resume(got found, m move) (fake.Response, error) {
	at := got.session.status(x.Now())
	if transitions[at][m].code != "" {
		code, reason := got.code, got.reason
		if code == "" {
			code = "session_" + string(at)
			reason = fmt.Sprintf("session %d is %s, which cannot %s", got.session.ID, at, m)
		}
		return refused(x.unauthorized(code, reason))
	}
	client, _ := x.clients.Get(got.session.ClientID)
	now := x.Now()
	client.LastSeenAt = &now
	x.clients.Put(client.ID, client)
	return x.authorize(&client, *got.session)
}

// signup makes an anonymous client (mobile SDKs). Source: iqchannels-kotlin, iqchannels-swift, clientsSignup.
func (x *exchange) signup() (fake.Response, error) { return x.signUp() }

// anonymousSignup makes an anonymous client (widget, Swift). Source: iqchannels-widget, anonymousSignup.
func (x *exchange) anonymousSignup() (fake.Response, error) { return x.signUp() }

// anonymousCreate is the older name of anonymousSignup. Source: iqchannels-widget, anonymousCreate ("Deprecated").
func (x *exchange) anonymousCreate() (fake.Response, error) { return x.signUp() }

// signUp makes a new client each time: Kotlin and Java may send two calls at once and get two clients.
// Assumed: a client without a name is called "Аноним", as the SDKs show it.
func (x *exchange) signUp() (fake.Response, error) {
	var in signupRequest
	if err := x.decode(&in, true); err != nil {
		return refused(err)
	}
	if in.Channel == "" {
		return refused(x.failed(errInvalid, "channel_empty", "the call names no channel"))
	}
	if _, err := x.openChannel(in.Channel); err != nil {
		return refused(err)
	}
	name := strings.TrimSpace(in.Name)
	if name == "" {
		name = "Аноним"
	}
	client := Client{ID: x.last.client.Get() + 1, Name: name, CreatedAt: x.Now(), UpdatedAt: x.Now()}
	if string(in.PersonalData) != "null" {
		client.PersonalData = in.PersonalData
	}
	if err := refusedIfFull(x, x.clients, client.ID, client); err != nil {
		return refused(err)
	}
	next(x.last.client)
	return x.authorize(&client, x.open(&client, false, in.Channel))
}

// authorize returns a session with its cookie. The cookie is not HttpOnly: the widget's logout deletes it by script.
func (x *exchange) authorize(client *Client, s Session) (fake.Response, error) {
	x.Because("session", fmt.Sprintf("session %d of client %d is %s", s.ID, client.ID, s.status(x.Now())))
	r, err := result(authJSON{
		Client: x.clientJSON(client),
		Session: sessionJSON{
			ID: s.ID, ClientID: s.ClientID, Token: s.Token, Integration: s.Integration, CreatedAt: millis(s.CreatedAt),
		},
	}, relsJSON{})
	r.AddHeader("Set-Cookie", (&http.Cookie{Name: cookieName, Value: s.Token, Path: x.CookiePath()}).String())
	return r, err
}

func (x *exchange) clientJSON(c *Client) clientJSON {
	kind := "anonymous"
	if c.IntegrationID != "" {
		kind = "integrated"
	}
	return clientJSON{
		ID: c.ID, Type: kind, Name: c.Name, Online: x.hub.listening(c.ID), IntegrationID: maybe(c.IntegrationID),
		CreatedAt: millis(c.CreatedAt), UpdatedAt: millis(c.UpdatedAt), LastSeenAt: maybeMillis(c.LastSeenAt),
	}
}

// integrationRefresh reads the card again and keeps the session: steps 4 to 6 without 7.
// Source: iqchannels-widget, refreshClient. Assumed: an anonymous session, and the card of another client, are
// forbidden.
func (x *exchange) integrationRefresh() (fake.Response, error) {
	var in credentialsRequest
	if err := x.decode(&in, true); err != nil {
		return refused(err)
	}
	if _, _, err := x.refreshable(); err != nil {
		return refused(err)
	}
	if in.Credentials == "" {
		return refused(x.failed(errInvalid, "credentials_empty", "the call has no credentials"))
	}
	return x.lookUp(in.Credentials, func(x *exchange, card *card) (fake.Response, error) {
		s, client, err := x.refreshable() // it may have ended while the auth service was asked
		if err != nil {
			return refused(err)
		}
		if client.IntegrationID != card.answer.Client.ID {
			return refused(x.failed(errForbidden, "card_of_another",
				"the credentials belong to another client than the session"))
		}
		stored, err := x.store(card)
		if err != nil {
			return refused(err)
		}
		now := x.Now()
		s.RefreshedAt = &now
		x.sessions.Put(s.ID, s)
		return result(map[string]clientJSON{"Client": x.clientJSON(stored)}, relsJSON{})
	})
}

// refreshable returns the session of a request and its client, or why there is no card to refresh.
func (x *exchange) refreshable() (Session, Client, error) {
	s, client, err := x.authorized()
	if err != nil {
		return s, client, err
	}
	if at := s.status(x.Now()); transitions[at][moveRefresh].code != "" {
		err = x.failed(errForbidden, "session_"+string(at),
			fmt.Sprintf("session %d is %s and has no card to refresh", s.ID, at))
	}
	return s, client, err
}

// getMe gives the client of the session. Source: iqchannels-kotlin (defined, not called).
func (x *exchange) getMe() (fake.Response, error) {
	_, client, err := x.authorized()
	if err != nil {
		return refused(err)
	}
	return result(x.clientJSON(&client), relsJSON{})
}

// enterable reports why a sign-in to a channel is refused; the calls of 2017 have no channel.
func (x *exchange) enterable(name string) error {
	if name == "" {
		return nil
	}
	_, err := x.openChannel(name)
	return err
}

// openChannel returns a channel that takes calls.
func (x *exchange) openChannel(name string) (Channel, error) {
	c, ok := x.channelNamed(name)
	switch {
	case !ok:
		return c, x.failed(errNotFound, "channel_unknown", "there is no channel "+shorten([]byte(name)))
	case c.ClosedAt != nil:
		return c, x.failed(errForbidden, "channel_closed", "the channel "+name+" was closed")
	}
	return c, nil
}
