package journal

import (
	"bytes"
	"encoding/json"

	"sparring/mock/journal/secret"
)

// Command is a call of the control API that changed the world. The entry's operation names it: "plant", "switches",
// "advance", "add" and so on, or the event that was raised.
type Command struct {
	Asked  json.RawMessage `json:"asked"`
	Result json.RawMessage `json:"result,omitempty"`
}

// The operations of the entries of kind EventRaised that are not events.
const (
	OperationPlant    = "plant"
	OperationSwitches = "switches"
)

// Event is an event that was raised.
type Event struct {
	Name   string
	Args   json.RawMessage
	Result json.RawMessage
}

// Raised returns the event that an entry is about, false if it is about anything else.
func (e *Entry) Raised() (Event, bool) {
	var asked struct {
		Args json.RawMessage `json:"args"`
	}
	if e.Kind != EventRaised || e.Operation == OperationPlant || e.Operation == OperationSwitches || !e.asked(&asked) {
		return Event{}, false
	}
	return Event{Name: e.Operation, Args: asked.Args, Result: e.Event.Result}, true
}

// Planted returns the size of the facts that an entry is about, in bytes, false if it is about anything else.
func (e *Entry) Planted() (int, bool) {
	var asked struct {
		Bytes int `json:"bytes"`
	}
	ok := e.Kind == EventRaised && e.Operation == OperationPlant && e.asked(&asked)
	return asked.Bytes, ok
}

// Switched returns the switches that an entry is about, by API and name, false if it is about anything else.
func (e *Entry) Switched() (json.RawMessage, bool) {
	var asked struct {
		Switches json.RawMessage `json:"switches"`
	}
	ok := e.Kind == EventRaised && e.Operation == OperationSwitches && e.asked(&asked)
	return asked.Switches, ok
}

// Move is a change of the clock. What was not asked for is empty.
type Move struct {
	Advance, Set string
	Now          string // world time afterwards, RFC 3339; empty if the entry has no result
	Fired        int    // how many timers fired
}

// Moved returns the change of the clock that an entry is about, false if it is about anything else.
func (e *Entry) Moved() (Move, bool) {
	var asked struct {
		Advance string `json:"advance"`
		Set     string `json:"set"`
	}
	if e.Kind != ClockMove || !e.asked(&asked) {
		return Move{}, false
	}
	var result struct {
		Now   string `json:"now"`
		Fired int    `json:"fired"`
	}
	_ = decode(e.Event.Result, &result) // missing: the fields stay empty
	return Move{Advance: asked.Advance, Set: asked.Set, Now: result.Now, Fired: result.Fired}, true
}

// RuleChange is what became of a fault rule: the entry's operation names it, "add", "remove", "release" or "clear".
type RuleChange struct {
	ID    string         // of "add" the id that the rule got
	Match map[string]any // of "add", as the other fields: what was asked
	Fault map[string]any
	Times *int // nil: not asked for
	After int
}

// Ruled returns the change of a fault rule that an entry is about, false if it is about anything else. Numbers are
// json.Number.
func (e *Entry) Ruled() (RuleChange, bool) {
	var asked struct {
		ID    string         `json:"id"`
		Match map[string]any `json:"match"`
		Fault map[string]any `json:"fault"`
		Times *int           `json:"times"`
		After int            `json:"after"`
	}
	if e.Kind != Fault || !e.asked(&asked) {
		return RuleChange{}, false
	}
	out := RuleChange{ID: asked.ID, Match: asked.Match, Fault: asked.Fault, Times: asked.Times, After: asked.After}
	var result struct {
		ID string `json:"id"`
	}
	if decode(e.Event.Result, &result) == nil && result.ID != "" {
		out.ID = result.ID
	}
	return out, true
}

// asked reads what was asked, and reports whether it is there and fits.
func (e *Entry) asked(into any) bool { return e.Event != nil && decode(e.Event.Asked, into) == nil }

func decode(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	return d.Decode(into)
}

// mask marks the secrets of a command in a copy.
func (c *Command) mask(m *secret.Masker) *Command {
	if c == nil {
		return nil
	}
	return &Command{Asked: m.JSON(c.Asked), Result: m.JSON(c.Result)}
}
