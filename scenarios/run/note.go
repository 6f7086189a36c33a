package run

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"sparring/scenarios/driver"
	"sparring/scenarios/feature"
	"sparring/scenarios/verdict"
)

// Await polls the notifications until enough returns true. It returns false if the client has had enough time.
func (s *Scenario) Await(enough func([]driver.Note) bool) (bool, error) {
	return s.awaitUntil(enough, func() bool { return false })
}

// AwaitCalls does the same for what only a call brings: it stops waiting when all calls have ended.
func (s *Scenario) AwaitCalls(enough func([]driver.Note) bool) (bool, error) {
	return s.awaitUntil(enough, func() bool { return s.Calls.Open() == 0 })
}

func (s *Scenario) awaitUntil(enough func([]driver.Note) bool, ended func() bool) (bool, error) {
	began, had := time.Now(), s.Client.Watch()
	defer func() { s.Spend(Waiting, began) }()
	for {
		over := ended() // checked first: a call sends its notifications before it ends
		notes, err := s.Client.Session.Notes(s.Ctx)
		if err != nil {
			return false, err
		}
		if enough(notes) {
			return true, nil
		}
		if over || s.waitedOut(had) {
			return false, nil
		}
		if err := s.Again(began); err != nil {
			return false, err
		}
	}
}

// ShownAgain checks, after the last step, that the client has shown each value once and not again while it was still
// shown. Only the protocol asks for it, so it warns.
func (s *Scenario) ShownAgain() {
	if s.misbehaved() {
		return // reported elsewhere, and it may not answer
	}
	notes, err := s.Client.Session.Notes(s.Ctx)
	if err != nil {
		return // reported by the steps that need them
	}
	last, again := map[string]string{}, map[string]int{}
	var order []string
	for _, n := range notes {
		if n.Method != "show" || n.Call == nil || feature.Empty(n.Value) {
			continue
		}
		of, value := n.What+" "+string(n.Call), feature.Encode(n.Value)
		if last[of] == value {
			if again[n.What] == 0 {
				order = append(order, n.What)
			}
			again[n.What]++
		}
		last[of] = value
	}
	for _, what := range order {
		s.Checks = append(
			s.Checks,
			&verdict.Check{ID: "client.shown", Level: verdict.Should, Unasked: true, Outcome: verdict.Broken,
				Message: fmt.Sprintf(
					"expected the client to show each %q once, it showed the same again %d times",
					what,
					again[what],
				)},
		)
	}
}

// Unanswered returns the first note by which the client asks for something that nobody has answered.
func (s *Scenario) Unanswered(notes []driver.Note, what string) (driver.Note, bool) {
	count := 0
	for _, n := range notes {
		if n.Method == "ask" {
			if count++; count > s.Calls.answered && n.What == what {
				return n, true
			}
		}
	}
	return driver.Note{}, false
}

// TellCall answers a question of the client for one of its calls.
func (s *Scenario) TellCall(asked driver.Note, api, value string) error {
	s.Calls.answer(asked, value)
	return s.Answer(api, asked.Call, value)
}

// Answered counts the questions of the client that were answered.
func (c *Calls) Answered() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.answered
}

// answer notes what a question is answered by.
func (c *Calls) answer(asked driver.Note, value string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.answered++
	if claim := c.ids[strings.Trim(string(asked.Call), `"`)]; claim != nil {
		all := maps.Clone(claim.Answers)
		if all == nil {
			all = map[string][]string{}
		}
		all[asked.What] = append(slices.Clone(all[asked.What]), value)
		claim.Answers = all
	}
}

// AskedFor says what a client has asked its user for.
func AskedFor(notes []driver.Note) string {
	var asked []string
	for _, n := range notes {
		if n.Method == "ask" {
			asked = append(asked, fmt.Sprintf("%q", n.What))
		}
	}
	if len(asked) == 0 {
		return "asked for nothing"
	}
	return "asked for " + strings.Join(asked, ", ")
}

// Tell answers the question of the client for something (a code, a password), waiting until it asks.
func (s *Scenario) Tell(what, value string) error {
	value, err := s.Text(value)
	if err != nil {
		return err
	}
	var asked driver.Note
	ok, err := s.AwaitCalls(func(notes []driver.Note) bool {
		var ok bool
		asked, ok = s.Unanswered(notes, what)
		return ok
	})
	if err != nil {
		return err
	}
	if err := s.Demand(
		"client.asks", ok, nil, "expected the client to ask for the %s, it %s", what,
		AskedFor(s.Client.Session.Heard()),
	); err != nil {
		return err
	}
	s.Calls.answer(asked, value)
	api := s.API
	if claims := s.Calls.All(); len(claims) > 0 {
		api = claims[len(claims)-1].API
	}
	return s.Answer(api, asked.Call, value)
}
