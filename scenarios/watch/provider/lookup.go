package provider

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"

	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

const api = "iqchannels"

// lookup is one request for a card, and what the chat server did with the response.
type lookup struct {
	method string
	what   string // "token 1", "a token with a slash"; never the token
	known  bool
	entry  *journal.Entry // the request; nil if the chat server did not ask
	signIn                // what the SDK saw
	why    []journal.Why  // what the SDK does not see
}

// signIn is what the chat server's SDK gets.
type signIn struct {
	OK    bool `json:"OK"`
	Error struct {
		Code string `json:"Code"`
	} `json:"Error"`
	Result struct {
		Client struct {
			Name          string `json:"Name"`
			IntegrationID string `json:"IntegrationId"`
		} `json:"Client"`
	} `json:"Result"`
}

// outcome is what the SDK got, in a word: to compare, not to show.
func (s *signIn) outcome() string {
	if s.OK {
		return "client " + s.Result.Client.IntegrationID
	}
	return s.Error.Code
}

// code is the first code under why, which says how the chat server took the response.
func (l *lookup) code() string {
	if len(l.why) == 0 {
		return ""
	}
	return l.why[0].Code
}

// status is that of the response, 0 without a response.
func (l *lookup) status() int {
	if l.entry == nil || l.entry.Response == nil {
		return 0
	}
	return l.entry.Response.Status
}

// card reports whether the response is one from which the chat server could take a card.
func (l *lookup) card() bool {
	_, is := object(l.entry)["client"].(map[string]any)
	return l.status() == http.StatusOK && is
}

// String names the look-up for messages.
func (l *lookup) String() string { return strings.ToUpper(l.method) + ", " + l.what }

// form is a token of an unusual form: a known token with something added, so that a service which reads only a part of
// it is found out.
type form struct {
	id, what string
	add      func(token string) string
}

// longest is the length of the longest token that is looked up, in bytes.
const longest = 8 << 10

func forms() []form {
	add := func(text string) func(string) string { return func(token string) string { return token + text } }
	return []form{
		{"slash", "a token with slashes", add("/spar/ring")},
		{"space", "a token with spaces", add(" spar ring")},
		{"cyrillic", "a token with Cyrillic letters", add("-жетон")},
		{"reserved", "a token with the characters of a URL", add("?a=%2F&b#+;")},
		{"long", "a token of 8 kB", func(token string) string {
			return token + strings.Repeat("x", max(0, longest-len(token)))
		}},
	}
}

// seen is all that was asked.
type seen struct {
	known, again, unknown []*lookup
	forms                 map[string][]*lookup
	crowd                 []*lookup        // many at a time; their entries are apart
	crowded               []*journal.Entry // which of them is whose is not known
	late                  []*lookup        // known tokens whose first response came after the time limit
	silent                bool             // not even then: nothing else was asked
}

// entries are all requests.
func (s *seen) entries() []*journal.Entry {
	lists := [][]*lookup{s.known, s.again, s.late, s.unknown}
	for _, f := range forms() {
		lists = append(lists, s.forms[f.id])
	}
	var out []*journal.Entry
	for _, l := range slices.Concat(lists...) {
		if l.entry != nil {
			out = append(out, l.entry)
		}
	}
	out = append(out, s.crowded...)
	slices.SortFunc(out, func(a, b *journal.Entry) int { return cmp.Compare(a.Seq, b.Seq) })
	return out
}

// asker asks the service through the fake of a world.
type asker struct {
	control *client.Client
	world   client.World
	options Options
	http    *http.Client
	rev     int64
	done    []*lookup
}

// all asks everything, in one order.
func (a *asker) all(ctx context.Context) (*seen, error) {
	s := &seen{forms: map[string][]*lookup{}}
	for _, method := range a.options.Methods {
		if err := a.tune(ctx, "authMethod", method); err != nil {
			return nil, err
		}
		if err := a.sequence(ctx, s, method); err != nil || s.silent {
			return s, err
		}
	}
	return s, nil
}

func (a *asker) sequence(ctx context.Context, s *seen, method string) error {
	ask := func(into *[]*lookup, what, token string, known bool) error {
		l, err := a.ask(ctx, method, what, token, known)
		if err == nil {
			*into = append(*into, l)
		}
		return err
	}
	for i, token := range a.options.Known {
		if err := ask(&s.known, fmt.Sprintf("token %d", i+1), token, true); err != nil {
			return err
		}
		if last := s.known[len(s.known)-1]; last.code() == "auth_timeout" {
			if err := a.retry(ctx, s, last, token); err != nil || s.silent {
				return err
			}
		}
		if method == Get {
			if err := ask(&s.again, fmt.Sprintf("token %d again", i+1), token, true); err != nil {
				return err
			}
		}
	}
	for i, token := range a.options.Unknown {
		if err := ask(&s.unknown, fmt.Sprintf("unknown token %d", i+1), token, false); err != nil {
			return err
		}
	}
	for _, f := range forms() {
		list := s.forms[f.id]
		if err := ask(&list, f.what, f.add(a.options.Known[0]), false); err != nil {
			return err
		}
		s.forms[f.id] = list
	}
	return a.crowd(ctx, s, method)
}

