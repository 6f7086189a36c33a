package bonder_test

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sparring/mock/world"
)

// TestSecondClient: each name of a user's clients gets tokens, and no other does.
func TestSecondClient(t *testing.T) {
	b := newBench(t)
	login := func(client string) answered {
		return b.do("authorize", nil, `{"username":"USERNAME","password":"PASSWORD","client":"`+client+`","rpt":1000}`)
	}
	login("SECOND_CLIENT").fails(t, "INVALID_CREDENTIALS_ERROR", "wrong_client")
	b.must("account.put", `{"username":"USERNAME","password":"PASSWORD","client":"API_CLIENT_NAME",`+
		`"clients":["SECOND_CLIENT"]}`)
	for _, client := range []string{"API_CLIENT_NAME", "SECOND_CLIENT"} {
		login(client).ok(t)
	}
	login("THIRD_CLIENT").fails(t, "INVALID_CREDENTIALS_ERROR", "wrong_client")
}

func TestAuthorize(t *testing.T) {
	for _, c := range []struct{ name, body, code, why string }{
		{"sample", `{"username":"USERNAME","password":"PASSWORD","client":"API_CLIENT_NAME","rpt":"10000"}`, "", ""},
		{"second account", `{"username":"partner@example.com","password":"partner-password",` +
			`"client":"PARTNER_CLIENT","rpt":1000}`, "", ""},
		{"wrong password", `{"username":"USERNAME","password":"password","client":"API_CLIENT_NAME",` +
			`"rpt":"10000"}`, "INVALID_CREDENTIALS_ERROR", "wrong_password"},
		{"wrong client", `{"username":"USERNAME","password":"PASSWORD","client":"PARTNER_CLIENT",` +
			`"rpt":"10000"}`, "INVALID_CREDENTIALS_ERROR", "wrong_client"},
		{"no such account", `{"username":"username","password":"PASSWORD","client":"API_CLIENT_NAME",` +
			`"rpt":"10000"}`, "INVALID_CREDENTIALS_ERROR", "account_unknown"},
		{"malformed", `{"username":"USERNAME",}`, "INVALID_CREDENTIALS_ERROR", "body_malformed"},
		{"bad UTF-8", "{\"username\":\"USERNAME\",\"password\":\"\xff\"}", "INVALID_CREDENTIALS_ERROR",
			"body_malformed"},
		{"empty", ``, "INVALID_CREDENTIALS_ERROR", "body_malformed"},
		{"array", `["USERNAME"]`, "INVALID_CREDENTIALS_ERROR", "body_ignored"},
		{"wrong types", `{"username":1,"password":true,"client":{},` +
			`"rpt":[]}`, "INVALID_CREDENTIALS_ERROR", "account_unknown"},
		{"last of a doubled name counts", `{"username":"x","username":"USERNAME","password":"PASSWORD",` +
			`"client":"API_CLIENT_NAME","rpt":1000}`, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := newBench(t).do("authorize", nil, c.body)
			if c.code != "" {
				a.fails(t, c.code, c.why)
				same(t, "result", string(a.Result), "{}")
				return
			}
			a.ok(t)
			same(t, "expire", a.at("expire"), fmt.Sprint(noon.Unix()+3600))
		})
	}
}

// TestRPT: B-06 and B-07 in both readings.
func TestRPT(t *testing.T) {
	for _, c := range []struct {
		sent    string
		rpt     float64
		outside bool
	}{
		{`"10000"`, 10000, false}, {`10000`, 10000, false}, {`1e4`, 10000, false}, {`1000`, 1000, false}, {`100000`,
			100000, false},
		{`999`, 1000, true}, {`"999"`, 1000, true}, {`100001`, 100000, true}, {`0`, 1000, true}, {`-5`, 1000, true},
		{`99999999999999999999999`, 100000, true}, {`1e999`, 100000, true},
		{`null`, 1000, false}, {`""`, 1000, false}, {`"many"`, 1000, false}, {`[5]`, 1000, false}, {`true`, 1000,
			false},
	} {
		body := `{"username":"USERNAME","password":"PASSWORD","client":"API_CLIENT_NAME","rpt":` + c.sent + `}`
		b := newBench(t)
		a := b.do("authorize", nil, body).ok(t)
		tokens := b.state()["tokens"].([]any)
		same(t, "rpt for "+c.sent, tokens[0].(map[string]any)["rpt"], c.rpt)
		want := []string{}
		if c.outside {
			want = []string{"rpt_out_of_range /rpt documented bonder#L31"}
		}
		same(t, "findings for "+c.sent, a.marked(), want)
		strict := newBench(t, "rptOutOfRange=reject").do("authorize", nil, body)
		if c.outside {
			strict.fails(t, "INVALID_CREDENTIALS_ERROR", "rpt_out_of_range")
		} else {
			strict.ok(t)
		}
	}
	b := newBench(t, "rptMax=5000")
	a := b.do("authorize", nil, `{"username":"USERNAME","password":"PASSWORD","client":"API_CLIENT_NAME","rpt":10000}`).
		ok(t)
	same(t, "findings over a lowered bound", a.marked(), []string{"rpt_out_of_range /rpt derived bonder#L31, B-07"})
	same(t, "rpt", b.state()["tokens"].([]any)[0].(map[string]any)["rpt"], 5000.0)
	b = newBench(t, "rptMin=2")
	a = b.do("authorize", nil, `{"username":"USERNAME","password":"PASSWORD","client":"API_CLIENT_NAME","rpt":2}`).ok(t)
	same(t, "findings with a lowered bound", a.marked(), []string{"rpt_out_of_range /rpt documented bonder#L31"})
	b.key = a.text("token")
	b.do("listRepositories", nil, "").ok(t)
	b.do("listRepositories", nil, "").ok(t)
	b.do("listRepositories", nil, "").fails(t, "INVALID_CREDENTIALS_ERROR", "token_dead_count")
}

