package iqchannels

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"sparring/mock/journal/secret"
	"sparring/mock/world"
)

// Name is the API's name in paths, switches and the journal.
const Name = "iqchannels"

const cookieName = "client-session"

// handler answers one operation. It takes the fake's lock itself, because a look-up must not hold it.
type handler func(f *Fake, r *world.Request) (world.Answer, error)

// handlers lists what the fake handles, by operation id.
func handlers() map[string]handler {
	return map[string]handler{
		opGetCard: getClientCard, opPostCard: postClientCard,

		opIntegrationAuth: integrationAuth, opInProject: integrationAuthInProject, opClientAuth: clientAuth,
		opSignup: signup, opAnonymousSignup: anonymousSignup, opAnonymousCreate: anonymousCreate,
		opAnonymousAuth: anonymousAuth, "integrationRefresh": integrationRefresh, "getMe": getMe,
		"setLanguage":   setLanguage,
		"pushApnsToken": pushToken("apns"), "pushFcmToken": pushToken("fcm"), "pushHcmToken": pushToken("hcm"),

		"listMessages": listMessages, "sendMessage": sendMessage, "sendTyping": sendTyping,
		"markReceived": markReceived, "markRead": markRead, "getChatSettings": getChatSettings,
		"checkBadWords": checkBadWords,
		"listenMessage": listenMessage, "acceptProduct": acceptProduct, "declineProduct": declineProduct,
		"sendSystemChat": sendSystemChat, "listTickets": listTickets,

		"rateRating": rateRating, "ignoreRating": ignoreRating, "queryPoll": queryPoll, "sendPoll": sendPoll,
		"finishPoll":         finishPoll,
		"respondInfoRequest": respondInfoRequest, "ignoreInfoRequest": ignoreInfoRequest,

		opStreamEvents: streamEvents, opStreamUnread: streamUnread, opStreamMultichat: streamUnreadMultichat,

		"getVersion": getVersion, "getBlocker": getBlocker, "getAudioMessagesEnabled": getAudioMessagesEnabled,
		"getGreetings": getGreetings, "getPersonalDataForm": getPersonalDataForm, "listLanguages": listLanguages,
		"getEndAppealsSettings": getEndAppealsSettings, "getWidgetStyles": getWidgetStyles,
		"getInfoRequest": getInfoRequest,
		"logMessage":     logMessage,

		"getFilesConfig": getFilesConfig, "getFile": getFile, "uploadFile": uploadFile, "getFileToken": getFileToken,
		"downloadFile": downloadFile, "getFileImage": getFileImage,
	}
}

// API describes the fake. Its New makes one for a world.
func API() *world.API {
	table := handlers()
	api := &world.API{
		Name: Name, Switches: switches(), BodySize: bodySize, Events: events(), Bounds: bounds(),
		Operations: slices.Sorted(maps.Keys(table)),
		Secrets: secret.Positions{
			Headers: map[string]string{
				"authorization":          "session",
				"x-client-authorization": "session",
				"token":                  "token",
			},
			Cookies: map[string]string{cookieName: "session"},
			Query:   map[string]string{"x-client-token": "token", "token": "token"},
			Fields:  map[string]string{"credentials": "token", "token": "session", "secretword": "password"},
			Path:    map[string]string{"token": "token"},
		},
		Credential: credential,
		Code:       codeOf,
		Reasons:    reasons(), Findings: findingReasons(),
	}
	api.New = func(w *world.World) world.Fake {
		f := &Fake{api: api, w: w, chance: w.Chance(Name), handlers: table, hub: newHub(), meters: newMeters(api, w)}
		f.load(seed(w.Now()))
		return f
	}
	return api
}

// credential reports whether requests of an operation present something that can be ended.
func credential(operation string) bool {
	switch operation {
	case opSignup,
		opAnonymousSignup,
		opAnonymousCreate,
		"getVersion",
		"getBlocker",
		"getAudioMessagesEnabled",
		"getGreetings",
		"getPersonalDataForm",
		"listLanguages",
		"getEndAppealsSettings",
		"getWidgetStyles",
		"getInfoRequest",
		"logMessage",
		"getFilesConfig",
		"checkBadWords":
		return false
	}
	return true
}

// Fake is iQChannels in one world. Safe for concurrent use.
type Fake struct {
	api      *world.API
	w        *world.World
	chance   *world.Chance
	handlers map[string]handler
	hub      *hub
	meters   *meters

	mu sync.Mutex // before the locks of hub and clock
	st *store
}

