package journal

import (
	"net/http"
	"strings"
	"unsafe"
)

// overhead is what an entry costs beside its texts, headers and lists: the record, its two messages, its handle.
const overhead = int(unsafe.Sizeof(record{})+2*unsafe.Sizeof(Message{})+unsafe.Sizeof(Handle{})) + 64

// pinned bounds the texts that may keep the request line alive, of which net/http hands out parts: longer ones are
// copied.
const pinned = 1024

// detach makes the entry independent of what it was cut from, so that it keeps what it shows and no more.
func (e *Record) detach() {
	e.Method, e.HTTP = known(e.Method), known(e.HTTP)
	if i := strings.Index(e.URL, e.Path); i >= 0 {
		e.Path = e.URL[i : i+len(e.Path)]
	}
	if len(e.URL) > pinned {
		vars := make(map[string]string, len(e.Vars))
		for name, value := range e.Vars {
			vars[name] = strings.Clone(value)
		}
		e.Vars = vars
	}
}

// known returns a text of our own for a method or a version.
func known(text string) string {
	for _, ours := range [...]string{
		http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodHead,
		http.MethodOptions, "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "",
	} {
		if ours == text {
			return ours
		}
	}
	return strings.Clone(text)
}

// size returns about how many bytes are kept of the record. What is counted once does not change any more.
func (r *record) count() int64 {
	e := &r.entry
	n := overhead + len(e.URL) + min(len(e.URL), pinned) + len(e.Hint) + len(e.Error) + len(e.Host)
	if len(e.Vars) > 0 {
		n += table(len(e.Vars), int(2*unsafe.Sizeof("")))
		for _, value := range e.Vars {
			n += text(value)
		}
	}
	if e.Event != nil {
		n += int(unsafe.Sizeof(Command{})) + cap(e.Event.Asked) + cap(e.Event.Result)
	}
	if e.Request != nil {
		if r.head == 0 {
			r.head = headerSize(e.Request.Header)
		}
		n += r.head + cap(e.Request.Body)
	}
	if e.Response != nil {
		n += headerSize(e.Response.Header) + cap(e.Response.Body)
	}
	if e.Sent != nil {
		n += int(unsafe.Sizeof(Sent{})) + headerSize(e.Sent.Header) + cap(e.Sent.Body)
	}
	n += cap(e.Messages) * int(unsafe.Sizeof(StreamMessage{}))
	for i := range e.Messages {
		n += text(e.Messages[i].Data)
	}
	n += cap(e.Why) * int(unsafe.Sizeof(Why{}))
	for i := range e.Why {
		n += text(e.Why[i].Text)
	}
	n += cap(e.Faults) * int(unsafe.Sizeof(Shaping{}))
	for i := range e.Faults {
		n += text(e.Faults[i].Detail)
	}
	return int64(n + findingsSize(e.Findings) + findingsSize(r.found))
}

// headerSize returns what a header block keeps.
func headerSize(h http.Header) int {
	if len(h) == 0 {
		return 0
	}
	n := table(len(h), int(unsafe.Sizeof("")+unsafe.Sizeof([]string{})))
	for name, values := range h {
		n += text(name) + cap(values)*int(unsafe.Sizeof(""))
		for _, value := range values {
			n += text(value)
		}
	}
	return n
}

// table returns the memory of a map: groups of eight slots, of which up to seven are used.
func table(n, slot int) int {
	slots := 8
	for slots < n || slots > 8 && slots*7 < n*8 {
		slots *= 2
	}
	return 48 + slots*slot + slots
}

func findingsSize(list []Finding) int {
	n := cap(list) * int(unsafe.Sizeof(Finding{}))
	for i := range list {
		f := &list[i]
		n += text(f.Pointer) + text(f.Expected) + text(f.Actual) + text(f.Message)
	}
	return n
}

// text returns what the allocator gives for a text, about.
func text(s string) int {
	if len(s) <= 8 {
		return 8
	}
	return (len(s) + 15) &^ 15
}

// own copies the texts that may be parts of something larger: an excerpt must not keep the body that it was cut from.
func own(list []Finding) {
	for i := range list {
		f := &list[i]
		f.Actual, f.Pointer = strings.Clone(f.Actual), strings.Clone(f.Pointer)
	}
}

// strip forgets what an evicted entry kept, if its writer still has it.
func (r *record) strip() {
	e := &r.entry
	r.entry = Record{Wire: e.Wire, Duration: e.Duration, Unjudged: e.Unjudged, Entry: Entry{
		Seq: e.Seq, Rev: e.Rev, State: e.State, Kind: e.Kind, Peer: e.Peer, API: e.API, Operation: e.Operation,
		WorldTime: e.WorldTime, Unmatched: e.Unmatched,
	}}
}
