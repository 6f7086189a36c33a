package journal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sparring/mock/journal/secret"
	"sparring/mock/limit"
	"sparring/mock/limit/limittest"
)

var positions = map[string]secret.Positions{
	"bank": {
		Headers: map[string]string{"Authorization": "token", "X-Api-Key": "key"},
		Cookies: map[string]string{"sid": "session"},
		Query:   map[string]string{"access_token": "token"},
		Fields: map[string]string{"token": "token", "password": "password", "code": "code",
			"credentials": "credentials"},
		Path: map[string]string{"token": "token"},
	},
	"other": {Fields: map[string]string{"pin": "pin"}},
}

var moment = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func newJournal() *Journal {
	still := func() time.Time { return moment }
	return New(Options{Now: still, Wire: still, Secrets: secret.NewPlans(positions)})
}

func exchange(body, answer string) Entry {
	return Entry{
		Kind: Exchange, Peer: Client, API: "bank", Operation: "pay", Method: "POST", URL: "http://h/bank/pay",
		Path:    "/pay",
		Request: &Message{Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(body)},
		Response: &Message{Status: 200, Header: http.Header{"Content-Type": {"application/json"}},
			Body: []byte(answer)},
		State: Closed,
	}
}

// only gives the one entry of a journal that was given e.
func only(t *testing.T, e Entry, issued ...string) Entry {
	t.Helper()
	e.State = Closed
	return onlyRecord(t, Record{Entry: e}, issued...)
}

func onlyRecord(t *testing.T, e Record, issued ...string) Entry {
	t.Helper()
	j := newJournal()
	for _, s := range issued {
		j.Secrets().Add("token", s)
	}
	j.Open(e)
	page := j.Query(Filter{})
	if len(page.Entries) != 1 {
		t.Fatalf("got %d entries, want 1", len(page.Entries))
	}
	return page.Entries[0]
}

