package journal

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Archive is an HTTP Archive 1.2. Fields that begin with an underscore are ours, as the format allows.
type Archive struct {
	Log ArchiveLog `json:"log"`
}

// ArchiveLog is its only member.
type ArchiveLog struct {
	Version string         `json:"version"`
	Creator ArchiveCreator `json:"creator"`
	Entries []ArchiveEntry `json:"entries"`
}

// ArchiveCreator names the program.
type ArchiveCreator struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// ArchiveEntry is one exchange. Times are milliseconds.
type ArchiveEntry struct {
	Started   time.Time       `json:"startedDateTime"`
	Time      float64         `json:"time"`
	Request   ArchiveRequest  `json:"request"`
	Response  ArchiveResponse `json:"response"`
	Cache     struct{}        `json:"cache"`
	Timings   ArchiveTimings  `json:"timings"`
	Comment   string          `json:"comment,omitempty"`
	Seq       int64           `json:"_seq"`
	State     State           `json:"_state"`
	Kind      Kind            `json:"_kind"`
	WorldTime time.Time       `json:"_world_time"`
	API       string          `json:"_api,omitempty"`
	Operation string          `json:"_operation,omitempty"`
	Faults    []Shaping       `json:"_faults,omitempty"`
	Findings  []Finding       `json:"_findings,omitempty"`
}

// ArchiveTimings are the parts of an entry's time: we know only the whole.
type ArchiveTimings struct {
	Send    float64 `json:"send"`
	Wait    float64 `json:"wait"`
	Receive float64 `json:"receive"`
}

// ArchiveRequest is what was asked.
type ArchiveRequest struct {
	Method      string         `json:"method"`
	URL         string         `json:"url"`
	HTTPVersion string         `json:"httpVersion"`
	Cookies     []ArchivePair  `json:"cookies"`
	Headers     []ArchivePair  `json:"headers"`
	Query       []ArchivePair  `json:"queryString"`
	PostData    *ArchivePosted `json:"postData,omitempty"`
	HeadersSize int            `json:"headersSize"` // -1: not known
	BodySize    int            `json:"bodySize"`
}

// ArchiveResponse is what was answered: as it was sent, where a fault shaped it. Status 0 means no answer.
type ArchiveResponse struct {
	Status      int            `json:"status"`
	StatusText  string         `json:"statusText"`
	HTTPVersion string         `json:"httpVersion"`
	Cookies     []ArchivePair  `json:"cookies"`
	Headers     []ArchivePair  `json:"headers"`
	Content     ArchiveContent `json:"content"`
	RedirectURL string         `json:"redirectURL"`
	HeadersSize int            `json:"headersSize"`
	BodySize    int            `json:"bodySize"`
}

// ArchivePair is a header, cookie or parameter.
type ArchivePair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// ArchivePosted is a request's body.
type ArchivePosted struct {
	MimeType string `json:"mimeType"`
	Text     string `json:"text"`
	Encoding string `json:"_encoding,omitempty"` // "base64" if the body is not UTF-8
	Comment  string `json:"comment,omitempty"`   // that the text was unpacked, or why it is withheld
}

// ArchiveContent is a response's body.
type ArchiveContent struct {
	Size     int    `json:"size"`
	MimeType string `json:"mimeType"`
	Text     string `json:"text,omitempty"`
	Encoding string `json:"encoding,omitempty"`
	Comment  string `json:"comment,omitempty"`
}

// NewArchive exports the exchanges and outgoing calls among entries, as a query gave them: with their secrets marked.
// Other entries have no place in an archive and are left out.
func NewArchive(entries []Entry, version string) Archive {
	a := Archive{Log: ArchiveLog{Version: "1.2", Creator: ArchiveCreator{"sparring", version}, Entries: []ArchiveEntry{}}}
	for i := range entries {
		if e, has := entries[i].Archive(); has {
			a.Log.Entries = append(a.Log.Entries, e)
		}
	}
	return a
}

// Around returns the JSON of an archive before and behind its entries: for those who write them one by one.
func (a Archive) Around() (head, tail string, err error) {
	a.Log.Entries = []ArchiveEntry{}
	text, err := json.Marshal(a)
	head, tail, _ = strings.Cut(string(text), `"entries":[`)
	return head + `"entries":[`, tail, err
}

