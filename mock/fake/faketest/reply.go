package faketest

import (
	"fmt"
	"net/http"
	"slices"

	"sparring/mock/journal"
	"sparring/mock/world"
)

// Reply is a fake's answer, taken apart. Its status is never 0.
type Reply struct {
	world.Answer
	T       T
	Request *world.Request
	JSON    any               // the body; nil if it is not JSON
	Judged  []journal.Finding // what the document says against the request
}

// At walks the body by the names of members and the positions of elements; nil if there is no such place.
func (r Reply) At(path ...any) any {
	v := r.JSON
	for _, step := range path {
		switch s := step.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[s]
		case int:
			l, _ := v.([]any)
			if s < 0 || s >= len(l) {
				return nil
			}
			v = l[s]
		}
	}
	return v
}

// Text returns the text at a place of the body, "" if the place is empty.
func (r Reply) Text(path ...any) string { s, _ := r.At(path...).(string); return s }

// Violations lists "code pointer" of what the document says against the request.
func (r Reply) Violations() []string {
	var out []string
	for _, f := range r.Judged {
		out = append(out, f.Code+" "+f.Pointer)
	}
	return out
}

// HasStatus wants an HTTP status.
func (r Reply) HasStatus(want int) Reply {
	r.T.Helper()
	if r.Answer.Status != want {
		r.T.Fatalf("%s; want status %d", r, want)
	}
	return r
}

// Is wants exactly a body, with HTTP 200 unless a status is given.
func (r Reply) Is(body string, status ...int) Reply {
	r.T.Helper()
	want := http.StatusOK
	if len(status) > 0 {
		want = status[0]
	}
	if r.Answer.Status != want || string(r.Body) != body {
		r.T.Fatalf("%s\nwant %d %s", r, want, body)
	}
	return r
}

// Because wants a reason in the journal.
func (r Reply) Because(code string) Reply {
	r.T.Helper()
	if !slices.ContainsFunc(r.Why, func(w journal.Why) bool { return w.Code == code }) {
		r.T.Fatalf("%s; want why %s", r, code)
	}
	return r
}

// String shows the exchange.
func (r Reply) String() string {
	return fmt.Sprintf("%s %s (%s) got %d %s, why %v",
		r.Request.Method, r.Request.Path, r.Request.Operation, r.Answer.Status, r.Body, r.Why)
}
