package message

import (
	"context"
	"net/http"
	"net/url"
)

// Response is an HTTP response. The server adds Content-Length and Date to the header when it is sent.
type Response struct {
	Status int // 0 means 200
	Header http.Header
	Body   []byte
}

// Request is a request to one API as the rules of faults and the fakes see it.
type Request struct {
	Context   context.Context
	Seq       int64 // of the journal entry
	API       string
	Operation string // id in the API's document; empty if the request matches no operation
	Alias     bool   // came by one of the operation's alias paths
	Preflight bool   // sent by a browser on its own (CORS)
	Method    string
	Path      string            // behind the API's prefix, as sent (escaped)
	Vars      map[string]string // path variables, unescaped
	RawQuery  string
	Header    http.Header
	Host      string
	Body      []byte
	BasePath  string // path under which the API was addressed: "/bonder", "/w/x/bonder", "" on an own port or host
	TLS       bool
	Remote    string // address of the peer that sent it
	Steps     bool   // the fake does not wait itself: it lets the chain know what for

	query url.Values
}

// Query returns the query parameters, without the pairs that cannot be unescaped.
func (r *Request) Query() url.Values {
	if r.query == nil {
		r.query, _ = url.ParseQuery(r.RawQuery)
	}
	return r.query
}

// Cookie returns the value of a cookie, the first if there are several.
func (r *Request) Cookie(name string) (value string, ok bool) {
	c, err := (&http.Request{Header: r.Header}).Cookie(name)
	if err != nil {
		return "", false
	}
	return c.Value, true
}

// CookiePath returns the Path of the cookies that the response sets.
func (r *Request) CookiePath() string {
	if r.BasePath == "" {
		return "/"
	}
	return r.BasePath
}
