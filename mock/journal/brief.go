package journal

import (
	"net/http"
	"slices"
	"time"
)

// Brief is what a reader gets of an entry that nobody has searched for secrets or judged, which costs several times
// what the request did. So it has no text but words of a fixed vocabulary. Its fields are those of Entry.
type Brief struct {
	Seq        int64    `json:"seq"`
	Rev        int64    `json:"rev"`
	State      State    `json:"state"`
	Kind       Kind     `json:"kind"`
	WireMS     int64    `json:"wire_ms"` // when it began, wire time, in milliseconds since 1970
	DurationMS float64  `json:"duration_ms"`
	API        string   `json:"api,omitempty"`
	Operation  string   `json:"operation,omitempty"`
	Unmatched  bool     `json:"unmatched,omitempty"`
	Method     string   `json:"method,omitempty"` // one of HTTP's own
	Status     int      `json:"status,omitempty"` // of the response, as meant
	End        Ending   `json:"end,omitempty"`    // how a fault ended the response
	Code       string   `json:"code,omitempty"`
	Failed     bool     `json:"failed,omitempty"` // an outgoing call without a response
	Why        []string `json:"why,omitempty"`    // codes
	Faults     []string `json:"faults,omitempty"` // kinds
}

// briefBody is how long a response is at most, in bytes, that is searched for the vendor's code.
const briefBody = 4 << 10

// brief reduces a record.
func (j *Journal) brief(e *Record) Brief {
	b := Brief{
		Seq: e.Seq, Rev: e.Rev, State: e.State, Kind: e.Kind, WireMS: e.Wire.UnixMilli(),
		DurationMS: milliseconds(e.Duration), API: e.API, Operation: e.Operation, Unmatched: e.Unmatched,
		Failed: e.Error != "",
	}
	if slices.Contains(methods, e.Method) {
		b.Method = e.Method
	}
	if e.Response != nil {
		b.Status = e.Response.Status
		// what a fault or a real server wrote is not of a fixed vocabulary
		if j.opts.Code != nil && !e.Arbitrary && !e.Passed && len(e.Response.Body) <= briefBody {
			b.Code = j.opts.Code(&e.Entry)
		}
	}
	if e.Sent != nil {
		b.End = e.Sent.End
	}
	for i := range e.Why {
		b.Why = append(b.Why, e.Why[i].Code)
	}
	for i := range e.Faults {
		b.Faults = append(b.Faults, e.Faults[i].Kind)
	}
	return b
}

var methods = []string{
	http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodHead,
	http.MethodOptions,
}

// briefs reduces copies of records.
func (j *Journal) briefs(of []snapshot) []Brief {
	lines := make([]Brief, len(of))
	for i := range of {
		e := of[i].record()
		lines[i] = j.brief(&e)
	}
	return lines
}

// Rev is the number of the last change.
func (j *Journal) Rev() int64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.store.rev
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
