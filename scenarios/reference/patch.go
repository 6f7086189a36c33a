package reference

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"strings"

	"sparring/scenarios/driver"
)

// Patch changes one decision of a reference client. What it makes is a mutant (the client with one mistake) or a
// liberty (the client with one freedom). P is the struct of the client's policies.
type Patch[P any] struct {
	Name  string // "bonder-trusts-http-200": the API, and what the client does
	Doc   string // the mistake or freedom in a sentence; for a freedom also where the vendor's text leaves it
	Apply func(*P)
	Trips []Trip // scenarios that a mutant must fail, and why
}

// Mutants returns what the suite must know of patches that are mistakes.
func Mutants[P any](patches []Patch[P]) []Mutant {
	var out []Mutant
	for _, p := range patches {
		out = append(out, Mutant{Name: p.Name, Doc: p.Doc, Trips: p.Trips})
	}
	return out
}

// Liberties returns what the suite must know of patches that are freedoms.
func Liberties[P any](patches []Patch[P]) []Liberty {
	var out []Liberty
	for _, p := range patches {
		out = append(out, Liberty{Name: p.Name, Doc: p.Doc})
	}
	return out
}

// Several joins the names of patches of which a client has all.
const Several = "+"

// Patched applies the first patch of a name, or of each of several. Names of other APIs change nothing.
func Patched[P any](policies P, names string, patches ...func() []Patch[P]) P {
	if names == "" { // the reference client, made for each scenario
		return policies
	}
	var all []Patch[P]
	for _, list := range patches {
		all = append(all, list()...)
	}
	for _, name := range strings.Split(names, Several) {
		for _, p := range all {
			if p.Name == name {
				p.Apply(&policies)
				break
			}
		}
	}
	return policies
}

// Handler does what a client is asked.
type Handler func(ctx context.Context, c driver.Call) driver.Result

// Seams are the two places at which a patch can stand beside a client and leave its code alone: between caller and
// client, and between client and network.
type Seams struct {
	Caller    func(next Handler) Handler
	Transport func(next http.RoundTripper) http.RoundTripper
}

// Around changes what is asked or what is told. Patches may be stacked.
func (s *Seams) Around(wrap func(ctx context.Context, c driver.Call, next Handler) driver.Result) {
	inner := s.Caller
	s.Caller = func(next Handler) Handler {
		if inner != nil {
			next = inner(next)
		}
		return func(ctx context.Context, c driver.Call) driver.Result { return wrap(ctx, c, next) }
	}
}

// Told changes what the caller is told.
func (s *Seams) Told(change func(c driver.Call, r *driver.Result)) {
	s.Around(func(ctx context.Context, c driver.Call, next Handler) driver.Result {
		r := next(ctx, c)
		change(c, &r)
		return r
	})
}

// roundTripper is a function as http.RoundTripper.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// Sent changes each request before it is sent.
func (s *Seams) Sent(change func(r *http.Request)) {
	s.network(func(r *http.Request, next http.RoundTripper) (*http.Response, error) {
		r = r.Clone(r.Context())
		change(r)
		return next.RoundTrip(r)
	})
}

// SentBody changes the JSON object in the body of each request that has one.
func (s *Seams) SentBody(change func(r *http.Request, body map[string]any)) {
	s.Sent(func(r *http.Request) {
		if r.Body == nil {
			return
		}
		data, err := io.ReadAll(r.Body)
		var body map[string]any
		if err == nil && Decode(data, &body) == nil {
			change(r, body)
			if changed, err := json.Marshal(body); err == nil {
				data = changed
			}
		}
		SetBody(r, data)
	})
}

// Received changes each response before the client reads it; streams pass.
func (s *Seams) Received(change func(r *http.Request, a *Response)) {
	s.network(func(r *http.Request, next http.RoundTripper) (*http.Response, error) {
		resp, err := next.RoundTrip(r)
		if err != nil || strings.HasPrefix(resp.Header.Get("Content-Type"), "text/event-stream") {
			return resp, err
		}
		defer resp.Body.Close()
		data, err := io.ReadAll(io.LimitReader(resp.Body, Largest))
		if err != nil {
			return nil, err
		}
		a := &Response{Status: resp.StatusCode, Header: resp.Header, Body: data}
		change(r, a)
		resp.StatusCode, resp.Header, resp.ContentLength = a.Status, a.Header, int64(len(a.Body))
		resp.Body = io.NopCloser(bytes.NewReader(a.Body))
		return resp, nil
	})
}

// Unsent answers the requests that fit by a JSON body in place of the server.
func (s *Seams) Unsent(body string, fits func(r *http.Request) bool) {
	s.network(func(r *http.Request, next http.RoundTripper) (*http.Response, error) {
		if !fits(r) {
			return next.RoundTrip(r)
		}
		return &http.Response{
			StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
			Header: http.Header{"Content-Type": {"application/json"}},
			Body:   io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
		}, nil
	})
}

func (s *Seams) network(wrap func(r *http.Request, next http.RoundTripper) (*http.Response, error)) {
	inner := s.Transport
	s.Transport = func(next http.RoundTripper) http.RoundTripper {
		if inner != nil {
			next = inner(next)
		}
		return roundTripper(func(r *http.Request) (*http.Response, error) { return wrap(r, next) })
	}
}

// SetBody replaces the body of a request.
func SetBody(r *http.Request, body []byte) {
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
}

// Handler returns the client's own handler as its caller sees it.
func (s *Seams) Handler(own Handler) Handler {
	if s.Caller == nil {
		return own
	}
	return s.Caller(own)
}

// PathEnds reports whether the path of a request ends in a text.
func PathEnds(r *http.Request, suffix string) bool { return strings.HasSuffix(r.URL.Path, suffix) }

// Resent sends a request again, so many times at most, while the responses fit.
func (s *Seams) Resent(most int, fits func(r *http.Request, status int) bool) {
	s.network(func(r *http.Request, next http.RoundTripper) (*http.Response, error) {
		resp, err := next.RoundTrip(r)
		for n := 0; n < most && err == nil && fits(r, resp.StatusCode); n++ {
			again := r.Clone(r.Context())
			if r.GetBody != nil {
				if again.Body, err = r.GetBody(); err != nil {
					return resp, err
				}
			}
			resp.Body.Close()
			resp, err = next.RoundTrip(again)
		}
		return resp, err
	})
}

// Asked changes what the client is asked. The arguments are a copy.
func (s *Seams) Asked(change func(c *driver.Call)) {
	s.Around(func(ctx context.Context, c driver.Call, next Handler) driver.Result {
		args := map[string]any{}
		maps.Copy(args, c.Params.Args)
		c.Params.Args = args
		change(&c)
		return next(ctx, c)
	})
}
