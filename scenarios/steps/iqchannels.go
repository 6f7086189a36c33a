package steps

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/cucumber/godog"

	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/scenarios/driver"
	"sparring/scenarios/rule"
)

// iqchannelsAPI is the vocabulary of iQChannels: the SDK's side of the chat server, and the Auth API.
func iqchannelsAPI() API {
	return API{
		Name: "iqchannels",
		// Whoever resolves tokens may be no SDK, and the other way round.
		Alive: func(s *Scene) error {
			if c, err := s.Claim(); err == nil && c.Method == "iqchannels.resolveToken" {
				token := iqToken
				if s.World.Credentials["iqchannels"]["token"] == anew {
					token = anew
				}
				return s.AliveBy(c.Method, map[string]any{"token": token})
			}
			return s.AliveBy("iqchannels.history", nil)
		},
		Reauthorize: (*Scene).iqReauthorize,
		Ordinary: func(asked []string) []string {
			if n := len(asked); n > 0 && asked[n-1] == "iqchannels.resolveToken" {
				return asked[n-1:]
			}
			return []string{"iqchannels.history"}
		},
		Steps: []Step{
			{Keyword: Given, Pattern: `the auth service knows the token "([^"]*)"`, Example: `the auth service knows the token "bank/session 42"`,
				Doc: "a token of the client 9001, Иван; the client is given it", Bind: func(s *Scene) any { return s.iqKnows }},
			{Keyword: Given, Pattern: `the auth service answers the token "([^"]*)" with:`,
				Example: "the auth service answers the token \"t-42\" with:\n  \"\"\"json\n  {\"client\": {\"id\": \"9001\", \"name\": \"Иван\"}}\n  \"\"\"",
				Doc:     "its whole answer; what the document requires of a client and is not here is filled in", Bind: func(s *Scene) any { return s.iqAnswers }},
			{Keyword: When, Pattern: `an operator writes "([^"]*)"`, Example: `an operator writes "Hello"`, Doc: "to the newest client, in the client's channel",
				Bind: func(s *Scene) any { return s.iqOperatorWrites }},
			{Keyword: When, Pattern: `the client signs in`, Asks: always("iqchannels.signIn"), Example: `the client signs in`, Doc: "iqchannels.signIn",
				Bind: func(s *Scene) any { return func() error { return s.Ask("iqchannels.signIn", nil) } }},
			{Keyword: When, Pattern: `the client signs in anonymously(?: as "([^"]*)")?`, Asks: always("iqchannels.signInAnonymously"), Example: `the client signs in anonymously as "Guest"`, Doc: "iqchannels.signInAnonymously",
				Bind: func(s *Scene) any {
					return func(name string) error {
						args := map[string]any{}
						if name != "" {
							args["name"] = name
						}
						return s.Ask("iqchannels.signInAnonymously", args)
					}
				}},
			{Keyword: When, Pattern: `the client sends "([^"]*)"`, Asks: always("iqchannels.send"), Example: `the client sends "Hello"`, Doc: "iqchannels.send",
				Bind: func(s *Scene) any {
					return func(text string) error { return s.Ask("iqchannels.send", map[string]any{"text": text}) }
				}},
			{Keyword: When, Pattern: `the client reads the history`, Asks: always("iqchannels.history"), Example: `the client reads the history`, Doc: "iqchannels.history",
				Bind: func(s *Scene) any { return func() error { return s.Ask("iqchannels.history", nil) } }},
			{Keyword: When, Pattern: `the client listens`, Asks: always("iqchannels.listen"), Example: `the client listens`, Doc: "iqchannels.listen: the stream stands when it is answered",
				Bind: func(s *Scene) any { return func() error { return s.Ask("iqchannels.listen", nil) } }},
			{Keyword: When, Pattern: `the client is listening( again)?`, Example: `the client is listening again`,
				Doc: "waits until a stream stands; again: a further one, opened after the last event that ended sessions", Bind: func(s *Scene) any { return s.iqListening }},
			{Keyword: When, Pattern: `the client resolves the token(?: "([^"]*)")?(?: by (GET|POST))?`, Asks: always("iqchannels.resolveToken"), Example: `the client resolves the token "bank/session 42" by POST`,
				Doc: "iqchannels.resolveToken, without a token that of its credentials", Bind: func(s *Scene) any { return s.iqResolves }},
			{Keyword: Then, Pattern: `the client tells the truth value "([^"]*)" as (true|false)`, Example: `the client tells the truth value "/card/enabled" as false`,
				Doc: "a value of the last success is this boolean, and no text", Bind: func(s *Scene) any { return s.iqTruth }},
			{Keyword: Then, Pattern: `the chat holds "([^"]*)" (once|never|\d+ times)`, Example: `the chat holds "Hello" once`, Doc: "messages of clients with this text that the server remembers",
				Bind: func(s *Scene) any { return s.iqHolds }},
			{Keyword: Then, Pattern: `the chat server knows (\d+) clients?`, Example: `the chat server knows 1 client`, Doc: "clients that the server remembers",
				Bind: func(s *Scene) any { return s.iqClients }},
			{Keyword: Then, Pattern: `the message "([^"]*)" is marked as received`, Example: `the message "Hello" is marked as received`, Doc: "waits until the client has told the server that it has it",
				Bind: func(s *Scene) any { return s.iqMarked }},
		},
	}
}

