package sentences

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/cucumber/godog"

	"sparring/mock/control/client"
	"sparring/mock/journal"
	"sparring/scenarios/feature"
	"sparring/scenarios/rule"
	"sparring/scenarios/run"
)

// token is a token of the world's seed that always resolves: that of the document's example.
const token = "a57974242d0146c28056"

// taken is how long to wait for a stream to take what an operator wrote.
const taken = 2 * time.Second

func (s sentences) knows(token string) error {
	return s.put(token, map[string]any{"client": map[string]any{
		"id": "9001", "name": "Иванов Иван Иванович", "surname": "Иванов",
		"firstname": "Иван", "patronymic": "Иванович", "type": "0", "enabled": true,
	}})
}

func (s sentences) answers(token string, doc *godog.DocString) error {
	card, err := feature.Object([]byte(doc.Content))
	if err != nil {
		return err
	}
	return s.put(token, card)
}

// put makes the auth service know a token, and gives it to the client.
func (s sentences) put(token string, card map[string]any) error {
	if _, err := s.World.Raise("iqchannels", "client.put", map[string]any{"token": token, "card": card}); err != nil {
		return err
	}
	return s.World.SetCredential("token", "iqchannels", token)
}

// recovers ends a failure of the auth service.
func (s sentences) recovers() error {
	state, err := s.World.State("iqchannels")
	if err != nil {
		return err
	}
	delete(state, "failing")
	return s.World.Plant("iqchannels", state)
}

// operatorWrites raises the event and waits until an open stream has taken it, since two that come together are one.
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

// frames counts what the streams have sent, and reports whether the newest is open.
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

// until looks again until so returns true, or the wait is over.
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

func (s sentences) boolean(name, want string) error {
	value, ok, err := s.Calls.Told(name)
	if err != nil {
		return err
	}
	got, isBool := value.(bool)
	return s.Demand(
		"iqchannels.truth",
		ok && isBool && got == (want == "true"),
		nil,
		"expected the client to report %s as the boolean %s, it reported %s",
		name,
		want,
		feature.Show(value, ok),
	)
}

// texts returns the messages of an author ("client", "user") with a text that the server remembers.
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

func (s sentences) has(count, text string) error {
	want, _ := strconv.Atoi(count) // "no" is 0
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
		"expected the chat to have %s messages %q, it has %d",
		count,
		text,
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

// reauthorize gives the client another token of the same card and lets it sign in as it did before. A client that
// resolves tokens gets the new one with the sign of life.
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
