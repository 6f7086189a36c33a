package agent

import (
	"context"
	"encoding/json"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"sparring/mock/control/client"
	"sparring/mock/journal"
)

type journalArguments struct {
	worldArguments
	API          string `json:"api,omitempty" jsonschema:"only this API"`
	Operation    string `json:"operation,omitempty" jsonschema:"only this operation or event"`
	Since        int64  `json:"since,omitempty" jsonschema:"only what is new: next of an earlier result"`
	OnlyFindings bool   `json:"only_findings,omitempty" jsonschema:"only with findings, and unmatched requests"`
}

type entryArguments struct {
	worldArguments
	Seq int64 `json:"seq" jsonschema:"number of the entry"`
}

type stateArguments struct {
	worldArguments
	API string `json:"api" jsonschema:"bonder, iqchannels, radist or timconnect"`
}

// line is an entry without headers and bodies.
type line struct {
	Seq       int64             `json:"seq"`
	Kind      journal.Kind      `json:"kind"`
	API       string            `json:"api,omitempty"`
	Operation string            `json:"operation,omitempty"`
	Request   string            `json:"request,omitempty"` // method and path
	Status    int               `json:"status,omitempty"`
	Code      string            `json:"code,omitempty"`
	State     journal.State     `json:"state"`
	Unmatched bool              `json:"unmatched,omitempty"`
	Hint      string            `json:"hint,omitempty"`
	Why       []journal.Why     `json:"why,omitempty"`
	Faults    []journal.Shaping `json:"faults,omitempty"`
	Findings  []journal.Finding `json:"findings,omitempty"`
}

// addJournal adds the tools that say what happened.
func (t *tools) addJournal(s *mcp.Server) {
	reads(s, "read_journal", "Read what happened in a world, a line an entry: operation, status, the vendor's code, "+
		"why the server did so, and what is wrong with it. Oldest first; after 100 entries go on with since.",
		t.readJournal)
	reads(s, "read_entry", "Read an entry whole: headers and bodies of the request and the response, secrets marked.",
		func(ctx context.Context, in entryArguments) (any, error) {
			return t.Control.Entry(ctx, in.World, in.Seq)
		})
	reads(s, "read_state", "Read what a world remembers of an API: accounts, tokens, cards, sessions, messages.",
		func(ctx context.Context, in stateArguments) (any, error) {
			var state json.RawMessage
			err := t.Control.State(ctx, in.World, in.API, &state)
			return result("state", state), err
		})
}

// mostEntries is how many entries a result has at most, mostRead how many are looked at for findings.
const mostEntries, mostRead = 100, 1000

func (t *tools) readJournal(ctx context.Context, in journalArguments) (any, error) {
	q := client.Query{API: in.API, Operation: in.Operation, Since: in.Since, Limit: mostEntries}
	if in.OnlyFindings {
		q.Limit = mostRead
	}
	page, err := t.Control.Journal(ctx, in.World, q)
	if err != nil {
		return nil, err
	}
	lines := []line{}
	next := page.Next
	for i := range page.Entries {
		e := &page.Entries[i]
		if in.OnlyFindings && len(e.Findings) == 0 && !e.Unmatched {
			continue
		}
		if len(lines) == mostEntries {
			next = page.Entries[i-1].Rev
			break
		}
		lines = append(lines, lineOf(e))
	}
	return map[string]any{
		"entries": lines, "next": next, "more": len(page.Entries) == q.Limit, "forgotten": page.Truncated,
	}, nil
}

func lineOf(e *journal.Entry) line {
	l := line{
		Seq: e.Seq, Kind: e.Kind, API: e.API, Operation: e.Operation, Code: e.Code, State: e.State,
		Unmatched: e.Unmatched, Hint: e.Hint, Why: e.Why, Faults: e.Faults, Findings: e.Findings,
	}
	if e.Method != "" {
		l.Request = e.Method + " " + e.Path
	}
	if e.Response != nil {
		l.Status = e.Response.Status
	}
	return l
}
