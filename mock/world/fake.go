package world

import (
	"encoding/json"
	"net/http"
	"time"

	"sparring/mock/clock"
	"sparring/mock/journal"
	"sparring/mock/journal/secret"
	"sparring/mock/limit"
	"sparring/mock/message"
	"sparring/mock/outbound"
	"sparring/mock/param"
)

// API describes a fake: what it is made of and what can be set and raised. It is the same in every world.
type API struct {
	Name     string
	Switches param.List
	// Contradiction names a switch whose value contradicts another one's, with the reason; nil or "" if all agree.
	// An int is an int64.
	Contradiction func(value func(name string) any) (name, reason string)
	// BodySize is how many bytes a value of an int switch allows in a request's body, which must fit what the server
	// reads; 0 if the switch does not limit bodies, negative if the number is too great. Nil: no switch limits bodies.
	BodySize func(name string, value int64) int64
	Events   []Event
	Secrets  secret.Positions
	Bounds   []limit.Bound // of everything that grows in the fake
	Base     string        // the vendor's base path that clients are configured with: "/v2" for radist, else empty
	// Operations names the operations that the fake handles, by the ids of its documents.
	Operations []string
	// Credential reports whether requests of the operation carry a credential that can be ended.
	Credential func(operation string) bool
	// Warnings are the error codes that come with success. A fault rule that forces one lets the request be handled.
	Warnings []string
	// Passed says that requests are passed on to a real server: nothing can be planted, raised or ended here.
	Passed bool
	// Reasons explains each code that the fake puts under why. The codes of the document's errors need no entry.
	Reasons []Reason
	// Findings explains each code of a finding that the fake's own rules make and no document does.
	Findings []Reason
	// Code returns the vendor's error code in the response of an entry, empty if it carries none.
	Code func(e *journal.Entry) string
	New  func(w *World) Fake
}

// Reason is a code of journal.Why and what it means: when it comes and, if it is not plain, what to do.
type Reason [2]string

// Bound returns the index of the bound of a store, -1 if it has no bound.
func (a *API) Bound(store string) int {
	for i := range a.Bounds {
		if a.Bounds[i].Name == store {
			return i
		}
	}
	return -1
}

// Meter returns the meter of a store in a world, by the name under which its bound is declared. Call it while making
// the fake; a name that is not declared is a bug of the fake.
func (a *API) Meter(w *World, store string) *limit.Meter {
	i := a.Bound(store)
	if i < 0 {
		panic("no bound of " + a.Name + " has the name " + store)
	}
	return w.Ledger.Meter(a.Name, &a.Bounds[i])
}

// Fake is one API with state. State changes happen under the fake's own lock; no call out is made under it.
type Fake interface {
	clock.Source
	API() *API
	// Handle answers a request for an operation.
	Handle(r *Request) Answer
	// Miss answers a request that no operation fits, as the vendor would.
	Miss(r *Request, m Miss) Answer
	// Fail writes the vendor's answer for an error code of the catalogue, without handling the request. One of the
	// API's Warnings comes with success: the request is handled, and what the code's description says holds.
	Fail(r *Request, code string) Answer
	// Refuse writes the vendor's error for an HTTP status that no code of the catalogue need have (a fault's 429 or
	// 503), in the dialect of the request's operation or path.
	Refuse(r *Request, status int) Answer
	// Expire ends the credential of this request for a reason: "time", "count" or "revoked". An error says why it has
	// no credential.
	Expire(r *Request, reason string) error
	// Event raises what happens outside HTTP. Arguments were checked against the API's Events. Errors: *Refusal if it
	// is impossible in this state; then nothing has changed.
	Event(name string, args Args) (result any, err error)
	// State returns all facts, JSON-serialisable, as Plant takes them back.
	State() any
	// Plant replaces all facts, all or nothing. Errors say what was expected, what came, and where (a JSON pointer).
	Plant(state json.RawMessage) error
	// CopyTo gives all facts to the fake of the same API in a fork of the world. Records are shared, so that it costs
	// little.
	CopyTo(to Fake) error
	// Held returns about how many bytes the facts take.
	Held() int64
	// Credentials are what a user of the client under test would have.
	Credentials() map[string]string
}

// Request is a request as a fake sees it.
type Request = message.Request

// Miss says what the router found instead of an operation.
type Miss struct {
	Allow   []string // methods that the path takes; empty if the path is unknown
	Nearest string   // id of the operation whose path is nearest
	// Match returns the operation that another path would reach, and the methods that it takes.
	Match func(method, path string) (operation string, allow []string)
}

// Answer is a fake's response, with what the journal says about it.
type Answer struct {
	message.Response
	Stream   *Stream // instead of Body: a stream of messages, open until either side ends it
	Why      []journal.Why
	Findings []journal.Finding
	// Operation corrects the journal's operation if Miss answers for one (a redirect to its proper path). Such an
	// entry is not counted as unmatched.
	Operation string
	// Arbitrary says that the answer breaks the document on purpose (an event asked for it), so it is not a defect of
	// ours. If the world itself called this fake as a service, it is judged like any service's answer.
	Arbitrary bool
	// Passed says that a real server gave the answer, and is at fault if it breaks the document.
	Passed bool

	// Of a request that is handled in steps: what the fake waits for.
	LookUp *LookUp // a call, whose response goes on to the answer
	Late   bool    // the answer comes when the client has left
}

// LookUp is a call on which an answer depends.
type LookUp struct {
	Call outbound.Call
	Then func(reply outbound.Reply, err error) Answer
}

// Stream is an answer that goes on. The chain writes what Pull returns, at once and after every wake.
type Stream struct {
	Wake      <-chan struct{}                      // has an element or is closed when Pull may have something new
	Pull      func() (messages [][]byte, end bool) // framed messages in order; end closes the stream after them
	Heartbeat time.Duration                        // wire time without a message until Beat is written; 0 never
	Beat      []byte
	Close     func() // called once when the stream has ended
}

// StatusText is the standard text of an HTTP status, "Error" for a status without one.
func StatusText(status int) string {
	if text := http.StatusText(status); text != "" {
		return text
	}
	return "Error"
}

// Refusal is an error of an event that is impossible in the present state (409).
type Refusal struct{ Message string }

// Error is the message.
func (r *Refusal) Error() string { return r.Message }
