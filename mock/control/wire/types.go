// Package wire is the JSON of the control API: what its server reads and writes, and what its client does. It has no
// behaviour but that of its types.
package wire

import (
	"encoding/json"
	"fmt"
	"time"

	"sparring/mock/fault"
	"sparring/mock/input"
	"sparring/mock/journal"
)

// Prefix is the path of the control API.
const Prefix = "/_sparring/v1"

// Health reports whether the server is ready, and why not. The version is for callers with the token, if there is one.
type Health struct {
	Ready   bool   `json:"ready"`
	Reason  string `json:"reason,omitempty"`
	Version string `json:"version,omitempty"`
}

// Why a server is not ready: it is ending, or its store takes no changes.
const (
	Ending    = "ending"
	StoreDown = "store"
)

// Modes of a clock.
const (
	FrozenMode  = "frozen"
	RunningMode = "running"
)

// ClockSetting is a clock in a request: "frozen", "running" or {mode, scale}. The zero Scale means 1.
type ClockSetting struct {
	Mode  string
	Scale float64 // world seconds per wall second

	object bool // was read from {mode, scale}
}

// ModeAt is the place of the mode in the setting as it was read: a JSON pointer that begins there.
func (s ClockSetting) ModeAt() string {
	if s.object {
		return "/mode"
	}
	return ""
}

// MarshalJSON writes the short form if the scale is 1.
func (s ClockSetting) MarshalJSON() ([]byte, error) {
	if s.Scale == 0 || s.Scale == 1 {
		return json.Marshal(s.Mode)
	}
	return json.Marshal(clockObject{Mode: s.Mode, Scale: &s.Scale})
}

type clockObject struct {
	Mode  string   `json:"mode"`
	Scale *float64 `json:"scale,omitempty"`
}

// UnmarshalJSON takes both forms. The server checks mode and scale, but for a scale that is written and is not
// positive, which would be taken for the default. Errors: *input.Error.
func (s *ClockSetting) UnmarshalJSON(data []byte) error {
	*s = ClockSetting{}
	switch data[0] {
	case '"':
		return json.Unmarshal(data, &s.Mode)
	case '{':
	default:
		return &input.Error{Reason: fmt.Sprintf("expected \"frozen\", \"running\" or {mode, scale}, got %s", data)}
	}
	var o clockObject
	if err := input.DecodeCall(data, &o); err != nil {
		return err
	}
	s.Mode, s.object = o.Mode, true
	if o.Scale != nil {
		if *o.Scale <= 0 {
			return &input.Error{Pointer: "/scale", Reason: fmt.Sprintf("expected a number above 0, got %v", *o.Scale)}
		}
		s.Scale = *o.Scale
	}
	return nil
}

// Switches are readings by API and name: booleans, texts, integers; durations are Go durations as texts.
type Switches map[string]map[string]any

// WorldRequest asks for a world. Everything left out takes the defaults of the server.
type WorldRequest struct {
	ID       string        `json:"id,omitempty"`    // [a-z0-9][a-z0-9-]{0,62}; the server finds one
	Label    string        `json:"label,omitempty"` // what people call it
	Seed     *uint64       `json:"seed,omitempty"`
	At       *time.Time    `json:"at,omitempty"` // world time
	Clock    *ClockSetting `json:"clock,omitempty"`
	Switches Switches      `json:"switches,omitempty"`
	Listen   bool          `json:"listen,omitempty"` // an own port for each API
	TTL      *Duration     `json:"ttl,omitempty"`    // without use, in wire time, the world is deleted; nil: never
}

// WorldChange changes switches of a world, its label or both, all or nothing.
type WorldChange struct {
	Label    *string  `json:"label,omitempty"` // nil: stays; empty: none
	Switches Switches `json:"switches,omitempty"`
}

// ForkRequest asks for a copy of a world.
type ForkRequest struct {
	ID     string `json:"id,omitempty"`
	Listen bool   `json:"listen,omitempty"`
}

// World is a world as its test's author sees it.
type World struct {
	ID          string                       `json:"id"`
	Label       string                       `json:"label,omitempty"` // what people call it
	Seed        uint64                       `json:"seed"`
	URLs        map[string]string            `json:"urls"`        // by API: what a client is configured with
	Credentials map[string]map[string]string `json:"credentials"` // by API: what its user would have
	Clock       Clock                        `json:"clock"`
	Switches    Switches                     `json:"switches"`
	TTL         *Duration                    `json:"ttl,omitempty"` // as it was asked for
	Closed      bool                         `json:"closed"`
}

// Worlds is a list of worlds.
type Worlds struct {
	Worlds []World `json:"worlds"`
}

