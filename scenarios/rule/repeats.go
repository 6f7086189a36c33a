package rule

import (
	"time"

	"sparring/mock/journal"
)

// Repeats bounds how often a request is repeated in its call after a response of some kind.
type Repeats struct {
	API  string
	Most int // repetitions
	// Within, if it is not 0, leaves out repetitions that come later than this, in wire time.
	Within time.Duration
	// Of returns the code or status that is bounded, "" for any other response.
	Of func(journal.Entry) string
}

// Judge judges the calls of a record. Calls that overlap are left out.
func (b Repeats) Judge(r *Record) Finding {
	seen := Finding{}
	for i := range r.Claims {
		if Concurrent(r.Claims, i) > 1 {
			continue
		}
		entries := r.Claims[i].During(r.Entries)
		for _, e := range Of(entries, b.API+".*") {
			code := b.Of(e)
			if code == "" {
				continue
			}
			again := b.within(e, After(SameRequest(entries, e), e.Seq))
			proof := append([]journal.Entry{e}, again...)
			if len(again) > b.Most {
				return b.broken(proof, code)
			}
			seen = Kept(proof...)
		}
	}
	return seen
}

func (b Repeats) within(e journal.Entry, again []journal.Entry) []journal.Entry {
	if b.Within == 0 {
		return again
	}
	var soon []journal.Entry
	for _, a := range again {
		if gap(e, a) < b.Within {
			soon = append(soon, a)
		}
	}
	return soon
}

// gap is the wire time between two entries, 0 if it is not known.
func gap(from, to journal.Entry) time.Duration {
	if from.WireTime == nil || to.WireTime == nil {
		return 0
	}
	return to.WireTime.Sub(*from.WireTime)
}

func (b Repeats) broken(proof []journal.Entry, code string) Finding {
	n := len(proof) - 1
	switch {
	case b.Within > 0:
		return Broken(proof, "expected no such request within %s of %s, one came after %s", b.Within, code,
			gap(proof[0], proof[1]).Round(time.Millisecond))
	case b.Most == 0:
		return Broken(proof, "expected no such request again in the same call after %s, got %d", code, n)
	}
	return Broken(proof, "expected at most %d repetitions after %s, got %d", b.Most, code, n)
}
