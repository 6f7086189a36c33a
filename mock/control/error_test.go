package control_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"sparring/mock/control"
	"sparring/mock/control/client"
	"sparring/mock/outbound"
	"sparring/spec"
)

func messageOut(kind, text string, payload any) outbound.Message {
	return outbound.Message{API: "tiny", Kind: kind, To: "79990001122", Text: text, Payload: payload}
}

// refusals are calls that are refused, with the code and the field that is named; "w" is a world with a hold f1 and an
// error f2, "shut" a closed one.
var refusals = []struct{ method, path, body, code, field, says string }{
	{"GET", "/nothing", "", client.UnknownPath, "", "/nothing"},
	{"GET", "/worlds/w/", "", client.UnknownPath, "", ""},
	{"GET", "/worlds/w/faults/a/b/c", "", client.UnknownPath, "", ""},
	{"GET", "/worlds//clock", "", client.UnknownPath, "", ""},
	{"PUT", "/worlds", "", client.MethodNotAllowed, "", "PUT"},
	{"HEAD", "/worlds/w/fork", "", client.MethodNotAllowed, "", ""},
	{"OPTIONS", "/worlds/w/clock", "", client.MethodNotAllowed, "", ""},
	{"GET", "/worlds/none", "", client.UnknownWorld, "", "none"},
	{"GET", "/worlds/%2e%2e/clock", "", client.UnknownWorld, "", ""},
	{"DELETE", "/worlds/none", "", client.UnknownWorld, "", ""},
	{"POST", "/worlds/none/fork", "", client.UnknownWorld, "", ""},
	{"GET", "/apis/none", "", client.UnknownAPI, "", "none"},
	{"GET", "/worlds/w/state/none", "", client.UnknownAPI, "", ""},
	{"PUT", "/worlds/w/state/none", "{}", client.UnknownAPI, "", ""},
	{"GET", "/documents/none.json", "", client.UnknownDocument, "", "none"},
	{"POST", "/worlds", `{"id":"w"}`, client.WorldTaken, "/id", ""},
	{"POST", "/worlds/w/fork", `{"id":"shut"}`, client.WorldTaken, "/id", ""},
	{"PATCH", "/worlds/shut/clock", `{"advance":"1s"}`, client.WorldClosed, "", "shut"},
	{"POST", "/worlds", `{`, client.MalformedJSON, "", "offset"},
	{"POST", "/worlds", `{} {}`, client.MalformedJSON, "", "more than one"},
	{"POST", "/worlds", `[]`, client.MalformedJSON, "", "expected an object, got a list"},
	{"POST", "/worlds", `null`, client.MalformedJSON, "", "null"},
	{"POST", "/worlds", `"frozen"`, client.MalformedJSON, "", ""},
	{"PATCH", "/worlds/w/clock", ``, client.MalformedJSON, "", "nothing"},
	{"POST", "/worlds/w/events", ` `, client.MalformedJSON, "", ""},
	{"PUT", "/worlds/w/state/tiny", `nonsense`, client.MalformedJSON, "", ""},
	{"PUT", "/worlds/w/state/tiny", `null`, client.MalformedJSON, "", ""},
	{"PUT", "/worlds/w/state/tiny", `{"x":"` + strings.Repeat("x", 8<<20) + `"}`, client.BodyTooLarge, "", ""},
	{"POST", "/worlds", `{"sead":1}`, client.UnknownField, "/sead", "sead"},
	{"POST", "/worlds", `{"Seed":1}`, client.UnknownField, "/Seed", ""},
	{"POST", "/worlds", `{"clock":{"mode":"frozen","rate":1}}`, client.UnknownField, "/clock/rate", "rate"},
	{"POST", "/worlds/w/close", `{"now":true}`, client.UnknownField, "/now", ""},
	{"POST", "/worlds/w/fork", `{"seed":1}`, client.UnknownField, "/seed", ""},
	{"POST", "/worlds/w/faults", `{"match":{"apy":"tiny"},"fault":{"kind":"reset"}}`, client.UnknownField, "/match/apy",
		"apy"},
	{"POST", "/worlds/w/faults", `{"fault":{"kind":"reset"},"hits":1}`, client.UnknownField, "/hits", ""},
	{"POST", "/worlds", `{"id":"Not An Id"}`, client.BadValue, "/id", "Not An Id"},
	{"POST", "/worlds", `{"id":"-a"}`, client.BadValue, "/id", ""},
	{"POST", "/worlds", `{"id":7}`, client.BadValue, "/id", "a text"},
	{"POST", "/worlds", `{"seed":-1}`, client.BadValue, "/seed", "integer"},
	{"POST", "/worlds", `{"seed":1.5}`, client.BadValue, "/seed", "integer"},
	{"POST", "/worlds", `{"at":"yesterday"}`, client.BadValue, "/at", "yesterday"},
	{"POST", "/worlds", `{"at":5}`, client.BadValue, "/at", "expected a time such as"},
	{"POST", "/worlds", `{"at":"2999-01-01T00:00:00Z"}`, client.BadValue, "/at", "2261"},
	{"POST", "/worlds", `{"listen":"yes"}`, client.BadValue, "/listen", "true or false"},
	{"POST", "/worlds", `{"clock":7}`, client.BadValue, "/clock", ""},
	{"POST", "/worlds", `{"clock":{"mode":"running","scale":0}}`, client.BadValue, "/clock/scale", ""},
	{"POST", "/worlds", `{"clock":{"mode":"running","scale":1e9}}`, client.BadClock, "/clock/scale", ""},
	{"POST", "/worlds", `{"clock":"stopped"}`, client.BadClock, "/clock", "stopped"},
	{"POST", "/worlds", `{"clock":{"mode":"stopped"}}`, client.BadClock, "/clock/mode", "stopped"},
	{"POST", "/worlds", `{"clock":{"scale":2}}`, client.BadClock, "/clock/mode", ""},
	{"POST", "/worlds", `{"switches":{"nope":{}}}`, client.BadSwitch, "/switches/nope", ""},
	{"POST", "/worlds", `{"switches":{"tiny":{"strict":"perhaps"}}}`, client.BadSwitch, "/switches/tiny/strict",
		"perhaps"},
	{"POST", "/worlds", `{"switches":{"tiny":7}}`, client.BadValue, "/switches/tiny", "an object"},
	{"POST", "/worlds", `{"switches":{"tiny":{"a/b~":1}}}`, client.BadSwitch, "/switches/tiny/a~1b~0", ""},
	{"PATCH", "/worlds/w", `{}`, client.BadValue, "/switches", ""},
	{"PATCH", "/worlds/w", `{"switches":{"tiny":{"loose":true}}}`, client.BadSwitch, "/switches/tiny/loose", ""},
	{"PATCH", "/worlds/w/clock", `{}`, client.BadClock, "", ""},
	{"PATCH", "/worlds/w/clock", `{"advance":"1h","set":"2030-01-01T00:00:00Z"}`, client.BadClock, "/set", ""},
	{"PATCH", "/worlds/w/clock", `{"advance":"an hour"}`, client.BadValue, "/advance", "an hour"},
	{"PATCH", "/worlds/w/clock", `{"advance":3600}`, client.BadValue, "/advance", "3600"},
	{"PATCH", "/worlds/w/clock", `{"advance":"-1s"}`, client.ClockPast, "/advance", "-1s"},
	{"PATCH", "/worlds/w/clock", `{"set":"2020-01-01T00:00:00Z"}`, client.ClockPast, "/set", "2020"},
	{"PATCH", "/worlds/w/clock", `{"set":"2500-01-01T00:00:00Z"}`, client.BadClock, "/set", "2500"},
	{"PATCH", "/worlds/w/clock", `{"mode":"slow"}`, client.BadClock, "/mode", "slow"},
	{"PATCH", "/worlds/w/clock", `{"scale":0}`, client.BadClock, "/scale", ""},
	{"PATCH", "/worlds/w/clock", `{"mode":"running","scale":-2}`, client.BadClock, "/scale", "-2"},
	{"PUT", "/worlds/w/state/tiny", `{"count":-1}`, client.BadState, "/count", "/count"},
	{"PUT", "/worlds/w/state/tiny", `{"count":"x"}`, client.BadState, "/count", "expected an integer, got \"x\""},
	{"POST", "/worlds/w/events", `{"event":"quiet"}`, client.BadValue, "/api", ""},
	{"POST", "/worlds/w/events", `{"api":"tiny"}`, client.BadValue, "/event", ""},
	{"POST", "/worlds/w/events", `{"api":"none","event":"quiet"}`, client.UnknownAPI, "", "none"},
	{"POST", "/worlds/w/events", `{"api":"tiny","event":"none"}`, client.UnknownEvent, "", "none"},
	{"POST", "/worlds/w/events", `{"api":"tiny","event":"bumped"}`, client.BadArgument, "/args/by", ""},
	{"POST", "/worlds/w/events", `{"api":"tiny","event":"bumped","args":{"by":1,"why":2}}`, client.BadArgument,
		"/args/why", ""},
	{"POST", "/worlds/w/events", `{"api":"tiny","event":"bumped","args":{"by":1.5}}`, client.BadArgument, "/args/by",
		"1.5"},
	{"POST", "/worlds/w/events", `{"api":"tiny","event":"bumped","args":[]}`, client.BadValue, "/args", "an object"},
	{"POST", "/worlds/w/events", `{"api":"tiny","event":"refused"}`, client.ImpossibleEvent, "", "busy"},
	{"POST", "/worlds/w/events", `{"api":"tiny","event":"broken"}`, client.Internal, "", "broken by order"},
	{"POST", "/worlds/w/faults", `{}`, client.BadFault, "/fault/kind", ""},
	{"POST", "/worlds/w/faults", `{"fault":{"kind":"explode"}}`, client.BadFault, "/fault/kind", ""},
	{"POST", "/worlds/w/faults", `{"fault":{"kind":"reset","colour":"red"}}`, client.BadFault, "/fault/colour", ""},
	{"POST", "/worlds/w/faults", `{"fault":{"kind":"reset"},"after":-1}`, client.BadFault, "/after", ""},
	{"POST", "/worlds/w/faults", `{"fault":{"kind":"reset"},"after":"x"}`, client.BadValue, "/after", ""},
	{"POST", "/worlds/w/faults", `{"fault":7}`, client.BadValue, "/fault", ""},
	{"POST", "/worlds/w/faults", `{"match":{"api":"none"},"fault":{"kind":"reset"}}`, client.BadFault, "/match/api",
		""},
	{"POST", "/worlds/w/record", `{"language":"de"}`, client.BadValue, "/language", "de"},
	{"POST", "/worlds/w/record", `{"title":"` + strings.Repeat("x", 501) + `"}`, client.BadValue, "/title", "500"},
	{"GET", "/worlds/w/journal/99", "", client.UnknownEntry, "", "99"},
	{"GET", "/worlds/w/journal/x", "", client.UnknownEntry, "", ""},
	{"PATCH", "/worlds/w", `{"label":"` + strings.Repeat("x", 201) + `"}`, client.BadValue, "/label", "at most 200"},
	{"POST", "/worlds", `{"label":"` + strings.Repeat("x", 201) + `"}`, client.BadValue, "/label", "at most 200"},
	{"GET", "/worlds/w/faults/none", "", client.UnknownFault, "", "none"},
	{"DELETE", "/worlds/w/faults/none", "", client.UnknownFault, "", ""},
	{"POST", "/worlds/w/faults/none/release", "", client.UnknownFault, "", ""},
	{"POST", "/worlds/w/faults/f2/release", "", client.BadRelease, "/fault/kind", ""},
	{"POST", "/worlds/w/faults/f1/release", `{"entries":[99]}`, client.BadRelease, "/entries/0", ""},
	{"POST", "/worlds/w/faults/f1/release", `{"entries":["x"]}`, client.BadValue, "/entries/0", ""},
	// names that stand twice, nulls in lists, texts that are empty
	{"POST", "/worlds", `{"id":"dup","id":"dup2"}`, client.BadValue, "/id", "each name once"},
	{"POST", "/worlds", `{"switches":{"tiny":{"strict":true,"strict":false}}}`, client.BadValue,
		"/switches/tiny/strict", "once"},
	{"POST", "/worlds", `{"clock":{"mode":"frozen","mode":"running"}}`, client.BadValue, "/clock/mode", "once"},
	{"POST", "/worlds", `{"id":""}`, client.BadValue, "/id", "not empty"},
	{"PATCH", "/worlds/w", `{"switches":{},"switches":{}}`, client.BadValue, "/switches", "once"},
	{"POST", "/worlds/w/fork", `{"id":""}`, client.BadValue, "/id", "not empty"},
	{"POST", "/worlds/w/fork", `{"id":"a","id":"b"}`, client.BadValue, "/id", "once"},
	{"POST", "/worlds/w/close", `{"a":1,"a":2}`, client.UnknownField, "/a", ""},
	{"PATCH", "/worlds/w/clock", `{"advance":"1s","advance":"2s"}`, client.BadValue, "/advance", "once"},
	{"PATCH", "/worlds/w/clock", `{"mode":""}`, client.BadValue, "/mode", "not empty"},
	{"PUT", "/worlds/w/state/tiny", `{"count":1,"count":2}`, client.BadState, "/count", "once"},
	{"PUT", "/worlds/w/state/tiny", `{"Count":1}`, client.BadState, "/Count", "no field"},
	{"PUT", "/worlds/w/state/tiny", `{"due":[null]}`, client.BadState, "/due/0", "null"},
	{"POST", "/worlds/w/events", `{"api":"tiny","event":"bumped","args":{"by":1,"by":2}}`, client.BadValue, "/args/by",
		"once"},
	{"POST", "/worlds/w/events", `{"api":"","event":"quiet"}`, client.BadValue, "/api", "not empty"},
	{"POST", "/worlds/w/faults", `{"match":{"api":"tiny","api":"x"},"fault":{"kind":"reset"}}`, client.BadValue,
		"/match/api", "once"},
	{"POST", "/worlds/w/faults", `{"match":{"operation":""},"fault":{"kind":"reset"}}`, client.BadValue,
		"/match/operation", "not empty"},
	{"POST", "/worlds/w/faults", `{"fault":{"kind":"reset","kind":"hold"}}`, client.BadValue, "/fault/kind", "once"},
	{"POST", "/worlds/w/faults", `{"match":{"header":{"X":null}},"fault":{"kind":"reset"}}`, client.BadValue,
		"/match/header/X", "null"},
	{"POST", "/worlds/w/faults/f1/release", `{"entries":[null]}`, client.BadValue, "/entries/0", "null"},
	{"POST", "/worlds/w/faults/f1/release", `{"entries":[1],"entries":[2]}`, client.BadValue, "/entries", "once"},
	{"POST", "/worlds", `{"seed":1000000000000000000000}`, client.BadValue, "/seed", "from 0 to 18446744073709551615"},
	{"POST", "/worlds", "{\"id\":\"\xff\"}", client.MalformedJSON, "", "UTF-8"},
	{"POST", "/worlds", "{\x00}\x00", client.MalformedJSON, "", "looks like UTF-16"},
	{"POST", "/worlds", "\xff\xfe{\x00}\x00", client.MalformedJSON, "", "looks like UTF-16"},
	{"PUT", "/worlds/w/state/tiny", "\x00{\x00}", client.MalformedJSON, "", "looks like UTF-16"},
	{"POST", "/worlds", "\x1f\x8b\x08", client.MalformedJSON, "", "is packed by gzip"},
	{"PATCH", "/worlds/w/clock", "\ufeff" + `{"mode":""}`, client.BadValue, "/mode", "not empty"},
	// filters of the journal that no entry can match
	{"GET", "/worlds/w/journal?operation=cuont", "", client.BadQuery, "query/operation", `the nearest is "count"`},
	{"GET", "/worlds/w/journal?operation=", "", client.BadQuery, "query/operation", ""},
	{"GET", "/worlds/w/journal?api=tniy", "", client.BadQuery, "query/api", `the nearest is "tiny"`},
	{"GET", "/worlds/w/journal?kind=event&operation=count", "", client.BadQuery, "query/operation", ""},
	{"GET", "/worlds/w/journal?kind=exchange&operation=quiet", "", client.BadQuery, "query/operation", ""},
	{"GET", "/worlds/w/journal?kind=clock&operation=plant", "", client.BadQuery, "query/operation", ""},
	{"GET", "/worlds/w/journal?api=tiny&operation=advance", "", client.BadQuery, "query/operation", ""},
	{"GET", "/worlds/w/journal?api=tiny&kind=clock", "", client.BadQuery, "query/api", "no API"},
	{"GET", "/worlds/w/journal.har?operation=cuont", "", client.BadQuery, "query/operation", "count"},
	{"GET", "/worlds/w/journal.har?api=none", "", client.BadQuery, "query/api", ""},
	{"GET", "/journal?api=none", "", client.BadQuery, "query/api", ""},
	{"GET", "/journal?operation=cuont", "", client.BadQuery, "query/operation", "count"},
	{"GET", "/ca.pem", "", client.NoAuthority, "", "--tls"},
	{"POST", "/worlds/w/faults", `{"fault":{"kind":7}}`, client.BadValue, "/fault/kind",
		"expected a text, got a number"},
	{"POST", "/worlds/w/faults", `{"fault":{"kind":"delya"}}`, client.BadFault, "/fault/kind",
		`the nearest is "delay"`},
	{"POST", "/worlds/w/faults", `{"match":{"api":"tiny","operation":"cuont"},"fault":{"kind":"reset"}}`,
		client.BadFault, "/match/operation", `the nearest is "count"`},
	{"POST", "/worlds", `{"switches":{"tiny":{"lifetme":"1s"}}}`, client.BadSwitch, "/switches/tiny/lifetme",
		`the nearest is "lifetime"`},
	{"POST", "/worlds/w/events", `{"api":"tiny","event":"bumped","args":{"pasword":"x"}}`, client.BadArgument,
		"/args/pasword", `the nearest is "password"`},
	{"PATCH", "/worlds/w/clock", `{"advance":"10000000h"}`, client.BadValue, "/advance", `at most "2562047h"`},
	{"GET", "/worlds/w/journal?speed=1", "", client.BadQuery, "query/speed", "speed"},
	{"GET", "/worlds/w/journal?api=none", "", client.BadQuery, "query/api", ""},
	{"GET", "/worlds/w/journal?kind=none", "", client.BadQuery, "query/kind", ""},
	{"GET", "/worlds/w/journal?view=nice", "", client.BadQuery, "query/view", ""},
	{"GET", "/worlds/w/journal?since=-1", "", client.BadQuery, "query/since", ""},
	{"GET", "/worlds/w/journal?limit=many", "", client.BadQuery, "query/limit", "many"},
	{"GET", "/worlds/w/journal?wait=5", "", client.BadQuery, "query/wait", ""},
	{"GET", "/worlds/w/journal?wait=11m", "", client.BadQuery, "query/wait", ""},
	{"GET", "/worlds/w/journal?since=1&since=2", "", client.BadQuery, "query/since", ""},
	{"GET", "/worlds/w/journal?since=%zz", "", client.BadQuery, "", ""},
	{"GET", "/worlds/w/journal.har?wait=1s", "", client.BadQuery, "query/wait", ""},
	{"GET", "/worlds?x", "", client.BadQuery, "query/x", ""},
	{"POST", "/worlds?id=x", "", client.BadQuery, "query/id", ""},
}

