package wire

import (
	"encoding/json"

	"sparring/mock/fault"
	"sparring/mock/limit"
	"sparring/mock/param"
)

// APIs is the catalogue of what is faked.
type APIs struct {
	APIs   []API         `json:"apis"`
	Bounds []limit.Bound `json:"bounds"` // of what belongs to no API: worlds, journals, fault rules, …
}

// API is one faked API. Lists are never null.
type API struct {
	Name       string           `json:"name"`
	Documents  []string         `json:"documents"`
	Operations []Operation      `json:"operations"`
	Errors     []ErrorCode      `json:"errors"`
	Switches   param.List       `json:"switches"` // without values, they are empty and not null
	Events     []EventInfo      `json:"events"`
	Faults     []fault.KindInfo `json:"faults"`
	Bounds     []limit.Bound    `json:"bounds"` // of what the fake keeps
}

// Operation is one thing a client can ask for.
type Operation struct {
	ID         string   `json:"id"`
	Document   string   `json:"document,omitempty"`
	Aliases    []string `json:"aliases"`
	Method     string   `json:"method"`
	Path       string   `json:"path"`  // with the API's prefix
	Codes      []string `json:"codes"` // error codes it may answer
	Provenance string   `json:"provenance"`
	Summary    string   `json:"summary,omitempty"`
	Page       bool     `json:"page,omitempty"`
	Stream     bool     `json:"stream,omitempty"`
}

// ErrorCode is one error of the catalogue.
type ErrorCode struct {
	Code       string `json:"code"`
	Status     int    `json:"status"`
	Meaning    string `json:"meaning"`
	Advice     string `json:"advice"`
	Provenance string `json:"provenance"`
	Source     string `json:"source,omitempty"`
}

// EventInfo is something that can be made to happen.
type EventInfo struct {
	Name string     `json:"name"`
	Doc  string     `json:"doc,omitempty"`
	Args []EventArg `json:"args"`
}

// Takes are the arguments of the event.
func (e *EventInfo) Takes() param.List {
	out := make(param.List, len(e.Args))
	for i, arg := range e.Args {
		out[i] = param.Param(arg)
	}
	return out
}

// EventArg is an argument of an event. Its JSON always has the member required.
type EventArg param.Param

// MarshalJSON writes the parameter with its member required.
func (a EventArg) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		param.Param
		Required bool `json:"required"`
	}{param.Param(a), a.Required})
}
