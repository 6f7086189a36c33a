package scenarios

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
)

// inside carries calls of the control API to a server of the same process. Half of a call's cost is its socket, and a
// run makes fifteen of them a scenario; clients reach the server by a socket all the same.
type inside struct{ server http.Handler }

// RoundTrip returns when the whole response is there. A handler that panics has answered nothing.
func (t inside) RoundTrip(r *http.Request) (_ *http.Response, err error) {
	asked := r.WithContext(r.Context()) // a transport changes no request
	asked.Host, asked.RequestURI, asked.RemoteAddr = r.URL.Host, r.URL.RequestURI(), r.URL.Host
	if asked.Body == nil {
		asked.Body = http.NoBody
	}
	defer func() {
		_ = asked.Body.Close()
		if cause := recover(); cause != nil {
			err = fmt.Errorf("the server broke the call off: %v", cause)
		}
	}()
	answer := &answer{header: http.Header{}, status: http.StatusOK}
	t.server.ServeHTTP(answer, asked)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return &http.Response{
		Status:     fmt.Sprintf("%d %s", answer.status, http.StatusText(answer.status)),
		StatusCode: answer.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: answer.header,
		Body: io.NopCloser(&answer.body), ContentLength: int64(answer.body.Len()), Request: r,
	}, nil
}

// answer is a response in memory.
type answer struct {
	header http.Header
	status int
	begun  bool
	body   bytes.Buffer
}

// Header returns what is sent with the first byte.
func (a *answer) Header() http.Header { return a.header }

// WriteHeader keeps the first status, as a connection does.
func (a *answer) WriteHeader(status int) {
	if !a.begun && status >= http.StatusOK {
		a.begun, a.status = true, status
	}
}

// Write never fails.
func (a *answer) Write(data []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(data)
}

// Flush does nothing: the response is read when it is whole.
func (a *answer) Flush() { a.WriteHeader(http.StatusOK) }
