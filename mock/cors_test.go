package mock_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/fault"
	"sparring/mock/journal"
)

const page = "http://localhost:3000"

// asks sends the preflight that a browser sends before a request.
func asks(t *testing.T, l *lab, origin, method, path, headers string) (int, http.Header) {
	t.Helper()
	list := []string{"Origin", origin, "Access-Control-Request-Method", method}
	if headers != "" {
		list = append(list, "Access-Control-Request-Headers", headers)
	}
	status, _, h := call(t, "OPTIONS", l.base+path, "", list...)
	return status, h
}

func lastOf(t *testing.T, l *lab) journal.Entry {
	t.Helper()
	page, err := l.control.Journal(t.Context(), "default", client.Query{})
	if err != nil || len(page.Entries) == 0 {
		t.Fatalf("%d entries, %v", len(page.Entries), err)
	}
	return page.Entries[len(page.Entries)-1]
}

// asked is the text of the why that says what a browser asked.
func asked(e journal.Entry) string {
	for _, why := range e.Why {
		if why.Code == "cors_preflight" {
			return why.Text
		}
	}
	return ""
}

// preflights are one for each API and more, and what the vendor's own CORS makes of it.
var preflights = []struct{ path, method, headers, operation, refused string }{
	{"/bonder/auth", "POST", "content-type", "authorize", "has no CORS"},
	{"/bonder/users/x/cardStatus/enable", "PUT", "x-auth-key", "setCardStatus", "has no CORS"},
	{"/radist/v2/companies/", "GET", "x-api-key", "CompaniesGetItems", "has no CORS"},
	{"/timconnect/api/auth", "POST", "authorization,content-type", "authorize", "has no CORS"},
	{"/timconnect/api/kittens/2", "DELETE", "authorization", "deleteKitten", "has no CORS"},
	{"/iqchannels/rest/chat/client/id/1", "GET", "x-test", "getClientCard", "has no CORS"},
	{"/iqchannels/public/api/v1/chats/channel/send/support", "POST", "authorization,content-type", "sendMessage", ""},
	{"/iqchannels/public/api/v1/chats/channel/send/support", "POST", "x-of-my-own", "sendMessage",
		"x-of-my-own is not in"},
}

// A preflight is what a browser does by itself: an entry of its own, which no count, rule or fault takes.
func TestPreflightIsNoRequestOfTheClient(t *testing.T) {
	for _, origins := range [][]string{nil, {page}} {
		l := newLab(t, false, mock.Options{CORS: origins})
		times := 0
		rule, err := l.control.AddFault(t.Context(), "default", client.FaultRequest{Match: fault.Match{Path: "*"},
			Times: &times, Fault: faultOf("status", "status", 418)})
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range preflights {
			status, _ := asks(t, l, page, row.method, row.path, row.headers)
			e := lastOf(t, l)
			text := asked(e)
			refused := row.refused
			if origins != nil && refused != "x-of-my-own is not in" { // a vendor's own CORS stays as it is
				refused = ""
			}
			if e.Operation != "" || e.Unmatched || len(e.Findings) > 0 || len(e.Faults) > 0 || len(e.Wrong()) > 0 ||
				!e.Preflight() {
				t.Errorf("%v %s %s: booked on the client: %+v", origins, row.method, row.path, e)
			}
			if !strings.Contains(text, page) || !strings.Contains(text, row.method) ||
				!strings.Contains(text, row.operation) ||
				!strings.Contains(text, refused) || (refused == "") != strings.HasSuffix(text, "; it may") ||
				status == 418 {
				t.Errorf("%v %s %s: %d, why %q, want %q", origins, row.method, row.path, status, text, refused)
			}
		}
		rules, err := l.control.Faults(t.Context(), "default")
		if err != nil || rules[0].ID != rule.ID || rules[0].Hits != 0 {
			t.Errorf("the rule %+v, %v", rules, err)
		}
	}
}

// A rule that names OPTIONS takes preflights.
func TestFaultOfAPreflight(t *testing.T) {
	l := newLab(t, false, mock.Options{})
	if _, err := l.control.AddFault(t.Context(), "default", client.FaultRequest{
		Match: fault.Match{API: "iqchannels", Method: "options", Path: "*/send/*"},
		Fault: faultOf("status", "status", 503),
	}); err != nil {
		t.Fatal(err)
	}
	if status, _ := asks(t, l, page, "POST", "/iqchannels/public/api/v1/chats/channel/send/support",
		""); status != 503 {
		t.Errorf("the preflight: %d", status)
	}
	if e := lastOf(t, l); len(e.Faults) != 1 || e.Unmatched || asked(e) == "" {
		t.Errorf("entry %+v", e)
	}
}

