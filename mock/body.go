package mock

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"sparring/mock/clock"
	"sparring/mock/journal"
	"sparring/mock/problem"
)

const (
	// DefaultMaxBody is how many bytes of a request's body a server reads: more than the largest file that iQChannels
	// takes, so that the vendor's own refusal comes first.
	DefaultMaxBody = 17 << 20

	bodyTime   = 30 * time.Second // a client has so long to send its body
	smallBody  = 64 << 10         // space for a body up to this is taken at once, for a larger one as it comes
	freeBody   = 1 << 20          // of each body so much is read whatever the others do
	maxLarge   = 16               // so many bodies beyond that are read at a time: their memory is counted nowhere else
	maxDiscard = 64 << 20         // of a body that is too large, so many bytes are read and forgotten
)

var errBusy = errors.New("too many large bodies at a time")

// readBody buffers the body within the limit. ok is false if the request ends here: too large, or the client left.
func (p *passage) readBody() (body []byte, ok bool) {
	if p.r.Body == nil || p.r.Body == http.NoBody || p.r.ContentLength == 0 {
		return nil, true
	}
	limit := p.in.server.opts.MaxBody
	if p.r.ContentLength > limit {
		return nil, p.tooLarge(limit)
	}
	control := http.NewResponseController(p.w)
	_ = control.SetReadDeadline(clock.Wire().Add(bodyTime)) // a recorder has no deadline
	body, err := p.buffer(limit)
	_ = control.SetReadDeadline(time.Time{})
	switch {
	case errors.Is(err, errBusy):
		p.refuseBody(journal.Closed, problem.New(problem.Busy, err.Error()), nil,
			journal.Why{Code: "busy", Text: fmt.Sprintf("%d bodies of more than %d bytes were being read", maxLarge, freeBody)})
		return nil, false
	case int64(len(body)) > limit:
		return nil, p.tooLarge(limit)
	case err != nil:
		p.refuseBody(journal.Aborted, problem.New(problem.BodyIncomplete, fmt.Sprintf("%d bytes came", len(body))), body,
			journal.Why{Code: "body_incomplete", Text: "the client left, or took longer than " + bodyTime.String() +
				", before its body was complete"})
		return nil, false
	}
	p.entry.Update(func(e *journal.Entry) { e.Request = &journal.Message{Header: p.r.Header, Body: body} })
	return body, true
}

// buffer reads the body, at most one byte more than the limit. Space is taken as bytes come: what a client says that it
// will send costs nothing.
func (p *passage) buffer(limit int64) ([]byte, error) {
	length := p.r.ContentLength
	if 0 < length && length <= smallBody {
		body := make([]byte, length)
		n, err := io.ReadFull(p.r.Body, body)
		return body[:n], err
	}
	var b bytes.Buffer
	if n, err := b.ReadFrom(io.LimitReader(p.r.Body, min(freeBody, limit+1))); err != nil || n < freeBody || n > limit {
		return b.Bytes(), err
	}
	late, stop := clock.Ticker(bodyTime)
	defer stop()
	select {
	case p.in.server.large <- struct{}{}:
		defer func() { <-p.in.server.large }()
	case <-late:
		return nil, errBusy
	}
	_ = http.NewResponseController(p.w).SetReadDeadline(clock.Wire().Add(bodyTime))
	if length > 0 {
		b.Grow(int(length) - b.Len() + bytes.MinRead) // exactly, and the end is seen without more space
	}
	_, err := b.ReadFrom(io.LimitReader(p.r.Body, limit+1-int64(b.Len())))
	return b.Bytes(), err
}

func (p *passage) tooLarge(limit int64) bool {
	text := strconv.FormatInt(limit, 10) + " bytes"
	p.refuseBody(journal.Closed, problem.New(problem.BodyTooLarge, "at most "+text+" are read"), nil,
		journal.Why{Code: "body_too_large", Text: "the body is larger than " + text + " (serve --max-body)"})
	return false
}

// refuseBody ends a request whose body is not there. The answer is about Sparring itself, and not judged.
func (p *passage) refuseBody(state string, reason *problem.Problem, body []byte, why journal.Why) {
	answer := responseOf(reason)
	p.end(state, func(e *journal.Entry) {
		e.Unjudged = true
		if body != nil {
			e.Request = &journal.Message{Header: p.r.Header, Body: body}
		}
		e.Response = journal.MessageOf(answer)
		e.Why = append(e.Why, why)
	})
	p.w.Header().Set("Connection", "close")
	if state == journal.Closed {
		discard(p.w, p.r)
	}
	sendProblem(p.w, answer)
}

// discard reads what is left of a body that nobody wants, up to a bound: many clients read no answer before they have
// sent all. One that asked whether to send (Expect) is not told to.
func discard(w http.ResponseWriter, r *http.Request) {
	if r.Body == nil || r.Body == http.NoBody || r.Header.Get("Expect") != "" {
		return
	}
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(clock.Wire().Add(bodyTime)) // a recorder has no deadline
	_, _ = io.CopyN(io.Discard, r.Body, maxDiscard)         // the answer is the same, however much came
	_ = control.SetReadDeadline(time.Time{})
}
