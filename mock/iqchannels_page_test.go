package mock_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/mock/mocktest"
)

// The values of the page's two examples that can be read, by pointer: iqchannels#L299-L396. Everything else in them is
// Cyrillic text that was lost.
var (
	pagePerson = map[string]string{
		"/client/id": "1064775", "/client/birthDate": "1976-03-31", "/client/type": "0", "/client/enabled": "true",
		"/client/extRef": "1", "/client/bankBranch/id": "720987", "/client/bankBranch/extRef": "1",
		"/client/bankBranch/bik": "042809888", "/client/fieldList/0/value": "1234567890",
	}
	pageCompanies = map[string]string{
		"/client/id": "124625", "/client/birthDate": "1973-09-02", "/client/type": "2", "/client/enabled": "false",
		"/companyList/0/id": "225760", "/companyList/0/extRef": "561", "/companyList/0/inn": "7701028744",
		"/companyList/0/kpp": "770001001", "/companyList/0/resident": "true", "/companyList/0/phone": "+79093342334",
		"/companyList/0/internationalName": "LIGA JSC", "/companyList/0/ogrn": "1057703026633",
		"/companyList/0/ogrnDate": "2005-02-11", "/companyList/1/id": "124612", "/companyList/1/extRef": "560",
		"/companyList/1/inn": "7701058541", "/companyList/1/kpp": "770001001", "/companyList/1/resident": "true",
		"/companyList/1/phone": "123-34-45", "/companyList/1/internationalName": "CAPITOLIY JSC",
		"/companyList/1/ogrn": "2801283419468", "/companyList/1/regAddress": "",
	}
	// The members of the examples, in the page's order.
	pagePersonKeys = "client id name surname firstname patronymic shortName birthDate type enabled extRef bankBranch " +
		"id extRef bik name fieldList name value name value"
	pageCompaniesKeys = "client id name surname firstname patronymic birthDate type enabled companyList " +
		"id name extRef inn kpp resident phone shortName internationalName ogrn ogrnDate " +
		"id name extRef inn kpp resident phone shortName internationalName ogrn internationalAddress regAddress"
)

const (
	pageToken    = "a57974242d0146c28056" // iqchannels#L299
	exampleToken = "c40b9e2716f84d5fa3d8"
	cardPath     = "/rest/chat/client/id/"
)

// asPage checks that a body has the page's members in the page's order, with its values as texts.
func asPage(t *testing.T, body, members string, values map[string]string) {
	t.Helper()
	var tree any
	if err := json.Unmarshal([]byte(body), &tree); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	for pointer, want := range values {
		if got, ok := at(tree, pointer).(string); !ok || got != want {
			t.Errorf("%s is %v, the page has %q", pointer, at(tree, pointer), want)
		}
	}
	var names []string
	for d := json.NewDecoder(strings.NewReader(body)); ; {
		token, err := d.Token()
		if err != nil {
			break
		}
		if name, ok := token.(string); ok && strings.HasPrefix(body[d.InputOffset():], ":") {
			names = append(names, name)
		}
	}
	if got := strings.Join(names, " "); got != members {
		t.Errorf("members %s\nthe page has %s", got, members)
	}
}

// at follows a pointer without escapes.
func at(v any, pointer string) any {
	for _, token := range strings.Split(pointer, "/")[1:] {
		switch x := v.(type) {
		case map[string]any:
			v = x[token]
		case []any:
			v = x[int(token[0]-'0')]
		default:
			return nil
		}
	}
	return v
}

