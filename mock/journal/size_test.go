package journal

import (
	"encoding/json"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"testing"
)

// big returns a text of n bytes that shares its memory with no other.
func big(i, n int) string { return strings.Repeat(string(rune('a'+i%26)), n) }

// parts are what may be large in an entry: each test feeds one of them.
var parts = map[string]func(i int, e *Record){
	"request header": func(i int, e *Record) { e.Request.Header.Set("X-Large", big(i, 50_000)) },
	"many headers": func(i int, e *Record) {
		for n := range 1500 {
			e.Request.Header[fmt.Sprintf("X-%d-%d", i, n)] = []string{big(n, 9)}
		}
	},
	"one header many times": func(i int, e *Record) {
		for range 1500 {
			e.Request.Header.Add("X-Many", big(i, 9))
		}
	},
	"response header": func(i int, e *Record) { e.Response.Header = http.Header{"X-Large": {big(i, 50_000)}} },
	"request body":    func(i int, e *Record) { e.Request.Body = []byte(big(i, 50_000)) },
	"body with spare": func(i int, e *Record) { e.Request.Body = make([]byte, 10, 50_000) },
	"response body":   func(i int, e *Record) { e.Response.Body = []byte(big(i, 50_000)) },
	"sent": func(i int, e *Record) {
		e.Sent = &Sent{Body: []byte(big(i, 25_000)), Header: http.Header{"X": {big(i, 25_000)}}}
	},
	"path": func(i int, e *Record) {
		line := "GET /" + big(i, 25_000) + "?x=" + big(i, 25_000) // as net/http cuts its line
		e.Method, e.Path = line[:3], line[4:25_000]
		e.URL, e.Vars = "http://h"+e.Path, map[string]string{"id": line[5:20_000]}
	},
	"query": func(i int, e *Record) {
		line := "GET /pay?x=" + big(i, 50_000)
		e.Method, e.Path, e.URL = line[:3], line[4:8], "http://h"+line[4:]
	},
	"vars": func(i int, e *Record) { e.Vars = map[string]string{"id": big(i, 50_000)} },
	"host": func(i int, e *Record) { e.Host = big(i, 50_000) },
	"findings": func(i int, e *Record) {
		for range 100 {
			f := Finding{Message: big(i, 100), Expected: big(i, 100), Actual: big(i, 100), Pointer: big(i, 100)}
			e.Findings = append(e.Findings, f)
		}
	},
	"excerpts": func(i int, e *Record) {
		e.Findings = []Finding{{Actual: big(i, 500_000)[:50], Pointer: big(i, 500_000)[:50]}}
	},
	"why": func(i int, e *Record) {
		for range 100 {
			e.Why = append(e.Why, Why{Code: "x", Text: big(i, 400)})
		}
	},
	"faults": func(i int, e *Record) { e.Faults = []Shaping{{Detail: big(i, 50_000)}} },
	"messages": func(i int, e *Record) {
		for range 500 {
			e.Messages = append(e.Messages, StreamMessage{Data: big(i, 40)})
		}
	},
	"hint and error": func(i int, e *Record) { e.Hint, e.Error = big(i, 25_000), big(i, 25_000) },
	"event":          func(i int, e *Record) { e.Event = &Command{Asked: json.RawMessage(big(i, 50_000))} },
	"nothing":        func(int, *Record) {},
}

