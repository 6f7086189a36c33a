// Package har exports a journal as an HTTP Archive 1.2. Fields that begin with an underscore are ours, as the format
// allows. Entries come from a query of the journal, with their secrets marked.
package har

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"sparring/mock/journal"
)

// Archive is the whole file.
type Archive struct {
	Log Log `json:"log"`
}

// Log is its only member.
type Log struct {
	Version string  `json:"version"`
	Creator Creator `json:"creator"`
	Entries []Entry `json:"entries"`
}

// Creator names the program.
type Creator struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Entry is one exchange. Times are milliseconds.
type Entry struct {
	Started   time.Time         `json:"startedDateTime"`
	Time      float64           `json:"time"`
	Request   Request           `json:"request"`
	Response  Response          `json:"response"`
	Cache     struct{}          `json:"cache"`
	Timings   Timings           `json:"timings"`
	Comment   string            `json:"comment,omitempty"`
	Seq       int64             `json:"_seq"`
	State     journal.State     `json:"_state"`
	Kind      journal.Kind      `json:"_kind"`
	WorldTime time.Time         `json:"_world_time"`
	API       string            `json:"_api,omitempty"`
	Operation string            `json:"_operation,omitempty"`
	Faults    []journal.Shaping `json:"_faults,omitempty"`
	Findings  []journal.Finding `json:"_findings,omitempty"`
}

// Timings are the parts of an entry's time: we know only the whole.
type Timings struct {
	Send    float64 `json:"send"`
	Wait    float64 `json:"wait"`
	Receive float64 `json:"receive"`
}

// Request is what was asked.
type Request struct {
	Method      string  `json:"method"`
	URL         string  `json:"url"`
	HTTPVersion string  `json:"httpVersion"`
	Cookies     []Pair  `json:"cookies"`
	Headers     []Pair  `json:"headers"`
	Query       []Pair  `json:"queryString"`
	PostData    *Posted `json:"postData,omitempty"`
	HeadersSize int     `json:"headersSize"` // -1: not known
	BodySize    int     `json:"bodySize"`
}

// Response is what was answered: as it was sent, where a fault shaped it. Status 0 means no answer.
type Response struct {
	Status      int     `json:"status"`
	StatusText  string  `json:"statusText"`
	HTTPVersion string  `json:"httpVersion"`
	Cookies     []Pair  `json:"cookies"`
	Headers     []Pair  `json:"headers"`
	Content     Content `json:"content"`
	RedirectURL string  `json:"redirectURL"`
	HeadersSize int     `json:"headersSize"`
	BodySize    int     `json:"bodySize"`
}

// Pair is a header, cookie or parameter.
type Pair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Posted is a request's body.
type Posted struct {
	MimeType string `json:"mimeType"`
	Text     string `json:"text"`
	Encoding string `json:"_encoding,omitempty"` // "base64" if the body is not UTF-8
	Comment  string `json:"comment,omitempty"`   // that the text was unpacked, or why it is withheld
}

// Content is a response's body.
type Content struct {
	Size     int    `json:"size"`
	MimeType string `json:"mimeType"`
	Text     string `json:"text,omitempty"`
	Encoding string `json:"encoding,omitempty"`
	Comment  string `json:"comment,omitempty"`
}

// New exports the exchanges and outgoing calls among entries, as a query gave them: with their secrets marked.
// Other entries have no place in an archive and are left out.
func New(entries []journal.Entry, version string) Archive {
	a := Archive{Log: Log{Version: "1.2", Creator: Creator{"sparring", version}, Entries: []Entry{}}}
	for i := range entries {
		if e, has := Of(&entries[i]); has {
			a.Log.Entries = append(a.Log.Entries, e)
		}
	}
	return a
}

// Around returns the JSON of an archive before and behind its entries: for those who write them one by one.
func (a Archive) Around() (head, tail string, err error) {
	a.Log.Entries = []Entry{}
	text, err := json.Marshal(a)
	head, tail, _ = strings.Cut(string(text), `"entries":[`)
	return head + `"entries":[`, tail, err
}