// The page's samples, letter by letter: what is sent and what is served.
func TestPageOfIQChannels(t *testing.T) {
	s := mocktest.Start(t, mocktest.Switch("iqchannels", "cards", "page"))
	url := s.URL("iqchannels")
	for _, row := range []struct {
		method, path, token string
		status              int
		check               func(body string)
	}{
		{"GET", cardPath + pageToken, "", 200, func(b string) { asPage(t, b, pagePersonKeys, pagePerson) }},
		{"POST", cardPath, pageToken, 200, func(b string) { asPage(t, b, pagePersonKeys, pagePerson) }},
		{"GET", cardPath + exampleToken, "", 200, func(b string) { asPage(t, b, pageCompaniesKeys, pageCompanies) }},
		{"POST", cardPath, exampleToken, 200, func(b string) { asPage(t, b, pageCompaniesKeys, pageCompanies) }},
		{"GET", cardPath + "of-no-session", "", 404, func(b string) {
			if b != `{"errorCode":"1001","errorText":"Client not found"}` {
				t.Errorf("the page's error is %s", b)
			}
		}},
	} {
		var headers []string
		if row.token != "" {
			headers = []string{"token", row.token}
		}
		status, body, answered := call(t, row.method, url+row.path, "", headers...)
		if status != row.status || answered.Get("Content-Type") != "application/json" {
			t.Errorf("%s %s: %d %v", row.method, row.path, status, answered)
		}
		row.check(body)
	}
	for _, e := range s.Journal() {
		if len(e.Findings) > 0 || e.Unmatched {
			t.Errorf("%s %s: %+v", e.Method, e.Path, e.Findings)
		}
	}
	setSwitch(t, s, "iqchannels", "cards", "v13") // the second example is what it is under every version
	_, body, _ := call(t, "GET", url+cardPath+exampleToken, "")
	asPage(t, body, pageCompaniesKeys, pageCompanies)
}

// A service that serves the page's samples does nothing wrong by the page's words.
func TestServiceThatServesThePage(t *testing.T) {
	pages := mocktest.Start(t, mocktest.Switch("iqchannels", "cards", "page"))
	s := mocktest.Start(t, mocktest.Switch("iqchannels", "authService", pages.URL("iqchannels")))
	for token, code := range map[string]string{pageToken: "", exampleToken: "forbidden",
		"of-no-session": "unauthorized"} {
		for _, method := range []string{"get", "post"} {
			setSwitch(t, s, "iqchannels", "authMethod", method)
			e := chatCall(t, s.URL("iqchannels"), "clients/integration_auth", `{"Credentials":"`+token+
				`","Channel":"support"}`)
			if codeOf(e) != code {
				t.Errorf("%s by %s: the SDK sees %q, want %q", token, method, codeOf(e), code)
			}
		}
	}
	for _, server := range []*mocktest.Server{s, pages} {
		for _, e := range server.Journal() {
			if len(e.Findings) > 0 {
				t.Errorf("%s %s: %+v", e.Kind, e.Operation, e.Findings)
			}
		}
	}
}

// A request that the page's words do not fit gets the auth service's own error, and the journal says what to do.
func TestAuthServiceRefuses(t *testing.T) {
	s := mocktest.Start(t)
	url := s.URL("iqchannels")
	for _, row := range []struct {
		method, path, body  string
		status              int
		answer, why, blamed string // finding: "code provenance"
	}{
		{"GET", cardPath + "a/b", "", 404, `"errorCode":"1001"`, "token_not_encoded", "token_not_encoded derived"},
		{"GET", cardPath + "bank/session/42", "", 404, `"errorCode":"1001"`, "token_not_encoded",
			"token_not_encoded derived"},
		{"GET", cardPath, "", 400, `"errorCode":"1001"`, "token_empty", "missing_parameter documented"},
		{"GET", strings.TrimSuffix(cardPath, "/"), "", 400, `"errorCode":"1001"`, "token_empty",
			"missing_parameter documented"},
		{"POST", cardPath, "", 400, `"errorCode":"1001"`, "token_empty", "missing_parameter documented"},
		{"POST", cardPath, "{}", 400, `"errorCode":"1001"`, "token_empty",
			"missing_parameter documented, body_not_expected derived"},
		{"GET", "/rest/chat/client", "", 404, `"errorCode":"404"`, "path_unknown", ""},
		{"PUT", cardPath + "x", "", 405, `"errorCode":"405"`, "method", ""},
	} {
		before := len(s.Journal())
		status, body, answered := call(t, row.method, url+row.path, row.body)
		if status != row.status || !strings.Contains(body, row.answer) ||
			answered.Get("Access-Control-Allow-Headers") != "" {
			t.Errorf("%s %s: %d %s", row.method, row.path, status, body)
		}
		e := s.Journal()[before]
		if len(e.Why) == 0 || e.Why[0].Code != row.why {
			t.Errorf("%s %s: why %v", row.method, row.path, e.Why)
		}
		var got []string
		for _, f := range e.Findings {
			got = append(got, f.Code+" "+string(f.Provenance))
		}
		if shown := strings.Join(got, ", "); shown != row.blamed {
			t.Errorf("%s %s: findings %q, want %q", row.method, row.path, shown, row.blamed)
		}
		if e.Unmatched != (row.blamed == "") {
			t.Errorf("%s %s: unmatched %v", row.method, row.path, e.Unmatched)
		}
	}
}

