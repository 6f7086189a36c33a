package mocktest_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"sparring/mock/mocktest"
)

// A client's own test: start, point the client at the URL, and ask afterwards what the vendor would have dropped.
func ExampleStart() {
	t := &testing.T{} // yours comes from go test
	s := mocktest.Start(t)

	c := s.Credentials("bonder")
	body := fmt.Sprintf(`{"username":%q,"password":%q,"client":%q,"rpt":1000}`, c["username"], c["password"],
		c["client"])
	resp, err := http.Post(s.URL("bonder")+"/auth", "application/json", strings.NewReader(body))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	answer, _ := io.ReadAll(resp.Body)

	fmt.Println(resp.StatusCode, strings.Contains(string(answer), `"success":true`))
	fmt.Println(len(s.Journal()), "exchange")
	s.NoFindings()
	// Output:
	// 200 true
	// 1 exchange
}

func TestStartIsFresh(t *testing.T) {
	a, b := mocktest.Start(t), mocktest.Start(t)
	resp, err := http.Get(a.URL("iqchannels") + "/rest/chat/client/id/nobody")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if len(a.Journal()) != 1 || len(b.Journal()) != 0 {
		t.Errorf("journals hold %d and %d entries, want 1 and 0", len(a.Journal()), len(b.Journal()))
	}
	a.NoFindings()
}
