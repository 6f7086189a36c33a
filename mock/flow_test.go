package mock_test

import (
	"encoding/json"
	"testing"

	"sparring/mock/control/client"
	"sparring/mock/mocktest"
)

var noQuery = client.Query{}

func jsonOf(tb testing.TB, v any) string {
	tb.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		tb.Fatal(err)
	}
	return string(text)
}

// radistCall calls Radist for the company of the credentials and wants a 2xx answer.
func radistCall(tb testing.TB, s *mocktest.Server, method, path, body string) (answer map[string]any) {
	tb.Helper()
	c := s.Credentials("radist")
	status, text, _ := call(tb, method, s.URL("radist")+"/companies/"+c["company_id"]+path, body, "X-Api-Key", c["api_key"])
	if status < 200 || status > 299 {
		tb.Fatalf("%s %s: %d %s", method, path, status, text)
	}
	if text != "" {
		if err := json.Unmarshal([]byte(text), &answer); err != nil {
			tb.Fatalf("%s: %v", text, err)
		}
	}
	return answer
}