func TestRedactBodies(t *testing.T) {
	const long = "s3cr3t-value-0001"
	tests := []struct {
		name, contentType, body, want string
		issued                        []string
	}{
		{"field", "application/json", `{"token":"abc", "id": 7}`, `{"token":"‹token 1›", "id": 7}`, nil},
		{"any case, any depth", "", `{"a":[{"ToKeN" : "abc"}]}`, `{"a":[{"ToKeN" : "‹token 1›"}]}`, nil},
		{"number", "", `{"code":1234,"n":1234}`, `{"code":"‹code 1›","n":1234}`, nil},
		{"negative, null, true, empty", "", `{"token":-1.5e3,"password":null,"code":true,"credentials":""}`,
			`{"token":"‹token 1›","password":null,"code":true,"credentials":""}`, nil},
		{"an error code is no one-time code", "", `{"code":"DATABASE_ERROR","x":"DATABASE_ERROR"}`,
			`{"code":"DATABASE_ERROR","x":"DATABASE_ERROR"}`, nil},
		{"list", "", `{"token":["abc",["def"],12],"x":"abc"}`,
			`{"token":["‹token 1›",["‹token 2›"],"‹token 3›"],"x":"abc"}`, nil},
		{"object under a secret name", "", `{"token":{"token":"abc","x":1}}`, `{"token":{"token":"‹token 1›","x":1}}`,
			nil},
		{"same secret, same mark", "", `{"token":"abc","a":{"password":"abc"},"b":{"token":"def"}}`,
			`{"token":"‹token 1›","a":{"password":"‹token 1›"},"b":{"token":"‹token 2›"}}`, nil},
		{"escaped name and value", "", `{"\u0074oken":"a\"\u0062c"}`, `{"\u0074oken":"‹token 1›"}`, nil},
		{"long value anywhere", "", `{"x":"` + long + `","y":"my ` + long + `!","` + long + `":1}`,
			`{"x":"‹token 1›","y":"my ‹token 1›!","‹token 1›":1}`, []string{long}},
		{"long value in disguise", "", `{"x":"s3cr3t\u002dvalue-0001"}`, `{"x":"‹token 1›"}`, []string{long}},
		{"long number", "", `{"x":1234567890,"y":12345678901}`, `{"x":"‹token 1›","y":12345678901}`,
			[]string{"1234567890"}},
		{"short value only as a word", "", `{"x":"1234","y":"code 1234.","z":"91234","n":1234,"w":"1234 1234"}`,
			`{"x":"1234","y":"code ‹token 1›.","z":"91234","n":1234,"w":"‹token 1› ‹token 1›"}`, []string{"1234"}},
		{"two letters only by position", "", `{"y":"ab cd","token":"ab"}`, `{"y":"ab cd","token":"‹token 1›"}`, nil},
		{"a name that is a password", "", `{"password":"passwords","passwords":"passwords"}`,
			`{"password":"‹password 1›","passwords":"‹password 1›"}`, nil},
		{"JSON in a string", "", `{"data":"{\"token\":\"abc\",\"n\": 1}"}`,
			`{"data":"{\"token\":\"‹token 1›\",\"n\": 1}"}`, nil},
		{"JSON in a string in a string", "", `{"a":"{\"b\":\"{\\\"token\\\":\\\"abc\\\"}\"}"}`,
			`{"a":"{\"b\":\"{\\\"token\\\":\\\"‹token 1›\\\"}\"}"}`, nil},
		{"broken JSON", "", `{"token":"abc",,]}{"token" "x": ["` + long + `"`,
			`{"token":"‹token 1›",,]}{"token" "‹token 2›": ["‹token 3›"`, nil},
		{"cut in a secret", "", `{"token":"abcd`, `{"token":"‹token›`, nil},
		{"top level text", "", `"` + long + `"`, `"‹token 1›"`, []string{long}},
		{"byte order mark", "", "\ufeff{\"token\":\"abc\"}", "\ufeff{\"token\":\"‹token 1›\"}", nil},
		{"form", "application/x-www-form-urlencoded", `a=1&password=p%40ss+w&code=1234&b=%73%33cr3t-value-0001`,
			`a=1&password=‹password 1›&code=‹code 1›&b=‹token 1›`, []string{long}},
		{"form under another type", "text/plain", `token=abc&a=b`, `token=‹token 1›&a=b`, nil},
		{"form with a bad escape", "application/x-www-form-urlencoded", `password=%zz&%=1`, `password=‹password 1›&%=1`,
			nil},
		{"text", "text/html", `<b>s3cr3t-value-0001</b> 9876`, `<b>‹token 1›</b> 9876`, []string{long}},
		{"text, escaped forms", "text/plain", `a%2Fb%3Fc%3Dd+e a\"b <a/b?c=d e> a&amp;b&lt;c123`,
			`‹token 1› a\"b <‹token 1›> ‹token 2›`, []string{"a/b?c=d e", "a&b<c123"}},
		{"not UTF-8", "text/plain", "\xff s3cr3t-value-0001 \xfe", "\xff ‹token 1› \xfe", []string{long}},
		{"empty", "application/json", ``, ``, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, half := range []string{"request", "response"} {
				e := exchange("", "")
				m := &Message{Header: http.Header{"Content-Type": {tt.contentType}}, Body: []byte(tt.body)}
				if half == "request" {
					e.Request = m
				} else {
					e.Response = m
				}
				before := bytes.Clone(m.Body)
				got := only(t, e, tt.issued...)
				body := got.Request.Body
				if half == "response" {
					body = got.Response.Body
				}
				if string(body) != tt.want {
					t.Errorf("%s:\n got %s\nwant %s", half, body, tt.want)
				}
				if !bytes.Equal(before, m.Body) {
					t.Errorf("%s: the body that was given has changed to %s", half, m.Body)
				}
			}
		})
	}
}

