package conduct_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"sparring/mock/mocktest"
	"sparring/mock/mocktest/conduct"
	_ "sparring/mock/mocktest/outside" // takes the flag -outside
)

// told is a test that keeps what is said of it.
type told struct {
	testing.TB
	errors, logs []string
	fatal        bool
}

func (t *told) Helper() {}
func (t *told) Errorf(format string, args ...any) {
	t.errors = append(t.errors, fmt.Sprintf(format, args...))
}
func (t *told) Error(args ...any) { t.errors = append(t.errors, fmt.Sprint(args...)) }
func (t *told) Logf(format string, args ...any) {
	t.logs = append(t.logs, fmt.Sprintf(format, args...))
}
func (t *told) Fatalf(format string, args ...any) {
	t.Errorf(format, args...)
	t.fatal = true
	panic(t)
}

// judge says what Good finds.
func judge(s *mocktest.Server, require ...string) (t *told) {
	t = &told{}
	defer func() { _ = recover() }() // Fatalf
	conduct.Good(t, s, require...)
	return t
}

func login(t *testing.T, s *mocktest.Server, password string) {
	t.Helper()
	c := s.Credentials("bonder")
	body := fmt.Sprintf(`{"username":%q,"password":%q,"client":%q,"rpt":1000}`, c["username"], password, c["client"])
	resp, err := http.Post(s.URL("bonder")+"/auth", "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
}

func TestGood(t *testing.T) {
	s := mocktest.Start(t)
	login(t, s, s.Credentials("bonder")["password"])
	if judged := conduct.Good(t, s, "bonder.authorize"); judged.Exchanges != 1 || len(judged.Coverage) != 1 {
		t.Errorf("%d exchanges", judged.Exchanges)
	}
	got := judge(s, "bonder.retry-later")
	if len(got.errors) != 1 || !strings.Contains(got.errors[0], "not exercised") {
		t.Errorf("what is required: %v", got.errors)
	}
	if got := judge(s, "bonder.retry-late"); !got.fatal || !strings.Contains(got.errors[0], "did you mean") {
		t.Errorf("a misspelled rule: %v", got.errors)
	}
}

func TestBad(t *testing.T) {
	s := mocktest.Start(t)
	for range 5 {
		login(t, s, "wrong")
	}
	if got := judge(s); len(got.errors) != 0 || len(got.logs) != 1 || !strings.Contains(got.logs[0], "no-login-loop") {
		t.Errorf("a login loop warns: %v %v", got.errors, got.logs)
	}
	resp, err := http.Get(s.URL("bonder") + "/nowhere")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if got := judge(s); len(got.errors) != 1 || !strings.Contains(got.errors[0], "bonder.unmatched failed") {
		t.Errorf("a request that fits no operation: %v", got.errors)
	}
}
