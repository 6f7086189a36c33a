package iqchannels_test

import (
	"net/http"
	"testing"

	"sparring/mock/journal"
	"sparring/scenarios/iqchannels"
	"sparring/scenarios/rule"
	"sparring/scenarios/suite"
	"sparring/scenarios/verdict"
)

// chat makes entries in order: operation, body of the request, status and body of the answer.
type chat struct {
	operation, body string
	status          int
	answer          string
}

const (
	chatOK     = `{"OK":true,"Error":null,"Result":{},"Rels":{}}`
	chatNo     = `{"OK":false,"Error":{"Code":"unauthorized","Text":""},"Result":null,"Rels":{}}`
	cardOf     = `{"client":{"id":"1"}}`
	cardNo     = `{"errorCode":"1001","errorText":"Client not found"}`
	signIn     = "iqchannels.signIn"
	anonymous  = "iqchannels.signInAnonymously"
	resolve    = "iqchannels.resolveToken"
	history    = "iqchannels.history"
	sendText   = "iqchannels.send"
	oneLocalID = `{"LocalId":1,"Payload":"text","Text":"a"}`
	twoLocalID = `{"LocalId":2,"Payload":"text","Text":"a"}`
)

// called is a call that succeeded and saw the entries from one seq to another.
func called(method string, from, to int64, token string) rule.Claim {
	return rule.Claim{
		API:       "iqchannels",
		Method:    method,
		OK:        true,
		SeqBefore: from - 1,
		SeqAfter:  to,
		Args:      map[string]any{"token": token},
	}
}

func TestIQChannelsRules(t *testing.T) {
	const honest, local = "iqchannels.honest-success", "iqchannels.same-local-id"
	for _, test := range []struct {
		rule, what string
		entries    []chat
		claims     []rule.Claim
		want       verdict.Outcome
	}{
		{honest, "a good " +
			"sign-in", []chat{{"integrationAuth", "{}", 200, chatOK}}, []rule.Claim{called(signIn, 1, 1, "")},
			verdict.Kept},
		{honest, "a refused " +
			"sign-in", []chat{{"integrationAuth", "{}", 200, chatNo}}, []rule.Claim{called(signIn, 1, 1, "")},
			verdict.Broken},
		{honest, "an SDK that signs up after a " +
			"refusal", []chat{{"integrationAuth", "{}", 200, chatNo}, {"signup", "{}", 200, chatOK}},
			[]rule.Claim{called(signIn, 1, 2, "")}, verdict.Kept},
		{honest, "an SDK whose sign-up was refused, " +
			"too", []chat{{"integrationAuth", "{}", 200, chatNo}, {"signup", "{}", 200, chatNo}},
			[]rule.Claim{called(signIn, 1, 2, "")}, verdict.Broken},
		{honest, "a sign-in without a " +
			"request", []chat{{"integrationAuth", "{}", 200, chatOK}}, []rule.Claim{called(signIn, 2, 1, "")},
			verdict.Broken},
		{honest, "a guest who holds a " +
			"session", []chat{{"anonymousSignup", "{}", 200, chatOK}}, []rule.Claim{called(anonymous, 2, 1, "")},
			verdict.Kept},
		{honest, "a guest who holds none", nil, []rule.Claim{called(anonymous, 1, 0, "")}, verdict.Broken},
		{honest, "a history that came by the " +
			"stream", []chat{{"streamEvents", "", 200, ""}}, []rule.Claim{called(history, 2, 1, "")}, verdict.Kept},
		{honest, "a history that was refused, and had come by the " +
			"stream", []chat{{"streamEvents", "", 200, ""}, {"listMessages", "{}", 200, chatNo}},
			[]rule.Claim{called(history, 2, 2, "")}, verdict.Broken},
		{honest, "a card that is " +
			"kept", []chat{{"getClientCard", "", 200, cardOf}}, []rule.Claim{called(resolve, 1, 1, "a"),
			called(resolve, 2, 1, "a")}, verdict.Kept},
		{honest, "a card of another " +
			"token", []chat{{"getClientCard", "", 200, cardOf}}, []rule.Claim{called(resolve, 1, 1, "a"),
			called(resolve, 2, 1, "b")}, verdict.Broken},
		{honest, "a card with another " +
			"status", []chat{{"getClientCard", "", 403, cardOf}}, []rule.Claim{called(resolve, 1, 1, "a")},
			verdict.Broken},
		{honest, "a 200 without a " +
			"client", []chat{{"postClientCard", "", 200, cardNo}}, []rule.Claim{called(resolve, 1, 1, "a")},
			verdict.Kept},
		{honest, "a 200 that is not a " +
			"JSON", []chat{{"postClientCard", "", 200, `{"client":{"id`}}, []rule.Claim{called(resolve, 1, 1, "a")},
			verdict.Broken},
		{honest, "a message that was never " +
			"sent", []chat{{"sendMessage", oneLocalID, 200, chatOK}}, []rule.Claim{called(sendText, 2, 1, "")},
			verdict.Broken},

		{local, "a message that is sent " +
			"again", []chat{{"sendMessage", oneLocalID, 200, chatOK}, {"sendMessage", oneLocalID, 200, chatOK}},
			[]rule.Claim{called(sendText, 1, 2, "")}, verdict.Kept},
		{local, "under another " +
			"id", []chat{{"sendMessage", oneLocalID, 200, chatOK}, {"sendMessage", twoLocalID, 200, chatOK}},
			[]rule.Claim{called(sendText, 1, 2, "")}, verdict.Broken},
		{local, "under another id, as the first was " +
			"refused", []chat{{"sendMessage", oneLocalID, 200, chatNo}, {"sendMessage", twoLocalID, 200, chatOK}},
			[]rule.Claim{called(sendText, 1, 2, "")}, verdict.NothingSeen},
		{local, "two messages of the same " +
			"words", []chat{{"sendMessage", oneLocalID, 200, chatOK}, {"sendMessage", twoLocalID, 200, chatOK}},
			[]rule.Claim{called(sendText, 1, 1, ""), called(sendText, 2, 2, "")}, verdict.NothingSeen},
	} {
		t.Run(test.rule+" "+test.what, func(t *testing.T) {
			r := &rule.Record{Claims: test.claims}
			for i, e := range test.entries {
				r.Entries = append(
					r.Entries,
					journal.Entry{
						Seq:       int64(i + 1),
						State:     journal.Closed,
						Kind:      journal.Exchange,
						API:       "iqchannels",
						Operation: e.operation,
						Request: &journal.Message{
							Header: http.Header{},
							Body:   []byte(e.body),
						},
						Response: &journal.Message{Status: e.status, Body: []byte(e.answer)},
					},
				)
			}
			one, ok := suite.APIs{iqchannels.API()}.Rule(test.rule)
			if !ok {
				t.Fatal("no such rule")
			}
			if got := one.Check(r); got.Outcome != test.want {
				t.Errorf("expected %s, got %s: %s", test.want, got.Outcome, got.Message)
			}
		})
	}
}
