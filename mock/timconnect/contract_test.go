package timconnect

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"sparring/mock/journal"
)

// A correct client uses every operation, and neither the documents nor the fake have anything against it.
func TestCorrectClientHasNoFindings(t *testing.T) {
	b := newBench(t, "kittensDelete=true")
	used := map[string]bool{}
	ask := func(c call) reply {
		t.Helper()
		used[c.op] = true
		r := b.send(c)
		if len(r.Judged) > 0 || len(r.Findings) > 0 {
			t.Errorf("%s %s %s: findings %+v %v", c.op, c.query, c.body, r.Judged, r.Findings)
		}
		return r
	}
	device := `"device":{"app_key":"meowmeowmeow","token":"T1"}`
	ask(call{op: "registerPhone", body: `{"phone_number":"89991234567",` + device + `}`}).ok()
	ask(call{op: "confirmPhone", body: `{"phone_number":"89991234567","code":"` + b.codeOf(phone) + `"}`}).ok()
	d := digest("89991234567", "T1", b.Fake.Credentials()["digest_secret"])
	r := ask(call{op: "registerByDigest", body: `{"phone_number":"89991234567","digest":"` + d + `",` + device +
		`}`}).ok()
	ask(call{op: "getAuthorization"}).ok() // without a session, too
	r2 := ask(call{op: "authorize", body: `{"phone_number":"89991234567","credentials":"` + r.Text("credentials") +
		`"}`}).ok()
	b.sid = r2.Text("sessionid")
	ask(call{op: "getAuthorization"}).ok()
	id := b.message(phone, "m")
	ask(call{op: "listQueue"}).ok()
	ask(call{op: "listQueue", query: "page=1"}).ok()
	ask(call{op: "getMessage", id: id}).ok()
	ask(call{op: "reportDelivery", body: `{"ids":["` + id + `"]}`}).ok()
	ask(call{op: "reportDelivery", body: `{"ids":[` + id + `]}`}).ok()
	ask(call{op: "listMessages", query: "start_date=2015-01-01&end_date=2030-01-01&delivered=true&page=1"}).ok()
	ask(call{op: "setCategory", id: id, body: `{"category":14}`}).ok()
	ask(call{op: "setCategory", id: id, body: `{"category":"14"}`}).ok()
	ask(call{op: "setGeotag", id: id, body: `{"latitude":55.74722,"longitude":-137.53691}`}).ok()
	ask(call{op: "setGeotag", id: id, body: `{"latitude":"55.74722","longitude":"-137.53691"}`}).ok()
	ask(call{op: "setHashtag", id: id, body: `{"hashtag":"Try"}`}).ok()
	ask(call{op: "listCategories"}).ok()
	ask(call{op: "getStatistics", query: "start_date=2015-01-01&end_date=2030-01-01"}).ok()
	password := ask(call{op: "createCallPassword"}).ok().Text("password")
	ask(call{op: "registerVoip", body: `{"password":"` + password + `"}`}).ok()
	number := ask(call{op: "startCall", body: `{"number":"74953693038"}`}).ok().Text("call_id")
	ask(call{op: "getCall", id: number}).ok()
	b.MustRaise("call.incoming", `{"phone":"79991234567","caller":"op"}`)
	ask(call{op: "answerCall", id: "2"}).ok()
	ask(call{op: "hangUpCall", id: "2"}).ok()
	ask(call{op: "removeDevice"}).ok()
	ask(call{op: listKittens, query: "include_cats=true&available=false"})
	ask(call{op: getKitten, id: "2"}).Is(maxKitten)
	ask(call{op: getKitten, id: "2", alias: true}).Is(maxKitten)
	ask(call{op: deleteKitten, id: "2"})
	for _, op := range API().Operations {
		if !used[op] {
			t.Errorf("%s was not used", op)
		}
	}
}