func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// TestWhatIsKept: whatever part of an entry is large, the journal holds no more than its bound, and what it says it
// holds.
func TestWhatIsKept(t *testing.T) {
	const bound = 4 << 20
	for name, fill := range parts {
		t.Run(name, func(t *testing.T) {
			before := heap()
			j := New(Options{Limits: Limits{Entries: 1 << 30, Bytes: bound}})
			evicted := 0
			for i := 0; evicted < 150; i++ {
				e := Record{Entry: Entry{
					Kind: Exchange, Peer: Client, API: "bank", Operation: "pay", Method: "POST", URL: "http://h/pay",
					Path: "/pay", Request: &Message{Header: http.Header{}}, Response: &Message{Status: 200},
				}}
				fill(i, &e)
				j.Open(e).Close(Closed, nil)
				if j.store.bytes > bound {
					t.Fatalf("%d bytes are counted, the bound is %d", j.store.bytes, bound)
				}
				evicted = int(j.store.evicted)
			}
			if held := heap() - before; held > bound*5/4+1<<20 || held < j.store.bytes/3 {
				t.Errorf("the heap holds %d bytes, the journal counts %d", held, j.store.bytes)
			}
			runtime.KeepAlive(j)
		})
	}
}

// TestOpenAndEvicted: a stream whose entry was evicted keeps nothing of what it still writes.
func TestOpenAndEvicted(t *testing.T) {
	j := New(Options{Limits: Limits{Entries: 1}})
	h := j.Open(Record{Entry: exchange(big(1, 1000), "")})
	j.Add(exchange("", ""))
	for i := range 100 {
		h.Update(func(e *Record) { e.Messages = append(e.Messages, StreamMessage{Data: big(i, 1000)}) })
	}
	if e := h.r.open; e.Request != nil || len(e.Messages) > 0 || e.Seq != 1 {
		t.Errorf("an evicted entry keeps %+v", e)
	}
	h.Close(Closed, func(e *Record) { e.Response = &Message{Status: 200} })
	if e := h.r.open; e != nil && e.Response != nil || h.r.packed.size() > 0 || h.r.state != Closed {
		t.Errorf("an evicted entry keeps %+v", e)
	}
	if got := j.Query(Filter{}); len(got.Entries) != 1 || !got.Truncated {
		t.Errorf("got %d entries, truncated %v", len(got.Entries), got.Truncated)
	}
}

// TestFindingsAreCounted: what is found when somebody reads is kept, and counted.
func TestFindingsAreCounted(t *testing.T) {
	const bound = 1 << 20
	j := New(Options{Limits: Limits{Bytes: bound}, Check: func(*Record) []Finding {
		return []Finding{{Message: big(1, 10_000)}}
	}})
	for range 300 {
		j.Add(exchange("", ""))
	}
	before := j.store.bytes
	j.Query(Filter{})
	if j.store.bytes > bound || j.store.bytes < bound/2 || before > bound/2 {
		t.Errorf("%d bytes before reading, %d after, the bound is %d", before, j.store.bytes, bound)
	}
	if j.store.len() >= 300 {
		t.Error("nothing made room for the findings")
	}
}

// TestFollow: a reader in order of rev sees each entry in its last state, and what changes while it reads comes later.
func TestFollow(t *testing.T) {
	j := New(Options{})
	var handles []*Handle
	for range 200 {
		handles = append(handles, j.Open(Record{Entry: exchange("", "")}))
	}
	handles[5].Close(Closed, nil)
	var revs []int64
	since := int64(0)
	follow := func(limit int) {
		since = j.Follow(Filter{Since: since, Limit: limit}, func(p Page) bool {
			for _, e := range p.Entries {
				revs = append(revs, e.Rev)
			}
			if len(revs) == pieceEntries { // in the middle
				handles[150].Close(Closed, nil)
			}
			return true
		})
	}
	follow(0)
	follow(0)
	if len(revs) != 200 || revs[199] != 202 {
		t.Fatalf("%d entries, the last with rev %d", len(revs), revs[len(revs)-1])
	}
	for i := range 199 {
		if revs[i] >= revs[i+1] {
			t.Fatalf("revs %v", revs)
		}
	}
	pieces := 0
	next := j.Follow(Filter{}, func(p Page) bool { pieces++; return false })
	if pieces != 1 || next != revs[pieceEntries-1] {
		t.Errorf("%d pieces, next %d, want %d", pieces, next, revs[pieceEntries-1])
	}
}
