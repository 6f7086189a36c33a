package watch_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"sparring/mock/control/client"
	"sparring/mock/mocktest"
	"sparring/scenarios/verdict"
	"sparring/scenarios/watch"
)

func base(t *testing.T, api, address, path string) watch.Base {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return watch.Base{API: api, URL: u, Path: path}
}

// captured judges a HAR.
func captured(t *testing.T, har string, bases ...watch.Base) (*verdict.Report, []string, *watch.Capture) {
	t.Helper()
	capture, err := watch.ReadHAR(strings.NewReader(har), bases)
	if err != nil {
		t.Fatal(err)
	}
	w, notes, err := watch.JudgeCapture(capture, "file")
	if err != nil {
		t.Fatal(err)
	}
	return judged(watch.Options{Captured: true}, w), notes, capture
}

// entryOf is an entry of a HAR. more are further members.
func entryOf(at, method, url, request, more string, status int, response string) string {
	return fmt.Sprintf(`{"startedDateTime":%q,"time":5,"request":{"method":%q,"url":%q,"httpVersion":"HTTP/2",`+
		`"headers":[{"name":"content-type","value":"application/json"},{"name":":authority","value":"x"},`+
		`{"name":"x-auth-key","value":"very-secret-token"}],"bodySize":%d,"postData":{"mimeType":"application/json",`+
		`"text":%q}},"response":{"status":%d,"headers":[{"name":"content-type","value":"application/json"},`+
		`{"name":"content-encoding","value":"gzip"}],"content":{"size":%d,"mimeType":"application/json","text":%q}}%s}`,
		at, method, url, len(request), request, status, len(response), response, more)
}

func harOf(entries ...string) string {
	return "\ufeff" + `{"log":{"version":"1.2","creator":{"name":"x","version":"1","more":[1,{"a":2}]},"pages":[],` +
		`"entries":[` + strings.Join(entries, ",") + `],"comment":""}}`
}

const noon = "2030-01-01T12:00:00.000Z"

// TestHAR: entries are found by their address, in order of time, and judged as those of a journal are.
func TestHAR(t *testing.T) {
	save := func(at, body string) string {
		return entryOf(
			at,
			"PUT",
			"https://api.example.com/v1/users/4hGkW0tq7ZrLx2MdPc9YbN5vJs8Ra1Ef",
			body,
			"",
			200,
			done,
		)
	}
	r, _, capture := captured(t, harOf(
		save("2030-01-01T12:00:01.000+00:00", sixSaved), // later, though it stands first
		save(noon, `{"translatable":{"en":{"name":"A"}}}`),
		entryOf(noon, "GET", "https://elsewhere.example.com/x", "", "", 200, ""),
		entryOf(noon, "GET", "https://api.example.com/v1/app.js", "", `,"_resourceType":"script"`, 200, ""),
		entryOf(noon, "GET", "https://api.example.com/v1/nosuch", "", `,"_resourceType":"fetch"`, 404, "{}"),
	), base(t, "bonder", "https://api.example.com/v1", ""))
	s := outcome(t, r, "bonder.five-languages")
	if s.Verdict != verdict.Failed || len(s.Entries) != 1 || s.Entries[0].Seq != 3 {
		t.Errorf("languages: %s by entry %v", s.Verdict, s.Entries)
	}
	if s := outcome(t, r, "bonder.unmatched"); s.Verdict != verdict.Failed || len(s.Checks) != 1 {
		t.Errorf("unmatched: %s, %d", s.Verdict, len(s.Checks))
	}
	if capture.Pages != 1 || r.Traffic.Exchanges != 3 || capture.Elsewhere() != "https://elsewhere.example.com (1)" {
		t.Errorf("%d pages, %d exchanges, elsewhere %s", capture.Pages, r.Traffic.Exchanges, capture.Elsewhere())
	}
	text, err := json.Marshal(r)
	if err != nil || bytes.Contains(text, []byte("very-secret-token")) {
		t.Errorf("a token is in the report: %v", err)
	}
}

