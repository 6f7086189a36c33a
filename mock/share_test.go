package mock_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"sparring/mock/control/client"
	"sparring/mock/journal"
)

// A token that is good for so many requests is good for so many at all servers together; no entry is missing.
func TestSharedToken(t *testing.T) {
	f := newFleet(t, 3)
	headers := bonderToken(t, f.urls[0]+"/bonder", 1000)
	good := 0
	replies := f.all(1050, func(i int) reply { return f.send(i, "GET", "/bonder/repositories", "", headers...) })
	for _, r := range replies {
		if r.has(`"success":true`) {
			good++
		}
	}
	if good != 1000 {
		t.Errorf("%d of 1050 requests succeed, want 1000", good)
	}
	for server := range f.urls {
		if got := len(f.entries(server, "default")); got != 1051 {
			t.Errorf("server %d has %d entries", server, got)
		}
	}
}

// Writes to one world through all servers are all there, once.
func TestSharedWrites(t *testing.T) {
	f := newFleet(t, 3)
	_, err := f.control[1].Raise(t.Context(), "default", client.Event{API: "bonder", Event: "account.profile_limit",
		Args: map[string]any{"limit": 10_000}})
	f.must(err)
	headers := bonderToken(t, f.urls[0]+"/bonder", 10_000)
	ids := map[string]bool{}
	const writes = 60
	for _, r := range f.all(writes, func(i int) reply { return f.send(i, "POST", "/bonder/users", "", headers...) }) {
		ids[r.text("result", "cardId")] = true
	}
	if len(ids) != writes || ids[""] {
		t.Errorf("%d different cards of %d", len(ids), writes)
	}
	for server := range f.urls {
		var state struct {
			Cards []json.RawMessage `json:"cards"`
		}
		f.must(f.control[server].State(t.Context(), "default", "bonder", &state))
		if len(state.Cards) < writes {
			t.Errorf("server %d has %d cards", server, len(state.Cards))
		}
	}
	f.entries(1, "default")
}

// A stream at one server sends what happens at another, and an event at a third knows that somebody listens.
func TestSharedStream(t *testing.T) {
	f := newFleet(t, 3)
	token := signInAt(t, f.urls[1])
	headers := []string{"Authorization", "Client " + token}
	l := mustListen(t, f.urls[0]+"/iqchannels", eventsPath, headers)
	if _, err := f.control[2].Raise(t.Context(), "default", client.Event{API: "iqchannels", Event: "operator.message",
		Args: map[string]any{"text": "from another server"}}); err != nil {
		t.Fatal(err)
	}
	for {
		event, err := l.next()
		f.must(err)
		if strings.Contains(event, "from another server") {
			break
		}
	}
	raised, err := f.control[1].Raise(t.Context(), "default", client.Event{API: "iqchannels", Event: "operator.typing"})
	f.must(err)
	if !strings.Contains(string(raised.Result), `"streams":1`) {
		t.Errorf("typing reaches %s", raised.Result)
	}
	for {
		event, err := l.next()
		f.must(err)
		if strings.Contains(event, "typing") {
			break
		}
	}
	l.conn.Close()
	if _, err := f.control[2].Await(t.Context(), "default", client.Query{}, func(e journal.Entry) bool {
		return len(e.Messages) > 0 && e.State != journal.Open
	}); err != nil {
		t.Error(err)
	}
}

// signInAt signs in to iQChannels at a server and returns the token.
func signInAt(t *testing.T, url string) string {
	t.Helper()
	shown, err := client.New(url).World(t.Context(), "default")
	if err != nil {
		t.Fatal(err)
	}
	c := shown.Credentials["iqchannels"]
	r := <-race{t: t}.start("POST", url+"/iqchannels/public/api/v1/clients/integration_auth",
		`{"Credentials":"`+c["token"]+`","Channel":"`+c["channel"]+`"}`)
	token := r.text("Result", "Session", "Token")
	if token == "" {
		t.Fatalf("no token in %+v", r)
	}
	return token
}

