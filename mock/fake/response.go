package fake

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"

	"sparring/mock/journal"
	"sparring/mock/message"
	"sparring/mock/outbound"
	"sparring/mock/world"
)

// Request is a request as a fake sees it.
type Request = message.Request

// Response is what a handler returns beside an error. The zero Response is an empty 200.
type Response struct {
	message.Response
	Stream    *world.Stream // instead of a body
	Operation string        // see world.Answer
	Arbitrary bool          // see world.Answer
	// Render makes status, header and body when the fake's lock has been released, for what takes milliseconds: a
	// picture, a page. It depends on what it captured only.
	Render func() message.Response
	// Late lets the response wait until the client leaves or the world ends: a service that hangs.
	Late bool

	lookUp *lookUp
	result any  // of what is not a request
	shared bool // the header belongs to other responses, too
}

// jsonHeader belongs to all JSON responses: most have no other header.
var jsonHeader = http.Header{"Content-Type": {"application/json"}}

// SetHeader sets a header of the response, and deletes other values of it.
func (r *Response) SetHeader(name, value string) {
	r.own()
	r.Header.Set(name, value)
}

// AddHeader adds a header to the response.
func (r *Response) AddHeader(name, value string) {
	r.own()
	r.Header.Add(name, value)
}

// own makes the header the response's own.
func (r *Response) own() {
	if r.shared || r.Header == nil {
		if r.Header = r.Header.Clone(); r.Header == nil {
			r.Header = http.Header{}
		}
		r.shared = false
	}
}

// Shared returns the header of all JSON responses, for a test that nobody has changed it.
func Shared() http.Header { return jsonHeader }

// lookUp is an outgoing call whose response a second handler gets.
type lookUp struct {
	call outbound.Call
	then any // func(X, outbound.Reply, error) (Response, error)
}

// JSON returns a response with a JSON body. The zero status is 200.
func JSON(status int, v any) Response { return Encoded(status, Encode(v)) }

// Encoded returns a response with a JSON body that was encoded before. Its header is changed by SetHeader and AddHeader
// only.
func Encoded(status int, body []byte) Response {
	return Response{Response: message.Response{Status: status, Header: jsonHeader, Body: body}, shared: true}
}

// NoContent returns a response without a body.
func NoContent() Response { return Response{Response: message.Response{Status: http.StatusNoContent}} }

// LookUp ends a handler with an outgoing call. Its changes and effects are kept, the call is made without a lock, and
// then gets the response in a transaction of its own, where it has to check again all that it depends on. What both say
// to the journal is in one entry.
func LookUp[X Exchange](
	call outbound.Call, then func(x X, reply outbound.Reply, err error) (Response, error),
) Response {
	return Response{lookUp: &lookUp{call, then}}
}

// Refusal is the error of a handler: one way in which the vendor refuses a request. A vendor declares its refusals as
// values in errors.go, under the codes of its document, and renders them in its envelope by one function.
type Refusal struct {
	Code   string // of the document's catalogue
	Status int    // HTTP status; its meaning is up to the vendor's rendering
	Args   any    // what else the vendor's envelope shows, of a type of the vendor's own
	Why    string // for the journal, unless the handler gives a reason of its own
}

// Error names the code.
func (r *Refusal) Error() string { return r.Code }

// refusal returns the refusal that an error is. Any other error is a bug of the fake, and an internal error of the
// vendor.
func refusal(err error) *Refusal {
	if known, ok := errors.AsType[*Refusal](err); ok {
		return known
	}
	return &Refusal{Status: http.StatusInternalServerError, Why: err.Error()}
}

// Encode writes JSON without the escapes for HTML. What cannot be encoded is a bug of the fake, and panics.
func Encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// Violation is a finding about the client. Provenance and source say who wrote the rule that it broke.
func Violation(code, pointer, expected, actual, text string, provenance journal.Provenance,
	source string) journal.Finding {
	return journal.Finding{
		Kind: journal.Violation, By: journal.ByClient, Code: code, Pointer: pointer, Expected: expected, Actual: actual,
		Message: text, Provenance: provenance, Source: source,
	}
}