// retry gives a known token that got no response in time much more of it: a late one and an absent one are
// different facts. The later look-up takes the place of the first.
func (a *asker) retry(ctx context.Context, s *seen, first *lookup, token string) error {
	if err := a.tune(ctx, "authTimeout", (patience * a.options.Timeout).String()); err != nil {
		return err
	}
	second, err := a.ask(ctx, first.method, first.what+", with more time", token, true)
	if err != nil {
		return err
	}
	if s.silent = second.status() == 0; !s.silent {
		s.late = append(s.late, first)
		s.known[len(s.known)-1] = second
	}
	return a.tune(ctx, "authTimeout", a.options.Timeout.String())
}

// tune sets a switch of the chat server.
func (a *asker) tune(ctx context.Context, name, value string) error {
	_, err := a.control.SetSwitches(ctx, a.world.ID, client.Switches{api: map[string]any{name: value}})
	return err
}

// ask lets the chat server look a token up.
func (a *asker) ask(ctx context.Context, method, what, token string, known bool) (*lookup, error) {
	l := &lookup{method: method, what: what, known: known}
	if err := a.signIn(ctx, l, token); err != nil {
		return nil, err
	}
	a.done = append(a.done, l)
	entries, err := a.news(ctx)
	for i, e := range entries {
		switch {
		case e.Kind == journal.Outgoing:
			l.entry = &entries[i]
		case e.Operation == "integrationAuth":
			l.why = e.Why
		}
	}
	return l, err
}

// news returns the entries since the last call.
func (a *asker) news(ctx context.Context) ([]journal.Entry, error) {
	page, err := a.control.Journal(ctx, a.world.ID, client.Query{API: api, Since: a.rev})
	a.rev = page.Next
	return page.Entries, err
}

// signIn calls the chat server as its SDK does.
func (a *asker) signIn(ctx context.Context, l *lookup, token string) error {
	body, err := json.Marshal(map[string]string{
		"Credentials": token, "Channel": a.world.Credentials[api]["channel"],
	})
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost,
		a.world.URLs[api]+"/public/api/v1/clients/integration_auth", bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := a.http.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, &l.signIn)
}

// crowdSize is how many look-ups of a method are made at a time.
const crowdSize = 16

// crowd looks known and unknown tokens up at the same time.
func (a *asker) crowd(ctx context.Context, s *seen, method string) error {
	crowd := make([]*lookup, crowdSize)
	failed := make([]error, crowdSize)
	var all sync.WaitGroup
	for i := range crowd {
		tokens, what := a.options.Known, "token"
		if i%2 == 1 {
			tokens, what = a.options.Unknown, "unknown token"
		}
		n := i / 2 % len(tokens)
		crowd[i] = &lookup{method: method, what: fmt.Sprintf("%s %d", what, n+1), known: i%2 == 0}
		all.Go(func() { failed[i] = a.signIn(ctx, crowd[i], tokens[n]) })
	}
	all.Wait()
	if err := errors.Join(failed...); err != nil {
		return err
	}
	s.crowd = append(s.crowd, crowd...)
	entries, err := a.news(ctx)
	for i := range entries {
		if entries[i].Kind == journal.Outgoing {
			s.crowded = append(s.crowded, &entries[i])
		}
	}
	return err
}

// steps tells each look-up, and the many at a time as one.
func (a *asker) steps() []*verdict.Step {
	var out []*verdict.Step
	for _, l := range a.done {
		out = append(out, &verdict.Step{
			Keyword: strings.ToUpper(l.method), Text: l.what + ": " + l.came(), Said: "the chat server " + l.tell(),
			Status: verdict.StepPassed,
		})
	}
	return out
}

// object returns the JSON object in a response, nil if the body is not one.
func object(e *journal.Entry) map[string]any {
	if e == nil || e.Response == nil {
		return nil
	}
	var out map[string]any
	d := json.NewDecoder(bytes.NewReader(e.Response.Body))
	d.UseNumber()
	if d.Decode(&out) != nil {
		return nil
	}
	return out
}
