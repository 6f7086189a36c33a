package client

import (
	"sparring/mock/fault"
	"sparring/mock/limit"
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
	Switches   []Switch         `json:"switches"`
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

// Switch is a reading that can be chosen.
type Switch struct {
	Name    string   `json:"name"`
	Type    string   `json:"type"`
	Values  []string `json:"values,omitzero"` // of an enum; else empty
	Default any      `json:"default"`
	Doc     string   `json:"doc,omitempty"`
}

// EventInfo is something that can be made to happen.
type EventInfo struct {
	Name string     `json:"name"`
	Doc  string     `json:"doc,omitempty"`
	Args []EventArg `json:"args"`
}

// EventArg is an argument of an event.
type EventArg struct {
	Name     string   `json:"name"`
	Type     string   `json:"type"`
	Required bool     `json:"required"`
	Values   []string `json:"values,omitempty"`
	Doc      string   `json:"doc,omitempty"`
}
