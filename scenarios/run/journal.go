package run

import (
	"maps"
	"slices"
	"strings"
	"time"

	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/scenarios/driver"
	"sparring/scenarios/rule"
)

func (s *Scenario) seen() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rev
}

func isStream(e journal.Entry) bool {
	return len(e.Messages) > 0 || strings.Contains(accepts(e), "event-stream")
}

// Sync brings the mirror of the journal up to date, waiting a moment for requests that are being answered.
func (s *Scenario) Sync() error {
	var had *driver.Watch // made when there is something to wait for
	for {
		var wait time.Duration
		if s.open() {
			if wait = settle; had == nil {
				had = driver.NewWatch(s.Session)
			}
		}
		s.mu.Lock()
		since := s.rev
		s.mu.Unlock()
		began := time.Now()
		var page journal.Page
		var err error
		if wait > 0 {
			page, err = s.Control.WaitJournal(s.Ctx, s.World.ID, client.Query{Since: since}, wait)
			s.Spend(&s.Spent.Waiting, began)
		} else {
			page, err = s.Control.Journal(s.Ctx, s.World.ID, client.Query{Since: since})
			s.Spend(&s.Spent.Control, began)
		}
		if err != nil {
			return err
		}
		s.take(page)
		if !s.open() {
			return nil
		}
		if had != nil {
			if over, _ := had.Over(settle); over {
				return nil
			}
		}
	}
}

// settle is how long a step waits for requests to end that are being answered: an answer reaches the client a moment
// before its entry is closed.
const settle = 250 * time.Millisecond

func (s *Scenario) take(page journal.Page) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.entries == nil {
		s.entries = map[int64]journal.Entry{}
	}
	for _, e := range page.Entries {
		s.entries[e.Seq] = e
		s.last = max(s.last, e.Seq)
	}
	s.rev = max(s.rev, page.Next)
	s.lost = s.lost || page.Truncated
}

// open tells whether a request is being answered, streams left out.
func (s *Scenario) open() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.entries {
		if e.State == journal.Open && e.Kind == journal.Exchange && !isStream(e) {
			return true
		}
	}
	return false
}

func accepts(e journal.Entry) string {
	if e.Request == nil {
		return ""
	}
	return e.Request.Header.Get("Accept")
}

// Entries are the journal's entries as last seen, in order.
func (s *Scenario) Entries() []journal.Entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := slices.Collect(maps.Values(s.entries))
	slices.SortFunc(out, func(a, b journal.Entry) int { return int(a.Seq - b.Seq) })
	return out
}

// Record is what rules judge.
func (s *Scenario) Record() *rule.Record {
	r := &rule.Record{Entries: s.Entries()}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.claims {
		r.Claims = append(r.Claims, *c)
	}
	return r
}

// Seen brings the mirror up to date and gives the requests of an operation ("bonder.saveCard").
func (s *Scenario) Seen(operation string) ([]journal.Entry, error) {
	if _, _, err := s.Catalogue.Operation(operation); err != nil {
		return nil, err
	}
	if err := s.Sync(); err != nil {
		return nil, err
	}
	return rule.Of(s.Entries(), operation), nil
}

// Touched are the APIs that the client was asked about or that have entries in the journal.
func (s *Scenario) Touched() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	touched := map[string]bool{}
	for _, c := range s.claims {
		touched[c.API] = true
	}
	for _, e := range s.entries {
		touched[e.API] = e.API != ""
	}
	var out []string
	for _, api := range slices.Sorted(maps.Keys(touched)) {
		if touched[api] {
			out = append(out, api)
		}
	}
	return out
}
