package mock

import (
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"

	"sparring/mock/clock"
	"sparring/mock/journal"
	"sparring/mock/message"
	"sparring/mock/problem"
)

// The server plays another host: a port of its own that is no API. Redirects lead there, and the world's journal has
// what a client sends to it, so that a test sees whether a secret was among it.

// mostElsewhere is how much of a request's body is kept that went to the other host, in bytes.
const mostElsewhere = 1 << 20

// elsewhere returns the URL on the other host at which a client of an API of this world is seen. The port is opened
// when it is asked for first. The URL holds nothing of the request: a redirect tells no secrets.
func (in *instance) elsewhere(api string) (string, *problem.Problem) {
	address, err := in.server.openElsewhere()
	if err != nil {
		return "", problem.New(problem.MachineLimit, "the port of the other host could not be opened: "+err.Error())
	}
	base, err := url.Parse(in.base)
	if err != nil { // it was checked when the world was made
		base = &url.URL{Scheme: "http", Host: address}
	}
	_, port, _ := net.SplitHostPort(address)
	scheme := "http"
	if in.server.portTLS() != nil {
		scheme = "https"
	}
	return scheme + "://" + net.JoinHostPort(otherName(base.Hostname()), port) + "/w/" + in.ID + "/" + api, nil
}

// otherName returns another name of the same machine: clients tell hosts apart by name, some by port, too.
func otherName(host string) string {
	if ip := net.ParseIP(host); ip != nil && ip.IsLoopback() {
		return "localhost"
	}
	if strings.EqualFold(host, "localhost") {
		return "127.0.0.1"
	}
	return host
}

// openElsewhere returns the address of the other host's port, opened on the host that the server is bound to.
func (s *Server) openElsewhere() (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.elsewhere != nil {
		return s.elsewhere.address(), nil
	}
	host := "127.0.0.1"
	if len(s.listens) > 0 {
		if h, _, err := net.SplitHostPort(s.listens[0].address()); err == nil {
			host = h
		}
	}
	l, err := s.listen(net.JoinHostPort(host, "0"), s.tls, http.HandlerFunc(s.serveElsewhere))
	if err != nil {
		return "", err
	}
	s.elsewhere, s.listens = l, append(s.listens, l)
	return l.address(), nil
}

// portTLS returns the configuration of the first port, nil for plain HTTP.
func (s *Server) portTLS() *tls.Config {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.tls
}

// serveElsewhere notes what came in the journal of the world that the path names, and answers as a page that is no
// API.
func (s *Server) serveElsewhere(w http.ResponseWriter, r *http.Request) {
	if s.misdirected(w, r) {
		return
	}
	_ = http.NewResponseController(w).SetReadDeadline(clock.Wire().Add(bodyTime))
	body, _ := io.ReadAll(io.LimitReader(r.Body, mostElsewhere)) // what came until then is noted
	answer := message.Response{
		Status: http.StatusOK, Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
		Body: []byte("<!doctype html><title>Another host</title><p>This host is not the one that was called.</p>\n"),
	}
	e := strayEntry(r, answer)
	e.Request.Body, e.Unjudged = body, true
	e.Why = []journal.Why{{Code: "elsewhere", Text: "the client followed a redirect to another host"}}
	into := s.journal
	first, rest := cutSegment(r.URL.EscapedPath())
	id, rest := cutSegment(rest)
	api, _ := cutSegment(rest)
	if in, err := s.instance(id); first == "w" && err == nil && s.routers[api] != nil && in.enter() {
		defer in.leave()
		e.API, into = api, in.Journal
		defer func() { _ = in.keeper.flush() }()
	}
	into.Open(e)
	_, _ = message.Write(w, r.Method, answer) // the client may be gone
}
