package mock

import (
	"strings"
	"testing"

	"sparring/mock/journal"
)

// TestStreamKeepsItsFirstMessages checks that the entry of a stream keeps so many messages and bytes, and says once
// that there were more.
func TestStreamKeepsItsFirstMessages(t *testing.T) {
	s, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	in, err := s.instance(DefaultWorld)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name    string
		size, n int
		kept    int
	}{
		{"many", 100, maxMessages + 500, maxMessages},
		{"large", 1 << 20, 10, 4},
		{"too large", maxMessageBytes + 1, 3, 0},
		{"as many as fit", 10, maxMessages, maxMessages},
	} {
		p := stream{exchange: &exchange{in: in, entry: in.Journal.Open(journal.Record{})}}
		for range row.n {
			p.keep([]byte(strings.Repeat("m", row.size)), "")
		}
		p.keep([]byte("small"), "")
		e, _ := in.Journal.Get(p.entry.Seq())
		if row.name == "as many as fit" {
			row.n++
		}
		if len(e.Messages) != row.kept || len(e.Why) != 1 || e.Why[0].Code != "bound_reached" {
			t.Errorf("%s: %d messages are kept, want %d; why %+v", row.name, len(e.Messages), row.kept, e.Why)
		}
	}
}
