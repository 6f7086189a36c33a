package provider

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// demand is what is asked of a service.
type demand struct {
	id, text, source string
	documented       bool // the page says so in words that refuse the opposite; else it can only warn
}

// check returns the demand as a check without an outcome.
func (d demand) check() *verdict.Check {
	c := &verdict.Check{
		ID: "provider." + d.id, Level: verdict.Should, Text: d.text, Source: d.source, Provenance: journal.Derived,
	}
	if d.documented {
		c.Level, c.Provenance = verdict.Must, journal.Documented
	}
	return c
}

// wrong is one thing that breaks a demand.
type wrong struct {
	text       string
	source     string // if it is not that of the demand
	documented bool
	entries    []int64
}

// outcome judges a demand: what was wrong, and what shows that it was kept. Nothing of either: not exercised.
func (d demand) outcome(found []wrong, kept []int64, notSeen string) *verdict.Check {
	c := d.check()
	switch {
	case len(found) > 0:
		c.Outcome = verdict.Broken
		slices.SortStableFunc(found, func(a, b wrong) int { return weight(b) - weight(a) })
		if first := found[0]; !first.documented {
			c.Level, c.Provenance = verdict.Should, journal.Derived
		} else {
			c.Level, c.Provenance = verdict.Must, journal.Documented
		}
		if found[0].source != "" {
			c.Source = found[0].source
		}
		var texts []string
		for _, w := range found {
			if !slices.Contains(texts, w.text) {
				texts = append(texts, w.text)
			}
			c.Entries = append(c.Entries, w.entries...)
		}
		c.Message = joined(texts)
	case len(kept) > 0:
		c.Outcome, c.Entries = verdict.Kept, kept
	default:
		c.Message = notSeen
	}
	slices.Sort(c.Entries)
	c.Entries = slices.Compact(c.Entries)
	return c
}

func weight(w wrong) int {
	if w.documented {
		return 1
	}
	return 0
}

// most bounds how many different mistakes a message lists.
const most = 5

func joined(texts []string) string {
	if more := len(texts) - most; more > 0 {
		return strings.Join(texts[:most], "; ") + fmt.Sprintf("; and %d more", more)
	}
	return strings.Join(texts, "; ")
}

// judge returns the outcome of every demand, in one order.
func judge(o *Options, s *seen) ([]*verdict.Check, error) {
	known, err := fields()
	if err != nil {
		return nil, err
	}
	f := sorted(s, known)
	checks := slices.Concat(
		[]*verdict.Check{s.cards(), s.signsIn(), s.sameCard(o), s.unknownRefused(), s.sameRefusal(o)},
		f.responses(s), s.unusual(), []*verdict.Check{s.crowds(), s.inTime(o, f), s.names(known)},
		f.fields(o, s, known))
	return append(checks, f.rest(s)), nil
}

// cards judges that a known token gets a card.
func (s *seen) cards() *verdict.Check {
	d := demand{"card", "A known token is answered with the status 200 and the client's card",
		"iqchannels#L23-L24, iqchannels#L62", true}
	var found []wrong
	var kept []int64
	for _, l := range s.known {
		switch {
		case l.card():
			kept = append(kept, l.entry.Seq)
		case l.entry != nil:
			found = append(found, wrong{
				text:       fmt.Sprintf("%s: expected 200 with a client, got %s", l, l.got()),
				documented: true, entries: []int64{l.entry.Seq},
			})
		}
	}
	return d.outcome(found, kept, "the chat server could send no known token in this way")
}

// got is what came instead of a card.
func (l *lookup) got() string {
	switch {
	case l.entry.Response == nil:
		return l.came()
	case l.status() != http.StatusOK:
		return fmt.Sprintf("%d %s", l.status(), http.StatusText(l.status()))
	}
	return "200 without a client: " + l.reason()
}