// Archive returns the entry as it stands in an archive; false if it is no exchange or call.
func (e *Entry) Archive() (ArchiveEntry, bool) {
	if e.Kind != Exchange && e.Kind != Outgoing || e.Request == nil {
		return ArchiveEntry{}, false
	}
	return e.archive(), true
}

func (e *Entry) archive() ArchiveEntry {
	out := ArchiveEntry{
		Started: e.WorldTime, Seq: e.Seq, State: e.State, Kind: e.Kind, WorldTime: e.WorldTime, API: e.API,
		Operation: e.Operation, Faults: e.Faults, Findings: e.Findings, Comment: e.Error,
		Request: e.archiveRequest(), Response: e.archiveResponse(),
	}
	if e.WireTime != nil {
		out.Started = *e.WireTime
	}
	if e.DurationMS != nil {
		out.Time, out.Timings.Wait = *e.DurationMS, *e.DurationMS
	}
	return out
}

func (e *Entry) archiveRequest() ArchiveRequest {
	out := ArchiveRequest{
		Method: e.Method, URL: archiveURL(e.URL), HTTPVersion: e.version(), HeadersSize: -1, BodySize: len(e.Request.Body),
		Headers: archiveHeaders(e.Request.Header), Cookies: []ArchivePair{}, Query: []ArchivePair{},
	}
	for _, line := range e.Request.Header.Values("Cookie") {
		for pair := range strings.SplitSeq(line, ";") {
			out.Cookies = append(out.Cookies, archivePair(strings.TrimSpace(pair)))
		}
	}
	if _, query, ok := strings.Cut(e.URL, "?"); ok && query != "" {
		for pair := range strings.SplitSeq(query, "&") {
			p := archivePair(pair)
			out.Query = append(out.Query, ArchivePair{unescape(p.Name), unescape(p.Value)})
		}
	}
	if comment := e.Request.comment(); len(e.Request.Body) > 0 || comment != "" {
		text, encoding := archiveText(e.Request.Body)
		out.PostData = &ArchivePosted{
			MimeType: e.Request.Header.Get("Content-Type"), Text: text, Encoding: encoding, Comment: comment,
		}
	}
	return out
}

// version is that of HTTP, as it came.
func (e *Entry) version() string {
	if e.HTTP == "" {
		return "HTTP/1.1"
	}
	return e.HTTP
}

// comment says what was done to the body for the reader.
func (m *Message) comment() string {
	switch {
	case m.Withheld != "":
		return "withheld: " + m.Withheld
	case m.Decoded != "":
		return "unpacked from " + m.Decoded
	}
	return ""
}

func (e *Entry) archiveResponse() ArchiveResponse {
	out := ArchiveResponse{
		HTTPVersion: e.version(), HeadersSize: -1, BodySize: -1, Cookies: []ArchivePair{}, Headers: []ArchivePair{},
		Content: ArchiveContent{MimeType: "x-unknown"},
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
	out.StatusText, out.Headers, out.BodySize = http.StatusText(out.Status), archiveHeaders(header), len(body)
	for _, line := range header.Values("Set-Cookie") {
		pair, _, _ := strings.Cut(line, ";")
		out.Cookies = append(out.Cookies, archivePair(pair))
	}
	out.RedirectURL = archiveURL(header.Get("Location"))
	out.Content.Size = len(body)
	out.Content.Text, out.Content.Encoding = archiveText(body)
	if e.Sent == nil {
		out.Content.Comment = e.Response.comment()
	}
	if mime := header.Get("Content-Type"); mime != "" {
		out.Content.MimeType = mime
	}
	return out
}

func archiveHeaders(h http.Header) []ArchivePair {
	out := []ArchivePair{}
	for _, name := range sortedKeys(h) {
		for _, value := range h[name] {
			out = append(out, ArchivePair{name, value})
		}
	}
	return slices.Clip(out)
}

func archivePair(s string) ArchivePair {
	name, value, _ := strings.Cut(s, "=")
	return ArchivePair{name, value}
}

func archiveText(b []byte) (text, encoding string) {
	if utf8.Valid(b) {
		return string(b), ""
	}
	return base64.StdEncoding.EncodeToString(b), "base64"
}

// archiveURL escapes what may not stand in a URL: the marks of secrets.
func archiveURL(s string) string {
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
