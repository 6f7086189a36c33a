package provider

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"sparring/scenarios/verdict"
)

// unusual judges the tokens of unusual forms. None of them is known, so each is refused, and in the way in which the
// plain unknown token is: another way says that the service, or a gateway before it, did not get the token whole.
func (s *seen) unusual() []*verdict.Check {
	var out []*verdict.Check
	for _, f := range forms() {
		d := demand{"token-" + f.id, "The service takes " + f.what + " as one token, whole",
			"iqchannels#L13, iqchannels#L400-L401; Q-13", true}
		var found []wrong
		var kept []int64
		for _, l := range s.forms[f.id] {
			plain := s.plain(l.method)
			switch {
			case l.entry == nil || plain == nil: // it does not fit a header, so the chat server sends it by GET
			case l.status() == http.StatusOK:
				found = append(found, wrong{
					text: fmt.Sprintf("%s: nobody has this token, a known one is only its beginning; expected a "+
						"status that is not 200, got 200; the chat server %s", l, l.does()),
					documented: true, entries: []int64{l.entry.Seq},
				})
			case l.status() == 0:
				found = append(found, wrong{text: fmt.Sprintf("%s: expected a refusal, got %s", l, l.came()),
					entries: []int64{l.entry.Seq}})
			case l.refusal() != plain.refusal():
				found = append(found, wrong{
					text: fmt.Sprintf("%s: refused with %s, but a plain unknown token with %s", l, l.refusal(),
						plain.refusal()),
					entries: []int64{plain.entry.Seq, l.entry.Seq},
				})
			default:
				kept = append(kept, l.entry.Seq)
			}
		}
		out = append(out, d.outcome(found, kept, "no unknown token was refused, so there is nothing to compare with"))
	}
	return out
}

// plain returns the first unknown token that was refused by a method.
func (s *seen) plain(method string) *lookup {
	i := slices.IndexFunc(s.unknown, func(l *lookup) bool {
		return l.method == method && l.status() != 0 && l.status() != http.StatusOK
	})
	if i < 0 {
		return nil
	}
	return s.unknown[i]
}

// crowds judges that look-ups at the same time have the outcomes that each has alone.
func (s *seen) crowds() *verdict.Check {
	d := demand{"concurrent",
		fmt.Sprintf("%d look-ups at the same time have the outcomes that each has alone", crowdSize),
		"iqchannels#L23-L24", true}
	var found []wrong
	var kept []int64
	for _, e := range s.crowded {
		kept = append(kept, e.Seq)
	}
	wrongly, failed, first, instead := 0, 0, "", ""
	for _, l := range s.crowd {
		alone := s.of(slices.Concat(s.known, s.unknown), l.method, l.what)
		if alone == nil || alone.outcome() == l.outcome() {
			continue
		}
		if first == "" {
			first, instead = l.String()+": alone "+alone.outcome(), l.outcome()
		}
		if l.OK {
			wrongly++
		} else {
			failed++
		}
	}
	text := fmt.Sprintf("%d of %d look-ups came out otherwise, such as %s, together %s", wrongly+failed, len(s.crowd),
		first, instead)
	switch {
	case wrongly > 0: // a card of somebody else, or for a token that nobody has
		found = append(found, wrong{text: text, documented: true, entries: kept})
	case failed > 0:
		found = append(found, wrong{text: text, source: "Q-31", entries: kept})
	}
	return d.outcome(found, kept, "there was no response, so not all were asked for at a time")
}

// inTime judges the time limit of the chat server, which the page does not name.
func (s *seen) inTime(o *Options, f *findings) *verdict.Check {
	d := demand{"time", "The service answers within the time limit of the chat server", "Q-31", false}
	slowest := 0.0
	var kept []int64
	for _, e := range s.entries() {
		if e.Response != nil {
			slowest, kept = max(slowest, *e.DurationMS), append(kept, e.Seq)
		}
	}
	c := d.outcome(f.take("time"), kept, "there was no response at all")
	c.Tolerance = fmt.Sprintf("wire time, at most %s", o.Timeout)
	if c.Outcome == verdict.Kept {
		took := time.Duration(slowest * float64(time.Millisecond)).Round(time.Millisecond)
		c.Message = fmt.Sprintf("the slowest response took %s", took)
	}
	return c
}
