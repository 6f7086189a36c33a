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

// findings are those about the service's responses, by the demand that they break.
type findings struct {
	by    map[string][]wrong
	known map[string]field
	has   map[string][]int64 // the paths that the cards have
}

// sorted sorts the findings about all responses.
func sorted(s *seen, known map[string]field) *findings {
	f := &findings{by: map[string][]wrong{}, known: known, has: map[string][]int64{}}
	for _, e := range s.entries() {
		for _, x := range e.Findings {
			if x.By == journal.ByService {
				id := f.place(e, &x)
				f.by[id] = append(f.by[id], wrong{
					text: fmt.Sprintf("%s: expected %s, got %s", where(&x), x.Expected, x.Actual), source: x.Source,
					documented: x.Provenance != journal.Derived, entries: []int64{e.Seq},
				})
			}
		}
		if e.Response == nil || e.Response.Status != http.StatusOK {
			continue
		}
		for path := range presence(object(e), known) {
			f.has[path] = append(f.has[path], e.Seq)
		}
	}
	return f
}

// where names the place of a finding.
func where(x *journal.Finding) string {
	if x.Pointer == "" {
		return x.Code
	}
	return x.Code + " at " + x.Pointer
}

// Codes of findings that are about how a body is written, and about what it says as a whole.
var (
	writing = []string{"malformed_json", "trailing_data", "invalid_utf8", "duplicate_key", "unpaired_surrogate",
		"answer_too_deep", "answer_too_large", "wrong_content_encoding", "missing_body"}
	saying = []string{"error_in_200", "success_not_200", "client_missing", "misspelt_name"}
)

// place returns the demand that a finding is about.
func (f *findings) place(e *journal.Entry, x *journal.Finding) string {
	path := pathOf(x.Pointer)
	_, isField := f.known[path]
	switch {
	case x.Code == "no_answer" && strings.HasPrefix(x.Expected, "an answer within"):
		return "time"
	case x.Code == "no_answer":
		return "answers"
	case x.Code == "redirect":
		return "redirect"
	case slices.Contains(saying, x.Code):
		return "envelope"
	case slices.Contains(writing, x.Code):
		return "json"
	case e.Response != nil && e.Response.Status != http.StatusOK:
		return "error-form"
	case x.Pointer == "header/Content-Type":
		return "content-type"
	case isField:
		return "field." + path
	}
	return "rest"
}

// take returns what breaks a demand, once: the rest is reported at the end.
func (f *findings) take(id string) []wrong {
	found := f.by[id]
	delete(f.by, id)
	return found
}

// responses judges what each response must be like.
func (f *findings) responses(s *seen) []*verdict.Check {
	var every, good, refused []int64
	for _, e := range s.entries() {
		switch {
		case e.Response == nil:
			continue
		case e.Response.Status == http.StatusOK:
			good = append(good, e.Seq)
		default:
			refused = append(refused, e.Seq)
		}
		every = append(every, e.Seq)
	}
	var out []*verdict.Check
	for _, row := range []struct {
		demand
		kept []int64
	}{
		{demand{"answers", "Each request gets a response", "Q-31", false}, every},
		{demand{"redirect", "The service answers itself and redirects nobody", "Q-37", false}, every},
		{demand{"content-type", "A card is application/json", "iqchannels#L62", true}, good},
		{demand{"json", "The body of a card is one JSON text in UTF-8 that can be read whole", "iqchannels#L62", true},
			good},
		{demand{"envelope", "A 200 has a client and no error; an error has another status and no client",
			"iqchannels#L62, iqchannels#L400-L401", true}, every},
		{demand{"error-form", "What is said of an error has the form {errorCode, errorText}, both texts",
			"iqchannels#L400-L406", true}, refused},
	} {
		out = append(out, row.outcome(f.take(row.id), row.kept, "there was no such response"))
	}
	return out
}

// names judges the names of fields that the page does not know: they are kept and not read, so a misspelled one is a
// field that is lost.
func (s *seen) names(known map[string]field) *verdict.Check {
	d := demand{"names", "Fields have the names of the page; one that it does not name is kept and not read", "Q-09",
		false}
	var found []wrong
	var kept []int64
	for _, l := range s.known {
		if !l.card() {
			continue
		}
		kept = append(kept, l.entry.Seq)
		has := presence(object(l.entry), known)
		for _, path := range slices.Sorted(maps.Keys(has)) {
			if _, is := known[path]; is {
				continue
			}
			if other, is := meant(path, has, known); is {
				found = append(found, wrong{text: fmt.Sprintf("expected %s, got %s, which nobody reads", other, path),
					entries: []int64{l.entry.Seq}})
			}
		}
	}
	return d.outcome(found, kept, "no known token got a card")
}

// meant returns the documented field that a name of a card stands for, if it differs only by case, dashes and
// underscores and the card does not have the field.
func meant(path string, has map[string]bool, known map[string]field) (string, bool) {
	plain := strings.NewReplacer("_", "", "-", "")
	for _, other := range slices.Sorted(maps.Keys(known)) {
		if !has[other] && strings.EqualFold(plain.Replace(path), other) {
			return other, true
		}
	}
	return "", false
}

// fields judges each field of the page: its presence and its type.
func (f *findings) fields(o *Options, s *seen, known map[string]field) []*verdict.Check {
	var out []*verdict.Check
	for _, path := range slices.Sorted(maps.Keys(known)) {
		x := known[path]
		found, has := f.take("field."+path), f.has[path]
		d := demand{"field." + path, "The field " + path + " is there if the page requires it, and has its type",
			x.source, true}
		if !o.since(x.since) {
			if len(has) == 0 {
				continue // this version does not have it
			}
			found = append(found, wrong{
				text: fmt.Sprintf(
					"it came with version %s; the judged version %s does not have it",
					x.since,
					o.Version,
				),
				source: "Q-19", entries: has,
			})
		}
		if path == "client.fields" && len(has) > 0 && o.since("1.1") {
			found = append(found, wrong{text: "it is deprecated since 1.1: use fieldList", source: "iqchannels#L114",
				entries: has})
		}
		out = append(out, d.outcome(found, has, "no response has it"))
	}
	return out
}

// rest judges by the findings that belong to no other demand.
func (f *findings) rest(s *seen) *verdict.Check {
	d := demand{"document", "Each response fits the document of the auth service", "spec/iqchannels-auth.yaml", false}
	var found []wrong
	for _, id := range slices.Sorted(maps.Keys(f.by)) {
		found = append(found, f.by[id]...)
	}
	var kept []int64
	for _, e := range s.entries() {
		if e.Response != nil {
			kept = append(kept, e.Seq)
		}
	}
	return d.outcome(found, kept, "there was no response")
}
