package journal

import (
	"encoding/binary"
	"net/http"
	"time"
)

// packed is a finished entry as it is kept: one text without pointers, so that a full journal costs the garbage
// collector next to nothing, and the bodies, which have none either. It is never changed.
type packed struct {
	text   []byte
	bodies [3][]byte // of the request, of the response, and as sent
}

// pack packs what a record has beside its summary.
func (s *store) pack(e *Record) packed {
	c := codec{text: s.space[:0], packing: true}
	c.record(e)
	if s.space = c.text; cap(s.space) > mostSpace {
		s.space = nil
	}
	return packed{text: append([]byte(nil), c.text...), bodies: c.bodies}
}

// mostSpace is how much space is kept for the next record.
const mostSpace = 4 << 10

// unpack returns the record of a summary.
func (p packed) unpack(s *summary) Record {
	c := codec{text: p.text, bodies: p.bodies}
	e := Record{Unjudged: s.unjudged, Entry: Entry{
		Seq: s.seq, Rev: s.rev, State: s.state, Kind: s.kind, API: s.api, Operation: s.operation,
	}}
	c.record(&e)
	return e
}

// size returns how many bytes are kept.
func (p *packed) size() int {
	n := cap(p.text)
	for _, body := range p.bodies {
		n += cap(body)
	}
	return n
}

// codec packs a record, or unpacks it: its methods name each field once, for both.
type codec struct {
	text    []byte // written so far, or still to be read
	bodies  [3][]byte
	packing bool
}

// record goes through all fields but those of a summary, and those that only a reader's copy has.
func (c *codec) record(e *Record) {
	text(c, &e.Peer)
	c.time(&e.WorldTime)
	c.flag(&e.Unmatched)
	text(c, &e.Hint)
	text(c, &e.Method)
	text(c, &e.HTTP)
	text(c, &e.URL)
	text(c, &e.Path)
	if there(c, &e.Request) {
		c.message(e.Request, 0)
	}
	if there(c, &e.Response) {
		c.message(e.Response, 1)
	}
	if there(c, &e.Sent) {
		c.sent(e.Sent)
	}
	c.lists(e)
	text(c, &e.Error)
	if there(c, &e.Event) {
		text(c, &e.Event.Asked)
		text(c, &e.Event.Result)
	}
	c.vars(&e.Vars)
	text(c, &e.Host)
	text(c, &e.Base)
	c.flag(&e.Arbitrary)
	c.flag(&e.Passed)
	c.time(&e.Wire)
	number(c, &e.Duration)
}

func (c *codec) message(m *Message, body int) {
	number(c, &m.Status)
	c.header(&m.Header)
	c.body(&m.Body, body)
}

func (c *codec) sent(s *Sent) {
	number(c, &s.Status)
	c.header(&s.Header)
	c.body(&s.Body, 2)
	number(c, &s.Bytes)
	text(c, &s.End)
}

func (c *codec) lists(e *Record) {
	list(c, &e.Faults)
	for i := range e.Faults {
		s := &e.Faults[i]
		text(c, &s.Rule)
		text(c, &s.Kind)
		text(c, &s.Detail)
	}
	list(c, &e.Why)
	for i := range e.Why {
		text(c, &e.Why[i].Code)
		text(c, &e.Why[i].Text)
	}
	list(c, &e.Messages)
	for i := range e.Messages {
		m := &e.Messages[i]
		c.time(&m.WorldTime)
		text(c, &m.Data)
		text(c, &m.Sent)
	}
	list(c, &e.Findings)
	for i := range e.Findings {
		c.finding(&e.Findings[i])
	}
}

func (c *codec) finding(f *Finding) {
	text(c, &f.Kind)
	text(c, &f.By)
	text(c, &f.Code)
	text(c, &f.Pointer)
	text(c, &f.Expected)
	text(c, &f.Actual)
	text(c, &f.Message)
	text(c, &f.Provenance)
	text(c, &f.Source)
}

func (c *codec) header(h *http.Header) {
	n := c.length(len(*h), *h == nil)
	if c.packing {
		for name, values := range *h {
			text(c, &name)
			c.values(&values)
		}
		return
	}
	if n < 0 {
		return
	}
	*h = make(http.Header, n)
	for range n {
		var name string
		var values []string
		text(c, &name)
		c.values(&values)
		(*h)[name] = values
	}
}

func (c *codec) values(values *[]string) {
	list(c, values)
	for i := range *values {
		text(c, &(*values)[i])
	}
}

func (c *codec) vars(m *map[string]string) {
	n := c.length(len(*m), *m == nil)
	if c.packing {
		for name, value := range *m {
			text(c, &name)
			text(c, &value)
		}
		return
	}
	if n < 0 {
		return
	}
	*m = make(map[string]string, n)
	for range n {
		var name, value string
		text(c, &name)
		text(c, &value)
		(*m)[name] = value
	}
}

// body keeps a body as it is.
func (c *codec) body(body *[]byte, i int) {
	if c.packing {
		c.bodies[i] = *body
	} else {
		*body = c.bodies[i]
	}
}

func (c *codec) flag(b *bool) {
	n := 0
	if *b {
		n = 1
	}
	number(c, &n)
	*b = n == 1
}

// time is kept without its location, which is UTC, and without a monotonic reading.
func (c *codec) time(t *time.Time) {
	seconds, nanos := t.Unix(), t.Nanosecond()
	number(c, &seconds)
	number(c, &nanos)
	if !c.packing {
		*t = time.Unix(seconds, int64(nanos)).UTC()
	}
}

func number[T ~int | ~int64](c *codec, n *T) {
	if c.packing {
		c.text = binary.AppendVarint(c.text, int64(*n))
		return
	}
	value, size := binary.Varint(c.text)
	*n, c.text = T(value), c.text[size:]
}

// text packs a text; one that is nil comes back empty.
func text[T ~string | ~[]byte](c *codec, s *T) {
	n := len(*s)
	number(c, &n)
	if c.packing {
		c.text = append(c.text, *s...)
		return
	}
	if n > 0 {
		*s, c.text = T(c.text[:n:n]), c.text[n:]
	}
}

// there packs whether a pointer is nil, and reports whether what it points to follows.
func there[T any](c *codec, p **T) bool {
	is := *p != nil
	c.flag(&is)
	if is && !c.packing {
		*p = new(T)
	}
	return is
}

// length returns the length of a list or a map, -1 if it is nil.
func (c *codec) length(n int, none bool) int {
	if none {
		n = -1
	}
	number(c, &n)
	return n
}

// list packs the length of a list, whose elements follow. An empty one that is not nil stays so.
func list[T any](c *codec, l *[]T) {
	if n := c.length(len(*l), *l == nil); n >= 0 && !c.packing {
		*l = make([]T, n)
	}
}
