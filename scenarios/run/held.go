package run

import (
	"cmp"
	"fmt"
	"slices"
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

// ReleaseInOrder lets held requests go one after the other, each handled before the next. They are numbered from 1 on
// in the order in which they came, among those that are held now; the others stay held.
func (s *Scenario) ReleaseInOrder(order []int) error {
	if s.fewer { // what the client has not sent cannot be put in an order
		return s.Release()
	}
	rules, err := s.World.Control.Faults(s.Ctx, s.World.ID)
	if err != nil {
		return err
	}
	var held []int64
	of := map[int64]string{}
	for _, r := range rules {
		for _, seq := range r.Waiting {
			held, of[seq] = append(held, seq), r.ID
		}
	}
	slices.Sort(held)
	for _, n := range order {
		if n > len(held) {
			return s.Demand("fault.held", false, nil, "expected at least %d requests to be held, got %d", n, len(held))
		}
		if _, err := s.World.Control.Release(s.Ctx, s.World.ID, of[held[n-1]], held[n-1]); err != nil {
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
