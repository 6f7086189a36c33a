package mock_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/mock/mocktest"
)

// race is the laboratory: a frozen world, requests that are parked, and an order that the test chooses.
type race struct {
	*mocktest.Server
	t *testing.T
}

func newRace(t *testing.T, options ...mocktest.Option) race {
	t.Helper()
	at := mocktest.At(time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC))
	return race{mocktest.Start(t, append([]mocktest.Option{at}, options...)...), t}
}

// reply is an answer; its status is 0 where none came.
type reply struct {
	status int
	body   string
}

func (r reply) has(text string) bool { return strings.Contains(r.body, text) }

// text walks a JSON body by names.
func (r reply) text(path ...string) string {
	var v any
	_ = json.Unmarshal([]byte(r.body), &v) // what is not JSON has no such member
	for _, name := range path {
		m, _ := v.(map[string]any)
		v = m[name]
	}
	s, _ := v.(string)
	return s
}

// start sends a request and goes on; the reply comes by the channel.
func (x race) start(method, url, body string, headers ...string) <-chan reply {
	out := make(chan reply, 1)
	go func() {
		r, err := http.NewRequestWithContext(x.t.Context(), method, url, strings.NewReader(body))
		if err != nil {
			out <- reply{body: err.Error()}
			return
		}
		r.Close = true // net/http repeats some requests whose old connection broke
		r.Header.Set("Content-Type", "application/json")
		for i := 0; i < len(headers); i += 2 {
			r.Header.Add(headers[i], headers[i+1])
		}
		resp, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			out <- reply{body: err.Error()}
			return
		}
		defer resp.Body.Close()
		data, err := io.ReadAll(resp.Body)
		if err != nil {
			data = []byte(err.Error())
		}
		out <- reply{resp.StatusCode, string(data)}
	}()
	return out
}

func (x race) do(method, url, body string, headers ...string) reply {
	return <-x.start(method, url, body, headers...)
}

func (x race) hold(api, operation string, count int) string {
	x.t.Helper()
	return x.Fault(client.FaultRequest{Match: matchOp(api, operation), Fault: faultOf("hold", "count", count,
		"timeout", "10m")}).ID
}

// parked waits until so many requests are held by a rule, and gives their seqs in order of arrival.
func (x race) parked(rule string, count int) []int64 {
	x.t.Helper()
	ctx, cancel := context.WithTimeout(x.t.Context(), time.Minute)
	defer cancel()
	seen := map[int64]bool{}
	_, err := x.Control.Await(ctx, x.World.ID, client.Query{Kind: journal.Exchange}, func(e journal.Entry) bool {
		if e.State == journal.Open && len(e.Faults) > 0 && e.Faults[0].Rule == rule && e.Faults[0].Detail == "waiting" {
			seen[e.Seq] = true
		}
		return len(seen) == count
	})
	shown, _ := x.Control.Fault(ctx, x.World.ID, rule)
	if err != nil || len(shown.Waiting) != count {
		x.t.Fatalf("%v of %d wait at %s: %v", shown.Waiting, count, rule, err)
	}
	return shown.Waiting
}

func (x race) release(rule string, seqs ...int64) {
	x.t.Helper()
	if released, err := x.Control.Release(x.t.Context(), x.World.ID, rule, seqs...); err != nil || len(seqs) > 0 &&
		!slices.Equal(released, seqs) {
		x.t.Fatalf("released %v of %v: %v", released, seqs, err)
	}
}

// why returns the codes of the reasons of an entry.
func (x race) why(seq int64) (codes []string) {
	x.t.Helper()
	for _, e := range x.Journal() {
		for _, w := range e.Why {
			if e.Seq == seq {
				codes = append(codes, w.Code)
			}
		}
	}
	return codes
}

// Ten requests fight for the last one of a token's budget: exactly one is served, and the test may choose which.
func TestRaceForTheLastRequestOfABudget(t *testing.T) {
	for _, winner := range []int{-1, 0, 6, 9} {
		x := newRace(t, mocktest.Switch("bonder", "rptMin", 1))
		url := x.URL("bonder")
		headers := bonderToken(t, url, 1)
		rule := x.hold("bonder", "listRepositories", 10)
		var replies []<-chan reply
		var seqs []int64
		for n := range 10 {
			replies = append(replies, x.start("GET", url+"/repositories", "", headers...))
			seqs = x.parked(rule, n+1)
		}
		if winner < 0 {
			x.release(rule)
		} else {
			first := seqs[winner]
			x.release(rule, append([]int64{first}, slices.Delete(slices.Clone(seqs), winner, winner+1)...)...)
		}
		served := []int{}
		for n, c := range replies {
			r := <-c
			dead := slices.Contains(x.why(seqs[n]), "token_dead_count")
			switch {
			case r.has(`"success":true`) && !dead:
				served = append(served, n)
			case !r.has(`"errors":["INVALID_CREDENTIALS_ERROR"]`) || !dead:
				t.Errorf("request %d: %+v, why %v", n, r, x.why(seqs[n]))
			}
		}
		if len(served) != 1 || winner >= 0 && served[0] != winner {
			t.Errorf("served %v, want exactly one, %d where it was chosen", served, winner)
		}
		if left, err := x.Control.Fault(t.Context(), x.World.ID, rule); err != nil || left.Hits != 1 ||
			len(left.Waiting) != 0 {
			t.Errorf("the rule afterwards: %+v, %v", left, err)
		}
	}
}

