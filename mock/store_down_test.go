package mock_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"sparring/mock/control/client"
	"sparring/mock/problem"
	"sparring/mock/store/storetest"
)

// While the store takes nothing, requests get 503 and are not handled, and so are control calls that change something.
// When it works again, all goes on, with what happened meanwhile.
func TestStoreDown(t *testing.T) {
	kept := &storetest.Memory{}
	s := keptServer(t, kept)
	c, ctx := inProcess(s), t.Context()
	kept.Break(errors.New("the disk is full"))
	early := httptest.NewRecorder() // before there is any world
	s.ServeHTTP(early, httptest.NewRequest(http.MethodGet, "/bonder/repositories", nil))
	if early.Code != http.StatusServiceUnavailable {
		t.Errorf("%d %s", early.Code, early.Body)
	}
	kept.Break(nil)
	signIn(t, s, "bonder")
	kept.Break(errors.New("the disk is full"))
	lost := func() (aborted bool) { // the first request finds out: its connection breaks
		defer func() { aborted = recover() == http.ErrAbortHandler }()
		s.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/bonder/repositories", nil))
		return false
	}
	if !lost() {
		t.Error("a request was answered although the store did not take it")
	}
	before := shownAt(t, s, client.Prefix+"/worlds/default/journal")
	rec := httptest.NewRecorder()
	s.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/bonder/repositories", nil))
	text := rec.Body.String()
	if rec.Code != http.StatusServiceUnavailable || rec.Header().Get("Retry-After") == "" ||
		!strings.Contains(text, problem.URN+problem.Store) || !strings.Contains(text, "disk is full") {
		t.Errorf("%d %v %s", rec.Code, rec.Header(), rec.Body)
	}
	if after := shownAt(t, s, client.Prefix+"/worlds/default/journal"); after != before {
		t.Error("a refused request has an entry")
	}
	var down *client.Problem
	if _, err := c.Advance(ctx, "default", time.Second); !errors.As(err, &down) || down.Code() != problem.Store {
		t.Errorf("advance: %v", err)
	}
	if h, err := c.Health(ctx); err == nil && h.Ready {
		t.Error("health says that all is well")
	}
	kept.Break(nil)
	rec = httptest.NewRecorder()
	s.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/bonder/repositories", nil))
	if strings.Contains(rec.Body.String(), problem.URN) {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	if h, err := c.Health(ctx); err != nil || !h.Ready {
		t.Errorf("health: %v %v", h, err)
	}
	sameWorld(t, "after", all(t, keptServer(t, kept.Copy()), "default"), all(t, s, "default"))
}