// goWords are what a person who writes JSON need not know.
var goWords = regexp.MustCompile(`json:|unmarshal|Go |map\[|RFC3339|2006|strconv|UnmarshalJSON`)

// placeholder is what nobody can type.
var placeholder = regexp.MustCompile(`\{[a-z]+\}`)

// TestRefusals checks every refusal, that each problem names what was wrong, that nothing has changed, and that
// together they answer every code of the document.
func TestRefusals(t *testing.T) {
	c, h := serve(t, control.Options{})
	seen := &sightings{operations: map[string]bool{}, codes: map[string]bool{}}
	c.HTTP.Transport.(*judge).seen = seen
	ctx := t.Context()
	for _, id := range []string{"w", "shut"} {
		must[client.World](t)(c.MakeWorld(ctx, client.WorldRequest{ID: id, At: &noon, Clock: client.Frozen()}))
	}
	must[client.Summary](t)(c.Close(ctx, "shut"))
	for _, body := range []string{`{"match":{"api":"tiny"},"fault":{"kind":"hold"}}`,
		`{"match":{"api":"tiny","operation":"count"},"fault":{"kind":"error","code":"BUSY"}}`} {
		if status, answer, _ := raw(t, c, "POST", client.Prefix+"/worlds/w/faults", body, nil); status != 201 {
			t.Fatal(answer)
		}
	}
	shown := func() string {
		_, w, _ := raw(t, c, "GET", client.Prefix+"/worlds/w", "", nil)
		_, state, _ := raw(t, c, "GET", client.Prefix+"/worlds/w/state/tiny", "", nil)
		_, faults, _ := raw(t, c, "GET", client.Prefix+"/worlds/w/faults", "", nil)
		_, entries, _ := raw(t, c, "GET", client.Prefix+"/worlds/w/journal?view=canonical", "", nil)
		_, worlds, _ := raw(t, c, "GET", client.Prefix+"/worlds", "", nil)
		return w + state + faults + entries + worlds
	}
	before, kinds := shown(), map[string]map[string]bool{}
	for _, tt := range refusals {
		name := tt.method + " " + tt.path + " " + tt.body[:min(len(tt.body), 80)]
		status, body, _ := raw(t, c, tt.method, client.Prefix+tt.path, tt.body, nil)
		if tt.method == "HEAD" {
			if status != http.StatusMethodNotAllowed {
				t.Errorf("%s: got %d", name, status)
			}
			continue
		}
		var p client.Problem
		if err := json.Unmarshal([]byte(body), &p); err != nil {
			t.Errorf("%s: %v: %s", name, err, body)
			continue
		}
		if p.Code() != tt.code || p.Field != tt.field || !strings.Contains(p.Error(), tt.says) || p.Status != status {
			t.Errorf("%s:\n got %d %s", name, status, body)
		}
		if kinds[p.Type] == nil {
			kinds[p.Type] = map[string]bool{}
		}
		kinds[p.Type][fmt.Sprint(p.Status, p.Title)] = true
		if placeholder.MatchString(p.Hint) {
			t.Errorf("%s: the hint has a placeholder: %s", name, p.Hint)
		}
		if p.Hint == "" || goWords.MatchString(p.Detail) {
			t.Errorf("%s: no hint, or words of Go: %s", name, body)
		}
	}
	for kind, forms := range kinds {
		if len(forms) != 1 {
			t.Errorf("%s has several forms: %v", kind, forms)
		}
	}
	if after := shown(); after != before {
		t.Errorf("a refused call changed something:\n%s\n%s", before, after)
	}

	raw(t, c, "GET", client.Prefix+"/worlds/w/conduct", "", nil)
	raw(t, c, "POST", client.Prefix+"/worlds/w/record", "", nil)
	h.most = 0
	raw(t, c, "POST", client.Prefix+"/worlds", "{}", nil)
	raw(t, c, "GET", client.Prefix+"/worlds", "", http.Header{"Origin": {"http://evil.example"}})
	raw(t, c, "GET", client.Prefix+"/worlds", "", http.Header{"Host": {"evil.example"}})
	locked, _ := serve(t, control.Options{Token: "t"})
	locked.HTTP.Transport.(*judge).seen = seen
	raw(t, locked, "GET", client.Prefix+"/worlds", "", nil)
	seen.codes[client.MachineLimit] = true // see TestMachineLimit in package mock
	seen.codes[client.NotReady] = true     // its body is that of health: see TestServerAndOutbox
	for _, e := range spec.Errors("control") {
		if !seen.codes[e.Code] {
			t.Errorf("no call was answered with %s", e.Code)
		}
		delete(seen.codes, e.Code)
	}
	delete(seen.codes, "")
	for code := range seen.codes {
		t.Errorf("the document does not know the code %s", code)
	}
}

