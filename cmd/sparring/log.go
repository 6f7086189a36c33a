package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"sparring/mock"
	"sparring/scenarios/verdict/report/columns"
)

// The forms of the log.
const (
	textLog = "text"
	jsonLog = "json"
)

// newLog makes the log of serve: lines for people, coloured on a terminal, or JSON. Quiet leaves out what is not wrong.
func newLog(form string, quiet bool, out io.Writer) (*slog.Logger, error) {
	least := slog.LevelInfo
	if quiet {
		least = slog.LevelWarn
	}
	switch form {
	case jsonLog:
		return slog.New(slog.NewJSONHandler(out, &slog.HandlerOptions{Level: least})), nil
	case textLog:
		return slog.New(&lineHandler{out: out, least: least, colour: coloured(out)}), nil
	}
	return nil, fmt.Errorf("--log %q: expected text or json", form)
}

// coloured reports whether out is a terminal whose user has nothing against colours (no-color.org).
func coloured(out io.Writer) bool { return terminal(out) && os.Getenv("NO_COLOR") == "" }

// Colours of a terminal.
const (
	plain  = "\x1b[0m"
	dim    = "\x1b[2m"
	red    = "\x1b[31m"
	green  = "\x1b[32m"
	yellow = "\x1b[33m"
)

// lineHandler prints one readable line per record.
type lineHandler struct {
	mu     sync.Mutex
	out    io.Writer
	least  slog.Level
	colour bool
}

// Enabled reports whether a level is printed.
func (h *lineHandler) Enabled(_ context.Context, l slog.Level) bool { return l >= h.least }

// Handle prints an entry of a journal in columns, anything else as its message with the attributes behind it.
func (h *lineHandler) Handle(_ context.Context, r slog.Record) error {
	facts := map[string]slog.Value{}
	var rest []string
	r.Attrs(func(a slog.Attr) bool {
		facts[a.Key] = a.Value
		if v := a.Value.String(); v != "" {
			rest = append(rest, a.Key+" "+printable(v))
		}
		return true
	})
	line := h.painted(dim, r.Time.Format("15:04:05")) + " "
	if _, ok := facts["duration_ms"]; ok {
		line += h.entry(r.Message, facts)
	} else {
		message := printable(r.Message)
		if len(rest) > 0 {
			message += "  [" + strings.Join(rest, " ") + "]"
		}
		switch {
		case r.Level >= slog.LevelError:
			message = h.painted(red, message)
		case r.Level >= slog.LevelWarn:
			message = h.painted(yellow, message)
		}
		line += message
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	_, err := io.WriteString(h.out, strings.TrimRight(line, " ")+"\n")
	return err
}

// longestText bounds the words behind an entry's columns.
const longestText = 120

// entry is a journal's entry: method, path, operation, status, the vendor's code, why, duration, and what there is to
// say. Nothing of it is cut but the words: a long path moves the columns of its line.
func (h *lineHandler) entry(kind string, facts map[string]slog.Value) string {
	text := func(name string) string { return printable(facts[name].String()) }
	method, operation := text("method"), text("operation")
	if method == "" {
		method = kind // an event, a move of the clock, a fault rule
	}
	if operation == "" {
		operation = "(unmatched)"
	}
	if api := text("api"); api != "" {
		operation = dotted(api, operation)
	}
	colour := green
	status, err := strconv.Atoi(text("status"))
	switch {
	case text("status") == "":
		colour = plain
	case err != nil || status >= 500:
		colour = red
	case status >= 400 || text("code") != "":
		colour = yellow
	}
	outcome := filled(orDash(text("status")), 5) + " " + filled(orDash(text("code")), 25)
	took := time.Duration(facts["duration_ms"].Float64() * float64(time.Millisecond))
	line := filled(method, 6) + " " + filled(orDash(text("path")), 30) + " " + filled(orDash(operation), 26) + " " +
		h.painted(colour, outcome) + " " + filled(orDash(text("why")), 16) + " " + filled(rounded(took), 7)
	words := columns.Fit(text("text"), longestText)
	if world := text("world"); world != "" && world != mock.DefaultWorld {
		words = strings.TrimSpace("[world " + world + "] " + words)
	}
	return line + " " + h.painted(dim, words)
}

// painted colours a text, on a terminal.
func (h *lineHandler) painted(colour, text string) string {
	if !h.colour || text == "" {
		return text
	}
	return colour + text + plain
}

// filled pads a text to a number of columns.
func filled(s string, w int) string { return columns.Pad(s, max(w, columns.Width(s))) }

// rounded is a duration with three digits at most.
func rounded(d time.Duration) string {
	switch {
	case d < 10*time.Millisecond:
		return d.Round(10 * time.Microsecond).String()
	case d < time.Second:
		return d.Round(time.Millisecond).String()
	case d < time.Minute:
		return d.Round(10 * time.Millisecond).String()
	}
	return d.Round(time.Second).String()
}

// WithAttrs and WithGroup are not used by the server's log.
func (h *lineHandler) WithAttrs([]slog.Attr) slog.Handler { return h }

// WithGroup keeps the handler.
func (h *lineHandler) WithGroup(string) slog.Handler { return h }
