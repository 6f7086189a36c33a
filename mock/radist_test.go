package mock_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/mock/mocktest"
)

var newYear = time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)

// Webhooks are real calls: each is one entry of its own, with a finding where the receiver did not take it.
func TestWebhooksOverTheSocket(t *testing.T) {
	s := mocktest.Start(t, mocktest.At(newYear))
	good := newTaker(t, nil)
	refusing := newTaker(t, func(w http.ResponseWriter,
		_ *http.Request) {
		w.WriteHeader(http.StatusInternalServerError)
	})
	closing := newTaker(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	moving := newTaker(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, good.URL, http.StatusTemporaryRedirect)
	})
	for _, receiver := range []*taker{good, refusing, closing, moving} {
		radistCall(t, s, "POST", "/webhooks/",
			jsonOf(t, map[string]any{"url": receiver.URL + "/hook",
				"events": []string{"messages.create", "messages.delivery.delivered"}}))
	}
	made := radistCall(t, s, "POST", "/connections/", `{"type":"whatsapp"}`)
	s.Event("radist", "whatsapp.qr_scanned", nil)
	chat := radistCall(t, s, "POST", "/messaging/chats/", `{"connection_id":`+jsonOf(t, made["id"])+
		`,"phone":"79990000002"}`)
	radistCall(t, s, "POST", "/messaging/messages/", jsonOf(t, map[string]any{
		"connection_id": made["id"], "chat_id": chat["chat_id"], "mode": "async", "message_type": "text",
		"text": map[string]string{"text": "Hello"},
	}))
	for _, receiver := range []*taker{good, refusing, closing, moving} {
		if !eventually(func() bool { return len(receiver.taken()) > 0 }) {
			t.Fatalf("nothing came to %s", receiver.URL)
		}
	}
	s.Advance(time.Second) // and the delivery
	findings := map[string][]string{}
	for _, e := range called(t, s, 8) {
		if e.Peer != journal.Webhook || e.State != journal.Closed || e.API != "radist" ||
			!strings.HasSuffix(e.URL, "/hook") || e.Request == nil || len(e.Request.Body) == 0 {
			t.Errorf("entry %+v", e)
		}
		found := ""
		for _, f := range e.Findings {
			if f.By != journal.ByService || f.Kind != journal.Violation {
				t.Errorf("finding %+v", f)
			}
			found += f.Code
		}
		findings[strings.TrimSuffix(e.URL, "/hook")] = append(findings[strings.TrimSuffix(e.URL, "/hook")], found)
	}
	for receiver, want := range map[*taker]string{good: "", refusing: "webhook_not_taken", closing: "webhook_not_taken",
		moving: "webhook_not_taken"} {
		got, bodies := findings[receiver.URL], receiver.taken()
		if len(got) != 2 || got[0] != want || got[1] != want || len(bodies) != 2 {
			t.Errorf("%d bodies, findings %q, want 2 and %q", len(bodies), got, want)
			continue
		}
		if !strings.Contains(bodies[0], `"messages.create"`) ||
			!strings.Contains(bodies[1], `"messages.delivery.delivered"`) || !strings.Contains(bodies[0], "Hello") {
			t.Errorf("bodies %s", bodies)
		}
	}
}

// A receiver that hangs does not hold the client's call, and is cut off when the world ends.
func TestHangingWebhook(t *testing.T) {
	l := newLab(t, false, mock.Options{})
	w, err := l.server.Default()
	if err != nil {
		t.Fatal(err)
	}
	shown, err := l.control.World(t.Context(), mock.DefaultWorld)
	if err != nil {
		t.Fatal(err)
	}
	s := mocktest.Of(t, l.control, shown)
	raise := func(event string, args map[string]any) {
		if _, err := l.control.Raise(t.Context(), mock.DefaultWorld, client.Event{API: "radist", Event: event,
			Args: args}); err != nil {
			t.Fatal(err)
		}
	}
	left := make(chan struct{})
	hanging := newTaker(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done(); close(left) })
	radistCall(t, s, "POST", "/webhooks/", jsonOf(t,
		map[string]any{"url": hanging.URL, "events": []string{"messages.create"}}))
	radistCall(t, s, "POST", "/connections/", `{"type":"whatsapp"}`)
	raise("whatsapp.qr_scanned", nil)
	raise("customer.message", map[string]any{"from": "79990000001", "text": "Hello"})
	if calls := outgoing(t, s); len(calls) != 1 || calls[0].State != journal.Open {
		t.Errorf("the event has waited for the receiver: %+v", calls)
	}
	if !eventually(func() bool { return len(hanging.taken()) > 0 }) {
		t.Fatal("nothing was delivered")
	}
	w.End() // long before the three seconds that a receiver has
	select {
	case <-left:
	case <-time.After(30 * time.Second):
		t.Error("the call goes on although its world has ended")
	}
	if e := called(t, s, 1)[0]; !strings.Contains(e.Error, "the world ended") || strings.Contains(e.Error, "deadline") {
		t.Errorf("the call ended by %q", e.Error)
	}
}

