package watch

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"sparring/mock"
	"sparring/mock/journal"
)

// Base says under which address the requests of an API are found in a capture.
type Base struct {
	API  string
	URL  *url.URL
	Path string // what the address of the API ends with: "/v2"
}

// Capture is what a HAR holds of our APIs.
type Capture struct {
	Exchanges []mock.Captured // in order of their times
	Entries   int             // in the file
	Hosts     map[string]int  // of entries that no base has
	Pages     int             // entries under a base that are pages, scripts or pictures
	Bodies    int             // bodies that the file leaves out
}

// harEntry is an entry of the file, as far as it is read. HAR 1.2; fields with an underscore are of the program that
// wrote it: ours or a browser's.
type harEntry struct {
	Started  string  `json:"startedDateTime"`
	Time     float64 `json:"time"`
	Resource string  `json:"_resourceType"`
	Cache    string  `json:"_fromCache"` // it never was on the wire
	API      string  `json:"_api"`
	Kind     string  `json:"_kind"`
	Request  struct {
		Method  string    `json:"method"`
		URL     string    `json:"url"`
		HTTP    string    `json:"httpVersion"`
		Headers []harPair `json:"headers"`
		Size    int       `json:"bodySize"`
		Body    *struct {
			Text     string    `json:"text"`
			Params   []harPair `json:"params"`
			Encoding string    `json:"_encoding"`
			Encoded  string    `json:"encoding"` // of mitmproxy and others
		} `json:"postData"`
	} `json:"request"`
	Response struct {
		Charles string    `json:"_charlesStatus"` // COMPLETE, or that it broke off
		Status  int       `json:"status"`
		Headers []harPair `json:"headers"`
		Content struct {
			Size     int    `json:"size"`
			MimeType string `json:"mimeType"`
			Text     string `json:"text"`
			Encoding string `json:"encoding"`
		} `json:"content"`
	} `json:"response"`
}

type harPair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// ReadHAR reads a HAR of any size entry by entry, and keeps those of the bases. Those of our own export need no base:
// they name their API. The error says what was expected.
func ReadHAR(in io.Reader, bases []Base) (*Capture, error) {
	out := &Capture{Hosts: map[string]int{}}
	text := bufio.NewReader(in)
	if mark, _ := text.Peek(3); string(mark) == "\ufeff" { // less than that is no HAR, which the decoder says
		_, _ = text.Discard(3)
	}
	d := json.NewDecoder(text)
	found := false
	err := object(d, func(name string) error {
		if name != "log" {
			return skip(d)
		}
		return object(d, func(name string) error {
			if name != "entries" {
				return skip(d)
			}
			found = true
			return array(d, func() error {
				var e harEntry
				if err := d.Decode(&e); err != nil {
					return err
				}
				out.Entries++
				return out.add(&e, bases)
			})
		})
	})
	if err != nil {
		return nil, fmt.Errorf("expected a HAR 1.2: entry %d, byte %d: %w", out.Entries+1, d.InputOffset(), whole(err))
	}
	if !found {
		return nil, errors.New(`expected a HAR 1.2, {"log": {"entries": […]}}: it has no entries`)
	}
	slices.SortStableFunc(out.Exchanges, func(a, b mock.Captured) int { return a.Began.Compare(b.Began) })
	return out, nil
}

// whole says of an end in the middle that it is one.
func whole(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the file ends in the middle")
	}
	return err
}

// object reads an object member by member; each reads a value.
func object(d *json.Decoder, each func(name string) error) error {
	if err := delim(d, '{'); err != nil {
		return err
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		if err := each(name.(string)); err != nil { // a key of an object is a string
			return err
		}
	}
	return delim(d, '}')
}

func array(d *json.Decoder, each func() error) error {
	if err := delim(d, '['); err != nil {
		return err
	}
	for d.More() {
		if err := each(); err != nil {
			return err
		}
	}
	return delim(d, ']')
}

func delim(d *json.Decoder, want json.Delim) error {
	t, err := d.Token()
	if err != nil {
		return err
	}
	if t != want {
		return fmt.Errorf("expected %s, got %v", want, t)
	}
	return nil
}