// A token dies by time between two releases: what was held before and what is served after differ by the clock alone.
func TestRaceWithATokenThatDiesByTime(t *testing.T) {
	x := newRace(t)
	url := x.URL("bonder")
	headers := bonderToken(t, url, 1000)
	rule := x.hold("bonder", "createProfile", 2)
	first := x.start("POST", url+"/users", "", headers...)
	x.parked(rule, 1)
	second := x.start("POST", url+"/users", "", headers...)
	seqs := x.parked(rule, 2)
	x.release(rule, seqs[1]) // the later one goes first
	if r := <-second; !r.has(`"success":true`) {
		t.Errorf("released in time: %+v", r)
	}
	x.parked(rule, 1)
	x.Advance(time.Hour)
	x.release(rule, seqs[0])
	if r := <-first; !r.has("INVALID_CREDENTIALS_ERROR") || !slices.Contains(x.why(seqs[0]), "token_dead_time") {
		t.Errorf("released an hour later: %+v, why %v", r, x.why(seqs[0]))
	}
}

// Two parallel re-authorizations, one reply lost. With one token per account the later one wins, also if its client
// never hears of it: a client that hears only of the earlier one holds a dead token at once.
func TestRaceOfTwoAuthorizationsWithALostReply(t *testing.T) {
	for _, row := range []struct {
		tokens      string
		lostIsLater bool
		alive       bool
	}{{"single", false, true}, {"single", true, false}, {"independent", false, true}, {"independent", true, true}} {
		x := newRace(t, mocktest.Switch("bonder", "tokens", row.tokens))
		url, body := x.URL("bonder"), fmt.Sprintf(account, 1000)
		lose := func() {
			x.Fault(client.FaultRequest{Match: matchOp("bonder", "authorize"), Fault: faultOf("lose_reply")})
			if r := x.do("POST", url+"/auth", body); r.status != 0 {
				t.Fatalf("the reply was not lost: %+v", r)
			}
		}
		var heard reply
		if row.lostIsLater { // the reply that will be heard is on its way when the other one is handled
			rule := x.Fault(client.FaultRequest{Match: matchOp("bonder", "authorize"),
				Fault: faultOf("dribble", "bytes", 1, "interval", "2ms")})
			waiting := x.start("POST", url+"/auth", body)
			_, err := x.Control.Await(t.Context(), x.World.ID, client.Query{Operation: "authorize"},
				func(e journal.Entry) bool { return e.Response != nil })
			if err != nil {
				t.Fatal(rule.ID, err)
			}
			lose()
			heard = <-waiting
		} else {
			rule := x.hold("bonder", "authorize", 1)
			waiting := x.start("POST", url+"/auth", body)
			x.parked(rule, 1)
			lose()
			x.release(rule)
			heard = <-waiting
		}
		r := x.do("GET", url+"/repositories", "", "X-Auth-Key", heard.text("result", "token"),
			"X-Auth-Email", "USERNAME")
		if r.has(`"success":true`) != row.alive || r.has("INVALID_CREDENTIALS_ERROR") == row.alive {
			t.Errorf("%+v: the token heard of gives %+v", row, r)
		}
	}
}

