package bonder_test

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image/gif"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"sparring/mock/bonder"
	"sparring/mock/control/client"
	"sparring/mock/fault"
	"sparring/mock/mocktest"
	"sparring/mock/world"
)

// TestForcedWarning: a rejected thumbnail comes with success, so everything else of the request is saved.
func TestForcedWarning(t *testing.T) {
	force := func(b *bench, operation, card, body string) answered {
		path := vars("card_id", card, "lang", "pl", "status", "disable")
		header := http.Header{"X-Auth-Key": {b.key}, "X-Auth-Email": {b.mail}}
		a := b.fake.Fail(
			&world.Request{Operation: operation, Vars: path, Header: header, Body: []byte(body)},
			"THUMBNAIL_REJECTED_ERROR",
		)
		return b.read(documented(t, operation), operation, path, header, body, a)
	}
	const warned = `{"success":true,"errors":["THUMBNAIL_REJECTED_ERROR"],"result":{}}`
	b := signedIn(t)
	card := b.newCard()
	old, sent := pngOf(
		t,
		300,
		300,
		false,
	), encoded(
		t,
		func(b *bytes.Buffer) error { return gif.Encode(b, picture(300, 300, false), nil) },
	)
	b.save(card, `{"translatable":{"pl":{"langStatus":1,"displayName":"A"}},`+
		`"non-translatable":{"thumbnail":"`+old+`"}}`).
		ok(t)
	for _, body := range []string{
		`{"translatable":{"pl":{"company":"One"}},` +
			`"non-translatable":{"thumbnail":"` + sent + `","webA":"one"},"settings":{"usePhoto":0}}`,
		`{"translatable":{"pl":{"company":"Two"}},"non-translatable":{"webA":"two"}}`,
	} {
		same(t, "answer", string(force(b, "saveCard", card, body).Body), warned)
	}
	got := b.load(card)
	same(t, "company", got.at("translatable", "pl", "company"), "Two")
	same(t, "webA", got.at("non-translatable", "webA"), "two")
	same(t, "usePhoto", got.at("settings", "usePhoto"), "0")
	same(t, "thumbnail", got.at("non-translatable", "thumbnail"), old)
	for operation, path := range map[string][]string{
		"setCardStatus": {"settings", "cardStatus"}, "setUsePhoto": {"settings", "usePhoto"}, "setLangStatus": {
			"translatable", "pl", "langStatus"},
	} {
		same(t, operation, string(force(b, operation, card, "").Body), warned)
		same(t, operation, b.load(card).at(path...), "0")
	}
	// A request that fails by itself keeps its own code: a false success would be a lie.
	force(b, "saveCard", "none", "{}").fails(t, "CARD_ID_NOT_FOUND_ERROR", "card_unknown")
	a := force(b, "saveCard", card, "{")
	a.fails(t, "INTERNAL_SERVER_ERROR", "body_malformed")
	same(t, "why", a.Why[len(a.Why)-1].Code, "warning_idle")
	b.key = "x"
	force(b, "setUsePhoto", card, "").fails(t, "INVALID_CREDENTIALS_ERROR", "token_unknown")
}

// TestCreateByPut: “Используйте команду PUT, чтобы создать новый Профиль” in its three readings (B-52).
func TestCreateByPut(t *testing.T) {
	const body = `{"translatable":{"pl":{"name":"Jan"}},"non-translatable":{"thumbnail":"x"}}`
	id := strings.Repeat("Ab1", 12)
	put := func(b *bench, body string) answered {
		return b.read(documented(t, "createProfile"), "createProfile", nil, nil, "", b.fake.Miss(&world.Request{
			Method: http.MethodPut, Path: "/users", Header: http.Header{"X-Auth-Key": {b.key},
				"X-Auth-Email": {b.mail}}, Body: []byte(body),
		}, world.Miss{Allow: []string{"POST"}}))
	}
	b := signedIn(t)
	same(
		t,
		"no",
		b.fake.Miss(&world.Request{Method: http.MethodPut, Path: "/users"}, world.Miss{Allow: []string{"POST"}}).Status,
		405,
	)
	b.save(id, body).fails(t, "CARD_ID_NOT_FOUND_ERROR", "card_unknown")

	b.set("createByPut=users")
	a := put(b, body)
	same(t, "operation", a.Operation, "createProfile")
	same(t, "errors", a.Errors, []string{"THUMBNAIL_REJECTED_ERROR"})
	same(t, "name", b.load(a.text("cardId")).at("translatable", "pl", "name"), "Jan")
	b.view(a.text("cardId"))
	put(b, "").ok(t)
	put(b, "{").fails(t, "INTERNAL_SERVER_ERROR", "body_malformed")
	same(t, "cards", len(b.state()["cards"].([]any)), 2)
	b.save(id, body).fails(t, "CARD_ID_NOT_FOUND_ERROR", "card_unknown")
	b.must("account.profile_limit", `{"limit":2}`)
	put(b, body).fails(t, "PROFILE_LIMIT_REACHED_ERROR", "profile_limit")

	b.set("createByPut=card_id")
	b.save(id, body).fails(t, "PROFILE_LIMIT_REACHED_ERROR", "profile_limit")
	b.must("account.profile_limit", `{"limit":9}`)
	b.save(id, "{").fails(t, "INTERNAL_SERVER_ERROR", "body_malformed")
	same(t, "made", b.save(id, body).Success, true)
	same(t, "name", b.load(id).at("translatable", "pl", "name"), "Jan")
	b.save("short", body).fails(t, "CARD_ID_NOT_FOUND_ERROR", "card_unknown")
	b.signIn("partner@example.com", "partner-password", "PARTNER_CLIENT")
	b.save(id, body).fails(t, "CARD_ID_NOT_FOUND_ERROR", "card_foreign")
}

