package client

import "strings"

// Problem is an error of the control API (RFC 9457).
type Problem struct {
	Type   string   `json:"type"` // URN and one of the codes below: stable
	Title  string   `json:"title"`
	Status int      `json:"status"`
	Detail string   `json:"detail,omitempty"`
	Hint   string   `json:"hint,omitempty"`  // what to do about it
	Field  string   `json:"field,omitempty"` // where it was wrong: JSON pointer into the body, query/NAME, header/NAME
	Known  []string `json:"known,omitempty"` // what exists instead
}

// URN is what every problem's type begins with.
const URN = "urn:sparring:problem:"

// The codes of problems: the part of a type behind URN.
const (
	MalformedJSON    = "malformed-json"
	Unauthorized     = "unauthorized"
	ForeignOrigin    = "foreign-origin"
	ForeignHost      = "foreign-host"
	UnknownPath      = "unknown-path"
	UnknownWorld     = "unknown-world"
	UnknownAPI       = "unknown-api"
	UnknownDocument  = "unknown-document"
	UnknownEvent     = "unknown-event"
	UnknownFault     = "unknown-fault"
	MethodNotAllowed = "method-not-allowed"
	WorldTaken       = "world-taken"
	WorldClosed      = "world-closed"
	ImpossibleEvent  = "impossible-event"
	BodyTooLarge     = "body-too-large"
	UnknownField     = "unknown-field"
	BadValue         = "bad-value"
	BadQuery         = "bad-query"
	BadSwitch        = "bad-switch"
	BadArgument      = "bad-argument"
	BadClock         = "bad-clock"
	ClockPast        = "clock-past"
	BadState         = "bad-state"
	BadFault         = "bad-fault"
	BadRelease       = "bad-release"
	Internal         = "internal"
	NotReady         = "not-ready"
	Full             = "full"
)

// Code is the part of the type that tells problems apart.
func (p *Problem) Code() string { return strings.TrimPrefix(p.Type, URN) }

// Error tells what is wrong, what exists and what to do.
func (p *Problem) Error() string {
	msg := p.Title
	if p.Detail != "" {
		msg += ": " + p.Detail
	}
	if len(p.Known) > 0 {
		msg += "; known: " + strings.Join(p.Known, ", ")
	}
	if p.Hint != "" {
		msg += " (" + p.Hint + ")"
	}
	return msg
}