func TestViolations(t *testing.T) {
	tests := []struct {
		c          call
		pointer    string
		provenance journal.Provenance
	}{
		{call{op: "registerPhone", body: `{}`}, "/phone_number", journal.Documented},
		{call{op: "registerPhone", body: `{"phone_number":79991234567}`}, "/phone_number", journal.Documented},
		{call{op: "registerPhone", body: `{"phone_number":"79991234567","device":{"x":1}}`}, "/device",
			journal.Derived},
		{call{op: "confirmPhone", body: `{"phone_number":"79991234567","code":"12"}`}, "/code", journal.Documented},
		{call{op: "registerByDigest", body: `{"phone_number":"79991234567","digest":"x"}`}, "/digest", journal.Derived},
		{call{op: "reportDelivery", body: `{"ids":[]}`}, "/ids", journal.Derived},
		{call{op: "reportDelivery", body: `{"ids":["x"]}`}, "/ids/0", journal.Documented},
		{call{op: "setCategory", id: "94419856", body: `{"category":19}`}, "/category", journal.Documented},
		{call{op: "setGeotag", id: "94419856", body: `{"latitude":91,"longitude":0}`}, "/latitude", journal.Derived},
		{call{op: "setHashtag", id: "94419856", body: `{"hashtag":"` + strings.Repeat("x", 256) + `"}`}, "/hashtag",
			journal.Derived},
		{call{op: "startCall", body: `{"number":"+7 495"}`}, "/number", journal.Derived},
		{call{op: "getMessage", id: "abc"}, "path/id", ""},
		{call{op: "listMessages", query: "start_date=1.1.2026"}, "query/start_date", journal.Derived},
		{call{op: "listMessages", query: "delivered=maybe"}, "query/delivered", journal.Derived},
		{call{op: "listMessages", query: "limit=5"}, "query/limit", ""},
		{call{op: listKittens, query: "available=maybe"}, "query/available", journal.Derived},
		{call{op: getKitten, id: "x"}, "path/id", journal.Derived},
	}
	for _, tt := range tests {
		b := registeredBench(t)
		b.message(phone, "m")
		r := b.send(tt.c)
		i := slices.IndexFunc(r.Judged, func(f journal.Finding) bool {
			return strings.HasPrefix(f.Pointer,
				tt.pointer)
		})
		if i < 0 {
			t.Errorf("%s %s %s: findings are %v, want one at %s", tt.c.op, tt.c.query, tt.c.body, r.Violations(),
				tt.pointer)
			continue
		}
		if f := r.Judged[i]; f.By != journal.ByClient || f.Kind != journal.Violation ||
			(tt.provenance != "" && f.Provenance != tt.provenance) {
			t.Errorf("%s %s: finding %+v, want the provenance %s", tt.c.op, tt.c.body, f, tt.provenance)
		}
	}
}

// What no document can say, the fake says itself, and the documents do not say it a second time.
func TestFindingsOfTheFake(t *testing.T) {
	key := http.Header{"Authorization": {firstKey}}
	bearer := http.Header{"Authorization": {"Bearer " + firstKey}}
	tests := []struct {
		c             call
		code, pointer string
		provenance    journal.Provenance
	}{
		{call{op: getKitten, id: "2", header: http.Header{}}, "missing_header", "header/Authorization",
			journal.Documented},
		{call{op: getKitten, id: "2", header: bearer}, "authorization_scheme", "header/Authorization",
			journal.Documented},
		{call{op: "listQueue", header: http.Header{}}, "missing_header", "header/Authorization", journal.Derived},
		{call{op: "listQueue", header: bearer}, "authorization_scheme", "header/Authorization", journal.Derived},
		{call{op: "listQueue", header: key}, "missing_cookie", "header/Cookie", journal.Derived},
		{call{op: getKitten, id: "2", header: http.Header{"Authorization": {firstKey}, "Accept": {"text/html"}}},
			"not_acceptable", "header/Accept", journal.Observed},
		{call{op: "startCall", body: `{"number":"74953693038"}`}, "voip_not_registered", "", journal.Documented},
	}
	for _, tt := range tests {
		r := registeredBench(t).send(tt.c)
		if len(r.Findings) != 1 || len(r.Judged) != 0 {
			t.Errorf("%s: findings %v and %v, want one", tt.c.op, r.Findings, r.Violations())
			continue
		}
		f := r.Findings[0]
		if f.Code != tt.code || f.Pointer != tt.pointer || f.Provenance != tt.provenance ||
			f.Kind != journal.Violation || f.By != journal.ByClient || f.Source == "" {
			t.Errorf("%s: finding %+v, want %s", tt.c.op, f, tt.code)
		}
	}
	if r := registeredBench(t).send(call{op: "getAuthorization", header: key}); len(r.Findings) != 0 {
		t.Errorf("asking without a session is not a violation: %v", r.Findings)
	}
}