func skip(d *json.Decoder) error {
	var v json.RawMessage
	return d.Decode(&v)
}

// add keeps an entry if it belongs to an API.
func (c *Capture) add(e *harEntry, bases []Base) error {
	u, err := url.Parse(e.Request.URL)
	if err != nil {
		c.Hosts["(unreadable URL)"]++
		return nil
	}
	api, path, ok := placed(e, u, bases)
	if !ok || e.Kind != "" && e.Kind != string(journal.Exchange) {
		if u.Host != "" {
			c.Hosts[u.Scheme+"://"+u.Host]++
		}
		return nil
	}
	if e.Request.Method == http.MethodConnect { // a tunnel, of which the proxy saw nothing
		return nil
	}
	began, err := time.Parse(time.RFC3339Nano, e.Started)
	if err != nil {
		return fmt.Errorf("startedDateTime %q: expected a time such as 2030-01-01T00:00:00.000Z", e.Started)
	}
	if e.page() {
		c.Pages++
		return nil
	}
	x := mock.Captured{
		API: api, Path: path, URL: e.Request.URL, Method: e.Request.Method, HTTP: e.Request.HTTP, Began: began.UTC(),
		Took:    time.Duration(max(0, e.Time) * float64(time.Millisecond)),
		Request: journal.Message{Header: headers(e.Request.Headers)},
	}
	x.Request.Body, x.NoRequest = e.sent()
	if e.Response.Status > 0 {
		m := &journal.Message{Status: e.Response.Status, Header: headers(e.Response.Headers)}
		for _, name := range []string{"Content-Encoding", "Content-Length", "Transfer-Encoding"} {
			m.Header.Del(name) // the file has the body as it was unpacked
		}
		m.Body, x.NoAnswer = e.answered()
		x.Response = m
	}
	for _, missing := range []bool{x.NoRequest, x.NoAnswer} {
		if missing {
			c.Bodies++
		}
	}
	c.Exchanges = append(c.Exchanges, x)
	return nil
}

// placed returns the API that an entry belongs to, and the path behind its address.
func placed(e *harEntry, u *url.URL, bases []Base) (api, path string, ok bool) {
	full := u.EscapedPath()
	for _, b := range bases {
		if !strings.EqualFold(u.Scheme, b.URL.Scheme) || !strings.EqualFold(u.Host, b.URL.Host) {
			continue
		}
		root := strings.TrimSuffix(b.URL.EscapedPath(), "/")
		if rest, under := strings.CutPrefix(full, root); under && (rest == "" || rest[0] == '/') {
			if b.Path != "" && strings.HasSuffix(root, b.Path) {
				rest = b.Path + rest
			}
			return b.API, rest, true
		}
	}
	if e.API == "" || len(bases) > 0 {
		return "", "", false
	}
	_, rest, under := strings.Cut(full, "/"+e.API+"/")
	if !under {
		return e.API, full, true // on a port of its own
	}
	return e.API, "/" + rest, true
}

// page reports whether an entry is a page, a script or a picture: what a browser loads from a server beside the API, or
// from its cache.
func (e *harEntry) page() bool {
	if e.Cache != "" {
		return true
	}
	switch strings.ToLower(e.Resource) {
	case "":
	case "xhr", "fetch", "eventsource", "preflight", "other", "ping":
		return false
	default:
		return true
	}
	kind := e.Response.Content.MimeType
	for _, prefix := range []string{"text/html", "text/css", "text/javascript", "application/javascript", "image/",
		"font/"} {
		if e.Request.Method == http.MethodGet && strings.HasPrefix(kind, prefix) && e.Response.Status < 300 {
			return true
		}
	}
	return false
}

// sent returns the body of the request; missing if the file leaves it out.
func (e *harEntry) sent() (body []byte, missing bool) {
	p := e.Request.Body
	if p == nil {
		return nil, e.Request.Size > 0
	}
	if p.Encoding == "base64" || p.Encoded == "base64" {
		body, err := base64.StdEncoding.DecodeString(p.Text)
		return body, err != nil
	}
	if p.Text == "" && len(p.Params) > 0 {
		form := url.Values{}
		for _, pair := range p.Params {
			form.Add(pair.Name, pair.Value)
		}
		return []byte(form.Encode()), false
	}
	return []byte(p.Text), p.Text == "" && e.Request.Size > 0
}