// A preflight that is refused for a path or a method that does not exist is all that is ever seen of the client's
// request.
func TestPreflightOfNoOperation(t *testing.T) {
	for _, row := range []struct {
		path, method, hint string
		origins            []string
		unmatched          bool
	}{
		{"/bonder/repository", "GET", "listRepositories", nil, true},
		{"/bonder/repository", "GET", "", []string{page}, false}, // the request itself follows
		{"/bonder/repositories", "PATCH", "listRepositories", nil, true},
		{"/iqchannels/public/api/v1/clients/mee", "POST", "getMe", nil, true},
		{"/iqchannels/public/api/v1/clients/me", "PATCH", "getMe", nil, true},
	} {
		l := newLab(t, false, mock.Options{CORS: row.origins})
		asks(t, l, page, row.method, row.path, "")
		if e := lastOf(t, l); e.Unmatched != row.unmatched || e.Hint != row.hint || asked(e) == "" {
			t.Errorf("%s %s with %v: unmatched %v, hint %q, why %v", row.method, row.path, row.origins, e.Unmatched,
				e.Hint, e.Why)
		}
	}
}

// With --cors a page of the origin may send every request and read every response, refusals and faults included; others
// may not, and the control API stays closed to all.
func TestCORS(t *testing.T) {
	l := newLab(t, false, mock.Options{CORS: []string{"http://LOCALHOST:3000", "null"}, MaxBody: 17 << 20})
	for _, row := range preflights[:6] {
		status, h := asks(t, l, page, row.method, row.path, row.headers)
		if status != 204 || h.Get("Access-Control-Allow-Origin") != page ||
			h.Get("Access-Control-Allow-Methods") != row.method ||
			h.Get("Access-Control-Allow-Headers") != row.headers ||
			h.Get("Access-Control-Allow-Credentials") != "true" || !slices.Contains(h.Values("Vary"), "Origin") {
			t.Errorf("%s %s: %d %v", row.method, row.path, status, h)
		}
		if status, h := asks(t, l, "http://localhost:3001", row.method, row.path, row.headers); status == 204 ||
			h.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("another origin, %s %s: %d %v", row.method, row.path, status, h)
		}
	}
	reads := func(what string, status, want int, h http.Header, exposed string) {
		t.Helper()
		if status != want || h.Get("Access-Control-Allow-Origin") != page ||
			!strings.Contains(h.Get("Access-Control-Expose-Headers"), exposed) {
			t.Errorf("%s: %d %v", what, status, h)
		}
	}
	get := func(path string) (int, http.Header) {
		status, _, h := call(t, "GET", l.base+path, "", "Origin", page)
		return status, h
	}
	status, h := get("/bonder/repositories")
	reads("an answer", status, 200, h, "Content-Type")
	if e := lastOf(t, l); e.Response.Header.Get("Access-Control-Allow-Origin") != page {
		t.Errorf("the journal has %v", e.Response.Header)
	}
	status, h = get("/bonder/nowhere")
	reads("no operation", status, 404, h, "")
	status, h = get("/w/nobody/bonder/repositories")
	reads("no world", status, 404, h, "")
	for _, kind := range []string{"rate_limit", "dribble", "truncate"} {
		spec := faultOf(kind)
		if kind == "dribble" {
			spec = faultOf(kind, "bytes", 1000)
		}
		if _, err := l.control.AddFault(t.Context(), "default",
			client.FaultRequest{Match: matchOp("bonder", "listRepositories"), Fault: spec}); err != nil {
			t.Fatal(err)
		}
		r, _ := http.NewRequest("GET", l.base+"/bonder/repositories", nil)
		r.Header.Set("Origin", page)
		resp, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.Header.Get("Access-Control-Allow-Origin") != page {
			t.Errorf("the fault %s: %d %v", kind, resp.StatusCode, resp.Header)
		}
	}
	if status, text, h := call(t, "GET", l.base+"/_sparring/v1/apis", "", "Origin", page); status != 403 ||
		h.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("the control API: %d %.100s", status, text)
	}
	for _, odd := range []string{"*", "", "localhost:3000", "http://localhost:3000/", "http://u@localhost:3000",
		"http://localhost:3000?x", "http://", "http:localhost", "Null"} {
		if s, err := mock.New(mock.Options{CORS: []string{odd}}); err == nil {
			_ = s.Close()
			t.Errorf("the origin %q is taken", odd)
		} else if !strings.Contains(err.Error(), "expected what a browser sends") {
			t.Errorf("the origin %q: %v", odd, err)
		}
	}
}