// TestEndedByFault: the why does not speak of an hour that did not pass, or of requests that nobody made.
func TestEndedByFault(t *testing.T) {
	for reason, want := range map[string]string{
		"time": "a fault rule ended the token as if its time were over; it would have expired at " +
			"2026-11-21T13:00:00Z",
		"count":   "a fault rule ended the token as if its requests were used up; it had served 0 of 10000",
		"revoked": "a fault rule ended the token as if it were revoked",
	} {
		b := signedIn(t)
		if err := b.expire(reason); err != nil {
			t.Fatal(err)
		}
		same(
			t,
			reason,
			b.do("listRepositories", nil, "").fails(t, "INVALID_CREDENTIALS_ERROR", deathWhy[reason]).Why[0].Text,
			want,
		)
		if err := b.fake.Plant(mustJSON(t, b.fake.State())); err != nil { // a fork says the same
			t.Fatal(err)
		}
		same(t, reason+" planted", b.do("listRepositories", nil, "").Why[0].Text, want)
	}
	b := signedIn(t)
	b.do("listRepositories", nil, "").ok(t)
	b.must("token.spent", `{"requests":20000}`)
	same(
		t,
		"spent",
		b.do("listRepositories", nil, "").Why[0].Text,
		"the token's 10000 requests are used up; the event token.spent counted 9999 of them",
	)
	b = signedIn(t)
	b.must("token.revoked", `{}`)
	same(
		t,
		"revoked",
		b.do("listRepositories", nil, "").Why[0].Text,
		"the token was revoked by the event token.revoked",
	)
}

// TestDeletionScheduled: an account that is intended for deletion is inactive, and can be saved or deleted (L75).
func TestDeletionScheduled(t *testing.T) {
	b := signedIn(t)
	b.must("account.deletion_scheduled", `{}`)
	b.do("listRepositories", nil, "").fails(t, "ACCOUNT_INACTIVE_ERROR", "account_to_be_deleted")
	b.do("authorize", nil, authorization("1000")).fails(t, "ACCOUNT_INACTIVE_ERROR", "account_to_be_deleted")
	if err := b.fake.Plant(mustJSON(t, b.fake.State())); err != nil {
		t.Fatal(err)
	}
	b.must("account.restored", `{}`)
	b.do("listRepositories", nil, "").ok(t)
	b.must("account.deletion_scheduled", `{}`)
	b.must("account.deleted", `{}`)
	b.do("listRepositories", nil, "").fails(t, "INVALID_CREDENTIALS_ERROR", "account_deleted")
}

// TestNumbers: a whole number is the same however JSON writes it.
func TestNumbers(t *testing.T) {
	for sent, want := range map[string]string{
		"48123456789": "48123456789", "48123456789." +
			"0": "48123456789", "4.8123456789e10": "48123456789", "48.10": "48.10", "1.5e3": "1500",
		"1500e-2": "15", "15e-1": "15e-1", "0.0": "0", "-7.0": "-7", "1e999999999": "1e999999999", "1e41": "1e41",
		"0e5": "0", "10e-3": "10e-3",
		"1.50e1": "15", "123456789012345678901234567890": "123456789012345678901234567890",
	} {
		b := signedIn(t, "regexMode=off")
		card := b.newCard()
		b.save(card, `{"non-translatable":{"webA":`+sent+`}}`).ok(t)
		same(t, sent, b.load(card).at("non-translatable", "webA"), want)
	}
	b := signedIn(t)
	card := b.newCard()
	b.save(card, `{"non-translatable":{"phoneA":48123456789.0},"settings":{"usePhoto":0.0}}`).ok(t)
	same(t, "phoneA", b.load(card).at("non-translatable", "phoneA"), "+48123456789")
	same(t, "usePhoto", b.load(card).at("settings", "usePhoto"), "0")
}

// TestDefaultRPT: what is taken if rpt is not a number is said.
func TestDefaultRPT(t *testing.T) {
	for _, rpt := range []string{`null`, `"abc"`, `""`, `true`, `[1]`} {
		a := newBench(t).do("authorize", nil, authorization(rpt)).ok(t)
		same(t, rpt, texts(a.Why, "rpt_default"), []string{"rpt is missing or no number: 1000 was taken (B-07)"})
	}
	a := newBench(
		t,
	).do("authorize", nil, `{"username":"USERNAME","password":"PASSWORD","client":"API_CLIENT_NAME"}`).
		ok(t)
	same(t, "missing", len(texts(a.Why, "rpt_default")), 1)
}