// Of returns an entry as an archive has it; false if it is neither an exchange nor an outgoing call.
func Of(e *journal.Entry) (Entry, bool) {
	if e.Kind != journal.Exchange && e.Kind != journal.Outgoing || e.Request == nil {
		return Entry{}, false
	}
	return entry(e), true
}

func entry(e *journal.Entry) Entry {
	out := Entry{
		Started: e.WorldTime, Seq: e.Seq, State: e.State, Kind: e.Kind, WorldTime: e.WorldTime, API: e.API,
		Operation: e.Operation, Faults: e.Faults, Findings: e.Findings, Comment: e.Error,
		Request: request(e), Response: response(e),
	}
	if e.WireTime != nil {
		out.Started = *e.WireTime
	}
	if e.DurationMS != nil {
		out.Time, out.Timings.Wait = *e.DurationMS, *e.DurationMS
	}
	return out
}

func request(e *journal.Entry) Request {
	out := Request{
		Method: e.Method, URL: escaped(e.URL), HTTPVersion: version(e), HeadersSize: -1, BodySize: len(e.Request.Body),
		Headers: headers(e.Request.Header), Cookies: []Pair{}, Query: []Pair{},
	}
	for _, line := range e.Request.Header.Values("Cookie") {
		for pair := range strings.SplitSeq(line, ";") {
			out.Cookies = append(out.Cookies, newPair(strings.TrimSpace(pair)))
		}
	}
	if _, query, ok := strings.Cut(e.URL, "?"); ok && query != "" {
		for pair := range strings.SplitSeq(query, "&") {
			p := newPair(pair)
			out.Query = append(out.Query, Pair{unescape(p.Name), unescape(p.Value)})
		}
	}
	if comment := e.Request.BodyNote(); len(e.Request.Body) > 0 || comment != "" {
		text, encoding := text(e.Request.Body)
		out.PostData = &Posted{
			MimeType: e.Request.Header.Get("Content-Type"), Text: text, Encoding: encoding, Comment: comment,
		}
	}
	return out
}

// version is that of HTTP, as it came.
func version(e *journal.Entry) string {
	if e.HTTP == "" {
		return "HTTP/1.1"
	}
	return e.HTTP
}

func response(e *journal.Entry) Response {
	out := Response{
		HTTPVersion: version(e), HeadersSize: -1, BodySize: -1, Cookies: []Pair{}, Headers: []Pair{},
		Content: Content{MimeType: "x-unknown"},
	}
	var header http.Header
	var body []byte
	switch {
	case e.Sent != nil:
		out.Status, header, body = e.Sent.Status, e.Sent.Header, e.Sent.Body
	case e.Response != nil:
		out.Status, header, body = e.Response.Status, e.Response.Header, e.Response.Body
	default:
		return out
	}
	for _, m := range e.Messages {
		if m.Sent != "not sent" {
			body = append(body[:len(body):len(body)], m.Data...)
		}
	}
	out.StatusText, out.Headers, out.BodySize = http.StatusText(out.Status), headers(header), len(body)
	for _, line := range header.Values("Set-Cookie") {
		pair, _, _ := strings.Cut(line, ";")
		out.Cookies = append(out.Cookies, newPair(pair))
	}
	out.RedirectURL = escaped(header.Get("Location"))
	out.Content.Size = len(body)
	out.Content.Text, out.Content.Encoding = text(body)
	if e.Sent == nil {
		out.Content.Comment = e.Response.BodyNote()
	}
	if mime := header.Get("Content-Type"); mime != "" {
		out.Content.MimeType = mime
	}
	return out
}

func headers(h http.Header) []Pair {
	out := []Pair{}
	for _, name := range slices.Sorted(maps.Keys(h)) {
		for _, value := range h[name] {
			out = append(out, Pair{name, value})
		}
	}
	return slices.Clip(out)
}

func newPair(s string) Pair {
	name, value, _ := strings.Cut(s, "=")
	return Pair{name, value}
}

func text(b []byte) (text, encoding string) {
	if utf8.Valid(b) {
		return string(b), ""
	}
	return base64.StdEncoding.EncodeToString(b), "base64"
}

// escaped escapes what may not stand in a URL: the marks of secrets.
func escaped(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f {
			b.WriteString(url.PathEscape(s[i : i+1]))
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

func unescape(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}