// TestHARPrograms: files as mitmproxy, Firefox and Charles write them: bodies in base64, null or left out, tunnels,
// web sockets, requests without a response, times with and without fractions in any zone.
func TestHARPrograms(t *testing.T) {
	for name, want := range map[string]struct{ exchanges, bodies, pages int }{
		"mitmproxy": {5, 0, 1}, "firefox": {5, 1, 1}, "charles": {4, 1, 0},
	} {
		text, err := os.ReadFile("testdata/" + name + ".har")
		if err != nil {
			t.Fatal(err)
		}
		r, _, capture := captured(t, string(text), base(t, "bonder", "https://api.example.com", ""))
		if r.Traffic.Exchanges != want.exchanges || capture.Bodies != want.bodies || capture.Pages != want.pages {
			t.Errorf("%s: %d exchanges, %d bodies left out, %d pages; expected %+v", name, r.Traffic.Exchanges,
				capture.Bodies, capture.Pages, want)
		}
		for i := 1; i < len(capture.Exchanges); i++ {
			if at := capture.Exchanges[i].Began; at.Before(capture.Exchanges[i-1].Began) || at.Hour() != 12 {
				t.Errorf("%s: exchange %d began at %s", name, i, at)
			}
		}
		if s := outcome(t, r, "bonder.five-languages"); s.Verdict != verdict.Failed {
			t.Errorf("%s: five languages: %s", name, s.Verdict)
		}
		if s := outcome(t, r, "bonder.authorize"); s.Verdict != verdict.Passed {
			t.Errorf("%s: authorize: %s: %s", name, s.Verdict, s.Reason)
		}
		for _, s := range r.Scenarios {
			if s.Address == "bonder.unmatched" && s.Verdict == verdict.Failed {
				t.Errorf("%s: unmatched: %s", name, s.Reason)
			}
		}
	}
}

// TestHARBase: the address may end with the path of the API, as its clients are configured, or before it.
func TestHARBase(t *testing.T) {
	for _, address := range []string{"https://r.example.com", "https://r.example.com/v2", "https://r.example.com/v2/"} {
		r, _, _ := captured(t, harOf(
			entryOf(
				noon,
				"GET",
				"https://r.example.com/v2/companies/1/connections/",
				"",
				"",
				200,
				`{"connections":[]}`,
			),
		), base(t, "radist", address, "/v2"))
		if s := outcome(t, r, "radist.unmatched"); s.Verdict != verdict.Passed {
			t.Errorf("%s: %s: %s", address, s.Verdict, s.Reason)
		}
	}
}

// TestHARMissing: what a file leaves out is not judged, and named.
func TestHARMissing(t *testing.T) {
	cut := entryOf(noon, "POST", "https://a.example.com/auth", "", "", 200, "")
	cut = strings.Replace(cut, `"content":{"size":0`, `"content":{"size":90`, 1)
	cut = strings.Replace(cut, `"bodySize":0,"postData":{"mimeType":"application/json","text":""}`, `"bodySize":80`, 1)
	r, notes, _ := captured(t, harOf(cut), base(t, "bonder", "https://a.example.com", ""))
	if s := outcome(t, r, "bonder.authorize"); s.Verdict != verdict.Passed {
		t.Errorf("a missing body is judged: %s", s.Reason)
	}
	if text := strings.Join(notes, "\n"); !strings.Contains(text, "2 bodies are not in the file") {
		t.Errorf("notes: %s", text)
	}
	// a browser's export without sensitive data
	r, notes, _ = captured(t, harOf(entryOf(noon, "POST", "https://c.example.com/public/api/v1/chats/messages/send",
		`{"LocalId":1,"Text":"a"}`, "", 200, `{"OK":true}`)), base(t, "iqchannels", "https://c.example.com", ""))
	for _, s := range r.Scenarios {
		if strings.Contains(s.Reason, "missing_header") {
			t.Errorf("%s: %s; notes %v", s.Address, s.Reason, notes)
		}
	}
}

// TestHARRefused: what is no HAR is told, with the place.
func TestHARRefused(t *testing.T) {
	for text, want := range map[string]string{
		"":                               "the file ends in the middle",
		"<html>":                         "invalid character",
		"[]":                             "expected {, got [",
		"{}":                             "it has no entries",
		`{"log":{"entries":[{"time":1`:   "entry 1, byte",
		`{"log":{"entries":[{"time":"x"`: "entry 1",
		`{"log":{"entries":[{"startedDateTime":"x","request":{"url":"https://a/auth"}}]}}`: "startedDateTime",
	} {
		_, err := watch.ReadHAR(strings.NewReader(text), []watch.Base{base(t, "bonder", "https://a", "")})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40s: expected %q, got %v", text, want, err)
		}
	}
}

