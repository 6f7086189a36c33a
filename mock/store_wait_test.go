package mock_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/fault"
	"sparring/mock/journal"
	"sparring/mock/mocktest"
	"sparring/mock/store/storetest"
)

// What waits when a server is killed is in its journal: a stream with each message that its client got, a held request,
// a look-up at a service that has not answered. The next server ends these entries, and asks the service no more.
func TestKilledWhileWaiting(t *testing.T) {
	var asked atomic.Int64
	free, arrived := make(chan struct{}), make(chan struct{}, 1)
	service := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		if asked.Add(1) == 1 {
			arrived <- struct{}{}
		}
		<-free
	}))
	defer service.Close()
	defer close(free)
	kept := &storetest.Memory{}
	s := mocktest.Start(t, func(o *mock.Options, _ *client.WorldRequest) { o.Store = kept },
		mocktest.Switch("iqchannels", "authTimeout", "1m"))
	url, id := s.URL("iqchannels"), s.World.ID
	session, user := chatSession(t, url, s.Credentials("iqchannels")["token"])
	l := mustListen(t, url, eventsPath, session)
	for _, text := range []string{"one", "two"} {
		s.Event("iqchannels", "operator.message", map[string]any{"client": user, "text": text})
		mustNext(t, l, `"Text":`+jsonOf(t, text))
	}
	_, err := s.Control.SetSwitches(t.Context(), id, client.Switches{"iqchannels": {"authService": service.URL}})
	if err != nil {
		t.Fatal(err)
	}
	s.Fault(client.FaultRequest{Match: fault.Match{API: "bonder"}, Fault: fault.Spec{Kind: "hold"}})
	wait := func(method, url, body string, waits func(journal.Entry) bool) {
		t.Helper()
		go func() {
			r, _ := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
			if response, err := http.DefaultClient.Do(r); err == nil {
				response.Body.Close()
			}
		}()
		if _, err := s.Control.Await(t.Context(), id, client.Query{}, waits); err != nil {
			t.Fatal(err)
		}
	}
	wait("GET", s.URL("bonder")+"/repositories", "", func(e journal.Entry) bool { return len(e.Faults) > 0 })
	wait("POST", url+chat+"clients/integration_auth", `{"Credentials":"unknown","Channel":"support"}`,
		func(e journal.Entry) bool { return e.Kind == journal.Outgoing })
	<-arrived // the entry is there before the call

	next := keptServer(t, kept.Copy())
	page, err := inProcess(next).Journal(t.Context(), id, client.Query{})
	if err != nil {
		t.Fatal(err)
	}
	ended := map[string]int{}
	for _, e := range page.Entries {
		switch {
		case e.State == journal.Open:
			t.Errorf("entry %d is open", e.Seq)
		case e.State == journal.Aborted && len(e.Why) > 0 && e.Why[len(e.Why)-1].Code == "server_ended":
			ended[e.API]++
			if len(e.Messages) > 0 && (len(e.Messages) != 2 || !strings.Contains(e.Messages[1].Data, "two")) {
				t.Errorf("the stream has the messages %v", e.Messages)
			} else if len(e.Messages) > 0 {
				ended["stream"]++
			}
		case e.Kind == journal.Outgoing && strings.Contains(e.Error, "server ended"):
			ended["call"]++
		}
	}
	if ended["bonder"] != 1 || ended["iqchannels"] != 2 || ended["stream"] != 1 || ended["call"] != 1 {
		t.Errorf("ended: %v", ended)
	}
	if n := asked.Load(); n != 1 {
		t.Errorf("the service was asked %d times", n)
	}
	rules, err := inProcess(next).Faults(t.Context(), id)
	if err != nil || len(rules) != 1 || rules[0].Hits != 1 || len(rules[0].Waiting) > 0 {
		t.Errorf("the rules are %+v, %v", rules, err)
	}
}
