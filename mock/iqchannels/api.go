package iqchannels

import (
	"errors"

	"sparring/mock/fake"
	"sparring/mock/journal/secret"
	"sparring/mock/world"
)

// Name is the API's name in paths, switches and the journal.
const Name = "iqchannels"

const cookieName = "client-session"

// exchange is one transaction: a request, an event, or what is due.
type exchange struct {
	fake.Tx
	*facts
}

// API describes the fake.
func API() *world.API {
	return fake.API(&fake.Definition[*facts, *exchange]{
		Name: Name, Switches: sw, BodySize: bodySize,
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
		Bounds: bounds(), Reasons: reasons(), Findings: findingReasons(), Code: codeOf,
		Operations: operations(), Events: events(),

		Facts: newFacts, Begin: func(f *facts) *exchange { return &exchange{facts: f} },
		Seed: (*exchange).seed, Mark: (*exchange).mark,
		Admit: (*exchange).admit, Miss: (*exchange).miss, Fail: (*exchange).fail, Refuse: (*exchange).refuse,
		Render: (*exchange).render, Finish: (*exchange).finish,
		Expire: (*exchange).expire, Fire: (*exchange).endDue,
		Credentials: (*exchange).credentials, State: (*exchange).state, Plant: plant,
	})
}

// operations are all there are. An open one presents nothing that can be ended.
func operations() []fake.Operation[*exchange] {
	open := func(id string, handle func(*exchange) (fake.Response, error)) fake.Operation[*exchange] {
		return fake.Operation[*exchange]{ID: id, Access: fake.Open, Handle: handle}
	}
	held := func(id string, handle func(*exchange) (fake.Response, error)) fake.Operation[*exchange] {
		return fake.Operation[*exchange]{ID: id, Access: fake.Credential, Handle: handle}
	}
	return []fake.Operation[*exchange]{
		held(opGetCard, (*exchange).getClientCard), held(opPostCard, (*exchange).postClientCard),

		held(opIntegrationAuth, (*exchange).integrationAuth),
		held(opInProject, (*exchange).integrationAuthInProject), held(opClientAuth, (*exchange).clientAuth),
		open(opSignup, (*exchange).signup), open(opAnonymousSignup, (*exchange).anonymousSignup),
		open(opAnonymousCreate, (*exchange).anonymousCreate), held(opAnonymousAuth, (*exchange).anonymousAuth),
		held("integrationRefresh", (*exchange).integrationRefresh), held("getMe", (*exchange).getMe),
		held("setLanguage", (*exchange).setLanguage),
		held("pushApnsToken", pushToken("apns")), held("pushFcmToken", pushToken("fcm")),
		held("pushHcmToken", pushToken("hcm")),

		held("listMessages", (*exchange).listMessages), held("sendMessage", (*exchange).sendMessage),
		held("sendTyping", (*exchange).sendTyping), held("markReceived", (*exchange).markReceived),
		held("markRead", (*exchange).markRead), held("getChatSettings", (*exchange).getChatSettings),
		open("checkBadWords", (*exchange).checkBadWords), held("listenMessage", (*exchange).listenMessage),
		held("acceptProduct", (*exchange).acceptProduct), held("declineProduct", (*exchange).declineProduct),
		held("sendSystemChat", (*exchange).sendSystemChat), held("listTickets", (*exchange).listTickets),

		held("rateRating", (*exchange).rateRating), held("ignoreRating", (*exchange).ignoreRating),
		held("queryPoll", (*exchange).queryPoll), held("sendPoll", (*exchange).sendPoll),
		held("finishPoll", (*exchange).finishPoll),
		held("respondInfoRequest", (*exchange).respondInfoRequest),
		held("ignoreInfoRequest", (*exchange).ignoreInfoRequest),

		held(opStreamEvents, (*exchange).streamEvents), held(opStreamUnread, (*exchange).streamUnread),
		held(opStreamMultichat, (*exchange).streamUnreadMultichat),

		open("getVersion", (*exchange).getVersion), open("getBlocker", (*exchange).getBlocker),
		open("getAudioMessagesEnabled", (*exchange).getAudioMessagesEnabled),
		open("getGreetings", (*exchange).getGreetings),
		open("getPersonalDataForm", (*exchange).getPersonalDataForm),
		open("listLanguages", (*exchange).listLanguages),
		open("getEndAppealsSettings", (*exchange).getEndAppealsSettings),
		open("getWidgetStyles", (*exchange).getWidgetStyles), open("getInfoRequest", (*exchange).getInfoRequest),
		open("logMessage", (*exchange).logMessage),

		open("getFilesConfig", (*exchange).getFilesConfig), held("getFile", (*exchange).getFile),
		held("uploadFile", (*exchange).uploadFile), held("getFileToken", (*exchange).getFileToken),
		held("downloadFile", (*exchange).downloadFile), held("getFileImage", (*exchange).getFileImage),
	}
}

// admit lets all requests pass: the handlers read the body before they look at the session, see authorized.
func (x *exchange) admit(*fake.Operation[*exchange]) error { return nil }

// expire ends what the request presents: a session, or the token where a card is asked for.
func (x *exchange) expire(reason string) error {
	if token, ok := x.presentedToken(); ok {
		t, known := x.tokens.Get(token)
		if !known || t.Revoked != "" {
			return errors.New("our auth service knows no live token of this request")
		}
		t.Revoked = reason
		x.tokens.Put(token, t)
		return nil
	}
	var got found
	if x.Operation == opClientAuth {
		var in tokenRequest
		if err := x.decode(&in, true); err != nil {
			return errors.New("the body has no token")
		}
		got = x.byToken(in.Token, "Token")
	} else {
		got = x.present()
	}
	if got.code != "" {
		return errors.New(got.reason)
	}
	x.end(*got.session, reason, x.Now())
	return nil
}

// presentedToken returns the token of the outside system that a request carries, if its operation takes one.
func (x *exchange) presentedToken() (string, bool) {
	switch x.Operation {
	case opGetCard:
		return x.Vars["token"], true
	case opPostCard:
		return x.Header.Get("token"), true
	case opIntegrationAuth, opInProject:
		var in credentialsRequest
		_ = x.decode(&in, false) // no body, no token
		return in.Credentials, true
	}
	return "", false
}

// endDue ends the sessions whose time has come, and with them their streams.
func (x *exchange) endDue() (n int) {
	for _, s, ok := x.due.Next(x.Now()); ok; _, s, ok = x.due.Next(x.Now()) {
		x.end(s, "time", *s.ExpiresAt)
		n++
	}
	return n
}
