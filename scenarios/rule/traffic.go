package rule

import (
	"slices"
	"strings"
	"time"

	"sparring/mock/journal"
)

// What traffic alone can say. Nobody knows what the client was asked for, so that two equal requests may be one call
// that repeats itself or two calls of its caller. What such a guess decides is doubtful, and warns at most.
const (
	// shortly bounds what may belong together, in wire time: from the end of one request to the beginning of the next.
	shortly = time.Second
	// loop is how many repetitions in a row no caller asks for.
	loop = 10
	// attempts is how often credentials or a renewal are tried by one client that does not stop. Fewer may be tests of
	// one after the other.
	attempts = 3
)

// ByEntries judges traffic by a rule that asks for nothing but the entries.
func ByEntries(judge func(*Record) Finding) func([]journal.Entry) Finding {
	return func(entries []journal.Entry) Finding { return judge(&Record{Entries: entries}) }
}

// AsOneCall judges traffic as if it were a single call: for rules that tell sessions apart by themselves.
func AsOneCall(judge func(*Record) Finding) func([]journal.Entry) Finding {
	return func(entries []journal.Entry) Finding {
		return judge(&Record{Entries: entries, Claims: []Claim{{}}})
	}
}

// doubtful is the finding as a guess.
func (f Finding) doubtful() Finding {
	f.Doubtful = true
	return f
}

// RequestOf identifies a request: method, path, query and body. Secrets are marks that keep equality.
func RequestOf(e journal.Entry) string {
	_, query, _ := strings.Cut(e.URL, "?")
	key := e.Method + " " + e.Path + "?" + query
	if e.Request != nil {
		key += "\n" + string(e.Request.Body)
	}
	return key
}

// Pause is the wire time from the end of one exchange to the beginning of another. Without ok it is not known, or they
// overlap.
func Pause(from, to journal.Entry) (pause time.Duration, ok bool) {
	if from.WireTime == nil || to.WireTime == nil || from.DurationMS == nil {
		return 0, false
	}
	took := time.Duration(*from.DurationMS * float64(time.Millisecond))
	pause = to.WireTime.Sub(from.WireTime.Add(took))
	return pause, pause >= 0
}

// soonAfter reports whether an exchange begins shortly after another has ended.
func soonAfter(from, to journal.Entry, most time.Duration) bool {
	pause, ok := Pause(from, to)
	return ok && pause < most
}

// Traffic judges runs of equal requests, each of which began shortly after the one before was answered with what is
// bounded. One more than is allowed may have been asked for, and whatever a test does in between ends a run.
func (b Repeats) Traffic(entries []journal.Entry) Finding {
	most := b.Within
	if most == 0 {
		most = shortly
	}
	seen, longest := Finding{}, 0
	runs := map[string][]journal.Entry{}
	for _, e := range entries {
		if e.Kind != journal.Exchange && e.Kind != journal.Outgoing {
			clear(runs)
		}
		if e.Kind != journal.Exchange || e.API != b.API || e.Preflight() {
			continue
		}
		key := RequestOf(e)
		run := runs[key]
		if len(run) > 0 && soonAfter(run[len(run)-1], e, most) {
			run = append(run, e)
			if n := len(run) - 1; n > b.Most+1 && n > longest {
				longest, seen = n, b.inARow(run)
			}
		} else {
			run = nil
		}
		switch code := b.Of(e); {
		case code == "":
			delete(runs, key)
			continue
		case len(run) == 0:
			run = []journal.Entry{e}
			if longest == 0 {
				seen = Kept(e)
			}
		}
		runs[key] = run
	}
	return seen
}

// inARow is the finding about a run. As long a one as loop is nothing that a caller asks for.
func (b Repeats) inARow(run []journal.Entry) Finding {
	n := len(run) - 1
	f := Broken(run, "expected at most %d repetitions shortly after %s, got %d in a row", b.Most, b.Of(run[0]), n)
	if f.Doubtful = n <= max(b.Most, loop); f.Doubtful {
		f.Message += "; no rule is broken if its caller asked for each of them"
	}
	return f
}

// Lost judges that a request whose response was lost, and which had its effect, is not sent again and has it once more.
func Lost(operation string, succeeded func(journal.Entry) bool) func([]journal.Entry) Finding {
	return func(entries []journal.Entry) Finding {
		seen := Finding{}
		lost := map[string]journal.Entry{}
		for _, e := range Of(entries, operation) {
			if !succeeded(e) {
				continue
			}
			key := RequestOf(e)
			if before, again := lost[key]; again && soonAfter(before, e, attempts*shortly) {
				return Broken(
					[]journal.Entry{before, e},
					"expected a request that had its effect, but whose response was lost, not to have it again",
				).doubtful()
			}
			delete(lost, key)
			if e.State == journal.Aborted || e.Sent != nil && e.Sent.End != "" {
				lost[key], seen = e, Kept(e)
			}
		}
		return seen
	}
}

