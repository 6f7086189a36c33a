package mock_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"sparring/mock/journal"
	"sparring/mock/mocktest"
)

const phone = "79991234567"

// timDevice registers a device by code and gives the headers of further calls.
func timDevice(t *testing.T, s *mocktest.Server, phone string) []string {
	t.Helper()
	url, key := s.URL("timconnect")+"/api", s.Credentials("timconnect")["api_key"]
	timCall(t, url+"/registration", `{"phone_number":"`+phone+`","device":{"token":"push-`+phone+`"}}`,
		"Authorization", key)
	box, err := s.Control.Outbox(t.Context(), s.World.ID)
	if err != nil || len(box.Messages) == 0 {
		t.Fatalf("no activation SMS: %v", err)
	}
	sms := box.Messages[len(box.Messages)-1]
	code := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, sms.Text)
	if sms.Kind != "sms" || sms.To != phone || len(code) != 4 {
		t.Fatalf("activation SMS %+v", sms)
	}
	session, _ := timCall(t, url+"/registration/confirm", `{"phone_number":"`+phone+`","code":"`+code+`"}`,
		"Authorization", key)["sessionid"].(string)
	return []string{"Authorization", key, "Cookie", "sessionid=" + session}
}

// timCall posts and wants success.
func timCall(t *testing.T, url, body string, headers ...string) (answer map[string]any) {
	t.Helper()
	_, text, _ := call(t, "POST", url, body, headers...)
	if err := json.Unmarshal([]byte(text), &answer); err != nil || answer["result"] != "success" {
		t.Fatalf("%s: %s (%v)", url, text, err)
	}
	return answer
}

// outbox lists "kind to text" of what the world sent, oldest first; a push's text is in its payload.
func outbox(t *testing.T, s *mocktest.Server, kind string) (sent []string) {
	t.Helper()
	box, err := s.Control.Outbox(t.Context(), s.World.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range box.Messages {
		if m.Kind == kind && m.Sender != "TIMCONNECT" {
			sent = append(sent, m.To+" "+m.Text)
		}
	}
	return sent
}

// Pushes go to the gateway as real calls, one entry each; whether it takes them changes nothing for the device, and
// what nobody reports goes out by SMS, once, in the order of the due times.
func TestPushGateway(t *testing.T) {
	s := mocktest.Start(t, mocktest.At(newYear))
	gateway := newTaker(t, nil)
	setSwitch(t, s, "timconnect", "pushGateway", gateway.URL)
	headers := timDevice(t, s, phone)
	ids := make([]string, 4)
	for i, text := range []string{"first", "second", "third", "fourth"} {
		var made struct{ ID string }
		result := s.Event("timconnect", "smsc.message", map[string]any{"receiver": phone, "sender": "BANK",
			"message": text})
		if err := json.Unmarshal(result.Result, &made); err != nil || made.ID == "" {
			t.Fatalf("%s: %v", result.Result, err)
		}
		ids[i] = made.ID
		s.Advance(time.Second)
		called(t, s, i+1)
	}
	bodies := gateway.taken()
	if len(bodies) != 4 || !strings.Contains(bodies[0], `"alert":"first"`) ||
		gateway.heads[0].Get("X-Push-Token") != "push-"+phone || gateway.heads[0].Get("X-Push-To") != phone {
		t.Errorf("the gateway got %q with %v", bodies, gateway.heads)
	}
	timCall(t, s.URL("timconnect")+"/api/messages/delivery", `{"ids":["`+ids[1]+`"]}`, headers...)
	s.Advance(time.Hour)
	if got := strings.Join(outbox(t, s, "sms"), ","); got != phone+" first,"+phone+" third,"+phone+" fourth" {
		t.Errorf("SMS: %s", got)
	}
	s.Advance(24 * time.Hour)
	if got := outbox(t, s, "sms"); len(got) != 3 {
		t.Errorf("SMS a day later: %v", got)
	}
	for i, answer := range []http.HandlerFunc{
		says(500, "text/plain", "no"), says(204, "text/plain", ""),
		func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusFound) },
		func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		bad := newTaker(t, answer)
		setSwitch(t, s, "timconnect", "pushGateway", bad.URL)
		before := len(outgoing(t, s))
		s.Event("timconnect", "smsc.message", map[string]any{"receiver": phone, "sender": "BANK", "message": "x"})
		s.Advance(time.Second)
		calls := called(t, s, before+1)[before:]
		if len(calls) != 1 || calls[0].Peer != journal.Webhook || calls[0].State != journal.Closed ||
			len(bad.taken()) != 1 {
			t.Fatalf("gateway %d: %+v", i, calls)
		}
		if i == 1 {
			if len(calls[0].Findings) != 0 {
				t.Errorf("a push that was taken: %+v", calls[0].Findings)
			}
		} else if f := calls[0].Findings; len(f) != 1 || f[0].Code != "push_not_taken" || f[0].By != journal.ByService {
			t.Errorf("gateway %d: findings %+v", i, f)
		}
	}
	s.Advance(time.Hour)
	if got := outbox(t, s, "sms"); len(got) != 7 {
		t.Errorf("%d SMS, want 7: %v", len(got), got)
	}
}

