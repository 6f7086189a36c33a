// Package proxy passes requests on to a real server. New makes a Proxy of one server, Pass sends it a request and
// returns its response: whole, or as a stream if it is one of server-sent events.
//
// It is no open proxy: a Proxy reaches the one server that it was made for, and follows no redirect. It judges nothing;
// Unknown says what package contract cannot know, and the package drift below it groups what was found.
package proxy

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"time"

	"sparring/mock/message"
)

// Bounds of what is taken from a server.
const (
	maxBody   = 32 << 20
	maxHeader = 256 << 10
	dialTime  = 10 * time.Second
)

// DefaultTimeout is how long a server has for a response that is no stream, wire time.
const DefaultTimeout = time.Minute

// FaultHeader is a header that is for Sparring alone, and is not passed on.
const FaultHeader = "X-Sparring-Fault"

// Proxy passes requests on to one server. Safe for concurrent use.
type Proxy struct {
	root    *url.URL // without the base path of the API, and without a slash at its end
	timeout time.Duration
	reverse *httputil.ReverseProxy
}

// Transport returns the connections that all proxies of a process share: bounded, without compression, and none is used
// twice, because a transport repeats a GET by itself if a kept connection dies. trusted nil means the authorities of
// the machine.
func Transport(trusted *x509.CertPool) *http.Transport {
	return &http.Transport{
		DialContext:         (&net.Dialer{Timeout: dialTime}).DialContext,
		TLSHandshakeTimeout: dialTime, DisableKeepAlives: true, DisableCompression: true,
		MaxResponseHeaderBytes: maxHeader,
		TLSClientConfig:        &tls.Config{RootCAs: trusted, MinVersion: tls.VersionTLS12},
	}
}

// New makes a proxy for the server of a URL, which a client of the real API is configured with. base is the vendor's
// base path: requests have it already. Errors say what is wrong with the URL.
func New(address, base string, transport http.RoundTripper, timeout time.Duration) (*Proxy, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("%q: expected a URL such as https://api.example.com", address)
	case u.User != nil:
		return nil, errors.New("a URL with a user and a password: leave them out, the client sends its own")
	case u.RawQuery != "" || u.Fragment != "":
		return nil, fmt.Errorf("%q: expected a URL without ? and #", address)
	}
	u.Path = strings.TrimSuffix(strings.TrimSuffix(u.Path, "/"), base)
	u.RawPath = ""
	if timeout <= 0 {
		timeout = DefaultTimeout
	}
	p := &Proxy{root: u, timeout: timeout}
	p.reverse = &httputil.ReverseProxy{
		Rewrite: p.rewrite, Transport: transport, ModifyResponse: bound, ErrorLog: log.New(io.Discard, "", 0),
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, err error) { w.(*capture).fail(err) },
	}
	return p, nil
}

// Server is the scheme and the host that requests go to.
func (p *Proxy) Server() string { return p.root.Scheme + "://" + p.root.Host }

// rewrite addresses a request to the server. Who asked, and under which name, is in the X-Forwarded headers.
func (p *Proxy) rewrite(r *httputil.ProxyRequest) {
	r.SetXForwarded()
	target := *p.root
	target.RawPath = target.EscapedPath() + r.In.URL.EscapedPath()
	target.Path += r.In.URL.Path
	target.RawQuery, target.ForceQuery = r.In.URL.RawQuery, r.In.URL.ForceQuery
	r.Out.URL, r.Out.Host = &target, ""
	r.Out.Header.Set("Accept-Encoding", "identity") // the journal is to be read, and the response to be judged
	r.Out.Header.Del(FaultHeader)
}

// Result is what came from the server: Response, and instead of its body a stream if Stream is set.
type Result struct {
	message.Response
	Stream *Stream
	// Redirect is where the server wanted the client to go, as it wrote it.
	Redirect string
}

// Pass sends a request to the server and returns its response, with cookies and redirects as they must be for the
// address under which the client asked. A stream runs until it is closed or the request's context ends. Errors:
// *Failure.
func (p *Proxy) Pass(r *message.Request) (Result, error) {
	ctx, cancel := context.WithCancel(r.Context)
	limit, stop := context.WithTimeout(ctx, p.timeout)
	late := context.AfterFunc(limit, cancel)
	c := newCapture(cancel)
	go func() {
		defer c.finish()
		p.reverse.ServeHTTP(c, p.request(ctx, c, r))
	}()
	<-c.ready
	if c.stream != nil {
		late()
		stop()
		return p.result(r, c), nil
	}
	err := c.failure()
	if err != nil && errors.Is(limit.Err(), context.DeadlineExceeded) {
		err = errTimeout
	}
	late()
	stop()
	cancel()
	if err != nil {
		return Result{}, p.failure(err)
	}
	return p.result(r, c), nil
}

// request is the client's request as the standard library has it.
func (p *Proxy) request(ctx context.Context, c *capture, r *message.Request) *http.Request {
	path, err := url.PathUnescape(r.Path)
	if err != nil {
		path = r.Path
	}
	q := &http.Request{
		Method: r.Method, URL: &url.URL{Path: path, RawPath: r.Path, RawQuery: r.RawQuery}, Host: r.Host,
		Header: r.Header.Clone(), RemoteAddr: r.Remote, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Body: http.NoBody, ContentLength: int64(len(r.Body)),
	}
	if q.Header == nil {
		q.Header = http.Header{}
	}
	if len(r.Body) > 0 {
		q.Body = io.NopCloser(bytes.NewReader(r.Body))
	}
	if r.TLS {
		q.TLS = &tls.ConnectionState{}
	}
	return q.WithContext(context.WithValue(ctx, captureKey{}, c))
}

// captureKey is the key under which the context of a request has its capture.
type captureKey struct{}

// bound refuses a response that is too large, and lets its body be watched: a copy that breaks off would look whole.
func bound(resp *http.Response) error {
	c, ok := resp.Request.Context().Value(captureKey{}).(*capture)
	if !ok {
		return errors.New("the response belongs to no request")
	}
	switch {
	case resp.StatusCode == http.StatusSwitchingProtocols:
		return errUpgrade
	case eventStream(resp.Header):
	case resp.ContentLength > maxBody:
		return errTooLarge
	}
	resp.Body = &watched{resp.Body, c, 0}
	return nil
}

// watched is a body that tells its capture why it ended.
type watched struct {
	io.ReadCloser
	to   *capture
	read int64
}

// Read reads on, up to the bound.
func (w *watched) Read(b []byte) (int, error) {
	n, err := w.ReadCloser.Read(b)
	w.read += int64(n)
	if w.read > maxBody && !w.to.streaming() {
		err = errTooLarge
	}
	if err != nil && !errors.Is(err, io.EOF) {
		w.to.fail(err)
	}
	return n, err
}

func eventStream(h http.Header) bool {
	media, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	return strings.EqualFold(strings.TrimSpace(media), "text/event-stream")
}
