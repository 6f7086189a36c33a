package timconnect

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

const (
	fluffums  = `{"id":1,"name":"Fluffums","breed":"calico","fluffiness":6,"cuteness":7}`
	maxKitten = `{"id":2,"name":"Max","breed":"unknown","fluffiness":5,"cuteness":10}`
	cat       = `{"id":3,"name":"Thomas","breed":"siberian","fluffiness":9,"cuteness":4}`
	adopted   = `{"id":4,"name":"Luna","breed":"siamese","fluffiness":3,"cuteness":9}`
	both      = `{"id":5,"name":"Baron","breed":"persian","fluffiness":10,"cuteness":6}`
)

func kittenBody(status int) string {
	return fmt.Sprintf(`{"code":%d,"message":%q}`, status, kittenText(status))
}

func TestKittenList(t *testing.T) {
	tests := []struct{ query, want string }{
		{"", fluffums + "," + maxKitten},
		{"include_cats=false&available=true", fluffums + "," + maxKitten},
		{"include_cats=true", fluffums + "," + maxKitten + "," + cat},
		{"available=false", fluffums + "," + maxKitten + "," + adopted},
		{"include_cats=true&available=false", fluffums + "," + maxKitten + "," + cat + "," + adopted + "," + both},
	}
	for _, tt := range tests {
		newBench(t).get(listKittens, tt.query).Is("[" + tt.want + "]")
	}
	for _, query := range []string{"available=maybe", "available=", "available=1", "available=TRUE", "include_cats=no",
		"include_cats=true&include_cats=x"} {
		newBench(t).get(listKittens, query).Is(kittenBody(400), 400)
	}
}

func TestOneKitten(t *testing.T) {
	b := newBench(t)
	b.MustRaise("kitten.hidden", `{"id":4}`)
	b.MustRaise("kitten.removed", `{"id":5}`)
	tests := []struct {
		id, want string
		status   int
	}{
		{"2", maxKitten, 200}, {"02", maxKitten, 200}, {"3", cat, 200},
		{"99", "", 404}, {"9223372036854775807", "", 404}, {"99999999999999999999999", "", 404},
		{"4", "", 403}, {"5", "", 410},
		{"0", "", 400}, {"00", "", 400}, {"-1", "", 400}, {"+1", "", 400}, {"1.5", "", 400}, {"abc", "", 400},
		{"", "", 400}, {"1/2", "", 400}, {"٢", "", 400},
	}
	for _, tt := range tests {
		for _, alias := range []bool{false, true} {
			want := tt.want
			if want == "" {
				want = kittenBody(tt.status)
			}
			b.send(call{op: getKitten, id: tt.id, alias: alias}).Is(want, tt.status)
		}
	}
}

func TestKittenDelete(t *testing.T) {
	b := newBench(t)
	b.on(deleteKitten, "2", "").Is(kittenBody(405), 405)
	if allow := b.on(deleteKitten, "2", "").Header.Get("Allow"); allow != "GET" {
		t.Fatalf("Allow is %q", allow)
	}
	b.on(getKitten, "2", "").Is(maxKitten)
	b.Set("kittensDelete=true")
	b.on(deleteKitten, "2", "").Is(`{"id":2,"deleted":":("}`)
	b.on(deleteKitten, "2", "").Is(kittenBody(410), 410)
	b.on(getKitten, "2", "").Is(kittenBody(410), 410)
	b.get(listKittens, "").Is("[" + fluffums + "]")
	if allow := b.miss("POST", "/api/kittens/2", nil, "DELETE", "GET").Is(kittenBody(405),
		405).Header.Get("Allow"); allow != "GET, DELETE" {
		t.Fatalf("Allow is %q", allow)
	}
}