// A second refusal of the old token comes late, after the client has renewed: it says nothing about the new token.
func TestRaceOfALateSecondRefusal(t *testing.T) {
	x := newRace(t, mocktest.Switch("bonder", "tokens", "single"))
	url := x.URL("bonder")
	old := bonderToken(t, url, 1000)
	rule := x.hold("bonder", "listRepositories", 1)
	late := x.start("GET", url+"/repositories", "", old...)
	seqs := x.parked(rule, 1)
	x.Event("bonder", "token.revoked", nil)
	if r := x.do("GET", url+"/repositories", "", old...); !r.has("INVALID_CREDENTIALS_ERROR") {
		t.Fatalf("the first refusal: %+v", r)
	}
	renewed := bonderToken(t, url, 1000)
	x.release(rule, seqs...)
	if r := <-late; !r.has("INVALID_CREDENTIALS_ERROR") || !slices.Contains(x.why(seqs[0]), "token_revoked") {
		t.Errorf("the late refusal: %+v, why %v", r, x.why(seqs[0]))
	}
	if r := x.do("GET", url+"/repositories", "", renewed...); !r.has(`"success":true`) {
		t.Errorf("the renewed token: %+v", r)
	}
	var tokens []string
	for _, e := range x.Journal() {
		if e.Operation == "listRepositories" {
			tokens = append(tokens, e.Request.Header.Get("X-Auth-Key"))
		}
	}
	if len(tokens) != 3 || tokens[0] != tokens[1] || tokens[1] == tokens[2] || tokens[0] == old[1] {
		t.Errorf("the journal should mark the tokens as the same, the same, another: %q", tokens)
	}
}

// login sends one poll, code or password of a Telegram session.
func (x race) login(fields string, args ...any) <-chan reply {
	company, key := x.Credentials("radist")["company_id"], x.Credentials("radist")["api_key"]
	return x.start("POST", x.URL("radist")+"/companies/"+company+"/telegram/login", fmt.Sprintf(fields, args...),
		"X-Api-Key", key)
}

// telegram opens a Telegram session by QR.
func (x race) telegram() (id, qr string) {
	x.t.Helper()
	company, key := x.Credentials("radist")["company_id"], x.Credentials("radist")["api_key"]
	r := x.do("POST", x.URL("radist")+"/companies/"+company+"/telegram/init", `{"auth_type":"qr"}`, "X-Api-Key", key)
	if id, qr = r.text("session_id"), r.text("qr_login", "url"); id == "" || qr == "" {
		x.t.Fatalf("init: %+v", r)
	}
	return id, qr
}

// A QR is rotated between two polls that were sent together: the earlier one still shows the old code, which then
// connects nothing any more.
func TestRaceOfTwoPollsAroundARotatedQR(t *testing.T) {
	x := newRace(t)
	id, qr := x.telegram()
	rule := x.hold("radist", "TelegramSendLoginRequest", 2)
	first := x.login(`{"session_id":%q}`, id)
	x.parked(rule, 1)
	second := x.login(`{"session_id":%q}`, id)
	seqs := x.parked(rule, 2)
	x.release(rule, seqs[0])
	x.Advance(30 * time.Second)
	x.release(rule, seqs[1])
	before, after := (<-first).text("qr_login", "url"), (<-second).text("qr_login", "url")
	if before != qr || after == qr || after == "" {
		t.Errorf("the polls show %q and %q, init showed %q", before, after, qr)
	}
	scan := func(code string) error {
		_, err := x.Control.Raise(t.Context(), x.World.ID, client.Event{API: "radist", Event: "telegram.qr_scanned",
			Args: map[string]any{"session": id, "qr": code}})
		return err
	}
	var p *client.Problem
	if err := scan(before); !errors.As(err, &p) || p.Status != http.StatusConflict {
		t.Errorf("the old code was scanned: %v", err)
	}
	if err := scan(after); err != nil {
		t.Errorf("the new code: %v", err)
	}
	if r := <-x.login(`{"session_id":%q}`, id); r.text("status") != "authenticated" {
		t.Errorf("the poll after the scan: %+v", r)
	}
}

// A password is on its way while its session expires: handled before the end it logs in, at the end there is no
// session.
func TestRaceOfAPasswordWithTheEndOfItsSession(t *testing.T) {
	for _, row := range []struct {
		wait   time.Duration
		status int
		want   string
	}{{10*time.Minute - time.Nanosecond, 200, `"status":"authenticated"`},
		{10 * time.Minute, 404, "Session not found"}} {
		x := newRace(t)
		id, _ := x.telegram()
		var phone struct{ Password string }
		result := x.Event("radist", "telegram.qr_scanned", map[string]any{"session": id, "two_factor": true}).Result
		if err := json.Unmarshal(result, &phone); err != nil || phone.Password == "" {
			t.Fatalf("%s, %v", result, err)
		}
		rule := x.hold("radist", "TelegramSendLoginRequest", 1)
		sent := x.login(`{"session_id":%q,"password":%q}`, id, phone.Password)
		seqs := x.parked(rule, 1)
		x.Advance(row.wait)
		x.release(rule, seqs...)
		if r := <-sent; r.status != row.status || !r.has(row.want) ||
			(row.status == 404) != slices.Contains(x.why(seqs[0]), "session_expired") {
			t.Errorf("after %s: %+v, why %v", row.wait, r, x.why(seqs[0]))
		}
	}
}