// API gives the description.
func (f *Fake) API() *world.API { return f.api }

// Handle answers a request for an operation.
func (f *Fake) Handle(r *world.Request) world.Answer {
	h, ok := f.handlers[r.Operation]
	if !ok {
		return f.Miss(r, world.Miss{})
	}
	a, err := h(f, r)
	if err != nil {
		a = f.refused(r.Operation, err)
	}
	if !isCard(r.Operation) {
		cors(r, &a)
	}
	return a
}

// refused turns a handler's error into an answer; anything but a refusal would be a mistake of ours.
func (f *Fake) refused(operation string, err error) world.Answer {
	var no *refusal
	if !errors.As(err, &no) {
		no = refuse(errInternal, "internal", err.Error())
	}
	return fail(operation, no)
}

// Fail writes the vendor's answer for an error code of the catalogue; nothing is handled.
func (f *Fake) Fail(r *world.Request, code string) world.Answer {
	e, service := catalogue(code)
	no := refuse(e, "fault", "a fault rule asked for "+code)
	if service != isCard(r.Operation) {
		// A code of one document at an operation of the other: the nearest that this operation can say.
		no.vendor = errInternal
		if isCard(r.Operation) {
			no.vendor = errSilent
		}
	}
	a := fail(r.Operation, no)
	if !isCard(r.Operation) {
		cors(r, &a)
	}
	return a
}

// Expire ends what the request presents: a session, or the token where a card is asked for.
func (f *Fake) Expire(r *world.Request, reason string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.w.Now()
	if token, ok := presentedToken(r); ok {
		t := f.st.token[token]
		if t == nil || t.Revoked != "" {
			return errors.New("our auth service knows no live token of this request")
		}
		t.Revoked = reason
		return nil
	}
	var got found
	if r.Operation == opClientAuth {
		var in tokenRequest
		if err := decode(r, &in, true); err != nil {
			return errors.New("the body has no token")
		}
		got = f.byToken(in.Token, "Token", now)
	} else {
		got = f.present(r, now)
	}
	if got.code != "" {
		return errors.New(got.reason)
	}
	f.end(got.session, reason, now)
	return nil
}

// presentedToken gives the token of the outside system that a request carries, where its operation takes one.
func presentedToken(r *world.Request) (string, bool) {
	switch r.Operation {
	case opGetCard:
		return r.Vars["token"], true
	case opPostCard:
		return r.Header.Get("token"), true
	case opIntegrationAuth, opInProject:
		var in credentialsRequest
		_ = decode(r, &in, false) // no body, no token
		return in.Credentials, true
	}
	return "", false
}

// Credentials are what a client's user has: the token of a natural person and a channel.
func (f *Fake) Credentials() map[string]string {
	return map[string]string{"token": TokenPerson, "channel": ChannelSupport}
}

// State gives all facts as JSON; Plant takes them back.
func (f *Fake) State() any {
	f.mu.Lock()
	defer f.mu.Unlock()
	return json.RawMessage(encode(f.st.state()))
}

// Plant replaces all facts, all or nothing; open streams go on where their sessions still exist.
func (f *Fake) Plant(state json.RawMessage) error {
	s, err := parseState(state)
	if err != nil {
		return err
	}
	f.load(s)
	f.hub.wakeAll()
	f.w.Clock.Rearm()
	return nil
}

func (f *Fake) load(s *State) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.st = newStore(s, f.meters)
	for _, t := range f.st.tokens {
		f.w.Secret("token", t.Value)
	}
	for _, x := range f.st.sessions {
		f.w.Secret("session", x.Token)
	}
}

// NextDue tells when the next live session ends by time.
func (f *Fake) NextDue() (time.Time, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var due time.Time
	for _, x := range f.st.sessions {
		if x.due() && (due.IsZero() || x.ExpiresAt.Before(due)) {
			due = *x.ExpiresAt
		}
	}
	return due, !due.IsZero()
}

// Fire ends the sessions whose time has come, and with them their streams.
func (f *Fake) Fire(at time.Time) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := 0
	for _, x := range f.st.sessions {
		if x.due() && !x.ExpiresAt.After(at) {
			f.end(x, "time", *x.ExpiresAt)
			n++
		}
	}
	return n
}

// Pending counts the sessions that will end by time.
func (f *Fake) Pending() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := 0
	for _, x := range f.st.sessions {
		if x.due() {
			n++
		}
	}
	return n
}

func (x *Session) due() bool { return x.ExpiresAt != nil && x.EndReason == "" }
