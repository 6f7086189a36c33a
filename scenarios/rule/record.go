package rule

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"time"

	"sparring/mock/journal"
	"sparring/mock/pointer"
)

// Record is what is judged.
type Record struct {
	Entries []journal.Entry // in order of seq
	Claims  []Claim         // in the order in which the client was asked
}

// Claim is one call of an ability and what the client reported of it.
type Claim struct {
	API    string
	Method string // "bonder.saveCard"
	Args   map[string]any
	// Credentials are those that came with the call.
	Credentials map[string]string
	// SeqBefore is the last seq before the client was asked; SeqAfter the last one when it had reported, 0 until then.
	SeqBefore, SeqAfter int64
	// Answers are what users have entered in this call, by what the client asked for.
	Answers      map[string][]string
	OK           bool
	Values       map[string]any
	Code, Advice string
	Began, Ended time.Time // wire time of this process
}

// Of returns the requests of an operation ("bonder.saveCard"; "bonder.*" all of an API), in order.
func (r *Record) Of(operation string) []journal.Entry {
	return Of(r.Entries, operation)
}

// Of returns the requests of an operation among entries. A preflight is the browser's request, not the client's.
func Of(entries []journal.Entry, operation string) []journal.Entry {
	api, id, _ := strings.Cut(operation, ".")
	fits := func(e *journal.Entry) bool {
		return e.Kind == journal.Exchange && e.API == api && (id == "*" && !e.Preflight() || e.Operation == id)
	}
	n := 0
	for i := range entries {
		if fits(&entries[i]) {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	out := make([]journal.Entry, 0, n) // an archive has thousands
	for i := range entries {
		if fits(&entries[i]) {
			out = append(out, entries[i])
		}
	}
	return out
}

// During returns the entries that opened while a call went on.
func (c *Claim) During(entries []journal.Entry) []journal.Entry {
	var out []journal.Entry
	for _, e := range entries {
		if e.Seq > c.SeqBefore && (c.SeqAfter == 0 || e.Seq <= c.SeqAfter) {
			out = append(out, e)
		}
	}
	return out
}

// Body returns the JSON object of a body, nil if it is not one. Numbers are json.Number, as they were sent.
func Body(m *journal.Message) map[string]any {
	out, _ := Value(m).(map[string]any)
	return out
}

// Value returns the JSON value of a body, nil if it is not one. Numbers are json.Number, as they were sent.
func Value(m *journal.Message) any {
	if m == nil {
		return nil
	}
	var out any
	d := json.NewDecoder(bytes.NewReader(m.Body))
	d.UseNumber()
	if d.Decode(&out) != nil {
		return nil
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) { // more than one value
		return nil
	}
	return out
}

// At returns the value at a JSON pointer of a decoded value, and whether there is one.
func At(value any, at string) (any, bool) { return pointer.Get(value, at) }

// TextAt returns the text at a JSON pointer of a decoded value, "" if there is no text.
func TextAt(value any, at string) string {
	found, _ := At(value, at)
	text, _ := found.(string)
	return text
}

// Concurrent counts the calls that went on at the same time as one, that one included.
func Concurrent(claims []Claim, i int) int {
	n := 0
	for j := range claims {
		a, b := &claims[i], &claims[j]
		if i == j || (b.Ended.IsZero() || b.Ended.After(a.Began)) && (a.Ended.IsZero() || a.Ended.After(b.Began)) {
			n++
		}
	}
	return n
}

// After returns the entries that opened after a seq.
func After(entries []journal.Entry, seq int64) []journal.Entry {
	var out []journal.Entry
	for _, e := range entries {
		if e.Seq > seq {
			out = append(out, e)
		}
	}
	return out
}

// SameRequest returns the requests with the method and path of one.
func SameRequest(entries []journal.Entry, as journal.Entry) []journal.Entry {
	var out []journal.Entry
	for _, e := range entries {
		if e.Kind == journal.Exchange && e.Method == as.Method && e.Path == as.Path {
			out = append(out, e)
		}
	}
	return out
}
