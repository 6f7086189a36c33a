package main

import (
	"bytes"
	"log/slog"
	"os"
	"strings"
	"testing"
)

// Colours are for terminals only, and for those that want them.
func TestLogColours(t *testing.T) {
	t.Setenv("CI", "")
	t.Setenv("TERM", "xterm")
	t.Setenv("NO_COLOR", "")
	screen, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("no terminal can be had here: %v", err)
	}
	defer screen.Close()
	if !coloured(screen) {
		t.Error("a terminal gets no colours")
	}
	if coloured(&bytes.Buffer{}) {
		t.Error("what is not a file gets colours")
	}
	file, err := os.Create(t.TempDir() + "/log")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if coloured(file) {
		t.Error("a file gets colours")
	}
	for _, of := range []string{"NO_COLOR=1", "TERM=dumb", "CI=true"} {
		t.Run(of, func(t *testing.T) {
			name, value, _ := strings.Cut(of, "=")
			t.Setenv(name, value)
			if coloured(screen) {
				t.Errorf("a terminal gets colours with %s", of)
			}
		})
	}
}

// A refusal stands out from what went well, whatever its status; without colours the line is the same text.
func TestLogLine(t *testing.T) {
	facts := func(status, code string) []any {
		return []any{"world", "default", "entry", 1, "method", "GET", "path", "/bonder/users/1", "api", "bonder",
			"operation", "getCard",
			"status", status, "code", code, "why", "", "duration_ms", 1.5, "text", ""}
	}
	for _, c := range []struct{ status, code, colour string }{
		{"200", "", green}, {"200", "DATABASE_ERROR", yellow}, {"404", "", yellow}, {"503", "", red},
		{"reset", "", red},
	} {
		var out, bare bytes.Buffer
		slog.New(&lineHandler{out: &out, colour: true}).Info("exchange", facts(c.status, c.code)...)
		slog.New(&lineHandler{out: &bare}).Info("exchange", facts(c.status, c.code)...)
		if !strings.Contains(out.String(), c.colour+c.status) {
			t.Errorf("%s %s: no colour %q in %q", c.status, c.code, c.colour, out.String())
		}
		text := out.String()
		for _, code := range []string{plain, dim, red, green, yellow} {
			text = strings.ReplaceAll(text, code, "")
		}
		if text[9:] != bare.String()[9:] || strings.Contains(text, "\x1b") {
			t.Errorf("%q is %q without colours", bare.String(), text)
		}
	}
}
