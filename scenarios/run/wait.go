package run

import "time"

// pause waits on wire time, or until the run is stopped.
func (s *Scenario) Pause(d time.Duration) error {
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
func (s *Scenario) Again(began time.Time) error {
	return s.Pause(min(max(time.Since(began)/10, 10*time.Millisecond), 200*time.Millisecond))
}

func ms(began time.Time) float64 { return float64(time.Since(began)) / float64(time.Millisecond) }

// spend adds the time since began to one of the scene's accounts.
func (s *Scenario) Spend(account *float64, began time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	*account += ms(began)
}
