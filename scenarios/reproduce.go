package scenarios

import (
	"fmt"
	"strings"
)

// reproduce returns the command line that runs one scenario again.
func (s *runner) reproduce(c *testCase) string {
	parts := []string{"sparring", "verify", "--scenario", quote(c.Address()), "--seed", fmt.Sprint(s.Seed)}
	for _, name := range s.Profiles {
		parts = append(parts, "--profile", quote(name))
	}
	for _, dir := range s.Features {
		parts = append(parts, "--features", quote(dir))
	}
	if s.Server != "" {
		parts = append(parts, "--server", quote(s.Server))
		if len(s.TLSFlags) > 0 {
			parts = append(parts, Quote(s.TLSFlags))
		}
	}
	if s.now.name != "" {
		for _, text := range strings.Fields(s.now.name) {
			parts = append(parts, "--switch", quote(text))
		}
	}
	if s.Timeout != DefaultTimeout {
		parts = append(parts, "--timeout", s.Timeout.String())
	}
	if s.Command != "" {
		parts = append(parts, s.Command)
	}
	return strings.Join(parts, " ")
}

// quote returns a word as a shell's command line has it.
func quote(text string) string {
	if text != "" && strings.IndexFunc(text, func(r rune) bool {
		plain := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		return !plain && !strings.ContainsRune("-_./:=@%+,", r)
	}) < 0 {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// Quote returns words as a command line.
func Quote(words []string) string {
	var out []string
	for _, w := range words {
		out = append(out, quote(w))
	}
	return strings.Join(out, " ")
}
