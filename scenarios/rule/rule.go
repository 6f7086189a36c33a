// Package rule judges a client's behaviour from a record alone: the journal of a world, and what the client reported.
// A Rule has an id, a level, a source and a provenance, and its outcome names the entries that prove it. Rules need
// neither Gherkin nor a running server: any journal will do.
//
// What holds for every API is written here once and takes what differs as parameters: Login, Honest, Repeats, Once.
// The rules themselves are in the packages of the APIs, one rule a file.
package rule

import (
	"fmt"
	"strings"

	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// Finding is what a rule says of a record. The zero Finding says that nothing was seen that could be judged.
type Finding struct {
	Outcome   verdict.Outcome
	Message   string
	Entries   []int64
	Tolerance string
	// Doubtful is set if the traffic would look the same if the caller had asked for it. Then it warns at most.
	Doubtful bool
}

// Rule is a condition on what clients do.
type Rule struct {
	ID         string // "bonder.renew-once"
	Level      verdict.Level
	Text       string             // the condition in a sentence
	Source     string             // where the vendor says so
	Provenance journal.Provenance // of journal: Documented, Observed, Derived
	Always     bool               // judged after every scenario of its API, without a step
	Judge      func(*Record) Finding
	// Traffic judges what a journal shows of clients of which nobody knows what they were asked for, and what they
	// reported. It is nil if that does not answer the question.
	Traffic func([]journal.Entry) Finding
}

// Check judges a record.
func (r *Rule) Check(record *Record) *verdict.Check {
	return r.check(r.Judge(record))
}

// CheckTraffic judges traffic. The rule must have Traffic.
func (r *Rule) CheckTraffic(entries []journal.Entry) *verdict.Check {
	return r.check(r.Traffic(entries))
}

func (r *Rule) check(f Finding) *verdict.Check {
	c := &verdict.Check{
		ID: r.ID, Level: r.Level, Text: r.Text, Source: r.Source, Provenance: r.Provenance,
		Outcome: f.Outcome, Message: f.Message, Entries: f.Entries, Tolerance: f.Tolerance,
	}
	if f.Doubtful {
		c.Level = verdict.Should
	}
	if c.Outcome == verdict.NothingSeen && c.Message == "" {
		c.Message = "nothing happened that could be judged"
	}
	return c
}

// API returns the part of the id before the dot.
func (r *Rule) API() string {
	api, _, _ := strings.Cut(r.ID, ".")
	return api
}

// Kept is the finding that a rule was kept, with its proof.
func Kept(entries ...journal.Entry) Finding {
	return Finding{Outcome: verdict.Kept, Entries: seqs(entries)}
}

// Broken is the finding that a rule was broken: what was expected, what came, and the proof.
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
