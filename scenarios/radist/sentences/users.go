package sentences

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"sparring/scenarios/driver"
	"sparring/scenarios/run"
)

// allAsked is how long the number of open questions must stay the same before no more are waited for: a client may work
// on one call at a time.
const allAsked = time.Second

// ownCodes answers every question for a code by the code of the login that asks, the last question first, until the
// client asks no more.
func (s sentences) ownCodes() error {
	for answered := s.Calls.Answered(); ; {
		asked, err := s.questions(answered)
		if err != nil || len(asked) == 0 {
			return err
		}
		answered += len(asked)
		for _, n := range slices.Backward(asked) {
			if err := s.ownCode(n); err != nil {
				return err
			}
		}
	}
}

// questions waits until all open calls ask, and returns the questions behind those that were answered; none if no call
// is open any more.
func (s sentences) questions(answered int) (asked []driver.Note, err error) {
	same := s.Client.Watch()
	_, err = s.AwaitCalls(func(notes []driver.Note) bool {
		before := len(asked)
		asked = slices.DeleteFunc(slices.Clone(notes), func(n driver.Note) bool { return n.Method != "ask" })
		if asked = asked[min(answered, len(asked)):]; len(asked) != before {
			same = s.Client.Watch()
		}
		waited, _ := same.Over(allAsked)
		return len(asked) > 0 && (len(asked) >= s.Calls.Open() || waited)
	})
	return asked, err
}

// ownCode lets the user of the login that asks read the code, and tell it.
func (s sentences) ownCode(asked driver.Note) error {
	c, known := s.Calls.Of(asked)
	phone, _ := c.Args["phone"].(string)
	if !known || phone == "" || asked.What != "code" {
		return s.Demand("client.asks", false, nil,
			"expected the client to ask for the code of one of its logins, it asked for %q in the call %s",
			asked.What, asked.Call)
	}
	session, err := s.sessionOf(phone)
	if err != nil {
		return err
	}
	event := "telegram.code"
	if c.Method == "radist.connectMax" {
		event = "max.code"
	}
	raised, err := s.World.Raise("radist", event, map[string]any{"session": session})
	if err != nil {
		return err
	}
	var read struct {
		Code string `json:"code"`
	}
	if err := json.Unmarshal(raised.Result, &read); err != nil {
		return err
	}
	began := time.Now()
	defer s.Spend(run.Waiting, began)
	return s.TellCall(asked, "radist", read.Code)
}

// sessionOf returns the id of the newest login session of a phone.
func (s sentences) sessionOf(phone string) (string, error) {
	state, err := s.World.State("radist")
	if err != nil {
		return "", err
	}
	order, _ := state["session_order"].([]any)
	sessions, _ := state["sessions"].(map[string]any)
	for _, id := range slices.Backward(order) {
		if session, _ := sessions[fmt.Sprint(id)].(map[string]any); session["phone"] == phone {
			return fmt.Sprint(id), nil
		}
	}
	return "", s.Demand("radist.sessions", false, nil, "expected a login session of %s, the server has no such session",
		phone)
}
