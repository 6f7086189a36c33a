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

	bodyTime   = 30 * time.Second // how long a client may take to send its body
	smallBody  = 64 << 10         // space for a body up to this is taken at once, for a larger one as it comes
	freeBody   = 1 << 20          // this much of each body is read, however many others are
	maxLarge   = 16               // bodies beyond that which are read at a time: their memory is counted nowhere else
	maxDiscard = 64 << 20         // bytes that are read and discarded of a body that is too large
)

var (
	errBusy  = errors.New("too many large bodies at a time")
	errLarge = errors.New("a body is too large")
)

// readBody buffers the body within the limit. It returns false if the exchange has ended: the body is too large, or the
// client left.
func (x *exchange) readBody() bool {
	if !x.fetched.done {
		if bodiless(x.r) {
			return true
		}
		x.fetched = x.in.server.fetch(x.w, x.r)
	}
	limit, body, err := x.in.server.opts.MaxBody, x.fetched.body, x.fetched.err
	switch {
	case errors.Is(err, errBusy):
		x.refuseBody(journal.Closed, problem.New(problem.Busy, err.Error()), nil,
			journal.Why{Code: "busy", Text: fmt.Sprintf("%d bodies of more than %d bytes were being read",
				maxLarge, freeBody)})
		return false
	case int64(len(body)) > limit || errors.Is(err, errLarge):
		return x.tooLarge(limit)
	case err != nil:
		x.refuseBody(journal.Aborted, problem.New(problem.BodyIncomplete, fmt.Sprintf("%d bytes came", len(body))),
			body,
			journal.Why{Code: "body_incomplete", Text: "the client left, or took longer than " + bodyTime.String() +
				", before its body was complete"})
		return false
	}
	x.entry.Update(func(e *journal.Record) {
		x.halves.request.Body = body
		e.Request = &x.halves.request
	})
	x.request.Body = body
	return true
}

func bodiless(r *http.Request) bool {
	return r.Body == nil || r.Body == http.NoBody || r.ContentLength == 0
}

// fetched is what came of a body.
type fetched struct {
	done bool
	body []byte
	err  error // errBusy, errLarge, or that of the connection
}

// fetch reads a body, at most one byte more than the limit.
func (s *Server) fetch(w http.ResponseWriter, r *http.Request) (got fetched) {
	if r.ContentLength > s.opts.MaxBody {
		return fetched{done: true, err: errLarge}
	}
	got.done = true
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(clock.Wire().Add(bodyTime)) // a recorder has no deadline
	got.body, got.err = s.buffer(w, r, s.opts.MaxBody)
	_ = control.SetReadDeadline(time.Time{})
	return got
}

// buffer reads the body, at most one byte more than the limit. Memory is taken as bytes come: a client that
// only announces a large body costs nothing.
func (s *Server) buffer(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, error) {
	length := r.ContentLength
	if 0 < length && length <= smallBody {
		body := make([]byte, length)
		n, err := io.ReadFull(r.Body, body)
		return body[:n], err
	}
	var b bytes.Buffer
	if n, err := b.ReadFrom(io.LimitReader(r.Body, min(freeBody, limit+1))); err != nil || n < freeBody || n > limit {
		return b.Bytes(), err
	}
	late, stop := clock.Ticker(bodyTime)
	defer stop()
	select {
	case s.large <- struct{}{}:
		defer func() { <-s.large }()
	case <-late:
		return nil, errBusy
	}
	_ = http.NewResponseController(w).SetReadDeadline(clock.Wire().Add(bodyTime))
	if length > 0 {
		b.Grow(int(length) - b.Len() + bytes.MinRead) // exactly, and the end is seen without more space
	}
	_, err := b.ReadFrom(io.LimitReader(r.Body, limit+1-int64(b.Len())))
	return b.Bytes(), err
}

func (x *exchange) tooLarge(limit int64) bool {
	text := strconv.FormatInt(limit, 10) + " bytes"
	x.refuseBody(journal.Closed, problem.New(problem.BodyTooLarge, "at most "+text+" are read"), nil,
		journal.Why{Code: "body_too_large", Text: "the body is larger than " + text + " (serve --max-body)"})
	return false
}

// refuseBody ends a request without a body that can be handled. The response is Sparring's own, and is not judged.
func (x *exchange) refuseBody(state journal.State, reason *problem.Problem, body []byte, why journal.Why) {
	answer := responseOf(reason)
	x.closeEntry(state, func(e *journal.Record) {
		e.Unjudged = true
		if body != nil {
			e.Request = &journal.Message{Header: x.r.Header, Body: body}
		}
		e.Response = journal.MessageOf(answer)
		e.Why = append(e.Why, why)
	})
	x.w.Header().Set("Connection", "close")
	if state == journal.Closed && x.turns() == nil {
		discard(x.w, x.r)
	}
	sendProblem(x.w, x.r, answer)
}

// discard reads the rest of a body that is not used, up to a bound: many clients read no response before they have sent
// all. One that asked whether to send (Expect) does not send it.
func discard(w http.ResponseWriter, r *http.Request) {
	if r.Body == nil || r.Body == http.NoBody || r.Header.Get("Expect") != "" {
		return
	}
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(clock.Wire().Add(bodyTime)) // a recorder has no deadline
	_, _ = io.CopyN(io.Discard, r.Body, maxDiscard)         // the response is the same, however much came
	_ = control.SetReadDeadline(time.Time{})
}
