package mock_test

import (
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"unicode/utf16"

	"sparring/mock/journal"
	"sparring/mock/mocktest"
)

// jsonCalls are calls with a JSON body, one of each document that has any. The text is within a string of the body.
var jsonCalls = []struct{ api, method, path, body string }{
	{"bonder", "POST", "/auth", `{"username":"USERNAME","password":"PASSWORD","client":%q,"rpt":"1000"}`},
	{"iqchannels", "POST", "/public/api/v1/chats/channel/send/support", `{"LocalId":1,"Payload":"text","Text":%q}`},
	{"radist", "POST", "/companies/COMPANY/contacts/", `{"name":%q}`},
	{"timconnect", "POST", "/api/registration", `{"phone_number":%q}`},
	{"iqchannels", "POST", "/public/api/v1/clients/integration_auth", `{"Credentials":%q,"Channel":"support"}`},
}

// sendOdd sends a request with whatever headers and body, and returns the findings of its entry by the client.
func sendOdd(t *testing.T, s *mocktest.Server, api, method, path string, h http.Header, body []byte) []journal.Finding {
	t.Helper()
	path = strings.ReplaceAll(path, "COMPANY", s.Credentials("radist")["company_id"])
	r, err := http.NewRequest(method, s.URL(api)+path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if r.Header = h.Clone(); api == "radist" && h.Get("X-Api-Key") == "" {
		r.Header.Set("X-Api-Key", s.Credentials("radist")["api_key"])
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	entries := s.Journal()
	e := entries[len(entries)-1]
	for i := len(entries) - 1; e.Kind != journal.Exchange; i-- { // a look-up came after it
		e = entries[i]
	}
	for _, f := range e.Findings {
		if f.Kind == journal.Defect {
			t.Errorf("%s%s: %+v", api, path, f)
		}
	}
	return e.Findings
}

func utf16Of(text string, high, low int) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		pair := [2]byte{}
		pair[high], pair[low] = byte(unit>>8), byte(unit)
		out = append(out, pair[0], pair[1])
	}
	return out
}

// A body whose text is wrapped in something is called what it is, once, at every API; only what no label announced can
// fail a client.
func TestBodiesInContainers(t *testing.T) {
	s := mocktest.Start(t)
	for _, c := range jsonCalls {
		text := []byte(fmt.Sprintf(c.body, "имя"))
		zipped, raw := gzipped(text), packed(text, func(w io.Writer) io.WriteCloser {
			f, _ := flate.NewWriter(w, flate.DefaultCompression) // the level is a valid one
			return f
		})
		for _, row := range []struct {
			body                []byte
			coding, code, named string
			derived             bool
		}{
			{zipped, "gzip", "malformed_json", "is packed by gzip", true},
			{zipped, "", "malformed_json", "is packed by gzip", false},
			{zipped, "br", "malformed_json", "Content-Encoding says br", false},
			{raw, "deflate", "malformed_json", "is packed by deflate", true},
			{[]byte("\ufeff" + string(text)), "", "malformed_json", "begins with a byte order mark", true},
			{utf16Of(string(text), 1, 0), "", "invalid_utf8", "looks like UTF-16", false},
			{utf16Of("\ufeff"+string(text), 0, 1), "", "invalid_utf8", "looks like UTF-16", false},
			{text, "gzip", "wrong_content_encoding", "says gzip, but", true},
			{text, "br", "wrong_content_encoding", "says br, but", true},
			{text, "zstd", "wrong_content_encoding", "says zstd, but", true},
			{text, "deflate", "wrong_content_encoding", "says deflate, but", true},
			{text, "utf-8", "wrong_content_encoding", "says utf-8, but", true},
		} {
			h := http.Header{"Content-Type": {"application/json"}}
			if row.coding != "" {
				h.Set("Content-Encoding", row.coding)
			}
			var about []journal.Finding
			for _, f := range sendOdd(t, s, c.api, c.method, c.path, h, row.body) {
				if f.Code == "malformed_json" || f.Code == "invalid_utf8" || f.Pointer == "" ||
					f.Pointer == "header/Content-Encoding" {
					about = append(about, f)
				}
			}
			if len(about) != 1 || about[0].Code != row.code || !strings.Contains(about[0].Message, row.named) ||
				strings.Contains(about[0].Message, "byte 1") || row.derived && about[0].Provenance != journal.Derived {
				t.Errorf("%s%s, a body that %s: %+v", c.api, c.path, row.named, about)
			}
		}
	}
}

