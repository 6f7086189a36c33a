package run

import (
	"testing"

	"sparring/mock/journal"
)

// TestLatePage: calls that overlap read the journal at once, so an older page may be taken after a newer one.
func TestLatePage(t *testing.T) {
	j := &Journal{}
	open := journal.Entry{Seq: 1, Rev: 1, Kind: journal.Exchange, State: journal.Open}
	closed := open
	closed.Rev, closed.State = 2, journal.Closed
	j.take(journal.Page{Entries: []journal.Entry{closed}, Next: 2})
	j.take(journal.Page{Entries: []journal.Entry{open}, Next: 1})
	if entries := j.Entries(); len(entries) != 1 || entries[0].State != journal.Closed || j.since() != 2 {
		t.Errorf("got %+v, since %d", entries, j.since())
	}
}
