// Package sentences has the steps that only features of iQChannels use.
package sentences

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/cucumber/godog"

	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/scenarios/feature"
	"sparring/scenarios/iqchannels"
	"sparring/scenarios/rule"
	"sparring/scenarios/run"
	"sparring/scenarios/vocabulary"
)

// API returns the vocabulary of iQChannels: the SDK's side of the chat server, and the Auth API.
func API() vocabulary.API {
	return vocabulary.API{
		API: iqchannels.API(),
		Caller: run.Caller{
			// Whoever resolves tokens may be no SDK, and the other way round.
			Alive: func(s *run.Scenario) error {
				if c, err := s.Calls.Last(); err == nil && c.Method == "iqchannels.resolveToken" {
					token := token
					if s.World.Credentials["iqchannels"]["token"] == run.Anew {
						token = run.Anew
					}
					return s.AliveBy(c.Method, map[string]any{"token": token})
				}
				return s.AliveBy("iqchannels.history", nil)
			},
			Reauthorize: func(s *run.Scenario) error { return sentences{s}.reauthorize() },
			Ordinary: func(asked []string) []string {
				if n := len(asked); n > 0 && asked[n-1] == "iqchannels.resolveToken" {
					return asked[n-1:]
				}
				return []string{"iqchannels.history"}
			},
		},
		Steps: []vocabulary.Step{
			{
				Keyword: vocabulary.Given,
				Pattern: `the auth service knows the token "([^"]*)"`,
				Example: `the auth service knows the token "bank/session 42"`,
				Doc:     "a token of the client 9001, Иван; the client is given it",
				Bind:    bind(func(s sentences) any { return s.knows }),
			},
			{Keyword: vocabulary.Given, Pattern: `the auth service answers the token "([^"]*)" with:`,
				Example: "the auth service answers the token \"t-42\" with:\n  \"\"\"json\n  {\"client\": {\"id\": " +
					"\"9001\", \"name\": \"Иван\"}}\n  \"\"\"",
				Doc:  "its whole answer; what the document requires of a client and is not here is filled in",
				Bind: bind(func(s sentences) any { return s.answers })},
			{
				Keyword: vocabulary.When,
				Pattern: `an operator writes "([^"]*)"`,
				Example: `an operator writes "Hello"`,
				Doc:     "to the newest client, in the client's channel",
				Bind:    bind(func(s sentences) any { return s.operatorWrites }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client signs in`,
				Asks:    vocabulary.AsksFor("iqchannels.signIn"),
				Example: `the client signs in`,
				Doc:     "iqchannels.signIn",
				Bind:    bind(func(s sentences) any { return func() error { return s.Ask("iqchannels.signIn", nil) } }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client signs in anonymously(?: as "([^"]*)")?`,
				Asks:    vocabulary.AsksFor("iqchannels.signInAnonymously"),
				Example: `the client signs in anonymously as "Guest"`,
				Doc:     "iqchannels.signInAnonymously",
				Bind: bind(func(s sentences) any {
					return func(name string) error {
						args := map[string]any{}
						if name != "" {
							args["name"] = name
						}
						return s.Ask("iqchannels.signInAnonymously", args)
					}
				}),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client sends "([^"]*)"`,
				Asks:    vocabulary.AsksFor("iqchannels.send"),
				Example: `the client sends "Hello"`,
				Doc:     "iqchannels.send",
				Bind: bind(func(s sentences) any {
					return func(text string) error { return s.Ask("iqchannels.send", map[string]any{"text": text}) }
				}),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client reads the history`,
				Asks:    vocabulary.AsksFor("iqchannels.history"),
				Example: `the client reads the history`,
				Doc:     "iqchannels.history",
				Bind: bind(
					func(s sentences) any { return func() error { return s.Ask("iqchannels.history", nil) } },
				),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client listens`,
				Asks:    vocabulary.AsksFor("iqchannels.listen"),
				Example: `the client listens`,
				Doc:     "iqchannels.listen: the stream stands when it is answered",
				Bind:    bind(func(s sentences) any { return func() error { return s.Ask("iqchannels.listen", nil) } }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client is listening( again)?`,
				Example: `the client is listening again`,
				Doc: "waits until a stream stands; again: a further one, opened after the last event that " +
					"ended sessions",
				Bind: bind(func(s sentences) any { return s.listening }),
			},
			{
				Keyword: vocabulary.When,
				Pattern: `the client resolves the token(?: "([^"]*)")?(?: by (GET|POST))?`,
				Asks:    vocabulary.AsksFor("iqchannels.resolveToken"),
				Example: `the client resolves the token "bank/session 42" by POST`,
				Doc:     "iqchannels.resolveToken, without a token that of its credentials",
				Bind:    bind(func(s sentences) any { return s.resolves }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `the client tells the truth value "([^"]*)" as (true|false)`,
				Example: `the client tells the truth value "/card/enabled" as false`,
				Doc:     "a value of the last success is this boolean, and no text",
				Bind:    bind(func(s sentences) any { return s.truth }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `the chat holds "([^"]*)" (once|never|\d+ times)`,
				Example: `the chat holds "Hello" once`,
				Doc:     "messages of clients with this text that the server remembers",
				Bind:    bind(func(s sentences) any { return s.holds }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `the chat server knows (\d+) clients?`,
				Example: `the chat server knows 1 client`,
				Doc:     "clients that the server remembers",
				Bind:    bind(func(s sentences) any { return s.clients }),
			},
			{
				Keyword: vocabulary.Then,
				Pattern: `the message "([^"]*)" is marked as received`,
				Example: `the message "Hello" is marked as received`,
				Doc:     "waits until the client has told the server that it has it",
				Bind:    bind(func(s sentences) any { return s.marked }),
			},
		},
	}
}

// token is a token of the world's seed that always resolves: that of the document's example.
const token = "a57974242d0146c28056"

// taken bounds the wait for a stream that takes what an operator wrote.
const taken = 2 * time.Second

func (s sentences) knows(token string) error {
	return s.put(token, map[string]any{"client": map[string]any{
		"id": "9001", "name": "Иванов Иван Иванович", "surname": "Иванов", "firstname": "Иван", "patronymic": "Иванович", "type": "0", "enabled": true,
	}})
}

func (s sentences) answers(token string, doc *godog.DocString) error {
	card, err := feature.Object([]byte(doc.Content))
	if err != nil {
		return err
	}
	return s.put(token, card)
}

// iqPut makes the auth service know a token, and gives it to the client.
func (s sentences) put(token string, card map[string]any) error {
	if _, err := s.World.Raise("iqchannels", "client.put", map[string]any{"token": token, "card": card}); err != nil {
		return err
	}
	return s.World.SetCredential("token", "iqchannels", token)
}

// operatorWrites raises the event and waits until an open stream has taken it: two that came together would be one.
func (s sentences) operatorWrites(text string) error {
	before, standing, err := s.frames()
	if err != nil {
		return err
	}
	_, err = s.World.Raise("iqchannels", "operator.message", map[string]any{"text": text})
	var refused *client.Problem
	if errors.As(err, &refused) && refused.Code() == client.ImpossibleEvent {
		return s.Demand(
			"iqchannels.addressee",
			false,
			nil,
			"expected a client that an operator can write to: %s",
			refused.Error(),
		)
	}
	if err != nil || !standing {
		return err
	}
	_, err = s.until(taken, func() (bool, error) {
		now, standing, err := s.frames()
		return now > before || !standing, err
	})
	return err
}

// frames counts what the streams have given, and tells whether the newest stands.
func (s sentences) frames() (frames int, standing bool, err error) {
	streams, err := s.Seen("iqchannels.streamEvents")
	for _, e := range streams {
		frames += len(e.Messages)
		standing = e.State == journal.Open && e.Response != nil
	}
	return frames, standing, err
}

func (s sentences) resolves(token, by string) error {
	if token == "" {
		token = s.World.Credentials["iqchannels"]["token"]
	}
	args := map[string]any{"token": token}
	if by != "" {
		args["by"] = strings.ToLower(by)
	}
	return s.Ask("iqchannels.resolveToken", args)
}

// until looks again and again until something is so, or the wait is over.
func (s sentences) until(wait time.Duration, so func() (bool, error)) (bool, error) {
	began, had := time.Now(), s.Client.Watch()
	defer func() { s.Spend(run.Waiting, began) }()
	for {
		ok, err := so()
		if over, _ := had.Over(min(wait, s.Patience())); ok || err != nil || over {
			return ok, err
		}
		if err := s.Again(began); err != nil {
			return false, err
		}
	}
}

func (s sentences) listening(again string) error {
	var streams []journal.Entry
	stands := int64(0) // the stream that stood when it was looked at last: one that is refused stands for a moment
	ok, err := s.until(s.Patience(), func() (bool, error) {
		var err error
		if streams, err = s.Seen("iqchannels.streamEvents"); err != nil || len(streams) == 0 {
			return false, err
		}
		newest := streams[len(streams)-1]
		before := stands
		stands = 0
		if newest.State == journal.Open && newest.Response != nil &&
			(again == "" || len(streams) > 1 && newest.Seq > s.lastEvent()) {
			stands = newest.Seq
		}
		return stands != 0 && stands == before, nil
	})
	if err != nil {
		return err
	}
	return s.Demand(
		"iqchannels.listening",
		ok,
		streams,
		"expected the client to have an open stream%s, it opened %d in all",
		again,
		len(streams),
	)
}

// lastEvent is the seq of the last event outside HTTP that ended sessions, 0 if there is no such event.
func (s sentences) lastEvent() int64 {
	last := int64(0)
	for _, e := range s.Journal.Entries() {
		if event, ok := e.Raised(); ok && strings.HasPrefix(event.Name, "session") {
			last = e.Seq
		}
	}
	return last
}

func (s sentences) truth(name, want string) error {
	value, ok, err := s.Calls.Told(name)
	if err != nil {
		return err
	}
	truth, isBool := value.(bool)
	return s.Demand(
		"iqchannels.truth",
		ok && isBool && truth == (want == "true"),
		nil,
		"expected the client to tell %s as the boolean %s, it told %s",
		name,
		want,
		feature.Show(value, ok),
	)
}

// texts are the messages of an author ("client", "user") with a text that the server remembers.
func (s sentences) texts(text, author string) ([]map[string]any, error) {
	state, err := s.World.State("iqchannels")
	if err != nil {
		return nil, err
	}
	var out []map[string]any
	messages, _ := state["messages"].([]any)
	for _, item := range messages {
		if m, _ := item.(map[string]any); m["author"] == author && m["text"] == text {
			out = append(out, m)
		}
	}
	return out, nil
}

func (s sentences) holds(text, times string) error {
	want := 0
	if times == "once" {
		want = 1
	}
	if digits, ok := strings.CutSuffix(times, " times"); ok {
		if _, err := fmt.Sscan(digits, &want); err != nil {
			return feature.Usagef("expected a number, got %q", digits)
		}
	}
	found, err := s.texts(text, "client")
	if err != nil {
		return err
	}
	sent, err := s.Seen("iqchannels.sendMessage")
	if err != nil {
		return err
	}
	return s.Demand(
		"iqchannels.chat",
		len(found) == want,
		sent,
		"expected the chat to hold %q %s, it does %d times",
		text,
		times,
		len(found),
	)
}

func (s sentences) clients(want int) error {
	state, err := s.World.State("iqchannels")
	if err != nil {
		return err
	}
	clients, _ := state["clients"].([]any)
	return s.Demand(
		"iqchannels.clients",
		len(clients) == want,
		nil,
		"expected the chat server to know %d clients, it knows %d",
		want,
		len(clients),
	)
}

func (s sentences) marked(text string) error {
	ok, err := s.until(s.Patience(), func() (bool, error) {
		found, err := s.texts(text, "user")
		if err != nil || len(found) == 0 {
			return false, err
		}
		_, marked := rule.At(found[0], "/received_at")
		return marked, nil
	})
	if err != nil {
		return err
	}
	return s.Demand(
		"iqchannels.marked",
		ok,
		nil,
		"expected the client to mark %q as received within %s",
		text,
		s.Patience(),
	)
}

// reauthorize gives the client another token of the same card and lets it sign in as it did before. Whoever
// resolves tokens is given the new one with the sign of life.
func (s sentences) reauthorize() error {
	how, last := "iqchannels.signIn", ""
	for _, c := range s.Calls.All() {
		if last = c.Method; last == "iqchannels.signIn" || last == "iqchannels.signInAnonymously" {
			how = last
		}
	}
	if how == "iqchannels.signInAnonymously" && last != "iqchannels.resolveToken" {
		return s.AskIfAble(how, nil)
	}
	if err := s.reissue(); err != nil || last == "iqchannels.resolveToken" {
		return err
	}
	return s.AskIfAble(how, nil)
}

// reissue gives the client a new token of the same card.
func (s sentences) reissue() error {
	state, err := s.World.State("iqchannels")
	if err != nil {
		return err
	}
	var card any
	tokens, _ := state["tokens"].([]any)
	for _, t := range tokens {
		token, _ := t.(map[string]any)
		if card == nil || token["value"] == s.World.Credentials["iqchannels"]["token"] {
			card = token["answer"]
		}
	}
	return s.World.Reissue("iqchannels", "client.put", map[string]any{"token": run.Anew, "card": card},
		map[string]string{"token": run.Anew})
}

// sentences are the handlers of the sentences of one scenario.
type sentences struct{ *run.Scenario }

func bind(handler func(sentences) any) func(*run.Scenario) any {
	return func(s *run.Scenario) any { return handler(sentences{s}) }
}
