package main

import (
	"strings"
	"testing"

	"sparring/mock/journal"
	"sparring/scenarios/verdict/report/columns"
)

// The columns of a journal that comes entry by entry never drift, whatever is in a cell.
func TestTableIsAligned(t *testing.T) {
	entries := []journal.Entry{
		{Seq: 1, State: journal.Closed, Kind: journal.Exchange, API: "bonder", Operation: "getCard", Method: "GET",
			Path: "/users/1"},
		{Seq: 123456, State: journal.Aborted, Kind: journal.Exchange, API: "radist",
			Operation: "ConnectionsGetWhatsappInstanceStatus",
			Method:    "DELETE", Path: "/" + strings.Repeat("long/", 40), Code: strings.Repeat("X", 50)},
		{Seq: 3, State: journal.Closed, Kind: journal.Exchange, API: "bonder", Operation: "getCard", Method: "GET",
			Path: "/漢字漢字/Иван/e\u0301\u0301/\x1b[31m"},
		{Seq: 4, State: journal.Closed, Kind: journal.Exchange, API: "bonder", Unmatched: true, Method: "GET",
			Path: "/nothing"},
	}
	fitted := newTable()
	fitted.fit(entries)
	for name, table := range map[string]*table{"followed": newTable(), "listed": fitted} {
		for i := range entries {
			e := &entries[i]
			e.Why = []journal.Why{{Code: "the_last_column"}}
			var line strings.Builder
			table.line(&line, table.cells(e))
			before, _, found := strings.Cut(line.String(), "the_last_column")
			want := 0
			for _, w := range table.widths {
				want += w + 2
			}
			if !found || columns.Width(before) != want || strings.Contains(line.String(), "\x1b") {
				t.Errorf("%s: the last column of %q is at %d, want %d", name, line.String(), columns.Width(before),
					want)
			}
		}
	}
}