// TestContradiction: bounds that leave nothing between them are refused, whatever is set first, and change nothing.
func TestContradiction(t *testing.T) {
	b := newBench(t)
	for _, switches := range []map[string]any{{"rptMax": 999}, {"rptMin": 100001}, {"rptMin": 9, "rptMax": 8}} {
		err := b.w.Switches.Set(map[string]map[string]any{"bonder": switches})
		if err == nil || !strings.Contains(err.Error(), "rptMax") || !strings.Contains(err.Error(), "rptMin") {
			t.Errorf("%v: %v", switches, err)
		}
	}
	same(t, "rptMin", b.w.Switches.Value("bonder.rptMin"), int64(1000))
	b.set("rptMin=5", "rptMax=5")
}

// TestEventsAreExplained: each event, and each of its arguments, has a sentence.
func TestEventsAreExplained(t *testing.T) {
	for _, e := range bonder.API().Events {
		if e.Doc == "" {
			t.Errorf("event %s has no text", e.Name)
		}
		for _, a := range e.Args {
			if a.Doc == "" {
				t.Errorf("event %s: the argument %s has no text", e.Name, a.Name)
			}
		}
	}
}

// TestForcedWarningOverHTTP: a rule that forces the warning lets the request be handled.
func TestForcedWarningOverHTTP(t *testing.T) {
	s := mocktest.Start(t)
	_, token := send(t, s, "POST", "/auth", authorization("1000"), "")
	_, card := send(t, s, "POST", "/users", "", field(token, "token"))
	path := "/users/" + field(card, "cardId")
	s.Fault(client.FaultRequest{
		Match: fault.Match{API: "bonder", Operation: "saveCard"},
		Fault: fault.Spec{Kind: "error", Parameters: map[string]any{"code": "THUMBNAIL_REJECTED_ERROR"}},
	})
	if _, got := send(t, s, "PUT", path, `{"translatable":{"pl":{"name":"Jan"}}}`, field(token,
		"token")); !strings.Contains(
		got,
		`{"success":true,"errors":["THUMBNAIL_REJECTED_ERROR"]`,
	) {
		t.Error(got)
	}
	if _, got := send(t, s, "GET", path, "", field(token, "token")); !strings.Contains(got, `"name":"Jan"`) {
		t.Errorf("the name was not saved: %s", got)
	}
}

// TestLargeThumbnail: “Данные были сохранены, но загруженное изображение было отклонено”, however large the image is.
func TestLargeThumbnail(t *testing.T) {
	s := mocktest.Start(t)
	_, token := send(t, s, "POST", "/auth", authorization("1000"), "")
	_, card := send(t, s, "POST", "/users", "", field(token, "token"))
	path := "/users/" + field(card, "cardId")
	for i, size := range []int{780 << 10, 8 << 20} {
		name := "Jan" + strings.Repeat("n", i)
		image := base64.StdEncoding.EncodeToString(make([]byte, size))
		status, got := send(
			t,
			s,
			"PUT",
			path,
			fmt.Sprintf(`{"translatable":{"pl":{"name":%q}},"non-translatable":{"thumbnail":%q}}`, name, image),
			field(token, "token"),
		)
		if status != http.StatusOK || got != `{"success":true,"errors":["THUMBNAIL_REJECTED_ERROR"],"result":{}}` {
			t.Errorf("%d bytes: %d %s", size, status, got)
		}
		if _, got := send(t, s, "GET", path, "", field(token, "token")); !strings.Contains(got, `"name":"`+name+`"`) {
			t.Errorf("%d bytes: the name was not saved: %s", size, got)
		}
	}
}

// TestSpaceBeforeColon: the header as the vendor's samples write it is not HTTP. The server says so, before any API.
func TestSpaceBeforeColon(t *testing.T) {
	s := mocktest.Start(t)
	for _, header := range []string{"Content-Type : " +
		"application/json", "X-Auth-Key : {{access_token}}", "Accept : application/json"} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.Base, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		_ = conn.SetDeadline(time.Now().Add(time.Minute))
		fmt.Fprintf(conn, "POST /bonder/auth HTTP/1.1\r\nHost: x\r\n%s\r\nContent-Length: 2\r\n\r\n{}", header)
		answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatal(err)
		}
		body := make([]byte, 200)
		n, _ := answer.Body.Read(body)
		if answer.StatusCode != http.StatusBadRequest || !strings.Contains(string(body[:n]), "invalid header name") {
			t.Errorf("%s: %d %s", header, answer.StatusCode, body[:n])
		}
		_ = answer.Body.Close()
		_ = conn.Close()
	}
}

// send sends one request as a client does and returns status and body.
func send(t *testing.T, s *mocktest.Server, method, path, body, token string) (status int, answer string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.URL("bonder")+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("X-Auth-Key", token)
		r.Header.Set("X-Auth-Email", "USERNAME")
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(data)
}

// field reads one text of a result.
func field(answer, name string) string {
	var body struct {
		Result map[string]any `json:"result"`
	}
	_ = json.Unmarshal([]byte(answer), &body) // a failure has none
	text, _ := body.Result[name].(string)
	return text
}
