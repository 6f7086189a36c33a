package control

import (
	"encoding/json"
	"fmt"

	"sparring/mock/journal"
)

// record makes a change of the world and keeps it in the journal, its seq before those of all that it causes. A change
// that is refused leaves no entry.
func (c *call) record(
	kind journal.Kind, api, operation string, asked any, act func() (any, error),
) (seq int64, result json.RawMessage, err error) {
	if err := c.r.Context().Err(); err != nil { // nobody would know of it
		return 0, nil, err
	}
	question, err := encode(asked)
	if err != nil {
		return 0, nil, err
	}
	h := c.world.Journal.Reserve(journal.Record{Entry: journal.Entry{
		Kind: kind, Peer: journal.Control, API: api, Operation: operation,
	}})
	done := false
	defer func() {
		if !done { // refused, or a panic on its way
			h.Withdraw()
		}
	}()
	value, err := act()
	if err != nil {
		return 0, nil, err
	}
	if value != nil {
		if result, err = encode(value); err != nil {
			return 0, nil, fmt.Errorf("result of %s: %w", operation, err)
		}
	}
	done = true
	h.Close(journal.Closed, func(e *journal.Record) {
		e.Event = &journal.Command{Asked: trim(question), Result: trim(result)}
	})
	return h.Seq(), result, nil
}

func trim(b []byte) []byte {
	if n := len(b); n > 0 && b[n-1] == '\n' {
		return b[:n-1]
	}
	return b
}
