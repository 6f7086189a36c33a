// Package check judges a client's behaviour from a record alone: the journal of a world, and what the client claimed. A
// Rule has an id, a level, a source and a provenance, and its outcome names the entries that prove it. Rules need neither
// Gherkin nor a running server: any journal will do. One rule a file.
package rule

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"sparring/mock/journal"
	"sparring/mock/pointer"
	"sparring/scenarios/verdict"
)

// Record is what is judged.
type Record struct {
	Entries []journal.Entry // in order of seq
	Claims  []Claim         // in the order in which the client was asked
}

// Claim is one call of an ability and what the client said of it.
type Claim struct {
	API    string
	Method string // "bonder.saveCard"
	Args   map[string]any
	After  int64 // last seq before the client was asked
	Before int64 // last seq when it had answered; 0 while it has not
	OK     bool
	Values map[string]any
	Code   string
	Advice string
	Began  time.Time // wire time here
	Ended  time.Time
}

// Finding is what a rule makes of a record. The zero Finding says that nothing was seen that could be judged.
type Finding struct {
	Outcome   verdict.Outcome
	Message   string
	Entries   []int64
	Tolerance string
}

// Rule is one demand on clients.
type Rule struct {
	ID         string // "bonder.renew-once"
	Level      verdict.Level
	Text       string // the demand in a sentence
	Source     string // where the vendor says so
	Provenance string // of journal: Documented, Observed, Derived
	Always     bool   // holds after every scenario of its API, unasked
	Judge      func(*Record) Finding
}

// Check judges a record.
func (r *Rule) Check(record *Record) *verdict.Check {
	f := r.Judge(record)
	c := &verdict.Check{
		ID: r.ID, Level: r.Level, Text: r.Text, Source: r.Source, Provenance: r.Provenance,
		Outcome: f.Outcome, Message: f.Message, Entries: f.Entries, Tolerance: f.Tolerance,
	}
	if c.Outcome == verdict.NothingSeen && c.Message == "" {
		c.Message = "nothing happened that could be judged"
	}
	return c
}

// API is the part of the id before the dot.
func (r *Rule) API() string {
	api, _, _ := strings.Cut(r.ID, ".")
	return api
}

// Kept is a rule that was kept, with its proof.
func Kept(entries ...journal.Entry) Finding {
	return Finding{Outcome: verdict.Kept, Entries: seqs(entries)}
}

// Broken is a rule that was broken: what was expected, what came, and the proof.
func Broken(entries []journal.Entry, format string, args ...any) Finding {
	return Finding{Outcome: verdict.Broken, Message: fmt.Sprintf(format, args...), Entries: seqs(entries)}
}

func seqs(entries []journal.Entry) []int64 {
	var out []int64
	for _, e := range entries {
		out = append(out, e.Seq)
	}
	return out
}

// Of gives the requests of an operation ("bonder.saveCard"; "bonder.*" all of an API), in order.
func (r *Record) Of(operation string) []journal.Entry {
	return Of(r.Entries, operation)
}

// Of chooses from entries. What a browser asks by itself (a preflight) is no request of the client's.
func Of(entries []journal.Entry, operation string) []journal.Entry {
	api, id, _ := strings.Cut(operation, ".")
	var out []journal.Entry
	for _, e := range entries {
		if e.Kind == journal.Exchange && e.API == api && (id == "*" && !e.Preflight() || e.Operation == id) {
			out = append(out, e)
		}
	}
	return out
}

// During chooses the entries that opened while a call went on.
func (c *Claim) During(entries []journal.Entry) []journal.Entry {
	var out []journal.Entry
	for _, e := range entries {
		if e.Seq > c.After && (c.Before == 0 || e.Seq <= c.Before) {
			out = append(out, e)
		}
	}
	return out
}

// Body returns the JSON object of a body, nil if it is none. Numbers are json.Number, as they were sent.
func Body(m *journal.Message) map[string]any {
	out, _ := Value(m).(map[string]any)
	return out
}

// Value returns the JSON value of a body, nil if it is none. Numbers are json.Number, as they were sent.
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
	if _, err := d.Token(); !errors.Is(err, io.EOF) { // more than one value is none
		return nil
	}
	return out
}

// At returns the value at a JSON pointer of a decoded value, and whether there is one.
func At(value any, at string) (any, bool) { return pointer.Get(value, at) }

// once judges that one call of an ability has succeeded with an operation at most once. Calls that overlap are passed over:
// what belongs to which cannot be told.
func Once(ability, operation string, succeeded func(journal.Entry) bool) func(*Record) Finding {
	return func(r *Record) Finding {
		seen := Finding{}
		for i := range r.Claims {
			c := &r.Claims[i]
			if c.Method != ability || Concurrent(r.Claims, i) > 1 {
				continue
			}
			var made []journal.Entry
			for _, e := range Of(c.During(r.Entries), operation) {
				if succeeded(e) {
					made = append(made, e)
				}
			}
			if len(made) > 1 {
				return Broken(made, "expected one %s to succeed, %d did in one call of %s", operation, len(made), ability)
			}
			if len(made) == 1 {
				seen = Kept(made...)
			}
		}
		return seen
	}
}

// concurrent counts the calls that went on at the same time as one, itself included.
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

// after chooses the entries that opened after a seq.
func After(entries []journal.Entry, seq int64) []journal.Entry {
	var out []journal.Entry
	for _, e := range entries {
		if e.Seq > seq {
			out = append(out, e)
		}
	}
	return out
}

// sameRequest chooses the requests with the method and path of one.
func SameRequest(entries []journal.Entry, as journal.Entry) []journal.Entry {
	var out []journal.Entry
	for _, e := range entries {
		if e.Kind == journal.Exchange && e.Method == as.Method && e.Path == as.Path {
			out = append(out, e)
		}
	}
	return out
}