// Each version of the auth service has what it had: POST since 1.3, and the fields of the version log.
// Source: iqchannels#L407-L441.
func TestVersionsOfTheAuthService(t *testing.T) {
	s := mocktest.Start(t)
	since := map[string][]string{
		"v10": {"id", "name", "birthDate", "bankBranch"}, "v11": {"shortName", "fieldList"},
		"v12": {"contacts", "secretWord", "group"},
		"v13": {"accountNumbers", "positionStream", "betaUser", "lvlClient", "timezone", "osVersion", "device",
			"deviceVersion"},
	}
	versions := []string{"v10", "v11", "v12", "v13"}
	for i, version := range versions {
		setSwitch(t, s, "iqchannels", "cards", version)
		_, body, _ := call(t, "GET", s.URL("iqchannels")+cardPath+pageToken, "")
		for j, other := range versions {
			for _, name := range since[other] {
				if has := strings.Contains(body, `"`+name+`":`); has != (j <= i) {
					t.Errorf("%s: %s is there: %v", version, name, has)
				}
			}
		}
		status, _, answered := call(t, "POST", s.URL("iqchannels")+cardPath, "", "token", pageToken)
		if want := map[bool]int{true: 200, false: 405}[version == "v13"]; status != want || status == 405 &&
			answered.Get("Allow") != "GET" {
			t.Errorf("%s: POST is %d %v", version, status, answered)
		}
		for _, token := range []string{pageToken, ".."} { // the look-up itself keeps to what the service has
			e := chatCall(t, s.URL("iqchannels"), "clients/integration_auth", `{"Credentials":"`+token+`"}`)
			if token == pageToken && !e.OK || token == ".." && codeOf(e) != "unauthorized" {
				t.Errorf("%s: sign-in by %s: %+v", version, token, e.Error)
			}
		}
	}
	for _, e := range s.Journal() {
		for _, f := range e.Findings {
			if f.Provenance != journal.Derived {
				t.Errorf("%s: %+v", e.Operation, f)
			}
		}
	}
}

// The auth service is given as its root or as the page writes its URLs.
func TestAuthServiceAsThePageWritesIt(t *testing.T) {
	var seen atomic.Value
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen.Store(r.URL.EscapedPath())
		w.WriteHeader(http.StatusNotFound)
	}))
	defer service.Close()
	s := mocktest.Start(t)
	for _, root := range []string{"", "/", "/bank", "/bank/"} {
		for _, behind := range []string{"", "rest/chat/client/id", "rest/chat/client/id/",
			"rest/chat/client/id/{token}", "rest/chat/client/id/%7Btoken%7D"} {
			given := service.URL + strings.TrimSuffix(root, "/") + "/" + behind
			setSwitch(t, s, "iqchannels", "authService", given)
			chatCall(t, s.URL("iqchannels"), "clients/integration_auth", `{"Credentials":"a/b"}`)
			if want := strings.TrimSuffix(root, "/") + cardPath + "a%2Fb"; seen.Load() != want {
				t.Errorf("%s: asked %s, want %s", given, seen.Load(), want)
			}
		}
	}
}

