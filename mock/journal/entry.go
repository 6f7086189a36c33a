// Package journal keeps what happened in one world: exchanges, outgoing calls, events, clock moves and faults, in
// order, with the findings about them. New makes a journal; Open and Close write an entry; Query, Walk and Follow read.
// Entries are kept as they passed on the wire; a reader gets copies with secrets marked and findings computed
// (view.go). It is not a log: it is bounded, and says when it has forgotten something.
package journal

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"time"
	"unicode/utf8"

	"sparring/mock/message"
)

// State of an entry.
type State string

// The states.
const (
	Open    State = "open"
	Closed  State = "closed"
	Aborted State = "aborted" // the client left before its response was complete
	Late    State = "late"    // arrived after the world was closed
)

// Kind of an entry.
type Kind string

// The kinds.
const (
	Exchange    Kind = "exchange"
	Outgoing    Kind = "outgoing"
	EventRaised Kind = "event"
	ClockMove   Kind = "clock"
	Fault       Kind = "fault"
)

// Kinds returns all kinds.
func Kinds() []Kind { return []Kind{Exchange, Outgoing, EventRaised, ClockMove, Fault} }

// Peer of an entry: the side that sent us a request, or that we called.
type Peer string

// The peers.
const (
	Client  Peer = "client"
	Service Peer = "service"
	Webhook Peer = "webhook"
	Control Peer = "control"
)

// Ending is how the connection of a response ended that a fault shaped. Empty: in order.
type Ending string

// The endings.
const (
	Reset   Ending = "reset"   // RST
	Hangup  Ending = "close"   // FIN before the response was complete
	Silence Ending = "silence" // nothing more was sent
	Cut     Ending = "cut"     // FIN within the body
)

// Entry is one thing that happened, as a reader gets it. Times are UTC.
type Entry struct {
	Seq        int64           `json:"seq"`
	Rev        int64           `json:"rev,omitempty"` // a number that grows with every change in the journal
	State      State           `json:"state"`
	Kind       Kind            `json:"kind"`
	Peer       Peer            `json:"peer"`
	WorldTime  time.Time       `json:"world_time"`
	WireTime   *time.Time      `json:"wire_time,omitempty"`
	DurationMS *float64        `json:"duration_ms,omitempty"`
	API        string          `json:"api,omitempty"`
	Operation  string          `json:"operation,omitempty"`
	Unmatched  bool            `json:"unmatched,omitempty"` // no operation fits the request
	Hint       string          `json:"hint,omitempty"`      // the nearest operation, or what to do
	Method     string          `json:"method,omitempty"`
	HTTP       string          `json:"http_version,omitempty"` // of the request, or of a call's response
	URL        string          `json:"url,omitempty"`
	Path       string          `json:"path,omitempty"`
	Trace      string          `json:"trace,omitempty"` // id of the trace that the request belongs to (W3C)
	Request    *Message        `json:"request,omitempty"`
	Response   *Message        `json:"response,omitempty"` // as meant
	Code       string          `json:"code,omitempty"`     // the vendor's error code in Response
	Sent       *Sent           `json:"sent,omitempty"`     // if a fault shaped the response
	Faults     []Shaping       `json:"faults,omitzero"`    // a reader gets a list, even if it is empty
	Why        []Why           `json:"why,omitzero"`       // the same
	Messages   []StreamMessage `json:"messages,omitempty"`
	Findings   []Finding       `json:"findings,omitzero"` // the same
	Error      string          `json:"error,omitempty"`   // of an outgoing call: why there is no response
	Event      *Command        `json:"event,omitempty"`   // of control entries
}

// Record is an entry as it is kept, with what only its writer, the contract and the redaction need. A reader gets an
// Entry made from it (view.go).
type Record struct {
	Entry

	Vars      map[string]string // path variables, unescaped
	Host      string            // the header that net/http keeps apart: a reader gets it among the others
	Base      string            // the API's URL in the world: the canonical view shows it instead of the address called
	Arbitrary bool              // a fault wrote the response, which is not judged
	Passed    bool              // a real server gave the response
	Unjudged  bool              // the document does not describe it: a page for people, a redirect to the proper path
	Wire      time.Time         // when it began, wire time
	Duration  time.Duration     // wire time
}

// IsPreflight reports whether a request is what a browser asks by itself before it sends a request of a page to another
// origin (CORS).
func IsPreflight(method string, h http.Header) bool {
	return method == http.MethodOptions && h.Get("Origin") != "" && h.Get("Access-Control-Request-Method") != ""
}

// Preflight reports whether an entry is a request that the browser sent by itself (CORS).
func (e *Entry) Preflight() bool {
	return e.Kind == Exchange && e.Request != nil && IsPreflight(e.Method, e.Request.Header)
}

// Changed reports whether a fault has changed the body of the response: a client may not make sense of one that lacks a
// member, or is not UTF-8.
func (e *Entry) Changed() bool {
	return e.Sent != nil && e.Response != nil && !bytes.Equal(e.Sent.Body, e.Response.Body)
}

// IsElsewhere reports whether an entry is what the client sent to another host, which the server plays: a redirect led
// it there.
func (e *Entry) IsElsewhere() bool { return len(e.Why) > 0 && e.Why[0].Code == "elsewhere" }

// Message is one half of an exchange.
type Message struct {
	Status   int
	Header   http.Header
	Body     []byte
	Decoded  string // for a reader: what Body was unpacked from to mark secrets: "gzip", "gzip, utf-16le"
	Withheld string // for a reader: why there is no Body, although one came
}

