package journal

import (
	"net/http"
	"strings"
	"unsafe"
)

// What an entry costs beside its texts, headers and lists: its record and its places in lists; while it is open, what
// its writer has and its two messages, too.
const (
	overhead     = int(unsafe.Sizeof(record{})) + 64
	openOverhead = int(unsafe.Sizeof(Record{}) + 2*unsafe.Sizeof(Message{}))
)

// size returns about how many bytes are kept of the record. What is counted once does not change any more.
func (r *record) count() int64 {
	e := r.open
	if e == nil {
		return int64(overhead + r.packed.size() + findingsSize(r.found))
	}
	n := overhead + openOverhead + 2*len(e.URL) + len(e.Hint) + len(e.Error) + len(e.Host)
	if len(e.Vars) > 0 {
		n += table(len(e.Vars), int(2*unsafe.Sizeof("")))
		for _, value := range e.Vars {
			n += space(value)
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
		n += space(e.Messages[i].Data)
	}
	n += cap(e.Why) * int(unsafe.Sizeof(Why{}))
	for i := range e.Why {
		n += space(e.Why[i].Text)
	}
	n += cap(e.Faults) * int(unsafe.Sizeof(Shaping{}))
	for i := range e.Faults {
		n += space(e.Faults[i].Detail)
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
		n += space(name) + cap(values)*int(unsafe.Sizeof(""))
		for _, value := range values {
			n += space(value)
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
		n += space(f.Pointer) + space(f.Expected) + space(f.Actual) + space(f.Message)
	}
	return n
}

// space returns what the allocator gives for a text, about.
func space(s string) int {
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

// strip forgets what an evicted entry kept, but for what its writer may still ask of it.
func (r *record) strip() {
	r.packed = packed{}
	if e := r.open; e != nil {
		*e = Record{Wire: e.Wire, Unjudged: r.unjudged, Entry: Entry{
			Seq: r.seq, Rev: r.rev, State: r.state, Kind: r.kind, Peer: e.Peer, API: r.api, Operation: r.operation,
			WorldTime: e.WorldTime, Unmatched: e.Unmatched,
		}}
	}
}
