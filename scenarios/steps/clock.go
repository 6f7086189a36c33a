package steps

import (
	"time"
)

// clockSteps are about world time, which moves only the server.
func clockSteps() []Step {
	return []Step{
		{Subject: "clock", Keyword: Given, Pattern: `the clock is frozen`, Example: `the clock is frozen`,
			Russian: Sentence{`часы остановлены`, `часы остановлены`},
			Doc:     "world time stands still until it is moved",
			Bind: func(s *Scene) any {
				return func() error {
					_, err := s.Control.Freeze(s.Ctx, s.World.ID)
					return err
				}
			}},
		{Subject: "clock", Keyword: When, Sense: aDuration(0), Pattern: `"([^"]*)" pass(?:es)?`, Example: `"1h" passes`,
			Russian: Sentence{`проходит "([^"]*)"`, `проходит "1h"`},
			Doc:     "world time moves on; what is due happens",
			Bind:    func(s *Scene) any { return s.passes }},
		{Subject: "clock", Keyword: When, Sense: aDuration(0), Pattern: `"([^"]*)" of real time pass(?:es)?`, Example: `"200ms" of real time pass`,
			Russian: Sentence{`проходит "([^"]*)" реального времени`, `проходит "200ms" реального времени`},
			Doc:     "wait; only for scenarios on the client's own waiting, tagged @slow where it is more than a moment", Bind: func(s *Scene) any { return s.waits }},
	}
}

func (s *Scene) passes(text string) error {
	d, err := duration(text)
	if err != nil {
		return err
	}
	began := time.Now()
	defer func() { s.spend(&s.Spent.Control, began) }()
	_, err = s.Control.Advance(s.Ctx, s.World.ID, d)
	return err
}

func (s *Scene) waits(text string) error {
	d, err := duration(text)
	if err != nil {
		return err
	}
	began := time.Now()
	defer func() { s.spend(&s.Spent.Waiting, began) }()
	return s.pause(d)
}

// pause waits on wire time, or until the run is stopped.
func (s *Scene) pause(d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-s.Ctx.Done():
		return s.Ctx.Err()
	}
}

// again waits before the next look at what is awaited, the longer the longer it has been awaited.
func (s *Scene) again(began time.Time) error {
	return s.pause(min(max(time.Since(began)/10, 10*time.Millisecond), 200*time.Millisecond))
}

func duration(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		return 0, misuse(`expected a duration such as "90s" or "1h30m", got %q`, text)
	}
	return d, nil
}