// answered returns the body of the response; missing if the file leaves it out.
func (e *harEntry) answered() (body []byte, missing bool) {
	c := &e.Response.Content
	if e.Response.Charles != "" && e.Response.Charles != "COMPLETE" {
		return nil, true // the part of it that came is no evidence
	}
	if c.Encoding == "base64" {
		body, err := base64.StdEncoding.DecodeString(c.Text)
		return body, err != nil
	}
	return []byte(c.Text), c.Text == "" && c.Size > 0
}

// headers returns the headers of a message. Names that begin with a colon are of HTTP/2, which is not about the API.
func headers(pairs []harPair) http.Header {
	h := http.Header{}
	for _, p := range pairs {
		name := http.CanonicalHeaderKey(strings.TrimSpace(p.Name))
		switch {
		case name == "" || name[0] == ':':
		case name == "Cookie" && h.Get(name) != "": // HTTP/2 cuts it
			h.Set(name, h.Get(name)+"; "+p.Value)
		case name == "Set-Cookie":
			for line := range strings.SplitSeq(p.Value, "\n") {
				h.Add(name, line)
			}
		default:
			h.Add(name, p.Value)
		}
	}
	return h
}

// withheld are the headers that browsers leave out of a HAR without sensitive data.
var withheld = []string{"Authorization", "Cookie"}

// JudgeCapture makes a world of what was captured, and says what it leaves unjudged.
func JudgeCapture(c *Capture, name string) (World, []string, error) {
	j, err := mock.NewJudge()
	if err != nil {
		return World{}, nil, err
	}
	had := false
	for _, x := range c.Exchanges {
		j.Add(x)
		for _, header := range withheld {
			had = had || x.Request.Header.Get(header) != ""
		}
	}
	page := j.Entries()
	w := World{ID: name, Entries: page.Entries, Forgotten: page.Truncated}
	var notes []string
	note := func(n int, format string, args ...any) {
		if n > 0 {
			notes = append(notes, name+": "+fmt.Sprintf(format, args...))
		}
	}
	note(c.Bodies, "%s not in the file, so the document does not judge them", bodies(c.Bodies))
	note(c.Pages, "entries that are pages, scripts or pictures, or from a cache, and not judged: %d", c.Pages)
	if !had {
		n := dropWithheld(w.Entries)
		note(
			n,
			"no request has Authorization or Cookie: the file was exported without sensitive data, and %d findings "+
				"that they are missing are left out",
			n,
		)
	}
	return w, notes, nil
}

func bodies(n int) string {
	if n == 1 {
		return "1 body is"
	}
	return fmt.Sprintf("%d bodies are", n)
}

// dropWithheld takes back the findings that a header is missing which the file has nowhere.
func dropWithheld(entries []journal.Entry) int {
	n := 0
	for i := range entries {
		kept := slices.DeleteFunc(entries[i].Findings, func(f journal.Finding) bool {
			return f.Code == "missing_header" && slices.ContainsFunc(withheld, func(name string) bool {
				return strings.EqualFold(f.Pointer, "header/"+name)
			})
		})
		n += len(entries[i].Findings) - len(kept)
		entries[i].Findings = kept
	}
	return n
}

// Unknown says what a capture never has, and what that leaves open.
const Unknown = "a capture does not say why a server answered so, what its state was, and what was done to it " +
	"(why, state, faults, events, world time): what needs them is not judged"

// Elsewhere lists the hosts of a capture that no base has, the most frequent first.
func (c *Capture) Elsewhere() string {
	hosts := slices.SortedFunc(maps.Keys(c.Hosts), func(a, b string) int {
		if n := c.Hosts[b] - c.Hosts[a]; n != 0 {
			return n
		}
		return strings.Compare(a, b)
	})
	var out []string
	for _, h := range hosts[:min(len(hosts), mostNamed)] {
		out = append(out, fmt.Sprintf("%s (%d)", h, c.Hosts[h]))
	}
	return strings.Join(out, ", ")
}