// A request that waits at one server is seen at another and released there; in order if that is asked for.
func TestSharedHold(t *testing.T) {
	f := newFleet(t, 3)
	headers := bonderToken(t, f.urls[0]+"/bonder", 1000)
	x := race{t: t}
	rule, err := f.control[0].AddFault(t.Context(), "default", client.FaultRequest{
		Match: matchOp("bonder", "createProfile"), Fault: faultOf("hold", "count", 3, "timeout", "10m")})
	f.must(err)
	var replies []<-chan reply
	var seqs []int64
	for i := range 3 {
		replies = append(replies, x.start("POST", f.urls[i]+"/bonder/users", "", headers...))
		_, err := f.control[(i+1)%3].Await(t.Context(), "default", client.Query{}, func(e journal.Entry) bool {
			shown, err := f.control[(i+2)%3].Fault(t.Context(), "default", rule.ID)
			seqs = shown.Waiting
			return err == nil && len(seqs) == i+1
		})
		f.must(err)
	}
	released, err := f.control[1].Release(t.Context(), "default", rule.ID, seqs[2], seqs[0])
	if err != nil || !slices.Equal(released, []int64{seqs[2], seqs[0]}) {
		t.Fatalf("released %v %v", released, err)
	}
	made := []string{(<-replies[2]).text("result", "cardId"), (<-replies[0]).text("result", "cardId")}
	if _, err := f.control[2].Release(t.Context(), "default", rule.ID); err != nil {
		t.Fatal(err)
	}
	made = append(made, (<-replies[1]).text("result", "cardId"))
	alone := newFleet(t, 1)
	again := bonderToken(t, alone.urls[0]+"/bonder", 1000)
	for i, got := range made { // in the order in which they were handled
		want := alone.send(0, "POST", "/bonder/users", "", again...).text("result", "cardId")
		if got == "" || got != want {
			t.Errorf("the request %d made %q, want %q", i, got, want)
		}
	}
}

// What is due happens once, and calls of a world are made once, by one of the servers.
func TestSharedDue(t *testing.T) {
	f := newFleet(t, 3)
	receiver := newTaker(t, nil)
	key := f.credential("radist", "api_key")
	call := func(server int, path, body string) map[string]any {
		t.Helper()
		r := f.send(server, "POST", "/radist/v2/companies/"+f.credential("radist", "company_id")+path, body,
			"X-Api-Key", key)
		var v map[string]any
		if err := json.Unmarshal([]byte(r.body), &v); err != nil || r.status/100 != 2 {
			t.Fatalf("%s: %+v", path, r)
		}
		return v
	}
	call(0, "/webhooks/", `{"url":"`+receiver.URL+`","events":["messages.create","messages.delivery.delivered"]}`)
	made := call(1, "/connections/", `{"type":"whatsapp"}`)
	_, err := f.control[2].Raise(t.Context(), "default", client.Event{API: "radist", Event: "whatsapp.qr_scanned"})
	f.must(err)
	chat := call(0, "/messaging/chats/", jsonOf(t, map[string]any{"connection_id": made["id"], "phone": "79990000002"}))
	const messages = 10
	for i := range messages {
		call(i, "/messaging/messages/", jsonOf(t, map[string]any{
			"connection_id": made["id"], "chat_id": chat["chat_id"], "mode": "async", "message_type": "text",
			"text": map[string]string{"text": fmt.Sprint("Hello ", i)},
		}))
	}
	_, err = f.control[1].Run(t.Context(), "default", 100) // what is due is due at all servers at once
	f.must(err)
	if !eventually(func() bool { return len(receiver.taken()) >= 2*messages }) {
		t.Fatalf("%d webhooks came", len(receiver.taken()))
	}
	_, err = f.control[2].Advance(t.Context(), "default", time.Hour)
	f.must(err)
	if bodies := receiver.taken(); len(bodies) != 2*messages {
		t.Errorf("%d webhooks came, want %d", len(bodies), 2*messages)
	}
}

func (f *fleet) credential(api, name string) string {
	f.t.Helper()
	shown, err := f.control[0].World(f.t.Context(), "default")
	f.must(err)
	return shown.Credentials[api][name]
}