// iqToken is a token of the world's seed that always resolves: that of the document's example.
const iqToken = "a57974242d0146c28056"

// iqTaken bounds the wait for a stream that takes what an operator wrote.
const iqTaken = 2 * time.Second

func (s *Scene) iqKnows(token string) error {
	return s.iqPut(token, map[string]any{"client": map[string]any{
		"id": "9001", "name": "Иванов Иван Иванович", "surname": "Иванов", "firstname": "Иван", "patronymic": "Иванович", "type": "0", "enabled": true,
	}})
}

func (s *Scene) iqAnswers(token string, doc *godog.DocString) error {
	card, err := decodeObject([]byte(doc.Content))
	if err != nil {
		return err
	}
	return s.iqPut(token, card)
}

// iqPut makes the auth service know a token, and gives it to the client.
func (s *Scene) iqPut(token string, card map[string]any) error {
	if _, err := s.Raise("iqchannels", "client.put", map[string]any{"token": token, "card": card}); err != nil {
		return err
	}
	return s.credential("token", "iqchannels", token)
}

// iqOperatorWrites raises the event and waits until an open stream has taken it: two that came together would be one.
func (s *Scene) iqOperatorWrites(text string) error {
	before, standing, err := s.iqFrames()
	if err != nil {
		return err
	}
	_, err = s.Raise("iqchannels", "operator.message", map[string]any{"text": text})
	var refused *client.Problem
	if errors.As(err, &refused) && refused.Code() == client.ImpossibleEvent {
		return s.Demand("iqchannels.addressee", false, nil, "expected a client that an operator can write to: %s", refused.Error())
	}
	if err != nil || !standing {
		return err
	}
	_, err = s.iqUntil(iqTaken, func() (bool, error) {
		now, standing, err := s.iqFrames()
		return now > before || !standing, err
	})
	return err
}

// iqFrames counts what the streams have given, and tells whether the newest stands.
func (s *Scene) iqFrames() (frames int, standing bool, err error) {
	streams, err := s.Seen("iqchannels.streamEvents")
	for _, e := range streams {
		frames += len(e.Messages)
		standing = e.State == journal.Open && e.Response != nil
	}
	return frames, standing, err
}

func (s *Scene) iqResolves(token, by string) error {
	if token == "" {
		token = s.World.Credentials["iqchannels"]["token"]
	}
	args := map[string]any{"token": token}
	if by != "" {
		args["by"] = strings.ToLower(by)
	}
	return s.Ask("iqchannels.resolveToken", args)
}