// Many messages fall due in one move of the clock: they go out in the order of their due times, though the devices
// differ.
func TestDueTimesFireInOrder(t *testing.T) {
	s := mocktest.Start(t, mocktest.At(newYear))
	phones := []string{"79990000001", "79990000002", "79990000003"}
	for _, p := range phones {
		timDevice(t, s, p)
	}
	var want []string
	for i := range 12 {
		p := phones[i%3]
		s.Event("timconnect", "smsc.message", map[string]any{"receiver": p, "sender": "BANK", "message": jsonOf(t, i)})
		want = append(want, p+" "+jsonOf(t, i))
		s.Advance(time.Duration(i%2) * time.Second)
	}
	moved, err := s.Control.Advance(t.Context(), s.World.ID, time.Hour)
	if err != nil || moved.Fired != 12 || moved.Pending != 0 {
		t.Errorf("the clock: %+v, %v", moved, err)
	}
	if got := outbox(t, s, "sms"); strings.Join(got, ",") != strings.Join(want, ",") {
		t.Errorf("SMS %v\nwant %v", got, want)
	}
}

// The bad input of the register, over the socket: the documented answer each, nothing changed.
func TestTimconnectBadInput(t *testing.T) {
	s := mocktest.Start(t, mocktest.At(newYear))
	headers := timDevice(t, s, phone)
	s.Event("timconnect", "smsc.message", map[string]any{"receiver": phone, "sender": "BANK", "message": "Paid"})
	s.Advance(time.Second)
	key := headers[:2]
	const fail = `"result":"fail"`
	post := func(path, body, text string) bad { return bad{"POST", "/api" + path, body, headers, 200, text} }
	put := func(path, body, text string) bad { return bad{"PUT", "/api" + path, body, headers, 200, text} }
	get := func(path, text string) bad { return bad{"GET", "/api" + path, "", headers, 200, text} }
	kitten := func(path string, status int, headers ...string) bad {
		return bad{"GET", path, "", headers, status, `{"code":` + jsonOf(t, status) + `,"message":"`}
	}
	var rows []bad
	for _, p := range []string{"", "0", "7999", "799912345678901234567", "+", "７９９９１２３４５６７", "7999123456x", "abc",
		"79991234567; DROP", strings.Repeat("7", 100_000)} {
		rows = append(rows, post("/registration", `{"phone_number":`+jsonOf(t, p)+`,"device":{"token":"x"}}`,
			"phone_number"))
	}
	for _, body := range []string{`{}`, `[]`, `null`, `{"phone_number":`, `{"phone_number":[]}`,
		`{"phone_number":{}}`, ""} {
		rows = append(rows, post("/registration", body, fail))
	}
	rows = append(rows,
		get("/messages/3000000000", fail), get("/messages/99999999999999999999999", fail), get("/messages/abc", fail),
		get("/messages/-1", fail),
		get("/messages?page=0", fail), get("/messages?page=99", fail), get("/messages?page=x", fail),
		get("/messages?page=-1", fail),
		get("/statistics?start_date=2030-01-02&end_date=2029-01-01", `"body":[]`),
		get("/messages?start_date=2030-01-02&end_date=2029-01-01", `"body":[]`),
		get("/statistics?start_date=yesterday", fail),
		put("/messages/94419856/geotag", `{"latitude":91,"longitude":0}`, fail),
		put("/messages/94419856/geotag", `{"latitude":"north","longitude":0}`, fail),
		put("/messages/94419856/hashtag", `{"hashtag":"`+strings.Repeat("h", 100_000)+`"}`,
			`{'hashtag': ['Ensure this value has at most 255 characters (it has 100000).']}`),
		put("/messages/94419856/category", `{"category":"999"}`, fail), post("/messages/delivery", `{"ids":"x"}`, fail),
		post("/messages/delivery", `{"ids":["1"]}`, fail),
		bad{"GET", "/api/messages", "", []string{"Authorization", "Bearer " + key[1], headers[2], headers[3]}, 401,
			"Permission denied"},
		bad{"GET", "/api/messages", "", key, 200, "Permission denied"},
		bad{"GET", "/api/nowhere", "", headers, 404, fail},
		bad{"PATCH", "/api/messages", "{}", headers, 405, fail},
		kitten("/api/kittens", 401), kitten("/api/kittens", 401, "Authorization", "Bearer "+key[1]),
		kitten("/api/kittens", 401, "Authorization", strings.ToUpper(key[1])),
		kitten("/api/kittens?available=maybe", 400, key...), kitten("/api/kittens/abc", 400, key...),
		kitten("/api/kittens/3000000000", 404, key...),
		kitten("/api/kittens/99999999999999999999999", 404, key...), kitten("/api/kittens/2/x", 404, key...),
		kitten("/api/kittens/2", 406, "Authorization", key[1], "Accept", "text/html"),
		kitten("/kittens/x", 400, key...),
		bad{"DELETE", "/api/kittens/2", "", key, 405, `{"code":405`}, bad{"POST", "/api/kittens", "{}", key, 405,
			`{"code":405`},
	)
	refused(t, s, "timconnect", s.URL("timconnect"), rows)
}