// TrafficRenewedOnce judges chains of the same request, refused each time with a credential that was new.
func (l *Login) TrafficRenewedOnce(entries []journal.Entry) Finding {
	seen := Finding{}
	refused := l.refusedSet(entries)
	chains := map[string][]journal.Entry{} // a request that was refused for its credential, each time with another
	var login journal.Entry                // the latest that succeeded
	for _, e := range Of(entries, l.API+".*") {
		if e.Operation == l.Operation {
			if l.Succeeded(e) {
				login = e
			}
			continue
		}
		key := RequestOf(e)
		c := chains[key]
		if len(c) > 0 && (login.Seq < c[len(c)-1].Seq || !soonAfter(login, e, shortly)) {
			delete(chains, key)
			c = nil
		}
		switch {
		case refused[e.Seq]:
			c = append(c, e)
			if chains[key] = c; len(c) > attempts {
				return Broken(c, "expected one %s after the refusal of a %s, at least %d came for one request",
					l.Word, l.Credential, len(c)-1).doubtful()
			}
		case len(c) > 0:
			seen = Kept(c[0], login, e)
			delete(chains, key)
		}
	}
	return seen
}

// refusedSet are the seqs of the requests that were refused for their credential.
func (l *Login) refusedSet(entries []journal.Entry) map[int64]bool {
	set := map[int64]bool{}
	for _, e := range l.Refused(entries) {
		if l.Carried(e) != "" {
			set[e.Seq] = true
		}
	}
	return set
}

// TrafficOneRenewal judges that a credential with which several requests were refused is renewed once. A login belongs
// to the oldest refusal shortly before it that was not repeated yet.
func (l *Login) TrafficOneRenewal(entries []journal.Entry) Finding {
	seen := Finding{}
	refused := l.refusedSet(entries)
	var pending []journal.Entry
	all, renewals := map[string][]journal.Entry{}, map[string][]journal.Entry{}
	for _, e := range Of(entries, l.API+".*") {
		pending = slices.DeleteFunc(pending, func(p journal.Entry) bool {
			pause, after := Pause(p, e)
			return after && pause >= shortly
		})
		switch {
		case refused[e.Seq]:
			all[l.Carried(e)] = append(all[l.Carried(e)], e)
			pending = append(pending, e)
		case e.Operation != l.Operation:
			pending = slices.DeleteFunc(pending, func(p journal.Entry) bool { return RequestOf(p) == RequestOf(e) })
		case l.Succeeded(e) && Read(e) && len(pending) > 0:
			credential := l.Carried(pending[0])
			pending = pending[1:]
			renewals[credential] = append(renewals[credential], e)
			by, logins := all[credential], renewals[credential]
			proof := slices.Concat(by, logins)
			if len(logins) > 1 && len(by) > 1 {
				return Broken(proof, "expected one %s for the %s %s, with which %d requests were refused; %d came",
					l.Word, l.Credential, credential, len(by), len(logins)).doubtful()
			}
			seen = Kept(proof...)
		}
	}
	return seen
}

// TrafficFresh judges that a credential which was refused, and after which a new one was given, is not carried again
// and again. Once more may be another client that had it, too.
func (l *Login) TrafficFresh(entries []journal.Entry) Finding {
	seen := Finding{}
	refused := l.refusedSet(entries)
	replaced := map[string]journal.Entry{} // by credential that was refused: the login after it
	var waiting []string                   // refused, and not replaced yet
	later := map[string][]journal.Entry{}
	for _, e := range Of(entries, l.API+".*") {
		credential := l.Carried(e)
		login, old := replaced[credential]
		switch {
		case e.Operation == l.Operation:
			if l.Succeeded(e) {
				for _, w := range waiting {
					replaced[w] = e
				}
				waiting = nil
			}
		case old && refused[e.Seq]:
			if _, after := Pause(login, e); after {
				later[credential] = append(later[credential], e)
			}
			if len(later[credential]) >= attempts {
				return Broken(
					later[credential],
					"expected the new %s, %d requests carried the one that was refused and "+
						"replaced by entry %d",
					l.Credential,
					len(later[credential]),
					login.Seq,
				).doubtful()
			}
		case refused[e.Seq]:
			waiting = append(waiting, credential)
		case len(replaced) > 0 && credential != "":
			seen = Kept(e)
		}
	}
	return seen
}

// TrafficNoLoop judges that a login which was denied is not sent again and again with nothing else in between.
func (l *Login) TrafficNoLoop(entries []journal.Entry) Finding {
	seen := Finding{}
	var run []journal.Entry
	for _, e := range Of(entries, l.API+".*") {
		if e.Operation != l.Operation || !l.Denied(e) {
			run = nil
			continue
		}
		if n := len(run); n > 0 && (RequestOf(run[n-1]) != RequestOf(e) || !soonAfter(run[n-1], e, shortly)) {
			run = nil
		}
		run = append(run, e)
		if len(run) > attempts {
			return Broken(run, "expected refused credentials not to be sent again, they were refused %d times in a row",
				len(run)).doubtful()
		}
		seen = Kept(run...)
	}
	return seen
}