// BodyNote says what a reader must know about the body: why it is withheld, or what it was unpacked from. It is empty
// if the body is as it came.
func (m *Message) BodyNote() string {
	switch {
	case m.Withheld != "":
		return "withheld: " + m.Withheld
	case m.Decoded != "":
		return "unpacked from " + m.Decoded
	}
	return ""
}

// MessageOf returns a response as an entry keeps it.
func MessageOf(r message.Response) *Message {
	return &Message{Status: r.Status, Header: r.Header, Body: r.Body}
}

// Response returns the message as a response.
func (m *Message) Response() message.Response {
	return message.Response{Status: m.Status, Header: m.Header, Body: m.Body}
}

type messageJSON struct {
	Status   int         `json:"status,omitempty"`
	Headers  http.Header `json:"headers"`
	Body     string      `json:"body"`
	Encoding string      `json:"body_encoding,omitempty"` // "base64" if the body is not UTF-8
	Decoded  string      `json:"body_decoded,omitempty"`
	Withheld string      `json:"body_withheld,omitempty"`
}

// MarshalJSON writes the body as text, or as base64 with body_encoding if it is not UTF-8.
func (m Message) MarshalJSON() ([]byte, error) {
	out := messageJSON{Status: m.Status, Headers: m.Header, Decoded: m.Decoded, Withheld: m.Withheld}
	if out.Headers == nil {
		out.Headers = http.Header{}
	}
	out.Body, out.Encoding = encodeBody(m.Body)
	return json.Marshal(out)
}

// encodeBody returns a body as JSON can carry it, and the name of the encoding unless that is the text itself.
func encodeBody(body []byte) (text, encoding string) {
	if utf8.Valid(body) {
		return string(body), ""
	}
	return base64.StdEncoding.EncodeToString(body), "base64"
}

func decodeBody(text, encoding string) ([]byte, error) {
	if encoding == "base64" {
		return base64.StdEncoding.DecodeString(text)
	}
	return []byte(text), nil
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (m *Message) UnmarshalJSON(data []byte) error {
	var in messageJSON
	if err := json.Unmarshal(data, &in); err != nil {
		return err
	}
	body, err := decodeBody(in.Body, in.Encoding)
	*m = Message{Status: in.Status, Header: in.Headers, Body: body, Decoded: in.Decoded, Withheld: in.Withheld}
	return err
}

// Sent is what really left the server if a fault shaped the response.
type Sent struct {
	Status int
	Header http.Header
	Body   []byte // empty for a stream, which has messages
	Bytes  int64  // body bytes that left
	End    Ending
}

type sentJSON struct {
	Status   int         `json:"status,omitempty"`
	Headers  http.Header `json:"headers,omitempty"`
	Body     string      `json:"body,omitempty"`
	Encoding string      `json:"body_encoding,omitempty"`
	Bytes    int64       `json:"bytes"`
	End      Ending      `json:"end,omitempty"`
}

// MarshalJSON writes the body as a Message does.
func (s Sent) MarshalJSON() ([]byte, error) {
	out := sentJSON{Status: s.Status, Headers: s.Header, Bytes: s.Bytes, End: s.End}
	out.Body, out.Encoding = encodeBody(s.Body)
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (s *Sent) UnmarshalJSON(data []byte) error {
	var in sentJSON
	if err := json.Unmarshal(data, &in); err != nil {
		return err
	}
	body, err := decodeBody(in.Body, in.Encoding)
	*s = Sent{Status: in.Status, Header: in.Headers, Body: body, Bytes: in.Bytes, End: in.End}
	return err
}

// Shaping names a fault rule that acted on an entry.
type Shaping struct {
	Rule   string `json:"rule"`
	Kind   string `json:"kind"`
	Detail string `json:"detail,omitempty"` // the edit of a mutate, the code of an error, …
}

// Why says what decided the response; the client never gets it.
type Why struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

// StreamMessage is one message of a server-sent event stream.
type StreamMessage struct {
	WorldTime time.Time `json:"world_time"`
	Data      string    `json:"data"`
	Sent      string    `json:"sent,omitempty"` // if a fault changed it: "duplicate", "held back", …
}

// FindingKind is what a finding is: the one at fault decides.
type FindingKind string

// The kinds of findings; Unmatched is a third.
const (
	Violation FindingKind = "violation" // by the client, or by a service that we called
	Defect    FindingKind = "defect"    // our own response breaks our own document
)

// Party is the one at fault.
type Party string

// The parties.
const (
	ByClient  Party = "client"
	ByService Party = "service"
	ByFake    Party = "fake"
)

// Finding says that a rule was broken, by whom, and where.
type Finding struct {
	Kind       FindingKind `json:"kind"`
	By         Party       `json:"by"`
	Code       string      `json:"code"`
	Pointer    string      `json:"pointer"` // JSON pointer into the body, or "query/name", "header/name", "path/name"
	Expected   string      `json:"expected"`
	Actual     string      `json:"actual"`
	Message    string      `json:"message"`
	Provenance Provenance  `json:"provenance"`
	Source     string      `json:"source,omitempty"`
}

// Provenance of a fact. Only documented and observed facts may fail a client.
type Provenance string

// The provenances.
const (
	Documented Provenance = "documented"
	Observed   Provenance = "observed"
	Derived    Provenance = "derived"
)
