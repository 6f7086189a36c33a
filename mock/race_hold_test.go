package mock_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"sparring/mock/control/client"
	"sparring/mock/journal"
)

// chat returns the headers of a client that has logged in to the chat by its token.
func (x race) chat() []string {
	x.t.Helper()
	c := x.Credentials("iqchannels")
	r := x.do("POST", x.URL("iqchannels")+"/public/api/v1/clients/integration_auth",
		fmt.Sprintf(`{"Credentials":%q,"Channel":%q}`, c["token"], c["channel"]))
	token := r.text("Result", "Session", "Token")
	if token == "" {
		x.t.Fatalf("no session: %+v", r)
	}
	return []string{"Authorization", "Client " + token}
}

const message = `{"LocalId":77,"Payload":"text","Text":"hello","ChatType":"regular"}`

func (x race) say(headers []string) <-chan reply {
	return x.start("POST", x.URL("iqchannels")+"/public/api/v1/chats/channel/send/"+
		x.Credentials("iqchannels")["channel"], message, headers...)
}

// said counts the messages that the chat holds.
func (x race) said(headers []string) int {
	x.t.Helper()
	r := x.do("POST", x.URL("iqchannels")+"/public/api/v1/chats/channel/messages/"+
		x.Credentials("iqchannels")["channel"], "{}", headers...)
	if !r.has(`"OK":true`) {
		x.t.Fatalf("messages: %+v", r)
	}
	return strings.Count(r.body, `"Text":"hello"`)
}

// A chat's sessions are reset while a message is in flight. Before it was handled, nothing was said; after it was
// handled and its reply lost, the repetition under the same LocalId says nothing twice.
func TestRaceOfAChatResetWithASend(t *testing.T) {
	x := newRace(t)
	headers := x.chat()
	rule := x.hold("iqchannels", "sendMessage", 1)
	sent := x.say(headers)
	seqs := x.parked(rule, 1)
	x.Event("iqchannels", "sessions.reset", nil)
	x.release(rule, seqs...)
	if r := <-sent; r.text("Error", "Code") != "unauthorized" || !slices.Contains(x.why(seqs[0]), "session_reset") {
		t.Errorf("the held message: %+v, why %v", r, x.why(seqs[0]))
	}
	headers = x.chat()
	if n := x.said(headers); n != 0 {
		t.Errorf("%d messages were said by a session that was reset", n)
	}

	x.Fault(client.FaultRequest{Match: matchOp("iqchannels", "sendMessage"),
		Fault: faultOf("lose_reply", "by", "close")})
	if r := <-x.say(headers); r.status != 0 {
		t.Errorf("the reply was not lost: %+v", r)
	}
	x.Event("iqchannels", "sessions.reset", nil)
	if r := <-x.say(headers); r.text("Error", "Code") != "unauthorized" {
		t.Errorf("the repetition by the old session: %+v", r)
	}
	headers = x.chat()
	if r := <-x.say(headers); !r.has(`"OK":true`) || x.said(headers) != 1 {
		t.Errorf("the repetition by a new session: %+v, %d messages", r, x.said(headers))
	}
}

// A hold parks the first so many matches, shows them in order of arrival, and lets later ones pass; released one after
// the other, each is handled before the next.
func TestHoldShowsWhoWaitsAndReleasesInOrder(t *testing.T) {
	x := newRace(t)
	url := x.URL("bonder")
	headers := bonderToken(t, url, 1000)
	rule := x.hold("bonder", "createProfile", 3)
	var replies []<-chan reply
	var seqs []int64
	for n := range 3 {
		replies = append(replies, x.start("POST", url+"/users", "", headers...))
		seqs = x.parked(rule, n+1)
	}
	if !slices.IsSorted(seqs) {
		t.Errorf("%v wait, not in order of arrival", seqs)
	}
	if r := x.do("POST", url+"/users", "", headers...); !r.has(`"success":true`) {
		t.Errorf("the fourth request does not pass: %+v", r)
	}
	list, err := x.Control.Faults(t.Context(), x.World.ID)
	if err != nil || len(list) != 1 || !slices.Equal(list[0].Waiting, seqs) || list[0].Hits != 1 ||
		*list[0].Remaining != 0 {
		t.Errorf("the list shows %+v, %v", list, err)
	}
	order := []int64{seqs[2], seqs[0]}
	x.release(rule, order...)
	if waiting := x.parked(rule, 1); waiting[0] != seqs[1] {
		t.Errorf("%v waits, want %d", waiting, seqs[1])
	}
	x.release(rule)
	made := []string{}
	for _, c := range replies {
		made = append(made, (<-c).text("result", "cardId"))
	}
	// The chance of the world is drawn in the order of handling: the same calls without a hold give the same ids.
	y := newRace(t)
	again := bonderToken(t, y.URL("bonder"), 1000)
	want := []string{}
	for range 4 {
		want = append(want, y.do("POST", y.URL("bonder")+"/users", "", again...).text("result", "cardId"))
	}
	if want[1] == "" || made[2] != want[1] || made[0] != want[2] || made[1] != want[3] {
		t.Errorf("held requests made %v, in order of handling they are %v", made, want)
	}
}

