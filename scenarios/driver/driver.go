// Package driver makes a client act: it speaks the protocol of PROTOCOL.md (JSON-RPC 2.0, one object a line) with a
// client process over stdin and stdout, with a client over HTTP, or with an adapter in this process. A Starter opens
// one Session a scenario; whatever the client does wrong in between (crash, hang, flood, garbage) comes back as a
// *Failure that names it. The driver knows nothing of scenarios, servers or verdicts.
package driver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Protocol is the version of the protocol that this package speaks.
const Protocol = 1

// Hello is what a client answers to hello.
type Hello struct {
	Name      string   `json:"name"`
	Version   string   `json:"version"`
	Abilities []string `json:"abilities"`
	// TimeoutS is how long the client waits for one answer of a server before it gives up, in seconds; nil if not
	// said.
	TimeoutS *float64 `json:"timeout_s,omitempty"`
	// Keeps says that the client, started again, goes on with what it wrote to the folder that FolderVariable names.
	Keeps bool `json:"keeps,omitempty"`
	// Patience says that the client waits for a whole response no longer than PatienceVariable says, if it is set.
	Patience bool `json:"patience,omitempty"`
	// Untold says that the client does not know hello: it has told nothing about itself.
	Untold bool `json:"-"`
}

// Has reports whether the client has listed an ability; a client that did not answer hello may have any.
func (h *Hello) Has(ability string) bool {
	return h.Untold || slices.Contains(h.Abilities, ability)
}

// Params are the parameters of a call of an ability.
type Params struct {
	BaseURL     string            `json:"base_url"`
	Credentials map[string]string `json:"credentials"`
	Args        map[string]any    `json:"args"`
	// Call and Value are those of <api>.answer, which has them in args as well.
	Call  json.RawMessage `json:"call,omitempty"`
	Value any             `json:"value,omitempty"`
}

// Result is what the client's caller sees.
type Result struct {
	OK     bool           `json:"ok"`
	Values map[string]any `json:"values,omitempty"` // numbers are json.Number
	Error  *Problem       `json:"error,omitempty"`
}

// Problem is how a client reports to its caller that something did not work, and what to do about it.
type Problem struct {
	Code        string   `json:"code"`
	Message     string   `json:"message"`
	Advice      string   `json:"advice"`
	RetryAfterS *float64 `json:"retry_after_s,omitempty"` // seconds
}

// The advice that a client may give its caller.
const (
	RetryNow       = "retry_now"
	RetryLater     = "retry_later"
	Reauthorize    = "reauthorize"
	FixRequest     = "fix_request"
	ContactSupport = "contact_support"
	UnknownOutcome = "unknown_outcome"
	NoAdvice       = "none"
)

// Advices lists the advice of the protocol.
func Advices() []string {
	return []string{RetryNow, RetryLater, Reauthorize, FixRequest, ContactSupport, UnknownOutcome, NoAdvice}
}

// Note is a notification of the client: show {call, what, value}, ask {call, what}, received {what, value}.
type Note struct {
	Method string
	Call   json.RawMessage // id of the call that it belongs to, where told
	What   string
	Value  any
}

// Session is one client under test during one scenario. Calls may overlap. All methods are safe for concurrent use.
type Session interface {
	// Hello introduces us and asks who the client is: once, before any call.
	Hello(ctx context.Context) (Hello, error)
	// Call asks for an ability ("bonder.saveCard") and waits for the result. Errors: *Refusal if the client answered
	// with a JSON-RPC error, *Failure if it misbehaved, also when the deadline of ctx passes.
	Call(ctx context.Context, method string, params Params) (Result, error)
	// Notes returns all notifications so far, in the order in which they came.
	Notes(ctx context.Context) ([]Note, error)
	// Log is what the client said to its people (stderr), bounded.
	Log() string
	// Odd returns the names that the client has used and the protocol does not know.
	Odd() []Oddity
	// Heard returns the notifications that have come so far, without asking the client for more.
	Heard() []Note
	// Close ends the client and everything it started. A *Failure says what was wrong with its end, or what went
	// wrong outside of any call.
	Close() error
}

// Starter opens sessions.
type Starter interface {
	// Start opens a session: a new process, a new connection. ctx ends the session.
	Start(ctx context.Context) (Session, error)
	// String names the client as the user named it.
	String() string
}

