package run

import (
	"cmp"
	"fmt"
	"time"

	"sparring/mock/control/client"
	"sparring/scenarios/driver"
)

// together is how long the number of held requests must stay the same before it counts as all that the client sends
// at once.
const together = time.Second

// AwaitHeld waits until requests are held. A client may work on fewer calls at a time than were started. Then only
// those requests are held, and the later ones pass.
func (s *Scenario) AwaitHeld(want int) error {
	began, had, same := time.Now(), s.Client.Watch(), s.Client.Watch()
	defer func() { s.Spend(Waiting, began) }()
	held := 0
	for {
		rules, err := s.World.Control.Faults(s.Ctx, s.World.ID)
		if err != nil {
			return err
		}
		before := held
		held = 0
		for _, r := range rules {
			held += len(r.Waiting)
		}
		if held != before {
			same = s.Client.Watch()
		}
		if held >= want || s.waitedOut(had) {
			break
		}
		if over, _ := same.Over(together); over && held > 0 && s.Calls.Open() > held {
			s.Said = fmt.Sprintf("%d of %d requests: the client works on no more calls at a time", held, want)
			s.fewer = true
			return nil
		}
		if err := s.Again(began); err != nil {
			return err
		}
	}
	return s.Demand(
		"fault.held",
		held >= want,
		nil,
		"expected %d requests to be held within %s, got %d",
		want,
		driver.Rounded(had.Wall()),
		held,
	)
}

// Release lets all held requests go.
func (s *Scenario) Release() error {
	rules, err := s.World.Control.Faults(s.Ctx, s.World.ID)
	if err != nil {
		return err
	}
	for _, r := range rules {
		if len(r.Waiting) == 0 {
			continue
		}
		if s.fewer { // removing the rule releases what is held, and lets later requests pass
			err = s.World.Control.RemoveFault(s.Ctx, s.World.ID, r.ID)
		} else {
			_, err = s.World.Control.Release(s.Ctx, s.World.ID, r.ID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Unfired are the fault rules that never acted.
func Unfired(rules []client.FaultRule) []string {
	var out []string
	for _, r := range rules {
		if r.Hits == 0 {
			out = append(
				out,
				fmt.Sprintf("%s on %s.%s", r.Fault.Kind, r.Match.API, cmp.Or(r.Match.Operation, r.Match.Method, "*")),
			)
		}
	}
	return out
}