func TestKittenPathsThatAreNone(t *testing.T) {
	b := newBench(t)
	for _, path := range []string{"/api/kittens/", "/api/kittens/1/x", "/kittens", "/kittens/", "/kittens/1/2"} {
		b.miss("GET", path, nil).Is(kittenBody(404), 404)
		b.miss("GET", path, http.Header{}).Is(kittenBody(401), 401)
	}
	for _, method := range []string{"POST", "PUT", "PATCH", "HEAD", "OPTIONS", "BREW"} {
		r := b.miss(method, "/api/kittens", nil, "GET").Is(kittenBody(405), 405)
		b.miss(method, "/kittens/1", nil, "DELETE", "GET").Is(kittenBody(405), 405)
		if r.Header.Get("Allow") != "GET" {
			t.Fatalf("Allow is %q", r.Header.Get("Allow"))
		}
	}
	for _, path := range []string{"/api/kittensfoo", "/api", "/api/nothing", "/", "/kittensx/1"} {
		b.miss("GET", path, nil).Is(`{"result":"fail","message":"Not found."}`, 404)
		b.miss("GET", path, http.Header{}).Is(`{"result":"fail","message":"Not found."}`, 404)
	}
	r := b.miss("PATCH", "/api/device", nil, "DELETE").Is(`{"result":"fail","message":"Method \"PATCH\" not allowed."}`,
		405)
	if r.Header.Get("Allow") != "DELETE" {
		t.Fatalf("Allow is %q", r.Header.Get("Allow"))
	}
	b.Set("kittensAlias=false")
	b.send(call{op: getKitten, id: "2", alias: true}).Is(kittenBody(404), 404).Because("alias_off")
	b.send(call{op: getKitten, id: "2"}).Is(maxKitten)
	b.miss("POST", "/kittens/1", nil, "DELETE", "GET").Is(kittenBody(404), 404)
}

func TestAccept(t *testing.T) {
	tests := []struct {
		accept []string
		ok     bool
	}{
		{nil, true}, {[]string{""}, true}, {[]string{"*/*"}, true}, {[]string{"application/json"}, true},
		{[]string{"application/*"}, true},
		{[]string{"Application/JSON; charset=utf-8"}, true}, {[]string{"text/html, application/json;q=0.1"}, true},
		{[]string{"text/html", "application/json"}, true}, {[]string{"text/html,application/xhtml+xml,*/*;q=0.8"},
			true},
		{[]string{"text/html"}, false}, {[]string{"application/xml"}, false}, {[]string{"application/json;q=0"}, false},
		{[]string{"application/json;q=0, */*"}, false}, {[]string{"*/*, application/json;q=0"}, false},
		{[]string{"*/*;q=0"}, false},
		{[]string{"garbage"}, false}, {[]string{";;;,,,"}, false},
	}
	for _, tt := range tests {
		b := newBench(t)
		h := b.headers()
		h["Accept"] = tt.accept
		r := b.send(call{op: listKittens, header: h})
		if ok := r.Status == 200; ok != tt.ok || (!ok && string(r.Body) != kittenBody(406)) {
			t.Errorf("Accept %q: got %d %s", tt.accept, r.Status, r.Body)
		}
	}
}

// Each row breaks one rule more than the next: the response is that of the first rule in the order.
func TestKittenOrderOfChecks(t *testing.T) {
	b := newBench(t, "kittenRateLimit=1")
	b.MustRaise("kitten.hidden", `{"id":2}`)
	b.MustRaise("kittens.failing", `{"status":418,"times":2}`)
	b.MustRaise("maintenance.started", `{}`)
	bad := http.Header{"Authorization": {"purr"}, "Accept": {"text/html"}}
	ask := func(h http.Header) reply { return b.send(call{op: deleteKitten, id: "x", header: h.Clone()}) }
	ask(bad).Is(kittenBody(503), 503).Because("maintenance")
	b.MustRaise("maintenance.ended", `{}`)
	ask(bad).Is(kittenBody(418), 418).Because("failing")
	b.miss("BREW", "/kittens", bad).Is(kittenBody(418), 418)
	ask(bad).Is(kittenBody(401), 401) // takes the one request of the minute
	ask(bad).Is(kittenBody(429), 429).Because("rate_limit")
	b.Advance(time.Minute)
	ask(bad).Is(kittenBody(401), 401)
	b.Set("kittenRateLimit=0")
	bad.Set("Authorization", firstKey)
	ask(bad).Is(kittenBody(405), 405)
	b.Set("kittensDelete=true")
	ask(bad).Is(kittenBody(406), 406)
	b.miss("GET", "/kittens", bad).Is(kittenBody(406), 406)
	bad.Del("Accept")
	ask(bad).Is(kittenBody(400), 400)
	b.on(getKitten, "99", "").Is(kittenBody(404), 404)
	b.on(getKitten, "2", "").Is(kittenBody(403), 403)
	b.MustRaise("kitten.removed", `{"id":2}`)
	b.on(getKitten, "2", "").Is(kittenBody(410), 410)
	b.on(getKitten, "1", "").Is(fluffums)
}

