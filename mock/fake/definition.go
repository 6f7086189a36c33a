package fake

import (
	"encoding/json"

	"sparring/mock/input"
	"sparring/mock/journal"
	"sparring/mock/journal/secret"
	"sparring/mock/limit"
	"sparring/mock/world"
)

// Definition describes a fake. F is its facts, a pointer to a struct of tables and values; X is its view of one
// transaction, a pointer to a struct that embeds Tx and F. Functions that take an X run in a transaction of their own.
type Definition[F any, X Exchange] struct {
	Name          string // of the API, and the first part of its paths
	Base          string // see world.API, here and below
	Switches      *Switches
	Contradiction func(value func(name string) any) (name, reason string)
	BodySize      func(name string, value int64) int64
	Secrets       secret.Positions
	Bounds        []limit.Bound
	Warnings      []string
	Reasons       []world.Reason
	Findings      []world.Reason
	Code          func(e *journal.Entry) string

	Operations []Operation[X]
	Events     []Event[X]

	// Facts declares the tables and values of a store. It is called for each world, and for each state that is planted.
	Facts func(s *Store) F
	// Begin returns the view of a transaction. The kit fills in its Tx.
	Begin func(facts F) X
	// Seed puts the facts that a new world has.
	Seed func(x X)
	// Mark lets the journal mark all secrets of the facts, by Tx.Secret: of a new world, a planted state, a fork.
	Mark func(x X)
	// Admit checks what comes before the handler: credentials, rate limits.
	Admit func(x X, op *Operation[X]) error
	// Miss answers a request that no operation fits, as the vendor would.
	Miss func(x X, m world.Miss) (Response, error)
	// Fail answers with an error code of the catalogue. It handles the request only for a code of Warnings.
	Fail func(x X, code string) (Response, error)
	// Refuse answers with an HTTP status that no code of the catalogue need have: a fault's 429 or 503.
	Refuse func(x X, status int) (Response, error)
	// Render writes a refusal in the vendor's envelope.
	Render func(x X, r *Refusal) Response
	// Finish completes every response; nil if there is nothing to complete.
	Finish func(x X, r Response) Response
	// Expire ends the credential of the request; an error says why there is no such credential.
	Expire func(x X, reason string) error
	// Fire does what is due at x.Now() and returns how many facts that were; nil if the fake has no Due.
	Fire func(x X) int
	// Credentials returns what a user of the client under test would have.
	Credentials func(x X) map[string]string
	// State returns all facts in the form of the control API: a struct that is not changed afterwards.
	State func(x X) any
	// Plant reads a state; load puts it into empty tables. Strict makes one.
	Plant func(state json.RawMessage) (load func(x X), err error)
}

// Access says what credential an operation takes.
type Access uint8

// The kinds of access.
const (
	Open       Access = iota // none
	Credential               // Admit refuses a request without a live one
	Optional                 // the handler looks at it: it can be ended, but its end is not an error
)

// Operation is one operation of the API's document.
type Operation[X any] struct {
	ID     string
	Access Access
	Handle func(x X) (Response, error)
}

// Event is something that happens outside HTTP and that the control API raises. An error changes nothing: Impossible in
// this state, or a *world.ArgError.
type Event[X any] struct {
	world.Event
	Raise func(x X, args world.Args) (result any, err error)
}

// Strict returns the Plant of a definition: the state is decoded strictly into an S and checked by the rules, complete
// fills in what may be left out (nil if nothing may), and load puts it into the tables.
func Strict[X Exchange, S any](
	rules *input.Compiled, complete func(s *S) error, load func(x X, s *S),
) func(json.RawMessage) (func(X), error) {
	return func(data json.RawMessage) (func(X), error) {
		s := new(S)
		if err := input.Decode(data, s); err != nil {
			return nil, err
		}
		if err := rules.Check(s); err != nil {
			return nil, err
		}
		if complete != nil {
			if err := complete(s); err != nil {
				return nil, err
			}
		}
		return func(x X) { load(x, s) }, nil
	}
}

// API returns the description of a fake for the server.
func API[F any, X Exchange](d *Definition[F, X]) *world.API {
	a := &world.API{
		Name: d.Name, Base: d.Base, Switches: d.Switches.List(), Contradiction: d.Contradiction, BodySize: d.BodySize,
		Secrets: d.Secrets, Bounds: d.Bounds, Warnings: d.Warnings, Reasons: d.Reasons, Findings: d.Findings,
		Code: d.Code,
	}
	operations := make(map[string]*Operation[X], len(d.Operations))
	for i := range d.Operations {
		op := &d.Operations[i]
		operations[op.ID] = op
		a.Operations = append(a.Operations, op.ID)
	}
	for _, e := range d.Events {
		a.Events = append(a.Events, e.Event)
	}
	a.Credential = func(id string) bool { op := operations[id]; return op != nil && op.Access != Open }
	a.New = func(w *world.World) world.Fake { return newFake(d, a, operations, w) }
	return a
}
