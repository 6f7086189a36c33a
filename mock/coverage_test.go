package mock_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/mock/mocktest/outside"
	"sparring/mock/param"
	"sparring/spec"
)

// Every operation of the documents has a handler, and every handler an operation.
func TestOperationsAndHandlersAgree(t *testing.T) {
	s, err := mock.New(mock.Options{PublicURL: "http://127.0.0.1:8080"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	w, err := s.Default()
	if err != nil {
		t.Fatal(err)
	}
	if len(w.Fakes) != len(spec.APIs()) {
		t.Fatalf("%d fakes for %d APIs", len(w.Fakes), len(spec.APIs()))
	}
	for _, fake := range w.Fakes {
		var documented []string
		for _, op := range spec.Operations(fake.API().Name) {
			documented = append(documented, op.ID)
		}
		if len(documented) == 0 {
			t.Fatalf("%s: no operation is documented", fake.API().Name)
		}
		for _, id := range documented {
			if !slices.Contains(fake.API().Operations, id) {
				t.Errorf("%s: operation %s has no handler", fake.API().Name, id)
			}
		}
		for _, id := range fake.API().Operations {
			if !slices.Contains(documented, id) {
				t.Errorf("%s: handler %s has no operation", fake.API().Name, id)
			}
		}
	}
}

// Every example of every document goes through the chain, reaches its operation, and is answered as the document says:
// under the defaults, and under every other value of every switch.
func TestExamplesThroughTheChain(t *testing.T) {
	settings := []client.Switches{nil}
	for _, api := range catalogueOf(t) {
		for _, sw := range api.Switches {
			for _, v := range otherValues(sw) {
				settings = append(settings, client.Switches{api.Name: {sw.Name: v}})
			}
		}
	}
	if len(settings) < 20 {
		t.Fatalf("only %d settings of switches found", len(settings))
	}
	tries := outside.Sample(t, 4)
	for _, switches := range settings {
		if switches != nil && !tries(fmt.Sprint(switches)) {
			continue
		}
		s, err := mock.New(mock.Options{PublicURL: "http://127.0.0.1:8080", Seed: 1, Switches: switches})
		if err != nil {
			t.Fatal(err)
		}
		sendExamples(t, s, switches)
		s.Close()
	}
}

func sendExamples(t *testing.T, s *mock.Server, switches client.Switches) {
	t.Helper()
	w, err := s.Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, api := range spec.APIs() {
		only := len(switches) == 0 || switches[api] != nil
		for _, op := range spec.Operations(api) {
			if !only || op.Stream {
				continue
			}
			examples, err := spec.Examples(op)
			if err != nil || len(examples) == 0 {
				t.Fatalf("%s %s: no example (%v)", api, op.ID, err)
			}
			for _, ex := range examples {
				for _, credentials := range []http.Header{nil, signIn(t, s, api)} {
					r := httptest.NewRequest(ex.Method, "/"+api+ex.Path+"?"+ex.Query.Encode(),
						strings.NewReader(string(ex.Body)))
					maps.Copy(r.Header, ex.Header)
					maps.Copy(r.Header, credentials)
					if ex.ContentType != "" {
						r.Header.Set("Content-Type", ex.ContentType)
					}
					s.ServeHTTP(httptest.NewRecorder(), r)
				}
			}
		}
	}
	for _, e := range w.Journal.Query(journal.Filter{}).Entries {
		if e.Kind == journal.Exchange && e.Unmatched {
			t.Errorf("%v: %s %s reaches no operation", switches, e.Method, e.URL)
		}
		for _, f := range e.Findings {
			if f.Kind == journal.Defect {
				t.Errorf("%v: %s %s: defect %s at %s: %s (expected %s, got %s)\n%s", switches, e.Method, e.Path, f.Code,
					f.Pointer, f.Message, f.Expected, f.Actual, e.Response.Body)
			}
		}
	}
}

// signIn returns the headers of a client that has its credential.
func signIn(t testing.TB, s *mock.Server, api string) http.Header {
	t.Helper()
	w, err := s.Default()
	if err != nil {
		t.Fatal(err)
	}
	credentials := w.Fake(api).Credentials()
	post := func(path, body string) (answer map[string]any, h http.Header) {
		rec := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodPost, "/"+api+path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", credentials["api_key"])
		s.ServeHTTP(rec, r)
		if err := json.Unmarshal(rec.Body.Bytes(), &answer); err != nil {
			t.Fatalf("sign in to %s: %v in %s", api, err, rec.Body)
		}
		return answer, rec.Header()
	}
	switch api {
	case "bonder":
		body := `{"username":"` + credentials["username"] + `","password":"` + credentials["password"] +
			`","client":"` + credentials["client"] + `","rpt":100000}`
		answer, _ := post("/auth", body)
		result, _ := answer["result"].(map[string]any)
		token, _ := result["token"].(string)
		return http.Header{"X-Auth-Key": {token}, "X-Auth-Email": {credentials["username"]}}
	case "iqchannels":
		answer, _ := post("/public/api/v1/clients/integration_auth", `{"Credentials":"`+credentials["token"]+
			`","Channel":"`+credentials["channel"]+`"}`)
		result, _ := answer["Result"].(map[string]any)
		session, _ := result["Session"].(map[string]any)
		token, _ := session["Token"].(string)
		return http.Header{"Authorization": {"Client " + token}}
	case "radist":
		return http.Header{"X-Api-Key": {credentials["api_key"]}}
	default:
		const phone, token = "79991234567", "push-token"
		sum := sha256.Sum256([]byte(phone + token + credentials["digest_secret"]))
		body := `{"phone_number":"` + phone + `","digest":"` + hex.EncodeToString(sum[:]) + `","device":{"app_key":"` +
			credentials["api_key"] + `","token":"` + token + `"}}`
		_, h := post("/api/registration/digest", body)
		cookie, _, _ := strings.Cut(h.Get("Set-Cookie"), ";")
		return http.Header{"Authorization": {credentials["api_key"]}, "Cookie": {cookie}}
	}
}

func catalogueOf(t *testing.T) []client.API {
	t.Helper()
	s, err := mock.New(mock.Options{PublicURL: "http://127.0.0.1:8080"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	apis, err := inProcess(s).APIs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return apis
}

// otherValues are values of a switch beside its default.
func otherValues(sw param.Param) []any {
	switch sw.Type {
	case "bool":
		return []any{sw.Default != true}
	case "enum":
		var out []any
		for _, v := range sw.Values {
			if v != sw.Default {
				out = append(out, v)
			}
		}
		return out
	case "int":
		if strings.HasSuffix(sw.Name, "TokenStatus") {
			return []any{400, 599}
		}
		if sw.Name == "rptMax" { // not below rptMin
			return []any{1000}
		}
		return []any{1}
	case "duration":
		return []any{"1s"}
	default:
		return nil
	}
}

// The pitfalls of the router that the chain relies on: an unknown method is 405 with Allow, // is not a redirect, %2F
// stays one segment, HEAD and OPTIONS are not derived from GET.
func TestRouterPitfalls(t *testing.T) {
	s, err := mock.New(mock.Options{PublicURL: "http://127.0.0.1:8080", Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, row := range []struct {
		method, path string
		status       int
		allow        string
	}{
		{"PATCH", "/bonder/auth", 405, "POST"},
		{"HEAD", "/bonder/repositories", 405, "GET"},
		{"OPTIONS", "/bonder/repositories", 405, "GET"},
		{"GET", "/bonder//repositories", 404, ""},
		{"GET", "/bonder/repositories/", 404, ""},
		{"GET", "/bonder/x/../repositories", 404, ""},
		{"GET", "/bonder/repositories%2Flocal", 404, ""},
		{"GET", "/bonder/repositories/a%2Fb", 200, ""},
		{"POST", "/bonder/users/x/y/z", 404, ""},
		{"GET", "/nothing/here", 404, ""},
		{"GET", "/w/nobody/bonder/repositories", 404, ""},
		{"GET", "/w/default/bonder/repositories", 200, ""},
		{"DELETE", "/timconnect/api/categories", 405, "GET"},
	} {
		rec := httptest.NewRecorder()
		r := httptest.NewRequest(row.method, "http://127.0.0.1:8080"+row.path, nil)
		s.ServeHTTP(rec, r)
		if rec.Code != row.status || rec.Header().Get("Allow") != row.allow {
			t.Errorf("%s %s: %d Allow %q, want %d %q\n%s", row.method, row.path, rec.Code, rec.Header().Get("Allow"),
				row.status, row.allow, rec.Body)
		}
		if rec.Code/100 == 3 {
			t.Errorf("%s %s redirects to %s", row.method, row.path, rec.Header().Get("Location"))
		}
	}
	// Host form: {api}.{world}.localhost.
	for _, host := range []string{"bonder.default.localhost:8080", "Bonder.DEFAULT.localhost"} {
		rec := httptest.NewRecorder()
		s.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "http://"+host+"/repositories", nil))
		if rec.Code != 200 || !strings.Contains(rec.Body.String(), "INVALID_CREDENTIALS_ERROR") {
			t.Errorf("by host %s: %d %s", host, rec.Code, rec.Body)
		}
	}
}