// Clock is world time.
type Clock struct {
	Now     time.Time `json:"now"`
	Mode    string    `json:"mode"`
	Scale   float64   `json:"scale"`
	Fired   int       `json:"fired"`         // due facts that fired through this call
	Pending int       `json:"pending"`       // due facts still to come
	Due     []Due     `json:"due,omitempty"` // read by itself: what each API has due
}

// Due is what one API has due.
type Due struct {
	API     string    `json:"api"`
	At      time.Time `json:"at"`      // the earliest due time, world time
	Pending int       `json:"pending"` // due facts of the API still to come
}

// ClockChange moves a clock (Advance or Set), sets its mode, or both; then the mode is set first.
type ClockChange struct {
	Advance *Duration  `json:"advance,omitempty"`
	Set     *time.Time `json:"set,omitempty"`
	Mode    string     `json:"mode,omitempty"`
	Scale   *float64   `json:"scale,omitempty"`
}

// Duration is a Go duration as a text: "1h30m".
type Duration time.Duration

// MarshalJSON writes the text.
func (d Duration) MarshalJSON() ([]byte, error) { return json.Marshal(time.Duration(d).String()) }

// UnmarshalJSON reads the text.
func (d *Duration) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return fmt.Errorf("expected a duration such as \"30s\" or \"1h\", got %s", data)
	}
	parsed, err := time.ParseDuration(text)
	if err != nil {
		return fmt.Errorf("expected a duration such as \"30s\" or \"1h\", at most \"2562047h\", got %q", text)
	}
	*d = Duration(parsed)
	return nil
}

// Event happens outside HTTP. An object left out of the arguments means the newest.
type Event struct {
	API   string         `json:"api"`
	Event string         `json:"event"`
	Args  map[string]any `json:"args,omitempty"`
}

// EventResult is what an event gave, and the seq of its journal entry.
type EventResult struct {
	Seq    int64           `json:"seq"`
	Result json.RawMessage `json:"result"`
}

// FaultRequest asks for a fault rule.
type FaultRequest struct {
	Match fault.Match `json:"match"`
	After int         `json:"after,omitempty"` // matches that are skipped first
	Times *int        `json:"times,omitempty"` // how often it fires at most; nil means 1, 0 until removed
	Fault fault.Spec  `json:"fault"`
}

// FaultRule is a rule as the server keeps it.
type FaultRule = fault.Rule

// Faults are the rules of a world in order of creation.
type Faults struct {
	Faults []FaultRule `json:"faults"`
}

// Release lets held requests go: all at once if Entries is nil, otherwise the entries named, one after the other.
type Release struct {
	Entries []int64 `json:"entries,omitzero"`
}

// Released are the seqs of the requests let go, in this order.
type Released struct {
	Released []int64 `json:"released"`
}

// Values are texts that may be secrets of a world.
type Values struct {
	Values []string `json:"values"`
}

// Marks are the marks of values in the journal, in their order; empty for a value that is not a secret.
type Marks struct {
	Marks []string `json:"marks"`
}

// Message is one SMS or push.
type Message struct {
	Seq       int64           `json:"seq"`
	WorldTime time.Time       `json:"world_time"`
	API       string          `json:"api"`
	Kind      string          `json:"kind"` // "sms" or "push"
	To        string          `json:"to"`
	Device    string          `json:"device,omitempty"` // that a push goes to
	Token     string          `json:"token,omitempty"`  // of that device
	Sender    string          `json:"sender,omitempty"`
	Text      string          `json:"text,omitempty"`
	Payload   json.RawMessage `json:"payload,omitempty"`
}

// Outbox is what a world sent by SMS and push, oldest first.
type Outbox struct {
	Messages []Message `json:"messages"`
	Dropped  int64     `json:"dropped"` // the oldest messages that were dropped
}

// RecordRequest asks for what was done in a world as a scenario.
type RecordRequest struct {
	Entries  []int64 `json:"entries,omitzero"`   // seqs; nil: all
	Language string  `json:"language,omitempty"` // "en" or "ru"; empty: "en"
	Title    string  `json:"title,omitempty"`
}

// Recorded is a scenario made of a journal.
type Recorded struct {
	Feature string    `json:"feature"`  // the text of a feature
	Steps   []string  `json:"steps"`    // lines of the entries alone, without what makes a scenario of them
	LeftOut []LeftOut `json:"left_out"` // what no sentence says
}

// LeftOut is an entry that is not part of a scenario.
type LeftOut struct {
	Seq    int64  `json:"seq"`
	Reason string `json:"reason"`
}

// Summary judges a closed world.
type Summary struct {
	journal.Summary
	UnfiredRules []FaultRule `json:"unfired_rules"`
}
