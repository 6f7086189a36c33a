package mock_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"sparring/mock/fault"
	"sparring/mock/journal"
	"sparring/mock/mocktest"
)

// eventually waits until something holds, for half a minute of wire time: a slow machine is not a failure.
func eventually(holds func() bool) bool {
	for late := time.Now().Add(30 * time.Second); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(late) {
			return false
		}
	}
	return true
}

// call sends a request and reads its answer.
func call(tb testing.TB, method, url, body string, headers ...string) (int, string, http.Header) {
	tb.Helper()
	var in io.Reader
	if body != "" {
		in = strings.NewReader(body)
	}
	r, err := http.NewRequest(method, url, in)
	if err != nil {
		tb.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		tb.Fatalf("%s %s: %v", method, url, err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		tb.Fatal(err)
	}
	return resp.StatusCode, string(text), resp.Header
}

const account = `{"username":"USERNAME","password":"PASSWORD","client":"API_CLIENT_NAME","rpt":%v}`

// bonderToken authorizes as the sample's account and gives the headers of further calls.
func bonderToken(tb testing.TB, url string, rpt int) []string {
	tb.Helper()
	_, text, _ := call(tb, "POST", url+"/auth", fmt.Sprintf(account, rpt))
	var answer struct{ Result struct{ Token string } }
	if err := json.Unmarshal([]byte(text), &answer); err != nil || answer.Result.Token == "" {
		tb.Fatalf("no token in %s (%v)", text, err)
	}
	return []string{"X-Auth-Key", answer.Result.Token, "X-Auth-Email", "USERNAME"}
}

func last(t *testing.T, s *mocktest.Server) journal.Entry {
	t.Helper()
	entries := s.Journal()
	if len(entries) == 0 {
		t.Fatal("the journal is empty")
	}
	return entries[len(entries)-1]
}

func matchOp(api, operation string) fault.Match { return fault.Match{API: api, Operation: operation} }

func faultOf(kind string, parameters ...any) fault.Spec {
	s := fault.Spec{Kind: kind, Parameters: map[string]any{}}
	for i := 0; i < len(parameters); i += 2 {
		s.Parameters[parameters[i].(string)] = parameters[i+1]
	}
	return s
}