// What a pattern asks for is said in words, whatever the API.
func TestPatternsInWords(t *testing.T) {
	s := mocktest.Start(t)
	for _, c := range []struct{ api, method, path, body, pointer, expected string }{
		{"radist", "POST", "/companies/COMPANY/telegram/login", `{"session_id":"x","code":"12345"}`,
			"/session_id", "a UUID"},
		{"timconnect", "POST", "/api/registration/confirm", `{"phone_number":"79991234567","code":"12"}`, "/code",
			"4 digits"},
	} {
		found := false
		for _, f := range sendOdd(t, s, c.api, c.method, c.path, http.Header{"Content-Type": {"application/json"}},
			[]byte(c.body)) {
			if f.Pointer == c.pointer && f.Code == "pattern" {
				found = f.Expected == c.expected && strings.Contains(f.Message, c.expected)
			}
			if strings.Contains(f.Message+f.Expected, "^") {
				t.Errorf("%s%s shows a regular expression: %s", c.api, c.path, f.Message)
			}
		}
		if !found {
			t.Errorf("%s%s: no finding at %s says %s", c.api, c.path, c.pointer, c.expected)
		}
	}
}

// A text that was cut inside a character is found at its place, at every API: the fakes read U+FFFD, as most readers
// do.
func TestUnpairedSurrogates(t *testing.T) {
	s := mocktest.Start(t)
	find := func(list []journal.Finding) (found []journal.Finding) {
		for _, f := range list {
			if f.Code == "unpaired_surrogate" {
				found = append(found, f)
			}
		}
		return found
	}
	for _, c := range jsonCalls {
		h := http.Header{"Content-Type": {"application/json"}}
		for _, half := range []string{`Hi \ud83d`, `\uDE00 Hi`, `\ude00\ud83d`, `\ud83dx\ude00`, `\ud83d\ud83d\ude00`} {
			found := find(sendOdd(t, s, c.api, c.method, c.path, h,
				[]byte(strings.Replace(c.body, "%q", `"`+half+`"`, 1))))
			if len(found) != 1 || found[0].Kind != journal.Violation || found[0].Provenance != journal.Derived ||
				found[0].Source != "rfc8259 §8.2" ||
				!strings.HasPrefix(found[0].Pointer, "/") || !strings.HasPrefix(found[0].Actual, `\u`) {
				t.Errorf("%s%s with %s: %+v", c.api, c.path, half, found)
			}
		}
		for _, whole := range []string{`Hi \ud83d\ude00`, `\uD83D\uDE00`, `\\ud83d`, "😀", `\ufffd`, `\\\\ud83d`} {
			if found := find(sendOdd(t, s, c.api, c.method, c.path, h,
				[]byte(strings.Replace(c.body, "%q", `"`+whole+`"`, 1)))); len(found) > 0 {
				t.Errorf("%s%s with %s: %+v", c.api, c.path, whole, found)
			}
		}
	}
}

