package provider

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"sparring/mock/excerpt"
)

// came says what the service answered.
func (l *lookup) came() string {
	switch {
	case l.entry == nil:
		return "not asked"
	case l.entry.Response == nil:
		return "no response: " + l.entry.Error
	}
	took := time.Duration(*l.entry.DurationMS * float64(time.Millisecond)).Round(100 * time.Microsecond)
	return fmt.Sprintf("%d %s in %s", l.status(), http.StatusText(l.status()), took)
}

// tell says what the chat server does with the response, in all detail.
func (l *lookup) tell() string {
	if !l.OK {
		return l.does()
	}
	return strings.Join(append([]string{l.does()}, l.kept()...), "; ")
}

// does says what the chat server does with the response.
func (l *lookup) does() string {
	switch {
	case l.OK:
		return fmt.Sprintf("signs client %s in", excerpt.Of(l.Result.Client.IntegrationID, 40))
	case l.entry == nil:
		return "does not ask: " + l.reason()
	}
	return fmt.Sprintf("refuses the client with %s: %s", l.Error.Code, l.reason())
}

// reason is the first text under why.
func (l *lookup) reason() string {
	if len(l.why) == 0 {
		return "the journal has no reason"
	}
	return l.why[0].Text
}

// kept says what the chat server does with parts of a card that it does not simply store.
// Source: iqchannels#L93-L96.
func (l *lookup) kept() []string {
	var out []string
	envelope := object(l.entry)
	card, _ := envelope["client"].(map[string]any)
	if _, has := card["accountNumbers"]; has {
		out = append(out, "it keeps accountNumbers only while the enquiry is open")
	}
	_, list := card["fieldList"]
	if _, has := card["fields"]; has && list {
		out = append(out, "it drops fields, because there is a fieldList")
	}
	if companies, has := envelope["companyList"].([]any); has {
		out = append(out, fmt.Sprintf("it stores the companyList of %d, if it has the licence module", len(companies)))
	}
	if unknown := unknownNames(envelope); len(unknown) > 0 {
		out = append(out, "it stores and does not read "+strings.Join(unknown, ", "))
	}
	return out
}

// unknownNames returns the fields of a card that the page does not name, as paths, at most a few.
func unknownNames(envelope map[string]any) []string {
	known, err := fields()
	if err != nil {
		return nil
	}
	var out []string
	for _, path := range slices.Sorted(maps.Keys(presence(envelope, known))) {
		if _, is := known[path]; !is && len(out) < 10 {
			out = append(out, excerpt.Of(path, 60))
		}
	}
	return out
}
