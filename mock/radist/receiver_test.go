package radist

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
)

// receiver collects webhooks.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	bodies []fields
	status int
}

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{status: http.StatusOK}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		var body fields
		_ = json.NewDecoder(q.Body).Decode(&body)
		r.mu.Lock()
		r.bodies = append(r.bodies, body)
		r.mu.Unlock()
		w.WriteHeader(r.status)
	}))
	t.Cleanup(r.Close)
	return r
}

// events waits until the world's calls have ended and gives the types received so far, sorted.
func (r *receiver) events(b *bench) []string {
	b.w.Outbound.Idle(b.w.Context())
	r.mu.Lock()
	defer r.mu.Unlock()
	out := []string{}
	for _, body := range r.bodies {
		s, _ := body["event_type"].(string)
		out = append(out, s)
	}
	slices.Sort(out)
	return out
}