func TestRedactPlaces(t *testing.T) {
	e := Record{Entry: exchange(`{}`, `{}`)}
	e.URL = "http://127.0.0.1:1234/bank/id/a%20b%2Fc/x?access_token=q%2B1&n=1234&raw=long-known-value"
	e.Path, e.Vars = "/id/a%20b%2Fc/x", map[string]string{"Token": "a b/c"}
	e.Request.Header = http.Header{
		"Authorization": {"Client tok-1"}, "X-Api-Key": {"my whole key"},
		"Cookie":  {`a=1; SID="sess"; b=long-known-value`},
		"X-Other": {"see long-known-value"}, "Referer": {"http://h/?access_token=q%2B1"}, "x-api-key": {"raw"},
	}
	e.Response.Header = http.Header{"Set-Cookie": {"sid=sess; Path=/long-known-value", "t=1"},
		"Location": {"/a/long-known-value?access_token=new"}}
	e.Why = []Why{{"token_dead", `"tok-1" was replaced by long-known-value`}}
	e.Hint, e.Error = "long-known-value?", "dial long-known-value: refused"
	e.Faults = []Shaping{{Rule: "f1", Kind: "mutate", Detail: "long-known-value"}}
	e.Sent = &Sent{Status: 200, Header: http.Header{"X-Api-Key": {"raw"}}, Body: []byte(`{"x":"tail long-known`),
		Bytes: 3}
	e.Messages = []StreamMessage{{Data: "id: 1\ndata: {\"token\":\"msg\"}\n\n"}, {Data: "data: long-known-value\n\n"}}
	e.Findings = []Finding{
		{Pointer: "/token", Expected: "text", Actual: `"sess"`, Message: `expected text, got "sess"`},
		{Pointer: "header/X-Api-Key", Actual: `"my who…"`, Message: `got "my who…"`},
		{Pointer: "query/access_token", Actual: "q+1"}, {Pointer: "path/token", Actual: "a b/c"},
		{Pointer: "/x", Expected: "long-known-value", Actual: "number", Message: "long-known-value"},
	}
	e.State = Closed
	got := onlyRecord(t, e, "long-known-value")
	show := struct {
		URL, Path              string
		Request, Response      http.Header
		Why, Hint, Error, Kind string
		Sent                   Sent
		Messages               []string
		Findings               []Finding
	}{got.URL, got.Path, got.Request.Header, got.Response.Header, got.Why[0].Text, got.Hint, got.Error,
		got.Faults[0].Detail, *got.Sent,
		[]string{got.Messages[0].Data, got.Messages[1].Data}, got.Findings}
	want := show
	want.URL = "http://127.0.0.1:1234/bank/id/‹token 2›/x?access_token=‹token 3›&n=1234&raw=‹token 1›"
	want.Path = "/id/‹token 2›/x"
	want.Request = http.Header{
		"Authorization": {"Client ‹token 4›"}, "X-Api-Key": {"‹key 1›"},
		"Cookie":  {`a=1; SID=‹session 1›; b=‹token 1›`},
		"X-Other": {"see ‹token 1›"}, "Referer": {"http://h/?access_token=‹token 3›"}, "x-api-key": {"‹key 2›"},
	}
	want.Response = http.Header{"Set-Cookie": {"sid=‹session 1›; Path=/‹token 1›", "t=1"},
		"Location": {"/a/‹token 1›?access_token=‹token 6›"}}
	want.Why, want.Hint, want.Error, want.Kind = "\"‹token 4›\" was replaced by ‹token 1›", "‹token 1›?",
		"dial ‹token 1›: refused", "‹token 1›"
	want.Sent = Sent{Status: 200, Header: http.Header{"X-Api-Key": {"‹key 2›"}}, Body: []byte(`{"x":"tail ‹token 1›`),
		Bytes: 3}
	want.Messages = []string{"id: 1\ndata: {\"token\":\"‹token 5›\"}\n\n", "data: ‹token 1›\n\n"}
	want.Findings = []Finding{
		{Pointer: "/token", Expected: "text", Actual: `"‹session 1›"`, Message: `expected text, got "‹session 1›"`},
		{Pointer: "header/X-Api-Key", Actual: `"‹key 1›…"`, Message: `got "‹key 1›…"`},
		{Pointer: "query/access_token", Actual: "‹token 3›"}, {Pointer: "path/token", Actual: "‹token 2›"},
		{Pointer: "/x", Expected: "‹token 1›", Actual: "number", Message: "‹token 1›"},
	}
	if diff := cmp.Diff(want, show); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if e.Request.Header.Get("Authorization") != "Client tok-1" || e.Findings[0].Actual != `"sess"` ||
		string(e.Sent.Body) != `{"x":"tail long-known` {
		t.Error("what was given has changed")
	}
}