// What changes while the auth service is asked counts when it has answered: a channel that was closed meanwhile is not
// entered, and nothing is stored.
func TestChannelClosedDuringLookUp(t *testing.T) {
	s := mocktest.Start(t)
	asked, answered := make(chan struct{}), make(chan struct{})
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(asked)
		<-answered
		says(200, "application/json",
			`{"client":{"id":"9","name":"И","surname":"И","firstname":"И","patronymic":"","type":"0",
				"enabled":true}}`)(w, nil)
	}))
	defer service.Close()
	setSwitch(t, s, "iqchannels", "authService", service.URL)
	done := make(chan envelope)
	go func() {
		done <- chatCall(t, s.URL("iqchannels"), "clients/integration_auth", `{"Credentials":"x","Channel":"support"}`)
	}()
	<-asked
	s.Event("iqchannels", "channel.closed", map[string]any{"channel": "support"})
	close(answered)
	if e := <-done; codeOf(e) != "forbidden" {
		t.Errorf("the SDK sees %+v", e)
	}
	var state struct{ Clients, Sessions []any }
	if err := s.Control.State(t.Context(), s.World.ID, "iqchannels", &state); err != nil || len(state.Clients)+
		len(state.Sessions) > 0 {
		t.Errorf("stored: %+v %v", state, err)
	}
}

// A LocalId that comes again with other content is reported: the vendor calls it unique on the sender's side.
func TestLocalIDUsedTwice(t *testing.T) {
	s := mocktest.Start(t)
	url := s.URL("iqchannels")
	first, _ := chatSession(t, url, pageToken)
	second, _ := chatSession(t, url, pageToken) // another device of the same client
	send := func(text string, session []string) []journal.Finding {
		before := len(s.Journal())
		if e := chatCall(t, url, "chats/channel/send/support", `{"LocalId":7,"Payload":"text","Text":"`+text+`"}`,
			session...); !e.OK {
			t.Fatalf("%+v", e.Error)
		}
		return s.Journal()[before].Findings
	}
	for _, row := range []struct {
		text, want string
		session    []string
	}{
		{"one", "", first}, {"one", "", first}, {"one", "", second}, {"two", "documented", first},
		{"two", "derived", second},
	} {
		found := send(row.text, row.session)
		got := ""
		if len(found) > 0 {
			got = string(found[0].Provenance)
		}
		if got != row.want || len(found) > 1 || got != "" && (found[0].Code != "local_id_reused" ||
			found[0].By != journal.ByClient) {
			t.Errorf("%q: findings %+v, want %q", row.text, found, row.want)
		}
	}
}

// A sign-in that waits too long for the auth service names the time and its switch, to the SDK's author and to the
// service's.
func TestLateAuthServiceNamesTheSwitch(t *testing.T) {
	hangs := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	defer hangs.Close()
	for _, service := range []string{hangs.URL, ""} {
		s := mocktest.Start(t, mocktest.Switch("iqchannels", "authTimeout", "100ms"),
			mocktest.Switch("iqchannels", "authService", service))
		if service == "" {
			s.Fault(client.FaultRequest{Match: matchOp("iqchannels", "getClientCard"), Fault: faultOf("timeout")})
		}
		chatCall(t, s.URL("iqchannels"), "clients/integration_auth", `{"Credentials":"`+pageToken+`"}`)
		for _, e := range s.Journal() {
			if e.Kind != journal.Exchange && e.Kind != journal.Outgoing {
				continue
			}
			said := e.Error
			for _, w := range e.Why {
				said += w.Text
			}
			for _, f := range e.Findings {
				said += f.Expected
			}
			if !strings.Contains(said, "100ms (switch iqchannels.authTimeout)") ||
				strings.Contains(said, "context deadline") {
				t.Errorf("%s: %s", e.Kind, said)
			}
		}
	}
}