// A hold that nobody releases ends after its timeout, goes on, and says so; a client that leaves is not handled.
func TestHoldEndsByItself(t *testing.T) {
	x := newRace(t)
	url := x.URL("bonder")
	headers := bonderToken(t, url, 1000)
	rule := x.Fault(client.FaultRequest{Match: matchOp("bonder", "createProfile"),
		Fault: faultOf("hold", "timeout", "50ms")})
	if r := x.do("POST", url+"/users", "", headers...); !r.has(`"success":true`) {
		t.Errorf("after the timeout: %+v", r)
	}
	e := last(t, x.Server)
	if e.Faults[0].Rule != rule.ID || e.Faults[0].Detail != "timed out after 50ms" ||
		!slices.Contains(x.why(e.Seq), "hold_timed_out") || e.State != journal.Closed {
		t.Errorf("entry %+v", e)
	}

	held := x.hold("bonder", "createProfile", 1)
	ctx, leave := context.WithCancel(t.Context())
	l := &lab{t: t, base: x.Base, calls: &http.Transport{DisableKeepAlives: true}}
	gone := make(chan outcome, 1)
	path := strings.TrimPrefix(url, x.Base) + "/users"
	go func() {
		gone <- l.goClient(ctx, request{"POST", path, "", http.Header{headers[0]: {headers[1]},
			headers[2]: {headers[3]}}})
	}()
	seqs := x.parked(held, 1)
	leave()
	<-gone
	e, err := x.Control.Await(t.Context(), x.World.ID, client.Query{}, func(e journal.Entry) bool {
		return e.Seq == seqs[0] && e.State != journal.Open
	})
	if err != nil || e.State != journal.Aborted || e.Response != nil || !slices.Contains(x.why(e.Seq), "hold_gone") {
		t.Errorf("a client that left: entry %+v, %v", e, err)
	}
	if left, err := x.Control.Fault(t.Context(), x.World.ID, held); err != nil || len(left.Waiting) != 0 {
		t.Errorf("it still waits: %+v, %v", left, err)
	}
}

// A fork keeps the rules with their hits; who waits stays behind. Closing a world lets all go.
func TestHoldsInForkedAndClosedWorlds(t *testing.T) {
	x := newRace(t)
	url := x.URL("bonder")
	headers := bonderToken(t, url, 1000)
	two := 2
	x.Fault(client.FaultRequest{Match: matchOp("bonder", "getCard"), Times: &two,
		Fault: faultOf("error", "code", "DATABASE_ERROR")})
	if r := x.do("GET", url+"/users/x", "", headers...); !r.has("DATABASE_ERROR") {
		t.Fatalf("%+v", r)
	}
	rule := x.hold("bonder", "listRepositories", 2)
	first := x.start("GET", url+"/repositories", "", headers...)
	x.parked(rule, 1)
	fork, err := x.Control.Fork(t.Context(), x.World.ID, client.ForkRequest{ID: "fork"})
	if err != nil {
		t.Fatal(err)
	}
	rules, err := x.Control.Faults(t.Context(), "fork")
	if err != nil || len(rules) != 2 || rules[0].Hits != 1 || *rules[0].Remaining != 1 || rules[1].ID != rule ||
		len(rules[1].Waiting) != 0 {
		t.Errorf("the fork's rules: %+v, %v", rules, err)
	}
	for _, want := range []string{"DATABASE_ERROR", "CARD_ID_NOT_FOUND_ERROR"} {
		if r := x.do("GET", fork.URLs["bonder"]+"/users/x", "", headers...); !r.has(want) {
			t.Errorf("in the fork: %+v, want %s", r, want)
		}
	}
	if r := x.do("GET", url+"/users/x", "", headers...); !r.has("DATABASE_ERROR") {
		t.Errorf("the fork used up the original's rule: %+v", r)
	}
	if sum, err := x.Control.Close(t.Context(), x.World.ID); err != nil || len(sum.UnfiredRules) != 0 {
		t.Errorf("%+v, %v", sum, err)
	}
	if r := <-first; !r.has(`"success":true`) {
		t.Errorf("held when the world was closed: %+v", r)
	}
}

// A moment is the only freedom: thirty requests at once consume exactly what a rule has.
func TestParallelRequestsConsumeExactlyTimes(t *testing.T) {
	x := newRace(t)
	url := x.URL("bonder")
	headers := bonderToken(t, url, 1000)
	seven := 7
	rule := x.Fault(client.FaultRequest{Match: matchOp("bonder", "listRepositories"), After: 5, Times: &seven,
		Fault: faultOf("status", "status", 503)})
	var replies []<-chan reply
	for range 30 {
		replies = append(replies, x.start("GET", url+"/repositories", "", headers...))
	}
	hit := 0
	for _, c := range replies {
		if r := <-c; r.status == 503 {
			hit++
		} else if r.status != 200 {
			t.Errorf("%+v", r)
		}
	}
	spent, err := x.Control.Fault(t.Context(), x.World.ID, rule.ID)
	if hit != 7 || err != nil || spent.Hits != 7 || *spent.Remaining != 0 || spent.FirstHit == nil ||
		!spent.FirstHit.Equal(time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)) {
		t.Errorf("%d hits, rule %+v, %v", hit, spent, err)
	}
}