// iqUntil looks again and again until something is so, or the wait is over.
func (s *Scene) iqUntil(wait time.Duration, so func() (bool, error)) (bool, error) {
	began, had := time.Now(), driver.NewWatch(s.Session)
	defer func() { s.spend(&s.Spent.Waiting, began) }()
	for {
		ok, err := so()
		if over, _ := had.Over(min(wait, s.patience())); ok || err != nil || over {
			return ok, err
		}
		if err := s.again(began); err != nil {
			return false, err
		}
	}
}

func (s *Scene) iqListening(again string) error {
	var streams []journal.Entry
	stands := int64(0) // the stream that stood when it was looked at last: one that is refused stands for a moment
	ok, err := s.iqUntil(s.patience(), func() (bool, error) {
		var err error
		if streams, err = s.Seen("iqchannels.streamEvents"); err != nil || len(streams) == 0 {
			return false, err
		}
		newest := streams[len(streams)-1]
		before := stands
		stands = 0
		if newest.State == journal.Open && newest.Response != nil && (again == "" || len(streams) > 1 && newest.Seq > s.iqLastEvent()) {
			stands = newest.Seq
		}
		return stands != 0 && stands == before, nil
	})
	if err != nil {
		return err
	}
	return s.Demand("iqchannels.listening", ok, streams, "expected the client to have an open stream%s, it opened %d in all", again, len(streams))
}

// iqLastEvent is the seq of the last event outside HTTP that ended sessions, 0 where there was none.
func (s *Scene) iqLastEvent() int64 {
	last := int64(0)
	for _, e := range s.Entries() {
		if e.Kind == journal.Event && strings.Contains(string(e.Event), "session") {
			last = e.Seq
		}
	}
	return last
}

func (s *Scene) iqTruth(name, want string) error {
	value, ok, err := s.told(name)
	if err != nil {
		return err
	}
	truth, isBool := value.(bool)
	return s.Demand("iqchannels.truth", ok && isBool && truth == (want == "true"), nil, "expected the client to tell %s as the boolean %s, it told %s", name, want, show(value, ok))
}

// iqTexts are the messages of an author ("client", "user") with a text that the server remembers.
func (s *Scene) iqTexts(text, author string) ([]map[string]any, error) {
	state, err := s.State("iqchannels")
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

func (s *Scene) iqHolds(text, times string) error {
	want := 0
	if times == "once" {
		want = 1
	}
	if digits, ok := strings.CutSuffix(times, " times"); ok {
		if _, err := fmt.Sscan(digits, &want); err != nil {
			return misuse("expected a number, got %q", digits)
		}
	}
	found, err := s.iqTexts(text, "client")
	if err != nil {
		return err
	}
	sent, err := s.Seen("iqchannels.sendMessage")
	if err != nil {
		return err
	}
	return s.Demand("iqchannels.chat", len(found) == want, sent, "expected the chat to hold %q %s, it does %d times", text, times, len(found))
}

func (s *Scene) iqClients(want int) error {
	state, err := s.State("iqchannels")
	if err != nil {
		return err
	}
	clients, _ := state["clients"].([]any)
	return s.Demand("iqchannels.clients", len(clients) == want, nil, "expected the chat server to know %d clients, it knows %d", want, len(clients))
}

func (s *Scene) iqMarked(text string) error {
	ok, err := s.iqUntil(s.patience(), func() (bool, error) {
		found, err := s.iqTexts(text, "user")
		if err != nil || len(found) == 0 {
			return false, err
		}
		_, marked := rule.At(found[0], "/received_at")
		return marked, nil
	})
	if err != nil {
		return err
	}
	return s.Demand("iqchannels.marked", ok, nil, "expected the client to mark %q as received within %s", text, s.patience())
}
