// Package problem is what the server says about itself and about calls that it refuses: problem details (RFC 9457). No
// vendor has such responses.
//
// New is the only way to make one. A type has one status and one title, listed in kinds.go; what varies is in the
// detail, the pointer and the known values.
package problem

import (
	"fmt"
	"slices"
	"strings"
)

// MediaType is the Content-Type of a problem.
const MediaType = "application/problem+json"

// URN is what every problem's type begins with.
const URN = "urn:sparring:problem:"

// Problem is an error that is sent to a caller.
type Problem struct {
	Type   string   `json:"type"` // URN and a code: stable
	Title  string   `json:"title"`
	Status int      `json:"status"`
	Detail string   `json:"detail,omitempty"`
	Hint   string   `json:"hint,omitempty"`  // what to do about it
	Field  string   `json:"field,omitempty"` // the place: JSON pointer into the body, query/NAME, header/NAME
	Known  []string `json:"known,omitempty"` // what exists instead
}

// Kind is a type of problem.
type Kind struct {
	Code    string // the part of the type behind URN
	Status  int
	Title   string
	Hint    string // unless the caller of New adds another
	Control bool   // a response of the control API, described by spec/control.yaml
}

// New makes a problem of a kind. An unknown code is a bug, and reported as one.
func New(code, detail string) *Problem {
	i := slices.IndexFunc(kinds, func(k Kind) bool { return k.Code == code })
	if i < 0 {
		return New(Internal, fmt.Sprintf("there is no kind of problem %q: %s", code, detail))
	}
	k := kinds[i]
	return &Problem{Type: URN + code, Title: k.Title, Status: k.Status, Detail: detail, Hint: k.Hint}
}

// At adds the place of the value that was wrong: a JSON pointer into the body, query/NAME or header/NAME.
func (p *Problem) At(field string) *Problem {
	p.Field = field
	return p
}

// Hinted replaces the hint of the kind.
func (p *Problem) Hinted(format string, args ...any) *Problem {
	p.Hint = fmt.Sprintf(format, args...)
	return p
}

// Knowing names what exists instead.
func (p *Problem) Knowing(known ...string) *Problem {
	p.Known = known
	return p
}

// Code is the part of the type that differs from problem to problem.
func (p *Problem) Code() string { return strings.TrimPrefix(p.Type, URN) }

// Error says what is wrong, what exists and what to do.
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

// Kinds returns every kind of problem, in order of status.
func Kinds() []Kind { return slices.Clone(kinds) }