// TestRedactControl checks control entries: an event's arguments are secret by their names, a fault's code is not, and
// an entry of no API knows the names of all.
func TestRedactControl(t *testing.T) {
	j := newJournal()
	j.Add(Entry{Kind: EventRaised, Peer: Control, API: "bank",
		Event: command(`{"asked":{"args":{"password":"pw","pin":"1111"}},"result":{"code":"0420"}}`)})
	j.Add(Entry{Kind: Fault, Peer: Control, API: "bank",
		Event: command(`{"asked":{"fault":{"code":"418","header":"abcdefgh"}}}`)})
	j.Add(Entry{Kind: EventRaised, Peer: Control, Event: command(`{"asked":{"pin":"2222","token":"abcdefgh"}}`)})
	want := []string{
		`{"asked":{"args":{"password":"‹password 1›","pin":"1111"}},"result":{"code":"‹code 1›"}}`,
		`{"asked":{"fault":{"code":"418","header":"‹token 1›"}}}`,
		`{"asked":{"pin":"‹pin 1›","token":"‹token 1›"}}`,
	}
	for i, e := range j.Query(Filter{}).Entries {
		if got, err := json.Marshal(e.Event); string(got) != want[i] || err != nil {
			t.Errorf("entry %d: got %s, want %s (%v)", i+1, got, want[i], err)
		}
	}
}

