package run

import (
	"context"
	"fmt"
	"time"

	"sparring/mock/journal"
	"sparring/scenarios/driver"
)

// How long a call may take depends on what the client does. Every request, response and notification is progress. A
// call hangs when there was no progress for the limit, or when one of the bounds is passed. PROTOCOL.md states them.
const (
	// allowance is added to the time limit that a client declares: it still has to report that nothing came.
	allowance = 5 * time.Second
	// LongestTimeout is the longest time limit of its own that a client may declare.
	LongestTimeout = 10 * time.Minute
	// pauses is how many limits a client may be silent in an ability in which it polls or waits for its user, and how
	// many limits a step waits for what a client does by itself.
	pauses = 3
	// most is how many limits a call may take, even if the client stays busy.
	most = 12
	// busy is the number of requests in one call above which they are a loop and no progress.
	busy = 200
	// starts is how many times the time of its start a client may take for a call, since a slow start shows a slow
	// machine.
	starts = 10
)

// Patience returns how long to wait for what a client does by itself. After a broken demand the wait is shorter.
func (s *Scenario) Patience() time.Duration {
	if s.wrong {
		return min(impatience, pauses*s.Client.limit())
	}
	return pauses * s.Client.limit()
}

const impatience = time.Second

// waitedOut reports whether a step has waited long enough for what a client does by itself. While a call is open, the
// limits of the call apply.
func (s *Scenario) waitedOut(had *driver.Watch) bool {
	over, _ := had.Over(s.Patience())
	return over && s.Calls.Open() == 0
}

// pulse is what a client was seen to do in a call.
type pulse struct {
	requests, responses, messages int
	asks                          string // the open question to its user; may be ""
}

// pulse returns what the client has done since an entry of the journal.
func (s *Scenario) pulse(after int64) pulse {
	_ = s.Journal.Read() // if it fails, the entries known so far are used
	notes := s.Client.Session.Heard()
	p := pulse{messages: len(notes), asks: s.asked(notes)}
	for _, e := range s.Journal.Entries() {
		if e.Seq <= after || e.Kind != journal.Exchange || e.Preflight() {
			continue
		}
		p.requests++
		if e.State != journal.Open || isStream(e) { // an open stream has its response
			p.responses++
		}
	}
	return p
}

// asked returns the last question of the client to its user if nobody has answered it, else "".
func (s *Scenario) asked(notes []driver.Note) string {
	n, what := 0, ""
	for _, note := range notes {
		if note.Method == "ask" {
			n, what = n+1, note.What
		}
	}
	s.Calls.mu.Lock()
	defer s.Calls.mu.Unlock()
	if n <= s.Calls.answered {
		return ""
	}
	return what
}

// limited returns a context for a call of a method. It ends when the client hangs. after is the last entry of the
// journal before the call.
func (s *Scenario) limited(method string, after int64) (context.Context, context.CancelFunc) {
	limit, whole, quiet := s.Client.limit(), s.Client.Watch(), s.Client.Watch()
	var last pulse
	return whole.Expiring(s.Ctx, min(max(limit/8, 10*time.Millisecond), 500*time.Millisecond), func() *driver.Failure {
		now := s.pulse(after)
		if now != last {
			last, quiet = now, s.Client.Watch()
		}
		return s.hung(method, now, whole, quiet)
	})
}

// hung returns a failure if a call that was not answered hangs, else nil.
func (s *Scenario) hung(method string, p pulse, whole, quiet *driver.Watch) *driver.Failure {
	limit, silence := s.Client.limit(), s.Client.limit()
	if why := s.awaits(); why != "" {
		if over, _ := whole.Over(s.Patience()); over {
			return &driver.Failure{Kind: driver.Waiting, Message: why}
		}
		return nil
	}
	if s.paced(method) && p.requests > 0 && p.requests == p.responses {
		silence *= pauses
	}
	took := driver.Rounded(whole.Wall())
	if over, crowded := whole.Over(most * limit); over {
		return driver.Hung(crowded, "no answer to %s within %s, though the client is still at work", method, took)
	}
	if over, crowded := whole.Over(limit); over && p.requests > busy {
		return driver.Hung(crowded, "no answer to %s within %s, but more than %d requests", method, took, busy)
	}
	if over, _ := quiet.Over(limit); over && p.asks != "" {
		return &driver.Failure{Kind: driver.Unanswered, Undecided: true,
			Message: "no answer to " + method + " within " + took.String() +
				": the client has asked for the " + p.asks + ", and no step of the scenario answers"}
	}
	if lingering := s.lingers(method, p, quiet); lingering != nil {
		return lingering
	}
	over, crowded := quiet.Over(silence)
	switch {
	case !over:
		return nil
	case p.requests+p.messages == 0:
		return driver.Hung(crowded, "no answer to %s within %s", method, took)
	}
	return driver.Hung(crowded, "no answer to %s within %s, the last %s of it without a sign of the client", method,
		took, driver.Rounded(quiet.Wall()))
}

// lingers returns a failure if a client waits for a whole response far longer than it was told to, else nil.
func (s *Scenario) lingers(method string, p pulse, quiet *driver.Watch) *driver.Failure {
	told := s.Client.Within
	if told == 0 || p.requests <= p.responses {
		return nil
	}
	over, crowded := quiet.Over(min(max(told+allowance, starts*s.Client.Started), s.Client.limit()))
	if !over {
		return nil
	}
	return &driver.Failure{Kind: driver.Lingering, Undecided: crowded, Message: fmt.Sprintf(
		"in %s the client has waited %s for the end of a response; its hello says that it takes a limit, and it was "+
			"told %s", method, driver.Rounded(quiet.Wall()), told)}
}

// awaits returns what the client rightly waits for, "" if nothing.
func (s *Scenario) awaits() string {
	if waits := s.Callers[s.API].Waits; waits != nil {
		return waits(s)
	}
	return ""
}

// paced reports whether a client polls at a pace of its own in an ability, or waits for its user.
func (s *Scenario) paced(method string) bool {
	ability, _ := s.APIs.Ability(method)
	return ability.Paced
}