// TestGate: what the token's gate refuses is not counted, what passes it is (B-10, B-12, B-18).
func TestGate(t *testing.T) {
	both := func(key, mail string) http.Header { return http.Header{"X-Auth-Key": {key}, "X-Auth-Email": {mail}} }
	for _, c := range []struct {
		name      string
		prepare   func(b *bench)
		header    func(key string) http.Header
		code, why string
		used      float64
	}{
		{"good", nil, func(k string) http.Header { return both(k, "USERNAME") }, "", "", 1},
		{"no headers", nil, func(string) http.Header { return http.Header{} }, "INVALID_CREDENTIALS_ERROR",
			"token_missing", 0},
		{"no e-mail", nil, func(k string) http.Header { return http.Header{"X-Auth-Key": {k}} },
			"INVALID_CREDENTIALS_ERROR",
			"email_missing", 0},
		{"token doubled", nil, func(k string) http.Header {
			return http.Header{"X-Auth-Key": {k, k},
				"X-Auth-Email": {"USERNAME"}}
		},
			"INVALID_CREDENTIALS_ERROR", "header_doubled", 0},
		{"unknown " +
			"token", nil, func(string) http.Header { return both("x", "USERNAME") }, "INVALID_CREDENTIALS_ERROR",
			"token_unknown", 0},
		{"wrong e-mail", nil, func(k string) http.Header { return both(k, "partner@example.com") },
			"INVALID_CREDENTIALS_ERROR", "wrong_email", 0},
		{"e-mail in another case", nil, func(k string) http.Header { return both(k, "username") },
			"INVALID_CREDENTIALS_ERROR", "wrong_email", 0},
		{"suspended", func(b *bench) {
			b.must("account."+
				"suspended", `{}`)
		}, func(k string) http.Header { return both(k, "USERNAME") },
			"ACCOUNT_INACTIVE_ERROR", "account_suspended", 0},
		{"deleted", func(b *bench) {
			b.must("account."+
				"deleted", `{}`)
		}, func(k string) http.Header { return both(k, "USERNAME") },
			"INVALID_CREDENTIALS_ERROR", "account_deleted", 0},
		{"maintenance", func(b *bench) {
			b.must("maintenance."+
				"started", `{"service":"api"}`)
		}, func(k string) http.Header { return both(k, "USERNAME") },
			"API_SERVICE_OFFLINE_ERROR", "maintenance_api", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := signedIn(t)
			if c.prepare != nil {
				c.prepare(b)
			}
			a := b.with("listRepositories", nil, "", c.header(b.key))
			if c.code == "" {
				a.ok(t)
			} else {
				a.fails(t, c.code, c.why)
			}
			same(t, "used", b.state()["tokens"].([]any)[0].(map[string]any)["used"], c.used)
		})
	}
}

// TestRace: the first of the two limits that is reached kills the token, with its edges (B-09).
func TestRace(t *testing.T) {
	b := signedIn(t)
	if _, err := b.w.Clock.Advance(time.Hour - time.Nanosecond); err != nil {
		t.Fatal(err)
	}
	b.do("listRepositories", nil, "").ok(t)
	if _, err := b.w.Clock.Advance(time.Nanosecond); err != nil {
		t.Fatal(err)
	}
	b.do("listRepositories", nil, "").fails(t, "INVALID_CREDENTIALS_ERROR", "token_dead_time")
	same(t, "death", b.state()["tokens"].([]any)[0].(map[string]any)["death"], "time")

	b = signedIn(t)
	b.must("token.spent", `{"requests":9999}`)
	b.do("getCard", vars("card_id", "short"), "").
		fails(t, "CARD_ID_NOT_FOUND_ERROR", "card_unknown")
		// counts all the same
	b.do("listRepositories", nil, "").fails(t, "INVALID_CREDENTIALS_ERROR", "token_dead_count")
	if _, err := b.w.Clock.Advance(2 * time.Hour); err != nil {
		t.Fatal(err)
	}
	b.do("listRepositories", nil, "").
		fails(t, "INVALID_CREDENTIALS_ERROR", "token_dead_count")
		// the first limit stays the reason
	b.signIn("USERNAME", "PASSWORD", "API_CLIENT_NAME")
	b.do("listRepositories", nil, "").ok(t)
}