// TestNumbering checks that numbers follow the order in which secrets came and were issued, and not that of reading.
func TestNumbering(t *testing.T) {
	run := func(read func(j *Journal)) string {
		j := newJournal()
		j.Secrets().Add("token", "planted0")
		read(j)
		for i := range 5 {
			h := j.Open(Record{Entry: Entry{Kind: Exchange, API: "bank",
				Request: &Message{Body: fmt.Appendf(nil, `{"token":"unknown%d"}`, i)}}})
			read(j)
			j.Secrets().Add("token", fmt.Sprintf("issued0%d", i))
			read(j)
			h.Close(Closed, func(e *Record) {
				e.Response = &Message{Body: fmt.Appendf(nil, `{"token":"issued0%d","a":{"token":"derived%d"}}`, i, i)}
			})
			read(j)
		}
		out, err := json.Marshal(j.Query(Filter{Canonical: true}))
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	never := run(func(*Journal) {})
	often := run(func(j *Journal) { j.Query(Filter{}) })
	oddly := run(func(j *Journal) { j.Query(Filter{API: "nothing", Limit: 1}) })
	if never != often || never != oddly {
		t.Errorf("numbers depend on reading:\n%s\n%s\n%s", never, often, oddly)
	}
	if !strings.Contains(never, "‹token 2›") || strings.Contains(never, "unknown0") {
		t.Errorf("nothing was marked: %s", never)
	}
}

// TestForget checks that the registry is bounded, with or without readers, and goes on marking what it still knows.
func TestForget(t *testing.T) {
	bound := secret.Bound()
	meter := limit.NewLedger(nil).Meter("", &bound)
	j := New(Options{Secrets: secret.NewPlans(positions), Values: secret.New(meter)})
	j.Secrets().Add("key", "the-world-key-0")
	j.Add(exchange(`{"token":"the-very-first-1"}`, `{}`))
	j.Query(Filter{})
	last := ""
	limittest.Drive(t, []limit.Bound{bound}, map[string]limittest.Store{bound.Name: {Used: meter.Used,
		Put: func(i int) {
			last = fmt.Sprintf("secret-number-%d", i)
			j.Secrets().Add("token", last)
		}}})
	before := heap()
	j.Add(exchange(`{"token":"the-very-first-1","x":"`+last+`"}`, `{}`))
	for _, e := range j.Query(Filter{}).Entries {
		if body := string(e.Request.Body); strings.Contains(body, "first") || strings.Contains(body, last) {
			t.Errorf("a secret shows: %s", body)
		}
	}
	if held := heap() - before; held > bound.Limit {
		t.Errorf("looking for them costs %d bytes, want at most %d", held, bound.Limit)
	}
	if first, ok := j.Secrets().Mark(last); !ok || first == "" {
		t.Errorf("the last secret has the mark %q", first)
	}
}

// TestManySecrets checks that a request with very many secrets shows none and pushes out no other.
func TestManySecrets(t *testing.T) {
	j := newJournal()
	var b strings.Builder
	for i := range 50_000 {
		fmt.Fprintf(&b, `,"many-secrets-%d"`, i)
	}
	j.Add(exchange(`{"token":"the-first-secret"}`, `{}`))
	j.Add(exchange(`{"token":[`+b.String()[1:]+`]}`, `{}`))
	entries := j.Query(Filter{}).Entries
	if body := string(entries[1].Request.Body); strings.Contains(body, "many-") ||
		!strings.Contains(body, "‹token 1001›") || !strings.HasSuffix(body, `"‹token›"]}`) {
		t.Errorf("got %.100s … %s", body, body[len(body)-100:])
	}
	again := j.Query(Filter{}).Entries
	if !bytes.Equal(entries[1].Request.Body, again[1].Request.Body) ||
		bytes.Contains(again[1].Request.Body, []byte("‹token 1002›")) {
		t.Error("the second reading differs from the first")
	}
	if mark, ok := j.Secrets().Mark("the-first-secret"); !ok || mark != "‹token 1›" {
		t.Errorf("the first secret has the mark %q", mark)
	}
}

// TestSecondLife checks that what is marked again and again outlives what never was.
func TestSecondLife(t *testing.T) {
	j := newJournal()
	j.Secrets().Add("key", "the-world-key-0")
	want, _ := j.Secrets().Mark("the-world-key-0")
	for i := range 200_000 {
		j.Secrets().Add("token", fmt.Sprintf("secret-number-%d", i))
		if i%10_000 == 0 {
			j.Add(exchange(`{"x":"the-world-key-0"}`, `{}`))
			j.Query(Filter{Limit: 1})
		}
	}
	if got, ok := j.Secrets().Mark("the-world-key-0"); !ok || got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if _, ok := j.Secrets().Mark("secret-number-0"); ok {
		t.Error("nothing was forgotten")
	}
}

// TestLongSecret checks that a value too long to be looked for is marked where secrets belong, always the same.
func TestLongSecret(t *testing.T) {
	long := strings.Repeat("long secret ", 10_000)
	e := only(t, exchange(`{"token":"`+long+`","password":"`+long+`"}`, `{}`))
	if body := string(e.Request.Body); body != `{"token":"‹token 1›","password":"‹token 1›"}` {
		t.Errorf("got %.100s", body)
	}
}

func TestWithdraw(t *testing.T) {
	j := newJournal()
	j.Add(exchange(`{}`, `{}`))
	before, rev := j.store.bytes, j.store.rev
	j.Reserve(Record{Entry: Entry{Kind: EventRaised}}).Withdraw()
	if got := j.Query(Filter{}); len(got.Entries) != 1 || j.store.bytes != before || j.store.rev != rev {
		t.Errorf("got %d entries and %d bytes, want 1 and %d", len(got.Entries), j.store.bytes, before)
	}
	if seq := j.Add(exchange(`{}`, `{}`)); seq != 2 {
		t.Errorf("the next seq is %d, want 2", seq)
	}
	gone := j.Reserve(Record{Entry: Entry{Kind: EventRaised}})
	if seq := j.Add(exchange(`{}`, `{}`)); seq != 4 {
		t.Errorf("the next seq is %d, want 4", seq)
	}
	if n := len(j.Query(Filter{}).Entries); n != 3 {
		t.Errorf("a reserved entry is seen: %d entries, want 3", n)
	}
	gone.Withdraw()
	gone.Withdraw()
	j.Reserve(Record{Entry: Entry{Kind: EventRaised}}).Close(Closed, nil)
	if got := j.Query(Filter{}); len(got.Entries) != 4 || got.Entries[2].Seq != 4 || got.Entries[3].Seq != 5 {
		t.Errorf("got %+v", got.Entries)
	}
}
