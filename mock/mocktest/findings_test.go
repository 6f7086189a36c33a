package mocktest_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"sparring/mock/mocktest"
)

// told is a test that keeps what it is told, and does not fail.
type told struct {
	testing.TB
	lines []string
}

func (t *told) Errorf(format string, args ...any) {
	t.lines = append(t.lines, fmt.Sprintf(format, args...))
}

func (t *told) Fatal(args ...any) { t.Fatalf("%s", fmt.Sprint(args...)) }

func (t *told) Fatalf(format string, args ...any) {
	t.Errorf(format, args...)
	panic(t)
}

// A misspelled API fails the test, and so does a fault that could never fire; a good one answers once.
func TestMisspelled(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(s *mocktest.Server)
		want string
	}{
		{"URL", func(s *mocktest.Server) { s.URL("bonde") }, `there is no API "bonde"; did you mean "bonder"?`},
		{"Credentials", func(s *mocktest.Server) { s.Credentials("tim") },
			"There are bonder, iqchannels, radist, timconnect."},
		{"Fail", func(s *mocktest.Server) { s.Fail("bonder", "saveCard", "DATABASE_EROR") }, "DATABASE_ERROR"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tb := &told{TB: t}
			defer func() {
				if v := recover(); v != any(tb) || len(tb.lines) != 1 || !strings.Contains(tb.lines[0], c.want) {
					t.Errorf("told %q (%v), want %q", tb.lines, v, c.want)
				}
			}()
			c.do(mocktest.Start(tb))
		})
	}
	s := mocktest.Start(t)
	if rule := s.Fail("bonder", "listRepositories", "DATABASE_ERROR"); rule.ID == "" {
		t.Errorf("no rule: %+v", rule)
	}
	for _, want := range []bool{true, false} {
		resp, err := http.Get(s.URL("bonder") + "/repositories")
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if strings.Contains(string(body), "DATABASE_ERROR") != want {
			t.Errorf("answered %s, want DATABASE_ERROR: %t", body, want)
		}
	}
}

// NoFindings reports each thing that was wrong, and nothing else.
func TestNoFindings(t *testing.T) {
	const auth = `{"username":"USERNAME","password":"PASSWORD","client":"API_CLIENT_NAME","rpt":"10000"}`
	for _, c := range []struct{ name, method, path, body, want string }{
		{"a good request", "POST", "/w/{world}/bonder/auth", auth, ""},
		{"a field that the vendor drops", "POST", "/w/{world}/bonder/auth", strings.Replace(auth, "{", `{"x":1,`, 1),
			"entry 1 bonder.authorize: violation by client: unknown_field at /x: "},
		{"a misspelled path", "POST", "/w/{world}/bonder/user", `{}`,
			"fits no operation; the nearest is createProfile"},
		{"a misspelled method", "POST", "/w/{world}/bonder/repositories", `{}`,
			"fits no operation; the nearest is listRepositories"},
		{"a misspelled API", "POST", "/bondr/auth", auth, `there is no API "bondr"`},
		{"a misspelled API in a world", "POST", "/w/{world}/bondr/auth", auth, `there is no API "bondr"`},
		{"a misspelled world", "POST", "/w/nope/bonder/auth", auth, `there is no world "nope"`},
		{"what a browser asks by itself", "GET", "/favicon.ico", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			tb := &told{TB: t}
			s := mocktest.Start(tb)
			url := s.Base + strings.ReplaceAll(c.path, "{world}", s.World.ID)
			req, err := http.NewRequest(c.method, url, strings.NewReader(c.body))
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Content-Type", "application/json")
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			s.NoFindings()
			switch {
			case c.want == "" && len(tb.lines) > 0:
				t.Errorf("told %q, want nothing", tb.lines)
			case c.want != "" && (len(tb.lines) != 1 || !strings.Contains(tb.lines[0], c.want)):
				t.Errorf("told %q, want one line with %q", tb.lines, c.want)
			}
		})
	}
}
