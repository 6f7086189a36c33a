package timconnect

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"sparring/mock/fake"
	"sparring/mock/fake/faketest"
	"sparring/mock/journal"
)

func TestPushReportArchive(t *testing.T) {
	b := registeredBench(t)
	id := b.message(phone, "Hello, <world> & all!")
	pushes := b.Outbox("push")
	if len(pushes) != 1 || pushes[0].To != phone || string(fake.Encode(pushes[0].Payload)) !=
		`{"id":"94419856","aps":{"alert":"Hello, <world> & all!","content-available":1}}` {
		t.Fatalf("pushes are %+v", pushes)
	}
	shown := `{"id":"94419856","sender":"BANK","receiver":"79991234567","category":"1",` +
		`"message":"Hello, <world> & all!",` +
		`"timestamp":"2026-11-21 15:00:00+03:00","hashtag":"","geotag":null}`
	paged := `,"paging":{"pages":1,"page":"1"}}`
	list := func(m string) string { return `{"result":"success","message":"","body":[` + m + `]` }
	b.on("getMessage", id, "").Is(list(shown) + `}`)
	b.get("listQueue", "").Is(list(shown) + paged)
	b.get("listMessages", "delivered=false").Is(list(shown) + paged)
	b.get("listMessages", "").Is(list("") + paged)
	b.do("reportDelivery", `{"ids":["`+id+`"]}`).Is(bodyDone)
	b.get("listQueue", "").Is(list("") + paged)
	b.get("listMessages", "delivered=true").Is(list(shown) + paged)
	b.do("reportDelivery", `{"ids":[`+id+`]}`).Is(bodyDone) // archived already
	if b.Advance(time.Hour) != 0 || len(b.Outbox("sms")) != 1 {
		t.Fatalf("SMS after the report: %+v", b.Outbox("sms"))
	}
}

func TestFallbackIsOneSMS(t *testing.T) {
	b := registeredBench(t)
	id := b.message(phone, "late")
	b.Advance(time.Minute - 1)
	if len(b.Outbox("sms")) != 1 {
		t.Fatal("the SMS came early")
	}
	if fired := b.Advance(1); fired != 1 {
		t.Fatalf("%d fired", fired)
	}
	sms := b.Outbox("sms")
	last := sms[len(sms)-1]
	if len(sms) != 2 || last.To != phone || last.Sender != "BANK" || last.Text != "late" ||
		!last.WorldTime.Equal(faketest.Noon().Add(time.Minute)) {
		t.Fatalf("outbox is %+v", sms)
	}
	wantIDs(t, b.get("listQueue", ""), id) // still to be reported
	b.do("reportDelivery", `{"ids":["`+id+`"]}`).Is(bodyDone)
	wantIDs(t, b.get("listMessages", ""), id)
	if fired := b.Advance(24 * time.Hour); fired != 0 || len(b.Outbox("sms")) != 2 {
		t.Fatalf("%d fired, outbox %+v", fired, b.Outbox("sms"))
	}
}

// If the switch smsFallbackAfter is 0, the SMS follows the push at once, even if the clock is frozen.
func TestFallbackAtOnce(t *testing.T) {
	b := registeredBench(t, "smsFallbackAfter=0s")
	out := b.MustRaise("smsc.message", `{"receiver":"79991234567","sender":"BANK","message":"m"}`)
	var kinds []string
	for _, m := range b.Outbox("")[1:] { // after the activation code
		kinds = append(kinds, m.Kind)
	}
	if !slices.Equal(kinds, []string{"push", "sms"}) || out["status"] != "sms_sent" || b.Fake.Pending() != 0 {
		t.Fatalf("sent %v, result %v, %d pending", kinds, out, b.Fake.Pending())
	}
	if fired := b.Advance(time.Hour); fired != 0 {
		t.Fatalf("%d fired", fired)
	}
	b.do("reportDelivery", `{"ids":["`+out["id"].(string)+`"]}`).Is(bodyDone)
}

