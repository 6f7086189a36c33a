package mock_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"sparring/mock"
	"sparring/mock/control/client"
	"sparring/mock/journal"
)

// A response without end ends when the client leaves, and says so; one that reads on gets 64 MiB, of which the journal
// keeps the response alone.
func TestEndless(t *testing.T) {
	for _, patient := range []bool{false, true} {
		l := newLab(t, false, mock.Options{})
		rule := client.FaultRequest{}
		rule.Match.API, rule.Fault.Kind = "timconnect", "malform"
		rule.Fault.Parameters = map[string]any{"as": "endless"}
		if _, err := l.control.AddFault(context.Background(), "default", rule); err != nil {
			t.Fatal(err)
		}
		kittens := l.base + "/timconnect/api/kittens"
		req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, kittens, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := l.calls.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		var whole io.Reader = resp.Body
		if !patient {
			whole = io.LimitReader(resp.Body, 1<<20)
		}
		head := make([]byte, 1<<10)
		if _, err := io.ReadFull(whole, head); err != nil {
			t.Fatal(err)
		}
		n, err := io.Copy(io.Discard, whole)
		resp.Body.Close()
		if err != nil || patient != (n >= 64<<20-1<<10) {
			t.Fatalf("patient %t: %d bytes, %v", patient, n, err)
		}
		e := l.closedEntry(t)
		read := strings.HasSuffix(e.Faults[0].Detail, "the client has read all of it")
		if read != patient || e.Sent == nil || (e.Sent.End == journal.Cut) == patient ||
			!bytes.HasPrefix(head, e.Sent.Body) || len(e.Sent.Body) == 0 {
			t.Errorf("patient %t: %+v, %q", patient, e.Sent, e.Faults[0].Detail)
		}
	}
}

// closedEntry returns the newest entry when it is closed.
func (l *lab) closedEntry(t *testing.T) journal.Entry {
	t.Helper()
	since := int64(0)
	for {
		page, err := l.control.WaitJournal(context.Background(), "default", client.Query{Since: since}, 30*time.Second)
		if err != nil || len(page.Entries) == 0 {
			t.Fatalf("no entry was closed: %v", err)
		}
		if e := page.Entries[len(page.Entries)-1]; e.State != journal.Open {
			return e
		}
		since = page.Next
	}
}
