package driver_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"sparring/scenarios/driver"
)

// posted answers one POST of a client that runs already.
func posted(t *testing.T, answer func(method, id, session string) string) driver.Remote {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var call struct {
			ID     json.Number
			Method string
		}
		if err := json.NewDecoder(r.Body).Decode(&call); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		text := answer(call.Method, call.ID.String(), r.Header.Get(driver.SessionHeader))
		if text == "" {
			<-r.Context().Done()
			return
		}
		fmt.Fprint(w, text)
	}))
	t.Cleanup(server.Close)
	return driver.NewRemote(server.URL)
}

func TestRemote(t *testing.T) {
	r := posted(t, func(method, id, session string) string {
		switch method {
		case "hello":
			return `{"jsonrpc":"2.0","id":` + id + `,"result":{"name":"remote","abilities":["test.echo"]}}`
		case "poll":
			return `{"jsonrpc":"2.0","id":` + id + `,"result":{"notifications":[` +
				`{"jsonrpc":"2.0","method":"show","params":{"what":"qr","value":"` + session + `"}}]}}`
		case "test.echo":
			return `{"jsonrpc":"2.0","id":` + id + `,"result":{"ok":true,"values":{"n":9007199254740993}}}`
		case "test.hang":
			return ""
		case "test.html":
			return "<html>"
		case "test.other":
			return `{"jsonrpc":"2.0","id":99999,"result":{"ok":true}}`
		}
		return `{"jsonrpc":"2.0","id":` + id + `,"error":{"code":-32601,"message":"no"}}`
	})
	s := start(t, r)
	if hello, err := s.Hello(t.Context()); err != nil || hello.Name != "remote" {
		t.Fatalf("hello: %+v, %v", hello, err)
	}
	result, err := s.Call(t.Context(), "test.echo", driver.Params{})
	if err != nil || fmt.Sprint(result.Values["n"]) != "9007199254740993" {
		t.Errorf("echo: %+v, %v", result, err)
	}
	other := start(t, r)
	mine, err := s.Notes(t.Context())
	if err != nil || len(mine) != 1 {
		t.Fatalf("notes: %+v, %v", mine, err)
	}
	if theirs, err := other.Notes(t.Context()); err != nil || len(theirs) != 1 || theirs[0].Value == mine[0].Value {
		t.Errorf("sessions are not told apart: %+v and %+v, %v", mine, theirs, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := s.Call(ctx, "test.hang", driver.Params{}); kind(t, err) != driver.Hang {
		t.Errorf("hang: %v", err)
	}
	if _, err := s.Call(t.Context(), "test.html", driver.Params{}); kind(t, err) != driver.Garbage {
		t.Errorf("html: %v", err)
	}
	if _, err := s.Call(t.Context(), "test.other", driver.Params{}); kind(t, err) != driver.Breach {
		t.Errorf("other id: %v", err)
	}
	if _, err := s.Call(t.Context(), "test.fly", driver.Params{}); !driver.NoAbility(err) {
		t.Errorf("no ability: %v", err)
	}
}

// TestWords: what is wrong with an answer is told in the words of the protocol.
func TestWords(t *testing.T) {
	for result, says := range map[string]string{
		`<html>`:                          "in the HTTP answer",
		`{"ok":false,"error":{"code":7}}`: `expected a text as "error.code", got number`,
		`{"ok":true,"values":[]}`:         `expected an object as "values", got array`,
		`{"ok":false,"error":{"code":"x","retry_after_s":"a while"}}`: `expected a number as ` +
			`"error.retry_after_s", got string`,
	} {
		s := start(t, posted(t, func(_, id, _ string) string {
			if strings.HasPrefix(result, "<") {
				return result
			}
			return `{"jsonrpc":"2.0","id":` + id + `,"result":` + result + `}`
		}))
		if _, err := s.Call(t.Context(), "test.x", driver.Params{}); err == nil ||
			!strings.Contains(err.Error(), says) ||
			strings.Contains(err.Error(), "json:") {
			t.Errorf("%s: expected %q, got %v", result, says, err)
		}
	}
	for answer, says := range map[string]string{
		"\ufeff{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":{\"ok\":true}}": "",
		"{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":{\"ok\":true,\"values\":{\"x\":\"\xcb\"}}}": "expected UTF-8 in " +
			"the HTTP answer, got the byte 0xCB",
		"\xff\xfe{\x00": "got UTF-16",
	} {
		s := start(t, posted(t, func(_, id, _ string) string { return strings.Replace(answer, "ID", id, 1) }))
		if _, err := s.Call(t.Context(), "test.x", driver.Params{}); says == "" && err != nil ||
			says != "" && (kind(t, err) != driver.Garbage || !strings.Contains(err.Error(), says)) {
			t.Errorf("%q: expected %q, got %v", answer, says, err)
		}
	}
	for _, result := range []string{`{}`, `null`, `{"name":"x"}`, `[]`} {
		s := start(
			t,
			posted(
				t,
				func(_, id, _ string) string { return `{"jsonrpc":"2.0","id":` + id + `,"result":` + result + `}` },
			),
		)
		if _, err := s.Hello(t.Context()); kind(t, err) != driver.Breach {
			t.Errorf("hello %s: %v", result, err)
		}
	}
	if err := driver.Lacks("test.x"); !driver.NoAbility(err) || strings.Contains(err.Error(), "answered") {
		t.Errorf("an ability that is not listed: %v", err)
	}
}

// TestRemoteGone: a client that nobody listens for is a failure, and one without poll has no notifications.
func TestRemoteGone(t *testing.T) {
	gone := httptest.NewServer(nil)
	gone.Close()
	s := start(t, driver.NewRemote(gone.URL))
	if _, err := s.Hello(t.Context()); kind(t, err) != driver.Crash || !strings.Contains(err.Error(), gone.URL) {
		t.Errorf("got %v", err)
	}
	quiet := start(t, posted(t, func(_, id, _ string) string {
		return `{"jsonrpc":"2.0","id":` + id + `,"error":{"code":-32601,"message":"no"}}`
	}))
	if notes, err := quiet.Notes(t.Context()); err != nil || len(notes) != 0 {
		t.Errorf("notes: %v, %v", notes, err)
	}
}