func TestToken(t *testing.T) {
	c, _ := serve(t, control.Options{Token: "open sesame"})
	for given, want := range map[string]int{
		"": 401, "Bearer": 401, "Bearer wrong": 401, "open sesame": 401, "Basic open sesame": 401,
		"Bearer open sesam":  401,
		"Bearer open sesame": 200, "bearer open sesame": 200, "Bearer  open sesame ": 200,
	} {
		if status, body, _ := raw(t, c, "GET", client.Prefix+"/health", "",
			http.Header{"Authorization": {given}}); status != 200 ||
			strings.Contains(body, "version") != (want == 200) {
			t.Errorf("%q: health answers %d %s", given, status, body)
		}
		for _, path := range []string{"/worlds", "/nothing"} {
			status, body, header := raw(t, c, "GET", client.Prefix+path, "", http.Header{"Authorization": {given}})
			expected := want
			if path == "/nothing" && want == 200 {
				expected = 404
			}
			if status != expected {
				t.Errorf("%q on %s: got %d %s", given, path, status, body)
			}
			if status == 401 && (header.Get("WWW-Authenticate") == "" || !strings.Contains(body, "--control-token") ||
				strings.Contains(body, "sesame")) {
				t.Errorf("%q: got %v %s", given, header, body)
			}
		}
	}
}

// FuzzControl checks that no request brings the handler down.
func FuzzControl(f *testing.F) {
	for _, tt := range refusals {
		if len(tt.body) < 1000 {
			f.Add(tt.method, tt.path, tt.body)
		}
	}
	f.Add("PATCH", "/worlds/w/clock", `{"advance":"9000000h"}`)
	f.Fuzz(func(t *testing.T, method, path, body string) {
		if strings.Contains(path, "wait=") || strings.Contains(body, "broken") {
			return // it waits, or panics by order
		}
		h := newHouse(t)
		handler := control.New(control.Options{Server: h})
		if _, err := h.Make(t.Context(), "http://127.0.0.1:8080", client.WorldRequest{ID: "w"}); err != nil {
			t.Fatal(err)
		}
		r, err := http.NewRequestWithContext(t.Context(), method, "http://localhost"+client.Prefix+path,
			strings.NewReader(body))
		if err != nil {
			return // it is not a request
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code >= 500 && w.Code != http.StatusInsufficientStorage {
			t.Errorf("%s %s %s: %d %s", method, path, body, w.Code, w.Body)
		}
	})
}
