package iqchannels

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// cards are what a CRM may send: nothing where a value could be, numbers and flags in both forms, and now and then
// nonsense.
func cards() *rapid.Generator[json.RawMessage] {
	likely := map[string][]any{
		"id": {
			"1",
			"<&>",
			"ё",
		}, "name": {"x", nil}, "enabled": {true, "false", nil}, "birthDate": {"2005-02-11", nil, "1.2.3"},
		"accountNumbers": {"4", nil}, "betaUser": {"true", nil}, "fields": {map[string]any{"a": nil, "b": "c"}, nil},
		"bankBranch": {
			map[string]any{"id": "7", "bik": nil},
			map[string]any{"id": -7},
			nil,
		}, "contacts": {map[string]any{"phone": nil, "x": nil}, nil},
		"fieldList": {
			[]any{map[string]any{"name": "a", "value": ""}},
			[]any{},
			nil,
			[]any{map[string]any{"name": "a", "value": nil}},
		},
		"group": {
			[]any{map[string]any{"id": 1, "name": nil, "parentGroup": map[string]any{"id": "2", "parentGroup": nil}}},
			nil,
			[]any{nil},
		},
		"companyList": {
			[]any{map[string]any{"id": 1, "resident": nil, "ogrnDate": nil, "x": nil}},
			nil,
			[]any{map[string]any{}},
		},
		"errorCode": {"1", nil}, "errorText": {"no", nil}, "x": {nil, map[string]any{"id": nil}}, "Client": {nil},
	}
	members := func(r *rapid.T, names ...string) map[string]any {
		o := map[string]any{}
		for _, name := range rapid.SliceOfDistinct(rapid.SampledFrom(names), rapid.ID[string]).Draw(r, "names") {
			o[name] = rapid.SampledFrom(likely[name]).Draw(r, name)
		}
		return o
	}
	return rapid.Custom(func(r *rapid.T) json.RawMessage {
		envelope := members(r, "companyList", "errorCode", "errorText", "x", "Client")
		client := members(
			r,
			"name",
			"enabled",
			"birthDate",
			"bankBranch",
			"accountNumbers",
			"fields",
			"contacts",
			"betaUser",
			"group",
			"fieldList",
			"x",
		)
		if rapid.IntRange(0, 9).Draw(r, "id") > 0 {
			client["id"] = rapid.SampledFrom(likely["id"]).Draw(r, "id")
		}
		envelope["client"] = rapid.SampledFrom([]any{client, client, client, client, nil, "x"}).Draw(r, "client")
		return encode(envelope)
	})
}

// TestPlantTakesItsOwnState: whatever requests and events have made of the facts can be planted, and is then the same;
// and
// no card that was taken breaks our own document (the harness looks).
func TestPlantTakesItsOwnState(t *testing.T) {
	events := map[string]map[string]any{
		"token.revoked": {
			"token": "t",
		}, "client.disabled": {"id": "1"}, "client.enabled": {"id": "1"}, "auth.failing": {"mode": "html", "times": 2},
		"operator.message": {
			"text": "<&>",
		}, "operator.typing": nil, "enquiry.closed": nil, "sessions.reset": nil, "session.expired": nil,
		"channel.closed": {"channel": ChannelBusiness},
	}
	tokens := []string{"t", TokenPerson, TokenCompany, TokenDisabled, "\u2028"}
	put := 0
	rapid.Check(t, func(r *rapid.T) {
		h := newHarness(t, map[string]any{"sessionTTL": "1h"})
		session, file := "", ""
		calls := map[string]any{
			opSignup: map[string]any{
				"Name":    "\u0000ё",
				"Channel": ChannelBusiness,
			}, opAnonymousSignup: `{"Channel":"support","PersonalData":{"a":"` + "\xff" + `"}}`,
			"sendTyping": nil, "markRead": []int{1, 2, 3}, "markReceived": []int{2, 99},
			"setLanguage":   map[string]any{"Code": "en"},
			"pushApnsToken": map[string]any{"Token": "d3ad"},
			"listMessages":  nil, "integrationRefresh": map[string]any{"Credentials": "t"},
		}
		names := append(
			slices.Sorted(maps.Keys(calls)),
			"log in",
			"log in",
			"put",
			"put",
			"put",
			"message",
			"upload",
			"event",
			"event",
			"wait",
		)
		for range rapid.IntRange(1, 25).Draw(r, "deeds") {
			switch do := rapid.SampledFrom(names).Draw(r, "do"); do {
			case "put":
				card := cards().Draw(r, "card")
				if _, err := h.event("client."+
					"put", map[string]any{"token": rapid.SampledFrom(tokens).Draw(r, "token"),
					"card": card}); err == nil {
					put++
				}
			case "log in":
				e := h.call(
					opIntegrationAuth,
					map[string]any{
						"Credentials": rapid.SampledFrom(tokens).Draw(r, "token"),
						"Channel":     ChannelSupport,
					},
				)
				if e.OK {
					session = h.auth(e).Session.Token
				}
			case "message":
				h.call(
					"sendMessage",
					map[string]any{
						"LocalId": rapid.IntRange(0, 2).Draw(r, "local"),
						"Payload": rapid.SampledFrom([]string{"text", "file"}).Draw(r, "payload"),
						"Text":    "a",
						"FileId":  file,
					},
					bearing(session),
				)
			case "upload":
				body, kind := form(t, "file", "a.\"\xff", "text/plain", "x")
				var x struct {
					ID string `json:"Id"`
				}
				_ = json.Unmarshal(
					h.call("uploadFile", body, header("Content-Type", kind), bearing(session)).Result,
					&x,
				)
				file = x.ID
			case "event":
				name := rapid.SampledFrom(slices.Sorted(maps.Keys(events))).Draw(r, "event")
				_, _ = h.event(name, events[name]) // a refusal is fine
			case "wait":
				if _, err := h.Clock.Advance(40 * time.Minute); err != nil {
					r.Fatal(err)
				}
			default:
				h.call(do, calls[do], bearing(session))
			}
		}
		facts := h.State()
		if err := h.Plant(facts); err != nil {
			r.Fatalf("%v in %s", err, facts)
		}
		if again := h.State(); again != facts {
			r.Fatalf("planted\n%s\nand read\n%s", facts, again)
		}
		for _, version := range []string{"v10", "v13"} {
			for _, scalars := range []string{"json", "string"} {
				h.set("cards", version)
				h.set("scalars", scalars)
				for _, token := range tokens {
					h.send(h.request(opGetCard, nil, inPath("token", token)))
				}
			}
		}
		if t.Failed() {
			r.Fatal("a call has failed")
		}
	})
	if put == 0 {
		t.Error("no card was taken")
	}
}
