package steps

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"sparring/scenarios/driver"
	"sparring/scenarios/verdict"
)

// noteSteps are about what the client tells its caller in between: show, ask, received.
func noteSteps() []Step {
	return []Step{
		{Subject: "note", Keyword: Then, Sense: aNumber(1, 1, mostAtOnce), Pattern: `the client has shown "([^"]*)"(?: (\d+) times)?`, Example: `the client has shown "qr" 2 times`,
			Russian: Sentence{`клиент показал "([^"]*)"(?: (\d+) раза?)?`, `клиент показал "qr" 2 раза`},
			Doc:     "waits until the client has shown this at least so often, each time another value", Bind: func(s *Scene) any { return s.hasShown }},
		{Subject: "note", Keyword: Then, Pattern: `the client has received "([^"]*)" "([^"]*)" once`, Example: `the client has received "message" "Hello" once`,
			Russian: Sentence{`клиент получил "([^"]*)" "([^"]*)" один раз`, `клиент получил "message" "Hello" один раз`},
			Doc:     "waits until the client has told its caller of it; twice is a failure", Bind: func(s *Scene) any { return s.hasReceived }},
		{Subject: "note", Keyword: When, Sense: oneOf(0, "question of the protocol", "code", "password"), Pattern: `the client asks for the "([^"]*)" and is told "([^"]*)"`, Example: `the client asks for the "code" and is told "12345"`,
			Russian: Sentence{`клиент спрашивает "([^"]*)" и получает ответ "([^"]*)"`, `клиент спрашивает "code" и получает ответ "12345"`},
			Doc:     "waits until the client asks, and answers", Bind: func(s *Scene) any { return s.isTold }},
	}
}

// await polls the notifications until enough says so.
func (s *Scene) await(enough func([]driver.Note) bool) (bool, error) {
	return s.awaitUntil(enough, func() bool { return false })
}

// awaitCalls does the same for what only a call brings: when all calls have ended, it waits no longer.
func (s *Scene) awaitCalls(enough func([]driver.Note) bool) (bool, error) {
	return s.awaitUntil(enough, func() bool { return !s.calling() })
}

func (s *Scene) awaitUntil(enough func([]driver.Note) bool, ended func() bool) (bool, error) {
	began, had := time.Now(), driver.NewWatch(s.Session)
	defer func() { s.spend(&s.Spent.Waiting, began) }()
	for {
		over := ended() // asked first: what a call tells, it tells before it ends
		notes, err := s.Session.Notes(s.Ctx)
		if err != nil {
			return false, err
		}
		if enough(notes) {
			return true, nil
		}
		if over || s.waitedOut(had) {
			return false, nil
		}
		if err := s.again(began); err != nil {
			return false, err
		}
	}
}

// calling reports whether a call has not been answered yet.
func (s *Scene) calling() bool { return s.openCalls() > 0 }

// openCalls counts the calls that have not been answered yet.
func (s *Scene) openCalls() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, c := range s.claims {
		if c.Ended.IsZero() {
			n++
		}
	}
	return n
}

func (s *Scene) hasShown(what, times string) error {
	want := 1
	if n, ok := parse(times).(json.Number); ok {
		if i, err := n.Int64(); err == nil {
			want = int(i)
		}
	}
	seen := 0
	ok, err := s.awaitCalls(func(notes []driver.Note) bool {
		values := map[string]bool{}
		for _, n := range notes {
			if n.Method == "show" && n.What == what && !empty(n.Value) {
				values[encode(n.Value)] = true
			}
		}
		seen = len(values)
		return seen >= want
	})
	if err != nil {
		return err
	}
	return s.Demand("client.shown", ok, nil, "expected the client to show %q %d times, each time another, it did %d times", what, want, seen)
}

// ShownAgain judges, once all is over, that the client has shown each value once: what is still on the screen is not
// shown again. No vendor says so, only the protocol: it warns.
func (s *Scene) ShownAgain() {
	if s.misbehaved() {
		return // reported elsewhere, and it may not answer
	}
	notes, err := s.Session.Notes(s.Ctx)
	if err != nil {
		return // reported by the steps that need them
	}
	last, again := map[string]string{}, map[string]int{}
	var order []string
	for _, n := range notes {
		if n.Method != "show" || n.Call == nil || empty(n.Value) {
			continue
		}
		of, value := n.What+" "+string(n.Call), encode(n.Value)
		if last[of] == value {
			if again[n.What] == 0 {
				order = append(order, n.What)
			}
			again[n.What]++
		}
		last[of] = value
	}
	for _, what := range order {
		s.Checks = append(s.Checks, &verdict.Check{ID: "client.shown", Level: verdict.Should, Unasked: true, Outcome: verdict.Broken,
			Message: fmt.Sprintf("expected the client to show each %q once, it showed the same again %d times", what, again[what])})
	}
}

func (s *Scene) hasReceived(what, value string) error {
	seen := 0
	want, err := s.Text(value)
	if err != nil {
		return err
	}
	_, err = s.await(func(notes []driver.Note) bool {
		seen = 0
		for _, n := range notes {
			if n.Method == "received" && n.What == what && (same(n.Value, want) || strings.Contains(encode(n.Value), encode(want))) {
				seen++
			}
		}
		return seen > 0
	})
	if err != nil {
		return err
	}
	return s.Demand("client.received", seen == 1, nil, "expected the client to receive the %s %q once, it did %d times", what, want, seen)
}

// askedFor says what a client has asked its user for.
func askedFor(notes []driver.Note) string {
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

func (s *Scene) isTold(what, value string) error {
	value, err := s.Text(value)
	if err != nil {
		return err
	}
	var asked driver.Note
	ok, err := s.awaitCalls(func(notes []driver.Note) bool {
		count := 0
		for _, n := range notes {
			if n.Method == "ask" {
				if count++; count > s.answered && n.What == what {
					asked = n
					return true
				}
			}
		}
		return false
	})
	if err != nil {
		return err
	}
	if err := s.Demand("client.asks", ok, nil, "expected the client to ask for the %s, it %s", what, askedFor(s.Session.Heard())); err != nil {
		return err
	}
	s.mu.Lock()
	s.answered++
	s.mu.Unlock()
	api := s.API
	if claims := s.Claims(); len(claims) > 0 {
		api = claims[len(claims)-1].API
	}
	return s.Answer(api, asked.Call, value)
}
