package clock

import (
	"fmt"
	"time"
)

// PastError is returned when a clock is asked to go back.
type PastError struct {
	Now, Asked time.Time
	By         time.Duration // if it was asked to advance by a negative duration
}

// Error says so.
func (e *PastError) Error() string { return "world time never goes back: " + e.Detail() }

// Detail says what was asked for.
func (e *PastError) Detail() string {
	if e.By != 0 {
		return "advance by " + e.By.String()
	}
	return fmt.Sprintf("it is %s, asked for %s", e.Now.Format(time.RFC3339Nano), e.Asked.UTC().Format(time.RFC3339Nano))
}

// SettingError is returned for an unknown mode, a scale that does not fit, and a time beyond the span.
type SettingError struct {
	Setting       string // "mode", "scale" or "time"
	Expected, Got string
}

// Error says what was expected.
func (e *SettingError) Error() string { return "the clock's setting does not fit: " + e.Detail() }

// Detail says what was expected for the setting.
func (e *SettingError) Detail() string {
	return fmt.Sprintf("%s: expected %s, got %s", e.Setting, e.Expected, e.Got)
}

// In words for messages: the times that world time may be, and the scales that a clock may run at.
const (
	Span   = "from 1970 to 2261" // what nanoseconds can count, with room to move
	Scales = "above 0 and at most 1000000"
)

// InSpan reports whether world time may be at.
func InSpan(at time.Time) bool {
	at = at.UTC()
	return at.Year() >= 1970 && !at.After(last())
}

// IsScale reports whether a clock may run at a scale.
func IsScale(scale float64) bool { return scale > 0 && scale <= 1e6 }
