package mock_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/fault"
	"sparring/spec"
)

// dialects are the shapes of the vendors' errors, by document: what a client's own parser of errors reads.
var dialects = map[string]func(status int, body map[string]any) bool{
	"bonder": func(_ int, b map[string]any) bool {
		codes, _ := b["errors"].([]any)
		_, result := b["result"]
		return b["success"] == false && len(codes) == 1 && strings.HasSuffix(codes[0].(string), "_ERROR") && result
	},
	"iqchannels-chat": func(_ int, b map[string]any) bool {
		e, _ := b["Error"].(map[string]any)
		return b["OK"] == false && e["Code"] != "" && e["Text"] != "" && len(e) == 2
	},
	"iqchannels-auth": func(status int, b map[string]any) bool {
		text, _ := b["errorText"].(string)
		return b["errorCode"] == jsonNumber(status) && text != ""
	},
	"radist": func(_ int, b map[string]any) bool { return b["detail"] != nil && b["detail"] != "" && len(b) == 1 },
	"timconnect": func(_ int, b map[string]any) bool {
		message, _ := b["message"].(string)
		return b["result"] == "fail" && message != ""
	},
	"kittn": func(status int, b map[string]any) bool {
		message, _ := b["message"].(string)
		return b["code"] == float64(status) && message != "" && len(b) == 2
	},
}

func jsonNumber(n int) string { data, _ := json.Marshal(n); return string(data) }

// A status that a fault forces comes with the vendor's own error, at every operation and under every path: a client
// reads it with the parser that it has.
func TestFaultsSpeakTheVendorsDialect(t *testing.T) {
	l := newLab(t, false, mock.Options{HeaderFaults: true})
	seen := map[string]bool{}
	forced := func(document, method, path, ask string, status int) {
		t.Helper()
		r, err := http.NewRequest(method, l.base+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-Sparring-Fault", ask)
		resp, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		var body map[string]any
		err = json.NewDecoder(resp.Body).Decode(&body)
		if err != nil || resp.StatusCode != status || resp.Header.Get("Content-Type") != "application/json" ||
			!dialects[document](status, body) {
			t.Errorf("%s: %s %s with %s: %s %s %v %v", document, method, path, ask, resp.Status,
				resp.Header.Get("Content-Type"), body, err)
		}
		if ask == "rate_limit" && resp.Header.Get("Retry-After") != "1" {
			t.Errorf("%s: %s %s: Retry-After %q", document, method, path, resp.Header.Get("Retry-After"))
		}
		seen[document] = true
	}
	for _, api := range spec.APIs() {
		for _, op := range spec.Operations(api) {
			path := "/" + api + strings.NewReplacer("{", "", "}", "").Replace(op.Path)
			forced(strings.TrimSuffix(op.Document, "-pages"), op.Method, path, "rate_limit", 429)
			for _, status := range []int{400, 401, 403, 404, 405, 418, 422, 500, 502, 503, 599} {
				forced(strings.TrimSuffix(op.Document, "-pages"), op.Method, path, "status status="+
					jsonNumber(status), status)
			}
		}
	}
	for document, path := range map[string]string{
		"bonder": "/bonder/nowhere", "iqchannels-chat": "/iqchannels/public/api/v1/nowhere",
		"iqchannels-auth": "/iqchannels/rest/nowhere",
		"radist":          "/radist/nowhere", "timconnect": "/timconnect/api/nowhere",
		"kittn": "/timconnect/api/kittens/2/nowhere",
	} {
		forced(document, "PATCH", path, "rate_limit", 429)
		forced(document, "PATCH", path, "status status=503", 503)
	}
	if len(seen) != len(dialects) {
		t.Errorf("seen %v", seen)
	}
}

// What the author of a rule writes is sent as it is: a body, no body, a type of its own.
func TestForcedBodiesAreSentAsWritten(t *testing.T) {
	l := newLab(t, false, mock.Options{})
	for _, row := range []struct {
		spec       fault.Spec
		body, kind string
	}{
		{faultOf("status", "status", 503, "body", "down"), "down", "text/plain; charset=utf-8"},
		{faultOf("status", "status", 503, "body", ""), "", ""},
		{faultOf("status", "status", 503, "headers", map[string]any{"Content-Type": "text/html"}), "", "text/html"},
		{faultOf("status", "status", 204), "", ""},
		{faultOf("status", "status", 302, "headers", map[string]any{"Location": "/"}), "", ""},
		{faultOf("status", "status", 503, "headers", map[string]any{"Retry-After": 7}),
			`{"success":false,"errors":["SERVER_OFFLINE_ERROR"],"result":{}}`, "application/json"},
	} {
		if _, err := l.control.AddFault(t.Context(), "default",
			client.FaultRequest{Match: matchOp("bonder", "listRepositories"), Fault: row.spec}); err != nil {
			t.Fatal(err)
		}
		if _, body, h := call(t, "GET", l.base+"/bonder/repositories", ""); body != row.body ||
			h.Get("Content-Type") != row.kind {
			t.Errorf("%v: %q %q", row.spec, body, h.Get("Content-Type"))
		}
	}
}

// Where kinds are described, those that break a connection say what an HTTP library makes of it.
func TestBreakingKindsSayThatLibrariesRepeat(t *testing.T) {
	n := 0
	for _, k := range fault.Kinds() {
		if says := strings.Contains(k.Doc, "repeats a GET by itself"); says != (k.Kind == "reset" ||
			k.Kind == "empty" || k.Kind == "lose_reply") {
			t.Errorf("%s: %s", k.Kind, k.Doc)
		} else if says {
			n++
		}
	}
	if n != 3 {
		t.Errorf("%d kinds say so", n)
	}
}