// Each header that is not a list may be sent once, whatever the API and whether its document has it.
func TestRepeatedHeaders(t *testing.T) {
	s := mocktest.Start(t)
	for _, c := range jsonCalls {
		for name, lines := range map[string][]string{
			"Authorization": {"Basic a", "Basic b"}, "Content-Type": {"application/json", "application/json"},
			"X-Test": nil,
			"Origin": {"http://a.example", "http://a.example"}, "Cookie": {"a=1", "b=2"},
			"Referer": {"http://a/", "http://b/", "http://c/"},
			"Accept":  nil, "Cache-Control": nil, "X-Forwarded-For": nil, "Accept-Language": nil, "Via": nil,
			"If-None-Match": nil,
		} {
			h := http.Header{"Content-Type": {"application/json"}}
			times := len(lines)
			if h[name] = lines; lines == nil {
				h[name] = []string{"a", "b"}
			}
			var found []journal.Finding
			for _, f := range sendOdd(t, s, c.api, c.method, c.path, h, []byte(fmt.Sprintf(c.body, "x"))) {
				if strings.HasPrefix(f.Code, "repeated_") {
					found = append(found, f)
				}
			}
			if times == 0 && len(found) > 0 || times > 0 && (len(found) != 1 || found[0].Code != "repeated_header" ||
				found[0].Pointer != "header/"+name ||
				found[0].Actual != fmt.Sprint(times)+" times") {
				t.Errorf("%s%s, %s in %d lines: %+v", c.api, c.path, name, len(h[name]), found)
			}
		}
	}
	// Headers that only a document has.
	for _, c := range []struct{ api, method, path, name string }{
		{"radist", "GET", "/companies/", "X-Api-Key"}, {"bonder", "GET", "/repositories", "X-Auth-Key"},
		{"bonder", "GET", "/repositories", "X-Auth-Email"},
		{"iqchannels", "POST", "/rest/chat/client/id/", "Token"}, {"timconnect", "GET", "/api/kittens",
			"Authorization"},
	} {
		n := 0
		for _, f := range sendOdd(t, s, c.api, c.method, c.path, http.Header{c.name: {"a", "a"}}, nil) {
			if f.Code == "repeated_header" && strings.EqualFold(f.Pointer, "header/"+c.name) {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%s%s, %s twice: %d findings", c.api, c.path, c.name, n)
		}
	}
}

// An upload that is not whole, or says a thing twice, is refused and found.
func TestUploadsThatAreNotWhole(t *testing.T) {
	s := mocktest.Start(t)
	session, _ := chatSession(t, s.URL("iqchannels"), s.Credentials("iqchannels")["token"])
	const kind = "--b\r\nContent-Disposition: form-data; name=\"Type\"\r\n\r\nfile\r\n"
	const file = "--b\r\nContent-Disposition: form-data; name=\"File\"; filename=\"a.txt\"\r\nContent-Type: " +
		"text/plain\r\n\r\nhello\r\n"
	const end = "--b--\r\n"
	for name, body := range map[string]string{
		"whole": kind + file + end, "whole, the file alone": file + end, "whole, with a part of another name": file +
			strings.Replace(kind, "Type", "X", 1) + end,
		"no closing delimiter": kind + file, "cut in the last part": kind + file[:len(file)-4],
		"cut in a delimiter":     kind + file + "--b",
		"cut behind a delimiter": kind + file + "--b\r\n", "cut in a head": kind + file[:30], "Type twice": kind +
			kind + file + end,
		"File twice": file + file + end, "a part without a name": kind + strings.Replace(file, ` name="File";`,
			"", 1) + end,
		"a part without a head": kind + file + "--b\r\n\r\nx\r\n" + end, "empty": "", "no form": "hello",
	} {
		h := http.Header{"Content-Type": {"multipart/form-data; boundary=b"}, session[0]: {session[1]}}
		findings := sendOdd(t, s, "iqchannels", "POST", chat+"files/upload", h, []byte(body))
		refused := strings.Contains(string(last(t, s).Response.Body), `"OK":false`)
		n := 0
		for _, f := range findings {
			if f.Code == "malformed_form" || f.Code == "missing_body" {
				n++
			}
		}
		if whole := strings.HasPrefix(name, "whole"); refused == whole || whole != (n == 0) || n > 1 {
			t.Errorf("%s: refused %v, findings %+v", name, refused, findings)
		}
	}
}
