package bonder

import (
	"net/http"
	"slices"
	"strings"

	"sparring/mock/fake"
	"sparring/mock/journal/secret"
	"sparring/mock/world"
)

// name is the API's name in addresses, switches and events.
const name = "bonder"

// exchange is one request, or one event, in a transaction.
type exchange struct {
	fake.Tx
	*facts
	account account // of the token, if the request was admitted
	token   string
	passed  bool // the token's gate, so the request counts
	refused bool
	warned  bool // THUMBNAIL_REJECTED_ERROR comes with the success
}

// API describes the fake to the server.
func API() *world.API {
	return fake.API(&fake.Definition[*facts, *exchange]{
		Name: name, Switches: sw, Contradiction: contradiction, BodySize: bodySize,
		Secrets: secret.Positions{
			Headers: map[string]string{"X-Auth-Key": "token"},
			Fields:  map[string]string{"password": "password", "token": "token"},
		},
		Bounds: bounds(), Warnings: []string{thumbnailRejected},
		Reasons: reasons(), Findings: findingReasons(), Code: codeOf,
		Operations: operations(), Events: events(),

		Facts: newFacts, Begin: func(f *facts) *exchange { return &exchange{facts: f} },
		Seed: (*exchange).seed, Mark: (*exchange).mark,
		Admit: (*exchange).admit, Miss: (*exchange).miss, Fail: (*exchange).fail, Refuse: (*exchange).refuseBy,
		Render: (*exchange).render, Finish: (*exchange).count, Expire: (*exchange).expire,
		Credentials: (*exchange).credentials, State: (*exchange).state,
		Plant: fake.Strict(invariants, nil, (*exchange).load),
	})
}

// operations are all there are, in the order of the document.
func operations() []fake.Operation[*exchange] {
	return []fake.Operation[*exchange]{
		{ID: "authorize", Handle: (*exchange).authorize},
		{ID: "listRepositories", Access: fake.Credential, Handle: (*exchange).listRepositories},
		{ID: "getRepository", Access: fake.Credential, Handle: (*exchange).getRepository},
		{ID: "createProfile", Access: fake.Credential, Handle: (*exchange).createProfile},
		{ID: "saveCard", Access: fake.Credential, Handle: (*exchange).saveCard},
		{ID: "getCard", Access: fake.Credential, Handle: (*exchange).getCard},
		{ID: "deleteProfile", Access: fake.Credential, Handle: (*exchange).deleteProfile},
		{ID: "setCardStatus", Access: fake.Credential, Handle: (*exchange).setCardStatus},
		{ID: "setUsePhoto", Access: fake.Credential, Handle: (*exchange).setUsePhoto},
		{ID: "setLangStatus", Access: fake.Credential, Handle: (*exchange).setLangStatus},
		{ID: "deleteLanguage", Access: fake.Credential, Handle: (*exchange).deleteLanguage},
		{ID: "viewCard", Handle: (*exchange).viewCard},
	}
}

// admit passes a request through the token's gate. What it does and that it is counted are one step: with one request
// left and ten in parallel exactly one is served.
// Source: bonder, "код-ошибки"; order and counting: B-09, B-10, B-12, B-18.
func (x *exchange) admit(op *fake.Operation[*exchange]) error {
	if op.Access == fake.Open {
		return nil
	}
	if err := x.down(false); err != nil {
		return err
	}
	return x.gate()
}

// count counts a request that has passed the token's gate (B-10).
func (x *exchange) count(r fake.Response) fake.Response {
	if x.passed && (!x.refused || countFailures.Get(x)) {
		x.tokens.Count(x.token, func(t *token) { t.Used++ })
	}
	return r
}

// miss answers an unknown path or method with the vendor's envelope.
// Assumed: nothing is said about either; 404 and 405 are loud where the vendor's own 200 would not be. B-03.
func (x *exchange) miss(m world.Miss) (fake.Response, error) {
	if x.Method == http.MethodPut && x.Path == "/users" && createByPut.Get(x) == "users" {
		if err := x.admit(&fake.Operation[*exchange]{Access: fake.Credential}); err != nil {
			return fake.Response{}, err
		}
		return x.createByPut()
	}
	if upper := strings.ToUpper(x.Method); upper != x.Method && slices.Contains(m.Allow, upper) {
		x.Because("method_in_lower_case",
			"methods are written in capital letters (RFC 9110 §9.1): send "+upper+", not "+x.Method)
	}
	no := fake.Refusal{Code: resourceNotFound, Status: http.StatusNotFound, Args: m.Allow}
	if len(m.Allow) > 0 {
		no.Status = http.StatusMethodNotAllowed
	}
	if unknownRoute.Get(x) == "200" {
		no.Status = http.StatusOK
	}
	return x.render(&no), nil
}

// expire ends the token of a request. It fails if the request carries no live token.
func (x *exchange) expire(reason string) error {
	if !slices.Contains([]string{byTime, byCount, revoked}, reason) {
		return expected("reason", "time, count or revoked", reason)
	}
	t, ok := x.tokens.Get(x.Header.Get("X-Auth-Key"))
	if !ok {
		return noToken(x.Operation)
	}
	if death := t.death(x.Now()); death != "" {
		return alreadyEnded(death)
	}
	t.Ended, t.EndedBy = reason, fault
	x.tokens.Put(t.Token, t)
	return nil
}