// signsIn judges that the chat server can use the card.
func (s *seen) signsIn() *verdict.Check {
	d := demand{"signed-in", "The chat server signs the client of a known token in", "Q-31", false}
	var found []wrong
	var kept []int64
	for _, l := range s.known {
		switch {
		case !l.card():
		case l.OK:
			kept = append(kept, l.entry.Seq)
		default:
			found = append(found, wrong{text: fmt.Sprintf("%s: the chat server %s", l, l.does()),
				entries: []int64{l.entry.Seq}})
		}
	}
	return d.outcome(found, kept, "no known token got a card")
}

// sameCard judges that both methods give one card. What differs between two GETs, too, is not the method's doing.
func (s *seen) sameCard(o *Options) *verdict.Check {
	d := demand{"same-card", "GET and POST give the same card for the same token", "iqchannels#L35-L38", true}
	var found []wrong
	var kept []int64
	for i := range o.Known {
		what := fmt.Sprintf("token %d", i+1)
		get, again, post := s.of(s.known, Get, what), s.of(s.again, Get, what+" again"), s.of(s.known, Post, what)
		if get == nil || post == nil || !get.card() || !post.card() {
			continue
		}
		var moving []string
		if again != nil {
			moving = slices.Sorted(maps.Keys(differences(object(get.entry), object(again.entry))))
		}
		differ := differences(object(get.entry), object(post.entry))
		var texts []string
		for _, at := range slices.Sorted(maps.Keys(differ)) {
			if !slices.Contains(moving, at) {
				texts = append(texts, fmt.Sprintf("%s is %s by GET and %s by POST", at, differ[at][0], differ[at][1]))
			}
		}
		entries := []int64{get.entry.Seq, post.entry.Seq}
		if len(texts) > 0 {
			found = append(found, wrong{text: what + ": " + joined(texts), documented: true, entries: entries})
		} else {
			kept = append(kept, entries...)
		}
	}
	return d.outcome(found, kept, "no known token got a card by both methods")
}

// of returns the look-up of a token by a method, nil if it was not made. One that got more time counts as well.
func (s *seen) of(list []*lookup, method, what string) *lookup {
	i := slices.IndexFunc(list, func(l *lookup) bool {
		return l.method == method && (l.what == what || l.what == what+", with more time")
	})
	if i < 0 {
		return nil
	}
	return list[i]
}

// unknownRefused judges that an unknown token gets no 200.
func (s *seen) unknownRefused() *verdict.Check {
	d := demand{"unknown-refused", "An unknown token is refused with a status that is not 200",
		"iqchannels#L400-L401", true}
	var found []wrong
	var kept []int64
	for _, l := range s.unknown {
		switch {
		case l.status() == 0:
		case l.status() == http.StatusOK:
			found = append(found, wrong{
				text: fmt.Sprintf(
					"%s: expected a status that is not 200, got 200; the chat server %s",
					l,
					l.does(),
				),
				documented: true, entries: []int64{l.entry.Seq},
			})
		default:
			kept = append(kept, l.entry.Seq)
		}
	}
	return d.outcome(found, kept, "no unknown token got a response")
}

// refusal is how a token was refused: the status and the error code.
func (l *lookup) refusal() string {
	text := fmt.Sprint(l.status())
	if code, has := object(l.entry)["errorCode"]; has {
		text += fmt.Sprintf(" with errorCode %v", code)
	}
	return text
}

// sameRefusal judges that both methods refuse alike.
func (s *seen) sameRefusal(o *Options) *verdict.Check {
	d := demand{"same-refusal", "GET and POST refuse an unknown token alike", "Q-15", false}
	var found []wrong
	var kept []int64
	for i := range o.Unknown {
		what := fmt.Sprintf("unknown token %d", i+1)
		get, post := s.of(s.unknown, Get, what), s.of(s.unknown, Post, what)
		if get == nil || post == nil || get.status() == 0 || post.status() == 0 {
			continue
		}
		entries := []int64{get.entry.Seq, post.entry.Seq}
		if a, b := get.refusal(), post.refusal(); a != b {
			found = append(
				found,
				wrong{text: fmt.Sprintf("%s: %s by GET and %s by POST", what, a, b), entries: entries},
			)
		} else {
			kept = append(kept, entries...)
		}
	}
	return d.outcome(found, kept, "no unknown token got a response by both methods")
}
