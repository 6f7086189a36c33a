package timconnect

import (
	"errors"
	"strings"

	"sparring/mock/fake"
	"sparring/mock/journal/secret"
	"sparring/mock/world"
)

// exchange is one transaction: a request that is answered, an event, or what is due.
type exchange struct {
	fake.Tx
	*facts
	fields fields
	key    string // the API key of the header; empty if none was asked for
	device Device // of the session; found by the gate
}

// API describes the fake.
func API() *world.API {
	return fake.API(&fake.Definition[*facts, *exchange]{
		Name:        Name,
		Switches:    sw,
		Secrets:     secrets(),
		Bounds:      bounds(),
		Reasons:     reasons(),
		Findings:    findingReasons(),
		Code:        codeOf,
		Operations:  operations(),
		Events:      events(),
		Facts:       newFacts,
		Begin:       func(f *facts) *exchange { return &exchange{facts: f} },
		Seed:        (*exchange).seed,
		Mark:        (*exchange).mark,
		Admit:       (*exchange).admit,
		Miss:        (*exchange).miss,
		Fail:        (*exchange).fail,
		Refuse:      (*exchange).refuse,
		Render:      (*exchange).render,
		Expire:      (*exchange).expire,
		Fire:        (*exchange).sendDue,
		Credentials: (*exchange).credentials,
		State:       (*exchange).state,
		Plant:       fake.Strict(invariants, nil, (*exchange).load),
	})
}

const (
	listKittens  = "listKittens"
	getKitten    = "getKitten"
	deleteKitten = "deleteKitten"
)

// operations are those of timconnect.yaml, and those of kittn.yaml, which have an order of checks of their own.
func operations() []fake.Operation[*exchange] {
	return []fake.Operation[*exchange]{
		{ID: "registerPhone", Handle: (*exchange).registerPhone},
		{ID: "confirmPhone", Handle: (*exchange).confirmPhone},
		{ID: "registerByDigest", Handle: (*exchange).registerByDigest},
		{ID: "authorize", Handle: (*exchange).authorize},
		{ID: "getAuthorization", Access: fake.Optional, Handle: (*exchange).getAuthorization},
		{ID: "removeDevice", Access: fake.Credential, Handle: (*exchange).removeDevice},
		{ID: "listQueue", Access: fake.Credential, Handle: (*exchange).listQueue},
		{ID: "listMessages", Access: fake.Credential, Handle: (*exchange).listMessages},
		{ID: "getMessage", Access: fake.Credential, Handle: (*exchange).getMessage},
		{ID: "reportDelivery", Access: fake.Credential, Handle: (*exchange).reportDelivery},
		{ID: "setCategory", Access: fake.Credential, Handle: (*exchange).setCategory},
		{ID: "setGeotag", Access: fake.Credential, Handle: (*exchange).setGeotag},
		{ID: "setHashtag", Access: fake.Credential, Handle: (*exchange).setHashtag},
		{ID: "listCategories", Access: fake.Credential, Handle: (*exchange).listCategories},
		{ID: "getStatistics", Access: fake.Credential, Handle: (*exchange).getStatistics},
		{ID: "createCallPassword", Access: fake.Credential, Handle: (*exchange).createCallPassword},
		{ID: "registerVoip", Access: fake.Credential, Handle: (*exchange).registerVoip},
		{ID: "startCall", Access: fake.Credential, Handle: (*exchange).startCall},
		{ID: "answerCall", Access: fake.Credential, Handle: (*exchange).answerCall},
		{ID: "hangUpCall", Access: fake.Credential, Handle: (*exchange).hangUpCall},
		{ID: "getCall", Access: fake.Credential, Handle: (*exchange).getCall},
		{ID: listKittens, Access: fake.Credential, Handle: (*exchange).kitten},
		{ID: getKitten, Access: fake.Credential, Handle: (*exchange).kitten},
		{ID: deleteKitten, Access: fake.Credential, Handle: (*exchange).kitten},
	}
}

func secrets() secret.Positions {
	return secret.Positions{
		Headers: map[string]string{"Authorization": "api_key", "X-Push-Token": "token"},
		Cookies: map[string]string{"sessionid": "session"},
		Fields: map[string]string{
			"sessionid": "session", "credentials": "credentials", "app_key": "api_key", "token": "token",
			"code":   "code",
			"digest": "digest", "digest_secret": "secret", "password": "password", "asteriskpass": "password",
		},
	}
}

// kittn reports whether the request is one to Kittn, known or not.
func (x *exchange) kittn() bool { return kittenOperation(x.Operation) || underKittens(x.Path) }

// admit checks the API key first, then the session. Kittn has an order of its own: see kitten.
func (x *exchange) admit(op *fake.Operation[*exchange]) error {
	if kittenOperation(op.ID) {
		return nil
	}
	x.fields = x.read()
	if err := x.checkKey(); err != nil || op.Access != fake.Credential {
		return err
	}
	if _, ok := x.Cookie("sessionid"); !ok {
		x.Finding(sessionMissing())
	}
	return x.gate()
}

// miss answers a request that no operation fits: under Kittn's paths with its errors, else in the envelope of TIM
// Connect.
func (x *exchange) miss(m world.Miss) (fake.Response, error) {
	switch {
	case underKittens(x.Path):
		return x.answerKitten(missedKitten(x.Request, m))
	case len(m.Allow) == 0:
		return fake.Response{}, notFound
	default:
		return fake.Response{}, methodNotAllowed(x.Method, strings.Join(m.Allow, ", "))
	}
}

// expire ends the credential of the request: the session, or on Kittn the API key.
func (x *exchange) expire(reason string) error {
	if kittenOperation(x.Operation) {
		k, ok := x.liveKey(x.Header.Get("Authorization"))
		if !ok {
			return errors.New("the request's Authorization is not a live API key")
		}
		k.RevokedAt, k.Reason, k.Fault = x.Now(), reason, true
		x.keys.Put(k.Key, k)
		return nil
	}
	id, _ := x.Cookie("sessionid")
	_, d, ok := x.sessions.First(id)
	if !ok {
		return errors.New("the request's cookie sessionid is not a session of this world")
	}
	if !d.endSessions(x.Now(), func(s *Session) bool { return s.ID == id }, reason, true) {
		return errors.New("the session of the request had ended already")
	}
	x.devices.Put(d.ID, d)
	return nil
}

// success is the response of a handler that did its work.
func success(body any) (fake.Response, error) { return fake.JSON(0, body), nil }

// refused is the response of a handler that did not.
func refused(err error) (fake.Response, error) { return fake.Response{}, err }