// The bad input of the register, over the socket: a clear error each, nothing changed.
func TestRadistBadInput(t *testing.T) {
	s := mocktest.Start(t, mocktest.At(newYear))
	url, key := s.URL("radist"), []string{"X-Api-Key", s.Credentials("radist")["api_key"]}
	radistCall(t, s, "POST", "/connections/", `{"type":"whatsapp"}`)
	const company = "/companies/7"
	const connections = company + "/connections/"
	post := func(body string, status int, text string) bad {
		return bad{"POST", connections, body, key, status, text}
	}
	get := func(path string, status int, text string) bad { return bad{"GET", path, "", key, status, text} }
	long := strings.Repeat("7", 1_000_000)
	refused(t, s, "radist", url, []bad{
		get("/companies/x/connections/", 422, `"company_id"`), get("/companies/-1/connections/", 404, "detail"),
		get("/companies/9223372036854775808/connections/", 404, "detail"),
		get(connections+"abc", 422, `"connection_id"`),
		get(connections+"-101", 404, "detail"), get(connections+"99999999999999999999999", 404, "detail"),
		get(connections+"101.0", 422, "detail"),
		get(connections+"999", 404, "Connection not found"), get(connections+"?limit=0", 422, `"limit"`),
		get(connections+"?limit=-1", 422, `"limit"`),
		get(connections+"?limit=100000", 422, `"limit"`), get(connections+"?limit=x", 422, `"limit"`),
		get(connections+"?offset=-1", 422, `"offset"`),
		get("/nowhere", 404, `{"detail":"Not Found"}`),
		post(`{"type":"pigeon"}`, 422, `"type"`), post(`{"type":"amocrm","params":{}}`, 422, `"type"`),
		post(`{"type":7}`, 422, `"type"`), post(`{}`, 422, `"type"`),
		post(`[]`, 422, "detail"), post(`"x"`, 422, "detail"), post(`null`, 422, "detail"),
		post(`{"type":`, 422, "detail"), post("", 422, "detail"),
		post("\xff\xfe", 422, "detail"), post(`{"type":"whatsapp","params":[]}`, 422, `"params"`),
		post(`{"type":"telegram","params":"x"}`, 422, `"params"`),
		post(`{"type":"odnoklassniki","params":{"session_id":"x"}}`, 422, "detail"),
		post(`{"type":"telegram","params":{"session_id":"x"}}`, 422, "valid UUID"),
		post(`{"type":"telegram","params":{"session_id":"00000000-0000-4000-8000-000000000000"}}`, 404,
			"Session not found"),
		{"DELETE", connections + "101", "", key, 405, "Method Not Allowed"},
		{"PUT", connections + "101", `{"name":"x"}`, key, 405, "Method Not Allowed"},
		{"HEAD", connections, "", key, 405, ""},
		{"POST", company + "/telegram/init", `{"auth_type":"code","phone":"` + long + `"}`, key, 422, `"phone"`},
		{"POST", company + "/telegram/init", `{"auth_type":"code","phone":"` + strings.Repeat("7", 18<<20) + `"}`, key,
			413, "too large"},
		{"POST", company + "/max_personal/init", `{"phone":"abc"}`, key, 422, `"phone"`},
		{"POST", company + "/telegram/init", `{"auth_type":"smoke"}`, key, 422, `"auth_type"`},
		{"POST", company + "/telegram/login", `{"session_id":"` + long[:500_000] + `"}`, key, 422, "valid UUID"},
		{"GET", connections, "", nil, 401, "Not authenticated"}, {"GET", connections, "", []string{"X-Api-Key", ""},
			401, "Not authenticated"},
		{"GET", connections, "", []string{"X-Api-Key", "wrong"}, 401, "Not authenticated"},
		{"GET", "/companies/8/connections/", "", key, 404, "Company not found"},
	})
	for _, e := range s.Journal() {
		if text := jsonOf(t, e); strings.Contains(text, key[1]) {
			t.Errorf("entry %d shows the API key", e.Seq)
		}
	}
}
