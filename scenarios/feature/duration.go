package feature

import "time"

// Duration reads a duration such as "90s". Errors: *UsageError.
func Duration(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		return 0, Usagef(`expected a duration such as "90s" or "1h30m", got %q`, text)
	}
	return d, nil
}
