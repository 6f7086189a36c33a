package mock_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"sparring/mock"
	"sparring/mock/mocktest"
)

// whatsappPage makes a connection and returns the path of the page behind its QR code.
func whatsappPage(t *testing.T, s *mocktest.Server) string {
	t.Helper()
	params, _ := radistCall(t, s, "POST", "/connections/", `{"type":"whatsapp"}`)["params"].(map[string]any)
	address, _ := params["qr_url"].(string)
	u, err := url.Parse(address)
	if err != nil || u.Path == "" {
		t.Fatalf("qr_url %q: %v", address, err)
	}
	return u.Path
}

// A button of a page does what an event does: only a page of this server may press it, under a name of this server.
func TestOnlyOurPagesPressTheirButtons(t *testing.T) {
	s := mocktest.Start(t)
	address := strings.TrimPrefix(s.Base, "http://")
	path := whatsappPage(t, s)
	press := func(host, headers string) (*http.Response, string) {
		t.Helper()
		return raw(t, address, fmt.Sprintf("POST %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%s"+
			"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 11\r\n\r\naction=scan", path,
			host, headers))
	}
	for _, row := range []struct{ host, headers, kind string }{
		{"evil.example", "Origin: http://evil.example\r\n", "foreign-host"},
		{"evil.example", "", "foreign-host"},
		{"192.0.2.1", "Origin: http://192.0.2.1\r\n", "foreign-host"},
		{address, "Origin: http://evil.example\r\n", "foreign-origin"},
		{address, "Origin: null\r\n", "foreign-origin"},
		{address, "Origin:\r\n", "foreign-origin"},
		{address, "Origin: file://\r\n", "foreign-origin"},
		{address, "Origin: chrome-extension://" + address + "\r\n", "foreign-origin"},
		{address, "Origin: https://" + address + "\r\n", "foreign-origin"},
		{address, "Origin: http://u@" + address + "\r\n", "foreign-origin"},
		{address, "Origin: http://" + address + "/\r\n", "foreign-origin"},
		{address, "Origin: http://" + address + "\r\nOrigin: http://evil.example\r\n", "foreign-origin"},
		{address, "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n", "foreign-origin"},
		{address, "Sec-Fetch-Site: same-site\r\n", "foreign-origin"},
	} {
		resp, body := press(row.host, row.headers)
		e := last(t, s)
		why := e.Why[len(e.Why)-1].Code
		if resp.StatusCode != 403 || !strings.Contains(body, row.kind) ||
			why != strings.ReplaceAll(row.kind, "-", "_") || e.Response.Status != 403 {
			t.Errorf("Host %s, %q: %s %s, entry %+v", row.host, row.headers, resp.Status, body, e)
		}
	}
	// None of them did anything: the code can still be scanned.
	if resp, body := press(address, "Origin: http://"+address+
		"\r\nSec-Fetch-Site: same-origin\r\n"); resp.StatusCode != 303 {
		t.Errorf("the page itself: %s %s", resp.Status, body)
	}
	if resp, _ := press("localhost", ""); resp.StatusCode != 409 { // it is scanned already
		t.Errorf("curl on localhost: %s", resp.Status)
	}
}

// Behind a token every name may drive the server; a button needs no token, and so a name that is known.
func TestButtonsOfAServerWithAToken(t *testing.T) {
	l := newLab(t, false, mock.Options{ControlToken: "sesame", AnyHost: true, PublicURL: "https://mock.test:8443"})
	for host, origin := range map[string]string{
		"mock.test:8443": "https://mock.test:8443", "192.0.2.1:8080": "http://192.0.2.1:8080",
		"localhost:8080": "http://localhost:8080",
	} {
		resp, _ := raw(t, addressOf(l), "POST /radist/qr/x HTTP/1.1\r\nHost: "+host+"\r\nOrigin: "+origin+
			"\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
		if resp.StatusCode != 404 {
			t.Errorf("%s from %s: %s, want the page's own 404", host, origin, resp.Status)
		}
	}
	for _, host := range []string{"evil.example", "evil.example:8443"} {
		resp, _ := raw(t, addressOf(l), "POST /radist/qr/x HTTP/1.1\r\nHost: "+host+"\r\nOrigin: http://"+host+
			"\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
		if resp.StatusCode != 403 {
			t.Errorf("%s: %s", host, resp.Status)
		}
	}
}

// No page and no file of ours can be run by a browser as something else; the APIs' JSON has no such headers.
func TestPagesAndFilesAreProtected(t *testing.T) {
	s := mocktest.Start(t)
	bonder, radist, chatURL := s.URL("bonder"), strings.TrimSuffix(s.URL("radist"), "/v2"), s.URL("iqchannels")
	page := s.Base + whatsappPage(t, s)
	session, _ := chatSession(t, chatURL, s.Credentials("iqchannels")["token"])
	const form = "--b\r\nContent-Disposition: form-data; name=\"File\"; filename=\"x.html\"\r\nContent-Type: " +
		"text/html\r\n\r\n<script>1</script>\r\n--b--\r\n"
	r, _ := http.NewRequest("POST", chatURL+chat+"files/upload", strings.NewReader(form))
	r.Header = http.Header{"Content-Type": {"multipart/form-data; boundary=b"}, session[0]: {session[1]}}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var e envelope
	var file struct {
		ID string `json:"Id"`
	}
	if json.NewDecoder(resp.Body).Decode(&e) != nil || json.Unmarshal(e.Result, &file) != nil || file.ID == "" {
		t.Fatalf("no file: %+v", e)
	}
	for _, row := range []struct {
		url     string
		status  int
		headers []string
	}{
		{s.Base + "/", 200, nil},
		{bonder + "/card/nobody", 404, []string{"Accept", "text/html"}},
		{page, 200, nil}, {page + "/code.svg", 200, nil}, {page + "/code.png", 200, nil}, {page + "x", 404, nil},
		{radist + "/v2/docs", 200, nil}, {s.Base + "/_sparring/v1/documents/bonder.json", 200, nil},
		{chatURL + chat + "files/get/" + file.ID, 200, session},
	} {
		status, body, h := call(t, "GET", row.url, "", row.headers...)
		policy := h.Get("Content-Security-Policy")
		if status != row.status || h.Get("X-Content-Type-Options") != "nosniff" ||
			!strings.Contains(policy, "default-src 'none'") {
			t.Errorf("%s: %d, nosniff %q, policy %q\n%.200s", row.url, status, h.Get("X-Content-Type-Options"),
				policy, body)
		}
	}
	if _, _, h := call(t, "GET", bonder+"/repositories", ""); h.Get("Content-Security-Policy")+
		h.Get("X-Content-Type-Options") != "" {
		t.Errorf("an API's JSON has %v", h)
	}
}
