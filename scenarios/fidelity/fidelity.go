// Package fidelity judges whether anything was lost, invented or leaked between a client's caller and the wire. Each
// ability declares where its arguments and values are on the wire; from that, and a record of calls and exchanges,
// Judge finds four kinds of difference:
//
//   - down: what the caller was told is not what the server has said;
//   - up: what the caller gave is not what was sent, or something was sent that nobody asked for;
//   - apart: what belongs to one call or account appears in another's;
//   - inside: a secret is in an error's text, in values, on stderr, or in a request to another host.
//
// What an exchange belongs to follows from the time of the call, the operation, and, if calls overlap, the arguments
// that the request carries. Where that leaves more than one possibility, all of them are right. A response that a
// fault shaped counts as it was sent; one that did not arrive whole counts for nothing.
package fidelity

import (
	"sparring/mock/journal"
	"sparring/scenarios/verdict"
)

// Call is one call of an ability and what the client reported of it.
type Call struct {
	API     string
	Ability string // "bonder.saveCard"
	Args    map[string]any
	// Credentials are those that came with the call.
	Credentials map[string]string
	// After is the last seq of the journal before the call, Until the last one when the client had reported. Until is
	// negative for a call that has not ended.
	After, Until int64
	// Answers are what users have entered when the client asked them, by what it asked for.
	Answers map[string][]string
	OK      bool
	Values  map[string]any // of a success; code, message and advice of a failure
}

// Record is what is judged.
type Record struct {
	Entries []journal.Entry // in order of seq
	Calls   []Call          // in the order in which the client was asked
	Log     string          // what the client wrote to stderr
	// Shown returns a text as the journal shows it: what is secret in it is a mark.
	Shown func(text string) string
	// Secrets are what must not be told.
	Secrets []string
}

// The ids of the four kinds.
const (
	Down   = "fidelity.down"
	Up     = "fidelity.up"
	Apart  = "fidelity.apart"
	Inside = "fidelity.inside"
)

// texts are what the kinds demand.
var texts = map[string]string{
	Down:   "the caller is told what the server has said, and nothing else",
	Up:     "what the caller gives is sent whole, where it belongs, and nothing else",
	Apart:  "what belongs to one call or account stays apart from every other",
	Inside: "secrets stay inside the client",
}

// Result is what Judge found.
type Result struct {
	Checks []*verdict.Check
	// LeftOut are the optional values that a client did not tell although the server had said something, as
	// "bonder.saveCard warnings": they are unjudged.
	LeftOut []string
	// Told are the optional values that it told.
	Told []string
}

// Judge judges a record by declarations.
func Judge(r *Record, all []API) Result {
	j := &judge{Record: r, all: all, bodies: map[key]any{}}
	for _, api := range all {
		j.api = api
		for i := range r.Calls {
			if c := &r.Calls[i]; c.API == api.Name {
				j.call(c)
			}
		}
		j.apart()
		j.credentials()
	}
	j.inside()
	return j.Result
}

// judge holds what is needed while a record is judged.
type judge struct {
	*Record
	Result

	all    []API
	api    API
	bodies map[key]any // that have been decoded
}

// call judges one call.
func (j *judge) call(c *Call) {
	ability, declared := j.api.ability(c.Ability)
	if !declared || c.Until < 0 {
		return
	}
	t := j.attribute(c, ability)
	if c.OK {
		j.down(t)
	}
	j.up(t)
	j.answers(t)
}