func TestKittenRateLimit(t *testing.T) {
	b := newBench(t, "kittenRateLimit=3")
	for i := range 10 {
		r := b.get(listKittens, "")
		if want := i < 3; (r.Status == 200) != want {
			t.Fatalf("request %d got %d", i+1, r.Status)
		}
	}
	b.Advance(59 * time.Second)
	b.get(listKittens, "").Is(kittenBody(429), 429)
	b.Advance(time.Second)
	b.on(getKitten, "1", "").Is(fluffums)
}

func TestKittensFailing(t *testing.T) {
	b := newBench(t)
	b.MustRaise("kittens.failing", `{"status":500,"times":2}`)
	for _, want := range []int{500, 500, 200} {
		if r := b.get(listKittens, ""); r.Status != want {
			t.Fatalf("got %d, want %d", r.Status, want)
		}
	}
}

func TestKittenEvents(t *testing.T) {
	b := newBench(t)
	if got := b.MustRaise("kitten.put",
		`{"kitten":{"name":"Tab","breed":"tabby","fluffiness":1,"cuteness":2}}`)["id"]; got != 6.0 {
		t.Fatalf("the new kitten has id %v", got)
	}
	b.on(getKitten, "6", "").Is(`{"id":6,"name":"Tab","breed":"tabby","fluffiness":1,"cuteness":2}`)
	b.MustRaise("kitten.put",
		`{"kitten":{"id":3000000000,"name":"Big","breed":"b","fluffiness":1,"cuteness":2},`+
			`"cat":true,"adopted":true,"hidden":true}`)
	b.on(getKitten, "3000000000", "").Is(kittenBody(403), 403)
	b.MustRaise("kitten.put", `{"kitten":{"id":1,"name":"Neo","breed":"b","fluffiness":1,"cuteness":2},"hidden":false}`)
	b.on(getKitten, "1", "").Is(`{"id":1,"name":"Neo","breed":"b","fluffiness":1,"cuteness":2}`)
	b.MustRaise("kitten.adopted", `{"id":2}`)
	b.get(listKittens, "").Is(`[{"id":1,"name":"Neo","breed":"b","fluffiness":1,"cuteness":2},` +
		`{"id":6,"name":"Tab","breed":"tabby","fluffiness":1,"cuteness":2}]`)
	b.MustRaise("kitten.removed", `{"id":6}`)
	b.MustRaise("maintenance.started", `{}`)
	b.MustRaise("maintenance.started", `{}`) // again is not an error, as at every API
	before := b.State()
	for event, args := range map[string][]string{
		"kitten.put": {`{"kitten":{}}`, `{"kitten":{"name":1,"breed":"","fluffiness":1,"cuteness":1}}`,
			`{"kitten":{"id":0,"name":"","breed":"","fluffiness":1,"cuteness":1}}`,
			`{"kitten":{"id":1,"name":"","breed":"","fluffiness":1,"cuteness":1,"x":1}}`, `{}`, `{"kitten":"x"}`},
		"kitten.hidden":   {`{"id":77}`, `{"id":6}`, `{}`, `{"id":3000000000}`},
		"kitten.removed":  {`{"id":6}`},
		"kitten.adopted":  {`{"id":2}`},
		"kittens.failing": {`{"status":404,"times":1}`, `{"status":418,"times":0}`, `{"status":418}`},
		"key.issued":      {`{"key":"a b"}`, `{"key":"meowmeowmeow"}`, `{"key":""}`},
		"key.revoked":     {`{"key":"nobody"}`, `{}`},
	} {
		for _, a := range args {
			if out, err := b.Raise(event, a); err == nil {
				t.Errorf("%s %s gave %v, want a refusal", event, a, out)
			}
		}
	}
	if b.State() != before {
		t.Fatal("a refused event changed the state")
	}
}

func TestKittenCatalogueByInjection(t *testing.T) {
	b := newBench(t)
	for _, op := range []string{listKittens, getKitten, deleteKitten} {
		for _, code := range documented(t, op).Errors {
			status := 0
			if _, err := fmt.Sscan(code, &status); err != nil {
				t.Fatal(err)
			}
			a := b.force(op, code).Is(kittenBody(status), status)
			if status == 405 && !strings.HasPrefix(a.Header.Get("Allow"), "GET") {
				t.Errorf("%s: Allow is %q", op, a.Header.Get("Allow"))
			}
		}
	}
	r := b.request(call{op: getKitten, id: "2"})
	if err := b.Fake.Expire(r, "revoked"); err != nil {
		t.Fatal(err)
	}
	b.on(getKitten, "2", "").Is(kittenBody(401), 401).Because("key_revoked")
	if err := b.Fake.Expire(r, "revoked"); err == nil {
		t.Fatal("a dead key was ended again")
	}
}