// TestHAROwn: our own export needs no base, and its judgement is that of the journal.
func TestHAROwn(t *testing.T) {
	s := mocktest.Start(t)
	for _, path := range []string{"/auth", "/repositories/en"} {
		resp, err := http.Post(s.URL("bonder")+path, "application/json", strings.NewReader(`{"username":"a","rpt":1}`))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
	}
	text, err := s.Control.HAR(t.Context(), s.World.ID, client.Query{})
	if err != nil {
		t.Fatal(err)
	}
	r, _, _ := captured(t, string(text))
	own := judged(watch.Options{}, watch.World{ID: "w", Entries: s.Journal()})
	for _, o := range own.Scenarios {
		if o.Address == "bonder.authorize" { // the fake's own rules are not in a document
			continue
		}
		if got := outcome(t, r, o.Address); got.Verdict != o.Verdict {
			t.Errorf("%s: the journal gives %s, the HAR %s: %s", o.Address, o.Verdict, got.Verdict, got.Reason)
		}
	}
	if got := outcome(t, r, "bonder.authorize"); got.Verdict != verdict.Failed {
		t.Errorf("authorize: %s", got.Verdict)
	}
}

// repeated is a HAR of n entries that is made while it is read.
type repeated struct {
	n    int
	left string
	at   time.Time
	pad  string
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.left == "" {
		switch {
		case r.n < 0:
			return 0, io.EOF
		case r.n == 0:
			r.left = "]}}"
		default:
			r.at = r.at.Add(20 * time.Millisecond)
			url := "https://elsewhere.example.com/" + r.pad
			if r.pad == "" {
				url = fmt.Sprintf("https://a.example.com/users/4hGkW0tq7ZrLx2MdPc9YbN5vJs8R%04d", r.n%10000)
			}
			r.left = entryOf(r.at.Format(time.RFC3339Nano), "PUT", url, `{"translatable":{"en":{"name":"Anna"}}}`, "",
				200, `{"success":true,"errors":[],"result":{}}`)
			if r.n > 1 {
				r.left += ","
			}
		}
		r.n--
	}
	n := copy(p, r.left)
	r.left = r.left[n:]
	return n, nil
}

func many(n int, pad string) io.Reader {
	return io.MultiReader(strings.NewReader(`{"log":{"entries":[`),
		&repeated{n: n, at: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), pad: pad})
}

// BenchmarkHAR judges ten thousand entries.
func BenchmarkHAR(b *testing.B) {
	text, err := io.ReadAll(many(10_000, ""))
	if err != nil {
		b.Fatal(err)
	}
	u, _ := url.Parse("https://a.example.com")
	for b.Loop() {
		capture, err := watch.ReadHAR(bytes.NewReader(text), []watch.Base{{API: "bonder", URL: u}})
		if err != nil {
			b.Fatal(err)
		}
		w, _, err := watch.JudgeCapture(capture, "file")
		if err != nil {
			b.Fatal(err)
		}
		if r := judged(watch.Options{Captured: true}, w); r.Traffic.Exchanges != 10_000 {
			b.Fatal(r.Traffic.Exchanges)
		}
	}
}

// TestHARStream: a file of 100 MB is read in a few megabytes of memory, if hardly anything of it is ours.
func TestHARStream(t *testing.T) {
	if os.Getenv("CI") == "" && testing.Short() {
		t.Skip("it takes a second")
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	capture, err := watch.ReadHAR(many(1_000, strings.Repeat("x", 100_000)),
		[]watch.Base{base(t, "bonder", "https://a.example.com", "")})
	if err != nil || capture.Entries != 1_000 || len(capture.Exchanges) != 0 {
		t.Fatalf("%d entries: %v", capture.Entries, err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapSys) - int64(before.HeapSys); grown > 40<<20 {
		t.Errorf("the heap has grown by %d bytes", grown)
	}
}
