// Package journal is what happened in one world: exchanges, outgoing calls, events, clock moves and faults, in order,
// with the findings about them. Entries are kept as they passed on the wire; what a reader gets is a copy with secrets
// marked and findings computed (view.go). It is not a log: it is bounded, and says when it has forgotten something.
package journal

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"time"
	"unicode/utf8"

	"sparring/mock/message"
)

// State of an entry.
const (
	Open    = "open"
	Closed  = "closed"
	Aborted = "aborted" // the client left before its answer was complete
	Late    = "late"    // arrived after the world was closed
)

// Kind of an entry.
const (
	Exchange  = "exchange"
	Outgoing  = "outgoing"
	Event     = "event"
	ClockMove = "clock"
	Fault     = "fault"
)

// Peer of an entry: who spoke to us, or whom we called.
const (
	Client  = "client"
	Service = "service"
	Webhook = "webhook"
	Control = "control"
)

// Entry is one thing that happened. Times are UTC.
type Entry struct {
	Seq        int64           `json:"seq"`
	Rev        int64           `json:"rev,omitempty"`
	State      string          `json:"state"`
	Kind       string          `json:"kind"`
	Peer       string          `json:"peer"`
	WorldTime  time.Time       `json:"world_time"`
	WireTime   *time.Time      `json:"wire_time,omitempty"`
	DurationMS *float64        `json:"duration_ms,omitempty"`
	API        string          `json:"api,omitempty"`
	Operation  string          `json:"operation,omitempty"`
	Unmatched  bool            `json:"unmatched,omitempty"`
	Hint       string          `json:"hint,omitempty"`
	Method     string          `json:"method,omitempty"`
	HTTP       string          `json:"http_version,omitempty"` // of the request, or of the response to a call: "HTTP/1.0"
	URL        string          `json:"url,omitempty"`
	Path       string          `json:"path,omitempty"`
	Request    *Message        `json:"request,omitempty"`
	Response   *Message        `json:"response,omitempty"` // as meant
	Code       string          `json:"code,omitempty"`     // the vendor's error code in Response; a reader gets it
	Sent       *Sent           `json:"sent,omitempty"`     // where a fault shaped it
	Faults     []Shaping       `json:"faults,omitzero"`    // a reader gets a list, even if it is empty
	Why        []Why           `json:"why,omitzero"`       // the same
	Messages   []StreamMessage `json:"messages,omitempty"`
	Findings   []Finding       `json:"findings,omitzero"` // the same
	Error      string          `json:"error,omitempty"`   // of an outgoing call: why there is no answer
	Event      json.RawMessage `json:"event,omitempty"`   // of control entries: what was asked and its result

	// Vars are the path variables, unescaped. Arbitrary says the answer was written by a fault and is not judged;
	// Unjudged that the document has nothing to say (a page for people, a redirect to the proper path). For the contract and the redaction; not shown.
	// Host is the header that net/http keeps apart: readers get it among the others. Base is the API's URL in the world, if
	// URL may lie under another address: the canonical view shows it, so that the address called makes no difference.
	Vars      map[string]string `json:"-"`
	Host      string            `json:"-"`
	Base      string            `json:"-"`
	Arbitrary bool              `json:"-"`
	Unjudged  bool              `json:"-"`
	Duration  time.Duration     `json:"-"`
	Wire      time.Time         `json:"-"`
}

// IsPreflight reports whether a request is what a browser asks by itself before it sends a request of a page to another
// origin (CORS).
func IsPreflight(method string, h http.Header) bool {
	return method == http.MethodOptions && h.Get("Origin") != "" && h.Get("Access-Control-Request-Method") != ""
}

// Preflight reports whether an entry is a browser's own question, and no request of the client's.
func (e *Entry) Preflight() bool {
	return e.Kind == Exchange && e.Request != nil && IsPreflight(e.Method, e.Request.Header)
}

// Message is one half of an exchange.
type Message struct {
	Status   int
	Header   http.Header
	Body     []byte
	Decoded  string // for a reader: what Body was unpacked from, so that secrets can be marked: "gzip", "gzip, utf-16le"
	Withheld string // for a reader: why there is no Body, although one came
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

// MarshalJSON writes the body as text, or as base64 with body_encoding where it is not UTF-8.
func (m Message) MarshalJSON() ([]byte, error) {
	out := messageJSON{Status: m.Status, Headers: m.Header, Decoded: m.Decoded, Withheld: m.Withheld}
	if out.Headers == nil {
		out.Headers = http.Header{}
	}
	out.Body, out.Encoding = encodeBody(m.Body)
	return json.Marshal(out)
}

// encodeBody gives a body as JSON can carry it, and the name of the encoding where that is not the text itself.
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

// Sent is what really left the server where a fault shaped the answer.
type Sent struct {
	Status int
	Header http.Header
	Body   []byte // of a stream none: its messages tell
	Bytes  int64  // body bytes that left
	End    string // "reset", "close", "silence", "cut": how the connection ended, where not in order
}

type sentJSON struct {
	Status   int         `json:"status,omitempty"`
	Headers  http.Header `json:"headers,omitempty"`
	Body     string      `json:"body,omitempty"`
	Encoding string      `json:"body_encoding,omitempty"`
	Bytes    int64       `json:"bytes"`
	End      string      `json:"end,omitempty"`
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

// Why is what the client is never told.
type Why struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

// StreamMessage is one message of a server-sent event stream.
type StreamMessage struct {
	WorldTime time.Time `json:"world_time"`
	Data      string    `json:"data"`
	Sent      string    `json:"sent,omitempty"` // where a fault changed it: "duplicate", "held back", "reordered", "not sent"
}

// Finding kinds and who is at fault.
const (
	Violation = "violation"
	Defect    = "defect"
	ByClient  = "client"
	ByService = "service"
	ByFake    = "fake"
)

// Finding says that a rule was broken, by whom, and where.
type Finding struct {
	Kind       string `json:"kind"`
	By         string `json:"by"`
	Code       string `json:"code"`
	Pointer    string `json:"pointer"` // JSON pointer into the body; "query/name", "header/name", "path/name" elsewhere
	Expected   string `json:"expected"`
	Actual     string `json:"actual"`
	Message    string `json:"message"`
	Provenance string `json:"provenance"`
	Source     string `json:"source,omitempty"`
}

// Provenance of a fact (house rule: only documented and observed facts may fail a client).
const (
	Documented = "documented"
	Observed   = "observed"
	Derived    = "derived"
)