func TestSeveralDueInOneAdvanceFireInOrder(t *testing.T) {
	b := registeredBench(t)
	b.message(phone, "slow")
	b.Set("smsFallbackAfter=10s")
	b.message(phone, "fast 1")
	b.message(phone, "fast 2")
	b.Advance(5 * time.Second)
	reported := b.message(phone, "reported")
	b.message(phone, "later")
	b.do("reportDelivery", `{"ids":["`+reported+`"]}`).ok()
	if pending := b.Fake.Pending(); pending != 4 {
		t.Fatalf("%d pending", pending)
	}
	if fired := b.Advance(time.Hour); fired != 4 || b.Fake.Pending() != 0 {
		t.Fatalf("%d fired, %d pending", fired, b.Fake.Pending())
	}
	var got []string
	for _, m := range b.Outbox("sms")[1:] {
		got = append(got, fmt.Sprint(m.Text, " ", m.WorldTime.Sub(faketest.Noon())))
	}
	if want := []string{"fast 1 10s", "fast 2 10s", "later 15s", "slow 1m0s"}; !slices.Equal(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
}

// A message is sent as SMS at once if no device can be reached.
func TestRouteByDeviceStatus(t *testing.T) {
	for s, pushed := range map[status]bool{none: false, codeSent: false, active: true, expired: true, blocked: false,
		removed: false} {
		b, _ := benchIn(t, s)
		before := len(b.Outbox("sms"))
		out := b.MustRaise("smsc.message", `{"receiver":"+79991234567","sender":"BANK","message":"m"}`)
		if sms := len(b.Outbox("sms")) - before; (sms == 0) != pushed || (len(b.Outbox("push")) == 1) != pushed {
			t.Errorf("%s: %d SMS, %d pushes", s, sms, len(b.Outbox("push")))
		}
		if want := map[bool]string{true: "queued", false: "sms_sent"}[pushed]; out["status"] != want {
			t.Errorf("%s: result %v, want status %s", s, out, want)
		}
		if fired := b.Advance(time.Hour); (fired == 1) != pushed {
			t.Errorf("%s: %d fired", s, fired)
		}
	}
}

func TestMessageMatrix(t *testing.T) {
	for _, s := range keysOf(messageTable) {
		for _, e := range []step{stepReport, stepDue} {
			t.Run(string(s)+"/"+string(e), func(t *testing.T) {
				b := registeredBench(t)
				id := b.message(phone, "m")
				if s == smsSent {
					b.Advance(time.Minute)
				}
				if s == archived {
					b.do("reportDelivery", `{"ids":["`+id+`"]}`).ok()
				}
				status := func() status { return b.facts().Messages[0].status() }
				if status() != s {
					t.Fatalf("the message is %s", status())
				}
				want, taken := messageTable[s][e]
				switch e {
				case stepReport:
					b.do("reportDelivery", `{"ids":["`+id+`"]}`).ok()
				case stepDue:
					if fired := b.Advance(time.Minute); (fired == 1) != taken {
						t.Fatalf("%d fired", fired)
					}
				}
				if !taken {
					want = s
				}
				if got := status(); got != want {
					t.Fatalf("the message is %s, want %s", got, want)
				}
			})
		}
	}
}

func TestForeignAndUnknownMessages(t *testing.T) {
	b := newBench(t)
	b.register(other)
	foreign := b.message(other, "foreign")
	b.register(phone)
	own := b.message(phone, "own")
	unknown := `{"result":"fail","message":"Message matching query does not exist."}`
	tests := []struct{ id, want string }{
		{foreign, bodyDenied}, {"1", unknown}, {"3000000000", unknown}, {"9223372036854775807", unknown},
		{"9223372036854775808", unknown},
		{"abc", unknown}, {"-1", unknown}, {"1e3", unknown}, {"", unknown}, {"٣", unknown}, {"94419857.0", unknown},
		{strings.Repeat("9", 5000), unknown},
	}
	before := b.State()
	for _, tt := range tests {
		b.on("getMessage", tt.id, "").Is(tt.want)
		b.on("setCategory", tt.id, `{"category":2}`).Is(tt.want)
		b.on("setGeotag", tt.id, `{"latitude":1,"longitude":1}`).Is(tt.want)
		b.on("setHashtag", tt.id, `{"hashtag":"x"}`).Is(tt.want)
		b.do("reportDelivery", fmt.Sprintf(`{"ids":[%q]}`, tt.id)).Is(tt.want)
		b.do("reportDelivery", fmt.Sprintf(`{"ids":[%s,%q]}`, own, tt.id)).Is(tt.want) // a mixed list changes nothing
	}
	for _, body := range []string{``, `{}`, `{"ids":[]}`, `{"ids":null}`} {
		b.do("reportDelivery", body).Is(`{"result":"fail","message":"{'ids': ['This field is required.']}"}`)
	}
	for _, body := range []string{`{"ids":7}`, `{"ids":"` + own + `"}`, `{"ids":{}}`} {
		b.do("reportDelivery", body).Is(`{"result":"fail","message":"{'ids': ['Enter a list of values.']}"}`)
	}
	for _, body := range []string{`{"ids":[null]}`, `{"ids":[[]]}`, `{"ids":[1.5]}`, `{"ids":[true]}`, `{"ids":[""]}`} {
		b.do("reportDelivery", body).Is(unknown)
	}
	if b.State() != before {
		t.Fatal("a refused call changed the state")
	}
	wantIDs(t, b.get("listQueue", ""), own)
	b.do("reportDelivery", `{"ids":[`+own+`,"`+own+`"]}`).ok()
}

func TestIDsBeyond32Bits(t *testing.T) {
	b := registeredBench(t)
	b.look(func(x *exchange) { x.nextMessage.Set(5_000_000_000) })
	for i := range 3 {
		if id := b.message(phone, "m"); id != strconv.Itoa(5_000_000_000+i) {
			t.Fatalf("id %s", id)
		}
	}
	b.on("getMessage", "5000000001", "").ok()
	b.do("reportDelivery", `{"ids":[5000000001,"5000000002"]}`).ok()
	wantIDs(t, b.get("listQueue", ""), "5000000000")
}

func TestPaging(t *testing.T) {
	b := registeredBench(t, "pageSize=3")
	var ids []string
	for range 7 {
		ids = append(ids, b.message(phone, "m"))
	}
	tests := []struct {
		query string
		want  []string
		page  string
	}{
		{"", ids[:3], "1"}, {"page=1", ids[:3], "1"}, {"page=2", ids[3:6], "2"}, {"page=3", ids[6:], "3"},
		{"page=%2B2", ids[3:6], "+2"}, {"page=9&page=1", ids[:3], "1"},
	}
	for _, tt := range tests {
		r := b.get("listQueue", tt.query)
		wantIDs(t, r, tt.want...)
		if r.At("paging", "pages") != 3.0 || r.Text("paging", "page") != tt.page {
			t.Errorf("%s: paging is %v", tt.query, r.At("paging"))
		}
	}
	failures := []struct{ page, message string }{
		{"4", "That page contains no results"}, {"99999999999999999999", "That page contains no results"},
		{"0", "That page number is less than 1"}, {"-1", "That page number is less than 1"},
		{"-99999999999999999999", "That page number is less than 1"},
		{"x", "That page number is not an integer"}, {"", "That page number is not an integer"},
		{"1.5", "That page number is not an integer"}, {"0x1", "That page number is not an integer"},
	}
	for _, tt := range failures {
		want := fmt.Sprintf(`{"result":"fail","message":%q,"paging":{"pages":3,"page":%q},"body":[]}`, tt.message,
			tt.page)
		b.get("listQueue", "page="+tt.page).Is(want)
		b.get("listMessages", "delivered=false&page="+tt.page).Is(want)
	}
	b.get("listMessages", "page=1").Is(`{"result":"success","message":"","body":[],"paging":{"pages":1,"page":"1"}}`)
	b.get("listMessages", "page=2").Is(bodyPage("2", 1))
}

func TestDates(t *testing.T) {
	b := registeredBench(t, "sessionTTL=9000h")
	var ids []string
	for range 3 { // 15:00 on the 21st, 23:30 on the 21st and 0:30 on the 22nd, in +03:00
		ids = append(ids, b.message(phone, "m"))
		b.Advance(map[int]time.Duration{1: 8*time.Hour + 30*time.Minute, 2: time.Hour, 3: 0}[len(ids)])
	}
	b.do("reportDelivery", fmt.Sprintf(`{"ids":[%s]}`, strings.Join(ids, ","))).ok()
	tests := []struct {
		query string
		want  []string
	}{
		{"start_date=2015-01-01&end_date=2030-01-01&delivered=true", ids},
		{"start_date=2026-11-21&end_date=2026-11-21", ids[:2]}, {"end_date=2026-11-21", ids[:2]},
		{"start_date=2026-11-22", ids[2:]},
		{"start_date=2026-11-22&end_date=2026-11-22", ids[2:]}, {"start_date=2026-11-22&end_date=2026-11-21", nil},
		{"start_date=&end_date=", ids},
		{"start_date=2026-11-23", nil}, {"delivered=false", nil},
	}
	for _, tt := range tests {
		wantIDs(t, b.get("listMessages", tt.query), tt.want...)
		if !strings.Contains(tt.query, "delivered=false") {
			sum := 0.0
			if r := b.get("getStatistics", strings.ReplaceAll(tt.query, "&delivered=true", "")).ok(); r.At("body",
				0) != nil {
				sum = r.At("body", 0, "count").(float64)
			}
			if int(sum) != len(tt.want) {
				t.Errorf("%s: %v messages counted, want %d", tt.query, sum, len(tt.want))
			}
		}
	}
	for _, name := range []string{"start_date", "end_date"} {
		for _, day := range []string{"2026-02-30", "21.11.2026", "today", "2026-11-21T00:00:00Z", "2026-1-1", "0"} {
			want := `{"result":"fail","message":"{'` + name + `': ['Enter a valid date.']}"}`
			b.get("listMessages", name+"="+day).Is(want)
			b.get("getStatistics", name+"="+day).Is(want)
		}
	}
	for _, delivered := range []string{"maybe", "1", "True"} {
		b.get("listMessages",
			"delivered="+delivered).Is(`{"result":"fail","message":"{'delivered': ['Enter a valid value.']}"}`)
	}
}

func TestMessageEventsRefuse(t *testing.T) {
	b := newBench(t)
	before := b.State()
	for event, args := range map[string][]string{
		"smsc.message": {`{}`, `{"receiver":"12","sender":"B","message":"m"}`,
			`{"receiver":"79991234567","sender":"B"}`,
			`{"receiver":"79991234567","sender":"B","message":"m","category":19}`,
			`{"receiver":"79991234567","sender":"B","message":"m","category":"x"}`,
			`{"receiver":"79991234567","sender":"B","message":"m","x":1}`,
			`{"receiver":[],"sender":"B","message":"m"}`},
		"code.expired":   {`{"phone":"79991234567"}`, `{"phone":"x"}`, `{}`},
		"device.blocked": {`{"phone":"x"}`, `{}`},
		"call.incoming": {`{"phone":"79991234567","caller":"op"}`, `{"phone":"x","caller":"op"}`,
			`{"phone":"79991234567"}`},
		"call.ended":                  {`{}`, `{"call":"1"}`},
		"call.answered_by_other_side": {`{}`, `{"call":"x"}`},
	} {
		for _, a := range args {
			if out, err := b.Raise(event, a); err == nil {
				t.Errorf("%s %s gave %v, want a refusal", event, a, out)
			}
		}
	}
	if b.State() != before || len(b.Outbox("")) != 0 {
		t.Fatal("a refused event changed something")
	}
}

func TestPushGateway(t *testing.T) {
	type push struct{ body, token, to string }
	got := make(chan push, 8)
	status := http.StatusNoContent
	gateway := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.WriteHeader(status)
		got <- push{string(body), r.Header.Get("X-Push-Token"), r.Header.Get("X-Push-To")}
	}))
	defer gateway.Close()
	b := newBench(t, "pushGateway="+gateway.URL+"/push")
	b.do("registerPhone", `{"phone_number":"79991234567","device":{"token":"T1"}}`).ok()
	b.do("confirmPhone", `{"phone_number":"79991234567","code":"`+b.codeOf(phone)+`"}`).ok()
	b.message(phone, "m")
	if p := <-got; p != (push{`{"id":"94419856","aps":{"alert":"m","content-available":1}}`, "T1", phone}) {
		t.Fatalf("the gateway got %+v", p)
	}
	b.Outbound.Idle(t.Context())
	status = http.StatusBadGateway
	b.message(phone, "m")
	<-got
	b.Outbound.Idle(t.Context())
	entries, _ := json.Marshal(b.Journal.Query(journal.Filter{}))
	if n := strings.Count(string(entries), "push_not_taken"); n != 1 ||
		strings.Count(string(entries), `"outgoing"`) != 2 {
		t.Fatalf("journal is %s", entries)
	}
	if fired := b.Advance(time.Minute); fired != 2 {
		t.Fatalf("%d fell back", fired)
	}
}