// TestExpireAsTold checks that a token which was issued between two seconds ends when the client was told.
func TestExpireAsTold(t *testing.T) {
	b := newBench(t)
	if _, err := b.w.Clock.Advance(700 * time.Millisecond); err != nil {
		t.Fatal(err)
	}
	b.signIn("USERNAME", "PASSWORD", "API_CLIENT_NAME")
	told := noon.Add(time.Hour)
	if _, err := b.w.Clock.Advance(told.Sub(b.w.Now()) - time.Nanosecond); err != nil {
		t.Fatal(err)
	}
	b.do("listRepositories", nil, "").ok(t)
	if _, err := b.w.Clock.Advance(time.Nanosecond); err != nil {
		t.Fatal(err)
	}
	b.do("listRepositories", nil, "").fails(t, "INVALID_CREDENTIALS_ERROR", "token_dead_time")
}

// TestTokenMatrix crosses every state of a token with every event and request.
func TestTokenMatrix(t *testing.T) {
	states := map[string]func(b *bench){
		"":        func(*bench) {},
		"time":    func(b *bench) { advance(b, time.Hour) },
		"count":   func(b *bench) { b.must("token.spent", `{"requests":10000}`) },
		"revoked": func(b *bench) { b.must("token.revoked", `{}`) },
		"replaced": func(b *bench) {
			key := b.key
			b.set("tokens=single")
			b.signIn("USERNAME", "PASSWORD", "API_CLIENT_NAME")
			b.key = key
		},
	}
	events := map[string]struct {
		raise func(b *bench) error
		next  string // of a live token
	}{
		"spent": {func(b *bench) error {
			_, err := b.event("token.spent", fmt.Sprintf(`{"token":%q,"requests":10000}`, b.key))
			return err
		}, "count"},
		"revoked": {func(b *bench) error {
			_, err := b.event("token.revoked", fmt.Sprintf(`{"token":%q}`, b.key))
			return err
		}, "revoked"},
		"by time":  {func(b *bench) error { return b.expire("time") }, "time"},
		"by count": {func(b *bench) error { return b.expire("count") }, "count"},
		"by call":  {func(b *bench) error { return b.expire("revoked") }, "revoked"},
	}
	for state, reach := range states {
		for event, e := range events {
			t.Run(state+" "+event, func(t *testing.T) {
				b := signedIn(t)
				reach(b)
				same(t, "state", b.death(), state)
				err := e.raise(b)
				want := e.next
				if state != "" {
					want = state
				}
				if (err != nil) != (state != "") {
					t.Errorf("the event on a token in state %q: error %v", state, err)
				}
				same(t, "state after", b.death(), want)
				b.do("listRepositories", nil, "").fails(t, "INVALID_CREDENTIALS_ERROR", map[string]string{
					"time": "token_dead_time", "count": "token_dead_count", "revoked": "token_revoked",
					"replaced": "token_replaced",
				}[want])
			})
		}
	}
}

func advance(b *bench, d time.Duration) {
	b.tb.Helper()
	if _, err := b.w.Clock.Advance(d); err != nil {
		b.tb.Fatal(err)
	}
}

// death is the state of the token that calls carry.
func (b *bench) death() string {
	b.tb.Helper()
	for _, t := range b.state()["tokens"].([]any) {
		if token := t.(map[string]any); token["token"] == b.key {
			death, _ := token["death"].(string)
			return death
		}
	}
	b.tb.Fatal("the token is not in the state")
	return ""
}

func (b *bench) expire(reason string) error {
	return b.fake.Expire(&world.Request{Operation: "getCard", Header: http.Header{"X-Auth-Key": {b.key}}}, reason)
}

func TestExpireRefuses(t *testing.T) {
	b := signedIn(t)
	if b.expire("boredom") == nil {
		t.Error("an unknown reason was taken")
	}
	if b.fake.Expire(&world.Request{Operation: "getCard", Header: http.Header{}}, "time") == nil {
		t.Error("a request without a token had one ended")
	}
	b.do("listRepositories", nil, "").ok(t)
}

// TestLastRequest: one request left, ten in parallel, exactly one is served.
func TestLastRequest(t *testing.T) {
	b := signedIn(t)
	b.must("token.spent", `{"requests":9999}`)
	var served atomic.Int32
	var group sync.WaitGroup
	for range 10 {
		group.Go(func() {
			if b.do("listRepositories", nil, "").Success {
				served.Add(1)
			}
		})
	}
	group.Wait()
	same(t, "served", served.Load(), int32(1))
}

func TestTokensAreIndependent(t *testing.T) {
	for _, c := range []struct{ tokens, why string }{{"independent", ""}, {"single", "token_replaced"}} {
		b := signedIn(t, "tokens="+c.tokens)
		old := b.key
		b.signIn("USERNAME", "PASSWORD", "API_CLIENT_NAME")
		a := b.with("listRepositories", nil, "", http.Header{"X-Auth-Key": {old}, "X-Auth-Email": {"USERNAME"}})
		if c.why == "" {
			a.ok(t)
		} else {
			a.fails(t, "INVALID_CREDENTIALS_ERROR", c.why)
		}
	}
}