// Kind of a failure.
type Kind string

// The ways in which a client can misbehave.
const (
	CannotStart Kind = "cannot start" // no such program, not executable, nobody listens
	Crash       Kind = "crash"        // died by a signal or a panic
	Exit        Kind = "exit"         // ended though it was still needed
	Hang        Kind = "hang"         // did not answer, or did not end, in time
	Flood       Kind = "flood"        // more output than any client needs
	Garbage     Kind = "garbage"      // output that is not JSON-RPC
	Breach      Kind = "breach"       // JSON-RPC, but not this protocol
	Children    Kind = "children"     // left processes behind
	Waiting     Kind = "waiting"      // rightly waits for something that no scenario makes happen
	Unanswered  Kind = "unanswered"   // waits for an answer of its user that no scenario gives
	Lingering   Kind = "patience"     // waits for a response longer than it was told to
)

// Failure says how a client misbehaved.
type Failure struct {
	Kind    Kind
	Message string
	// Undecided says that the client may not be to blame: the machine had no time for it, or nobody answered what it
	// asked.
	Undecided bool
	// Final says that nothing can come from the client any more.
	Final bool
}

// Error returns the kind and what happened.
func (f *Failure) Error() string { return "client " + string(f.Kind) + ": " + f.Message }

func failure(kind Kind, format string, args ...any) *Failure {
	return &Failure{Kind: kind, Message: fmt.Sprintf(format, args...)}
}

// Hung is the failure of a client that has not answered in time. On a crowded machine it is undecided.
func Hung(crowded bool, format string, args ...any) *Failure {
	f := failure(Hang, format, args...)
	if f.Undecided = crowded; crowded {
		f.Message += "; the machine was so busy that the client hardly ran: run it again with fewer --jobs or a " +
			"longer --timeout"
	}
	return f
}

// Refusal is a JSON-RPC error of the client.
type Refusal struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
	// Abilities are those that were refused.
	Abilities []string `json:"-"`
	// Unasked says that the client was not asked: its hello has told already.
	Unasked bool `json:"-"`
	// Known says how it is known that the client does not have them; "" for what Why says by itself.
	Known string `json:"-"`
}

// Lacks is the refusal of a client that does not list abilities.
func Lacks(abilities ...string) *Refusal {
	message := "the client does not list the ability " + strings.Join(abilities, ", nor ")
	return &Refusal{Code: codeNoMethod, Message: message, Abilities: abilities, Unasked: true}
}

// Restart is the name under which reports count scenarios that start the client again.
const Restart = "(restart)"

// KeepsNothing is the refusal of a client that cannot be started again in the middle of a scenario.
func KeepsNothing(why string) *Refusal {
	return &Refusal{
		Code: codeNoMethod, Abilities: []string{Restart}, Unasked: true, Known: why,
		Message: "the client does not have the ability to be started again with what it has kept: " + why,
	}
}

// Why says how it is known that the client does not have an ability.
func (r *Refusal) Why() string {
	if r.Known != "" {
		return r.Known
	}
	if r.Unasked {
		return "not listed in its hello"
	}
	return fmt.Sprintf("answered with the JSON-RPC error %d: %s", r.Code, r.Message)
}

// JSON-RPC error codes that the protocol gives a meaning.
const (
	codeParse     = -32700
	codeRequest   = -32600
	codeNoMethod  = -32601
	codeParams    = -32602
	codeInternal  = -32603
	maxNotes      = 10_000   // notifications a session may send
	maxLine       = 4 << 20  // bytes of one message
	maxOutput     = 64 << 20 // bytes of all messages of a session
	excerptLength = 120
)

// Error returns code and message.
func (r *Refusal) Error() string {
	if r.Unasked {
		return r.Message
	}
	asked := ""
	if len(r.Abilities) > 0 {
		asked = strings.Join(r.Abilities, ", ") + " "
	}
	return fmt.Sprintf("client answered %swith the JSON-RPC error %d: %s", asked, r.Code, r.Message)
}

// NoAbility reports whether err is the answer of a client that does not have an ability (-32601).
func NoAbility(err error) bool {
	var r *Refusal
	return errors.As(err, &r) && r.Code == codeNoMethod
}

// ErrNoAbility is returned by an Adapter that does not have the ability it is asked for.
var ErrNoAbility = errors.New("no such ability")
