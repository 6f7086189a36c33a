package control

import (
	"encoding/json"
	"fmt"

	"sparring/mock/journal"
)

// record does something that changes the world and keeps it in the journal, its seq before those of its effects.
// What is refused has changed nothing and leaves no entry.
func (c *call) record(kind, api, operation string, asked any, act func() (any, error)) (seq int64,
	result json.RawMessage, err error) {
	if err := c.r.Context().Err(); err != nil { // nobody would know of it
		return 0, nil, err
	}
	question, err := encode(asked)
	if err != nil {
		return 0, nil, err
	}
	h := c.world.Journal.Reserve(journal.Entry{Kind: kind, Peer: journal.Control, API: api, Operation: operation})
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
	h.Close(journal.Closed, func(e *journal.Entry) { e.Event = event(question, result) })
	return h.Seq(), result, nil
}

// event is what a control entry shows: {asked, result}.
func event(asked, result []byte) json.RawMessage {
	out := append([]byte(`{"asked":`), trim(asked)...)
	if result != nil {
		out = append(append(out, `,"result":`...), trim(result)...)
	}
	return append(out, '}')
}

func trim(b []byte) []byte {
	if n := len(b); n > 0 && b[n-1] == '\n' {
		return b[:n-1]
	}
	return b
}
